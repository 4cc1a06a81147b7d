/** The file of an entry while it is unpacked. */
import path from 'node:path'
import { codeOf } from './node-errors.ts'
import { CorruptEntry } from './unpack-failure.ts'
import type { UnpackEntry, UnpackFiles } from './unpack-types.ts'

const NEW_FILE_MODE = 0o666

/**
 * Opens a new file for an entry, and makes its folders where they are not there. Never over something that is there: in
 * a new folder that would be another entry.
 */
export function createFile(files: UnpackFiles, entry: UnpackEntry): number {
  try {
    return files.openSync(entry.targetPath, 'wx', NEW_FILE_MODE)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    files.mkdirSync(path.dirname(entry.targetPath), { recursive: true })
    return files.openSync(entry.targetPath, 'wx', NEW_FILE_MODE)
  }
}

/** Writes all bytes, in as many calls as the file system takes. */
export function writeAll(files: UnpackFiles, file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += files.writeSync(file, bytes, at, bytes.length - at)
}

/** Holds an entry to the sizes that the directory gives it, so that no more than those is ever written. */
export function createSizeCheck(entry: UnpackEntry): {
  add(bytes: number): void
  end(compressedBytes: number): void
} {
  let total = 0
  return {
    add(bytes) {
      total += bytes
      if (total > entry.sizeBytes)
        throw new CorruptEntry(`it is more than the ${entry.sizeBytes} bytes it says it is`)
    },
    end(compressedBytes) {
      if (total < entry.sizeBytes)
        throw new CorruptEntry(`it is ${total} bytes, not the ${entry.sizeBytes} it says it is`)
      if (compressedBytes < entry.compressedBytes)
        throw new CorruptEntry('it holds more than one compressed stream')
    },
  }
}
