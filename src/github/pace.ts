import type { Clock, Log } from '../world.ts'

/**
 * GitHub allows 900 points a minute and takes 5 for a write, so 180 writes a minute; 2.5 a second is 150, which
 * leaves room for reads. (docs.github.com: rate limits for the REST API)
 */
const writeIntervalMs = 400
/** "Wait at least one second between each request" is what GitHub asks of those that it had to slow down. */
const slowWriteIntervalMs = 1000
/** Of the 900, what we spend: a minute of ours is not quite one of GitHub's. */
const pointsAMinute = 850
const minuteMs = 60_000
/** What a request takes of them. */
const readPoints = 1
const writePoints = 5

/** When requests may go out. All waiting is by the clock, and ends with the signal's reason when it aborts. */
export interface Pace {
  /** Resolves when the next read may start: never during a pause, nor while the last minute has left no points. */
  nextRead(): Promise<void>
  /** As for a read; and writes start one interval apart. */
  nextWrite(): Promise<void>
  /** No request starts for that long from now. */
  pause(milliseconds: number): void
  /** From here on writes start a second apart. */
  slowDown(): void
}

export interface PaceOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly log: Log
  /** Whether the server counts points: GitHub Enterprise Server does not unless it is told to. */
  readonly hasLimits: () => boolean
}

export function createPace({ clock, signal, log, hasLimits }: PaceOptions): Pace {
  let intervalMs = writeIntervalMs
  let nextSlotMs = Number.NEGATIVE_INFINITY
  let pausedUntilMs = Number.NEGATIVE_INFINITY
  let announcedUntilMs = Number.NEGATIVE_INFINITY
  const budget = createBudget(clock)

  const sleepUntil = async (timeMs: number): Promise<void> => {
    const waitMs = timeMs - clock.now()
    if (waitMs > 0) await clock.sleep(waitMs, signal)
  }
  /** When so many points may be spent: not before now. */
  const freeAtMs = (points: number): number =>
    Math.max(clock.now(), pausedUntilMs, hasLimits() ? budget.freeAtMs(points) : clock.now())
  /** A wait for points is told of once, and not for each request that waits. */
  const announce = (points: number): void => {
    const seconds = Math.ceil((budget.freeAtMs(points) - clock.now()) / 1000)
    if (!hasLimits() || seconds <= 0 || clock.now() < announcedUntilMs) return
    announcedUntilMs = clock.now() + minuteMs
    log.info(
      `As many requests as GitHub allows a minute have been made. Waiting ${seconds} s, then going on.`,
    )
  }

  return {
    nextRead: async () => {
      while (freeAtMs(readPoints) > clock.now()) {
        announce(readPoints)
        await sleepUntil(freeAtMs(readPoints))
      }
      budget.spend(readPoints)
    },
    nextWrite: async () => {
      // What begins while a write waits for its slot, a pause say, moves it behind that.
      do {
        announce(writePoints)
        const slotMs = Math.max(nextSlotMs, freeAtMs(writePoints))
        nextSlotMs = slotMs + intervalMs
        await sleepUntil(slotMs)
      } while (freeAtMs(writePoints) > clock.now())
      budget.spend(writePoints)
    },
    pause: (milliseconds) => {
      pausedUntilMs = Math.max(pausedUntilMs, clock.now() + milliseconds)
    },
    slowDown: () => {
      intervalMs = slowWriteIntervalMs
    },
  }
}

/** The points of the last minute. */
function createBudget(clock: Clock) {
  const spent: { readonly atMs: number; readonly points: number }[] = []
  let sum = 0
  const forget = (): void => {
    while ((spent[0]?.atMs ?? Number.POSITIVE_INFINITY) <= clock.now() - minuteMs)
      sum -= spent.shift()?.points ?? 0
  }
  return {
    /** The first moment at which that many points are left, as things stand. */
    freeAtMs: (points: number): number => {
      forget()
      let left = pointsAMinute - sum
      if (left >= points) return clock.now()
      for (const old of spent) {
        left += old.points
        if (left >= points) return old.atMs + minuteMs
      }
      return clock.now()
    },
    spend: (points: number): void => {
      spent.push({ atMs: clock.now(), points })
      sum += points
    },
  }
}
