/** Repositories for reports: busy ones of any size, always the same, and the world that reads them. */
import type { SummariseInputs } from '../../../src/inputs.ts'
import type { Artifact, Job, Run } from '../../../src/model.ts'
import { reportRepositories } from '../../../src/summarise/repository/execute.ts'
import type { UploadArtifact } from '../../../src/report-upload.ts'
import type { RunFact } from '../../../src/summarise/repository/facts.ts'
import type { Context, World } from '../../../src/world.ts'
import {
  aContext,
  aJob,
  aRun,
  aSha,
  aStep,
  anArtifact,
  dayMs,
  minuteMs,
  nowMs,
} from '../../support/builders.ts'
import { fakeClock } from '../../support/fake-clock.ts'
import {
  aFakeRepository,
  fakeGitHub,
  type FakeGitHub,
  type FakeRepository,
} from '../../support/fake-github.ts'
import { fakeLog, type FakeLog } from '../../support/fake-log.ts'
import { parseSummarise } from '../../support/step.ts'

/** Inputs of `target: repository`, as if nothing else was written but these. */
export const inputsOf = (
  written: Readonly<Record<string, string>> = {},
  fields: Partial<SummariseInputs> = {},
): SummariseInputs => ({
  ...parseSummarise({ target: 'repository', repository: 'octo/app', ...written }),
  ...fields,
})

export interface ReportWorld extends World {
  readonly github: FakeGitHub
  readonly log: FakeLog
}

export const worldOf = (
  repositories: readonly FakeRepository[],
  { tempFolder, ...context }: Partial<Context> & { readonly tempFolder: string },
): ReportWorld => ({
  github: fakeGitHub(...repositories),
  results: {
    listArtifacts: () => Promise.resolve([]),
    getArtifactUrl: () => Promise.reject(new Error('not asked for')),
    deleteArtifact: () => Promise.reject(new Error('not asked for')),
  },
  blobs: { get: () => Promise.reject(new Error('not asked for')) },
  log: fakeLog(),
  clock: fakeClock(),
  context: aContext({ tempFolder, ...context }),
  signal: new AbortController().signal,
})

/** Uploads nothing, and fails when it is called. */
export const noUpload: UploadArtifact = () => Promise.reject(new Error('nothing was to be uploaded'))

export const report = (world: World, inputs: SummariseInputs, upload: UploadArtifact = noUpload) =>
  reportRepositories(inputs, world, upload)

/** What measuring sees of a run; a successful push to main, a day ago, that took ten minutes. */
export const aRunFact = (fields: Partial<RunFact> = {}): RunFact => {
  const id = fields.id ?? 1
  const createdAtMs = fields.createdAtMs ?? nowMs - dayMs
  const startedAtMs = fields.startedAtMs ?? createdAtMs
  return {
    id,
    number: id,
    attempt: 1,
    workflowPath: '.github/workflows/ci.yml',
    workflowName: 'CI',
    event: 'push',
    status: 'completed',
    conclusion: 'success',
    branch: 'main',
    isOnDefaultBranch: true,
    isOfFork: false,
    headSha: aSha(id),
    createdAtMs,
    startedAtMs,
    updatedAtMs: startedAtMs + 10 * minuteMs,
    ...fields,
  }
}

/** Chance that is the same each time. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export interface BusySpec {
  readonly runs: number
  readonly artifacts: number
  readonly name?: string
  readonly id?: number
  /** Over how many days, up to now. */
  readonly days?: number
}

const workflows = [
  {
    id: 10,
    name: 'CI',
    file: 'ci.yml',
    share: 0.6,
    minutes: 9,
    jobs: ['lint', 'test (ubuntu, 22)', 'test (ubuntu, 24)', 'e2e'],
  },
  { id: 11, name: 'Docs', file: 'docs.yml', share: 0.2, minutes: 2, jobs: ['build docs'] },
  { id: 12, name: 'Nightly', file: 'nightly.yml', share: 0.15, minutes: 30, jobs: ['soak', 'fuzz'] },
  { id: 13, name: 'Release', file: 'release.yml', share: 0.05, minutes: 6, jobs: ['publish'] },
] as const

/**
 * A repository with a month of work: CI gets slower, `e2e` is flaky, some branches are deleted, some have a pull
 * request that is closed, and reports have a number in their names.
 */
export function busyRepository({
  runs: runCount,
  artifacts: artifactCount,
  ...spec
}: BusySpec): FakeRepository {
  const { name = 'app', id: repositoryId = 1, days = 30 } = spec
  const next = chance(42 + repositoryId)
  const runs: Run[] = []
  const jobs: Job[] = []
  for (let index = 0; index < runCount; index += 1) {
    const run = busyRun(index, { next, runCount, days, repositoryId, name })
    runs.push(run)
    jobs.push(...busyJobs(run, next))
  }
  const artifacts = Array.from({ length: artifactCount }, (_, index) =>
    busyArtifact(index, { next, runs, artifactCount, days, repositoryId }),
  )
  return aFakeRepository({
    id: repositoryId,
    name,
    runs,
    jobs,
    artifacts,
    branches: ['main', 'feature-1', 'feature-2', 'feature-3', 'release/1.x'].map((branch) => ({
      name: branch,
      sha: aSha(1),
    })),
    tags: [{ name: 'v1.0.0', sha: aSha(2) }],
    pulls: [],
  })
}

interface RunSpec {
  readonly next: () => number
  readonly runCount: number
  readonly days: number
  readonly repositoryId: number
  readonly name: string
}

function busyRun(index: number, { next, runCount, days, repositoryId, name }: RunSpec): Run {
  const createdAtMs = Math.round(nowMs - days * dayMs * (1 - (index + 0.5) / runCount))
  const pick = next()
  let sum = 0
  const workflow = workflows.find(({ share }) => (sum += share) > pick) ?? workflows[0]
  const isPull = workflow.name === 'CI' && next() < 0.6
  const branch = isPull ? `feature-${1 + Math.floor(next() * 9)}` : 'main'
  const isFailed = next() < 0.12
  const isRerun = !isFailed && next() < 0.06
  const age = (nowMs - createdAtMs) / (days * dayMs)
  const slowdown = workflow.name === 'CI' ? 1.6 - 0.6 * age : 1
  const durationMs = Math.round(
    workflow.minutes * minuteMs * slowdown * (0.7 + 0.6 * next()) * (isFailed ? 0.5 : 1),
  )
  const startedAtMs = createdAtMs + (isRerun ? 30 * minuteMs : 0)
  return aRun({
    id: 1_000_000 + index,
    number: index + 1,
    attempt: isRerun ? 2 : 1,
    workflowId: workflow.id,
    workflowName: workflow.name,
    workflowPath: `.github/workflows/${workflow.file}`,
    event: isPull ? 'pull_request' : workflow.name === 'Nightly' ? 'schedule' : 'push',
    conclusion: isFailed ? 'failure' : next() < 0.03 ? 'cancelled' : 'success',
    headBranch: branch,
    headSha: aSha(50_000 + index),
    repositoryId,
    headRepositoryId: repositoryId,
    createdAtMs,
    startedAtMs,
    updatedAtMs: startedAtMs + durationMs,
    url: `https://github.com/octo/${name}/actions/runs/${1_000_000 + index}`,
  })
}

function busyJobs(run: Run, next: () => number): readonly Job[] {
  const workflow = workflows.find(({ id }) => id === run.workflowId) ?? workflows[0]
  const durationMs = run.updatedAtMs - run.startedAtMs
  return workflow.jobs.flatMap((name, index) => {
    const isLast = index === workflow.jobs.length - 1
    const make = (attempt: number, conclusion: string): Job => {
      const createdAtMs = attempt === run.attempt ? run.startedAtMs : run.createdAtMs
      const startedAtMs = createdAtMs + Math.round(5000 + 40_000 * next())
      const completedAtMs = startedAtMs + Math.round(durationMs * (isLast ? 0.9 : 0.5))
      const half = Math.round((startedAtMs + completedAtMs) / 2)
      return aJob({
        id: run.id * 100 + index * 10 + attempt,
        runId: run.id,
        attempt,
        name,
        conclusion,
        createdAtMs,
        startedAtMs,
        completedAtMs,
        headSha: run.headSha,
        labels: [name === 'fuzz' ? 'self-hosted' : 'ubuntu-latest'],
        url: `${run.url}/job/${run.id * 100 + index * 10 + attempt}`,
        steps: [
          aStep({ number: 1, name: 'Set up job', startedAtMs, completedAtMs: half }),
          aStep({ number: 2, name: `Run ${name}`, conclusion, startedAtMs: half, completedAtMs }),
        ],
      })
    }
    const result =
      run.conclusion === 'failure' && isLast
        ? 'failure'
        : run.conclusion === 'cancelled'
          ? 'cancelled'
          : 'success'
    // The last job is what was re-run; the others keep their first attempt.
    if (run.attempt === 1 || !isLast) return [make(1, result)]
    return [make(1, 'failure'), make(2, result)]
  })
}

interface ArtifactSpec {
  readonly next: () => number
  readonly runs: readonly Run[]
  readonly artifactCount: number
  readonly days: number
  readonly repositoryId: number
}

function busyArtifact(
  index: number,
  { next, runs, artifactCount, days, repositoryId }: ArtifactSpec,
): Artifact {
  const run = runs[Math.floor((index / artifactCount) * runs.length)]
  const createdAtMs =
    run?.updatedAtMs ?? Math.round(nowMs - days * dayMs * (1 - (index + 0.5) / artifactCount))
  const kind = index % 4
  const names = [
    `playwright-report-${index}`,
    'coverage',
    `build-${run?.headSha.slice(-7) ?? index}`,
    'logs (ubuntu, 24)',
  ]
  const sizes = [40e6, 300e3, 12e6, 1e6]
  return anArtifact({
    id: 5_000_000 + index,
    name: names[kind] ?? 'other',
    sizeBytes: Math.round((sizes[kind] ?? 1) * (0.5 + next())),
    createdAtMs,
    expiresAtMs: createdAtMs + (kind === 0 ? 14 : 90) * dayMs,
    isExpired: kind === 0 && createdAtMs < nowMs - 14 * dayMs,
    digest: `sha256:${(kind === 1 ? index % 997 : 10_000 + index).toString(16).padStart(64, '0')}`,
    run: {
      id: run?.id ?? 1,
      headBranch: run?.headBranch ?? 'main',
      headSha: run?.headSha ?? aSha(1),
      repositoryId,
      headRepositoryId: repositoryId,
    },
  })
}
