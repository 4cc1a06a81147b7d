import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Span, WriteBytes } from '../../src/archive/blob.ts'
import { firstRequestSlabs, readInOrder } from '../../src/archive/read-in-order.ts'
import { createSlabs, viewOf } from '../../src/archive/slabs.ts'
import type { Chunk, Slabs } from '../../src/archive/slabs.ts'

const blob = Buffer.from(Array.from({ length: 1000 }, (_, n) => n % 251))
const idle = new AbortController().signal

/** Answers each span in pieces, after some turns of the event loop. */
const readerOf = (delays: readonly number[], pieceBytes: number) => ({
  async read(span: Span, write: WriteBytes): Promise<void> {
    for (let turns = delays[span.first % Math.max(1, delays.length)] ?? 0; turns > 0; turns -= 1) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (let at = span.first; at <= span.last; at += pieceBytes) {
      write(blob.subarray(at, Math.min(span.last + 1, at + pieceBytes)), at)
    }
  },
})

const freeSlabs = async (slabs: Slabs, count: number): Promise<boolean> => {
  const signal = AbortSignal.timeout(50)
  return slabs.take(count, signal).then(
    () => true,
    () => false,
  )
}

test('brings every byte once, in order, whatever the order of arrival', async () => {
  const spans = fc
    .uniqueArray(fc.nat(999), { minLength: 2, maxLength: 12 })
    .map((cuts) => cuts.sort((a, b) => a - b))
    .map((cuts) =>
      cuts.flatMap((first, n) =>
        n % 2 === 0 && cuts[n + 1] !== undefined ? [{ first, last: cuts[n + 1] ?? 0 }] : [],
      ),
    )
  const delays = fc.array(fc.nat(4), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      spans,
      delays,
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 3, max: 9 }),
      async (wanted, waits, pieceBytes, count) => {
        const slabs = createSlabs({ count, slabBytes: 32 })
        const got: Buffer[] = []
        const places: number[] = []
        const options = {
          reader: readerOf(waits, pieceBytes),
          slabs,
          spans: wanted,
          room: [],
          controller: new AbortController(),
        }
        await readInOrder(options, (chunk) => {
          places.push(chunk.offset)
          got.push(Buffer.from(viewOf(chunk)))
        })
        expect(Buffer.concat(got)).toEqual(
          Buffer.concat(wanted.map(({ first, last }) => blob.subarray(first, last + 1))),
        )
        expect(places).toEqual([...places].sort((a, b) => a - b))
        expect(await freeSlabs(slabs, count)).toBe(true)
      },
    ),
    { seed: 9, numRuns: 80 },
  )
})

test('asks for no more than there is room for', async () => {
  const slabs = createSlabs({ count: 4, slabBytes: 32 })
  let asked = 0
  const held: Chunk[] = []
  const reader = {
    read: (span: Span, write: WriteBytes) => {
      asked += span.last + 1 - span.first
      write(blob.subarray(span.first, span.last + 1), span.first)
      return Promise.resolve()
    },
  }
  const controller = new AbortController()
  const reading = readInOrder(
    { reader, slabs, spans: [{ first: 0, last: 999 }], room: [], controller },
    (chunk) => {
      chunk.retain()
      held.push(chunk)
    },
  )
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(asked).toBe(4 * 32)
  held.splice(0, 2).forEach((chunk) => chunk.release())
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(asked).toBe(6 * 32)
  controller.abort(new Error('enough'))
  await expect(reading).rejects.toThrow('enough')
})

test.each([
  ['the reader', 'no answer'],
  ['the consumer', 'full'],
] as const)('an error of %s stops the rest and gives all memory back', async (who, message) => {
  const slabs = createSlabs({ count: 6, slabBytes: 32 })
  const controller = new AbortController()
  const reader = {
    async read(span: Span, write: WriteBytes): Promise<void> {
      await new Promise((resolve) => setImmediate(resolve))
      if (who === 'the reader' && span.first >= 300) throw new Error(message)
      write(blob.subarray(span.first, span.last + 1), span.first)
    },
  }
  const room = await slabs.take(2, idle)
  const reading = readInOrder(
    { reader, slabs, spans: [{ first: 0, last: 999 }], room, controller },
    (chunk) => {
      if (who === 'the consumer' && chunk.offset >= 200) throw new Error(message)
    },
  )
  await expect(reading).rejects.toThrow(message)
  expect(controller.signal.aborted).toBe(true)
  expect(await freeSlabs(slabs, 6)).toBe(true)
})

test.each([
  [10, 1],
  [32, 1],
  [33, 2],
  [128, 4],
  [129, 2],
  [1_000_000, 2],
  [0, 1],
  [null, 2],
])('the first request of %j bytes fills %i slabs', (bytes, count) => {
  expect(firstRequestSlabs(createSlabs({ count: 6, slabBytes: 32 }), bytes)).toBe(count)
})
