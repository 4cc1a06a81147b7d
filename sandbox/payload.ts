import { renderFullPull } from './render-code.ts'
import { renderAccount, renderRepository } from './render-repositories.ts'
import type { Links } from './render-repositories.ts'
import { renderRun, renderWorkflow } from './render-runs.ts'
import { latestAttempt, pullOf } from './world.ts'
import type { Run } from './world.ts'

/**
 * The webhook payload of the event that started a run, as far as it can be known from the world; `triggeredBy` is the
 * run whose end started it.
 */
export function payloadOf(
  links: Links,
  { run, triggeredBy }: { readonly run: Run; readonly triggeredBy?: Run },
): Record<string, unknown> {
  const { repository } = run
  return {
    repository: renderRepository(links, repository),
    ...(run.actor === null ? {} : { sender: renderAccount(links, run.actor) }),
    ...eventPart(links, run, triggeredBy),
  }
}

function eventPart(links: Links, run: Run, triggeredBy: Run | undefined): Record<string, unknown> {
  const { repository, event } = run
  const ref = `refs/heads/${run.headBranch ?? repository.defaultBranch}`
  if (event.startsWith('pull_request')) {
    const pull = pullOf(run)
    if (pull === undefined) return {}
    return { action: 'synchronize', number: pull.number, pull_request: renderFullPull(links, pull) }
  }
  switch (event) {
    case 'workflow_run':
      return triggeredBy === undefined ? {} : { action: 'completed', ...completed(links, triggeredBy) }
    case 'merge_group':
      return { action: 'checks_requested', merge_group: mergeGroup(run) }
    case 'schedule':
      return { schedule: '17 3 * * *' }
    case 'workflow_dispatch':
      return { inputs: {}, ref, workflow: run.workflow.path }
    default:
      return { ref, after: run.headSha, head_commit: { id: run.headSha, message: run.title } }
  }
}

const completed = (links: Links, run: Run) => ({
  workflow_run: renderRun(run, { links, attempt: latestAttempt(run), pulls: 'shown' }),
  workflow: renderWorkflow(links, run.workflow),
})

function mergeGroup({ repository, headSha, headBranch }: Run) {
  const base = repository.branches.get(repository.defaultBranch) ?? ''
  return {
    head_sha: headSha,
    head_ref: `refs/heads/${headBranch ?? ''}`,
    base_sha: repository.commits.get(headSha)?.parents[0] ?? base,
    base_ref: `refs/heads/${repository.defaultBranch}`,
  }
}
