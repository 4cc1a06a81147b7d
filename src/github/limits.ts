import type { RateLimit } from '../model.ts'

/**
 * How many calls the quota still pays for, above the share that is reserved for everyone else (0 to 1). Infinite
 * where the server has no limits (null).
 */
export const callsLeft = (rateLimit: RateLimit | null, reserve: number): number =>
  rateLimit === null
    ? Number.POSITIVE_INFINITY
    : Math.max(0, rateLimit.remaining - Math.ceil(rateLimit.limit * reserve))

/** Whether that many calls leave the reserve untouched. */
export const hasQuota = (rateLimit: RateLimit | null, reserve: number, calls: number): boolean =>
  calls <= callsLeft(rateLimit, reserve)

/** The quota as an answer's headers say it, or null where they do not. Names are lower-case. */
export function readRateLimit(headers: Readonly<Record<string, unknown>>): RateLimit | null {
  const limit = toCount(headers['x-ratelimit-limit'])
  const remaining = toCount(headers['x-ratelimit-remaining'])
  const resetAtSeconds = toCount(headers['x-ratelimit-reset'])
  if (limit === null || remaining === null || resetAtSeconds === null) return null
  return { limit, remaining, resetAtMs: resetAtSeconds * 1000 }
}

/** Of two answers on their way at once the later one may arrive first: within a window the quota only shrinks. */
export function laterRateLimit(known: RateLimit | null, heard: RateLimit): RateLimit {
  if (known === null || heard.resetAtMs > known.resetAtMs) return heard
  if (heard.resetAtMs < known.resetAtMs) return known
  return heard.remaining <= known.remaining ? heard : known
}

const toCount = (value: unknown): number | null =>
  (typeof value === 'string' || typeof value === 'number') && /^[0-9]+$/.test(String(value))
    ? Number(value)
    : null
