import { corrupt } from './failures.ts'
import type { EntryPlan, PlannedEntry } from './plan-entries.ts'
import type { Chunk } from './slabs.ts'
import type { Piece, UnpackEntry, UnpackedEntry } from './unpack-types.ts'
import type { UnpackStream, Unpackers } from './unpackers.ts'

/** Takes the bytes of an archive in order and has its entries unpacked as soon as they are there. */
export interface ArchiveUnpacker {
  /**
   * Retains the chunk for as long as it is needed; resolves when the next one may come. Throws what made an
   * earlier entry fail.
   */
  accept(chunk: Chunk): Promise<void>
  /** All results, in the order of the plan. */
  finish(): Promise<UnpackResults>
  /** Gives up, and resolves when nothing is written any more. */
  abandon(): Promise<void>
}

/** By place in the plan. There may be a hundred thousand, so this is no list of objects. */
export interface UnpackResults {
  /** Hex. */
  readonly sha256: readonly string[]
  /** What links hold. */
  readonly contents: ReadonlyMap<number, string>
}

/** Larger entries are unpacked piece by piece, so that neither end is ever whole in memory. */
const MAX_BATCHED_EXTENT_BYTES = 1024 * 1024
const MAX_BATCHED_SIZE_BYTES = 4 * 1024 * 1024
/** One message to a thread: enough to make its cost vanish, little enough to spread over the threads. */
const BATCH_ENTRIES = 128
const BATCH_BYTES = 1024 * 1024
/** Batches under way: enough that no thread waits for the next, little enough to cost no memory. */
const MAX_BATCHES = 8

/** Entries that follow each other in the plan. */
interface Batch {
  readonly first: number
  readonly entries: UnpackEntry[]
  readonly pieces: (readonly Piece[])[]
  readonly chunks: Chunk[]
  bytes: number
}

const emptyBatch = (first: number): Batch => ({ first, entries: [], pieces: [], chunks: [], bytes: 0 })

export function unpackArchive(options: {
  readonly plan: EntryPlan
  readonly unpackers: Unpackers
  /** Where files are made, under their paths. */
  readonly folder: string
  /** Of the chunks that will come: a batched entry must not need more than two of them. */
  readonly chunkBytes: number
  /** Called once, when the first entry fails. */
  readonly onFailure: (error: unknown) => void
}): ArchiveUnpacker {
  const { unpackers, folder } = options
  const { plan } = options
  const sha256 = new Array<string>(plan.count)
  const contents = new Map<number, string>()
  const running = new Set<Promise<void>>()
  let doneCount = 0
  let next = 0
  let failure: { readonly error: unknown } | null = null
  let stream: UnpackStream | null = null
  /** Of the entry that the last chunk cut in two. */
  let pieces: Piece[] = []
  let chunks: Chunk[] = []
  let batch = emptyBatch(0)

  const run = (work: Promise<void>): void => {
    const guarded = work
      .catch((error: unknown) => {
        if (failure !== null) return
        failure = { error }
        options.onFailure(error)
      })
      .finally(() => running.delete(guarded))
    running.add(guarded)
  }
  const keep = (index: number, result: UnpackedEntry): void => {
    sha256[index] = result.sha256
    if (result.content !== '') contents.set(index, result.content)
    doneCount += 1
  }
  /** Sends what is complete; the next batch begins with the entry `from`. */
  const flush = (from: number): void => {
    const { first, entries, pieces: parts, chunks: held } = batch
    batch = emptyBatch(from)
    if (parts.length === 0) return
    const work = unpackers
      .unpackBatch(entries, parts)
      .then((results) => results.forEach((result, place) => keep(first + place, result)))
    run(work.finally(() => held.forEach((chunk) => chunk.release())))
  }
  const addToBatch = (planned: PlannedEntry, piece: Piece, chunk: Chunk): void => {
    pieces.push(piece)
    chunks.push(chunk)
    chunk.retain()
    if (endOf(chunk) < planned.end) return
    batch.chunks.push(...chunks)
    batch.pieces.push(pieces)
    batch.entries.push(entryFor(planned, folder))
    batch.bytes += planned.entry.sizeBytes + planned.end - planned.entry.headerOffset
    pieces = []
    chunks = []
  }
  const addToStream = (planned: PlannedEntry, piece: Piece, chunk: Chunk): void => {
    const index = next
    if (stream === null) {
      stream = unpackers.unpackStream(entryFor(planned, folder))
      run(stream.result.then((result) => keep(index, result)))
    }
    chunk.retain()
    void stream.write(piece).finally(() => chunk.release())
    if (endOf(chunk) < planned.end) return
    stream.end()
    stream = null
  }
  const throwFailure = (): void => {
    if (failure !== null) throw failure.error
  }
  return {
    async accept(chunk) {
      for (let planned = plan.at(next); planned !== null; planned = plan.at(next)) {
        throwFailure()
        const from = Math.max(planned.entry.headerOffset, chunk.offset)
        const to = Math.min(planned.end, endOf(chunk))
        if (from >= endOf(chunk)) break
        const piece = { memory: chunk.memory, start: chunk.start + from - chunk.offset, length: to - from }
        const isStreamed = isLarge(planned, options.chunkBytes)
        if (isStreamed) addToStream(planned, piece, chunk)
        else addToBatch(planned, piece, chunk)
        if (to < planned.end) break
        next += 1
        if (isStreamed || batch.pieces.length >= BATCH_ENTRIES || batch.bytes >= BATCH_BYTES) flush(next)
        while (running.size >= MAX_BATCHES) await Promise.race(running)
      }
      flush(next)
    },
    async finish() {
      while (running.size > 0) await Promise.all(running)
      throwFailure()
      if (doneCount < plan.count) throw corrupt('ends before its last entry')
      return { sha256, contents }
    },
    async abandon() {
      stream?.cancel()
      while (running.size > 0) await Promise.all(running)
      chunks.forEach((chunk) => chunk.release())
      chunks = []
    },
  }
}

const endOf = (chunk: Chunk): number => chunk.offset + chunk.length

const isLarge = ({ entry, end }: PlannedEntry, chunkBytes: number): boolean =>
  end - entry.headerOffset > Math.min(MAX_BATCHED_EXTENT_BYTES, chunkBytes) ||
  entry.sizeBytes > MAX_BATCHED_SIZE_BYTES

const entryFor = ({ entry, kind }: PlannedEntry, folder: string): UnpackEntry => ({
  path: entry.path,
  rawName: entry.rawName,
  method: entry.method,
  crc32: entry.crc32,
  compressedBytes: entry.compressedBytes,
  sizeBytes: entry.sizeBytes,
  kind: kind === 'symlink' ? 'link' : 'file',
  targetPath: `${folder}/${entry.path}`,
})
