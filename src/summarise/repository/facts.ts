/** What gathering hands to measuring: everything read about one repository, and nothing concluded from it. */
import { isOfFork } from '../../select/trust.ts'
import type { Artifact, Job, Repository, RepositoryRef, Run } from '../../model.ts'
import type { BranchKnowledge } from '../../storage.ts'
import type { Coverage } from './repository-report.ts'

/** What is kept of a run: 50,000 of them have to fit into memory. */
export interface RunFact {
  readonly id: number
  readonly number: number
  readonly attempt: number
  /** Path of its file, which is unique; workflows may share a display name. */
  readonly workflowPath: string
  readonly workflowName: string
  readonly event: string
  readonly status: string
  readonly conclusion: string | null
  readonly branch: string | null
  /** Whether it ran on the repository's own default branch; a fork's `main` is not. */
  readonly isOnDefaultBranch: boolean
  readonly isOfFork: boolean
  readonly headSha: string
  readonly createdAtMs: number
  readonly startedAtMs: number
  readonly updatedAtMs: number
}

/** Why the jobs of a run were read. */
export type SampleReason = 'rerun' | 'failed' | 'even'

export interface SampledRun {
  readonly run: RunFact
  readonly reason: SampleReason
  /** Every execution of every attempt, as far as it was read. */
  readonly jobs: readonly Job[]
}

export interface RunListing {
  /** Newest first. */
  readonly runs: readonly RunFact[]
  readonly coverage: Coverage
  /** Since when the listing holds every run. */
  readonly sinceMs: number
}

export interface ArtifactListing {
  readonly artifacts: readonly Artifact[]
  readonly coverage: Coverage
}

export interface RepositoryFacts {
  readonly repository: Repository
  /** Null when they could not be read. */
  readonly runs: RunListing | null
  readonly artifacts: ArtifactListing | null
  readonly branches: BranchKnowledge
  /** Null when no run's jobs could be read. */
  readonly sampled: readonly SampledRun[] | null
  readonly notices: readonly string[]
  readonly apiCalls: number
}

/** How a repository is written: `owner/name`. */
export const slugOf = ({ owner, name }: RepositoryRef): string => `${owner}/${name}`

/** Keeps of a run what the report needs. */
export const factOf = (run: Run, defaultBranch: string): RunFact => ({
  id: run.id,
  number: run.number,
  attempt: run.attempt,
  workflowPath: run.workflowPath,
  workflowName: run.workflowName,
  event: run.event,
  status: run.status,
  conclusion: run.conclusion,
  branch: run.headBranch,
  isOnDefaultBranch: run.headBranch === defaultBranch && !isOfFork(run),
  isOfFork: isOfFork(run),
  headSha: run.headSha,
  createdAtMs: run.createdAtMs,
  startedAtMs: run.startedAtMs,
  updatedAtMs: run.updatedAtMs,
})

/** Whether a run or a job failed; what was cancelled, skipped or waits for approval did not. */
export const isFailed = (conclusion: string | null): boolean =>
  conclusion === 'failure' || conclusion === 'timed_out' || conclusion === 'startup_failure'
