import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { addArtifact, addRepository, addRun, addWorkflow } from '../../sandbox/build.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox, SandboxOptions } from '../../sandbox/server.ts'
import type { Artifact, Run } from '../../sandbox/world.ts'
import { clientOf, locationOf } from './client.ts'
import type { Call } from './client.ts'

let sandbox: Sandbox
let call: Call
let artifact: Artifact
let url: string

const content = Buffer.from('0123456789abcdefghij')

async function start(options: SandboxOptions = {}): Promise<void> {
  sandbox = await startSandbox({ now: '2026-05-04T12:00:00Z', ...options })
  const run = addRun(addWorkflow(addRepository(sandbox.world, 'octo-org/webshop'), 'ci.yml'))
  artifact = addArtifact(run, 'data', { bytes: content })
  call = clientOf(sandbox)
  url = await locationOf(call, `/repos/octo-org/webshop/actions/artifacts/${artifact.id}/zip`)
}

beforeEach(async () => start())
afterEach(async () => sandbox.close())

function runOf({ run }: Artifact): Run {
  if (run === null) throw new Error('no run')
  return run
}

const errorCode = (xml: string): string => /<Code>(\w+)<\/Code>/.exec(xml)?.[1] ?? ''

describe('signed URLs', () => {
  test('live one minute', async () => {
    sandbox.world.clock.advance(59_000)
    expect((await call(url)).status).toBe(200)
    sandbox.world.clock.advance(1_000)
    const expired = await call(url)
    expect(expired.status).toBe(403)
    expect(expired.headers.get('content-type')).toBe('application/xml')
    expect(expired.headers.get('x-ms-error-code')).toBe('AuthenticationFailed')
    expect(errorCode(expired.text)).toBe('AuthenticationFailed')
  })

  test('live as long as they are told to', async () => {
    await sandbox.close()
    await start({ traits: { signedUrlMs: 5_000 } })
    sandbox.world.clock.advance(5_000)
    expect((await call(url)).status).toBe(403)
  })

  test('cannot be changed', async () => {
    for (const change of [
      (target: URL) => target.searchParams.set('se', '2030-01-01T00:00:00Z'),
      (target: URL) => target.searchParams.set('sig', 'AAAA'),
      (target: URL) => target.searchParams.delete('sig'),
      (target: URL) => target.searchParams.set('rsct', 'text/html'),
      (target: URL) => (target.pathname = target.pathname.replace(String(artifact.id), '1')),
    ]) {
      const target = new URL(url)
      change(target)
      expect((await call(target.href)).status).toBe(403)
    }
  })

  test('refuse a request that carries Authorization', async () => {
    const reply = await call(url, { token: 'ghs_anything' })
    expect(reply.status).toBe(400)
    expect(errorCode(reply.text)).toBe('InvalidAuthenticationInfo')
  })

  test.each(['HEAD', 'PUT', 'DELETE', 'POST'])('are for GET, not %s', async (method) => {
    expect((await call(url, { method })).status).toBe(403)
  })

  test('to a blob that is gone are 404', async () => {
    artifact.repository.artifacts.delete(artifact.id)
    const reply = await call(url)
    expect(reply.status).toBe(404)
    expect(errorCode(reply.text)).toBe('BlobNotFound')
  })
})

describe('ranges', () => {
  const ask = async (range: string) => call(url, { headers: { range } })

  test.each([
    ['bytes=0-0', '0', 'bytes 0-0/20'],
    ['bytes=5-9', '56789', 'bytes 5-9/20'],
    ['bytes=18-', 'ij', 'bytes 18-19/20'],
    ['bytes=15-99', 'fghij', 'bytes 15-19/20'],
  ])('%s answers 206', async (range, text, contentRange) => {
    const reply = await ask(range)
    expect([reply.status, reply.text]).toEqual([206, text])
    expect(reply.headers.get('content-range')).toBe(contentRange)
    expect(reply.headers.get('content-length')).toBe(String(text.length))
    expect(sandbox.requestsOf({ origin: 'blob' })[0]).toMatchObject({ range, bytes: text.length })
  })

  test.each(['bytes=20-', 'bytes=20-25'])('%s answers 416', async (range) => {
    const reply = await ask(range)
    expect(reply.status).toBe(416)
    expect(reply.headers.get('content-range')).toBe('bytes */20')
    expect(errorCode(reply.text)).toBe('InvalidRange')
  })

  test.each(['bytes=-4', 'bytes=0-1,4-5', 'bytes=9-5', 'lines=1-2', 'bytes=-'])(
    '%s is ignored, as Azure does',
    async (range) => {
      const reply = await ask(range)
      expect([reply.status, reply.text.length]).toEqual([200, 20])
    },
  )

  test('of the last bytes work where the host has them', async () => {
    await sandbox.close()
    await start({ traits: { ranges: 'all' } })
    const reply = await ask('bytes=-4')
    expect([reply.status, reply.text]).toEqual([206, 'ghij'])
    expect((await ask('bytes=-99')).text).toHaveLength(20)
    expect((await ask('bytes=-0')).status).toBe(416)
  })

  test('are ignored where the host has none', async () => {
    await sandbox.close()
    await start({ traits: { ranges: 'none' } })
    const reply = await ask('bytes=5-9')
    expect([reply.status, reply.text.length]).toEqual([200, 20])
    expect(reply.headers.get('accept-ranges')).toBeNull()
  })

  test('of a large generated blob are computed where they are', async () => {
    const large = addArtifact(runOf(artifact), 'large', { sizeBytes: 5_368_709_120 })
    url = await locationOf(call, `/repos/octo-org/webshop/actions/artifacts/${large.id}/zip`)
    const tail = await fetch(url, { headers: { range: 'bytes=3000000000-3000000009' } })
    expect(tail.headers.get('content-range')).toBe('bytes 3000000000-3000000009/5368709120')
  })
})

test('an empty blob is 200 without a body, and has no range', async () => {
  artifact.content = { sizeBytes: 0, open: () => Readable.from([]) }
  expect((await call(url)).headers.get('content-length')).toBe('0')
  expect((await call(url, { headers: { range: 'bytes=0-' } })).status).toBe(416)
})

test('answers carry what Azure sends', async () => {
  const { headers } = await call(url)
  expect(headers.get('etag')).toMatch(/^"0x8D[0-9A-F]+"$/)
  expect(headers.get('x-ms-blob-type')).toBe('BlockBlob')
  expect(headers.get('x-ms-request-id')).not.toBeNull()
  expect(headers.get('accept-ranges')).toBe('bytes')
  expect(headers.get('last-modified')).toMatch(/GMT$/)
})

describe('a source that fails', () => {
  let printed: unknown[][]
  const original = console.error
  beforeEach(() => {
    printed = []
    console.error = (...parts: unknown[]) => void printed.push(parts)
  })
  afterEach(() => {
    console.error = original
  })

  test('breaks the answer off, so that nobody takes it for whole', async () => {
    artifact.content = {
      sizeBytes: 1_000_000,
      open: () =>
        Readable.from(
          (function* () {
            yield Buffer.alloc(1_000)
            throw new Error('the disk is gone')
          })(),
        ),
    }
    await expect(fetch(url).then(async (response) => response.arrayBuffer())).rejects.toThrow()
    expect(String(printed[0]?.[1])).toContain('the disk is gone')
    expect(sandbox.requestsOf({ origin: 'blob' })[0]?.isCut).toBe(true)
  })

  test('answers 500 when the sandbox itself throws', async () => {
    Object.defineProperty(artifact, 'content', {
      get: () => {
        throw new Error('a bug')
      },
    })
    const reply = await call(`/repos/octo-org/webshop/actions/artifacts/${artifact.id}`)
    expect([reply.status, reply.json.message]).toEqual([500, 'sandbox: a bug'])
  })
})
