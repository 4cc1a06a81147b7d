import type { GitHub } from '../world.ts'

/** Whether the token's quota, less the share to leave for others, pays for that many more calls. */
export function canAfford(github: GitHub, apiReserve: number, calls: number): boolean {
  const limit = github.rateLimit()
  return limit === null || limit.remaining - calls >= limit.limit * apiReserve
}
