import { fromBuffer } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'

export interface UnzippedEntry {
  readonly name: string
  readonly crc: number
  readonly bytes: Buffer
}

/** Reads a zip with a reader that is not ours; `names` leaves the contents out. */
export async function fromBufferPromise(
  zip: Buffer,
  what: 'contents' | 'names' = 'contents',
): Promise<readonly UnzippedEntry[]> {
  const file = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true }, (error, opened) => {
      if (error === null) resolve(opened)
      else reject(error)
    })
  })
  const entries: UnzippedEntry[] = []
  await new Promise<void>((resolve, reject) => {
    file.on('entry', (entry: Entry) => {
      const next = (bytes: Buffer): void => {
        entries.push({ name: entry.fileName, crc: entry.crc32, bytes })
        file.readEntry()
      }
      if (what === 'names' || entry.fileName.endsWith('/')) next(Buffer.alloc(0))
      else contentOf(file, entry).then(next, reject)
    })
    file.on('end', resolve)
    file.on('error', reject)
    file.readEntry()
  })
  return entries
}

async function contentOf(file: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    file.openReadStream(entry, (error, opened) => {
      if (error === null) resolve(opened)
      else reject(error)
    })
  })
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
