/**
 * The decision: an inventory, rules and a moment become a fate with reasons for every item. Pure, in the order of the
 * documentation: scope, invariants, protections, groups and keep rules, narrowing, what GitHub expires soon, budget,
 * runs and their artifacts, breaker.
 */
import { itemsOf, oldestFirst, type Inventory, type Item, type ItemKind } from './items.ts'
import { applyKeepRules } from './policy-keep.ts'
import { applyBudget, breakerOf, keepRunsOfArtifacts } from './policy-limits.ts'
import { applyExpiry, applyNarrowing } from './policy-narrow.ts'
import { applyInvariants, applyProtections } from './policy-protect.ts'
import type { Decision, Fate, Reason, Verdict } from './policy-reasons.ts'
import type { Policy } from './policy-rules.ts'
import { scopeOf } from './policy-scope.ts'
import { staleRuns, type StaleRun } from './policy-stale.ts'

export interface RepositoryDecision {
  readonly inventory: Inventory
  /** Every item that was looked at, in the order of the listings. */
  readonly decisions: readonly Decision[]
  /** What the policy deletes, oldest first, before `max-deletions`. */
  readonly candidates: readonly Decision[]
  /** What else goes, for free, when a run goes: its live artifacts. By run id. */
  readonly artifactsOfRun: ReadonlyMap<number, readonly Item[]>
  /** Live bytes of the scope before anything is deleted. */
  readonly scopeBytes: number
  /** Whether the scope exceeds `max-total-size` even when all candidates are gone. */
  readonly isOverBudget: boolean
  /** Why the breaker forbids the real run; null while it does not. */
  readonly breaker: string | null
  /** Runs to cancel, oldest first. */
  readonly stale: readonly StaleRun[]
}

const unkept: Reason = { stage: 'unkept', text: 'no rule keeps it' }
const namedById: Reason = { stage: 'named', text: 'named by id' }
const expired: Reason = { stage: 'expired', text: 'has expired' }
const notATarget: Reason = { stage: 'scope', text: 'target has no artifacts' }
const goesWithRun: Reason = { stage: 'run', text: 'goes with its run' }

/** Decides on one repository, at the moment that the facts are of. */
export function decide(inventory: Inventory, policy: Policy): RepositoryDecision {
  const { nowMs } = inventory.facts
  const stale = staleRuns(inventory, policy)
  if (policy.kind === 'cancel') return { ...nothingToDelete(inventory), stale }

  const outside = scopeOf(inventory, policy)
  const verdicts = itemsOf(inventory, policy.targets).map((item) => verdictOn(item, policy, outside))
  const scope = verdicts.filter(({ isInScope }) => isInScope)

  applyInvariants(scope, inventory, policy)
  applyProtections(scope, inventory, policy)
  if (policy.kind === 'rules') applyKeepRules(scope, inventory, policy)
  applyNarrowing(scope, policy, nowMs)
  if (policy.kind === 'rules') applyExpiry(scope, nowMs)
  const { maxTotalSizeBytes } = policy
  const isOverBudget = maxTotalSizeBytes !== null && applyBudget(scope, maxTotalSizeBytes)
  keepRunsOfArtifacts(verdicts, policy)

  return { ...settle(verdicts, inventory, policy), isOverBudget, stale }
}

function verdictOn(item: Item, policy: Policy, outside: (item: Item) => Reason | null): Verdict {
  const isPassenger = item.kind === 'artifact' && !policy.targets.includes('artifacts')
  const reason = item.artifact?.isExpired === true ? expired : isPassenger ? notATarget : outside(item)
  return { item, isInScope: reason === null, reasons: reason === null ? [] : [reason] }
}

/** Turns verdicts into fates, and counts. */
function settle(
  verdicts: readonly Verdict[],
  inventory: Inventory,
  policy: Policy,
): Omit<RepositoryDecision, 'isOverBudget' | 'stale'> {
  const goingRuns = new Set(
    verdicts
      .filter(({ item, reasons }) => item.kind === 'run' && reasons.length === 0)
      .map(({ item }) => item.id),
  )
  const decisions = verdicts.map((verdict) => decisionOn(verdict, policy, goingRuns))
  const candidates = decisions.filter(({ fate }) => fate === 'candidate')
  const going = decisions.filter(({ fate }) => fate === 'with-run')
  const counted = going.filter(({ item }) => isTarget(policy, item.kind))
  const kept = decisions.filter(({ fate }) => fate === 'kept')
  return {
    inventory,
    decisions,
    candidates: candidates.sort((a, b) => oldestFirst(a.item, b.item)),
    artifactsOfRun: byRun(going.map(({ item }) => item)),
    scopeBytes: scopeBytesOf(verdicts, policy),
    breaker: breakerOf(
      {
        goes: candidates.length + counted.length,
        scope: candidates.length + counted.length + kept.length,
      },
      policy.maxDeletePercent,
    ),
  }
}

const isTarget = (policy: Policy, kind: ItemKind): boolean =>
  policy.targets.includes(kind === 'artifact' ? 'artifacts' : kind === 'run' ? 'runs' : 'logs')

function decisionOn(
  { item, isInScope, reasons }: Verdict,
  policy: Policy,
  goingRuns: ReadonlySet<number>,
): Decision {
  if (item.artifact?.isExpired === true) return { item, fate: 'expired', reasons }
  const goes = item.kind !== 'run' && item.runId !== null && goingRuns.has(item.runId)
  if (goes) return { item, fate: 'with-run', reasons: [goesWithRun] }
  if (isInScope && reasons.length === 0)
    return { item, fate: 'candidate', reasons: [policy.kind === 'named' ? namedById : unkept] }
  const fate: Fate = isInScope ? 'kept' : 'outside'
  return { item, fate, reasons }
}

function byRun(items: readonly Item[]): ReadonlyMap<number, readonly Item[]> {
  const runs = new Map<number, Item[]>()
  for (const item of items) {
    if (item.kind !== 'artifact' || item.runId === null) continue
    const artifacts = runs.get(item.runId)
    if (artifacts === undefined) runs.set(item.runId, [item])
    else artifacts.push(item)
  }
  return runs
}

/** Live artifacts of the scope; where artifacts are no target, those of the runs in scope. */
function scopeBytesOf(verdicts: readonly Verdict[], policy: Policy): number {
  const runs = policy.targets.includes('artifacts')
    ? null
    : new Set(
        verdicts.filter(({ item, isInScope }) => item.kind === 'run' && isInScope).map(({ item }) => item.id),
      )
  let bytes = 0
  for (const { item, isInScope } of verdicts) {
    if (item.artifact === null || item.artifact.isExpired) continue
    const counts = runs === null ? isInScope : item.runId !== null && runs.has(item.runId)
    if (counts) bytes += item.sizeBytes
  }
  return bytes
}

const nothingToDelete = (inventory: Inventory): Omit<RepositoryDecision, 'stale'> => ({
  inventory,
  decisions: [],
  candidates: [],
  artifactsOfRun: new Map(),
  scopeBytes: 0,
  isOverBudget: false,
  breaker: null,
})
