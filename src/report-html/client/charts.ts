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
import { el } from './dom.ts'

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

/** What a colour is in the current scheme. */
export const colourOf = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

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

export interface Figure {
  readonly title: string
  readonly configure: () => ChartConfiguration
  /** Null where the numbers are in a table elsewhere on the page; then this says where. */
  readonly table: HTMLElement
  readonly height: 'low' | 'high'
}

/** A chart with its title and its numbers; it is drawn when all are. */
export function figure({ title, configure, table, height }: Figure): HTMLElement {
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

/** A number at an axis, without the parts that are nothing: `10m` for `10m 00s`, `2 GB` for `2.0 GB`. */
export const tickText = (text: string): string => text.replace(/ 00[smh]$/, '').replace(/\.0(?= )/, '')
