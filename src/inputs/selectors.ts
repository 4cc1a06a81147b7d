import type { Address, Selectors } from '../inputs.ts'
import type { RepositoryRef } from '../model.ts'
import type { Reader } from './reader.ts'
import { rows } from './table.ts'

/** Reads the selectors; those that the step does not use are null. Complains about ranges that nothing can match. */
export function readSelectors(reader: Reader): Selectors {
  const selectors: Selectors = {
    name: reader.read(rows.name),
    workflow: reader.read(rows.workflow),
    branch: reader.read(rows.branch),
    event: reader.read(rows.event),
    actor: reader.read(rows.actor),
    conclusion: reader.read(rows.conclusion),
    commit: reader.read(rows.commit),
    pullRequest: reader.read(rows.pullRequest),
    runIds: distinct(reader.read(rows.runId)),
    runNumbers: reader.read(rows.runNumber),
    artifactIds: distinct(reader.read(rows.artifactId)),
    job: reader.read(rows.job),
    created: reader.read(rows.created),
    olderThanMs: reader.read(rows.olderThan),
    newerThanMs: reader.read(rows.newerThan),
    minSizeBytes: reader.read(rows.minSize),
    maxSizeBytes: reader.read(rows.maxSize),
  }
  complainAboutRanges(reader, selectors)
  return selectors
}

function complainAboutRanges(reader: Reader, selectors: Selectors): void {
  const { olderThanMs, newerThanMs, minSizeBytes, maxSizeBytes } = selectors
  if (olderThanMs !== null && newerThanMs !== null && olderThanMs >= newerThanMs)
    reader.complain(
      rows.olderThan,
      `Nothing is older than ${reader.textOf(rows.olderThan)} and newer than ${reader.textOf(rows.newerThan)}. ` +
        'Make newer-than the longer one.',
    )
  if (minSizeBytes !== null && maxSizeBytes !== null && minSizeBytes > maxSizeBytes)
    reader.complain(
      rows.minSize,
      `Nothing has at least ${reader.textOf(rows.minSize)} and at most ${reader.textOf(rows.maxSize)}. ` +
        'Make max-size the larger one.',
    )
}

/**
 * Complains unless the numbers of `run-number` are of one workflow. `hasDefault` says whether one holds where
 * `workflow` is not set.
 */
export function complainAboutRunNumbers(reader: Reader, { workflow }: Selectors, hasDefault: boolean): void {
  if (!reader.isSet(rows.runNumber)) return
  const [only, ...rest] = workflow?.includes ?? []
  const isOne =
    only !== undefined &&
    rest.length === 0 &&
    (only.kind === 'id' || (only.kind === 'pattern' && only.pattern.isLiteral))
  if (isOne || (!reader.isSet(rows.workflow) && hasDefault)) return
  // A malformed workflow is a problem of its own.
  if (reader.isSet(rows.workflow) && workflow === null) return
  reader.complain(
    rows.runNumber,
    'Numbers count within one workflow. Name it without wildcards, such as workflow: ci.yml.',
  )
}

/** Complains about URLs of repositories that the step is not about. */
export function complainAboutUrls(
  reader: Reader,
  selectors: Selectors,
  isMeant: (repository: RepositoryRef) => boolean,
): void {
  const lists = [
    [rows.runId, selectors.runIds],
    [rows.artifactId, selectors.artifactIds],
  ] as const
  for (const [row, addresses] of lists)
    for (const { repository } of addresses ?? [])
      if (repository !== null && !isMeant(repository))
        reader.complain(
          row,
          `A URL is of ${repository.owner}/${repository.name}, which repository does not name. Correct one of them.`,
        )
}

/** GitHub tells no case apart in names of repositories. */
export const isSameRepository = (left: RepositoryRef, right: RepositoryRef | null): boolean =>
  right !== null &&
  left.owner.toLowerCase() === right.owner.toLowerCase() &&
  left.name.toLowerCase() === right.name.toLowerCase()

function distinct(addresses: readonly Address[] | null): readonly Address[] | null {
  if (addresses === null) return null
  const keyOf = ({ id, repository }: Address): string =>
    `${repository?.owner ?? ''}/${repository?.name ?? ''}#${id}`.toLowerCase()
  return [...new Map(addresses.map((address) => [keyOf(address), address])).values()]
}
