/**
 * Listings read as far as the quota reaches. Prune must have a listing whole or not at all; a report of most of it
 * is still a report, as long as it says so.
 */
import { eachOnce, inParallel, pageSize } from '../../listing.ts'
import type { Page } from '../../world.ts'

/**
 * Requests at once for one listing, of which two are read side by side. A page of runs is more than a megabyte of JSON,
 * and with more of them at once it is garbage that fills the memory: 10,000 artifacts and 5,000 runs shall need no
 * more than 300 MB.
 */
const concurrency = 2

/** A listing changes while it is read: a hundredth missing at its end is that, and no gap. */
const tolerance = 0.99

/** Whether so many items are all of a listing, but for what was deleted meanwhile. */
export const isWhole = (read: number, total: number): boolean => read >= total * tolerance

export interface Reading<T> {
  /** Each once, in GitHub's order. */
  readonly items: readonly T[]
  /** What GitHub said there was when the reading began. */
  readonly total: number
  readonly isComplete: boolean
  readonly pages: number
}

export interface PartialListing<T> {
  readonly first: Page<T>
  readonly fetchPage: (page: number) => Promise<Page<T>>
  readonly idOf: (item: T) => number | string
  /** The first page included. */
  readonly maxPages: number
}

/** Pages of a listing up to `maxPages`, the first of which is there already. */
export async function readUpTo<T>(listing: PartialListing<T>): Promise<Reading<T>> {
  const { first, fetchPage, idOf, maxPages } = listing
  const pages: Page<T>[] = [first]
  if (first.hasNext && first.totalCount !== null) {
    const lastPage = Math.min(maxPages, Math.max(2, Math.ceil(first.totalCount / pageSize)))
    const numbers = Array.from({ length: Math.max(0, lastPage - 1) }, (_, index) => index + 2)
    pages.push(...(await inParallel(numbers, concurrency, fetchPage)))
  }
  // Lists without a total, and what was added while the others were read.
  while (pages.at(-1)?.hasNext === true && pages.length < maxPages)
    pages.push(await fetchPage(pages.length + 1))
  const items = eachOnce(
    pages.flatMap((page) => page.items),
    idOf,
  )
  const hasNext = pages.at(-1)?.hasNext ?? false
  // What is added while the list is read is no gap in it.
  const total = Math.max(items.length, first.totalCount ?? 0)
  return { items, total, pages: pages.length, isComplete: !hasNext && isWhole(items.length, total) }
}
