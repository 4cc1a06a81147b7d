/** What runs that have ended have: asked for again only where it may have changed. */
import type { Run } from '../model.ts'
import type { Contents } from './plan-contents.ts'

export interface SettledRuns {
  /** What the run has; null where it has to be asked. */
  find(run: Run): Contents | null
  /** Remembers what a run was found to have. */
  note(run: Run, contents: Contents): void
}

/** A list may lag behind the end of its run: what two looks found after it is taken for all there is. */
const looksAfterEnd = 2

/** Remembers for as long as one step waits. A run that is started again is asked again. */
export function createSettledRuns(): SettledRuns {
  const known = new Map<
    number,
    { readonly state: string; readonly contents: Contents; readonly looks: number }
  >()
  return {
    find: (run) => {
      const entry = known.get(run.id)
      return entry !== undefined && entry.looks >= looksAfterEnd && entry.state === stateOf(run)
        ? entry.contents
        : null
    },
    note: (run, contents) => {
      if (run.status !== 'completed') return
      const state = stateOf(run)
      const entry = known.get(run.id)
      known.set(run.id, { state, contents, looks: entry?.state === state ? entry.looks + 1 : 1 })
    },
  }
}

const stateOf = (run: Run): string => [run.status, run.attempt, run.updatedAtMs].join()
