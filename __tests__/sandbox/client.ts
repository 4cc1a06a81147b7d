import type { Sandbox } from '../../sandbox/server.ts'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; null when it is empty or no JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read what they expect
  readonly json: any
}

export interface CallOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Default: a token that may do everything. Null: none. */
  readonly token?: string | null
  readonly signal?: AbortSignal
  readonly body?: string
}

/** Calls the API by path, or any server by URL; never follows redirects. */
export type Call = (target: string, options?: CallOptions) => Promise<Reply>

export function clientOf(sandbox: Sandbox): Call {
  const allPowerful = sandbox.tokenFor()
  return async (target, options = {}) => {
    const isUrl = /^https?:/.test(target)
    const token = options.token === undefined ? (isUrl ? null : allPowerful) : options.token
    const response = await fetch(isUrl ? target : sandbox.apiUrl + target, {
      method: options.method ?? 'GET',
      redirect: 'manual',
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...options.headers },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.body === undefined ? {} : { body: options.body }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: jsonOf(text) }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** URLs of a Link header by relation. */
export function linksOf(reply: Reply): Readonly<Record<string, string>> {
  const header = reply.headers.get('link') ?? ''
  return Object.fromEntries(
    [...header.matchAll(/<([^>]*)>; rel="(\w+)"/g)].map(([, url = '', relation = '']) => [relation, url]),
  )
}

/** The Location of an artifact's or a log's redirect. */
export async function locationOf(call: Call, path: string): Promise<string> {
  const reply = await call(path)
  const location = reply.headers.get('location')
  if (reply.status !== 302 || location === null)
    throw new Error(`${path} answered ${reply.status}: ${reply.text}`)
  return location
}
