/** Bars and lines over categories or days. */
import type { ChartConfiguration } from 'chart.js'
import { formatBytes, formatCount, formatDuration } from '../../text/format.ts'
import { colourOf, figure, tickText, type Colour } from './charts.ts'
import { el, nameOf } from './dom.ts'

export interface Series {
  readonly label: string
  readonly colour: Colour
  readonly values: readonly (number | null)[]
}

export interface CategoryChart {
  readonly title: string
  /** Hostile text. */
  readonly labels: readonly string[]
  readonly series: readonly Series[]
  readonly kind: 'bar' | 'stacked' | 'line' | 'horizontal'
  readonly unit: Unit
}

/** What the numbers of a chart are. */
export type Unit = 'count' | 'bytes' | 'duration'

const formats: Readonly<Record<Unit, (value: number) => string>> = {
  count: formatCount,
  bytes: formatBytes,
  duration: formatDuration,
}

/** Steps of an axis that read well: seconds, minutes, hours and days, in milliseconds. */
const durationSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400,
].map((seconds) => seconds * 1000)
/** Steps of an axis, about. */
const axisSteps = 5

/** How far apart the lines of an axis are. */
const stepSize = (unit: Unit, highest: number): number | undefined =>
  unit === 'duration'
    ? durationSteps.find((step) => step * axisSteps >= highest)
    : unit === 'count'
      ? Math.max(1, niceStep(highest / axisSteps))
      : niceStep(highest / axisSteps)

/** The next of 1, 2, 5, 10… */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? power
}

/** Bars or lines over categories or days. */
export function categoryChart(options: CategoryChart): HTMLElement {
  const { title, labels, series, kind } = options
  const format = formats[options.unit]
  return figure({
    title,
    height: kind === 'horizontal' && labels.length > 5 ? 'high' : 'low',
    configure: () => categoryConfiguration(options),
    table: numbersTable(
      labels,
      series.map(({ label, values }) => ({
        label,
        texts: values.map((value) => (value === null ? '' : format(value))),
      })),
    ),
  })
}

function categoryConfiguration({ labels, series, kind, unit }: CategoryChart): ChartConfiguration {
  const format = formats[unit]
  const highest = highestOf(series, kind)
  const isLine = kind === 'line'
  const isStacked = kind === 'stacked'
  const valueAxis = {
    stacked: isStacked,
    beginAtZero: true,
    ticks: {
      stepSize: stepSize(unit, highest),
      maxRotation: 0,
      callback: (value: number | string) => tickText(format(Number(value))),
    },
  }
  const labelAxis = {
    stacked: isStacked,
    grid: { display: false },
    ticks: { callback: (_: unknown, index: number) => shortened(labels[index] ?? '') },
  }
  const isHorizontal = kind === 'horizontal'
  return {
    type: isLine ? 'line' : 'bar',
    data: {
      labels: [...labels],
      datasets: series.map(({ label, colour, values }) => ({
        label,
        data: [...values],
        backgroundColor: colourOf(colour),
        borderColor: colourOf(colour),
        ...(isLine ? { borderWidth: 2, pointRadius: 2, tension: 0.2, spanGaps: true } : {}),
      })),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: isHorizontal ? 'y' : 'x',
      interaction: { mode: 'index', intersect: false, axis: isHorizontal ? 'y' : 'x' },
      scales: isHorizontal ? { x: valueAxis, y: labelAxis } : { x: labelAxis, y: valueAxis },
      plugins: {
        legend: { display: series.length > 1 },
        tooltip: {
          callbacks: {
            label: ({ dataset, dataIndex }) => {
              const value = dataset.data[dataIndex]
              return `${dataset.label ?? ''}: ${typeof value === 'number' ? format(value) : 'none'}`
            },
          },
        },
      },
    },
  }
}

/** Of all values; of stacks, of what is on top of each other. */
const highestOf = (series: readonly Series[], kind: CategoryChart['kind']): number =>
  (series[0]?.values ?? [])
    .map((_, index) => series.map(({ values }) => values[index] ?? 0))
    .map((values) =>
      kind === 'stacked' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values),
    )
    .reduce((most, value) => Math.max(most, value), 0)

/** Long names would leave no room for bars; the tooltip has them whole. */
const shortened = (text: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(text)
    ? text.slice(5)
    : text.length <= 28
      ? text
      : `${text.slice(0, 16)}…${text.slice(-11)}`

/** The numbers of a chart, folded. */
function numbersTable(
  labels: readonly string[],
  columns: readonly { readonly label: string; readonly texts: readonly string[] }[],
): HTMLElement {
  const details = el('details', {}, el('summary', {}, 'As a table'))
  // Filled when it is opened: most never are.
  details.addEventListener('toggle', () => {
    if (details.childElementCount > 1) return
    const header = ['', ...columns.map(({ label }) => label)].map((title) =>
      el('th', { scope: 'col' }, title),
    )
    const rows = labels.map((label, index) =>
      el(
        'tr',
        {},
        el('th', { scope: 'row' }, nameOf(label)),
        ...columns.map(({ texts }) => el('td', { class: 'number' }, texts[index] ?? '')),
      ),
    )
    details.append(
      el(
        'div',
        { class: 'scroll' },
        el('table', {}, el('thead', {}, el('tr', {}, ...header)), el('tbody', {}, ...rows)),
      ),
    )
  })
  return details
}
