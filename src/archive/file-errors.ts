import { statfsSync } from 'node:fs'
import { UserError } from '../errors.ts'
import { formatBytes } from '../text/format.ts'
import { codeOf } from './node-errors.ts'

/** An error of the file system, or of a thread that met one. */
export interface FileFault {
  readonly code: string
  readonly message: string
}

/** Errors of the system are told by their codes (`ENOSPC`); those of Node itself begin with `ERR_`. */
export const isFileFault = (error: unknown): error is FileFault => /^E(?!RR_)[A-Z0-9]+$/.test(codeOf(error))

interface Situation {
  /** What was being done: `write artifact "x" to /target`. */
  readonly action: string
  /** On the file system in question. */
  readonly folder: string
  /** What the whole fetch writes, as far as it is known. */
  readonly neededBytes: number
}

/** Says what the file system refused, where, and what helps. */
export function explainFileFault(fault: FileFault, situation: Situation): UserError {
  const { folder } = situation
  const failed = (why: string, hint: string): UserError =>
    new UserError(`Cannot ${situation.action}: ${why}.`, { hint, cause: fault })
  switch (fault.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return failed(
        `no space is left (${spaceIn(situation)})`,
        'Set `path` to a folder on a larger disk, fetch less (`name`, `files`), or free some space before this step.',
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return failed(
        `${folder} may not be written (${fault.message})`,
        'Set `path` to a folder that the runner may write; one that an earlier container step made may belong to root.',
      )
    case 'ENAMETOOLONG':
      return failed(`a path is too long for the file system (${fault.message})`, 'Set a shorter `path`.')
    case 'EEXIST':
      return failed(
        `the file system takes two of its names for one (${fault.message})`,
        'Rename one of the files in the job that uploads them.',
      )
    case 'ENOTDIR':
    case 'EISDIR':
      return failed(
        `there is a file where a folder should be, or the other way round (${fault.message})`,
        'Remove it before this step, or set another `path`.',
      )
    case 'EMFILE':
    case 'ENFILE':
      return failed('too many files are open on this machine', 'Raise its limit of open files (`ulimit -n`).')
    default:
      return failed(fault.message, 'Look at the disk of the runner.')
  }
}

function spaceIn({ folder, neededBytes }: Situation): string {
  const needed = `this fetch extracts ${formatBytes(neededBytes)}`
  try {
    const { bavail, bsize } = statfsSync(folder)
    return `${needed}, ${formatBytes(bavail * bsize)} are free in ${folder}`
  } catch {
    return `${needed} to ${folder}`
  }
}
