/** Health by workflow, from all runs, and what the jobs of some of them say. */
import { countOf, formatCount, formatDuration, formatPercent } from '../../text/format.ts'
import type {
  DailyHealth,
  FailingStep,
  FlakyJob,
  GrowingJob,
  QueueTime,
  RepositoryResult,
  WorkflowHealth,
} from '../../summarise/repository/repository-report.ts'
import { categoryChart } from './category-chart.ts'
import {
  ageColumn,
  changeColumn,
  costColumn,
  countColumn,
  durationColumn,
  linkColumn,
  nameColumn,
  percentColumn,
} from './columns.ts'
import { el, linkTo, nameOf, section } from './dom.ts'
import { dataTable, type Column } from './table.ts'

/** Runs and durations over the days, and a row a workflow. */
export function healthSection({ health, url }: RepositoryResult): HTMLElement | null {
  if (health === null) return null
  return section(
    'Health by workflow',
    el('div', { class: 'charts' }, runsChart(health.daily), durationsChart(health.daily)),
    dataTable({ label: 'Workflows', rows: health.workflows, columns: workflowColumns(url) }),
    el(
      'p',
      { class: 'note' },
      'Green: successful of the successful and failed runs on the default branch; at first: without a re-run. p50 and p95: successful first attempts on all branches. Slower: p50 of the last week against the first one.',
    ),
  )
}

const runsChart = (daily: readonly DailyHealth[]): HTMLElement =>
  categoryChart({
    title: 'Runs a day',
    labels: daily.map(({ date }) => date),
    kind: 'stacked',
    unit: 'count',
    series: [
      { label: 'successful', colour: 'good', values: daily.map(({ succeeded }) => succeeded) },
      { label: 'failed', colour: 'bad', values: daily.map(({ failed }) => failed) },
      { label: 'other', colour: 'muted', values: daily.map(({ other }) => other) },
    ],
  })

const durationsChart = (daily: readonly DailyHealth[]): HTMLElement =>
  categoryChart({
    title: 'Duration of successful runs a day',
    labels: daily.map(({ date }) => date),
    kind: 'line',
    unit: 'duration',
    series: [
      { label: 'p50', colour: 'accent', values: daily.map(({ p50Ms }) => p50Ms) },
      { label: 'p95', colour: 'second', values: daily.map(({ p95Ms }) => p95Ms) },
    ],
  })

const workflowColumns = (url: string): readonly Column<WorkflowHealth>[] => [
  {
    title: 'Workflow',
    kind: 'text',
    value: ({ name, file }) => `${name} ${file}`,
    show: ({ name, file, path }) =>
      linkTo(
        name === '' || name === path ? file : name,
        path.startsWith('.github/workflows/') ? `${url}/actions/workflows/${encodeURIComponent(file)}` : '',
      ),
  },
  countColumn('Runs', ({ runs }) => runs),
  percentColumn('Green', ({ successRate }) => successRate),
  percentColumn('At first', ({ firstTryRate }) => firstTryRate),
  durationColumn('p50', ({ p50Ms }) => p50Ms),
  durationColumn('p95', ({ p95Ms }) => p95Ms),
  changeColumn('Slower', ({ p50Change }) => p50Change, formatPercent),
  countColumn('Re-run', ({ rerunRuns }) => rerunRuns),
  durationColumn('Queue p95', ({ sample }) => sample?.queueP95Ms ?? null),
  countColumn('Minutes', ({ sample }) => sample?.minutes ?? null),
  costColumn('Cost', ({ sample }) => sample?.cost ?? null, 2),
  countColumn('Flaky jobs', ({ sample }) => sample?.flakyJobs ?? null),
]

/** Flaky jobs, failing steps, growth and queues, with the size of the sample. */
export function jobsSection({ jobs }: RepositoryResult, nowMs: number): HTMLElement | null {
  if (jobs === null) return null
  const { sample } = jobs
  return section(
    'Jobs',
    el(
      'p',
      { class: 'note' },
      `From the jobs of ${formatCount(sample.runs)} of ${countOf(sample.ofRuns, 'run')}: ${formatCount(sample.rerun)} re-run or with both results on one commit, ${formatCount(sample.failed)} failed, ${formatCount(sample.even)} spread evenly.`,
    ),
    el('h3', {}, 'Flakiest jobs: both results on one commit'),
    dataTable({ label: 'Flakiest jobs', rows: jobs.flaky, columns: flakyColumns(nowMs) }),
    el('h3', {}, 'Most failing steps'),
    dataTable({ label: 'Most failing steps', rows: jobs.failingSteps, columns: stepColumns(nowMs) }),
    el('h3', {}, 'Slowest-growing jobs: p50 of the first week against the last'),
    dataTable({ label: 'Slowest-growing jobs', rows: jobs.growing, columns: growingColumns }),
    el('h3', {}, 'Queue by runner'),
    dataTable({ label: 'Queue by runner', rows: jobs.queues, columns: queueColumns }),
  )
}

const flakyColumns = (nowMs: number): readonly Column<FlakyJob>[] => [
  linkColumn('Job', ({ job, url }) => ({ name: job, url })),
  nameColumn('Workflow', ({ workflow }) => workflow),
  countColumn('Commits', ({ flakyCommits }) => flakyCommits),
  countColumn('Of', ({ commits }) => commits),
  countColumn('Wasted minutes', ({ wastedMinutes }) => wastedMinutes),
  ageColumn('Last', ({ lastAtMs }) => lastAtMs, nowMs),
]

const noStep = 'no step: runner lost or job timed out'

const stepColumns = (nowMs: number): readonly Column<FailingStep>[] => [
  linkColumn('Step', ({ step, url }) => ({ name: step === '' ? noStep : step, url })),
  nameColumn('Workflow', ({ workflow }) => workflow),
  {
    title: 'Jobs',
    kind: 'text',
    value: ({ jobs }) => jobs.join(', '),
    show: ({ jobs, jobCount }) => {
      const more = jobCount - jobs.length
      return el('span', {}, nameOf(jobs.join(', ')), more > 0 ? ` and ${formatCount(more)} more` : null)
    },
  },
  countColumn('Failures', ({ failures }) => failures),
  ageColumn('Last', ({ lastAtMs }) => lastAtMs, nowMs),
]

const growingColumns: readonly Column<GrowingJob>[] = [
  nameColumn('Job', ({ job }) => job),
  nameColumn('Workflow', ({ workflow }) => workflow),
  durationColumn('First week', ({ firstP50Ms }) => firstP50Ms),
  durationColumn('Last week', ({ lastP50Ms }) => lastP50Ms),
  changeColumn('Growth', ({ growthMs }) => growthMs, formatDuration),
  countColumn('Jobs read', ({ firstJobs, lastJobs }) => firstJobs + lastJobs),
]

const queueColumns: readonly Column<QueueTime>[] = [
  nameColumn('Runner', ({ labels }) => labels.join(', ')),
  countColumn('Jobs read', ({ jobs }) => jobs),
  durationColumn('p50', ({ p50Ms }) => p50Ms),
  durationColumn('p95', ({ p95Ms }) => p95Ms),
]
