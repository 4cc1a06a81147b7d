/** What the run is compared with: recent successful runs of the same workflow on the baseline branch. */
import type { Job, Run } from '../../model.ts'
import { percentile } from '../measure-percentile.ts'
import type { BaselineFacts, BaselineRun } from './facts.ts'
import { mergeAttempts } from './measure-attempts.ts'
import { durationSince, stepDuration, timesOf } from './measure-times.ts'

/** A p50 and how many values it is of. */
export interface Typical {
  readonly p50Ms: number
  readonly size: number
}

export interface Baseline {
  readonly branch: string
  readonly runs: number
  readonly runsWithJobs: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  /** Of successful executions, by job name. */
  readonly jobs: ReadonlyMap<string, Typical>
  /** By `stepKey`. */
  readonly steps: ReadonlyMap<string, Typical>
  /** Names of the jobs of the runs whose jobs were read, whatever became of them. */
  readonly jobNames: ReadonlySet<string>
  readonly red: { readonly run: Run; readonly failedJobs: ReadonlySet<string> } | null
}

/** Where a step's durations are kept: by the names of the job and the step, since numbers move. */
export const stepKey = (job: string, step: string): string => JSON.stringify([job, step])

/** Reckons the baseline. `ownName` is left out, as it is in the run that is compared. */
export function measureBaseline(facts: BaselineFacts, ownName: string | null): Baseline {
  const durations = durationsOf(facts.runs, ownName)
  const read = facts.runs.flatMap(({ jobs }) => (jobs === null ? [] : [jobs]))
  const latest = read.map((jobs) => mergeAttempts(jobs).map(({ job }) => job))
  return {
    branch: facts.branch,
    runs: durations.length,
    runsWithJobs: read.length,
    p50Ms: rounded(percentile(durations, 0.5)),
    p95Ms: rounded(percentile(durations, 0.95)),
    jobs: typicalJobs(latest.flat()),
    steps: typicalSteps(latest.flat()),
    jobNames: new Set(read.flat().map(({ name }) => name)),
    red: facts.red === null ? null : { run: facts.red.run, failedJobs: failedNames(facts.red.jobs) },
  }
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value))

/**
 * A run in the listing has no end, only a time of its last change, which is later than the end of its last job, and
 * the run that is compared has no own job in it. How much later is taken from the runs whose jobs were read.
 */
function durationsOf(runs: readonly BaselineRun[], ownName: string | null): readonly number[] {
  const measured = runs.map(({ run, jobs }) => ({
    listedMs: Math.max(0, run.updatedAtMs - run.startedAtMs),
    exactMs:
      jobs === null
        ? null
        : durationSince(
            run.startedAtMs,
            jobs.filter(({ name }) => name !== ownName),
          ),
  }))
  const excesses = measured.flatMap(({ listedMs, exactMs }) => (exactMs === null ? [] : [listedMs - exactMs]))
  const excessMs = Math.max(0, percentile(excesses, 0.5) ?? 0)
  return measured.map(({ listedMs, exactMs }) => exactMs ?? Math.max(0, listedMs - excessMs))
}

function typicalJobs(jobs: readonly Job[]): ReadonlyMap<string, Typical> {
  const ran = jobs.flatMap((job) => {
    const { ranMs } = timesOf(job)
    return ranMs === null || job.conclusion !== 'success' ? [] : [{ key: job.name, ranMs }]
  })
  return typical(ran)
}

function typicalSteps(jobs: readonly Job[]): ReadonlyMap<string, Typical> {
  const ran = jobs.flatMap((job) =>
    job.steps.flatMap((step) => {
      const ranMs = stepDuration(step)
      return ranMs === null || step.conclusion !== 'success'
        ? []
        : [{ key: stepKey(job.name, step.name), ranMs }]
    }),
  )
  return typical(ran)
}

function typical(
  values: readonly { readonly key: string; readonly ranMs: number }[],
): ReadonlyMap<string, Typical> {
  const found = new Map<string, Typical>()
  for (const [key, group] of Map.groupBy(values, (value) => value.key)) {
    const p50Ms = percentile(
      group.map(({ ranMs }) => ranMs),
      0.5,
    )
    if (p50Ms !== null) found.set(key, { p50Ms: Math.round(p50Ms), size: group.length })
  }
  return found
}

const failedNames = (jobs: readonly Job[]): ReadonlySet<string> =>
  new Set(
    mergeAttempts(jobs)
      .filter(({ job }) => job.conclusion === 'failure' || job.conclusion === 'timed_out')
      .map(({ job }) => job.name),
  )
