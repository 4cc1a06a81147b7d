/**
 * One HTTP request as the toolkit would send it: through its choice of proxy, with its certificates. Its client makes
 * the agent; the request itself is Node's, because the toolkit's cannot be aborted and takes no notice of a body that
 * breaks off. Connections are kept for the next request.
 */
import http from 'node:http'
import https from 'node:https'
import { HttpClient } from '@actions/http-client'

export interface HttpRequest {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** Empty: none. */
  readonly body: string
  readonly signal: AbortSignal
}

/** Resolves when the headers have come. Rejects with what the network or the signal says. */
export type SendRequest = (request: HttpRequest) => Promise<http.IncomingMessage>

/** More redirects than this are a loop. */
const maxRedirects = 5

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** The requests of one client: the toolkit's client keeps a single agent, and that of https cannot speak http. */
export function createSendRequest(): SendRequest {
  const clients = { 'http:': createClient(), 'https:': createClient() }
  return (request) => {
    const scheme = request.url.protocol === 'http:' ? 'http:' : 'https:'
    return send(request, agentOf(clients[scheme], request.url))
  }
}

/** How to follow redirects. */
export interface Following {
  readonly send: SendRequest
  /** Who redirects, for messages. */
  readonly server: string
  /** Makes the request for the next place, or throws where it must not go there. */
  readonly redirected: (request: HttpRequest, next: URL) => HttpRequest
}

/** The first answer that is no redirect, and where it came from. Rejects as `send` does, and when it goes in circles. */
export async function sendFollowing(
  request: HttpRequest,
  { send, server, redirected }: Following,
): Promise<{ readonly message: http.IncomingMessage; readonly url: URL }> {
  let current = request
  for (let moves = 0; ; moves += 1) {
    const message = await send(current)
    const next = redirectOf(message, current.url)
    if (next === null) return { message, url: current.url }
    message.destroy()
    if (moves === maxRedirects) throw new Error(`${server} redirected too often`)
    current = redirected(current, next)
  }
}

/** Where an answer redirects to; null when it does not. */
function redirectOf(message: http.IncomingMessage, url: URL): URL | null {
  const { location } = message.headers
  if (!redirectStatuses.has(message.statusCode ?? 0) || location === undefined) return null
  return new URL(location, url)
}

/** The headers of an answer, repeated ones joined. */
export const headersOf = (message: http.IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(message.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )

const createClient = (): HttpClient => new HttpClient(undefined, [], { keepAlive: true })

function agentOf(client: HttpClient, url: URL): http.Agent {
  const agent: unknown = client.getAgent(url.href)
  if (!isAgent(agent)) throw new Error('The toolkit gave no agent')
  return agent
}

/** A proxy's agent is no subclass of Node's, but does the same. */
const isAgent = (value: unknown): value is http.Agent =>
  typeof value === 'object' && value !== null && 'addRequest' in value

function send(request: HttpRequest, agent: http.Agent): Promise<http.IncomingMessage> {
  const { url, method, headers, body, signal } = request
  const { request: open } = url.protocol === 'http:' ? http : https
  return new Promise((resolve, reject) => {
    open(url, { agent, method, headers, signal }, resolve).on('error', reject).end(body)
  })
}
