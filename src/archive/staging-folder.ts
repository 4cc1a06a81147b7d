import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { UserError } from '../errors.ts'
import { explainFileFault, isFileFault } from './file-errors.ts'
import { codeOf } from './node-errors.ts'

/** A folder that is ours alone, on the file system of the target. */
export interface StagingFolder {
  readonly path: string
  /** Whether its file system takes `A` and `a` for one name. */
  readonly foldsCase: boolean
  /**
   * Removes it with all that is in it. Once the signal is aborted, as much of it as a cancelled step has time for: the
   * next fetch to the same target removes the rest. Safe to call twice.
   */
  remove(signal: AbortSignal): Promise<void>
}

const PREFIX = '.actions-steward-staging-'
/** Prefix, process id, hash of the host name, chance. */
const NAME = /^\.actions-steward-staging-(\d+)-([0-9a-f]{8})-[0-9a-f]{12}$/
/** Folders of other hosts cannot be asked whether they are in use; no job of a runner lives longer (GitHub: 5 days). */
const MAX_FOREIGN_AGE_MS = 6 * 24 * 60 * 60 * 1000

/** Made by this process, so that its own number says nothing about them. */
const ours = new Set<string>()

/**
 * Makes a staging folder: beside the target where that is the same file system and may be written, else in it, so
 * that files can be moved to the target and not copied. Removes those that dead runs left behind there.
 */
export function makeStagingFolder(targetFolder: string, nowMs: number): StagingFolder {
  const folder = explained(targetFolder, () => {
    const places = stagingPlaces(targetFolder)
    places.forEach((place) => removeDead(place, nowMs))
    return makeIn(places)
  })
  ours.add(folder)
  return {
    path: folder,
    foldsCase: foldsCaseIn(folder),
    async remove(signal) {
      // Not at once: of 100,000 files that takes seconds, in which nothing else would happen.
      const removal = fs.promises.rm(folder, { recursive: true, force: true, maxRetries: 3 })
      await untilCancelled(removal, signal)
      ours.delete(folder)
    },
  }
}

/** A cancelled step has two seconds; what is published after this needs some of them. */
const CANCELLED_REMOVAL_MS = 700

/** Waits for the task; once the signal is aborted, only for so long, and not for what comes of it. */
async function untilCancelled(task: Promise<void>, signal: AbortSignal): Promise<void> {
  const done = new AbortController()
  const grace = async (): Promise<void> => {
    if (!signal.aborted) await once(signal, 'abort', { signal: done.signal })
    await delay(CANCELLED_REMOVAL_MS, undefined, { signal: done.signal })
  }
  try {
    await Promise.race([task, grace()])
  } finally {
    done.abort()
  }
}

/** Folders to stage in, best first. */
function stagingPlaces(targetFolder: string): readonly string[] {
  const target = fs.lstatSync(targetFolder, { throwIfNoEntry: false })
  if (target === undefined) return [nearestFolder(path.dirname(targetFolder))]
  if (!target.isDirectory()) {
    const what = target.isSymbolicLink() ? 'a symlink, which is never followed' : 'not a folder'
    throw new UserError(`Cannot write to ${targetFolder}: it is ${what}.`, {
      hint: 'Set `path` to a folder, or remove what is there before this step.',
    })
  }
  const parent = path.dirname(targetFolder)
  const isSameDevice = parent !== targetFolder && fs.statSync(parent).dev === target.dev
  return isSameDevice ? [parent, targetFolder] : [targetFolder]
}

function nearestFolder(folder: string): string {
  const parent = path.dirname(folder)
  return fs.existsSync(folder) || parent === folder ? folder : nearestFolder(parent)
}

/** In the first place that takes it. */
function makeIn(places: readonly string[]): string {
  const name = `${PREFIX}${process.pid}-${hostHash()}-${randomBytes(6).toString('hex')}`
  let reason: unknown = null
  for (const place of places) {
    try {
      const folder = path.join(place, name)
      fs.mkdirSync(folder, { mode: 0o700 })
      return folder
    } catch (error) {
      reason = error
    }
  }
  throw reason
}

function explained<Result>(targetFolder: string, task: () => Result): Result {
  try {
    return task()
  } catch (error) {
    if (!isFileFault(error)) throw error
    throw explainFileFault(error, {
      action: `write to ${targetFolder}`,
      folder: targetFolder,
      neededBytes: 0,
    })
  }
}

const hostHash = (): string => createHash('sha256').update(os.hostname()).digest('hex').slice(0, 8)

/** Removes the staging folders of runs that are over, and nothing else. What cannot be removed stays. */
function removeDead(place: string, nowMs: number): void {
  let names: readonly string[]
  try {
    names = fs.readdirSync(place)
  } catch {
    return
  }
  for (const name of names) {
    const match = NAME.exec(name)
    const folder = path.join(place, name)
    if (match === null || ours.has(folder)) continue
    try {
      const stats = fs.lstatSync(folder)
      const isDead =
        match[2] === hostHash() ? !isAlive(Number(match[1])) : nowMs - stats.mtimeMs > MAX_FOREIGN_AGE_MS
      if (stats.isDirectory() && isDead) fs.rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another run may be removing it too.
    }
  }
}

/** Our own number was another's before: in containers the same few are used again and again. */
function isAlive(processId: number): boolean {
  if (processId === process.pid) return false
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and another user's.
    return codeOf(error) !== 'ESRCH'
  }
}

function foldsCaseIn(folder: string): boolean {
  const probe = path.join(folder, 'case-probe')
  fs.writeFileSync(probe, '')
  const foldsCase = fs.existsSync(path.join(folder, 'CASE-PROBE'))
  fs.rmSync(probe)
  return foldsCase
}
