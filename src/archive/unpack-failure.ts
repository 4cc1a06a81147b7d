import { codeOf, messageOf } from './node-errors.ts'
import type { UnpackFailure } from './unpack-types.ts'

/** The bytes of an entry are not what the directory says. */
export class CorruptEntry extends Error {}

const ZLIB_PROBLEMS: Readonly<Record<string, string>> = {
  Z_DATA_ERROR: 'its compressed data is broken',
  Z_BUF_ERROR: 'its compressed data is cut off',
  ERR_BUFFER_TOO_LARGE: 'it is more than it says it is',
}

/** What went wrong with an entry: its bytes, the file system, or we. */
export function failureOf(error: unknown, entryPath: string): UnpackFailure {
  const message = messageOf(error)
  if (error instanceof CorruptEntry) return { kind: 'corrupt', path: entryPath, problem: message }
  const code = codeOf(error)
  const problem = ZLIB_PROBLEMS[code]
  if (problem !== undefined) return { kind: 'corrupt', path: entryPath, problem }
  return typeof error === 'object' && error !== null && 'syscall' in error
    ? { kind: 'file', path: entryPath, code, message }
    : { kind: 'bug', path: entryPath, message }
}
