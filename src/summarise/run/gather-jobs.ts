/** Reads the jobs of a run until they have settled: the API lags behind what has already ended. */
import { ApiError } from '../../errors.ts'
import type { Job, RepositoryRef } from '../../model.ts'
import type { World } from '../../world.ts'
import type { GateRules, JobFacts, Needs } from './facts.ts'
import { findOwnJob, openness, updateJobs, withoutOwn, type OwnJob } from './measure-settle.ts'
import { readPages } from './pages.ts'

export interface JobsRequest {
  readonly run: { readonly repository: RepositoryRef; readonly runId: number }
  /** Null when this step is not part of the run. */
  readonly own: OwnJob | null
  readonly needs: Needs | null
  readonly rules: GateRules
  readonly settleTimeoutMs: number
  /** Whether the quota pays for another look. */
  readonly canAfford: () => boolean
}

/** GitHub re-runs a run at most 50 times, and 1,000 jobs a run are the most that it is built for: 500 pages are more than enough. */
const maxPages = 500
/** How long to wait between two looks: short at first, since most lags are of seconds. */
const settleDelaysMs = [2000, 4000, 8000, 12_000, 15_000] as const
/** All jobs have ended, yet `needs` says something else: a lag of seconds, or two names that only look alike. */
const disagreementTimeoutMs = 10_000

/** Every execution of every attempt. Polls while jobs in scope are open, at most for the settle time-out. */
export async function gatherJobs(request: JobsRequest, world: World): Promise<JobFacts> {
  const list = (filter: 'all' | 'latest'): Promise<readonly Job[]> =>
    readPages((page) => world.github.listJobs(request.run, filter, page), maxPages)
  let jobs = await list('all')
  const beganMs = world.clock.now()
  for (let look = 0; ; look += 1) {
    const waitedMs = look === 0 ? 0 : world.clock.now() - beganMs
    const leftMs = openTimeMs(jobs, request) - waitedMs
    if (leftMs <= 0 || !request.canAfford()) return factsOf(jobs, request, waitedMs)
    const delayMs = settleDelaysMs[Math.min(look, settleDelaysMs.length - 1)] ?? leftMs
    await world.clock.sleep(Math.min(delayMs, leftMs), world.signal)
    try {
      jobs = updateJobs(jobs, await list('latest'))
    } catch (error) {
      // What was read is still worth a report, which says that it has not settled.
      if (!(error instanceof ApiError)) throw error
      world.log.warning(error.message)
      return factsOf(jobs, request, world.clock.now() - beganMs)
    }
  }
}

/** For how long, from the first look on, it is worth waiting for what is still open; 0 for nothing. */
function openTimeMs(jobs: readonly Job[], { own, needs, rules, settleTimeoutMs }: JobsRequest): number {
  const others = withoutOwn(jobs, own === null ? null : findOwnJob(jobs, own))
  const { running, disagreeing } = openness(others, needs, rules)
  if (running > 0) return settleTimeoutMs
  return disagreeing > 0 ? Math.min(settleTimeoutMs, disagreementTimeoutMs) : 0
}

function factsOf(jobs: readonly Job[], { own }: JobsRequest, waitedMs: number): JobFacts {
  const ownJob = own === null ? null : findOwnJob(jobs, own)
  return { jobs: withoutOwn(jobs, ownJob), ownName: ownJob?.name ?? null, waitedMs }
}
