/** What is never deleted whatever the inputs say, and what the user protects. */
import { matchesList } from '../text/patterns.ts'
import { headKey } from '../select/branches.ts'
import type { Inventory, Item } from './items.ts'
import { hold, type Reason, type Verdict } from './policy-reasons.ts'
import type { Policy } from './policy-rules.ts'

const currentRun: Reason = { stage: 'invariant', text: 'belongs to the run of this step' }
const unfinished: Reason = { stage: 'invariant', text: 'its run is not completed' }
const noRun: Reason = { stage: 'invariant', text: 'GitHub does not say which run it belongs to' }
const unknownRun: Reason = { stage: 'invariant', text: 'its run is not in the list of runs' }
const fromTheFuture: Reason = { stage: 'invariant', text: 'is younger than the clock of this runner' }

/** Adds a reason to every item that no input may delete. */
export function applyInvariants(verdicts: readonly Verdict[], inventory: Inventory, policy: Policy): void {
  for (const verdict of verdicts) {
    const reason = invariantOf(verdict.item, inventory, policy)
    if (reason !== null) hold(verdict, reason)
    // With a clock that is wrong, no rule on age means what it says.
    if (policy.kind === 'rules' && verdict.item.timeMs > inventory.facts.nowMs) hold(verdict, fromTheFuture)
  }
}

function invariantOf(item: Item, inventory: Inventory, policy: Policy): Reason | null {
  const { kind, runId } = item
  if (runId === null) return noRun
  if (runId === inventory.currentRunId)
    // Removing one's own intermediates at the end of a run: by name and id, or not at all.
    return kind === 'artifact' && policy.kind === 'named' ? null : currentRun
  const run = inventory.runs.get(runId)
  if (run === undefined) return inventory.knownRuns === 'every' ? unknownRun : null
  return run.status === 'completed' ? null : unfinished
}

/**
 * Adds a reason to every item that a protection covers. Throws a plain Error where the data behind one was not read:
 * gathering must have failed before.
 */
export function applyProtections(verdicts: readonly Verdict[], inventory: Inventory, policy: Policy): void {
  for (const protects of protectionsOf(inventory, policy))
    for (const verdict of verdicts) if (protects.covers(verdict.item)) hold(verdict, protects.reason)
}

interface Protection {
  readonly reason: Reason
  covers(item: Item): boolean
}

function protectionsOf(inventory: Inventory, policy: Policy): readonly Protection[] {
  const { protectName, protectBranch } = policy
  const protections: Protection[] = []
  const add = (input: string, covers: Protection['covers']): void => {
    protections.push({ reason: { stage: 'protected', text: input }, covers })
  }
  if (protectName !== null)
    add('protect-name', ({ artifact }) => isProtectedName(policy, artifact?.name ?? null))
  if (protectBranch !== null)
    add('protect-branch', ({ headBranch }) => headBranch !== null && matchesList(protectBranch, headBranch))
  if (policy.protectTagged) {
    const tagShas = read(inventory.tagShas, 'tags')
    add('protect-tagged', ({ headSha }) => headSha !== null && tagShas.has(headSha))
  }
  if (policy.protectOpenPrs) {
    const open = read(inventory.openHeads, 'pull requests')
    add(
      'protect-open-prs',
      ({ headBranch, headRepositoryId, headSha }) =>
        (headBranch !== null && open.branches.has(headKey(headRepositoryId, headBranch))) ||
        (headSha !== null && open.shas.has(headSha)),
    )
  }
  return protections
}

/** Whether `protect-name` covers an artifact's name. */
export const isProtectedName = ({ protectName }: Policy, name: string | null): boolean =>
  protectName !== null && name !== null && matchesList(protectName, name)

function read<T>(data: T | null, what: string): T {
  if (data === null) throw new Error(`The ${what} were not read, though a protection needs them.`)
  return data
}
