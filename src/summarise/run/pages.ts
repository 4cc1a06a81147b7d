/** Listings of a report: read in parallel, and at most so far; what changes meanwhile is read the next time. */
import pLimit from 'p-limit'
import type { Page } from '../../world.ts'

/** The most that a page of GitHub's API holds. */
export const pageSize = 100
/** Requests at once; GitHub asks for few. */
const concurrency = 6

/** All items of a listing, up to so many pages, in GitHub's order. */
export async function readPages<T>(
  fetchPage: (page: number) => Promise<Page<T>>,
  maxPages: number,
): Promise<readonly T[]> {
  const first = await fetchPage(1)
  if (!first.hasNext) return first.items
  const known = Math.ceil((first.totalCount ?? 0) / pageSize)
  const limit = pLimit(concurrency)
  const rest = Array.from({ length: Math.max(0, Math.min(known, maxPages) - 1) }, (_, index) => index + 2)
  const pages = [first, ...(await Promise.all(rest.map((page) => limit(() => fetchPage(page)))))]
  // What was added meanwhile, and listings that do not say how long they are.
  while (pages.at(-1)?.hasNext === true && pages.length < maxPages)
    pages.push(await fetchPage(pages.length + 1))
  return pages.flatMap(({ items }) => items)
}
