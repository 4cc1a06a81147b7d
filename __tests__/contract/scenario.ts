import { addBranch, addCommits, addPull, addTag } from '../../sandbox/build-code.ts'
import {
  addArtifact,
  addFork,
  addJob,
  addOrphanArtifact,
  addRepository,
  addRun,
  addWorkflow,
  removeRepository,
  rerun,
} from '../../sandbox/build.ts'
import type { Artifact, Commit, Job, Pull, Repository, Run, Workflow, World } from '../../sandbox/world.ts'

export const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What the contract is tested on: a repository with one of everything that the port can meet. */
export interface Scenario {
  readonly repository: Repository
  readonly fork: Repository
  readonly archived: Repository
  readonly ci: Workflow
  readonly nightly: Workflow
  /** Two attempts, the first failed: three jobs, one of which was carried over. */
  readonly rerun: Run
  readonly running: Run
  readonly runningJob: Job
  readonly failed: Run
  readonly ofFork: Run
  readonly ofGoneFork: Run
  readonly withoutLogs: Run
  readonly tagged: Run
  readonly coverage: Artifact
  readonly expired: Artifact
  readonly orphan: Artifact
  readonly commits: readonly Commit[]
  readonly topic: readonly Commit[]
  readonly open: Pull
  readonly closed: Pull
}

/** Builds it under an owner of its own, so that many can stand in one world. */
export function buildScenario(world: World, owner: string): Scenario {
  const nowMs = world.clock.now()
  const repository = addRepository(world, `${owner}/app`)
  const archived = addRepository(world, `${owner}/old`, { archived: true })
  const commits = addCommits(repository, { count: 120, at: nowMs - 3 * dayMs })
  const fork = addFork(repository, `${owner}-fork`)
  const gone = addFork(repository, `${owner}-gone`)
  addTag(repository, 'v1', commits[10]?.sha)
  addBranch(repository, 'release/2.x', commits[50]?.sha)
  const topic = addCommits(repository, { branch: 'topic/a', count: 3, at: nowMs - 2 * dayMs })

  const ci = addWorkflow(repository, 'ci.yml', { name: 'CI' })
  const nightly = addWorkflow(repository, 'nightly.yml', { state: 'disabled_manually' })
  const open = addPull(repository, {
    headRepository: fork,
    headBranch: 'patch',
    createdAt: nowMs - 4 * hourMs,
  })
  const closed = addPull(repository, { headBranch: 'topic/a', merged: true, createdAt: nowMs - 5 * hourMs })
  const addCi = (hoursAgo: number, options: Parameters<typeof addRun>[1] = {}): Run =>
    addRun(ci, { createdAt: nowMs - hoursAgo * hourMs, pullNumbers: [], ...options })

  for (let number = 0; number < 105; number += 1) {
    const run = addRun(nightly, {
      createdAt: nowMs - (200 + number) * hourMs,
      event: 'schedule',
      pullNumbers: [],
    })
    addArtifact(run, 'nightly report', { digest: null })
  }
  const again = addCi(20, { conclusion: 'failure', branch: 'topic/a' })
  addJob(again, 'build', { conclusion: 'success' })
  addJob(again, 'test', { conclusion: 'failure', steps: ['Run tests'] })
  addJob(again, 'lint', { conclusion: 'failure' })
  rerun(again, { startedAt: nowMs - 19 * hourMs, jobs: 'failed' })
  addJob(again, 'test', { conclusion: 'success' })
  addJob(again, 'lint', { conclusion: 'success' })
  const coverage = addArtifact(again, 'coverage', { files: { 'a.txt': 'hello' } })

  const running = addCi(1, { status: 'in_progress', actor: 'hubot' })
  const runningJob = addJob(running, 'build', { status: 'in_progress' })
  addJob(running, 'deploy', { status: 'queued' })
  const failed = addCi(3, { conclusion: 'failure', event: 'workflow_dispatch' })
  const expired = addArtifact(failed, 'coverage', { expired: true })
  addArtifact(failed, 'logs [1]')
  const ofFork = addCi(4, { pull: open, pullNumbers: [] })
  addArtifact(ofFork, 'coverage')
  const ofGoneFork = addCi(5, { headRepository: gone, branch: 'x', event: 'pull_request' })
  addArtifact(ofGoneFork, 'coverage')
  const withoutLogs = addCi(6, { logs: 'expired', branch: null })
  addJob(withoutLogs, 'build')
  const tagged = addCi(7, { branch: 'v1' })
  const orphan = addOrphanArtifact(repository, 'ancient', { createdAt: nowMs - 80 * dayMs })
  removeRepository(gone)
  return {
    repository,
    fork,
    archived,
    ci,
    nightly,
    rerun: again,
    running,
    runningJob,
    failed,
    ofFork,
    ofGoneFork,
    withoutLogs,
    tagged,
    coverage,
    expired,
    orphan,
    commits,
    topic,
    open,
    closed,
  }
}
