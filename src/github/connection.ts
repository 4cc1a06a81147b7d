import pLimit from 'p-limit'
import type { RateLimit } from '../model.ts'
import type { Clock, Log } from '../world.ts'
import type { Decode, Headers } from './decode.ts'
import { DecodeError } from './decode-json.ts'
import { apiError, explainAnswer, explainBadBody, explainNoAnswer, wordsOf } from './errors.ts'
import { laterRateLimit, readRateLimit } from './limits.ts'
import { createMemory } from './memory.ts'
import { answerOf, createOctokit, statusOf } from './octokit.ts'
import { createPace } from './pace.ts'
import { maskSignedUrl } from './signed-url.ts'
import type { Subject } from './subject.ts'
import { createTransport, hostOf } from './transport.ts'

export interface ConnectionOptions {
  /** Empty: requests go out without credentials. */
  readonly token: string
  /** Base of the API; `https://HOST/api/v3` on GitHub Enterprise Server. */
  readonly apiUrl: string
  /** What the job needs of Actions as a whole: who is going to delete shall not be told to ask for reading first. */
  readonly actionsPermission: 'actions: read' | 'actions: write'
  readonly log: Log
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** A request: what it is about, Octokit's route, and the route's parameters. */
export interface Call {
  readonly subject: Subject
  readonly route: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/** Requests to one server. Every one may throw ApiError, or the signal's reason. */
export interface Connection {
  /**
   * A function that gets and decodes. It remembers the newest answers with their ETag, and asks for them again only
   * "if changed": a 304 costs no quota.
   */
  readonly reader: <T>(decode: Decode<T>) => (call: Call) => Promise<T>
  /** Sends a DELETE or a POST, at the pace that GitHub asks of writes. */
  readonly write: (call: Call) => Promise<void>
  /** The signed URL that the answer redirects to, instead of following it. */
  readonly locate: (call: Call) => Promise<string>
  readonly requestCount: () => number
  readonly rateLimit: () => RateLimit | null
}

/** What every supported server speaks; 2026-03-10 changes nothing that is read here. */
const apiHeaders = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' } as const
/** SPEC: at most four deletions at once. */
const maxConcurrentWrites = 4
/** Answers remembered by each reader: enough for polling, and for reading a list again that moved. */
const maxRemembered = 100
/** A renamed repository answers with a redirect to its new address; more than this is a loop. */
const maxMoves = 3
const movedStatuses: readonly number[] = [301, 307, 308]

interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export function createConnection(options: ConnectionOptions): Connection {
  const { apiUrl, log, clock, signal } = options
  const transport = createTransport(signal)
  const writes = pLimit(maxConcurrentWrites)
  let rateLimit: RateLimit | null = null
  const octokit = createOctokit({
    ...options,
    pace: createPace({ clock, signal, log, hasLimits: () => rateLimit !== null }),
    fetch: transport.fetch,
    onHeaders: (headers) => {
      const heard = readRateLimit(headers)
      if (heard !== null) rateLimit = laterRateLimit(rateLimit, heard)
    },
  })

  const send = async ({ subject, route, parameters }: Call, extra: Extra): Promise<RawAnswer> => {
    signal.throwIfAborted()
    const startedAtMs = clock.now()
    const note = (status: number): void => {
      log.debug(`${route} ${JSON.stringify(parameters)}: ${status} after ${clock.now() - startedAtMs} ms`)
    }
    try {
      const response = await octokit.request(route, {
        ...parameters,
        headers: { ...apiHeaders, ...extra.headers },
        request: { about: wordsOf(subject), ...extra.request },
      })
      note(response.status)
      return { status: response.status, headers: response.headers, body: parsed(response.data) }
    } catch (error) {
      signal.throwIfAborted()
      note(statusOf(error))
      if (statusOf(error) === 304) return { status: 304, headers: {}, body: null }
      throw explained(subject, error, options)
    }
  }

  return {
    reader: <T>(decode: Decode<T>) => {
      const remembered = createMemory<{ readonly etag: string; readonly value: T }>(maxRemembered)
      return async (call) => {
        const key = JSON.stringify([call.route, call.parameters])
        const known = remembered.get(key)
        const answer = await send(call, {
          headers: known === undefined ? {} : { 'if-none-match': known.etag },
        })
        if (answer.status === 304 && known !== undefined) return known.value
        const value = decoded(call.subject, answer, decode)
        const { etag } = answer.headers
        if (typeof etag === 'string') remembered.set(key, { etag, value })
        return value
      }
    },
    write: async (call) => {
      await writes(() => send(call, {}))
    },
    locate: async (call) => {
      let next = call
      for (let moves = 0; moves <= maxMoves; moves += 1) {
        const { status, headers } = await send(next, { request: { redirect: 'manual' } })
        const { location } = headers
        if (typeof location !== 'string') break
        if (!movedStatuses.includes(status)) return maskSignedUrl(location, log)
        // With the token only to the server that it is for.
        if (!isOfServer(location, apiUrl)) break
        next = { ...call, route: `GET ${location}`, parameters: {} }
      }
      throw apiError(explainBadBody(call.subject, 'it redirects to no download', 0))
    },
    requestCount: transport.requestCount,
    rateLimit: () => rateLimit,
  }
}

interface Extra {
  readonly headers?: Readonly<Record<string, string>>
  readonly request?: { readonly redirect: 'manual' }
}

function explained(
  subject: Subject,
  error: unknown,
  { apiUrl, actionsPermission }: ConnectionOptions,
): Error {
  const answer = answerOf(error)
  const permission = subject.permission === 'actions: read' ? actionsPermission : subject.permission
  return answer === null
    ? apiError(explainNoAnswer(subject, { host: hostOf(apiUrl), error }), error)
    : apiError(explainAnswer({ ...subject, permission }, answer), error)
}

/** The JSON of an answer's bytes; as text what is none, for the message of the error that it will be. */
function parsed(body: unknown): unknown {
  if (!(body instanceof Uint8Array)) return body
  const text = new TextDecoder().decode(body)
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function decoded<T>(subject: Subject, { status, headers, body }: RawAnswer, decode: Decode<T>): T {
  try {
    return decode(body, headers)
  } catch (error) {
    if (error instanceof DecodeError) throw apiError(explainBadBody(subject, error.message, status), error)
    throw error
  }
}

const isOfServer = (url: string, serverUrl: string): boolean =>
  URL.canParse(url) && new URL(url).origin === new URL(serverUrl).origin
