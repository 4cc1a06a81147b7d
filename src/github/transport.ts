import { HttpClient } from '@actions/http-client'
import { getUserAgentWithOrchestrationId } from '@actions/github/lib/utils'
import { fetch, type RequestInit } from 'undici'

/** GitHub ends a request of its API after 10 s; what is silent for longer than this is not coming. */
const requestTimeoutMs = 30_000

/** An answer with its body read to the end. It has what Octokit asks of a fetch's Response. */
export interface Reply {
  readonly status: number
  readonly url: string
  readonly headers: { get(name: string): string | null; [Symbol.iterator](): Iterator<[string, string]> }
  /** What Octokit hands on as the data of a success: see `parseSuccessResponseBody` in octokit.ts. */
  readonly body: ArrayBuffer
  text(): Promise<string>
  arrayBuffer(): Promise<ArrayBuffer>
}

export interface Transport {
  /** One request: throws when no whole answer came, in time and unbroken. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Reply>
  readonly requestCount: () => number
}

/**
 * The toolkit's transport, undici with its choice of proxy, made for one server: the `fetch` that @actions/github
 * has ready chose its proxy when it was imported, for GITHUB_API_URL, which need not be the server that we talk to.
 * A body that breaks off is an error here; Octokit would take it for an empty answer.
 */
export function createTransport(serverUrl: string, signal: AbortSignal): Transport {
  // Chosen with the first request, so that a malformed URL is an error of that request.
  const client = new HttpClient(undefined, [], { keepAlive: true })
  let count = 0
  return {
    requestCount: () => count,
    fetch: async (url, init) => {
      count += 1
      const proxyOrNone = client.getAgentDispatcher(serverUrl)
      const response = await fetch(url, {
        ...init,
        ...(proxyOrNone === undefined ? {} : { dispatcher: proxyOrNone }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
      })
      const body = await response.arrayBuffer()
      return {
        status: response.status,
        url: response.url,
        headers: response.headers,
        body,
        text: async () => new TextDecoder().decode(body),
        arrayBuffer: async () => body,
      }
    },
  }
}

/** The host and port of a URL, for messages; what is no URL is itself. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

/** How this action names itself to servers, with the id that GitHub correlates requests of a job by. */
export const userAgent = (): string => getUserAgentWithOrchestrationId('actions-steward') ?? 'actions-steward'
