/** Downloads what a plan holds into staging, and publishes it when all of it is there and nothing collides. */
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { publish } from '../archive/publish.ts'
import type { Staging, TransferStats } from '../archive/types.ts'
import { UserError } from '../errors.ts'
import type { FetchInputs } from '../inputs.ts'
import type { Failure } from '../report.ts'
import { countOf } from '../text/format.ts'
import type { World } from '../world.ts'
import { stagePlan, type Staged } from './execute-stage.ts'
import { canAfford } from './gather-quota.ts'
import type { FetchPlan } from './plan.ts'
import { isCaseInsensitive } from './plan-layout.ts'
import { planPublish, type PublishDecision, type PublishedFile } from './plan-publish.ts'
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

/** Runs the plan. Throws UserError; then `path` is as it was. */
export async function download(world: World, inputs: FetchInputs, plan: FetchPlan): Promise<Downloaded> {
  assertAffordable(world, inputs, plan)
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
    if (decision.conflicts.length > 0) return failed(staged, conflictFailure(decision, plan.request.layout))
    if (staged.items.length > 0) await publish(world, decision.plan)
    return await published(world, inputs, { plan, staged, decision })
  } finally {
    await Promise.all(stagings.map((staging) => staging.discard()))
  }
}

/** So few downloads are made whatever is left of the quota; the reserve is for others, not against the step. */
const alwaysAffordable = 20

/** Each download takes a request for its URL. Better none than those that the quota pays for. */
function assertAffordable({ github }: World, { apiReserve }: FetchInputs, plan: FetchPlan): void {
  const calls = plan.artifacts.filter(({ via }) => via === 'api').length + plan.logs.length
  if (calls <= alwaysAffordable || canAfford(github, apiReserve, calls)) return
  throw new UserError(
    `${countOf(calls, 'download')} take as many API requests, and the token's quota does not leave that many.`,
    {
      hint: 'Run it again after the quota has been reset (within the hour), lower api-reserve, fetch less at once (name, job, history), or give github-token a token with a larger quota.',
    },
  )
}

const maxListed = 10

/** What keeps artifacts apart that the layout does not, and the beginning of the other mend. */
const ownFolder: Readonly<Record<FetchPlan['request']['layout'], string>> = {
  flat: 'Give each artifact a folder of its own (layout: by-artifact), or s',
  'by-artifact': 'Give each run a folder of its own (layout: by-run), or s',
  'by-run': 'S',
}

function conflictFailure({ conflicts }: PublishDecision, layout: FetchPlan['request']['layout']): Failure {
  const shown = conflicts
    .slice(0, maxListed)
    .map(({ path: place, names: [one, other] }) => `${place} (of "${one}" and "${other}")`)
  const rest = conflicts.length - shown.length
  return {
    message: `${countOf(conflicts.length, 'file')} of different artifacts want the same place with different bytes: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}. Nothing was written.`,
    hint: `${ownFolder[layout]}ay what wins (on-conflict: first, last or rename).`,
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
