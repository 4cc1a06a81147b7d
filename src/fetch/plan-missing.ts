/** What is missing, and why, in words: clauses with hostile text. Pure. */
import type { Artifact } from '../model.ts'
import { unmatchedNames } from '../select/artifacts.ts'
import { countOf } from '../text/format.ts'
import { describeRun, type Missing, type RunDecision, type TakenRun } from './findings.ts'
import type { FetchRequest } from './plan-request.ts'

/**
 * Why artifacts of a run may be there and not be seen; empty where that is not so. GitHub Enterprise Server lists them
 * only when their run has completed.
 */
export function hintOfUnlisted(
  { isGhes }: Pick<FetchRequest, 'isGhes'>,
  decisions: readonly RunDecision[],
): string {
  const unfinished = decisions.find(
    ({ identity, test }) => test === 'artifacts' && identity.status !== 'completed',
  )
  return isGhes && unfinished !== undefined
    ? `Run ${unfinished.identity.id} has not completed, and GitHub Enterprise Server lists the artifacts of a run only then: wait for its end (wait: 30min), or fetch them in a workflow on workflow_run.`
    : ''
}

/** What runs and artifacts that were asked for by their ids lack, all together: names and min-count. */
export function lackOfAddresses(
  artifacts: readonly Artifact[],
  { runs, decisions }: { readonly runs: readonly TakenRun[]; readonly decisions: readonly RunDecision[] },
  request: FetchRequest,
): readonly Missing[] {
  if (decisions.every(({ isTaken }) => !isTaken))
    return decisions.map((decision) => lackOfRun(decision, request))
  if (request.target !== 'artifacts') return []
  const unmatched = unmatchedNames(artifacts, request.artifactSelectors)
  const [only] = runs.length === 1 ? runs : []
  const where = only === undefined ? 'what was asked for' : describeRun(only.repository, only.identity.id)
  if (unmatched.length > 0)
    return unmatched.map(({ source }) => ({
      what: `${where} has no artifact that matches ${source}`,
      hint: '',
    }))
  if (artifacts.length >= request.minCount) return []
  return [
    {
      what: `${where} has only ${countOf(artifacts.length, 'artifact')} of those asked for, fewer than min-count (${request.minCount})`,
      hint: '',
    },
  ]
}

function lackOfRun({ repository, identity, test, reason }: RunDecision, { ask }: FetchRequest): Missing {
  if (test === 'artifacts')
    return {
      what:
        ask.kind === 'artifacts' ? reason : `${describeRun(repository, identity.id)} is there, but ${reason}`,
      hint: '',
    }
  return {
    what: `${describeRun(repository, identity.id)} is there, but ${reason}`,
    hint: 'Selectors beside run-id and artifact-id narrow further: widen or remove them.',
  }
}
