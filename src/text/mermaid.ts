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
/** Mermaid's own default. */
const minLeftPadding = 75

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

/** One line of the chart: bars in the order of their start. */
export interface GanttRow {
  readonly mark: string
  /** Hostile text. */
  readonly label: string
  readonly bars: readonly GanttBar[]
}

/**
 * The code of a gantt chart, without its fence: one line a row, bars in the viewer's local time. Bars are at
 * least a second long and are pushed on where they would overlap the one before, so that a row stays one line.
 */
export const ganttChart = (rows: readonly GanttRow[]): string =>
  [...chartHead(rows), ...rows.flatMap(rowLines), ''].join('\n')

/**
 * As many of the rows as fit into one diagram, the first ones first; a row that does not fit is left out, and
 * the caller says how many are missing.
 */
export function fittingRows(rows: readonly GanttRow[], maxChars: number): readonly GanttRow[] {
  let freeChars = maxChars - ganttChart([]).length - String(widestPadding).length
  return rows.filter((row) => {
    const chars = rowLines(row).reduce((sum, line) => sum + line.length + 1, 0)
    const fits = chars <= freeChars
    if (fits) freeChars -= chars
    return fits
  })
}

function chartHead(rows: readonly GanttRow[]): readonly string[] {
  const longest = rows.reduce((most, { label }) => Math.max(most, Array.from(plainLabel(label)).length), 0)
  return [
    '---',
    'displayMode: compact',
    'config:',
    '  gantt:',
    `    leftPadding: ${Math.max(minLeftPadding, paddingOf(longest))}`,
    '---',
    'gantt',
    'dateFormat x',
    'axisFormat %H:%M:%S',
    'todayMarker off',
  ]
}

const paddingOf = (labelChars: number): number => (labelChars + 4) * labelCharPixels
const widestPadding = paddingOf(maxLabelChars)

function rowLines(row: GanttRow): readonly string[] {
  const lines = [`section ${row.mark} ${mermaidText(row.label)}`]
  let freeFromMs = -Infinity
  for (const bar of row.bars) {
    const startMs = Math.max(Math.round(bar.startMs), freeFromMs)
    const endMs = Math.max(Math.round(bar.endMs), startMs + minBarMs)
    freeFromMs = endMs
    const tag = bar.style === 'plain' ? '' : `${bar.style}, `
    lines.push(`${bar.mark} ${mermaidText(bar.label)} :${tag}${startMs}, ${endMs}`)
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
