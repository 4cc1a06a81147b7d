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

/**
 * `read` of any size: one block of noise repeated, each repeat stamped with its number so that swapped or repeated
 * stretches show in a checksum. It does not compress within deflate's window.
 */
export function noise(seed: string): (offset: number, lengthBytes: number) => Buffer {
  let block: Buffer | null = null
  return (offset, lengthBytes) => {
    block ??= noiseBlock(seed)
    const result = Buffer.allocUnsafe(lengthBytes)
    for (let done = 0; done < lengthBytes;) {
      const blockNumber = Math.floor((offset + done) / blockBytes)
      const within = (offset + done) % blockBytes
      const length = Math.min(blockBytes - within, lengthBytes - done)
      block.copy(result, done, within, within + length)
      if (within < 8) {
        const stamp = Buffer.alloc(8)
        stamp.writeBigUInt64BE(BigInt(blockNumber))
        stamp.copy(result, done, within, Math.min(8, within + length))
      }
      done += length
    }
    return result
  }
}

function noiseBlock(seed: string): Buffer {
  const parts: Buffer[] = []
  for (let index = 0; index < blockBytes / 64; index++) {
    parts.push(createHash('sha512').update(`${seed}:${index}`).digest())
  }
  return Buffer.concat(parts)
}

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
