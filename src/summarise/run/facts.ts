/** What gathering hands to measuring: everything read about a run, and nothing concluded from it. */
import type { PatternList } from '../../text/patterns.ts'
import type { Artifact, Job, RepositoryRef, Run } from '../../model.ts'
import type { LogExcerpt } from '../log.ts'

/** `needs` by job id, as the workflow hands it over. */
export type Needs = Readonly<Record<string, { readonly result: string }>>

/** What the user wrote about the gate. */
export interface GateRules {
  /** Whether the step fails unless the verdict is success. */
  readonly isOn: boolean
  readonly allowFailure: PatternList | null
  readonly allowSkip: PatternList | null
  readonly require: PatternList | null
  readonly onCancelled: 'fail' | 'ignore'
  /** 0.25 for `25%`. */
  readonly maxRegression: number | null
}

/** The jobs of the run, as last read. */
export interface JobFacts {
  /** Every execution of every attempt, this step's own job and its earlier attempts left out. */
  readonly jobs: readonly Job[]
  /** Name of the job that this step runs in; null where the run is another one or the job was not found. */
  readonly ownName: string | null
  /** How long was waited for jobs to end. */
  readonly waitedMs: number
}

/** A successful run of the baseline branch; its jobs where they were read. */
export interface BaselineRun {
  readonly run: Run
  readonly jobs: readonly Job[] | null
}

/** The newest failed run of the baseline branch, when it is newer than every successful one: the branch is red. */
export interface RedBaseline {
  readonly run: Run
  readonly jobs: readonly Job[]
}

export interface BaselineFacts {
  readonly branch: string
  /** Newest first. */
  readonly runs: readonly BaselineRun[]
  readonly red: RedBaseline | null
}

/** What was read of a failed job's log; `problem` says why nothing was. */
export type LogFacts =
  | { readonly kind: 'read'; readonly excerpt: LogExcerpt }
  | { readonly kind: 'unread'; readonly problem: string }

export interface RunFacts {
  readonly repository: RepositoryRef
  readonly run: Run
  /** Whether the run could be read; else it is what the runner says of the current one, without its times. */
  readonly isRunRead: boolean
  /** Whether this step is part of the run. */
  readonly isCurrentRun: boolean
  /** Null when the jobs could not be read. */
  readonly jobs: JobFacts | null
  readonly needs: Needs | null
  /** Null when it is off, or could not be read. */
  readonly baseline: BaselineFacts | null
  /** Null when they could not be read. */
  readonly artifacts: readonly Artifact[] | null
  /** By job id; jobs that are not in it were not looked at. */
  readonly logs: ReadonlyMap<number, LogFacts>
  /** What could not be read and what that costs, one sentence each. */
  readonly notices: readonly string[]
  readonly apiCalls: number
  readonly nowMs: number
}
