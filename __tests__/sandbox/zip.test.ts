import { expect, test } from '@jest/globals'
import { crc32 } from 'node:zlib'
import { fromBufferPromise } from './unzip.ts'
import { generatedZip, zipFiles } from '../../sandbox/zip.ts'

async function bytesOf(content: ReturnType<typeof generatedZip>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of content.open(0, content.sizeBytes - 1)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

test('files come back with names, bytes and folders', async () => {
  const files = { 'a.txt': 'hello', 'dir/ü.bin': Buffer.alloc(200_000, 7), 'empty/': '', 'none.txt': '' }
  const entries = await fromBufferPromise(zipFiles(files))
  expect(entries.map((entry) => entry.name)).toEqual(Object.keys(files))
  for (const entry of entries) {
    expect(entry.bytes.equals(Buffer.from(files[entry.name as keyof typeof files]))).toBe(true)
  }
})

test('sizes and CRC stand in descriptors, as archiver streams them', () => {
  const zip = zipFiles({ 'a.txt': 'hello' })
  expect(zip.readUInt16LE(6) & 0x8).toBe(0x8)
  expect([zip.readUInt32LE(14), zip.readUInt32LE(18), zip.readUInt32LE(22)]).toEqual([0, 0, 0])
})

test('more than 65,535 entries make a Zip64', async () => {
  const files = Object.fromEntries(Array.from({ length: 66_000 }, (_, index) => [`f${index}`, '']))
  expect(await fromBufferPromise(zipFiles(files), 'names')).toHaveLength(66_000)
})

test.each([120, 1_500, 3_000_000])(
  'a generated zip of %i bytes is that long and whole',
  async (sizeBytes) => {
    const content = generatedZip({ name: 'd', sizeBytes, seed: 'x' })
    const bytes = await bytesOf(content)
    expect(bytes.length).toBe(sizeBytes)
    const [entry] = await fromBufferPromise(bytes)
    expect(entry?.name).toBe('d')
    expect(crc32(entry?.bytes ?? '')).toBe(entry?.crc)
  },
)

test('any stretch of a generated zip is the same as in the whole', async () => {
  const content = generatedZip({ name: 'data.bin', sizeBytes: 2_500_000, seed: 'y' })
  const whole = await bytesOf(content)
  for (const [first, last] of [
    [0, 0],
    [10, 100],
    [1_048_570, 1_048_700],
    [2_499_900, 2_499_999],
    [37, 2_499_000],
  ] as const) {
    const chunks: Buffer[] = []
    for await (const chunk of content.open(first, last)) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).equals(whole.subarray(first, last + 1))).toBe(true)
  }
})

test('a generated zip too small for its headers is refused', () => {
  expect(() => generatedZip({ name: 'data.bin', sizeBytes: 50, seed: 'x' })).toThrow('no room')
})
