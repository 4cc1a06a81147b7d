import { formatBytes, formatCount } from '../text/format.ts'
import type { ArchiveAttempt } from './archive-attempt.ts'
import type { BlobReader } from './blob.ts'
import { capped, quoted, refused } from './failures.ts'
import { checkLinkTarget } from './link-target.ts'
import { planEntries } from './plan-entries.ts'
import type { EntryPlan, PlannedEntry } from './plan-entries.ts'
import { viewOf } from './slabs.ts'
import type { Chunk } from './slabs.ts'
import type { StagedFile } from './types.ts'
import type { UnpackedEntry } from './unpack-types.ts'
import { unpackArchive } from './unpack-archive.ts'
import type { ArchiveUnpacker } from './unpack-archive.ts'
import { readDirectory } from './zip-directory.ts'
import { END_SEARCH_BYTES, locateDirectory } from './zip-end.ts'
import type { DirectoryLocation } from './zip-end.ts'

/** A zip whose directory was read and found harmless, ready to be fed with the bytes of its entries. */
export interface OpenZip {
  readonly plan: EntryPlan
  readonly unpacker: ArchiveUnpacker
  /** Waits for the last entry and describes what came out. */
  finish(): Promise<readonly StagedFile[]>
}

/** It is held in memory as a whole: half a million entries of 128 bytes. */
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024
/** A zip may list more entries than are wanted of it, but not without end. */
const MIN_ENTRY_LIMIT = 400_000
/** A zip of few files may have more folders than files. */
const MIN_FOLDER_LIMIT = 10_000

/** Where the last bytes of a blob are: so many of them, and at least what locates the directory of a zip. */
export function tailSpan(
  totalBytes: number,
  bytes: number,
): { readonly offset: number; readonly length: number } {
  const length = Math.min(totalBytes, Math.max(bytes, END_SEARCH_BYTES))
  return { offset: totalBytes - length, length }
}

/** Reads the last bytes of a blob into memory of their own. */
export async function readTail(reader: BlobReader, bytes: number): Promise<Chunk> {
  const { offset, length } = tailSpan(reader.totalBytes, bytes)
  const memory = new SharedArrayBuffer(length)
  const view = Buffer.from(memory)
  await reader.read({ first: offset, last: offset + length - 1 }, (part, at) => view.set(part, at - offset))
  const hold = (): void => undefined
  return { memory, start: 0, offset, length, retain: hold, release: hold }
}

/**
 * Reads the directory, decides what to extract and claims it from the caps. Throws an ArchiveError before the
 * first byte of an entry is looked at.
 *
 * @param tail the end of the blob, from readTail
 */
export async function openZip(attempt: ArchiveAttempt, reader: BlobReader, tail: Chunk): Promise<OpenZip> {
  const { options, source } = attempt
  const location = locateDirectory(viewOf(tail), reader.totalBytes)
  rejectHuge(location, Math.max(2 * options.maxFiles, MIN_ENTRY_LIMIT))
  const entries = readDirectory(await directoryBytes(reader, tail, location), location)
  const plan = planEntries(entries, {
    wantsEntry: options.wantsEntry,
    platform: attempt.platform,
    allowsGit: source.allowsGit,
    isUntrusted: source.isUntrusted,
    foldsCase: attempt.foldsCase,
    maxFolders: Math.max(options.maxFiles, MIN_FOLDER_LIMIT),
    directoryOffset: location.offset,
  })
  attempt.claim({ files: plan.count, bytes: plan.sizeBytes })
  attempt.unpackers.expect({ bytes: plan.compressedBytes, entries: plan.count })
  const unpacker = unpackArchive({
    plan,
    unpackers: attempt.unpackers,
    folder: attempt.folder,
    chunkBytes: attempt.slabs.slabBytes,
    onFailure: (error) => attempt.controller.abort(error),
  })
  attempt.atEnd(() => unpacker.abandon())
  return {
    plan,
    unpacker,
    async finish() {
      const { sha256, contents } = await unpacker.finish()
      return sha256.map((hash, index) =>
        stagedFile(attempt, plan.at(index), { sha256: hash, content: contents.get(index) ?? '' }),
      )
    },
  }
}

function rejectHuge(location: DirectoryLocation, maxEntries: number): void {
  if (location.entryCount > maxEntries) {
    throw capped(`lists ${formatCount(location.entryCount)} entries, more than \`max-files\` allows`)
  }
  if (location.sizeBytes > MAX_DIRECTORY_BYTES) {
    throw refused(
      `has a directory of ${formatBytes(location.sizeBytes)}; ${formatBytes(MAX_DIRECTORY_BYTES)} is the most`,
    )
  }
}

/** In memory of its own: text decoders refuse shared memory, and the tail is used for long. */
async function directoryBytes(reader: BlobReader, tail: Chunk, location: DirectoryLocation): Promise<Buffer> {
  const directory = Buffer.alloc(location.sizeBytes)
  const inTail = location.offset - tail.offset
  if (inTail >= 0) {
    viewOf(tail).copy(directory, 0, inTail, inTail + directory.length)
    return directory
  }
  viewOf(tail).copy(directory, -inTail)
  const last = Math.min(tail.offset, location.offset + location.sizeBytes) - 1
  await reader.read({ first: location.offset, last }, (part, at) => directory.set(part, at - location.offset))
  return directory
}

function stagedFile(
  attempt: ArchiveAttempt,
  planned: PlannedEntry | null,
  result: UnpackedEntry,
): StagedFile {
  if (planned === null) throw new Error('More entries were unpacked than planned')
  const { entry, kind } = planned
  const { sha256, content } = result
  const isFile = kind === 'file'
  return {
    kind,
    path: entry.path,
    stagedPath: isFile ? `${attempt.folder}/${entry.path}` : '',
    sizeBytes: entry.sizeBytes,
    sha256,
    isExecutable: isFile && entry.isExecutable && !attempt.source.isUntrusted,
    linkTarget: isFile ? '' : provenTarget(attempt, entry.path, content),
  }
}

function provenTarget(attempt: ArchiveAttempt, link: string, target: string): string {
  const rules = { platform: attempt.platform, allowsGit: attempt.source.allowsGit }
  const checked = checkLinkTarget(link.split('/'), target, rules)
  if (checked.ok) return target
  throw refused(`holds a symlink whose target ${checked.problem}: ${quoted(link)} to ${quoted(target)}`)
}
