import { orList } from '../text/choice.ts'
import { describeProblem, Malformed } from '../text/malformed.ts'
import {
  modes,
  targetsOf,
  type DefaultedRow,
  type InputRow,
  type Mode,
  type Scope,
  type Target,
} from './row.ts'
import { inputTable } from './table.ts'
import { keyOf } from './unknown.ts'

/** Values by the runner's name for them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What is wrong with one input, as sentences. */
export interface InputProblem {
  readonly input: string
  readonly text: string
}

/** What the step is about; null for what could not be told, which then refuses nothing. */
export interface Use {
  readonly mode: Mode | null
  readonly targets: readonly Target[] | null
}

/**
 * Reads inputs one by one and collects what is wrong with any, so that the user sees all of it at once. What it
 * hands back after a problem is only there to go on with: the caller throws in the end.
 */
export interface Reader {
  readonly problems: readonly InputProblem[]
  /** Whether the user wrote something that this step uses, right or wrong. */
  isSet(row: InputRow<unknown>): boolean
  /** The trimmed text; empty when not set or not used. */
  textOf(row: InputRow<unknown>): string
  /** The value; null when not set, not used, or malformed. */
  read<T>(row: InputRow<T>): T | null
  /** The value; the default when not set, not used, or malformed. */
  readDefaulted<T>(row: DefaultedRow<T>): T
  complain(row: InputRow<unknown>, text: string): void
}

export interface ReaderOptions {
  readonly environment: Environment
  readonly use: Use
  readonly scope: Scope
  /** Problems found before. */
  readonly problems: readonly InputProblem[]
}

/** The trimmed text of an input; empty when it is not set. */
export const rawText = (environment: Environment, row: InputRow<unknown>): string =>
  (environment[keyOf(row.name)] ?? '').trim()

export function createReader(options: ReaderOptions): Reader {
  const { environment, use, scope } = options
  const problems = [...options.problems]
  const complain = (row: InputRow<unknown>, text: string): void => {
    problems.push({ input: row.name, text })
  }
  const textOf = (row: InputRow<unknown>): string => (isUsed(row, use) ? rawText(environment, row) : '')
  /** A list of the one value, since a value may be null; empty when not set, not used, or malformed. */
  const parse = <T>(row: InputRow<T>): readonly T[] => {
    const text = textOf(row)
    if (text === '') return []
    try {
      return [row.parse(text, scope)]
    } catch (error) {
      problems.push(...malformedInput(row, error))
      return []
    }
  }
  return {
    problems,
    complain,
    textOf,
    isSet: (row) => textOf(row) !== '',
    read: (row) => parse(row)[0] ?? null,
    readDefaulted: (row) => {
      const [value = row.parse(row.fallback, scope)] = parse(row)
      return value
    },
  }
}

/** The problems of an input whose parser threw; rethrows what is none of the user's. */
export function malformedInput(row: InputRow<unknown>, error: unknown): readonly InputProblem[] {
  if (!(error instanceof Malformed)) throw error
  return error.problems.map((problem) => ({ input: row.name, text: describeProblem(problem) }))
}

const isUsed = ({ uses }: InputRow<unknown>, { mode, targets }: Use): boolean => {
  if (mode === null) return true
  const usedBy = uses[mode]
  return usedBy !== undefined && (targets === null || targets.some((target) => usedBy.includes(target)))
}

/** Every input that is set and does nothing in this step. */
export function findUnused(environment: Environment, use: Use): readonly InputProblem[] {
  return inputTable
    .filter((row) => !row.isAlwaysSet && !isUsed(row, use) && rawText(environment, row) !== '')
    .map((row) => ({ input: row.name, text: describeUnused(row, use) }))
}

function describeUnused(row: InputRow<unknown>, { mode, targets }: Use): string {
  const isOfMode = mode !== null && row.uses[mode] !== undefined
  const step = isOfMode ? `target: ${(targets ?? []).join(', ')}` : `mode: ${mode ?? ''}`
  return `It does nothing with ${step}, since it belongs to ${describeUses(row)}. Remove it.`
}

/** `every mode`, or `fetch (logs or jobs) or prune`. */
export function describeUses({ uses }: InputRow<unknown>): string {
  const parts = modes.flatMap((mode) => {
    const targets = uses[mode]
    if (targets === undefined) return []
    return targets.length === targetsOf[mode].length ? [mode] : [`${mode} (${orList(targets)})`]
  })
  return parts.join() === modes.join() ? 'every mode' : orList(parts)
}
