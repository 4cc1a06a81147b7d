/**
 * The report of repositories as data: what the summary and the HTML page show, and what `report-json` holds. Its
 * schema is docs/schemas/repository-report.schema.json; a change of a field here is a change there.
 */
import type { BranchState, Storage } from '../../storage.ts'

export interface RepositoryReport {
  readonly schema: 'actions-steward/repository-report/v1'
  /** ISO 8601, UTC. */
  readonly generatedAt: string
  /** The period: from here to `generatedAt`. */
  readonly days: number
  readonly sinceMs: number
  /** Those that could be read, most stored bytes first. */
  readonly repositories: readonly RepositoryResult[]
  /** Those that could not, or were passed over, and why. */
  readonly unread: readonly UnreadRepository[]
  readonly totals: Totals
  /** What holds for the report as a whole; sentences. */
  readonly notices: readonly string[]
  readonly apiCalls: number
}

export interface UnreadRepository {
  /** `owner/name`. */
  readonly repository: string
  readonly reason: string
}

/** Over all repositories that could be read. */
export interface Totals {
  readonly runs: number
  /** Null where no run of a default branch succeeded or failed. */
  readonly successRate: number | null
  readonly artifacts: number
  readonly storedBytes: number
  readonly bytesPerDay: number
  /** Billable minutes, reckoned from samples; null where no jobs were read. */
  readonly minutes: number | null
  readonly cost: number | null
}

export interface RepositoryResult {
  /** `owner/name`. */
  readonly repository: string
  readonly url: string
  readonly defaultBranch: string
  readonly isArchived: boolean
  /** Null when runs could not be read. */
  readonly health: Health | null
  /** Null when jobs could not be read, or there was no run to read them of. */
  readonly jobs: JobFindings | null
  /** Null when artifacts could not be read. */
  readonly storage: StorageFindings | null
  /** What could not be read and what that costs; sentences. */
  readonly notices: readonly string[]
  readonly apiCalls: number
}

/** How much of a listing was read. */
export interface Coverage {
  readonly read: number
  /** What GitHub says there is. */
  readonly total: number
  readonly isComplete: boolean
}

export interface Health {
  readonly coverage: Coverage
  /** Since when runs are in; later than the report's when there are more of them than could be read. */
  readonly sinceMs: number
  readonly runs: number
  readonly completedRuns: number
  /** By conclusion; runs that are not completed count by their status. */
  readonly byConclusion: Readonly<Record<string, number>>
  readonly overall: Performance
  /** One entry for each UTC day of the period, oldest first. */
  readonly daily: readonly DailyHealth[]
  /** Most runs first. */
  readonly workflows: readonly WorkflowHealth[]
  /** Newest first, as many as fit. */
  readonly rows: readonly RunRow[]
}

/** What of the runs alone; durations are of successful first attempts, from start to the last change. */
export interface Performance {
  /** Successful of successful and failed runs on the default branch; null where there is neither. */
  readonly successRate: number | null
  /** Runs that `successRate` is of. */
  readonly decidedRuns: number
  /** The same, where a run that needed a second attempt counts as failed. */
  readonly firstTryRate: number | null
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  /** Runs that `p50Ms` and `p95Ms` are of. */
  readonly timedRuns: number
  /** p50 of the last week against the first one: 0.12 is 12% slower. Null where either has too few runs. */
  readonly p50Change: number | null
  /** Difference of the success rates of the same weeks: -0.02 is two points worse. */
  readonly successRateChange: number | null
  /** Runs that were re-run. */
  readonly rerunRuns: number
}

export interface DailyHealth {
  /** `2026-01-31`. */
  readonly date: string
  readonly succeeded: number
  readonly failed: number
  /** Cancelled, skipped, unfinished. */
  readonly other: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

export interface WorkflowHealth extends Performance {
  /** Display name of its newest run. */
  readonly name: string
  /** `ci.yml`. */
  readonly file: string
  readonly path: string
  readonly runs: number
  readonly trend: Trend
  /** From the sample; null when none of its jobs were read. */
  readonly sample: WorkflowSample | null
}

/** p50 of equal stretches of time, oldest first, the last one ending now; null where nothing ran. */
export interface Trend {
  readonly bucketDays: number
  readonly p50Ms: readonly (number | null)[]
}

export interface WorkflowSample {
  readonly runs: number
  readonly queueP95Ms: number | null
  /** Billable minutes of all its runs in the period, reckoned from those read; null where none was typical. */
  readonly minutes: number | null
  /** Null without `rates`, and where no label has one. */
  readonly cost: number | null
  readonly flakyJobs: number
}

export interface JobFindings {
  readonly sample: SampleSize
  readonly minutes: number | null
  readonly cost: number | null
  /** Minutes without a price, where `rates` are given. */
  readonly unpricedMinutes: number
  /** Longest p95 first. */
  readonly queues: readonly QueueTime[]
  /** Most flaky commits first. */
  readonly flaky: readonly FlakyJob[]
  /** Most failures first. */
  readonly failingSteps: readonly FailingStep[]
  /** Largest growth first. */
  readonly growing: readonly GrowingJob[]
}

/** Which runs' jobs were read, of how many. */
export interface SampleSize {
  readonly runs: number
  readonly ofRuns: number
  readonly jobs: number
  /** Of `runs`: re-run, or of a commit that had both results. */
  readonly rerun: number
  readonly failed: number
  /** Chosen evenly over workflows and time; durations, queues and minutes are of these. */
  readonly even: number
}

export interface QueueTime {
  /** The runner's labels, as `runs-on` has them. */
  readonly labels: readonly string[]
  readonly jobs: number
  readonly p50Ms: number
  readonly p95Ms: number
}

/** A job that both failed and passed on one commit. */
export interface FlakyJob {
  readonly workflow: string
  readonly job: string
  /** Commits with both results. */
  readonly flakyCommits: number
  /** Commits on which it was seen to succeed or fail. */
  readonly commits: number
  readonly lastAtMs: number
  /** Of the newest execution that failed so. */
  readonly url: string
  /** Billable minutes of the executions that failed so. */
  readonly wastedMinutes: number
}

export interface FailingStep {
  readonly workflow: string
  readonly step: string
  /** Executions of jobs in which it failed. */
  readonly failures: number
  /** At most three of the jobs that it failed in. */
  readonly jobs: readonly string[]
  readonly jobCount: number
  readonly lastAtMs: number
  readonly url: string
}

export interface GrowingJob {
  readonly workflow: string
  readonly job: string
  readonly firstP50Ms: number
  readonly lastP50Ms: number
  /** Last less first. */
  readonly growthMs: number
  readonly firstJobs: number
  readonly lastJobs: number
}

export interface StorageFindings extends Storage {
  readonly coverage: Coverage
  /** How many there are; the lists hold the biggest 500 of each. */
  readonly groups: {
    readonly names: number
    readonly branches: number
    readonly workflows: number
    readonly duplicates: number
  }
  /** Bytes whose run is older than the period: their workflow is the only one that uploads that name now. */
  readonly inferredWorkflowBytes: number
  /** Live artifacts that expire within a week, largest first, at most 50. */
  readonly expiringSoon: readonly ArtifactRow[]
  /** By UTC day of upload, oldest first, over the period. */
  readonly addedDaily: readonly { readonly date: string; readonly bytes: number }[]
  /** Live artifacts, largest first, as many as fit. */
  readonly rows: readonly ArtifactRow[]
}

export interface RunRow {
  readonly id: number
  readonly number: number
  readonly attempt: number
  readonly workflow: string
  readonly branch: string | null
  readonly event: string
  /** The status, while it is not completed. */
  readonly result: string
  readonly createdAtMs: number
  /** Of the latest attempt; null while it is not completed. */
  readonly durationMs: number | null
}

export interface ArtifactRow {
  readonly id: number
  readonly name: string
  readonly sizeBytes: number
  readonly createdAtMs: number
  readonly expiresAtMs: number | null
  readonly runId: number | null
  readonly branch: string | null
  readonly branchState: BranchState
  /** Empty where it is not known. */
  readonly workflow: string
}
