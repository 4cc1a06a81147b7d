import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf } from './node-errors.ts'
import type { StagingFolder } from './staging-folder.ts'

/** Puts things in their places so that at any moment there is the old or the new, whole. */
export interface Mover {
  /** Gives a staged file the x bits that the umask allows. */
  makeExecutable(stagedPath: string): void
  moveFile(from: string, to: string): Promise<void>
  /** Moves a folder to where nothing is; false when the file system cannot. */
  moveFolder(from: string, to: string): boolean
  makeLink(target: string, to: string): void
}

/** Virus scanners and indexers of Windows hold new files open for a moment. */
const BUSY_CODES = new Set(['EPERM', 'EACCES', 'EBUSY'])
const BUSY_TRIES = 10
const BUSY_WAIT_MS = 50

export function createMover(scratch: StagingFolder): Mover {
  const executableMode = modeOfNewExecutable(scratch.path)
  let links = 0
  return {
    makeExecutable: (stagedPath) => fs.chmodSync(stagedPath, executableMode),
    async moveFile(from, to) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          fs.renameSync(from, to)
          return
        } catch (error) {
          const code = codeOf(error)
          if (code === 'EXDEV') {
            copyInto(from, to)
            return
          }
          if (process.platform !== 'win32' || attempt === BUSY_TRIES || !BUSY_CODES.has(code)) throw error
          await sleep(BUSY_WAIT_MS * attempt)
        }
      }
    },
    moveFolder(from, to) {
      try {
        fs.renameSync(from, to)
        return true
      } catch {
        // Another file system, or something in it is open: its files are moved one by one.
        return false
      }
    },
    makeLink(target, to) {
      links += 1
      const waiting = path.join(scratch.path, `link-${links}`)
      const type = linkType(target, to)
      fs.symlinkSync(target, waiting, type)
      try {
        fs.renameSync(waiting, to)
      } catch (error) {
        if (codeOf(error) !== 'EXDEV') throw error
        const beside = temporaryBeside(to)
        fs.symlinkSync(target, beside, type)
        fs.renameSync(beside, to)
      }
    },
  }
}

/** Windows has two kinds, and cannot tell them where a link waits; other systems do not care. */
function linkType(target: string, place: string): 'dir' | 'file' {
  try {
    return fs.statSync(path.resolve(path.dirname(place), target)).isDirectory() ? 'dir' : 'file'
  } catch {
    return 'file'
  }
}

/** What the umask leaves of 0777; asked of the file system, as reading the umask means setting it. */
function modeOfNewExecutable(folder: string): number {
  const probe = path.join(folder, 'mode-probe')
  fs.closeSync(fs.openSync(probe, 'w', 0o777))
  const { mode } = fs.statSync(probe)
  fs.rmSync(probe)
  return mode & 0o777
}

/** Across file systems (a mount below the target): a copy beside the place, then a rename. */
function copyInto(from: string, to: string): void {
  const beside = temporaryBeside(to)
  try {
    fs.copyFileSync(from, beside, fs.constants.COPYFILE_EXCL)
    fs.renameSync(beside, to)
  } catch (error) {
    fs.rmSync(beside, { force: true })
    throw error
  }
}

const temporaryBeside = (place: string): string =>
  path.join(path.dirname(place), `.actions-steward-${randomBytes(6).toString('hex')}.tmp`)
