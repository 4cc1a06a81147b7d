/** The outputs of a fetch: every one, on every way out. Pure. */
import type { OutputName } from '../outputs.ts'
import type { TakenRun } from './findings.ts'
import type { Outcome } from './outcome.ts'

/**
 * A job may hand out 1 MB of outputs, counted in UTF-16 (documented by GitHub); a longer list is cut to its newest
 * entries, and the manifest has them all.
 */
export const maxArtifactsLength = 400_000

/** The outputs that a fetch sets. */
export type FetchOutput = Extract<
  OutputName,
  | 'found'
  | 'artifact-count'
  | 'file-count'
  | 'bytes'
  | 'path'
  | 'run-id'
  | 'run-url'
  | 'run-number'
  | 'run-attempt'
  | 'head-sha'
  | 'head-branch'
  | 'pull-request'
  | 'distance'
  | 'artifacts'
  | 'manifest'
  | 'error-message'
>

/** What was published; in a dry run, the artifacts that would be. Scalars of a run describe the newest. */
export function renderOutputs(outcome: Outcome): Readonly<Record<FetchOutput, string>> {
  const { inputs, plan, downloaded, failure, pullRequest } = outcome
  const newest = plan?.findings.taken[0]
  const artifacts = artifactEntries(outcome)
  return {
    found: String(isFound(outcome)),
    'artifact-count': String(artifacts.length),
    'file-count': String(downloaded?.files.length ?? 0),
    bytes: String(downloaded?.bytes ?? 0),
    path: inputs.path,
    ...runOutputs(newest),
    'pull-request': textOf(newest === undefined ? null : pullRequest),
    distance: textOf(plan?.findings.distance ?? null),
    artifacts: bounded(artifacts),
    manifest: downloaded?.manifestPath ?? '',
    'error-message': failure?.message ?? '',
  }
}

/** Whether all that was asked for is there, and where it should be. */
export const isFound = ({ plan, downloaded, failure }: Outcome): boolean =>
  failure === null && plan !== null && plan.isFound && (downloaded?.goneLogs.length ?? 0) === 0

function runOutputs(
  newest: TakenRun | undefined,
): Readonly<
  Record<'run-id' | 'run-url' | 'run-number' | 'run-attempt' | 'head-sha' | 'head-branch', string>
> {
  const identity = newest?.identity
  return {
    'run-id': textOf(identity?.id ?? null),
    'run-url': identity?.url ?? '',
    'run-number': textOf(identity?.number ?? null),
    'run-attempt': textOf(identity?.attempt ?? null),
    'head-sha': identity?.headSha ?? '',
    'head-branch': identity?.headBranch ?? '',
  }
}

const textOf = (value: number | null): string => (value === null ? '' : String(value))

interface ArtifactEntry {
  readonly id: number
  readonly name: string
  readonly digest: string | null
  readonly size: number
  readonly run: number
}

function artifactEntries({ inputs, plan, downloaded, failure }: Outcome): readonly ArtifactEntry[] {
  if (failure !== null || plan === null) return []
  if (inputs.dryRun)
    return plan.artifacts.map(({ artifact, run }) => ({
      id: artifact.id,
      name: artifact.name,
      digest: artifact.digest,
      size: artifact.sizeBytes,
      run: run.identity.id,
    }))
  return (downloaded?.artifacts ?? []).map(({ id, name, digest, sizeBytes, runId }) => ({
    id,
    name,
    digest,
    size: sizeBytes,
    run: runId,
  }))
}

/** Newest runs come first, so that what is cut is the oldest. */
function bounded(entries: readonly ArtifactEntry[]): string {
  let length = 2
  const texts: string[] = []
  for (const entry of entries) {
    const text = JSON.stringify(entry)
    length += text.length + 1
    if (length > maxArtifactsLength) break
    texts.push(text)
  }
  return `[${texts.join(',')}]`
}
