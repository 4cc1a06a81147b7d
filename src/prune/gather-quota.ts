import { hasQuota } from '../github/limits.ts'
import type { GitHub } from '../world.ts'

/** Pages of one listing that are read at once: GitHub allows 100 requests at a time, of all that share a token. */
export const pagesAtOnce = 10

/** Tells whether the token's quota, less the share to leave to others, pays for that many more calls. */
export const affordable =
  (github: GitHub, apiReserve: number) =>
  (calls: number): boolean =>
    hasQuota(github.rateLimit(), apiReserve, calls)
