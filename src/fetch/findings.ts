/** The nouns of fetch: what was found, what was passed over and why, and what is not there. Data only. */
import type { Artifact, Job, RepositoryRef, Run } from '../model.ts'
import type { ArtifactTest } from '../select/artifacts.ts'
import type { RunTest } from '../select/runs.ts'

/** What is known, shown and handed out of a run. Of the current run the API need not be asked. */
export interface RunIdentity {
  readonly id: number
  readonly number: number | null
  readonly attempt: number | null
  readonly url: string
  readonly workflowName: string
  readonly event: string
  readonly headSha: string
  readonly headBranch: string | null
  readonly status: string | null
  readonly conclusion: string | null
  /** Null where it is not known (of the current run). */
  readonly createdAtMs: number | null
}

/** An artifact to fetch. */
export interface TakenArtifact {
  readonly artifact: Artifact
  /** Who signs its URL: the results service of the current run, or the REST API. */
  readonly via: 'results' | 'api'
}

/** A run that something is fetched of. */
export interface TakenRun {
  readonly repository: RepositoryRef
  readonly identity: RunIdentity
  /** As the API has it; null for the current run where nobody needed to ask. */
  readonly run: Run | null
  readonly isCurrent: boolean
  readonly isFork: boolean
  readonly artifacts: readonly TakenArtifact[]
  /** For logs: the newest execution of each job asked for. For jobs: every execution. Else empty. */
  readonly jobs: readonly NumberedJob[]
}

/** Whether something of the run is taken: a run asked for by its id may have nothing. */
export const hasContent = ({ artifacts, jobs }: TakenRun): boolean => artifacts.length > 0 || jobs.length > 0

/** A job and its place among the jobs of its run, which numbers its log. */
export interface NumberedJob {
  readonly job: Job
  /** From 1. */
  readonly place: number
  /** Of how many. */
  readonly of: number
}

/** What decided on a run: a selector, the trust gate, or what it has. Empty when it is taken. */
export type DecidingTest = RunTest | 'fork' | 'artifacts' | 'jobs' | ''

/** A run that was looked at, and the one reason why it was taken or passed over. */
export interface RunDecision {
  readonly repository: RepositoryRef
  readonly identity: RunIdentity
  readonly isTaken: boolean
  readonly test: DecidingTest
  /** A clause about the run, without a full stop. Holds hostile text. */
  readonly reason: string
}

/** An artifact of a run that was looked into. */
export interface ArtifactDecision {
  readonly artifact: Artifact
  readonly runId: number | null
  readonly isTaken: boolean
  readonly test: ArtifactTest | RunTest | ''
  readonly reason: string
}

/** Something that was asked for and is not there. */
export interface Missing {
  /** A clause such as `run 7 of octo/app is not there`. Holds hostile text. */
  readonly what: string
  /** What to do about it; empty where nothing is known. */
  readonly hint: string
}

/** Everything that a fetch found out before anything is downloaded. */
export interface Findings {
  /** Newest first. */
  readonly taken: readonly TakenRun[]
  /** Newest first; each run once. */
  readonly runDecisions: readonly RunDecision[]
  readonly artifactDecisions: readonly ArtifactDecision[]
  /** Empty when all that was asked for is there. */
  readonly missing: readonly Missing[]
  /** Sentences for the log and the summary: caps that were reached, what a name resolved to. */
  readonly notes: readonly string[]
  /** Names that exist and are near to a name asked for, nearest first. */
  readonly nearestNames: readonly string[]
  /** Ancestors walked from `commit`; null without `commit`. */
  readonly distance: number | null
  /** The runs that may still make a match: every selector but `conclusion` takes them. Newest first. */
  readonly producers: readonly RunIdentity[]
}

/** What is known of a run that the API gave. */
export const identityOf = (run: Run): RunIdentity => ({
  id: run.id,
  number: run.number,
  attempt: run.attempt,
  url: run.url,
  workflowName: run.workflowName,
  event: run.event,
  headSha: run.headSha,
  headBranch: run.headBranch,
  status: run.status,
  conclusion: run.conclusion,
  createdAtMs: run.createdAtMs,
})

/** `octo/app`. */
export const fullName = ({ owner, name }: RepositoryRef): string => `${owner}/${name}`

/** Whether two names are of one repository; GitHub's names do not differ by case alone. */
export const isSameRepository = (one: RepositoryRef, other: RepositoryRef): boolean =>
  fullName(one).toLowerCase() === fullName(other).toLowerCase()

/** `run 7 of octo/app`. */
export const describeRun = (repository: RepositoryRef, runId: number): string =>
  `run ${runId} of ${fullName(repository)}`
