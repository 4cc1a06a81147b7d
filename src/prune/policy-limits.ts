/** What holds eligible items back: the budget, artifacts that keep their run, and the breaker. */
import { countOf, formatBytes, formatCount, formatPercent } from '../text/format.ts'
import { oldestFirst, type Item } from './items.ts'
import { isProtectedName } from './policy-protect.ts'
import { hold, type Reason, type Verdict } from './policy-reasons.ts'
import type { Policy } from './policy-rules.ts'

/**
 * `max-total-size`: spares the newest eligible artifacts, as many as fit. Deletes oldest first, only until the live
 * bytes of the scope fit; kept items are never touched. Returns whether the scope is still too large afterwards.
 */
export function applyBudget(scope: readonly Verdict[], maxTotalSizeBytes: number): boolean {
  const artifacts = scope.filter(({ item }) => item.kind === 'artifact')
  let liveBytes = artifacts.reduce((sum, { item }) => sum + item.sizeBytes, 0)
  const fits: Reason = {
    stage: 'budget',
    text: `max-total-size ${formatBytes(maxTotalSizeBytes)}: fits without deleting it`,
  }
  const eligible = artifacts.filter(({ reasons }) => reasons.length === 0)
  for (const verdict of eligible.sort((a, b) => oldestFirst(a.item, b.item)))
    if (liveBytes <= maxTotalSizeBytes) hold(verdict, fits)
    else liveBytes -= verdict.item.sizeBytes
  return liveBytes > maxTotalSizeBytes
}

/**
 * A run goes only when none of its live artifacts stays: those that the same policy keeps or does not cover where
 * artifacts are a target too, else those that `protect-name` covers.
 */
export function keepRunsOfArtifacts(verdicts: readonly Verdict[], policy: Policy): void {
  if (!policy.targets.includes('runs')) return
  const stays = policy.targets.includes('artifacts')
    ? staysByPolicy
    : ({ item }: Verdict): boolean => isLive(item) && isProtectedName(policy, item.artifact?.name ?? null)
  const keeper = new Map<number, Item>()
  for (const verdict of verdicts) {
    const { kind, runId } = verdict.item
    if (kind === 'artifact' && runId !== null && !keeper.has(runId) && stays(verdict))
      keeper.set(runId, verdict.item)
  }
  for (const verdict of verdicts) {
    const { item, reasons } = verdict
    const artifact = item.kind === 'run' && reasons.length === 0 ? keeper.get(item.id) : undefined
    if (artifact !== undefined)
      hold(verdict, {
        stage: 'artifacts',
        text: `its artifact ${artifact.id} ("${artifact.artifact?.name ?? ''}") stays`,
      })
  }
}

const staysByPolicy = ({ item, reasons }: Verdict): boolean => isLive(item) && reasons.length > 0

const isLive = ({ artifact }: Item): boolean => artifact?.isExpired === false

/** Below this many items a large share says nothing. */
const minItemsForBreaker = 20

/** The reason why a policy deletes suspiciously much; null while it does not. */
export function breakerOf(
  counts: { readonly goes: number; readonly scope: number },
  maxDeletePercent: number | null,
): string | null {
  const { goes, scope } = counts
  if (maxDeletePercent === null || scope <= minItemsForBreaker || goes <= scope * maxDeletePercent)
    return null
  return (
    `The policy deletes ${formatCount(goes)} of ${countOf(scope, 'item')} (${formatPercent(goes / scope)}), and ` +
    `max-delete-percent is ${formatPercent(maxDeletePercent)}.`
  )
}
