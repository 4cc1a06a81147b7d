import { crc32, deflateRawSync } from 'node:zlib'

/** An entry of a zip to write; what is not said is written as a good zip has it. */
export interface EntrySpec {
  readonly name: string | Buffer
  readonly content?: string | Buffer
  /** 8 deflates. Others are stored under that number. */
  readonly method?: number
  readonly flags?: number
  readonly mode?: number
  /** 3 is Unix, 0 is MS-DOS, 19 is macOS. */
  readonly madeOn?: number
  /** Sizes and CRC after the data, as streams are written. */
  readonly descriptor?: 'none' | 'signed' | 'unsigned'
  /** Puts sizes and place into Zip64 fields. */
  readonly zip64?: boolean
  readonly extra?: Buffer
  readonly localExtra?: Buffer
  // Lies, from here on: each is what the directory says instead of the truth, unless it says local.
  readonly crc?: number
  readonly size?: number | bigint
  readonly compressedSize?: number
  readonly offset?: number
  readonly disk?: number
  readonly localName?: string
  readonly localMethod?: number
  /** The packed bytes, instead of those of the content. */
  readonly packed?: Buffer
}

export interface ZipSpec {
  readonly entries: readonly EntrySpec[]
  readonly comment?: Buffer
  readonly prefix?: Buffer
  /** Between the last entry and the directory. */
  readonly beforeDirectory?: Buffer
  readonly afterDirectory?: Buffer
  readonly zip64End?: boolean
  readonly entryCount?: number
  readonly directoryOffset?: number
  readonly directorySize?: number
  readonly disk?: number
  readonly zip64?: {
    readonly entryCount?: bigint
    readonly locatorOffset?: bigint
    readonly recordSize?: bigint
  }
}

/** Writes a zip, good or bad. */
export function writeZip(spec: ZipSpec | readonly EntrySpec[]): Buffer {
  const zip: ZipSpec = isEntryList(spec) ? { entries: spec } : spec
  const parts: Buffer[] = [zip.prefix ?? Buffer.alloc(0)]
  const directory: Buffer[] = []
  let offset = parts[0]?.length ?? 0
  for (const entry of zip.entries) {
    const local = localPart(entry)
    directory.push(directoryPart(entry, offset))
    parts.push(local)
    offset += local.length
  }
  parts.push(zip.beforeDirectory ?? Buffer.alloc(0))
  offset += zip.beforeDirectory?.length ?? 0
  const whole = Buffer.concat(directory)
  return Buffer.concat([
    ...parts,
    whole,
    zip.afterDirectory ?? Buffer.alloc(0),
    endPart(zip, {
      offset,
      size: whole.length,
      end: offset + whole.length + (zip.afterDirectory?.length ?? 0),
    }),
  ])
}

const nameBytes = (name: string | Buffer): Buffer => (typeof name === 'string' ? Buffer.from(name) : name)
const contentOf = (entry: EntrySpec): Buffer => Buffer.from(entry.content ?? '')
const packedOf = (entry: EntrySpec): Buffer =>
  entry.packed ?? ((entry.method ?? 8) === 8 ? deflateRawSync(contentOf(entry)) : contentOf(entry))

function flagsOf(entry: EntrySpec): number {
  const isUtf8 = typeof entry.name === 'string' && Buffer.byteLength(entry.name) !== entry.name.length
  return (entry.flags ?? 0) | (isUtf8 ? 0x800 : 0) | ((entry.descriptor ?? 'none') === 'none' ? 0 : 8)
}

function localPart(entry: EntrySpec): Buffer {
  const name = nameBytes(entry.localName ?? entry.name)
  const packed = packedOf(entry)
  const extra = entry.localExtra ?? Buffer.alloc(0)
  const hasDescriptor = (entry.descriptor ?? 'none') !== 'none'
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(entry.zip64 === true ? 45 : 20, 4)
  header.writeUInt16LE(flagsOf(entry), 6)
  header.writeUInt16LE(entry.localMethod ?? entry.method ?? 8, 8)
  if (!hasDescriptor) {
    header.writeUInt32LE(crc32(contentOf(entry)), 14)
    header.writeUInt32LE(packed.length, 18)
    header.writeUInt32LE(contentOf(entry).length, 22)
  }
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(extra.length, 28)
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(crc32(contentOf(entry)), 4)
  descriptor.writeUInt32LE(packed.length, 8)
  descriptor.writeUInt32LE(contentOf(entry).length, 12)
  const end = !hasDescriptor ? [] : [entry.descriptor === 'signed' ? descriptor : descriptor.subarray(4)]
  return Buffer.concat([header, name, extra, packed, ...end])
}

function directoryPart(entry: EntrySpec, trueOffset: number): Buffer {
  const name = nameBytes(entry.name)
  const size = entry.size ?? contentOf(entry).length
  const packed = entry.compressedSize ?? packedOf(entry).length
  const offset = entry.offset ?? trueOffset
  const isLong = entry.zip64 === true || typeof size === 'bigint'
  const long = Buffer.alloc(28)
  long.writeUInt16LE(1, 0)
  long.writeUInt16LE(24, 2)
  long.writeBigUInt64LE(BigInt(size), 4)
  long.writeBigUInt64LE(BigInt(packed), 12)
  long.writeBigUInt64LE(BigInt(offset), 20)
  const extra = Buffer.concat([isLong ? long : Buffer.alloc(0), entry.extra ?? Buffer.alloc(0)])
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(((entry.madeOn ?? 3) << 8) | 20, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE(flagsOf(entry), 8)
  header.writeUInt16LE(entry.method ?? 8, 10)
  header.writeUInt32LE(entry.crc ?? crc32(contentOf(entry)), 16)
  header.writeUInt32LE(isLong ? 0xffffffff : packed, 20)
  header.writeUInt32LE(typeof size === 'bigint' || isLong ? 0xffffffff : size, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt16LE(entry.disk ?? 0, 34)
  header.writeUInt32LE(
    ((entry.mode ?? (String(entry.name).endsWith('/') ? 0o040755 : 0o100644)) << 16) >>> 0,
    38,
  )
  header.writeUInt32LE(isLong ? 0xffffffff : offset, 42)
  return Buffer.concat([header, name, extra])
}

function endPart(
  zip: ZipSpec,
  place: { readonly offset: number; readonly size: number; readonly end: number },
): Buffer {
  const isLong = zip.zip64End === true
  const count = zip.entryCount ?? zip.entries.length
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(zip.disk ?? 0, 4)
  end.writeUInt16LE(zip.disk ?? 0, 6)
  end.writeUInt16LE(isLong ? 0xffff : count, 8)
  end.writeUInt16LE(isLong ? 0xffff : count, 10)
  end.writeUInt32LE(isLong ? 0xffffffff : (zip.directorySize ?? place.size), 12)
  end.writeUInt32LE(isLong ? 0xffffffff : (zip.directoryOffset ?? place.offset), 16)
  end.writeUInt16LE(zip.comment?.length ?? 0, 20)
  const long = Buffer.alloc(56 + 20)
  long.writeUInt32LE(0x06064b50, 0)
  long.writeBigUInt64LE(zip.zip64?.recordSize ?? 44n, 4)
  long.writeBigUInt64LE(zip.zip64?.entryCount ?? BigInt(count), 24)
  long.writeBigUInt64LE(zip.zip64?.entryCount ?? BigInt(count), 32)
  long.writeBigUInt64LE(BigInt(zip.directorySize ?? place.size), 40)
  long.writeBigUInt64LE(BigInt(zip.directoryOffset ?? place.offset), 48)
  long.writeUInt32LE(0x07064b50, 56)
  long.writeBigUInt64LE(zip.zip64?.locatorOffset ?? BigInt(place.end), 56 + 8)
  long.writeUInt32LE(1, 56 + 16)
  return Buffer.concat([isLong ? long : Buffer.alloc(0), end, zip.comment ?? Buffer.alloc(0)])
}

const isEntryList = (spec: ZipSpec | readonly EntrySpec[]): spec is readonly EntrySpec[] =>
  Array.isArray(spec)
