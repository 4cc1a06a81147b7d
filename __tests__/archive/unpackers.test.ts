import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import type { Piece, UnpackEntry } from '../../src/archive/unpack-types.ts'
import { FileError, createUnpackers } from '../../src/archive/unpackers.ts'
import type { Unpackers } from '../../src/archive/unpackers.ts'
import { cleanUp, sha256, tempFolder } from './support/engine.ts'

const open: Unpackers[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((unpackers) => unpackers.close()))
})
afterAll(cleanUp)

function create(threadCount: number, files = fs): Unpackers {
  const unpackers = createUnpackers({ threadCount, files })
  open.push(unpackers)
  return unpackers
}

function stored(
  content: Buffer,
  targetPath = path.join(tempFolder(), 'file'),
): { readonly entry: UnpackEntry; readonly piece: Piece } {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(1, 26)
  const bytes = Buffer.concat([header, Buffer.from('x'), content])
  const memory = new SharedArrayBuffer(bytes.length)
  Buffer.from(memory).set(bytes)
  const sizes = { compressedBytes: content.length, sizeBytes: content.length }
  const entry: UnpackEntry = {
    path: 'x',
    rawName: 'x',
    method: 0,
    crc32: crc32(content),
    ...sizes,
    kind: 'file',
    targetPath,
  }
  return { entry, piece: { memory, start: 0, length: bytes.length } }
}

const content = randomBytes(100_000)
const plenty = { bytes: 1_000_000_000, entries: 1 }

describe.each([
  ['this thread', 0],
  ['a thread', 1],
  ['two threads', 2],
])('in %s', (_, threadCount) => {
  test('batches and streams come back', async () => {
    const unpackers = create(threadCount)
    unpackers.expect(plenty)
    const one = stored(content)
    const results = await Promise.all(
      Array.from({ length: 5 }, () => {
        const { entry, piece } = stored(content)
        return unpackers.unpackBatch([entry], [[piece]])
      }),
    )
    expect(results.flat().map((result) => result.sha256)).toEqual(
      Array.from({ length: 5 }, () => sha256(content)),
    )

    const stream = unpackers.unpackStream(one.entry)
    await stream.write(one.piece)
    stream.end()
    await expect(stream.result).resolves.toEqual({ sha256: sha256(content), content: '' })
    expect(fs.readFileSync(one.entry.targetPath).equals(content)).toBe(true)
  })

  test('failures come back as what they are', async () => {
    const unpackers = create(threadCount)
    unpackers.expect(plenty)
    const { entry, piece } = stored(content)
    await expect(unpackers.unpackBatch([{ ...entry, crc32: 1 }], [[piece]])).rejects.toMatchObject({
      name: 'ArchiveError',
      kind: 'corrupt',
      message: 'is broken at "x": it fails its checksum (CRC-32)',
    })
    fs.writeFileSync(entry.targetPath, 'old')
    const failing = unpackers.unpackBatch([entry], [[piece]])
    await expect(failing).rejects.toBeInstanceOf(FileError)
    await expect(failing).rejects.toMatchObject({ code: 'EEXIST' })
  })

  test('a cancelled stream fails, and its memory is let go', async () => {
    const unpackers = create(threadCount)
    unpackers.expect(plenty)
    const { entry, piece } = stored(content)
    const stream = unpackers.unpackStream(entry)
    const writing = stream.write(piece)
    stream.cancel()
    await expect(stream.result).rejects.toThrow('cancelled')
    await expect(writing).resolves.toBeUndefined()
    await expect(stream.write(piece)).resolves.toBeUndefined()
  })

  test('closing ends whatever is under way', async () => {
    const unpackers = create(threadCount)
    unpackers.expect(plenty)
    const { entry, piece } = stored(content)
    const stream = unpackers.unpackStream(entry)
    const result = expect(stream.result).rejects.toThrow(/stopped|too early/)
    await unpackers.close()
    await result
    await expect(stream.write(piece)).resolves.toBeUndefined()
    await expect(unpackers.unpackBatch([entry], [[piece]])).rejects.toThrow()
  })
})

test('small work starts no thread', async () => {
  const unpackers = create(1, {
    ...fs,
    openSync: () => {
      throw Object.assign(new Error('here'), { code: 'EHERE', syscall: 'open' })
    },
  })
  unpackers.expect({ bytes: 1000, entries: 3 })
  const { entry, piece } = stored(content)
  await expect(unpackers.unpackBatch([entry], [[piece]])).rejects.toThrow('here')
})
