/** The head of the storage section: how much, how fast it grows, and what is about to go. */
import { storageLine } from '../../render-storage.ts'
import { countOf, formatAge, formatBytes } from '../../text/format.ts'
import { joinBlocks } from '../../text/markdown.ts'
import { listOf, nameSpan } from '../run/render-names.ts'
import type { ArtifactRow, RepositoryResult, StorageFindings } from './repository-report.ts'

/** Artifacts that are named when they expire soon. */
const maxNamed = 3

export function renderStorageRows({ storage }: RepositoryResult, nowMs: number): string {
  if (storage === null) return ''
  if (storage.count === 0) return '**Artifact storage**: no live artifacts'
  return joinBlocks([
    `**Artifact storage**: ${storageLine(storage)}`,
    expiringLine(storage, nowMs),
    inferredNote(storage),
  ])
}

/** `Expiring: 3 artifacts (412 MB) within 3 days, 10 (1.2 GB) within 7; the largest: …`. */
function expiringLine({ expiring, expiringSoon }: StorageFindings, nowMs: number): string {
  const parts = expiring
    .filter(({ count }) => count > 0)
    .map(
      ({ count, bytes, withinDays }) =>
        `${countOf(count, 'artifact')} (${formatBytes(bytes)}) within ${withinDays} days`,
    )
  if (parts.length === 0) return ''
  const largest = expiringSoon.slice(0, maxNamed).map((artifact) => expiringText(artifact, nowMs))
  return `⏳ GitHub expires ${parts.join(', ')}. The largest: ${listOf(largest)}.`
}

function expiringText({ name, branch, sizeBytes, expiresAtMs }: ArtifactRow, nowMs: number): string {
  const when = expiresAtMs === null ? '' : `, ${formatAge(expiresAtMs, nowMs)}`
  return `${nameSpan(name)} (${branch === null ? '' : `${nameSpan(branch)}, `}${formatBytes(sizeBytes)}${when})`
}

const inferredNote = ({ inferredWorkflowBytes }: StorageFindings): string =>
  inferredWorkflowBytes === 0
    ? ''
    : `<sub>${formatBytes(inferredWorkflowBytes)} are of runs before the period; by workflow they count with the only one that uploads such a name now.</sub>`
