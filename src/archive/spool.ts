import { createHash } from 'node:crypto'
import { formatBytes } from '../text/format.ts'
import type { AsyncSink, BlobReader } from './blob.ts'
import { capped } from './failures.ts'

/** A file being written; as node:fs/promises, so that a test can fill the disk. */
export interface SpoolFile {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>
  read(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>
  truncate(length: number): Promise<void>
  close(): Promise<void>
}

/** Opens a new file for writing and reading. */
export type OpenSpoolFile = (path: string) => Promise<SpoolFile>

/** A blob on its way to disk as it is, in order, with its digest. */
export interface Spool extends AsyncSink {
  /** Hex, of all that was written. */
  sha256(): string
  sizeBytes(): number
  /** The file as a blob to read from. */
  reader(): BlobReader
  close(): Promise<void>
}

const READ_BYTES = 1024 * 1024

/**
 * @param options.maxBytes what it refuses to grow beyond, for blobs whose length nobody says
 */
export async function openSpool(
  path: string,
  options: { readonly open: OpenSpoolFile; readonly maxBytes: number },
): Promise<Spool> {
  const file = await options.open(path)
  let digest = createHash('sha256')
  let sizeBytes = 0
  return {
    async restart() {
      digest = createHash('sha256')
      sizeBytes = 0
      await file.truncate(0)
    },
    async write(bytes) {
      if (sizeBytes + bytes.length > options.maxBytes) {
        throw capped(`is larger than \`max-bytes\` (${formatBytes(options.maxBytes)})`)
      }
      digest.update(bytes)
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, sizeBytes)
        done += bytesWritten
        sizeBytes += bytesWritten
      }
    },
    sha256: () => digest.copy().digest('hex'),
    sizeBytes: () => sizeBytes,
    reader: () => ({
      totalBytes: sizeBytes,
      async read(span, write) {
        const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, span.last - span.first + 1))
        for (let at = span.first; at <= span.last;) {
          const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, span.last - at + 1), at)
          if (bytesRead === 0) throw new Error('A staged file became shorter while it was read')
          write(buffer.subarray(0, bytesRead), at)
          at += bytesRead
        }
      },
    }),
    close: () => file.close(),
  }
}
