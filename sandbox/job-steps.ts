import { momentMs } from './clock.ts'
import type { Moment } from './clock.ts'
import type { Job, JobConclusion, Step } from './world.ts'

export interface StepOptions {
  readonly name: string
  readonly status?: Step['status']
  readonly conclusion?: JobConclusion | null
  readonly startedAt?: Moment | null
  readonly completedAt?: Moment | null
}

/**
 * Steps share the job's time: the runner's own take little, and each one given takes longer than the one before. Of a
 * failed job the last one given failed.
 */
export function makeSteps(job: Job, given: readonly (string | StepOptions)[]): Step[] {
  if (given.length === 0) return []
  const options = given.map((step) =>
    typeof step === 'string' ? { name: step } : step,
  ) as readonly StepOptions[]
  const all: readonly StepOptions[] = [{ name: 'Set up job' }, ...options, { name: 'Complete job' }]
  const endAt = job.completedAt ?? job.startedAt
  const ends = endsOf(all.length, Math.max(0, endAt - job.startedAt))
  const isDone = job.status === 'completed'
  return all.map((step, index) => {
    const isLastGiven = index === options.length
    const status =
      step.status ??
      (isDone ? 'completed' : index === 0 ? 'completed' : index === 1 ? 'in_progress' : 'queued')
    const failed = isLastGiven && job.conclusion !== null && job.conclusion !== 'success'
    const inherited: JobConclusion = failed && job.conclusion !== null ? job.conclusion : 'success'
    const startedAt = step.startedAt === undefined ? job.startedAt + (ends[index - 1] ?? 0) : step.startedAt
    const completedAt = step.completedAt === undefined ? job.startedAt + (ends[index] ?? 0) : step.completedAt
    return {
      number: index + 1,
      name: step.name,
      status,
      conclusion: status === 'completed' ? (step.conclusion ?? inherited) : null,
      startedAt: status === 'queued' || startedAt === null ? null : momentMs(startedAt),
      completedAt: status !== 'completed' || completedAt === null ? null : momentMs(completedAt),
    }
  })
}

/** Ends of so many steps after the start of a job that takes so long, in whole seconds, as GitHub has them. */
function endsOf(count: number, jobMs: number): readonly number[] {
  const isOwn = (index: number): boolean => index === 0 || index === count - 1
  const weights = Array.from({ length: count }, (_, index) => (isOwn(index) ? 1 : 12 * index))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((_, index) => {
    const share = weights.slice(0, index + 1).reduce((sum, weight) => sum + weight, 0) / total
    return share === 1 ? jobMs : Math.floor((jobMs * share) / 1000) * 1000
  })
}

/** What a runner writes for a job without output of its own. */
export function defaultLog(job: Job): string {
  const lines: string[] = []
  for (const step of job.steps) {
    const stamp = `${new Date(step.startedAt ?? job.startedAt).toISOString().slice(0, -1)}0000Z`
    lines.push(`${stamp} ##[group]${step.name}`, `${stamp} ##[endgroup]`)
    if (step.conclusion === 'failure') lines.push(`${stamp} ##[error]Process completed with exit code 1.`)
  }
  return `\uFEFF${lines.join('\n')}\n`
}
