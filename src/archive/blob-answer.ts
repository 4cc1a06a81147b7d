import { UserError } from '../errors.ts'
import type { BlobResponse, Blobs, Clock } from '../world.ts'
import type { AsyncSink, Span } from './blob.ts'
import type { Connection, Connections } from './connections.ts'
import { decodeContentLength, decodeContentRange } from './decode-headers.ts'
import type { Headers } from './decode-headers.ts'
import { NetworkFault, faultOfError, faultOfStatus } from './network-faults.ts'
import { errorOf } from './node-errors.ts'
import type { Progress } from './progress.ts'
import type { Ticket, Urls } from './signed-urls.ts'
import { watchSilence } from './silence-watch.ts'
import type { SilenceWatch } from './silence-watch.ts'
import { reasonOf } from './slabs.ts'

/** What a server said of a blob, or of a part of it. */
export interface BlobAnswer {
  readonly headers: Headers
  readonly url: string
  /** What the body holds: the whole blob, or a part. */
  readonly isWhole: boolean
  readonly first: number
  /** Of the blob; null where the server does not say. */
  readonly totalBytes: number | null
}

/** An answer with its connection. */
export interface OpenAnswer extends BlobAnswer {
  readonly body: BlobResponse['body']
  readonly contentBytes: number | null
  /** Tells the stall timer that something came. */
  touch(): void
  /** Stops the stall timer while this side, not the network, is slow. */
  pause(): void
  close(outcome: 'good' | 'bad'): void
}

/** What it takes to send a request. */
export interface AnswerOptions {
  readonly blobs: Blobs
  readonly clock: Clock
  readonly connections: Connections
  readonly progress: Progress
  readonly urls: Urls
  readonly stallMs: number
  readonly signal: AbortSignal
}

/** Sends one request and waits for its answer. Throws a NetworkFault. */
export async function openAnswer(options: AnswerOptions, span: Span | null): Promise<OpenAnswer> {
  const { blobs, clock, connections, progress, urls, signal } = options
  // Before the queue, so that no connection waits for the API; and after it, as the queue may be long.
  await orAborted(urls.get(), signal)
  const connection = await connections.acquire(signal)
  const watch = watchSilence(options.stallMs, signal)
  let ticket: Ticket | null = null
  try {
    ticket = await orAborted(urls.get(), signal)
    const url = await ticket.url
    progress.requested()
    watch.touch()
    const response = await blobs.get(url, { range: span, signal: watch.signal })
    watch.pause()
    const answer = answerOf({ response, url, span, watch, connection, nowMs: clock.now() })
    urls.accept()
    return answer
  } catch (error) {
    watch.stop()
    connection.release('bad')
    if (signal.aborted) throw reasonOf(signal)
    // What the API said, not the blob host: its adapter has tried again already.
    if (error instanceof UserError) throw error
    const fault = watch.fault() ?? faultOfError(error)
    if (fault.mend === 'fresh-url' && ticket !== null) urls.reject(ticket)
    if (fault.isOverload) connections.slowDown()
    throw fault
  }
}

function answerOf(parts: {
  readonly response: BlobResponse
  readonly url: string
  readonly span: Span | null
  readonly watch: SilenceWatch
  readonly connection: Connection
  readonly nowMs: number
}): OpenAnswer {
  const { response, span, watch, connection } = parts
  const { body, headers, status } = response
  // Until somebody reads the body, its errors are nobody's.
  body.on('error', () => undefined)
  try {
    const place = placeOf(status, headers, span)
    if (place === null) throw faultOfStatus(status, headers, parts.nowMs)
    watch.onAbort((reason) => body.destroy(reason))
    return {
      headers,
      url: parts.url,
      body,
      ...place,
      contentBytes: decodeContentLength(headers),
      touch: () => watch.touch(),
      pause: () => watch.pause(),
      close(outcome) {
        watch.stop()
        if (outcome === 'bad') body.destroy()
        connection.release(outcome)
      },
    }
  } catch (error) {
    body.destroy()
    throw error
  }
}

/** What an answer's body holds; null when it is none that we can use. */
function placeOf(
  status: number,
  headers: Headers,
  span: Span | null,
): Pick<BlobAnswer, 'isWhole' | 'first' | 'totalBytes'> | null {
  if (status === 200) return { isWhole: true, first: 0, totalBytes: decodeContentLength(headers) }
  if (status !== 206 || span === null) return null
  const range = decodeContentRange(headers)
  if (range === null || range.first !== span.first || range.last > span.last) {
    throw new NetworkFault('the blob host answered with another range than it was asked for', {
      mend: 'retry',
    })
  }
  return { isWhole: false, first: range.first, totalBytes: range.totalBytes }
}

/** Reads up to so many bytes of an answer as they come, then closes it. */
export function readBody(
  answer: OpenAnswer,
  maxBytes: number,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  const { body } = answer
  let missing = maxBytes
  answer.touch()
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      missing = 0
      answer.close('bad')
      reject(error)
    }
    body.on('data', (chunk: Buffer) => {
      answer.touch()
      if (missing === 0) return
      const part = chunk.length <= missing ? chunk : chunk.subarray(0, missing)
      missing -= part.length
      try {
        take(part)
      } catch (error) {
        fail(errorOf(error))
        return
      }
      if (missing > 0 || answer.contentBytes === maxBytes) return
      // The rest of more than was asked for (a range was ignored) is not worth waiting for.
      answer.close('bad')
      resolve()
    })
    body.on('end', () => {
      answer.close('good')
      resolve()
    })
    body.on('error', (error) => fail(faultOfError(error)))
    body.on('close', () => fail(new NetworkFault('the connection was closed too early', { mend: 'retry' })))
  })
}

/** Reads a whole answer at the pace of its sink. */
export async function readWhole(answer: OpenAnswer, sink: AsyncSink, progress: Progress): Promise<void> {
  let received = 0
  const body: AsyncIterable<Buffer> = answer.body
  const chunks = body[Symbol.asyncIterator]()
  for (;;) {
    answer.touch()
    const next = await chunks.next().catch((error: unknown) => {
      throw faultOfError(error)
    })
    answer.pause()
    if (next.done === true) break
    received += next.value.length
    progress.downloaded(next.value.length)
    await sink.write(next.value)
  }
  if (answer.contentBytes !== null && received !== answer.contentBytes) {
    throw new NetworkFault(`the body ended after ${received} of ${answer.contentBytes} bytes`, {
      mend: 'retry',
    })
  }
}

/** The API's adapter knows nothing of this download being given up. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(reasonOf(signal))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
