import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createBlobs } from '../../../src/archive/blobs.ts'
import { stageWith } from '../../../src/archive/stage.ts'
import type { StageWorld } from '../../../src/archive/stage.ts'
import { defaultTuning } from '../../../src/archive/tuning.ts'
import type { Tuning } from '../../../src/archive/tuning.ts'
import type { ArchiveSource, StageOptions, Staging } from '../../../src/archive/types.ts'
import type { Log } from '../../../src/world.ts'

/** A clock that jumps: sleeping takes no time and moves it on. */
export function jumpingClock(): {
  now(): number
  sleep(ms: number, signal: AbortSignal): Promise<void>
  slept: number[]
} {
  const slept: number[] = []
  let offset = 0
  return {
    slept,
    now: () => Date.now() + offset,
    sleep: (ms, signal) => {
      slept.push(ms)
      offset += ms
      return new Promise((resolve, reject) => {
        setImmediate(() => {
          if (signal.aborted) reject(signal.reason as Error)
          else resolve()
        })
      })
    },
  }
}

export interface Lines extends Log {
  readonly lines: string[]
}

export function memoryLog(): Lines {
  const lines: string[] = []
  const keep = (line: string): void => void lines.push(line)
  return {
    lines,
    info: keep,
    debug: keep,
    warning: (line) => keep(`warning: ${line}`),
    maskSecret: () => undefined,
  }
}

/** A fresh folder, removed by `cleanUp`. */
export function tempFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'archive-test-'))
  made.push(folder)
  return folder
}
const made: string[] = []
export const cleanUp = (): void =>
  made.splice(0).forEach((folder) => fs.rmSync(folder, { recursive: true, force: true }))

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Small slabs and no threads, so that a test of a few kB sees many ranges and no start-up. */
export const testTuning: Tuning = {
  ...defaultTuning(3),
  slabBytes: 64 * 1024,
  slabCount: 12,
  threadCount: 0,
  stallMs: 400,
  progressMs: 60_000,
  random: () => 0.5,
}

export const testOptions: Omit<StageOptions, 'targetFolder'> = {
  wantsEntry: null,
  unzip: true,
  digest: 'verify',
  concurrency: 3,
  maxFiles: 200_000,
  maxBytes: 1_000_000_000,
}

export function sourceOf(url: string | (() => string), more: Partial<ArchiveSource> = {}): ArchiveSource {
  return {
    label: 'artifact "coverage" (id 42 of run 7)',
    name: 'coverage',
    sizeBytes: null,
    digest: null,
    isUntrusted: false,
    allowsGit: false,
    getUrl: () => Promise.resolve(typeof url === 'string' ? url : url()),
    ...more,
  }
}

export interface StageRun {
  readonly staging: Staging
  readonly log: Lines
  readonly clock: ReturnType<typeof jumpingClock>
}

/** Runs the engine against real HTTP. */
export async function runStage(request: {
  readonly sources: readonly ArchiveSource[]
  readonly targetFolder: string
  readonly options?: Partial<StageOptions>
  readonly tuning?: Partial<Tuning>
  readonly world?: Partial<StageWorld>
}): Promise<StageRun> {
  const log = memoryLog()
  const clock = jumpingClock()
  const world = { blobs: createBlobs(), clock, log, signal: new AbortController().signal, ...request.world }
  const staging = await stageWith(world, {
    sources: request.sources,
    options: { ...testOptions, ...request.options, targetFolder: request.targetFolder },
    tuning: { ...testTuning, ...request.tuning },
  })
  return { staging, log, clock }
}

/** Everything below a folder: files with their content, links with `-> target`, folders with `/`. */
export function treeOf(folder: string, below = ''): Record<string, string> {
  const tree: Record<string, string> = {}
  for (const item of fs.readdirSync(path.join(folder, below), { withFileTypes: true })) {
    const name = below === '' ? item.name : `${below}/${item.name}`
    const place = path.join(folder, name)
    if (item.isDirectory()) Object.assign(tree, { [`${name}/`]: '' }, treeOf(folder, name))
    else if (item.isSymbolicLink()) tree[name] = `-> ${fs.readlinkSync(place)}`
    else tree[name] = fs.readFileSync(place, 'latin1')
  }
  return tree
}

/** The staged files of the first archive, by path. */
export function stagedTree(staging: Staging, index = 0): Record<string, string> {
  const tree: Record<string, string> = {}
  for (const file of staging.archives[index]?.files ?? []) {
    tree[file.path] =
      file.kind === 'symlink' ? `-> ${file.linkTarget}` : fs.readFileSync(file.stagedPath, 'latin1')
  }
  return tree
}
