import { afterEach, describe, expect, test } from '@jest/globals'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { createTransport, type Reply } from '../../src/github/transport.ts'

const servers: Server[] = []

/** A server that answers as told; its URL, and what it was asked. */
async function serve(answer: RequestListener): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const { signal } = new AbortController()
const headers = { authorization: 'Bearer t', accept: 'application/json' }
const read = (url: string, redirect?: 'manual'): Promise<Reply> =>
  createTransport(signal).fetch(url, { method: 'GET', headers, redirect })

describe('an answer', () => {
  test('is asked for compressed, and comes as it was before', async () => {
    const { url, asked } = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync('{"a":"ä"}'))
    })
    const reply = await read(url)
    expect(asked[0]?.headers['accept-encoding']).toBe('gzip')
    expect([reply.status, await reply.text(), reply.url]).toEqual([200, '{"a":"ä"}', `${url}/`])
  })

  test('without a body, marked as compressed, is empty', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(304, { 'content-encoding': 'gzip' }).end()
    })
    const reply = await read(url)
    expect([reply.status, reply.body.length]).toEqual([304, 0])
  })

  test.each<[string, RequestListener]>([
    [
      'breaks off before its length',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('{"a":', () => response.destroy())
      },
    ],
    [
      'breaks off in the middle of a chunk',
      (_request, response) => response.write('{"a":', () => response.destroy()),
    ],
    [
      'is a part of what was compressed',
      (_request, response) =>
        response.setHeader('content-encoding', 'gzip').end(gzipSync('{}'.repeat(99)).subarray(0, 20)),
    ],
  ])('that %s is an error', async (_name, answer) => {
    const { url } = await serve(answer)
    await expect(read(url)).rejects.toMatchObject({ message: expect.any(String) })
  })
})

describe('a redirect', () => {
  test('on the same server is followed with the token', async () => {
    const { url, asked } = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: '/new' }).end('moved')
      else response.end('here')
    })
    const reply = await read(`${url}/old`)
    expect([await reply.text(), reply.url]).toEqual(['here', `${url}/new`])
    expect(asked.map((request) => request.headers.authorization)).toEqual(['Bearer t', 'Bearer t'])
  })

  test('to another server is followed without the token', async () => {
    const other = await serve((_request, response) => response.end('there'))
    const { url } = await serve((_request, response) =>
      response.writeHead(302, { location: `${other.url}/x` }).end(),
    )
    expect(await (await read(url)).text()).toBe('there')
    expect(other.asked[0]?.headers).toMatchObject({ accept: 'application/json' })
    expect(other.asked[0]?.headers).not.toHaveProperty('authorization')
  })

  test('is shown to who asks to see it', async () => {
    const { url, asked } = await serve((_request, response) =>
      response.writeHead(302, { location: '/x' }).end(),
    )
    const reply = await read(url, 'manual')
    expect([reply.status, reply.headers.get('location'), asked.length]).toEqual([302, '/x', 1])
  })

  test('in a circle ends', async () => {
    const { url, asked } = await serve((_request, response) =>
      response.writeHead(302, { location: '/' }).end(),
    )
    await expect(read(url)).rejects.toThrow('redirected too often')
    expect(asked).toHaveLength(6)
  })
})

test('a request ends with the signal', async () => {
  const controller = new AbortController()
  const { url } = await serve(() => {
    controller.abort(new Error('cancelled'))
  })
  const reading = createTransport(controller.signal).fetch(url, { method: 'GET', headers })
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
})
