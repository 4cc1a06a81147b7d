import { corrupt, quoted, refused } from './failures.ts'
import type { DirectoryLocation } from './zip-end.ts'
import { ENTRY_BYTES, LOCAL_HEADER_BYTES, decodeName, findExtra, readSafeInteger } from './zip-fields.ts'

/** One line of a zip's central directory, as it stands there: nothing about the path is proven. */
export interface ZipEntry {
  /** The decoded name, without the `/` that marks a folder. */
  readonly path: string
  /** The bytes of the name, as Latin-1: the local header must repeat them. */
  readonly rawName: string
  readonly kind: 'file' | 'folder' | 'symlink' | 'special'
  readonly isExecutable: boolean
  readonly isEncrypted: boolean
  /** 0 stored, 8 deflated; the rest we cannot read. */
  readonly method: number
  readonly crc32: number
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly headerOffset: number
}

/** PKWARE APPNOTE 6.3.10, 4.3.12; the flags are in 4.4.4. */
const ENTRY_SIGNATURE = 0x02014b50
const UINT32_MAX = 0xffffffff

const FLAG_ENCRYPTED = 1 << 0
const FLAG_PATCH = 1 << 5
const FLAG_STRONG_ENCRYPTION = 1 << 6
const FLAG_UTF8 = 1 << 11
const FLAG_MASKED_HEADERS = 1 << 13

// eslint-disable-next-line no-control-regex
const NOT_ASCII = /[^\u0000-\u007f]/

const ZIP64_EXTRA = 0x0001

/** High byte of "version made by" for systems whose external attributes hold a Unix mode (Unix, macOS). */
const UNIX_SYSTEMS = new Set([3, 19])
const MODE_TYPE = 0o170000
const MODE_FOLDER = 0o040000
const MODE_REGULAR = 0o100000
const MODE_SYMLINK = 0o120000
const MODE_EXECUTABLE = 0o111

/** Deflate cannot do better than 258 bytes for two bits. */
const MAX_DEFLATE_RATIO = 1032

/**
 * A central directory that was read. There may be hundreds of thousands of entries, so it holds their bytes and
 * makes an entry when it is asked for, not a list.
 */
export interface ZipDirectory {
  readonly count: number
  /** By number, in the order of the directory. */
  entry(index: number): ZipEntry
  /** The numbers of all entries by their place in the file. */
  readonly byPlace: Uint32Array
}

/**
 * Reads a whole central directory. Checks what can be checked without the rest of the file: that every entry lies
 * before the directory, that no two overlap, that nothing precedes the first, and that no size is impossible.
 */
export function readDirectory(bytes: Buffer, location: DirectoryLocation): ZipDirectory {
  const count = location.entryCount
  const positions = new Uint32Array(count)
  const places = new Float64Array(count)
  const ends = new Float64Array(count)
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) {
      throw corrupt(`has a broken directory (entry ${index + 1} of ${count})`)
    }
    const entry = readEntry(bytes, at)
    positions[index] = at
    places[index] = entry.headerOffset
    ends[index] = leastEnd(entry)
    at = endOfRecord(bytes, at)
  }
  if (at !== bytes.length) throw refused('has bytes behind the last entry of its directory')
  const directory: ZipDirectory = {
    count,
    entry: (index) => readEntry(bytes, positions[index] ?? 0),
    byPlace: sortedBy(places),
  }
  rejectOverlaps(directory, { places, ends, limit: location.offset })
  return directory
}

/** The least that an entry takes: its local header, with its name, and its data. */
export const leastEnd = (entry: ZipEntry): number =>
  entry.headerOffset + LOCAL_HEADER_BYTES + entry.rawName.length + entry.compressedBytes

/** The numbers of the values in their order; as a rule they are in order already. */
function sortedBy(values: Float64Array): Uint32Array {
  const order = Uint32Array.from(values.keys())
  const isSorted = values.every((value, index) => index === 0 || value >= (values[index - 1] ?? 0))
  return isSorted ? order : order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
}

const endOfRecord = (bytes: Buffer, at: number): number =>
  at + ENTRY_BYTES + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)

function readEntry(directory: Buffer, at: number): ZipEntry {
  const flags = directory.readUInt16LE(at + 8)
  const nameAt = at + ENTRY_BYTES
  const extraAt = nameAt + directory.readUInt16LE(at + 28)
  const commentAt = extraAt + directory.readUInt16LE(at + 30)
  if (endOfRecord(directory, at) > directory.length)
    throw corrupt('has a broken directory (an entry is longer than what is left)')

  const rawName = directory.toString('latin1', nameAt, extraAt)
  const extra = directory.subarray(extraAt, commentAt)
  const name = NOT_ASCII.test(rawName)
    ? decodeName(directory.subarray(nameAt, extraAt), { isUtf8: (flags & FLAG_UTF8) !== 0, extra })
    : rawName
  if (directory.readUInt16LE(at + 34) !== 0)
    throw refused('is one part of a zip that is split over several files')
  if ((flags & FLAG_PATCH) !== 0) throw refused(`holds patch data (entry ${quoted(name)})`)

  const kind = kindOf(directory, at, name)
  const entry = {
    path: name.endsWith('/') ? name.slice(0, -1) : name,
    rawName,
    kind,
    isExecutable: kind === 'file' && (modeOf(directory, at) & MODE_EXECUTABLE) !== 0,
    isEncrypted: (flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED_HEADERS)) !== 0,
    method: directory.readUInt16LE(at + 10),
    crc32: directory.readUInt32LE(at + 16),
    compressedBytes: directory.readUInt32LE(at + 20),
    sizeBytes: directory.readUInt32LE(at + 24),
    headerOffset: directory.readUInt32LE(at + 42),
  }
  applyZip64(entry, extra)
  rejectImpossibleSizes(entry)
  return entry
}

/** Sizes and place that do not fit 32 bits are in the Zip64 field, in this order. */
function applyZip64(
  entry: { sizeBytes: number; compressedBytes: number; headerOffset: number },
  extra: Buffer,
): void {
  const { sizeBytes, compressedBytes, headerOffset } = entry
  if (sizeBytes !== UINT32_MAX && compressedBytes !== UINT32_MAX && headerOffset !== UINT32_MAX) return
  const zip64 = findExtra(extra, ZIP64_EXTRA)
  if (zip64 === null) return
  let taken = 0
  const resolve = (value: number): number => {
    if (value !== UINT32_MAX) return value
    if (taken + 8 > zip64.length) throw corrupt('has an entry with an incomplete Zip64 field')
    taken += 8
    return readSafeInteger(zip64, taken - 8)
  }
  entry.sizeBytes = resolve(sizeBytes)
  entry.compressedBytes = resolve(compressedBytes)
  entry.headerOffset = resolve(headerOffset)
}

const modeOf = (directory: Buffer, at: number): number =>
  UNIX_SYSTEMS.has(directory.readUInt16LE(at + 4) >>> 8) ? directory.readUInt32LE(at + 38) >>> 16 : 0

function kindOf(directory: Buffer, at: number, name: string): ZipEntry['kind'] {
  const type = modeOf(directory, at) & MODE_TYPE
  const isNamedAsFolder = name.endsWith('/')
  if (type === MODE_SYMLINK && !isNamedAsFolder) return 'symlink'
  if (type !== 0 && type !== (isNamedAsFolder ? MODE_FOLDER : MODE_REGULAR)) return 'special'
  return isNamedAsFolder ? 'folder' : 'file'
}

function rejectImpossibleSizes(entry: ZipEntry): void {
  const { compressedBytes, sizeBytes, method } = entry
  const isImpossible =
    (method === 0 && compressedBytes !== sizeBytes && !entry.isEncrypted) ||
    (method === 8 && sizeBytes > compressedBytes * MAX_DEFLATE_RATIO) ||
    (entry.kind === 'folder' && sizeBytes !== 0)
  if (isImpossible) {
    throw corrupt(
      `says that ${quoted(entry.path)} is ${sizeBytes} bytes out of ${compressedBytes}, which cannot be`,
    )
  }
}

/** Entries that share bytes are how small zips become huge ones; upload tools never write them. */
function rejectOverlaps(
  directory: ZipDirectory,
  extents: { readonly places: Float64Array; readonly ends: Float64Array; readonly limit: number },
): void {
  const { places, ends, limit } = extents
  const { byPlace } = directory
  const nameOf = (index: number): string => quoted(directory.entry(index).path)
  const first = byPlace[0]
  if ((first === undefined ? limit : places[first]) !== 0)
    throw refused('has bytes in front of its first entry')
  byPlace.forEach((index, order) => {
    const end = ends[index] ?? 0
    const next = byPlace[order + 1]
    if (end > limit) throw corrupt(`has an entry that runs into the directory: ${nameOf(index)}`)
    if (next !== undefined && end > (places[next] ?? 0)) {
      throw refused(`has entries that overlap: ${nameOf(index)} and ${nameOf(next)}`)
    }
  })
}
