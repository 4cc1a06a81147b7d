/** The picture: one line a job, its wait for a runner and its run, or its steps one by one. */
import { formatCount, formatDuration } from '../../text/format.ts'
import { codeFence, details, joinBlocks } from '../../text/markdown.ts'
import {
  fittingRows,
  ganttChart,
  maxDiagramChars,
  type BarStyle,
  type GanttBar,
  type GanttRow,
} from '../../text/mermaid.ts'
import type { Block } from './render-blocks.ts'
import { jobMark, markOf } from './render-names.ts'
import type { JobReport, RunReport } from './run-report.ts'

/** A line is 24 pixels high: a hundred fill two screens. */
const maxRows = 100
const fewRows = 30
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
      jobs.length,
    )
  const stepRows = (): string =>
    renderTimeline(
      choose(jobs, maxRows).map((job) => rowOf(job, [...waitBar(job), ...stepBars(job, nowMs)])),
      jobs.length,
    )
  return {
    what: 'the timeline',
    variants: [...(detail === 'steps' ? [stepRows] : []), jobRows(maxRows), jobRows(fewRows), () => ''],
  }
}

function renderTimeline(rows: readonly GanttRow[], jobCount: number): string {
  const fitting = fittingRows(rows, maxDiagramChars)
  const missing = jobCount - fitting.length
  const note =
    missing === 0
      ? ''
      : `<sub>${formatCount(fitting.length)} of ${formatCount(jobCount)} jobs: what failed, the critical path, and the longest.</sub>`
  return details('Timeline', joinBlocks([codeFence('mermaid', ganttChart(fitting).trimEnd()), note]))
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
