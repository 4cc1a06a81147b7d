import { formatBytes } from '../text/format.ts'
import type { Clock, Log } from '../world.ts'
import type { TransferStats } from './types.ts'

/** Counts what a fetch does, and tells about it when it takes long. */
export interface Progress {
  /** Adds to what is to be downloaded, once a source's length is known. */
  expected(bytes: number): void
  downloaded(bytes: number): void
  requested(): void
  retried(): void
  archiveDone(): void
  stats(): TransferStats
  /** Stops telling. */
  stop(): void
}

export function createProgress(options: {
  readonly clock: Clock
  readonly log: Log
  readonly sourceCount: number
  readonly everyMs: number
}): Progress {
  const { clock, log, sourceCount } = options
  const startedMs = clock.now()
  const count = { expectedBytes: 0, downloadedBytes: 0, requests: 0, retries: 0, archives: 0 }
  let lastBytes = 0

  const rate = (bytes: number, elapsedMs: number): string =>
    `${formatBytes((bytes / Math.max(1, elapsedMs)) * 1000)}/s`
  // Real time on purpose: lines are for whoever watches.
  const timer = setInterval(() => {
    const { downloadedBytes, expectedBytes, archives } = count
    const ofAll = expectedBytes > downloadedBytes ? ` of ${formatBytes(expectedBytes)}` : ''
    const done = sourceCount > 1 ? `, ${archives} of ${sourceCount} done` : ''
    const speed = rate(downloadedBytes - lastBytes, options.everyMs)
    lastBytes = downloadedBytes
    log.info(`Downloaded ${formatBytes(downloadedBytes)}${ofAll} (${speed})${done}`)
  }, options.everyMs)
  timer.unref()

  return {
    expected(bytes) {
      count.expectedBytes += bytes
    },
    downloaded(bytes) {
      count.downloadedBytes += bytes
    },
    requested() {
      count.requests += 1
    },
    retried() {
      count.retries += 1
    },
    archiveDone() {
      count.archives += 1
    },
    stats: () => ({
      downloadedBytes: count.downloadedBytes,
      requests: count.requests,
      retries: count.retries,
      elapsedMs: clock.now() - startedMs,
    }),
    stop: () => clearInterval(timer),
  }
}
