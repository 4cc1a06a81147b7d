import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { Readable } from 'node:stream'
import { UserError } from '../../src/errors.ts'
import type { Blobs } from '../../src/world.ts'
import { cleanUp, runStage, sourceOf, stagedTree, tempFolder, treeOf } from './support/engine.ts'
import { writeZip } from './support/zip-writer.ts'

const noise = randomBytes(200_000)
const text = 'all work and no play '.repeat(200)
const zips = [
  writeZip([
    { name: 'a.txt', content: text },
    { name: 'dir/b.bin', content: noise },
    { name: 'dir/c.bin', content: noise.subarray(0, 70_000), method: 0 },
    { name: 'dir/link', content: '../a.txt', mode: 0o120777 },
    { name: 'z', content: '' },
  ]),
  writeZip({
    entries: [{ name: 'a.txt', content: text, descriptor: 'signed', zip64: true }, { name: 'empty/' }],
    zip64End: true,
  }),
]
const known = new Set([
  text,
  noise.toString('latin1'),
  noise.subarray(0, 70_000).toString('latin1'),
  '-> ../a.txt',
  '',
])

/** A small generator of numbers, so that a failure can be repeated (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Cuts something off or out, or changes some bytes, with a liking for the directory at the end. */
function damage(zip: Buffer, below: (limit: number) => number): Buffer {
  const nearEnd = below(2) === 0
  const place = nearEnd ? zip.length - 1 - below(Math.min(zip.length, 400)) : below(zip.length)
  switch (below(5)) {
    case 0:
      return zip.subarray(0, place)
    case 1:
      return zip.subarray(place)
    case 2:
      return Buffer.concat([
        zip.subarray(0, place),
        zip.subarray(Math.min(zip.length, place + 1 + below(300))),
      ])
    case 3:
      return Buffer.concat([
        zip.subarray(0, place),
        zip.subarray(below(place + 1), place),
        zip.subarray(place),
      ])
    default: {
      const changed = Buffer.from(zip)
      for (let count = 1 + below(4); count > 0; count -= 1) {
        const at = nearEnd ? zip.length - 1 - below(Math.min(zip.length, 400)) : below(zip.length)
        changed[at] = below(3) === 0 ? 0xff : (changed[at] ?? 0) ^ (1 << below(8))
      }
      return changed
    }
  }
}

/** A blob host in memory, with ranges. */
const hostOf = (bytes: Buffer): Blobs => ({
  get(_url, { range }) {
    const first = range !== null && 'first' in range ? range.first : 0
    const last =
      range !== null && 'first' in range ? Math.min(range.last, bytes.length - 1) : bytes.length - 1
    const isEmpty = range !== null && first >= bytes.length
    const part = bytes.subarray(first, last + 1)
    return Promise.resolve({
      status: isEmpty ? 416 : range === null ? 200 : 206,
      headers: {
        'content-type': 'application/zip',
        'content-length': String(part.length),
        'content-range': `bytes ${first}-${last}/${bytes.length}`,
      },
      body: Readable.from(isEmpty ? [] : [part]),
    })
  },
})

let parent = ''
beforeAll(() => {
  parent = tempFolder()
})
afterAll(cleanUp)

test.each(Array.from({ length: 10 }, (_, n) => n))(
  'damaged zips never hang, never escape, and bring nothing that was not in them (seed %i)',
  async (seed) => {
    const below = numbers(seed)
    let refusals = 0
    for (let round = 0; round < 40; round += 1) {
      const bytes = damage(zips[round % zips.length] ?? Buffer.alloc(0), below)
      const wantsEntry = below(4) === 0 ? (name: string) => name.endsWith('.txt') : null
      try {
        const { staging } = await runStage({
          sources: [sourceOf('https://host/a.zip', { sizeBytes: below(2) === 0 ? bytes.length : null })],
          targetFolder: path.join(parent, 'target'),
          options: { wantsEntry, maxBytes: 1_000_000 },
          world: { blobs: hostOf(bytes) },
        })
        for (const content of Object.values(stagedTree(staging))) expect(known.has(content)).toBe(true)
        const left = Object.keys(treeOf(parent))
        expect(left.every((name) => name.startsWith('.actions-steward-staging-'))).toBe(true)
        await staging.discard()
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        refusals += 1
      }
      expect(treeOf(parent)).toEqual({})
    }
    expect(refusals).toBeGreaterThan(20)
  },
)
