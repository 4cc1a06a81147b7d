import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { corrupt, quoted } from './failures.ts'
import { messageOf } from './node-errors.ts'
import { UNPACK_THREAD, createUnpacker } from './unpack-worker.ts'
import type {
  Piece,
  UnpackEntry,
  UnpackFailure,
  UnpackFiles,
  UnpackReply,
  UnpackRequest,
  UnpackedEntry,
} from './unpack-types.ts'

/** Unpacks entries, in worker threads once there is enough to do. */
export interface Unpackers {
  /** Says how much is about to come, so that threads start in time, or not at all. */
  expect(work: { readonly bytes: number; readonly entries: number }): void
  /** Unpacks small entries; the memory of the pieces must stay as it is until this settles. */
  unpackBatch(
    entries: readonly UnpackEntry[],
    pieces: readonly (readonly Piece[])[],
  ): Promise<readonly UnpackedEntry[]>
  unpackStream(entry: UnpackEntry): UnpackStream
  /** Ends the threads, whatever they are doing. */
  close(): Promise<void>
}

/** One large entry, piece by piece. */
export interface UnpackStream {
  /** Resolves when the memory of the piece may be used again; never rejects. */
  write(piece: Piece): Promise<void>
  /** Says that all pieces were written. */
  end(): void
  cancel(): void
  readonly result: Promise<UnpackedEntry>
}

/** The file system said no to an entry. */
export class FileError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Below this, starting threads (some 30 ms and 50 MB) costs more than it saves. */
const MIN_BYTES_FOR_THREADS = 16 * 1024 * 1024
const MIN_ENTRIES_FOR_THREADS = 300
/**
 * One thread inflates, hashes and writes faster than a download brings bytes, and this thread helps it with small
 * files. A second would find little to do, as making files takes turns in the kernel, and cost 35 MB.
 */
export const DEFAULT_THREAD_COUNT = 1
/** Work that a thread may have before it before this thread takes a batch itself. */
const HELP_FROM_BYTES = 3 * 1024 * 1024

/**
 * The file that threads run: in the sources TypeScript, which Node strips; in `dist` the JavaScript that the build
 * puts beside the bundle, as stripping takes a thread 30 MB and 50 ms.
 */
const THREAD_FILE = new URL(
  import.meta.url.endsWith('.ts') ? 'unpack-worker.ts' : 'unpack-worker.js',
  import.meta.url,
)

/** Without it all is done in this thread: slower, and right. */
const HAS_THREAD_FILE = existsSync(THREAD_FILE)

/** A part of a job's cost that no byte shows: making a file. */
const ENTRY_COST_BYTES = 16 * 1024

export function createUnpackers(options: {
  readonly threadCount: number
  /** For what is unpacked in this thread. */
  readonly files: UnpackFiles
}): Unpackers {
  const here = createLane(inlinePort(options.files))
  const threads: Lane[] = []
  let expectedBytes = 0
  let expectedEntries = 0

  const leastBusy = (): Lane =>
    threads.reduce((best, lane) => (lane.load() < best.load() ? lane : best), threads[0] ?? here)

  return {
    expect(work) {
      expectedBytes += work.bytes
      expectedEntries += work.entries
      const isEnough = expectedBytes >= MIN_BYTES_FOR_THREADS || expectedEntries >= MIN_ENTRIES_FOR_THREADS
      while (isEnough && HAS_THREAD_FILE && threads.length < options.threadCount)
        threads.push(createLane(threadPort()))
    },
    unpackBatch(entries, pieces) {
      const thread = leastBusy()
      const lane = here.load() === 0 && thread.load() > HELP_FROM_BYTES ? here : thread
      const { job, results } = lane.start(entries)
      lane.post({ kind: 'batch', job, entries, pieces })
      return results
    },
    unpackStream(entry) {
      const lane = leastBusy()
      const { job, results } = lane.start([entry])
      lane.post({ kind: 'open', job, entry })
      return {
        write: (piece) => lane.postPiece(job, piece),
        end: () => lane.post({ kind: 'close', job }),
        cancel: () => lane.post({ kind: 'cancel', job }),
        result: results.then(([result]) => {
          if (result === undefined) throw new Error('An unpacker answered without a result')
          return result
        }),
      }
    },
    async close() {
      await Promise.all([here, ...threads].map((lane) => lane.close()))
    },
  }
}

/** Something that unpacks one request after the other: a thread, or this one. */
interface Lane {
  start(entries: readonly UnpackEntry[]): {
    readonly job: number
    readonly results: Promise<readonly UnpackedEntry[]>
  }
  post(request: UnpackRequest): void
  /** Resolves when the piece was consumed, or never will be. */
  postPiece(job: number, piece: Piece): Promise<void>
  /** How much it has yet to do. */
  load(): number
  close(): Promise<void>
}

interface Job {
  readonly cost: number
  readonly resolve: (results: readonly UnpackedEntry[]) => void
  readonly reject: (error: Error) => void
}

/** How requests reach an unpacker, and what comes back. */
interface Port {
  post(request: UnpackRequest): void
  listen(onReply: (reply: UnpackReply) => void, onDeath: (error: Error) => void): void
  close(): Promise<void>
}

function createLane(port: Port): Lane {
  const jobs = new Map<number, Job>()
  /** By job, oldest first. Outlives the job: a failed one still holds the memory of its pieces. */
  const pieces = new Map<number, (() => void)[]>()
  let lastJob = 0
  let load = 0
  let death: Error | null = null

  const settle = (number: number, how: (job: Job) => void): void => {
    const job = jobs.get(number)
    if (job === undefined) return
    jobs.delete(number)
    load -= job.cost
    how(job)
  }
  const consumed = (job: number): void => {
    const waiting = pieces.get(job)
    waiting?.shift()?.()
    if (waiting?.length === 0) pieces.delete(job)
  }
  const die = (error: Error): void => {
    death ??= error
    for (const number of [...jobs.keys()]) settle(number, (job) => job.reject(error))
    for (const waiting of pieces.values()) waiting.forEach((resolve) => resolve())
    pieces.clear()
  }
  port.listen((reply) => {
    if (reply.kind === 'consumed') consumed(reply.job)
    else if (reply.kind === 'done') settle(reply.job, (job) => job.resolve(reply.results))
    else settle(reply.job, (job) => job.reject(errorOf(reply.failure)))
  }, die)

  return {
    start(entries) {
      lastJob += 1
      const job = lastJob
      const cost = entries.reduce((total, entry) => total + entry.sizeBytes + ENTRY_COST_BYTES, 0)
      const results = new Promise<readonly UnpackedEntry[]>((resolve, reject) => {
        if (death !== null) {
          reject(death)
          return
        }
        load += cost
        jobs.set(job, { cost, resolve, reject })
      })
      return { job, results }
    },
    post(request) {
      if (death === null) port.post(request)
    },
    postPiece: (job, piece) =>
      new Promise((resolve) => {
        if (death !== null) {
          resolve()
          return
        }
        pieces.set(job, [...(pieces.get(job) ?? []), resolve])
        port.post({ kind: 'piece', job, piece })
      }),
    load: () => load,
    async close() {
      await port.close()
      die(new Error('Unpacking was stopped'))
    },
  }
}

function errorOf(failure: UnpackFailure): Error {
  switch (failure.kind) {
    case 'corrupt':
      return corrupt(`is broken at ${quoted(failure.path)}: ${failure.problem}`)
    case 'file':
      return new FileError(failure.code, failure.message)
    case 'bug':
      return new Error(failure.message)
  }
}

/** In this thread: one request a turn of the event loop, so that downloads go on in between. */
function inlinePort(files: UnpackFiles): Port {
  let handle: (request: UnpackRequest) => void = () => undefined
  let isClosed = false
  return {
    post: (request) => {
      setImmediate(() => {
        if (!isClosed) handle(request)
      })
    },
    listen(onReply) {
      handle = createUnpacker(files, onReply)
    },
    close() {
      isClosed = true
      return Promise.resolve()
    },
  }
}

function threadPort(): Port {
  const worker = new Worker(THREAD_FILE, {
    workerData: UNPACK_THREAD,
    name: 'unpack',
    // Small heaps: the bytes are outside of them, and each thread would keep its garbage for long.
    resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 },
  })
  return {
    post: (request) => worker.postMessage(request),
    listen(onReply, onDeath) {
      worker.on('message', onReply)
      worker.on('error', (error) => onDeath(new Error(messageOf(error), { cause: error })))
      worker.on('exit', () => onDeath(new Error('An unpacking thread ended too early')))
    },
    async close() {
      await worker.terminate()
    },
  }
}
