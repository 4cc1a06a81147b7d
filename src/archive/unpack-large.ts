import { createHash } from 'node:crypto'
import zlib from 'node:zlib'
import type { LetGo } from './collector.ts'
import { createFile, createSizeCheck, writeAll } from './entry-file.ts'
import { headerLength } from './local-header.ts'
import { CorruptEntry } from './unpack-failure.ts'
import type { UnpackEntry, UnpackFiles, UnpackedEntry } from './unpack-types.ts'

/** Of zlib's output: larger saves calls, smaller stays in the cache. */
const INFLATE_CHUNK_BYTES = 512 * 1024

/** A large entry that is being unpacked. */
export interface EntryStream {
  /** Takes the next bytes at the entry's place; `consumed` when their memory may be used again. */
  write(bytes: Buffer, consumed: () => void): void
  /** No more bytes will come. */
  end(): void
  /** Closes the file; none of the callbacks but `consumed` comes any more. */
  cancel(): void
}

interface StreamEvents {
  readonly letGo: LetGo
  done(result: UnpackedEntry): void
  failed(error: unknown): void
}

/** Unpacks one large entry piece by piece. Throws when its file cannot be made. */
export function openEntryStream(files: UnpackFiles, entry: UnpackEntry, on: StreamEvents): EntryStream {
  const sink = openSink(files, entry)
  const fail = (error: unknown): void => {
    if (!sink.isClosed()) on.failed(error)
  }
  const attempt = (step: () => void): void => {
    if (sink.isClosed()) return
    try {
      step()
    } catch (error) {
      fail(error)
    }
  }
  const events = { attempt, fail, letGo: on.letGo, done: (result: UnpackedEntry) => on.done(result) }
  const decoder = entry.method === 8 ? createInflater(sink, events) : createCopier(sink, events)

  let header: Buffer | null = Buffer.alloc(0)
  let missingBytes = entry.compressedBytes
  /** What of some bytes is the entry's body. */
  const body = (bytes: Buffer): Buffer => {
    let rest = bytes
    if (header !== null) {
      const soFar: Buffer = Buffer.concat([header, bytes])
      const length = headerLength(entry, soFar)
      header = length === null ? soFar : null
      rest =
        length === null
          ? bytes.subarray(bytes.length)
          : bytes.subarray(bytes.length - (soFar.length - length))
    }
    const part = rest.subarray(0, missingBytes)
    missingBytes -= part.length
    return part
  }
  return {
    write(bytes, consumed) {
      let part = bytes.subarray(bytes.length)
      attempt(() => {
        part = body(bytes)
      })
      if (part.length === 0 || sink.isClosed()) consumed()
      else decoder.write(part, consumed)
    },
    end() {
      attempt(() => {
        if (header !== null || missingBytes > 0) throw new CorruptEntry('it runs into what follows it')
        decoder.end()
      })
    },
    cancel() {
      sink.close()
      decoder.destroy()
    },
  }
}

/** The file of a large entry, and what its bytes add up to. */
interface Sink {
  write(bytes: Buffer): void
  /** Checks size and CRC once all is written, and closes. */
  finish(compressedBytes: number): UnpackedEntry
  close(): void
  isClosed(): boolean
}

function openSink(files: UnpackFiles, entry: UnpackEntry): Sink {
  const file = createFile(files, entry)
  const digest = createHash('sha256')
  const size = createSizeCheck(entry)
  let crc = 0
  let isOpen = true
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    files.closeSync(file)
  }
  return {
    write(bytes) {
      size.add(bytes.length)
      crc = zlib.crc32(bytes, crc)
      digest.update(bytes)
      writeAll(files, file, bytes)
    },
    finish(compressedBytes) {
      size.end(compressedBytes)
      if (crc !== entry.crc32) throw new CorruptEntry('it fails its checksum (CRC-32)')
      close()
      return { sha256: digest.digest('hex'), content: '' }
    },
    close,
    isClosed: () => !isOpen,
  }
}

interface Decoder {
  write(bytes: Buffer, consumed: () => void): void
  end(): void
  destroy(): void
}

interface DecoderEvents {
  readonly letGo: LetGo
  attempt(step: () => void): void
  fail(error: unknown): void
  done(result: UnpackedEntry): void
}

const createCopier = (sink: Sink, on: DecoderEvents): Decoder => ({
  write(bytes, consumed) {
    on.attempt(() => sink.write(bytes))
    consumed()
  },
  end: () => on.done(sink.finish(Infinity)),
  destroy: () => undefined,
})

function createInflater(sink: Sink, on: DecoderEvents): Decoder {
  const inflater = zlib.createInflateRaw({ chunkSize: INFLATE_CHUNK_BYTES })
  let ready: Buffer[] = []
  const drain = (): void => {
    const chunks = ready
    ready = []
    on.attempt(() => chunks.forEach((chunk) => sink.write(chunk)))
  }
  // Not written at once: zlib starts on the next chunk, in its own thread, when this handler has returned.
  inflater.on('data', (chunk: Buffer) => {
    on.letGo(chunk.length)
    if (ready.length === 0) process.nextTick(drain)
    ready.push(chunk)
  })
  inflater.on('error', (error) => on.fail(error))
  inflater.on('end', () => {
    drain()
    on.attempt(() => on.done(sink.finish(inflater.bytesWritten)))
  })
  // An inflater that is destroyed forgets the write it is at.
  const unconsumed = new Set<() => void>()
  inflater.on('close', () => unconsumed.forEach((consumed) => consumed()))
  return {
    write(bytes, consumed) {
      const done = (): void => {
        if (unconsumed.delete(done)) consumed()
      }
      unconsumed.add(done)
      inflater.write(bytes, done)
    },
    end: () => inflater.end(),
    destroy: () => inflater.destroy(),
  }
}
