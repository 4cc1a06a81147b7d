import type { BlobResponse, Blobs, Clock, Log } from '../world.ts'
import { UserError } from '../errors.ts'
import type { Connection, Connections } from './connections.ts'
import { decodeContentLength, decodeContentRange } from './decode-headers.ts'
import type { Headers } from './decode-headers.ts'
import { errorOf } from './node-errors.ts'
import { BlobChanged, NetworkFault, faultOfError, faultOfStatus } from './network-faults.ts'
import type { Progress } from './progress.ts'
import { reasonOf } from './slabs.ts'
import type { Tuning } from './tuning.ts'
import type { LetGo } from './unpack-worker.ts'
import type { ArchiveSource } from './types.ts'

/** Bytes of a blob, both ends included. */
export interface Span {
  readonly first: number
  readonly last: number
}

/** Where bytes go; called in order, without a gap. */
export type WriteBytes = (bytes: Uint8Array, offset: number) => void

/** Something that holds a blob whose length is known. */
export interface BlobReader {
  readonly totalBytes: number
  /** Hands over every byte of a span. */
  read(span: Span, write: WriteBytes): Promise<void>
}

/** What the server said to the first request of a download; its body has not been read yet. */
export interface FirstAnswer {
  readonly headers: Headers
  readonly url: string
  /** What the body holds: the whole blob, or a part. */
  readonly isWhole: boolean
  readonly first: number
  /** Of the blob; null where the server does not say. */
  readonly totalBytes: number | null
}

/** The download of one blob: one URL (renewed when it runs out), many requests, one story when it fails. */
export interface Transfer {
  /**
   * The first request: asks for a span, and takes the whole when the server does not do ranges. Later answers must
   * be of the same blob. The body is read by the next `read` of a span that begins where it begins, or `readAll`.
   */
  begin(span: Span | null): Promise<FirstAnswer>
  /** Hands over every byte of a span, resuming from the last good one. Throws RangesRefused or BlobChanged. */
  read(span: Span, write: WriteBytes): Promise<void>
  /** Reads the whole in one request; `restart` comes before the first byte of each try. */
  readAll(sink: AsyncSink): Promise<void>
  /** Drops the body of the first answer, if it was not read. */
  close(): void
}

export interface AsyncSink {
  restart(): Promise<void>
  write(bytes: Buffer): Promise<void>
}

/** The server did ranges at first and then did not. */
export class RangesRefused extends Error {
  override readonly name = 'RangesRefused'
}

export interface TransferOptions {
  readonly source: ArchiveSource
  readonly blobs: Blobs
  readonly clock: Clock
  readonly log: Log
  readonly connections: Connections
  readonly progress: Progress
  readonly tuning: Tuning
  /** Told of what came and is not needed any more. */
  readonly letGo: LetGo
  readonly signal: AbortSignal
}

/** Tries of one range, whatever progress each brings. */
const MAX_TRIES_IN_ALL = 60
/** How often the host may refuse a URL that the API has only just signed. */
const MAX_REFUSED_URLS = 2
/** Statuses with which a server may mean that it does no ranges (or that the blob is empty). */
const RANGE_REFUSALS = new Set([405, 416, 501])
/** A server that asks for more than this is as good as gone for a job that waits. */
const MAX_RETRY_AFTER_MS = 5 * 60_000

/**
 * A span may lie behind the end of a blob that is shorter than the API said; its first byte tells the length. And
 * even that may be refused: by a server without ranges, or of an empty blob.
 */
function spansToTry(span: Span | null): readonly (Span | null)[] {
  if (span === null) return [null]
  return span.first > 0 ? [span, { first: 0, last: 0 }, null] : [span, null]
}

/** An answer with its connection. */
interface OpenAnswer extends FirstAnswer {
  readonly body: BlobResponse['body']
  readonly contentBytes: number | null
  /** Tells the stall timer that something came. */
  touch(): void
  /** Stops the stall timer while this side, not the network, is slow. */
  pause(): void
  close(outcome: 'good' | 'bad'): void
}

export function createTransfer(options: TransferOptions): Transfer {
  const { source, clock, log, progress, tuning, signal } = options
  const urls = createUrls(source, { clock, maxAgeMs: tuning.maxUrlAgeMs })
  let identity: { readonly totalBytes: number | null; readonly etag: string | null } | null = null
  let pending: OpenAnswer | null = null

  const request = async (span: Span | null): Promise<OpenAnswer> => {
    const answer = await openAnswer(options, urls, span)
    try {
      const etag = strongEtag(answer.headers)
      identity ??= { totalBytes: answer.totalBytes, etag }
      if (differ(identity.totalBytes, answer.totalBytes) || differ(identity.etag, etag))
        throw new BlobChanged('the blob changed while it was downloaded')
      return answer
    } catch (error) {
      answer.close('bad')
      throw error
    }
  }

  /** Tries until it works or trying makes no sense. `attempt` calls `progressed` when a try brought something. */
  const persist = async <T>(attempt: (progressed: () => void) => Promise<T>): Promise<T> => {
    const count = { inARow: 0, inAll: 0 }
    for (;;) {
      try {
        return await attempt(() => {
          count.inARow = 0
        })
      } catch (error) {
        if (signal.aborted) throw reasonOf(signal)
        if (!(error instanceof NetworkFault)) throw error
        count.inARow += 1
        count.inAll += 1
        if (isHopeless(error, count, tuning) || urls.refusals() >= MAX_REFUSED_URLS)
          throw giveUp(source, error, count.inARow)
        progress.retried()
        const waitMs = delayMs(error, count.inARow, tuning)
        log.debug(`${source.label}: ${error.message}; trying again in ${waitMs} ms`)
        await clock.sleep(waitMs, signal)
      }
    }
  }

  const takePending = (span: Span): OpenAnswer | null => {
    const answer = pending
    if (answer?.first !== span.first) return null
    pending = null
    return answer
  }

  return {
    async begin(span) {
      pending?.close('bad')
      pending = null
      for (const candidate of spansToTry(span)) {
        try {
          pending = await persist(() => request(candidate))
          break
        } catch (error) {
          if (candidate === null || !isRangeRefusal(error)) throw error
        }
      }
      if (pending === null) throw new Error('A download began without a request')
      return pending
    },
    async read(span, write) {
      let at = span.first
      let answer = takePending(span)
      await persist(async (progressed) => {
        while (at <= span.last) {
          const current = answer ?? (await request({ first: at, last: span.last }))
          answer = null
          if (current.first !== at) {
            current.close('bad')
            throw new RangesRefused('the blob host stopped to answer with ranges')
          }
          const before = at
          await readBody(current, span.last - at + 1, (bytes) => {
            write(bytes, at)
            at += bytes.length
            progress.downloaded(bytes.length)
            options.letGo(bytes.length)
            progressed()
          })
          if (at === before) throw new NetworkFault('the blob host sent an empty answer', { mend: 'retry' })
        }
      })
    },
    async readAll(sink) {
      let answer = pending
      pending = null
      await persist(async () => {
        const current = answer ?? (await request(null))
        answer = null
        try {
          await sink.restart()
          await readWhole(current, sink, progress)
          current.close('good')
        } finally {
          current.close('bad')
        }
      })
    },
    close() {
      pending?.close('bad')
      pending = null
    },
  }
}

/** Sends one request and waits for its answer. Throws a NetworkFault. */
async function openAnswer(options: TransferOptions, urls: Urls, span: Span | null): Promise<OpenAnswer> {
  const { blobs, clock, connections, progress, signal } = options
  // Before the queue, so that no connection waits for the API; and after it, as the queue may be long.
  await urls.get()
  const connection = await connections.acquire(signal)
  const watch = watchSilence(options)
  let ticket: Ticket | null = null
  try {
    ticket = await urls.get()
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
): Pick<FirstAnswer, 'isWhole' | 'first' | 'totalBytes'> | null {
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
function readBody(answer: OpenAnswer, maxBytes: number, take: (bytes: Uint8Array) => void): Promise<void> {
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
async function readWhole(answer: OpenAnswer, sink: AsyncSink, progress: Progress): Promise<void> {
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

interface SilenceWatch {
  /** Aborted by silence, or with the whole download. */
  readonly signal: AbortSignal
  touch(): void
  pause(): void
  stop(): void
  onAbort(listener: (reason: Error) => void): void
  /** The fault, if it was silence. */
  fault(): NetworkFault | null
}

/** Real time on purpose: a connection does not know the clock of a test. */
function watchSilence(options: TransferOptions): SilenceWatch {
  const { tuning, signal } = options
  const controller = new AbortController()
  const seconds = Math.round(tuning.stallMs / 100) / 10
  const silence = new NetworkFault(`nothing came for ${seconds} s`, { mend: 'retry' })
  let listener: ((reason: Error) => void) | null = null
  let timer: NodeJS.Timeout | null = null
  let isStopped = false
  const onSignal = (): void => abort(reasonOf(signal))
  const abort = (reason: Error): void => {
    controller.abort(reason)
    listener?.(reason)
  }
  const pause = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  signal.addEventListener('abort', onSignal, { once: true })
  return {
    signal: controller.signal,
    touch() {
      if (isStopped) return
      if (timer === null) timer = setTimeout(() => abort(silence), tuning.stallMs)
      else timer.refresh()
    },
    pause,
    stop() {
      isStopped = true
      pause()
      signal.removeEventListener('abort', onSignal)
    },
    onAbort(onAbort) {
      listener = onAbort
    },
    fault: () => (controller.signal.reason === silence ? silence : null),
  }
}

/** A URL and the time of its signature. */
interface Ticket {
  readonly signedAtMs: number
  readonly url: Promise<string>
}

interface Urls {
  /** One that has not run out, as far as one can know. */
  get(): Promise<Ticket>
  /** Says that the host refused a ticket: the next one will be new. */
  reject(ticket: Ticket): void
  /** Says that the host took one. */
  accept(): void
  /** How many tickets in a row were refused though they had only just been signed. */
  refusals(): number
}

/** Asks for a URL once for all who need one, and again when it is old or was refused. */
function createUrls(
  source: ArchiveSource,
  options: { readonly clock: Clock; readonly maxAgeMs: number },
): Urls {
  const { clock, maxAgeMs } = options
  let current: Ticket | null = null
  let refusals = 0
  const isOld = (ticket: Ticket, limitMs: number): boolean => clock.now() - ticket.signedAtMs > limitMs
  return {
    async get() {
      if (current === null || isOld(current, maxAgeMs))
        current = { signedAtMs: clock.now(), url: source.getUrl() }
      const ticket = current
      try {
        await ticket.url
        return ticket
      } catch (error) {
        if (current === ticket) current = null
        throw error
      }
    },
    reject(ticket) {
      if (current !== ticket) return
      if (!isOld(ticket, maxAgeMs / 2)) refusals += 1
      current = null
    },
    accept() {
      refusals = 0
    },
    refusals: () => refusals,
  }
}

/** A weak one may differ between two answers of the same bytes. */
const strongEtag = (headers: Headers): string | null => {
  const etag = headers.etag ?? ''
  return etag === '' || etag.startsWith('W/') ? null : etag
}

const differ = <T>(one: T | null, other: T | null): boolean => one !== null && other !== null && one !== other

interface TryCount {
  readonly inARow: number
  readonly inAll: number
}

const isHopeless = (fault: NetworkFault, count: TryCount, tuning: Tuning): boolean =>
  fault.mend === 'none' ||
  count.inARow >= tuning.maxTries ||
  count.inAll >= MAX_TRIES_IN_ALL ||
  (fault.retryAfterMs ?? 0) > MAX_RETRY_AFTER_MS

/** Exponential, with half of it left to chance so that connections that failed together do not return together. */
function delayMs(fault: NetworkFault, tries: number, tuning: Tuning): number {
  const wholeMs = Math.min(tuning.maxDelayMs, tuning.firstDelayMs * 2 ** (tries - 1))
  const jitteredMs = Math.round(wholeMs * (0.5 + tuning.random() / 2))
  if (fault.mend === 'fresh-url' && tries === 1) return 0
  return Math.max(jitteredMs, fault.retryAfterMs ?? 0)
}

/** The end of a download, told to the user. */
class DownloadError extends UserError {
  readonly fault: NetworkFault

  constructor(message: string, options: { readonly hint: string; readonly fault: NetworkFault }) {
    super(message, { hint: options.hint, cause: options.fault })
    this.fault = options.fault
  }
}

function giveUp(source: ArchiveSource, fault: NetworkFault, tries: number): DownloadError {
  const after = tries > 1 ? ` after ${tries} tries` : ''
  return new DownloadError(`Downloading ${source.label} failed${after}: ${fault.message}.`, {
    hint: hintFor(fault),
    fault,
  })
}

function hintFor(fault: NetworkFault): string {
  if (fault.mend === 'none' && fault.status === null) {
    return 'The certificate of the blob host (or of a proxy) is not trusted: name its authority in NODE_EXTRA_CA_CERTS, in the environment of the runner or the job.'
  }
  if (fault.mend === 'fresh-url') {
    return 'The blob host refused freshly signed URLs. The artifact may have been deleted meanwhile, or a proxy changes the request; a wrong clock on the runner does it too.'
  }
  if (fault.isOverload) return 'The blob host is overloaded: lower `concurrency`, or run the job again later.'
  return 'Run the job again. If it keeps failing, look at the network or the proxy of the runner.'
}

const isRangeRefusal = (error: unknown): boolean =>
  error instanceof DownloadError && error.fault.status !== null && RANGE_REFUSALS.has(error.fault.status)
