import { digestTextOf } from '../../sandbox/render-runs.ts'
import * as sandbox from '../../sandbox/world.ts'
import type { Artifact, Job, PullRequest, Run } from '../../src/model.ts'
import { aFakeRepository, type FakeRepository } from '../support/fake-github.ts'

const site = 'https://github.com'
const pageOf = (repository: sandbox.Repository): string => `${site}/${sandbox.fullName(repository)}`

/** The same repository for the fake: what the adapter must make of the sandbox's answers, written down once more. */
export async function fakeRepositoryOf(repository: sandbox.Repository): Promise<FakeRepository> {
  return aFakeRepository({
    id: repository.id,
    owner: repository.owner.login,
    name: repository.name,
    defaultBranch: repository.defaultBranch,
    isArchived: repository.isArchived,
    isFork: repository.parent !== null,
    url: pageOf(repository),
    workflows: repository.workflows.list().map(({ id, name, path, state }) => ({ id, name, path, state })),
    runs: repository.runs.list().flatMap((run) => run.attempts.map((attempt) => runOf(run, attempt))),
    jobs: repository.runs.list().flatMap((run) => run.attempts.flatMap(({ jobs }) => jobs.map(jobOf))),
    artifacts: await Promise.all(repository.artifacts.list().map(artifactOf)),
    branches: [...repository.branches].map(([name, sha]) => ({ name, sha })),
    tags: [...repository.tags].map(([name, sha]) => ({ name, sha })).toReversed(),
    commits: [...repository.commits.values()].map(({ sha, parents }) => ({ sha, parents })),
    pulls: [...repository.pulls.values()].map(pullOf),
    goneLogs: new Set(
      repository.runs
        .list()
        .filter(({ logs }) => logs !== 'present')
        .map(({ id }) => id),
    ),
  })
}

const runOf = (run: sandbox.Run, attempt: sandbox.Attempt): Run => ({
  id: run.id,
  number: run.number,
  attempt: attempt.number,
  workflowId: run.workflow.id,
  workflowName: run.name,
  workflowPath: run.path,
  title: run.title,
  event: run.event,
  status: attempt.status,
  conclusion: attempt.conclusion,
  headBranch: run.headBranch,
  headSha: run.headSha,
  repositoryId: run.repository.id,
  headRepositoryId: run.headRepository?.id ?? null,
  headRepositoryName: run.headRepository === null ? null : sandbox.fullName(run.headRepository),
  actor: run.actor?.login ?? null,
  createdAtMs: run.createdAt,
  startedAtMs: attempt.startedAt,
  updatedAtMs: attempt.updatedAt,
  pullRequests: run.pullNumbers ?? [],
  url:
    `${pageOf(run.repository)}/actions/runs/${run.id}` +
    (attempt === run.attempts.at(-1) ? '' : `/attempts/${attempt.number}`),
})

const jobOf = (job: sandbox.Job): Job => ({
  id: job.id,
  runId: job.run.id,
  attempt: job.attempt,
  name: job.name,
  status: job.status,
  conclusion: job.conclusion,
  createdAtMs: job.createdAt,
  startedAtMs: job.startedAt,
  completedAtMs: job.completedAt,
  labels: job.labels,
  runnerName: job.runnerName,
  headSha: job.run.headSha,
  steps: job.steps.map(({ number, name, status, conclusion, startedAt, completedAt }) => ({
    number,
    name,
    status,
    conclusion,
    startedAtMs: startedAt,
    completedAtMs: completedAt,
  })),
  url: `${pageOf(job.run.repository)}/actions/runs/${job.run.id}/job/${job.id}`,
})

const artifactOf = async (artifact: sandbox.Artifact): Promise<Artifact> => ({
  id: artifact.id,
  name: artifact.name,
  sizeBytes: artifact.content.sizeBytes,
  digest: await digestTextOf(artifact),
  isExpired: sandbox.isExpired(artifact),
  createdAtMs: artifact.createdAt,
  expiresAtMs: artifact.expiresAt,
  run:
    artifact.run === null
      ? null
      : {
          id: artifact.run.id,
          headBranch: artifact.run.headBranch,
          headSha: artifact.run.headSha,
          repositoryId: artifact.run.repository.id,
          headRepositoryId: artifact.run.headRepository?.id ?? null,
        },
})

const pullOf = (pull: sandbox.Pull): PullRequest => ({
  number: pull.number,
  state: pull.state,
  headSha: pull.headSha,
  headBranch: pull.headBranch,
  headRepositoryId: pull.headRepository?.id ?? null,
  headOwner: pull.headOwner.login,
  baseBranch: pull.baseBranch,
  baseSha: pull.baseSha,
  createdAtMs: pull.createdAt,
  url: `${pageOf(pull.repository)}/pull/${pull.number}`,
})
