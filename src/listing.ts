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
 * Every item of a listing, each once, in GitHub's order. Pages shift while a listing changes, so that one reading may
 * miss items; it is read again until all are seen that were there when one of the readings began. Throws UserError
 * when the quota cannot pay for it (known after the first page), and when it never comes out complete.
 */
export async function readWhole<T>(listing: WholeListing<T>): Promise<readonly T[]> {
  const passes: Pass<T>[] = []
  while (passes.length < maxPasses) {
    passes.unshift(await readPass(listing))
    const whole = wholeOf(passes, listing.idOf)
    if (whole !== null) return whole
  }
  throw incomplete(listing.what, passes)
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
  /** How many there were when the pass began: as its first page said. */
  readonly totalCount: number | null
  /** The highest id when the pass began; null where the list is not ordered by ids, the newest first. */
  readonly highestId: number | null
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
    highestId: highestOf(first.items.map(idOf)),
    isTotalSteady: pages.every((page) => page.totalCount === first.totalCount),
  }
}

/** The first of ids that fall all the way, so that nothing older can come before; null if they do not. */
function highestOf(ids: readonly (number | string)[]): number | null {
  const [highest] = ids
  let previous = Number.POSITIVE_INFINITY
  for (const id of ids) {
    if (typeof id !== 'number' || id >= previous) return null
    previous = id
  }
  return typeof highest === 'number' ? highest : null
}

/** What passes (the latest first) prove to be the whole listing as it was at the beginning of one of them, or null. */
function wholeOf<T>(passes: readonly Pass<T>[], idOf: (item: T) => number | string): readonly T[] | null {
  let seen: readonly T[] = []
  let later: Pass<T> | null = null
  for (const pass of passes) {
    seen = eachOnce([...seen, ...pass.items], idOf)
    if (provesWhole(pass, later, seen.map(idOf))) return seen
    later = pass
  }
  return null
}

/** Whether the ids seen in a pass and in the later ones are all that there were when the pass began. */
function provesWhole<T>(pass: Pass<T>, later: Pass<T> | null, seen: readonly (number | string)[]): boolean {
  const { items, pageCount, totalCount, highestId, isTotalSteady } = pass
  // Nothing counts these: a single page is a single answer, and of more two passes in a row must find the same.
  if (totalCount === null) return pageCount === 1 || later?.items.length === seen.length
  // What was seen later and is no newer than the newest of then was there then: so many, and it was all.
  if (highestId !== null) return seen.filter((id) => Number(id) <= highestId).length >= totalCount
  return isTotalSteady && items.length >= totalCount
}

/** The error of a listing that costs more calls than the quota leaves above its reserve. */
export const tooExpensive = (what: string, calls: number): UserError =>
  new UserError(
    `Reading ${what} takes ${calls} more API call${calls === 1 ? '' : 's'}, and the token's quota does not leave that many.`,
    {
      hint: 'Run it again after the quota has been reset (within the hour), lower api-reserve, or give github-token a token with a larger quota.',
    },
  )

function incomplete<T>(what: string, passes: readonly Pass<T>[]): UserError {
  const [last] = passes
  const counts =
    last?.totalCount === undefined || last.totalCount === null
      ? ''
      : `: GitHub counts ${last.totalCount} and shows ${last.items.length}`
  return new UserError(
    `The list of ${what.replace(/^the /, '')} did not come out complete in ${passes.length} readings${counts}.`,
    { hint: 'It changes while it is read. Run it again when less is going on.' },
  )
}
