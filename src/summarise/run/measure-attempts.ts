/**
 * Attempts of a run made one: each job name counts with its highest attempt, and what older attempts say shows
 * flakiness. A re-run of failed jobs lists only those; the others keep the result of an earlier attempt.
 */
import type { Job } from '../../model.ts'
import { baseNameOf } from './measure-needs.ts'

/** A job as it stands now, with its older executions. */
export interface MergedJob {
  readonly job: Job
  /** Older executions of the same job, newest first; what GitHub only carried over is not one. */
  readonly earlier: readonly Job[]
}

/** One entry a job, in the order of their ids. Two jobs with the same display name stay two. */
export function mergeAttempts(executions: readonly Job[]): readonly MergedJob[] {
  const merged: MergedJob[] = []
  for (const group of Map.groupBy(executions, ({ name }) => name).values())
    merged.push(...mergeOneName(group))
  return withoutUnexpanded(merged).toSorted((one, other) => one.job.id - other.job.id)
}

/**
 * A matrix or a called workflow that is skipped has one job; when a later attempt runs it, its legs come under names of
 * their own, and nothing takes the place of that one.
 */
function withoutUnexpanded(merged: readonly MergedJob[]): readonly MergedJob[] {
  const newestLeg = new Map<string, number>()
  for (const { job } of merged) {
    const base = baseNameOf(job.name)
    if (base !== job.name) newestLeg.set(base, Math.max(newestLeg.get(base) ?? 0, job.attempt))
  }
  return merged.filter(({ job }) => {
    const isWhole = baseNameOf(job.name) === job.name || job.name.includes('${{')
    const newest = newestLeg.get(baseNameOf(job.name)) ?? 0
    return !(job.conclusion === 'skipped' && isWhole && newest > job.attempt)
  })
}

function mergeOneName(executions: readonly Job[]): readonly MergedJob[] {
  const attempts = [...Map.groupBy(executions, ({ attempt }) => attempt)].toSorted(
    ([one], [other]) => one - other,
  )
  let current: MergedJob[] = []
  for (const [, jobs] of attempts) current = takeOver(current, jobs)
  return current
}

/**
 * The jobs of the next attempt replace those they are re-runs of; what was not re-run stays. Of several jobs with
 * one display name a job is a re-run of the one with the same steps, and of those the one with the worst result,
 * since it is failures that are re-run.
 */
function takeOver(current: readonly MergedJob[], jobs: readonly Job[]): MergedJob[] {
  const left = new Set(current.toSorted(worstFirst))
  const bySteps = Map.groupBy([...left], ({ job }) => stepsOf(job))
  const replaced = jobs.toSorted(byId).map((job): MergedJob => {
    const past = bySteps.get(stepsOf(job))?.find((each) => left.has(each)) ?? left.values().next().value
    if (past === undefined) return { job, earlier: [] }
    left.delete(past)
    if (!isCarriedOver(past.job, job)) return { job, earlier: [past.job, ...past.earlier] }
    // Created anew, with a start of old: its wait is that of the job that did run.
    return { job: { ...job, createdAtMs: past.job.createdAtMs }, earlier: past.earlier }
  })
  return [...replaced, ...left]
}

const worstFirst = (one: MergedJob, other: MergedJob): number =>
  Number(one.job.conclusion === 'success') - Number(other.job.conclusion === 'success') ||
  byId(one.job, other.job)

const stepsOf = (job: Job): string => JSON.stringify([job.labels, job.steps.map(({ name }) => name)])

/** GitHub may list a job that was not re-run once more under the next attempt, with the times of the old one. */
const isCarriedOver = (past: Job, job: Job): boolean =>
  past.startedAtMs === job.startedAtMs &&
  past.completedAtMs === job.completedAtMs &&
  past.conclusion === job.conclusion &&
  past.completedAtMs !== null

/** Whether one commit gave a job both results: it failed in one attempt of the run and passed in another. */
export function isFlaky(merged: MergedJob): boolean {
  const results = [merged.job, ...merged.earlier].map(({ conclusion }) => conclusion)
  return results.includes('success') && results.some((each) => each === 'failure' || each === 'timed_out')
}

/** Whether the latest attempt re-ran only some of the jobs: then its duration compares with no whole run's. */
export const isPartialRerun = (
  merged: readonly MergedJob[],
  latest: { readonly attempt: number; readonly startedAtMs: number },
): boolean =>
  latest.attempt > 1 &&
  merged.some(({ job }) => job.conclusion !== 'skipped' && !belongsToAttempt(job, latest))

/** Whether a job ran in the latest attempt, rather than being kept or carried over from an earlier one. */
export const belongsToAttempt = (
  job: Job,
  latest: { readonly attempt: number; readonly startedAtMs: number },
): boolean =>
  job.attempt >= latest.attempt &&
  (latest.attempt === 1 || job.completedAtMs === null || job.completedAtMs >= latest.startedAtMs)

const byId = (one: Job, other: Job): number => one.id - other.id
