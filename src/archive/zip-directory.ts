import { crc32 } from 'node:zlib'
import { corrupt, quoted, refused } from './failures.ts'

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

/** Where a zip says that its central directory is; consistent with the length of the file. */
export interface DirectoryLocation {
  readonly offset: number
  readonly sizeBytes: number
  readonly entryCount: number
}

// Signatures and fixed lengths: PKWARE APPNOTE 6.3.10, sections 4.3.7 to 4.3.16.
const END_SIGNATURE = 0x06054b50
const END_BYTES = 22
const ZIP64_END_SIGNATURE = 0x06064b50
const ZIP64_END_BYTES = 56
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50
const ZIP64_LOCATOR_BYTES = 20
const ENTRY_SIGNATURE = 0x02014b50
const ENTRY_BYTES = 46
/** Fixed part of a local header. */
export const LOCAL_HEADER_BYTES = 30
const MAX_COMMENT_BYTES = 0xffff

/** That much of the end of a file holds all that locates the directory. */
export const END_SEARCH_BYTES = END_BYTES + MAX_COMMENT_BYTES + ZIP64_LOCATOR_BYTES + ZIP64_END_BYTES

const UINT16_MAX = 0xffff
const UINT32_MAX = 0xffffffff

const FLAG_ENCRYPTED = 1 << 0
const FLAG_PATCH = 1 << 5
const FLAG_STRONG_ENCRYPTION = 1 << 6
const FLAG_UTF8 = 1 << 11
const FLAG_MASKED_HEADERS = 1 << 13

// eslint-disable-next-line no-control-regex
const NOT_ASCII = /[^\u0000-\u007f]/

const ZIP64_EXTRA = 0x0001
const UNICODE_PATH_EXTRA = 0x7075

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
 * Finds the central directory from the end of a zip.
 *
 * @param tail the last bytes of the file: END_SEARCH_BYTES of them, or the whole
 * @param totalBytes length of the whole file
 */
export function locateDirectory(tail: Buffer, totalBytes: number): DirectoryLocation {
  const end = findEnd(tail)
  const tailOffset = totalBytes - tail.length
  const short = {
    disk: tail.readUInt16LE(end + 4),
    directoryDisk: tail.readUInt16LE(end + 6),
    entriesHere: tail.readUInt16LE(end + 8),
    entries: tail.readUInt16LE(end + 10),
    sizeBytes: tail.readUInt32LE(end + 12),
    offset: tail.readUInt32LE(end + 16),
  }
  const long = readZip64End(tail, end, tailOffset)
  if (long !== null) rejectContradiction(short, long)
  const { disk, directoryDisk, entriesHere, entries, sizeBytes, offset } = long ?? short
  if (disk !== 0 || directoryDisk !== 0 || entriesHere !== entries) {
    throw refused('is one part of a zip that is split over several files')
  }
  const directoryEnd = tailOffset + (long === null ? end : long.position)
  if (offset + sizeBytes > directoryEnd)
    throw corrupt('has a directory that lies outside of the file (cut off?)')
  if (offset + sizeBytes < directoryEnd)
    throw refused('has bytes in front of the zip or behind its directory')
  if (entries * ENTRY_BYTES > sizeBytes) throw corrupt(`says it has ${entries} entries, more than fit`)
  return { offset, sizeBytes, entryCount: entries }
}

function findEnd(tail: Buffer): number {
  const candidates: number[] = []
  for (
    let at = tail.length - END_BYTES;
    at >= 0 && tail.length - at <= END_BYTES + MAX_COMMENT_BYTES;
    at -= 1
  ) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== END_SIGNATURE) continue
    if (at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length) candidates.push(at)
  }
  const [end, another] = candidates
  if (end === undefined) throw corrupt('is not a zip, or its end is missing')
  if (another !== undefined) throw refused('has a comment that pretends to be the end of another zip')
  return end
}

interface EndRecord {
  readonly disk: number
  readonly directoryDisk: number
  readonly entriesHere: number
  readonly entries: number
  readonly sizeBytes: number
  readonly offset: number
}

function readZip64End(
  tail: Buffer,
  end: number,
  tailOffset: number,
): (EndRecord & { readonly position: number }) | null {
  const locator = end - ZIP64_LOCATOR_BYTES
  if (locator < 0 || tail.readUInt32LE(locator) !== ZIP64_LOCATOR_SIGNATURE) return null
  const position = locator - ZIP64_END_BYTES
  const isWhereItSays = readSafeInteger(tail, locator + 8) === tailOffset + position
  const hasRecord = position >= 0 && isWhereItSays && tail.readUInt32LE(position) === ZIP64_END_SIGNATURE
  if (!hasRecord || readSafeInteger(tail, position + 4) !== ZIP64_END_BYTES - 12) {
    throw corrupt('has a Zip64 end record that is not where it says')
  }
  return {
    position,
    disk: tail.readUInt32LE(position + 16),
    directoryDisk: tail.readUInt32LE(position + 20),
    entriesHere: readSafeInteger(tail, position + 24),
    entries: readSafeInteger(tail, position + 32),
    sizeBytes: readSafeInteger(tail, position + 40),
    offset: readSafeInteger(tail, position + 48),
  }
}

/** Two ends that say different things would let two tools see two different zips. */
function rejectContradiction(short: EndRecord, long: EndRecord): void {
  const agrees = (shortValue: number, longValue: number, limit: number): boolean =>
    shortValue === limit || shortValue === longValue
  const isConsistent =
    agrees(short.entries, long.entries, UINT16_MAX) &&
    agrees(short.entriesHere, long.entriesHere, UINT16_MAX) &&
    agrees(short.sizeBytes, long.sizeBytes, UINT32_MAX) &&
    agrees(short.offset, long.offset, UINT32_MAX)
  if (!isConsistent) throw refused('has two ends that contradict each other (Zip64)')
}

function readSafeInteger(bytes: Buffer, at: number): number {
  const value = bytes.readBigUInt64LE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw corrupt('names a size or a place beyond any file (Zip64)')
  return Number(value)
}

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

/** The first extra field of a kind. Up to three bytes of padding at the end are common and harmless. */
function findExtra(extra: Buffer, kind: number): Buffer | null {
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (end > extra.length) return null
    if (extra.readUInt16LE(at) === kind) return extra.subarray(at + 4, end)
    at = end
  }
  return null
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

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** APPNOTE appendix D: UTF-8 where a flag or the Unicode field says so, else the original IBM code page. */
function decodeName(name: Buffer, how: { readonly isUtf8: boolean; readonly extra: Buffer }): string {
  const unicode = findExtra(how.extra, UNICODE_PATH_EXTRA)
  const hasUnicode =
    unicode !== null && unicode.length > 5 && unicode[0] === 1 && unicode.readUInt32LE(1) === crc32(name)
  if (hasUnicode) return decodeUtf8(unicode.subarray(5))
  return how.isUtf8 ? decodeUtf8(name) : decodeCodePage437(name)
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw refused(`has a name that is not valid UTF-8: ${quoted(bytes.toString('latin1'))}`)
  }
}

const CODE_PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

const decodeCodePage437 = (bytes: Buffer): string =>
  Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : CODE_PAGE_437.charAt(byte - 0x80),
  ).join('')
