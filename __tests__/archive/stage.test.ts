import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { ApiError, UserError } from '../../src/errors.ts'
import { startBlobServer } from './support/blob-server.ts'
import type { BlobServer, StoredBlob } from './support/blob-server.ts'
import { cleanUp, runStage, sha256, sourceOf, stagedTree, tempFolder, treeOf } from './support/engine.ts'
import { writeZip } from './support/zip-writer.ts'
import type { EntrySpec, ZipSpec } from './support/zip-writer.ts'

const servers: BlobServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})
afterAll(cleanUp)

async function serve(
  blobs: Readonly<Record<string, StoredBlob>>,
  more: Partial<Parameters<typeof startBlobServer>[0]> = {},
): Promise<BlobServer> {
  const server = await startBlobServer({ blobs, ...more })
  servers.push(server)
  return server
}

const text = 'some text, some more text, '.repeat(40)
const large = randomBytes(900_000)

describe('good zips come out as they went in', () => {
  const files: readonly EntrySpec[] = [
    { name: 'a.txt', content: text },
    { name: 'dir/b.bin', content: large.subarray(0, 5000), method: 0 },
    { name: 'dir/sub/empty', content: '' },
    { name: 'dir/empty-stored', content: '', method: 0 },
  ]
  const tree = {
    'a.txt': text,
    'dir/b.bin': large.subarray(0, 5000).toString('latin1'),
    'dir/sub/empty': '',
    'dir/empty-stored': '',
  }
  const many = Array.from({ length: 700 }, (_, n) => ({
    name: `d${n % 9}/f${n}.txt`,
    content: `file ${n} ${text}`.slice(0, n),
  }))
  const cases: readonly {
    readonly name: string
    readonly zip: ZipSpec | readonly EntrySpec[]
    readonly tree: Record<string, string>
  }[] = [
    { name: 'deflated and stored', zip: files, tree },
    {
      name: 'with signed data descriptors',
      zip: files.map((file) => ({ ...file, descriptor: 'signed' })),
      tree,
    },
    {
      name: 'with data descriptors without signature',
      zip: files.map((file) => ({ ...file, descriptor: 'unsigned' })),
      tree,
    },
    { name: 'Zip64 entries', zip: files.map((file) => ({ ...file, zip64: true })), tree },
    { name: 'Zip64 end', zip: { entries: files, zip64End: true }, tree },
    { name: 'a comment', zip: { entries: files, comment: Buffer.from('made by hand PK\u0005\u0006') }, tree },
    {
      name: 'extra fields, longer where the entry lies',
      zip: files.map((file) => ({
        ...file,
        extra: Buffer.from([9, 9, 2, 0, 1, 1]),
        localExtra: Buffer.from([9, 9, 4, 0, 1, 1, 1, 1]),
      })),
      tree,
    },
    { name: 'made on MS-DOS', zip: files.map((file) => ({ ...file, madeOn: 0, mode: 0x20 })), tree },
    {
      name: 'a gap between entries and directory',
      zip: { entries: files, beforeDirectory: Buffer.alloc(40) },
      tree,
    },
    {
      name: 'many small files',
      zip: many,
      tree: Object.fromEntries(many.map(({ name, content }) => [name, content])),
    },
    {
      name: 'one large file, deflated',
      zip: [{ name: 'large', content: large }],
      tree: { large: large.toString('latin1') },
    },
    {
      name: 'one large file, stored',
      zip: [{ name: 'large', content: large, method: 0 }],
      tree: { large: large.toString('latin1') },
    },
    {
      name: 'small files around large ones',
      zip: [
        files[0] ?? { name: '' },
        { name: 'large', content: large },
        ...files.slice(1),
        { name: 'z', content: large, method: 0 },
      ],
      tree: { ...tree, large: large.toString('latin1'), z: large.toString('latin1') },
    },
    {
      name: 'a large file of zeros',
      zip: [{ name: 'zeros', content: Buffer.alloc(6_000_000) }],
      tree: { zeros: '\0'.repeat(6_000_000) },
    },
    { name: 'UTF-8 names', zip: [{ name: 'ä/日本.txt', content: 'x' }], tree: { 'ä/日本.txt': 'x' } },
    {
      name: 'code page 437 names',
      zip: [{ name: Buffer.from([0x84, 0x2e, 0x74]), content: 'x' }],
      tree: { 'ä.t': 'x' },
    },
    { name: 'no entries at all', zip: [], tree: {} },
  ]
  test.each(
    cases.flatMap((one) => [
      { ...one, ranges: true },
      { ...one, ranges: false },
    ]),
  )('$name (ranges: $ranges)', async ({ zip, tree: expected, ranges }) => {
    const bytes = writeZip(zip)
    const server = await serve({ 'a.zip': { bytes } }, { ranges })
    const parent = tempFolder()
    const digest = `sha256:${sha256(bytes)}`
    const { staging } = await runStage({
      sources: [sourceOf(`${server.origin}/a.zip`, { digest, sizeBytes: bytes.length })],
      targetFolder: path.join(parent, 'target'),
    })
    expect(stagedTree(staging)).toEqual(expected)
    const [archive] = staging.archives
    expect(archive).toMatchObject({ kind: 'zip', digestState: 'verified', actualDigest: digest })
    for (const file of archive?.files ?? []) {
      const content = Buffer.from(expected[file.path] ?? '', 'latin1')
      expect({ ...file, stagedPath: '' }).toMatchObject({
        sizeBytes: content.length,
        sha256: sha256(content),
      })
    }
    await staging.discard()
    await staging.discard()
    expect(treeOf(parent)).toEqual({})
  })

  test('in worker threads too', async () => {
    const zip: readonly EntrySpec[] = [
      ...many,
      { name: 'large', content: large },
      { name: 'stored', content: large, method: 0 },
    ]
    const bytes = writeZip(zip)
    const server = await serve({ 'a.zip': { bytes } })
    const { staging } = await runStage({
      sources: [sourceOf(`${server.origin}/a.zip`)],
      targetFolder: path.join(tempFolder(), 'target'),
      tuning: { threadCount: 2 },
    })
    expect(stagedTree(staging)).toEqual(
      Object.fromEntries(
        zip.map(({ name, content }) => [name, Buffer.from(content ?? '').toString('latin1')]),
      ),
    )
  })

  test('empty folders, x bits and symlinks are told', async () => {
    const bytes = writeZip([
      { name: 'empty/', content: '' },
      { name: 'full/', content: '' },
      { name: 'full/run.sh', content: '#!', mode: 0o100755 },
      { name: 'full/link', content: '../full/run.sh', mode: 0o120777 },
    ])
    const server = await serve({ 'a.zip': { bytes } })
    const { staging } = await runStage({
      sources: [sourceOf(`${server.origin}/a.zip`)],
      targetFolder: path.join(tempFolder(), 'target'),
    })
    expect(staging.archives[0]?.emptyFolders).toEqual(['empty'])
    expect(
      staging.archives[0]?.files.map(({ path: name, kind, isExecutable }) => ({ name, kind, isExecutable })),
    ).toEqual([
      { name: 'full/run.sh', kind: 'file', isExecutable: true },
      { name: 'full/link', kind: 'symlink', isExecutable: false },
    ])
    expect(stagedTree(staging)).toEqual({ 'full/run.sh': '#!', 'full/link': '-> ../full/run.sh' })
  })

  test('a fork gets no x bits, and .git only where it is allowed', async () => {
    const bytes = writeZip([{ name: '.git/run.sh', content: '#!', mode: 0o100755 }])
    const server = await serve({ 'a.zip': { bytes } })
    const { staging } = await runStage({
      sources: [sourceOf(`${server.origin}/a.zip`, { isUntrusted: true, allowsGit: true })],
      targetFolder: path.join(tempFolder(), 'target'),
    })
    expect(staging.archives[0]?.files[0]?.isExecutable).toBe(false)
  })
})

describe('the digest', () => {
  const bytes = writeZip([{ name: 'a.txt', content: text }])
  const wrong = `sha256:${'0'.repeat(64)}`
  const stageWithDigest = async (digest: string | null, policy: 'verify' | 'require' | 'warn' | 'off') => {
    const server = await serve({ 'a.zip': { bytes } })
    const targetFolder = path.join(tempFolder(), 'target')
    const run = runStage({
      sources: [sourceOf(`${server.origin}/a.zip`, { digest })],
      targetFolder,
      options: { digest: policy },
    })
    return { run, server, parent: path.dirname(targetFolder) }
  }

  test.each([['verify'], ['require']] as const)(
    '%s: a mismatch is downloaded once more, whole, and then an error',
    async (policy) => {
      const { run, server, parent } = await stageWithDigest(wrong, policy)
      await expect(run).rejects.toThrow(
        /^Artifact "coverage" .* is not what was uploaded: its SHA-256 is [0-9a-f]{64}, not 0+\.$/,
      )
      expect(server.requests).toHaveLength(2)
      expect(treeOf(parent)).toEqual({})
    },
  )

  test('warn: goes on after the second mismatch, and says so', async () => {
    const { run } = await stageWithDigest(wrong, 'warn')
    const { staging, log } = await run
    expect(staging.archives[0]).toMatchObject({
      digestState: 'mismatch',
      actualDigest: `sha256:${sha256(bytes)}`,
    })
    expect(log.lines.filter((line) => line.startsWith('warning:'))).toHaveLength(2)
  })

  test('off: is not looked at', async () => {
    const { run, server } = await stageWithDigest(wrong, 'off')
    expect((await run).staging.archives[0]?.digestState).toBe('not-checked')
    expect(server.requests).toHaveLength(1)
  })

  test.each([[null], ['md5:abc']])('require: %s is an error before the first request', async (digest) => {
    const { run, server, parent } = await stageWithDigest(digest, 'require')
    await expect(run).rejects.toThrow(/digest of artifact "coverage" .* is not known/)
    expect(server.requests).toHaveLength(0)
    expect(treeOf(parent)).toEqual({})
  })

  test('verify: where none is known, that is told', async () => {
    const { run } = await stageWithDigest(null, 'verify')
    expect((await run).staging.archives[0]?.digestState).toBe('unknown')
  })

  test('a body that is right the second time is taken', async () => {
    const broken = Buffer.from(bytes)
    broken[40] = (broken[40] ?? 0) ^ 0xff
    const blobs: Record<string, { bytes: Buffer }> = { 'a.zip': { bytes: broken } }
    const server = await serve(blobs, {
      faultFor: ({ number }) => {
        if (number === 2) blobs['a.zip'] = { bytes }
        return null
      },
    })
    const { staging, log } = await runStage({
      sources: [sourceOf(`${server.origin}/a.zip`, { digest: `sha256:${sha256(bytes)}` })],
      targetFolder: path.join(tempFolder(), 'target'),
    })
    expect(stagedTree(staging)).toEqual({ 'a.txt': text })
    expect(staging.archives[0]?.digestState).toBe('verified')
    expect(log.lines.join('\n')).toMatch(/Downloading it once more/)
  })
})

describe('only wanted files', () => {
  const noise = randomBytes(3_000_000)
  const entries: readonly EntrySpec[] = [
    { name: 'first.txt', content: 'first' },
    { name: 'noise.bin', content: noise, method: 0 },
    { name: 'wanted/small.txt', content: text },
    { name: 'wanted/other.txt', content: 'other' },
    { name: 'noise2.bin', content: noise, method: 0 },
    { name: 'empty/', content: '' },
  ]
  const bytes = writeZip(entries)
  const wantsEntry = (name: string): boolean => name.startsWith('wanted/')

  test.each([
    ['the length is known', bytes.length],
    ['the length is not known', null],
    ['the length is said too small', 1000],
    ['the length is said too large', bytes.length * 2],
  ])('are read by ranges, when %s', async (_, sizeBytes) => {
    const server = await serve({ 'a.zip': { bytes } })
    const { staging } = await runStage({
      sources: [sourceOf(`${server.origin}/a.zip`, { sizeBytes, digest: `sha256:${sha256(bytes)}` })],
      targetFolder: path.join(tempFolder(), 'target'),
      options: { wantsEntry },
    })
    expect(stagedTree(staging)).toEqual({ 'wanted/small.txt': text, 'wanted/other.txt': 'other' })
    expect(staging.archives[0]).toMatchObject({
      digestState: 'not-checked',
      actualDigest: null,
      emptyFolders: [],
    })
    expect(server.sentBytes()).toBeLessThan(300_000)
    expect(staging.stats.downloadedBytes).toBeLessThanOrEqual(server.sentBytes())
    expect(server.requests.length).toBeLessThanOrEqual(4)
  })

  test('cost two requests when the length is known', async () => {
    const server = await serve({ 'a.zip': { bytes } })
    await runStage({
      sources: [sourceOf(`${server.origin}/a.zip`, { sizeBytes: bytes.length })],
      targetFolder: path.join(tempFolder(), 'target'),
      options: { wantsEntry },
    })
    expect(server.requests).toHaveLength(2)
  })

  test('near ones are joined, far ones are not', async () => {
    const server = await serve({ 'a.zip': { bytes } })
    const { staging } = await runStage({
      sources: [sourceOf(`${server.origin}/a.zip`, { sizeBytes: bytes.length })],
      targetFolder: path.join(tempFolder(), 'target'),
      options: { wantsEntry: (name) => name.endsWith('.txt') },
    })
    expect(Object.keys(stagedTree(staging)).sort()).toEqual([
      'first.txt',
      'wanted/other.txt',
      'wanted/small.txt',
    ])
    expect(server.requests).toHaveLength(3)
  })

  test('come out of the whole where the server has no ranges, and then the digest is checked', async () => {
    const server = await serve({ 'a.zip': { bytes } }, { ranges: false })
    const { staging } = await runStage({
      sources: [
        sourceOf(`${server.origin}/a.zip`, { sizeBytes: bytes.length, digest: `sha256:${sha256(bytes)}` }),
      ],
      targetFolder: path.join(tempFolder(), 'target'),
      options: { wantsEntry },
    })
    expect(Object.keys(stagedTree(staging))).toHaveLength(2)
    expect(staging.archives[0]?.digestState).toBe('verified')
  })

  test('`digest: require` downloads all and unpacks only them', async () => {
    const server = await serve({ 'a.zip': { bytes } })
    const { staging } = await runStage({
      sources: [sourceOf(`${server.origin}/a.zip`, { digest: `sha256:${sha256(bytes)}` })],
      targetFolder: path.join(tempFolder(), 'target'),
      options: { wantsEntry, digest: 'require' },
    })
    expect(Object.keys(stagedTree(staging)).sort()).toEqual(['wanted/other.txt', 'wanted/small.txt'])
    expect(staging.archives[0]?.digestState).toBe('verified')
    expect(server.sentBytes()).toBeGreaterThanOrEqual(bytes.length)
  })

  test('a wrong CRC is downloaded once more, whole, and then refused', async () => {
    const bad = writeZip(
      entries.map((entry) => (entry.name === 'wanted/other.txt' ? { ...entry, crc: 7 } : entry)),
    )
    const server = await serve({ 'a.zip': { bytes: bad } })
    const targetFolder = path.join(tempFolder(), 'target')
    const run = runStage({
      sources: [sourceOf(`${server.origin}/a.zip`, { sizeBytes: bad.length })],
      targetFolder,
      options: { wantsEntry },
    })
    await expect(run).rejects.toThrow(/broken at "wanted\/other.txt": it fails its checksum/)
    expect(server.requests.map(({ first }) => first)).toContain(0)
  })

  test('nothing wanted is nothing written', async () => {
    const server = await serve({ 'a.zip': { bytes } })
    const { staging } = await runStage({
      sources: [sourceOf(`${server.origin}/a.zip`, { sizeBytes: bytes.length })],
      targetFolder: path.join(tempFolder(), 'target'),
      options: { wantsEntry: () => false },
    })
    expect(stagedTree(staging)).toEqual({})
    expect(server.requests).toHaveLength(1)
  })

  test('a zip that its end holds whole is verified all the same', async () => {
    const small = writeZip(entries.filter(({ name }) => !String(name).startsWith('noise')))
    const server = await serve({ 'a.zip': { bytes: small } })
    const { staging } = await runStage({
      sources: [
        sourceOf(`${server.origin}/a.zip`, { sizeBytes: small.length, digest: `sha256:${sha256(small)}` }),
      ],
      targetFolder: path.join(tempFolder(), 'target'),
      options: { wantsEntry },
    })
    expect(staging.archives[0]?.digestState).toBe('verified')
    expect(server.requests).toHaveLength(1)
  })
})

describe('what is no zip', () => {
  const bytes = Buffer.from('plain text')
  const plain = { 'content-type': 'text/plain' }
  const stageOne = async (
    blob: StoredBlob,
    more: Parameters<typeof runStage>[0]['options'] = {},
    file = 'a',
  ) => {
    const server = await serve({ [file]: blob })
    const { staging } = await runStage({
      sources: [
        sourceOf(`${server.origin}/${file}`, { name: 'my report', digest: `sha256:${sha256(blob.bytes)}` }),
      ],
      targetFolder: path.join(tempFolder(), 'target'),
      options: more,
    })
    return staging
  }

  test.each([
    ['attachment; filename="report.txt"', 'report.txt'],
    [`attachment; filename="x"; filename*=UTF-8''n%C3%A4me%20%F0%9F%8E%89.txt`, 'näme 🎉.txt'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename=".git"', '_.git'],
    ['attachment; filename=".."', '__'],
    ["attachment; filename*=UTF-8''100%", '100%'],
    ['', 'my report'],
  ])('is the file that %s names', async (disposition, name) => {
    const staging = await stageOne({ bytes, headers: { ...plain, 'content-disposition': disposition } })
    expect(stagedTree(staging)).toEqual({ [name]: 'plain text' })
    expect(staging.archives[0]).toMatchObject({ kind: 'file', digestState: 'verified' })
    expect(staging.archives[0]?.files[0]).toMatchObject({
      sizeBytes: 10,
      sha256: sha256(bytes),
      isExecutable: false,
    })
  })

  test('an empty one', async () => {
    expect(stagedTree(await stageOne({ bytes: Buffer.alloc(0), headers: plain }))).toEqual({
      'my report': '',
    })
  })

  test('a large one, without ranges and without a length', async () => {
    const blob = { bytes: randomBytes(1_000_000), headers: plain }
    for (const ranges of [true, false]) {
      const server = await serve({ a: blob }, { ranges })
      const { staging } = await runStage({
        sources: [sourceOf(`${server.origin}/a`)],
        targetFolder: path.join(tempFolder(), 't'),
      })
      expect(staging.archives[0]?.files[0]?.sha256).toBe(sha256(blob.bytes))
    }
  })

  test('is left out when it is not wanted', async () => {
    expect(stagedTree(await stageOne({ bytes, headers: plain }, { wantsEntry: () => false }))).toEqual({})
    expect(
      stagedTree(await stageOne({ bytes, headers: plain }, { wantsEntry: (name) => name === 'my report' })),
    ).toEqual({
      'my report': 'plain text',
    })
  })

  test('is told by the path of the URL as well as by its type', async () => {
    const zip = writeZip([{ name: 'a.txt', content: 'x' }])
    expect(stagedTree(await stageOne({ bytes: zip, headers: plain }, {}, 'b.zip'))).toEqual({ 'a.txt': 'x' })
    const header = { 'content-type': 'application/x-zip-compressed; charset=binary' }
    expect(stagedTree(await stageOne({ bytes: zip, headers: header }))).toEqual({ 'a.txt': 'x' })
    expect(Object.keys(stagedTree(await stageOne({ bytes: zip, headers: plain })))).toEqual(['my report'])
  })

  test('`unzip: false` keeps the zip', async () => {
    const zip = writeZip([{ name: '../evil', content: 'x' }])
    const staging = await stageOne({ bytes: zip }, { unzip: false })
    expect(stagedTree(staging)).toEqual({ 'my report.zip': zip.toString('latin1') })
    expect(staging.archives[0]).toMatchObject({ kind: 'file', digestState: 'verified' })
  })

  test('`unzip: false` refuses what only says that it is a zip', async () => {
    await expect(stageOne({ bytes: Buffer.from('<html>') }, { unzip: false })).rejects.toThrow(
      /says that it is a zip and is none/,
    )
  })

  test('`max-bytes` holds', async () => {
    await expect(stageOne({ bytes: randomBytes(5000), headers: plain }, { maxBytes: 4000 })).rejects.toThrow(
      /`max-bytes`/,
    )
  })
})

describe('several sources', () => {
  test('come out in order, over no more connections than allowed', async () => {
    const blobs = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [
        `${n}.zip`,
        { bytes: writeZip([{ name: `f${n}`, content: randomBytes(300_000), method: 0 }]) },
      ]),
    )
    const server = await serve(blobs)
    const { staging } = await runStage({
      sources: Object.keys(blobs).map((name) => sourceOf(`${server.origin}/${name}`)),
      targetFolder: path.join(tempFolder(), 'target'),
      options: { concurrency: 3 },
    })
    expect(staging.archives.map(({ files }) => files[0]?.path)).toEqual(
      Array.from({ length: 12 }, (_, n) => `f${n}`),
    )
    expect(server.peak()).toBeLessThanOrEqual(3)
    expect(staging.stats.requests).toBe(server.requests.length)
  })

  test('one request each, when they are small', async () => {
    const bytes = writeZip([{ name: 'a', content: randomBytes(150_000) }])
    const server = await serve({ 'a.zip': { bytes } })
    await runStage({
      sources: Array.from({ length: 5 }, () =>
        sourceOf(`${server.origin}/a.zip`, { sizeBytes: bytes.length }),
      ),
      targetFolder: path.join(tempFolder(), 'target'),
    })
    expect(server.requests).toHaveLength(5)
  })

  test('the caps count all together', async () => {
    const bytes = writeZip([
      { name: 'a', content: 'x'.repeat(600) },
      { name: 'b', content: 'y' },
    ])
    const server = await serve({ 'a.zip': { bytes } })
    const stageTwo = (options: { maxFiles?: number; maxBytes?: number }) =>
      runStage({
        sources: [sourceOf(`${server.origin}/a.zip`), sourceOf(`${server.origin}/a.zip`)],
        targetFolder: path.join(tempFolder(), 'target'),
        options,
      })
    await expect(stageTwo({ maxFiles: 3 })).rejects.toThrow(/`max-files` \(3\)/)
    await expect(stageTwo({ maxBytes: 1000 })).rejects.toThrow(/`max-bytes` \(1\.0 kB\)/)
    await expect(stageTwo({ maxFiles: 4, maxBytes: 1202 })).resolves.toBeDefined()
  })

  test('the first failure stops the others, names its source, and leaves nothing', async () => {
    const good = writeZip([{ name: 'a', content: randomBytes(400_000), method: 0 }])
    const server = await serve({
      'good.zip': { bytes: good },
      'bad.zip': { bytes: writeZip([{ name: '../x', content: '' }]) },
    })
    const parent = tempFolder()
    const run = runStage({
      sources: [
        ...Array.from({ length: 6 }, () => sourceOf(`${server.origin}/good.zip`)),
        sourceOf(`${server.origin}/bad.zip`, { label: 'artifact "bad" (id 9 of run 7)' }),
      ],
      targetFolder: path.join(parent, 'target'),
    })
    await expect(run).rejects.toThrow(
      /^Artifact "bad" \(id 9 of run 7\) holds an entry whose path has a ".." part/,
    )
    expect(treeOf(parent)).toEqual({})
  })

  test('none at all', async () => {
    const { staging } = await runStage({ sources: [], targetFolder: path.join(tempFolder(), 'target') })
    expect(staging.archives).toEqual([])
  })
})

describe('errors', () => {
  test('what the API says of a URL is told as it is', async () => {
    const gone = new ApiError('Artifact 42 of o/r: 410 Gone', { kind: 'gone', status: 410 })
    const run = runStage({
      sources: [sourceOf('', { getUrl: () => Promise.reject(gone) })],
      targetFolder: path.join(tempFolder(), 'target'),
    })
    await expect(run).rejects.toBe(gone)
  })

  test('a full disk is explained, not tried again', async () => {
    const bytes = writeZip([{ name: 'a', content: text }])
    const server = await serve({ 'a.zip': { bytes } })
    const parent = tempFolder()
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    })
    const run = runStage({
      sources: [sourceOf(`${server.origin}/a.zip`)],
      targetFolder: path.join(parent, 'target'),
      tuning: {
        files: {
          ...fs,
          writeSync: () => {
            throw full
          },
        },
      },
    })
    await expect(run).rejects.toThrow(UserError)
    await expect(run).rejects.toThrow(
      /Cannot write artifact "coverage" .* no space is left \(this fetch extracts 1\.1 kB, .* are free in /,
    )
    expect(server.requests).toHaveLength(1)
    expect(treeOf(parent)).toEqual({})
  })

  test('a full disk under a file that is no zip', async () => {
    const server = await serve({ a: { bytes: Buffer.from('x'), headers: { 'content-type': 'text/plain' } } })
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' })
    const run = runStage({
      sources: [sourceOf(`${server.origin}/a`)],
      targetFolder: path.join(tempFolder(), 'target'),
      tuning: {
        openSpoolFile: async (place) => {
          const file = await fs.promises.open(place, 'wx+')
          return {
            read: (...args) => file.read(...args),
            write: () => Promise.reject(full),
            truncate: (length) => file.truncate(length),
            close: () => file.close(),
          }
        },
      },
    })
    await expect(run).rejects.toThrow(/no space is left/)
  })

  test('a target that is no folder is an error before the first request', async () => {
    const server = await serve({})
    const parent = tempFolder()
    fs.writeFileSync(path.join(parent, 'file'), '')
    fs.symlinkSync('.', path.join(parent, 'link'))
    const stageTo = (name: string) =>
      runStage({ sources: [sourceOf(`${server.origin}/a.zip`)], targetFolder: path.join(parent, name) })
    await expect(stageTo('file')).rejects.toThrow(/file: it is not a folder/)
    await expect(stageTo('link')).rejects.toThrow(/link: it is a symlink, which is never followed/)
    expect(server.requests).toHaveLength(0)
  })

  test('an abort stops at once, with its reason, and leaves nothing', async () => {
    const bytes = writeZip([{ name: 'a', content: randomBytes(3_000_000), method: 0 }])
    const stop = new AbortController()
    const server = await serve(
      { 'a.zip': { bytes } },
      {
        faultFor: ({ number }) => {
          if (number === 5) stop.abort(new Error('SIGTERM'))
          return number === 5 ? { kind: 'stall', afterBytes: 100 } : null
        },
      },
    )
    const parent = tempFolder()
    const run = runStage({
      sources: [sourceOf(`${server.origin}/a.zip`)],
      targetFolder: path.join(parent, 'target'),
      world: { signal: stop.signal },
      tuning: { stallMs: 60_000, threadCount: 1 },
    })
    await expect(run).rejects.toThrow('SIGTERM')
    expect(treeOf(parent)).toEqual({})
  })

  test('an abort while the API is silent stops too', async () => {
    const stop = new AbortController()
    const parent = tempFolder()
    const source = sourceOf('', {
      getUrl() {
        setImmediate(() => stop.abort(new Error('SIGTERM')))
        return new Promise(() => undefined)
      },
    })
    const run = runStage({
      sources: [source],
      targetFolder: path.join(parent, 'target'),
      world: { signal: stop.signal },
    })
    await expect(run).rejects.toThrow('SIGTERM')
    expect(treeOf(parent)).toEqual({})
  })

  test('an abort amid thousands of files leaves none', async () => {
    const bytes = writeZip(
      Array.from({ length: 6000 }, (_, n) => ({ name: `d${n % 50}/${n}`, content: text })),
    )
    const stop = new AbortController()
    const server = await serve({ 'a.zip': { bytes } })
    const parent = tempFolder()
    const run = runStage({
      sources: [sourceOf(`${server.origin}/a.zip`)],
      targetFolder: path.join(parent, 'target'),
      world: { signal: stop.signal },
      tuning: { threadCount: 1 },
    })
    const started = new Promise<void>((resolve) => {
      const look = (): void => {
        if (Object.keys(treeOf(parent)).length > 500) resolve()
        else setTimeout(look, 5)
      }
      look()
    })
    await Promise.race([started, run])
    stop.abort(new Error('SIGTERM'))
    await expect(run).rejects.toThrow('SIGTERM')
    expect(treeOf(parent)).toEqual({})
  })

  test('an abort before the start makes nothing', async () => {
    const parent = tempFolder()
    const signal = AbortSignal.abort(new Error('SIGINT'))
    await expect(
      runStage({ sources: [], targetFolder: path.join(parent, 'target'), world: { signal } }),
    ).rejects.toThrow('SIGINT')
    expect(treeOf(parent)).toEqual({})
  })
})

test('counts requests and retries, and says nothing of what was quick', async () => {
  const bytes = writeZip([
    { name: 'a', content: text },
    { name: 'b', content: text },
  ])
  const server = await serve(
    { 'a.zip': { bytes } },
    { faultFor: ({ number }) => (number === 1 ? { kind: 'refuse' } : null) },
  )
  const { log, staging } = await runStage({
    sources: [sourceOf(`${server.origin}/a.zip`)],
    targetFolder: path.join(tempFolder(), 't'),
  })
  expect(staging.stats).toMatchObject({ requests: 2, retries: 1 })
  expect(staging.stats.downloadedBytes).toBeGreaterThanOrEqual(bytes.length)
  expect(log.lines.filter((line) => line.startsWith('Downloaded'))).toEqual([])
})
