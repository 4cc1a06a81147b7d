/** Charts with tooltips, and the same numbers as a table for who does not point at pictures. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js'
import { el, nameOf } from './dom.ts'

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
)

/** Colours of the style sheet, which knows light and dark. */
export type Colour = 'good' | 'bad' | 'muted' | 'accent' | 'second'

const colourOf = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

export interface Series {
  readonly label: string
  readonly colour: Colour
  readonly values: readonly (number | null)[]
}

interface Drawing {
  readonly canvas: HTMLCanvasElement
  readonly configure: () => ChartConfiguration
  chart: Chart | null
}
const drawings: Drawing[] = []

/** Draws all charts that are on the page and not drawn yet. */
export function drawCharts(): void {
  Chart.defaults.animation = false
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily
  Chart.defaults.color = colourOf('text-muted')
  Chart.defaults.borderColor = colourOf('line')
  for (const drawing of drawings)
    if (drawing.canvas.isConnected) drawing.chart ??= new Chart(drawing.canvas, drawing.configure())
}

/** Draws them anew: the colours of light and dark differ. */
export function redrawCharts(): void {
  for (const drawing of drawings) {
    drawing.chart?.destroy()
    drawing.chart = null
  }
  drawCharts()
}

/** Forgets charts that have left the page. */
export function dropCharts(): void {
  for (const drawing of drawings.filter(({ canvas }) => !canvas.isConnected)) {
    drawing.chart?.destroy()
    drawings.splice(drawings.indexOf(drawing), 1)
  }
}

interface Figure {
  readonly title: string
  readonly configure: () => ChartConfiguration
  /** Null where the numbers are in a table elsewhere on the page; then this says where. */
  readonly table: HTMLElement
  readonly height: 'low' | 'high'
}

function figure({ title, configure, table, height }: Figure): HTMLElement {
  const canvas = el('canvas', { role: 'img', 'aria-label': `${title}. The numbers follow as a table.` })
  drawings.push({ canvas, configure, chart: null })
  return el(
    'figure',
    {},
    el('figcaption', {}, title),
    el('div', { class: `canvas ${height}` }, canvas),
    table,
  )
}

export interface CategoryChart {
  readonly title: string
  /** Hostile text. */
  readonly labels: readonly string[]
  readonly series: readonly Series[]
  readonly kind: 'bar' | 'stacked' | 'line' | 'horizontal'
  readonly format: (value: number) => string
}

/** Bars or lines over categories or days. */
export function categoryChart(options: CategoryChart): HTMLElement {
  const { title, labels, series, format, kind } = options
  return figure({
    title,
    height: kind === 'horizontal' ? 'high' : 'low',
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

function categoryConfiguration({ labels, series, kind, format }: CategoryChart): ChartConfiguration {
  const isLine = kind === 'line'
  const isStacked = kind === 'stacked'
  const valueAxis = { stacked: isStacked, beginAtZero: true, ticks: { callback: (value: number | string) => format(Number(value)) } }
  const labelAxis = { stacked: isStacked, grid: { display: false }, ticks: { callback: (_: unknown, index: number) => shortened(labels[index] ?? '') } }
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

/** Long names would leave no room for bars; the tooltip has them whole. */
const shortened = (text: string): string => (text.length <= 28 ? text : `${text.slice(0, 16)}…${text.slice(-11)}`)

export interface Point {
  readonly x: number
  readonly y: number
  readonly lines: readonly string[]
}

export interface PointChart {
  readonly title: string
  readonly groups: readonly { readonly label: string; readonly colour: Colour; readonly points: readonly Point[] }[]
  readonly formatX: (value: number) => string
  readonly formatY: (value: number) => string
  /** Where the numbers are. */
  readonly note: string
}

/** Points, on a vertical axis that grows by factors. */
export function pointChart({ title, groups, formatX, formatY, note }: PointChart): HTMLElement {
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
          x: { type: 'linear', ticks: { maxTicksLimit: 10, callback: (value) => formatX(Number(value)) } },
          y: { type: 'logarithmic', ticks: { maxTicksLimit: 6, callback: (value) => formatY(Number(value)) } },
        },
        plugins: {
          tooltip: {
            callbacks: {
              label: ({ datasetIndex, dataIndex }) => [...(groups[datasetIndex]?.points[dataIndex]?.lines ?? [])],
            },
          },
        },
      },
    }),
  })
}

/** The numbers of a chart, folded. */
function numbersTable(
  labels: readonly string[],
  columns: readonly { readonly label: string; readonly texts: readonly string[] }[],
): HTMLElement {
  const details = el('details', {}, el('summary', {}, 'As a table'))
  // Filled when it is opened: most never are.
  details.addEventListener('toggle', () => {
    if (details.childElementCount > 1) return
    const header = ['', ...columns.map(({ label }) => label)].map((title) => el('th', { scope: 'col' }, title))
    const rows = labels.map((label, index) =>
      el(
        'tr',
        {},
        el('th', { scope: 'row' }, nameOf(label)),
        ...columns.map(({ texts }) => el('td', { class: 'number' }, texts[index] ?? '')),
      ),
    )
    details.append(
      el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {}, ...header)), el('tbody', {}, ...rows))),
    )
  })
  return details
}
