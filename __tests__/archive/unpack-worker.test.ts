import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { createUnpacker } from '../../src/archive/unpack-worker.ts'
import type { Piece, UnpackEntry, UnpackFiles, UnpackReply } from '../../src/archive/unpack-types.ts'
import { cleanUp, sha256, tempFolder } from './support/engine.ts'

afterAll(cleanUp)

interface Packed {
  readonly entry: UnpackEntry
  readonly bytes: Buffer
}

/** An entry as it lies in a zip. */
function pack(
  targetPath: string,
  content: Buffer,
  more: Partial<UnpackEntry> & { readonly packed?: Buffer } = {},
): Packed {
  const name = path.basename(targetPath)
  const method = more.method ?? 8
  const body = more.packed ?? (method === 8 ? deflateRawSync(content) : content)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(method, 8)
  header.writeUInt16LE(name.length, 26)
  const entry: UnpackEntry = {
    path: name,
    rawName: name,
    method,
    crc32: more.crc32 ?? crc32(content),
    compressedBytes: body.length,
    sizeBytes: more.sizeBytes ?? content.length,
    kind: more.kind ?? 'file',
    targetPath,
  }
  return { entry, bytes: Buffer.concat([header, Buffer.from(name), body, Buffer.from('descriptor..')]) }
}

/** Shared memory with some bytes, in pieces of a size. */
function pieces(bytes: Buffer, size = bytes.length): readonly Piece[] {
  const memory = new SharedArrayBuffer(Math.max(1, bytes.length))
  Buffer.from(memory).set(bytes)
  const starts = Array.from({ length: Math.ceil(bytes.length / Math.max(1, size)) }, (_, n) => n * size)
  return starts.map((start) => ({ memory, start, length: Math.min(size, bytes.length - start) }))
}

function batch(packed: readonly Packed[], files: UnpackFiles = fs): UnpackReply {
  const replies: UnpackReply[] = []
  createUnpacker(files, (reply) => replies.push(reply))({
    kind: 'batch',
    job: 1,
    entries: packed.map(({ entry }) => entry),
    pieces: packed.map(({ bytes }, n) => pieces(bytes, n % 2 === 0 ? bytes.length : 7)),
  })
  expect(replies).toHaveLength(1)
  return replies[0] ?? { kind: 'consumed', job: 0 }
}

/** Sends an entry piece by piece, and collects the replies. */
function stream(
  packed: Packed,
  size: number,
  files: UnpackFiles = fs,
): Promise<{ readonly last: UnpackReply; readonly consumed: number }> {
  return new Promise((resolve) => {
    let consumed = 0
    let last: UnpackReply | null = null
    const parts = pieces(packed.bytes, size)
    const settle = (): void => {
      if (last !== null && consumed === parts.length) resolve({ last, consumed })
    }
    const unpack = createUnpacker(files, (reply) => {
      if (reply.kind === 'consumed') consumed += 1
      else last = reply
      settle()
    })
    unpack({ kind: 'open', job: 1, entry: packed.entry })
    parts.forEach((piece) => unpack({ kind: 'piece', job: 1, piece }))
    unpack({ kind: 'close', job: 1 })
  })
}

describe('a batch', () => {
  test('writes each entry, whatever is beside it', () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
      fc.nat(200_000).map((size) => Buffer.alloc(size, 'x')),
    )
    const folder = tempFolder()
    let round = 0
    fc.assert(
      fc.property(fc.array(fc.tuple(content, fc.constantFrom(0, 8)), { maxLength: 12 }), (contents) => {
        round += 1
        const packed = contents.map(([bytes, method], n) =>
          pack(path.join(folder, `${round}/d${n % 3}/f${n}`), bytes, { method }),
        )
        const reply = batch(packed)
        expect(reply).toEqual({
          kind: 'done',
          job: 1,
          results: contents.map(([bytes]) => ({ sha256: sha256(bytes), content: '' })),
        })
        packed.forEach(({ entry }, n) =>
          expect(fs.readFileSync(entry.targetPath).equals(contents[n]?.[0] ?? Buffer.alloc(0))).toBe(true),
        )
      }),
      { seed: 5, numRuns: 60 },
    )
  })

  test('hands back what a link holds, and writes nothing for it', () => {
    const folder = tempFolder()
    expect(batch([pack(path.join(folder, 'l'), Buffer.from('tärget'), { kind: 'link' })])).toMatchObject({
      kind: 'done',
      results: [{ content: 'tärget' }],
    })
    expect(fs.readdirSync(folder)).toEqual([])
  })

  const text = Buffer.from('text '.repeat(100))
  test.each([
    ['its checksum', { crc32: 1 }, 'it fails its checksum (CRC-32)'],
    ['a size too small', { sizeBytes: 499 }, 'it is more than the 499 bytes it says it is'],
    ['a size too large', { sizeBytes: 501 }, 'it is 500 bytes, not the 501 it says it is'],
    [
      'two streams',
      { packed: Buffer.concat([deflateRawSync(text), deflateRawSync(text)]) },
      'it holds more than one compressed stream',
    ],
    [
      'a stream that is cut',
      { packed: deflateRawSync(text).subarray(0, 5) },
      'its compressed data is cut off',
    ],
    ['no stream', { packed: Buffer.alloc(20, 0xff) }, 'its compressed data is broken'],
  ])('names the one entry with %s, and writes none', (_, more, problem) => {
    const folder = tempFolder()
    const reply = batch([
      pack(path.join(folder, 'a'), text),
      pack(path.join(folder, 'bad'), text, more),
      pack(path.join(folder, 'c'), text),
    ])
    expect(reply).toEqual({ kind: 'failed', job: 1, failure: { kind: 'corrupt', path: 'bad', problem } })
    expect(fs.readdirSync(folder)).toEqual([])
  })

  test('a member smuggled into an entry does not shift the others', () => {
    // The end of one gzip member and the start of another, with the right checksum, inside of the data.
    const folder = tempFolder()
    const inner = Buffer.from('inner')
    const trailer = Buffer.alloc(8)
    trailer.writeUInt32LE(crc32(inner), 0)
    trailer.writeUInt32LE(inner.length, 4)
    const smuggled = Buffer.concat([
      deflateRawSync(inner),
      trailer,
      Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]),
      deflateRawSync(text),
    ])
    const shorter = Buffer.from('y'.repeat(500))
    const reply = batch([
      pack(path.join(folder, 'bad'), text, { packed: smuggled }),
      pack(path.join(folder, 'b'), shorter, { sizeBytes: 495 }),
    ])
    expect(reply).toMatchObject({ kind: 'failed', failure: { kind: 'corrupt' } })
    expect(fs.readdirSync(folder)).toEqual([])
  })

  test('never writes over what is there', () => {
    const folder = tempFolder()
    fs.writeFileSync(path.join(folder, 'a'), 'old')
    expect(batch([pack(path.join(folder, 'a'), text)])).toMatchObject({
      kind: 'failed',
      failure: { kind: 'file', code: 'EEXIST' },
    })
    expect(fs.readFileSync(path.join(folder, 'a'), 'utf8')).toBe('old')
  })

  test('a short write is continued', () => {
    const folder = tempFolder()
    const files: UnpackFiles = {
      ...fs,
      writeSync: (file, bytes, offset, length) => fs.writeSync(file, bytes, offset, Math.min(length, 3)),
    }
    expect(batch([pack(path.join(folder, 'a'), text)], files).kind).toBe('done')
    expect(fs.readFileSync(path.join(folder, 'a')).equals(text)).toBe(true)
  })
})

describe('a stream', () => {
  const large = Buffer.concat([randomBytes(700_000), Buffer.alloc(2_000_000, 'z')])

  test.each([
    [8, 1_000_000],
    [8, 65_536],
    [8, 1000],
    [0, 1_000_000],
    [0, 4096],
  ])('of method %i in pieces of %i', async (method, size) => {
    const packed = pack(path.join(tempFolder(), 'sub/large'), large, { method })
    const { last } = await stream(packed, size)
    expect(last).toEqual({ kind: 'done', job: 1, results: [{ sha256: sha256(large), content: '' }] })
    expect(fs.readFileSync(packed.entry.targetPath).equals(large)).toBe(true)
  })

  test.each([[1], [3], [29], [31]])('whose header comes in pieces of %i', async (size) => {
    const packed = pack(path.join(tempFolder(), 'small'), Buffer.from('content'))
    expect((await stream(packed, size)).last.kind).toBe('done')
  })

  test.each([
    ['its checksum', { crc32: 1 }, 'it fails its checksum (CRC-32)'],
    ['a size too small', { sizeBytes: 1_000_000 }, 'it is more than the 1000000 bytes it says it is'],
    [
      'a size too large',
      { sizeBytes: large.length + 1 },
      `it is 2700000 bytes, not the 2700001 it says it is`,
    ],
    [
      'two streams',
      { packed: Buffer.concat([deflateRawSync(large), deflateRawSync(large)]) },
      'it holds more than one compressed stream',
    ],
    [
      'a stream that is cut',
      { packed: deflateRawSync(large).subarray(0, 300_000) },
      'its compressed data is cut off',
    ],
    ['no stream', { packed: Buffer.alloc(200_000, 0xff) }, 'its compressed data is broken'],
    ['stored: its checksum', { method: 0, crc32: 1 }, 'it fails its checksum (CRC-32)'],
    ['stored: a size too small', { method: 0, sizeBytes: 5 }, 'it is more than the 5 bytes it says it is'],
  ])('with %s fails, and lets go of every piece', async (_, more, problem) => {
    const packed = pack(path.join(tempFolder(), 'bad'), large, more)
    const { last } = await stream(packed, 65_536)
    expect(last).toEqual({ kind: 'failed', job: 1, failure: { kind: 'corrupt', path: 'bad', problem } })
  })

  test('that ends too early fails', async () => {
    const whole = pack(path.join(tempFolder(), 'bad'), large)
    const { last } = await stream({ entry: whole.entry, bytes: whole.bytes.subarray(0, 400_000) }, 65_536)
    expect(last).toMatchObject({ failure: { problem: 'it runs into what follows it' } })
  })

  test('never holds more on disk than it says it is', async () => {
    const folder = tempFolder()
    const bomb = deflateRawSync(Buffer.alloc(50_000_000))
    const { last } = await stream(
      pack(path.join(folder, 'bomb'), Buffer.alloc(0), { packed: bomb, sizeBytes: 100_000 }),
      10_000,
    )
    expect(last).toMatchObject({ kind: 'failed' })
    expect(fs.statSync(path.join(folder, 'bomb')).size).toBeLessThanOrEqual(100_000)
  })

  test('a full disk is told as such', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    })
    let writes = 0
    const files: UnpackFiles = {
      ...fs,
      writeSync(file, bytes, offset, length) {
        if ((writes += 1) > 3) throw full
        return fs.writeSync(file, bytes, offset, length)
      },
    }
    const { last } = await stream(pack(path.join(tempFolder(), 'a'), large), 65_536, files)
    expect(last).toEqual({
      kind: 'failed',
      job: 1,
      failure: { kind: 'file', path: 'a', code: 'ENOSPC', message: full.message },
    })
  })

  test('a cancelled one closes its file and answers', () => {
    const open = new Set<number>()
    const files: UnpackFiles = {
      ...fs,
      openSync: (...args) => {
        const file = fs.openSync(...args)
        open.add(file)
        return file
      },
      closeSync: (file) => {
        open.delete(file)
        fs.closeSync(file)
      },
    }
    const replies: UnpackReply[] = []
    const unpack = createUnpacker(files, (reply) => replies.push(reply))
    unpack({ kind: 'open', job: 1, entry: pack(path.join(tempFolder(), 'a'), large).entry })
    expect(open.size).toBe(1)
    unpack({ kind: 'cancel', job: 1 })
    unpack({ kind: 'cancel', job: 1 })
    expect(open.size).toBe(0)
    expect(replies.map(({ kind }) => kind)).toEqual(['failed'])
  })
})

test('the thread that ships is one file: what it imports is part of Node', () => {
  const source = fs.readFileSync(new URL('../../dist/unpack-worker.js', import.meta.url), 'utf8')
  const imports = [...source.matchAll(/\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/g)].map(
    ([, name, lazy]) => name ?? lazy,
  )
  expect(imports.length).toBeGreaterThan(0)
  expect(imports.filter((name) => name?.startsWith('node:') !== true)).toEqual([])
})
