/**
 * The timeline of a run: a row a job, its wait and its work as bars, its steps below it when it is opened. Zooming
 * moves two numbers that all bars are laid out by, so that a thousand rows stay quick.
 */
import { formatDuration, formatTimestamp } from '../../text/format.ts'
import { cleanLine } from '../../text/markdown.ts'
import type { JobReport, RunReport } from '../../summarise/run/run-report.ts'
import { button, el, nameOf } from './dom.ts'
import {
  listenToKeys,
  listenToPointer,
  listenToTips,
  panShare,
  zoomFactor,
  type View,
} from './timeline-input.ts'

/** Nothing happens in less. */
const minSpanMs = 1000
const tickCount = 6

/** Whether there is anything to draw. */
export const hasTimeline = ({ jobs }: RunReport): boolean =>
  jobs.some(({ startedAtMs }) => startedAtMs !== null)

/** The timeline with its buttons. Keys: + and − zoom, the arrows move, 0 shows all. */
export function timeline(report: RunReport): HTMLElement {
  const whole = wholeOf(report)
  const view: View = latestOf(report, whole)
  const axis = el('div', { class: 'axis', 'aria-hidden': 'true' })
  const tooltip = el('div', { class: 'tooltip', role: 'tooltip', hidden: '' })
  const tips = new WeakMap<Element, readonly string[]>()
  const rows = el('div', { class: 'rows' }, ...jobRows(report, tips))
  const chart = el(
    'div',
    {
      class: 'timeline',
      role: 'group',
      tabindex: '0',
      'aria-label': 'Timeline of the jobs. Plus and minus zoom, the arrow keys move, zero shows all.',
    },
    axis,
    rows,
  )
  const status = el('span', { role: 'status', class: 'count' })

  const update = (): void => {
    view.toMs = Math.max(view.toMs, view.fromMs + minSpanMs)
    chart.style.setProperty('--from', String(view.fromMs - whole.fromMs))
    chart.style.setProperty('--span', String(view.toMs - view.fromMs))
    axis.replaceChildren(...ticks(view, whole))
    status.textContent = `Shown: ${formatDuration(view.toMs - view.fromMs)} of ${formatDuration(whole.toMs - whole.fromMs)}`
  }
  const moveTo = (fromMs: number, spanMs: number): void => {
    const span = Math.min(whole.toMs - whole.fromMs, Math.max(minSpanMs, spanMs))
    view.fromMs = Math.min(Math.max(whole.fromMs, fromMs), whole.toMs - span)
    view.toMs = view.fromMs + span
    update()
  }
  /** Zooms around a place: 0 is the left end of what is shown, 1 the right one. */
  const zoom = (factor: number, place: number): void => {
    const span = view.toMs - view.fromMs
    moveTo(view.fromMs + span * place * (1 - 1 / factor), span / factor)
  }
  const pan = (share: number): void => {
    const span = view.toMs - view.fromMs
    moveTo(view.fromMs + span * share, span)
  }
  const showAll = (): void => moveTo(whole.fromMs, whole.toMs - whole.fromMs)

  listenToKeys(chart, { zoom, pan, showAll })
  listenToPointer(chart, rows, { zoom, moveTo, view })
  listenToTips(chart, tooltip, tips)
  update()
  return el(
    'div',
    {},
    el(
      'div',
      { class: 'controls' },
      button('Zoom in', () => zoom(zoomFactor, 0.5)),
      button('Zoom out', () => zoom(1 / zoomFactor, 0.5)),
      button('Earlier', () => pan(-panShare)),
      button('Later', () => pan(panShare)),
      button('Show all', showAll),
      status,
    ),
    chart,
    tooltip,
    el(
      'p',
      { class: 'note' },
      'Drag over a stretch, or turn the wheel with Ctrl, to zoom; open a job for its steps. Grey bars are waiting for a runner.',
    ),
  )
}

/** From the first job that was created to the last that ended, or to now for what still runs. */
function wholeOf({ jobs, generatedAt }: RunReport): View {
  const nowMs = Date.parse(generatedAt)
  const starts = jobs
    .flatMap(({ createdAtMs, startedAtMs }) => [createdAtMs, startedAtMs])
    .filter((ms) => ms !== null)
  const ends = jobs.flatMap(({ startedAtMs, endedAtMs }) =>
    startedAtMs === null ? [] : [endedAtMs ?? nowMs],
  )
  const fromMs = starts.reduce((first, ms) => Math.min(first, ms), Infinity)
  const toMs = ends.reduce((last, ms) => Math.max(last, ms), -Infinity)
  return { fromMs, toMs: Math.max(toMs, fromMs + minSpanMs) }
}

/** The latest attempt: what earlier ones left may be days away. */
function latestOf({ jobs, run }: RunReport, whole: View): View {
  const starts = jobs
    .filter(({ isOfLatestAttempt }) => isOfLatestAttempt)
    .flatMap(({ createdAtMs, startedAtMs }) => createdAtMs ?? startedAtMs ?? [])
  const firstMs = starts.reduce((first, ms) => Math.min(first, ms), run.attempt > 1 ? Infinity : whole.fromMs)
  return { fromMs: Math.min(Math.max(whole.fromMs, firstMs), whole.toMs - minSpanMs), toMs: whole.toMs }
}

function ticks(view: View, whole: View): readonly HTMLElement[] {
  const span = view.toMs - view.fromMs
  return Array.from({ length: tickCount }, (_, index) => {
    const share = index / (tickCount - 1)
    const tick = el('span', {}, formatDuration(Math.round(view.fromMs + span * share - whole.fromMs)))
    tick.style.setProperty('left', `${share * 100}%`)
    return tick
  })
}

function jobRows(report: RunReport, tips: WeakMap<Element, readonly string[]>): readonly HTMLElement[] {
  const { fromMs } = wholeOf(report)
  const nowMs = Date.parse(report.generatedAt)
  return report.jobs
    .filter(({ startedAtMs, createdAtMs }) => startedAtMs !== null || createdAtMs !== null)
    .toSorted(
      (one, other) => (one.startedAtMs ?? Infinity) - (other.startedAtMs ?? Infinity) || one.id - other.id,
    )
    .map((job) => jobRow(job, { fromMs, nowMs, tips }))
}

interface Drawn {
  readonly fromMs: number
  readonly nowMs: number
  readonly tips: WeakMap<Element, readonly string[]>
}

function jobRow(job: JobReport, drawn: Drawn): HTMLElement {
  const { name, startedAtMs, createdAtMs, endedAtMs, steps } = job
  const lines = jobLines(job)
  const stepRows = el('div', { class: 'steps', hidden: '' })
  const opener = el('button', { type: 'button', class: 'label', 'aria-expanded': 'false' }, nameOf(name))
  opener.addEventListener('click', () => {
    if (stepRows.childElementCount === 0) stepRows.append(...stepRowsOf(job, drawn))
    stepRows.hidden = !stepRows.hidden
    opener.setAttribute('aria-expanded', String(!stepRows.hidden))
  })
  if (steps.length === 0) opener.disabled = true
  const track = el('div', { class: 'track' })
  if (createdAtMs !== null && startedAtMs !== null && startedAtMs > createdAtMs)
    track.append(bar('wait', { startMs: createdAtMs, endMs: startedAtMs }, drawn))
  if (startedAtMs !== null)
    track.append(bar(toneOf(job), { startMs: startedAtMs, endMs: endedAtMs ?? drawn.nowMs }, drawn))
  const row = el('div', { class: 'row' }, opener, track)
  drawn.tips.set(row, lines)
  return el('div', {}, row, stepRows)
}

function bar(
  tone: string,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  drawn: Drawn,
) {
  const element = el('div', { class: `bar ${tone}` })
  element.style.setProperty('--start', String(startMs - drawn.fromMs))
  element.style.setProperty('--length', String(Math.max(0, endMs - startMs)))
  return element
}

function toneOf({ conclusion, counts, isOnCriticalPath }: JobReport): string {
  const critical = isOnCriticalPath ? ' critical' : ''
  if (conclusion === null) return `running${critical}`
  if (conclusion === 'success') return `good${critical}`
  if (conclusion === 'skipped' || conclusion === 'cancelled' || conclusion === 'neutral')
    return `muted${critical}`
  return counts === 'passed' ? `allowed${critical}` : `bad${critical}`
}

function jobLines(job: JobReport): readonly string[] {
  const { name, conclusion, status, queuedMs, ranMs, startedAtMs, p50Ms, labels, isOnCriticalPath, attempt } =
    job
  return [
    cleanLine(name),
    `${(conclusion ?? status).replaceAll('_', ' ')}${attempt > 1 ? `, attempt ${attempt}` : ''}${isOnCriticalPath ? ', on the critical path' : ''}`,
    ...(ranMs === null
      ? []
      : [`ran ${formatDuration(ranMs)}${p50Ms === null ? '' : ` (p50 ${formatDuration(p50Ms)})`}`]),
    ...(queuedMs === null ? [] : [`queued ${formatDuration(queuedMs)}`]),
    ...(startedAtMs === null ? [] : [`started ${formatTimestamp(startedAtMs)}`]),
    ...(labels.length === 0 ? [] : [cleanLine(labels.join(', '))]),
  ]
}

const stepRowsOf = ({ steps }: JobReport, drawn: Drawn): readonly HTMLElement[] =>
  steps.map(({ number, name, conclusion, startedAtMs, ranMs }) => {
    const track = el('div', { class: 'track' })
    if (startedAtMs !== null && ranMs !== null) {
      const tone = conclusion === 'success' ? 'good' : conclusion === 'failure' ? 'bad' : 'muted'
      track.append(bar(`step ${tone}`, { startMs: startedAtMs, endMs: startedAtMs + ranMs }, drawn))
    }
    const took = ranMs === null ? '' : formatDuration(ranMs)
    const row = el(
      'div',
      { class: 'row' },
      el('span', { class: 'label' }, `${number}. `, nameOf(name), ` ${took}`),
      track,
    )
    drawn.tips.set(row, [cleanLine(name), `${(conclusion ?? 'not run').replaceAll('_', ' ')} ${took}`])
    return row
  })
