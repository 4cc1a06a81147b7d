/**
 * Mermaid gantt charts whose labels are hostile text. Mermaid's lexer takes the first rule that matches, so a
 * label that begins with `title `, `call ` or `%%` is a directive, a `:` ends it, and `#…;` is an entity. Three
 * measures keep a label a label: each one starts with a mark (an emoji), which no keyword does; every character
 * with a meaning is written as an entity; and times are milliseconds since the epoch, which never wrap.
 */
import { shorten } from './format.ts'
import { cleanLine } from './markdown.ts'

/** Mermaid refuses a longer text whole, and a diagram cannot raise it (`maxTextSize`, a secure key). */
export const maxDiagramChars = 50_000

/** A shorter bar cannot be seen, and one of no length or less does not parse. */
const minBarMs = 1000
/** GitHub scales the chart to the page: a longer label leaves no room for the bars. */
const maxLabelChars = 44
/** Width of a character of a row's label (font size 11), rounded up. */
const labelCharPixels = 7
/** Mermaid's own default, also of the room on the right. */
const minLeftPadding = 75
const rightPadding = 75
/**
 * Width that the chart is laid out for, whatever room it gets: in a section that is folded it would get none. It is
 * scaled to the page then.
 */
const chartPixels = 1000
/** What a mark, the space behind it and a character of a bar's label take (font size 11). */
const markPixels = 20
const barCharPixels = 6.5

/** `crit` is drawn red, `done` grey, `active` light, `plain` in the theme's colour. */
export type BarStyle = 'plain' | 'done' | 'active' | 'crit'

export interface GanttBar {
  /** An emoji that tells what it is; our own text, never a name. */
  readonly mark: string
  /** Hostile text; may be empty. */
  readonly label: string
  readonly style: BarStyle
  readonly startMs: number
  readonly endMs: number
}

/** Bars that belong together, in the order of their start. */
export interface GanttRow {
  readonly mark: string
  /** Hostile text. */
  readonly label: string
  readonly bars: readonly GanttBar[]
}

/** `row`: the bars of a row side by side. `bar`: each on a line of its own, under the row's label. */
export type GanttLines = 'row' | 'bar'

/**
 * The code of a gantt chart, without its fence, in the viewer's local time. Bars are at least a second long. In a row
 * of one line they are pushed on where they would overlap the one before, and lose their label where it would run into
 * the one after.
 */
export function ganttChart(rows: readonly GanttRow[], lines: GanttLines): string {
  const pixelsPerMs = (chartPixels - leftPaddingOf(rows) - rightPadding) / spanOf(rows)
  const isLabelled = (bar: GanttBar, next: GanttBar | undefined): boolean =>
    lines === 'bar' || next === undefined || labelPixels(bar) <= (bar.endMs - bar.startMs) * pixelsPerMs
  const body = rows.flatMap((row) => rowLines(row, isLabelled))
  return [...chartHead(rows, lines), ...body, ''].join('\n')
}

/** From the first start to the last end. */
function spanOf(rows: readonly GanttRow[]): number {
  const bars = rows.flatMap((row) => row.bars)
  const firstMs = bars.reduce((first, { startMs }) => Math.min(first, startMs), Infinity)
  const lastMs = bars.reduce((last, { endMs }) => Math.max(last, endMs), -Infinity)
  return Math.max(minBarMs, lastMs - firstMs)
}

const labelPixels = ({ label }: GanttBar): number =>
  markPixels + barCharPixels * Array.from(plainLabel(label)).length

/**
 * As many of the rows as fit into one diagram, the first ones first; a row that does not fit is left out, and
 * the caller says how many are missing.
 */
export function fittingRows(rows: readonly GanttRow[], maxChars: number): readonly GanttRow[] {
  let freeChars = maxChars - ganttChart([], 'row').length - String(widestPadding).length
  return rows.filter((row) => {
    const chars = rowLines(row, () => true).reduce((sum, line) => sum + line.length + 1, 0)
    const fits = chars <= freeChars
    if (fits) freeChars -= chars
    return fits
  })
}

function chartHead(rows: readonly GanttRow[], lines: GanttLines): readonly string[] {
  return [
    '---',
    ...(lines === 'row' ? ['displayMode: compact'] : []),
    'config:',
    '  gantt:',
    `    useWidth: ${chartPixels}`,
    `    leftPadding: ${leftPaddingOf(rows)}`,
    '  themeVariables:',
    `    sectionBkgColor: '${bandColour}'`,
    `    sectionBkgColor2: '${bandColour}'`,
    '---',
    'gantt',
    'dateFormat x',
    'axisFormat %H:%M:%S',
    'todayMarker off',
  ]
}

/** Mermaid's own bands are of several colours, one of them yellow, as if those rows were to be looked at. */
const bandColour = '#8c959f'

function leftPaddingOf(rows: readonly GanttRow[]): number {
  const longest = rows.reduce((most, { label }) => Math.max(most, Array.from(plainLabel(label)).length), 0)
  return Math.max(minLeftPadding, paddingOf(longest))
}

const paddingOf = (labelChars: number): number => (labelChars + 4) * labelCharPixels
const widestPadding = paddingOf(maxLabelChars)

/** The text of a bar whose label is left out: Mermaid wants one, and this is a space to it. */
const noLabel = '#32;'

function rowLines(
  row: GanttRow,
  isLabelled: (bar: GanttBar, next: GanttBar | undefined) => boolean,
): readonly string[] {
  const lines = [`section ${row.mark} ${mermaidText(row.label)}`]
  let freeFromMs = -Infinity
  for (const [index, bar] of row.bars.entries()) {
    const startMs = Math.max(Math.round(bar.startMs), freeFromMs)
    const endMs = Math.max(Math.round(bar.endMs), startMs + minBarMs)
    freeFromMs = endMs
    const tag = bar.style === 'plain' ? '' : `${bar.style}, `
    const text = isLabelled(bar, row.bars[index + 1]) ? `${bar.mark} ${mermaidText(bar.label)}` : noLabel
    lines.push(`${text} :${tag}${startMs}, ${endMs}`)
  }
  return lines
}

const plainLabel = (text: string): string => shorten(cleanLine(text), maxLabelChars)

/**
 * What means something neither to Mermaid's lexer, nor to its entity decoder, nor in the SVG that it becomes:
 * letters, digits, pictures and a little punctuation. All else goes in as an entity.
 */
const meaningful = /[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}\u200D ()[\]/.,@+=_…\uFFFD-]/gu

/** A hostile text as it may stand in a label of a diagram, after a mark: one line, its middle cut out when long. */
export const mermaidText = (text: string): string =>
  plainLabel(text).replace(meaningful, (character) => `#${character.codePointAt(0) ?? 0};`)
