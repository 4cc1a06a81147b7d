import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import { readDirectory } from '../../src/archive/zip-directory.ts'
import type { ZipEntry } from '../../src/archive/zip-directory.ts'
import { locateDirectory } from '../../src/archive/zip-end.ts'
import { writeZip } from './support/zip-writer.ts'
import type { EntrySpec } from './support/zip-writer.ts'

function read(bytes: Buffer): readonly ZipEntry[] {
  const location = locateDirectory(bytes, bytes.length)
  const directory = readDirectory(
    bytes.subarray(location.offset, location.offset + location.sizeBytes),
    location,
  )
  return Array.from({ length: directory.count }, (_, index) => directory.entry(index))
}

/** What yauzl reads in the same zip. */
const oracle = (bytes: Buffer): Promise<readonly yauzl.Entry[]> =>
  new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: false, validateEntrySizes: false }, (error, zip) => {
      if (error !== null) {
        reject(error)
        return
      }
      const entries: yauzl.Entry[] = []
      zip.on('entry', (entry: yauzl.Entry) => entries.push(entry))
      zip.on('end', () => resolve(entries))
      zip.on('error', reject)
    })
  })

test('reads what yauzl reads', async () => {
  const name = fc.stringMatching(/^[a-z][a-zäß日]{0,10}$/)
  const entry: fc.Arbitrary<EntrySpec> = fc.record({
    name,
    content: fc.string({ maxLength: 300 }),
    method: fc.constantFrom(0, 8),
    zip64: fc.boolean(),
    descriptor: fc.constantFrom('none', 'signed', 'unsigned'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 8 }), fc.boolean(), async (entries, zip64End) => {
      const bytes = writeZip({ entries, zip64End })
      const ours = read(bytes)
      const theirs = await oracle(bytes)
      expect(
        ours.map((one) => [
          one.path,
          one.crc32,
          one.compressedBytes,
          one.sizeBytes,
          one.headerOffset,
          one.method,
        ]),
      ).toEqual(
        theirs.map((one) => [
          one.fileName,
          one.crc32,
          one.compressedSize,
          one.uncompressedSize,
          one.relativeOffsetOfLocalHeader,
          one.compressionMethod,
        ]),
      )
    }),
    { seed: 3, numRuns: 150 },
  )
})

describe('names', () => {
  test.each([
    ['ASCII', { name: 'a/b.txt' }, 'a/b.txt'],
    ['UTF-8 with its flag', { name: 'ä日本🎉' }, 'ä日本🎉'],
    ['code page 437 without', { name: Buffer.from([0x80, 0x9b, 0xe1, 0xff]) }, 'Ç¢ß\u00a0'],
    ['a folder, without its slash', { name: 'dir/' }, 'dir'],
  ] as const)('%s', (_, entry, path) => {
    expect(read(writeZip([entry]))[0]?.path).toBe(path)
  })

  test('the Unicode field counts when its checksum is of this name', () => {
    const name = Buffer.from([0x81])
    const fieldFor = (bytes: Buffer): Buffer => {
      const field = Buffer.from([0x75, 0x70, 7, 0, 1, 0, 0, 0, 0, ...Buffer.from('日').subarray(0, 2)])
      field.writeUInt32LE(crc32(bytes), 5)
      return field
    }
    const withName = (field: Buffer): Buffer => {
      const text = Buffer.from('日本')
      field.writeUInt16LE(5 + text.length, 2)
      return Buffer.concat([field.subarray(0, 9), text])
    }
    expect(read(writeZip([{ name, extra: withName(fieldFor(name)) }]))[0]?.path).toBe('日本')
    expect(read(writeZip([{ name, extra: withName(fieldFor(Buffer.from('old name'))) }]))[0]?.path).toBe('ü')
  })
})

describe('what an entry is', () => {
  test.each([
    ['a file', { name: 'a', mode: 0o100644 }, 'file', false],
    ['an executable', { name: 'a', mode: 0o100755 }, 'file', true],
    ['an executable of macOS', { name: 'a', mode: 0o100700, madeOn: 19 }, 'file', true],
    [
      'a file of MS-DOS, whose bits mean other things',
      { name: 'a', mode: 0o120777, madeOn: 0 },
      'file',
      false,
    ],
    ['a file without a mode', { name: 'a', mode: 0 }, 'file', false],
    ['a folder', { name: 'a/', mode: 0o040755 }, 'folder', false],
    ['a folder without a mode', { name: 'a/', mode: 0 }, 'folder', false],
    ['a symlink', { name: 'a', mode: 0o120777 }, 'symlink', false],
    ['a device', { name: 'a', mode: 0o060644 }, 'special', false],
    ['a socket', { name: 'a', mode: 0o140644 }, 'special', false],
    ['a folder by mode and a file by name', { name: 'a', mode: 0o040755 }, 'special', false],
    ['a symlink by mode and a folder by name', { name: 'a/', mode: 0o120777 }, 'special', false],
  ] as const)('%s', (_, entry, kind, isExecutable) => {
    expect(read(writeZip([entry]))[0]).toMatchObject({ kind, isExecutable })
  })
})

test('a hundred thousand entries are read', () => {
  const directory: EntrySpec[] = Array.from({ length: 100_000 }, (_, n) => ({
    name: `folder-${n % 100}/file-${n}.txt`,
    method: 0,
  }))
  const bytes = writeZip({ entries: directory, zip64End: true })
  const entries = read(bytes)
  expect(entries).toHaveLength(100_000)
  expect(entries[99_999]?.path).toBe('folder-99/file-99999.txt')
})
