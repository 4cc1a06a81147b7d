/** Gathers what the words of `branch` and `workflow` mean today. Reads only what the lines ask for. */
import { ApiError, UserError } from '../errors.ts'
import { readWhole, type WholeListing } from '../listing.ts'
import type { RepositoryRef } from '../model.ts'
import type { GitHub } from '../world.ts'
import { headKey } from './branches.ts'
import type { RunFacts, RunSelectors } from './runs.ts'
import { isAnyWorkflow } from './workflows.ts'

export interface FactNeeds {
  readonly defaultBranch: boolean
  readonly existingRefs: boolean
  readonly openHeads: boolean
  readonly workflows: boolean
}

/** What the lines of `branch` and `workflow` need to know. Pure. */
export function factsNeeded({ branch, workflow }: Pick<RunSelectors, 'branch' | 'workflow'>): FactNeeds {
  const words = new Set(
    [...(branch?.includes ?? []), ...(branch?.excludes ?? [])].flatMap((line) =>
      line.kind === 'word' ? [line.word] : [],
    ),
  )
  const workflowLines = [...(workflow?.includes ?? []), ...(workflow?.excludes ?? [])]
  return {
    defaultBranch: words.has('@default') || words.has('@closed-pr'),
    existingRefs: words.has('@deleted'),
    openHeads: words.has('@closed-pr'),
    // Patterns too: they match the display name of today, which old runs do not carry.
    workflows: workflowLines.some((line) => line.kind !== 'id' && !isAnyWorkflow(line)),
  }
}

export interface FactsRequest {
  readonly needs: FactNeeds
  readonly nowMs: number
  /** Whether the quota pays for that many more calls. */
  readonly canAfford: (calls: number) => boolean
}

/** Pages of one list that are read at once. */
const concurrency = 4

/**
 * Reads the facts. `commitSha` and `pullRequest` are left null. Throws a UserError that names the selector when a
 * list cannot be read, or when it is empty although it cannot be (no tags at all is fine).
 */
export async function gatherRunFacts(
  github: GitHub,
  repository: RepositoryRef,
  { needs, nowMs, canAfford }: FactsRequest,
): Promise<RunFacts> {
  const reader: Reader = { github, repository, canAfford }
  const [defaultBranch, existingRefs, openHeads, workflows] = await Promise.all([
    needs.defaultBranch
      ? github.getRepository(repository).then((found) => found.defaultBranch)
      : Promise.resolve(null),
    needs.existingRefs ? readRefs(reader) : Promise.resolve(null),
    needs.openHeads ? readOpenHeads(reader) : Promise.resolve(null),
    needs.workflows ? readWorkflows(reader) : Promise.resolve(null),
  ])
  return { nowMs, defaultBranch, existingRefs, openHeads, workflows, commitSha: null, pullRequest: null }
}

interface Reader {
  readonly github: GitHub
  readonly repository: RepositoryRef
  readonly canAfford: (calls: number) => boolean
}

async function readRefs(reader: Reader): Promise<ReadonlySet<string>> {
  const { github, repository } = reader
  const branches = await readBehind(reader, 'branch: @deleted', {
    what: 'branches',
    fetchPage: (page) => github.listBranches(repository, page),
    idOf: ({ name }) => name,
  })
  // A repository with runs has a branch: an empty list is a list that was not given to us.
  if (branches.length === 0)
    throw new UserError('The list of branches is empty, so that branch: @deleted would take every branch.', {
      hint: 'The token may not see them. Give it "contents: read", or name the branches themselves.',
    })
  const tags = await readBehind(reader, 'branch: @deleted', {
    what: 'tags',
    fetchPage: (page) => github.listTags(repository, page),
    idOf: ({ name }) => name,
  })
  return new Set([...branches, ...tags].map(({ name }) => name))
}

async function readOpenHeads(reader: Reader): Promise<ReadonlySet<string>> {
  const pulls = await readBehind(reader, 'branch: @closed-pr', {
    what: 'open pull requests',
    fetchPage: (page) => reader.github.listPullRequests(reader.repository, { state: 'open' }, page),
    idOf: ({ number }) => number,
  })
  return new Set(pulls.map((pull) => headKey(pull.headRepositoryId, pull.headBranch)))
}

async function readWorkflows(reader: Reader): Promise<RunFacts['workflows']> {
  const workflows = await readBehind(reader, 'workflow', {
    what: 'workflows',
    fetchPage: (page) => reader.github.listWorkflows(reader.repository, page),
    idOf: ({ id }) => id,
  })
  return new Map(workflows.map((workflow) => [workflow.id, workflow]))
}

/** `what` is a plural noun; the repository is added to it. */
async function readBehind<T>(
  { repository, canAfford }: Reader,
  selector: string,
  listing: Pick<WholeListing<T>, 'what' | 'fetchPage' | 'idOf'>,
): Promise<readonly T[]> {
  const what = `the ${listing.what} of ${repository.owner}/${repository.name}`
  try {
    return await readWhole({ ...listing, what, concurrency, canAfford })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw new UserError(
      `${selector} needs the list of ${listing.what}, which cannot be read. ${error.message}`,
      {
        hint: error.hint,
        cause: error,
      },
    )
  }
}
