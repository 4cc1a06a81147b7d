/** GitHub's filters of run lists, for the fake. */
import type { Run, Workflow } from '../../src/model.ts'
import type { RunQuery } from '../../src/world.ts'
import { isSameText } from './fake-commits.ts'

/** What the `status` filter takes; `startup_failure` is a conclusion and yet not among them. */
export const statusFilters: ReadonlySet<string> = new Set(
  (
    'completed action_required cancelled failure neutral skipped stale success timed_out in_progress queued ' +
    'requested waiting pending'
  ).split(' '),
)

export const isFiltered = (query: RunQuery): boolean =>
  [query.branch, query.event, query.actor, query.status, query.headSha, query.created].some(
    (filter) => filter !== undefined,
  )

export function filterRuns(runs: readonly Run[], query: RunQuery, workflow: Workflow | null): readonly Run[] {
  const { branch, event, actor, status, headSha } = query
  const isInWindow = query.created === undefined ? null : parseCreated(query.created)
  return runs.filter(
    (run) =>
      (workflow === null || run.workflowId === workflow.id) &&
      (branch === undefined || run.headBranch === branch) &&
      (event === undefined || run.event === event) &&
      (actor === undefined || (run.actor !== null && isSameText(run.actor, actor))) &&
      (status === undefined || run.status === status || run.conclusion === status) &&
      (headSha === undefined || run.headSha === headSha) &&
      (isInWindow === null || isInWindow(run.createdAtMs)),
  )
}

/** GitHub's search syntax for dates, to the second: `>=A`, `>A`, `<=B`, `<B`, `A..B`, `A..*`, `*..B`, `A`. */
function parseCreated(text: string): (timeMs: number) => boolean {
  const [from = '', to] = text.split('..')
  if (to !== undefined) {
    const firstMs = from === '*' ? Number.NEGATIVE_INFINITY : momentOf(from).firstMs
    const lastMs = to === '*' ? Number.POSITIVE_INFINITY : momentOf(to).lastMs
    return (timeMs) => timeMs >= firstMs && timeMs <= lastMs
  }
  const operator = /^(>=|>|<=|<)?/.exec(text)?.[0] ?? ''
  const { firstMs, lastMs } = momentOf(text.slice(operator.length))
  if (operator === '>=') return (timeMs) => timeMs >= firstMs
  if (operator === '>') return (timeMs) => timeMs > lastMs
  if (operator === '<=') return (timeMs) => timeMs <= lastMs
  if (operator === '<') return (timeMs) => timeMs < firstMs
  return (timeMs) => timeMs >= firstMs && timeMs <= lastMs
}

/** A date is its whole day, a time its whole second, both UTC. */
function momentOf(text: string): { readonly firstMs: number; readonly lastMs: number } {
  const firstMs = Date.parse(text)
  if (Number.isNaN(firstMs)) throw new Error(`The fake cannot read "${text}" in a created filter.`)
  return { firstMs, lastMs: firstMs + (text.includes('T') ? 999 : 86_400_000 - 1) }
}
