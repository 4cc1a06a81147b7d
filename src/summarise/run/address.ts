/** Which run to summarise. */
import { UserError } from '../../errors.ts'
import type { SummariseInputs } from '../../inputs.ts'
import type { RepositoryRef } from '../../model.ts'
import type { Context } from '../../world.ts'

export interface RunAddress {
  readonly repository: RepositoryRef
  readonly runId: number
  /** Whether this step is part of the run. */
  readonly isCurrentRun: boolean
}

/**
 * The run of `run-id`; else, under `workflow_run` without `needs`, the run that triggered this one; else the current
 * run. Throws UserError where that is no run, or more than one.
 */
export function runAddress(
  inputs: Pick<SummariseInputs, 'repositories' | 'selectors' | 'needs'>,
  context: Context,
): RunAddress {
  const repository = repositoryOf(inputs, context)
  const [given, ...others] = inputs.selectors.runIds ?? []
  if (others.length > 0)
    throw new UserError(`run-id names ${others.length + 1} runs, and a summary is of one.`, {
      hint: 'Give one id, and a step for each run.',
    })
  if (given !== undefined) return addressOf(given.repository ?? repository, given.id, context)
  if (!isSame(repository, context.repository))
    throw new UserError(`Which run of ${repository.owner}/${repository.name} to summarise is not said.`, {
      hint: 'Give run-id: only in the repository of this workflow is there a current run.',
    })
  const triggering = inputs.needs === null ? triggeringRun(context) : null
  const runId = triggering ?? context.runId
  if (runId === null) throw new UserError('There is no current run to summarise.', { hint: 'Give run-id.' })
  return addressOf(repository, runId, context)
}

const addressOf = (repository: RepositoryRef, runId: number, context: Context): RunAddress => ({
  repository,
  runId,
  isCurrentRun: runId === context.runId && isSame(repository, context.repository),
})

function repositoryOf(
  { repositories }: Pick<SummariseInputs, 'repositories'>,
  context: Context,
): RepositoryRef {
  const [line, ...others] = repositories.includes
  if (line === undefined && context.repository !== null) return context.repository
  if (line?.name.isLiteral === true && others.length === 0)
    return { owner: line.owner, name: line.name.source }
  throw new UserError('repository has to name one repository, to summarise a run of it.', {
    hint: 'Write one owner/name; several of them and patterns are for target: repository.',
  })
}

/** The run whose completion (or request) started this one. */
function triggeringRun({ event, payload }: Context): number | null {
  if (event !== 'workflow_run') return null
  const run = payload['workflow_run']
  const id = isRecord(run) ? run['id'] : null
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null
}

/** The default branch that the event names, when it is of that repository. */
export function defaultBranchOf(
  { payload, repository: own }: Context,
  repository: RepositoryRef,
): string | null {
  const described = payload['repository']
  const branch = isRecord(described) ? described['default_branch'] : null
  return typeof branch === 'string' && branch !== '' && isSame(repository, own) ? branch : null
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** GitHub's names have no case. */
const isSame = (one: RepositoryRef, other: RepositoryRef | null): boolean =>
  one.owner.toLowerCase() === other?.owner.toLowerCase() &&
  one.name.toLowerCase() === other.name.toLowerCase()
