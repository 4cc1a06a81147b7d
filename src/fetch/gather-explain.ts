/**
 * The runs that a search never saw, since it asked GitHub only for those of the right conclusion, branch or commit.
 * What a reader of a miss looks for first is the run that failed.
 */
import { ApiError } from '../errors.ts'
import { runMatches } from '../select/runs.ts'
import type { Run } from '../model.ts'
import type { RunQuery } from '../world.ts'
import { decide, type Search } from './gather-judge.ts'
import { canAfford } from './gather-quota.ts'
import { listRuns } from './gather-runs.ts'
import { planQueries } from './plan-queries.ts'

/** More lists than this are read as one, of all workflows: an explanation is worth a request or two. */
const maxQueries = 2

/** Of runs that have next to nothing in common with those asked for, so many show what there is. */
const maxStrangers = 30

/** Gives every run of the first page its reason: whatever its conclusion, and where there is none, whatever it is. */
export async function explainMiss(search: Search): Promise<void> {
  const { scope, request, options } = search
  // Numbers were looked for in the whole list, and looks of a wait see runs of every conclusion.
  if (scope.selectors.runNumbers !== null) return
  if (!options.isWaiting && request.ancestors === 0)
    await explainRuns(search, { queries: ofAnyConclusion(search), maxRuns: Number.POSITIVE_INFINITY })
  // Runs of ancestors have other commits than the list could be asked for.
  if (request.ancestors > 0 || search.decisions.size === 0)
    await explainRuns(search, { queries: ofAnyKind(search), maxRuns: maxStrangers })
}

/** Gives the runs that are newer than the match their reasons, too. */
export async function explainMatch(search: Search): Promise<void> {
  const { scope, request, options, matches } = search
  if (scope.selectors.runNumbers !== null || options.isWaiting || request.ancestors > 0) return
  const sinceMs = Math.min(...matches.map(({ run }) => run.createdAtMs))
  await explainRuns(search, { queries: ofAnyConclusion(search), maxRuns: Number.POSITIVE_INFINITY, sinceMs })
}

function ofAnyConclusion(search: Search): readonly RunQuery[] {
  const { scope } = search
  const lines = scope.selectors.branch?.includes ?? []
  return planQueries({
    selectors: scope.selectors,
    facts: scope.facts,
    branchLine: lines.length === 1 ? (lines[0] ?? null) : null,
    workflows: workflowsOf(search),
    isWaiting: true,
  })
}

const ofAnyKind = (search: Search): readonly RunQuery[] => {
  const workflows = workflowsOf(search)
  return workflows.length === 0 ? [{}] : workflows.map((workflow) => ({ workflow }))
}

const workflowsOf = ({ scope: { workflow } }: Search): readonly (number | string)[] =>
  workflow.filters.length <= maxQueries ? workflow.filters : []

interface Explanation {
  readonly queries: readonly RunQuery[]
  readonly maxRuns: number
  /** Older runs are no news. */
  readonly sinceMs?: number
}

async function explainRuns(search: Search, { queries, maxRuns, sinceMs = 0 }: Explanation): Promise<void> {
  const { world, request, scope } = search
  if (!canAfford(world.github, request.apiReserve, queries.length)) return
  const source = { github: world.github, repository: scope.repository }
  const { runs } = listRuns(source, queries, { maxPages: queries.length, mayReadOn: () => false })
  let count = 0
  try {
    for await (const run of runs) {
      if (run.createdAtMs < sinceMs || count >= maxRuns) return
      count += 1
      if (!search.decisions.has(run.id)) explain(search, run)
    }
  } catch (error) {
    // What the search found is worth more than why.
    if (!(error instanceof ApiError)) throw error
    world.log.debug(`The runs that were not looked at stay unexplained: ${error.message}`)
  }
}

/** By its selectors alone: a run that passes them all has come since, or is none of those that were looked for. */
function explain(search: Search, run: Run): void {
  const { scope, walked } = search
  const commitSha = walked.has(run.headSha) ? run.headSha : scope.facts.commitSha
  const verdict = runMatches(run, scope.selectors, { ...scope.facts, commitSha })
  if (!verdict.matches) decide(search, run, verdict)
}
