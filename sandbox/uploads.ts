import { createWriteStream } from 'node:fs'
import { appendFile, copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import { createHash } from 'node:crypto'

/** Uploads on disk, block by block, in a folder that is removed with the sandbox. */
export interface Uploads {
  putBlock(uploadId: number, blockId: string, body: Readable): Promise<void>
  /** Joins the blocks that the list names; false when one is missing. */
  putBlockList(uploadId: number, body: Readable): Promise<boolean>
  putBlob(uploadId: number, body: Readable): Promise<void>
  /** The finished upload's file, if it is there. */
  fileOf(uploadId: number): string | null
  remove(): Promise<void>
}

export function createUploads(): Uploads {
  let made: Promise<string> | null = null
  const folder = () => (made ??= mkdtemp(join(tmpdir(), 'sandbox-uploads-')))
  const finished = new Map<number, string>()
  const blockFile = async (uploadId: number, blockId: string) => {
    const blocks = join(await folder(), `${uploadId}.blocks`)
    await mkdir(blocks, { recursive: true })
    return join(blocks, createHash('sha1').update(blockId).digest('hex'))
  }
  const targetOf = async (uploadId: number) => join(await folder(), `${uploadId}.blob`)
  return {
    putBlock: async (uploadId, blockId, body) => {
      await pipeline(body, createWriteStream(await blockFile(uploadId, blockId)))
    },
    putBlockList: async (uploadId, body) => {
      const ids = blockIdsOf(await textOf(body))
      const target = await targetOf(uploadId)
      await rm(target, { force: true })
      await appendFile(target, '')
      for (const [index, id] of ids.entries()) {
        const file = await blockFile(uploadId, id)
        try {
          if (index === 0) await copyFile(file, target)
          else await appendFile(target, await readFile(file))
        } catch {
          return false
        }
      }
      await rm(join(await folder(), `${uploadId}.blocks`), { recursive: true, force: true })
      finished.set(uploadId, target)
      return true
    },
    putBlob: async (uploadId, body) => {
      const target = await targetOf(uploadId)
      await pipeline(body, createWriteStream(target))
      finished.set(uploadId, target)
    },
    fileOf: (uploadId) => finished.get(uploadId) ?? null,
    remove: async () => {
      if (made !== null) await rm(await made, { recursive: true, force: true })
    },
  }
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** Base64 ids, in order. */
const blockIdsOf = (xml: string): readonly string[] =>
  [...xml.matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]*)</g)].flatMap((match) => match[1] ?? [])
