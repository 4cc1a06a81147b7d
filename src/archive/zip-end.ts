import { corrupt, refused } from './failures.ts'
import { ENTRY_BYTES, readSafeInteger } from './zip-fields.ts'

/** Where a zip says that its central directory is; consistent with the length of the file. */
export interface DirectoryLocation {
  readonly offset: number
  readonly sizeBytes: number
  readonly entryCount: number
}

// Signatures and fixed lengths: PKWARE APPNOTE 6.3.10, sections 4.3.14 to 4.3.16.
const END_SIGNATURE = 0x06054b50
const END_BYTES = 22
const ZIP64_END_SIGNATURE = 0x06064b50
const ZIP64_END_BYTES = 56
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50
const ZIP64_LOCATOR_BYTES = 20
const MAX_COMMENT_BYTES = 0xffff
const UINT16_MAX = 0xffff
const UINT32_MAX = 0xffffffff

/** That much of the end of a file holds all that locates the directory. */
export const END_SEARCH_BYTES = END_BYTES + MAX_COMMENT_BYTES + ZIP64_LOCATOR_BYTES + ZIP64_END_BYTES

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
