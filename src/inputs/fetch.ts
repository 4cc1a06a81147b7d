import type { FetchInputs, Selectors } from '../inputs.ts'
import { currentRepository, readCommon } from './common.ts'
import type { Reader } from './reader.ts'
import type { InputRow, Scope } from './row.ts'
import { complainAboutRunNumbers, complainAboutUrls, isSameRepository, readSelectors } from './selectors.ts'
import { repositoryRow, rows } from './table.ts'

/** Reads the inputs of fetch and complains about those that contradict each other. */
export function readFetch(reader: Reader, target: FetchInputs['target'], scope: Scope): FetchInputs {
  const { context } = scope
  const waitMs = reader.readDefaulted(rows.wait)
  const inputs: FetchInputs = {
    mode: 'fetch',
    target,
    ...readCommon(reader, scope),
    repository: reader.read(repositoryRow) ?? currentRepository(reader, context),
    dryRun: reader.read(rows.dryRun) ?? false,
    selectors: readSelectors(reader),
    path: reader.read(rows.path) ?? context.workspace,
    files: reader.read(rows.files),
    layout: reader.readDefaulted(rows.layout),
    onConflict: reader.readDefaulted(rows.onConflict),
    unzip: reader.readDefaulted(rows.unzip),
    executable: reader.read(rows.executable),
    ancestors: reader.readDefaulted(rows.ancestors),
    history: reader.readDefaulted(rows.history),
    waitMs: waitMs === 0 ? null : waitMs,
    ifMissing: reader.readDefaulted(rows.ifMissing),
    minCount: reader.readDefaulted(rows.minCount),
    digest: reader.readDefaulted(rows.digest),
    expectedDigest: reader.read(rows.expectedDigest),
    allowForks: reader.readDefaulted(rows.allowForks),
    maxFiles: reader.readDefaulted(rows.maxFiles),
    maxBytes: reader.readDefaulted(rows.maxBytes),
    concurrency: reader.readDefaulted(rows.concurrency),
  }
  complainAboutIds(reader, inputs)
  complainAboutRuns(reader, inputs, scope)
  complainAboutFiles(reader, inputs)
  complainAboutExpectedDigest(reader, inputs)
  return inputs
}

/** Ids say exactly what is wanted: what searches, counts or walks has nothing to do beside them. */
function complainAboutIds(reader: Reader, inputs: FetchInputs): void {
  const { ancestors, history, waitMs, selectors, minCount } = inputs
  const searches: readonly (readonly [InputRow<unknown>, boolean])[] = [
    [rows.ancestors, ancestors > 0],
    [rows.history, history > 1],
    [rows.wait, waitMs !== null && reader.isSet(rows.artifactId)],
  ]
  const address = [rows.artifactId, rows.runId].find((row) => reader.isSet(row))
  if (address === undefined) return
  for (const [row, isOn] of searches)
    if (isOn)
      reader.complain(
        row,
        `It is for a search, but ${address.name} says exactly what to take. Remove one of the two.`,
      )
  const ids = selectors.artifactIds?.length ?? Infinity
  if (minCount > ids)
    reader.complain(
      rows.minCount,
      `artifact-id names ${ids}, so there can never be ${minCount}. Lower min-count or add ids.`,
    )
}

function complainAboutRuns(reader: Reader, inputs: FetchInputs, { context }: Scope): void {
  const { ancestors, repository, selectors } = inputs
  if (ancestors > 0 && !reader.isSet(rows.commit))
    reader.complain(rows.ancestors, 'It says how far to walk back from a commit. Set commit as well.')
  const isCurrent = isSameRepository(repository, context.repository)
  complainAboutRunNumbers(reader, selectors, isCurrent && context.workflowPath !== '')
  // Without a `repository` of its own, a URL says which one is meant.
  if (!isCurrent) complainAboutUrls(reader, selectors, (each) => isSameRepository(each, repository))
}

function complainAboutFiles(reader: Reader, { unzip, allowForks }: FetchInputs): void {
  for (const row of [rows.files, rows.executable])
    if (!unzip && reader.isSet(row))
      reader.complain(
        row,
        'It is about files inside an artifact, and unzip: false keeps the zip. Remove one of the two.',
      )
  if (allowForks && !reader.isSet(rows.path))
    reader.complain(
      rows.allowForks,
      'Files of a fork must not land in the workspace by accident. Set path as well, to a folder of their own.',
    )
}

/** One digest is of one artifact, so it must be clear beforehand which. */
function complainAboutExpectedDigest(reader: Reader, inputs: FetchInputs): void {
  if (!reader.isSet(rows.expectedDigest)) return
  const { digest, history, minCount, selectors } = inputs
  if (!namesOneArtifact(reader, selectors))
    reader.complain(
      rows.expectedDigest,
      'It pins one artifact. Say which: one artifact-id, or one name without wildcards.',
    )
  const runCount = selectors.runIds?.length ?? 1
  if (Math.max(history, minCount, runCount) > 1)
    reader.complain(
      rows.expectedDigest,
      'It pins one artifact, but history, run-id or min-count asks for more.',
    )
  if (digest === 'off' || digest === 'warn')
    reader.complain(
      rows.expectedDigest,
      `It would not be enforced with digest: ${digest}. Remove one of the two.`,
    )
}

/** Whether only one artifact can be meant. A malformed list, a problem of its own, passes. */
function namesOneArtifact(reader: Reader, { name, artifactIds }: Selectors): boolean {
  if (reader.isSet(rows.artifactId)) return artifactIds === null || artifactIds.length === 1
  if (!reader.isSet(rows.name)) return false
  return name === null || (name.includes.length === 1 && name.includes.every(({ isLiteral }) => isLiteral))
}
