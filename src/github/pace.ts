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
export const readPoints = 1
export const writePoints = 5

/** When requests may go out. All waiting is by the clock, and ends with the signal's reason when it aborts. */
export interface Pace {
  /** Resolves when the next write may start: writes start one interval apart, and never during a pause. */
  nextWrite(): Promise<void>
  /** Resolves when there is no pause and the last minute has left that many points, and spends them. */
  ready(points: number): Promise<void>
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
  const isPaused = (): boolean => clock.now() < pausedUntilMs
  /** Whoever waits for points is told of once, and not for each request that waits. */
  const announce = (freeAtMs: number): void => {
    if (clock.now() < announcedUntilMs) return
    announcedUntilMs = clock.now() + minuteMs
    const seconds = Math.ceil((freeAtMs - clock.now()) / 1000)
    log.info(`GitHub allows so many requests a minute, and no more now. Waiting ${seconds} s, then going on.`)
  }

  return {
    nextWrite: async () => {
      // A pause that begins while a write waits for its slot moves it behind the pause.
      do {
        const slotMs = Math.max(clock.now(), nextSlotMs, pausedUntilMs)
        nextSlotMs = slotMs + intervalMs
        await sleepUntil(slotMs)
      } while (isPaused())
    },
    ready: async (points) => {
      for (;;) {
        const freeAtMs = hasLimits() ? budget.freeAt(points) : clock.now()
        if (!isPaused() && freeAtMs <= clock.now()) break
        if (freeAtMs > clock.now()) announce(freeAtMs)
        await sleepUntil(Math.max(freeAtMs, pausedUntilMs))
      }
      budget.spend(points)
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
    for (
      let [oldest] = spent;
      oldest !== undefined && oldest.atMs <= clock.now() - minuteMs;
      [oldest] = spent
    ) {
      spent.shift()
      sum -= oldest.points
    }
  }
  return {
    /** The first moment at which that many points are left, as things stand. */
    freeAt: (points: number): number => {
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
