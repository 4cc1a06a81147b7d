/** What a run's report says outside of the page: outputs, the one error, annotations, and lines of the log. */
import type { Annotation, Failure } from '../../report.ts'
import { countOf, formatDuration, formatPercent } from '../../text/format.ts'
import { plainName } from './render-names.ts'
import type { RunReport } from './run-report.ts'

/** A job's outputs may take 1 MB together, in UTF-16: half of it in characters, and other steps want some. */
const maxJobsChars = 300_000
const maxNamesChars = 60_000
/** A step shows ten notices at most. */
const maxNotices = 8
const maxNames = 5

/** Every output of SPEC 4.1 but the paths of the files. */
export function renderOutputs(report: RunReport): Readonly<Record<string, string>> {
  return {
    verdict: report.verdict,
    conclusion: report.conclusion,
    'failed-jobs': fittingJson(report.failedJobs, maxNamesChars),
    'flaky-jobs': fittingJson(report.flakyJobs, maxNamesChars),
    'slowest-job': report.slowestJob ?? '',
    'duration-ms': report.durationMs === null ? '' : String(report.durationMs),
    'p50-ms': numberOf(report.baseline?.p50Ms),
    jobs: jobsJson(report),
  }
}

/** Of very many jobs only what tells them apart and how they ended: all of them matter more than all about them. */
function jobsJson({ jobs }: RunReport): string {
  const whole = JSON.stringify(
    jobs.map(({ id, name, conclusion, counts, attempt, ranMs, url }) => ({
      id,
      name,
      conclusion,
      counts,
      attempt,
      durationMs: ranMs,
      url,
    })),
  )
  if (whole.length <= maxJobsChars) return whole
  return fittingJson(
    jobs.map(({ id, name, conclusion }) => ({ id, name, conclusion })),
    maxJobsChars,
  )
}

const numberOf = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value)

/** As many of the items as GitHub lets an output hold; report-json has all. */
function fittingJson(items: readonly unknown[], maxChars: number): string {
  const parts: string[] = []
  let chars = 2
  for (const item of items) {
    const part = JSON.stringify(item)
    chars += part.length + 1
    if (chars > maxChars) break
    parts.push(part)
  }
  return `[${parts.join(',')}]`
}

/** The one error of a closed gate; null when the step passes. */
export function renderFailure(report: RunReport): Failure | null {
  const { gate, verdict } = report
  if (!gate.isOn || gate.isOpen) return null
  const reasons = [...gate.problems, ...jobReasons(report), ...regressionReason(report)]
  return {
    message: `The gate is closed (verdict: ${verdict}). ${reasons.join(' ')}`,
    hint: hintOf(report),
  }
}

function jobReasons({ gate }: RunReport): readonly string[] {
  const total = countOf(gate.rows.length, 'job')
  return (['failed', 'cancelled'] as const).flatMap((counts) => {
    const rows = gate.rows.filter((row) => row.counts === counts)
    if (rows.length === 0) return []
    const names = rows
      .slice(0, maxNames)
      .map(
        ({ name, result, why }) =>
          `"${plainName(name)}" (${result === 'failure' && !why.includes(';') ? 'failure' : `${result}: ${plainName(why)}`})`,
      )
    const rest = rows.length > maxNames ? ` and ${rows.length - maxNames} more` : ''
    return [
      `${rows.length} of ${total} ${counts === 'failed' ? 'failed' : 'cancelled'}: ${names.join(', ')}${rest}.`,
    ]
  })
}

function regressionReason({ gate: { regression }, durationMs, baseline }: RunReport): readonly string[] {
  if (regression?.isExceeded !== true || regression.change === null) return []
  const took = formatDuration(durationMs ?? 0)
  const typical = formatDuration(baseline?.p50Ms ?? 0)
  return [
    `The run took ${took}, ${formatPercent(regression.change)} longer than its p50 of ${typical}; max-regression allows ${formatPercent(regression.limit)}.`,
  ]
}

function hintOf({ gate, run }: RunReport): string {
  const hints: string[] = []
  const failed = gate.rows.filter(({ counts }) => counts === 'failed')
  if (failed.some(({ result }) => result === 'skipped'))
    hints.push('Name jobs that may be skipped in allow-skip.')
  if (failed.some(({ result }) => result !== 'skipped'))
    hints.push(
      'Look at the job summary for the step and the log; name jobs that may fail in allow-failure (require beats it).',
    )
  if (gate.rows.some(({ counts }) => counts === 'cancelled'))
    hints.push('on-cancelled: ignore lets cancelled jobs pass.')
  const unmatched = gate.needs.filter(({ match, result }) => match === 'none' && result !== 'success')
  if (unmatched.length > 0)
    hints.push(
      `Jobs with a name: of their own are judged by their id in needs: ${unmatched
        .slice(0, maxNames)
        .map(({ id }) => id)
        .join(', ')}.`,
    )
  if (gate.problems.length > 0 && gate.rows.length > 0)
    hints.push('Patterns are compared with the names of jobs and with the ids in needs.')
  if (gate.regression?.isExceeded === true)
    hints.push(
      'The critical path and the slowest steps in the job summary show where the time went; max-regression sets how much is allowed.',
    )
  if (gate.rows.length === 0 && run.isCurrentRun)
    hints.push(
      'List the jobs to judge under "needs:" of this job, and give the step needs: ${{ toJSON(needs) }}.',
    )
  return hints.join(' ')
}

/** What is missing and what did not settle, as notices. */
export function renderAnnotations({ notices, gate, settled }: RunReport): readonly Annotation[] {
  const open = settled.jobs - settled.settled
  const messages = [
    ...notices,
    ...(open === 0
      ? []
      : [
          `${settled.settled} of ${settled.jobs} jobs had settled after ${formatDuration(settled.waitedMs)}; the rest count by needs, or as failed.`,
        ]),
    ...(gate.regression === null || gate.regression.note === ''
      ? []
      : [`max-regression was not applied: ${gate.regression.note}.`]),
  ]
  return messages.slice(0, maxNotices).map((message) => ({ level: 'notice', message }))
}

/** The verdict and what made it, for the log of the step. */
export function renderLog(report: RunReport): readonly string[] {
  const { verdict, conclusion, gate, settled, durationMs, apiCalls } = report
  const took = durationMs === null ? '' : ` in ${formatDuration(durationMs)}`
  return [
    `Verdict: ${verdict} (worst conclusion: ${conclusion}), ${countOf(gate.rows.length, 'job')}${took}.`,
    ...gate.rows
      .filter(({ why }) => why !== 'succeeded')
      .slice(0, maxLogRows)
      .map(
        ({ name, result, counts, why }) => `  ${plainName(name)}: ${result}, ${counts} (${plainName(why)})`,
      ),
    ...gate.problems.map((problem) => `  ${problem}`),
    `${settled.settled} of ${settled.jobs} jobs settled; ${countOf(apiCalls, 'API request')}.`,
  ]
}
const maxLogRows = 100
