import { errorOf } from './node-errors.ts'

/**
 * The memory that downloads fill and unpacking empties: a fixed number of equal slabs, shared with the worker
 * threads. It bounds what the engine holds, whatever the size of an archive, and it is the back-pressure: a
 * range is asked for only when there is room for all of it, so that a slow disk never stalls a connection.
 */
export interface Slabs {
  readonly slabBytes: number
  /** Waits for room, first come, first served. Rejects with the signal's reason. */
  take(count: number, signal: AbortSignal): Promise<readonly Slab[]>
}

export interface Slab {
  readonly memory: SharedArrayBuffer
  /** All of the memory. */
  readonly bytes: Buffer
  release(): void
}

/** Some bytes of a blob, in memory until everyone who retains them has released them. */
export interface Chunk {
  readonly memory: SharedArrayBuffer
  /** Where in the memory. */
  readonly start: number
  /** Where in the blob. */
  readonly offset: number
  readonly length: number
  retain(): void
  release(): void
}

interface Waiter {
  readonly count: number
  readonly resolve: (slabs: readonly Slab[]) => void
}

/** Slabs are made when first needed and used again. */
export function createSlabs(limit: { readonly count: number; readonly slabBytes: number }): Slabs {
  const free: SharedArrayBuffer[] = []
  const waiters: Waiter[] = []
  let unmade = limit.count

  const slab = (): Slab => {
    const memory = free.pop() ?? makeMemory()
    let isHeld = true
    return {
      memory,
      bytes: Buffer.from(memory),
      release() {
        if (!isHeld) return
        isHeld = false
        free.push(memory)
        serve()
      },
    }
  }
  const makeMemory = (): SharedArrayBuffer => {
    unmade -= 1
    return new SharedArrayBuffer(limit.slabBytes)
  }
  const serve = (): void => {
    for (
      let first = waiters[0];
      first !== undefined && first.count <= free.length + unmade;
      first = waiters[0]
    ) {
      waiters.shift()
      first.resolve(Array.from({ length: first.count }, slab))
    }
  }
  return {
    slabBytes: limit.slabBytes,
    take: (count, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        const waiter: Waiter = {
          count: Math.min(count, limit.count),
          resolve(slabs) {
            signal.removeEventListener('abort', abandon)
            resolve(slabs)
          },
        }
        const abandon = (): void => {
          const place = waiters.indexOf(waiter)
          if (place >= 0) waiters.splice(place, 1)
          reject(reasonOf(signal))
          serve()
        }
        signal.addEventListener('abort', abandon, { once: true })
        waiters.push(waiter)
        serve()
      }),
  }
}

/** Why a signal was aborted, as an Error. */
export const reasonOf = (signal: AbortSignal): Error => errorOf(signal.reason)

/** The part of a slab that holds some bytes of a blob; the slab goes back when nobody retains it any more. */
export function chunkOf(slab: Slab, place: { readonly offset: number; readonly length: number }): Chunk {
  let holders = 1
  return {
    memory: slab.memory,
    start: 0,
    ...place,
    retain() {
      holders += 1
    },
    release() {
      holders -= 1
      if (holders === 0) slab.release()
    },
  }
}

/** The bytes of a chunk, where they are. */
export const viewOf = (chunk: Pick<Chunk, 'memory' | 'start' | 'length'>): Buffer =>
  Buffer.from(chunk.memory, chunk.start, chunk.length)
