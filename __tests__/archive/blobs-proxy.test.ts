import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import http from 'node:http'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { startBlobServer } from './support/blob-server.ts'
import type { BlobServer } from './support/blob-server.ts'

const script = fileURLToPath(new URL('support/fetch-through-proxy.ts', import.meta.url))
const tunnels: { readonly target: string; readonly auth: string | undefined }[] = []
let blobs: BlobServer
let proxy: http.Server

/** A proxy that sends every tunnel to the blob server, whatever host was asked for. */
beforeAll(async () => {
  blobs = await startBlobServer({ blobs: { 'a.zip': { bytes: Buffer.from('hello world') } } })
  proxy = http.createServer()
  proxy.on('connect', (request, socket) => {
    tunnels.push({ target: request.url ?? '', auth: request.headers['proxy-authorization'] })
    const onward = net.connect(Number(new URL(blobs.origin).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  proxy.closeAllConnections()
  await new Promise((resolve) => proxy.close(resolve))
  await blobs.close()
})

const run = (url: string, env: Record<string, string>): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, url], { env })
    let output = ''
    child.stdout.on('data', (part: Buffer) => (output += part.toString()))
    child.stderr.on('data', (part: Buffer) => (output += part.toString()))
    child.on('close', () => resolve(output))
  })

test('goes through the proxy that the runner names, with its credentials', async () => {
  const { port } = proxy.address() as AddressInfo
  const output = await run('http://blobs.example/a.zip', {
    http_proxy: `http://user:secret@127.0.0.1:${port}`,
  })
  expect(output).toBe('hello')
  expect(tunnels).toEqual([
    { target: 'blobs.example:80', auth: `Basic ${Buffer.from('user:secret').toString('base64')}` },
  ])
  expect(blobs.requests[0]?.headers['proxy-authorization']).toBeUndefined()
})

test('and not for hosts that `no_proxy` names', async () => {
  tunnels.length = 0
  const { port } = proxy.address() as AddressInfo
  const direct = `${blobs.origin.replace('127.0.0.1', 'localhost')}/a.zip`
  const output = await run(direct, { http_proxy: `http://127.0.0.1:${port}`, no_proxy: 'localhost' })
  expect(output).toBe('hello')
  expect(tunnels).toEqual([])
})
