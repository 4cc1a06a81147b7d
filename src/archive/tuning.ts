import fs from 'node:fs'
import { open } from 'node:fs/promises'
import type { OpenSpoolFile } from './spool.ts'
import { DEFAULT_THREAD_COUNT } from './unpackers.ts'
import type { UnpackFiles } from './unpack-types.ts'

/** The engine's numbers, and the file system under it: what a test turns down to be quick, or makes fail. */
export interface Tuning {
  readonly slabBytes: number
  readonly slabCount: number
  readonly threadCount: number
  /** How long a connection may be silent. Only the network counts: no range is asked for without room for it. */
  readonly stallMs: number
  /** Tries that bring no new byte before a range is given up. */
  readonly maxTries: number
  readonly firstDelayMs: number
  readonly maxDelayMs: number
  /** A URL older than this is not used for a new request. */
  readonly maxUrlAgeMs: number
  readonly progressMs: number
  /** 0 to 1, for the jitter of delays. */
  readonly random: () => number
  readonly files: UnpackFiles
  readonly openSpoolFile: OpenSpoolFile
}

const MIB = 1024 * 1024
/** All slabs together. With Node's own 60 MB and the threads that stays well below 200 MB. */
const MAX_SLAB_MEMORY = 32 * MIB
const MAX_SLAB_BYTES = 2 * MIB
const MIN_SLAB_BYTES = 512 * 1024
/** Two are filled by each connection, and some are being emptied meanwhile. */
const slabsFor = (concurrency: number): number => 2 * concurrency + 4

/** The numbers of production. */
export function defaultTuning(concurrency: number): Tuning {
  const slabCount = slabsFor(concurrency)
  const fitting = Math.floor(MAX_SLAB_MEMORY / slabCount / MIN_SLAB_BYTES) * MIN_SLAB_BYTES
  return {
    slabCount,
    slabBytes: Math.min(MAX_SLAB_BYTES, Math.max(MIN_SLAB_BYTES, fitting)),
    threadCount: DEFAULT_THREAD_COUNT,
    // The toolkit's own limit.
    stallMs: 30_000,
    maxTries: 6,
    firstDelayMs: 500,
    maxDelayMs: 20_000,
    // GitHub's signed URLs live about a minute.
    maxUrlAgeMs: 45_000,
    progressMs: 5_000,
    random: Math.random,
    files: fs,
    openSpoolFile: (path) => open(path, 'wx+'),
  }
}
