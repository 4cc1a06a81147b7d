import type { BlobReader, Span } from './blob.ts'
import { chunkOf, reasonOf } from './slabs.ts'
import type { Chunk, Slab, Slabs } from './slabs.ts'

/** A range that one request fetches: as many slabs as it takes to make its latency matter little. */
const SLABS_PER_REQUEST = 2
const MAX_SLABS_OF_SMALL_BLOB = 4

/**
 * Reads spans of a blob, several requests at once, and hands their bytes over in order, a slab at a time, as they
 * become complete. The chunk is released when `accept` has returned; who needs it for longer retains it.
 *
 * `room` is for the first request, taken before by who has already sent it.
 */
export async function readInOrder(
  options: {
    readonly reader: Pick<BlobReader, 'read'>
    readonly slabs: Slabs
    readonly spans: readonly Span[]
    readonly room: readonly Slab[]
    /** Aborted when anything fails, so that nothing is still on its way when this settles. */
    readonly controller: AbortController
  },
  accept: (chunk: Chunk) => void | Promise<void>,
): Promise<void> {
  const { reader, slabs, spans, controller } = options
  const segments = spans.flatMap((span) => segmentsOf(span, slabs.slabBytes))
  const ready = segments.map(() => Promise.withResolvers<Chunk>())
  const taken = new Set<Slab>(options.room)
  const running = new Set<Promise<void>>()

  // Those that nobody waits for any more may fail in silence.
  ready.forEach(({ promise }) => void promise.catch(() => undefined))

  const fail = (error: unknown): void => {
    controller.abort(error)
    ready.forEach(({ reject }) => reject(error))
  }
  const fetchGroup = async (
    from: number,
    group: readonly Segment[],
    room: readonly Slab[],
  ): Promise<void> => {
    let index = 0
    await reader.read({ first: group[0]?.first ?? 0, last: group.at(-1)?.last ?? 0 }, (bytes, offset) => {
      let done = 0
      while (done < bytes.length) {
        const segment = group[index]
        const slab = room[index]
        if (segment === undefined || slab === undefined) throw new Error('More bytes than were asked for')
        const at = offset + done - segment.first
        const part = bytes.subarray(done, done + segment.last + 1 - segment.first - at)
        slab.bytes.set(part, at)
        done += part.length
        if (at + part.length < segment.last + 1 - segment.first) continue
        // Afterwards nobody would give it back.
        if (controller.signal.aborted) throw reasonOf(controller.signal)
        taken.delete(slab)
        ready[from + index]?.resolve(chunkOf(slab, { offset: segment.first, length: at + part.length }))
        index += 1
      }
    })
  }
  const produce = async (): Promise<void> => {
    let spare = options.room
    for (let from = 0; from < segments.length;) {
      const group = groupAt(segments, from, Math.max(spare.length, SLABS_PER_REQUEST))
      const missing = Math.max(0, group.length - spare.length)
      const more = missing === 0 ? [] : await slabs.take(missing, controller.signal)
      more.forEach((slab) => taken.add(slab))
      const room = [...spare, ...more]
      spare = room.slice(group.length)
      const fetching = fetchGroup(from, group, room)
        .catch(fail)
        .finally(() => running.delete(fetching))
      running.add(fetching)
      from += group.length
    }
  }
  const producing = produce().catch(fail)
  let consumed = 0
  try {
    for (const { promise } of ready) {
      const chunk = await promise
      consumed += 1
      try {
        await accept(chunk)
      } finally {
        chunk.release()
      }
      if (controller.signal.aborted) throw reasonOf(controller.signal)
    }
  } catch (error) {
    fail(error)
    throw error
  } finally {
    await producing
    await Promise.all(running)
    taken.forEach((slab) => slab.release())
    const unused = ready.slice(consumed).map(({ promise }) => promise.then((chunk) => chunk.release()))
    await Promise.allSettled(unused)
  }
}

type Segment = Span & { readonly follows: boolean }

/** A span in parts that fit a slab each. */
function segmentsOf(span: Span, slabBytes: number): readonly Segment[] {
  const segments: Segment[] = []
  for (let first = span.first; first <= span.last; first += slabBytes) {
    segments.push({ first, last: Math.min(span.last, first + slabBytes - 1), follows: first > span.first })
  }
  return segments
}

/** Segments that one request can fetch. */
function groupAt(segments: readonly Segment[], from: number, maxCount: number): readonly Segment[] {
  let count = 1
  while (count < maxCount && segments[from + count]?.follows === true) count += 1
  return segments.slice(from, from + count)
}

/**
 * How many slabs the first request of a download fills: all that a small blob needs, so that it costs one request
 * and no more; else as any other.
 */
export function firstRequestSlabs(slabs: Slabs, knownBytes: number | null): number {
  const needed = Math.ceil((knownBytes ?? Infinity) / slabs.slabBytes)
  return needed <= MAX_SLABS_OF_SMALL_BLOB ? Math.max(1, needed) : SLABS_PER_REQUEST
}
