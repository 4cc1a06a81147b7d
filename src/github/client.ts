import type { RepositoryRef } from '../model.ts'
import type { GitHub } from '../world.ts'
import { createConnection, type Call, type Connection, type ConnectionOptions } from './connection.ts'
import { decodeArtifact } from './decode-artifacts.ts'
import {
  decodeCommit,
  decodeMergeBase,
  decodePullRequest,
  decodeRef,
  decodeRepository,
} from './decode-repositories.ts'
import { decodeJob, decodeRun, decodeWorkflow } from './decode-runs.ts'
import { decodeCountedPage, decodeListPage, decodeOne } from './decode.ts'
import { createRepositoryList } from './repository-list.ts'
import { subjectOf, type Subject } from './subject.ts'

/** The most that a page of the API holds. */
const pageSize = 100

/** The GitHub port over Octokit. */
export function createGitHub(options: ConnectionOptions): GitHub {
  const connection = createConnection(options)
  const { write, locate, requestCount, rateLimit } = connection
  const read = createReaders(connection)
  const listRepositories = createRepositoryList(connection)
  return {
    getRepository: (at) => read.repository(call(subjectOf.getRepository(at), 'GET', { at, path: '' })),
    listRepositories,

    getRun: (at, runId) =>
      read.run(call(subjectOf.getRun(at, runId), 'GET', { at, path: '/actions/runs/{runId}', runId })),
    getRunAttempt: (at, runId, attempt) =>
      read.run(
        call(subjectOf.getRunAttempt(at, runId, attempt), 'GET', {
          at,
          path: '/actions/runs/{runId}/attempts/{attempt}',
          runId,
          attempt,
        }),
      ),
    listRuns: (at, { workflow, headSha, ...filters }, page) =>
      read.runs(
        call(subjectOf.listRuns(at, workflow), 'GET', {
          at,
          ...(workflow === undefined
            ? { path: '/actions/runs' }
            : { path: '/actions/workflows/{workflow}/runs', workflow }),
          ...filters,
          ...(headSha === undefined ? {} : { head_sha: headSha }),
          per_page: pageSize,
          page,
        }),
      ),

    getArtifact: (at, artifactId) =>
      read.artifact(
        call(subjectOf.getArtifact(at, artifactId), 'GET', {
          at,
          path: '/actions/artifacts/{artifactId}',
          artifactId,
        }),
      ),
    listArtifacts: (at, query, page) =>
      read.artifacts(
        call(subjectOf.listArtifacts(at), 'GET', {
          at,
          path: '/actions/artifacts',
          ...query,
          per_page: pageSize,
          page,
        }),
      ),
    listRunArtifacts: ({ repository: at, runId }, query, page) =>
      read.artifacts(
        call(subjectOf.listRunArtifacts(at, runId), 'GET', {
          at,
          path: '/actions/runs/{runId}/artifacts',
          runId,
          ...query,
          per_page: pageSize,
          page,
        }),
      ),
    getArtifactUrl: (at, artifactId) =>
      locate(
        call(subjectOf.getArtifactUrl(at, artifactId), 'GET', {
          at,
          path: '/actions/artifacts/{artifactId}/zip',
          artifactId,
        }),
      ),

    listJobs: ({ repository: at, runId }, filter, page) =>
      read.jobs(
        call(subjectOf.listJobs(at, runId), 'GET', {
          at,
          path: '/actions/runs/{runId}/jobs',
          runId,
          filter,
          per_page: pageSize,
          page,
        }),
      ),
    getJob: (at, jobId) =>
      read.job(call(subjectOf.getJob(at, jobId), 'GET', { at, path: '/actions/jobs/{jobId}', jobId })),
    getJobLogUrl: (at, jobId) =>
      locate(
        call(subjectOf.getJobLogUrl(at, jobId), 'GET', { at, path: '/actions/jobs/{jobId}/logs', jobId }),
      ),

    listWorkflows: (at, page) =>
      read.workflows(
        call(subjectOf.listWorkflows(at), 'GET', {
          at,
          path: '/actions/workflows',
          per_page: pageSize,
          page,
        }),
      ),
    getWorkflow: (at, workflow) =>
      read.workflow(
        call(subjectOf.getWorkflow(at, workflow), 'GET', {
          at,
          path: '/actions/workflows/{workflow}',
          workflow,
        }),
      ),

    listBranches: (at, page) =>
      read.refs(call(subjectOf.listBranches(at), 'GET', { at, path: '/branches', per_page: pageSize, page })),
    getBranch: (at, name) =>
      read.ref(call(subjectOf.getBranch(at, name), 'GET', { at, path: '/branches/{name}', name })),
    listTags: (at, page) =>
      read.refs(call(subjectOf.listTags(at), 'GET', { at, path: '/tags', per_page: pageSize, page })),
    // The files of a commit and of a comparison come page by page too, and are not of interest: one is enough.
    getCommit: (at, ref) =>
      read.commit(
        call(subjectOf.getCommit(at, ref), 'GET', { at, path: '/commits/{ref}', ref, per_page: 1 }),
      ),
    listCommits: (at, ref, page) =>
      read.commits(
        call(subjectOf.listCommits(at, ref), 'GET', {
          at,
          path: '/commits',
          sha: ref,
          per_page: pageSize,
          page,
        }),
      ),
    getMergeBase: (at, base, head) =>
      read.mergeBase(
        call(subjectOf.getMergeBase(at, base, head), 'GET', {
          at,
          path: '/compare/{range}',
          range: `${base}...${head}`,
          per_page: 1,
        }),
      ),

    getPullRequest: (at, number) =>
      read.pull(call(subjectOf.getPullRequest(at, number), 'GET', { at, path: '/pulls/{number}', number })),
    listPullRequests: (at, query, page) =>
      read.pulls(
        call(subjectOf.listPullRequests(at), 'GET', {
          at,
          path: '/pulls',
          ...query,
          per_page: pageSize,
          page,
        }),
      ),
    listPullRequestsOfCommit: (at, sha, page) =>
      read.pulls(
        call(subjectOf.listPullRequestsOfCommit(at, sha), 'GET', {
          at,
          path: '/commits/{sha}/pulls',
          sha,
          per_page: pageSize,
          page,
        }),
      ),

    deleteArtifact: (at, artifactId) =>
      write(
        call(subjectOf.deleteArtifact(at, artifactId), 'DELETE', {
          at,
          path: '/actions/artifacts/{artifactId}',
          artifactId,
        }),
      ),
    deleteRun: (at, runId) =>
      write(call(subjectOf.deleteRun(at, runId), 'DELETE', { at, path: '/actions/runs/{runId}', runId })),
    deleteRunLogs: (at, runId) =>
      write(
        call(subjectOf.deleteRunLogs(at, runId), 'DELETE', { at, path: '/actions/runs/{runId}/logs', runId }),
      ),
    cancelRun: (at, runId) =>
      write(
        call(subjectOf.cancelRun(at, runId), 'POST', { at, path: '/actions/runs/{runId}/cancel', runId }),
      ),

    requestCount,
    rateLimit,
  }
}

/** One reader for each shape of answer: each remembers its own. */
const createReaders = ({ reader }: Connection) => ({
  repository: reader(decodeOne('the repository', decodeRepository)),
  run: reader(decodeOne('the run', decodeRun)),
  runs: reader(decodeCountedPage('workflow_runs', decodeRun)),
  artifact: reader(decodeOne('the artifact', decodeArtifact)),
  artifacts: reader(decodeCountedPage('artifacts', decodeArtifact)),
  job: reader(decodeOne('the job', decodeJob)),
  jobs: reader(decodeCountedPage('jobs', decodeJob)),
  workflow: reader(decodeOne('the workflow', decodeWorkflow)),
  workflows: reader(decodeCountedPage('workflows', decodeWorkflow)),
  ref: reader(decodeOne('the branch', decodeRef)),
  refs: reader(decodeListPage('refs', decodeRef)),
  commit: reader(decodeOne('the commit', decodeCommit)),
  commits: reader(decodeListPage('commits', decodeCommit)),
  mergeBase: reader(decodeOne('the comparison', decodeMergeBase)),
  pull: reader(decodeOne('the pull request', decodePullRequest)),
  pulls: reader(decodeListPage('pull_requests', decodePullRequest)),
})

interface Target {
  readonly at: RepositoryRef
  /** Below the repository; `{names}` are filled in from the other fields, which are the query else. */
  readonly path: string
  readonly [parameter: string]: unknown
}

function call(subject: Subject, method: 'GET' | 'POST' | 'DELETE', target: Target): Call {
  const { at, path, ...parameters } = target
  return {
    subject,
    route: `${method} /repos/{owner}/{repo}${path}`,
    parameters: { owner: at.owner, repo: at.name, ...parameters },
  }
}
