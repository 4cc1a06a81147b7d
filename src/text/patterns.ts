/**
 * Patterns of the selectors: a line is a glob or `/regex/flags`; one that starts with `!` excludes and always
 * wins, whatever the order; a line that equals the value always matches.
 */
export interface Pattern {
  /** The line as written, without its `!`. */
  readonly source: string
  /** Whether it holds no wildcard, so that only this one value can match. */
  readonly isLiteral: boolean
  matches(value: string): boolean
}

export interface PatternList {
  readonly includes: readonly Pattern[]
  readonly excludes: readonly Pattern[]
}

/** Whether a list takes a value: no exclude matches, and some include does (or there is none). */
export const matchesList = (list: PatternList, value: string): boolean =>
  !list.excludes.some((pattern) => pattern.matches(value)) &&
  (list.includes.length === 0 || list.includes.some((pattern) => pattern.matches(value)))
