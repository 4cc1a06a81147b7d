import { hasQuota } from '../github/limits.ts'
import type { GitHub } from '../world.ts'

/** Whether the token's quota, less the share to leave for others, pays for that many more calls. */
export const canAfford = (github: GitHub, apiReserve: number, calls: number): boolean =>
  hasQuota(github.rateLimit(), apiReserve, calls)
