import { corrupt } from './failures.ts'
import type { EntryPlan, PlannedEntry } from './plan-entries.ts'
import type { Chunk } from './slabs.ts'
import type { Piece, UnpackEntry, UnpackedEntry } from './unpack-worker.ts'
import type { UnpackStream, Unpackers } from './unpackers.ts'

/** Takes the bytes of an archive in order and has its entries unpacked as soon as they are there. */
export interface ArchiveUnpacker {
  /** Retains the chunk for as long as it is needed. Throws what made an earlier entry fail. */
  accept(chunk: Chunk): void
  /** All results, in the order of the plan. */
  finish(): Promise<readonly UnpackedEntry[]>
  /** Gives up, and resolves when nothing is written any more. */
  abandon(): Promise<void>
}

/** Larger entries are unpacked piece by piece, so that neither end is ever whole in memory. */
const MAX_BATCHED_EXTENT_BYTES = 1024 * 1024
const MAX_BATCHED_SIZE_BYTES = 4 * 1024 * 1024
/** One message to a thread: enough to make its cost vanish, little enough to spread over the threads. */
const BATCH_ENTRIES = 128
const BATCH_BYTES = 1024 * 1024

interface Batch {
  readonly indexes: number[]
  readonly entries: UnpackEntry[]
  readonly pieces: (readonly Piece[])[]
  readonly chunks: Chunk[]
  bytes: number
}

const emptyBatch = (): Batch => ({ indexes: [], entries: [], pieces: [], chunks: [], bytes: 0 })

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
  const { entries } = options.plan
  const results = new Array<UnpackedEntry | undefined>(entries.length)
  const running = new Set<Promise<void>>()
  let next = 0
  let failure: { readonly error: unknown } | null = null
  let stream: UnpackStream | null = null
  /** Of the entry that the last chunk cut in two. */
  let pieces: Piece[] = []
  let chunks: Chunk[] = []
  let batch = emptyBatch()

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
  const flush = (): void => {
    const full = batch
    batch = emptyBatch()
    if (full.indexes.length === 0) return
    const work = unpackers.unpackBatch(full.entries, full.pieces).then((unpacked) => {
      full.indexes.forEach((index, place) => {
        results[index] = unpacked[place]
      })
    })
    run(work.finally(() => full.chunks.forEach((chunk) => chunk.release())))
  }
  const addToBatch = (planned: PlannedEntry, piece: Piece, chunk: Chunk): void => {
    pieces.push(piece)
    chunks.push(chunk)
    chunk.retain()
    if (endOf(chunk) < planned.end) return
    batch.indexes.push(next)
    batch.chunks.push(...chunks)
    batch.entries.push(entryFor(planned, folder))
    batch.pieces.push(pieces)
    batch.bytes += planned.entry.sizeBytes + planned.end - planned.entry.headerOffset
    pieces = []
    chunks = []
    if (batch.entries.length >= BATCH_ENTRIES || batch.bytes >= BATCH_BYTES) flush()
  }
  const addToStream = (planned: PlannedEntry, piece: Piece, chunk: Chunk): void => {
    const index = next
    if (stream === null) {
      const opened = unpackers.unpackStream(entryFor(planned, folder))
      stream = opened
      run(
        opened.result.then((result) => {
          results[index] = result
        }),
      )
    }
    chunk.retain()
    void stream.write(piece).finally(() => chunk.release())
    if (endOf(chunk) < planned.end) return
    stream.end()
    stream = null
  }
  return {
    accept(chunk) {
      if (failure !== null) throw failure.error
      for (let planned = entries[next]; planned !== undefined; planned = entries[next]) {
        const from = Math.max(planned.entry.headerOffset, chunk.offset)
        const to = Math.min(planned.end, endOf(chunk))
        if (from >= endOf(chunk)) break
        const piece = { memory: chunk.memory, start: chunk.start + from - chunk.offset, length: to - from }
        if (isLarge(planned, options.chunkBytes)) addToStream(planned, piece, chunk)
        else addToBatch(planned, piece, chunk)
        if (to < planned.end) break
        next += 1
      }
      flush()
    },
    async finish() {
      while (running.size > 0) await Promise.all(running)
      if (failure !== null) throw failure.error
      return results.map((result) => {
        if (result === undefined) throw corrupt('ends before its last entry')
        return result
      })
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
