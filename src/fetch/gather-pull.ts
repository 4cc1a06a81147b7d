/** The pull request that a run is of: from the API and the event, never from what an artifact holds. */
import { ApiError } from '../errors.ts'
import type { PullRequest, RepositoryRef, Run } from '../model.ts'
import { isPullRequestEvent } from '../select/branches.ts'
import type { GitHub, World } from '../world.ts'
import type { TakenRun } from './findings.ts'
import { valueAt } from './gather-commit.ts'
import type { FetchRequest } from './plan-request.ts'

/**
 * The number, or null where the run is of none, of several, or where the token may not read pull requests. At most
 * one request, and only for runs of pull requests to which GitHub attaches none: those of forks, gone or not, and
 * closed ones.
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
  if (!isPullRequestEvent(run.event) || run.headBranch === null) return null
  try {
    return await readNumber(world.github, repository, run)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    world.log.debug(`The output pull-request stays empty: ${error.message}`)
    return null
  }
}

async function readNumber(github: GitHub, repository: RepositoryRef, run: Run): Promise<number | null> {
  const { headSha, headBranch, headRepositoryName } = run
  if (headRepositoryName === null) {
    // The fork is gone, and with it what a list could be asked by but the commit.
    const { items } = await github.listPullRequestsOfCommit(repository, headSha, 1)
    return onlyOf(items.filter((pull) => pull.headSha === headSha && pull.headBranch === headBranch))
  }
  const [owner = ''] = headRepositoryName.split('/')
  const query = { state: 'all', head: `${owner}:${headBranch ?? ''}` } as const
  const { items } = await github.listPullRequests(repository, query, 1)
  return newestOf(items, run)
}

function onlyOf(pulls: readonly PullRequest[]): number | null {
  const [only, ...others] = pulls
  return only !== undefined && others.length === 0 ? only.number : null
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
