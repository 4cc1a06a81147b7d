import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a blob host serves. */
export interface StoredBlob {
  readonly bytes: Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** A request as it came. */
export interface SeenRequest {
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly first: number | null
  readonly last: number | null
  /** Counts requests of the server, from 1. */
  readonly number: number
}

/** What to do instead of a plain answer. */
export type Fault =
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** Ends the body early without an error that the protocol could show (only without a length). */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'ignore-range' }
  | { readonly kind: 'headers'; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'redirect'; readonly location: string }

export interface BlobServer {
  readonly origin: string
  readonly requests: SeenRequest[]
  /** Most connections that had a request at once. */
  peak(): number
  sentBytes(): number
  close(): Promise<void>
}

/** A blob host on loopback: ranges as Azure does them (none from the end), and whatever fault a test wants. */
export async function startBlobServer(options: {
  readonly blobs: Readonly<Record<string, StoredBlob>>
  readonly ranges?: boolean
  readonly faultFor?: (request: SeenRequest) => Fault | null
}): Promise<BlobServer> {
  const requests: SeenRequest[] = []
  let active = 0
  let peak = 0
  let sent = 0
  const server = http.createServer((request, response) => {
    active += 1
    peak = Math.max(peak, active)
    response.on('close', () => {
      active -= 1
    })
    const url = new URL(request.url ?? '/', 'http://host')
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
    const seen: SeenRequest = {
      path: url.pathname + url.search,
      headers: request.headers,
      first: range === null ? null : Number(range[1]),
      last: range === null ? null : Number(range[2]),
      number: requests.length + 1,
    }
    requests.push(seen)
    const fault = options.faultFor?.(seen) ?? null
    const blob = options.blobs[url.pathname.slice(1)]
    if (fault?.kind === 'refuse') {
      request.socket.resetAndDestroy()
      return
    }
    if (fault?.kind === 'status') {
      response.writeHead(fault.status, fault.headers).end('no')
      return
    }
    if (fault?.kind === 'redirect') {
      response.writeHead(302, { location: fault.location }).end()
      return
    }
    if (blob === undefined) {
      response.writeHead(404).end('no such blob')
      return
    }
    const total = blob.bytes.length
    const usesRange = (options.ranges ?? true) && range !== null && fault?.kind !== 'ignore-range'
    const first = usesRange ? (seen.first ?? 0) : 0
    const last = usesRange ? Math.min(seen.last ?? 0, total - 1) : total - 1
    if (usesRange && first >= total) {
      response.writeHead(416, { 'content-range': `bytes */${total}` }).end()
      return
    }
    response.writeHead(usesRange ? 206 : 200, {
      'content-type': 'application/zip',
      'content-length': last - first + 1,
      etag: '"one"',
      ...(usesRange ? { 'content-range': `bytes ${first}-${last}/${total}` } : {}),
      ...blob.headers,
      ...(fault?.kind === 'headers' ? fault.headers : {}),
    })
    const body = blob.bytes.subarray(first, last + 1)
    if (fault?.kind === 'reset' || fault?.kind === 'stall') {
      const part = body.subarray(0, fault.afterBytes)
      sent += part.length
      response.flushHeaders()
      response.write(part, () => {
        if (fault.kind === 'reset') setTimeout(() => request.socket.resetAndDestroy(), 5)
      })
      return
    }
    sent += body.length
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    peak: () => peak,
    sentBytes: () => sent,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
