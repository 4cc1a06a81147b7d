/** Which artifacts of a run a list of selectors takes, and why not: pure, the same for every mode. */
import type { Selectors } from '../inputs.ts'
import type { Artifact } from '../model.ts'
import { formatBytes, formatDate } from '../text/format.ts'
import { matchesList, type Pattern } from '../text/patterns.ts'

/** The selectors that look at an artifact by itself. */
export type ArtifactSelectors = Pick<Selectors, 'name' | 'minSizeBytes' | 'maxSizeBytes'>

export type ArtifactTest = 'name' | 'expired' | 'superseded' | 'size'

/** An artifact that was looked at. The reason is a clause about it, without a full stop; empty when it is taken. */
export type ArtifactVerdict =
  | { readonly artifact: Artifact; readonly isTaken: true }
  | {
      readonly artifact: Artifact
      readonly isTaken: false
      readonly test: ArtifactTest
      readonly reason: string
    }

export interface ArtifactSelection {
  /** One for every artifact looked at, in the order given. */
  readonly verdicts: readonly ArtifactVerdict[]
  readonly taken: readonly Artifact[]
  /** Positive `name` lines that no artifact taken matches. */
  readonly unmatchedNames: readonly Pattern[]
}

/**
 * Judges the artifacts of one run. Of several live ones with one name, as re-runs leave them, the highest id
 * counts; sizes are asked of that one.
 */
export function selectArtifacts(
  artifacts: readonly Artifact[],
  selectors: ArtifactSelectors,
): ArtifactSelection {
  const newestIds = newestIdByName(artifacts)
  const verdicts = artifacts.map((artifact) => judge(artifact, selectors, newestIds))
  const taken = verdicts.filter(({ isTaken }) => isTaken).map(({ artifact }) => artifact)
  return { verdicts, taken, unmatchedNames: unmatchedNames(taken, selectors) }
}

/** The positive `name` lines that no artifact of a list matches. */
export const unmatchedNames = (
  artifacts: readonly Artifact[],
  { name }: Pick<ArtifactSelectors, 'name'>,
): readonly Pattern[] =>
  (name?.includes ?? []).filter((pattern) => !artifacts.some((artifact) => pattern.matches(artifact.name)))

function newestIdByName(artifacts: readonly Artifact[]): ReadonlyMap<string, number> {
  const ids = new Map<string, number>()
  for (const { id, name, isExpired } of artifacts)
    if (!isExpired) ids.set(name, Math.max(id, ids.get(name) ?? 0))
  return ids
}

function judge(
  artifact: Artifact,
  selectors: ArtifactSelectors,
  newestIds: ReadonlyMap<string, number>,
): ArtifactVerdict {
  const reject = (test: ArtifactTest, reason: string): ArtifactVerdict => ({
    artifact,
    isTaken: false,
    test,
    reason,
  })
  const { name, minSizeBytes, maxSizeBytes } = selectors
  if (name !== null && !matchesList(name, artifact.name))
    return reject('name', explainName(artifact, selectors))
  if (artifact.isExpired) return reject('expired', explainExpiry(artifact))
  const newestId = newestIds.get(artifact.name) ?? artifact.id
  if (artifact.id !== newestId) return reject('superseded', `a newer one of its name exists (id ${newestId})`)
  if (minSizeBytes !== null && artifact.sizeBytes < minSizeBytes)
    return reject('size', `has ${formatBytes(artifact.sizeBytes)}, less than ${formatBytes(minSizeBytes)}`)
  if (maxSizeBytes !== null && artifact.sizeBytes > maxSizeBytes)
    return reject('size', `has ${formatBytes(artifact.sizeBytes)}, more than ${formatBytes(maxSizeBytes)}`)
  return { artifact, isTaken: true }
}

function explainName(artifact: Artifact, { name }: ArtifactSelectors): string {
  const exclude = name?.excludes.find((pattern) => pattern.matches(artifact.name))
  return exclude === undefined ? 'its name is not asked for' : `its name is excluded by !${exclude.source}`
}

const explainExpiry = ({ expiresAtMs }: Artifact): string =>
  expiresAtMs === null ? 'has expired' : `expired on ${formatDate(expiresAtMs)}`
