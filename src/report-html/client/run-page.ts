/** The page of a report of one run: the verdict, why, when, and the rest as tables. */
import { countOf, formatAge, formatCount, formatDuration, formatTimestamp } from '../../text/format.ts'
import { cleanLine, cleanLines } from '../../text/markdown.ts'
import type { GateRow } from '../../summarise/run/measure-gate.ts'
import type {
  ArtifactReport,
  FailureReport,
  JobReport,
  LabelBilling,
  RunReport,
  SlowStepReport,
} from '../../summarise/run/run-report.ts'
import { el, linkTo, nameOf, noticeList, section, tiles, type Child, type Tile } from './dom.ts'
import { dataTable, type Column } from './table.ts'
import {
  bytesColumn,
  changeColumn,
  costColumn,
  countColumn,
  durationColumn,
  formattedColumn,
  linkColumn,
  nameColumn,
  percentColumn,
  wordColumn,
} from './columns.ts'
import { hasTimeline, timeline } from './timeline.ts'

/** Fills the page. */
export function runPage(report: RunReport): readonly Child[] {
  return [
    el(
      'h1',
      {},
      el('span', { class: `badge ${report.verdict}` }, report.verdict),
      ' ',
      linkTo(titleOf(report), report.run.url),
    ),
    el('p', { class: 'lead' }, ...leadOf(report)),
    tiles(tilesOf(report)),
    noticeList([...report.notices, ...report.gate.problems]),
    report.failures.length === 0 ? null : section('What failed', ...report.failures.map(failureCard)),
    hasTimeline(report) ? section('Timeline', timeline(report), criticalPath(report)) : null,
    section('Jobs', dataTable({ label: 'Jobs', rows: report.jobs, columns: jobColumns })),
    section(
      'Slowest steps',
      dataTable({ label: 'Slowest steps', rows: report.slowestSteps, columns: stepColumns }),
    ),
    report.gate.rows.length === 0
      ? null
      : section(
          'What counted',
          dataTable({ label: 'What counted for the verdict', rows: report.gate.rows, columns: gateColumns }),
        ),
    report.artifacts === null
      ? null
      : section(
          'Artifacts',
          dataTable({
            label: 'Artifacts',
            rows: report.artifacts,
            columns: artifactColumns(Date.parse(report.generatedAt)),
          }),
        ),
    report.billing.labels.length === 0
      ? null
      : section(
          'Billable minutes',
          dataTable({
            label: 'Billable minutes by runner',
            rows: report.billing.labels,
            columns: billingColumns,
          }),
        ),
  ]
}

const titleOf = ({ run }: RunReport): string =>
  `${run.workflow}${run.number === null ? '' : ` #${run.number}`}`

function leadOf({ run, repository, generatedAt, apiCalls }: RunReport): readonly Child[] {
  return [
    nameOf(run.title),
    ` · ${cleanLine(repository)} · ${cleanLine(run.event)}`,
    ...(run.branch === null ? [] : [' on ', nameOf(run.branch)]),
    run.sha === '' ? null : ` · ${cleanLine(run.sha).slice(0, 10)}`,
    run.attempt > 1 ? ` · attempt ${run.attempt}` : null,
    ` · written ${formatTimestamp(Date.parse(generatedAt))} with ${countOf(apiCalls, 'API request')}`,
  ]
}

function tilesOf(report: RunReport): readonly Tile[] {
  const { jobs, durationMs, baseline, billing, failedJobs, flakyJobs, criticalPath: path, settled } = report
  const p50Ms = baseline?.p50Ms ?? null
  return [
    ...(durationMs === null
      ? []
      : [
          {
            label: 'Duration',
            value: formatDuration(durationMs),
            note:
              p50Ms === null ? '' : `p50 ${formatDuration(p50Ms)} of ${countOf(baseline?.runs ?? 0, 'run')}`,
          },
        ]),
    {
      label: 'Jobs',
      value: formatCount(jobs.length),
      note: `${formatCount(settled.settled)} of ${formatCount(settled.jobs)} settled`,
    },
    {
      label: 'Failed',
      value: formatCount(failedJobs.length),
      tone: failedJobs.length === 0 ? 'good' : 'bad',
    },
    ...(flakyJobs.length === 0 ? [] : [{ label: 'Flaky', value: formatCount(flakyJobs.length) }]),
    ...(path === null ? [] : [{ label: 'Critical path', value: formatDuration(path.totalMs) }]),
    {
      label: 'Billable minutes',
      value: formatCount(billing.minutes),
      note: billing.cost === null ? '' : `${billing.cost.toFixed(2)} at your rates`,
    },
  ]
}

const faultNames: Readonly<Record<FailureReport['fault']['kind'], string>> = {
  'this-change': 'Looks like this change',
  flaky: 'Looks flaky',
  infrastructure: 'Looks like infrastructure',
  inherited: 'Looks inherited from the baseline',
  unknown: 'Whose fault it is, is not known',
}

function failureCard(failure: FailureReport): HTMLElement {
  const { jobs, step, conclusion, fault, log, logProblem, ranMs, url, isCounted } = failure
  const links = jobs.flatMap((job, index) => [index === 0 ? null : ', ', linkTo(job.name, job.url)])
  return el(
    'article',
    { class: 'card' },
    el('h3', {}, ...links),
    el(
      'p',
      {},
      `${conclusion.replaceAll('_', ' ')}${isCounted ? '' : ' (does not count)'}`,
      ...(step === null ? [] : [` at step ${step.number}, `, linkTo(step.name, url)]),
      ranMs === null ? null : ` after ${formatDuration(ranMs)}`,
    ),
    el(
      'p',
      { class: 'note' },
      faultNames[fault.kind],
      fault.evidence.length === 0 ? '.' : `: ${fault.evidence.map(cleanLine).join('; ')}.`,
    ),
    log === null
      ? logProblem === ''
        ? null
        : el('p', { class: 'note' }, cleanLine(logProblem))
      : el('pre', { tabindex: '0', 'aria-label': 'End of the log' }, cleanLines(log.lines.join('\n'))),
  )
}

function criticalPath({ criticalPath: path }: RunReport): Child {
  if (path === null) return null
  return el(
    'p',
    {},
    'Critical path: ',
    ...path.steps.flatMap(({ name, ranMs }, index) => [
      index === 0 ? null : ' → ',
      nameOf(name),
      ` (${formatDuration(ranMs)})`,
    ]),
  )
}

const resultOf = ({ conclusion, status }: JobReport): string => (conclusion ?? status).replaceAll('_', ' ')

const jobColumns: readonly Column<JobReport>[] = [
  linkColumn('Job', ({ name, url }) => ({ name, url })),
  wordColumn('Result', resultOf),
  wordColumn('Counts', ({ counts, why }) => cleanLine(counts === null ? why : `${counts}: ${why}`)),
  durationColumn('Queued', ({ queuedMs }) => queuedMs),
  durationColumn('Ran', ({ ranMs }) => ranMs),
  durationColumn('p50', ({ p50Ms }) => p50Ms),
  changeColumn('Against p50', ({ deltaMs }) => deltaMs, formatDuration),
  durationColumn('Slack', ({ slackMs }) => slackMs),
  countColumn('Attempt', ({ attempt }) => attempt),
  wordColumn('Flaky', ({ isFlaky }) => (isFlaky ? 'flaky' : '')),
  wordColumn('Runner', ({ labels }) => cleanLine(labels.join(', '))),
]

const stepColumns: readonly Column<SlowStepReport>[] = [
  nameColumn('Step', ({ name }) => name),
  linkColumn('Job', ({ job, jobUrl }) => ({ name: job, url: jobUrl })),
  durationColumn('Took', ({ ranMs }) => ranMs),
  percentColumn('Of its job', ({ shareOfJob }) => shareOfJob),
  durationColumn('p50', ({ p50Ms }) => p50Ms),
  changeColumn('Against p50', ({ deltaMs }) => deltaMs, formatDuration),
]

const gateColumns: readonly Column<GateRow>[] = [
  nameColumn('Job', ({ name }) => name),
  wordColumn('Result', ({ result }) => result.replaceAll('_', ' ')),
  wordColumn('Counts as', ({ counts }) => counts),
  wordColumn('Because', ({ why }) => cleanLine(why)),
]

const artifactColumns = (nowMs: number): readonly Column<ArtifactReport>[] => [
  nameColumn('Name', ({ name }) => name),
  bytesColumn('Size', ({ sizeBytes }) => sizeBytes),
  formattedColumn(
    'Expires',
    ({ expiresAtMs }) => expiresAtMs,
    (ms) => (ms <= nowMs ? 'expired' : formatAge(ms, nowMs)),
  ),
  nameColumn('Digest', ({ digest }) => digest),
]

const billingColumns: readonly Column<LabelBilling>[] = [
  wordColumn('Runner', ({ labels }) => cleanLine(labels.join(', '))),
  countColumn('Executions', ({ executions }) => executions),
  countColumn('Minutes', ({ minutes }) => minutes),
  countColumn('Of replaced executions', ({ supersededMinutes }) => supersededMinutes),
  costColumn('Cost', ({ cost }) => cost, 3),
]
