import fs from 'node:fs'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { UserError } from '../errors.ts'
import { countOf, formatCount } from '../text/format.ts'
import type { Log } from '../world.ts'
import { explainFileFault, isFileFault } from './file-errors.ts'
import type { FileFault } from './file-errors.ts'
import { createMover } from './move-file.ts'
import type { Mover } from './move-file.ts'
import { planFolders } from './plan-publish.ts'
import type { PublishFolder } from './plan-publish.ts'
import { makeStagingFolder } from './staging-folder.ts'
import { inspectTarget } from './target.ts'
import type { TargetState } from './target.ts'
import type { PublishPlan } from './types.ts'
import { wholeFolders } from './whole-folders.ts'

/** What publishing needs of the world. */
export interface PublishWorld {
  readonly log: Log
  readonly signal: AbortSignal
}

/** Steps, of a file or a whole folder each, between two looks at the signal. */
const STEPS_PER_TURN = 256

/**
 * Moves staged files to their targets: every check comes before the first move, each file is replaced
 * atomically, symlinks come last. Throws a UserError; an abort throws the signal's reason, between two files.
 */
export async function publish(world: PublishWorld, plan: PublishPlan): Promise<void> {
  world.signal.throwIfAborted()
  const { targetFolder } = plan
  // For links on their way, and to learn how the file system of the target sees names and modes.
  const scratch = makeStagingFolder(targetFolder, Date.now())
  let moved = 0
  let steps = 0
  try {
    const folders = planFolders(plan, { platform: process.platform, foldsCase: scratch.foldsCase })
    const state = inspectTarget(targetFolder, folders)
    const mover = createMover(scratch)
    for await (const count of moves({ plan, folders, state, mover })) {
      moved += count
      steps += 1
      if (steps % STEPS_PER_TURN === 0) await nextTurn()
      world.signal.throwIfAborted()
    }
  } catch (error) {
    if (!isFileFault(error)) throw error
    throw unfinished(plan, { error, moved })
  } finally {
    await scratch.remove(world.signal)
  }
}

interface Work {
  readonly plan: PublishPlan
  readonly folders: readonly PublishFolder[]
  readonly state: TargetState
  readonly mover: Mover
}

/** Does the work step by step; each step yields how many files are in their places with it. */
async function* moves({ plan, folders, state, mover }: Work): AsyncGenerator<number> {
  const placeOf = (targetPath: string): string => path.join(plan.targetFolder, targetPath)
  for (const { file, isExecutable } of plan.files) {
    if (isExecutable && file.kind === 'file') mover.makeExecutable(file.stagedPath)
  }
  fs.mkdirSync(path.dirname(plan.targetFolder), { recursive: true })

  const missing = folders.filter((folder) => state.isMissing(folder.path))
  const whole = wholeFolders(missing, (staged) => fs.readdirSync(staged).length)
  const arrived = new Set<string>()
  for (const folder of folders) {
    const files = folder.files.filter(({ file }) => file.kind === 'file')
    const staged = whole.get(folder.path)
    const cameWithParent =
      folder.path !== '' && arrived.has(path.posix.dirname(folder.path).replace(/^\.$/, ''))
    if (cameWithParent || (staged !== undefined && mover.moveFolder(staged, placeOf(folder.path)))) {
      arrived.add(folder.path)
      yield files.length
      continue
    }
    if (state.isMissing(folder.path)) fs.mkdirSync(placeOf(folder.path))
    for (const { file, targetPath } of files) {
      await mover.moveFile(file.stagedPath, placeOf(targetPath))
      yield 1
    }
  }
  for (const { file, targetPath } of plan.files) {
    if (file.kind !== 'symlink') continue
    mover.makeLink(file.linkTarget, placeOf(targetPath))
    yield 1
  }
}

function unfinished(
  plan: PublishPlan,
  failed: { readonly error: FileFault; readonly moved: number },
): UserError {
  const { targetFolder, files } = plan
  const explained = explainFileFault(failed.error, {
    action: `move files to ${targetFolder}`,
    folder: targetFolder,
    neededBytes: files.reduce((total, { file }) => total + file.sizeBytes, 0),
  })
  const progress = `${formatCount(failed.moved)} of ${countOf(files.length, 'file')} are in their places.`
  return new UserError(`${explained.message} ${progress}`, { hint: explained.hint, cause: failed.error })
}
