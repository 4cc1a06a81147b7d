/** `expect-plan`: whether a plan is the one that the user has seen, and what differs. */
import { cleanLine } from '../text/markdown.ts'
import { describeItem } from './describe.ts'
import { decisionsByKey, type ExpectedDeletion, type ExpectedPlan } from './plan-document.ts'
import type { Plan, RepositoryPlan } from './plan.ts'

/** Either what the user pasted, or what their file says. */
export type Expectation =
  { readonly kind: 'hash'; readonly hash: string } | { readonly kind: 'file'; readonly plan: ExpectedPlan }

/** A sha256 in hex. */
export const isPlanHash = (text: string): boolean => /^[0-9a-f]{64}$/i.test(text)

/** More lines than this help nobody. */
const maxDifferences = 20

/** What differs from the plan that was expected, a line each; empty when it is the same. */
export function differences(plan: Plan, expected: Expectation): readonly string[] {
  if (expected.kind === 'hash') {
    const isSame = expected.hash.toLowerCase() === plan.hash
    return isSame ? [] : [`expect-plan is ${expected.hash.toLowerCase()}, and the plan is now ${plan.hash}.`]
  }
  const lines = [...targetDifferences(plan, expected.plan), ...itemDifferences(plan, expected.plan)]
  const rest = lines.length - maxDifferences
  return rest <= 0 ? lines : [...lines.slice(0, maxDifferences), `… and ${rest} more.`]
}

function targetDifferences(plan: Plan, expected: ExpectedPlan): readonly string[] {
  const [now, before] = [plan.targets, expected.targets].map((targets) => targets.toSorted().join(', '))
  return now === before
    ? []
    : [`The target is ${now ?? ''} now; in that plan it was ${cleanLine(before ?? '')}.`]
}

function itemDifferences(plan: Plan, expected: ExpectedPlan): readonly string[] {
  const lines: string[] = []
  for (const repository of plan.repositories) {
    const { id } = repository.inventory.repository
    const before = expected.repositories.find((each) => each.id === id)?.deletions ?? []
    lines.push(...repositoryDifferences(repository, before))
  }
  for (const { id, name, deletions } of expected.repositories) {
    const isPlanned = plan.repositories.some(({ inventory }) => inventory.repository.id === id)
    if (!isPlanned && deletions.length > 0) lines.push(`- ${cleanLine(name)}: is not part of this plan.`)
  }
  return lines
}

function repositoryDifferences(plan: RepositoryPlan, before: readonly ExpectedDeletion[]): readonly string[] {
  const keyOf = ({ kind, id }: Pick<ExpectedDeletion, 'kind' | 'id'>): string => `${kind}:${id}`
  const wasPlanned = new Set(before.map(keyOf))
  const isPlanned = new Set(plan.deletions.map(({ item }) => keyOf(item)))
  const decisions = decisionsByKey(plan)
  const added = plan.deletions
    .filter(({ item }) => !wasPlanned.has(keyOf(item)))
    .map(({ item }) => `+ ${describeItem(item)}: would go now, and is not in that plan.`)
  const removed = before
    .filter((deletion) => !isPlanned.has(keyOf(deletion)))
    .map((deletion) => {
      const decision = decisions.get(keyOf(deletion))
      if (decision === undefined) return `- ${describeExpected(deletion)}: is not there any more.`
      const label = describeItem(decision.item)
      if (decision.fate === 'candidate') return `- ${label}: is left to a later run now.`
      return `- ${label}: stays now (${cleanLine(decision.reasons[0]?.text ?? '')}).`
    })
  return [...added, ...removed]
}

const describeExpected = ({ kind, id, name }: ExpectedDeletion): string =>
  kind === 'artifact'
    ? `artifact ${id} "${cleanLine(name)}"`
    : kind === 'logs'
      ? `the logs of run ${id}`
      : `run ${id}`
