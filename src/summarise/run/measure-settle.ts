/** What is still open while a run settles, and which of its jobs this step is in. */
import type { Job } from '../../model.ts'
import type { GateRules, Needs } from './facts.ts'
import { mergeAttempts } from './measure-attempts.ts'
import { matchNeeds } from './measure-needs.ts'
import { agrees, scopeOf, waitingIds } from './measure-scope.ts'

export interface Openness {
  /** Jobs that the gate looks at and that have not ended. */
  readonly running: number
  /** Ids of `needs` whose result the API does not show, or shows another for: it lags behind. */
  readonly disagreeing: number
}

/** How far the jobs (without this step's own) are from what the gate needs to know. */
export function openness(jobs: readonly Job[], needs: Needs | null, rules: GateRules): Openness {
  const latest = mergeAttempts(jobs).map(({ job }) => job)
  const matched = needs === null ? null : matchNeeds(needs, latest)
  const input = { jobs: latest, needs: matched, rules }
  const contradicted = (matched ?? []).filter((need) => need.jobs.length > 0 && !agrees(need))
  return {
    running: scopeOf(input).filter((item) => item.kind === 'job' && item.job.conclusion === null).length,
    disagreeing: contradicted.length + waitingIds(input),
  }
}

/** What a step knows of the job that it is in. */
export interface OwnJob {
  /** `job.check_run_id`; null on GitHub Enterprise Server. */
  readonly jobId: number | null
  readonly runnerName: string
}

/**
 * The job that this step is in: by id; else the one in progress on this runner that started last; else, since this
 * one is, the only one in progress. Null where none of them finds it.
 */
export function findOwnJob(jobs: readonly Job[], { jobId, runnerName }: OwnJob): Job | null {
  const byId = jobs.find(({ id }) => id === jobId)
  if (byId !== undefined) return byId
  const running = jobs.filter(({ status }) => status === 'in_progress')
  const [onRunner] = running
    .filter((job) => runnerName !== '' && job.runnerName === runnerName)
    .toSorted((one, other) => (other.startedAtMs ?? 0) - (one.startedAtMs ?? 0))
  const [only, ...others] = running
  return onRunner ?? (others.length === 0 ? (only ?? null) : null)
}

/** Without the job that this step is in, and what it was in earlier attempts. */
export const withoutOwn = (jobs: readonly Job[], own: Job | null): readonly Job[] =>
  own === null
    ? jobs
    : jobs.filter((job) => job.id !== own.id && (job.name !== own.name || job.attempt === own.attempt))

/** The newer state of each job, and what came anew; a job is told by its id. */
export const updateJobs = (known: readonly Job[], news: readonly Job[]): readonly Job[] => [
  ...new Map([...known, ...news].map((job) => [job.id, job])).values(),
]
