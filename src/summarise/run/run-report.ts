/**
 * The report of a run as data: what the summary shows, and what `report-json` holds. Its schema is
 * docs/schemas/run-report.schema.json; a change of a field here is a change there.
 */
import type { Counts, GateRow, Verdict } from './measure-gate.ts'
import type { NeedMatch } from './measure-needs.ts'

export interface RunReport {
  readonly schema: 'actions-steward/run-report/v1'
  /** ISO 8601, UTC. */
  readonly generatedAt: string
  /** `owner/name`. */
  readonly repository: string
  readonly run: RunHead
  readonly verdict: Verdict
  /** Worst conclusion of the jobs that the gate looks at, before any allowance. */
  readonly conclusion: string
  /** Start of the latest attempt to the end of its last job; null when none has ended. */
  readonly durationMs: number | null
  readonly settled: SettledReport
  readonly gate: GateReport
  readonly baseline: BaselineReport | null
  /** Names of the jobs that the verdict counts as failed; ids of `needs` where no job was matched. */
  readonly failedJobs: readonly string[]
  readonly flakyJobs: readonly string[]
  readonly slowestJob: string | null
  readonly jobs: readonly JobReport[]
  readonly failures: readonly FailureReport[]
  readonly criticalPath: CriticalPathReport | null
  /** Longest first. */
  readonly slowestSteps: readonly SlowStepReport[]
  /** Largest first; null when they could not be read. */
  readonly artifacts: readonly ArtifactReport[] | null
  readonly billing: BillingReport
  /** What could not be read or reckoned, and what that costs; sentences. */
  readonly notices: readonly string[]
  readonly apiCalls: number
}

export interface RunHead {
  readonly id: number
  /** Null where the run could not be read. */
  readonly number: number | null
  readonly attempt: number
  readonly workflow: string
  readonly workflowPath: string
  readonly title: string
  readonly event: string
  readonly branch: string | null
  readonly sha: string
  readonly actor: string | null
  readonly url: string
  /** Of the latest attempt; null where the run could not be read. */
  readonly startedAtMs: number | null
  /** Whether this step is part of the run; then its own job is left out everywhere. */
  readonly isCurrentRun: boolean
  /** Whether the latest attempt re-ran only some of the jobs. */
  readonly isPartialRerun: boolean
}

export interface SettledReport {
  /** Jobs that the gate looks at. */
  readonly jobs: number
  /** How many of them have ended. */
  readonly settled: number
  readonly waitedMs: number
}

export interface GateReport {
  readonly isOn: boolean
  /** Whether the step passes. */
  readonly isOpen: boolean
  readonly rows: readonly GateRow[]
  readonly problems: readonly string[]
  readonly regression: RegressionReport | null
  readonly needs: readonly { readonly id: string; readonly result: string; readonly match: NeedMatch }[]
}

/** `max-regression`. */
export interface RegressionReport {
  /** 0.25 for `25%`. */
  readonly limit: number
  /** 0.1 for ten percent slower than p50; null where it could not be compared. */
  readonly change: number | null
  readonly isExceeded: boolean
  /** Why it was not applied; empty when it was. */
  readonly note: string
}

export interface BaselineReport {
  readonly branch: string
  /** Successful runs that p50 and p95 are of. */
  readonly runs: number
  /** Runs whose jobs were read, to compare jobs and steps with. */
  readonly runsWithJobs: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  /** Duration less p50; null where the two do not compare. */
  readonly deltaMs: number | null
  /** The newest run of the branch, when it failed. */
  readonly redRunUrl: string | null
}

export interface JobReport {
  readonly id: number
  readonly name: string
  readonly url: string
  readonly attempt: number
  readonly status: string
  readonly conclusion: string | null
  /** What it does to the verdict; null for a job that the gate does not look at. */
  readonly counts: Counts | null
  readonly why: string
  readonly needsId: string | null
  readonly labels: readonly string[]
  readonly runner: string | null
  readonly createdAtMs: number | null
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
  readonly queuedMs: number | null
  readonly ranMs: number | null
  /** Whether a time of the API was impossible and was clamped. */
  readonly isClamped: boolean
  /** Whether it ran in the latest attempt. */
  readonly isOfLatestAttempt: boolean
  readonly isFlaky: boolean
  /** Of the same job in the baseline; null where it has none. */
  readonly p50Ms: number | null
  readonly baselineSize: number
  readonly deltaMs: number | null
  readonly isOnCriticalPath: boolean
  /** For how long at least it could have gone on without making the run longer. */
  readonly slackMs: number | null
  /** For a skipped job; empty else. */
  readonly skipReason: string
  /** Older executions, newest first. */
  readonly earlier: readonly EarlierReport[]
  readonly steps: readonly StepReport[]
}

export interface EarlierReport {
  readonly id: number
  readonly attempt: number
  readonly conclusion: string | null
  readonly ranMs: number | null
  readonly url: string
}

export interface StepReport {
  readonly number: number
  readonly name: string
  readonly conclusion: string | null
  readonly startedAtMs: number | null
  readonly ranMs: number | null
}

export type FaultKind = 'this-change' | 'flaky' | 'infrastructure' | 'inherited' | 'unknown'

export interface Fault {
  readonly kind: FaultKind
  /** Plain text, one statement each; names and lines of logs in it are hostile. */
  readonly evidence: readonly string[]
}

/** Jobs that failed alike. */
export interface FailureReport {
  readonly jobs: readonly { readonly id: number; readonly name: string; readonly url: string }[]
  /** The first step that failed; null where none did. */
  readonly step: { readonly number: number; readonly name: string } | null
  readonly conclusion: string
  /** Of the line, the step or the job of the first of the jobs. */
  readonly url: string
  readonly ranMs: number | null
  /** Whether the verdict counts it, as failed or as cancelled. */
  readonly isCounted: boolean
  readonly fault: Fault
  /** Of the first of the jobs. */
  readonly log: { readonly lines: readonly string[]; readonly totalLines: number } | null
  /** Why there is no log; empty when there is. */
  readonly logProblem: string
}

export interface CriticalPathReport {
  readonly steps: readonly {
    readonly id: number
    readonly name: string
    readonly waitedMs: number
    readonly queuedMs: number
    readonly ranMs: number
  }[]
  readonly totalMs: number
  readonly longest: string
  /** How much of the longest job can go before another one is what holds the run up. */
  readonly savingMs: number
  /** That other one; null when the whole of the longest job could go. */
  readonly then: string | null
}

export interface SlowStepReport {
  readonly job: string
  readonly jobUrl: string
  readonly number: number
  readonly name: string
  readonly ranMs: number
  /** 0 to 1. */
  readonly shareOfJob: number
  readonly p50Ms: number | null
  readonly deltaMs: number | null
}

export interface ArtifactReport {
  readonly id: number
  readonly name: string
  readonly sizeBytes: number
  readonly digest: string | null
  readonly isExpired: boolean
  readonly expiresAtMs: number | null
}

export interface BillingReport {
  /** Each job of each attempt rounded up to a minute. */
  readonly minutes: number
  /** Of these, minutes of executions that a later attempt replaced. */
  readonly supersededMinutes: number
  /** Null without `rates`, and where no label has one. */
  readonly cost: number | null
  /** Minutes without a price, where `rates` are given. */
  readonly unpricedMinutes: number
  readonly labels: readonly LabelBilling[]
}

export interface LabelBilling {
  /** The runner's labels, as `runs-on` has them. */
  readonly labels: readonly string[]
  readonly executions: number
  readonly minutes: number
  readonly supersededMinutes: number
  readonly isSelfHosted: boolean
  /** Price a minute; null where `rates` has none. */
  readonly rate: number | null
  readonly cost: number | null
}
