/** The search for the newest runs that match: reads runs newest first and judges each, until there are enough. */
import { isMissing } from '../errors.ts'
import type { RepositoryRef, Run } from '../model.ts'
import { newestRunFirst } from '../select/order.ts'
import { isOfFork } from '../select/trust.ts'
import { formatCount } from '../text/format.ts'
import type { World } from '../world.ts'
import type { Findings, Missing, RunDecision, RunIdentity, TakenRun } from './findings.ts'
import { firstParents } from './gather-commit.ts'
import { explainMatch, explainMiss } from './gather-explain.ts'
import { openIndex } from './gather-index.ts'
import {
  decideDeferred,
  judge,
  viableRuns,
  type Pass,
  type Search,
  type SearchOptions,
} from './gather-judge.ts'
import { nearestNames } from './gather-nearest.ts'
import { canAfford } from './gather-quota.ts'
import { takenRun } from './gather-run.ts'
import { findRunsByNumber, listRuns, maxListedRuns, maxRunPages, type RunListing } from './gather-runs.ts'
import { gatherScope, reconsiderWorkflow, type Scope } from './gather-scope.ts'
import { hintOfUnlisted } from './plan-missing.ts'
import { literalName, type FetchRequest } from './plan-request.ts'
import { planQueries } from './plan-queries.ts'

/** Runs that a search asks about by themselves, one request or more each. */
export const maxLookedInto = 100

/** So few runs are asked for one by one rather than looked for in further pages. */
const fewRuns = 3

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
    deferred: new Map(),
    artifactDecisions: [],
    matches: [],
    walked: new Set(),
    producers: [],
    notes: new Set(scope.notes),
    lookedInto: 0,
    isOutOfQuota: false,
  }
  const distance = await searchCommits(search)
  decideDeferred(search)
  if (search.matches.length === 0 && options.isLast) await explainMiss(search)
  if (search.matches.length > 0 && request.explainsMatch) await explainMatch(search)
  return conclude(search, distance)
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
    search.walked.add(parent)
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
  while (search.matches.length < request.history && mayLookOn(search)) {
    if (!isFirst && listing.needsRequest() && (await takeShortCut(search, pass))) return
    isFirst = false
    const next = await listing.runs.next()
    if (next.done === true) return finishListing(search, pass, listing)
    await judge(search, next.value, pass)
  }
}

const mayLookOn = ({ lookedInto, isOutOfQuota }: Search): boolean =>
  lookedInto < maxLookedInto && !isOutOfQuota

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
  if (!canAfford(search.world.github, search.request.apiReserve, 1)) {
    search.isOutOfQuota = true
    return
  }
  search.notes.add(
    `Only the newest ${formatCount(maxListedRuns)} runs were looked at. To reach older ones, narrow the search (workflow, branch, created).`,
  )
}

async function judgeByIds(search: Search, runIds: readonly number[], pass: Pass): Promise<void> {
  const { request } = search
  for (let start = 0; start < runIds.length; start += fewRuns) {
    const runs = await Promise.all(runIds.slice(start, start + fewRuns).map((runId) => getRun(search, runId)))
    for (const run of runs.filter((each) => each !== null).toSorted(newestRunFirst)) {
      if (search.matches.length >= request.history || !mayLookOn(search)) return
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
  if (search.isOutOfQuota)
    search.notes.add('The search ended early to leave the share of the rate limit that api-reserve names.')
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
  return [{ what: missText(decisions), hint: hintOfUnlisted(search.request, decisions) }]
}

function missText(decisions: readonly RunDecision[]): string {
  const [only, ...others] = decisions
  if (only === undefined) return 'there is no run of what was asked for at all'
  return others.length === 0
    ? `the one run looked at does not match: ${only.reason}`
    : `none of the ${formatCount(decisions.length)} runs looked at matches`
}
