import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'
import zlib from 'node:zlib'
import { createFile, createSizeCheck, writeAll } from './entry-file.ts'
import { bodyOf } from './local-header.ts'
import { viewOf } from './slabs.ts'
import { CorruptEntry, failureOf } from './unpack-failure.ts'
import type {
  Piece,
  UnpackEntry,
  UnpackFiles,
  UnpackReply,
  UnpackRequest,
  UnpackedEntry,
} from './unpack-types.ts'

/** RFC 1952: deflate, no name, no time, system unknown. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
const GZIP_TRAILER_BYTES = 8

/** Unpacks small entries whose bytes are all there. Never throws. */
export function unpackBatch(
  files: UnpackFiles,
  request: UnpackRequest & { readonly kind: 'batch' },
): UnpackReply {
  const { job, entries, pieces } = request
  let current = entries[0]
  try {
    const bodies = entries.map((entry, index) => {
      current = entry
      return bodyOf(entry, joined(pieces[index] ?? []))
    })
    const together = inflateTogether(entries, bodies)
    const contents =
      together?.contents ??
      entries.map((entry, index) => {
        current = entry
        return contentOf(entry, bodies[index] ?? NOTHING)
      })
    const results = entries.map((entry, index) => {
      current = entry
      return keep(files, entry, contents[index] ?? NOTHING)
    })
    together?.free()
    return { kind: 'done', job, results }
  } catch (error) {
    return { kind: 'failed', job, failure: failureOf(error, current?.path ?? '') }
  }
}

function joined(pieces: readonly Piece[]): Buffer {
  const [only] = pieces
  return pieces.length === 1 && only !== undefined ? viewOf(only) : Buffer.concat(pieces.map(viewOf))
}

/**
 * All entries in one call of zlib, as each call costs as much as inflating a small file: deflated entries become
 * the members of one gzip stream, whose trailers make zlib check CRC and size of each. When every trailer is right
 * and the whole is as long as all entries together, each entry lies where the sizes say. Null when something is
 * wrong with one of them.
 */
function inflateTogether(entries: readonly UnpackEntry[], bodies: readonly Buffer[]): Inflated | null {
  const deflated = bodies.filter((_, index) => entries[index]?.method === 8)
  const overhead = deflated.length * (GZIP_HEADER.length + GZIP_TRAILER_BYTES)
  const input = Buffer.allocUnsafe(overhead + sum(deflated.map((body) => body.length)))
  let inputEnd = 0
  let totalBytes = 0
  for (const [index, entry] of entries.entries()) {
    const body = bodies[index]
    if (body === undefined) return null
    if (entry.method !== 8) {
      if (zlib.crc32(body) !== entry.crc32) return null
      continue
    }
    inputEnd += GZIP_HEADER.copy(input, inputEnd)
    inputEnd += body.copy(input, inputEnd)
    inputEnd = input.writeUInt32LE(entry.crc32, inputEnd)
    inputEnd = input.writeUInt32LE(entry.sizeBytes, inputEnd)
    totalBytes += entry.sizeBytes
  }
  const output = inputEnd === 0 ? NOTHING : gunzipExactly(input, totalBytes)
  freeNow(input, input.length)
  if (output === null) return null
  let at = 0
  const contents = entries.map((entry, index) => {
    if (entry.method !== 8) return bodies[index] ?? NOTHING
    at += entry.sizeBytes
    return output.subarray(at - entry.sizeBytes, at)
  })
  return { contents, free: () => freeNow(output, gunzipChunkBytes(totalBytes)) }
}

interface Inflated {
  /** Of each entry. */
  readonly contents: readonly Buffer[]
  /** Gives the memory back; the contents are gone. */
  free(): void
}

const NOTHING = Buffer.alloc(0)

/** One byte more than is expected, so that zlib need not be asked a second time whether that was all. */
const gunzipChunkBytes = (totalBytes: number): number => Math.max(64, totalBytes + 1)

function gunzipExactly(input: Buffer, totalBytes: number): Buffer | null {
  try {
    const output = zlib.gunzipSync(input, {
      chunkSize: gunzipChunkBytes(totalBytes),
      maxOutputLength: totalBytes + 1,
    })
    return output.length === totalBytes ? output : null
  } catch {
    return null
  }
}

/**
 * Frees a buffer that has its memory for itself, which is then `bytes` long (small ones share theirs). A collection
 * would do it much later: the object that zlib makes for each call holds on to its output until a full one.
 */
function freeNow(buffer: Buffer, bytes: number): void {
  const memory = buffer.buffer
  if (memory instanceof ArrayBuffer && bytes > 0 && memory.byteLength === bytes) memory.transfer(0)
}

/** One entry by itself: slower, and says what is wrong. */
function contentOf(entry: UnpackEntry, body: Buffer): Buffer {
  const content = entry.method === 8 ? inflateExactly(entry, body) : body
  if (zlib.crc32(content) !== entry.crc32) throw new CorruptEntry('it fails its checksum (CRC-32)')
  return content
}

function inflateExactly(entry: UnpackEntry, body: Buffer): Buffer {
  const check = createSizeCheck(entry)
  const inflated: unknown = zlib.inflateRawSync(body, { info: true, maxOutputLength: entry.sizeBytes + 1 })
  if (!isInflated(inflated)) throw new Error('zlib gave no info')
  check.add(inflated.buffer.length)
  check.end(inflated.engine.bytesWritten)
  return inflated.buffer
}

interface InflatedAlone {
  readonly buffer: Buffer
  /** Its `bytesWritten` is how much of the input was used. */
  readonly engine: { readonly bytesWritten: number }
}

/** Node's types do not know the option `info`. */
const isInflated = (value: unknown): value is InflatedAlone =>
  typeof value === 'object' && value !== null && 'buffer' in value && 'engine' in value

/** Writes an entry, or hands back what a link holds. */
function keep(files: UnpackFiles, entry: UnpackEntry, content: Buffer): UnpackedEntry {
  const sha256 = hash('sha256', content, 'hex')
  if (entry.kind === 'link') {
    if (!isUtf8(content)) throw new CorruptEntry('it is a symlink whose target is not valid UTF-8')
    return { sha256, content: content.toString('utf8') }
  }
  const file = createFile(files, entry)
  try {
    writeAll(files, file, content)
  } finally {
    files.closeSync(file)
  }
  return { sha256, content: '' }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
