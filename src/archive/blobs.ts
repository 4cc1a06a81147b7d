import { createSendRequest, headersOf, maxRedirects, redirectOf, type HttpRequest } from '../http.ts'
import type { BlobResponse, Blobs, ByteRange } from '../world.ts'

const userAgent = 'actions-steward'

/** Plain GETs to a blob host. No credentials, no retries. */
export function createBlobs(): Blobs {
  const send = createSendRequest()

  const follow = async (request: HttpRequest, redirectsLeft: number): Promise<BlobResponse> => {
    const message = await send(request)
    const next = redirectOf(message, request.url)
    if (next === null) return { status: message.statusCode ?? 0, headers: headersOf(message), body: message }
    message.destroy()
    if (redirectsLeft === 0) throw new Error('The blob host redirected too often')
    if (request.url.protocol === 'https:' && next.protocol !== 'https:')
      throw new Error('The blob host redirected from https to http')
    return follow({ ...request, url: next }, redirectsLeft - 1)
  }
  return {
    get: (url, { range, signal }) =>
      follow(
        { url: new URL(url), method: 'GET', headers: headersFor(range), body: '', signal },
        maxRedirects,
      ),
  }
}

const headersFor = (range: ByteRange | null): Record<string, string> => ({
  'user-agent': userAgent,
  'accept-encoding': 'identity',
  ...(range === null ? {} : { range: rangeHeader(range) }),
})

const rangeHeader = (range: ByteRange): string =>
  'lastBytes' in range ? `bytes=-${range.lastBytes}` : `bytes=${range.first}-${range.last}`
