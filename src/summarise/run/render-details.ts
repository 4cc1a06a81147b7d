/** The folded sections below the job table, and the sentence about the critical path. */
import {
  countOf,
  formatAge,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatTimestamp,
} from '../../text/format.ts'
import { codeSpan, details, escapeText, joinBlocks, link, right, table } from '../../text/markdown.ts'
import type { Block } from '../../text/blocks.ts'
import { optional } from '../../text/blocks.ts'
import { formatDelta, listOf, markOf, nameLink, nameSpan, statement, timeCell } from './render-names.ts'
import type { GateRow } from './measure-gate.ts'
import type { CriticalPathReport, JobReport, LabelBilling, RunReport } from './run-report.ts'

/** Names of a path before its middle is cut out. */
const maxPathNames = 8
const maxRows = 50
/** Digits of a digest that tell artifacts apart. */
const digestChars = 12

/** `Critical path **setup → build → e2e**: …`, and what making its longest job faster would save. */
export function renderCriticalPath({ criticalPath, durationMs }: RunReport): string {
  if (criticalPath === null || durationMs === null) return ''
  const { steps } = criticalPath
  const names = steps.map(({ name }) => nameSpan(name))
  const shown =
    names.length <= maxPathNames
      ? names
      : [...names.slice(0, 3), `${formatCount(names.length - 6)} more`, ...names.slice(-3)]
  const sum = (of: (step: (typeof steps)[number]) => number): number =>
    steps.reduce((total, step) => total + of(step), 0)
  const parts = [
    { ms: sum(({ ranMs }) => ranMs), what: 'running' },
    { ms: sum(({ queuedMs }) => queuedMs), what: 'queued for a runner' },
    { ms: sum(({ waitedMs }) => waitedMs), what: 'waiting' },
  ].filter(({ ms }) => ms >= 1000)
  const split = parts.map(({ ms, what }) => `${formatDuration(ms)} ${what}`).join(', ')
  return `Critical path ${shown.join(' → ')}: ${split === '' ? 'under a second' : split}.${savingOf(criticalPath)}`
}

/** What making the longest part faster would bring. */
function savingOf({ longest, savingMs, then }: CriticalPathReport): string {
  if (then === null) return ''
  const part = ` ${nameSpan(longest)} is its longest part`
  return savingMs < 1000
    ? `${part}, but ${nameSpan(then)} holds the run up as long: making one of them faster saves nothing.`
    : `${part}; up to ${formatDuration(savingMs)} of it can go before ${nameSpan(then)} is what holds the run up.`
}

/** Every job that a later one may have waited for, and by how much it could have been longer. */
export function slackBlock({ criticalPath, jobs }: RunReport): Block {
  const timed = jobs.filter((job) => job.slackMs !== null)
  if (criticalPath === null || timed.length < 2) return optional('slack', '')
  const path = criticalPath.steps.map(({ name, waitedMs, queuedMs, ranMs }) => [
    '●',
    nameSpan(name),
    timeCell(waitedMs),
    timeCell(queuedMs),
    timeCell(ranMs),
    'none',
  ])
  const others = timed
    .filter(({ isOnCriticalPath }) => !isOnCriticalPath)
    .toSorted((one, other) => (one.slackMs ?? 0) - (other.slackMs ?? 0))
    .slice(0, maxRows)
    .map((job) => [
      '',
      nameSpan(job.name),
      '',
      timeCell(job.queuedMs),
      timeCell(job.ranMs),
      `≥&nbsp;${timeCell(job.slackMs ?? 0)}`,
    ])
  const header = ['', 'Job', right('Waited'), right('Queued'), right('Ran'), right('Slack')]
  return optional(
    'the critical path in full',
    details(
      'Critical path and slack',
      joinBlocks([
        table(header, [...path.slice(0, maxRows), ...others]),
        '<sub>From job times: a job waits for the one that ended last before it was created. Slack is for how long a job could have gone on, at least, without making the run longer.</sub>',
      ]),
    ),
  )
}

/** The longest steps of all jobs. */
export function slowestStepsBlock({ slowestSteps }: RunReport): Block {
  if (slowestSteps.length === 0) return optional('the slowest steps', '')
  const rows = slowestSteps.map((step) => [
    nameSpan(step.name),
    nameLink(step.job, step.jobUrl),
    timeCell(step.ranMs),
    formatPercent(step.shareOfJob),
    timeCell(step.p50Ms),
    step.deltaMs === null ? '' : formatDelta(step.deltaMs).replaceAll(' ', '&nbsp;'),
  ])
  const header = ['Step', 'Job', right('Took'), right('Of its job'), right('p50'), right('Against p50')]
  return optional('the slowest steps', details(`Slowest steps (${rows.length})`, table(header, rows)))
}

/** Artifacts of the run, largest first. */
export function artifactsBlock({ artifacts, generatedAt }: RunReport): Block {
  if (artifacts === null || artifacts.length === 0) return optional('the artifacts', '')
  const nowMs = Date.parse(generatedAt)
  const live = artifacts.filter(({ isExpired }) => !isExpired)
  const totalBytes = live.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const expiries = live.flatMap(({ expiresAtMs }) => (expiresAtMs === null ? [] : [expiresAtMs]))
  const firstMs = expiries.reduce((first, each) => Math.min(first, each), Infinity)
  const expiry = firstMs === Infinity ? '' : `, the first expires ${formatAge(firstMs, nowMs)}`
  const rows = artifacts
    .slice(0, maxRows)
    .map(({ name, sizeBytes, isExpired, expiresAtMs, digest }) => [
      nameSpan(name),
      formatBytes(sizeBytes),
      isExpired ? 'expired' : expiresAtMs === null ? '' : formatAge(expiresAtMs, nowMs),
      digest === null ? '' : codeSpan(digest.slice(0, 'sha256:'.length + digestChars)),
    ])
  const rest = artifacts.length - rows.length
  return optional(
    'the artifacts',
    details(
      `Artifacts (${formatCount(artifacts.length)}): ${formatBytes(totalBytes)}${expiry}`,
      joinBlocks([
        table(['Name', right('Size'), 'Expires', 'Digest'], rows),
        rest === 0 ? '' : `<sub>And ${formatCount(rest)} smaller ones.</sub>`,
      ]),
    ),
  )
}

/** Jobs that ran in more than one attempt. */
export function attemptsBlock({ jobs, billing, run }: RunReport): Block {
  const repeated = jobs.filter(({ earlier }) => earlier.length > 0)
  if (repeated.length === 0) return optional('the attempts', '')
  const rows = repeated
    .toSorted((one, other) => Number(other.isFlaky) - Number(one.isFlaky))
    .slice(0, maxRows)
    .map((job) => [
      nameLink(job.name, job.url),
      attemptsOf(job),
      job.isFlaky ? 'flaky: both results on one commit' : '',
    ])
  const rest = repeated.length - rows.length
  const superseded = billing.supersededMinutes
  return optional(
    'the attempts',
    details(
      `Attempts (${run.attempt}): ${countOf(repeated.length, 'job')} ran more than once`,
      joinBlocks([
        table(['Job', 'Results', ''], rows),
        `<sub>${rest === 0 ? '' : `And ${formatCount(rest)} more jobs. `}Replaced executions took ${countOf(superseded, 'billable minute')}.</sub>`,
      ]),
    ),
  )
}

/** Results of a job, oldest first. */
function attemptsOf(job: JobReport): string {
  const results = [...job.earlier.toReversed(), job].map(
    ({ conclusion, attempt, url }) => `${markOf(conclusion)} ${link(`attempt ${attempt}`, url)}`,
  )
  return results.length <= maxPathNames
    ? results.join(' → ')
    : `${results.slice(0, 1).join('')} → ${formatCount(results.length - 4)} more → ${results.slice(-3).join(' → ')}`
}

/** Billable minutes by runner label, and money where there are rates. */
export function billingBlock({ billing, run }: RunReport): Block {
  if (billing.minutes === 0) return optional('the billable minutes', '')
  const hasRates = billing.labels.some(({ rate }) => rate !== null)
  const header = [
    'Runner',
    right('Executions'),
    right('Minutes'),
    right('Replaced'),
    ...(hasRates ? [right('A minute'), right('Cost')] : []),
  ]
  const money = billing.cost === null ? '' : `, ${formatMoney(billing.cost)} at your rates`
  const unpriced =
    billing.unpricedMinutes === 0 ? '' : ` (${countOf(billing.unpricedMinutes, 'minute')} without a rate)`
  return optional(
    'the billable minutes',
    details(
      `Billable minutes: ${formatCount(billing.minutes)}${money}${unpriced}`,
      joinBlocks([
        table(
          header,
          billing.labels.slice(0, maxRows).map((label) => billingRow(label, hasRates)),
        ),
        `<sub>Each job of each attempt rounded up to a minute${run.isCurrentRun ? ', without this one' : ''}. Public repositories pay nothing for standard runners, and self-hosted ones cost GitHub nothing.</sub>`,
      ]),
    ),
  )
}

const billingRow = (label: LabelBilling, hasRates: boolean): readonly string[] => [
  `${listOf(label.labels.map(nameSpan))}${label.isSelfHosted ? ' (not billed by GitHub)' : ''}`,
  formatCount(label.executions),
  formatCount(label.minutes),
  formatCount(label.supersededMinutes),
  ...(hasRates
    ? [label.rate === null ? '' : String(label.rate), label.cost === null ? '' : formatMoney(label.cost)]
    : []),
]

/** In the currency of the rates, which is not known here. */
const formatMoney = (amount: number): string => amount.toFixed(amount < 10 ? 3 : 2)

/** What each job does to the verdict and why; plain successes in one row. */
export function gateBlock({ gate, verdict }: RunReport): Block {
  const special = gate.rows.filter(({ why }) => why !== 'succeeded')
  if (gate.rows.length === 0 || (!gate.isOn && gate.needs.length === 0 && special.length === 0))
    return optional('the gate', '')
  const plain = gate.rows.length - special.length
  const rows = [
    ...special.slice(0, maxRows).map(gateRow),
    ...(special.length > maxRows ? [['…', `${formatCount(special.length - maxRows)} more`, '', '', '']] : []),
    ...(plain === 0 ? [] : [['✅', countOf(plain, 'job'), 'success', 'passed', 'succeeded']]),
  ]
  const state = gate.isOn ? (gate.isOpen ? 'Gate: open' : 'Gate: closed') : `Verdict: ${verdict}`
  return optional(
    'the gate',
    details(`${state}, what counted and why`, table(['', 'Job', 'Result', 'Counts as', 'Because'], rows)),
  )
}

/** What passes without success does not look like the rest. */
const gateMark = (result: string, counts: GateRow['counts']): string =>
  counts === 'passed' && !['success', 'skipped'].includes(result) ? '⚠️' : markOf(result)

const gateRow = ({ name, needsId, result, counts, why, isSettled }: GateRow): readonly string[] => [
  isSettled ? gateMark(result, counts) : '⏳',
  `${nameSpan(name)}${needsId === null || needsId === name ? '' : ` (${nameSpan(needsId)} in needs)`}`,
  escapeText(result.replaceAll('_', ' ')),
  counts,
  statement(why),
]

/** What the page rests on. */
export function aboutBlock(report: RunReport): Block {
  return optional(
    'where the numbers come from',
    details(
      'About this page',
      [...basisLines(report), ...matchLines(report)].map((line) => `- ${line}`).join('\n'),
    ),
  )
}

function basisLines(report: RunReport): readonly string[] {
  const { jobs, run, settled, baseline, apiCalls, generatedAt } = report
  const executions = jobs.reduce((sum, { earlier }) => sum + 1 + earlier.length, 0)
  const clamped = jobs.filter(({ isClamped }) => isClamped).length
  return [
    `${countOf(jobs.length, 'job')} (${countOf(executions, 'execution')}) of ${countOf(run.attempt, 'attempt')} read${run.isCurrentRun ? ', the job of this page left out' : ''}; ${formatCount(settled.settled)} of ${formatCount(settled.jobs)} settled${settled.waitedMs === 0 ? '' : ` after ${formatDuration(settled.waitedMs)}`}.`,
    baseline === null || baseline.runs === 0
      ? `No comparison with earlier runs${baseline === null ? '' : `: none that succeeded was found on ${nameSpan(baseline.branch)}`}.`
      : `Compared with the newest ${countOf(baseline.runs, 'successful run')} on ${nameSpan(baseline.branch)}: p50 and p95 of their durations${baseline.p95Ms === null ? '' : ` (p95 ${formatDuration(baseline.p95Ms)})`}; jobs and steps with the newest ${formatCount(baseline.runsWithJobs)} of them.`,
    ...(clamped === 0
      ? []
      : [`⚠ ${countOf(clamped, 'job')} had impossible times (an end before a start, say), taken for 0.`]),
    `Written ${formatTimestamp(Date.parse(generatedAt))} by Actions Steward with ${countOf(apiCalls, 'API request')}.`,
  ]
}

/** Ids of `needs` that were not simply found by name. */
function matchLines({ gate }: RunReport): readonly string[] {
  const idsOf = (match: string): readonly string[] =>
    gate.needs.filter((need) => need.match === match).map(({ id }) => nameSpan(id))
  const line = (ids: readonly string[], text: string): readonly string[] =>
    ids.length === 0 ? [] : [`${listOf(ids)} ${text}`]
  return [
    ...line(idsOf('similar'), 'in needs: matched to the job whose name has the same letters.'),
    ...line(idsOf('left-over'), 'in needs: matched to the only job that was left over.'),
    ...line(
      idsOf('none'),
      'in needs: no job has such a name; judged by needs, and shown by jobs that ended the same way where there are any.',
    ),
  ]
}

/** What could not be shown, and why; a list, or nothing. */
export const renderNotices = ({ notices, gate }: RunReport): string =>
  [
    ...notices,
    ...(gate.regression !== null && gate.regression.note !== ''
      ? [`max-regression was not applied: ${gate.regression.note}.`]
      : []),
  ]
    .map((notice) => `- ℹ️ ${statement(notice)}`)
    .join('\n')
