import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'

/** Bytes of a blob, wherever they are; nothing is held in memory but what `bytesContent` is given. */
export interface Content {
  readonly sizeBytes: number
  /** The bytes from first to last, both included. Not called for empty contents. */
  open(first: number, last: number): Readable
}

/** Large enough that the pump's own work does not show in a bench. */
const chunkBytes = 512 * 1024

export function bytesContent(bytes: Buffer): Content {
  return {
    sizeBytes: bytes.length,
    open: (first, last) => Readable.from([bytes.subarray(first, last + 1)]),
  }
}

/** A file on disk, read anew for every request. */
export function fileContent(path: string): Content {
  return {
    sizeBytes: statSync(path).size,
    open: (first, last) => createReadStream(path, { start: first, end: last, highWaterMark: chunkBytes }),
  }
}

/** Made when someone asks for it, once. */
export function lazyContent(make: () => Content): Content {
  let made: Content | null = null
  const content = () => (made ??= make())
  return {
    get sizeBytes() {
      return content().sizeBytes
    },
    open: (first, last) => content().open(first, last),
  }
}

/** Computed from offsets: `read` gives the bytes of a stretch, the same ones every time. */
export function generatedContent(
  sizeBytes: number,
  read: (offset: number, lengthBytes: number) => Buffer,
): Content {
  return {
    sizeBytes,
    open: (first, last) =>
      Readable.from(
        (function* () {
          for (let offset = first; offset <= last; offset += chunkBytes) {
            yield read(offset, Math.min(chunkBytes, last + 1 - offset))
          }
        })(),
        { objectMode: false, highWaterMark: chunkBytes },
      ),
  }
}

const blockBytes = 1024 * 1024

let sharedBlock: Buffer | null = null

/** The same on every run, and larger than deflate's window, so that it does not compress. */
function noiseBlock(): Buffer {
  if (sharedBlock === null) {
    const parts = Array.from({ length: blockBytes / 64 }, (_, index) =>
      createHash('sha512').update(`noise ${index}`).digest(),
    )
    sharedBlock = Buffer.concat(parts)
  }
  return sharedBlock
}

/**
 * `read` of any size: a block of noise repeated from a place that depends on the seed, each repeat stamped with the
 * seed and its number, so that swapped, repeated or foreign stretches show in a checksum.
 */
export function noise(seed: string): (offset: number, lengthBytes: number) => Buffer {
  const stamp = createHash('sha256').update(seed).digest().subarray(0, stampBytes)
  const shift = stamp.readUInt32BE(0) % blockBytes
  return (offset, lengthBytes) => {
    const result = Buffer.allocUnsafe(lengthBytes)
    for (let done = 0; done < lengthBytes;) {
      const at = offset + done + shift
      const within = at % blockBytes
      const length = Math.min(blockBytes - within, lengthBytes - done)
      noiseBlock().copy(result, done, within, within + length)
      if (within < stampBytes) {
        const numbered = Buffer.from(stamp)
        numbered.writeUInt32BE(Math.floor(at / blockBytes), 0)
        numbered.copy(result, done, within, within + length)
      }
      done += length
    }
    return result
  }
}

const stampBytes = 16

/** CRC-32 of a generated stretch, without holding it. */
export function crcOf(sizeBytes: number, read: (offset: number, lengthBytes: number) => Buffer): number {
  let crc = 0
  for (let offset = 0; offset < sizeBytes; offset += blockBytes) {
    crc = crc32(read(offset, Math.min(blockBytes, sizeBytes - offset)), crc)
  }
  return crc
}

const digests = new WeakMap<Content, Promise<string>>()

/** `sha256:<hex>` of the whole, computed once. */
export function digestOf(content: Content): Promise<string> {
  const known = digests.get(content)
  if (known !== undefined) return known
  const computed = computeDigest(content)
  digests.set(content, computed)
  return computed
}

async function computeDigest(content: Content): Promise<string> {
  const hash = createHash('sha256')
  if (content.sizeBytes > 0) {
    for await (const chunk of content.open(0, content.sizeBytes - 1)) hash.update(chunk as Buffer)
  }
  return `sha256:${hash.digest('hex')}`
}
