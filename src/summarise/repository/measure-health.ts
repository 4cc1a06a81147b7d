/** Health by workflow, from the list of runs alone: all of them, not a sample. */
import { formatDate } from '../../text/format.ts'
import { workflowLabel } from '../../storage.ts'
import { percentile } from '../measure-percentile.ts'
import { isFailed, type RunFact, type RunListing } from './facts.ts'
import {
  bucketDaysOf,
  daysOf,
  meanChange,
  p50Change,
  rounded,
  trendOf,
  type Period,
} from './measure-periods.ts'
import type {
  DailyHealth,
  Health,
  Performance,
  RunRow,
  WorkflowHealth,
  WorkflowSample,
} from './repository-report.ts'

/** GitHub ends a run after 35 days: a longer time is a late change of the run, not its end. */
const longestRunMs = 35 * 24 * 60 * 60 * 1000

/** What the sample of jobs says of a workflow, by path. */
export type Samples = ReadonlyMap<string, WorkflowSample>

export interface HealthOptions {
  /** The whole period; the listing may begin later. */
  readonly period: Period
  readonly samples: Samples
  /** How many runs to list one by one. */
  readonly maxRows: number
}

/** Health of a repository and of each of its workflows. */
export function measureHealth(listing: RunListing, options: HealthOptions): Health {
  const { runs, coverage, sinceMs } = listing
  const period = { sinceMs: Math.max(sinceMs, options.period.sinceMs), nowMs: options.period.nowMs }
  const byWorkflow = Map.groupBy(runs, ({ workflowPath }) => workflowPath)
  return {
    coverage,
    sinceMs: period.sinceMs,
    runs: runs.length,
    completedRuns: runs.filter(isCompleted).length,
    byConclusion: countBy(runs, resultOf),
    overall: performanceOf(runs, period),
    daily: dailyOf(runs, period),
    workflows: [...byWorkflow]
      .map(([path, group]) => workflowOf(group, period, options.samples.get(path) ?? null))
      .toSorted((one, other) => other.runs - one.runs || (one.path < other.path ? -1 : 1)),
    rows: runs.slice(0, options.maxRows).map(rowOf),
  }
}

/**
 * How long the latest attempt of a run took, from its start to its last change: the API tells no end. Null while
 * it is not completed, and where that cannot be its end.
 */
export function runDurationMs(run: RunFact): number | null {
  if (!isCompleted(run)) return null
  const durationMs = run.updatedAtMs - run.startedAtMs
  return durationMs < 0 || durationMs > longestRunMs ? null : durationMs
}

const isCompleted = ({ status }: RunFact): boolean => status === 'completed'

/** A conclusion, or the status of a run that has none yet. */
export const resultOf = ({ conclusion, status }: RunFact): string => conclusion ?? status

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** A run that says how long the workflow takes: a failure ends early, and a re-run repeats only a part. */
const isTypical = ({ conclusion, attempt }: RunFact): boolean => conclusion === 'success' && attempt === 1

function performanceOf(runs: readonly RunFact[], period: Period): Performance {
  const decided = runs.filter(
    ({ isOnDefaultBranch, conclusion }) =>
      isOnDefaultBranch && (conclusion === 'success' || isFailed(conclusion)),
  )
  const succeeded = decided.filter(({ conclusion }) => conclusion === 'success')
  const durations = timedOf(runs)
  const values = durations.map(({ value }) => value)
  return {
    successRate: shareOf(succeeded.length, decided.length),
    decidedRuns: decided.length,
    firstTryRate: shareOf(succeeded.filter(({ attempt }) => attempt === 1).length, decided.length),
    p50Ms: rounded(percentile(values, 0.5)),
    p95Ms: rounded(percentile(values, 0.95)),
    timedRuns: values.length,
    p50Change: p50Change(durations, period),
    successRateChange: meanChange(
      decided.map((run) => ({ atMs: run.createdAtMs, value: Number(run.conclusion === 'success') })),
      period,
    ),
    rerunRuns: runs.filter(({ attempt }) => attempt > 1).length,
  }
}

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

const timedOf = (runs: readonly RunFact[]): readonly { readonly atMs: number; readonly value: number }[] =>
  runs.filter(isTypical).flatMap((run) => {
    const durationMs = runDurationMs(run)
    return durationMs === null ? [] : [{ atMs: run.createdAtMs, value: durationMs }]
  })

function workflowOf(runs: readonly RunFact[], period: Period, sample: WorkflowSample | null): WorkflowHealth {
  const [newest] = runs
  return {
    name: newest?.workflowName ?? '',
    file: workflowLabel(newest),
    path: newest?.workflowPath ?? '',
    runs: runs.length,
    ...performanceOf(runs, period),
    trend: { bucketDays: bucketDaysOf(period), p50Ms: trendOf(timedOf(runs), period) },
    sample,
  }
}

function dailyOf(runs: readonly RunFact[], period: Period): readonly DailyHealth[] {
  const byDay = Map.groupBy(runs, ({ createdAtMs }) => formatDate(createdAtMs))
  return daysOf(period).map((date) => {
    const ofDay = byDay.get(date) ?? []
    const succeeded = ofDay.filter(({ conclusion }) => conclusion === 'success').length
    const failed = ofDay.filter(({ conclusion }) => isFailed(conclusion)).length
    const values = timedOf(ofDay).map(({ value }) => value)
    return {
      date,
      succeeded,
      failed,
      other: ofDay.length - succeeded - failed,
      p50Ms: rounded(percentile(values, 0.5)),
      p95Ms: rounded(percentile(values, 0.95)),
    }
  })
}

const rowOf = (run: RunFact): RunRow => ({
  id: run.id,
  number: run.number,
  attempt: run.attempt,
  workflow: workflowLabel(run),
  branch: run.branch,
  event: run.event,
  result: resultOf(run),
  createdAtMs: run.createdAtMs,
  durationMs: runDurationMs(run),
})
