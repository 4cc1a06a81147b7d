import { expect, test } from '@jest/globals'
import { createConnections } from '../../src/archive/connections.ts'

const idle = new AbortController().signal
const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Takes as many as there are, and says how many that was. */
async function countFree(connections: ReturnType<typeof createConnections>): Promise<number> {
  const stop = new AbortController()
  let count = 0
  const held = Array.from({ length: 20 }, () =>
    connections.acquire(stop.signal).then((connection) => {
      count += 1
      return connection
    }),
  )
  await settled()
  stop.abort()
  const results = await Promise.allSettled(held)
  for (const result of results) if (result.status === 'fulfilled') result.value.release('bad')
  return count
}

test('are never more than allowed, first come first served', async () => {
  const connections = createConnections(3)
  expect(await countFree(connections)).toBe(3)
  const held = await Promise.all([1, 2, 3].map(() => connections.acquire(idle)))
  const order: number[] = []
  for (const number of [1, 2]) void connections.acquire(idle).then(() => order.push(number))
  held[0]?.release('good')
  held[0]?.release('good')
  await settled()
  expect(order).toEqual([1])
})

test('are halved when the server is busy, down to one, and won back by good answers', async () => {
  const connections = createConnections(8)
  const held = await Promise.all(Array.from({ length: 8 }, () => connections.acquire(idle)))
  connections.slowDown()
  held.forEach((connection) => connection.release('bad'))
  expect(await countFree(connections)).toBe(4)
  for (let round = 0; round < 4; round += 1) {
    const again = await connections.acquire(idle)
    connections.slowDown()
    again.release('bad')
  }
  expect(await countFree(connections)).toBe(1)
  for (let answer = 0; answer < 40; answer += 1) (await connections.acquire(idle)).release('good')
  expect(await countFree(connections)).toBe(3)
  for (let answer = 0; answer < 400; answer += 1) (await connections.acquire(idle)).release('good')
  expect(await countFree(connections)).toBe(8)
})

test('who gives up waiting gets the reason', async () => {
  const connections = createConnections(1)
  await connections.acquire(idle)
  const stop = new AbortController()
  const waiting = connections.acquire(stop.signal)
  stop.abort(new Error('SIGTERM'))
  await expect(waiting).rejects.toThrow('SIGTERM')
  await expect(connections.acquire(stop.signal)).rejects.toThrow('SIGTERM')
})
