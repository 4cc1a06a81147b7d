/**
 * The keep rules: a union, evaluated per group over all items of the scope, kept and protected ones included. No
 * rule looks at what another one keeps, so that adding one never makes more go, and their order means nothing.
 */
import type { GroupKey } from '../inputs.ts'
import type { Repository } from '../model.ts'
import { headKey } from '../select/branches.ts'
import { newestFirst, type Inventory, type Item } from './items.ts'
import { calendarOf, type Calendar, type CalendarUnit } from './policy-calendar.ts'
import { hold, spanText, type Reason, type Verdict } from './policy-reasons.ts'
import { defaultLastSuccessful, groupKeysOf, type LastSuccessful, type Policy } from './policy-rules.ts'

/** Adds a reason to every item that a rule keeps. */
export function applyKeepRules(scope: readonly Verdict[], inventory: Inventory, policy: Policy): void {
  keepYoung(scope, policy.keep.withinMs, inventory.facts.nowMs)
  const rules = groupRules(policy, inventory.repository)
  if (rules.length === 0) return
  for (const group of groupsOf(scope, policy)) {
    const newest = group.toSorted((a, b) => newestFirst(a.item, b.item))
    for (const keep of rules) keep(newest)
  }
}

function keepYoung(scope: readonly Verdict[], withinMs: number | null, nowMs: number): void {
  if (withinMs === null) return
  const reason: Reason = { stage: 'rule', text: `keep-within ${spanText(withinMs)}` }
  // An age that is exactly the limit is still within it.
  for (const verdict of scope) if (nowMs - verdict.item.timeMs <= withinMs) hold(verdict, reason)
}

/** Marks what it keeps of one group, newest first. */
type GroupRule = (group: readonly Verdict[]) => void

function groupRules(policy: Policy, repository: Repository): readonly GroupRule[] {
  const { keep, lastSuccessful, timezone } = policy
  const rules: GroupRule[] = []
  if (isPositive(keep.last)) rules.push(keepLast(keep.last))
  if (lastSuccessful !== null) rules.push(keepLastSuccessful(defaultLastSuccessful, repository))
  // Added, and not instead: where a group holds several branches, a newer success elsewhere must not let go of what
  // the default branch keeps without being asked.
  if (lastSuccessful?.branches === 'every') rules.push(keepLastSuccessful(lastSuccessful, repository))
  const buckets = [
    ['keep-daily', 'day', keep.daily],
    ['keep-weekly', 'week', keep.weekly],
    ['keep-monthly', 'month', keep.monthly],
  ] as const
  if (!buckets.some(([, , count]) => isPositive(count))) return rules
  const calendar = calendarOf(timezone)
  for (const [name, unit, count] of buckets)
    if (isPositive(count)) rules.push(keepBuckets({ name, unit, count, calendar }))
  return rules
}

const isPositive = (count: number | null): count is number => count !== null && count > 0

const keepLast =
  (count: number): GroupRule =>
  (group) =>
    keepNewestRuns(group, count, { stage: 'rule', text: `keep-last ${count}` })

function keepLastSuccessful({ count, branches }: LastSuccessful, repository: Repository): GroupRule {
  const suffix = branches === 'default' ? ' (default branch)' : ''
  const reason: Reason = { stage: 'rule', text: `keep-last-successful ${count}${suffix}` }
  const isOnDefault = ({ headBranch, headRepositoryId }: Item): boolean =>
    headBranch === repository.defaultBranch && headRepositoryId === repository.id
  return (group) =>
    keepNewestRuns(
      group.filter(
        ({ item }) => item.run?.conclusion === 'success' && (branches === 'every' || isOnDefault(item)),
      ),
      count,
      reason,
    )
}

/** Keeps the newest so many runs' items: what one run left in a group counts once. */
function keepNewestRuns(group: readonly Verdict[], count: number, reason: Reason): void {
  // No more items, so no more runs either: most groups are small, and sets are not.
  if (group.length <= count) {
    for (const verdict of group) hold(verdict, reason)
    return
  }
  const runs = new Set<number>()
  for (const verdict of group) {
    const run = runKey(verdict.item)
    if (!runs.has(run)) {
      if (runs.size === count) continue
      runs.add(run)
    }
    hold(verdict, reason)
  }
}

/** An artifact whose run is not known stands for itself; no run has a negative id. */
const runKey = ({ runId, id }: Item): number => runId ?? -id

function keepBuckets(rule: {
  readonly name: string
  readonly unit: CalendarUnit
  readonly count: number
  readonly calendar: Calendar
}): GroupRule {
  const reason: Reason = { stage: 'rule', text: `${rule.name} ${rule.count}` }
  return (group) => {
    const filled = new Set<number>()
    for (const verdict of group) {
      const bucket = rule.calendar(verdict.item.timeMs, rule.unit)
      if (filled.has(bucket)) continue
      if (filled.size === rule.count) return
      filled.add(bucket)
      hold(verdict, reason)
    }
  }
}

function groupsOf(scope: readonly Verdict[], policy: Policy): readonly (readonly Verdict[])[] {
  const groups = new Map<string, Verdict[]>()
  const groupOf = groupKeyer(policy)
  for (const verdict of scope) {
    const key = groupOf(verdict.item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [verdict])
    else group.push(verdict)
  }
  return [...groups.values()]
}

/**
 * Tells which group an item is in: a key that those of one group share, and kinds never do. Numbers stand for what
 * items have in common: of 100,000 artifacts, keys of their names would be 30 MB.
 */
export function groupKeyer(policy: Policy): (item: Item) => string {
  const known = new Map<string, number>()
  const numberOf = (part: string): number => {
    const number = known.get(part) ?? known.size
    known.set(part, number)
    return number
  }
  return (item) =>
    [item.kind, ...groupKeysOf(policy, item.kind).map((key) => numberOf(groupPart(item, key)))].join(' ')
}

function groupPart({ run, headBranch, headRepositoryId, artifact }: Item, key: GroupKey): string {
  switch (key) {
    case 'workflow':
      return String(run?.workflowId ?? '')
    case 'branch':
      return headKey(headRepositoryId, headBranch ?? '')
    case 'name':
      return artifact?.name ?? ''
    case 'event':
      return run?.event ?? ''
  }
}
