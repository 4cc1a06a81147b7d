/**
 * Real Mermaid under jsdom: parses a gantt chart as GitHub's page does and hands back its bars.
 */
import { JSDOM } from 'jsdom'

export interface ParsedTask {
  readonly section: string
  readonly label: string
  readonly startMs: number
  readonly endMs: number
  readonly tags: readonly string[]
}

const dom = new JSDOM('<!doctype html><body></body>')
Object.assign(globalThis, { window: dom.window, document: dom.window.document })
const { default: mermaid } = await import('mermaid')
mermaid.initialize({ startOnLoad: false })

export async function tasksOf(code: string): Promise<readonly unknown[]> {
  const d = await mermaid.mermaidAPI.getDiagramFromText(code)
  return (d.db as any).getTasks()
}
