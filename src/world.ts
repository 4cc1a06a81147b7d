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
} from './model.ts'

/**
 * The world as an argument: everything that a mode can read or change, as types. `main.ts` builds the real
 * one; tests pass their own. Nothing outside github/, archive/ and main.ts knows what is behind a port.
 */
export interface World {
  readonly github: GitHub
  /** The results service of the current run, through the runtime token. Null where the runner gives none. */
  readonly results: ResultsService | null
  readonly blobs: Blobs
  readonly log: Log
  readonly clock: Clock
  readonly context: Context
  /** Aborted on SIGINT or SIGTERM: stop within two seconds and leave nothing half-written. */
  readonly signal: AbortSignal
}

/** One page of a listing. */
export interface Page<T> {
  readonly items: readonly T[]
  /** What the API says the whole listing holds; for lists without `total_count`, null. */
  readonly totalCount: number | null
  /** Whether the Link header names a next page. */
  readonly hasNext: boolean
}

/** Filters of a run list, as the API has them. Any of them caps the listing at 1,000 results. */
export interface RunQuery {
  /** Id or file name; without it all workflows. */
  readonly workflow?: number | string
  readonly branch?: string
  readonly event?: string
  readonly actor?: string
  /** One status or conclusion. */
  readonly status?: string
  /** Full SHA. */
  readonly headSha?: string
  /** `>=2026-01-01`, `2026-01-01T00:00:00Z..2026-01-31T23:59:59Z`. */
  readonly created?: string
}

/** Filter of an artifact list: the exact name. */
export interface ArtifactQuery {
  readonly name?: string
}

/**
 * GitHub's REST API in our nouns. Every call may throw ApiError; retries and rate limits are dealt with behind
 * the port. Pages count from 1 and hold up to 100 items; the order of a listing is GitHub's.
 */
export interface GitHub {
  getRepository(repository: RepositoryRef): Promise<Repository>
  /** Repositories of a user or an organisation that the token can see. */
  listRepositories(owner: string, page: number): Promise<Page<Repository>>

  getRun(repository: RepositoryRef, runId: number): Promise<Run>
  getRunAttempt(repository: RepositoryRef, runId: number, attempt: number): Promise<Run>
  listRuns(repository: RepositoryRef, query: RunQuery, page: number): Promise<Page<Run>>

  getArtifact(repository: RepositoryRef, artifactId: number): Promise<Artifact>
  listArtifacts(repository: RepositoryRef, query: ArtifactQuery, page: number): Promise<Page<Artifact>>
  listRunArtifacts(
    run: { readonly repository: RepositoryRef; readonly runId: number },
    query: ArtifactQuery,
    page: number,
  ): Promise<Page<Artifact>>
  /** A fresh signed URL of the artifact's blob; it lives about a minute. */
  getArtifactUrl(repository: RepositoryRef, artifactId: number): Promise<string>

  /** `latest`: the most recent execution; `all`: every attempt's. */
  listJobs(
    run: { readonly repository: RepositoryRef; readonly runId: number },
    filter: 'latest' | 'all',
    page: number,
  ): Promise<Page<Job>>
  getJob(repository: RepositoryRef, jobId: number): Promise<Job>
  /** A fresh signed URL of the job's log (plain text). */
  getJobLogUrl(repository: RepositoryRef, jobId: number): Promise<string>

  listWorkflows(repository: RepositoryRef, page: number): Promise<Page<Workflow>>
  /** By id or file name. */
  getWorkflow(repository: RepositoryRef, idOrFileName: number | string): Promise<Workflow>

  listBranches(repository: RepositoryRef, page: number): Promise<Page<Ref>>
  getBranch(repository: RepositoryRef, name: string): Promise<Ref>
  listTags(repository: RepositoryRef, page: number): Promise<Page<Ref>>
  /** By full or short SHA, branch or tag. */
  getCommit(repository: RepositoryRef, ref: string): Promise<Commit>
  /** Commits from `ref` backwards, as git log orders them. */
  listCommits(repository: RepositoryRef, ref: string, page: number): Promise<Page<Commit>>
  /** SHA of the best common ancestor. `head` may be `owner:branch` of a fork. */
  getMergeBase(repository: RepositoryRef, base: string, head: string): Promise<string>

  getPullRequest(repository: RepositoryRef, number: number): Promise<PullRequest>
  listPullRequests(
    repository: RepositoryRef,
    query: { readonly state: 'open' | 'closed' | 'all'; readonly head?: string },
    page: number,
  ): Promise<Page<PullRequest>>
  /** Pull requests that contain a commit. */
  listPullRequestsOfCommit(repository: RepositoryRef, sha: string, page: number): Promise<Page<PullRequest>>

  deleteArtifact(repository: RepositoryRef, artifactId: number): Promise<void>
  deleteRun(repository: RepositoryRef, runId: number): Promise<void>
  deleteRunLogs(repository: RepositoryRef, runId: number): Promise<void>
  cancelRun(repository: RepositoryRef, runId: number): Promise<void>

  /** How many requests went out so far, retries and 304s included. */
  requestCount(): number
  /** As the last answer's headers said it; null before the first, and where the server has no limits. */
  rateLimit(): RateLimit | null
}

/** An artifact of the current run as the results service lists it: no expiry, no run. */
export interface ResultsArtifact {
  readonly id: number
  readonly name: string
  readonly sizeBytes: number
  readonly digest: string | null
  readonly createdAtMs: number | null
}

/** Artifacts of the current run through the runtime token: needs no permission and no quota. */
export interface ResultsService {
  listArtifacts(): Promise<readonly ResultsArtifact[]>
  /** A fresh signed URL of the newest artifact of that name. */
  getArtifactUrl(name: string): Promise<string>
  /**
   * Deletes an artifact. The service deletes the newest of a name: while that is another one, this one is not found.
   */
  deleteArtifact(artifact: Pick<ResultsArtifact, 'id' | 'name'>): Promise<void>
}

export interface BlobResponse {
  /** 200 for the whole, 206 for the range asked for. */
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Must be read to its end or destroyed. Breaks off with an error when the connection does. */
  readonly body: NodeJS.ReadableStream & AsyncIterable<Buffer> & { destroy(error?: Error): void }
}

/** Plain GETs to a blob host. Never sends credentials; goes through the proxy that the runner names. */
export interface Blobs {
  /** `range`: first and last byte, both included; or the last N bytes. Throws only when no answer came. */
  get(
    url: string,
    options: { readonly range: ByteRange | null; readonly signal: AbortSignal },
  ): Promise<BlobResponse>
}

export type ByteRange = { readonly first: number; readonly last: number } | { readonly lastBytes: number }

export interface Log {
  info(line: string): void
  debug(line: string): void
  warning(line: string): void
  /** The runner replaces the value by `***` from here on. */
  maskSecret(value: string): void
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after that time, or rejects with the signal's reason. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** What the runner says about the run that this step is part of. Empty strings and null where it does not. */
export interface Context {
  readonly repository: RepositoryRef | null
  readonly repositoryId: number | null
  readonly runId: number | null
  readonly runAttempt: number | null
  /** The run's number within its workflow, from GITHUB_RUN_NUMBER. */
  readonly runNumber: number | null
  /** `.github/workflows/ci.yml`, from GITHUB_WORKFLOW_REF; empty where the runner does not set it. */
  readonly workflowPath: string
  readonly event: string
  /** The webhook payload; an empty object where there is none or it cannot be read. */
  readonly payload: Readonly<Record<string, unknown>>
  readonly sha: string
  /** `main`, or the tag's name. */
  readonly refName: string
  readonly serverUrl: string
  readonly apiUrl: string
  /** Whether the server is GitHub Enterprise Server: neither github.com nor a tenant of ghe.com. */
  readonly isGhes: boolean
  readonly workspace: string
  readonly tempFolder: string
  readonly homeFolder: string
  readonly runnerName: string
  readonly platform: NodeJS.Platform
  readonly isDebug: boolean
}
