/** The manifest: every file that a fetch wrote, as JSON. Its schema is docs/schemas/manifest.schema.json. Pure. */
import type { DigestState } from '../archive/types.ts'
import type { RepositoryRef } from '../model.ts'
import { fullName, type RunIdentity, type TakenRun } from './findings.ts'
import type { PublishedFile } from './plan-publish.ts'

/** Rises when a reader of an older manifest would misunderstand a newer one. */
const manifestVersion = 1

/** An artifact that was fetched, with what came of it. */
export interface ManifestArtifact {
  readonly id: number
  readonly name: string
  readonly sizeBytes: number
  /** `sha256:<hex>` as GitHub lists it, or of the bytes that came; null where neither is known. */
  readonly digest: string | null
  readonly digestState: DigestState
  readonly runId: number
  /** Below `path`. */
  readonly folder: string
}

export interface Manifest {
  readonly target: 'artifacts' | 'logs' | 'jobs'
  /** Absolute. */
  readonly path: string
  readonly runs: readonly TakenRun[]
  readonly artifacts: readonly ManifestArtifact[]
  readonly files: readonly PublishedFile[]
}

/** One file a line, so that a manifest of 100,000 files can be read by line as well. Comes in pieces. */
export function* renderManifest(manifest: Manifest): Generator<string> {
  const { target, path, runs, artifacts, files } = manifest
  const head = {
    version: manifestVersion,
    target,
    path,
    runs: runs.map(runEntry),
    artifacts: artifacts.map(artifactEntry),
  }
  yield `${JSON.stringify(head).slice(0, -1)},"files":[`
  for (const [index, file] of files.entries())
    yield `${index === 0 ? '' : ','}\n${JSON.stringify(fileEntry(file, target))}`
  yield '\n]}\n'
}

const runEntry = ({ repository, identity }: TakenRun): object => ({
  ...runFields(repository, identity),
})

/** A run as outputs and files show it. */
export const runFields = (repository: RepositoryRef, run: RunIdentity): object => ({
  repository: fullName(repository),
  id: run.id,
  number: run.number,
  attempt: run.attempt,
  url: run.url,
  workflow: run.workflowName,
  event: run.event,
  headSha: run.headSha,
  headBranch: run.headBranch,
  conclusion: run.conclusion,
  createdAt: run.createdAtMs === null ? null : new Date(run.createdAtMs).toISOString(),
})

const artifactEntry = (artifact: ManifestArtifact): object => ({
  id: artifact.id,
  name: artifact.name,
  size: artifact.sizeBytes,
  digest: artifact.digest,
  digestState: artifact.digestState,
  run: artifact.runId,
  folder: artifact.folder,
})

function fileEntry({ publish, item }: PublishedFile, target: Manifest['target']): object {
  const { file, targetPath } = publish
  return {
    path: targetPath,
    size: file.sizeBytes,
    sha256: file.sha256,
    run: item.runId,
    ...(target === 'artifacts' ? { artifact: item.id } : {}),
    ...(target === 'logs' ? { job: item.id } : {}),
    ...(file.kind === 'symlink' ? { link: file.linkTarget } : {}),
  }
}
