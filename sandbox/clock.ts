/** The world's time. Without a fixed start it is the machine's, shifted; with one it stands still until advanced. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Moves the clock forward (or back, with a negative number). */
  advance(milliseconds: number): void
}

export function createClock(fixedNow: number | null): Clock {
  let offsetMs = 0
  return {
    now: () => (fixedNow ?? Date.now()) + offsetMs,
    advance: (milliseconds) => {
      offsetMs += milliseconds
    },
  }
}

export interface Span {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
}

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** A span in milliseconds. */
export const spanMs = (span: Span): number =>
  (span.days ?? 0) * dayMs +
  (span.hours ?? 0) * hourMs +
  (span.minutes ?? 0) * minuteMs +
  (span.seconds ?? 0) * secondMs

/** A moment that long before the world's now. */
export const ago = (world: { readonly clock: Clock }, span: Span): number => world.clock.now() - spanMs(span)

/** A moment as builders take it: milliseconds since the epoch, or an ISO 8601 text. */
export type Moment = number | string

export function momentMs(moment: Moment): number {
  const milliseconds = typeof moment === 'number' ? moment : Date.parse(moment)
  if (!Number.isFinite(milliseconds)) throw new Error(`no moment: ${moment}`)
  return milliseconds
}

/** As GitHub writes a moment: whole seconds, UTC. */
export const timestamp = (milliseconds: number): string =>
  new Date(Math.floor(milliseconds / secondMs) * secondMs).toISOString().replace('.000Z', 'Z')
