/**
 * Reads what stands behind the protections and the words of `branch` and `workflow`. What cannot be read protects
 * nothing: an error, before anything is deleted.
 */
import { ApiError, UserError } from '../errors.ts'
import { readWhole, type WholeListing } from '../listing.ts'
import type { PullRequest, Ref } from '../model.ts'
import { headKey } from '../select/branches.ts'
import { gatherRunFacts } from '../select/facts.ts'
import { pagesAtOnce } from './gather-quota.ts'
import type { RunReader } from './gather-runs.ts'
import type { Inventory, OpenHeads } from './items.ts'
import type { Reads } from './plan-reads.ts'

export interface FactsRequest {
  readonly reads: Pick<Reads, 'tags' | 'openPulls' | 'existingRefs' | 'workflows'>
  /** Whether the pull requests are read for `protect-open-prs`, rather than for a branch word. */
  readonly protectsOpenPrs: boolean
  readonly nowMs: number
  readonly defaultBranch: string
}

/** What the rules ask for besides runs and artifacts. Throws UserError that names the input that asks. */
export async function readFacts(
  reader: RunReader,
  request: FactsRequest,
): Promise<Pick<Inventory, 'tagShas' | 'openHeads' | 'facts'>> {
  const { github, repository, canAfford } = reader
  const { reads, protectsOpenPrs, nowMs, defaultBranch } = request
  const [tagShas, openHeads, facts] = await Promise.all([
    reads.tags ? readTagShas(reader) : Promise.resolve(null),
    reads.openPulls
      ? readOpenHeads(reader, protectsOpenPrs ? 'protect-open-prs' : 'branch: @closed-pr')
      : Promise.resolve(null),
    gatherRunFacts(github, repository, {
      // The default branch and the pull requests are read already.
      needs: {
        defaultBranch: false,
        openHeads: false,
        existingRefs: reads.existingRefs,
        workflows: reads.workflows,
      },
      nowMs,
      canAfford,
    }),
  ])
  return { tagShas, openHeads, facts: { ...facts, defaultBranch, openHeads: openHeads?.branches ?? null } }
}

/** The commits that carry a tag. */
async function readTagShas({ github, repository, canAfford }: RunReader): Promise<ReadonlySet<string>> {
  const tags = await readBehind<Ref>({
    what: `the tags of ${repository.owner}/${repository.name}`,
    fetchPage: (page) => github.listTags(repository, page),
    idOf: ({ name }) => name,
    concurrency: pagesAtOnce,
    canAfford,
    asker: 'protect-tagged',
    mend: mendOf('contents: read', 'protect-tagged'),
  })
  return new Set(tags.map(({ sha }) => sha))
}

/** Heads of the open pull requests. `asker` is the input that needs them, `protect-open-prs` or `branch: @closed-pr`. */
async function readOpenHeads(
  { github, repository, canAfford }: RunReader,
  asker: 'protect-open-prs' | 'branch: @closed-pr',
): Promise<OpenHeads> {
  const pulls = await readBehind<PullRequest>({
    what: `the open pull requests of ${repository.owner}/${repository.name}`,
    fetchPage: (page) => github.listPullRequests(repository, { state: 'open' }, page),
    idOf: ({ number }) => number,
    concurrency: pagesAtOnce,
    canAfford,
    asker,
    mend:
      asker === 'protect-open-prs'
        ? mendOf('pull-requests: read', 'protect-open-prs')
        : 'Add "permissions: pull-requests: read" to the job, or name the branches themselves.',
  })
  return {
    branches: new Set(pulls.map(({ headRepositoryId, headBranch }) => headKey(headRepositoryId, headBranch))),
    shas: new Set(pulls.map(({ headSha }) => headSha)),
  }
}

const mendOf = (permission: string, input: string): string =>
  `Add "permissions: ${permission}" to the job, or write ${input}: false to do without this protection.`

async function readBehind<T>(
  listing: WholeListing<T> & { readonly asker: string; readonly mend: string },
): Promise<readonly T[]> {
  try {
    return await readWhole(listing)
  } catch (error) {
    // Waiting mends a rate limit, and trying again a network: those say so themselves.
    if (!(error instanceof ApiError)) throw error
    const isRefusal =
      error.kind === 'permission' || error.kind === 'not-found' || error.kind === 'unauthorized'
    throw new UserError(`${listing.asker} needs ${listing.what}, which cannot be read. ${error.message}`, {
      hint: isRefusal ? listing.mend : error.hint,
      cause: error,
    })
  }
}
