import type { Failure } from './report.ts'

/**
 * An error that a user can do something about: bad input, a missing permission, a run that is not there.
 * Its message names the object; its hint names the usual cause and the mend. It never shows a stack.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError'
  readonly hint: string

  constructor(message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.hint = options.hint ?? ''
  }
}

/**
 * What kind of "no" an HTTP answer of GitHub is. `permission` is a 403 that no waiting mends; `rate-limit` is a
 * 403 or 429 that names a time to wait (told apart by headers, see github/errors.ts).
 */
export type ApiErrorKind =
  | 'unauthorized'
  | 'permission'
  | 'rate-limit'
  | 'not-found'
  | 'gone'
  | 'conflict'
  | 'invalid'
  | 'server'
  | 'network'

/** A request to GitHub that failed for good. The message holds verb, object, id and status. */
export class ApiError extends UserError {
  override readonly name = 'ApiError'
  readonly kind: ApiErrorKind
  /** HTTP status; 0 when there was no answer. */
  readonly status: number

  constructor(
    message: string,
    options: {
      readonly kind: ApiErrorKind
      readonly status: number
      readonly hint?: string
      readonly cause?: unknown
    },
  ) {
    super(message, options)
    this.kind = options.kind
    this.status = options.status
  }
}

/** Whether the object asked for is not there (404) or not there any more (410). */
export const isMissing = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.kind === 'not-found' || error.kind === 'gone')

/** Turns whatever was thrown into the one failure that the step reports. */
export function explain(error: unknown): Failure {
  if (error instanceof UserError) return { message: error.message, hint: error.hint }
  const message = error instanceof Error ? error.message : String(error)
  return {
    message: `Unexpected error: ${message}`,
    hint: 'This is a bug in the action. Re-run with debug logging for the stack, and please report it.',
  }
}
