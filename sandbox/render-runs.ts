import type { components } from '@octokit/openapi-types'
import { timestamp } from './clock.ts'
import { digestOf } from './content.ts'
import { nodeId, shaOf, uuidOf } from './identity.ts'
import { renderAccount, renderShortRepository, repositoryPage, repositoryUrl } from './render-repositories.ts'
import type { Links } from './render-repositories.ts'
import { isExpired, latestAttempt } from './world.ts'
import type { Artifact, Attempt, Job, Pull, Repository, Run, Workflow } from './world.ts'

type Schemas = components['schemas']

/** What differs between github.com and GitHub Enterprise Server in these objects. */
export interface Fields {
  readonly hasDigest: boolean
}

export function renderWorkflow(links: Links, workflow: Workflow): Schemas['workflow'] {
  const { repository } = workflow
  const page = repositoryPage(links, repository)
  return {
    id: workflow.id,
    node_id: nodeId('Workflow', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: workflow.state,
    created_at: timestamp(workflow.createdAt),
    updated_at: timestamp(workflow.updatedAt),
    url: `${repositoryUrl(links, repository)}/actions/workflows/${workflow.id}`,
    html_url: `${page}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
    ...(workflow.state === 'deleted' ? { deleted_at: timestamp(workflow.updatedAt) } : {}),
  }
}

export interface RunView {
  readonly links: Links
  /** The attempt to show; the latest one for the run itself. */
  readonly attempt: Attempt
  readonly pulls: 'shown' | 'excluded'
}

/**
 * A run as one of its attempts shows it. `head_repository` is null when the fork is gone: GitHub's description
 * does not say so, GitHub does it.
 */
export function renderRun(run: Run, view: RunView): Schemas['workflow-run'] {
  const { links, attempt } = view
  const { repository } = run
  const url = `${repositoryUrl(links, repository)}/actions/runs/${run.id}`
  const isFirst = attempt.number === 1
  const gone = null as unknown as Schemas['minimal-repository']
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('WorkflowRun', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    display_title: run.title,
    run_number: run.number,
    event: run.event,
    status: attempt.status,
    conclusion: attempt.conclusion,
    workflow_id: run.workflow.id,
    check_suite_id: run.checkSuiteId,
    check_suite_node_id: nodeId('CheckSuite', run.checkSuiteId),
    url,
    html_url: `${repositoryPage(links, repository)}/actions/runs/${run.id}${attempt === latestAttempt(run) ? '' : `/attempts/${attempt.number}`}`,
    pull_requests:
      view.pulls === 'excluded' ? [] : pullsOf(run).map((pull) => renderMinimalPull(links, pull)),
    created_at: timestamp(run.createdAt),
    updated_at: timestamp(attempt.updatedAt),
    run_attempt: attempt.number,
    run_started_at: timestamp(attempt.startedAt),
    referenced_workflows: [],
    ...(run.actor === null ? {} : { actor: renderAccount(links, run.actor) }),
    ...(attempt.triggeringActor === null
      ? {}
      : { triggering_actor: renderAccount(links, attempt.triggeringActor) }),
    jobs_url: isFirst ? `${url}/jobs` : `${url}/attempts/${attempt.number}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repositoryUrl(links, repository)}/check-suites/${run.checkSuiteId}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: isFirst ? null : `${url}/attempts/${attempt.number - 1}`,
    workflow_url: `${repositoryUrl(links, repository)}/actions/workflows/${run.workflow.id}`,
    head_commit: renderHeadCommit(run),
    repository: renderShortRepository(links, repository),
    head_repository: run.headRepository === null ? gone : renderShortRepository(links, run.headRepository),
  }
}

function renderHeadCommit(run: Run): Schemas['nullable-simple-commit'] {
  const commit = run.repository.commits.get(run.headSha)
  const person = { name: run.actor?.login ?? 'ghost', email: `${run.actor?.login ?? 'ghost'}@example.com` }
  return {
    id: run.headSha,
    tree_id: shaOf(`tree ${run.headSha}`),
    message: commit?.message ?? run.title,
    timestamp: timestamp(commit?.committedAt ?? run.createdAt),
    author: person,
    committer: person,
  }
}

/** Open pull requests of the repository's own branches with the run's head; GitHub names none for forks. */
function pullsOf(run: Run): readonly Pull[] {
  if (run.pullNumbers !== null) {
    return run.pullNumbers.flatMap((number) => run.repository.pulls.get(number) ?? [])
  }
  if (run.headRepository !== run.repository || run.repository.pulls.size === 0) return []
  return [...run.repository.pulls.values()].filter(
    (pull) =>
      pull.state === 'open' && pull.headRepository === run.repository && pull.headBranch === run.headBranch,
  )
}

function renderMinimalPull(links: Links, pull: Pull): Schemas['pull-request-minimal'] {
  const part = (repository: Repository) => ({
    id: repository.id,
    url: repositoryUrl(links, repository),
    name: repository.name,
  })
  return {
    id: pull.id,
    number: pull.number,
    url: `${repositoryUrl(links, pull.repository)}/pulls/${pull.number}`,
    head: { ref: pull.headBranch, sha: pull.headSha, repo: part(pull.headRepository ?? pull.repository) },
    base: { ref: pull.baseBranch, sha: pull.baseSha, repo: part(pull.repository) },
  }
}

export function renderJob(links: Links, job: Job): Schemas['job'] {
  const { run } = job
  const url = repositoryUrl(links, run.repository)
  const isWaiting = job.status !== 'completed' && job.runnerName === null
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.name,
    head_branch: run.headBranch,
    run_url: `${url}/actions/runs/${run.id}`,
    run_attempt: job.attempt,
    node_id: nodeId('CheckRun', job.id),
    head_sha: run.headSha,
    url: `${url}/actions/jobs/${job.id}`,
    html_url: `${repositoryPage(links, run.repository)}/actions/runs/${run.id}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: timestamp(job.createdAt),
    started_at: timestamp(job.startedAt),
    completed_at: job.completedAt === null ? null : timestamp(job.completedAt),
    name: job.name,
    steps: job.steps.map((step) => ({
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      number: step.number,
      started_at: step.startedAt === null ? null : timestamp(step.startedAt),
      completed_at: step.completedAt === null ? null : timestamp(step.completedAt),
    })),
    check_run_url: `${url}/check-runs/${job.id}`,
    labels: [...job.labels],
    // While a job waits for a runner GitHub sends 0 and the empty text, not the null of its description.
    runner_id: job.runnerName === null ? (isWaiting ? 0 : null) : job.id % 1_000_000_000,
    runner_name: job.runnerName ?? (isWaiting ? '' : null),
    runner_group_id: job.runnerGroup === null ? (isWaiting ? 0 : null) : 2,
    runner_group_name: job.runnerGroup ?? (isWaiting ? '' : null),
  }
}

/** Asynchronous because a digest is computed when someone first looks. */
export async function renderArtifact(
  links: Links,
  artifact: Artifact,
  fields: Fields,
): Promise<Schemas['artifact']> {
  const { run } = artifact
  const url = `${repositoryUrl(links, artifact.repository)}/actions/artifacts/${artifact.id}`
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.content.sizeBytes,
    url,
    archive_download_url: `${url}/zip`,
    expired: isExpired(artifact),
    ...(fields.hasDigest ? { digest: await digestTextOf(artifact) } : {}),
    created_at: timestamp(artifact.createdAt),
    updated_at: timestamp(artifact.createdAt),
    expires_at: artifact.expiresAt === null ? null : timestamp(artifact.expiresAt),
    workflow_run: run === null ? null : renderArtifactRun(run),
  }
}

/** Fields that are null in GitHub's data are left out: its description has no null for them. */
function renderArtifactRun(run: Run): NonNullable<Schemas['artifact']['workflow_run']> {
  return {
    id: run.id,
    repository_id: run.repository.id,
    ...(run.headRepository === null ? {} : { head_repository_id: run.headRepository.id }),
    ...(run.headBranch === null ? {} : { head_branch: run.headBranch }),
    head_sha: run.headSha,
  }
}

export const digestTextOf = async (artifact: Artifact): Promise<string | null> =>
  artifact.digest === 'computed' ? digestOf(artifact.content) : artifact.digest

/** Ids of a run's attempt and of a job in the results service. */
export const runBackendId = (runId: number, attempt: number): string =>
  uuidOf(`run ${runId} attempt ${attempt}`)
export const jobBackendId = (runId: number, attempt: number): string =>
  uuidOf(`job ${runId} attempt ${attempt}`)
