/**
 * Whose fault a failure looks like: this change, a flake, the machine, or a branch that was red before. A judgement
 * is a guess, so its evidence goes with it.
 */
import type { Job, Step } from '../../model.ts'
import type { LogSignal, LogSignalKind, LogStep } from '../log.ts'
import type { LogFacts } from './facts.ts'
import type { MergedJob } from './measure-attempts.ts'
import type { Baseline } from './measure-baseline.ts'
import type { Fault, FaultKind } from './run-report.ts'

/** Whether a job ran and failed, so that its log says why; GitHub may add to the ways to fail. */
export const hasFailed = ({ conclusion }: Job): boolean => conclusion !== null && !noFailures.has(conclusion)
const noFailures: ReadonlySet<string> = new Set([
  'success',
  'neutral',
  'skipped',
  'cancelled',
  'action_required',
  'stale',
])

/** Whether a job was stopped on a runner: a job's own time-out comes out as `cancelled` as well. */
export const wasStopped = (job: Job): boolean => job.conclusion === 'cancelled' && job.steps.length > 0

/** The step that a failed or stopped job ended in; null where none shows it. */
export const failedStep = (job: Job): Step | null =>
  job.steps.find(({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out') ??
  job.steps.find(({ conclusion }) => conclusion === 'cancelled') ??
  job.steps.find(({ status }) => status === 'in_progress') ??
  null

/** Where to look for that step in the job's log; without a step, anywhere. */
export function logStepOf(job: Job): LogStep {
  const step = failedStep(job)
  if (step === null) return { startedAtMs: null, completedAtMs: null, startedBeforeInSecond: 0 }
  const { startedAtMs, completedAtMs } = step
  const inSameSecond = job.steps.filter(
    // The first step sets the job up, and has no header in the log.
    (each) =>
      each.number > 1 &&
      each.number < step.number &&
      each.conclusion !== 'skipped' &&
      each.startedAtMs === startedAtMs,
  )
  return { startedAtMs, completedAtMs, startedBeforeInSecond: inSameSecond.length }
}

/** A finding: what it points to, how strongly (higher wins), and the statement. */
interface Finding {
  readonly kind: FaultKind
  readonly strength: number
  readonly statement: string
}

/** Judges one failed job. */
export function faultOf(merged: MergedJob, log: LogFacts | undefined, baseline: Baseline | null): Fault {
  const findings = [
    ...fromMachine(merged.job, log),
    ...fromAttempts(merged),
    ...fromBaseline(merged.job, baseline),
  ].toSorted((one, other) => other.strength - one.strength)
  return {
    kind: findings[0]?.kind ?? 'unknown',
    evidence: findings.map(({ statement }) => statement),
  }
}

const signalTexts: Readonly<Record<LogSignalKind, { readonly strength: number; readonly text: string }>> = {
  'runner-lost': { strength: 9, text: 'the runner was lost' },
  shutdown: { strength: 9, text: 'the runner was shut down' },
  timeout: { strength: 9, text: 'it ran out of time' },
  'no-space': { strength: 8, text: 'the disk was full' },
  download: { strength: 8, text: 'an action could not be downloaded' },
  memory: { strength: 5, text: 'it was killed, as when memory runs out' },
  network: { strength: 5, text: 'a network or a server failed' },
}

function fromMachine(job: Job, log: LogFacts | undefined): readonly Finding[] {
  const signals: readonly LogSignal[] = log?.kind === 'read' ? log.excerpt.signals : []
  const told = signals.map(({ kind, line }): Finding => {
    const { strength, text } = signalTexts[kind]
    return { kind: 'infrastructure', strength, statement: `${text}: “${line}”` }
  })
  if (told.length > 0) return told
  const finding = (statement: string): readonly Finding[] => [
    { kind: 'infrastructure', strength: 8, statement },
  ]
  if (job.conclusion === 'timed_out') return finding('it ran out of time')
  if (job.conclusion === 'startup_failure') return finding('it could not be started')
  if (job.steps.some(({ status }) => status === 'in_progress'))
    return finding('a step never ended, as when a runner is lost')
  return []
}

function fromAttempts({ earlier }: MergedJob): readonly Finding[] {
  const passed = earlier.find(({ conclusion }) => conclusion === 'success')
  if (passed !== undefined) {
    const statement = `it passed in attempt ${passed.attempt} of this run, on the same commit`
    return [{ kind: 'flaky', strength: 7, statement }]
  }
  const failures = earlier.filter(hasFailed).length
  if (failures === 0) return []
  const times = failures === 1 ? 'an earlier attempt' : `${failures} earlier attempts`
  return [{ kind: 'this-change', strength: 1, statement: `it failed in ${times} of this run too` }]
}

function fromBaseline(job: Job, baseline: Baseline | null): readonly Finding[] {
  if (baseline === null) return []
  const { branch, red } = baseline
  if (red?.failedJobs.has(job.name) === true)
    return [
      { kind: 'inherited', strength: 6, statement: `it fails on ${branch} too, in run #${red.run.number}` },
    ]
  const passed = baseline.jobs.get(job.name)?.size ?? 0
  const { runsWithJobs } = baseline
  const sample =
    runsWithJobs === 1
      ? `the newest successful run on ${branch}`
      : `the newest ${runsWithJobs} successful runs on ${branch}`
  if (passed > 0) {
    const share = passed === runsWithJobs ? (passed === 1 ? '' : 'all of ') : `${passed} of `
    return [{ kind: 'this-change', strength: 3, statement: `it passed in ${share}${sample}` }]
  }
  return runsWithJobs > 0 && !baseline.jobNames.has(job.name)
    ? [
        {
          kind: 'this-change',
          strength: 2,
          statement: `there is no such job in ${sample}, so it is new or renamed`,
        },
      ]
    : []
}
