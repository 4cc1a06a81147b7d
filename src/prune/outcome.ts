/** What became of a plan that was applied. */
import type { ApiError } from '../errors.ts'
import type { Run } from '../model.ts'
import type { QueueEntry } from './plan.ts'

/** What became of one deletion that was tried. */
export interface Outcome {
  readonly entry: QueueEntry
  readonly status: 'deleted' | 'gone' | 'failed'
  /** Why it failed; empty unless it did. */
  readonly error: string
}

/** Why deleting ended before the plan did. */
export type Stop =
  /** The rate limit's reserve is reached, or GitHub asks to wait for too long: the next run goes on. */
  | { readonly kind: 'rate-limit'; readonly message: string }
  /** One deletion after the other failed, this one last: what is left was not tried. */
  | { readonly kind: 'failing'; readonly error: ApiError }
  /** The step was cancelled. */
  | { readonly kind: 'cancelled' }
  /** Nothing more can work: no permission, a token that has ended. */
  | { readonly kind: 'error'; readonly error: unknown }

/** All that happened; the order is that of the answers. */
export interface Applied {
  readonly outcomes: readonly Outcome[]
  readonly cancelled: readonly Run[]
  /** Runs that could not be cancelled, with the reason. */
  readonly cancelFailures: readonly string[]
  readonly stop: Stop | null
}
