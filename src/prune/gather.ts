/** Reads everything that the rules ask for of one repository: completely, or not at all. */
import { readWhole } from '../listing.ts'
import type { Artifact, ArtifactRun, Repository } from '../model.ts'
import type { World } from '../world.ts'
import { readFacts } from './gather-facts.ts'
import { affordable, pagesAtOnce } from './gather-quota.ts'
import {
  readEveryRun,
  readRunsOf,
  readUnfinishedRuns,
  type KnownRuns,
  type RunReader,
} from './gather-runs.ts'
import type { Inventory } from './items.ts'
import { canSpareRuns, inScopeByThemselves, readsOf, type Reads } from './plan-reads.ts'
import type { Policy } from './policy-rules.ts'

export interface GatherRequest {
  readonly policy: Policy
  readonly nowMs: number
  /** Share of the rate limit to leave, 0 to 1. */
  readonly apiReserve: number
  /** The run that this step is part of, where it is of this repository. */
  readonly currentRunId: number | null
}

/**
 * The inventory of a repository. Throws UserError when a listing does not come out complete, when the quota cannot pay
 * for it, or when the data behind a protection or a branch word cannot be read; ApiError else.
 */
export async function gather(
  repository: Repository,
  request: GatherRequest,
  world: World,
): Promise<Inventory> {
  const { policy, nowMs, apiReserve, currentRunId } = request
  const reads = readsOf(policy)
  const reader: RunReader = {
    github: world.github,
    repository,
    canAfford: affordable(world.github, apiReserve),
  }

  // Artifacts before runs: a run that starts in between has none in the list, and one that ended is seen as it is.
  const [artifacts, facts] = await Promise.all([
    reads.artifacts ? readArtifacts(reader) : Promise.resolve([]),
    readFacts(reader, {
      reads,
      protectsOpenPrs: policy.protectOpenPrs && policy.kind !== 'cancel',
      nowMs,
      defaultBranch: repository.defaultBranch,
    }),
  ])
  const runs = await readRuns({ repository, policy, reads, artifacts, facts: facts.facts }, reader)
  return { repository, currentRunId, artifacts, ...runs, ...facts, inResults: new Set(), missing: [] }
}

function readArtifacts({ github, repository, canAfford }: RunReader): Promise<readonly Artifact[]> {
  const slim = slimmer()
  return readWhole({
    what: `the artifacts of ${repository.owner}/${repository.name}`,
    fetchPage: async (page) => {
      const read = await github.listArtifacts(repository, {}, page)
      return { ...read, items: read.items.map(slim) }
    },
    idOf: ({ id }) => id,
    concurrency: pagesAtOnce,
    canAfford,
  })
}

/**
 * Makes artifacts share what is the same: of 100,000, most of the memory is names, branches and SHAs that repeat. No
 * rule looks at digests, which are as long and never repeat.
 */
function slimmer(): (artifact: Artifact) => Artifact {
  const names = new Map<string, string>()
  const runs = new Map<number, ArtifactRun>()
  return (artifact) => {
    const name = shared(names, artifact.name, artifact.name)
    const run = artifact.run === null ? null : shared(runs, artifact.run.id, artifact.run)
    return { ...artifact, name, run, digest: null }
  }
}

function shared<K, V>(known: Map<K, V>, key: K, value: V): V {
  const first = known.get(key)
  if (first !== undefined) return first
  known.set(key, value)
  return value
}

interface RunsRequest extends Pick<Inventory, 'repository' | 'artifacts' | 'facts'> {
  readonly policy: Policy
  readonly reads: Reads
}

function readRuns(request: RunsRequest, reader: RunReader): Promise<KnownRuns> {
  const { policy, reads } = request
  if (reads.runs === 'all') return readEveryRun(reader)
  if (policy.kind === 'cancel') return readUnfinishedRuns(reader)
  const inScope = inScopeByThemselves(policy, request)
  // Nothing that could be deleted: then it does not matter of which run.
  if (inScope.length === 0) return Promise.resolve({ runs: new Map(), knownRuns: 'unfinished' })
  if (reads.runs === 'unfinished' || canSpareRuns(policy, inScope, request.repository))
    return readUnfinishedRuns(reader)
  return readRunsOf(inScope, reader)
}
