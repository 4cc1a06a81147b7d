import type { Blobs, Clock, Log } from '../world.ts'
import { openAnswer, readBody, readWhole } from './blob-answer.ts'
import type { BlobAnswer, OpenAnswer } from './blob-answer.ts'
import type { AsyncSink, Span, WriteBytes } from './blob.ts'
import type { Connections } from './connections.ts'
import type { Headers } from './decode-headers.ts'
import { giveUp, isRangeRefusal } from './download-error.ts'
import { BlobChanged, NetworkFault } from './network-faults.ts'
import type { Progress } from './progress.ts'
import { createUrls } from './signed-urls.ts'
import { reasonOf } from './slabs.ts'
import type { Tuning } from './tuning.ts'
import type { ArchiveSource } from './types.ts'
import type { LetGo } from './collector.ts'

/** The download of one blob: one URL (renewed when it runs out), many requests, one story when it fails. */
export interface Transfer {
  /**
   * The first request: asks for a span, and takes the whole when the server does not do ranges. Later answers must
   * be of the same blob. The body is read by the next `read` of a span that begins where it begins, or `readAll`.
   */
  begin(span: Span | null): Promise<BlobAnswer>
  /** Hands over every byte of a span, resuming from the last good one. Throws RangesRefused or BlobChanged. */
  read(span: Span, write: WriteBytes): Promise<void>
  /** Reads the whole in one request; `restart` comes before the first byte of each try. */
  readAll(sink: AsyncSink): Promise<void>
  /** Drops the body of the first answer, if it was not read. */
  close(): void
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

export function createTransfer(options: TransferOptions): Transfer {
  const { source, clock, log, progress, tuning, signal } = options
  const urls = createUrls(source, { clock, maxAgeMs: tuning.maxUrlAgeMs })
  // While this download waits for room.
  urls.prefetch()
  const asking = { ...options, urls, stallMs: tuning.stallMs }
  let identity: { readonly totalBytes: number | null; readonly etag: string | null } | null = null
  let pending: OpenAnswer | null = null

  const request = async (span: Span | null): Promise<OpenAnswer> => {
    const answer = await openAnswer(asking, span)
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
