/** What to do about a request that failed: pure, and by status and headers, never by wording. */
import { isPrimaryLimit, isRateLimit, type Answer } from './errors.ts'

/** A failed attempt. */
export interface FailedAttempt {
  /** 500 or more, also when no answer came; otherwise the answer's. */
  readonly status: number
  /** Null when none came. */
  readonly answer: Answer | null
}

/**
 * Why a request waits. `server`: it has a problem, or did not answer. `quota`: the hourly one of the token is used up.
 * `pace`: requests come too fast, a secondary rate limit.
 */
type Cause = 'server' | 'quota' | 'pace'

/** Wait so long, then try again. */
export interface Wait {
  readonly cause: Cause
  readonly seconds: number
}

/** How often one request has waited, for each cause. */
export type Waits = Readonly<Record<Cause, number>>

export const noWaits: Waits = { server: 0, quota: 0, pace: 0 }

/** Waits for a server that has a problem: of 1, 4 and 9 s, as Octokit's own plugin-retry has them. */
const maxServerWaits = 3
/** Answers that the same request will get again. */
const finalStatuses: readonly number[] = [400, 401, 403, 404, 409, 410, 422, 429, 451]
/** How long a used-up hourly quota is waited for; what resets later fails, and says when. */
const maxQuotaSeconds = 60
/** A limit is waited for this often for one request. */
const maxLimitWaits = 3
/** And a secondary one only when GitHub asks for no more than this. */
const maxPaceSeconds = 300
/** "If retry-after is not present, wait for at least one minute." (docs.github.com: rate limits for the REST API) */
const defaultPaceSeconds = 60

/** How long to wait before the next attempt; null when there is to be none. */
export function planRetry({ status, answer }: FailedAttempt, waits: Waits, nowMs: number): Wait | null {
  if (answer !== null && isRateLimit(answer)) return planLimit(answer, waits, nowMs)
  if (status < 400 || finalStatuses.includes(status) || waits.server >= maxServerWaits) return null
  return { cause: 'server', seconds: (waits.server + 1) ** 2 }
}

function planLimit(answer: Answer, waits: Waits, nowMs: number): Wait | null {
  if (isPrimaryLimit(answer)) {
    const seconds = secondsToReset(answer, nowMs)
    return seconds > maxQuotaSeconds || waits.quota >= maxLimitWaits ? null : { cause: 'quota', seconds }
  }
  const seconds = countOf(answer.headers['retry-after']) || defaultPaceSeconds
  return seconds > maxPaceSeconds || waits.pace >= maxLimitWaits ? null : { cause: 'pace', seconds }
}

/** A second more than GitHub says, as its clock and ours differ. */
const secondsToReset = ({ headers }: Answer, nowMs: number): number =>
  Math.max(0, Math.ceil(countOf(headers['x-ratelimit-reset']) - nowMs / 1000) + 1)

/** A number of a header; 0 when it is none. */
function countOf(header: string | undefined): number {
  const count = Number(header)
  return Number.isFinite(count) && count > 0 ? count : 0
}
