/** What prune decides on: artifacts, logs and runs as items of one shape, and the inventory that they come from. */
import type { Artifact, Repository, Run } from '../model.ts'
import type { PruneTarget } from '../inputs.ts'
import { timestampOf } from '../select/order.ts'
import type { RunFacts } from '../select/runs.ts'

export type ItemKind = 'artifact' | 'logs' | 'run'

/** One thing that could be deleted, with what the rules ask of it. */
export interface Item {
  readonly kind: ItemKind
  /** Of the artifact; for logs and runs, of the run. */
  readonly id: number
  /** What ages it: an artifact's creation, the start of a run's latest attempt. */
  readonly timeMs: number
  /** Bytes of an artifact; 0 for logs and runs, whose artifacts are items of their own. */
  readonly sizeBytes: number
  /** Null for logs and runs. */
  readonly artifact: Artifact | null
  /** Null where the API does not say which run an artifact is of. */
  readonly runId: number | null
  /** The whole run; null where no rule needed it, or where it is not there. */
  readonly run: Run | null
  readonly headBranch: string | null
  readonly headSha: string | null
  /** Null when the head repository is gone, or not known. */
  readonly headRepositoryId: number | null
}

/** Heads of the open pull requests: branches as `headKey` makes them, and commits. */
export interface OpenHeads {
  readonly branches: ReadonlySet<string>
  readonly shas: ReadonlySet<string>
}

/** Everything read of one repository before anything is decided. Null is "no rule asked for it". */
export interface Inventory {
  readonly repository: Repository
  /** The run that this step is part of, where it is of this repository. */
  readonly currentRunId: number | null
  readonly artifacts: readonly Artifact[]
  /** By id. */
  readonly runs: ReadonlyMap<number, Run>
  /**
   * `every`: `runs` holds each run that there is, so that one that is missing is not known. `unfinished`: it holds
   * just those that are not completed.
   */
  readonly knownRuns: 'every' | 'unfinished'
  readonly tagShas: ReadonlySet<string> | null
  readonly openHeads: OpenHeads | null
  /** What the lines of `branch` and `workflow` mean today. */
  readonly facts: RunFacts
  /** Ids of the artifacts that the results service can delete, which needs no permission: the current run's. */
  readonly inResults: ReadonlySet<number>
  /** What was named by id and is not there: `run 7`, `artifact 42`. */
  readonly missing: readonly string[]
}

/** The items of the targets. With runs, artifacts are items too: they go with their run, so they have to be known. */
export function itemsOf(inventory: Inventory, targets: readonly PruneTarget[]): readonly Item[] {
  const items: Item[] = []
  for (const artifact of inventory.artifacts) items.push(artifactItem(artifact, inventory.runs))
  for (const run of inventory.runs.values()) {
    if (targets.includes('logs')) items.push(runItem('logs', run))
    if (targets.includes('runs')) items.push(runItem('run', run))
  }
  return items
}

function artifactItem(artifact: Artifact, runs: ReadonlyMap<number, Run>): Item {
  const run = artifact.run === null ? null : (runs.get(artifact.run.id) ?? null)
  // The run knows more than what the artifact says of it.
  const head = run ?? artifact.run
  return {
    kind: 'artifact',
    id: artifact.id,
    timeMs: artifact.createdAtMs,
    sizeBytes: artifact.sizeBytes,
    artifact,
    runId: artifact.run?.id ?? null,
    run,
    headBranch: head?.headBranch ?? null,
    headSha: head?.headSha ?? null,
    headRepositoryId: head?.headRepositoryId ?? null,
  }
}

const runItem = (kind: 'logs' | 'run', run: Run): Item => ({
  kind,
  id: run.id,
  timeMs: timestampOf(run),
  sizeBytes: 0,
  artifact: null,
  runId: run.id,
  run,
  headBranch: run.headBranch,
  headSha: run.headSha,
  headRepositoryId: run.headRepositoryId,
})

/** Newest first; of the same moment the higher id is newer. */
export const newestFirst = (a: Item, b: Item): number =>
  b.timeMs - a.timeMs || b.id - a.id || kindOrder[b.kind] - kindOrder[a.kind]

const kindOrder: Readonly<Record<ItemKind, number>> = { artifact: 0, logs: 1, run: 2 }

/** Oldest first: the order in which things go. */
export const oldestFirst = (a: Item, b: Item): number => newestFirst(b, a)
