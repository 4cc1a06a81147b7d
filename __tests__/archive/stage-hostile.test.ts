import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fs from 'node:fs'
import path from 'node:path'
import { UserError } from '../../src/errors.ts'
import type { StageOptions } from '../../src/archive/types.ts'
import { startBlobServer } from './support/blob-server.ts'
import type { BlobServer } from './support/blob-server.ts'
import { cleanUp, runStage, sourceOf, tempFolder, treeOf } from './support/engine.ts'
import { hostileZips } from './support/hostile-zips.ts'

let server: BlobServer
beforeAll(async () => {
  const blobs = Object.fromEntries(hostileZips.map((zip, index) => [`${index}.zip`, { bytes: zip.bytes }]))
  server = await startBlobServer({ blobs })
})
afterAll(async () => {
  await server.close()
  cleanUp()
})

const caps: Partial<StageOptions> = { maxFiles: 50, maxBytes: 8_000_000 }

/** Stages a hostile zip beside a file that must stay as it is. */
async function stageHostile(index: number, options: Partial<StageOptions>): Promise<unknown> {
  const parent = tempFolder()
  const targetFolder = path.join(parent, 'target')
  fs.mkdirSync(targetFolder)
  fs.writeFileSync(path.join(targetFolder, 'good.txt'), 'old')
  const source = sourceOf(`${server.origin}/${index}.zip`, {
    isUntrusted: hostileZips[index]?.isUntrusted ?? false,
  })
  try {
    await runStage({ sources: [source], targetFolder, options: { ...caps, ...options } })
    return null
  } catch (error) {
    return error
  } finally {
    expect(treeOf(parent)).toEqual({ 'target/': '', 'target/good.txt': 'old' })
  }
}

describe('a hostile zip is refused by name, and leaves nothing behind', () => {
  test.each(hostileZips.map((zip, index) => ({ ...zip, index })))('$name', async ({ index, says }) => {
    const error = await stageHostile(index, {})
    expect(error).toBeInstanceOf(UserError)
    expect(String(error)).toMatch(says)
    expect(String(error)).toMatch(/rtifact "coverage" \(id 42 of run 7\)/)
  })

  test('there are at least 30, and each has a name of its own', () => {
    expect(new Set(hostileZips.map(({ name }) => name)).size).toBe(hostileZips.length)
    expect(hostileZips.length).toBeGreaterThanOrEqual(30)
  })
})

test.each(
  hostileZips
    .map((zip, index) => ({ ...zip, index }))
    .filter(({ name }) =>
      /traversal|absolute (path|folder)|drive|NUL|duplicate|git folder|symlink in a parent|overlap/.test(
        name,
      ),
    ),
)('$name is refused also when only another file is wanted', async ({ index, says }) => {
  expect(String(await stageHostile(index, { wantsEntry: (entry) => entry === 'good.txt' }))).toMatch(says)
})
