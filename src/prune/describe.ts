/** Items in words, for the log and for messages: plain text, one line. */
import { cleanLine } from '../text/markdown.ts'
import type { Item } from './items.ts'

/** `artifact 42 "coverage" (run 7)`, `run 7 (CI #12)`, `the logs of run 7 (CI #12)`. */
export function describeItem({ kind, id, artifact, run, runId }: Item): string {
  if (artifact !== null)
    return `artifact ${id} "${cleanLine(artifact.name)}"${runId === null ? '' : ` (run ${runId})`}`
  const label = run === null ? '' : ` (${cleanLine(run.workflowName)} #${run.number})`
  return kind === 'logs' ? `the logs of run ${id}${label}` : `run ${id}${label}`
}
