import { crc32, deflateRawSync } from 'node:zlib'
import { bytesContent, crcOf, generatedContent, noise } from './content.ts'
import type { Content } from './content.ts'

/**
 * Zips as upload-artifact's archiver streams them: deflated entries whose sizes and CRC stand in data descriptors
 * and in the central directory only, UTF-8 names, Unix modes. (Uploads through the real client use archiver itself.)
 */
export type ZipFiles = Readonly<Record<string, string | Buffer>>

const dosTimeAndDate = Buffer.from([0x00, 0x60, 0x21, 0x5a]) // 2025-01-01 12:00, so that digests are stable
const streamedUtf8 = 0x0808
const utf8 = 0x0800
const methods = { stored: 0, deflated: 8 } as const
/** What deflate makes of no bytes; a compressor for each empty file would be most of the work. */
const deflatedNothing = Buffer.from([0x03, 0x00])
const regularFileMode = 0o100644
const folderMode = 0o040755

interface CentralEntry {
  readonly name: Buffer
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly mode: number
  readonly offset: number
}

/** A zip of these files, in memory. A name that ends in `/` is an empty folder. */
export function zipFiles(files: ZipFiles): Buffer {
  const parts: Buffer[] = []
  const entries: CentralEntry[] = []
  let offset = 0
  const push = (part: Buffer) => {
    parts.push(part)
    offset += part.length
  }
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text)
    const isFolder = name.endsWith('/')
    const compressed = isFolder
      ? Buffer.alloc(0)
      : bytes.length === 0
        ? deflatedNothing
        : deflateRawSync(bytes)
    const entry: CentralEntry = {
      name: Buffer.from(name),
      flags: isFolder ? utf8 : streamedUtf8,
      method: isFolder ? methods.stored : methods.deflated,
      crc: crc32(bytes),
      compressedBytes: compressed.length,
      sizeBytes: bytes.length,
      mode: isFolder ? folderMode : regularFileMode,
      offset,
    }
    entries.push(entry)
    push(localHeader(entry))
    push(compressed)
    if (!isFolder) push(dataDescriptor(entry))
  }
  const directory = Buffer.concat(entries.map(centralHeader))
  parts.push(directory, endOfDirectory({ count: entries.length, directoryBytes: directory.length, offset }))
  return Buffer.concat(parts)
}

/**
 * A zip of exactly this size with one stored entry of noise, computed as it is read (5 GiB take no memory). Above
 * 4 GiB it is a Zip64. The size must leave room for the headers: about 100 bytes and twice the name.
 */
export function generatedZip(options: {
  readonly name: string
  readonly sizeBytes: number
  readonly seed: string
}): Content {
  const entryBytes = options.sizeBytes - frameBytes(options.name, options.sizeBytes)
  if (entryBytes < 0) throw new Error(`a zip of ${options.sizeBytes} bytes has no room for ${options.name}`)
  const read = noise(options.seed)
  const headBytes = storedFrame({ name: options.name, entryBytes, crc: 0 }).head.length
  const tailAt = headBytes + entryBytes
  let known: Frame | null = null
  // The CRC takes a pass over all bytes, so it waits until someone reads a header.
  const frame = () =>
    (known ??= storedFrame({ name: options.name, entryBytes, crc: crcOf(entryBytes, read) }))
  return generatedContent(options.sizeBytes, (offset, lengthBytes) => {
    const end = offset + lengthBytes
    const from = Math.max(offset, headBytes)
    const to = Math.min(end, tailAt)
    if (offset >= headBytes && end <= tailAt) return read(offset - headBytes, lengthBytes)
    const { head, tail } = frame()
    return Buffer.concat([
      offset < headBytes ? head.subarray(offset, Math.min(end, headBytes)) : Buffer.alloc(0),
      from < to ? read(from - headBytes, to - from) : Buffer.alloc(0),
      end > tailAt ? tail.subarray(Math.max(0, offset - tailAt), end - tailAt) : Buffer.alloc(0),
    ])
  })
}

/** What stands before and after the bytes of the one entry. */
interface Frame {
  readonly head: Buffer
  readonly tail: Buffer
}

function storedFrame(of: {
  readonly name: string
  readonly entryBytes: number
  readonly crc: number
}): Frame {
  const entry: CentralEntry = {
    name: Buffer.from(of.name),
    flags: utf8,
    method: methods.stored,
    crc: of.crc,
    compressedBytes: of.entryBytes,
    sizeBytes: of.entryBytes,
    mode: regularFileMode,
    offset: 0,
  }
  const head = localHeader(entry)
  const directory = centralHeader(entry)
  const offset = head.length + of.entryBytes
  return {
    head,
    tail: Buffer.concat([directory, endOfDirectory({ count: 1, directoryBytes: directory.length, offset })]),
  }
}

function frameBytes(name: string, sizeBytes: number): number {
  const { head, tail } = storedFrame({ name, entryBytes: sizeBytes, crc: 0 })
  return head.length + tail.length
}

/** A field of 32 or 16 bits that says: look in the Zip64 record. */
const inZip64 = { size: 0xffff_ffff, count: 0xffff } as const
/** Frames are measured with the zip's whole size for the entry's, so Zip64 starts a little below 4 GiB. */
const zip64FromBytes = 0xffff_ffff - 100_000
const version = { zip: 20, zip64: 45 } as const

const isLarge = (entry: CentralEntry): boolean =>
  Math.max(entry.sizeBytes, entry.compressedBytes, entry.offset) >= zip64FromBytes

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8 * values.length, 2)
  values.forEach((value, index) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index))
  return extra
}

/** Version, flags, method, time, CRC and sizes: the fields that both headers share, in the same order. */
function commonFields(entry: CentralEntry, sizes: 'given' | 'later'): Buffer {
  const fields = Buffer.alloc(24)
  fields.writeUInt16LE(isLarge(entry) ? version.zip64 : version.zip, 0)
  fields.writeUInt16LE(entry.flags, 2)
  fields.writeUInt16LE(entry.method, 4)
  dosTimeAndDate.copy(fields, 6)
  if (sizes === 'given') {
    fields.writeUInt32LE(entry.crc, 10)
    fields.writeUInt32LE(isLarge(entry) ? inZip64.size : entry.compressedBytes, 14)
    fields.writeUInt32LE(isLarge(entry) ? inZip64.size : entry.sizeBytes, 18)
  }
  fields.writeUInt16LE(entry.name.length, 22)
  return fields
}

const signature = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

const uint16 = (value: number): Buffer => Buffer.from([value % 256, Math.floor(value / 256)])

function localHeader(entry: CentralEntry): Buffer {
  const isStreamed = (entry.flags & 0x8) !== 0
  const extra =
    isLarge(entry) && !isStreamed ? zip64Extra([entry.sizeBytes, entry.compressedBytes]) : Buffer.alloc(0)
  return Buffer.concat([
    signature(0x0403_4b50),
    commonFields(entry, isStreamed ? 'later' : 'given'),
    uint16(extra.length),
    entry.name,
    extra,
  ])
}

function dataDescriptor(entry: CentralEntry): Buffer {
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(0x0807_4b50, 0)
  descriptor.writeUInt32LE(entry.crc, 4)
  descriptor.writeUInt32LE(entry.compressedBytes, 8)
  descriptor.writeUInt32LE(entry.sizeBytes, 12)
  return descriptor
}

function centralHeader(entry: CentralEntry): Buffer {
  const extra = isLarge(entry)
    ? zip64Extra([entry.sizeBytes, entry.compressedBytes, entry.offset])
    : Buffer.alloc(0)
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(entry.mode * 0x1_0000, 6)
  rest.writeUInt32LE(isLarge(entry) ? inZip64.size : entry.offset, 10)
  return Buffer.concat([
    signature(0x0201_4b50),
    uint16(madeOnUnix),
    commonFields(entry, 'given'),
    uint16(extra.length),
    rest,
    entry.name,
    extra,
  ])
}

const madeOnUnix = 0x032d

function endOfDirectory(of: {
  readonly count: number
  readonly directoryBytes: number
  readonly offset: number
}): Buffer {
  const isZip64 = of.count >= inZip64.count || of.offset >= zip64FromBytes
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x0605_4b50, 0)
  end.writeUInt16LE(isZip64 ? inZip64.count : of.count, 8)
  end.writeUInt16LE(isZip64 ? inZip64.count : of.count, 10)
  end.writeUInt32LE(isZip64 ? inZip64.size : of.directoryBytes, 12)
  end.writeUInt32LE(isZip64 ? inZip64.size : of.offset, 16)
  if (!isZip64) return end

  const end64 = Buffer.alloc(56)
  end64.writeUInt32LE(0x0606_4b50, 0)
  end64.writeBigUInt64LE(44n, 4)
  end64.writeUInt16LE(version.zip64, 12)
  end64.writeUInt16LE(version.zip64, 14)
  end64.writeBigUInt64LE(BigInt(of.count), 24)
  end64.writeBigUInt64LE(BigInt(of.count), 32)
  end64.writeBigUInt64LE(BigInt(of.directoryBytes), 40)
  end64.writeBigUInt64LE(BigInt(of.offset), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x0706_4b50, 0)
  locator.writeBigUInt64LE(BigInt(of.offset + of.directoryBytes), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([end64, locator, end])
}

/** A zip of these files as content, made when it is first read. */
export const zipContent = (files: ZipFiles): Content => bytesContent(zipFiles(files))
