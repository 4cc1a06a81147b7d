/** The picture: one line a job, its wait for a runner and its run; or the steps of each job, a line each. */
import { formatCount, formatDuration } from '../../text/format.ts'
import { codeFence, details, joinBlocks } from '../../text/markdown.ts'
import {
  fittingRows,
  ganttChart,
  maxDiagramChars,
  type BarStyle,
  type GanttBar,
  type GanttLines,
  type GanttRow,
} from '../../text/mermaid.ts'
import type { Block } from '../../text/blocks.ts'
import { jobMark, markOf } from './render-names.ts'
import type { JobReport, RunReport } from './run-report.ts'

/** A line is 24 pixels high: a hundred fill two screens. */
const maxRows = 100
const fewRows = 30
/** Steps are asked for by who wants to scroll. */
const maxStepLines = 240
/** Fewer steps of a job do not show what it does; jobs that do not get as many are left out. */
const minSteps = 5
/** A shorter wait cannot be seen beside the run. */
const minWaitMs = 1000

/** The folded timeline; its variants have fewer lines. */
export function timelineBlock(report: RunReport, detail: 'jobs' | 'steps' | 'off'): Block {
  const nowMs = Date.parse(report.generatedAt)
  const jobs = report.jobs.filter((job) => job.isOfLatestAttempt && job.startedAtMs !== null)
  if (detail === 'off' || jobs.length === 0) return { what: 'the timeline', variants: [() => ''] }
  const jobRows = (max: number) => (): string =>
    renderTimeline(
      choose(jobs, max).map((job) => rowOf(job, [...waitBar(job), runBar(job, nowMs)])),
      { jobCount: jobs.length, lines: 'row', isCut: false },
    )
  return {
    what: 'the timeline',
    variants: [
      ...(detail === 'steps' ? [() => renderSteps(jobs, nowMs)] : []),
      jobRows(maxRows),
      jobRows(fewRows),
      () => '',
    ],
  }
}

/** As many jobs as get a few lines each; of their steps those that failed and the longest. */
function renderSteps(jobs: readonly JobReport[], nowMs: number): string {
  const chosen = choose(jobs, Math.floor(maxStepLines / (minSteps + 1)))
  const perJob = Math.floor(maxStepLines / chosen.length) - 1
  const rows = chosen.map((job) => ({ job, bars: stepBars(job, nowMs) }))
  return renderTimeline(
    rows.map(({ job, bars }) => rowOf(job, [...waitBar(job), ...longest(bars, perJob)])),
    { jobCount: jobs.length, lines: 'bar', isCut: rows.some(({ bars }) => bars.length > perJob) },
  )
}

/** So many bars, in their order. */
function longest(bars: readonly GanttBar[], max: number): readonly GanttBar[] {
  if (bars.length <= max) return bars
  const worth = ({ style }: GanttBar): number => Number(style === 'crit' || style === 'active')
  const kept = new Set(
    bars.toSorted((one, other) => worth(other) - worth(one) || lengthOf(other) - lengthOf(one)).slice(0, max),
  )
  return bars.filter((bar) => kept.has(bar))
}

const lengthOf = ({ startMs, endMs }: GanttBar): number => endMs - startMs

function renderTimeline(
  rows: readonly GanttRow[],
  of: {
    readonly jobCount: number
    readonly lines: GanttLines
    /** Whether steps were left out. */
    readonly isCut: boolean
  },
): string {
  const fitting = fittingRows(rows, maxDiagramChars)
  const notes = [
    ...(fitting.length === of.jobCount
      ? []
      : [
          `${formatCount(fitting.length)} of ${formatCount(of.jobCount)} jobs: what failed, the critical path, and the longest.`,
        ]),
    ...(of.isCut ? ['Of each job what failed and the longest steps.'] : []),
  ]
  return details(
    'Timeline',
    joinBlocks([
      codeFence('mermaid', ganttChart(fitting, of.lines).trimEnd()),
      notes.length === 0 ? '' : `<sub>${notes.join(' ')}</sub>`,
    ]),
  )
}

/** The jobs worth a line, in the order of their start. */
function choose(jobs: readonly JobReport[], max: number): readonly JobReport[] {
  const worth = (job: JobReport): number =>
    job.counts === 'failed' || job.counts === 'cancelled' ? 2 : job.isOnCriticalPath ? 1 : 0
  return jobs
    .toSorted((one, other) => worth(other) - worth(one) || (other.ranMs ?? 0) - (one.ranMs ?? 0))
    .slice(0, max)
    .toSorted((one, other) => beganMs(one) - beganMs(other) || one.id - other.id)
}

const beganMs = ({ createdAtMs, startedAtMs }: JobReport): number => createdAtMs ?? startedAtMs ?? 0

const rowOf = (job: JobReport, bars: readonly GanttBar[]): GanttRow => ({
  mark: jobMark(job),
  label: job.name,
  bars,
})

function waitBar({ createdAtMs, startedAtMs, queuedMs }: JobReport): readonly GanttBar[] {
  if (createdAtMs === null || startedAtMs === null || queuedMs === null || queuedMs < minWaitMs) return []
  return [
    { mark: '⏳', label: formatDuration(queuedMs), style: 'done', startMs: createdAtMs, endMs: startedAtMs },
  ]
}

function runBar(job: JobReport, nowMs: number): GanttBar {
  const startMs = job.startedAtMs ?? nowMs
  return {
    mark: jobMark(job),
    label: job.ranMs === null ? 'running' : formatDuration(job.ranMs),
    style: styleOf(job.conclusion),
    startMs,
    endMs: job.endedAtMs ?? Math.max(startMs, nowMs),
  }
}

/** The steps that took time, and those that failed; a job without any is one bar. */
function stepBars(job: JobReport, nowMs: number): readonly GanttBar[] {
  const bars = job.steps.flatMap(({ name, conclusion, startedAtMs, ranMs }): readonly GanttBar[] => {
    if (startedAtMs === null || ranMs === null || (ranMs === 0 && conclusion === 'success')) return []
    const bar = { mark: markOf(conclusion), label: name, style: styleOf(conclusion) }
    return [{ ...bar, startMs: startedAtMs, endMs: startedAtMs + ranMs }]
  })
  return bars.length === 0 ? [runBar(job, nowMs)] : bars.toSorted((one, other) => one.startMs - other.startMs)
}

function styleOf(conclusion: string | null): BarStyle {
  switch (conclusion) {
    case 'success':
      return 'plain'
    case null:
      return 'active'
    case 'cancelled':
    case 'skipped':
    case 'neutral':
      return 'done'
    default:
      return 'crit'
  }
}
