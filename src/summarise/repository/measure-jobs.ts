/** What the jobs of the sampled runs say: queues, flaky jobs, failing steps, growth, minutes and money. */
import type { Job } from '../../model.ts'
import { workflowLabel } from '../../storage.ts'
import { billingOf } from '../run/measure-billing.ts'
import { mergeAttempts } from '../run/measure-attempts.ts'
import { timesOf } from '../run/measure-times.ts'
import { percentile } from '../measure-percentile.ts'
import { isFailed, type RunFact, type SampledRun } from './facts.ts'
import { addBills, billWorkflows, type MergedRun } from './measure-minutes.ts'
import { firstAndLast, type Period } from './measure-periods.ts'
import type {
  FailingStep,
  FlakyJob,
  GrowingJob,
  JobFindings,
  QueueTime,
  SampleSize,
  WorkflowSample,
} from './repository-report.ts'

/** The median of fewer executions is chance. */
const minGrowthJobs = 3
/** A smaller growth is within what shared runners do from day to day: a tenth, and ten seconds. */
const minGrowth = { share: 0.1, ms: 10_000 }
const maxStepJobs = 3

export interface JobOptions {
  readonly period: Period
  /** Every run of the listing: what the sample stands for. */
  readonly runs: readonly RunFact[]
  /** Price a minute by runner label. */
  readonly rates: ReadonlyMap<string, number>
}

/** What was found, for the repository and for each workflow (by path). */
export interface MeasuredJobs {
  readonly findings: JobFindings
  readonly samples: ReadonlyMap<string, WorkflowSample>
}

/** One execution of a job: an attempt of it. */
interface Execution {
  readonly workflowPath: string
  readonly workflow: string
  readonly event: string
  readonly job: Job
  readonly queuedMs: number | null
  readonly ranMs: number | null
  readonly atMs: number
}

/** Measures the sample. */
export function measureJobs(sampled: readonly SampledRun[], options: JobOptions): MeasuredJobs {
  const runs = sampled.map((each): MergedRun => ({ sampled: each, merged: mergeAttempts(each.jobs) }))
  const executions = runs.flatMap(executionsOf)
  const flaky = flakyJobs(executions)
  const bills = billWorkflows(runs, options.runs, options.rates)
  const byWorkflow = Map.groupBy(executions, ({ workflowPath }) => workflowPath)
  const samples = new Map(
    [...Map.groupBy(runs, ({ sampled: { run } }) => run.workflowPath)].map(([path, group]) => [
      path,
      {
        runs: group.length,
        queueP95Ms: p95(queuesOf(byWorkflow.get(path) ?? [])),
        minutes: bills.get(path)?.minutes ?? null,
        cost: bills.get(path)?.cost ?? null,
        flakyJobs: flaky.filter(({ path: ofFlaky }) => ofFlaky === path).length,
      },
    ]),
  )
  return {
    samples,
    findings: {
      sample: sampleSize(sampled, options.runs.length),
      ...addBills([...bills.values()]),
      queues: queueTimes(executions),
      flaky: flaky.map(({ job }) => job),
      failingSteps: failingSteps(executions),
      growing: growingJobs(executions, options.period),
    },
  }
}

const sampleSize = (sampled: readonly SampledRun[], ofRuns: number): SampleSize => {
  const count = (reason: SampledRun['reason']): number =>
    sampled.filter((each) => each.reason === reason).length
  return {
    runs: sampled.length,
    ofRuns,
    jobs: sampled.reduce((sum, { jobs }) => sum + jobs.length, 0),
    rerun: count('rerun'),
    failed: count('failed'),
    even: count('even'),
  }
}

const executionsOf = ({ sampled: { run }, merged }: MergedRun): readonly Execution[] =>
  merged
    .flatMap(({ job, earlier }) => [job, ...earlier])
    .map((job) => {
      const { queuedMs, ranMs, startMs, isClamped } = timesOf(job)
      return {
        workflowPath: run.workflowPath,
        workflow: workflowLabel(run),
        event: run.event,
        job,
        // A time that was clamped is that of a job carried over from an earlier attempt: it did not queue.
        queuedMs: isClamped ? null : queuedMs,
        ranMs: isClamped ? null : ranMs,
        atMs: startMs ?? run.startedAtMs,
      }
    })

const queuesOf = (executions: readonly Execution[]): readonly number[] =>
  executions.flatMap(({ queuedMs }) => (queuedMs === null ? [] : [queuedMs]))

const roundedPercentile = (values: readonly number[], p: number): number | null => {
  const value = percentile(values, p)
  return value === null ? null : Math.round(value)
}
const p50 = (values: readonly number[]): number | null => roundedPercentile(values, 0.5)
const p95 = (values: readonly number[]): number | null => roundedPercentile(values, 0.95)

function queueTimes(executions: readonly Execution[]): readonly QueueTime[] {
  const byLabels = Map.groupBy(
    executions.filter(({ queuedMs }) => queuedMs !== null),
    ({ job }) => JSON.stringify(job.labels),
  )
  return [...byLabels.values()]
    .map((group) => ({
      labels: group[0]?.job.labels ?? [],
      jobs: group.length,
      p50Ms: p50(queuesOf(group)) ?? 0,
      p95Ms: p95(queuesOf(group)) ?? 0,
    }))
    .toSorted((one, other) => other.p95Ms - one.p95Ms || other.jobs - one.jobs)
}

/** Workflows are told apart by path; the report names them by file. */
interface OfWorkflow<T> {
  readonly path: string
  readonly job: T
}

/**
 * Jobs with both results on one commit. The event belongs to the commit: a pull request's run tests another tree
 * (the merge) than the push of the same SHA.
 */
function flakyJobs(executions: readonly Execution[]): readonly OfWorkflow<FlakyJob>[] {
  const decided = executions.filter(({ job }) => job.conclusion === 'success' || isFailed(job.conclusion))
  const byJob = Map.groupBy(decided, ({ workflowPath, job }) => JSON.stringify([workflowPath, job.name]))
  return [...byJob.values()]
    .flatMap((ofJob) => {
      const commits = [...Map.groupBy(ofJob, ({ event, job }) => `${event} ${job.headSha}`).values()]
      const flaky = commits.filter(hasBothResults)
      const failures = flaky.flat().filter(({ job }) => isFailed(job.conclusion))
      const newest = newestOf(failures)
      if (newest === null) return []
      return [
        {
          path: newest.workflowPath,
          job: {
            workflow: newest.workflow,
            job: newest.job.name,
            flakyCommits: flaky.length,
            commits: commits.length,
            lastAtMs: newest.atMs,
            url: newest.job.url,
            wastedMinutes: minutesOf(failures),
          },
        },
      ]
    })
    .toSorted(
      ({ job: one }, { job: other }) =>
        other.flakyCommits - one.flakyCommits ||
        other.wastedMinutes - one.wastedMinutes ||
        (one.job < other.job ? -1 : 1),
    )
}

const hasBothResults = (executions: readonly Execution[]): boolean =>
  executions.some(({ job }) => job.conclusion === 'success') &&
  executions.some(({ job }) => isFailed(job.conclusion))

const newestOf = (executions: readonly Execution[]): Execution | null =>
  executions.reduce<Execution | null>(
    (newest, each) => (newest === null || each.atMs > newest.atMs ? each : newest),
    null,
  )

const minutesOf = (executions: readonly Execution[]): number =>
  billingOf(
    executions.map(({ job }) => ({ job, earlier: [] })),
    new Map(),
  ).minutes

/** The first step that failed in each failed execution; empty where none did, as when the runner was lost. */
function failingSteps(executions: readonly Execution[]): readonly FailingStep[] {
  const failed = executions
    .filter(({ job }) => isFailed(job.conclusion))
    .map((execution) => ({
      ...execution,
      step: execution.job.steps.find(({ conclusion }) => isFailed(conclusion))?.name ?? '',
    }))
  const byStep = Map.groupBy(failed, ({ workflowPath, step }) => JSON.stringify([workflowPath, step]))
  return [...byStep.values()]
    .map((group) => {
      const jobs = [...new Set(group.map(({ job }) => job.name))]
      const newest = newestOf(group)
      return {
        workflow: group[0]?.workflow ?? '',
        step: group[0]?.step ?? '',
        failures: group.length,
        jobs: jobs.slice(0, maxStepJobs),
        jobCount: jobs.length,
        lastAtMs: newest?.atMs ?? 0,
        url: newest?.job.url ?? '',
      }
    })
    .toSorted((one, other) => other.failures - one.failures || other.lastAtMs - one.lastAtMs)
}

/** Jobs whose successful executions took notably longer in the last week than in the first one. */
function growingJobs(executions: readonly Execution[], period: Period): readonly GrowingJob[] {
  const succeeded = executions.filter(({ job, ranMs }) => job.conclusion === 'success' && ranMs !== null)
  const byJob = Map.groupBy(succeeded, ({ workflowPath, job }) => JSON.stringify([workflowPath, job.name]))
  return [...byJob.values()]
    .flatMap((group): readonly GrowingJob[] => {
      const { first, last } = firstAndLast(group, period, ({ atMs }) => atMs)
      const firstP50Ms = p50(ranTimes(first))
      const lastP50Ms = p50(ranTimes(last))
      const [newest] = last
      if (newest === undefined || firstP50Ms === null || lastP50Ms === null) return []
      if (first.length < minGrowthJobs || last.length < minGrowthJobs) return []
      return [
        {
          workflow: newest.workflow,
          job: newest.job.name,
          firstP50Ms,
          lastP50Ms,
          growthMs: lastP50Ms - firstP50Ms,
          firstJobs: first.length,
          lastJobs: last.length,
        },
      ]
    })
    .filter(({ growthMs, firstP50Ms }) => growthMs >= Math.max(minGrowth.ms, firstP50Ms * minGrowth.share))
    .toSorted((one, other) => other.growthMs - one.growthMs || (one.job < other.job ? -1 : 1))
}

const ranTimes = (executions: readonly Execution[]): readonly number[] =>
  executions.flatMap(({ ranMs }) => (ranMs === null ? [] : [ranMs]))
