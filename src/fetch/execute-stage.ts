/** Downloads what a plan holds into staging: artifacts, logs, or the jobs files that are made here. */
import pLimit from 'p-limit'
import { stage } from '../archive/stage.ts'
import type { ArchiveSource, StagedArchive, StageOptions, Staging, TransferStats } from '../archive/types.ts'
import { isMissing } from '../errors.ts'
import type { FetchInputs } from '../inputs.ts'
import { matchesList } from '../text/patterns.ts'
import type { World } from '../world.ts'
import { artifactSource, logSource, memorySources } from './execute-sources.ts'
import type { FetchPlan, PlannedArtifact, PlannedLog } from './plan.ts'
import type { StagedItem } from './plan-publish.ts'
import { renderJobs } from './render-jobs.ts'
import type { ManifestArtifact } from './render-manifest.ts'

const noStats: TransferStats = { downloadedBytes: 0, requests: 0, retries: 0, elapsedMs: 0 }

/** What waits to be published. */
export interface Staged {
  readonly items: readonly StagedItem[]
  readonly artifacts: readonly ManifestArtifact[]
  readonly stats: TransferStats
  readonly goneLogs: readonly string[]
}

export interface Work {
  readonly plan: FetchPlan
  /** Each staging is added as soon as it exists, so that it is removed whatever happens. */
  readonly stagings: Staging[]
}

/** Downloads and checks what a plan holds. Throws UserError. */
export async function stagePlan(world: World, inputs: FetchInputs, work: Work): Promise<Staged> {
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
      world,
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
  const staging = await stage({ ...world, blobs }, sources, commonOptions(inputs))
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
