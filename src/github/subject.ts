import type { RepositoryRef } from '../model.ts'

/** An entry of a workflow's `permissions:`, as a user writes it. */
export type Permission =
  'actions: read' | 'actions: write' | 'contents: read' | 'pull-requests: read' | 'metadata: read'

/** What a request is about: the words of its error message, and what the token must be allowed to do. */
export interface Subject {
  readonly verb: string
  /** `artifact 42`, `the tags`. */
  readonly object: string
  /** `owner/name`, or the owner whose repositories are listed. */
  readonly place: string
  readonly permission: Permission
}

const nameOf = (repository: RepositoryRef): string => `${repository.owner}/${repository.name}`

const subject =
  (permission: Permission) =>
  (verb: string, object: string, repository: RepositoryRef): Subject => ({
    verb,
    object,
    place: nameOf(repository),
    permission,
  })

const actionsRead = subject('actions: read')
const actionsWrite = subject('actions: write')
const contentsRead = subject('contents: read')
const pullsRead = subject('pull-requests: read')

/** The subject of each call of the GitHub port, by its name. */
export const subjectOf = {
  getRepository: (repository: RepositoryRef) =>
    subject('metadata: read')('read', 'the repository', repository),
  listRepositories: (owner: string): Subject => ({
    verb: 'list',
    object: 'the repositories',
    place: owner,
    permission: 'metadata: read',
  }),
  getRun: (repository: RepositoryRef, runId: number) => actionsRead('read', `run ${runId}`, repository),
  getRunAttempt: (repository: RepositoryRef, runId: number, attempt: number) =>
    actionsRead('read', `attempt ${attempt} of run ${runId}`, repository),
  listRuns: (repository: RepositoryRef, workflow: number | string | undefined) =>
    actionsRead(
      'list',
      workflow === undefined ? 'the runs' : `the runs of workflow "${workflow}"`,
      repository,
    ),
  getArtifact: (repository: RepositoryRef, artifactId: number) =>
    actionsRead('read', `artifact ${artifactId}`, repository),
  listArtifacts: (repository: RepositoryRef) => actionsRead('list', 'the artifacts', repository),
  listRunArtifacts: (repository: RepositoryRef, runId: number) =>
    actionsRead('list', `the artifacts of run ${runId}`, repository),
  getArtifactUrl: (repository: RepositoryRef, artifactId: number) =>
    actionsRead('download', `artifact ${artifactId}`, repository),
  listJobs: (repository: RepositoryRef, runId: number) =>
    actionsRead('list', `the jobs of run ${runId}`, repository),
  getJob: (repository: RepositoryRef, jobId: number) => actionsRead('read', `job ${jobId}`, repository),
  getJobLogUrl: (repository: RepositoryRef, jobId: number) =>
    actionsRead('download', `the log of job ${jobId}`, repository),
  listWorkflows: (repository: RepositoryRef) => actionsRead('list', 'the workflows', repository),
  getWorkflow: (repository: RepositoryRef, idOrFileName: number | string) =>
    actionsRead('read', `workflow "${idOrFileName}"`, repository),
  listBranches: (repository: RepositoryRef) => contentsRead('list', 'the branches', repository),
  getBranch: (repository: RepositoryRef, name: string) =>
    contentsRead('read', `branch "${name}"`, repository),
  listTags: (repository: RepositoryRef) => contentsRead('list', 'the tags', repository),
  getCommit: (repository: RepositoryRef, ref: string) => contentsRead('read', `commit "${ref}"`, repository),
  listCommits: (repository: RepositoryRef, ref: string) =>
    contentsRead('list', `the commits of "${ref}"`, repository),
  getMergeBase: (repository: RepositoryRef, base: string, head: string) =>
    contentsRead('compare', `"${base}" with "${head}"`, repository),
  getPullRequest: (repository: RepositoryRef, number: number) =>
    pullsRead('read', `pull request ${number}`, repository),
  listPullRequests: (repository: RepositoryRef) => pullsRead('list', 'the pull requests', repository),
  listPullRequestsOfCommit: (repository: RepositoryRef, sha: string) =>
    pullsRead('list', `the pull requests of commit ${sha}`, repository),
  deleteArtifact: (repository: RepositoryRef, artifactId: number) =>
    actionsWrite('delete', `artifact ${artifactId}`, repository),
  deleteRun: (repository: RepositoryRef, runId: number) => actionsWrite('delete', `run ${runId}`, repository),
  deleteRunLogs: (repository: RepositoryRef, runId: number) =>
    actionsWrite('delete', `the logs of run ${runId}`, repository),
  cancelRun: (repository: RepositoryRef, runId: number) => actionsWrite('cancel', `run ${runId}`, repository),
} as const
