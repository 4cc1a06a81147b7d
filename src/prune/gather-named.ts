/** Reads runs and artifacts that were named by id, one by one; the current run's artifacts need no permission. */
import { ApiError, isMissing, UserError } from '../errors.ts'
import type { Address, Selectors } from '../inputs.ts'
import { eachOnce, inParallel, readWhole, tooExpensive } from '../listing.ts'
import type { Artifact, Repository, RepositoryRef, Run } from '../model.ts'
import type { ResultsArtifact, World } from '../world.ts'
import { readFacts } from './gather-facts.ts'
import { affordable, pagesAtOnce } from './gather-quota.ts'
import { readOneByOne, type RunReader } from './gather-runs.ts'
import type { GatherRequest } from './gather.ts'
import type { Inventory } from './items.ts'
import { needsNamedRuns, readsOf } from './plan-reads.ts'

interface Scene {
  readonly repository: Repository
  readonly reader: RunReader
  readonly request: GatherRequest
  readonly world: World
  readonly runIds: readonly number[]
  readonly artifactIds: readonly number[]
}

/** The inventory of the runs and artifacts of a repository that were named. Throws as `gather` does. */
export async function gatherNamed(
  repository: Repository,
  request: GatherRequest,
  world: World,
): Promise<Inventory> {
  const { policy, nowMs, apiReserve, currentRunId } = request
  const reader: RunReader = {
    github: world.github,
    repository,
    canAfford: affordable(world.github, apiReserve),
  }
  const scene: Scene = { repository, reader, request, world, ...idsIn(repository, policy.selectors) }

  const ours = await readCurrentRun(scene)
  // The current run is exempt from all that a run is asked for, unless a rule looks at it.
  const isOfInterest = (runId: number): boolean => runId !== currentRunId || needsNamedRuns(policy)
  const named = await readOneByOne(scene.runIds.filter(isOfInterest), reader)
  const theirs = await readArtifactsOf(
    named.filter(({ id }) => id !== currentRunId),
    scene,
  )
  const listed = eachOnce([...ours.artifacts, ...theirs], ({ id }) => id)
  const artifacts = [...listed, ...(await readArtifacts(without(scene.artifactIds, listed), scene))]
  const parents = artifacts.flatMap(({ run }) => (run === null ? [] : [run.id]))
  const others = await readOneByOne(without([...new Set(parents)].filter(isOfInterest), named), reader)
  return {
    repository,
    currentRunId,
    artifacts,
    runs: new Map([...named, ...others].map((run) => [run.id, run])),
    knownRuns: 'every',
    ...(await readFacts(reader, {
      reads: readsOf(policy),
      protectsOpenPrs: policy.protectOpenPrs,
      nowMs,
      defaultBranch: repository.defaultBranch,
    })),
    inResults: ours.inResults,
    missing: [
      ...without(scene.runIds.filter(isOfInterest), named).map((id) => `run ${id}`),
      ...without(scene.artifactIds, artifacts).map((id) => `artifact ${id}`),
    ],
  }
}

/** A URL says which repository its id is of; a bare id is of the one that the step is about. */
function idsIn(
  repository: RepositoryRef,
  { runIds, artifactIds }: Selectors,
): Pick<Scene, 'runIds' | 'artifactIds'> {
  const own = (addresses: readonly Address[] | null): readonly number[] =>
    (addresses ?? [])
      .filter((address) => address.repository === null || isSame(address.repository, repository))
      .map(({ id }) => id)
  return { runIds: own(runIds), artifactIds: own(artifactIds) }
}

const isSame = (one: RepositoryRef, other: RepositoryRef): boolean =>
  one.owner.toLowerCase() === other.owner.toLowerCase() && one.name.toLowerCase() === other.name.toLowerCase()

const without = (ids: readonly number[], found: readonly { readonly id: number }[]): readonly number[] => {
  const known = new Set(found.map(({ id }) => id))
  return ids.filter((id) => !known.has(id))
}

interface CurrentRun {
  readonly artifacts: readonly Artifact[]
  /** Those that the results service lists. */
  readonly inResults: ReadonlySet<number>
}

const nothing: CurrentRun = { artifacts: [], inResults: new Set() }

/** Artifacts of the current run: from the results service, which needs no permission, else by REST. */
async function readCurrentRun(scene: Scene): Promise<CurrentRun> {
  const { currentRunId } = scene.request
  if (currentRunId === null) return nothing
  const isNamed = scene.runIds.includes(currentRunId)
  if (!isNamed && scene.artifactIds.length === 0) return nothing
  const seen = await readResults(scene, currentRunId)
  if (!isNamed) return seen ?? nothing
  if (seen === null) return { ...nothing, artifacts: await readByRest(scene, currentRunId) }
  // A re-run may not see there what the attempts before it uploaded.
  const isRerun = (scene.world.context.runAttempt ?? 1) > 1
  if (!isRerun) return seen
  const earlier = await readEarlierAttempts(scene, currentRunId)
  return { ...seen, artifacts: eachOnce([...earlier, ...seen.artifacts], ({ id }) => id) }
}

async function readByRest(scene: Scene, runId: number): Promise<readonly Artifact[]> {
  const artifacts = await readRunArtifacts(runId, scene)
  if (artifacts.length === 0 && scene.world.context.isGhes) throw notListedYet(runId)
  return artifacts
}

async function readEarlierAttempts(scene: Scene, runId: number): Promise<readonly Artifact[]> {
  try {
    return await readRunArtifacts(runId, scene)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    scene.world.log.warning(`Artifacts of earlier attempts of this run cannot be seen. ${error.message}`)
    return []
  }
}

const notListedYet = (runId: number): UserError =>
  new UserError(`GitHub Enterprise Server lists no artifacts of run ${runId}, which is still running.`, {
    hint: 'It lists them when the run has completed: delete them from a workflow on workflow_run, or from a scheduled one.',
  })

/** Null where there is no results service, or it does not answer. */
async function readResults(scene: Scene, runId: number): Promise<CurrentRun | null> {
  const { world } = scene
  if (world.results === null) return null
  try {
    const listed = await world.results.listArtifacts()
    return {
      artifacts: listed.map((artifact) => fromResults(artifact, runId, scene)),
      inResults: new Set(listed.map(({ id }) => id)),
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    world.log.debug(`${error.message} The REST API is asked instead.`)
    return null
  }
}

/** The service says nothing of the run, which is known, nor of its head: who asks for it reads the run. */
const fromResults = (listed: ResultsArtifact, runId: number, { request, repository }: Scene): Artifact => ({
  ...listed,
  isExpired: false,
  createdAtMs: listed.createdAtMs ?? request.nowMs,
  expiresAtMs: null,
  run: { id: runId, headBranch: null, headSha: null, repositoryId: repository.id, headRepositoryId: null },
})

/** With runs as a target too: a run takes its artifacts with it. */
async function readArtifactsOf(runs: readonly Run[], scene: Scene): Promise<readonly Artifact[]> {
  const { targets, selectors } = scene.request.policy
  const isNeeded =
    targets.includes('runs') || (targets.includes('artifacts') && selectors.artifactIds === null)
  if (!isNeeded) return []
  const lists = await inParallel(runs, pagesAtOnce, ({ id }) => readRunArtifacts(id, scene))
  return lists.flat()
}

const readRunArtifacts = (runId: number, { reader }: Scene): Promise<readonly Artifact[]> => {
  const { github, repository, canAfford } = reader
  return readWhole({
    what: `the artifacts of run ${runId} of ${repository.owner}/${repository.name}`,
    fetchPage: (page) => github.listRunArtifacts({ repository, runId }, {}, page),
    idOf: ({ id }) => id,
    // Runs are read side by side already.
    concurrency: 1,
    canAfford,
  })
}

/** Artifacts by their ids; those that are not there are left out. */
async function readArtifacts(ids: readonly number[], { reader }: Scene): Promise<readonly Artifact[]> {
  const { github, repository, canAfford } = reader
  if (!canAfford(ids.length))
    throw tooExpensive(`the artifacts of ${repository.owner}/${repository.name}`, ids.length)
  const artifacts = await inParallel(ids, pagesAtOnce, async (id) => {
    try {
      return await github.getArtifact(repository, id)
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  })
  return artifacts.filter((artifact) => artifact !== null)
}
