/** Which listings the rules ask for: nothing is read that decides nothing. Pure. */
import type { Artifact, Repository } from '../model.ts'
import { branchRank } from '../select/branches.ts'
import { factsNeeded } from '../select/facts.ts'
import { matchesList } from '../text/patterns.ts'
import type { Inventory } from './items.ts'
import { countsInGroups, groupKeysOf, type Policy } from './policy-rules.ts'
import { scopeNeedsRuns, scopeSelectors } from './policy-scope.ts'

/**
 * `all`: runs are what is decided on. `of-artifacts`: rules look at the runs of artifacts. `unfinished`: all that
 * matters is which runs are not completed.
 */
export type RunsNeeded = 'all' | 'of-artifacts' | 'unfinished'

export interface Reads {
  readonly artifacts: boolean
  readonly runs: RunsNeeded
  readonly tags: boolean
  readonly openPulls: boolean
  readonly existingRefs: boolean
  readonly workflows: boolean
}

/** What has to be read for a policy of rules; named ids are read one by one. */
export function readsOf(policy: Policy): Reads {
  const facts = factsNeeded(scopeSelectors(policy))
  const { existingRefs, workflows } = facts
  if (policy.kind === 'cancel')
    return {
      artifacts: false,
      runs: 'unfinished',
      tags: false,
      openPulls: facts.openHeads,
      existingRefs,
      workflows,
    }
  const isAboutRuns = policy.targets.some((target) => target !== 'artifacts')
  return {
    // A run takes its artifacts with it: what goes with it has to be in the plan.
    artifacts: policy.targets.some((target) => target !== 'logs'),
    runs: isAboutRuns ? 'all' : artifactsNeedRuns(policy) ? 'of-artifacts' : 'unfinished',
    tags: policy.protectTagged,
    openPulls: policy.protectOpenPrs || facts.openHeads,
    existingRefs,
    workflows,
  }
}

function artifactsNeedRuns(policy: Policy): boolean {
  const keys = groupKeysOf(policy, 'artifact')
  const groupsByRun = keys.includes('workflow') || keys.includes('event')
  return (
    scopeNeedsRuns(policy) ||
    policy.selectors.conclusion !== null ||
    policy.lastSuccessful !== null ||
    (groupsByRun && countsInGroups(policy))
  )
}

/**
 * Whether runs are needed for nothing but the default of keep-last-successful, and no artifact of the scope is on the
 * default branch: then they decide nothing.
 */
export function canSpareRuns(policy: Policy, inScope: readonly Artifact[], repository: Repository): boolean {
  if (policy.lastSuccessful?.branches !== 'default') return false
  if (artifactsNeedRuns({ ...policy, lastSuccessful: null })) return false
  return !inScope.some(
    ({ run }) => run?.headBranch === repository.defaultBranch && run.headRepositoryId === repository.id,
  )
}

/** Whether, among what was named by id, something looks at more of a run than its id. */
export const needsNamedRuns = (policy: Policy): boolean =>
  policy.targets.some((target) => target !== 'artifacts') ||
  scopeNeedsRuns(policy) ||
  policy.selectors.branch !== null ||
  policy.selectors.conclusion !== null ||
  policy.protectBranch !== null ||
  policy.protectTagged ||
  policy.protectOpenPrs

/** Live artifacts that their name and their branch do not put outside the scope: those whose runs are of interest. */
export function inScopeByThemselves(
  { selectors }: Policy,
  { artifacts, facts, repository }: Pick<Inventory, 'artifacts' | 'facts' | 'repository'>,
): readonly Artifact[] {
  const { name, branch } = selectors
  const lines = [...(branch?.includes ?? []), ...(branch?.excludes ?? [])]
  // Whether a head had a pull request is asked of the run.
  const isBranchKnown = !lines.some((line) => line.kind === 'word' && line.word === '@closed-pr')
  return artifacts.filter(({ name: own, isExpired, run }) => {
    if (isExpired || run === null) return false
    if (name !== null && !matchesList(name, own)) return false
    if (branch === null || !isBranchKnown) return true
    const head = { ...run, event: '', repositoryId: repository.id }
    return branchRank(branch, head, facts) !== null
  })
}
