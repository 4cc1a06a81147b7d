import fs from 'node:fs'
import path from 'node:path'
import { UserError } from '../errors.ts'
import { isGitFolder } from './entry-path.ts'
import { explainFileFault, isFileFault } from './file-errors.ts'
import type { PublishFolder } from './plan-publish.ts'

/** What is at the target before anything is moved there. */
export interface TargetState {
  /** Whether a folder of the plan is yet to be made. */
  isMissing(folder: string): boolean
}

/**
 * Looks at every place of a plan and throws a UserError when something is in the way: a symlink or a file where a
 * folder should be, a folder where a file should be, or a `.git` that is there already.
 *
 * @param folders parents before children
 */
export function inspectTarget(targetFolder: string, folders: readonly PublishFolder[]): TargetState {
  const missing = new Set<string>()
  try {
    for (const folder of folders) inspectFolder(targetFolder, folder, missing)
  } catch (error) {
    if (!isFileFault(error)) throw error
    throw explainFileFault(error, { action: `look at ${targetFolder}`, folder: targetFolder, neededBytes: 0 })
  }
  return { isMissing: (folder) => missing.has(folder) }
}

function inspectFolder(targetFolder: string, folder: PublishFolder, missing: Set<string>): void {
  const place = path.join(targetFolder, folder.path)
  const isRoot = folder.path === ''
  const isBelowMissing = !isRoot && missing.has(parentOf(folder.path))
  const stats = isBelowMissing ? undefined : fs.lstatSync(place, { throwIfNoEntry: false })
  if (stats === undefined) {
    missing.add(folder.path)
    return
  }
  if (stats.isSymbolicLink()) throw inTheWay(place, 'a symlink, and links are never followed')
  if (!stats.isDirectory()) throw inTheWay(place, 'a file, and a folder has to go there')
  rejectGit(place)
  fs.accessSync(place, fs.constants.W_OK)
  for (const file of folder.files) inspectFile(path.join(targetFolder, file.targetPath))
}

const parentOf = (folder: string): string => folder.slice(0, Math.max(0, folder.lastIndexOf('/')))

function inspectFile(place: string): void {
  const stats = fs.lstatSync(place, { throwIfNoEntry: false })
  if (stats === undefined) return
  if (stats.isDirectory()) throw inTheWay(place, 'a folder, and a file has to go there')
  // A link is replaced, not followed.
  if (!stats.isFile() && !stats.isSymbolicLink()) throw inTheWay(place, 'neither a file nor a folder')
  rejectGit(place)
}

/** What git runs and trusts is never changed by an artifact. */
function rejectGit(place: string): void {
  if (isGitFolder(path.basename(place))) throw inTheWay(place, 'a git repository')
}

const inTheWay = (place: string, what: string): UserError =>
  new UserError(`Nothing was written: ${place} is ${what}.`, {
    hint: 'Set `path` to another folder, or remove what is in the way before this step.',
  })
