/** The world of a summary in memory: run 100 of `octo/app`, this step one of its jobs. */
import type { Job, Run } from '../../../src/model.ts'
import type { Context, World } from '../../../src/world.ts'
import { aContext, aRun, aWorkflow } from '../../support/builders.ts'
import { fakeClock, type FakeClock } from '../../support/fake-clock.ts'
import {
  aFakeRepository,
  fakeGitHub,
  type FakeGitHub,
  type FakeRepository,
} from '../../support/fake-github.ts'
import { fakeLog, type FakeLog } from '../../support/fake-log.ts'
import { fakeBlobs, type FakeBlobs } from './blobs.ts'
import { running, startMs } from './facts.ts'

/** The runner of this step. */
export const ownRunner = 'own runner'
/** The job of this step, in progress. */
export const ownJob = (fields: Partial<Job> = {}): Job =>
  running(99, 'summary', { runnerName: ownRunner, ...fields })

export interface SummaryWorld extends World {
  readonly github: FakeGitHub
  readonly blobs: FakeBlobs
  readonly clock: FakeClock
  readonly log: FakeLog
  readonly repository: FakeRepository
}

export interface WorldSpec {
  /** Jobs of run 100 beside this step's own. */
  readonly jobs?: readonly Job[]
  readonly run?: Partial<Run>
  /** Other runs, and their jobs. */
  readonly runs?: readonly Run[]
  readonly otherJobs?: readonly Job[]
  readonly context?: Partial<Context>
  /** Logs by job id. */
  readonly logs?: Readonly<Record<number, string>>
}

export function summaryWorld(spec: WorldSpec = {}): SummaryWorld {
  const run = aRun({
    id: 100,
    status: 'in_progress',
    headBranch: 'feature',
    createdAtMs: startMs,
    startedAtMs: startMs,
    ...spec.run,
  })
  const repository = aFakeRepository({
    workflows: [aWorkflow()],
    runs: [run, ...(spec.runs ?? [])],
    jobs: [...(spec.jobs ?? []), ownJob({ attempt: run.attempt }), ...(spec.otherJobs ?? [])],
  })
  const logs = Object.entries(spec.logs ?? {}).map(([id, text]) => [`/logs/${id}.txt`, text])
  return {
    github: fakeGitHub(repository),
    results: null,
    blobs: fakeBlobs(Object.fromEntries(logs)),
    log: fakeLog(),
    clock: fakeClock(),
    context: aContext({ runnerName: ownRunner, runAttempt: run.attempt, ...spec.context }),
    signal: new AbortController().signal,
    repository,
  }
}

/** A successful run of `main`, `id` hours before run 100, that took so many seconds. */
export const onMain = (id: number, seconds: number, fields: Partial<Run> = {}): Run => {
  const createdAtMs = startMs - id * 3_600_000
  return aRun({
    id: 1000 + id,
    createdAtMs,
    startedAtMs: createdAtMs,
    updatedAtMs: createdAtMs + seconds * 1000,
    ...fields,
  })
}

/** A job of such a run, from one second to another after its start. */
export const jobOf = (run: Run, job: Job): Job => ({
  ...job,
  id: run.id * 1000 + job.id,
  runId: run.id,
  createdAtMs: job.createdAtMs === null ? null : job.createdAtMs - startMs + run.startedAtMs,
  startedAtMs: job.startedAtMs === null ? null : job.startedAtMs - startMs + run.startedAtMs,
  completedAtMs: job.completedAtMs === null ? null : job.completedAtMs - startMs + run.startedAtMs,
})
