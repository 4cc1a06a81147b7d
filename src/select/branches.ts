import type { BranchLine, BranchList, BranchWord } from '../inputs.ts'
import type { Run } from '../model.ts'
import { isOfFork } from './trust.ts'

/** What the branch words need to know of the repository. Null where no word asked for it. */
export interface BranchFacts {
  readonly defaultBranch: string | null
  /** Names of all branches and tags of the repository. */
  readonly existingRefs: ReadonlySet<string> | null
  /** Heads of the open pull requests, as `headKey` makes them. */
  readonly openHeads: ReadonlySet<string> | null
}

/** A run as far as branch lines look at it. */
export type BranchRun = Pick<Run, 'headBranch' | 'event' | 'repositoryId' | 'headRepositoryId'>

/** A head is a branch of a repository: a fork's `main` is not ours. */
export const headKey = (headRepositoryId: number | null, branch: string): string =>
  `${headRepositoryId ?? 'gone'}:${branch}`

/** Whether an event is of a pull request: `pull_request`, `pull_request_target`, `pull_request_review`… */
export const isPullRequestEvent = (event: string): boolean => event.startsWith('pull_request')

/**
 * The place of the first positive line that takes the run; 0 where there are only excludes; null where an exclude
 * or no line takes it. Throws when a word's facts were not gathered.
 */
export function branchRank(list: BranchList, run: BranchRun, facts: BranchFacts): number | null {
  if (excludingBranchLine(list, run, facts) !== null) return null
  if (list.includes.length === 0) return 0
  const rank = list.includes.findIndex((line) => lineTakes(line, run, facts))
  return rank < 0 ? null : rank
}

/** Whether a list takes the run, whatever the place of the line. */
export const branchMatches = (list: BranchList, run: BranchRun, facts: BranchFacts): boolean =>
  branchRank(list, run, facts) !== null

/** The exclude that takes the run, as it was written; null for none. */
export function excludingBranchLine(list: BranchList, run: BranchRun, facts: BranchFacts): string | null {
  const line = list.excludes.find((exclude) => lineTakes(exclude, run, facts))
  return line === undefined ? null : `!${describeBranchLine(line)}`
}

/** A line as it was written, without its `!`. */
export const describeBranchLine = (line: BranchLine): string =>
  line.kind === 'word' ? line.word : line.pattern.source

function lineTakes(line: BranchLine, run: BranchRun, facts: BranchFacts): boolean {
  if (line.kind === 'word') return wordTakes(line.word, run, facts)
  return run.headBranch !== null && line.pattern.matches(run.headBranch)
}

function wordTakes(word: BranchWord, run: BranchRun, facts: BranchFacts): boolean {
  switch (word) {
    case '@fork':
      return isOfFork(run)
    case '@default':
      return isDefaultBranch(run, facts)
    case '@deleted':
      // A tag's run carries the tag's name, so that tags count as existing; of forks we know no branches.
      return (
        run.headBranch !== null &&
        !isOfFork(run) &&
        !known(facts.existingRefs, '@deleted').has(run.headBranch)
      )
    case '@closed-pr':
      // The event says that the head had a pull request; what is left to ask is whether one is still open.
      return (
        run.headBranch !== null &&
        isPullRequestEvent(run.event) &&
        !isDefaultBranch(run, facts) &&
        !known(facts.openHeads, '@closed-pr').has(headKey(run.headRepositoryId, run.headBranch))
      )
  }
}

const isDefaultBranch = (run: BranchRun, facts: BranchFacts): boolean =>
  !isOfFork(run) && run.headBranch === known(facts.defaultBranch, '@default')

function known<T>(fact: T | null, word: string): T {
  if (fact === null) throw new Error(`The facts behind ${word} were not gathered.`)
  return fact
}
