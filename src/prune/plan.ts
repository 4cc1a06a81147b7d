/** What a run deletes: the decisions of all repositories, cut to `max-deletions`, and a hash that stands for it. */
import { createHash } from 'node:crypto'
import type { PruneTarget } from '../inputs.ts'
import { oldestFirst, type Item } from './items.ts'
import type { RepositoryDecision } from './policy.ts'
import type { Decision } from './policy-reasons.ts'

export interface RepositoryPlan extends RepositoryDecision {
  /** What this run deletes, oldest first. */
  readonly deletions: readonly Decision[]
  /** What is left to the next run, oldest first. */
  readonly later: readonly Decision[]
  /** Of this repository alone. */
  readonly hash: string
}

export interface Plan {
  readonly nowMs: number
  readonly targets: readonly PruneTarget[]
  readonly maxDeletions: number
  readonly repositories: readonly RepositoryPlan[]
  /** Of everything: where there is one repository, its own. */
  readonly hash: string
}

/** Cuts the candidates of all repositories, oldest first, to what one run may delete. */
export function planOf(
  decisions: readonly RepositoryDecision[],
  options: Pick<Plan, 'nowMs' | 'targets' | 'maxDeletions'>,
): Plan {
  const isNow = slice(decisions, options.maxDeletions)
  const repositories = decisions.map((decision): RepositoryPlan => {
    const deletions = decision.candidates.filter(isNow)
    const later = decision.candidates.filter((candidate) => !isNow(candidate))
    const repositoryId = decision.inventory.repository.id
    return {
      ...decision,
      deletions,
      later,
      hash: planHash(options.targets, repositoryId, deletions.map(toItem)),
    }
  })
  return { ...options, repositories, hash: totalHash(repositories) }
}

function slice(
  decisions: readonly RepositoryDecision[],
  maxDeletions: number,
): (candidate: Decision) => boolean {
  const queue = decisions.flatMap(({ candidates }) => candidates)
  if (queue.length <= maxDeletions) return () => true
  const first = new Set(queue.sort((a, b) => oldestFirst(a.item, b.item)).slice(0, maxDeletions))
  return (candidate) => first.has(candidate)
}

const toItem = ({ item }: Decision): Item => item

/**
 * Hex sha256 of the targets, the repository's id and the sorted ids of what is deleted, and of nothing else: two
 * plans with one hash delete the same things.
 */
export function planHash(
  targets: readonly PruneTarget[],
  repositoryId: number,
  items: readonly Pick<Item, 'kind' | 'id'>[],
): string {
  const ids = items
    .toSorted((a, b) => (a.kind === b.kind ? a.id - b.id : a.kind < b.kind ? -1 : 1))
    .map(({ kind, id }) => `${kind}:${id}`)
  return sha256([`target:${targets.toSorted().join(',')}`, `repository:${repositoryId}`, ...ids])
}

function totalHash(repositories: readonly RepositoryPlan[]): string {
  const [first, ...rest] = repositories
  if (first !== undefined && rest.length === 0) return first.hash
  const changing = repositories.filter(({ deletions }) => deletions.length > 0)
  return sha256(
    changing
      .toSorted((a, b) => a.inventory.repository.id - b.inventory.repository.id)
      .map(({ inventory, hash }) => `${inventory.repository.id}:${hash}`),
  )
}

const sha256 = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex')

/** A deletion to be made, and where. */
export interface QueueEntry {
  readonly plan: RepositoryPlan
  readonly decision: Decision
}

/** Everything that the policy deletes, oldest first; the first `max-deletions` are what this run is about. */
export function queueOf({ repositories }: Plan): readonly QueueEntry[] {
  const queue = repositories.flatMap((plan) => plan.candidates.map((decision) => ({ plan, decision })))
  return newestOfNameFirst(queue.sort((a, b) => oldestFirst(a.decision.item, b.decision.item)))
}

/** The results service deletes by name, the newest first: entries of one name swap their places for that. */
function newestOfNameFirst(queue: readonly QueueEntry[]): readonly QueueEntry[] {
  const names = new Map<string, QueueEntry[]>()
  for (const entry of queue) {
    const { artifact, id } = entry.decision.item
    if (artifact === null || !entry.plan.inventory.inResults.has(id)) continue
    const entries = names.get(artifact.name)
    if (entries === undefined) names.set(artifact.name, [entry])
    else entries.push(entry)
  }
  return queue.map((entry) => {
    const { artifact, id } = entry.decision.item
    const isNamed = artifact !== null && entry.plan.inventory.inResults.has(id)
    // Entries were added oldest first: taking them from the end fills the same places, newest first.
    return (isNamed ? names.get(artifact.name)?.pop() : undefined) ?? entry
  })
}
