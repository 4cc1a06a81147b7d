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
import { lookInto } from './gather-run.ts'
import type { Scope } from './gather-scope.ts'
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
  readonly artifactDecisions: ArtifactDecision[]
  matches: Match[]
  readonly producers: RunIdentity[]
  readonly notes: Set<string>
  lookedInto: number
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
  if (pass.rank !== null && pass.rank !== rank) return
  if (isBarred(search, run)) {
    decide(search, run, { test: 'fork', reason: `it is of ${describeFork(run)}` })
    return
  }
  const contents = await contentsOf(search, run)
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

async function contentsOf(search: Search, run: Run): Promise<Contents> {
  const { world, request, scope, index } = search
  const listed = index === null ? null : await index.find(run)
  if (listed !== null) return judgeArtifacts(run.id, listed, request)
  search.lookedInto += 1
  return lookInto(world.github, { repository: scope.repository, runId: run.id }, request)
}

function decide(
  search: Search,
  run: Run,
  { test, reason }: { readonly test: DecidingTest; readonly reason: string },
): void {
  const { repository } = search.scope
  search.decisions.set(run.id, { repository, identity: identityOf(run), isTaken: test === '', test, reason })
}

/** Runs that only their conclusion keeps from matching, or what they have so far. */
function noteProducer(search: Search, run: Run, pass: Pass): void {
  const { scope, producers } = search
  const facts = { ...scope.facts, commitSha: pass.commitSha }
  if (producers.length >= maxProducers || producers.some(({ id }) => id === run.id)) return
  if (isBarred(search, run)) return
  if (runMatches(run, { ...scope.selectors, conclusion: null }, facts).matches)
    producers.push(identityOf(run))
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
