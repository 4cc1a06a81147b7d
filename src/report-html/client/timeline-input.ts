/** How one moves in a timeline: with keys, with the pointer, and what it says where one points. */
import { el } from './dom.ts'

export const zoomFactor = 2
/** A step of the arrow keys, as a share of what is shown. */
export const panShare = 0.25
/** A drag that is shorter is a click. */
const minDragPixels = 6

/** The part of the time that is shown; milliseconds since the epoch. */
export interface View {
  fromMs: number
  toMs: number
}

interface Moves {
  readonly zoom: (factor: number, place: number) => void
  readonly pan: (share: number) => void
  readonly showAll: () => void
}

/** Plus and minus zoom, the arrows move, zero shows all. */
export function listenToKeys(chart: HTMLElement, { zoom, pan, showAll }: Moves): void {
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(zoomFactor, 0.5),
    '=': () => zoom(zoomFactor, 0.5),
    '-': () => zoom(1 / zoomFactor, 0.5),
    ArrowLeft: () => pan(-panShare),
    ArrowRight: () => pan(panShare),
    0: showAll,
    Home: showAll,
  }
  chart.addEventListener('keydown', (event) => {
    const move = keys[event.key]
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    move()
  })
}

interface Pointing {
  readonly zoom: (factor: number, place: number) => void
  readonly moveTo: (fromMs: number, spanMs: number) => void
  readonly view: View
}

/** A drag zooms to a stretch, the wheel with Ctrl around the pointer. */
export function listenToPointer(
  chart: HTMLElement,
  rows: HTMLElement,
  { zoom, moveTo, view }: Pointing,
): void {
  /** Where on the tracks a pointer is, 0 to 1; null beside them. */
  const placeOf = (clientX: number): number | null => {
    const track = rows.querySelector('.track')?.getBoundingClientRect()
    if (track === undefined || track.width === 0) return null
    return Math.min(1, Math.max(0, (clientX - track.left) / track.width))
  }
  chart.addEventListener(
    'wheel',
    (event) => {
      const place = placeOf(event.clientX)
      if (!event.ctrlKey || place === null) return
      event.preventDefault()
      zoom(event.deltaY < 0 ? zoomFactor : 1 / zoomFactor, place)
    },
    { passive: false },
  )
  let startX: number | null = null
  rows.addEventListener('pointerdown', (event) => {
    const isOnTrack = event.target instanceof Element && event.target.closest('.track') !== null
    startX = isOnTrack && event.button === 0 ? event.clientX : null
  })
  chart.addEventListener('pointerup', (event) => {
    const from = startX === null ? null : placeOf(startX)
    const to = placeOf(event.clientX)
    const isDrag = startX !== null && Math.abs(event.clientX - startX) >= minDragPixels
    startX = null
    if (from === null || to === null || !isDrag) return
    const span = view.toMs - view.fromMs
    moveTo(view.fromMs + span * Math.min(from, to), span * Math.abs(to - from))
  })
}

/** Shows what a row is about, for the pointer and for the focus. */
export function listenToTips(
  chart: HTMLElement,
  tooltip: HTMLElement,
  tips: WeakMap<Element, readonly string[]>,
): void {
  const rowOf = (target: EventTarget | null): Element | null =>
    target instanceof Element ? target.closest('.row') : null
  const show = (row: Element | null, x: number, y: number): void => {
    const lines = row === null ? undefined : tips.get(row)
    tooltip.hidden = lines === undefined
    if (lines === undefined) return
    tooltip.replaceChildren(...lines.map((line, index) => el(index === 0 ? 'strong' : 'span', {}, line)))
    tooltip.style.setProperty(
      'left',
      `${Math.max(0, Math.min(x + 12, innerWidth - tooltip.offsetWidth - 12))}px`,
    )
    tooltip.style.setProperty(
      'top',
      `${Math.max(0, Math.min(y + 16, innerHeight - tooltip.offsetHeight - 12))}px`,
    )
  }
  chart.addEventListener('pointermove', (event) => show(rowOf(event.target), event.clientX, event.clientY))
  chart.addEventListener('pointerleave', () => show(null, 0, 0))
  chart.addEventListener('focusin', (event) => {
    const row = rowOf(event.target)
    const box = row?.getBoundingClientRect()
    show(row, box?.left ?? 0, box?.bottom ?? 0)
  })
  chart.addEventListener('focusout', () => show(null, 0, 0))
  chart.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') tooltip.hidden = true
  })
}
