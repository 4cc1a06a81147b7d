/** A blob host in memory: text by the path of its URL, with or without ranges, and a record of what was asked for. */
import { Readable } from 'node:stream'
import type { Blobs, BlobResponse, ByteRange } from '../../../src/world.ts'

export interface FakeBlobs extends Blobs {
  readonly texts: Map<string, string>
  /** `whole`: a host that ignores ranges. A number: a host that answers with that status. */
  behaviour: 'ranges' | 'whole' | number
  readonly asked: readonly { readonly path: string; readonly range: ByteRange | null }[]
  /** Bytes that were read of all bodies. */
  readonly servedBytes: () => number
}

export function fakeBlobs(texts: Readonly<Record<string, string>> = {}): FakeBlobs {
  const asked: { readonly path: string; readonly range: ByteRange | null }[] = []
  let servedBytes = 0
  const answer = (
    status: number,
    body: Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): BlobResponse => {
    const chunks = function* () {
      for (let first = 0; first < body.length; first += chunkBytes) {
        const chunk = body.subarray(first, first + chunkBytes)
        servedBytes += chunk.length
        yield chunk
      }
    }
    return {
      status,
      headers,
      body: Readable.from(chunks(), { objectMode: true, highWaterMark: 1 }) as BlobResponse['body'],
    }
  }
  const fake: FakeBlobs = {
    texts: new Map(Object.entries(texts)),
    behaviour: 'ranges',
    asked,
    servedBytes: () => servedBytes,
    get: async (url, { range, signal }) => {
      signal.throwIfAborted()
      const path = new URL(url).pathname
      asked.push({ path, range })
      const text = fake.texts.get(path)
      if (typeof fake.behaviour === 'number') return answer(fake.behaviour, Buffer.from('no'))
      if (text === undefined) return answer(404, Buffer.from('BlobNotFound'))
      const body = Buffer.from(text)
      if (fake.behaviour === 'whole' || range === null) return answer(200, body)
      if (!('first' in range)) return answer(400, Buffer.from('InvalidHeaderValue'))
      if (range.first >= body.length) return answer(416, Buffer.from('InvalidRange'))
      const last = Math.min(range.last, body.length - 1)
      return answer(206, body.subarray(range.first, last + 1), {
        'content-range': `bytes ${range.first}-${last}/${body.length}`,
      })
    },
  }
  return fake
}
const chunkBytes = 64 * 1024
