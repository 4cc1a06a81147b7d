/** The rules of one clean-up, with every default filled in. */
import type { GroupKey, KeepRules, PruneInputs, PruneTarget, Selectors } from '../inputs.ts'
import type { PatternList } from '../text/patterns.ts'
import type { ItemKind } from './items.ts'

/** Newest successful runs of each group: of every branch, or of the default one. */
export interface LastSuccessful {
  readonly count: number
  readonly branches: 'every' | 'default'
}

/** What `keep-last-successful` is where nobody wrote it; it holds beside what somebody wrote, unless that is 0. */
export const defaultLastSuccessful: LastSuccessful = { count: 1, branches: 'default' }

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
  readonly lastSuccessful: LastSuccessful | null
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
  if (count === null) return defaultLastSuccessful
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

/** What a kind is grouped by. */
export function groupKeysOf(policy: Policy, kind: ItemKind): readonly GroupKey[] {
  const keys = policy.groupBy ?? ['workflow', 'branch', 'name']
  return kind === 'artifact' ? keys : keys.filter((key) => key !== 'name')
}

/** Whether some rule counts or picks within groups. */
export const countsInGroups = ({ keep, lastSuccessful }: Policy): boolean =>
  lastSuccessful !== null ||
  [keep.last, keep.daily, keep.weekly, keep.monthly].some((count) => (count ?? 0) > 0)
