/**
 * Mermaid charts of the report: a pie of the storage, and bars and lines over days. They have no legend on GitHub, so
 * the title says what is what; it is short, since labels are cut. Labels are hostile text in quotes, written with entities; each begins with a mark of
 * our own, since a label that begins with a word of the language can be taken for it.
 */
import { mermaidText } from '../../text/mermaid.ts'
import type { DailyHealth, StorageFindings } from './repository-report.ts'

export interface PieSlice {
  /** Hostile text. */
  readonly label: string
  readonly value: number
}

/** Mermaid's own colours are next to white on white. These can be told apart on GitHub's light page and on its dark one. */
const pieColours = [
  '#54aeff',
  '#ffb77c',
  '#4ac26b',
  '#c297ff',
  '#ff8182',
  '#d4a72c',
  '#ff80c8',
  '#8c959f',
] as const
/** Bars, then lines. */
const plotColours = '#54aeff, #e5534b'
/** Readable on all of them. */
const darkText = '#1f2328'
const sliceColours = pieColours.map((colour, index) => `  pie${index + 1}: '${colour}'`)

/** What a chart is told before its code. */
const configOf = (lines: readonly string[]): readonly string[] => [
  '---',
  'config:',
  ...lines.map((line) => `  ${line}`),
  '---',
]

/** Of the whole: thinner slices cannot be seen. */
const minSlice = 0.005

/** More slices cannot be told apart. */
const maxSlices = pieColours.length

/** The code of a pie chart; empty when there is nothing to show. Slices of nothing are left out. */
export function pieChart(title: string, slices: readonly PieSlice[]): string {
  const shown = slices.filter(({ value }) => value > 0)
  if (shown.length === 0) return ''
  return [
    ...configOf([
      'themeVariables:',
      `  pieSectionTextColor: '${darkText}'`,
      ...sliceColours.slice(0, shown.length),
    ]),
    `pie showData title ${mermaidText(title)}`,
    ...shown.map(({ label, value }) => `    "▪ ${mermaidText(label)}" : ${plainNumber(value)}`),
  ].join('\n')
}

export interface Series {
  readonly kind: 'bar' | 'line'
  /** As many as there are labels. */
  readonly values: readonly number[]
}

export interface XyChart {
  readonly title: string
  /** Hostile text. */
  readonly labels: readonly string[]
  readonly unit: string
  readonly series: readonly Series[]
}

/** The code of an xychart; empty when there is nothing to show. */
export function xyChart({ title, labels, unit, series }: XyChart): string {
  const highest = series.flatMap(({ values }) => values).reduce((most, value) => Math.max(most, value), 0)
  if (labels.length === 0 || highest <= 0) return ''
  return [
    ...configOf([
      'xyChart:',
      '  width: 900',
      '  height: 320',
      'themeVariables:',
      '  xyChart:',
      `    plotColorPalette: '${plotColours}'`,
    ]),
    'xychart-beta',
    `    title "${mermaidText(title)}"`,
    `    x-axis [${labels.map((label) => `"${mermaidText(label)}"`).join(', ')}]`,
    `    y-axis "${mermaidText(unit)}" 0 --> ${plainNumber(highest * 1.05)}`,
    ...series.map(({ kind, values }) => `    ${kind} [${values.map(plainNumber).join(', ')}]`),
  ].join('\n')
}

/** At most two digits after the point, and never an exponent, which the grammar does not know. */
const plainNumber = (value: number): string => {
  const rounded = Math.round(value * 100) / 100
  return rounded === 0 && value > 0 ? '0.01' : rounded.toFixed(2).replace(/\.?0+$/, '')
}

/** More points than this are put together, so that their labels stay apart. */
const maxPoints = 31

/** Successful and failed runs over the days of the period. */
export function runsChart(daily: readonly DailyHealth[]): string {
  const groups = inGroups(daily)
  const total = groups.map((days) =>
    sum(days.map(({ succeeded, failed, other }) => succeeded + failed + other)),
  )
  const failed = groups.map((days) => sum(days.map((day) => day.failed)))
  return xyChart({
    title: `Runs a ${stretchOf(daily)}: all (bars), failed (line)`,
    labels: groups.map(labelOf),
    unit: 'runs',
    series: [
      { kind: 'bar', values: total },
      { kind: 'line', values: failed },
    ],
  })
}

/** p50 and p95 over the days on which runs were timed. */
export function durationsChart(daily: readonly DailyHealth[]): string {
  const points = inGroups(daily).flatMap((days) => {
    const p50s = days.flatMap(({ p50Ms }) => (p50Ms === null ? [] : [p50Ms]))
    const p95s = days.flatMap(({ p95Ms }) => (p95Ms === null ? [] : [p95Ms]))
    const p95Ms = p95s.reduce((most, value) => Math.max(most, value), 0)
    return p50s.length === 0 ? [] : [{ label: labelOf(days), p50Ms: sum(p50s) / p50s.length, p95Ms }]
  })
  const isShort = points.every(({ p95Ms }) => p95Ms < 3 * 60_000)
  const unitMs = isShort ? 1000 : 60_000
  return xyChart({
    title: 'Successful runs: p50 (bars), p95 (line)',
    labels: points.map(({ label }) => label),
    unit: isShort ? 'seconds' : 'minutes',
    series: [
      { kind: 'bar', values: points.map(({ p50Ms }) => p50Ms / unitMs) },
      { kind: 'line', values: points.map(({ p95Ms }) => p95Ms / unitMs) },
    ],
  })
}

const units = [
  { name: 'GB', bytes: 1e9 },
  { name: 'MB', bytes: 1e6 },
  { name: 'kB', bytes: 1e3 },
]

/** Storage by name in one pie, in the unit that fits. */
export function storageChart({ bytes, byName }: Pick<StorageFindings, 'bytes' | 'byName'>): string {
  const unit = units.find((each) => bytes >= 10 * each.bytes) ?? { name: 'bytes', bytes: 1 }
  const top = byName.slice(0, maxSlices - 1).filter((share) => share.bytes >= bytes * minSlice)
  const rest = bytes - sum(top.map((share) => share.bytes))
  return pieChart(`Stored by name, in ${unit.name}`, [
    ...top.map((share) => ({ label: share.label, value: share.bytes / unit.bytes })),
    { label: 'all other names', value: rest / unit.bytes },
  ])
}

const groupSize = (daily: readonly DailyHealth[]): number => (daily.length <= maxPoints + 1 ? 1 : 7)
const stretchOf = (daily: readonly DailyHealth[]): string => (groupSize(daily) === 1 ? 'day' : 'week')

/** Days one by one, or in weeks that end with the last day. */
function inGroups(daily: readonly DailyHealth[]): readonly (readonly DailyHealth[])[] {
  const size = groupSize(daily)
  const offset = daily.length % size
  const starts = [...(offset === 0 ? [] : [0]), ...range(offset, daily.length, size)]
  return starts.map((start, index) => daily.slice(start, starts[index + 1] ?? daily.length))
}

function range(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step)
}

/** `31` of `2026-01-31` where there are days, `01-31` where there are weeks. */
const labelOf = (days: readonly DailyHealth[]): string => days[0]?.date.slice(days.length === 1 ? 8 : 5) ?? ''

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
