import type { WordList } from '../inputs.ts'
import type { Run } from '../model.ts'

/** A run as far as `conclusion` looks at it. */
export type ConcludedRun = Pick<Run, 'status' | 'conclusion'>

/** The word that takes every run, whatever became of it. */
export const anyConclusion = 'any'

/** Whether a list of conclusions and statuses takes a run. */
export const matchesConclusion = (list: WordList, run: ConcludedRun): boolean =>
  explainConclusion(list, run) === null

/** Why a list does not take a run: a clause, without a full stop. Null when it does. */
export function explainConclusion({ includes, excludes }: WordList, run: ConcludedRun): string | null {
  const words = run.conclusion === null ? [run.status] : [run.conclusion, run.status]
  const excluded = excludes.find((word) => words.includes(word))
  if (excluded !== undefined) return `it is ${excluded}, which is excluded`
  if (includes.length === 0 || includes.includes(anyConclusion)) return null
  if (includes.some((word) => words.includes(word))) return null
  const wanted = includes.join(' or ')
  return run.conclusion === null
    ? `it is ${run.status}, not ${wanted}`
    : `its conclusion is ${run.conclusion}, not ${wanted}`
}
