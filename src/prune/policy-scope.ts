/** The scope: what is grouped and counted. What is outside is neither touched nor takes a place. */
import { branchRank } from '../select/branches.ts'
import { everyRun, runMatches, type RunSelectors } from '../select/runs.ts'
import { matchesList } from '../text/patterns.ts'
import type { Inventory, Item } from './items.ts'
import type { Reason } from './policy-reasons.ts'
import type { Policy } from './policy-rules.ts'

/** The selectors of runs that make the scope. `created`, ages and `conclusion` only narrow (policy-narrow.ts). */
export function scopeSelectors({ selectors }: Policy): RunSelectors {
  const { workflow, branch, event, actor, runNumbers } = selectors
  return { ...everyRun, workflow, branch, event, actor, runNumbers }
}

/** Whether the scope asks for what only the whole run knows; an artifact itself knows its branch. */
export function scopeNeedsRuns(policy: Policy): boolean {
  const { workflow, event, actor, runNumbers, branch } = policy.selectors
  const branchLines = [...(branch?.includes ?? []), ...(branch?.excludes ?? [])]
  return (
    [workflow, event, actor, runNumbers].some((selector) => selector !== null) ||
    branchLines.some((line) => line.kind === 'word' && line.word === '@closed-pr')
  )
}

/** Tells why an item is outside the scope, or null when it is inside. */
export function scopeOf({ facts, repository }: Inventory, policy: Policy): (item: Item) => Reason | null {
  const { name } = policy.selectors
  const isNamed = namedTest(policy)
  const selectors = scopeSelectors(policy)
  const { branch } = selectors
  const needsRuns = scopeNeedsRuns(policy)
  const outsideRun = (item: Item): Reason | null => {
    if (item.run !== null) {
      const verdict = runMatches(item.run, selectors, facts)
      return verdict.matches ? null : outside(verdict.test)
    }
    // No rule asked for the runs: the branch is all there is to look at, and the artifact knows it.
    if (needsRuns) return unknownRun
    const head = { ...item, repositoryId: repository.id, event: '' }
    return branch === null || branchRank(branch, head, facts) !== null ? null : outside('branch')
  }
  // Whether a run is in scope is asked once for all of its artifacts.
  const byRun = new Map<number, Reason | null>()
  return (item) => {
    const notNamed = isNamed(item)
    if (notNamed !== null) return notNamed
    if (name !== null && item.artifact !== null && !matchesList(name, item.artifact.name))
      return outside('name')
    if (item.runId === null) return outsideRun(item)
    let reason = byRun.get(item.runId)
    if (reason === undefined) {
      reason = outsideRun(item)
      byRun.set(item.runId, reason)
    }
    return reason
  }
}

/** Ids that were given beside each other narrow each other. */
function namedTest({ selectors }: Policy): (item: Item) => Reason | null {
  const runIds = selectors.runIds === null ? null : new Set(selectors.runIds.map(({ id }) => id))
  const artifactIds =
    selectors.artifactIds === null ? null : new Set(selectors.artifactIds.map(({ id }) => id))
  return ({ artifact, runId }) => {
    if (runIds !== null && (runId === null || !runIds.has(runId))) return outside('run-id')
    if (artifactIds !== null && artifact !== null && !artifactIds.has(artifact.id))
      return outside('artifact-id')
    return null
  }
}

const unknownRun: Reason = { stage: 'scope', text: 'its run is not known' }

const outside = (selector: string): Reason => ({ stage: 'scope', text: `${selector} does not match` })
