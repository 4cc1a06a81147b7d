/** Reads the runs that the rules need, with as few calls as it takes. */
import { isMissing } from '../errors.ts'
import { inParallel, pageSize, tooExpensive } from '../listing.ts'
import type { Artifact, RepositoryRef, Run } from '../model.ts'
import { readAllRuns } from '../run-listing.ts'
import type { GitHub, Page, RunQuery } from '../world.ts'
import { pagesAtOnce } from './gather-quota.ts'
import type { Inventory } from './items.ts'

/**
 * Every status of a run that is neither completed nor in progress, as the API filters by it. (GitHub's API description;
 * what else it may invent is seen whenever the runs themselves are read.)
 */
const restingStatuses = ['queued', 'waiting', 'requested', 'pending'] as const
/** Lists that it takes to find the runs that are not completed, by their statuses. */
const statusLists = restingStatuses.length + 2
/**
 * A run uploads artifacts up to 35 days after it started, and can be re-run for 30 days. (docs.github.com: limits,
 * re-running workflows)
 */
const longestRunMs = 65 * 24 * 60 * 60_000
/** From so many pages on it pays to leave out the runs that are too old to have artifacts. */
const manyPages = 100

export type KnownRuns = Pick<Inventory, 'runs' | 'knownRuns'>

export interface RunReader {
  readonly github: GitHub
  readonly repository: RepositoryRef
  readonly canAfford: (calls: number) => boolean
}

/** Every run of the repository. */
export async function readEveryRun(reader: RunReader): Promise<KnownRuns> {
  return { runs: byId(await readListing(reader, {})), knownRuns: 'every' }
}

/** The runs of these artifacts: by the list of runs, or one by one where that takes fewer calls. */
export async function readRunsOf(artifacts: readonly Artifact[], reader: RunReader): Promise<KnownRuns> {
  const first = await reader.github.listRuns(reader.repository, {}, 1)
  const pagesLeft = restOf(first)
  const wanted = new Set(artifacts.flatMap(({ run }) => (run === null ? [] : [run.id])))
  let runs = byId(first.items)
  if (missing(wanted, runs).length > pagesLeft) {
    const isLong = pagesLeft > manyPages
    const oldestMs = artifacts.reduce((oldest, { createdAtMs }) => Math.min(oldest, createdAtMs), Infinity)
    const listed = await readListing(
      startingWith(first, reader),
      isLong ? { fromMs: oldestMs - longestRunMs } : {},
    )
    runs = byId([...first.items, ...listed])
    if (!isLong) return { runs, knownRuns: 'every' }
  }
  const others = await readOneByOne(missing(wanted, runs), reader)
  return { runs: byId([...runs.values(), ...others]), knownRuns: 'every' }
}

/** The runs that are not completed; all of them where that takes no more calls. */
export async function readUnfinishedRuns(reader: RunReader): Promise<KnownRuns> {
  const first = await reader.github.listRuns(reader.repository, {}, 1)
  if (restOf(first) <= statusLists)
    return { runs: byId(await readListing(startingWith(first, reader), {})), knownRuns: 'every' }
  const readStatus = (status: string): Promise<readonly Run[]> => readListing(reader, { query: { status } })
  // A run may move from one list to another in between. It does so by running: that list is read before and after.
  const before = await readStatus('in_progress')
  const resting = await Promise.all(restingStatuses.map(readStatus))
  const after = await readStatus('in_progress')
  return { runs: byId([...before, ...resting.flat(), ...after]), knownRuns: 'unfinished' }
}

/** Runs by their ids; those that are not there are left out. */
export async function readOneByOne(ids: readonly number[], reader: RunReader): Promise<readonly Run[]> {
  const { github, repository, canAfford } = reader
  const what = `the runs of ${repository.owner}/${repository.name}`
  if (!canAfford(ids.length)) throw tooExpensive(what, ids.length)
  const runs = await inParallel(ids, pagesAtOnce, async (id) => {
    try {
      return await github.getRun(repository, id)
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  })
  return runs.filter((run) => run !== null)
}

const readListing = (
  { github, repository, canAfford }: RunReader,
  {
    query = {},
    fromMs = null,
  }: { readonly query?: Omit<RunQuery, 'created'>; readonly fromMs?: number | null },
): Promise<readonly Run[]> =>
  readAllRuns({ github, repository, query, fromMs, toMs: null, concurrency: pagesAtOnce, canAfford })

const byId = (runs: readonly Run[]): ReadonlyMap<number, Run> => new Map(runs.map((run) => [run.id, run]))

const restOf = ({ totalCount, items, hasNext }: Page<Run>): number =>
  hasNext ? Math.ceil((totalCount ?? items.length + 1) / pageSize) - 1 : 0

const missing = (wanted: ReadonlySet<number>, runs: ReadonlyMap<number, Run>): readonly number[] =>
  [...wanted].filter((id) => !runs.has(id))

/** A reader for which the first page of all runs, which has been read, costs nothing; once. */
function startingWith(first: Page<Run>, reader: RunReader): RunReader {
  let isUsed = false
  const listRuns: GitHub['listRuns'] = (repository, query, page) => {
    if (isUsed || page !== 1 || Object.keys(query).length > 0)
      return reader.github.listRuns(repository, query, page)
    isUsed = true
    return Promise.resolve(first)
  }
  return { ...reader, github: { ...reader.github, listRuns } }
}
