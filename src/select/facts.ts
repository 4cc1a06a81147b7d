/** Gathers what the words of `branch` and `workflow` mean today. Reads only what the lines ask for. */
import { ApiError, UserError } from '../errors.ts'
import { readWhole } from '../listing.ts'
import type { RepositoryRef } from '../model.ts'
import type { GitHub, Page } from '../world.ts'
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

/**
 * Reads the facts. `commitSha` and `pullRequest` are left null. Throws a UserError that names the selector when a
 * list cannot be read, or when it is empty although it cannot be (no tags at all is fine).
 */
export async function gatherRunFacts(
  github: GitHub,
  repository: RepositoryRef,
  request: { readonly needs: FactNeeds; readonly nowMs: number },
): Promise<RunFacts> {
  const { needs, nowMs } = request
  const [defaultBranch, existingRefs, openHeads, workflows] = await Promise.all([
    needs.defaultBranch
      ? github.getRepository(repository).then((found) => found.defaultBranch)
      : Promise.resolve(null),
    needs.existingRefs ? readRefs(github, repository) : Promise.resolve(null),
    needs.openHeads ? readOpenHeads(github, repository) : Promise.resolve(null),
    needs.workflows ? readWorkflows(github, repository) : Promise.resolve(null),
  ])
  return { nowMs, defaultBranch, existingRefs, openHeads, workflows, commitSha: null, pullRequest: null }
}

async function readRefs(github: GitHub, repository: RepositoryRef): Promise<ReadonlySet<string>> {
  const branches = await readBehind('branch: @deleted', 'branches', (page) =>
    github.listBranches(repository, page),
  )
  // A repository with runs has a branch: an empty list is a list that was not given to us.
  if (branches.length === 0)
    throw new UserError('The list of branches is empty, so that branch: @deleted would take every branch.', {
      hint: 'The token may not see them. Give it "contents: read", or name the branches themselves.',
    })
  const tags = await readBehind('branch: @deleted', 'tags', (page) => github.listTags(repository, page))
  return new Set([...branches, ...tags].map(({ name }) => name))
}

async function readOpenHeads(github: GitHub, repository: RepositoryRef): Promise<ReadonlySet<string>> {
  const pulls = await readBehind('branch: @closed-pr', 'open pull requests', (page) =>
    github.listPullRequests(repository, { state: 'open' }, page),
  )
  return new Set(pulls.map((pull) => headKey(pull.headRepositoryId, pull.headBranch)))
}

async function readWorkflows(github: GitHub, repository: RepositoryRef): Promise<RunFacts['workflows']> {
  const workflows = await readBehind('workflow', 'workflows', (page) =>
    github.listWorkflows(repository, page),
  )
  return new Map(workflows.map((workflow) => [workflow.id, workflow]))
}

async function readBehind<T extends { readonly name: string } | { readonly number: number }>(
  selector: string,
  noun: string,
  list: (page: number) => Promise<Page<T>>,
): Promise<readonly T[]> {
  try {
    return await readWhole(list)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw new UserError(`${selector} needs the list of ${noun}, which cannot be read. ${error.message}`, {
      hint: error.hint,
      cause: error,
    })
  }
}
