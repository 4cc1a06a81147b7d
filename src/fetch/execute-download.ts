/** Downloads what a plan holds into staging, and publishes it when all of it is there and nothing collides. */
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pLimit from 'p-limit'
import { publish } from '../archive/publish.ts'
import { stage } from '../archive/stage.ts'
import type { ArchiveSource, StagedArchive, StageOptions, Staging, TransferStats } from '../archive/types.ts'
import { isMissing, UserError } from '../errors.ts'
import type { FetchInputs } from '../inputs.ts'
import type { Failure } from '../report.ts'
import { countOf } from '../text/format.ts'
import { matchesList } from '../text/patterns.ts'
import type { World } from '../world.ts'
import { artifactSource, logSource, memorySources } from './execute-sources.ts'
import type { FetchPlan, PlannedArtifact, PlannedLog } from './plan.ts'
import { isCaseInsensitive } from './plan-layout.ts'
import { planPublish, type PublishDecision, type PublishedFile, type StagedItem } from './plan-publish.ts'
import { renderJobs } from './render-jobs.ts'
import { renderManifest, type ManifestArtifact } from './render-manifest.ts'

/** What came of a download. */
export interface Downloaded {
  readonly files: readonly PublishedFile[]
  readonly bytes: number
  readonly artifacts: readonly ManifestArtifact[]
  readonly stats: TransferStats
  /** Path of the manifest; empty where nothing was published. */
  readonly manifestPath: string
  /** Logs that GitHub no longer has, by the names of their jobs. */
  readonly goneLogs: readonly string[]
  readonly droppedCount: number
  readonly renamedCount: number
  readonly warnings: readonly string[]
  /** Why nothing was published although all was downloaded; null when it was. */
  readonly failure: Failure | null
}

const noStats: TransferStats = { downloadedBytes: 0, requests: 0, retries: 0, elapsedMs: 0 }

/** Runs the plan. Throws UserError; then `path` is as it was. */
export async function download(world: World, inputs: FetchInputs, plan: FetchPlan): Promise<Downloaded> {
  const stagings: Staging[] = []
  try {
    const staged = await stagePlan(world, inputs, { plan, stagings })
    const lost = lostFailure(inputs, staged.goneLogs)
    if (lost !== null) return failed(staged, lost)
    const decision = planPublish(staged.items, {
      targetFolder: inputs.path,
      onConflict: inputs.onConflict,
      executable: inputs.executable,
      isCaseInsensitive: isCaseInsensitive(world.context.platform),
    })
    if (decision.conflicts.length > 0) return failed(staged, conflictFailure(decision))
    if (staged.items.length > 0) await publish(world, decision.plan)
    return await published(world, inputs, { plan, staged, decision })
  } finally {
    await Promise.all(stagings.map((staging) => staging.discard()))
  }
}

interface Staged {
  readonly items: readonly StagedItem[]
  readonly artifacts: readonly ManifestArtifact[]
  readonly stats: TransferStats
  readonly goneLogs: readonly string[]
}

interface Work {
  readonly plan: FetchPlan
  /** Each staging is added as soon as it exists, so that it is removed whatever happens. */
  readonly stagings: Staging[]
}

async function stagePlan(world: World, inputs: FetchInputs, work: Work): Promise<Staged> {
  switch (inputs.target) {
    case 'artifacts':
      return stageArtifacts(world, inputs, work)
    case 'logs':
      return stageLogs(world, inputs, work)
    case 'jobs':
      return stageJobs(world, inputs, work)
  }
}

async function stageArtifacts(world: World, inputs: FetchInputs, work: Work): Promise<Staged> {
  const planned = work.plan.artifacts
  if (planned.length === 0) return { items: [], artifacts: [], stats: noStats, goneLogs: [] }
  const sources = await Promise.all(planned.map((each) => artifactSource(world, each, inputs.path)))
  const { files } = inputs
  const staging = await stage(world, sources, {
    ...commonOptions(inputs),
    wantsEntry: files === null ? null : (entry) => matchesList(files, entry),
    unzip: inputs.unzip,
    // A digest that was pinned has to be checked, whatever is done about others.
    digest: inputs.expectedDigest === null ? inputs.digest : 'require',
  })
  work.stagings.push(staging)
  const pairs = planned.flatMap((each, index) => {
    const archive = staging.archives[index]
    return archive === undefined ? [] : [{ planned: each, archive }]
  })
  return {
    items: pairs.map(artifactItem),
    artifacts: pairs.map(artifactRow),
    stats: staging.stats,
    goneLogs: [],
  }
}

interface StagedArtifact {
  readonly planned: PlannedArtifact
  readonly archive: StagedArchive
}

const artifactItem = ({ planned, archive }: StagedArtifact): StagedItem => ({
  archive,
  id: planned.artifact.id,
  createdAtMs: planned.artifact.createdAtMs,
  name: planned.artifact.name,
  runId: planned.run.identity.id,
  folder: planned.folder,
  fileName: null,
  isUntrusted: planned.run.isFork,
})

const artifactRow = ({ planned, archive }: StagedArtifact): ManifestArtifact => ({
  id: planned.artifact.id,
  name: planned.artifact.name,
  sizeBytes: planned.artifact.sizeBytes,
  digest: planned.artifact.digest ?? archive.actualDigest,
  digestState: archive.digestState,
  runId: planned.run.identity.id,
  folder: planned.folder,
})

const commonOptions = (inputs: FetchInputs): StageOptions => ({
  targetFolder: inputs.path,
  wantsEntry: null,
  unzip: false,
  digest: 'off',
  concurrency: inputs.concurrency,
  maxFiles: inputs.maxFiles,
  maxBytes: inputs.maxBytes,
})

/** Logs whose URLs are asked for together: they live a minute, so only as many as are soon downloaded. */
const logsAtOnce = 24

async function stageLogs(world: World, inputs: FetchInputs, work: Work): Promise<Staged> {
  const items: StagedItem[] = []
  const goneLogs: string[] = []
  let stats = noStats
  let bytes = 0
  for (let start = 0; start < work.plan.logs.length; start += logsAtOnce) {
    if (start > 0) world.log.info(`${start} of ${work.plan.logs.length} logs.`)
    const chunk = await openLogs(world, inputs, work.plan.logs.slice(start, start + logsAtOnce))
    goneLogs.push(...chunk.gone)
    if (chunk.open.length === 0) continue
    const staging = await stage(
      quiet(world),
      chunk.open.map(({ source }) => source),
      {
        ...commonOptions(inputs),
        maxFiles: Math.max(0, inputs.maxFiles - items.length),
        maxBytes: Math.max(0, inputs.maxBytes - bytes),
      },
    )
    work.stagings.push(staging)
    stats = addStats(stats, staging.stats)
    bytes += staging.archives.flatMap(({ files }) => files).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    for (const [index, archive] of staging.archives.entries()) {
      const planned = chunk.open[index]?.planned
      if (planned !== undefined) items.push(logItem(planned, archive))
    }
  }
  return { items, artifacts: [], stats, goneLogs }
}

/** For many small transfers, or none: what the engine says of each is no news. */
const quiet = (world: World): World => ({
  ...world,
  log: { ...world.log, info: (line) => world.log.debug(line) },
})

const addStats = (one: TransferStats, other: TransferStats): TransferStats => ({
  downloadedBytes: one.downloadedBytes + other.downloadedBytes,
  requests: one.requests + other.requests,
  retries: one.retries + other.retries,
  elapsedMs: one.elapsedMs + other.elapsedMs,
})

const logItem = (planned: PlannedLog, archive: StagedArchive): StagedItem => ({
  archive,
  id: planned.job.id,
  createdAtMs: planned.job.createdAtMs ?? 0,
  name: planned.job.name,
  runId: planned.runId,
  folder: planned.folder,
  fileName: planned.fileName,
  isUntrusted: false,
})

interface OpenLogs {
  readonly open: readonly { readonly planned: PlannedLog; readonly source: ArchiveSource }[]
  readonly gone: readonly string[]
}

/** Asks for the URL of each log; one that was deleted or has expired has none. */
async function openLogs(world: World, inputs: FetchInputs, logs: readonly PlannedLog[]): Promise<OpenLogs> {
  const limit = pLimit(inputs.concurrency)
  const asked = await Promise.all(
    logs.map((planned) => limit(async () => ({ planned, url: await logUrl(world, planned) }))),
  )
  return {
    open: asked.flatMap(({ planned, url }) =>
      url === null ? [] : [{ planned, source: logSource(world, planned, url) }],
    ),
    gone: asked.filter(({ url }) => url === null).map(({ planned }) => planned.job.name),
  }
}

async function logUrl({ github }: World, { repository, job }: PlannedLog): Promise<string | null> {
  try {
    return await github.getJobLogUrl(repository, job.id)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function stageJobs(world: World, inputs: FetchInputs, work: Work): Promise<Staged> {
  const planned = work.plan.jobs
  if (planned.length === 0) return { items: [], artifacts: [], stats: noStats, goneLogs: [] }
  const { sources, blobs } = memorySources(
    planned.map(({ run, fileName }) => ({ name: fileName, text: renderJobs(run) })),
  )
  const staging = await stage({ ...quiet(world), blobs }, sources, commonOptions(inputs))
  work.stagings.push(staging)
  const items = planned.flatMap(({ run, folder, fileName }, index): StagedItem[] => {
    const archive = staging.archives[index]
    if (archive === undefined) return []
    const { id, createdAtMs } = run.identity
    return [
      {
        archive,
        id,
        createdAtMs: createdAtMs ?? 0,
        name: fileName,
        runId: id,
        folder,
        fileName,
        isUntrusted: false,
      },
    ]
  })
  return { items, artifacts: [], stats: noStats, goneLogs: [] }
}

const maxListed = 10

function conflictFailure({ conflicts }: PublishDecision): Failure {
  const shown = conflicts
    .slice(0, maxListed)
    .map(({ path: place, names: [one, other] }) => `${place} (of "${one}" and "${other}")`)
  const rest = conflicts.length - shown.length
  return {
    message: `${countOf(conflicts.length, 'file')} of different artifacts want the same place with different bytes: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}. Nothing was written.`,
    hint: 'Give each artifact a folder of its own (layout: by-artifact), or say what wins (on-conflict: first, last or rename).',
  }
}

/** Logs that GitHub does not have any more are missing like anything else that was asked for. */
function lostFailure(inputs: FetchInputs, goneLogs: readonly string[]): Failure | null {
  if (goneLogs.length === 0 || inputs.ifMissing !== 'fail') return null
  return {
    message: `${lostText(goneLogs)} Nothing was written.`,
    hint: 'Logs expire with the retention of the repository, and a user may delete them. To take those that are there, set if-missing: warn.',
  }
}

function lostText(goneLogs: readonly string[]): string {
  const shown = goneLogs.slice(0, maxListed).join(', ')
  const rest = goneLogs.length - maxListed
  return `GitHub has no log (any more) of ${countOf(goneLogs.length, 'job')}: ${shown}${rest > 0 ? ` and ${rest} more` : ''}.`
}

const failed = (staged: Staged, failure: Failure): Downloaded => ({
  files: [],
  bytes: 0,
  artifacts: [],
  stats: staged.stats,
  manifestPath: '',
  goneLogs: staged.goneLogs,
  droppedCount: 0,
  renamedCount: 0,
  warnings: [],
  failure,
})

async function published(
  world: World,
  inputs: FetchInputs,
  {
    plan,
    staged,
    decision,
  }: { readonly plan: FetchPlan; readonly staged: Staged; readonly decision: PublishDecision },
): Promise<Downloaded> {
  const { files, droppedCount, renamedCount } = decision
  const manifestPath = await writeManifest(world, {
    target: inputs.target,
    path: inputs.path,
    runs: plan.findings.taken,
    artifacts: staged.artifacts,
    files,
  })
  return {
    files,
    bytes: files.reduce((sum, { publish: { file } }) => sum + file.sizeBytes, 0),
    artifacts: staged.artifacts,
    stats: staged.stats,
    manifestPath,
    goneLogs: staged.goneLogs,
    droppedCount,
    renamedCount,
    warnings: warningsOf(inputs, staged, files),
    failure: null,
  }
}

function warningsOf(inputs: FetchInputs, staged: Staged, files: readonly PublishedFile[]): readonly string[] {
  const mismatched = staged.artifacts.filter(({ digestState }) => digestState === 'mismatch')
  return [
    ...mismatched.map(
      ({ name, id }) =>
        `The bytes of artifact "${name}" (id ${id}) do not have the digest that GitHub lists.`,
    ),
    ...(inputs.files !== null && files.length === 0 && staged.items.length > 0
      ? ['No entry of the artifacts matches files.']
      : []),
    ...(staged.goneLogs.length > 0 && inputs.ifMissing === 'warn' ? [lostText(staged.goneLogs)] : []),
  ]
}

/** In a new folder below the runner's temporary one, which ends with the job; never in `path`. */
async function writeManifest(world: World, manifest: Parameters<typeof renderManifest>[0]): Promise<string> {
  const parent = path.join(world.context.tempFolder, 'actions-steward')
  try {
    await mkdir(parent, { recursive: true })
    const file = path.join(await mkdtemp(path.join(parent, 'fetch-')), 'manifest.json')
    await pipeline(Readable.from(renderManifest(manifest)), createWriteStream(file))
    return file
  } catch (error) {
    throw new UserError(
      `All files are in place, but the manifest could not be written below ${parent}: ${String(error)}`,
      {
        hint: 'Check that RUNNER_TEMP can be written and has space left.',
        cause: error,
      },
    )
  }
}
