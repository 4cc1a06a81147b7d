/**
 * The keep rules: a union, evaluated per group over all items of the scope, kept and protected ones included. No
 * rule looks at what another one keeps, so that adding one never makes more go, and their order means nothing.
 */
import type { GroupKey } from '../inputs.ts'
import type { Repository } from '../model.ts'
import { headKey } from '../select/branches.ts'
import { newestFirst, type Inventory, type Item } from './items.ts'
import { calendarOf, type Calendar, type CalendarUnit } from './policy-calendar.ts'
import { spanText, type Reason, type Verdict } from './policy-reasons.ts'
import { groupKeysOf, type Policy } from './policy-rules.ts'

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
  for (const verdict of scope) if (nowMs - verdict.item.timeMs <= withinMs) verdict.reasons.push(reason)
}

/** Marks what it keeps of one group, newest first. */
type GroupRule = (group: readonly Verdict[]) => void

function groupRules(policy: Policy, repository: Repository): readonly GroupRule[] {
  const { keep, lastSuccessful, timezone } = policy
  const rules: GroupRule[] = []
  if (isPositive(keep.last)) rules.push(keepLast(keep.last))
  if (lastSuccessful !== null) rules.push(keepLastSuccessful(lastSuccessful, repository))
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

function keepLastSuccessful(
  { count, branches }: NonNullable<Policy['lastSuccessful']>,
  repository: Repository,
): GroupRule {
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
  const runs = new Set<string>()
  for (const verdict of group) {
    const run = runKey(verdict.item)
    if (!runs.has(run)) {
      if (runs.size === count) continue
      runs.add(run)
    }
    verdict.reasons.push(reason)
  }
}

/** An artifact whose run is not known stands for itself. */
const runKey = ({ runId, id }: Item): string => (runId === null ? `a${id}` : `r${runId}`)

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
      verdict.reasons.push(reason)
    }
  }
}

/** The items of each group; kinds never share one. */
export function groupsOf<T extends { readonly item: Item }>(
  scope: readonly T[],
  policy: Policy,
): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const verdict of scope) {
    const key = groupKey(verdict.item, groupKeysOf(policy, verdict.item.kind))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [verdict])
    else group.push(verdict)
  }
  return [...groups.values()]
}

/** NUL cannot be in a name, so that two groups never share a key. */
const groupKey = (item: Item, keys: readonly GroupKey[]): string =>
  [item.kind, ...keys.map((key) => groupPart(item, key))].join('\0')

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
