/**
 * Which run a list of selectors takes, and why not: pure, the same for every mode. A run gets the reason of the
 * first test that it fails, in the order of `runTests`: what the run is comes before how it ended, so that a run
 * that is passed over for its conclusion is right in everything else.
 */
import type { Selectors, WordList } from '../inputs.ts'
import type { PullRequest, Run } from '../model.ts'
import { formatDate, formatDuration, formatTimestamp } from '../text/format.ts'
import { branchRank, excludingBranchLine, isPullRequestEvent, type BranchFacts } from './branches.ts'
import { explainConclusion } from './conclusion.ts'
import { timestampOf } from './order.ts'
import { excludingWorkflowLine, workflowMatches, type WorkflowFacts } from './workflows.ts'

/** The selectors that look at a run by itself. `commit` and `pull-request` come resolved, as facts. */
export type RunSelectors = Pick<
  Selectors,
  | 'runIds'
  | 'workflow'
  | 'runNumbers'
  | 'branch'
  | 'event'
  | 'actor'
  | 'created'
  | 'olderThanMs'
  | 'newerThanMs'
  | 'conclusion'
>

/** No selector of runs: takes every run. */
export const everyRun: RunSelectors = {
  runIds: null,
  workflow: null,
  runNumbers: null,
  branch: null,
  event: null,
  actor: null,
  created: null,
  olderThanMs: null,
  newerThanMs: null,
  conclusion: null,
}

/** What the selectors mean today, gathered beforehand. */
export interface RunFacts extends BranchFacts, WorkflowFacts {
  readonly nowMs: number
  /** What `commit` resolved to; null without it. */
  readonly commitSha: string | null
  /** The pull request that `pull-request` names; null without it. */
  readonly pullRequest: PullRequest | null
}

export type RunTest =
  | 'run-id'
  | 'workflow'
  | 'run-number'
  | 'branch'
  | 'event'
  | 'actor'
  | 'commit'
  | 'pull-request'
  | 'created'
  | 'older-than'
  | 'newer-than'
  | 'conclusion'

/** Each test by the input that asks for it. The reason is a clause about the run, without a full stop. */
export type RunVerdict =
  { readonly matches: true } | { readonly matches: false; readonly test: RunTest; readonly reason: string }

/** Says why a run fails a test, or null when it passes. */
type Explain = (run: Run, selectors: RunSelectors, facts: RunFacts) => string | null

const explainRunId: Explain = (run, { runIds }) =>
  runIds === null || runIds.some(({ id }) => id === run.id) ? null : 'its id is not asked for'

const explainWorkflow: Explain = (run, { workflow }, facts) => {
  if (workflow === null || workflowMatches(workflow, run, facts)) return null
  const exclude = excludingWorkflowLine(workflow, run, facts)
  return `workflow "${run.workflowName}" ${exclude === null ? 'is not asked for' : `is excluded by ${exclude}`}`
}

const explainRunNumber: Explain = (run, { runNumbers }) =>
  runNumbers === null || runNumbers.includes(run.number) ? null : `run number ${run.number} is not asked for`

const explainBranch: Explain = (run, { branch }, facts) => {
  if (branch === null || branchRank(branch, run, facts) !== null) return null
  const exclude = excludingBranchLine(branch, run, facts)
  const subject = run.headBranch === null ? 'it has no branch, which' : `branch "${run.headBranch}"`
  return `${subject} ${exclude === null ? 'is not asked for' : `is excluded by ${exclude}`}`
}

const explainEvent: Explain = (run, { event }) =>
  event === null ? null : explainWord(event, { values: [run.event], noun: 'event' })

const explainActor: Explain = (run, { actor }) => {
  if (actor === null) return null
  // Logins differ in case only by how they are written.
  const lower = { includes: actor.includes.map(lowerCase), excludes: actor.excludes.map(lowerCase) }
  return explainWord(lower, { values: run.actor === null ? [] : [lowerCase(run.actor)], noun: 'actor' })
}

const explainCommit: Explain = (run, _selectors, { commitSha }) =>
  commitSha === null || run.headSha === commitSha
    ? null
    : `commit ${run.headSha.slice(0, 7)} is not asked for`

const explainPullRequest: Explain = (run, _selectors, { pullRequest }) =>
  pullRequest === null || isOfPullRequest(run, pullRequest)
    ? null
    : `it is not of pull request #${pullRequest.number}`

const explainCreated: Explain = (run, { created }) => {
  if (created === null) return null
  const timeMs = timestampOf(run)
  if (created.fromMs !== null && timeMs < created.fromMs)
    return `it is of ${formatDate(timeMs)}, before ${formatTimestamp(created.fromMs)}`
  if (created.toMs !== null && timeMs > created.toMs)
    return `it is of ${formatDate(timeMs)}, after ${formatTimestamp(created.toMs)}`
  return null
}

const explainOlderThan: Explain = (run, { olderThanMs }, { nowMs }) => {
  const ageMs = nowMs - timestampOf(run)
  return olderThanMs === null || ageMs > olderThanMs
    ? null
    : `it is ${formatDuration(ageMs)} old, not older than ${formatDuration(olderThanMs)}`
}

const explainNewerThan: Explain = (run, { newerThanMs }, { nowMs }) => {
  const ageMs = nowMs - timestampOf(run)
  return newerThanMs === null || ageMs < newerThanMs
    ? null
    : `it is ${formatDuration(ageMs)} old, not newer than ${formatDuration(newerThanMs)}`
}

const explainOutcome: Explain = (run, { conclusion }) =>
  conclusion === null ? null : explainConclusion(conclusion, run)

/** The tests in the order in which they are made. */
const runTests: readonly { readonly test: RunTest; readonly explain: Explain }[] = [
  { test: 'run-id', explain: explainRunId },
  { test: 'workflow', explain: explainWorkflow },
  { test: 'run-number', explain: explainRunNumber },
  { test: 'branch', explain: explainBranch },
  { test: 'event', explain: explainEvent },
  { test: 'actor', explain: explainActor },
  { test: 'commit', explain: explainCommit },
  { test: 'pull-request', explain: explainPullRequest },
  { test: 'created', explain: explainCreated },
  { test: 'older-than', explain: explainOlderThan },
  { test: 'newer-than', explain: explainNewerThan },
  { test: 'conclusion', explain: explainOutcome },
]

/** Whether the selectors take a run, or the one reason why not. Throws when a fact that a word needs is missing. */
export function runMatches(run: Run, selectors: RunSelectors, facts: RunFacts): RunVerdict {
  for (const { test, explain } of runTests) {
    const reason = explain(run, selectors, facts)
    if (reason !== null) return { matches: false, test, reason }
  }
  return { matches: true }
}

/**
 * Whether a run is of a pull request: one of its events, on its head (repository and branch) since it was opened;
 * or any run of its head commit. A head repository that is gone proves nothing, so that then the commit decides.
 */
export const isOfPullRequest = (run: Run, pull: PullRequest): boolean =>
  run.headSha === pull.headSha ||
  (isPullRequestEvent(run.event) &&
    run.headBranch === pull.headBranch &&
    run.headRepositoryId !== null &&
    run.headRepositoryId === pull.headRepositoryId &&
    run.createdAtMs >= pull.createdAtMs)

function explainWord(
  list: WordList,
  subject: { readonly values: readonly string[]; readonly noun: string },
): string | null {
  const { values, noun } = subject
  const [value = 'none'] = values
  if (list.excludes.some((word) => values.includes(word))) return `${noun} ${value} is excluded`
  if (list.includes.length === 0 || list.includes.some((word) => values.includes(word))) return null
  return `${noun} ${value} is not asked for`
}

const lowerCase = (text: string): string => text.toLowerCase()
