/** Why jobs failed: the step, the lines of its log, whose fault it looks like; legs that failed alike as one. */
import type { Job } from '../../model.ts'
import { excerptKey } from '../log.ts'
import type { LogFacts } from './facts.ts'
import type { MergedJob } from './measure-attempts.ts'
import type { Baseline } from './measure-baseline.ts'
import { failedStep, faultOf, hasFailed, wasStopped } from './measure-fault.ts'
import type { Gate } from './measure-gate.ts'
import { baseNameOf } from './measure-needs.ts'
import { timesOf } from './measure-times.ts'
import type { FailureReport, Fault } from './run-report.ts'

export interface FailuresInput {
  readonly merged: readonly MergedJob[]
  readonly gate: Gate
  readonly baseline: Baseline | null
  readonly logs: ReadonlyMap<number, LogFacts>
}

interface FailedJob {
  readonly job: Job
  readonly log: LogFacts | undefined
  readonly fault: Fault
  readonly isCounted: boolean
}

/** What the verdict counts first; in the order of the jobs. */
export function measureFailures({ merged, gate, baseline, logs }: FailuresInput): readonly FailureReport[] {
  const counted = new Set(
    gate.rows.flatMap(({ jobId, counts }) => (counts === 'failed' || counts === 'cancelled' ? [jobId] : [])),
  )
  const failed = merged
    .filter(({ job }) => hasFailed(job) || (wasStopped(job) && hasSignal(logs.get(job.id))))
    .map((each): FailedJob => {
      const log = logs.get(each.job.id)
      return { job: each.job, log, fault: faultOf(each, log, baseline), isCounted: counted.has(each.job.id) }
    })
  return [...Map.groupBy(failed, likeness).values()]
    .flatMap(([first, ...others]) => (first === undefined ? [] : [reportOf(first, others)]))
    .toSorted((one, other) => Number(other.isCounted) - Number(one.isCounted))
}

const hasSignal = (log: LogFacts | undefined): boolean =>
  log?.kind === 'read' && log.excerpt.signals.length > 0

/** What is equal in jobs that failed alike. */
function likeness({ job, log, fault, isCounted }: FailedJob): string {
  const isRead = log?.kind === 'read' && log.excerpt.lines.length > 0
  // Without a log, only legs of one matrix are taken to have failed alike.
  const ending = isRead ? excerptKey(log.excerpt) : [baseNameOf(job.name), log?.kind]
  return JSON.stringify([isCounted, job.conclusion, failedStep(job)?.name ?? null, fault.kind, ending])
}

function reportOf({ job, log, fault, isCounted }: FailedJob, others: readonly FailedJob[]): FailureReport {
  const step = failedStep(job)
  const excerpt = log?.kind === 'read' && log.excerpt.lines.length > 0 ? log.excerpt : null
  return {
    jobs: [job, ...others.map((other) => other.job)].map(({ id, name, url }) => ({ id, name, url })),
    step: step === null ? null : { number: step.number, name: step.name },
    conclusion: job.conclusion ?? job.status,
    url: step === null ? job.url : `${job.url}#step:${step.number}:${excerpt?.errorLine ?? 1}`,
    ranMs: timesOf(job).ranMs,
    isCounted,
    fault,
    log: excerpt === null ? null : { lines: excerpt.lines, totalLines: excerpt.totalLines },
    logProblem: log?.kind === 'unread' ? log.problem : '',
  }
}
