/** What the selectors mean in one repository: read once, before any run is judged. */
import { isMissing, UserError } from '../errors.ts'
import type { PullRequest, RepositoryRef } from '../model.ts'
import { factsNeeded, gatherRunFacts } from '../select/facts.ts'
import { everyRun, type RunFacts, type RunSelectors } from '../select/runs.ts'
import type { World } from '../world.ts'
import { fullName, isSameRepository, type Missing } from './findings.ts'
import { resolveCommit } from './gather-commit.ts'
import { canAfford } from './gather-quota.ts'
import {
  chooseWorkflows,
  currentWorkflow,
  guessWorkflows,
  workflowOfRun,
  type WorkflowChoice,
} from './gather-workflow.ts'
import type { FetchRequest, FullAddress } from './plan-request.ts'

export interface Scope {
  readonly repository: RepositoryRef
  /** With the workflow that the default or a display name stands for. */
  readonly selectors: RunSelectors
  readonly facts: RunFacts
  readonly workflow: WorkflowChoice
  /** What a selector names and is not there: then no run can match. */
  readonly missing: readonly Missing[]
  readonly notes: readonly string[]
}

/** Reads what the selectors need. Throws UserError, also where a pull request of a fork is asked for. */
export async function gatherScope(
  world: World,
  repository: RepositoryRef,
  request: FetchRequest,
): Promise<Scope> {
  const { github, context, clock } = world
  const workflow = await chooseWorkflow(world, repository, request)
  const needs = { ...factsNeeded({ ...everyRun, branch: request.runSelectors.branch }), workflows: false }
  const facts = await gatherRunFacts(github, repository, {
    needs,
    nowMs: clock.now(),
    canAfford: (calls) => canAfford(github, request.apiReserve, calls),
  })
  const commit = await resolveCommit(github, repository, { request, context })
  const pull = await gatherPull(world, repository, request)
  return {
    repository,
    selectors: { ...request.runSelectors, workflow: workflow.list },
    workflow,
    facts: {
      ...facts,
      workflows: workflow.workflows,
      commitSha: commit?.sha ?? null,
      pullRequest: pull !== null && 'number' in pull ? pull : null,
    },
    missing: [
      ...(commit?.sha === null ? [commit.missing] : []),
      ...(pull !== null && 'what' in pull ? [pull] : []),
    ],
    notes: commit === null || commit.sha === null || commit.note === '' ? [] : [commit.note],
  }
}

async function chooseWorkflow(
  world: World,
  repository: RepositoryRef,
  request: FetchRequest,
): Promise<WorkflowChoice> {
  const { ask, runSelectors, current } = request
  if (ask.kind === 'search' && ask.isOfCurrentWorkflow && current !== null)
    return currentWorkflow(world.context.workflowPath) ?? workflowOfRun(world.github, current)
  return guessWorkflows(runSelectors.workflow) ?? chooseWorkflowsOf(world, repository, request)
}

/**
 * What to take instead of a workflow that the server does not know by its file: the current run's own, which may
 * come from another repository, or those whose display name is meant.
 */
export async function reconsiderWorkflow(world: World, scope: Scope, request: FetchRequest): Promise<Scope> {
  const { ask, current } = request
  const workflow =
    ask.kind === 'search' && ask.isOfCurrentWorkflow && current !== null
      ? await workflowOfRun(world.github, current)
      : await chooseWorkflowsOf(world, scope.repository, request)
  return {
    ...scope,
    workflow,
    selectors: { ...scope.selectors, workflow: workflow.list },
    facts: { ...scope.facts, workflows: workflow.workflows },
  }
}

const chooseWorkflowsOf = (
  { github }: World,
  repository: RepositoryRef,
  { runSelectors, apiReserve }: FetchRequest,
): Promise<WorkflowChoice> =>
  chooseWorkflows(
    { github, canAfford: (calls) => canAfford(github, apiReserve, calls) },
    repository,
    runSelectors.workflow ?? { includes: [], excludes: [] },
  )

async function gatherPull(
  world: World,
  repository: RepositoryRef,
  request: FetchRequest,
): Promise<PullRequest | Missing | null> {
  if (request.pullRequest === null) return null
  let pull: PullRequest
  try {
    pull = await world.github.getPullRequest(repository, request.pullRequest)
  } catch (error) {
    if (!isMissing(error)) throw error
    return {
      what: `${fullName(repository)} has no pull request #${request.pullRequest}`,
      hint: error.hint,
    }
  }
  if (request.target !== 'artifacts' || request.allowForks) return pull
  const repositoryId = await idOf(world, repository, request.current)
  if (pull.headRepositoryId === repositoryId) return pull
  throw new UserError(
    `Pull request #${pull.number} of ${fullName(repository)} comes from ${pull.headOwner === null ? 'a fork that is gone' : `the fork of ${pull.headOwner}`}: artifacts of its runs are made by code that nobody with write access has approved.`,
    { hint: forkHint },
  )
}

/** How to take artifacts of forks, for those who know what they do. */
export const forkHint =
  'If the files are only read as data (never run, sourced or put on a path), set allow-forks: true and a path of their own.'

const idOf = async (
  { github, context }: World,
  repository: RepositoryRef,
  current: FullAddress | null,
): Promise<number> =>
  context.repositoryId !== null && current !== null && isSameRepository(current.repository, repository)
    ? context.repositoryId
    : (await github.getRepository(repository)).id
