/** What the engine is asked to download for each part of a plan. */
import { Readable } from 'node:stream'
import { access } from 'node:fs/promises'
import path from 'node:path'
import type { ArchiveSource } from '../archive/types.ts'
import type { Blobs, World } from '../world.ts'
import { describeArtifact, type PlannedArtifact, type PlannedLog } from './plan.ts'

/** An artifact's zip or file. */
export async function artifactSource(
  world: World,
  planned: PlannedArtifact,
  targetFolder: string,
): Promise<ArchiveSource> {
  const { artifact, run, via } = planned
  return {
    label: describeArtifact(planned),
    name: artifact.name,
    sizeBytes: artifact.sizeBytes,
    digest: planned.digest,
    isUntrusted: run.isFork,
    allowsGit: run.isCurrent && !run.isFork && !(await hasGit(targetFolder, planned.folder)),
    getUrl: () =>
      via === 'results' && world.results !== null
        ? world.results.getArtifactUrl(artifact.name)
        : world.github.getArtifactUrl(run.repository, artifact.id),
  }
}

/** Whether the target, or the folder below it, is a checkout already: then nobody else writes its `.git`. */
async function hasGit(targetFolder: string, folder: string): Promise<boolean> {
  const places = [targetFolder, path.join(targetFolder, folder)]
  const found = await Promise.all(places.map((place) => exists(path.join(place, '.git'))))
  return found.includes(true)
}

const exists = async (file: string): Promise<boolean> => {
  try {
    await access(file)
    return true
  } catch {
    return false
  }
}

/** A job's log. `firstUrl` is fresh: it is used first, and asked for again when it may have run out. */
export function logSource(world: World, planned: PlannedLog, firstUrl: string): ArchiveSource {
  const { job, repository } = planned
  let isFirst = true
  return {
    label: `the log of job "${job.name}" (id ${job.id})`,
    name: planned.fileName,
    sizeBytes: null,
    digest: null,
    isUntrusted: false,
    allowsGit: false,
    getUrl: () => {
      if (!isFirst) return world.github.getJobLogUrl(repository, job.id)
      isFirst = false
      return Promise.resolve(firstUrl)
    },
  }
}

/** Where the texts of `memoryBlobs` are: a host that the DNS promises never to know. */
const memoryUrl = (index: number): string => `https://memory.invalid/${index}`

/** Texts that are made here, staged and published the same way as what is downloaded. */
export function memorySources(texts: readonly { readonly name: string; readonly text: string }[]): {
  readonly sources: readonly ArchiveSource[]
  readonly blobs: Blobs
} {
  const bodies = new Map(texts.map(({ text }, index) => [memoryUrl(index), Buffer.from(text)]))
  return {
    sources: texts.map(({ name }, index) => ({
      label: name,
      name,
      sizeBytes: bodies.get(memoryUrl(index))?.length ?? null,
      digest: null,
      isUntrusted: false,
      allowsGit: false,
      getUrl: () => Promise.resolve(memoryUrl(index)),
    })),
    blobs: {
      get: async (url) => {
        const body = bodies.get(url) ?? Buffer.alloc(0)
        return {
          status: 200,
          headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
          body: Readable.from([body]),
        }
      },
    },
  }
}
