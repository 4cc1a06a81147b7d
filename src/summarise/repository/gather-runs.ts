/**
 * Runs of the period, newest first, as far as the quota reaches. GitHub lists 1,000 results of a search, so the
 * next search ends where the last one did: full pages, and no request spent on finding out how wide a slice of
 * time may be.
 */
import { pageSize } from '../../listing.ts'
import type { RepositoryRef, Run } from '../../model.ts'
import type { GitHub, Page } from '../../world.ts'
import { factOf, type RunFact, type RunListing } from './facts.ts'
import { isWhole, readUpTo, type Reading } from './gather-pages.ts'

/** "This endpoint will return up to 1,000 results for each search" with any filter. (GitHub's API description) */
const reachOfSearch = 1000
const secondMs = 1000

export interface RunSearch {
  readonly github: GitHub
  readonly repository: RepositoryRef
  readonly defaultBranch: string
  readonly sinceMs: number
}

/** The first page of the runs since then; its total is what the whole costs. */
export const firstRuns = (search: RunSearch): Promise<Page<Run>> =>
  search.github.listRuns(search.repository, { created: since(search) }, 1)

const since = ({ sinceMs }: RunSearch): string => `>=${secondText(sinceMs)}`

/** Pages that a listing of so many runs takes, those included that overlap where one search follows another. */
export const runPages = (total: number): number =>
  Math.max(1, Math.ceil((total + Math.floor(total / reachOfSearch)) / pageSize))

/** The runs that follow the first page, in `maxPages` pages at most, that one included. */
export async function readRuns(search: RunSearch, first: Page<Run>, maxPages: number): Promise<RunListing> {
  const runs = new Map<number, RunFact>()
  let slice: Slice | null = { created: since(search), first }
  let isCutShort = false
  let total = first.totalCount ?? first.items.length
  let pagesLeft = maxPages
  while (slice !== null) {
    const read = await readSlice(search, slice, pagesLeft)
    const known = runs.size
    for (const run of read.items) runs.set(run.id, factOf(run, search.defaultBranch))
    pagesLeft -= read.pages
    // A total that is at the reach of a search may be the reach.
    total = Math.max(total, runs.size)
    const mayFollow = runs.size > known && (runs.size < total || read.total >= reachOfSearch)
    isCutShort = mayFollow && pagesLeft <= 0
    slice = mayFollow && !isCutShort ? await sliceBefore(search, read.items) : null
  }
  const newest = [...runs.values()].toSorted(newestFirst)
  const isComplete = !isCutShort && isWhole(newest.length, total)
  return {
    runs: newest,
    coverage: { read: newest.length, total, isComplete },
    sinceMs: isComplete ? search.sinceMs : (newest.at(-1)?.createdAtMs ?? search.sinceMs),
  }
}

/** A search, and its first page. */
interface Slice {
  readonly created: string
  readonly first: Page<Run>
}

const readSlice = (
  { github, repository }: RunSearch,
  { created, first }: Slice,
  maxPages: number,
): Promise<Reading<Run>> =>
  readUpTo({
    // GitHub counts beyond its reach, and pages there are empty.
    first: { ...first, totalCount: Math.min(first.totalCount ?? reachOfSearch, reachOfSearch) },
    fetchPage: (page) => github.listRuns(repository, { created }, page),
    idOf: ({ id }) => id,
    maxPages: Math.min(maxPages, reachOfSearch / pageSize),
  })

/** The search that goes on in the second in which another one ended: what it shows twice is told by its id. */
async function sliceBefore(search: RunSearch, runs: readonly Run[]): Promise<Slice> {
  const oldestMs = runs.reduce((oldest, { createdAtMs }) => Math.min(oldest, createdAtMs), Infinity)
  const created = `${secondText(search.sinceMs)}..${secondText(oldestMs)}`
  return { created, first: await search.github.listRuns(search.repository, { created }, 1) }
}

const newestFirst = (one: RunFact, other: RunFact): number =>
  other.createdAtMs - one.createdAtMs || other.id - one.id

/** `2026-01-31T23:59:59Z` */
const secondText = (timeMs: number): string =>
  `${new Date(Math.floor(timeMs / secondMs) * secondMs).toISOString().slice(0, 19)}Z`
