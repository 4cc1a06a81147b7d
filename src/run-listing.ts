/** Whole listings of runs, which GitHub cuts off: beyond its cap they are read in slices of time. */
import { UserError } from './errors.ts'
import { eachOnce, pageSize, readWhole, tooExpensive, type WholeListing } from './listing.ts'
import type { RepositoryRef, Run } from './model.ts'
import type { GitHub, Page, RunQuery } from './world.ts'

/** Which runs to read. */
export interface RunListing {
  readonly github: GitHub
  readonly repository: RepositoryRef
  readonly query: Omit<RunQuery, 'created'>
  /** Bounds of `created_at`, both included; null is open. To the second, as GitHub's filter is. */
  readonly fromMs: number | null
  readonly toMs: number | null
  readonly concurrency: number
  /** Whether the quota pays for that many more calls. */
  readonly canAfford: (calls: number) => boolean
}

/** "This endpoint will return up to 1,000 results for each search" with any filter. (GitHub's API description) */
const filteredReach = 1000
/** An unfiltered list has no documented end, but is reported to stop at some 40,000. */
const unfilteredReach = 40_000
/** Slices are made to hold about this many: enough for full pages, and room to be wrong. */
const aimedCount = 700
/** A slice grows by this factor at most: where nothing happened for long, the next may be full again. */
const maxGrowth = 8
/** GitHub Actions did not exist before October 2018. */
const firstRunsMs = Date.UTC(2018, 9, 1)
const secondMs = 1000

interface Slice {
  readonly fromMs: number
  /** Null is open: the server's clock may be ahead of ours. */
  readonly toMs: number | null
}

/**
 * Every run of a query, each once, newest first, however many there are. Throws UserError when the quota cannot pay
 * for it (known after the first page), when it does not come out complete, and ApiError.
 */
export async function readAllRuns(listing: RunListing): Promise<readonly Run[]> {
  const { fromMs, toMs, query } = listing
  const isUnfiltered =
    fromMs === null && toMs === null && Object.keys(query).every((key) => key === 'workflow')
  const fetchPage = pagesIn(listing, createdFilter(fromMs, toMs))
  const first = await fetchPage(1)
  // A total that is at the cap may be the cap.
  if (countOf(first) < (isUnfiltered ? unfilteredReach : filteredReach))
    return readWhole(wholeListing(listing, startingWith(first, fetchPage)))
  return readSlices(listing, first)
}

async function readSlices(listing: RunListing, newest: Page<Run>): Promise<readonly Run[]> {
  const calls = Math.ceil(countOf(newest) / pageSize)
  if (!listing.canAfford(calls)) throw tooExpensive(whatOf(listing), calls)
  const floorMs = toSecond(listing.fromMs ?? firstRunsMs)
  // The list itself may be ahead of the filter, so its first page counts too.
  const runs: Run[] = [...newest.items]
  let toMs = listing.toMs === null ? null : toSecond(listing.toMs)
  let topMs = toMs ?? toSecond(Math.max(floorMs, ...newest.items.map((run) => run.createdAtMs)))
  let widthMs = firstWidth(newest.items)
  while (topMs >= floorMs) {
    const slice: Slice = { fromMs: Math.max(floorMs, topMs - widthMs), toMs }
    const fetchPage = pagesIn(listing, createdFilter(slice.fromMs, slice.toMs))
    const first = await fetchPage(1)
    const count = countOf(first)
    if (count >= filteredReach) {
      if (slice.fromMs === topMs) throw tooDense(listing, topMs)
      widthMs = toSecond(widthMs / Math.max(2, count / aimedCount))
      continue
    }
    runs.push(...(await readWhole(wholeListing(listing, startingWith(first, fetchPage)))))
    widthMs = Math.max(secondMs, toSecond(widthMs * Math.min(maxGrowth, aimedCount / Math.max(1, count))))
    topMs = slice.fromMs - secondMs
    toMs = topMs
  }
  return eachOnce(runs, (run) => run.id)
}

const toSecond = (timeMs: number): number => Math.floor(timeMs / secondMs) * secondMs

const countOf = (page: Page<Run>): number => page.totalCount ?? page.items.length

/** As wide as a slice has to be for the number aimed at, if runs always came as they do on the newest page. */
function firstWidth(newest: readonly Run[]): number {
  const times = newest.map((run) => run.createdAtMs)
  const spanMs = times.length === 0 ? 0 : Math.max(...times) - Math.min(...times)
  return Math.max(secondMs, toSecond((spanMs * aimedCount) / Math.max(1, times.length)))
}

const pagesIn =
  ({ github, repository, query }: RunListing, created: string | null) =>
  (page: number): Promise<Page<Run>> =>
    github.listRuns(repository, created === null ? query : { ...query, created }, page)

/** The pages of a listing whose first has been read already. */
function startingWith<T>(
  first: Page<T>,
  fetchPage: (page: number) => Promise<Page<T>>,
): (page: number) => Promise<Page<T>> {
  let isUsed = false
  return (page) => {
    if (page !== 1 || isUsed) return fetchPage(page)
    isUsed = true
    return Promise.resolve(first)
  }
}

const wholeListing = (
  listing: RunListing,
  fetchPage: (page: number) => Promise<Page<Run>>,
): WholeListing<Run> => ({
  what: whatOf(listing),
  fetchPage,
  idOf: (run) => run.id,
  concurrency: listing.concurrency,
  canAfford: listing.canAfford,
})

const whatOf = ({ repository: { owner, name } }: RunListing): string => `the runs of ${owner}/${name}`

function createdFilter(fromMs: number | null, toMs: number | null): string | null {
  if (fromMs === null) return toMs === null ? null : `<=${dateText(toMs)}`
  return toMs === null ? `>=${dateText(fromMs)}` : `${dateText(fromMs)}..${dateText(toMs)}`
}

/** `2026-01-31T23:59:59Z` */
const dateText = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`

const tooDense = (listing: RunListing, timeMs: number): UserError =>
  new UserError(
    `${whatOf(listing)}: ${filteredReach} or more were created in the second of ${dateText(timeMs)}, ` +
      'and GitHub lists no more than that of one search.',
    { hint: 'Narrow the selection by workflow, branch or event.' },
  )
