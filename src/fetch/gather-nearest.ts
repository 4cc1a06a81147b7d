/** What a miss suggests: names that exist and are near to those asked for. */
import { ApiError } from '../errors.ts'
import { describeWorkflowLine } from '../select/workflows.ts'
import type { GitHub, World } from '../world.ts'
import type { ArtifactDecision, RunDecision } from './findings.ts'
import type { Scope } from './gather-scope.ts'
import { nearestTo } from './plan-nearest.ts'
import type { FetchRequest } from './plan-request.ts'

const maxNames = 5

export interface MissFacts {
  readonly scope: Scope
  readonly runDecisions: readonly RunDecision[]
  readonly artifactDecisions: readonly ArtifactDecision[]
}

/**
 * The nearest workflow names where the workflow is not there, else the nearest artifact names; at most one request.
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
  const known = facts.artifactDecisions.map(({ artifact }) => artifact.name)
  const others = known.some((name) => !asked.includes(name)) ? [] : await otherNames(github, facts)
  return nearestTo(
    asked,
    [...known, ...others].filter((name) => !asked.includes(name)),
    maxNames,
  )
}

/** The name lines that a typo can be in. */
export const askedNames = ({ artifactSelectors, target }: FetchRequest): readonly string[] =>
  target === 'artifacts' ? (artifactSelectors.name?.includes ?? []).map(({ source }) => source) : []

/** Artifacts of the newest run that is right but for its artifacts, else the newest of the repository. */
async function otherNames(github: GitHub, { scope, runDecisions }: MissFacts): Promise<readonly string[]> {
  const { repository } = scope
  const nearMiss = runDecisions.find(({ test }) => test === 'artifacts')
  try {
    const { items } =
      nearMiss === undefined
        ? await github.listArtifacts(repository, {}, 1)
        : await github.listRunArtifacts({ repository, runId: nearMiss.identity.id }, {}, 1)
    return items.map(({ name }) => name)
  } catch (error) {
    if (error instanceof ApiError) return []
    throw error
  }
}
