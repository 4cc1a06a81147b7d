/** What a step asks for, parsed: a union on the mode. */
import type { RepositoryRef } from './model.ts'
import type { PatternList } from './text/patterns.ts'

/** Inputs that every mode has. */
export interface CommonInputs {
  /** Empty when there is none: then only what needs no token works. */
  readonly token: string
  readonly apiUrl: string
  readonly repository: RepositoryRef
  readonly dryRun: boolean
  readonly summary: 'always' | 'on-failure' | 'never'
  /** Share of the rate limit to leave for everyone else, 0 to 1. */
  readonly apiReserve: number
}

/** A run or an artifact by id; with a repository when it was given as a URL. */
export interface Address {
  readonly id: number
  readonly repository: RepositoryRef | null
}

/** Exact words, as in `event`, `actor`, `conclusion`: no includes means everything but the excludes. */
export interface WordList {
  readonly includes: readonly string[]
  readonly excludes: readonly string[]
}

/** A line of `branch`: a pattern, or one of the words. */
export type BranchLine =
  | { readonly kind: 'pattern'; readonly pattern: PatternList['includes'][number] }
  | { readonly kind: 'word'; readonly word: BranchWord }
export type BranchWord = '@default' | '@deleted' | '@closed-pr' | '@fork'

/** `branch`: the positive lines in their order (fetch falls back along it), and the excludes. */
export interface BranchList {
  readonly includes: readonly BranchLine[]
  readonly excludes: readonly BranchLine[]
}

export type WorkflowWord = '@deleted' | '@disabled'
/** A line of `workflow`: an id, a state word, or a pattern over file name, path and display name. */
export type WorkflowLine =
  | { readonly kind: 'id'; readonly id: number }
  | { readonly kind: 'word'; readonly word: WorkflowWord }
  | { readonly kind: 'pattern'; readonly pattern: PatternList['includes'][number] }
export interface WorkflowList {
  readonly includes: readonly WorkflowLine[]
  readonly excludes: readonly WorkflowLine[]
}

/** Both ends included; null is open. */
export interface TimeRange {
  readonly fromMs: number | null
  readonly toMs: number | null
}

export type CommitSelector = { readonly kind: 'ref'; readonly ref: string } | { readonly kind: 'merge-base' }

/** The selectors, parsed. Null is "not set"; lists that were not set are null too. */
export interface Selectors {
  readonly name: PatternList | null
  readonly workflow: WorkflowList | null
  readonly branch: BranchList | null
  readonly event: WordList | null
  readonly actor: WordList | null
  readonly conclusion: WordList | null
  readonly commit: CommitSelector | null
  readonly pullRequest: number | null
  readonly runIds: readonly Address[] | null
  readonly runNumbers: readonly number[] | null
  readonly artifactIds: readonly Address[] | null
  readonly job: PatternList | null
  readonly created: TimeRange | null
  readonly olderThanMs: number | null
  readonly newerThanMs: number | null
  readonly minSizeBytes: number | null
  readonly maxSizeBytes: number | null
}

export type Layout = 'auto' | 'flat' | 'by-artifact' | 'by-run'
export type OnConflict = 'error' | 'first' | 'last' | 'rename'
export type IfMissing = 'fail' | 'warn' | 'ignore'
export type DigestPolicy = 'verify' | 'require' | 'warn' | 'off'

export interface FetchInputs extends CommonInputs {
  readonly mode: 'fetch'
  readonly target: 'artifacts' | 'logs' | 'jobs'
  readonly selectors: Selectors
  /** Absolute. */
  readonly path: string
  /** Globs inside the artifact; null takes all. */
  readonly files: PatternList | null
  readonly layout: Layout
  readonly onConflict: OnConflict
  readonly unzip: boolean
  readonly executable: PatternList | null
  /** First-parent ancestors to try after the commit itself. */
  readonly ancestors: number
  /** How many of the newest matching runs. */
  readonly history: number
  /** How long to wait for a match; null does not wait. */
  readonly waitMs: number | null
  readonly ifMissing: IfMissing
  readonly minCount: number
  readonly digest: DigestPolicy
  /** `sha256:<hex>`. */
  readonly expectedDigest: string | null
  readonly allowForks: boolean
  readonly maxFiles: number
  readonly maxBytes: number
  readonly concurrency: number
}

/** `repository` in prune and in summarise: `owner/name` and `owner/*` lines, with excludes. */
export interface RepositoryList {
  readonly includes: readonly RepositoryLine[]
  readonly excludes: readonly RepositoryLine[]
}
/** `name` may hold wildcards; the owner is always written out. */
export interface RepositoryLine {
  readonly owner: string
  readonly name: PatternList['includes'][number]
}

export type PruneTarget = 'artifacts' | 'logs' | 'runs'
export type GroupKey = 'workflow' | 'branch' | 'name' | 'event'

/** What keeps an item; null is "not set". A union: one reason is enough. */
export interface KeepRules {
  readonly withinMs: number | null
  readonly last: number | null
  /** Set: for every branch. Null: the default of 1 on the default branch. 0 turns it off. */
  readonly lastSuccessful: number | null
  readonly daily: number | null
  readonly weekly: number | null
  readonly monthly: number | null
}

export interface PruneInputs extends Omit<CommonInputs, 'repository'> {
  readonly mode: 'prune'
  readonly targets: readonly PruneTarget[]
  readonly repositories: RepositoryList
  readonly selectors: Selectors
  /** Empty is `none`: one group. Null takes the default of each target. */
  readonly groupBy: readonly GroupKey[] | null
  readonly keep: KeepRules
  /** `keep: none`, written out. */
  readonly keepNone: boolean
  readonly protectName: PatternList | null
  readonly protectBranch: PatternList | null
  /** Null is the default (true), which explicit ids switch off. */
  readonly protectTagged: boolean | null
  readonly protectOpenPrs: boolean | null
  readonly maxTotalSizeBytes: number | null
  readonly maxDeletions: number
  /** 0 to 1. */
  readonly maxDeletePercent: number
  /** A plan hash (64 hex digits) or the path of a plan file. */
  readonly expectPlan: string | null
  readonly onError: 'fail' | 'warn'
  readonly cancelStaleMs: number | null
  /** IANA name. */
  readonly timezone: string
}

export interface SummariseInputs extends Omit<CommonInputs, 'repository' | 'dryRun'> {
  readonly mode: 'summarise'
  readonly target: 'run' | 'repository'
  readonly repositories: RepositoryList
  readonly selectors: Selectors
  /** `needs`, by job id; null when not given. */
  readonly needs: Readonly<Record<string, { readonly result: string }>> | null
  readonly gate: boolean
  readonly allowFailure: PatternList | null
  readonly allowSkip: PatternList | null
  readonly require: PatternList | null
  readonly onCancelled: 'fail' | 'ignore'
  readonly settleTimeoutMs: number
  /** A branch name, `@default`, or null for `off`. */
  readonly baseline: string | null
  readonly baselineRuns: number
  /** 0.25 for `25%`; null does not gate on it. */
  readonly maxRegression: number | null
  readonly timeline: 'jobs' | 'steps' | 'off'
  readonly logLines: number
  /** Price a minute by runner label; empty shows no money. */
  readonly rates: ReadonlyMap<string, number>
  /** The id of the job that this step runs in; null where the runner does not say. */
  readonly jobId: number | null
  /** For target `repository`: how far back, in days. */
  readonly days: number
  /** Name of the artifact to upload the report as; null does not. */
  readonly report: string | null
}

/** The inputs of a step, parsed: a union on `mode`. */
export type Inputs = FetchInputs | PruneInputs | SummariseInputs
