import type { Clock } from '../world.ts'

/**
 * GitHub allows 900 points a minute and takes 5 for a write, so 180 writes a minute; 2.5 a second is 150, which
 * leaves room for reads. (docs.github.com: rate limits for the REST API)
 */
const writeIntervalMs = 400
/** "Wait at least one second between each request" is what GitHub asks of those that it had to slow down. */
const slowWriteIntervalMs = 1000

/** When requests may go out. All waiting is by the clock, and ends with the signal's reason when it aborts. */
export interface Pace {
  /** Resolves when the next write may start: writes start one interval apart, and never during a pause. */
  nextWrite(): Promise<void>
  /** Resolves when there is no pause. */
  ready(): Promise<void>
  /** No request starts for that long from now. */
  pause(milliseconds: number): void
  /** From here on writes start a second apart. */
  slowDown(): void
}

export function createPace(clock: Clock, signal: AbortSignal): Pace {
  let intervalMs = writeIntervalMs
  let nextSlotMs = Number.NEGATIVE_INFINITY
  let pausedUntilMs = Number.NEGATIVE_INFINITY

  const sleepUntil = async (timeMs: number): Promise<void> => {
    const waitMs = timeMs - clock.now()
    if (waitMs > 0) await clock.sleep(waitMs, signal)
  }
  const isPaused = (): boolean => clock.now() < pausedUntilMs

  return {
    nextWrite: async () => {
      // A pause that begins while a write waits for its slot moves it behind the pause.
      do {
        const slotMs = Math.max(clock.now(), nextSlotMs, pausedUntilMs)
        nextSlotMs = slotMs + intervalMs
        await sleepUntil(slotMs)
      } while (isPaused())
    },
    ready: async () => {
      while (isPaused()) await sleepUntil(pausedUntilMs)
    },
    pause: (milliseconds) => {
      pausedUntilMs = Math.max(pausedUntilMs, clock.now() + milliseconds)
    },
    slowDown: () => {
      intervalMs = slowWriteIntervalMs
    },
  }
}
