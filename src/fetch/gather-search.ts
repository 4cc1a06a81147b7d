/** The search for the newest runs that match: reads runs newest first and judges each, until there are enough. */
import { isMissing } from '../errors.ts'
import type { BranchLine } from '../inputs.ts'
import type { Artifact, RepositoryRef, Run } from '../model.ts'
import { branchRank } from '../select/branches.ts'
import { newestRunFirst } from '../select/order.ts'
import { runMatches } from '../select/runs.ts'
import { describeFork, isOfFork } from '../select/trust.ts'
import { formatCount } from '../text/format.ts'
import type { World } from '../world.ts'
import {
  identityOf,
  type ArtifactDecision,
  type DecidingTest,
  type Findings,
  type Missing,
  type RunDecision,
  type RunIdentity,
  type TakenRun,
} from './findings.ts'
import { firstParents } from './gather-commit.ts'
import { openIndex, type ArtifactIndex } from './gather-index.ts'
import { nearestNames } from './gather-nearest.ts'
import { canAfford } from './gather-quota.ts'
import { lookInto, takenRun } from './gather-run.ts'
import { findRunsByNumber, listRuns, maxListedRuns, maxRunPages, type RunListing } from './gather-runs.ts'
import { gatherScope, reconsiderWorkflow, type Scope } from './gather-scope.ts'
import { judgeArtifacts, type Contents } from './plan-contents.ts'
import { isSame, literalName, type FetchRequest } from './plan-request.ts'
import { literalBranch, planQueries } from './plan-queries.ts'

/** Runs that a search asks about by themselves, one request or more each. */
export const maxLookedInto = 100

/** So few runs are asked for one by one rather than looked for in further pages. */
const fewRuns = 3

/** How many of the newest runs are waited for. */
const maxProducers = 20

export interface SearchOptions {
  /** Whether the search will be made again until it finds something: then unfinished runs are looked at too. */
  readonly isWaiting: boolean
  /** Whether no other search follows: then a miss is explained as well as can be. */
  readonly isLast: boolean
  /** Pages of run lists to read at most. */
  readonly maxPages: number
}

/** Looks for the newest `history` runs that match. Throws UserError. */
export async function search(
  world: World,
  request: FetchRequest,
  options: SearchOptions & { readonly repository: RepositoryRef },
): Promise<Findings> {
  const scope = await gatherScope(world, options.repository, request)
  if (scope.missing.length > 0) return nothing(scope)
  try {
    return await searchScope(world, request, { scope, options })
  } catch (error) {
    // Only the server can say that no workflow has such a file name; it may be a display name all the same.
    if (!scope.workflow.isUnproven || !isMissing(error)) throw error
    const reconsidered = await reconsiderWorkflow(world, scope, request)
    return searchScope(world, request, { scope: reconsidered, options })
  }
}

const nothing = (scope: Scope): Findings => ({
  taken: [],
  runDecisions: [],
  artifactDecisions: [],
  missing: scope.missing,
  notes: scope.notes,
  nearestNames: [],
  distance: null,
  producers: [],
})

async function searchScope(
  world: World,
  request: FetchRequest,
  { scope, options }: { readonly scope: Scope; readonly options: SearchOptions },
): Promise<Findings> {
  const name = request.target === 'artifacts' ? literalName(request.artifactSelectors) : null
  const mayReadOn = (): boolean => canAfford(world.github, request.apiReserve, 1)
  const index = name === null ? null : await openIndex(world.github, scope.repository, { name, mayReadOn })
  const search: Search = {
    world,
    request,
    scope,
    options,
    index,
    decisions: new Map(),
    artifactDecisions: [],
    matches: [],
    producers: [],
    notes: new Set(scope.notes),
    lookedInto: 0,
  }
  const distance = await searchCommits(search)
  return conclude(search, distance)
}

/** A search under way. */
interface Search {
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

interface Match {
  readonly run: Run
  readonly contents: Contents
  readonly rank: number
}

/** One pass: what is looked for at a time. */
interface Pass {
  /** Place of the line of `branch` that counts now; null where any does. */
  readonly rank: number | null
  readonly line: BranchLine | null
  readonly commitSha: string | null
}

/** Tries the commit, then its ancestors. Returns how many were walked; null where no commit was asked for. */
async function searchCommits(search: Search): Promise<number | null> {
  const { commitSha } = search.scope.facts
  await searchBranches(search, commitSha)
  if (commitSha === null) return null
  const { github } = search.world
  const { ancestors } = search.request
  let distance = 0
  if (search.matches.length > 0) return 0
  if (ancestors === 0) return null
  for await (const parent of firstParents(github, search.scope.repository, commitSha)) {
    distance += 1
    // What the artifact list rules out needs no list of runs: most ancestors have no run of their own.
    if (viableRuns(search, { rank: null, line: null, commitSha: parent })?.length !== 0)
      await searchBranches(search, parent)
    if (search.matches.length > 0) return distance
    if (distance >= ancestors) break
  }
  search.notes.add(`None of the ${formatCount(distance)} first-parent ancestors of ${commitSha} has a match.`)
  return null
}

/** Tries the lines of `branch` in their order: the first with a match wins. */
async function searchBranches(search: Search, commitSha: string | null): Promise<void> {
  const lines = search.scope.selectors.branch?.includes ?? []
  if (search.scope.selectors.runNumbers !== null && search.scope.workflow.filters.length > 0)
    return searchNumbers(search, commitSha)
  if (lines.length <= 1) return searchRuns(search, { rank: null, line: lines[0] ?? null, commitSha })
  for (const [rank, line] of lines.entries()) {
    await searchRuns(search, { rank, line, commitSha })
    if (search.matches.length > 0) return
  }
}

/** Run numbers are found by where they must be in the list, however far back. */
async function searchNumbers(search: Search, commitSha: string | null): Promise<void> {
  const { scope, world } = search
  const numbers = scope.selectors.runNumbers ?? []
  const source = { github: world.github, repository: scope.repository }
  const found: Run[] = []
  for (const filter of scope.workflow.filters)
    found.push(...(await findRunsByNumber(source, filter, numbers)))
  const gone = numbers.filter((number) => !found.some((run) => run.number === number))
  if (gone.length > 0)
    search.notes.add(`There is no run number ${gone.join(', ')} of this workflow (any more).`)
  for (const run of found.toSorted(newestRunFirst))
    await judge(search, run, { rank: null, line: null, commitSha })
  const [best] = search.matches.toSorted((one, other) => one.rank - other.rank)
  search.matches = search.matches.filter(({ rank }) => rank === best?.rank).slice(0, search.request.history)
}

/** Reads runs newest first until there are enough matches, or nothing more can match. */
async function searchRuns(search: Search, pass: Pass): Promise<void> {
  const { world, request, scope, options } = search
  const queries = planQueries({
    selectors: scope.selectors,
    facts: { ...scope.facts, commitSha: pass.commitSha },
    branchLine: pass.line,
    workflows: scope.workflow.filters,
    isWaiting: options.isWaiting,
  })
  const listing = listRuns({ github: world.github, repository: scope.repository }, queries, {
    maxPages: options.maxPages,
    mayReadOn: () => canAfford(world.github, request.apiReserve, 1),
  })
  let isFirst = true
  while (search.matches.length < request.history && search.lookedInto < maxLookedInto) {
    if (!isFirst && listing.needsRequest() && (await takeShortCut(search, pass))) return
    isFirst = false
    const next = await listing.runs.next()
    if (next.done === true) return finishListing(search, pass, listing)
    await judge(search, next.value, pass)
  }
}

/** When the artifact list leaves next to no run that can match, asks for these instead of reading on. */
async function takeShortCut(search: Search, pass: Pass): Promise<boolean> {
  const left = viableRuns(search, pass)
  if (left === null || left.length > fewRuns || search.options.isWaiting) return false
  await judgeByIds(search, left, pass)
  return true
}

/** The end of what GitHub lists: the artifact list may know of matching runs that are further back. */
async function finishListing(search: Search, pass: Pass, listing: RunListing): Promise<void> {
  if (!listing.isCut()) return
  const left = viableRuns(search, pass)
  if (left !== null && !search.options.isWaiting) {
    await judgeByIds(search, left, pass)
    return
  }
  if (search.options.maxPages < maxRunPages) return
  search.notes.add(
    canAfford(search.world.github, search.request.apiReserve, 1)
      ? `Only the newest ${formatCount(maxListedRuns)} runs were looked at. To reach older ones, narrow the search (workflow, branch, created).`
      : 'The search ended early to leave the share of the rate limit that api-reserve names.',
  )
}

async function judgeByIds(search: Search, runIds: readonly number[], pass: Pass): Promise<void> {
  const { request } = search
  for (let start = 0; start < runIds.length; start += fewRuns) {
    const runs = await Promise.all(runIds.slice(start, start + fewRuns).map((runId) => getRun(search, runId)))
    for (const run of runs.filter((each) => each !== null).toSorted(newestRunFirst)) {
      if (search.matches.length >= request.history || search.lookedInto >= maxLookedInto) return
      search.lookedInto += 1
      await judge(search, run, pass)
    }
  }
}

/** Null for a run that was deleted while its artifact was still listed. */
async function getRun({ world, scope }: Search, runId: number): Promise<Run | null> {
  try {
    return await world.github.getRun(scope.repository, runId)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/**
 * Runs that have a live artifact of the name and are not judged yet, newest first; null where that is not known.
 * An artifact tells its run's branch, commit and head repository.
 */
function viableRuns(search: Search, pass: Pass): readonly number[] | null {
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
    return search.request.allowForks || isCurrent || !isOfFork(run)
  }

/** Judges a run: its selectors, then who made it, then what it has; records the one reason. */
async function judge(search: Search, run: Run, pass: Pass): Promise<void> {
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

async function conclude(search: Search, distance: number | null): Promise<Findings> {
  const { scope, request, options, world } = search
  const taken = search.matches
    .map(({ run, contents }): TakenRun =>
      takenRun({ repository: scope.repository, run, isFork: isOfFork(run) }, contents, request),
    )
    .toSorted((one, other) => byAge(one.identity, other.identity))
  const runDecisions = [...search.decisions.values()].toSorted((one, other) =>
    byAge(one.identity, other.identity),
  )
  if (search.lookedInto >= maxLookedInto && taken.length < request.history)
    search.notes.add(
      `Looked into ${maxLookedInto} runs, the most that one search does. Narrow it (workflow, branch, newer-than), or give one literal name.`,
    )
  const isMiss = taken.length === 0
  const found = {
    taken,
    runDecisions,
    artifactDecisions: search.artifactDecisions,
    missing: isMiss ? missingOf(search, runDecisions) : [],
    notes: [...search.notes],
    distance,
    producers: search.producers,
  }
  const nearest = isMiss && options.isLast ? await nearestNames(world, request, { ...found, scope }) : []
  return { ...found, nearestNames: nearest }
}

const byAge = (one: RunIdentity, other: RunIdentity): number =>
  newestRunFirst(
    { id: one.id, createdAtMs: one.createdAtMs ?? Number.POSITIVE_INFINITY },
    { id: other.id, createdAtMs: other.createdAtMs ?? Number.POSITIVE_INFINITY },
  )

function missingOf(search: Search, decisions: readonly RunDecision[]): readonly Missing[] {
  const { workflow } = search.scope
  if (workflow.missing !== null) return [workflow.missing]
  const what =
    decisions.length === 0
      ? 'there is no run of what was asked for at all'
      : `none of the ${formatCount(decisions.length)} runs looked at matches`
  return [{ what, hint: '' }]
}
