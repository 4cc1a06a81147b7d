import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { getUserAgentWithOrchestrationId } from '@actions/github/lib/utils'
import { createSendRequest, headersOf, sendFollowing, type HttpRequest, type SendRequest } from '../http.ts'

/** GitHub ends a request of its API after 10 s; what is silent for longer than this is not coming. */
const requestTimeoutMs = 30_000

/** What Octokit asks its fetch for. */
export interface FetchInit {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** `manual`: the caller wants to see the redirect. */
  readonly redirect?: 'manual' | undefined
}

/** An answer with its body read to the end. It has what Octokit asks of a fetch's Response. */
export interface Reply {
  readonly status: number
  readonly url: string
  readonly headers: ReadonlyMap<string, string>
  /** What Octokit hands on as the data of a success: see `parseSuccessResponseBody` in octokit.ts. */
  readonly body: Uint8Array
  text(): Promise<string>
  arrayBuffer(): Promise<Uint8Array>
}

export interface Transport {
  /** One request: throws when no whole answer came, in time and unbroken. */
  readonly fetch: (url: string, init: FetchInit) => Promise<Reply>
  readonly requestCount: () => number
}

const inflate = promisify(gunzip)

/**
 * Requests of an API. A body that breaks off is an error here; Octokit would take it for an empty answer. Credentials
 * go to no other server than the one that was asked.
 */
export function createTransport(signal: AbortSignal): Transport {
  const sendOne = createSendRequest()
  let count = 0
  const send: SendRequest = (request) => {
    count += 1
    return sendOne(request)
  }
  return {
    requestCount: () => count,
    fetch: async (url, { method, headers, body, redirect }) => {
      const request: HttpRequest = {
        url: new URL(url),
        method,
        headers: { ...headers, 'accept-encoding': 'gzip' },
        body: body ?? '',
        signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
      }
      if (redirect === 'manual') return replyOf(await send(request), request.url)
      const { message, url: place } = await sendFollowing(request, { send, server: 'The server', redirected })
      return replyOf(message, place)
    },
  }
}

/** Without the token where the redirect leads to another server. */
function redirected(request: HttpRequest, next: URL): HttpRequest {
  const { url, headers } = request
  if (next.origin === url.origin) return { ...request, url: next }
  const others = Object.entries(headers).filter(([name]) => name !== 'authorization')
  return { ...request, url: next, headers: Object.fromEntries(others) }
}

async function replyOf(message: IncomingMessage, url: URL): Promise<Reply> {
  const raw = await buffer(message)
  const headers = new Map(Object.entries(headersOf(message)))
  const body = headers.get('content-encoding') === 'gzip' && raw.length > 0 ? await inflate(raw) : raw
  return {
    status: message.statusCode ?? 0,
    url: url.href,
    headers,
    body,
    text: async () => body.toString('utf8'),
    arrayBuffer: async () => body,
  }
}

/** The host and port of a URL, for messages; what is no URL is itself. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

/** How this action names itself to servers, with the id that GitHub correlates requests of a job by. */
export const userAgent = (): string => getUserAgentWithOrchestrationId('actions-steward') ?? 'actions-steward'
