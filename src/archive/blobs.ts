import http from 'node:http'
import https from 'node:https'
import { HttpClient } from '@actions/http-client'
import type { BlobResponse, Blobs, ByteRange } from '../world.ts'

const USER_AGENT = 'actions-steward'
const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * Plain GETs to a blob host, through the proxy and with the certificates that the toolkit would use: its client
 * makes the agent. The request itself is Node's, because the toolkit's cannot be aborted and takes no notice of a
 * body that breaks off. No credentials, no retries; connections are kept for the next request.
 */
export function createBlobs(): Blobs {
  // One client a scheme: a client keeps a single agent, and an agent of https cannot speak http.
  const clients = { 'http:': createClient(), 'https:': createClient() }

  const get = async (request: Request, redirectsLeft: number): Promise<BlobResponse> => {
    const { url } = request
    const client = clients[url.protocol === 'http:' ? 'http:' : 'https:']
    const agent: unknown = client.getAgent(url.href)
    if (!isAgent(agent)) throw new Error('The toolkit gave no agent')
    const message = await send(request, agent)
    const location = message.headers.location
    if (!REDIRECTS.has(message.statusCode ?? 0) || location === undefined) return responseOf(message)
    message.destroy()
    const next = new URL(location, url)
    if (redirectsLeft === 0) throw new Error('The blob host redirected too often')
    if (url.protocol === 'https:' && next.protocol !== 'https:')
      throw new Error('The blob host redirected from https to http')
    return get({ ...request, url: next }, redirectsLeft - 1)
  }
  return { get: (url, options) => get({ url: new URL(url), ...options }, MAX_REDIRECTS) }
}

interface Request {
  readonly url: URL
  readonly range: ByteRange | null
  readonly signal: AbortSignal
}

const createClient = (): HttpClient => new HttpClient(USER_AGENT, [], { keepAlive: true })

/** A proxy's agent is no subclass of Node's, but does the same. */
const isAgent = (value: unknown): value is http.Agent =>
  typeof value === 'object' && value !== null && 'addRequest' in value

function send(request: Request, agent: http.Agent): Promise<http.IncomingMessage> {
  const { url, range, signal } = request
  const headers: Record<string, string> = { 'user-agent': USER_AGENT, 'accept-encoding': 'identity' }
  if (range !== null) headers.range = rangeHeader(range)
  const { request: open } = url.protocol === 'http:' ? http : https
  return new Promise((resolve, reject) => {
    open(url, { agent, headers, signal }, resolve).on('error', reject).end()
  })
}

const rangeHeader = (range: ByteRange): string =>
  'lastBytes' in range ? `bytes=-${range.lastBytes}` : `bytes=${range.first}-${range.last}`

function responseOf(message: http.IncomingMessage): BlobResponse {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return { status: message.statusCode ?? 0, headers, body: message }
}
