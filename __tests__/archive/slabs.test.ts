import { describe, expect, test } from '@jest/globals'
import { chunkOf, createSlabs, reasonOf, viewOf } from '../../src/archive/slabs.ts'
import type { Slab } from '../../src/archive/slabs.ts'

const idle = new AbortController().signal
const slabs = (count: number) => createSlabs({ count, slabBytes: 16 })
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('slabs', () => {
  test('are never more than there are, and are used again', async () => {
    const pool = slabs(2)
    const first = await pool.take(2, idle)
    let more: readonly Slab[] | null = null
    void pool.take(1, idle).then((taken) => (more = taken))
    await settled()
    expect(more).toBe(null)
    first[0]?.release()
    first[0]?.release()
    await settled()
    expect((more as readonly Slab[] | null)?.[0]?.memory).toBe(first[0]?.memory)
    let another: unknown = null
    void pool.take(1, idle).then((taken) => (another = taken))
    await settled()
    expect(another).toBe(null)
  })

  test('go first to who waited first, however little the next one wants', async () => {
    const pool = slabs(3)
    const held = await pool.take(3, idle)
    const order: string[] = []
    void pool.take(2, idle).then(() => order.push('two'))
    void pool.take(1, idle).then(() => order.push('one'))
    held[0]?.release()
    await settled()
    expect(order).toEqual([])
    held[1]?.release()
    await settled()
    expect(order).toEqual(['two'])
    held[2]?.release()
    await settled()
    expect(order).toEqual(['two', 'one'])
  })

  test('who gives up waiting gets the reason, and does not block the others', async () => {
    const pool = slabs(2)
    await pool.take(1, idle)
    const stop = new AbortController()
    const waiting = pool.take(2, stop.signal)
    const behind = pool.take(1, idle)
    stop.abort(new Error('SIGTERM'))
    await expect(waiting).rejects.toThrow('SIGTERM')
    await expect(behind).resolves.toHaveLength(1)
    await expect(pool.take(1, stop.signal)).rejects.toThrow('SIGTERM')
  })

  test('more than there are is all that there are', async () => {
    await expect(slabs(2).take(5, idle)).resolves.toHaveLength(2)
  })
})

test('a chunk goes back when nobody retains it', async () => {
  const pool = slabs(1)
  const [slab] = await pool.take(1, idle)
  if (slab === undefined) throw new Error('no slab')
  slab.bytes.write('hello')
  const chunk = chunkOf(slab, { offset: 100, length: 5 })
  expect(viewOf(chunk).toString()).toBe('hello')
  chunk.retain()
  chunk.release()
  let free = false
  void pool.take(1, idle).then(() => (free = true))
  await settled()
  expect(free).toBe(false)
  chunk.release()
  await settled()
  expect(free).toBe(true)
})

test('a reason is always an Error', () => {
  const reason = new Error('x')
  expect(reasonOf(AbortSignal.abort(reason))).toBe(reason)
  expect(reasonOf(AbortSignal.abort('text'))).toMatchObject({ message: 'text', cause: 'text' })
  expect(reasonOf(AbortSignal.abort())).toHaveProperty('name', 'AbortError')
})
