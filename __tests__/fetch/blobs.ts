/** A blob host in memory, behind the signed URLs that the fakes make. */
import { Readable } from 'node:stream'
import type { Blobs, BlobResponse, ByteRange } from '../../src/world.ts'

export interface Blob {
  readonly bytes: Buffer
  readonly contentType: string
  /** What the server calls the file. */
  readonly fileName: string
}

export const zipBlob = (bytes: Buffer): Blob => ({ bytes, contentType: 'zip', fileName: 'artifact.zip' })
export const textBlob = (text: string, fileName = 'blob'): Blob => ({
  bytes: Buffer.from(text),
  contentType: 'text/plain; charset=utf-8',
  fileName,
})

/** Serves blobs by the path of their URL: `artifacts/7.zip`, `logs/7.txt`. */
export const memoryBlobs = (blobs: Readonly<Record<string, Blob>>): Blobs => ({
  get: async (url, { range }) => {
    const blob = blobs[new URL(url).pathname.slice(1)]
    if (blob === undefined) return answer(404, Buffer.from('<Error>BlobNotFound</Error>'), {})
    const { first, last } = boundsOf(range, blob.bytes.length)
    const headers = {
      'content-type': blob.contentType === 'zip' ? 'application/zip' : blob.contentType,
      'content-disposition': `attachment; filename="${blob.fileName}"`,
      'accept-ranges': 'bytes',
    }
    if (range === null) return answer(200, blob.bytes, headers)
    if (first >= blob.bytes.length)
      return answer(416, Buffer.alloc(0), { 'content-range': `bytes */${blob.bytes.length}` })
    return answer(206, blob.bytes.subarray(first, last + 1), {
      ...headers,
      'content-range': `bytes ${first}-${last}/${blob.bytes.length}`,
    })
  },
})

function boundsOf(
  range: ByteRange | null,
  length: number,
): { readonly first: number; readonly last: number } {
  if (range === null) return { first: 0, last: length - 1 }
  if ('lastBytes' in range) return { first: Math.max(0, length - range.lastBytes), last: length - 1 }
  return { first: range.first, last: Math.min(range.last, length - 1) }
}

const answer = (status: number, bytes: Buffer, headers: Readonly<Record<string, string>>): BlobResponse => ({
  status,
  headers: { ...headers, 'content-length': String(bytes.length) },
  body: Readable.from(bytes.length === 0 ? [] : [bytes]) as BlobResponse['body'],
})
