/**
 * The report as files, and as an artifact of the current run: the boundary to @actions/artifact, which is large and
 * loaded only when a report is to be uploaded.
 */
import path from 'node:path'
import type { Annotation, Failure } from './report.ts'
import { writeReport, type ReportFiles } from './summarise/files.ts'
import type { World } from './world.ts'

/** Uploads files of one folder as an artifact of the current run. Throws what the service throws. */
export type UploadArtifact = (artifact: {
  readonly name: string
  /** Absolute. */
  readonly folder: string
  /** Absolute, below the folder. */
  readonly files: readonly string[]
}) => Promise<{ readonly id: number | null; readonly sizeBytes: number | null }>

/** Through @actions/artifact, with the runtime token of the step. */
export const uploadArtifact: UploadArtifact = async ({ name, folder, files }) => {
  const { DefaultArtifactClient } = await import('@actions/artifact')
  const { id, size } = await new DefaultArtifactClient().uploadArtifact(name, [...files], folder)
  return { id: id ?? null, sizeBytes: size ?? null }
}

export interface ReportRequest {
  /** Below the runner's temporary folder; a report of the same name replaces the one that is there. */
  readonly folder: string
  /** What `report.json` holds. */
  readonly json: string
  /** What `report.md` holds. */
  readonly markdown: string
  /** Makes `report.html`; called only when there is an artifact to make. */
  readonly html: () => Promise<string>
  /** Null makes no artifact. */
  readonly artifactName: string | null
}

export interface PublishedReport {
  /** Always the paths; empty where the files could not be written. */
  readonly outputs: { readonly 'report-json': string; readonly 'report-md': string }
  readonly annotations: readonly Annotation[]
  /** Why there is no artifact although the server could take one; null otherwise. */
  readonly failure: Failure | null
}

/**
 * Writes the files of a report and uploads them when an artifact is asked for. GitHub Enterprise Server takes no such
 * upload: there, and where the runner offers no service, the files stay where they are and it is said. What goes
 * wrong with files or upload is data, so that it cannot hide a verdict.
 */
export async function publishReport(
  request: ReportRequest,
  world: World,
  upload: UploadArtifact,
): Promise<PublishedReport> {
  const { artifactName } = request
  const written = await writeFiles(request, world)
  if (typeof written === 'string')
    return {
      outputs: { 'report-json': '', 'report-md': '' },
      annotations: artifactName === null ? [{ level: 'warning', message: written }] : [],
      failure: artifactName === null ? null : { message: written, hint: '' },
    }
  const outputs = {
    'report-json': written.get('report.json') ?? '',
    'report-md': written.get('report.md') ?? '',
  }
  if (artifactName === null) return { outputs, annotations: [], failure: null }
  const files = [...written.values()]
  const folder = path.dirname(outputs['report-json'])
  const obstacle = obstacleOf(world)
  if (obstacle !== null) {
    const message = `The report was not uploaded as "${artifactName}": ${obstacle} Its files are in ${folder}.`
    return { outputs, annotations: [{ level: 'notice', message }], failure: null }
  }
  try {
    const { id, sizeBytes } = await upload({ name: artifactName, folder, files })
    world.log.info(
      `Uploaded the report as artifact "${artifactName}" (id ${id ?? '?'}, ${sizeBytes ?? '?'} bytes).`,
    )
    return { outputs, annotations: [], failure: null }
  } catch (error) {
    world.signal.throwIfAborted()
    return { outputs, annotations: [], failure: uploadFailure(artifactName, folder, error) }
  }
}

/** The files by name, or the sentence that says why they are not there. */
async function writeFiles(
  request: ReportRequest,
  world: World,
): Promise<ReadonlyMap<string, string> | string> {
  const files: ReportFiles = {
    'report.json': request.json,
    'report.md': request.markdown,
    ...(request.artifactName === null ? {} : { 'report.html': await request.html() }),
  }
  try {
    return await writeReport(world.context.tempFolder, request.folder, files)
  } catch (error) {
    return `The files of the report could not be written: ${messageOf(error)}`
  }
}

/** Why nothing can be uploaded from here; null when it can. */
function obstacleOf({ context, results }: World): string | null {
  if (context.isGhes) return 'GitHub Enterprise Server takes no artifacts of this kind.'
  if (results === null) return 'this runner offers no artifact service.'
  return null
}

const uploadFailure = (name: string, folder: string, error: unknown): Failure => ({
  message: `The report could not be uploaded as "${name}": ${messageOf(error)}`,
  hint: `An artifact of that name may be there already, since names are unique within a run: give report another one. The files are in ${folder}.`,
})

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
