/** Order and pages of the fake's listings. */
import type { Job, PullRequest, Run } from '../../src/model.ts'
import type { Page } from '../../src/world.ts'

const pageSize = 100

export const counted = <T>(items: readonly T[], page: number): Page<T> => pageOf(items, page, items.length)

export function pageOf<T>(items: readonly T[], page: number, totalCount: number | null): Page<T> {
  const end = page * pageSize
  return { items: items.slice(end - pageSize, end), totalCount, hasNext: end < items.length }
}

export const byName = (one: { name: string }, other: { name: string }): number =>
  one.name < other.name ? -1 : one.name > other.name ? 1 : 0
export const lowestIdFirst = (one: { id: number }, other: { id: number }): number => one.id - other.id
export const highestIdFirst = (one: { id: number }, other: { id: number }): number => other.id - one.id
export const newestRunFirst = (one: Run, other: Run): number =>
  other.createdAtMs - one.createdAtMs || other.id - one.id
export const newestPullFirst = (one: PullRequest, other: PullRequest): number =>
  other.createdAtMs - one.createdAtMs || other.number - one.number

interface Derived {
  readonly source: readonly unknown[]
  readonly result: readonly unknown[]
}
const derived = new Map<unknown, Derived>()

/**
 * A listing is asked for page by page, and sorting 100,000 items for each of 1,000 pages is too slow: the last
 * result of each derivation is kept for as long as its source holds the same objects.
 */
function remembered<T>(
  derivation: unknown,
  source: readonly T[],
  derive: (source: readonly T[]) => readonly T[],
): readonly T[] {
  const known = derived.get(derivation)
  if (known?.source.length === source.length && known.source.every((each, index) => each === source[index]))
    return known.result as readonly T[]
  const result = derive(source)
  derived.set(derivation, { source: [...source], result })
  return result
}

export const sortedBy = <T>(items: readonly T[], compare: (one: T, other: T) => number): readonly T[] =>
  remembered(compare, items, (source) => source.toSorted(compare))

export const latestAttempts = (runs: readonly Run[]): readonly Run[] =>
  remembered(latestAttempts, runs, (source) => {
    const latest = new Map<number, Run>()
    for (const run of source) if (run.attempt >= (latest.get(run.id)?.attempt ?? 0)) latest.set(run.id, run)
    return [...latest.values()]
  })

export function latestExecutions(jobs: readonly Job[]): readonly Job[] {
  const attempts = new Map<string, number>()
  for (const job of jobs) attempts.set(job.name, Math.max(job.attempt, attempts.get(job.name) ?? 0))
  return jobs.filter((job) => job.attempt === attempts.get(job.name))
}
