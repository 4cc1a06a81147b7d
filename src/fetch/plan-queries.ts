/** Which filters the server is asked to apply. They only save requests: every run is judged again by `runMatches`. */
import type { BranchLine } from '../inputs.ts'
import { anyConclusion } from '../select/conclusion.ts'
import type { RunFacts, RunSelectors } from '../select/runs.ts'
import type { RunQuery } from '../world.ts'

/** What `status` of a run list accepts. `startup_failure` is a conclusion that it does not. */
const queryableStatuses: ReadonlySet<string> = new Set([
  'completed',
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'skipped',
  'stale',
  'success',
  'timed_out',
  'in_progress',
  'queued',
  'requested',
  'waiting',
  'pending',
])

/**
 * How long after its creation a run may be started again: GitHub allows 30 days. A run's timestamp is at most so
 * much later than the `created_at` that the server filters by.
 */
const rerunWindowMs = 31 * 24 * 60 * 60_000

export interface QueryRequest {
  readonly selectors: RunSelectors
  readonly facts: RunFacts
  /** The line of `branch` that this search is about; null for all. */
  readonly branchLine: BranchLine | null
  /** Ids and file names to ask for one by one; empty asks for all workflows at once. */
  readonly workflows: readonly (number | string)[]
  /** Whether runs of every status are wanted, to see which may still make a match. */
  readonly isWaiting: boolean
}

/** The queries whose results together hold every run that the selectors take. */
export function planQueries(request: QueryRequest): readonly RunQuery[] {
  const base = baseQuery(request)
  const ofPull = pullQueries(base, request.facts)
  return request.workflows.length === 0
    ? ofPull
    : request.workflows.flatMap((workflow) => ofPull.map((query) => ({ workflow, ...query })))
}

function baseQuery({ selectors, facts, branchLine, isWaiting }: QueryRequest): RunQuery {
  const { event, actor, conclusion } = selectors
  const branch = literalBranch(branchLine, facts)
  const status = isWaiting ? null : onlyWord(conclusion)
  const created = createdFilter(createdRange(selectors, facts.nowMs))
  const onlyEvent = onlyWord(event)
  const onlyActor = onlyWord(actor)
  return {
    ...(branch === null ? {} : { branch }),
    ...(onlyEvent === null ? {} : { event: onlyEvent }),
    ...(onlyActor === null ? {} : { actor: onlyActor }),
    ...(status !== null && queryableStatuses.has(status) ? { status } : {}),
    ...(facts.commitSha === null ? {} : { headSha: facts.commitSha }),
    ...(created === null ? {} : { created }),
  }
}

/** A pull request's runs are those of its head branch since it opened, and those of its head commit. */
function pullQueries(base: RunQuery, { pullRequest }: RunFacts): readonly RunQuery[] {
  if (pullRequest === null) return [base]
  const ofHead = { branch: pullRequest.headBranch, ...base }
  // The list of one commit needs no other narrowing; a commit asked for besides is narrower still.
  if (base.headSha !== undefined) return [base]
  return [
    base.created === undefined
      ? { ...ofHead, created: createdFilter({ fromMs: pullRequest.createdAtMs, toMs: null }) ?? '' }
      : ofHead,
    { ...base, headSha: pullRequest.headSha },
  ]
}

/** The one branch that a line can mean; null where it may be several. */
export function literalBranch(line: BranchLine | null, { defaultBranch }: RunFacts): string | null {
  if (line === null) return null
  if (line.kind === 'word') return line.word === '@default' ? defaultBranch : null
  return line.pattern.isLiteral ? line.pattern.source : null
}

function onlyWord(list: RunSelectors['event']): string | null {
  const [only, ...rest] = list?.includes ?? []
  return only === undefined || rest.length > 0 || only === anyConclusion ? null : only
}

interface Range {
  readonly fromMs: number | null
  readonly toMs: number | null
}

/** The `created_at` that a run may have whose timestamp is in range. */
function createdRange(selectors: RunSelectors, nowMs: number): Range {
  const { created, olderThanMs, newerThanMs } = selectors
  const from = largest([created?.fromMs ?? null, newerThanMs === null ? null : nowMs - newerThanMs])
  const to = smallest([created?.toMs ?? null, olderThanMs === null ? null : nowMs - olderThanMs])
  return { fromMs: from === null ? null : from - rerunWindowMs, toMs: to }
}

const isNumber = (value: number | null): value is number => value !== null
function largest(values: readonly (number | null)[]): number | null {
  const numbers = values.filter(isNumber)
  return numbers.length === 0 ? null : Math.max(...numbers)
}
function smallest(values: readonly (number | null)[]): number | null {
  const numbers = values.filter(isNumber)
  return numbers.length === 0 ? null : Math.min(...numbers)
}

/** GitHub's search syntax, to the second: `>=A`, `<=B`, `A..B`. */
function createdFilter({ fromMs, toMs }: Range): string | null {
  const from = fromMs === null ? null : isoSeconds(Math.floor(fromMs / 1000))
  const to = toMs === null ? null : isoSeconds(Math.ceil(toMs / 1000))
  if (from !== null && to !== null) return `${from}..${to}`
  if (from !== null) return `>=${from}`
  return to === null ? null : `<=${to}`
}

/** The earliest and latest moments that a four-digit year can write. */
const minSeconds = 0
const maxSeconds = Date.UTC(9999, 11, 31) / 1000
const isoSeconds = (seconds: number): string =>
  `${new Date(Math.min(Math.max(seconds, minSeconds), maxSeconds) * 1000).toISOString().slice(0, 19)}Z`
