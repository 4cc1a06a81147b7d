import type { IncomingHttpHeaders } from 'node:http'

export type Origin = 'api' | 'results' | 'blob'

/** One request as a server saw it. Filled in while it goes on. */
export interface LoggedRequest {
  readonly origin: Origin
  readonly method: string
  /** As sent, with any `/api/v3`, without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Path and query as sent. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly range: string | null
  /** Number of the TCP connection, over all origins. */
  readonly connection: number
  /** Machine time, milliseconds; `endedAtMs` is null while the answer is being sent. */
  readonly startedAtMs: number
  endedAtMs: number | null
  /** 0 until an answer has begun. */
  status: number
  /** Bytes of the answer's body that were sent. */
  bytes: number
  /** The client, or a fault, cut the answer short. */
  isCut: boolean
}

export interface RequestFilter {
  readonly origin?: Origin
  readonly method?: string
  readonly path?: RegExp
  readonly status?: number
}

export const matchesFilter = (request: LoggedRequest, filter: RequestFilter): boolean =>
  (filter.origin === undefined || filter.origin === request.origin) &&
  (filter.method === undefined || filter.method === request.method) &&
  (filter.path === undefined || filter.path.test(request.url)) &&
  (filter.status === undefined || filter.status === request.status)

/** The most requests that were under way at one moment. */
export function peakConcurrency(requests: readonly LoggedRequest[]): number {
  const changes = requests.flatMap((request) => [
    { at: request.startedAtMs, by: 1 },
    { at: request.endedAtMs ?? Number.POSITIVE_INFINITY, by: -1 },
  ])
  changes.sort((a, b) => a.at - b.at || a.by - b.by)
  let now = 0
  let peak = 0
  for (const change of changes) {
    now += change.by
    peak = Math.max(peak, now)
  }
  return peak
}

/** How many different TCP connections these requests used. */
export const connectionCount = (requests: readonly LoggedRequest[]): number =>
  new Set(requests.map((request) => request.connection)).size
