import { createSendRequest, headersOf, sendFollowing, type HttpRequest } from '../http.ts'
import type { Blobs, ByteRange } from '../world.ts'

const userAgent = 'actions-steward'

/** Plain GETs to a blob host. No credentials, no retries. */
export function createBlobs(): Blobs {
  const send = createSendRequest()

  return {
    get: async (url, { range, signal }) => {
      const request = { url: new URL(url), method: 'GET', headers: headersFor(range), body: '', signal }
      const { message } = await sendFollowing(request, { send, server: 'The blob host', redirected })
      return { status: message.statusCode ?? 0, headers: headersOf(message), body: message }
    },
  }
}

function redirected(request: HttpRequest, next: URL): HttpRequest {
  if (request.url.protocol === 'https:' && next.protocol !== 'https:')
    throw new Error('The blob host redirected from https to http')
  return { ...request, url: next }
}

const headersFor = (range: ByteRange | null): Record<string, string> => ({
  'user-agent': userAgent,
  'accept-encoding': 'identity',
  ...(range === null ? {} : { range: rangeHeader(range) }),
})

const rangeHeader = (range: ByteRange): string =>
  'lastBytes' in range ? `bytes=-${range.lastBytes}` : `bytes=${range.first}-${range.last}`
