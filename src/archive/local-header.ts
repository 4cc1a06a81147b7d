/** The header that lies before the bytes of each entry (APPNOTE.TXT 4.3.7). */
import { CorruptEntry } from './unpack-failure.ts'
import type { UnpackEntry } from './unpack-types.ts'

const LOCAL_SIGNATURE = 0x04034b50
const LOCAL_HEADER_BYTES = 30

/** Length of a local header, or null while too little of it is there. */
export function headerLength(entry: UnpackEntry, bytes: Buffer): number | null {
  if (bytes.length < LOCAL_HEADER_BYTES) return null
  if (bytes.readUInt32LE(0) !== LOCAL_SIGNATURE)
    throw new CorruptEntry('there is no entry where it should be')
  const nameEnd = LOCAL_HEADER_BYTES + bytes.readUInt16LE(26)
  const end = nameEnd + bytes.readUInt16LE(28)
  if (bytes.length < end) return null
  if (bytes.toString('latin1', LOCAL_HEADER_BYTES, nameEnd) !== entry.rawName) {
    throw new CorruptEntry('it has another name where it lies than in the directory')
  }
  if (bytes.readUInt16LE(8) !== entry.method) {
    throw new CorruptEntry('it has another method where it lies than in the directory')
  }
  return end
}

/** The compressed bytes of an entry, out of all that lies at its place. */
export function bodyOf(entry: UnpackEntry, bytes: Buffer): Buffer {
  const start = headerLength(entry, bytes)
  if (start === null || start + entry.compressedBytes > bytes.length) {
    throw new CorruptEntry('it runs into what follows it')
  }
  return bytes.subarray(start, start + entry.compressedBytes)
}
