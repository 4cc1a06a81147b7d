import { createHash } from 'node:crypto'
import path from 'node:path'
import type { ArchiveAttempt, ReadResult } from './archive-attempt.ts'
import type { BlobReader, Span } from './blob.ts'
import { decodeFileName, isZipAnswer } from './decode-headers.ts'
import { safeFileName } from './entry-path.ts'
import { corrupt } from './failures.ts'
import { openZip, readTail, tailSpan } from './open-zip.ts'
import type { OpenZip } from './open-zip.ts'
import { firstRequestSlabs, readInOrder } from './read-in-order.ts'
import { viewOf } from './slabs.ts'
import type { Chunk, Slab } from './slabs.ts'
import type { Spool } from './spool.ts'
import type { BlobAnswer } from './blob-answer.ts'

/** How to get at the bytes: only those of wanted entries; all, in ranges; all, in one request. */
export type ReadMode = 'parts' | 'ranges' | 'stream'

/** Downloads, checks and unpacks a source into the folder of its attempt. */
export async function readArchive(attempt: ArchiveAttempt, mode: ReadMode): Promise<ReadResult> {
  switch (mode) {
    case 'parts':
      return readParts(attempt)
    case 'ranges':
      return readRanges(attempt)
    case 'stream':
      return readStream(attempt, await attempt.transfer.begin(null))
  }
}

/** Everything, in several requests at once, unpacked while it comes. */
async function readRanges(attempt: ArchiveAttempt): Promise<ReadResult> {
  const { transfer, slabs, controller, source } = attempt
  const slabCount = firstRequestSlabs(slabs, source.sizeBytes)
  const firstBytes = slabCount * slabs.slabBytes
  // Before the request: a connection never waits for room.
  const room = await slabs.take(slabCount, controller.signal)
  try {
    const answer = await transfer.begin({ first: 0, last: firstBytes - 1 })
    const { totalBytes } = answer
    if (totalBytes === null || (answer.isWhole && totalBytes > firstBytes)) {
      release(room)
      return await readStream(attempt, answer.isWhole ? answer : await transfer.begin(null))
    }
    attempt.progress.expected(totalBytes)
    const blob: Blob = { reader: readerFrom(attempt, totalBytes), answer, room }
    if (!wantsUnpacking(attempt, answer)) return await keepBlob(attempt, blob)
    return totalBytes <= firstBytes ? await unpackSmall(attempt, blob) : await unpackLarge(attempt, blob)
  } finally {
    release(room)
  }
}

const readerFrom = ({ transfer }: ArchiveAttempt, totalBytes: number): BlobReader => ({
  totalBytes,
  read: (span, write) => transfer.read(span, write),
})

/** A blob whose first request is under way. */
interface Blob {
  readonly reader: BlobReader
  readonly answer: BlobAnswer
  readonly room: readonly Slab[]
}

const release = (room: readonly Slab[]): void => room.forEach((slab) => slab.release())

const wholeSpan = (bytes: number): readonly Span[] => (bytes === 0 ? [] : [{ first: 0, last: bytes - 1 }])

const wantsUnpacking = (attempt: ArchiveAttempt, answer: BlobAnswer): boolean =>
  attempt.options.unzip && isZipAnswer(answer.headers, answer.url)

/** The first request brings all of it, so its directory is read from memory. */
async function unpackSmall(attempt: ArchiveAttempt, blob: Blob): Promise<ReadResult> {
  const digest = createHash('sha256')
  const chunks: Chunk[] = []
  const { totalBytes } = blob.reader
  try {
    await readInOrder({ ...blob, ...toRead(attempt, wholeSpan(totalBytes)) }, (chunk) => {
      digest.update(viewOf(chunk))
      chunk.retain()
      chunks.push(chunk)
    })
    const reader = readerOf(chunks, totalBytes)
    const zip = await openZip(attempt, reader, await readTail(reader, 0))
    for (const chunk of chunks) await zip.unpacker.accept(chunk)
    return await zipResult(zip, digest.digest('hex'))
  } finally {
    chunks.forEach((chunk) => chunk.release())
  }
}

const toRead = (attempt: ArchiveAttempt, spans: readonly Span[]) => ({
  slabs: attempt.slabs,
  controller: attempt.controller,
  spans,
})

function readerOf(chunks: readonly Chunk[], totalBytes: number): BlobReader {
  return {
    totalBytes,
    read(span, write) {
      for (const chunk of chunks) {
        const first = Math.max(span.first, chunk.offset)
        const end = Math.min(span.last + 1, chunk.offset + chunk.length)
        if (first < end) write(viewOf(chunk).subarray(first - chunk.offset, end - chunk.offset), first)
      }
      return Promise.resolve()
    },
  }
}

/** How much of the end of a blob to read at first: as a rule all of a directory, and never much. */
const MIN_TAIL_BYTES = 128 * 1024
const MAX_TAIL_BYTES = 2 * 1024 * 1024
/** A directory of small files (2 kB, packed) is about that part of its zip. */
const TAIL_SHARE = 1 / 24

const largeTailBytes = (totalBytes: number): number =>
  Math.round(Math.min(MAX_TAIL_BYTES, Math.max(MIN_TAIL_BYTES, totalBytes * TAIL_SHARE)))

/** The end comes first, with the directory; then entries are unpacked while the rest is on its way. */
async function unpackLarge(attempt: ArchiveAttempt, blob: Blob): Promise<ReadResult> {
  const { reader } = blob
  const digest = createHash('sha256')
  const tail = tailSpan(reader.totalBytes, largeTailBytes(reader.totalBytes))
  const opening = readTail(reader, tail.length).then(async (chunk) => ({
    chunk,
    zip: await openZip(attempt, reader, chunk),
  }))
  // Its failure belongs to the first chunk, which may not be there yet.
  opening.catch(() => undefined)
  await readInOrder({ ...blob, ...toRead(attempt, wholeSpan(tail.offset)) }, async (chunk) => {
    digest.update(viewOf(chunk))
    const { zip } = await opening
    await zip.unpacker.accept(chunk)
  })
  const { chunk, zip } = await opening
  digest.update(viewOf(chunk))
  await zip.unpacker.accept(chunk)
  return zipResult(zip, digest.digest('hex'))
}

const zipResult = async (zip: OpenZip, sha256: string | null): Promise<ReadResult> => ({
  kind: 'zip',
  files: await zip.finish(),
  emptyFolders: zip.plan.emptyFolders,
  sha256,
})

/** The directory, and then the bytes of the wanted entries only. */
async function readParts(attempt: ArchiveAttempt): Promise<ReadResult> {
  const { source, transfer } = attempt
  const answer = await transfer.begin(endOf(source.sizeBytes))
  const { totalBytes } = answer
  if (answer.isWhole) return readStream(attempt, answer)
  if (totalBytes === null) return readStream(attempt, await transfer.begin(null))
  if (!isZipAnswer(answer.headers, answer.url)) return readRanges(attempt)

  const reader = readerFrom(attempt, totalBytes)
  const tail = await readTail(reader, MIN_TAIL_BYTES)
  const zip = await openZip(attempt, reader, tail)
  if (tail.length === totalBytes) {
    await zip.unpacker.accept(tail)
    return zipResult(zip, createHash('sha256').update(viewOf(tail)).digest('hex'))
  }
  await unpackWanted(attempt, zip, reader)
  return zipResult(zip, null)
}

/**
 * Where the directory of a zip of that length must be. Not "the last N bytes": Azure, which holds the artifacts of
 * github.com, knows no suffix ranges. One byte tells the length where the API did not.
 */
function endOf(sizeBytes: number | null): Span {
  if (sizeBytes === null || sizeBytes === 0) return { first: 0, last: 0 }
  return { first: tailSpan(sizeBytes, MIN_TAIL_BYTES).offset, last: sizeBytes - 1 }
}

/** Wanted entries that are nearer to each other than this are read in one request. */
const MAX_GAP_BYTES = 256 * 1024

async function unpackWanted(attempt: ArchiveAttempt, zip: OpenZip, reader: BlobReader): Promise<void> {
  const spans: { first: number; last: number }[] = []
  for (let index = 0; ; index += 1) {
    const planned = zip.plan.at(index)
    if (planned === null) break
    const { entry, end } = planned
    const previous = spans.at(-1)
    if (previous !== undefined && entry.headerOffset - previous.last <= MAX_GAP_BYTES) previous.last = end - 1
    else spans.push({ first: entry.headerOffset, last: end - 1 })
  }
  attempt.progress.expected(spans.reduce((total, { first, last }) => total + last + 1 - first, 0))
  await readInOrder({ reader, room: [], ...toRead(attempt, spans) }, (chunk) => zip.unpacker.accept(chunk))
}

/** Everything in one request, kept on disk: of a server without ranges, the directory comes last. */
async function readStream(attempt: ArchiveAttempt, answer: BlobAnswer): Promise<ReadResult> {
  if (!wantsUnpacking(attempt, answer)) {
    return keepFile(attempt, answer, (spool) => attempt.transfer.readAll(spool))
  }
  attempt.progress.expected(answer.totalBytes ?? 0)
  const spool = await attempt.openSpool(`${attempt.folder}.part`)
  await attempt.transfer.readAll(spool)
  const reader = spool.reader()
  const zip = await openZip(attempt, reader, await readTail(reader, MIN_TAIL_BYTES))
  await unpackWanted(attempt, zip, reader)
  return zipResult(zip, spool.sha256())
}

const keepBlob = (attempt: ArchiveAttempt, blob: Blob): Promise<ReadResult> =>
  keepFile(attempt, blob.answer, (spool) =>
    readInOrder({ ...blob, ...toRead(attempt, wholeSpan(blob.reader.totalBytes)) }, (chunk) =>
      spool.write(viewOf(chunk)),
    ),
  )

/** A blob as it is: no zip, or a zip that is not to be unpacked. */
async function keepFile(
  attempt: ArchiveAttempt,
  answer: BlobAnswer,
  fill: (spool: Spool) => Promise<void>,
): Promise<ReadResult> {
  const { source, options } = attempt
  const isZip = isZipAnswer(answer.headers, answer.url)
  const name = isZip
    ? `${safeFileName(source.name)}.zip`
    : (decodeFileName(answer.headers) ?? safeFileName(source.name))
  const nothing = { kind: 'file', files: [], emptyFolders: [], sha256: null } as const
  if (options.wantsEntry?.(name) === false) return nothing

  attempt.claim({ files: 1, bytes: answer.totalBytes ?? 0 })
  const stagedPath = path.join(attempt.folder, name)
  const spool = await attempt.openSpool(stagedPath)
  await fill(spool)
  if (answer.totalBytes === null) attempt.claim({ files: 0, bytes: spool.sizeBytes() })
  if (isZip) await rejectOther(spool)
  const sha256 = spool.sha256()
  const file = { kind: 'file', path: name, stagedPath, sizeBytes: spool.sizeBytes(), sha256 } as const
  return { ...nothing, files: [{ ...file, isExecutable: false, linkTarget: '' }], sha256 }
}

/** A zip begins with an entry, or with its end when it is empty. */
const ZIP_STARTS = new Set([0x04034b50, 0x06054b50])

async function rejectOther(spool: Spool): Promise<void> {
  const start = Buffer.alloc(4)
  if (spool.sizeBytes() >= 4)
    await spool.reader().read({ first: 0, last: 3 }, (bytes, at) => start.set(bytes, at))
  if (!ZIP_STARTS.has(start.readUInt32LE(0))) throw corrupt('says that it is a zip and is none')
}
