/** What goes, item by item and group by group. Pure. */
import type { GroupKey } from '../inputs.ts'
import { workflowLabel } from '../storage.ts'
import { countOf, formatAge, formatBytes, formatCount, shorten } from '../text/format.ts'
import { codeSpan, details, escapeText, link, right, table } from '../text/markdown.ts'
import { freedBytes } from './measure.ts'
import type { Item } from './items.ts'
import type { RepositoryPlan } from './plan.ts'
import { groupKeyer } from './policy-keep.ts'
import type { Decision } from './policy-reasons.ts'
import { groupKeysOf, type Policy } from './policy-rules.ts'

export interface ItemsOptions {
  readonly nowMs: number
  readonly policy: Policy
  /** What became of an item, in a word or two. */
  readonly outcomeOf: (decision: Decision) => string
}

/** Longer names are cut in the middle: a table is read, the plan file is searched. */
const maxNameLength = 80
const maxItems = 200
const maxBiggest = 20
const maxGroups = 30

/** The items that this run deletes, the biggest first; where there are more, oldest first in a folded list. */
export function renderItems(plan: RepositoryPlan, options: ItemsOptions): string {
  const { deletions } = plan
  if (deletions.length === 0) return ''
  const biggest = deletions
    .toSorted((a, b) => freedBytes(b.item, plan) - freedBytes(a.item, plan))
    .slice(0, maxBiggest)
  const head = deletions.length > maxBiggest ? `**The biggest ${maxBiggest} of what goes**` : '**What goes**'
  const list = deletions.length > maxBiggest ? `\n\n${renderList(plan, options)}` : ''
  return `${head}\n\n${itemTable(biggest, plan, options)}${list}`
}

function renderList(plan: RepositoryPlan, options: ItemsOptions): string {
  const { deletions } = plan
  const rest = deletions.length - maxItems
  const note = rest > 0 ? `\n\n${countOf(rest, 'more item')} in the plan file.` : ''
  return details(
    `All that goes, oldest first (${formatCount(deletions.length)})`,
    `${itemTable(deletions.slice(0, maxItems), plan, options)}${note}`,
  )
}

function itemTable(decisions: readonly Decision[], plan: RepositoryPlan, options: ItemsOptions): string {
  const { nowMs, outcomeOf } = options
  return table(
    ['Item', 'Run', 'Branch', right('Age'), right('Size'), 'Outcome'],
    decisions.map((decision) => {
      const { item } = decision
      const bytes = freedBytes(item, plan)
      return [
        itemLabel(item),
        runCell(item, plan),
        branchLabel(item, plan),
        formatAge(item.timeMs, nowMs),
        bytes === 0 && item.kind !== 'artifact' ? '' : formatBytes(bytes),
        outcomeOf(decision),
      ]
    }),
  )
}

const itemLabel = ({ kind, id, artifact }: Item): string =>
  artifact === null
    ? kind === 'logs'
      ? `logs of run ${id}`
      : `run ${id}`
    : `${codeSpan(shorten(artifact.name, maxNameLength))} (${id})`

function runCell({ run, runId }: Item, { inventory }: RepositoryPlan): string {
  if (runId === null) return ''
  const url = run?.url ?? `${inventory.repository.url}/actions/runs/${runId}`
  return link(
    run === null ? String(runId) : `${shorten(run.workflowName, maxNameLength)} #${run.number}`,
    url,
  )
}

function branchLabel({ headBranch, headRepositoryId }: Item, { inventory }: RepositoryPlan): string {
  if (headBranch === null) return ''
  const isOurs = headRepositoryId === inventory.repository.id
  return `${codeSpan(shorten(headBranch, maxNameLength))}${isOurs ? '' : ' (fork)'}`
}

/** The groups of which most goes, folded. Empty where there is but one, or ids were named. */
export function renderGroups(plan: RepositoryPlan, { policy }: ItemsOptions): string {
  if (policy.kind !== 'rules') return ''
  const groups = groupRows(plan, policy)
  if (groups.length < 2) return ''
  groups.sort((a, b) => b.freed - a.freed || b.goes - a.goes || b.count - a.count)
  const rows = groups
    .slice(0, maxGroups)
    .map(({ first, count, goes, freed }) => [
      groupLabel(first, groupKeysOf(policy, first.kind), plan),
      formatCount(count),
      formatCount(count - goes),
      formatCount(goes),
      formatBytes(freed),
    ])
  const rest = groups.length - maxGroups
  const note = rest > 0 ? `\n\nand ${countOf(rest, 'more group')}.` : ''
  return details(
    `Groups (${formatCount(groups.length)})`,
    `${table(['Group', right('Items'), right('Stay'), right('Go'), right('Frees')], rows)}${note}`,
  )
}

interface GroupRow {
  readonly first: Item
  count: number
  goes: number
  freed: number
}

function groupRows(plan: RepositoryPlan, policy: Policy): GroupRow[] {
  const rows = new Map<string, GroupRow>()
  const groupOf = groupKeyer(policy)
  for (const { item, fate } of plan.decisions) {
    if (fate !== 'kept' && fate !== 'candidate') continue
    const key = groupOf(item)
    const row = rows.get(key) ?? { first: item, count: 0, goes: 0, freed: 0 }
    rows.set(key, row)
    row.count += 1
    if (fate === 'kept') continue
    row.goes += 1
    row.freed += freedBytes(item, plan)
  }
  return [...rows.values()]
}

function groupLabel(item: Item, keys: readonly GroupKey[], plan: RepositoryPlan): string {
  const kind = item.kind === 'artifact' ? [] : [item.kind === 'logs' ? 'logs' : 'runs']
  const parts = keys.map((key) => {
    switch (key) {
      case 'workflow':
        return escapeText(shorten(workflowLabel(item.run), maxNameLength))
      case 'branch':
        return branchLabel(item, plan)
      case 'name':
        return codeSpan(shorten(item.artifact?.name ?? '', maxNameLength))
      case 'event':
        return escapeText(item.run?.event ?? '')
    }
  })
  return [...kind, ...parts].filter((part) => part !== '').join(' · ') || 'all'
}

/** What could not be deleted, and why. Empty when nothing failed. */
export function renderFailures(
  failures: readonly { readonly item: Item; readonly plan: RepositoryPlan; readonly error: string }[],
): string {
  if (failures.length === 0) return ''
  const rows = failures
    .slice(0, maxBiggest)
    .map(({ item, plan, error }) => [itemLabel(item), runCell(item, plan), escapeText(shorten(error, 300))])
  const rest = failures.length - maxBiggest
  const note = rest > 0 ? `\n\nand ${countOf(rest, 'more')}.` : ''
  return `**Not deleted**\n\n${table(['Item', 'Run', 'Why'], rows)}${note}`
}
