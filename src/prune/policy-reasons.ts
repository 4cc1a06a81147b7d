/** Why an item stays or goes. */
import type { Item } from './items.ts'

/** Where in the order of evaluation a reason belongs. */
export type ReasonStage =
  | 'scope'
  | 'expired'
  | 'invariant'
  | 'protected'
  | 'rule'
  | 'narrowed'
  | 'expires-soon'
  | 'budget'
  | 'artifacts'
  | 'run'
  | 'unkept'
  | 'named'

/** One object for all items that share it: a large repository has few reasons and many items. */
export interface Reason {
  readonly stage: ReasonStage
  readonly text: string
}

/**
 * What becomes of an item. `outside`: not in the scope, never touched; `expired`: GitHub has deleted it already;
 * `with-run`: it goes with its run, and counts there; `candidate`: nothing keeps it.
 */
export type Fate = 'outside' | 'expired' | 'kept' | 'with-run' | 'candidate'

/** The decision on one item while it is being made. */
export interface Verdict {
  readonly item: Item
  /** Whether it is inside the scope and alive, so that rules see it. */
  readonly isInScope: boolean
  /** What keeps it, in the order of evaluation; empty as long as nothing does. */
  reasons: readonly Reason[]
}

/** Adds a reason to keep an item. */
export function hold(verdict: Verdict, reason: Reason): void {
  // A list that is pushed to has room for 17: of 100,000 items, that is 15 MB for nothing.
  verdict.reasons = verdict.reasons.concat(reason)
}

/** The decision on one item, with at least one reason. */
export interface Decision {
  readonly item: Item
  readonly fate: Fate
  readonly reasons: readonly Reason[]
}

const units = [
  ['w', 7 * 24 * 60 * 60_000],
  ['d', 24 * 60 * 60_000],
  ['h', 60 * 60_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** A duration as it is written in an input, `30d`, in the largest unit that says it exactly. Weeks only from two on. */
export function spanText(spanMs: number): string {
  const unit = units.find(([name, unitMs]) => spanMs % unitMs === 0 && (name !== 'w' || spanMs > unitMs))
  return unit === undefined ? `${spanMs / 1000}s` : `${spanMs / unit[1]}${unit[0]}`
}
