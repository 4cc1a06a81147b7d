/**
 * Real Mermaid under jsdom, as a page runs it: parses a gantt chart and hands back what it would draw.
 */
import { JSDOM } from 'jsdom'

const { window } = new JSDOM('<!doctype html><body></body>')
Object.assign(globalThis, { window, document: window.document })
const { default: mermaid } = await import('mermaid')
mermaid.initialize({ startOnLoad: false })

export interface DrawnBar {
  readonly section: string
  readonly label: string
  readonly startMs: number
  readonly endMs: number
  readonly tags: readonly string[]
}

interface Task {
  readonly section: string
  readonly task: string
  readonly startTime: Date
  readonly endTime: Date
  readonly [tag: string]: unknown
}

/** The bars of a gantt chart, labels with their entities decoded. Throws where Mermaid does not parse it. */
export async function drawnBars(code: string): Promise<readonly DrawnBar[]> {
  await mermaid.parse(code)
  const tasks = (await ganttOf(code)).getTasks()
  return tasks.map((task) => ({
    section: decoded(task.section),
    label: decoded(task.task),
    startMs: task.startTime.getTime(),
    endMs: task.endTime.getTime(),
    tags: ['active', 'done', 'crit', 'milestone', 'vert'].filter((tag) => task[tag] === true),
  }))
}

/** The title and the like that a hostile label must not set. */
export async function chartTitle(code: string): Promise<string> {
  const gantt = await ganttOf(code)
  return `${gantt.getDiagramTitle()}${gantt.getAccTitle()}`
}

interface Gantt {
  getTasks(): readonly Task[]
  getDiagramTitle(): string
  getAccTitle(): string
}

/** What Mermaid read, which its renderer would draw. */
async function ganttOf(code: string): Promise<Gantt> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- `parse` says only whether it is valid
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(code)
  return diagram.db as unknown as Gantt
}

/** Mermaid keeps `#58;` as a placeholder until the SVG is made; this is what a reader sees then. */
const decoded = (text: string): string =>
  text.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code))).trim()
