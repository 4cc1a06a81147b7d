import fs from 'node:fs'
import path from 'node:path'
import { UserError } from '../errors.ts'
import type { Blobs, Clock, Log } from '../world.ts'
import type { ArchiveAttempt, ReadResult } from './archive-attempt.ts'
import { createBudget } from './budget.ts'
import type { Budget, Share } from './budget.ts'
import { createConnections } from './connections.ts'
import type { Connections } from './connections.ts'
import { ArchiveError, corrupt } from './failures.ts'
import { explainFileFault, isFileFault } from './file-errors.ts'
import { BlobChanged } from './network-faults.ts'
import { messageOf } from './node-errors.ts'
import { createProgress } from './progress.ts'
import type { Progress } from './progress.ts'
import { readArchive } from './read-archive.ts'
import type { ReadMode } from './read-archive.ts'
import { createSlabs, reasonOf } from './slabs.ts'
import type { Slabs } from './slabs.ts'
import { openSpool } from './spool.ts'
import { makeStagingFolder } from './staging-folder.ts'
import type { StagingFolder } from './staging-folder.ts'
import { RangesRefused, createTransfer } from './transfer.ts'
import { defaultTuning } from './tuning.ts'
import type { Tuning } from './tuning.ts'
import type { ArchiveSource, DigestState, StageOptions, StagedArchive, Staging } from './types.ts'
import { createCollector } from './collector.ts'
import type { LetGo } from './collector.ts'
import { createUnpackers } from './unpackers.ts'
import type { Unpackers } from './unpackers.ts'

/** What the engine needs of the world. */
export interface StageWorld {
  readonly blobs: Blobs
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Downloads, verifies and extracts every source into a staging folder beside the target, or throws one
 * UserError (that names the source) after removing what it staged. Publishes nothing.
 */
export const stage = (
  world: StageWorld,
  sources: readonly ArchiveSource[],
  options: StageOptions,
): Promise<Staging> => stageWith(world, { sources, options, tuning: defaultTuning(options.concurrency) })

/** All that the attempts share. */
interface Engine {
  readonly world: StageWorld
  readonly options: StageOptions
  readonly tuning: Tuning
  readonly staging: StagingFolder
  readonly slabs: Slabs
  readonly connections: Connections
  readonly unpackers: Unpackers
  readonly budget: Budget
  readonly progress: Progress
  readonly letGo: LetGo
  /** Aborted when the first source fails, so that the others need not go on. */
  readonly signal: AbortSignal
}

/** As `stage`, with other numbers. */
export async function stageWith(
  world: StageWorld,
  request: {
    readonly sources: readonly ArchiveSource[]
    readonly options: StageOptions
    readonly tuning: Tuning
  },
): Promise<Staging> {
  const { sources, options, tuning } = request
  world.signal.throwIfAborted()
  sources.forEach((source) => requireDigest(source, options))
  const staging = makeStagingFolder(options.targetFolder, world.clock.now())
  const progress = createProgress({
    clock: world.clock,
    log: world.log,
    sourceCount: sources.length,
    everyMs: tuning.progressMs,
  })
  const unpackers = createUnpackers(tuning)
  const controller = new AbortController()
  const engine: Engine = {
    world,
    options,
    tuning,
    staging,
    slabs: createSlabs({ count: tuning.slabCount, slabBytes: tuning.slabBytes }),
    connections: createConnections(options.concurrency),
    unpackers,
    budget: createBudget(options),
    progress,
    letGo: createCollector(),
    signal: AbortSignal.any([world.signal, controller.signal]),
  }
  try {
    const archives = await inParallel(sources, {
      // Two more than there are connections, so that these are busy while the last bytes are unpacked.
      limit: options.concurrency + 2,
      controller,
      run: (source, index) => stageSource(engine, source, index),
    })
    return { archives, stats: progress.stats(), discard: () => staging.remove(world.signal) }
  } catch (error) {
    await unpackers.close()
    await staging.remove(world.signal)
    throw world.signal.aborted ? reasonOf(world.signal) : error
  } finally {
    progress.stop()
    await unpackers.close()
  }
}

/** Runs a task for each item, so many at once. When one fails, waits until the others have stopped and throws. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  options: {
    readonly limit: number
    readonly controller: AbortController
    readonly run: (item: Item, index: number) => Promise<Result>
  },
): Promise<readonly Result[]> {
  const { controller } = options
  const results = new Array<Result>(items.length)
  const waiting = items.entries()
  const failures: unknown[] = []
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (failures.length > 0) return
      try {
        results[index] = await options.run(item, index)
      } catch (error) {
        failures.push(error)
        controller.abort(error)
      }
    }
  }
  await Promise.all(Array.from({ length: options.limit }, worker))
  if (failures.length > 0) throw failures[0]
  return results
}

function requireDigest(source: ArchiveSource, options: StageOptions): void {
  if (options.digest !== 'require' || expectedSha256(source) !== null) return
  throw new UserError(
    `The SHA-256 digest of ${source.label} is not known, and \`digest: require\` asks for it.`,
    {
      hint: 'GitHub Enterprise Server and artifacts uploaded before 2025 have none: `digest: verify` checks it where it is known.',
    },
  )
}

/** Hex; null when it is not known, or not a SHA-256. */
const expectedSha256 = (source: ArchiveSource): string | null =>
  /^sha256:([0-9a-f]{64})$/i.exec(source.digest ?? '')?.[1]?.toLowerCase() ?? null

/** One source: a second, whole download when the bytes of the first are not what was uploaded. */
async function stageSource(engine: Engine, source: ArchiveSource, index: number): Promise<StagedArchive> {
  const { options, world } = engine
  const wantsParts = options.wantsEntry !== null && options.unzip && options.digest !== 'require'
  let mode: ReadMode = wantsParts ? 'parts' : 'ranges'
  let isLast = false
  for (let attempt = 1; ; attempt += 1) {
    try {
      const folder = path.join(engine.staging.path, `${index}-${attempt}`)
      const result = await tryOnce(engine, source, { folder, mode })
      const digestState = judge(result, source, { policy: options.digest, isLast })
      engine.progress.archiveDone()
      return finished(engine, { source, result, digestState })
    } catch (error) {
      if (engine.signal.aborted) throw reasonOf(engine.signal)
      if (error instanceof RangesRefused && mode !== 'stream') {
        mode = 'stream'
        continue
      }
      if (isLast || !isMendedByAnother(error)) throw explained(engine, source, error)
      world.log.warning(`${capital(source.label)} ${messageOf(error)}. Downloading it once more.`)
      mode = mode === 'parts' ? 'ranges' : mode
      isLast = true
    }
  }
}

const isMendedByAnother = (error: unknown): boolean =>
  error instanceof BlobChanged || (error instanceof ArchiveError && error.kind === 'corrupt')

/** One download, with all that it claimed and opened given back when it fails. */
async function tryOnce(
  engine: Engine,
  source: ArchiveSource,
  how: { readonly folder: string; readonly mode: ReadMode },
): Promise<ReadResult> {
  const { tuning, budget, world } = engine
  const controller = new AbortController()
  const stop = (): void => controller.abort(reasonOf(engine.signal))
  engine.signal.addEventListener('abort', stop, { once: true })
  const { signal } = controller
  const transfer = createTransfer({ ...engine, ...world, source, signal })
  const tasks: (() => Promise<void>)[] = []
  const claimed: Share[] = []
  const attempt: ArchiveAttempt = {
    ...engine,
    source,
    transfer,
    controller,
    folder: how.folder,
    foldsCase: engine.staging.foldsCase,
    platform: process.platform,
    claim(share) {
      budget.claim(share)
      claimed.push(share)
    },
    async openSpool(file) {
      const spool = await openSpool(file, { open: tuning.openSpoolFile, maxBytes: engine.options.maxBytes })
      tasks.push(() => spool.close())
      return spool
    },
    atEnd: (task) => tasks.push(task),
  }
  try {
    fs.mkdirSync(how.folder)
    return await readArchive(attempt, how.mode)
  } catch (error) {
    claimed.forEach((share) => budget.giveBack(share))
    controller.abort(error)
    await Promise.allSettled(tasks.splice(0).map((task) => task()))
    // With the last attempt goes the whole staging folder.
    if (!engine.signal.aborted) fs.rmSync(how.folder, { recursive: true, force: true })
    throw error
  } finally {
    transfer.close()
    await Promise.allSettled(tasks.map((task) => task()))
    fs.rmSync(`${how.folder}.part`, { force: true })
    engine.signal.removeEventListener('abort', stop)
  }
}

/** What the digest of the whole says. Throws when it is not what was uploaded and that matters. */
function judge(
  result: ReadResult,
  source: ArchiveSource,
  how: { readonly policy: StageOptions['digest']; readonly isLast: boolean },
): DigestState {
  const expected = expectedSha256(source)
  if (how.policy === 'off' || result.sha256 === null) return 'not-checked'
  if (expected === null) return 'unknown'
  if (result.sha256 === expected) return 'verified'
  if (how.policy === 'warn' && how.isLast) return 'mismatch'
  throw corrupt(`is not what was uploaded: its SHA-256 is ${result.sha256}, not ${expected}`)
}

function finished(
  engine: Engine,
  done: { readonly source: ArchiveSource; readonly result: ReadResult; readonly digestState: DigestState },
): StagedArchive {
  const { result, digestState } = done
  const { kind, files, emptyFolders, sha256 } = result
  if (digestState === 'mismatch') {
    engine.world.log.warning(
      `${capital(done.source.label)} is not what was uploaded: its SHA-256 is another.`,
    )
  }
  return { kind, files, emptyFolders, digestState, actualDigest: sha256 === null ? null : `sha256:${sha256}` }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The error of a source, for the user. What is none of theirs (a bug) stays what it is. */
function explained(engine: Engine, source: ArchiveSource, error: unknown): unknown {
  if (error instanceof UserError) return error
  if (isFileFault(error)) {
    return explainFileFault(error, {
      action: `write ${source.label} to ${engine.options.targetFolder}`,
      folder: engine.staging.path,
      neededBytes: engine.budget.neededBytes(),
    })
  }
  if (error instanceof BlobChanged || error instanceof RangesRefused) {
    return new UserError(`Downloading ${source.label} failed: ${error.message}.`, {
      hint: 'Somebody may be replacing the artifact, or a proxy mixes up answers. Run the job again.',
      cause: error,
    })
  }
  if (error instanceof ArchiveError) {
    return new UserError(`${capital(source.label)} ${error.message}.`, {
      hint: HINTS[error.kind],
      cause: error,
    })
  }
  return error
}

const HINTS = {
  corrupt:
    'It was downloaded twice with the same result, so it is stored like that: run the job that uploads it again. Nothing was written.',
  capped:
    'If that much is meant, raise the cap; else fetch less (name, files, history). Nothing was written.',
  refused:
    'An entry like this is how archives attack whoever unpacks them; upload-artifact makes none. Nothing was written.',
} as const
