/** Everything read about one repository: its runs, artifacts and branches, and the jobs of some of its runs. */
import { ApiError, isMissing } from '../../errors.ts'
import { callsLeft } from '../../github/limits.ts'
import { inParallel, pageSize } from '../../listing.ts'
import type { Artifact, Job, Repository } from '../../model.ts'
import type { GitHub, Page, World } from '../../world.ts'
import {
  slugOf,
  type ArtifactListing,
  type RepositoryFacts,
  type RunListing,
  type SampledRun,
} from './facts.ts'
import { gatherBranches, sentenceOf } from './gather-branches.ts'
import { readUpTo } from './gather-pages.ts'
import { firstRuns, readRuns, runPages, type RunSearch } from './gather-runs.ts'
import { jobRequests, sharePages } from './plan-requests.ts'
import { planSample, type PlannedRun } from './plan-sample.ts'

/** Runs whose jobs are read side by side. */
const jobsAtOnce = 4

export interface GatherRequest {
  readonly repository: Repository
  readonly sinceMs: number
  /** Share of the rate limit to leave for everyone else, 0 to 1. */
  readonly apiReserve: number
  /** Repositories that are still to be read, this one included: each has a share of the quota for its jobs. */
  readonly repositoriesLeft: number
}

/** A part that could be read, or the sentence that says why not. */
type Part<T> =
  { readonly kind: 'read'; readonly value: T } | { readonly kind: 'lost'; readonly error: ApiError }

/**
 * Reads a repository within the quota. A list that the token may not read costs its section and a notice. Throws
 * ApiError when neither runs nor artifacts can be read.
 */
export async function gatherRepository(world: World, request: GatherRequest): Promise<RepositoryFacts> {
  const { github, log } = world
  const { repository, apiReserve } = request
  const before = github.requestCount()
  const left = (): number => callsLeft(github.rateLimit(), apiReserve)
  const { runs, artifacts } = await gatherListings(github, request, left)
  if (runs.kind === 'lost' && artifacts.kind === 'lost') throw runs.error
  const runFacts = valueOf(runs)?.runs ?? []
  const branches = await gatherBranches({
    github,
    repository,
    artifacts: valueOf(artifacts)?.artifacts ?? [],
    runs: runFacts,
  })
  // The repository itself was asked for, by name or in a list.
  const spent = github.requestCount() - before + 1
  const requests = jobRequests(spent, {
    limit: github.rateLimit()?.limit ?? null,
    left: left(),
    fairShare: left() / request.repositoriesLeft,
  })
  log.debug(`${slugOf(repository)}: ${spent} requests for its listings, up to ${requests} for jobs.`)
  const jobs = await part(() =>
    gatherJobs(github, repository, { planned: planSample(runFacts, requests), requests }),
  )
  return {
    repository,
    runs: valueOf(runs),
    artifacts: valueOf(artifacts),
    branches: branches.knowledge,
    sampled: valueOf(jobs),
    notices: [
      ...noticeOf('Health of the workflows is missing', runs),
      ...noticeOf('Storage is missing', artifacts),
      ...partlyRead(valueOf(runs)?.coverage, 'runs', 'Health is of the newest of them'),
      ...partlyRead(valueOf(artifacts)?.coverage, 'artifacts', 'Storage is of the newest of them'),
      ...branches.notices,
      ...noticeOf('Queue times, flaky jobs and failing steps are missing', jobs),
    ],
    apiCalls: github.requestCount() - before,
  }
}

async function part<T>(read: () => Promise<T>): Promise<Part<T>> {
  try {
    return { kind: 'read', value: await read() }
  } catch (error) {
    if (error instanceof ApiError) return { kind: 'lost', error }
    throw error
  }
}

const valueOf = <T>(read: Part<T>): T | null => (read.kind === 'read' ? read.value : null)

const noticeOf = <T>(loss: string, read: Part<T>): readonly string[] =>
  read.kind === 'lost' ? [`${loss}: ${sentenceOf(read.error)}`] : []

function partlyRead(
  coverage: RunListing['coverage'] | undefined,
  what: string,
  consequence: string,
): readonly string[] {
  if (coverage === undefined || coverage.isComplete) return []
  return [
    `${coverage.read} of ${coverage.total} ${what} were read, which is what the API quota above api-reserve paid for. ${consequence}.`,
  ]
}

interface Listings {
  readonly runs: Part<RunListing>
  readonly artifacts: Part<ArtifactListing>
}

/** Both listings side by side. Their first pages say what the rest costs, and then the quota is divided. */
async function gatherListings(
  github: GitHub,
  { repository, sinceMs }: GatherRequest,
  left: () => number,
): Promise<Listings> {
  const search: RunSearch = { github, repository, defaultBranch: repository.defaultBranch, sinceMs }
  const fetchArtifacts = (page: number): Promise<Page<Artifact>> => github.listArtifacts(repository, {}, page)
  const [firstOfRuns, firstOfArtifacts] = await Promise.all([
    part(() => firstRuns(search)),
    part(() => fetchArtifacts(1)),
  ])
  const pages = sharePages(
    { runs: runPages(totalOf(firstOfRuns)), artifacts: Math.ceil(totalOf(firstOfArtifacts) / pageSize) || 1 },
    left(),
  )
  const [runs, artifacts] = await Promise.all([
    firstOfRuns.kind === 'lost' ? firstOfRuns : part(() => readRuns(search, firstOfRuns.value, pages.runs)),
    firstOfArtifacts.kind === 'lost'
      ? firstOfArtifacts
      : part(() => readArtifacts(firstOfArtifacts.value, fetchArtifacts, pages.artifacts)),
  ])
  return { runs, artifacts }
}

const totalOf = <T>(first: Part<Page<T>>): number =>
  first.kind === 'lost' ? 0 : (first.value.totalCount ?? first.value.items.length)

async function readArtifacts(
  first: Page<Artifact>,
  fetchPage: (page: number) => Promise<Page<Artifact>>,
  maxPages: number,
): Promise<ArtifactListing> {
  const { items, total, isComplete } = await readUpTo({ first, fetchPage, idOf: ({ id }) => id, maxPages })
  return { artifacts: items, coverage: { read: items.length, total, isComplete } }
}

interface JobBudget {
  requestsLeft: number
  /** The first answer that was neither jobs nor "there is no such run"; nothing is asked after it. */
  refusal: ApiError | null
}

/** Jobs of the planned runs in their order, each run whole, until the requests are used up. Null when there are none. */
async function gatherJobs(
  github: GitHub,
  repository: Repository,
  { planned, requests }: { readonly planned: readonly PlannedRun[]; readonly requests: number },
): Promise<readonly SampledRun[] | null> {
  const budget: JobBudget = { requestsLeft: requests, refusal: null }
  const read = await inParallel(planned, jobsAtOnce, async ({ run, reason }): Promise<SampledRun | null> => {
    if (budget.requestsLeft < 1 || budget.refusal !== null) return null
    const listing = { repository, runId: run.id }
    try {
      const jobs = await readJobs((page) => github.listJobs(listing, 'all', page), budget)
      return jobs === null ? null : { run, reason, jobs }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      // A run may have been deleted since it was listed.
      if (!isMissing(error)) budget.refusal = error
      return null
    }
  })
  const sampled = read.filter((each) => each !== null)
  if (sampled.length === 0 && budget.refusal !== null) throw budget.refusal
  return sampled.length === 0 ? null : sampled
}

/** All jobs of a run. Null when it has more than the budget pays for: read in part, its minutes come out wrong. */
async function readJobs(
  fetchPage: (page: number) => Promise<Page<Job>>,
  budget: JobBudget,
): Promise<readonly Job[] | null> {
  budget.requestsLeft -= 1
  const first = await fetchPage(1)
  const pages = Math.max(1, Math.ceil((first.totalCount ?? first.items.length) / pageSize))
  if (pages - 1 > budget.requestsLeft) return null
  budget.requestsLeft -= pages - 1
  return (await readUpTo({ first, fetchPage, idOf: ({ id }) => id, maxPages: pages })).items
}
