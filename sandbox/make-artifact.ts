import { dayMs, momentMs } from './clock.ts'
import type { Moment } from './clock.ts'
import { bytesContent, fileContent, lazyContent } from './content.ts'
import type { Content } from './content.ts'
import { latestAttempt } from './world.ts'
import type { Artifact, Repository, Run } from './world.ts'
import { generatedZip, zipContent } from './zip.ts'
import type { ZipFiles } from './zip.ts'

export interface ArtifactOptions {
  readonly id?: number
  /** One of these; without any a generated zip of `sizeBytes`. */
  readonly files?: ZipFiles
  readonly zipPath?: string
  readonly bytes?: Buffer
  readonly content?: Content
  /** Of the generated zip. */
  readonly sizeBytes?: number
  /** Anything but `application/zip` is an artifact uploaded with `archive: false`. */
  readonly contentType?: string
  readonly fileName?: string
  readonly createdAt?: Moment
  readonly expiresAt?: Moment | null
  readonly expired?: boolean
  /**
   * `sha256` (default): of the content. A text is taken as it is. Of a generated zip of more than 1 MiB the
   * default is none, so that listing thousands of large ones reads none of them.
   */
  readonly digest?: string | null
  readonly attempt?: number
}

const zipType = 'application/zip'
const defaultArtifactBytes = 1_500
const hashedWithoutAsking = 1024 * 1024

/** An artifact that is in no table yet. */
export function makeArtifact(
  repository: Repository,
  run: Run | null,
  options: ArtifactOptions & { readonly name: string },
): Artifact {
  const { world } = repository
  const createdAt = momentMs(
    options.createdAt ?? (run === null ? world.clock.now() : latestAttempt(run).updatedAt),
  )
  const contentType = options.contentType ?? zipType
  const id = options.id ?? world.nextId('artifact')
  const isLargeAndUnread = !hasContent(options) && (options.sizeBytes ?? 0) > hashedWithoutAsking
  const digest = options.digest === undefined ? (isLargeAndUnread ? null : 'computed') : options.digest
  return {
    repository,
    run,
    attempt: options.attempt ?? (run === null ? 1 : latestAttempt(run).number),
    id,
    name: options.name,
    content: contentOf(options, id),
    contentType,
    fileName: options.fileName ?? (contentType === zipType ? `${options.name}.zip` : options.name),
    createdAt,
    expiresAt:
      options.expiresAt === undefined
        ? createdAt + (options.expired === true ? 0 : repository.retentionDays * dayMs)
        : options.expiresAt === null
          ? null
          : momentMs(options.expiresAt),
    isExpired: options.expired ?? false,
    digest: digest === 'sha256' ? 'computed' : digest,
  }
}

const hasContent = (options: ArtifactOptions): boolean =>
  options.files !== undefined ||
  options.zipPath !== undefined ||
  options.bytes !== undefined ||
  options.content !== undefined

function contentOf(options: ArtifactOptions & { readonly name: string }, id: number): Content {
  const { files, zipPath, bytes, content } = options
  if (content !== undefined) return content
  if (bytes !== undefined) return bytesContent(bytes)
  if (zipPath !== undefined) return fileContent(zipPath)
  if (files !== undefined) return lazyContent(() => zipContent(files))
  return generatedZip({
    name: 'data.bin',
    sizeBytes: options.sizeBytes ?? defaultArtifactBytes,
    seed: `artifact ${id}`,
  })
}
