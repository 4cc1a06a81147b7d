import { account } from './accounts.ts'
import { addCommits } from './build-code.ts'
import { ago, momentMs, spanMs } from './clock.ts'
import type { Moment } from './clock.ts'
import { defaultLog, makeSteps } from './job-steps.ts'
import type { StepOptions } from './job-steps.ts'
import { makeArtifact } from './make-artifact.ts'
import type { ArtifactOptions } from './make-artifact.ts'
import { emptyTables, findRepository, latestAttempt } from './world.ts'
import type {
  Account,
  Artifact,
  Attempt,
  Job,
  JobConclusion,
  JobStatus,
  Pull,
  Repository,
  Run,
  RunConclusion,
  Workflow,
  World,
} from './world.ts'

/**
 * Builds worlds: each function adds one thing and returns it. All options have defaults, so that a test names only
 * what it is about. Commits, branches, tags and pull requests are in build-code.ts.
 */

export interface RepositoryOptions {
  readonly name?: string
  readonly ownerType?: Account['type']
  readonly private?: boolean
  readonly archived?: boolean
  readonly defaultBranch?: string
  readonly description?: string
  readonly createdAt?: Moment
  readonly retentionDays?: number
}

/** `addRepository(world, 'octo-org/webshop')`: public, with one commit on its default branch. */
export function addRepository(world: World, name: string, options: RepositoryOptions = {}): Repository {
  const repository = emptyRepository(world, name, options)
  addCommits(repository, { branch: repository.defaultBranch, count: 1, messages: ['Initial commit'] })
  return repository
}

function emptyRepository(world: World, fullName: string, options: RepositoryOptions): Repository {
  const [owner = '', name = ''] = fullName.split('/')
  if (owner === '' || name === '') throw new Error(`no owner/name: ${fullName}`)
  if (findRepository(world, owner, name) !== undefined) throw new Error(`${fullName} is taken`)
  const repository: Repository = {
    world,
    id: world.nextId('repository'),
    owner: account(world, owner, options.ownerType ?? 'Organization'),
    name,
    isPrivate: options.private ?? false,
    isArchived: options.archived ?? false,
    parent: null,
    defaultBranch: options.defaultBranch ?? 'main',
    description: options.description ?? null,
    createdAt: momentMs(options.createdAt ?? ago(world, { days: 700 })),
    ...emptyTables(),
    commits: new Map(),
    retentionDays: options.retentionDays ?? 90,
  }
  world.repositories.set(repository.id, repository)
  return repository
}

/** A fork under that owner, with the parent's default branch. */
export function addFork(parent: Repository, owner: string, name = parent.name): Repository {
  const { world } = parent
  account(world, owner, 'User')
  const empty = emptyRepository(world, `${owner}/${name}`, {
    ownerType: 'User',
    defaultBranch: parent.defaultBranch,
  })
  const fork: Repository = { ...empty, parent, commits: parent.commits }
  world.repositories.set(fork.id, fork)
  const tip = parent.branches.get(parent.defaultBranch)
  if (tip !== undefined) fork.branches.set(fork.defaultBranch, tip)
  return fork
}

/** Deletes a repository: runs and pull requests that came from it keep a null head repository. */
export function removeRepository(repository: Repository): void {
  const { world } = repository
  world.repositories.delete(repository.id)
  for (const other of world.repositories.values()) {
    for (const run of other.runs.list()) if (run.headRepository === repository) run.headRepository = null
    for (const pull of other.pulls.values())
      if (pull.headRepository === repository) pull.headRepository = null
  }
}

/** Renames a repository; its former name answers with 301 from now on. */
export function renameRepository(repository: Repository, name: string): void {
  repository.world.renames.set(`${repository.owner.login}/${repository.name}`.toLowerCase(), repository)
  repository.name = name
}

export interface WorkflowOptions {
  /** Display name; default from the file name. */
  readonly name?: string
  readonly state?: Workflow['state']
  readonly createdAt?: Moment
}

/** `addWorkflow(repository, 'ci.yml')`; a path with `/` is taken as it is. */
export function addWorkflow(repository: Repository, file: string, options: WorkflowOptions = {}): Workflow {
  const createdAt = momentMs(options.createdAt ?? ago(repository.world, { days: 600 }))
  const path = file.includes('/') ? file : `.github/workflows/${file}`
  const workflow: Workflow = {
    repository,
    id: repository.world.nextId('workflow'),
    name: options.name ?? (path.split('/').at(-1) ?? '').replace(/\.ya?ml$/, ''),
    path,
    state: options.state ?? 'active',
    createdAt,
    updatedAt: createdAt,
    lastRunNumber: 0,
  }
  repository.workflows.add(workflow)
  return workflow
}

export interface RunOptions {
  readonly id?: number
  readonly number?: number
  readonly event?: string
  /** Default: the default branch, or the pull request's head. Null: the run has none. */
  readonly branch?: string | null
  /** Default: the branch's tip. */
  readonly sha?: string
  /** Default: the repository, or the pull request's head. Null: the fork is gone. */
  readonly headRepository?: Repository | null
  /** Sets event, branch, SHA and head repository. */
  readonly pull?: Pull
  readonly status?: JobStatus
  /** Default `success` for a completed run. */
  readonly conclusion?: RunConclusion | null
  readonly actor?: string
  readonly title?: string
  readonly name?: string
  readonly createdAt?: Moment
  readonly startedAt?: Moment
  readonly durationMs?: number
  readonly logs?: Run['logs']
  readonly pullNumbers?: readonly number[]
}

const defaultRunMs = spanMs({ minutes: 5 })

/** A run: by default a successful push to the default branch that ended just now. */
export function addRun(workflow: Workflow, options: RunOptions = {}): Run {
  const { repository } = workflow
  const { world } = repository
  const { pull } = options
  const status = options.status ?? 'completed'
  const durationMs = options.durationMs ?? defaultRunMs
  const createdAt = momentMs(
    options.createdAt ?? world.clock.now() - (status === 'completed' ? durationMs : 0),
  )
  const startedAt = momentMs(options.startedAt ?? createdAt)
  const actor = account(world, options.actor ?? pull?.author.login ?? 'octocat')
  const branch =
    options.branch === undefined ? (pull?.headBranch ?? repository.defaultBranch) : options.branch
  const headRepository =
    options.headRepository === undefined
      ? pull === undefined
        ? repository
        : pull.headRepository
      : options.headRepository
  workflow.lastRunNumber = options.number ?? workflow.lastRunNumber + 1
  const run: Run = {
    repository,
    workflow,
    id: options.id ?? world.nextId('run'),
    checkSuiteId: world.nextId('checkSuite'),
    number: workflow.lastRunNumber,
    name: options.name ?? workflow.name,
    path: workflow.path,
    title: options.title ?? pull?.title ?? `Run ${workflow.lastRunNumber} of ${workflow.name}`,
    event: options.event ?? (pull === undefined ? 'push' : 'pull_request'),
    headBranch: branch,
    headSha: options.sha ?? pull?.headSha ?? headOf(repository, headRepository, branch),
    headRepository,
    actor,
    createdAt,
    attempts: [],
    logs: options.logs ?? 'present',
    pullNumbers: options.pullNumbers === undefined ? null : [...options.pullNumbers],
    billableMs: null,
  }
  run.attempts.push({
    number: 1,
    status,
    conclusion: status === 'completed' ? (options.conclusion ?? 'success') : null,
    startedAt,
    updatedAt: status === 'completed' ? startedAt + durationMs : startedAt,
    triggeringActor: actor,
    jobs: [],
  })
  repository.runs.add(run)
  return run
}

function headOf(repository: Repository, head: Repository | null, branch: string | null): string {
  const known =
    branch === null ? undefined : ((head ?? repository).branches.get(branch) ?? repository.tags.get(branch))
  return known ?? repository.world.nextSha()
}

export interface JobOptions {
  readonly id?: number
  readonly attempt?: number
  readonly status?: JobStatus
  readonly conclusion?: JobConclusion | null
  readonly createdAt?: Moment
  readonly startedAt?: Moment
  readonly completedAt?: Moment | null
  readonly labels?: readonly string[]
  readonly runner?: string | null
  /** Names, or steps; default: the three that every job has. */
  readonly steps?: readonly (string | StepOptions)[]
  readonly log?: string | (() => string) | null
  readonly carriedOver?: boolean
}

const queueMs = spanMs({ seconds: 6 })
const defaultJobMs = spanMs({ minutes: 2 })

/** A job of the run's latest attempt (or of `attempt`), as the run ended unless said otherwise. */
export function addJob(run: Run, name: string, options: JobOptions = {}): Job {
  const { world } = run.repository
  const attempt = attemptOf(run, options.attempt ?? latestAttempt(run).number)
  const status = options.status ?? attempt.status
  const createdAt = momentMs(options.createdAt ?? attempt.startedAt)
  const startedAt = momentMs(options.startedAt ?? (status === 'queued' ? createdAt : createdAt + queueMs))
  const conclusion = status === 'completed' ? jobConclusion(options.conclusion, attempt.conclusion) : null
  const completedAt =
    status === 'completed' ? momentMs(options.completedAt ?? startedAt + defaultJobMs) : null
  const id = options.id ?? world.nextId('job')
  const hasRunner =
    status !== 'queued' && status !== 'waiting' && status !== 'pending' && conclusion !== 'skipped'
  const job: Job = {
    run,
    attempt: attempt.number,
    id,
    name,
    status,
    conclusion,
    createdAt,
    startedAt,
    completedAt,
    labels: options.labels ?? ['ubuntu-latest'],
    runnerName: options.runner ?? (hasRunner ? `GitHub Actions ${id % 1_000_000_000}` : null),
    runnerGroup: hasRunner ? 'GitHub Actions' : null,
    steps: [],
    isCarriedOver: options.carriedOver ?? false,
    log: null,
  }
  job.steps.push(...makeSteps(job, options.steps ?? (hasRunner ? [`Run ${name}`] : [])))
  job.log = options.log === undefined ? (hasRunner ? () => defaultLog(job) : null) : options.log
  attempt.jobs.push(job)
  run.repository.jobs.set(job.id, job)
  if (status === 'completed' && completedAt !== null)
    attempt.updatedAt = Math.max(attempt.updatedAt, completedAt)
  return job
}

function attemptOf(run: Run, number: number): Attempt {
  const attempt = run.attempts.find((candidate) => candidate.number === number)
  if (attempt === undefined) throw new Error(`run ${run.id} has no attempt ${number}`)
  return attempt
}

const jobConclusions: ReadonlySet<string> = new Set([
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
])

function jobConclusion(given: JobConclusion | null | undefined, ofRun: RunConclusion | null): JobConclusion {
  if (given !== undefined && given !== null) return given
  return ofRun !== null && jobConclusions.has(ofRun) ? (ofRun as JobConclusion) : 'success'
}

export interface RerunOptions {
  readonly status?: JobStatus
  readonly conclusion?: RunConclusion | null
  readonly startedAt?: Moment
  readonly durationMs?: number
  readonly actor?: string
  /**
   * `all` (default) starts empty; `failed` carries over the jobs that succeeded, with their old times, as
   * "Re-run failed jobs" does. Add with `addJob` the jobs that ran again: those that had failed, and what needs them.
   */
  readonly jobs?: 'all' | 'failed'
}

/** Adds an attempt to a run. */
export function rerun(run: Run, options: RerunOptions = {}): Attempt {
  const { world } = run.repository
  const previous = latestAttempt(run)
  const status = options.status ?? 'completed'
  const startedAt = momentMs(options.startedAt ?? previous.updatedAt + spanMs({ minutes: 10 }))
  const attempt: Attempt = {
    number: previous.number + 1,
    status,
    conclusion: status === 'completed' ? (options.conclusion ?? 'success') : null,
    startedAt,
    updatedAt: startedAt + (status === 'completed' ? (options.durationMs ?? defaultRunMs) : 0),
    triggeringActor: options.actor === undefined ? run.actor : account(world, options.actor),
    jobs: [],
  }
  run.attempts.push(attempt)
  if (options.jobs === 'failed') {
    for (const job of previous.jobs) {
      if (job.conclusion !== 'success') continue
      const copy: Job = {
        ...job,
        id: world.nextId('job'),
        attempt: attempt.number,
        createdAt: startedAt,
        steps: job.steps.map((step) => ({ ...step })),
        isCarriedOver: true,
      }
      attempt.jobs.push(copy)
      run.repository.jobs.set(copy.id, copy)
    }
  }
  return attempt
}

/** Ends the latest attempt of a run and its open jobs. */
export function completeRun(run: Run, conclusion: RunConclusion = 'success', at?: Moment): void {
  const attempt = latestAttempt(run)
  const endAt = momentMs(at ?? run.repository.world.clock.now())
  attempt.status = 'completed'
  attempt.conclusion = conclusion
  attempt.updatedAt = endAt
  for (const job of attempt.jobs) {
    if (job.status === 'completed') continue
    const neverStarted = job.status !== 'in_progress'
    job.status = 'completed'
    job.conclusion =
      conclusion === 'cancelled' && neverStarted ? 'cancelled' : jobConclusion(null, conclusion)
    job.completedAt = endAt
    for (const step of job.steps) {
      if (step.status === 'completed') continue
      step.conclusion = step.status === 'queued' ? 'skipped' : job.conclusion
      step.status = 'completed'
      step.startedAt ??= endAt
      step.completedAt = endAt
    }
  }
}

/** `addArtifact(run, 'coverage', { files: { 'a.txt': 'hello' } })`. Contents are lazy. */
export function addArtifact(run: Run, name: string, options: ArtifactOptions = {}): Artifact {
  const artifact = makeArtifact(run.repository, run, { name, ...options })
  run.repository.artifacts.add(artifact)
  return artifact
}

/** An artifact whose run the API does not name, as very old ones are. */
export function addOrphanArtifact(
  repository: Repository,
  name: string,
  options: ArtifactOptions = {},
): Artifact {
  const artifact = makeArtifact(repository, null, { name, ...options })
  repository.artifacts.add(artifact)
  return artifact
}
