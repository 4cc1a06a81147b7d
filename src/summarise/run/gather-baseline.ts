/** Reads what the run is compared with: one listing of runs, and the jobs of the newest of them. */
import type { Job, RepositoryRef, Run } from '../../model.ts'
import type { GitHub } from '../../world.ts'
import type { BaselineFacts, BaselineRun, RedBaseline } from './facts.ts'
import { pageSize, readPages } from './pages.ts'

export interface BaselineRequest {
  readonly repository: RepositoryRef
  /** The run that is compared: it is not part of its own baseline. */
  readonly run: Run
  readonly branch: string
  /** How many successful runs. */
  readonly runs: number
  /** Of the run that is compared: those of the baseline will have about as many, and cost as much to read. */
  readonly jobCount: number
}

/** SPEC: jobs are compared with the newest five. */
const maxRunsWithJobs = 5
/** A run of a thousand jobs costs ten requests; so many pages of jobs are what a comparison is worth. */
const maxJobPages = 15
/** Runs of forks from a branch of the same name are passed over; so far back is looked for others. */
const maxRunPages = 3

/**
 * Successful runs of the workflow on the branch that compare, newest first, the newest ones with their jobs; and the
 * newest success of all, which may be a re-run.
 */
export async function gatherBaseline(
  github: GitHub,
  request: BaselineRequest,
): Promise<{ readonly facts: BaselineFacts; readonly newest: Run | null }> {
  const found: Run[] = []
  for (let page = 1; page <= maxRunPages; page += 1) {
    const { items, hasNext } = await github.listRuns(request.repository, queryOf(request, 'success'), page)
    found.push(...items.filter((run) => isOfBranch(run, request)))
    if (!hasNext || found.length >= request.runs) break
  }
  const byAge = found.toSorted(newestFirst)
  const runs = comparable(byAge).slice(0, request.runs)
  const pagesOfOne = Math.max(1, Math.ceil(request.jobCount / pageSize))
  const sampleSize = Math.max(1, Math.min(maxRunsWithJobs, Math.floor(maxJobPages / pagesOfOne)))
  const read = await Promise.all(
    runs.map(async (run, index): Promise<BaselineRun> => ({
      run,
      jobs: index < sampleSize ? await listJobs(github, request.repository, run) : null,
    })),
  )
  return { facts: { branch: request.branch, runs: read, red: null }, newest: byAge[0] ?? null }
}

/** A re-run of a few failed jobs is short; re-runs count only when there is nothing else. */
function comparable(runs: readonly Run[]): readonly Run[] {
  const whole = runs.filter(({ attempt }) => attempt === 1)
  return whole.length > 0 ? whole : runs
}

/**
 * The newest failed run of the branch with its jobs, when no run has succeeded there since: then a failure may be
 * inherited. Null when the branch is green.
 */
export async function gatherRedBaseline(
  github: GitHub,
  request: BaselineRequest,
  newestSuccess: Run | null,
): Promise<RedBaseline | null> {
  const { items } = await github.listRuns(request.repository, queryOf(request, 'failure'), 1)
  const [newest] = items.filter((run) => isOfBranch(run, request)).toSorted(newestFirst)
  if (newest === undefined) return null
  const isRed = newestSuccess === null || newestFirst(newest, newestSuccess) < 0
  return isRed ? { run: newest, jobs: await listJobs(github, request.repository, newest) } : null
}

const queryOf = ({ run, branch }: BaselineRequest, status: 'success' | 'failure') => ({
  workflow: run.workflowId,
  branch,
  status,
})

/** A fork's `main` is not the baseline: GitHub filters by the branch's name alone. */
const isOfBranch = (run: Run, { run: compared, branch }: BaselineRequest): boolean =>
  run.id !== compared.id && run.headBranch === branch && run.headRepositoryId === run.repositoryId

const newestFirst = (one: Run, other: Run): number => other.createdAtMs - one.createdAtMs || other.id - one.id

const listJobs = (github: GitHub, repository: RepositoryRef, run: Run): Promise<readonly Job[]> =>
  readPages((page) => github.listJobs({ repository, runId: run.id }, 'latest', page), maxJobPages)
