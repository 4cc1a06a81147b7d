/** The verdict on one run of a search, and what the artifact list says of runs that were not read yet. */
import type { BranchLine } from '../inputs.ts'
import type { Artifact, Run } from '../model.ts'
import { branchRank } from '../select/branches.ts'
import { runMatches } from '../select/runs.ts'
import { describeFork, isOfFork } from '../select/trust.ts'
import type { World } from '../world.ts'
import {
  identityOf,
  type ArtifactDecision,
  type DecidingTest,
  type RunDecision,
  type RunIdentity,
} from './findings.ts'
import type { ArtifactIndex } from './gather-index.ts'
import { canAfford } from './gather-quota.ts'
import { lookInto } from './gather-run.ts'
import type { Scope } from './gather-scope.ts'
import type { SettledRuns } from './gather-settled.ts'
import { judgeArtifacts, type Contents } from './plan-contents.ts'
import { literalBranch } from './plan-queries.ts'
import { isSame, type FetchRequest } from './plan-request.ts'

export interface SearchOptions {
  /** Whether the search will be made again until it finds something: then unfinished runs are looked at too. */
  readonly isWaiting: boolean
  /** Whether no other search follows: then a miss is explained as well as can be. */
  readonly isLast: boolean
  /** Pages of run lists to read at most. */
  readonly maxPages: number
  /** What earlier looks of the same wait found in runs that had ended. */
  readonly settled: SettledRuns
}

/** How many of the newest runs are waited for. */
const maxProducers = 20

/** A search under way. */
export interface Search {
  readonly world: World
  readonly request: FetchRequest
  readonly scope: Scope
  readonly options: SearchOptions
  readonly index: ArtifactIndex | null
  readonly decisions: Map<number, RunDecision>
  /** Runs that match by a line of `branch` whose turn has not come. */
  readonly deferred: Map<number, Run>
  readonly artifactDecisions: ArtifactDecision[]
  matches: Match[]
  /** Ancestors of `commit` that were tried. */
  readonly walked: Set<string>
  readonly producers: RunIdentity[]
  readonly notes: Set<string>
  lookedInto: number
  /** Whether it stopped so that the share of the rate limit stays that `api-reserve` names. */
  isOutOfQuota: boolean
}

export interface Match {
  readonly run: Run
  readonly contents: Contents
  readonly rank: number
}

/** One pass: what is looked for at a time. */
export interface Pass {
  /** Place of the line of `branch` that counts now; null where any does. */
  readonly rank: number | null
  readonly line: BranchLine | null
  readonly commitSha: string | null
}

/** Judges a run: its selectors, then who made it, then what it has; records the one reason. */
export async function judge(search: Search, run: Run, pass: Pass): Promise<void> {
  const { request, scope } = search
  const facts = { ...scope.facts, commitSha: pass.commitSha }
  const verdict = runMatches(run, scope.selectors, facts)
  if (search.options.isWaiting) noteProducer(search, run, pass)
  if (!verdict.matches) {
    decide(search, run, { test: verdict.test, reason: verdict.reason })
    return
  }
  const rank = scope.selectors.branch === null ? 0 : (branchRank(scope.selectors.branch, run, facts) ?? 0)
  // Its own line of `branch` was tried before, or will be.
  if (pass.rank !== null && pass.rank !== rank) {
    search.deferred.set(run.id, run)
    return
  }
  if (isBarred(search, run)) {
    decide(search, run, { test: 'fork', reason: `it is of ${describeFork(run)}` })
    return
  }
  const contents = await contentsOf(search, run)
  if (contents === null) {
    search.isOutOfQuota = true
    return
  }
  search.artifactDecisions.push(...contents.artifactDecisions)
  if (contents.lack !== null) {
    decide(search, run, {
      test: request.target === 'artifacts' ? 'artifacts' : 'jobs',
      reason: contents.lack,
    })
    return
  }
  decide(search, run, { test: '', reason: '' })
  search.matches.push({ run, contents, rank })
}

/** The trust gate: artifacts of a fork's run are taken only where that was asked for; the current run is exempt. */
const isBarred = ({ request, scope }: Search, run: Run): boolean =>
  request.target === 'artifacts' &&
  !request.allowForks &&
  isOfFork(run) &&
  !isSame({ id: run.id, repository: scope.repository }, request.current)

/** Null where asking the run would take what has to be left of the rate limit; one run is always asked. */
async function contentsOf(search: Search, run: Run): Promise<Contents | null> {
  const { world, request, scope, index, options } = search
  const listed = index === null ? null : await index.find(run)
  if (listed !== null) return judgeArtifacts(run.id, listed, request)
  const known = options.settled.find(run)
  if (known !== null) return known
  if (search.lookedInto > 0 && !canAfford(world.github, request.apiReserve, 1)) return null
  search.lookedInto += 1
  const contents = await lookInto(world.github, { repository: scope.repository, runId: run.id }, request)
  options.settled.note(run, contents)
  return contents
}

/** Gives the runs whose line of `branch` never had its turn the reason for that. */
export function decideDeferred(search: Search): void {
  const reason =
    search.matches.length > 0
      ? 'an earlier line of branch has a match'
      : 'the search ended before its line of branch'
  for (const run of search.deferred.values())
    if (!search.decisions.has(run.id)) decide(search, run, { test: 'branch', reason })
}

/** Records the one reason why a run is passed over; an empty test takes it. */
export function decide(
  search: Search,
  run: Run,
  { test, reason }: { readonly test: DecidingTest; readonly reason: string },
): void {
  const { repository } = search.scope
  const isOwn = test === 'conclusion' && isSame({ id: run.id, repository }, search.request.current)
  search.decisions.set(run.id, {
    repository,
    identity: identityOf(run),
    isTaken: test === '',
    test,
    reason: isOwn ? `it is the run of this step, and ${reason.replace(/^it is /, '')}` : reason,
  })
}

/** Runs that only their conclusion keeps from matching, or what they have so far. */
function noteProducer(search: Search, run: Run, pass: Pass): void {
  const { scope, producers, request } = search
  const facts = { ...scope.facts, commitSha: pass.commitSha }
  if (producers.length >= maxProducers || producers.some(({ id }) => id === run.id)) return
  if (isBarred(search, run)) return
  // The run of this step cannot come to a conclusion before the step does.
  const isOwn = isSame({ id: run.id, repository: scope.repository }, request.current)
  const selectors = isOwn ? scope.selectors : { ...scope.selectors, conclusion: null }
  if (runMatches(run, selectors, facts).matches) producers.push(identityOf(run))
}

/**
 * Runs that have a live artifact of the name and are not judged yet, newest first; null where that is not known.
 * An artifact tells its run's branch, commit and head repository.
 */
export function viableRuns(search: Search, pass: Pass): readonly number[] | null {
  if (search.index?.isComplete() !== true) return null
  return search.index
    .runs()
    .filter(([runId, artifacts]) => !search.decisions.has(runId) && artifacts.some(isViable(search, pass)))
    .map(([runId]) => runId)
}

const isViable =
  (search: Search, pass: Pass) =>
  ({ isExpired, run }: Artifact): boolean => {
    if (isExpired || run === null) return false
    if (pass.commitSha !== null && run.headSha !== null && run.headSha !== pass.commitSha) return false
    const branch = literalBranch(pass.line, search.scope.facts)
    if (branch !== null && run.headBranch !== null && run.headBranch !== branch) return false
    const isCurrent = isSame({ id: run.id, repository: search.scope.repository }, search.request.current)
    // Where the API does not say whose it is, the run has to.
    return search.request.allowForks || isCurrent || run.repositoryId === null || !isOfFork(run)
  }
