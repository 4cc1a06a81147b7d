/** The part of the page about runs and jobs: health by workflow, flaky jobs, failing steps, growth, queues. */
import { countOf, formatAge, formatCount, formatDuration, formatPercent } from '../../text/format.ts'
import { codeLink, codeSpan, details, joinBlocks, link, right, table } from '../../text/markdown.ts'
import { listOf, nameLink, nameSpan } from '../run/render-names.ts'
import type {
  FailingStep,
  FlakyJob,
  GrowingJob,
  JobFindings,
  QueueTime,
  RepositoryResult,
  SampleSize,
  WorkflowHealth,
} from './repository-report.ts'

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const
/** A flat series shall look flat: the bars span at least a quarter up and down from the middle of the values. */
const leastSwing = 0.25

/** Values as a row of bars, `·` for none; what counts is how far they are apart in proportion. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null)
  const highest = known.reduce((most, value) => Math.max(most, value), -Infinity)
  const lowest = known.reduce((least, value) => Math.min(least, value), Infinity)
  const middle = (highest + lowest) / 2
  const swing = Math.max((highest - lowest) / 2, middle * leastSwing)
  return values
    .map((value) => (value === null ? '·' : barAt(swing === 0 ? 0 : (value - middle) / swing)))
    .join('')
}

/** The bar of a place between -1 and 1. */
const barAt = (place: number): string => bars[Math.round(((place + 1) / 2) * (bars.length - 1))] ?? bars[0]

/** `▲ 12%`, `▼ 3%`; empty for what is not known or too small to speak of. */
export const formatTrend = (change: number | null): string =>
  change === null || Math.abs(change) < 0.01
    ? ''
    : `${change > 0 ? '▲' : '▼'} ${formatPercent(Math.abs(change))}`

/** `▼ 1.8 points`, of two success rates. */
export function formatPoints(change: number | null): string {
  const points = Math.round(Math.abs(change ?? 0) * 1000) / 10
  return change === null || points === 0 ? '' : `${change > 0 ? '▲' : '▼'} ${points} points`
}

/** In the currency of the rates, which is not known here. */
export const formatMoney = (amount: number): string => amount.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

const share = (value: number | null): string => (value === null ? '' : formatPercent(value))
const duration = (value: number | null): string => (value === null ? '' : formatDuration(value))

/** One row a workflow; beyond `maxRows`, how many more there are. */
export function healthTable({ health, url }: RepositoryResult, maxRows: number): string {
  if (health === null || health.workflows.length === 0) return ''
  const { workflows } = health
  const hasCost = workflows.some(({ sample }) => (sample?.cost ?? null) !== null)
  const shown = workflows.slice(0, maxRows)
  const rest = workflows.slice(maxRows)
  const header = [
    'Workflow',
    right('Runs'),
    right('Green'),
    right('p50'),
    right('p95'),
    'Trend',
    right('Queue p95'),
    right('Minutes'),
    ...(hasCost ? [right('Cost')] : []),
    right('Flaky jobs'),
  ]
  return joinBlocks([
    table(
      header,
      shown.map((workflow) => healthRow(workflow, url, hasCost)),
    ),
    rest.length === 0
      ? ''
      : `<sub>And ${countOf(rest.length, 'workflow')} more with ${countOf(
          rest.reduce((sum, { runs }) => sum + runs, 0),
          'run',
        )}.</sub>`,
  ])
}

function healthRow(workflow: WorkflowHealth, url: string, hasCost: boolean): readonly string[] {
  const { name, file, path, runs, successRate, p50Ms, p95Ms, trend, p50Change, sample } = workflow
  const shownName = name === '' || name === path ? file : name
  const page = path.startsWith('.github/workflows/')
    ? `${url}/actions/workflows/${encodeURIComponent(file)}`
    : ''
  return [
    codeLink(shownName, page),
    formatCount(runs),
    share(successRate),
    duration(p50Ms),
    duration(p95Ms),
    p50Ms === null ? '' : `${sparkline(trend.p50Ms)} ${formatTrend(p50Change)}`,
    duration(sample?.queueP95Ms ?? null),
    sample === null || sample.minutes === null ? '' : formatCount(sample.minutes),
    ...(hasCost ? [sample === null || sample.cost === null ? '' : formatMoney(sample.cost)] : []),
    sample === null ? '' : formatCount(sample.flakyJobs),
  ]
}

/** How the columns of the table come about. */
export function healthNote({ health, jobs, defaultBranch }: RepositoryResult): string {
  if (health === null || health.workflows.length === 0) return ''
  const buckets = health.workflows[0]?.trend.bucketDays ?? 1
  const point = buckets === 1 ? 'a day' : buckets === 7 ? 'a week' : `${buckets} days`
  const unread = health.workflows.filter(({ sample }) => sample === null).length
  const sample =
    jobs === null
      ? ''
      : ` Queue, minutes${jobs.cost === null ? '' : ', cost'} and flaky jobs are reckoned from the jobs of ${sampleText(jobs.sample)}${unread === 0 ? '' : `; of ${countOf(unread, 'workflow')} none were read`}.`
  return `<sub>Green: successful of the successful and failed runs on ${codeSpan(defaultBranch)}. p50, p95 and trend (p50, ${point} a bar; the arrow compares the last with the first week): successful first attempts on all branches.${sample}</sub>`
}

/** `60 of 1,204 runs (22 re-run, 18 failed, 20 spread evenly)`. */
export const sampleText = ({ runs, ofRuns, rerun, failed, even }: SampleSize): string =>
  `${formatCount(runs)} of ${countOf(ofRuns, 'run')} (${formatCount(rerun)} re-run or with both results on one commit, ${formatCount(failed)} failed, ${formatCount(even)} spread evenly)`

/** Jobs with both results on one commit. */
export function flakyTable(flaky: readonly FlakyJob[], nowMs: number, maxRows: number): string {
  if (flaky.length === 0) return ''
  const rows = flaky
    .slice(0, maxRows)
    .map(({ job, url, workflow, flakyCommits, commits, lastAtMs, wastedMinutes }) => [
      nameLink(job, url),
      nameSpan(workflow),
      `${formatCount(flakyCommits)} of ${formatCount(commits)}`,
      formatAge(lastAtMs, nowMs),
      formatCount(wastedMinutes),
    ])
  return joinBlocks([
    `**Flakiest jobs** (both results on one commit, of the commits that were read${moreText(flaky.length, maxRows)})`,
    table(['Job', 'Workflow', right('Commits'), 'Last', right('Wasted minutes')], rows),
  ])
}

/** Steps that failed first in failed jobs. */
export function failingStepsTable(steps: readonly FailingStep[], nowMs: number, maxRows: number): string {
  if (steps.length === 0) return ''
  const rows = steps
    .slice(0, maxRows)
    .map(({ step, url, workflow, failures, jobs, jobCount, lastAtMs }) => [
      step === '' ? link('no step failed: runner lost or job timed out', url) : nameLink(step, url),
      nameSpan(workflow),
      formatCount(failures),
      `${listOf(jobs.map(nameSpan))}${jobCount > jobs.length ? ` and ${formatCount(jobCount - jobs.length)} more` : ''}`,
      formatAge(lastAtMs, nowMs),
    ])
  return joinBlocks([
    `**Most failing steps** (in the jobs that were read${moreText(steps.length, maxRows)})`,
    table(['Step', 'Workflow', right('Failures'), 'Jobs', 'Last'], rows),
  ])
}

/** Jobs that take longer than they did. */
export function growingTable(growing: readonly GrowingJob[], maxRows: number): string {
  if (growing.length === 0) return ''
  const rows = growing
    .slice(0, maxRows)
    .map(({ job, workflow, firstP50Ms, lastP50Ms, growthMs, ...counts }) => [
      nameSpan(job),
      nameSpan(workflow),
      `${formatDuration(firstP50Ms)} → ${formatDuration(lastP50Ms)}`,
      `+${formatDuration(growthMs)}`,
      `${formatCount(counts.firstJobs)} and ${formatCount(counts.lastJobs)}`,
    ])
  return joinBlocks([
    `**Slowest-growing jobs** (p50 of the first week against the last${moreText(growing.length, maxRows)})`,
    table(['Job', 'Workflow', right('p50'), right('Growth'), right('Jobs read')], rows),
  ])
}

const moreText = (count: number, maxRows: number): string =>
  count <= maxRows ? '' : `; the first ${maxRows} of ${formatCount(count)}`

/** How long jobs waited for a runner, by its labels; folded. */
export function queuesDetails(queues: readonly QueueTime[], maxRows: number): string {
  const [longest] = queues
  if (longest === undefined) return ''
  const rows = queues
    .slice(0, maxRows)
    .map(({ labels, jobs, p50Ms, p95Ms }) => [
      labels.length === 0 ? '<em>no label</em>' : listOf(labels.map(nameSpan)),
      formatCount(jobs),
      formatDuration(p50Ms),
      formatDuration(p95Ms),
    ])
  return details(
    `Queue by runner: p95 up to ${formatDuration(longest.p95Ms)}`,
    table(['Runner', right('Jobs read'), right('p50'), right('p95')], rows),
  )
}

/** Minutes that have no price although there are rates; empty where that is none. */
export const unpricedNote = ({ unpricedMinutes }: JobFindings): string =>
  unpricedMinutes === 0 ? '' : `<sub>${countOf(unpricedMinutes, 'minute')} of runners without a rate.</sub>`
