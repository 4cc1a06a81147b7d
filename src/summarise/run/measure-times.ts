/**
 * Times of jobs and steps, made safe to reckon with: the API gives starts before creation, ends before starts,
 * times of jobs that never ran, and none at all. What was impossible is clamped and marked.
 */
import type { Job, Step } from '../../model.ts'

export interface Times {
  /** Since when it could run: GitHub creates a job when all that it needs has ended. */
  readonly createdMs: number | null
  /** When a runner began; null for a job that did not start. */
  readonly startMs: number | null
  readonly endMs: number | null
  /** Waiting for a runner. Null where the API does not say. */
  readonly queuedMs: number | null
  /** From start to end. Null while it runs, and for a job that did not start. */
  readonly ranMs: number | null
  /** Whether a time of the API was impossible and was clamped. */
  readonly isClamped: boolean
}

const never: Times = {
  createdMs: null,
  startMs: null,
  endMs: null,
  queuedMs: null,
  ranMs: null,
  isClamped: false,
}

/** Times of a job. A skipped job has none, whatever the API says, and one that no runner took has no run time. */
export function timesOf(job: Job): Times {
  if (job.conclusion === 'skipped') return never
  const { createdAtMs: createdMs, completedAtMs } = job
  if (!hasStarted(job)) return { ...never, createdMs }
  const startMs = startOf(job)
  if (startMs === null) return { ...never, createdMs, endMs: completedAtMs }
  const queuedMs = createdMs === null ? null : startMs - createdMs
  const ranMs = completedAtMs === null ? null : completedAtMs - startMs
  return {
    createdMs: createdMs === null ? null : Math.min(createdMs, startMs),
    startMs,
    endMs: completedAtMs === null ? null : Math.max(completedAtMs, startMs),
    queuedMs: queuedMs === null ? null : Math.max(0, queuedMs),
    ranMs: ranMs === null ? null : Math.max(0, ranMs),
    isClamped: (queuedMs ?? 0) < 0 || (ranMs ?? 0) < 0,
  }
}

/** `started_at` alone does not tell: a job in the queue has one too. */
function hasStarted(job: Job): boolean {
  if (job.status === 'completed') return job.conclusion !== 'cancelled' || wasTaken(job)
  return job.status === 'in_progress'
}

const wasTaken = (job: Job): boolean => (job.runnerName ?? '') !== '' || job.steps.length > 0

/**
 * When the runner began. `started_at` is sometimes the time at which the job was put into the queue, so the start
 * of its first step counts when that is later.
 */
function startOf({ startedAtMs, completedAtMs, steps }: Job): number | null {
  const firstMs = steps.reduce<number | null>(
    (first, step) => (step.startedAtMs === null ? first : Math.min(first ?? Infinity, step.startedAtMs)),
    null,
  )
  if (startedAtMs === null) return firstMs
  const isPlausible = firstMs !== null && firstMs > startedAtMs && firstMs <= (completedAtMs ?? Infinity)
  return isPlausible ? firstMs : startedAtMs
}

/** How long a step took, clamped at 0; null for one that was skipped or has not ended. */
export function stepDuration(step: Step): number | null {
  if (step.conclusion === 'skipped' || step.startedAtMs === null || step.completedAtMs === null) return null
  return Math.max(0, step.completedAtMs - step.startedAtMs)
}

/** Start of an attempt to the end of the last of these jobs; null when none of them ended after it. */
export function durationSince(startedAtMs: number, jobs: readonly Job[]): number | null {
  const lastMs = jobs.reduce((last, job) => Math.max(last, timesOf(job).endMs ?? -Infinity), -Infinity)
  return lastMs < startedAtMs ? null : lastMs - startedAtMs
}
