/**
 * Our nouns. Everything is read-only, and no field carries an API name: `github/decode.ts` translates.
 * Times are milliseconds since the epoch, UTC (`…Ms`); sizes are bytes (`…Bytes`).
 */

/** Where a repository lives: `owner/name`. */
export interface RepositoryRef {
  readonly owner: string
  readonly name: string
}

export interface Repository extends RepositoryRef {
  readonly id: number
  readonly defaultBranch: string
  readonly isArchived: boolean
  readonly isFork: boolean
  readonly url: string
}

/** `queued`, `in_progress`, `completed`, `waiting`, `requested`, `pending`; GitHub may add to them. */
export type Status = string

/**
 * `success`, `failure`, `neutral`, `cancelled`, `skipped`, `timed_out`, `action_required`, `stale`,
 * `startup_failure`; GitHub may add to them. Null while the object is not completed.
 */
export type Conclusion = string

export interface Workflow {
  readonly id: number
  /** Display name: the `name:` of the file, or its path when it has none. Not unique. */
  readonly name: string
  /** `.github/workflows/ci.yml`; for workflows that GitHub makes itself `dynamic/…`. */
  readonly path: string
  /** `active`, `deleted`, `disabled_fork`, `disabled_inactivity`, `disabled_manually`. */
  readonly state: string
}

export interface Run {
  readonly id: number
  readonly number: number
  /** 1 for the first; a re-run has the same id and number and a higher attempt. */
  readonly attempt: number
  readonly workflowId: number
  /** Display name of the workflow when the run was made. */
  readonly workflowName: string
  /** `.github/workflows/ci.yml`, without the `@ref` that some answers append. */
  readonly workflowPath: string
  readonly title: string
  readonly event: string
  readonly status: Status
  readonly conclusion: Conclusion | null
  /** The head branch, or the tag's name for a tag run. Null where the run has none. */
  readonly headBranch: string | null
  readonly headSha: string
  readonly repositoryId: number
  /** Null when the head repository (a fork, as a rule) is gone. */
  readonly headRepositoryId: number | null
  /** `owner/name` of the head repository, for messages only: names can be reused, ids cannot. */
  readonly headRepositoryName: string | null
  readonly actor: string | null
  readonly createdAtMs: number
  /** Start of the latest attempt; `createdAtMs` where the API has none. */
  readonly startedAtMs: number
  readonly updatedAtMs: number
  /** Numbers of the open pull requests that GitHub attaches; empty for runs of forks. */
  readonly pullRequests: readonly number[]
  /** Page of the run, for people. */
  readonly url: string
}

export interface Step {
  readonly number: number
  readonly name: string
  readonly status: Status
  readonly conclusion: Conclusion | null
  readonly startedAtMs: number | null
  readonly completedAtMs: number | null
}

export interface Job {
  readonly id: number
  readonly runId: number
  /** The run attempt that this execution belongs to; 1 where the API has none. */
  readonly attempt: number
  /** Display name, with matrix values and `caller / callee`; the API does not know the key in the file. */
  readonly name: string
  readonly status: Status
  readonly conclusion: Conclusion | null
  /** Null on GitHub Enterprise Server before 3.9. */
  readonly createdAtMs: number | null
  /** Set while the job is still queued too: look at `status` to know whether it has started. */
  readonly startedAtMs: number | null
  readonly completedAtMs: number | null
  readonly labels: readonly string[]
  /** Null while no runner has taken the job. */
  readonly runnerName: string | null
  readonly headSha: string
  readonly steps: readonly Step[]
  readonly url: string
}

/** What an artifact says of the run that uploaded it: no event, attempt or conclusion. */
export interface ArtifactRun {
  readonly id: number
  readonly headBranch: string | null
  readonly headSha: string | null
  readonly repositoryId: number | null
  /** Null when the head repository is gone. */
  readonly headRepositoryId: number | null
}

export interface Artifact {
  readonly id: number
  /** Hostile text: whoever can run a workflow chooses it. */
  readonly name: string
  /** Bytes of the stored blob (the zip as uploaded). */
  readonly sizeBytes: number
  /** `sha256:<hex>` of the stored blob; null on GitHub Enterprise Server and for old uploads. */
  readonly digest: string | null
  readonly isExpired: boolean
  readonly createdAtMs: number
  readonly expiresAtMs: number | null
  /** Null where the API does not say. */
  readonly run: ArtifactRun | null
}

export interface PullRequest {
  readonly number: number
  readonly state: 'open' | 'closed'
  readonly headSha: string
  readonly headBranch: string
  /** Null when the fork is gone. */
  readonly headRepositoryId: number | null
  readonly headOwner: string | null
  readonly baseBranch: string
  readonly baseSha: string
  readonly createdAtMs: number
  readonly url: string
}

/** A branch or a tag and the commit that it points to. */
export interface Ref {
  readonly name: string
  readonly sha: string
}

export interface Commit {
  readonly sha: string
  /** First parent first. */
  readonly parents: readonly string[]
}

/** Quota of the token, as the API's headers last said it. */
export interface RateLimit {
  readonly limit: number
  readonly remaining: number
  readonly resetAtMs: number
}
