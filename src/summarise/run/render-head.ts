/** The top of the page: the verdict in one line, and what closed the gate besides failed jobs. */
import { countOf, formatCount, formatDuration, formatPercent, shorten } from '../../text/format.ts'
import { escapeText, link } from '../../text/markdown.ts'
import { formatDelta, isForgiven, nameSpan, statement } from './render-names.ts'
import type { GateRow } from './measure-gate.ts'
import type { RegressionReport, RunReport } from './run-report.ts'

const maxNotes = 20

/** `## ❌ CI failed: 1 of 14 jobs · 11m 42s (+2m 10s, p50 9m 32s of 20 runs on main) · attempt 2`. */
export function renderVerdict(report: RunReport): string {
  const { run, settled } = report
  const parts = [
    `${subject(report)} ${outcome(report)}`,
    ...duration(report),
    ...(run.attempt > 1
      ? [`attempt ${run.attempt}${run.isPartialRerun ? ' (only some jobs re-run)' : ''}`]
      : []),
    ...(settled.settled < settled.jobs
      ? [`**${formatCount(settled.settled)} of ${formatCount(settled.jobs)} settled**`]
      : []),
  ]
  return `## ${verdictMark(report)} ${parts.join(' · ')}`
}

const verdictMark = ({ verdict }: RunReport): string =>
  verdict === 'success' ? '✅' : verdict === 'cancelled' ? '⏹️' : '❌'

/** Of another run than this one, which it is. */
function subject({ run }: RunReport): string {
  const workflow = run.workflow === '' ? 'The run' : run.workflow
  if (run.isCurrentRun) return statement(workflow)
  const number = run.number === null ? '' : ` #${run.number}`
  const branch = run.branch === null ? '' : ` of ${nameSpan(run.branch)}`
  return `${link(shorten(`${workflow}${number}`, 300), run.url)}${branch}`
}

function outcome({ verdict, gate, failedJobs, jobs }: RunReport): string {
  const total = countOf(gate.rows.length, 'job')
  const forgiven = jobs.filter(isForgiven).length
  if (verdict === 'success')
    return `passed: ${total}${forgiven === 0 ? '' : `, ${formatCount(forgiven)} of them not successful but allowed`}`
  const cancelled = gate.rows.filter(({ counts }) => counts === 'cancelled').length
  if (verdict === 'cancelled') return `was cancelled: ${formatCount(cancelled)} of ${total}`
  if (failedJobs.length > 0) return `failed: ${formatCount(failedJobs.length)} of ${total}`
  return gate.regression?.isExceeded === true ? `is too slow: ${total}` : `failed: ${total}, see below`
}

function duration({ durationMs, baseline }: RunReport): readonly string[] {
  if (durationMs === null) return []
  const p50Ms = baseline?.p50Ms ?? null
  if (baseline === null || p50Ms === null) return [formatDuration(durationMs)]
  const sample = `p50 ${formatDuration(p50Ms)} of ${countOf(baseline.runs, 'run')} on ${nameSpan(baseline.branch)}`
  const delta = baseline.deltaMs === null ? '' : `${formatDelta(baseline.deltaMs)}, `
  return [`${formatDuration(durationMs)} (${delta}${sample})`]
}

/** What closed the gate and has no log to show; empty when nothing did. */
export function renderGateNotes({ gate, failures }: RunReport): string {
  const explained = new Set(failures.flatMap(({ jobs }) => jobs.map(({ id }) => id)))
  const notes = [
    ...gate.problems.map(statement),
    ...regressionNotes(gate.regression),
    ...gate.rows
      .filter((row) => hasNoFailure(row) && !(row.jobId !== null && explained.has(row.jobId)))
      .map(rowNote),
  ]
  const rest = notes.length - maxNotes
  const shown = rest > 0 ? [...notes.slice(0, maxNotes), `and ${formatCount(rest)} more`] : notes
  return shown.map((note) => `- ${note}`).join('\n')
}

function regressionNotes(regression: RegressionReport | null): readonly string[] {
  if (regression?.isExceeded !== true || regression.change === null) return []
  const { change, limit } = regression
  return [
    `It took ${formatPercent(change)} longer than p50, and max-regression allows ${formatPercent(limit)}.`,
  ]
}

/** Results that no log explains. */
const noLogs: ReadonlySet<string> = new Set(['skipped', 'cancelled', 'neutral', 'action_required', 'stale'])

/** Whether a row counts against the verdict although no job failed: it was skipped, cancelled, or never seen. */
const hasNoFailure = ({ counts, result, jobId, isSettled }: GateRow): boolean =>
  counts === 'cancelled' || (counts === 'failed' && (jobId === null || !isSettled || noLogs.has(result)))

const rowNote = ({ name, result, isSettled, why }: GateRow): string =>
  isSettled
    ? `${nameSpan(name)}: ${escapeText(result.replaceAll('_', ' '))} (${statement(why)})`
    : `${nameSpan(name)}: ${statement(why)}`
