/** Artifacts of the run that this step is part of: through the runtime token where there is one, else by REST. */
import { UserError } from '../errors.ts'
import type { Artifact, RepositoryRef } from '../model.ts'
import { unmatchedNames } from '../select/artifacts.ts'
import { fileNameOf } from '../select/workflows.ts'
import type { Context, ResultsArtifact, World } from '../world.ts'
import {
  describeRun,
  identityOf,
  type Findings,
  type Missing,
  type RunIdentity,
  type TakenArtifact,
} from './findings.ts'
import { textAt } from './gather-commit.ts'
import { nearestInRun } from './gather-nearest.ts'
import { byId, listArtifacts, lookInto } from './gather-run.ts'
import { judgeArtifacts, type Contents } from './plan-contents.ts'
import { nearestTo } from './plan-nearest.ts'
import { literalName, type FetchRequest } from './plan-request.ts'

export interface CurrentRun {
  readonly repository: RepositoryRef
  readonly runId: number
  /** Whether there is a token for the REST API. */
  readonly hasToken: boolean
  /** Whether nobody will look again: then a miss is explained as well as can be. */
  readonly isLast: boolean
}

const maxNearest = 5

/** Finds what is asked for in the current run. Throws UserError where nothing could be asked. */
export async function gatherCurrent(
  world: World,
  request: FetchRequest,
  current: CurrentRun,
): Promise<Findings> {
  if (request.target !== 'artifacts') return gatherCurrentJobs(world, request, current)
  if (world.context.isGhes) throw new UserError(ghesMessage, { hint: ghesHint })
  const listed = await listCurrent(world, request, current)
  const contents = judgeArtifacts(
    current.runId,
    listed.map(({ artifact }) => artifact),
    request,
  )
  const viaOf = new Map(listed.map(({ artifact, via }) => [artifact.id, via]))
  const missing = missingOf(contents, request, current)
  const found = foundIn(current, {
    identity: currentIdentity(world.context, current),
    contents,
    lacks: 'artifacts',
  })
  return {
    ...found,
    taken: found.taken.map((run) => ({
      ...run,
      artifacts: run.artifacts.map(({ artifact }) => ({ artifact, via: viaOf.get(artifact.id) ?? 'api' })),
    })),
    missing,
    nearestNames: missing.length === 0 ? [] : await nearestNames(world, request, { current, contents }),
  }
}

/** The results service lists all names; where the API was asked for one only, it is asked for the others as well. */
async function nearestNames(
  { github, results }: World,
  request: FetchRequest,
  { current, contents }: { readonly current: CurrentRun; readonly contents: Contents },
): Promise<readonly string[]> {
  const known = nearest(contents, request)
  return known.length > 0 || results !== null || !current.isLast
    ? known
    : nearestInRun(github, request, current)
}

const ghesMessage =
  'Artifacts of the current run cannot be fetched on GitHub Enterprise Server: its API lists them only when the run has completed.'
const ghesHint =
  'Fetch them from a workflow on workflow_run (run-id: ${{ github.event.workflow_run.id }}), or of an earlier run (workflow, branch, commit).'

async function gatherCurrentJobs(
  world: World,
  request: FetchRequest,
  current: CurrentRun,
): Promise<Findings> {
  const run = await world.github.getRun(current.repository, current.runId)
  const contents = await lookInto(world.github, current, request)
  const found = foundIn(current, { identity: identityOf(run), contents, lacks: 'jobs' })
  return {
    ...found,
    taken: found.taken.map((taken) => ({ ...taken, run })),
    missing:
      contents.lack === null
        ? []
        : [{ what: `the current run has not what was asked for: ${contents.lack}`, hint: '' }],
  }
}

function foundIn(
  current: CurrentRun,
  {
    identity,
    contents,
    lacks,
  }: {
    readonly identity: RunIdentity
    readonly contents: Contents
    readonly lacks: 'artifacts' | 'jobs'
  },
): Findings {
  const isTaken = contents.artifacts.length > 0 || contents.jobs.length > 0
  return {
    taken: [
      {
        repository: current.repository,
        identity,
        run: null,
        isCurrent: true,
        isFork: false,
        artifacts: byId(contents.artifacts).map((artifact) => ({ artifact, via: 'api' })),
        jobs: contents.jobs,
      },
    ],
    runDecisions: [
      {
        repository: current.repository,
        identity,
        isTaken,
        test: isTaken ? '' : lacks,
        reason: isTaken ? '' : (contents.lack ?? ''),
      },
    ],
    artifactDecisions: contents.artifactDecisions,
    missing: [],
    notes: [],
    nearestNames: [],
    distance: null,
    producers: [{ ...identity, status: 'in_progress', conclusion: null }],
  }
}

/**
 * The results service knows this attempt's artifacts only. On a re-run those of earlier attempts come by REST: when
 * something asked for is not there, and when a pattern cannot tell whether something is missing.
 */
async function listCurrent(
  world: World,
  request: FetchRequest,
  current: CurrentRun,
): Promise<readonly TakenArtifact[]> {
  const byResults = await listByResults(world, current)
  if (byResults === null) return listByRest(world, request, current)
  const isRerun = (world.context.runAttempt ?? 1) > 1
  if (!isRerun || !current.hasToken) return byResults
  const isSure = literalName(request.artifactSelectors) !== null && hasAll(byResults, request)
  if (isSure) return byResults
  try {
    return merge(byResults, await listByRest(world, request, current))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    world.log.warning(
      `Artifacts of earlier attempts of this run could not be looked for: ${error.message} ${error.hint}`,
    )
    return byResults
  }
}

/** Null where there is no results service, or where it does not answer and REST can be asked instead. */
async function listByResults(world: World, current: CurrentRun): Promise<readonly TakenArtifact[] | null> {
  if (world.results === null) return null
  try {
    const listed = await world.results.listArtifacts()
    return listed.map((artifact) => ({ artifact: fromResults(artifact, current.runId), via: 'results' }))
  } catch (error) {
    if (!current.hasToken || !(error instanceof UserError)) throw error
    world.log.debug(`The results service did not answer, so the API is asked: ${error.message}`)
    return null
  }
}

async function listByRest(
  { github }: World,
  request: FetchRequest,
  current: CurrentRun,
): Promise<readonly TakenArtifact[]> {
  if (!current.hasToken)
    throw new UserError(
      'The artifacts of the current run cannot be listed: there is neither a runtime token nor a github-token.',
      {
        hint: 'Run the action as a step with uses:, which gives it the runtime token, or set github-token.',
      },
    )
  const listed = await listArtifacts(github, current, request)
  return listed.map((artifact) => ({ artifact, via: 'api' }))
}

const hasAll = (listed: readonly TakenArtifact[], request: FetchRequest): boolean =>
  unmatchedNames(
    listed.map(({ artifact }) => artifact),
    request.artifactSelectors,
  ).length === 0

/** The results service's own come first: their URLs take no quota. */
function merge(first: readonly TakenArtifact[], second: readonly TakenArtifact[]): readonly TakenArtifact[] {
  const known = new Set(first.map(({ artifact }) => artifact.id))
  return [...first, ...second.filter(({ artifact }) => !known.has(artifact.id))]
}

const fromResults = (artifact: ResultsArtifact, runId: number): Artifact => ({
  ...artifact,
  isExpired: false,
  // Only orders artifacts of one run among each other, which their ids do as well.
  createdAtMs: artifact.createdAtMs ?? 0,
  expiresAtMs: null,
  run: { id: runId, headBranch: null, headSha: null, repositoryId: null, headRepositoryId: null },
})

function missingOf(contents: Contents, request: FetchRequest, current: CurrentRun): readonly Missing[] {
  const unmatched = unmatchedNames(contents.artifacts, request.artifactSelectors)
  const where = `the current ${describeRun(current.repository, current.runId)}`
  const hint = 'Check that the job that uploads it is in needs:, and that it was not skipped.'
  if (unmatched.length > 0)
    return unmatched.map((pattern) => ({
      what: `${where} has no artifact that matches ${pattern.source}`,
      hint,
    }))
  return contents.lack === null
    ? []
    : [{ what: `${where} has not what was asked for: ${contents.lack}`, hint }]
}

function nearest(contents: Contents, request: FetchRequest): readonly string[] {
  const asked = (request.artifactSelectors.name?.includes ?? []).map(({ source }) => source)
  const names = contents.artifactDecisions
    .map(({ artifact }) => artifact.name)
    .filter((name) => !asked.includes(name))
  return asked.length === 0 ? [] : nearestTo(asked, names, maxNearest)
}

/** What the runner says about the run, for no request. For a pull request the head is its own, not the merge's. */
export function currentIdentity(context: Context, current: CurrentRun): RunIdentity {
  const { payload, serverUrl } = context
  const { repository, runId } = current
  return {
    id: runId,
    number: context.runNumber,
    attempt: context.runAttempt,
    url: `${serverUrl.replace(/\/+$/, '')}/${repository.owner}/${repository.name}/actions/runs/${runId}`,
    workflowName: fileNameOf(context.workflowPath),
    event: context.event,
    headSha: textAt(payload, ['pull_request', 'head', 'sha']) ?? context.sha,
    headBranch: textAt(payload, ['pull_request', 'head', 'ref']) ?? (context.refName || null),
    status: 'in_progress',
    conclusion: null,
    createdAtMs: null,
  }
}
