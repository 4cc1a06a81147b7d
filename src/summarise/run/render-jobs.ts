/** The job table: what needs a look one by one, what passed in one row; and, folded, all of them. */
import { countOf, formatCount } from '../../text/format.ts'
import { details, right, table } from '../../text/markdown.ts'
import { baseNameOf } from './measure-needs.ts'
import type { Block } from '../../text/blocks.ts'
import {
  formatDelta,
  groupedNames,
  isForgiven,
  jobMark,
  listOf,
  nameLink,
  nameSpan,
  resultOf,
  timeCell,
} from './render-names.ts'
import type { JobReport, RunReport } from './run-report.ts'

/** Rows that a reader looks at one by one before the page says how many more there are. */
const maxNoteworthyRows = 50
const fewNoteworthyRows = 20
/** In larger runs the table of all jobs has a row for legs that came out alike. */
const maxSingleRows = 150
const maxAllRows = 300
const fewAllRows = 50
/** So many legs with one result are looked at one by one; more share a row. */
const maxSingleLegs = 8
/** A difference to p50 that stands out: at least this share of it, and this long. */
const notableShare = 0.2
const notableMs = 10_000

const header = ['', 'Job', 'Result', right('Ran'), right('Queued'), right('Against p50'), 'Slowest step']

/** Whether anything besides plain success and plain skips happened. */
export const hasNoteworthyJobs = ({ jobs }: RunReport): boolean => jobs.some(isNoteworthy)

const isNoteworthy = (job: JobReport): boolean =>
  isForgiven(job) ||
  job.isFlaky ||
  job.counts === 'failed' ||
  job.counts === 'cancelled' ||
  (job.counts !== null && job.conclusion === null) ||
  (job.counts === null && !isPlain(job) && job.conclusion !== null)

const isPlain = ({ conclusion }: JobReport): boolean =>
  conclusion === 'success' || conclusion === 'skipped' || conclusion === 'neutral'

/** What a reader looks at first comes first. */
const rankOf = (job: JobReport): number => {
  if (job.counts === 'failed') return 0
  if (job.counts === 'cancelled') return 1
  if (job.conclusion === null) return 2
  if (isForgiven(job)) return 3
  return job.counts === null ? 5 : 4
}

/** The visible table of a run that is not plainly green. */
export function jobTableBlock({ jobs }: RunReport): Block {
  const noteworthy = alikeWhereMany(
    jobs.filter(isNoteworthy).toSorted((one, other) => rankOf(one) - rankOf(other)),
  )
  const plain = jobs.filter((job) => !isNoteworthy(job))
  const render = (maxRows: number) => (): string =>
    table(header, [
      ...noteworthy.slice(0, maxRows).map(groupRow),
      ...restRow(noteworthy.slice(maxRows).flat(), '…', 'see report-json'),
      ...restRow(
        plain.filter(({ conclusion }) => conclusion === 'success'),
        '✅',
        'success',
      ),
      ...skippedRows(plain.filter(({ conclusion }) => conclusion === 'skipped')),
      ...restRow(
        plain.filter(({ conclusion }) => conclusion === 'neutral'),
        '⚪',
        'neutral',
      ),
      ...restRow(
        plain.filter(({ conclusion }) => conclusion === null),
        '⏳',
        'running, not in needs',
      ),
    ])
  return { what: 'the job table', variants: [render(maxNoteworthyRows), render(fewNoteworthyRows)] }
}

/** Every job with its times, folded, the longest group first; in a large run legs that came out alike share a row. */
export function allJobsBlock({ jobs }: RunReport): Block {
  const groups = [...Map.groupBy(jobs, ({ name }) => baseNameOf(name)).values()].toSorted(
    (one, other) => longest(other) - longest(one),
  )
  const isLarge = jobs.length > maxSingleRows
  const entries = groups.flatMap((group) =>
    isLarge ? alike(group) : slowestFirst(group).map((job) => [job]),
  )
  const render = (maxRows: number) => (): string =>
    details(
      `All jobs (${formatCount(jobs.length)})`,
      table(header, [
        ...entries.slice(0, maxRows).map(groupRow),
        ...restRow(entries.slice(maxRows).flat(), '…', 'shorter ones, see report-json'),
      ]),
    )
  return {
    what: 'the table of all jobs',
    variants: jobs.length === 0 ? [() => ''] : [render(maxAllRows), render(fewAllRows), () => ''],
  }
}

/** Many legs with the same result together, all else by itself. */
const alikeWhereMany = (jobs: readonly JobReport[]): readonly (readonly JobReport[])[] =>
  [
    ...Map.groupBy(jobs, (job) =>
      JSON.stringify([baseNameOf(job.name), resultOf(job), job.counts, job.isFlaky]),
    ).values(),
  ]
    .flatMap((group) => (group.length > maxSingleLegs ? [group] : group.map((job) => [job])))
    .toSorted((one, other) => groupRank(one) - groupRank(other))

const groupRank = (group: readonly JobReport[]): number =>
  group.reduce((least, job) => Math.min(least, rankOf(job)), Infinity)

/** Legs with the same result together; what needs a look, by itself. */
const alike = (group: readonly JobReport[]): readonly (readonly JobReport[])[] => [
  ...Map.groupBy(slowestFirst(group), (job) =>
    JSON.stringify([job.conclusion, job.counts, isNoteworthy(job) ? job.id : 0]),
  ).values(),
]

const slowestFirst = (jobs: readonly JobReport[]): readonly JobReport[] =>
  jobs.toSorted((one, other) => (other.ranMs ?? 0) - (one.ranMs ?? 0) || one.id - other.id)

const longest = (group: readonly JobReport[]): number =>
  group.reduce((most, { ranMs }) => Math.max(most, ranMs ?? 0), 0)

function jobRow(job: JobReport): readonly string[] {
  return [
    jobMark(job),
    nameLink(job.name, job.url),
    resultOf(job),
    `${timeCell(job.ranMs)}${job.ranMs !== null && job.isClamped ? '&nbsp;⚠' : ''}`,
    timeCell(job.queuedMs),
    againstP50(job),
    slowestStep(job),
  ]
}

function againstP50({ deltaMs, p50Ms }: JobReport): string {
  if (deltaMs === null || p50Ms === null) return ''
  const isNotable = Math.abs(deltaMs) >= Math.max(notableMs, p50Ms * notableShare)
  const delta = formatDelta(deltaMs).replaceAll(' ', '&nbsp;')
  return isNotable ? `**${delta}**` : delta
}

function slowestStep({ steps }: JobReport): string {
  const ran = steps.flatMap(({ name, ranMs }) => (ranMs === null || ranMs === 0 ? [] : [{ name, ranMs }]))
  const [slowest] = ran.toSorted((one, other) => other.ranMs - one.ranMs)
  return slowest === undefined ? '' : `${nameSpan(slowest.name)} ${timeCell(slowest.ranMs)}`
}

function groupRow(group: readonly JobReport[]): readonly string[] {
  const [first, second] = group
  if (first === undefined) return []
  if (second === undefined) return jobRow(first)
  const slowest = group.reduce((one, other) => ((other.ranMs ?? 0) > (one.ranMs ?? 0) ? other : one))
  return [
    jobMark(first),
    `${nameSpan(baseNameOf(first.name))}&nbsp;×${formatCount(group.length)}`,
    resultOf(first),
    atMost(group.map(({ ranMs }) => ranMs)),
    atMost(group.map(({ queuedMs }) => queuedMs)),
    againstP50(slowest),
    slowestStep(slowest),
  ]
}

/** One row for jobs that need no look; none for none. */
function restRow(jobs: readonly JobReport[], mark: string, result: string): readonly (readonly string[])[] {
  if (jobs.length === 0) return []
  const names = listOf(groupedNames(jobs.map(({ name }) => name)))
  const count = jobs.length === 1 ? '' : `${countOf(jobs.length, 'job')}: `
  return [
    [
      mark,
      `${count}${names}`,
      result,
      atMost(jobs.map(({ ranMs }) => ranMs)),
      atMost(jobs.map(({ queuedMs }) => queuedMs)),
    ],
  ]
}

/** One row for each reason. */
const skippedRows = (jobs: readonly JobReport[]): readonly (readonly string[])[] =>
  [...Map.groupBy(jobs, resultOf)].flatMap(([result, group]) => restRow(group, '⏭️', result))

function atMost(durations: readonly (number | null)[]): string {
  const known = durations.filter((each) => each !== null)
  if (known.length === 0) return ''
  const most = timeCell(known.reduce((one, other) => Math.max(one, other), 0))
  return known.length === 1 ? most : `≤&nbsp;${most}`
}
