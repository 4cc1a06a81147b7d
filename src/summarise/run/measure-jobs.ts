/** The rows of the job table: times, comparison, attempts, and what each job does to the verdict. */
import type { Job, Run, Step } from '../../model.ts'
import { belongsToAttempt, isFlaky, type MergedJob } from './measure-attempts.ts'
import { stepKey, type Baseline } from './measure-baseline.ts'
import { hasFailed } from './measure-fault.ts'
import type { Gate, GateRow } from './measure-gate.ts'
import type { CriticalPath } from './measure-path.ts'
import { stepDuration, timesOf } from './measure-times.ts'
import type { EarlierReport, JobReport, SlowStepReport, StepReport } from './run-report.ts'

export interface JobsInput {
  readonly merged: readonly MergedJob[]
  readonly run: Run
  readonly gate: Gate
  readonly baseline: Baseline | null
  readonly path: CriticalPath | null
}

/** One report a job, in the order of the jobs. */
export function measureJobs({ merged, run, gate, baseline, path }: JobsInput): readonly JobReport[] {
  const rows = new Map(gate.rows.map((row) => [row.jobId, row]))
  const onPath = new Set(path?.steps.map(({ id }) => id))
  const skipReason = skipReasons(merged.map(({ job }) => job))
  return merged.map((each): JobReport => {
    const { job } = each
    return {
      id: job.id,
      name: job.name,
      url: job.url,
      attempt: job.attempt,
      status: job.status,
      conclusion: job.conclusion,
      ...judgementOf(rows.get(job.id), gate),
      labels: job.labels,
      runner: job.runnerName,
      ...timesAndComparison(job, baseline),
      isOfLatestAttempt: belongsToAttempt(job, run),
      isFlaky: isFlaky(each),
      isOnCriticalPath: onPath.has(job.id),
      slackMs: path?.slackMs.get(job.id) ?? null,
      skipReason: job.conclusion === 'skipped' ? skipReason(job) : '',
      earlier: each.earlier.map(earlierReport),
      steps: job.steps.map(stepReport),
    }
  })
}

const judgementOf = (
  row: GateRow | undefined,
  { outside }: Gate,
): Pick<JobReport, 'counts' | 'why' | 'needsId'> =>
  row === undefined
    ? { counts: null, why: outside, needsId: null }
    : { counts: row.counts, why: row.why, needsId: row.needsId }

function timesAndComparison(job: Job, baseline: Baseline | null) {
  const { createdMs, startMs, endMs, queuedMs, ranMs, isClamped } = timesOf(job)
  const typical = baseline?.jobs.get(job.name)
  return {
    createdAtMs: createdMs,
    startedAtMs: startMs,
    endedAtMs: endMs,
    queuedMs,
    ranMs,
    isClamped,
    p50Ms: typical?.p50Ms ?? null,
    baselineSize: typical?.size ?? 0,
    deltaMs: deltaOf(job, ranMs, typical?.p50Ms),
  }
}

const earlierReport = (past: Job): EarlierReport => ({
  id: past.id,
  attempt: past.attempt,
  conclusion: past.conclusion,
  ranMs: timesOf(past).ranMs,
  url: past.url,
})

const stepReport = (step: Step): StepReport => ({
  number: step.number,
  name: step.name,
  conclusion: step.conclusion,
  startedAtMs: step.startedAtMs,
  ranMs: stepDuration(step),
})

/** A job that stopped half-way is no faster than others: only successes compare. */
const deltaOf = (job: Job, ranMs: number | null, p50Ms: number | undefined): number | null =>
  job.conclusion === 'success' && ranMs !== null && p50Ms !== undefined ? ranMs - p50Ms : null

/** Why a job was skipped, as far as it shows: GitHub does not say. */
function skipReasons(jobs: readonly Job[]): (job: Job) => string {
  const culprits = jobs.filter((job) => hasFailed(job) || job.conclusion === 'cancelled')
  const [culprit, ...others] = culprits
  return (job) => {
    // GitHub shows the name of a matrix that was never expanded as it is written.
    if (job.name.includes('${{')) return 'its condition was false'
    if (culprit === undefined) return 'its condition was false, or a job that it needs was skipped'
    const what = hasFailed(culprit) ? 'failed' : 'was cancelled'
    return others.length === 0
      ? `probably since ${culprit.name} ${what}`
      : 'probably since a job that it needs did not succeed'
  }
}

const slowestStepCount = 10

/** The longest steps of the run. */
export function slowestSteps(jobs: readonly Job[], baseline: Baseline | null): readonly SlowStepReport[] {
  const ran = jobs.flatMap((job) =>
    job.steps.flatMap((step) => {
      const ranMs = stepDuration(step)
      return ranMs === null || ranMs === 0 ? [] : [{ job, step, ranMs }]
    }),
  )
  return ran
    .toSorted((one, other) => other.ranMs - one.ranMs)
    .slice(0, slowestStepCount)
    .map(({ job, step, ranMs }) => {
      const p50Ms = baseline?.steps.get(stepKey(job.name, step.name))?.p50Ms ?? null
      const jobMs = timesOf(job).ranMs ?? 0
      return {
        job: job.name,
        jobUrl: job.url,
        number: step.number,
        name: step.name,
        ranMs,
        shareOfJob: jobMs === 0 ? 1 : Math.min(1, ranMs / jobMs),
        p50Ms,
        deltaMs: p50Ms === null ? null : ranMs - p50Ms,
      }
    })
}
