import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Tuning } from '../../src/archive/tuning.ts'
import type { ArchiveSource, StageOptions } from '../../src/archive/types.ts'
import { startBlobServer } from './support/blob-server.ts'
import type { BlobServer, Fault, SeenRequest } from './support/blob-server.ts'
import { cleanUp, runStage, sha256, sourceOf, stagedTree, tempFolder, treeOf } from './support/engine.ts'
import type { StageRun } from './support/engine.ts'
import { writeZip } from './support/zip-writer.ts'

let server: BlobServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})
afterAll(cleanUp)

const content = randomBytes(1_100_000)
const bytes = writeZip([
  { name: 'first.txt', content: 'first' },
  { name: 'large.bin', content },
  { name: 'last.txt', content: 'last' },
])
const tree = { 'first.txt': 'first', 'large.bin': content.toString('latin1'), 'last.txt': 'last' }
const digest = `sha256:${sha256(bytes)}`

interface Scene {
  readonly faultFor: (request: SeenRequest, live: Live) => Fault | null
  readonly ranges?: boolean
  readonly tuning?: Partial<Tuning>
  readonly options?: Partial<StageOptions>
  readonly source?: Partial<ArchiveSource>
}

/** URLs as GitHub signs them: each has a number, and the host refuses those that have run out. */
interface Live {
  signed: number
  oldestValid: number
}

async function download(
  scene: Scene,
): Promise<StageRun & { readonly live: Live; readonly targetFolder: string }> {
  const live: Live = { signed: 0, oldestValid: 0 }
  const started = await startBlobServer({
    blobs: { 'a.zip': { bytes } },
    ranges: scene.ranges ?? true,
    faultFor(request) {
      const signature = Number(new URLSearchParams(request.path.split('?')[1]).get('sig'))
      if (signature < live.oldestValid) return { kind: 'status', status: 403 }
      return scene.faultFor(request, live)
    },
  })
  server = started
  const targetFolder = path.join(tempFolder(), 'target')
  const nextUrl = (): string => `${started.origin}/a.zip?sig=${(live.signed += 1)}`
  const run = await runStage({
    sources: [sourceOf(nextUrl, { digest, sizeBytes: bytes.length, ...scene.source })],
    targetFolder,
    ...(scene.options === undefined ? {} : { options: scene.options }),
    ...(scene.tuning === undefined ? {} : { tuning: scene.tuning }),
  })
  return { ...run, live, targetFolder }
}

const requestsSeen = (): readonly SeenRequest[] => server?.requests ?? []

describe('a reset anywhere ends with the right bytes', () => {
  const rangeBytes = 2 * 64 * 1024
  const lastRange = Math.floor((bytes.length - 140_000) / rangeBytes)
  const cases = [0, Math.floor(lastRange / 2), lastRange].flatMap((range) =>
    Array.from({ length: 10 }, (_, tenth) => [
      { range, tenth, expires: false },
      { range, tenth, expires: true },
    ]).flat(),
  )
  test.each(cases)(
    'range $range, after $tenth tenths, URL runs out: $expires',
    async ({ range, tenth, expires }) => {
      let faults = 0
      const { staging, live } = await download({
        faultFor(request, urls) {
          if (faults > 0 || request.first !== range * rangeBytes) return null
          faults += 1
          if (expires) urls.oldestValid = urls.signed + 1
          const length = (request.last ?? 0) + 1 - request.first
          return { kind: 'reset', afterBytes: Math.floor((length * tenth) / 10) }
        },
      })
      expect(stagedTree(staging)).toEqual(tree)
      expect(staging.archives[0]?.digestState).toBe('verified')
      expect(faults).toBe(1)
      expect(staging.stats.retries).toBeGreaterThanOrEqual(1)
      expect(live.signed).toBe(expires ? 2 : 1)
      // From the last good byte on, not from the start.
      const resumed = requestsSeen().filter(
        ({ first, last }) =>
          first !== null && last !== null && first > range * rangeBytes && last < (range + 1) * rangeBytes,
      )
      expect(resumed.length > 0).toBe(tenth > 0)
      expect(staging.stats.downloadedBytes).toBeLessThan(bytes.length + 200_000)
    },
  )
})

describe('the network', () => {
  test('a stall is cut after the time that only the network is given', async () => {
    let stalls = 0
    const { staging } = await download({
      faultFor: ({ first }) => {
        if (first === null || first < 300_000 || stalls > 0) return null
        stalls += 1
        return { kind: 'stall', afterBytes: 1000 }
      },
    })
    expect(stagedTree(staging)).toEqual(tree)
    expect(stalls).toBe(1)
  })

  test('a slow unpacker is no stall', async () => {
    const { staging } = await download({
      faultFor: () => null,
      tuning: {
        stallMs: 150,
        slabCount: 5,
        openSpoolFile: async (place) => {
          const { open } = await import('node:fs/promises')
          const file = await open(place, 'wx+')
          return {
            read: (...args) => file.read(...args),
            write: async (...args) => {
              await new Promise((resolve) => setTimeout(resolve, 60))
              return file.write(...args)
            },
            truncate: (length) => file.truncate(length),
            close: () => file.close(),
          }
        },
      },
      options: { unzip: false },
    })
    expect(staging.archives[0]?.digestState).toBe('verified')
    expect(staging.stats.retries).toBe(0)
  })

  test.each([500, 502, 503, 429, 408])('%i is tried again, later and later', async (status) => {
    const { staging, clock } = await download({
      faultFor: ({ number }) => (number <= 3 ? { kind: 'status', status } : null),
    })
    expect(stagedTree(staging)).toEqual(tree)
    expect(clock.slept).toEqual([375, 750, 1500])
  })

  test('`retry-after` is honoured, in seconds and as a date', async () => {
    const { clock } = await download({
      faultFor: ({ number }) => {
        if (number === 1) return { kind: 'status', status: 503, headers: { 'retry-after': '7' } }
        if (number > 2) return null
        return {
          kind: 'status',
          status: 429,
          headers: { 'retry-after': new Date(Date.now() + 60_000).toUTCString() },
        }
      },
    })
    expect(clock.slept[0]).toBe(7000)
    expect(clock.slept[1]).toBeGreaterThan(45_000)
    expect(clock.slept[1]).toBeLessThanOrEqual(60_000)
  })

  test('a `retry-after` without end is an error', async () => {
    const run = download({
      faultFor: () => ({ kind: 'status', status: 503, headers: { 'retry-after': '86400' } }),
    })
    await expect(run).rejects.toThrow(/failed: the blob host answered 503/)
  })

  test('gives up after a bounded number of tries, with the last real cause', async () => {
    const run = download({
      faultFor: ({ number }) => (number % 2 === 0 ? { kind: 'refuse' } : { kind: 'status', status: 500 }),
    })
    await expect(run).rejects.toThrow(
      /^Downloading artifact "coverage" \(id 42 of run 7\) failed after 6 tries: the connection was reset \(ECONNRESET\)\.$/,
    )
    expect(requestsSeen()).toHaveLength(6)
  })

  test('progress starts the count anew', async () => {
    let resets = 0
    const { staging } = await download({
      faultFor: ({ first }) => {
        if (first !== null && first >= 300_000 && resets < 15) {
          resets += 1
          return { kind: 'reset', afterBytes: 1000 }
        }
        return null
      },
    })
    expect(stagedTree(staging)).toEqual(tree)
    expect(resets).toBe(15)
  })

  test.each([400, 401, 403, 404, 410])('%i asks for a fresh URL, at once', async (status) => {
    const { staging, live, clock } = await download({
      faultFor: ({ path: url }) => (url.endsWith('sig=1') ? { kind: 'status', status } : null),
    })
    expect(stagedTree(staging)).toEqual(tree)
    expect(live.signed).toBe(2)
    expect(clock.slept).toEqual([0])
  })

  test('fresh URLs that are refused are an error that says so', async () => {
    const run = download({ faultFor: () => ({ kind: 'status', status: 403 }) })
    await expect(run).rejects.toMatchObject({
      message: expect.stringMatching(/failed after 2 tries: the blob host answered 403\.$/),
      hint: expect.stringContaining('refused freshly signed URLs'),
    })
  })

  test('an old URL is not used for a new request', async () => {
    const { live } = await download({
      faultFor: ({ number }) =>
        number === 2 ? { kind: 'status', status: 503, headers: { 'retry-after': '50' } } : null,
    })
    expect(live.signed).toBe(2)
  })

  test('no other status is tried again', async () => {
    await expect(download({ faultFor: () => ({ kind: 'status', status: 418 }) })).rejects.toThrow(
      /failed: the blob host answered 418/,
    )
    expect(requestsSeen()).toHaveLength(1)
  })
})

describe('ranges', () => {
  test('a server that refuses them gets one plain request', async () => {
    const { staging } = await download({
      faultFor: ({ first }) => (first === null ? null : { kind: 'status', status: 416 }),
      ranges: false,
    })
    expect(stagedTree(staging)).toEqual(tree)
    expect(requestsSeen()).toHaveLength(2)
  })

  test('a server that stops to do them halfway gets one plain request', async () => {
    const { staging } = await download({
      faultFor: ({ number }) => (number > 3 ? { kind: 'ignore-range' } : null),
    })
    expect(stagedTree(staging)).toEqual(tree)
    expect(staging.archives[0]?.digestState).toBe('verified')
    expect(requestsSeen().at(-1)?.first).toBe(null)
  })

  test('without them a broken body starts again', async () => {
    const { staging } = await download({
      ranges: false,
      faultFor: ({ number }) => (number < 3 ? { kind: 'reset', afterBytes: 600_000 } : null),
    })
    expect(stagedTree(staging)).toEqual(tree)
    expect(requestsSeen()).toHaveLength(3)
  })

  test('an answer with another range is not taken', async () => {
    const { staging } = await download({
      faultFor: ({ number }) =>
        number === 2
          ? { kind: 'headers', headers: { 'content-range': `bytes 0-100/${bytes.length}` } }
          : null,
    })
    expect(stagedTree(staging)).toEqual(tree)
  })

  test.each([
    ['another length', { 'content-range': `bytes 262144-393215/${bytes.length + 1}` }],
    ['another ETag', { etag: '"two"' }],
  ])('a blob that changes (%s) is downloaded once more', async (_, headers) => {
    let changes = 0
    const { staging, log } = await download({
      faultFor({ first }) {
        if (first !== 262_144 || changes > 0) return null
        changes += 1
        return { kind: 'headers', headers }
      },
    })
    expect(stagedTree(staging)).toEqual(tree)
    expect(log.lines.join()).toMatch(/the blob changed while it was downloaded/)
  })

  test('weak ETags may differ', async () => {
    const { log } = await download({
      faultFor: ({ number }) => ({ kind: 'headers', headers: { etag: `W/"${number}"` } }),
    })
    expect(log.lines.join()).not.toMatch(/changed/)
  })
})

test('a broken large entry gives all its memory back for the second try', async () => {
  const broken = Buffer.from(bytes)
  for (let at = 200_000; at < 200_400; at += 1) broken[at] = 0xff
  let answers = 0
  const blobs: Record<string, { bytes: Buffer }> = { 'a.zip': { bytes: broken } }
  const started = await startBlobServer({
    blobs,
    faultFor({ first }) {
      if (first === 0 && (answers += 1) === 2) blobs['a.zip'] = { bytes }
      return null
    },
  })
  server = started
  const { staging } = await runStage({
    sources: [sourceOf(`${started.origin}/a.zip`, { digest, sizeBytes: bytes.length })],
    targetFolder: path.join(tempFolder(), 'target'),
    options: { concurrency: 1 },
    tuning: { slabCount: 6 },
  })
  expect(stagedTree(staging)).toEqual(tree)
})

test('a failed download leaves nothing', async () => {
  const targetFolder = path.join(tempFolder(), 'target')
  const started = await startBlobServer({
    blobs: { 'a.zip': { bytes } },
    faultFor: ({ first }) => (first !== null && first > 300_000 ? { kind: 'reset', afterBytes: 0 } : null),
  })
  server = started
  await expect(
    runStage({ sources: [sourceOf(`${started.origin}/a.zip`)], targetFolder, tuning: { threadCount: 1 } }),
  ).rejects.toThrow(/failed after 6 tries/)
  expect(treeOf(path.dirname(targetFolder))).toEqual({})
})
