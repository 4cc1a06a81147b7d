/**
 * All artifacts of one name in a repository, by run: one list answers for a hundred runs what would otherwise take
 * a request each. Read page by page, only as far as a question needs it.
 */
import type { Artifact, RepositoryRef, Run } from '../model.ts'
import type { GitHub } from '../world.ts'
import { readPages } from './gather-pages.ts'

/** Pages of the list that are read; beyond them a run is asked itself. */
export const maxIndexPages = 10

/** Clocks of GitHub's services differ: an artifact may seem a little older than its run. */
const clockSkewMs = 5 * 60_000

export interface ArtifactIndex {
  /** Artifacts of the name in a run, expired ones included; null when the list is too long to tell. */
  find(run: Pick<Run, 'id' | 'createdAtMs'>): Promise<readonly Artifact[] | null>
  /** Whether all artifacts of the name have been read. */
  isComplete(): boolean
  /** Ids of the runs read so far that have artifacts of the name, highest first, with these. */
  runs(): readonly (readonly [number, readonly Artifact[]])[]
}

/** Reads the first page. Throws ApiError. */
export async function openIndex(
  github: GitHub,
  repository: RepositoryRef,
  options: { readonly name: string; mayReadOn(): boolean },
): Promise<ArtifactIndex> {
  const byRun = new Map<number, Artifact[]>()
  const seen = new Set<number>()
  const pages = readPages((page) => github.listArtifacts(repository, { name: options.name }, page))
  let hasNext = true
  let isOrdered = true
  let knowsRuns = true
  let last: Artifact | null = null

  const readPage = async (): Promise<void> => {
    const listed = await pages.next()
    hasNext = listed.hasNext
    for (const artifact of listed.items) {
      if (seen.has(artifact.id)) continue
      seen.add(artifact.id)
      // Newest first is what GitHub does and does not promise: where it is not so, all has to be read.
      if (last !== null && (artifact.id > last.id || artifact.createdAtMs > last.createdAtMs + clockSkewMs))
        isOrdered = false
      last = artifact
      if (artifact.run === null) {
        knowsRuns = false
        continue
      }
      const known = byRun.get(artifact.run.id)
      if (known === undefined) byRun.set(artifact.run.id, [artifact])
      else known.push(artifact)
    }
  }

  /** Artifacts are made after their run: once older ones are read, nothing of a run can follow. */
  const reaches = (run: Pick<Run, 'createdAtMs'>): boolean =>
    !hasNext || (isOrdered && last !== null && last.createdAtMs < run.createdAtMs - clockSkewMs)

  await readPage()
  return {
    find: async (run) => {
      // The first one met is of the highest id, and so the one that counts.
      const isKnown = (): boolean => reaches(run) || (isOrdered && byRun.has(run.id))
      while (!isKnown() && pages.page() < maxIndexPages && options.mayReadOn()) await readPage()
      const found = byRun.get(run.id)
      return found ?? (reaches(run) && knowsRuns ? [] : null)
    },
    isComplete: () => !hasNext && knowsRuns,
    runs: () => [...byRun].toSorted(([one], [other]) => other - one),
  }
}
