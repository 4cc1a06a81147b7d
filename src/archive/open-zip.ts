import { formatBytes } from '../text/format.ts'
import type { ArchiveAttempt } from './archive-attempt.ts'
import { checkEntryPath } from './entry-path.ts'
import { quoted, refused } from './failures.ts'
import { checkLinkTarget } from './link-target.ts'
import { planEntries } from './plan-entries.ts'
import type { EntryPlan, PlannedEntry } from './plan-entries.ts'
import type { Chunk } from './slabs.ts'
import type { BlobReader } from './transfer.ts'
import type { StagedFile } from './types.ts'
import { unpackArchive } from './unpack-archive.ts'
import type { ArchiveUnpacker } from './unpack-archive.ts'
import type { UnpackedEntry } from './unpack-worker.ts'
import { END_SEARCH_BYTES, locateDirectory, readDirectory } from './zip-directory.ts'
import type { DirectoryLocation } from './zip-directory.ts'

/** A zip whose directory was read and found harmless, ready to be fed with the bytes of its entries. */
export interface OpenZip {
  readonly plan: EntryPlan
  readonly unpacker: ArchiveUnpacker
}

/** The end of a blob, in memory that the unpacking threads can read. */
export interface Tail {
  readonly offset: number
  readonly chunk: Chunk
}

/** Half a million entries of 128 bytes. It is held in memory as a whole. */
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024
/** A large zip may hold more entries than are wanted of it, but not without end: each takes some memory. */
const MIN_ENTRY_LIMIT = 400_000

/** Reads the last bytes of a blob: so many, but always enough to locate a directory. */
export async function readTail(reader: BlobReader, bytes: number): Promise<Tail> {
  const { offset, length } = tailSpan(reader.totalBytes, bytes)
  const memory = new SharedArrayBuffer(length)
  const view = Buffer.from(memory)
  await reader.read({ first: offset, last: offset + length - 1 }, (part, at) => view.set(part, at - offset))
  const hold = (): void => undefined
  return { offset, chunk: { memory, start: 0, offset, length, retain: hold, release: hold } }
}

/** Where the last bytes of a blob are. */
export function tailSpan(
  totalBytes: number,
  bytes: number,
): { readonly offset: number; readonly length: number } {
  const length = Math.min(totalBytes, Math.max(bytes, END_SEARCH_BYTES))
  return { offset: totalBytes - length, length }
}

/**
 * Finds and reads the directory, decides what to extract and claims it from the budget. Throws an ArchiveError
 * before the first byte of an entry is looked at.
 */
export async function openZip(attempt: ArchiveAttempt, reader: BlobReader, tail: Tail): Promise<OpenZip> {
  const { options, source } = attempt
  const location = locateDirectory(viewOf(tail.chunk), reader.totalBytes)
  rejectHuge(location, options.wantsEntry === null ? 2 * options.maxFiles : 0)
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
  attempt.claim({ files: plan.entries.length, bytes: plan.sizeBytes })
  attempt.unpackers.expect({ bytes: packedBytes(plan.entries), entries: plan.entries.length })
  const unpacker = unpackArchive({
    plan,
    unpackers: attempt.unpackers,
    folder: attempt.folder,
    onFailure: (error) => attempt.controller.abort(error),
  })
  attempt.atEnd(() => unpacker.abandon())
  return { plan, unpacker }
}

/** Waits for the last entry and describes what came out. */
export async function finishZip(attempt: ArchiveAttempt, zip: OpenZip): Promise<readonly StagedFile[]> {
  const results = await zip.unpacker.finish()
  return zip.plan.entries.map((planned, index) => {
    const result = results[index]
    if (result === undefined) throw new Error('An entry was unpacked without a result')
    return stagedFile(attempt, planned, result)
  })
}
