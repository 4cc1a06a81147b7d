/** Storage of a repository: the shared attribution, and what only the report shows. */
import type { Artifact } from '../../model.ts'
import {
  branchStateOf,
  measureStorage,
  nameFamily,
  workflowLabel,
  type BranchKnowledge,
  type BranchState,
} from '../../storage.ts'
import { formatDate } from '../../text/format.ts'
import type { ArtifactListing, RunFact } from './facts.ts'
import { dayMs, daysOf, type Period } from './measure-periods.ts'
import type { ArtifactRow, StorageFindings } from './repository-report.ts'

/** What a page can show of one kind of group; whoever needs more reads the artifacts. */
const maxGroups = 500
const maxExpiring = 50
const expiringMs = 7 * dayMs

export interface StorageOptions {
  readonly period: Period
  /** Runs of the period. */
  readonly runs: readonly RunFact[]
  readonly branches: BranchKnowledge
  /** How many artifacts to list one by one. */
  readonly maxRows: number
}

export function measureArtifacts(listing: ArtifactListing, options: StorageOptions): StorageFindings {
  const { artifacts, coverage } = listing
  const { nowMs } = options.period
  const runs = new Map(options.runs.map((run) => [run.id, run]))
  const workflowOf = workflowFinder(artifacts, runs)
  const stateOf = ({ run }: Artifact): BranchState => branchStateOf(run, options.branches)
  const storage = measureStorage({
    artifacts,
    nowMs,
    workflowOf,
    branchStateOf: stateOf,
  })
  const largest = artifacts.filter(({ isExpired }) => !isExpired).toSorted(largestFirst)
  const rowOf = (artifact: Artifact): ArtifactRow => ({
    id: artifact.id,
    name: artifact.name,
    sizeBytes: artifact.sizeBytes,
    createdAtMs: artifact.createdAtMs,
    expiresAtMs: artifact.expiresAtMs,
    runId: artifact.run?.id ?? null,
    branch: artifact.run?.headBranch ?? null,
    branchState: stateOf(artifact),
    workflow: workflowOf(artifact),
  })
  return {
    ...storage,
    coverage,
    groups: {
      names: storage.byName.length,
      branches: storage.byBranch.length,
      workflows: storage.byWorkflow.length,
      duplicates: storage.duplicates.length,
    },
    byName: storage.byName.slice(0, maxGroups),
    byBranch: storage.byBranch.slice(0, maxGroups),
    byWorkflow: storage.byWorkflow.slice(0, maxGroups),
    duplicates: storage.duplicates.slice(0, maxGroups),
    inferredWorkflowBytes: largest
      .filter((artifact) => !isOfListedRun(artifact, runs) && workflowOf(artifact) !== '')
      .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    expiringSoon: largest
      .filter(({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs <= nowMs + expiringMs)
      .slice(0, maxExpiring)
      .map(rowOf),
    addedDaily: addedDaily(artifacts, options.period),
    rows: largest.slice(0, options.maxRows).map(rowOf),
  }
}

const largestFirst = (one: Artifact, other: Artifact): number =>
  other.sizeBytes - one.sizeBytes || other.id - one.id

const isOfListedRun = ({ run }: Artifact, runs: ReadonlyMap<number, RunFact>): boolean =>
  run !== null && runs.has(run.id)

/**
 * The workflow of an artifact: its run's, or for a run that is older than the period the only workflow that uploads
 * such a name within it. Empty where neither says.
 */
function workflowFinder(
  artifacts: readonly Artifact[],
  runs: ReadonlyMap<number, RunFact>,
): (artifact: Artifact) => string {
  const families = new Map<string, string>()
  const ofName = new Map<string, Set<string>>()
  const familyOf = (name: string): string => {
    const family = families.get(name) ?? nameFamily(name)
    families.set(name, family)
    return family
  }
  for (const { name, run } of artifacts) {
    const known = run === null ? undefined : runs.get(run.id)
    if (known === undefined) continue
    const family = familyOf(name)
    ofName.set(family, (ofName.get(family) ?? new Set()).add(workflowLabel(known)))
  }
  return ({ name, run }) => {
    const known = run === null ? undefined : runs.get(run.id)
    if (known !== undefined) return workflowLabel(known)
    const [only = '', another] = ofName.get(familyOf(name)) ?? []
    return another === undefined ? only : ''
  }
}

function addedDaily(
  artifacts: readonly Artifact[],
  period: Period,
): readonly { readonly date: string; readonly bytes: number }[] {
  const bytes = new Map(daysOf(period).map((date) => [date, 0]))
  for (const { createdAtMs, sizeBytes } of artifacts) {
    const date = formatDate(createdAtMs)
    const known = bytes.get(date)
    if (known !== undefined) bytes.set(date, known + sizeBytes)
  }
  return [...bytes].map(([date, ofDay]) => ({ date, bytes: ofDay }))
}
