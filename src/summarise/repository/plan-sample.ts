/**
 * Which runs' jobs to read: GitHub lists jobs run by run, so that reading all of them would cost a request for each
 * run. Runs that can show flaky jobs and failing steps come first, the rest is spread evenly.
 */
import { isFailed, type RunFact, type SampleReason } from './facts.ts'
import { usesMinutes } from './measure-minutes.ts'

export interface PlannedRun {
  readonly run: RunFact
  readonly reason: SampleReason
}

/** Share of the sample that failed and re-run runs may take; what they do not need goes to the even part. */
const suspectShare = 0.6

/** At most so many runs, in the order in which to read them: when reading has to stop, each kind has had its share. */
export function planSample(runs: readonly RunFact[], maxRuns: number): readonly PlannedRun[] {
  const suspects = suspectRuns(runs)
  const usable = runs.filter(usesMinutes)
  const evenCount = Math.max(maxRuns - suspects.length, Math.ceil(maxRuns * (1 - suspectShare)))
  const even = evenRuns(usable, Math.min(evenCount, maxRuns))
  const taken = new Set(even.map(({ id }) => id))
  const chosen = suspects.filter(({ run }) => !taken.has(run.id)).slice(0, Math.max(0, maxRuns - even.length))
  for (const { run } of chosen) taken.add(run.id)
  // A suspect may have been among the even ones, which leaves room for another.
  const more = evenRuns(
    usable.filter(({ id }) => !taken.has(id)),
    maxRuns - taken.size,
  )
  return interleave(
    chosen,
    [...even, ...more].map((run): PlannedRun => ({ run, reason: 'even' })),
  )
}

/**
 * Runs that can show most, in turn of two kinds. For flaky jobs: those that passed in a later attempt, then those of a
 * commit that had both results, then other re-runs. For failing steps: failures, in turn from each workflow. The
 * newest first.
 */
function suspectRuns(runs: readonly RunFact[]): readonly PlannedRun[] {
  const reruns = runs.filter(({ attempt }) => attempt > 1)
  const flaky = [
    ...reruns.filter(({ conclusion }) => conclusion === 'success'),
    ...mixedRuns(runs),
    ...reruns,
  ]
  const failures = runs.filter(({ conclusion }) => isFailed(conclusion))
  const failed = inTurn([...Map.groupBy(failures, workflowKey).values()])
  const planned = new Set<number>()
  const plan = (kind: readonly RunFact[], reason: SampleReason): readonly PlannedRun[] =>
    kind.flatMap((run) => {
      if (run.status !== 'completed' || planned.has(run.id)) return []
      planned.add(run.id)
      return [{ run, reason }]
    })
  return inTurn([plan(flaky, 'rerun'), plan(failed, 'failed')])
}

const workflowKey = ({ workflowPath }: RunFact): string => workflowPath

/** Runs of a workflow on one commit that ended differently: one that failed and one that passed of each. */
function mixedRuns(runs: readonly RunFact[]): readonly RunFact[] {
  const byCommit = Map.groupBy(
    runs,
    ({ workflowPath, event, headSha }) => `${workflowPath} ${event} ${headSha}`,
  )
  return [...byCommit.values()].flatMap((group) => {
    const failed = group.find(({ conclusion }) => isFailed(conclusion))
    const passed = group.find(({ conclusion }) => conclusion === 'success')
    return failed === undefined || passed === undefined ? [] : [failed, passed]
  })
}

/**
 * So many runs, spread over the workflows by how often they run (each gets one while there are enough), and over
 * time within each.
 */
function evenRuns(runs: readonly RunFact[], count: number): readonly RunFact[] {
  const groups = [...Map.groupBy(runs, workflowKey).values()].toSorted(
    (one, other) => other.length - one.length,
  )
  const shares = divide(
    groups.map(({ length }) => length),
    count,
  )
  return inTurn(groups.map((group, index) => spread(group, shares[index] ?? 0)))
}

/**
 * Divides a number over groups of these sizes (largest first): one for each group first, then whichever group has
 * most runs for each that it got. No group gets more than it has.
 */
export function divide(sizes: readonly number[], count: number): readonly number[] {
  const shares = sizes.map((size, index): number => (index < count && size > 0 ? 1 : 0))
  let left = Math.min(count, sum(sizes)) - sum(shares)
  while (left > 0) {
    const index = neediest(sizes, shares)
    shares[index] = (shares[index] ?? 0) + 1
    left -= 1
  }
  return shares
}

function neediest(sizes: readonly number[], shares: readonly number[]): number {
  let best = 0
  let bestRatio = -1
  for (const [index, size] of sizes.entries()) {
    const share = shares[index] ?? 0
    const ratio = share >= size ? -1 : size / Math.max(share, 1)
    if (ratio > bestRatio) {
      best = index
      bestRatio = ratio
    }
  }
  return best
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** So many items at equal distances, none from the very ends. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  const distance = items.length / count
  return Array.from({ length: count }, (_, index) => items[Math.floor((index + 0.5) * distance)]).filter(
    (item) => item !== undefined,
  )
}

/** The first of each list, then the second of each… */
function inTurn<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0)
  return Array.from({ length: longest }, (_, index) =>
    lists.map((list) => list[index]).filter((item) => item !== undefined),
  ).flat()
}

/** Two lists as one, their items in turn and in proportion to their lengths. */
function interleave<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  const placed = [one, other].flatMap((list) =>
    list.map((item, index) => ({ item, place: (index + 0.5) / list.length })),
  )
  return placed.toSorted((a, b) => a.place - b.place).map(({ item }) => item)
}
