/** The pull request that a run is of: from the API and the event, never from what an artifact holds. */
import { ApiError } from '../errors.ts'
import type { PullRequest, Run } from '../model.ts'
import { isPullRequestEvent } from '../select/branches.ts'
import type { World } from '../world.ts'
import type { TakenRun } from './findings.ts'
import { valueAt } from './gather-commit.ts'
import type { FetchRequest } from './plan-request.ts'

/**
 * The number, or null where the run is of none, of several, or where the token may not read pull requests. At most
 * one request, and only for runs of pull requests to which GitHub attaches none: those of forks, and closed ones.
 */
export async function gatherPullNumber(
  world: World,
  taken: TakenRun,
  request: FetchRequest,
): Promise<number | null> {
  if (request.pullRequest !== null) return request.pullRequest
  const { run, repository } = taken
  if (run === null) {
    const number = valueAt(world.context.payload, ['pull_request', 'number'])
    return typeof number === 'number' ? number : null
  }
  const [only, ...others] = run.pullRequests
  if (only !== undefined) return others.length === 0 ? only : null
  if (!isPullRequestEvent(run.event) || run.headBranch === null || run.headRepositoryName === null)
    return null
  const [owner = ''] = run.headRepositoryName.split('/')
  try {
    const { items } = await world.github.listPullRequests(
      repository,
      { state: 'all', head: `${owner}:${run.headBranch}` },
      1,
    )
    return newestOf(items, run)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    world.log.debug(`The output pull-request stays empty: ${error.message}`)
    return null
  }
}

/** Names can be taken by others: the head repository's id decides; of several the newest that was open then. */
function newestOf(pulls: readonly PullRequest[], run: Run): number | null {
  const [newest] = pulls
    .filter(
      (pull) =>
        pull.headRepositoryId !== null &&
        pull.headRepositoryId === run.headRepositoryId &&
        pull.headBranch === run.headBranch &&
        pull.createdAtMs <= run.createdAtMs,
    )
    .toSorted(
      (one, other) =>
        Number(other.headSha === run.headSha) - Number(one.headSha === run.headSha) ||
        other.createdAtMs - one.createdAtMs,
    )
  return newest?.number ?? null
}
