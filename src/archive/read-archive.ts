import { createHash } from 'node:crypto'
import path from 'node:path'
import type { Budget, Share } from './budget.ts'
import { decodeFileName, isZipAnswer } from './decode-headers.ts'
import { checkEntryPath, safeFileName } from './entry-path.ts'
import { corrupt, quoted, refused } from './failures.ts'
import { checkLinkTarget } from './link-target.ts'
import { openZip } from './open-zip.ts'
import type { OpenZip } from './open-zip.ts'
import type { PlannedEntry } from './plan-entries.ts'
import type { Progress } from './progress.ts'
import { FIRST_REQUEST_SLABS, firstRequestBytes, readInOrder } from './read-in-order.ts'
import type { Chunk, Slab, Slabs } from './slabs.ts'
import { openSpool } from './spool.ts'
import type { OpenSpoolFile } from './spool.ts'
import type { BlobReader, FirstAnswer, Span, Transfer } from './transfer.ts'
import type { ArchiveSource, StageOptions, StagedFile } from './types.ts'
import type { UnpackedEntry } from './unpack-worker.ts'
import type { Unpackers } from './unpackers.ts'

/** One try at one source, and what it shares with the others. */
export interface ArchiveAttempt {
  readonly source: ArchiveSource
  readonly options: StageOptions
  /** Folder of this attempt alone; there already. */
  readonly folder: string
  readonly foldsCase: boolean
  readonly platform: NodeJS.Platform
  readonly transfer: Transfer
  readonly slabs: Slabs
  readonly unpackers: Unpackers
  readonly budget: Budget
  readonly progress: Progress
  readonly openSpoolFile: OpenSpoolFile
  /** Aborted when anything of this attempt fails. */
  readonly controller: AbortController
}

/** How to get at the bytes: only those of wanted entries; all, in ranges; all, in one request. */
export type ReadMode = 'parts' | 'ranges' | 'stream'

export interface ReadResult {
  readonly kind: 'zip' | 'file'
  readonly files: readonly StagedFile[]
  readonly emptyFolders: readonly string[]
  /** Hex, of the whole blob; null when only parts of it were read. */
  readonly sha256: string | null
  /** What the attempt took of the budget. */
  readonly share: Share
}

/** Wanted entries that are nearer than this are read in one request. */
const MAX_GAP_BYTES = 256 * 1024

/** Downloads, checks and unpacks a source into its folder. What it made stays there when it throws. */
export async function readArchive(attempt: ArchiveAttempt, mode: ReadMode): Promise<ReadResult> {
  const { transfer } = attempt
  try {
    switch (mode) {
      case 'parts':
        return await readParts(attempt)
      case 'ranges':
        return await readRanges(attempt)
      case 'stream':
        return await readStream(attempt, await transfer.begin(null))
    }
  } finally {
    transfer.close()
  }
}

async function readRanges(attempt: ArchiveAttempt): Promise<ReadResult> {
  const { transfer, slabs, controller } = attempt
  const firstBytes = firstRequestBytes(slabs)
  const room = await slabs.take(FIRST_REQUEST_SLABS, controller.signal)
  try {
    const answer = await transfer.begin({ first: 0, last: firstBytes - 1 })
    const { totalBytes } = answer
    if (totalBytes === null || (answer.isWhole && totalBytes > firstBytes)) {
      release(room)
      return await readStream(attempt, answer.isWhole ? answer : await transfer.begin(null))
    }
    attempt.progress.expected(totalBytes)
    const blob = { totalBytes, read: transfer.read }
    return wantsUnpacking(attempt, answer)
      ? await unpackRanges(attempt, blob, room)
      : await keepRanges(attempt, { blob, answer, room })
  } finally {
    release(room)
  }
}

const release = (room: readonly Slab[]): void => room.forEach((slab) => slab.release())

const wantsUnpacking = (attempt: ArchiveAttempt, answer: FirstAnswer): boolean =>
  attempt.options.unzip && isZipAnswer(answer.headers, answer.url)

async function unpackRanges(
  attempt: ArchiveAttempt,
  blob: BlobReader,
  room: readonly Slab[],
): Promise<ReadResult> {
  return blob.totalBytes <= firstRequestBytes(attempt.slabs)
    ? unpackSmall(attempt, blob, room)
    : unpackLarge(attempt, blob, room)
}

/** All of it fits the first request: its directory is read from memory. */
async function unpackSmall(
  attempt: ArchiveAttempt,
  blob: BlobReader,
  firstSlabs: readonly Slab[],
): Promise<ReadResult> {
  const digest = createHash('sha256')
  const chunks: Chunk[] = []
  const { slabs, controller } = attempt
  try {
    const spans = wholeSpan(blob.totalBytes)
    await readInOrder({ reader: blob, slabs, spans, firstSlabs, attempt: controller }, (chunk) => {
      digest.update(viewOf(chunk))
      chunk.retain()
      chunks.push(chunk)
    })
    const zip = await openZip(attempt, readerOf(chunks, blob.totalBytes))
    return await unpacked(attempt, zip, async () => {
      chunks.forEach((chunk) => zip.unpacker.accept(chunk))
      return digest.digest('hex')
    })
  } finally {
    chunks.forEach((chunk) => chunk.release())
  }
}

/** The end comes first, with the directory; then entries are unpacked while the rest is still on its way. */
async function unpackLarge(
  attempt: ArchiveAttempt,
  blob: BlobReader,
  firstSlabs: readonly Slab[],
): Promise<ReadResult> {
  const { slabs, controller } = attempt
  const digest = createHash('sha256')
  const tail = createTail(blob.totalBytes, largeTailBytes(blob.totalBytes))
  const opening = openZip(attempt, blob, tail)
  // Whoever awaits it below gets its error; until then it is nobody's.
  opening.catch(() => undefined)
  const spans = wholeSpan(tail.offset)
  await readInOrder({ reader: blob, slabs, spans, firstSlabs, attempt: controller }, async (chunk) => {
    digest.update(viewOf(chunk))
    const zip = await opening
    zip.unpacker.accept(chunk)
  }).catch(async (error: unknown) => {
    await opening.then((zip) => zip.unpacker.abandon()).catch(() => undefined)
    throw error
  })
  const zip = await opening
  return unpacked(attempt, zip, async () => {
    digest.update(viewOf(tail.chunk))
    zip.unpacker.accept(tail.chunk)
    return digest.digest('hex')
  })
}
