/** Whole listings over the paged GitHub port: complete, or an error. */
import { UserError } from './errors.ts'
import type { Page } from './world.ts'

/** The most that a page of GitHub's API holds. */
export const pageSize = 100

/** How a listing is read. */
export interface WholeListing<T> {
  /** For messages: `the artifacts of octo/app`. */
  readonly what: string
  readonly fetchPage: (page: number) => Promise<Page<T>>
  /** What tells items apart: a number that grows with time, or a name. */
  readonly idOf: (item: T) => number | string
  /** Pages read at once. */
  readonly concurrency: number
  /** Whether the quota pays for that many more calls. */
  readonly canAfford: (calls: number) => boolean
}

/** A listing that keeps changing is read this often at most. */
const maxPasses = 4

/** The pages of a listing one by one, for callers that stop early. */
export async function* pagesOf<T>(fetchPage: (page: number) => Promise<Page<T>>): AsyncGenerator<Page<T>> {
  for (let number = 1; ; number += 1) {
    const page = await fetchPage(number)
    yield page
    if (!page.hasNext) return
  }
}

/**
 * Every item of a listing, each once, in GitHub's order. Pages shift while a listing changes, so a pass over them
 * counts only if it agrees with itself: every page says the same total, and that many items came. Else the listing
 * is read again, until a pass agrees with itself or with the one before. Throws UserError when the quota cannot pay
 * for it (known after the first page), and when it never comes out complete.
 */
export async function readWhole<T>(listing: WholeListing<T>): Promise<readonly T[]> {
  let before = await readPass(listing)
  if (isSelfConsistent(before)) return before.items
  for (let pass = 2; pass <= maxPasses; pass += 1) {
    const read = await readPass(listing)
    if (isSelfConsistent(read)) return read.items
    const both = eachOnce([...read.items, ...before.items], listing.idOf)
    if (isConfirmedBy(before, read, listing.idOf) && both.length >= (read.totalCount ?? 0)) return both
    before = read
  }
  throw incomplete(listing.what, before)
}

/** The results of work on each item, in the order of the items; the first failure stops what has not begun. */
export async function inParallel<T, R>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  const queue = items.entries()
  let isFailed = false
  const takeOn = async (): Promise<void> => {
    // One iterator is shared by all workers: each takes the next item that no one has taken.
    for (const [index, item] of queue) {
      if (isFailed) return
      try {
        results[index] = await work(item)
      } catch (error) {
        isFailed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, takeOn))
  return results
}

/** The items without repeats; of several with one id the first stays. */
export function eachOnce<T>(items: readonly T[], idOf: (item: T) => number | string): readonly T[] {
  const known = new Map<number | string, T>()
  for (const item of items) {
    const id = idOf(item)
    if (!known.has(id)) known.set(id, item)
  }
  return known.size === items.length ? items : [...known.values()]
}

interface Pass<T> {
  /** Each once, in the order of the pages. */
  readonly items: readonly T[]
  readonly pageCount: number
  /** As the first page said it: what is added afterwards need not be found. */
  readonly totalCount: number | null
  /** Whether all pages said the same total. */
  readonly isTotalSteady: boolean
}

async function readPass<T>({
  what,
  fetchPage,
  idOf,
  concurrency,
  canAfford,
}: WholeListing<T>): Promise<Pass<T>> {
  const afford = (calls: number): void => {
    if (!canAfford(calls)) throw tooExpensive(what, calls)
  }
  const first = await fetchPage(1)
  const pages: Page<T>[] = [first]
  if (first.hasNext && first.totalCount !== null) {
    const restCount = Math.max(1, Math.ceil(first.totalCount / pageSize) - 1)
    afford(restCount)
    const numbers = Array.from({ length: restCount }, (_, index) => index + 2)
    pages.push(...(await inParallel(numbers, concurrency, fetchPage)))
  }
  // Lists without a total, and what was added while the others were read.
  while (pages.at(-1)?.hasNext === true) {
    afford(1)
    pages.push(await fetchPage(pages.length + 1))
  }
  return {
    items: eachOnce(
      pages.flatMap((page) => page.items),
      idOf,
    ),
    pageCount: pages.length,
    totalCount: first.totalCount,
    isTotalSteady: pages.every((page) => page.totalCount === first.totalCount),
  }
}

/** A single page is a single answer, so nothing can have shifted; of more pages the total says whether all came. */
const isSelfConsistent = <T>({ items, pageCount, totalCount, isTotalSteady }: Pass<T>): boolean =>
  totalCount === null ? pageCount === 1 : isTotalSteady && items.length >= totalCount

/**
 * Whether a later pass found nothing that the earlier one had missed. What is newer than all that the earlier one
 * saw is no miss; of names none is newer.
 */
function isConfirmedBy<T>(earlier: Pass<T>, later: Pass<T>, idOf: (item: T) => number | string): boolean {
  const seen = new Set<number | string>()
  let highest = Number.NEGATIVE_INFINITY
  for (const id of earlier.items.map(idOf)) {
    seen.add(id)
    if (typeof id === 'number' && id > highest) highest = id
  }
  return later.items.map(idOf).every((id) => seen.has(id) || (typeof id === 'number' && id > highest))
}

/** The error of a listing that costs more calls than the quota leaves above its reserve. */
export const tooExpensive = (what: string, calls: number): UserError =>
  new UserError(
    `Reading ${what} takes ${calls} more API call${calls === 1 ? '' : 's'}, and the token's quota does not leave that many.`,
    {
      hint: 'Run it again after the quota has been reset (within the hour), lower api-reserve, or give github-token a token with a larger quota.',
    },
  )

const incomplete = <T>(what: string, { items, totalCount }: Pass<T>): UserError =>
  new UserError(
    `The list of ${what.replace(/^the /, '')} did not come out complete in ${maxPasses} readings` +
      `${totalCount === null ? '' : `: GitHub counts ${totalCount} and showed ${items.length}`}.`,
    { hint: 'It changes while it is read. Run it again when less is going on.' },
  )
