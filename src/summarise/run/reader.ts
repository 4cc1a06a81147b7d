/** Reads that may fail: what they would have shown is left out, and said. */
import { ApiError } from '../../errors.ts'
import { hasQuota } from '../../github/limits.ts'
import type { World } from '../../world.ts'

export interface Reader {
  /** Reads whatever the quota; null and a notice when the API refuses. `what` begins the notice. */
  readonly must: <T>(what: string, read: () => Promise<T>) => Promise<T | null>
  /** The same, but leaves the read out when only the reserve of the quota is left. */
  readonly may: <T>(what: string, read: () => Promise<T>) => Promise<T | null>
  /** Whether more than the reserve is left. */
  readonly canAfford: () => boolean
  /** Adds a notice of another kind. */
  readonly note: (notice: string) => void
  /** What was left out and why, each once. */
  readonly notices: () => readonly string[]
}

/** `reserve` is the share of the rate limit to leave, 0 to 1. */
export function createReader(world: World, reserve: number): Reader {
  const notices = new Set<string>()
  const canAfford = (): boolean => hasQuota(world.github.rateLimit(), reserve, 1)
  const must: Reader['must'] = async (what, read) => {
    try {
      return await read()
    } catch (error) {
      if (world.signal.aborted || !(error instanceof ApiError)) throw error
      notices.add(`${what}: not shown. ${error.message} ${error.hint}`.trim())
      return null
    }
  }
  return {
    must,
    may: async (what, read) => {
      if (canAfford()) return must(what, read)
      const share = `${Math.round(reserve * 100)}%`
      notices.add(`${what}: not shown, since no more than api-reserve (${share}) of the rate limit is left.`)
      return null
    },
    canAfford,
    note: (notice) => {
      notices.add(notice)
    },
    notices: () => [...notices],
  }
}
