import type { Server } from '../text/addresses.ts'
import type { Context } from '../world.ts'

export const modes = ['fetch', 'prune', 'summarise'] as const
export type Mode = (typeof modes)[number]

/** What each mode can be about. */
export const targetsOf = {
  fetch: ['artifacts', 'logs', 'jobs'],
  prune: ['artifacts', 'logs', 'runs'],
  summarise: ['run', 'repository'],
} as const satisfies Readonly<Record<Mode, readonly string[]>>

export type Target = (typeof targetsOf)[Mode][number]

/** What a parser may look at besides its text. */
export interface Scope {
  readonly context: Context
  /** The server that `github-api-url` is of. */
  readonly server: Server
}

/**
 * One input: the code side of its entry in action.yml. A test holds this table, action.yml and the README
 * together.
 */
export interface InputRow<T> {
  /** As the user writes it. */
  readonly name: string
  /** The table of the README that shows it. */
  readonly group: 'common' | 'selectors' | Mode
  /** For each mode that uses it, the targets for which it does. */
  readonly uses: Readonly<Partial<Record<Mode, readonly Target[]>>>
  /**
   * Whether action.yml gives it a default, so that "set" says nothing: what does not use it passes it over. All
   * others are an error where they are not used.
   */
  readonly isAlwaysSet: boolean
  /** What holds where it is not set, as a user would write it; null where nothing does, or the mode decides. */
  readonly fallback: string | null
  /** Of a trimmed text that is not empty. Throws Malformed. */
  parse(text: string, scope: Scope): T
}

/** An input that always has a value. */
export interface DefaultedRow<T> extends InputRow<T> {
  readonly fallback: string
}
