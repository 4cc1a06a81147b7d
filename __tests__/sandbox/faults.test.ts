import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { addArtifact, addRepository, addRun, addWorkflow } from '../../sandbox/build.ts'
import { connectionCount, peakConcurrency } from '../../sandbox/request-log.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import type { Run } from '../../sandbox/world.ts'
import { clientOf, locationOf } from './client.ts'
import type { Call } from './client.ts'

let sandbox: Sandbox
let call: Call
let run: Run
let url: string

const runs = '/repos/octo-org/webshop/actions/runs'
const content = Buffer.alloc(100_000, 'abcdefghij')

beforeEach(async () => {
  sandbox = await startSandbox()
  run = addRun(addWorkflow(addRepository(sandbox.world, 'octo-org/webshop'), 'ci.yml'))
  const artifact = addArtifact(run, 'data', { bytes: content })
  call = clientOf(sandbox)
  url = await locationOf(call, `/repos/octo-org/webshop/actions/artifacts/${artifact.id}/zip`)
})
afterEach(async () => sandbox.close())

/** Reads a body to its end or break: what came, and whether it broke. */
async function read(target: string, init: RequestInit = {}): Promise<{ bytes: Buffer; broke: boolean }> {
  const response = await fetch(target, init)
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk)
    return { bytes: Buffer.concat(chunks), broke: false }
  } catch {
    return { bytes: Buffer.concat(chunks), broke: true }
  }
}

describe('matching', () => {
  test('by origin, method, path and query, the nth time, or a few times', async () => {
    sandbox.faults.push(
      { match: { origin: 'api', path: /page=2/ }, do: { status: 502 } },
      { match: { path: /actions\/runs$/, nth: 2 }, do: { status: 503 } },
      { match: { path: /actions\/workflows/, nth: [2, 3] }, do: { status: 500 } },
      { match: { path: /actions\/artifacts/, times: 1 }, do: { status: 504 } },
      { match: { method: 'DELETE' }, do: { status: 599 } },
    )
    expect((await call(`${runs}?page=2`)).status).toBe(502)
    const statuses = async (path: string, count: number) => {
      const seen: number[] = []
      for (let index = 0; index < count; index++) seen.push((await call(path)).status)
      return seen
    }
    expect(await statuses(runs, 3)).toEqual([200, 503, 200])
    expect(await statuses('/repos/octo-org/webshop/actions/workflows', 4)).toEqual([200, 500, 500, 200])
    expect(await statuses('/repos/octo-org/webshop/actions/artifacts', 2)).toEqual([504, 200])
    expect((await call(`${runs}/1`, { method: 'DELETE' })).status).toBe(599)
  })

  test('by the Range header, or its absence', async () => {
    sandbox.faults.push(
      { match: { origin: 'blob', range: null }, do: { status: 500 } },
      { match: { origin: 'blob', range: /^bytes=10-/ }, do: { status: 503 } },
    )
    expect((await call(url)).status).toBe(500)
    expect((await call(url, { headers: { range: 'bytes=10-' } })).status).toBe(503)
    expect((await call(url, { headers: { range: 'bytes=0-9' } })).status).toBe(206)
  })

  test('can be taken back', async () => {
    sandbox.faults.push({ match: {}, do: { status: 500 } })
    expect((await call(runs)).status).toBe(500)
    sandbox.faults.length = 0
    expect((await call(runs)).status).toBe(200)
  })
})

describe('statuses', () => {
  test("come in each origin's own form, with or without retry-after", async () => {
    sandbox.faults.push(
      { match: { origin: 'blob' }, do: { status: 503, retryAfterSeconds: 7 } },
      { match: { origin: 'api' }, do: { status: 429, headers: { 'x-ratelimit-remaining': '0' } } },
      { match: { origin: 'results' }, do: { status: 500 } },
    )
    const blob = await call(url)
    expect([blob.status, blob.headers.get('retry-after')]).toEqual([503, '7'])
    expect(blob.text).toContain('<Code>ServerBusy</Code>')
    const api = await call(runs)
    expect([api.status, api.headers.get('retry-after')]).toEqual([429, null])
    expect(api.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(api.json.message).toMatch(/secondary rate limit/)
    const twirp = `${sandbox.resultsUrl}/twirp/github.actions.results.api.v1.ArtifactService/ListArtifacts`
    expect((await call(twirp, { method: 'POST', body: '{}' })).json.code).toBe('internal')
  })

  test('expired URLs are refused though their time is not over', async () => {
    sandbox.faults.push({ match: { origin: 'blob', nth: 2 }, do: { expireUrl: true } })
    expect((await call(url)).status).toBe(200)
    const refused = await call(url)
    expect([refused.status, refused.headers.get('x-ms-error-code')]).toEqual([403, 'AuthenticationFailed'])
  })
})

describe('broken bodies', () => {
  test('a reset after so many bytes', async () => {
    sandbox.faults.push({ match: { origin: 'blob' }, do: { resetAfterBytes: 40_000 } })
    const { bytes, broke } = await read(url)
    expect(broke).toBe(true)
    expect(bytes.equals(content.subarray(0, bytes.length))).toBe(true)
    expect(sandbox.requestsOf({ origin: 'blob' })[0]).toMatchObject({ bytes: 40_000, isCut: true })
  })

  test('a reset instead of an answer', async () => {
    sandbox.faults.push({ match: { origin: 'blob', times: 1 }, do: { resetAfterBytes: 'before-answer' } })
    await expect(fetch(url)).rejects.toThrow()
    expect((await read(url)).broke).toBe(false)
  })

  test('an early close with the announced length missing', async () => {
    sandbox.faults.push({ match: { origin: 'blob' }, do: { closeAfterBytes: 10 } })
    const response = await fetch(url)
    expect(response.headers.get('content-length')).toBe('100000')
    await expect(response.arrayBuffer()).rejects.toThrow()
  })

  test('a body that ends early in good order', async () => {
    sandbox.faults.push({ match: { origin: 'blob' }, do: { shortenToBytes: 99_000 } })
    const { bytes, broke } = await read(url)
    expect([bytes.length, broke]).toEqual([99_000, false])
  })

  test('a hang, until the client gives up', async () => {
    sandbox.faults.push({ match: { origin: 'blob' }, do: { hangAfterBytes: 5 } })
    const controller = new AbortController()
    const response = await fetch(url, { signal: controller.signal })
    const reader = response.body?.getReader()
    expect((await reader?.read())?.value).toHaveLength(5)
    const rest = reader?.read()
    controller.abort()
    await expect(rest).rejects.toThrow()
  })

  test('corrupt bytes stand at their place in the blob, whatever the range', async () => {
    sandbox.faults.push({ match: { origin: 'blob' }, do: { corruptAt: 50_003 } })
    const whole = (await read(url)).bytes
    expect(whole[50_003]).not.toBe(content[50_003])
    expect(whole[50_004]).toBe(content[50_004])
    const part = (await read(url, { headers: { range: 'bytes=50000-50009' } })).bytes
    expect([...part.keys()].filter((index) => part[index] !== content[50_000 + index])).toEqual([3])
    const elsewhere = (await read(url, { headers: { range: 'bytes=0-9' } })).bytes
    expect(elsewhere.equals(content.subarray(0, 10))).toBe(true)
  })

  test('several at once', async () => {
    sandbox.faults.push({ match: { origin: 'blob' }, do: [{ corruptAt: 0 }, { resetAfterBytes: 1_000 }] })
    const { bytes, broke } = await read(url)
    expect(broke).toBe(true)
    expect(bytes[0]).not.toBe(content[0])
  })
})

describe('conditions', () => {
  test('a callback changes the world between two pages', async () => {
    for (let index = 0; index < 3; index++) addRun(run.workflow)
    sandbox.faults.push({
      match: { origin: 'api', path: /page=2/ },
      do: {
        before: () => {
          addRun(run.workflow)
        },
      },
    })
    const idsOf = async (page: number): Promise<readonly number[]> =>
      (await call(`${runs}?per_page=2&page=${page}`)).json.workflow_runs.map(
        (item: { id: number }) => item.id,
      )
    const first = await idsOf(1)
    const second = await idsOf(2)
    expect(second[0]).toBe(first[1])
  })

  test('latency delays every answer of an origin', async () => {
    sandbox.conditions.latencyMs.api = 60
    const before = performance.now()
    await call(runs)
    expect(performance.now() - before).toBeGreaterThanOrEqual(55)
  })

  test('bandwidth is of each connection, and two of them are served at once', async () => {
    sandbox.conditions.bytesPerSecond.blob = 500_000
    const before = performance.now()
    await Promise.all([read(url), read(url)])
    const elapsed = performance.now() - before
    expect(elapsed).toBeGreaterThan(150)
    const blobs = sandbox.requestsOf({ origin: 'blob' })
    expect([connectionCount(blobs), peakConcurrency(blobs)]).toEqual([2, 2])
  })
})
