import type { Clock } from './clock.ts'

/** GitHub's limits of one token. Null turns a limit off. */
export interface LimitOptions {
  /** Requests an hour; 1,000 for a GITHUB_TOKEN in a repository, 5,000 for a person. */
  readonly primary: number | null
  /** Points a minute: a GET is 1, a write 5. */
  readonly pointsPerMinute: number | null
  /** Requests at once. */
  readonly concurrent: number | null
  /** Status of a refusal; GitHub documents both. */
  readonly refusalStatus: 403 | 429
  /** Seconds in `retry-after` of a secondary refusal; null leaves the header out. */
  readonly retryAfterSeconds: number | null
}

export const githubLimits: LimitOptions = {
  primary: 5_000,
  pointsPerMinute: 900,
  concurrent: 100,
  refusalStatus: 403,
  retryAfterSeconds: 60,
}

export interface Quota {
  readonly limit: number
  readonly remaining: number
  readonly used: number
  /** Seconds since the epoch. */
  readonly reset: number
}

export type Refusal = 'primary' | 'secondary'

export interface Limits {
  options: LimitOptions
  /** Counts a request in, or refuses it. Call `leave` when its answer is out. */
  enter(token: string | null, method: string): Refusal | null
  leave(token: string | null): void
  /** Gives back what `enter` charged of the primary limit: a 304 is free, and so is asking for the limit. */
  refund(token: string | null): void
  quota(token: string | null): Quota | null
  /** Pretends that a token has used this many requests. */
  setUsed(token: string | null, used: number): void
  /** How often a request was refused, by limit. */
  readonly refusals: Record<Refusal, number>
}

interface Usage {
  used: number
  resetAt: number
  inFlight: number
  /** Time and points of the last minute's requests, oldest first. */
  points: { readonly at: number; readonly points: number }[]
  pointSum: number
  blockedUntil: number
}

const hourMs = 3_600_000
const minuteMs = 60_000
const anonymousLimit = 60
const writePoints = 5

export function createLimits(clock: Clock, options: LimitOptions): Limits {
  const usages = new Map<string, Usage>()
  const usageOf = (token: string | null): Usage => {
    const key = token ?? ''
    let usage = usages.get(key)
    if (usage === undefined) {
      usage = {
        used: 0,
        resetAt: clock.now() + hourMs,
        inFlight: 0,
        points: [],
        pointSum: 0,
        blockedUntil: 0,
      }
      usages.set(key, usage)
    }
    if (clock.now() >= usage.resetAt) {
      usage.used = 0
      usage.resetAt = clock.now() + hourMs
    }
    return usage
  }
  const limitOf = (token: string | null): number | null =>
    limits.options.primary === null ? null : token === null ? anonymousLimit : limits.options.primary
  const limits: Limits = {
    options,
    refusals: { primary: 0, secondary: 0 },
    enter: (token, method) => {
      const usage = usageOf(token)
      usage.inFlight++
      const refusal = refusalOf(usage, limitOf(token), method)
      if (refusal !== null) limits.refusals[refusal]++
      else usage.used++
      return refusal
    },
    leave: (token) => {
      usageOf(token).inFlight--
    },
    refund: (token) => {
      const usage = usageOf(token)
      usage.used = Math.max(0, usage.used - 1)
    },
    quota: (token) => {
      const limit = limitOf(token)
      if (limit === null) return null
      const usage = usageOf(token)
      const used = Math.min(usage.used, limit)
      return { limit, used, remaining: limit - used, reset: Math.ceil(usage.resetAt / 1_000) }
    },
    setUsed: (token, used) => {
      usageOf(token).used = used
    },
  }

  function refusalOf(usage: Usage, limit: number | null, method: string): Refusal | null {
    const { pointsPerMinute, concurrent, retryAfterSeconds } = limits.options
    const now = clock.now()
    if (now < usage.blockedUntil) return 'secondary'
    if (concurrent !== null && usage.inFlight > concurrent) return 'secondary'
    if (limit !== null && usage.used >= limit) return 'primary'
    if (pointsPerMinute === null) return null
    let firstInside = 0
    for (const request of usage.points) {
      if (request.at > now - minuteMs) break
      usage.pointSum -= request.points
      firstInside++
    }
    if (firstInside > 0) usage.points.splice(0, firstInside)
    const points = method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? 1 : writePoints
    if (usage.pointSum + points > pointsPerMinute) {
      usage.blockedUntil = now + (retryAfterSeconds ?? minuteMs / 1_000) * 1_000
      return 'secondary'
    }
    usage.points.push({ at: now, points })
    usage.pointSum += points
    return null
  }
  return limits
}
