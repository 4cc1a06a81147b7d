/** Counts and bytes of a plan and of what became of it: the outputs, and what the summary shows. Pure. */
import type { Item } from './items.ts'
import type { Outcome } from './outcome.ts'
import type { Plan, RepositoryPlan } from './plan.ts'
import type { Decision, ReasonStage } from './policy-reasons.ts'

/** What a deletion frees: the artifact itself, or all that goes with a run. */
export const freedBytes = (item: Item, { artifactsOfRun }: RepositoryPlan): number =>
  item.kind === 'run'
    ? (artifactsOfRun.get(item.id) ?? []).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    : item.sizeBytes

export interface Amount {
  readonly count: number
  readonly bytes: number
}

/** What some decisions come to together. */
export const amountOf = (decisions: readonly Decision[], plan: RepositoryPlan): Amount => ({
  count: decisions.length,
  bytes: decisions.reduce((sum, { item }) => sum + freedBytes(item, plan), 0),
})

export const addUp = (amounts: readonly Amount[]): Amount => ({
  count: amounts.reduce((sum, { count }) => sum + count, 0),
  bytes: amounts.reduce((sum, { bytes }) => sum + bytes, 0),
})

/** The way from everything that was listed to what is deleted; items of the targets only. */
export interface Funnel {
  readonly listed: Amount
  readonly outside: Amount
  readonly expired: Amount
  /** By the first reason in the order of evaluation. */
  readonly kept: readonly (Amount & { readonly stage: ReasonStage })[]
  readonly withRun: Amount
  readonly candidates: Amount
}

const keepStages = [
  'invariant',
  'protected',
  'rule',
  'narrowed',
  'expires-soon',
  'budget',
  'artifacts',
] as const satisfies readonly ReasonStage[]

/** The funnel of one repository. Sizes are of the artifacts themselves; only candidates count what goes with a run. */
export function funnelOf(plan: RepositoryPlan, targets: Plan['targets']): Funnel {
  const hasArtifacts = targets.includes('artifacts')
  const amounts = new Map<Decision['fate'] | ReasonStage, { count: number; bytes: number }>()
  const add = (step: Decision['fate'] | ReasonStage, bytes: number): void => {
    const amount = amounts.get(step) ?? { count: 0, bytes: 0 }
    amount.count += 1
    amount.bytes += bytes
    amounts.set(step, amount)
  }
  for (const { item, fate, reasons } of plan.decisions)
    if (hasArtifacts || item.kind !== 'artifact')
      add(
        fate === 'kept' ? (reasons[0]?.stage ?? 'rule') : fate,
        item.artifact?.isExpired === true ? 0 : item.sizeBytes,
      )
  const amountAt = (step: Decision['fate'] | ReasonStage): Amount => amounts.get(step) ?? nothing
  return {
    listed: addUp([...amounts.values()]),
    outside: amountAt('outside'),
    expired: amountAt('expired'),
    kept: keepStages.flatMap((stage) => {
      const amount = amounts.get(stage)
      return amount === undefined ? [] : [{ stage, ...amount }]
    }),
    withRun: amountAt('with-run'),
    candidates: amountOf(plan.candidates, plan),
  }
}

const nothing: Amount = { count: 0, bytes: 0 }

/** How many kept items each reason holds; an item with several counts for each. Most first. */
export function keepReasons({ decisions }: RepositoryPlan): readonly (Amount & { readonly text: string })[] {
  const reasons = new Map<string, { text: string; count: number; bytes: number }>()
  for (const { fate, item, reasons: own } of decisions) {
    if (fate !== 'kept') continue
    for (const { stage, text } of own) {
      // Each such reason names an artifact of its own.
      const label = stage === 'artifacts' ? 'one of its artifacts stays' : text
      const sum = reasons.get(label) ?? { text: label, count: 0, bytes: 0 }
      sum.count += 1
      sum.bytes += item.sizeBytes
      reasons.set(label, sum)
    }
  }
  return [...reasons.values()].sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
}

/** The numbers that the outputs publish, of all repositories together. */
export interface Totals {
  readonly candidates: Amount
  /** What this run is to delete. */
  readonly planned: Amount
  readonly kept: number
  readonly deleted: Amount
  readonly gone: number
  readonly failed: number
  /** What the policy deletes and is left to another run. */
  readonly remaining: Amount
  /** Live bytes of the scope when the step ends. */
  readonly totalBytes: number
  readonly isOverBudget: boolean
}

/**
 * Adds up a plan and what became of it. Null outcomes are those of a dry run, which leaves to the next run what the
 * slice leaves; a real run leaves all that it did not try, and one that was refused tried nothing.
 */
export function totalsOf(plan: Plan, outcomes: readonly Outcome[] | null): Totals {
  const { repositories } = plan
  const of = (status: Outcome['status']): readonly Outcome[] =>
    (outcomes ?? []).filter((outcome) => outcome.status === status)
  const bytesOf = (list: readonly Outcome[]): number =>
    list.reduce((sum, { entry }) => sum + freedBytes(entry.decision.item, entry.plan), 0)
  const candidates = addUp(repositories.map((each) => amountOf(each.candidates, each)))
  const planned = addUp(repositories.map((each) => amountOf(each.deletions, each)))
  const tried = { count: outcomes?.length ?? 0, bytes: bytesOf(outcomes ?? []) }
  const done = outcomes === null ? planned : tried
  return {
    candidates,
    planned,
    kept: repositories.reduce(
      (sum, { decisions }) => sum + decisions.filter(({ fate }) => fate === 'kept').length,
      0,
    ),
    deleted: { count: of('deleted').length, bytes: bytesOf(of('deleted')) },
    gone: of('gone').length,
    failed: of('failed').length,
    remaining: { count: candidates.count - done.count, bytes: candidates.bytes - done.bytes },
    totalBytes:
      repositories.reduce((sum, { scopeBytes }) => sum + scopeBytes, 0) -
      bytesOf(of('deleted')) -
      bytesOf(of('gone')),
    isOverBudget: repositories.some(({ isOverBudget }) => isOverBudget),
  }
}

/** The outputs that SPEC names, all of them. */
export function outputsOf(
  totals: Totals,
  files: { readonly planPath: string; readonly planHash: string },
): Readonly<Record<string, string>> {
  return {
    candidates: String(totals.candidates.count),
    deleted: String(totals.deleted.count),
    gone: String(totals.gone),
    kept: String(totals.kept),
    failed: String(totals.failed),
    remaining: String(totals.remaining.count),
    'freed-bytes': String(totals.deleted.bytes),
    'would-free-bytes': String(totals.planned.bytes),
    'total-bytes': String(totals.totalBytes),
    'over-budget': String(totals.isOverBudget),
    plan: files.planPath,
    'plan-hash': files.planHash,
  }
}
