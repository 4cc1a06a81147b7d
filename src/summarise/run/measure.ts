/** From what was read of a run to its report: the verdict, why, and every number that is shown. */
import type { Job } from '../../model.ts'
import type { GateRules, RunFacts } from './facts.ts'
import {
  belongsToAttempt,
  isFlaky,
  isPartialRerun,
  mergeAttempts,
  type MergedJob,
} from './measure-attempts.ts'
import { measureBaseline, type Baseline } from './measure-baseline.ts'
import { billingOf } from './measure-billing.ts'
import { measureFailures } from './measure-failures.ts'
import { judge, type Gate } from './measure-gate.ts'
import { measureJobs, slowestSteps } from './measure-jobs.ts'
import { matchNeeds, type MatchedNeed } from './measure-needs.ts'
import { criticalPath, type CriticalPath, type PathNode } from './measure-path.ts'
import { durationSince, timesOf } from './measure-times.ts'
import type {
  BaselineReport,
  CriticalPathReport,
  GateReport,
  RegressionReport,
  RunReport,
  SettledReport,
} from './run-report.ts'

export interface MeasureOptions {
  readonly rules: GateRules
  /** Price a minute by runner label. */
  readonly rates: ReadonlyMap<string, number>
}

/** SPEC: the duration is gated on from five baseline runs on; fewer have no p50 worth the name. */
const minRunsForRegression = 5

/** Measures a run. Pure: the same facts give the same report. */
export function measureRun(facts: RunFacts, { rules, rates }: MeasureOptions): RunReport {
  const { run } = facts
  const merged = mergeAttempts(facts.jobs?.jobs ?? [])
  const jobs = merged.map(({ job }) => job)
  const { gate, needs } = judgeRun(facts, jobs, rules)
  const baseline = baselineOf(facts)
  const ofAttempt = merged.filter(({ job }) => belongsToAttempt(job, run))
  const ofAttemptJobs = ofAttempt.map(({ job }) => job)
  const durationMs = facts.isRunRead ? durationSince(run.startedAtMs, ofAttemptJobs) : null
  const isPartial = isPartialRerun(merged, run)
  const hasEnded = jobs.every(({ status }) => status === 'completed')
  const comparison = compare(baseline, hasEnded && !isPartial ? durationMs : null)
  const regression = regressionOf(rules, comparison, { durationMs, hasEnded, isPartial })
  const path = facts.isRunRead ? pathOf(ofAttempt, run.startedAtMs) : null
  const verdict = regression?.isExceeded === true ? 'failure' : gate.verdict
  return {
    schema: 'actions-steward/run-report/v1',
    generatedAt: new Date(facts.nowMs).toISOString(),
    repository: `${facts.repository.owner}/${facts.repository.name}`,
    run: headOf(facts, isPartial),
    verdict,
    conclusion: gate.conclusion,
    durationMs,
    settled: settledOf(gate, facts.jobs?.waitedMs ?? 0),
    gate: gateReport(gate, { isOn: rules.isOn, regression, isOpen: verdict === 'success', needs }),
    baseline: comparison,
    failedJobs: gate.rows.filter(({ counts }) => counts === 'failed').map(({ name }) => name),
    flakyJobs: merged.filter(isFlaky).map(({ job }) => job.name),
    slowestJob: slowestOf(ofAttempt) ?? slowestOf(merged),
    jobs: measureJobs({ merged, run, gate, baseline, path }),
    failures: measureFailures({ merged, gate, baseline, logs: facts.logs }),
    criticalPath: path === null ? null : pathReport(path, jobs),
    slowestSteps: slowestSteps(jobs, baseline),
    artifacts: artifactsOf(facts),
    billing: billingOf(merged, rates),
    notices: facts.notices,
    apiCalls: facts.apiCalls,
  }
}

const baselineOf = ({ baseline, jobs }: RunFacts): Baseline | null =>
  baseline === null ? null : measureBaseline(baseline, jobs?.ownName ?? null)

function judgeRun(
  { needs: given, jobs: facts, run }: RunFacts,
  jobs: readonly Job[],
  rules: GateRules,
): { readonly gate: Gate; readonly needs: readonly MatchedNeed[] } {
  const needs = given === null ? null : matchNeeds(given, jobs)
  const runConclusion = run.status === 'completed' ? run.conclusion : null
  const gate = judge({ jobs: facts === null ? null : jobs, needs, runConclusion, rules })
  return { gate, needs: needs ?? [] }
}

const headOf = ({ run, isRunRead, isCurrentRun }: RunFacts, isPartial: boolean): RunReport['run'] => ({
  id: run.id,
  number: isRunRead ? run.number : null,
  attempt: run.attempt,
  workflow: run.workflowName,
  workflowPath: run.workflowPath,
  title: run.title,
  event: run.event,
  branch: run.headBranch,
  sha: run.headSha,
  actor: run.actor,
  url: run.url,
  startedAtMs: isRunRead ? run.startedAtMs : null,
  isCurrentRun,
  isPartialRerun: isPartial,
})

function settledOf({ rows }: Gate, waitedMs: number): SettledReport {
  const jobs = rows.filter(({ jobId }) => jobId !== null)
  return { jobs: jobs.length, settled: jobs.filter(({ isSettled }) => isSettled).length, waitedMs }
}

const gateReport = (
  { rows, problems }: Gate,
  own: Pick<GateReport, 'isOn' | 'isOpen' | 'regression'> & { readonly needs: readonly MatchedNeed[] },
): GateReport => ({
  isOn: own.isOn,
  isOpen: own.isOpen,
  rows,
  problems,
  regression: own.regression,
  needs: own.needs.map(({ id, result, match }) => ({ id, result, match })),
})

/** `durationMs` is null where the run does not compare: it has not ended, or re-ran a part. */
const compare = (baseline: Baseline | null, durationMs: number | null): BaselineReport | null =>
  baseline === null
    ? null
    : {
        branch: baseline.branch,
        runs: baseline.runs,
        runsWithJobs: baseline.runsWithJobs,
        p50Ms: baseline.p50Ms,
        p95Ms: baseline.p95Ms,
        deltaMs: baseline.p50Ms === null || durationMs === null ? null : durationMs - baseline.p50Ms,
        redRunUrl: baseline.red?.run.url ?? null,
      }

interface Duration {
  /** Up to the end of the last job that has ended. */
  readonly durationMs: number | null
  readonly hasEnded: boolean
  readonly isPartial: boolean
}

function regressionOf(
  { maxRegression }: GateRules,
  baseline: BaselineReport | null,
  { durationMs, hasEnded, isPartial }: Duration,
): RegressionReport | null {
  if (maxRegression === null) return null
  const p50Ms = baseline?.p50Ms ?? null
  const change = durationMs === null || p50Ms === null || p50Ms === 0 ? null : (durationMs - p50Ms) / p50Ms
  const isOver = change !== null && change > maxRegression
  const isTooLong = isOver && !isPartial && (baseline?.runs ?? 0) >= minRunsForRegression
  const note = isTooLong ? '' : obstacleTo(baseline, { change, hasEnded, isPartial })
  return { limit: maxRegression, change: note === '' ? change : null, isExceeded: isTooLong, note }
}

/** Why a run that does not exceed the limit cannot be said to keep it; empty when it can. */
function obstacleTo(
  baseline: BaselineReport | null,
  { change, hasEnded, isPartial }: Omit<Duration, 'durationMs'> & { readonly change: number | null },
): string {
  if (isPartial) return 'only some of the jobs were re-run, so the duration compares with no whole run'
  if (baseline === null) return 'there is nothing to compare with'
  if (baseline.runs < minRunsForRegression)
    return `there are only ${baseline.runs} successful runs to compare with, and it takes ${minRunsForRegression}`
  // A job that no longer counts may go on for longer than the limit.
  if (!hasEnded) return 'not every job has ended'
  return change === null ? 'the duration is not known' : ''
}

function pathOf(merged: readonly MergedJob[], runStartMs: number): CriticalPath | null {
  const nodes = merged.flatMap(({ job }): readonly PathNode[] => {
    const { createdMs, startMs, endMs } = timesOf(job)
    return startMs === null || endMs === null
      ? []
      : [{ id: job.id, createdMs: createdMs ?? startMs, startMs, endMs }]
  })
  return criticalPath(nodes, runStartMs)
}

function pathReport(path: CriticalPath, jobs: readonly Job[]): CriticalPathReport {
  const names = new Map(jobs.map(({ id, name }) => [id, name]))
  const nameOf = (id: number): string => names.get(id) ?? ''
  return {
    steps: path.steps.map((step) => ({ ...step, name: nameOf(step.id) })),
    totalMs: path.totalMs,
    longest: nameOf(path.longest.id),
    savingMs: path.longest.savingMs,
    then: path.longest.thenId === null ? null : nameOf(path.longest.thenId),
  }
}

function slowestOf(merged: readonly MergedJob[]): string | null {
  const ran = merged.flatMap(({ job }) => {
    const { ranMs } = timesOf(job)
    return ranMs === null ? [] : [{ name: job.name, ranMs }]
  })
  return ran.toSorted((one, other) => other.ranMs - one.ranMs)[0]?.name ?? null
}

const artifactsOf = ({ artifacts }: RunFacts): RunReport['artifacts'] =>
  artifacts === null
    ? null
    : artifacts
        .map(({ id, name, sizeBytes, digest, isExpired, expiresAtMs }) => ({
          id,
          name,
          sizeBytes,
          digest,
          isExpired,
          expiresAtMs,
        }))
        .toSorted((one, other) => other.sizeBytes - one.sizeBytes || one.id - other.id)
