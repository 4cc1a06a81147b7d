/** Octokit, set up for one server and one token: who decides about waiting, and who waits. */
import { defaults, GitHub as Octokit } from '@actions/github/lib/utils'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import Bottleneck from 'bottleneck/light.js'
import type { Clock, Log } from '../world.ts'
import type { Headers } from './decode.ts'
import { isObject } from './decode-json.ts'
import { isPrimaryLimit, isRateLimit, type Answer } from './errors.ts'
import type { Pace } from './pace.ts'
import { userAgent, type Transport } from './transport.ts'

export interface OctokitOptions {
  /** Empty: requests go out without credentials. */
  readonly token: string
  readonly apiUrl: string
  readonly log: Log
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly pace: Pace
  readonly fetch: Transport['fetch']
  /** Told the headers of every answer, errors included. */
  readonly onHeaders: (headers: Headers) => void
}

type Plugin = Parameters<typeof Octokit.plugin>[number]

/** Attempts after the first, as plugin-retry has them: after 1, 4 and 9 s. */
const maxRetries = 3
/** Answers that the same request will get again; 403 and 429 are left to plugin-throttling. */
const finalStatuses: readonly number[] = [400, 401, 403, 404, 409, 410, 422, 429, 451]
/** How long a used-up hourly quota is waited for; what resets later fails, and says when. */
const maxQuotaWaitSeconds = 60
/** A secondary limit is waited for this often for one request, and only when GitHub asks for no more than this. */
const maxSecondaryWaits = 3
const maxSecondaryWaitSeconds = 300

/**
 * Throttling comes before retry: in the other order a 429 is retried after a second, whatever `retry-after` says.
 * Both plugins only decide (their unit of waiting is 0); the waiting is by our clock, so that a cancelled step does
 * not wait.
 */
export function createOctokit(options: OctokitOptions): InstanceType<typeof Octokit> {
  const { token, apiUrl, log, fetch } = options
  const toDebug = (message: string): void => {
    log.debug(message)
  }
  const octokitLog = { debug: toDebug, info: toDebug, warn: toDebug, error: toDebug }
  const PacedOctokit = Octokit.plugin(takeTurns(options), throttling, backOff(options), retry)
  return new PacedOctokit({
    ...(token === '' ? {} : { auth: token }),
    baseUrl: apiUrl,
    userAgent: userAgent(),
    log: octokitLog,
    // Spread, since options replace the toolkit's defaults as a whole.
    // Octokit parses JSON with a reviver, for integers that none of our fields holds: that is ten times the work.
    request: { ...defaults.request, fetch, log: octokitLog, parseSuccessResponseBody: false },
    throttle: {
      id: apiUrl,
      retryAfterBaseValue: 0,
      // The plugin's own group sends one write a second, one at a time; `pace` and `connection` take its place.
      write: new Bottleneck.Group({}),
      ...limitHandlers(options),
    },
    retry: { doNotRetry: [...finalStatuses], retries: maxRetries, retryAfterBaseValue: 0 },
  })
}

/** Innermost, so once for every attempt: waits for its turn, and reads the headers. */
const takeTurns =
  ({ pace, onHeaders }: OctokitOptions): Plugin =>
  (octokit) => {
    octokit.hook.wrap('request', async (request, options) => {
      await (options.method === 'GET' ? pace.nextRead() : pace.nextWrite())
      try {
        const response = await request(options)
        onHeaders(response.headers)
        return response
      } catch (error) {
        const answer = answerOf(error)
        if (answer === null) throw error
        onHeaders(answer.headers)
        // plugin-throttling knows a secondary limit by GitHub's present wording alone; older servers and proxies
        // say it by status and headers.
        if (error instanceof Error && isRateLimit(answer) && !isPrimaryLimit(answer))
          error.message = `Secondary rate limit: ${error.message}`
        throw error
      }
    })
  }

/** Between throttling and retry: waits before the attempt that plugin-retry is going to make. */
const backOff =
  ({ log, clock, signal }: OctokitOptions): Plugin =>
  (octokit) => {
    octokit.hook.error('request', async (error, { request }) => {
      const attempt = countOf(request) + 1
      const status = statusOf(error)
      if (status >= 400 && !finalStatuses.includes(status) && attempt <= maxRetries) {
        const seconds = attempt ** 2
        const reason = answerOf(error) === null ? `no answer (${error.message})` : `answer ${status}`
        log.info(`${aboutOf(request)}: ${reason}. Trying again in ${seconds} s.`)
        await clock.sleep(seconds * 1000, signal)
      }
      throw error
    })
  }

/** The retries that plugin-retry has counted for a request so far. */
const countOf = (request: unknown): number =>
  isObject(request) && typeof request['retryCount'] === 'number' ? request['retryCount'] : 0

/** What `connection` says that a request is about. */
const aboutOf = (request: unknown): string =>
  isObject(request) && typeof request['about'] === 'string' ? `GitHub, ${request['about']}` : 'GitHub'

function limitHandlers({ log, pace }: OctokitOptions) {
  const wait = (seconds: number, why: string): true => {
    log.info(`GitHub: ${why}. Waiting ${seconds} s, as it asks.`)
    pace.pause(seconds * 1000)
    return true
  }
  return {
    onRateLimit: (retryAfter: number) =>
      retryAfter <= maxQuotaWaitSeconds && wait(retryAfter, "the token's quota is used up"),
    onSecondaryRateLimit: (retryAfter: number, ...[, , retryCount]: [unknown, unknown, number]) => {
      pace.slowDown()
      return (
        retryCount < maxSecondaryWaits &&
        retryAfter <= maxSecondaryWaitSeconds &&
        wait(retryAfter, 'requests come too fast (a secondary rate limit)')
      )
    },
  }
}

/** The status of a failed request; 0 when the error is none of Octokit's. */
export const statusOf = (error: unknown): number =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 0

/** What GitHub answered, out of Octokit's error; null when there was no answer. */
export function answerOf(error: unknown): Answer | null {
  const response = error instanceof Error && 'response' in error ? error.response : undefined
  if (!isObject(response) || !isObject(response['headers'])) return null
  const { headers, data } = response
  return {
    status: statusOf(error),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    message: messageOf(data),
  }
}

/** The `message` of an error body, with what it says of single fields; a page of HTML says nothing. */
function messageOf(body: unknown): string {
  if (!isObject(body) || typeof body['message'] !== 'string') return ''
  const { message, errors } = body
  if (!Array.isArray(errors)) return message
  const details = errors.flatMap((each: unknown) =>
    typeof each === 'string'
      ? [each]
      : isObject(each) && typeof each['message'] === 'string'
        ? [each['message']]
        : [],
  )
  return details.length === 0 ? message : `${message}: ${details.join(', ')}`
}
