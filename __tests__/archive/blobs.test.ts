import { afterEach, describe, expect, test } from '@jest/globals'
import http from 'node:http'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { createBlobs } from '../../src/archive/blobs.ts'
import type { BlobResponse } from '../../src/world.ts'
import { startBlobServer } from './support/blob-server.ts'
import type { BlobServer } from './support/blob-server.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

const bytes = Buffer.from('0123456789'.repeat(1000))
const idle = new AbortController().signal

async function serve(more: Partial<Parameters<typeof startBlobServer>[0]> = {}): Promise<BlobServer> {
  const server = await startBlobServer({ blobs: { 'a.zip': { bytes } }, ...more })
  closers.push(() => server.close())
  return server
}

async function bodyOf(response: BlobResponse): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of response.body) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

test('gets the whole, with lower-case headers', async () => {
  const server = await serve()
  const response = await createBlobs().get(`${server.origin}/a.zip`, { range: null, signal: idle })
  expect(response.status).toBe(200)
  expect(response.headers).toMatchObject({ 'content-type': 'application/zip', 'content-length': '10000' })
  expect((await bodyOf(response)).equals(bytes)).toBe(true)
})

test('gets a range, ends included', async () => {
  const server = await serve()
  const response = await createBlobs().get(`${server.origin}/a.zip`, {
    range: { first: 5, last: 14 },
    signal: idle,
  })
  expect(response.status).toBe(206)
  expect(response.headers['content-range']).toBe('bytes 5-14/10000')
  expect((await bodyOf(response)).toString()).toBe('5678901234')
})

test('asks for the last bytes', async () => {
  const server = await serve()
  const response = await createBlobs().get(`${server.origin}/a.zip`, {
    range: { lastBytes: 7 },
    signal: idle,
  })
  response.body.destroy()
  expect(server.requests[0]?.headers.range).toBe('bytes=-7')
})

test('sends no credentials and asks for no compression', async () => {
  const server = await serve()
  await bodyOf(await createBlobs().get(`${server.origin}/a.zip?sig=x`, { range: null, signal: idle }))
  const headers = server.requests[0]?.headers ?? {}
  expect(Object.keys(headers).sort()).toEqual(['accept-encoding', 'connection', 'host', 'user-agent'])
  expect(headers['accept-encoding']).toBe('identity')
  expect(server.requests[0]?.path).toBe('/a.zip?sig=x')
})

test('keeps the connection for the next request', async () => {
  const server = await serve()
  const ports = new Set<number>()
  const blobs = createBlobs()
  for (let round = 0; round < 3; round += 1) {
    const response = await blobs.get(`${server.origin}/a.zip`, { range: null, signal: idle })
    const { socket } = response.body as unknown as http.IncomingMessage
    ports.add(socket.localPort ?? 0)
    await bodyOf(response)
  }
  expect(ports.size).toBe(1)
})

describe('what breaks', () => {
  test('an answer is an answer, whatever its status', async () => {
    const server = await serve({
      faultFor: () => ({ kind: 'status', status: 503, headers: { 'retry-after': '3' } }),
    })
    const response = await createBlobs().get(`${server.origin}/a.zip`, { range: null, signal: idle })
    expect(response.status).toBe(503)
    expect(response.headers['retry-after']).toBe('3')
    response.body.destroy()
    expect(server.requests).toHaveLength(1)
  })

  test('no answer is an error, at once', async () => {
    const server = await serve({ faultFor: () => ({ kind: 'refuse' }) })
    await expect(
      createBlobs().get(`${server.origin}/a.zip`, { range: null, signal: idle }),
    ).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(server.requests).toHaveLength(1)
  })

  test('a body that breaks off is an error, not an end', async () => {
    const server = await serve({ faultFor: () => ({ kind: 'reset', afterBytes: 100 }) })
    const response = await createBlobs().get(`${server.origin}/a.zip`, { range: null, signal: idle })
    await expect(bodyOf(response)).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('a body that ends before its length is an error too', async () => {
    const server = net.createServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort'))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => new Promise((resolve) => server.close(resolve)))
    const { port } = server.address() as AddressInfo
    const response = await createBlobs().get(`http://127.0.0.1:${port}/`, { range: null, signal: idle })
    await expect(bodyOf(response)).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('an abort ends the wait for an answer', async () => {
    const stop = new AbortController()
    const server = net.createServer(() => stop.abort(new Error('SIGTERM')))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => new Promise((resolve) => server.close(resolve)))
    const { port } = server.address() as AddressInfo
    await expect(
      createBlobs().get(`http://127.0.0.1:${port}/`, { range: null, signal: stop.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('an abort ends the body', async () => {
    const stop = new AbortController()
    const server = await serve({ faultFor: () => ({ kind: 'stall', afterBytes: 10 }) })
    const response = await createBlobs().get(`${server.origin}/a.zip`, { range: null, signal: stop.signal })
    const reading = bodyOf(response)
    stop.abort(new Error('SIGTERM'))
    await expect(reading).rejects.toThrow()
  })
})

describe('redirects', () => {
  test('are followed, with the range and without credentials', async () => {
    const target = await serve()
    const server = await serve({ faultFor: () => ({ kind: 'redirect', location: `${target.origin}/a.zip` }) })
    const response = await createBlobs().get(`${server.origin}/x`, {
      range: { first: 0, last: 3 },
      signal: idle,
    })
    expect((await bodyOf(response)).toString()).toBe('0123')
    expect(target.requests[0]?.headers.authorization).toBeUndefined()
  })

  test('in a circle are an error', async () => {
    const server = await serve({ faultFor: () => ({ kind: 'redirect', location: '/again' }) })
    await expect(createBlobs().get(`${server.origin}/x`, { range: null, signal: idle })).rejects.toThrow(
      /too often/,
    )
    expect(server.requests).toHaveLength(6)
  })
})
