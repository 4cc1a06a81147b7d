/** Which runs hang, for `cancel-stale`. */
import type { Run } from '../model.ts'
import { timestampOf } from '../select/order.ts'
import { itemsOf, type Inventory } from './items.ts'
import { spanText } from './policy-reasons.ts'
import type { Policy } from './policy-rules.ts'
import { scopeOf } from './policy-scope.ts'

export interface StaleRun {
  readonly run: Run
  readonly reason: string
}

/** Runs of the scope that are not completed and started longer ago than `cancel-stale`; never the current one. */
export function staleRuns(inventory: Inventory, policy: Policy): readonly StaleRun[] {
  const { cancelStaleMs } = policy
  if (cancelStaleMs === null) return []
  const outside = scopeOf(inventory, policy)
  return itemsOf({ ...inventory, artifacts: [] }, ['runs'])
    .filter((item) => item.id !== inventory.currentRunId && outside(item) === null)
    .flatMap(({ run }) => (run === null || run.status === 'completed' ? [] : [run]))
    .filter((run) => inventory.facts.nowMs - timestampOf(run) > cancelStaleMs)
    .sort((a, b) => timestampOf(a) - timestampOf(b) || a.id - b.id)
    .map((run) => ({
      run,
      reason: `${run.status.replaceAll('_', ' ')} for longer than ${spanText(cancelStaleMs)}`,
    }))
}
