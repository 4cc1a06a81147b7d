import type { Clock } from './clock.ts'
import type { Content } from './content.ts'
import { createIds } from './identity.ts'
import type { IdKind } from './identity.ts'
import { createTable } from './table.ts'
import type { Table } from './table.ts'

/**
 * What the local GitHub holds, in memory and mutable: tests build it with build.ts and may change any field at any
 * time; answers are made from it when they are asked for. Times are milliseconds since the epoch.
 */
export interface World {
  readonly clock: Clock
  readonly accounts: Map<string, Account>
  /** By id. */
  readonly repositories: Map<number, Repository>
  /** Former full names, in lower case, of repositories that were renamed. */
  readonly renames: Map<string, Repository>
  readonly nextId: (kind: IdKind) => number
  /** A commit id that no other commit has. */
  readonly nextSha: () => string
}

export interface Account {
  readonly id: number
  login: string
  type: 'User' | 'Organization'
}

export interface Repository {
  readonly world: World
  readonly id: number
  owner: Account
  name: string
  isPrivate: boolean
  isArchived: boolean
  parent: Repository | null
  defaultBranch: string
  description: string | null
  createdAt: number
  readonly workflows: Table<Workflow>
  /** Newest first; indexed by workflow. Call `reindex` after changing a `createdAt`. */
  readonly runs: Table<Run>
  /** Highest id first; indexed by run (0 for none). */
  readonly artifacts: Table<Artifact>
  readonly jobs: Map<number, Job>
  readonly pulls: Map<number, Pull>
  /** Name to tip. */
  readonly branches: Map<string, string>
  readonly tags: Map<string, string>
  /** Commits by id, shared by a repository and its forks. */
  readonly commits: Map<string, Commit>
  retentionDays: number
}

export interface Commit {
  readonly sha: string
  readonly parents: readonly string[]
  readonly message: string
  readonly author: Account
  readonly committedAt: number
}

export interface Workflow {
  readonly repository: Repository
  readonly id: number
  name: string
  path: string
  state: 'active' | 'deleted' | 'disabled_fork' | 'disabled_inactivity' | 'disabled_manually'
  createdAt: number
  updatedAt: number
  lastRunNumber: number
}

export type JobStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending'
export type JobConclusion =
  'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required'
export type RunConclusion = JobConclusion | 'stale' | 'startup_failure'

export interface Run {
  readonly repository: Repository
  readonly workflow: Workflow
  readonly id: number
  readonly checkSuiteId: number
  readonly number: number
  /** Display name and path of the workflow when the run was made; the workflow may have been renamed since. */
  name: string
  path: string
  title: string
  event: string
  headBranch: string | null
  headSha: string
  /** Null when the fork is gone. */
  headRepository: Repository | null
  actor: Account | null
  createdAt: number
  /** First attempt first; the last one is the run's present state. */
  readonly attempts: Attempt[]
  logs: 'present' | 'deleted' | 'expired'
  /** Numbers that the run names. Null: the open pull requests of its head, as GitHub finds them. */
  pullNumbers: number[] | null
  /** Billable milliseconds by operating system, for `timing`. Null: counted from the jobs. */
  billableMs: Readonly<Record<string, number>> | null
}

export interface Attempt {
  readonly number: number
  status: JobStatus
  conclusion: RunConclusion | null
  startedAt: number
  updatedAt: number
  triggeringActor: Account | null
  readonly jobs: Job[]
}

export interface Job {
  readonly run: Run
  readonly attempt: number
  readonly id: number
  name: string
  status: JobStatus
  conclusion: JobConclusion | null
  createdAt: number
  startedAt: number
  completedAt: number | null
  labels: readonly string[]
  runnerName: string | null
  runnerGroup: string | null
  steps: Step[]
  /** Not executed in its attempt but taken over from the one before, with that one's times. */
  isCarriedOver: boolean
  /** The whole log, or what makes it; null where the job never ran. */
  log: string | (() => string) | null
}

export interface Step {
  readonly number: number
  name: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: JobConclusion | null
  startedAt: number | null
  completedAt: number | null
}

export interface Artifact {
  readonly repository: Repository
  /** Null for artifacts older than the link. */
  readonly run: Run | null
  /** Attempt of the run that uploaded it. */
  readonly attempt: number
  readonly id: number
  name: string
  content: Content
  contentType: string
  /** What Content-Disposition calls it. */
  fileName: string
  createdAt: number
  expiresAt: number | null
  /** Expired whatever `expiresAt` says. */
  isExpired: boolean
  /** `sha256:<hex>`, null for none, or `computed`: of the content, when it is first asked for. */
  digest: string | null
}

export interface Pull {
  readonly repository: Repository
  readonly id: number
  readonly number: number
  title: string
  state: 'open' | 'closed'
  mergedAt: number | null
  closedAt: number | null
  createdAt: number
  updatedAt: number
  author: Account
  headBranch: string
  headSha: string
  /** The trial merge of head into base: what `refs/pull/<n>/merge` points to, and GITHUB_SHA is. */
  mergeSha: string
  /** Null when the fork is gone. */
  headRepository: Repository | null
  /** Who owned the fork: known even when it is gone. */
  headOwner: Account
  baseBranch: string
  baseSha: string
  /** Commits of its head that the base does not have, newest first. */
  commits: string[]
}

export function createWorld(clock: Clock): World {
  let commitCount = 0
  return {
    clock,
    accounts: new Map(),
    repositories: new Map(),
    renames: new Map(),
    nextId: createIds(),
    nextSha: () => commitSha(++commitCount),
  }
}

/** Looks random and repeats from run to run, without the price of a hash for 50,000 runs. */
function commitSha(count: number): string {
  let state = (count * 0x9e37_79b9) >>> 0
  let sha = ''
  for (let part = 0; part < 5; part++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) >>> 0
    state = (state + Math.imul(count, 0x85eb_ca6b) + part) >>> 0
    state = Math.imul(state ^ (state >>> 13), 0x297a_2d39) >>> 0
    sha += state.toString(16).padStart(8, '0')
  }
  return sha.slice(0, 32) + count.toString(16).padStart(8, '0')
}

const highestIdFirst = (a: { readonly id: number }, b: { readonly id: number }): number => b.id - a.id

/** The tables of an empty repository. */
export const emptyTables = () => ({
  workflows: createTable<Workflow>(
    (a, b) => a.id - b.id,
    (workflow) => workflow.path,
  ),
  runs: createTable<Run>(
    (a, b) => b.createdAt - a.createdAt || b.id - a.id,
    (run) => run.workflow.id,
  ),
  artifacts: createTable<Artifact>(highestIdFirst, (artifact) => artifact.run?.id ?? 0),
  jobs: new Map<number, Job>(),
  pulls: new Map<number, Pull>(),
  branches: new Map<string, string>(),
  tags: new Map<string, string>(),
})

export const fullName = (repository: Repository): string => `${repository.owner.login}/${repository.name}`

/** By `owner/name`, in any case. */
export function findRepository(world: World, owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase()
  for (const repository of world.repositories.values()) {
    if (fullName(repository).toLowerCase() === wanted) return repository
  }
  return undefined
}

/** The attempt that a run's own fields show. */
export function latestAttempt(run: Run): Attempt {
  const attempt = run.attempts.at(-1)
  if (attempt === undefined) throw new Error(`run ${run.id} has no attempt`)
  return attempt
}

export const isExpired = (artifact: Artifact): boolean =>
  artifact.isExpired ||
  (artifact.expiresAt !== null && artifact.expiresAt <= artifact.repository.world.clock.now())

/** Removes a run and what hangs on it. */
export function removeRun(run: Run): void {
  const { repository } = run
  for (const artifact of [...repository.artifacts.listBy(run.id)]) repository.artifacts.delete(artifact.id)
  for (const attempt of run.attempts) for (const job of attempt.jobs) repository.jobs.delete(job.id)
  repository.runs.delete(run.id)
}

/** The pull request that a run is of. */
export const pullOf = (run: Run): Pull | undefined =>
  [...run.repository.pulls.values()].find(
    (pull) => pull.headBranch === run.headBranch && pull.headRepository === run.headRepository,
  )
