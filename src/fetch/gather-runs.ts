/** Runs of one or several lists, newest first, read page by page as they are asked for. */
import { pageSize } from '../listing.ts'
import type { RepositoryRef, Run } from '../model.ts'
import { newestRunFirst } from '../select/order.ts'
import type { GitHub, RunQuery } from '../world.ts'
import { readPages, type PageReader } from './gather-pages.ts'

/** GitHub gives at most 1,000 results of a filtered list; a search reads no further in any list. */
export const maxListedRuns = 1000
export const maxRunPages = maxListedRuns / pageSize

export interface RunListing {
  readonly runs: AsyncGenerator<Run>
  /** Whether there are more runs than were read, though all of `runs` was. */
  isCut(): boolean
  /** Whether the next run needs a request. */
  needsRequest(): boolean
}

export interface ListingLimits {
  /** Pages of all lists together. */
  readonly maxPages: number
  /** Asked before each page but the first ones: whether to go on. */
  mayReadOn(): boolean
}

/**
 * Merges the lists of several queries by age. GitHub gives newest runs first, though it does not promise it: each
 * page is sorted again, and a run that moved to another page meanwhile comes once, and comes. Throws ApiError.
 */
export function listRuns(
  source: { readonly github: GitHub; readonly repository: RepositoryRef },
  queries: readonly RunQuery[],
  limits: ListingLimits,
): RunListing {
  const lists: RunList[] = queries.map((query) => ({
    pages: readPages((page) => source.github.listRuns(source.repository, query, page)),
    buffer: [],
    isDone: false,
    isCut: false,
  }))
  let pagesLeft = limits.maxPages

  const fill = async (list: RunList): Promise<void> => {
    while (list.buffer.length === 0 && !list.isDone) {
      const isFirst = list.pages.page() === 0
      if (list.pages.page() >= maxRunPages || (!isFirst && (pagesLeft <= 0 || !limits.mayReadOn()))) {
        list.isDone = true
        list.isCut = true
        return
      }
      pagesLeft -= 1
      const { items, hasNext, totalCount } = await list.pages.next()
      list.buffer = items.toSorted(newestRunFirst)
      list.isDone = !hasNext
      // A filtered list ends at 1,000 results, whatever the number of runs that match.
      list.isCut = !hasNext && list.pages.page() >= maxRunPages && (totalCount ?? 0) > maxListedRuns
    }
  }

  async function* merge(): AsyncGenerator<Run> {
    const seen = new Set<number>()
    for (;;) {
      await Promise.all(lists.map(fill))
      const [newest] = lists
        .filter(({ buffer }) => buffer.length > 0)
        .sort((one, other) => compareHeads(one, other))
      const run = newest?.buffer.shift()
      if (run === undefined) return
      if (seen.has(run.id)) continue
      seen.add(run.id)
      yield run
    }
  }

  return {
    runs: merge(),
    isCut: () => lists.some((list) => list.isCut),
    needsRequest: () => lists.some((list) => list.buffer.length === 0 && !list.isDone),
  }
}

interface RunList {
  readonly pages: PageReader<Run>
  buffer: Run[]
  isDone: boolean
  isCut: boolean
}

function compareHeads(one: RunList, other: RunList): number {
  const [first] = one.buffer
  const [second] = other.buffer
  return first === undefined || second === undefined ? 0 : newestRunFirst(first, second)
}

/**
 * The runs of one workflow that have these numbers. Numbers fall from page to page, so that a number far back is
 * found in a few requests instead of hundreds. Throws ApiError.
 */
export async function findRunsByNumber(
  source: { readonly github: GitHub; readonly repository: RepositoryRef },
  workflow: number | string,
  numbers: readonly number[],
): Promise<readonly Run[]> {
  const pages = new Map<number, readonly Run[]>()
  const read = async (page: number): Promise<readonly Run[]> => {
    const known = pages.get(page)
    if (known !== undefined) return known
    const { items, totalCount } = await source.github.listRuns(source.repository, { workflow }, page)
    const runs = items.toSorted((one, other) => other.number - one.number)
    pages.set(page, runs)
    total = Math.max(total, totalCount ?? 0)
    return runs
  }
  let total = 0
  const found: Run[] = []
  for (const number of numbers) {
    const run = await bisect(read, number, () => Math.max(1, Math.ceil(total / pageSize)))
    if (run !== null) found.push(run)
  }
  return found.toSorted(newestRunFirst)
}

/** Narrows the pages that can hold a number. Deleted runs leave gaps, so that it is never further back than counted. */
async function bisect(
  read: (page: number) => Promise<readonly Run[]>,
  number: number,
  pageCount: () => number,
): Promise<Run | null> {
  let first = 1
  let page = 1
  let last = Number.POSITIVE_INFINITY
  while (first <= Math.min(last, pageCount())) {
    const runs = await read(page)
    const [top] = runs
    const bottom = runs.at(-1)
    if (top === undefined || bottom === undefined) last = page - 1
    else if (number > top.number) last = page - 1
    else if (number < bottom.number) first = page + 1
    else return runs.find((run) => run.number === number) ?? null
    const end = Math.min(last, pageCount())
    const jump = bottom === undefined ? end : page + Math.ceil((bottom.number - number) / pageSize)
    // The guess by counting is exact where no run was deleted; where it is out of range, halve what is left.
    page = jump >= first && jump <= end && jump !== page ? jump : Math.floor((first + end) / 2)
  }
  return null
}
