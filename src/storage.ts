/**
 * What eats the storage: live artifacts by name, branch, workflow and age; branches that are gone apart; the same
 * bytes stored twice; what GitHub expires soon; and how fast it grows. Pure; prune and summarise show the same.
 */
import { fileNameOf } from './select/workflows.ts'
import { isOfFork } from './select/trust.ts'
import type { Artifact, ArtifactRun, Run } from './model.ts'

/**
 * What became of an artifact's branch. `closed-pr`: the branch is still there, it had a pull request, and none is
 * open (merged or closed). `live` includes tags. `unknown`: the API names no branch, or what exists was not read.
 */
export type BranchState = 'default' | 'live' | 'closed-pr' | 'deleted' | 'fork' | 'unknown'

/** A part of the storage. */
export interface StorageShare {
  /** What is grouped by, as one would say it. Hostile text; empty where it is not known. */
  readonly label: string
  readonly count: number
  readonly bytes: number
}

export interface NameShare extends StorageShare {
  /** Whether `label` is a pattern that stands for several names, fit for the input `name`. */
  readonly isPattern: boolean
}

export interface BranchShare extends StorageShare {
  readonly state: BranchState
}

export interface AgeShare extends StorageShare {
  /** Younger than this, in days; null for the oldest. */
  readonly maxAgeDays: number | null
}

/** Live artifacts whose stored bytes are the same. */
export interface Duplicate {
  readonly digest: string
  /** At most three of their names. */
  readonly names: readonly string[]
  readonly count: number
  /** Of one of them. */
  readonly sizeBytes: number
  /** What all but one of them take. */
  readonly wastedBytes: number
}

/** Live artifacts that GitHub expires within so many days. */
export interface Expiring {
  readonly withinDays: number
  readonly count: number
  readonly bytes: number
}

export interface StorageGrowth {
  /** Bytes uploaded a day, over the last `overDays` days; what was deleted since is not known. */
  readonly addedBytesPerDay: number
  readonly overDays: number
  /** Bytes a day that GitHub expires over the next seven days. */
  readonly expiringBytesPerDay: number
  /** The difference: what the storage grows by a day as things stand; negative when it shrinks. */
  readonly bytesPerDay: number
}

/** Lists are biggest first, and whole: whoever shows them cuts them. */
export interface Storage {
  readonly count: number
  readonly bytes: number
  /** Listed by the API, but no longer stored. */
  readonly expiredCount: number
  readonly byName: readonly NameShare[]
  readonly byBranch: readonly BranchShare[]
  readonly byBranchState: readonly BranchShare[]
  readonly byWorkflow: readonly StorageShare[]
  /** Youngest first; every age is there. */
  readonly byAge: readonly AgeShare[]
  readonly duplicates: readonly Duplicate[]
  readonly wastedBytes: number
  readonly expiring: readonly Expiring[]
  readonly growth: StorageGrowth
}

export interface StorageFacts {
  /** Each artifact once. Expired ones count for growth only. */
  readonly artifacts: readonly Artifact[]
  readonly nowMs: number
  /** The workflow as one would say it; empty where it is not known. */
  readonly workflowOf: (artifact: Artifact) => string
  readonly branchStateOf: (artifact: Artifact) => BranchState
}

const dayMs = 24 * 60 * 60 * 1000
/** Upper ends of the ages, in days. 90 is what GitHub keeps by default, and the most for a public repository. */
const ageDays = [1, 7, 30, 90] as const
const expiringDays = [3, 7] as const
/** A week has each weekday once, so that its average does not depend on when one looks. */
const growthDays = 7
/** Fewer names than this are shown one by one: a matrix of three reads better as three names. */
const minFamilyNames = 4
const duplicateNames = 3

/** Attributes the live artifacts. Time grows with their number, and memory with the number of groups. */
export function measureStorage(facts: StorageFacts): Storage {
  const { artifacts, nowMs, workflowOf, branchStateOf } = facts
  const live = artifacts.filter(({ isExpired }) => !isExpired)
  const branches = shareBranches(live, branchStateOf)
  const duplicates = findDuplicates(live)
  return {
    count: live.length,
    bytes: sumBytes(live),
    expiredCount: artifacts.length - live.length,
    byName: shareNames(live),
    byBranch: branches,
    byBranchState: shareStates(branches),
    byWorkflow: [...shareBy(live, workflowOf).values()].toSorted(biggestFirst),
    byAge: shareAges(live, nowMs),
    duplicates,
    wastedBytes: duplicates.reduce((sum, { wastedBytes }) => sum + wastedBytes, 0),
    expiring: expiringDays.map((withinDays) => expiringWithin(live, withinDays, nowMs)),
    growth: measureGrowth(artifacts, live, nowMs),
  }
}

/** What has to be known to tell the state of a branch. */
export interface BranchKnowledge {
  readonly defaultBranch: string
  /** Names of all branches and tags; null when they were not read. */
  readonly existingRefs: ReadonlySet<string> | null
  /** Branches of the repository that had a pull request of which none is open. */
  readonly closedHeads: ReadonlySet<string>
}

/** The state of the branch that an artifact's run was on. A fork's branch is never ours, whatever its name. */
export function branchStateOf(run: ArtifactRun | Run | null, knowledge: BranchKnowledge): BranchState {
  if (run === null || run.repositoryId === null) return 'unknown'
  if (isOfFork(run)) return 'fork'
  if (run.headBranch === null) return 'unknown'
  if (run.headBranch === knowledge.defaultBranch) return 'default'
  if (knowledge.existingRefs === null) return 'unknown'
  if (!knowledge.existingRefs.has(run.headBranch)) return 'deleted'
  return knowledge.closedHeads.has(run.headBranch) ? 'closed-pr' : 'live'
}

/** How storage names a workflow: its file, which is unique, where its display name is not. Empty for no run. */
export const workflowLabel = (run: Pick<Run, 'workflowPath' | 'workflowName'> | null | undefined): string =>
  run === null || run === undefined ? '' : fileNameOf(run.workflowPath) || run.workflowName

/** The first shares, and what the others are together; `rest` is null when nothing was left out. */
export function topShares<T extends StorageShare>(
  shares: readonly T[],
  max: number,
): { readonly top: readonly T[]; readonly rest: StorageShare | null } {
  const others = shares.slice(max)
  if (others.length === 0) return { top: shares, rest: null }
  return {
    top: shares.slice(0, max),
    rest: {
      label: `${others.length} more`,
      count: others.reduce((sum, { count }) => sum + count, 0),
      bytes: others.reduce((sum, { bytes }) => sum + bytes, 0),
    },
  }
}

interface Tally {
  label: string
  count: number
  bytes: number
}

function shareBy(
  artifacts: readonly Artifact[],
  labelOf: (artifact: Artifact) => string,
): Map<string, Tally> {
  const shares = new Map<string, Tally>()
  for (const artifact of artifacts) {
    const label = labelOf(artifact)
    const share = shares.get(label) ?? { label, count: 0, bytes: 0 }
    share.count += 1
    share.bytes += artifact.sizeBytes
    shares.set(label, share)
  }
  return shares
}

const biggestFirst = (one: StorageShare, other: StorageShare): number =>
  other.bytes - one.bytes || other.count - one.count || compareText(one.label, other.label)

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const sumBytes = (artifacts: readonly Artifact[]): number =>
  artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** Names that differ in numbers or hashes only are one family, as `report-*`, once there are enough of them. */
function shareNames(artifacts: readonly Artifact[]): readonly NameShare[] {
  const families = new Map<string, Tally[]>()
  for (const share of shareBy(artifacts, ({ name }) => name).values()) {
    const family = nameFamily(share.label)
    const members = families.get(family)
    if (members === undefined) families.set(family, [share])
    else members.push(share)
  }
  return [...families]
    .flatMap(([family, members]): readonly NameShare[] =>
      members.length < minFamilyNames
        ? members.map((member) => ({ ...member, isPattern: false }))
        : [{ ...addUp(members), label: family, isPattern: true }],
    )
    .toSorted(biggestFirst)
}

const addUp = (shares: readonly StorageShare[]): Omit<StorageShare, 'label'> => ({
  count: shares.reduce((sum, { count }) => sum + count, 0),
  bytes: shares.reduce((sum, { bytes }) => sum + bytes, 0),
})

/** UUIDs, hashes (hex that holds a digit) and numbers: what a workflow puts into a name to make it unique. */
const varying =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-z])(?=[a-f]*[0-9])[0-9a-f]{7,64}(?![0-9a-z])|[0-9]+/gi

/** The pattern of a name: what varies becomes `*`, and what means something in a glob is escaped. */
export function nameFamily(name: string): string {
  const parts = name.split(varying).map((part) => part.replace(/[\\*?[\]{}]/g, '\\$&'))
  const family = parts.join('*')
  return /^[!/]/.test(family) ? `\\${family}` : family
}

function shareBranches(
  artifacts: readonly Artifact[],
  stateOf: (artifact: Artifact) => BranchState,
): readonly BranchShare[] {
  const shares = new Map<string, Tally & { state: BranchState }>()
  for (const artifact of artifacts) {
    const label = artifact.run?.headBranch ?? ''
    const state = stateOf(artifact)
    const head = state === 'fork' ? (artifact.run?.headRepositoryId ?? 'gone') : ''
    const key = `${state} ${head}:${label}`
    const share = shares.get(key) ?? { label, count: 0, bytes: 0, state }
    share.count += 1
    share.bytes += artifact.sizeBytes
    shares.set(key, share)
  }
  return [...shares.values()].toSorted(biggestFirst)
}

const stateLabels: Readonly<Record<BranchState, string>> = {
  default: 'default branch',
  live: 'other branches and tags',
  'closed-pr': 'merged or closed branches',
  deleted: 'deleted branches',
  fork: 'forks',
  unknown: 'not known',
}

/** How a state is called in a table. */
export const describeBranchState = (state: BranchState): string => stateLabels[state]

function shareStates(branches: readonly BranchShare[]): readonly BranchShare[] {
  const shares = new Map<BranchState, Tally & { state: BranchState }>()
  for (const { state, count, bytes } of branches) {
    const share = shares.get(state) ?? { label: stateLabels[state], count: 0, bytes: 0, state }
    share.count += count
    share.bytes += bytes
    shares.set(state, share)
  }
  return [...shares.values()].toSorted(biggestFirst)
}

function shareAges(artifacts: readonly Artifact[], nowMs: number): readonly AgeShare[] {
  const bounds = [...ageDays, null]
  const shares = bounds.map((maxAgeDays, index) => {
    const from = bounds[index - 1] ?? null
    return { label: ageLabel(from, maxAgeDays), count: 0, bytes: 0, maxAgeDays }
  })
  for (const { createdAtMs, sizeBytes } of artifacts) {
    const share = shares.find(
      ({ maxAgeDays }) => maxAgeDays === null || nowMs - createdAtMs < maxAgeDays * dayMs,
    )
    if (share === undefined) continue
    share.count += 1
    share.bytes += sizeBytes
  }
  return shares
}

function ageLabel(fromDays: number | null, toDays: number | null): string {
  if (fromDays === null) return 'under a day'
  return toDays === null ? `over ${fromDays} days` : `${fromDays} to ${toDays} days`
}

function findDuplicates(artifacts: readonly Artifact[]): readonly Duplicate[] {
  const groups = new Map<string, { count: number; sizeBytes: number; names: Set<string> }>()
  for (const { digest, sizeBytes, name } of artifacts) {
    if (digest === null) continue
    const group = groups.get(digest) ?? { count: 0, sizeBytes, names: new Set() }
    group.count += 1
    if (group.names.size < duplicateNames) group.names.add(name)
    groups.set(digest, group)
  }
  return [...groups]
    .filter(([, { count }]) => count > 1)
    .map(([digest, { count, sizeBytes, names }]) => ({
      digest,
      names: [...names],
      count,
      sizeBytes,
      wastedBytes: sizeBytes * (count - 1),
    }))
    .toSorted((one, other) => other.wastedBytes - one.wastedBytes || compareText(one.digest, other.digest))
}

function expiringWithin(live: readonly Artifact[], withinDays: number, nowMs: number): Expiring {
  const expiring = live.filter(
    ({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs <= nowMs + withinDays * dayMs,
  )
  return { withinDays, count: expiring.length, bytes: sumBytes(expiring) }
}

function measureGrowth(listed: readonly Artifact[], live: readonly Artifact[], nowMs: number): StorageGrowth {
  const oldestMs = listed.reduce((oldest, { createdAtMs }) => Math.min(oldest, createdAtMs), nowMs)
  const overDays = Math.min(growthDays, Math.max(1, (nowMs - oldestMs) / dayMs))
  const recent = listed.filter(({ createdAtMs }) => createdAtMs >= nowMs - overDays * dayMs)
  const addedBytesPerDay = sumBytes(recent) / overDays
  const expiringBytesPerDay = expiringWithin(live, growthDays, nowMs).bytes / growthDays
  return {
    addedBytesPerDay: Math.round(addedBytesPerDay),
    overDays: Math.round(overDays * 10) / 10,
    expiringBytesPerDay: Math.round(expiringBytesPerDay),
    bytesPerDay: Math.round(addedBytesPerDay) - Math.round(expiringBytesPerDay),
  }
}
