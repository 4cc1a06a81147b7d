/** Which runs hang, for `cancel-stale`. */
import type { Run } from '../model.ts'
import { runTimeMs, type Inventory } from './items.ts'
import { spanText } from './policy-reasons.ts'
import type { Policy } from './policy-rules.ts'
import { scopeOf } from './policy-scope.ts'
import { itemsOf } from './items.ts'

export interface StaleRun {
  readonly run: Run
  readonly reason: string
}

/** Runs of the scope that are not completed and started longer ago than `cancel-stale`; never the current one. */
export function staleRuns(inventory: Inventory, policy: Policy, nowMs: number): readonly StaleRun[] {
  const { cancelStaleMs } = policy
  if (cancelStaleMs === null) return []
  const outside = scopeOf(inventory, policy)
  return itemsOf({ ...inventory, artifacts: [] }, ['runs'])
    .filter((item) => item.id !== inventory.currentRunId && outside(item) === null)
    .flatMap(({ run }) => (run === null || run.status === 'completed' ? [] : [run]))
    .filter((run) => nowMs - runTimeMs(run) > cancelStaleMs)
    .sort((a, b) => runTimeMs(a) - runTimeMs(b) || a.id - b.id)
    .map((run) => ({ run, reason: `${run.status.replaceAll('_', ' ')} for longer than ${spanText(cancelStaleMs)}` }))
}
