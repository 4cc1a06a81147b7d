/** Points over days, on a vertical axis that grows by factors. */
import { formatDate, formatDuration } from '../../text/format.ts'
import { colourOf, figure, tickText, type Colour } from './charts.ts'
import { el } from './dom.ts'

export interface Point {
  readonly x: number
  readonly y: number
  readonly lines: readonly string[]
}

/** Points over days: when, and how long. */
export interface PointChart {
  readonly title: string
  readonly groups: readonly {
    readonly label: string
    readonly colour: Colour
    readonly points: readonly Point[]
  }[]
  /** Where the numbers are. */
  readonly note: string
}

/** Points, on a vertical axis that grows by factors. */
export function pointChart({ title, groups, note }: PointChart): HTMLElement {
  return figure({
    title,
    height: 'high',
    table: el('p', { class: 'note' }, note),
    configure: () => ({
      type: 'scatter',
      data: {
        datasets: groups.map(({ label, colour, points }) => ({
          label,
          data: points.map(({ x, y }) => ({ x, y })),
          backgroundColor: colourOf(colour),
          pointRadius: 2.5,
          pointHoverRadius: 5,
        })),
      },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        parsing: false,
        interaction: { mode: 'nearest', intersect: true },
        scales: {
          x: {
            type: 'linear',
            ticks: { maxRotation: 0, callback: (value) => formatDate(Number(value)) },
            afterBuildTicks: (axis) => {
              axis.ticks = dayTicks(axis.min, axis.max).map((value) => ({ value }))
            },
          },
          y: {
            type: 'logarithmic',
            ticks: { callback: (value) => tickText(formatDuration(Number(value))) },
            afterBuildTicks: (axis) => {
              axis.ticks = decadeTicks(axis.min, axis.max).map((value) => ({ value }))
            },
          },
        },
        plugins: {
          tooltip: {
            callbacks: {
              label: ({ datasetIndex, dataIndex }) => [
                ...(groups[datasetIndex]?.points[dataIndex]?.lines ?? []),
              ],
            },
          },
        },
      },
    }),
  })
}

const dayMs = 86_400_000
/** Dates that have room beside each other. */
const maxDates = 8

/** Beginnings of UTC days, as many as have room. */
function dayTicks(fromMs: number, toMs: number): readonly number[] {
  const days = Math.ceil((toMs - fromMs) / dayMs / maxDates)
  const stepMs = Math.max(1, days) * dayMs
  const first = Math.ceil(fromMs / dayMs) * dayMs
  return Array.from(
    { length: Math.max(0, Math.floor((toMs - first) / stepMs) + 1) },
    (_, index) => first + index * stepMs,
  )
}

/** Durations that one knows, each a few times the one before. */
const decadeTicks = (fromMs: number, toMs: number): readonly number[] =>
  [1, 3, 10, 30, 60, 180, 600, 1800, 3600, 10_800, 36_000, 86_400, 259_200, 864_000]
    .map((seconds) => seconds * 1000)
    .filter((ms) => ms >= fromMs && ms <= toMs)
