/** What a miss suggests: names that exist and are near to those asked for. */
import { ApiError } from '../errors.ts'
import { describeWorkflowLine } from '../select/workflows.ts'
import type { Artifact, RepositoryRef } from '../model.ts'
import type { GitHub, Page, World } from '../world.ts'
import type { ArtifactDecision, RunDecision } from './findings.ts'
import type { Scope } from './gather-scope.ts'
import { nearestTo } from './plan-nearest.ts'
import { askedNames, literalName, type FetchRequest } from './plan-request.ts'

const maxNames = 5

export interface MissFacts {
  readonly scope: Scope
  readonly runDecisions: readonly RunDecision[]
  readonly artifactDecisions: readonly ArtifactDecision[]
}

/**
 * The nearest workflow names where the workflow is not there, else the nearest artifact names; at most two requests.
 * Never throws for an answer of GitHub: a suggestion is not worth a failure.
 */
export async function nearestNames(
  { github }: World,
  request: FetchRequest,
  facts: MissFacts,
): Promise<readonly string[]> {
  const { workflow } = facts.scope
  if (workflow.missing !== null) {
    const asked = (workflow.list?.includes ?? []).map(describeWorkflowLine)
    return nearestTo(asked, workflow.nearestOf, maxNames)
  }
  const asked = askedNames(request)
  if (asked.length === 0) return []
  const nearestOf = (names: readonly string[]): readonly string[] =>
    nearestTo(
      asked,
      names.filter((name) => !asked.includes(name)),
      maxNames,
    )
  const sources = [
    () => Promise.resolve(facts.artifactDecisions.map(({ artifact }) => artifact.name)),
    () => namesOfNearMiss(github, facts),
    () => newestNames(github, facts),
  ]
  for (const source of sources) {
    const found = nearestOf(await source())
    if (found.length > 0) return found
  }
  return []
}

/**
 * The nearest of the names that a run has, for one request. Only where one literal name is asked for: other lists of
 * a run's artifacts were whole, and have been looked through.
 */
export async function nearestInRun(
  github: GitHub,
  request: FetchRequest,
  run: { readonly repository: RepositoryRef; readonly runId: number },
): Promise<readonly string[]> {
  const name = literalName(request.artifactSelectors)
  if (request.target !== 'artifacts' || name === null) return []
  const names = await namesIn(() => github.listRunArtifacts(run, {}, 1))
  return nearestTo(
    [name],
    names.filter((each) => each !== name),
    maxNames,
  )
}

/** Artifacts of the newest run that is right but for them; what is known of one has the name, and has expired. */
async function namesOfNearMiss(
  github: GitHub,
  { scope, runDecisions, artifactDecisions }: MissFacts,
): Promise<readonly string[]> {
  const known = new Set(artifactDecisions.map(({ runId }) => runId))
  const nearMiss = runDecisions.find(({ test, identity }) => test === 'artifacts' && !known.has(identity.id))
  if (nearMiss === undefined) return []
  const run = { repository: scope.repository, runId: nearMiss.identity.id }
  return namesIn(() => github.listRunArtifacts(run, {}, 1))
}

const newestNames = (github: GitHub, { scope }: MissFacts): Promise<readonly string[]> =>
  namesIn(() => github.listArtifacts(scope.repository, {}, 1))

async function namesIn(list: () => Promise<Page<Artifact>>): Promise<readonly string[]> {
  try {
    return (await list()).items.map(({ name }) => name)
  } catch (error) {
    if (error instanceof ApiError) return []
    throw error
  }
}
