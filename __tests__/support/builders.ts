/**
 * Test builders: each makes a whole, plausible noun, and a test writes only what it is about. Ids default to 1;
 * everything of one repository fits together (repository 1, workflow 10 `ci.yml`, branch `main`).
 */
import type {
  Artifact,
  Commit,
  Job,
  PullRequest,
  Ref,
  Repository,
  RepositoryRef,
  Run,
  Step,
  Workflow,
} from '../../src/model.ts'
import type { Context } from '../../src/world.ts'

/** 2026-06-01T12:00:00Z: the "now" of tests. */
export const nowMs = Date.UTC(2026, 5, 1, 12)
export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** The repository that tests are in unless they say otherwise: `octo/app`, id 1. */
export const octoApp: RepositoryRef = { owner: 'octo', name: 'app' }

/** A SHA that is told from others by its number. */
export const aSha = (number: number): string => number.toString(16).padStart(40, '0')

export const aRepository = (fields: Partial<Repository> = {}): Repository => {
  const owner = fields.owner ?? octoApp.owner
  const name = fields.name ?? octoApp.name
  return {
    id: 1,
    owner,
    name,
    defaultBranch: 'main',
    isArchived: false,
    isFork: false,
    url: `https://github.com/${owner}/${name}`,
    ...fields,
  }
}

export const aWorkflow = (fields: Partial<Workflow> = {}): Workflow => ({
  id: 10,
  name: 'CI',
  path: '.github/workflows/ci.yml',
  state: 'active',
  ...fields,
})

/** A successful push to `main`, a day ago, that took ten minutes. */
export const aRun = (fields: Partial<Run> = {}): Run => {
  const id = fields.id ?? 1
  const createdAtMs = fields.createdAtMs ?? nowMs - dayMs
  const startedAtMs = fields.startedAtMs ?? createdAtMs
  const status = fields.status ?? 'completed'
  return {
    id,
    number: id,
    attempt: 1,
    workflowId: 10,
    workflowName: 'CI',
    workflowPath: '.github/workflows/ci.yml',
    title: `Change ${id}`,
    event: 'push',
    status,
    conclusion: status === 'completed' ? 'success' : null,
    headBranch: 'main',
    headSha: aSha(id),
    repositoryId: 1,
    headRepositoryId: 1,
    headRepositoryName: 'octo/app',
    actor: 'mona',
    createdAtMs,
    startedAtMs,
    updatedAtMs: startedAtMs + 10 * minuteMs,
    pullRequests: [],
    url: `https://github.com/octo/app/actions/runs/${id}`,
    ...fields,
  }
}

export const aStep = (fields: Partial<Step> = {}): Step => ({
  number: 1,
  name: 'Run npm test',
  status: 'completed',
  conclusion: 'success',
  startedAtMs: nowMs - dayMs + minuteMs,
  completedAtMs: nowMs - dayMs + 2 * minuteMs,
  ...fields,
})

/** A job of run 1 that waited one minute and ran five. */
export const aJob = (fields: Partial<Job> = {}): Job => {
  const id = fields.id ?? 1
  const runId = fields.runId ?? 1
  const createdAtMs = fields.createdAtMs === undefined ? nowMs - dayMs : fields.createdAtMs
  const startedAtMs = fields.startedAtMs ?? (createdAtMs ?? nowMs - dayMs) + minuteMs
  const status = fields.status ?? 'completed'
  return {
    id,
    runId,
    attempt: 1,
    name: 'build',
    status,
    conclusion: status === 'completed' ? 'success' : null,
    createdAtMs,
    startedAtMs,
    completedAtMs: status === 'completed' ? startedAtMs + 5 * minuteMs : null,
    labels: ['ubuntu-latest'],
    runnerName: status === 'queued' ? null : 'GitHub Actions 1',
    headSha: aSha(runId),
    steps: [],
    url: `https://github.com/octo/app/actions/runs/${runId}/job/${id}`,
    ...fields,
  }
}

/** A live artifact of 1,000 bytes, a day old. `runId` is short for its run on `main` of the same repository. */
export const anArtifact = (fields: Partial<Artifact> & { readonly runId?: number } = {}): Artifact => {
  const { runId = 1, ...own } = fields
  const id = own.id ?? 1
  const createdAtMs = own.createdAtMs ?? nowMs - dayMs
  return {
    id,
    name: 'coverage',
    sizeBytes: 1000,
    digest: `sha256:${id.toString(16).padStart(64, '0')}`,
    isExpired: false,
    createdAtMs,
    expiresAtMs: createdAtMs + 90 * dayMs,
    run: {
      id: runId,
      headBranch: 'main',
      headSha: aSha(runId),
      repositoryId: 1,
      headRepositoryId: 1,
    },
    ...own,
  }
}

/** An open pull request from a branch of the same repository. */
export const aPull = (fields: Partial<PullRequest> = {}): PullRequest => {
  const number = fields.number ?? 1
  return {
    number,
    state: 'open',
    headSha: aSha(0x1000 + number),
    headBranch: `feature-${number}`,
    headRepositoryId: 1,
    headOwner: 'octo',
    baseBranch: 'main',
    baseSha: aSha(1),
    createdAtMs: nowMs - 2 * dayMs,
    url: `https://github.com/octo/app/pull/${number}`,
    ...fields,
  }
}

export const aRef = (name: string, sha: string = aSha(1)): Ref => ({ name, sha })

/** Commits 1..n in a line, oldest first: the parent of commit k is commit k - 1. */
export const aLineOfCommits = (count: number): readonly Commit[] =>
  Array.from({ length: count }, (_, index) => ({
    sha: aSha(index + 1),
    parents: index === 0 ? [] : [aSha(index)],
  }))

/** A step of run 100, attempt 1, of `octo/app` on github.com, for a push to `main`. */
export const aContext = (fields: Partial<Context> = {}): Context => ({
  repository: octoApp,
  repositoryId: 1,
  runId: 100,
  runAttempt: 1,
  runNumber: 55,
  workflowPath: '.github/workflows/ci.yml',
  event: 'push',
  payload: {},
  sha: aSha(100),
  refName: 'main',
  serverUrl: 'https://github.com',
  apiUrl: 'https://api.github.com',
  isGhes: false,
  workspace: '/home/runner/work/app/app',
  tempFolder: '/home/runner/work/_temp',
  homeFolder: '/home/runner',
  runnerName: 'GitHub Actions 1',
  platform: 'linux',
  isDebug: false,
  ...fields,
})
