import type { Clock } from '../../src/world.ts'
import { nowMs } from './builders.ts'

export interface FakeClock extends Clock {
  /** Every sleep asked for, in milliseconds. */
  readonly sleeps: readonly number[]
  /** Moves time on without a sleep. */
  advance(milliseconds: number): void
}

/** A clock that stands still but for sleeps, each of which passes at once. */
export function fakeClock(startMs: number = nowMs): FakeClock {
  let timeMs = startMs
  const sleeps: number[] = []
  return {
    sleeps,
    now: () => timeMs,
    advance: (milliseconds) => {
      timeMs += milliseconds
    },
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted()
      sleeps.push(milliseconds)
      const wakeAtMs = timeMs + milliseconds
      // Callers may wait for each other's progress: give them a turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve))
      // Sleeps side by side pass together: each ends at its own time, not after the others.
      timeMs = Math.max(timeMs, wakeAtMs)
      signal.throwIfAborted()
    },
  }
}
