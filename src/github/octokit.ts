/** Octokit, set up for one server and one token; it sends, and what waits and tries again is ours (docs/decisions/0007). */
import { defaults, GitHub as Octokit } from '@actions/github/lib/utils'
import pLimit from 'p-limit'
import type { Clock, Log } from '../world.ts'
import type { Headers } from './decode.ts'
import { isObject } from './decode-json.ts'
import { isPrimaryLimit, isRateLimit, type Answer } from './errors.ts'
import type { Pace } from './pace.ts'
import { noWaits, planRetry, type Wait, type Waits } from './plan-retry.ts'
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

/** Of the 100 that GitHub takes at once from all that share the token; as Octokit's plugin-throttling has it. */
const maxRequestsAtOnce = 10

/** A client whose requests wait for their turn, and are tried again as long as that makes sense. */
export function createOctokit(options: OctokitOptions): InstanceType<typeof Octokit> {
  const { token, apiUrl, log, fetch } = options
  const toDebug = (message: string): void => {
    log.debug(message)
  }
  const octokitLog = { debug: toDebug, info: toDebug, warn: toDebug, error: toDebug }
  const PatientOctokit = Octokit.plugin(patience(options))
  return new PatientOctokit({
    ...(token === '' ? {} : { auth: token }),
    baseUrl: apiUrl,
    userAgent: userAgent(),
    log: octokitLog,
    // Spread, since options replace the toolkit's defaults as a whole.
    // Octokit parses JSON with a reviver, for integers that none of our fields holds: that is ten times the work.
    request: { ...defaults.request, fetch, log: octokitLog, parseSuccessResponseBody: false },
  })
}

/** Around each request: its turn, the headers of its answers, and further attempts. */
const patience = (options: OctokitOptions): Plugin => {
  const { pace, clock, onHeaders } = options
  const slots = pLimit(maxRequestsAtOnce)
  return (octokit) => {
    octokit.hook.wrap('request', async (request, parameters) => {
      const attempt = async () => {
        await (parameters.method === 'GET' ? pace.nextRead() : pace.nextWrite())
        return slots(() => request(parameters))
      }
      for (let waits = noWaits; ;) {
        try {
          const response = await attempt()
          onHeaders(response.headers)
          return response
        } catch (error) {
          const answer = answerOf(error)
          if (answer !== null) onHeaders(answer.headers)
          if (answer !== null && isRateLimit(answer) && !isPrimaryLimit(answer)) pace.slowDown()
          const wait = planRetry({ status: statusOf(error), answer }, waits, clock.now())
          if (wait === null) throw error
          await waitFor(wait, { ...options, failure: failureOf(error, parameters) })
          waits = afterWait(waits, wait)
        }
      }
    })
  }
}

const afterWait = (waits: Waits, { cause }: Wait): Waits => ({ ...waits, [cause]: waits[cause] + 1 })

/** What GitHub limits holds every request back; a server's trouble only the one that met it. */
async function waitFor(
  { cause, seconds }: Wait,
  { log, clock, pace, signal, failure }: OctokitOptions & { readonly failure: string },
): Promise<void> {
  if (cause === 'server') {
    log.info(`${failure}. Trying again in ${seconds} s.`)
    await clock.sleep(seconds * 1000, signal)
    return
  }
  const why =
    cause === 'quota' ? "the token's quota is used up" : 'requests come too fast (a secondary rate limit)'
  log.info(`GitHub: ${why}. Waiting ${seconds} s, as it asks.`)
  pace.pause(seconds * 1000)
}

/** `GitHub, read run 1 of octo/app: answer 502`; what the request is about, `connection` says. */
function failureOf(error: unknown, { request }: { readonly request?: unknown }): string {
  const about = isObject(request) && typeof request['about'] === 'string' ? `, ${request['about']}` : ''
  const reason =
    answerOf(error) === null
      ? `no answer (${error instanceof Error ? error.message : String(error)})`
      : `answer ${statusOf(error)}`
  return `GitHub${about}: ${reason}`
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
