/** The rules of one clean-up, with every default filled in. */
import type { GroupKey, KeepRules, PruneInputs, PruneTarget, Selectors } from '../inputs.ts'
import type { PatternList } from '../text/patterns.ts'
import type { ItemKind } from './items.ts'

/** What `keep-last-successful` is where nobody wrote it: 1, on the default branch only. */
const defaultLastSuccessful = 1

export interface Policy {
  /**
   * `rules`: all items of the scope, by the keep rules. `named`: exactly the runs and artifacts whose ids were given.
   * `cancel`: nothing is deleted, stale runs are cancelled.
   */
  readonly kind: 'rules' | 'named' | 'cancel'
  readonly targets: readonly PruneTarget[]
  readonly selectors: Selectors
  /** Null takes the default of each kind. */
  readonly groupBy: readonly GroupKey[] | null
  readonly keep: Omit<KeepRules, 'lastSuccessful'>
  readonly lastSuccessful: { readonly count: number; readonly branches: 'every' | 'default' } | null
  readonly protectName: PatternList | null
  readonly protectBranch: PatternList | null
  readonly protectTagged: boolean
  readonly protectOpenPrs: boolean
  readonly maxTotalSizeBytes: number | null
  /** 0 to 1; null does not look. */
  readonly maxDeletePercent: number | null
  readonly cancelStaleMs: number | null
  readonly timezone: string
}

const noKeepRules: Policy['keep'] = { withinMs: null, last: null, daily: null, weekly: null, monthly: null }

/** The policy that the inputs describe. */
export function policyOf(inputs: PruneInputs): Policy {
  const { selectors, keep } = inputs
  const isNamed = isByName(inputs)
  const kind = isNamed ? 'named' : hasRule(inputs) ? 'rules' : 'cancel'
  return {
    kind,
    targets: inputs.targets,
    selectors,
    groupBy: inputs.groupBy,
    keep: isNamed || inputs.keepNone ? noKeepRules : keep,
    lastSuccessful: isNamed || inputs.keepNone ? null : lastSuccessfulOf(keep.lastSuccessful),
    protectName: inputs.protectName,
    protectBranch: inputs.protectBranch,
    // Ids are meant: only what the user wrote beside them protects.
    protectTagged: inputs.protectTagged ?? !isNamed,
    protectOpenPrs: inputs.protectOpenPrs ?? !isNamed,
    maxTotalSizeBytes: inputs.maxTotalSizeBytes,
    maxDeletePercent: isNamed ? null : inputs.maxDeletePercent,
    cancelStaleMs: inputs.cancelStaleMs,
    timezone: inputs.timezone,
  }
}

function lastSuccessfulOf(count: number | null): Policy['lastSuccessful'] {
  if (count === null) return { count: defaultLastSuccessful, branches: 'default' }
  return count === 0 ? null : { count, branches: 'every' }
}

const isByName = ({ selectors }: PruneInputs): boolean =>
  selectors.runIds !== null || selectors.artifactIds !== null

/** Whether the user wrote what is to stay or how much may: without it, everything would go. */
const hasRule = (inputs: PruneInputs): boolean =>
  hasKeepRule(inputs) || inputs.keepNone || inputs.maxTotalSizeBytes !== null

/** Whether the user wrote a rule that keeps something; a 0 keeps nothing. */
const hasKeepRule = ({ keep }: PruneInputs): boolean =>
  [keep.withinMs, keep.last, keep.lastSuccessful, keep.daily, keep.weekly, keep.monthly].some(
    (value) => (value ?? 0) > 0,
  )

/**
 * What is wrong with a clean-up as a whole, each as a sentence: a policy that keeps nothing and does not say so, or
 * rules that contradict each other.
 */
export function policyProblems(inputs: PruneInputs): readonly string[] {
  const hasKeep = hasKeepRule(inputs)
  const hasBudget = inputs.maxTotalSizeBytes !== null
  const problems = inputs.keepNone && hasKeep ? [keepsAndKeepsNot] : []
  if (isByName(inputs)) return hasKeep || hasBudget ? [...problems, namedAndRules] : problems
  if (hasKeep || inputs.keepNone) return problems
  if (!hasBudget) return inputs.cancelStaleMs === null ? [emptyPolicy] : []
  return inputs.targets.some((target) => target !== 'artifacts') ? [budgetAlone] : []
}

const namedAndRules =
  'run-id and artifact-id name exactly what is to go: keep rules and max-total-size cannot stand beside them.'
const keepsAndKeepsNot =
  'keep: none says that no rule keeps anything, but there is a keep rule as well. Remove one of them.'
const emptyPolicy =
  'The policy is empty: without a rule everything would go. Say what to keep (keep-within: 30d, keep-last: 5), how ' +
  'much may stay (max-total-size: 2GB), what to delete (run-id, artifact-id), or write keep: none.'
const budgetAlone =
  'max-total-size is about artifacts and says nothing of logs and runs: all of them would go. Add a keep rule ' +
  '(keep-within: 90d), or write keep: none.'

/** What a kind is grouped by. */
export function groupKeysOf(policy: Policy, kind: ItemKind): readonly GroupKey[] {
  const keys = policy.groupBy ?? ['workflow', 'branch', 'name']
  return kind === 'artifact' ? keys : keys.filter((key) => key !== 'name')
}

/** Whether some rule counts or picks within groups. */
export const countsInGroups = ({ keep, lastSuccessful }: Policy): boolean =>
  lastSuccessful !== null ||
  [keep.last, keep.daily, keep.weekly, keep.monthly].some((count) => (count ?? 0) > 0)
