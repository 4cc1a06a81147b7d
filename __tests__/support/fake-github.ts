/**
 * GitHub in memory: the whole port over a plain, mutable world, with the semantics that modes rely on: filters,
 * order, pages of 100, the 1,000 cap of filtered run lists, 403/404/409/410 as ApiError with the messages of the
 * real adapter, a quota, and a record of every call. The contract suite holds it to the real adapter.
 */
import { apiError, explainAnswer } from '../../src/github/errors.ts'
import { subjectOf, type Permission, type Subject } from '../../src/github/subject.ts'
import type {
  Artifact,
  Commit,
  Job,
  PullRequest,
  RateLimit,
  Ref,
  Repository,
  RepositoryRef,
  Run,
  Workflow,
} from '../../src/model.ts'
import type { ApiError } from '../../src/errors.ts'
import type { GitHub, ResultsArtifact, ResultsService } from '../../src/world.ts'
import { aRepository } from './builders.ts'
import { commitOf, containsCommit, isSameText, mergeBase, resolveRef, walk } from './fake-commits.ts'
import {
  byName,
  counted,
  highestIdFirst,
  latestAttempts,
  latestExecutions,
  lowestIdFirst,
  newestPullFirst,
  newestRunFirst,
  pageOf,
  sortedBy,
} from './fake-lists.ts'
import { filterRuns, isFiltered, statusFilters } from './fake-run-filter.ts'

/** GitHub: "up to 1,000 results for each search" with any filter. */
const filteredCap = 1000
/** What an unfiltered listing of runs gives at most, as reported. */
const unfilteredCap = 40_000

/** A repository and what is in it. Lists may be changed at any time, by pushing or by assigning a new one. */
export interface FakeRepository extends Repository {
  workflows: Workflow[]
  /** One entry a run, or one an attempt: the highest attempt is the run, the others are its past. */
  runs: Run[]
  jobs: Job[]
  artifacts: Artifact[]
  branches: Ref[]
  tags: Ref[]
  commits: Commit[]
  pulls: PullRequest[]
  /** Ids of runs whose logs were deleted or have expired. */
  goneLogs: Set<number>
}

export interface FakeCall {
  readonly name: CallName
  readonly subject: Subject
  /** What the call asks for besides the repository: ids, queries, the page. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** The error that the real adapter would throw for such an answer to this call. */
  error(status: number, message?: string, headers?: Readonly<Record<string, string>>): ApiError
}
export type CallName = keyof typeof subjectOf

export interface FakeGitHub extends GitHub {
  repositories: FakeRepository[]
  /** Every call so far, in order. */
  readonly calls: readonly FakeCall[]
  /** How often each call was made. */
  countOf(name: CallName): number
  /** Runs before each call: throw an error to make it fail, or change the world to make it move. */
  onCall: ((call: FakeCall) => void) | null
  /** What the token may do. Everything, unless a test takes something away. */
  permissions: Set<Permission>
  /** Null: a server without limits. Each call takes one. */
  quota: RateLimit | null
}

/** A repository with nothing in it but its default branch. */
export const aFakeRepository = (fields: Partial<FakeRepository> = {}): FakeRepository => ({
  ...aRepository(fields),
  workflows: [],
  runs: [],
  jobs: [],
  artifacts: [],
  branches: [{ name: fields.defaultBranch ?? 'main', sha: '0'.repeat(39) + '1' }],
  tags: [],
  commits: [],
  pulls: [],
  goneLogs: new Set(),
  ...fields,
})

/** The fake over these repositories; the first is usually the one that the step is in. */
export function fakeGitHub(...repositories: FakeRepository[]): FakeGitHub {
  const calls: FakeCall[] = []
  const counts = new Map<CallName, number>()
  const signedUrls = { count: 0 }

  /** Records the call, lets the test interfere, and takes quota and permission. */
  const enter = (
    name: CallName,
    subject: Subject,
    parameters: Readonly<Record<string, unknown>>,
  ): FakeCall => {
    const call: FakeCall = {
      name,
      subject,
      parameters,
      error: (status, message = '', headers = {}) =>
        apiError(explainAnswer(subject, { status, headers, message })),
    }
    calls.push(call)
    counts.set(name, (counts.get(name) ?? 0) + 1)
    takeQuota(fake, call)
    fake.onCall?.(call)
    if (!hasPermission(fake.permissions, subject.permission))
      throw call.error(403, 'Resource not accessible by integration')
    return call
  }

  const find = (ref: RepositoryRef, call: FakeCall): FakeRepository => {
    const repository = fake.repositories.find((each) => isSameRepository(each, ref))
    if (repository === undefined) throw call.error(404, 'Not Found')
    if (repository.isArchived && call.subject.permission.endsWith('write'))
      throw call.error(403, 'Repository was archived so is read-only.')
    return repository
  }

  const runOf = (repository: FakeRepository, runId: number, call: FakeCall): Run => {
    const run = latestAttempts(repository.runs).find((each) => each.id === runId)
    if (run === undefined) throw call.error(404, 'Not Found')
    return run
  }

  const signedUrl = (path: string): string => {
    signedUrls.count += 1
    return `https://blobs.test/${path}?sig=fresh${signedUrls.count}`
  }

  const fake: FakeGitHub = {
    repositories,
    calls,
    countOf: (name) => counts.get(name) ?? 0,
    onCall: null,
    permissions: new Set<Permission>([
      'actions: read',
      'actions: write',
      'contents: read',
      'pull-requests: read',
      'metadata: read',
    ]),
    quota: null,
    requestCount: () => calls.length,
    rateLimit: () => (calls.length === 0 ? null : fake.quota),

    getRepository: async (ref) =>
      ownFields(find(ref, enter('getRepository', subjectOf.getRepository(ref), {}))),
    listRepositories: async (owner, page) => {
      const call = enter('listRepositories', subjectOf.listRepositories(owner), { page })
      const owned = fake.repositories.filter((each) => isSameText(each.owner, owner))
      if (owned.length === 0) throw call.error(404, 'Not Found')
      return pageOf(owned.toSorted(byName).map(ownFields), page, null)
    },

    getRun: async (ref, runId) => {
      const call = enter('getRun', subjectOf.getRun(ref, runId), { runId })
      return runOf(find(ref, call), runId, call)
    },
    getRunAttempt: async (ref, runId, attempt) => {
      const call = enter('getRunAttempt', subjectOf.getRunAttempt(ref, runId, attempt), { runId, attempt })
      const found = find(ref, call).runs.find((run) => run.id === runId && run.attempt === attempt)
      if (found === undefined) throw call.error(404, 'Not Found')
      return found
    },
    listRuns: async (ref, query, page) => {
      const call = enter('listRuns', subjectOf.listRuns(ref, query.workflow), { query, page })
      const repository = find(ref, call)
      const workflow = query.workflow === undefined ? null : findWorkflow(repository, query.workflow)
      if (workflow === undefined) throw call.error(404, 'Not Found')
      if (query.status !== undefined && !statusFilters.has(query.status))
        throw call.error(422, 'Validation Failed')
      const matches = filterRuns(sortedBy(latestAttempts(repository.runs), newestRunFirst), query, workflow)
      const reachable = matches.slice(0, isFiltered(query) ? filteredCap : unfilteredCap)
      return pageOf(reachable, page, matches.length)
    },

    getArtifact: async (ref, artifactId) => {
      const call = enter('getArtifact', subjectOf.getArtifact(ref, artifactId), { artifactId })
      return artifactOf(find(ref, call), artifactId, call)
    },
    listArtifacts: async (ref, query, page) => {
      const call = enter('listArtifacts', subjectOf.listArtifacts(ref), { query, page })
      const all = sortedBy(find(ref, call).artifacts, highestIdFirst)
      return counted(query.name === undefined ? all : all.filter((each) => each.name === query.name), page)
    },
    listRunArtifacts: async ({ repository: ref, runId }, query, page) => {
      const call = enter('listRunArtifacts', subjectOf.listRunArtifacts(ref, runId), { runId, query, page })
      const repository = find(ref, call)
      runOf(repository, runId, call)
      const own = sortedBy(repository.artifacts, highestIdFirst).filter(
        (each) => each.run?.id === runId && (query.name === undefined || each.name === query.name),
      )
      return counted(own, page)
    },
    getArtifactUrl: async (ref, artifactId) => {
      const call = enter('getArtifactUrl', subjectOf.getArtifactUrl(ref, artifactId), { artifactId })
      const artifact = artifactOf(find(ref, call), artifactId, call)
      if (artifact.isExpired) throw call.error(410, 'Artifact has expired')
      return signedUrl(`artifacts/${artifactId}.zip`)
    },

    listJobs: async ({ repository: ref, runId }, filter, page) => {
      const call = enter('listJobs', subjectOf.listJobs(ref, runId), { runId, filter, page })
      const repository = find(ref, call)
      runOf(repository, runId, call)
      const all = sortedBy(repository.jobs, lowestIdFirst).filter((job) => job.runId === runId)
      return counted(filter === 'all' ? all : latestExecutions(all), page)
    },
    getJob: async (ref, jobId) => {
      const call = enter('getJob', subjectOf.getJob(ref, jobId), { jobId })
      return jobOf(find(ref, call), jobId, call)
    },
    getJobLogUrl: async (ref, jobId) => {
      const call = enter('getJobLogUrl', subjectOf.getJobLogUrl(ref, jobId), { jobId })
      const repository = find(ref, call)
      const job = jobOf(repository, jobId, call)
      if (repository.goneLogs.has(job.runId)) throw call.error(410, 'Gone')
      if (job.status !== 'completed') throw call.error(404, 'Not Found')
      return signedUrl(`logs/${jobId}.txt`)
    },

    listWorkflows: async (ref, page) => {
      const call = enter('listWorkflows', subjectOf.listWorkflows(ref), { page })
      return counted(sortedBy(find(ref, call).workflows, lowestIdFirst), page)
    },
    getWorkflow: async (ref, idOrFileName) => {
      const call = enter('getWorkflow', subjectOf.getWorkflow(ref, idOrFileName), { idOrFileName })
      const workflow = findWorkflow(find(ref, call), idOrFileName)
      if (workflow === undefined) throw call.error(404, 'Not Found')
      return workflow
    },

    listBranches: async (ref, page) => {
      const call = enter('listBranches', subjectOf.listBranches(ref), { page })
      return pageOf(sortedBy(find(ref, call).branches, byName), page, null)
    },
    getBranch: async (ref, name) => {
      const call = enter('getBranch', subjectOf.getBranch(ref, name), { name })
      const branch = find(ref, call).branches.find((each) => each.name === name)
      if (branch === undefined) throw call.error(404, 'Branch not found')
      return branch
    },
    listTags: async (ref, page) => {
      const call = enter('listTags', subjectOf.listTags(ref), { page })
      return pageOf(find(ref, call).tags, page, null)
    },
    getCommit: async (ref, name) => {
      const call = enter('getCommit', subjectOf.getCommit(ref, name), { ref: name })
      const repository = find(ref, call)
      const commit = commitOf(repository, resolveRef(repository, name))
      if (commit === undefined) throw call.error(422, `No commit found for SHA: ${name}`)
      return commit
    },
    listCommits: async (ref, name, page) => {
      const call = enter('listCommits', subjectOf.listCommits(ref, name), { ref: name, page })
      const repository = find(ref, call)
      const tip = resolveRef(repository, name)
      if (commitOf(repository, tip) === undefined) throw call.error(404, 'Not Found')
      return pageOf(walk([repository], tip), page, null)
    },
    getMergeBase: async (ref, base, head) => {
      const call = enter('getMergeBase', subjectOf.getMergeBase(ref, base, head), { base, head })
      const sha = mergeBase(fake.repositories, find(ref, call), { base, head })
      if (sha === undefined) throw call.error(404, 'Not Found')
      return sha
    },

    getPullRequest: async (ref, number) => {
      const call = enter('getPullRequest', subjectOf.getPullRequest(ref, number), { number })
      const pull = find(ref, call).pulls.find((each) => each.number === number)
      if (pull === undefined) throw call.error(404, 'Not Found')
      return pull
    },
    listPullRequests: async (ref, query, page) => {
      const call = enter('listPullRequests', subjectOf.listPullRequests(ref), { query, page })
      const matches = sortedBy(find(ref, call).pulls, newestPullFirst).filter(
        (pull) =>
          (query.state === 'all' || pull.state === query.state) &&
          (query.head === undefined || isSameText(`${pull.headOwner ?? ''}:${pull.headBranch}`, query.head)),
      )
      return pageOf(matches, page, null)
    },
    listPullRequestsOfCommit: async (ref, sha, page) => {
      const call = enter('listPullRequestsOfCommit', subjectOf.listPullRequestsOfCommit(ref, sha), {
        sha,
        page,
      })
      const repository = find(ref, call)
      return pageOf(
        repository.pulls.filter((pull) => containsCommit(repository, pull, sha)),
        page,
        null,
      )
    },

    deleteArtifact: async (ref, artifactId) => {
      const call = enter('deleteArtifact', subjectOf.deleteArtifact(ref, artifactId), { artifactId })
      const repository = find(ref, call)
      artifactOf(repository, artifactId, call)
      repository.artifacts = repository.artifacts.filter((each) => each.id !== artifactId)
    },
    deleteRun: async (ref, runId) => {
      const call = enter('deleteRun', subjectOf.deleteRun(ref, runId), { runId })
      const repository = find(ref, call)
      if (runOf(repository, runId, call).status !== 'completed')
        throw call.error(409, 'Cannot delete a workflow run that is not completed.')
      repository.runs = repository.runs.filter((run) => run.id !== runId)
      repository.jobs = repository.jobs.filter((job) => job.runId !== runId)
      repository.artifacts = repository.artifacts.filter((each) => each.run?.id !== runId)
    },
    deleteRunLogs: async (ref, runId) => {
      const call = enter('deleteRunLogs', subjectOf.deleteRunLogs(ref, runId), { runId })
      const repository = find(ref, call)
      if (runOf(repository, runId, call).status !== 'completed')
        throw call.error(403, 'Cannot delete the logs of a workflow run that is not completed.')
      if (repository.goneLogs.has(runId)) throw call.error(404, 'Not Found')
      repository.goneLogs.add(runId)
    },
    cancelRun: async (ref, runId) => {
      const call = enter('cancelRun', subjectOf.cancelRun(ref, runId), { runId })
      const repository = find(ref, call)
      const run = runOf(repository, runId, call)
      if (run.status === 'completed') throw call.error(409, 'Cannot cancel a workflow run that is completed.')
      repository.runs = repository.runs.map((each) =>
        each === run ? { ...run, status: 'completed', conclusion: 'cancelled' } : each,
      )
    },
  }
  return fake
}

/** The results service of the current run over a list that a test may change. */
export function fakeResults(artifacts: ResultsArtifact[]): ResultsService {
  const newest = (name: string): ResultsArtifact => {
    const found = sortedBy(artifacts, highestIdFirst).find((each) => each.name === name)
    if (found !== undefined) return found
    throw notThere(name)
  }
  const notThere = (name: string): ApiError =>
    apiError({
      message: `Could not find artifact "${name}" of the current run.`,
      kind: 'not-found',
      status: 404,
      hint: '',
    })
  return {
    listArtifacts: async () => [...artifacts],
    getArtifactUrl: async (name) => `https://blobs.test/artifacts/${newest(name).id}.zip?sig=results`,
    deleteArtifact: async ({ id, name }) => {
      if (newest(name).id !== id) throw notThere(name)
      artifacts.splice(
        artifacts.findIndex((each) => each.id === id),
        1,
      )
    },
  }
}

function takeQuota(fake: FakeGitHub, call: FakeCall): void {
  if (fake.quota === null) return
  const { limit, remaining, resetAtMs } = fake.quota
  if (remaining === 0)
    throw call.error(403, 'API rate limit exceeded', {
      'x-ratelimit-limit': `${limit}`,
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': `${Math.floor(resetAtMs / 1000)}`,
    })
  fake.quota = { limit, remaining: remaining - 1, resetAtMs }
}

/** The repository without what is in it. */
const ownFields = ({
  id,
  owner,
  name,
  defaultBranch,
  isArchived,
  isFork,
  url,
}: FakeRepository): Repository => ({ id, owner, name, defaultBranch, isArchived, isFork, url })

/** `write` includes `read`. */
const hasPermission = (granted: ReadonlySet<Permission>, wanted: Permission): boolean =>
  granted.has(wanted) || (wanted === 'actions: read' && granted.has('actions: write'))

const isSameRepository = (one: RepositoryRef, other: RepositoryRef): boolean =>
  isSameText(one.owner, other.owner) && isSameText(one.name, other.name)

function artifactOf(repository: FakeRepository, artifactId: number, call: FakeCall): Artifact {
  const artifact = repository.artifacts.find((each) => each.id === artifactId)
  if (artifact === undefined) throw call.error(404, 'Not Found')
  return artifact
}

function jobOf(repository: FakeRepository, jobId: number, call: FakeCall): Job {
  const job = repository.jobs.find((each) => each.id === jobId)
  if (job === undefined) throw call.error(404, 'Not Found')
  return job
}

const findWorkflow = (repository: FakeRepository, idOrFileName: number | string): Workflow | undefined =>
  repository.workflows.find(
    (each) => each.id === Number(idOrFileName) || each.path === `.github/workflows/${idOrFileName}`,
  )
