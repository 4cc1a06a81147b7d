/** Reads the ends of the logs of failed jobs: as much as it takes to find the step that failed. */
import pLimit from 'p-limit'
import { ApiError } from '../../errors.ts'
import type { Job, RepositoryRef } from '../../model.ts'
import type { BlobResponse, World } from '../../world.ts'
import { excerptOf, spanOf, type LogTail } from '../log.ts'
import type { LogFacts } from './facts.ts'
import { failedStep, hasFailed, logStepOf, wasStopped } from './measure-fault.ts'
import { baseNameOf } from './measure-needs.ts'

/** Each log costs a request; legs of a matrix that fail, fail alike as a rule. */
const maxLogs = 12
/** Jobs that were stopped say little, unless it was a time-out. */
const maxStoppedLogs = 2
const concurrency = 4
/** Most failing steps end within so much of the log's end… */
const firstTailBytes = 512 * 1024
/** …and for those that do not, so much is read once more. */
const largestTailBytes = 4 * 1024 * 1024
/** A server without ranges sends the whole log; a longer one is given up. */
const maxWholeBytes = 64 * 1024 * 1024
/** A log that does not come is not worth more of anyone's minutes. */
const blobTimeoutMs = 20_000

export interface LogsRequest {
  readonly repository: RepositoryRef
  /** Latest attempts. */
  readonly jobs: readonly Job[]
  readonly logLines: number
  /** Whether the quota pays for another log. */
  readonly canAfford: () => boolean
}

/** By job id, every failed job: its log, or why it was not read. Empty without `log-lines`. Never throws ApiError. */
export async function gatherLogs(request: LogsRequest, world: World): Promise<ReadonlyMap<number, LogFacts>> {
  if (request.logLines === 0) return new Map()
  const limit = pLimit(concurrency)
  const wanted = jobsToRead(request.jobs)
  const read = await Promise.all(
    wanted.map((job) => limit(async () => [job.id, await readLog(job, request, world)] as const)),
  )
  const others = request.jobs.filter((job) => hasFailed(job) && !wanted.includes(job))
  return new Map([...read, ...others.map(({ id }) => [id, tooMany] as const)])
}

const tooMany: LogFacts = { kind: 'unread', problem: `no more than ${maxLogs} logs are read` }
const tooExpensive: LogFacts = {
  kind: 'unread',
  problem: 'no more than api-reserve of the rate limit is left',
}

/** The jobs whose logs to read: one leg of each matrix before the second of any. */
export function jobsToRead(jobs: readonly Job[]): readonly Job[] {
  const ordered = (wanted: readonly Job[]): readonly Job[] => {
    const seen = new Map<string, number>()
    const ranked = wanted.map((job) => {
      const base = baseNameOf(job.name)
      const rank = seen.get(base) ?? 0
      seen.set(base, rank + 1)
      return { job, rank }
    })
    return ranked.toSorted((one, other) => one.rank - other.rank).map(({ job }) => job)
  }
  const failed = ordered(jobs.filter(hasFailed)).slice(0, maxLogs)
  const stopped = ordered(jobs.filter(wasStopped)).slice(0, Math.min(maxStoppedLogs, maxLogs - failed.length))
  return [...failed, ...stopped]
}

async function readLog(job: Job, request: LogsRequest, world: World): Promise<LogFacts> {
  const { repository, logLines, canAfford } = request
  if (!canAfford()) return tooExpensive
  try {
    const url = await world.github.getJobLogUrl(repository, job.id)
    const tail = await readTail(job, url, world)
    return tail === null
      ? { kind: 'unread', problem: 'the log could not be downloaded' }
      : { kind: 'read', excerpt: excerptOf(tail, logStepOf(job), logLines) }
  } catch (error) {
    if (world.signal.aborted || !(error instanceof ApiError)) throw error
    world.log.debug(error.message)
    return { kind: 'unread', problem: problemOf(error) }
  }
}

function problemOf(error: ApiError): string {
  if (error.kind === 'not-found' || error.kind === 'gone') return 'GitHub has no log of it'
  if (error.kind === 'permission') return 'reading logs needs "permissions: actions: read"'
  // A part of a sentence, as the others are.
  return error.message.replace(/\.$/, '')
}

async function readTail(job: Job, url: string, world: World): Promise<LogTail | null> {
  const tail = await downloadTail(url, firstTailBytes, world)
  if (tail === null || tail.startsAtTop || holdsStep(tail, job)) return tail
  return (await downloadTail(url, largestTailBytes, world)) ?? tail
}

/** Whether the failed step begins in the tail. */
function holdsStep(tail: LogTail, job: Job): boolean {
  const startedAtMs = failedStep(job)?.startedAtMs ?? null
  const span = spanOf(tail)
  return startedAtMs === null || (span !== null && span.firstMs < startedAtMs)
}

/**
 * The last bytes of a blob; null when it could not be read. The first range asked for is from the top: it is the
 * whole of most logs, and names the length of the others, since not every store knows ranges from the end.
 */
async function downloadTail(url: string, bytes: number, world: World): Promise<LogTail | null> {
  const signal = AbortSignal.any([world.signal, AbortSignal.timeout(blobTimeoutMs)])
  const get = (first: number): Promise<BlobResponse> =>
    world.blobs.get(url, { range: { first, last: first + bytes - 1 }, signal })
  try {
    const top = await get(0)
    // An empty blob has no first byte.
    if (top.status === 416) return discard(top, { text: '', startsAtTop: true })
    if (top.status !== 200 && top.status !== 206) throw new Error(`the log's host answered ${top.status}`)
    const firstByte = top.status === 200 ? 0 : Math.max(0, totalBytesOf(top) - bytes)
    if (firstByte === 0) return await readEnd(top, bytes)
    discard(top, null)
    const end = await get(firstByte)
    if (end.status !== 206) throw new Error(`the log's host answered ${end.status}, after 206`)
    return { ...(await readEnd(end, bytes)), startsAtTop: false }
  } catch (error) {
    world.signal.throwIfAborted()
    world.log.debug(
      `A log could not be downloaded: ${error instanceof Error ? error.message : String(error)}`,
    )
    return null
  }
}

function discard<T>(response: BlobResponse, result: T): T {
  response.body.on('error', () => undefined)
  response.body.destroy()
  return result
}

/** Reads a body and keeps its last bytes; gives up, by an error, on one that is longer than is worth reading. */
async function readEnd(response: BlobResponse, bytes: number): Promise<LogTail> {
  const chunks: Buffer[] = []
  let keptBytes = 0
  let readBytes = 0
  for await (const chunk of response.body) {
    readBytes += chunk.length
    if (readBytes > maxWholeBytes)
      throw new Error(`it is longer than ${maxWholeBytes} bytes, and the server sends it whole only`)
    chunks.push(chunk)
    keptBytes += chunk.length
    for (let first = chunks[0]; first !== undefined && keptBytes - first.length >= bytes; first = chunks[0]) {
      chunks.shift()
      keptBytes -= first.length
    }
  }
  const kept = Buffer.concat(chunks).subarray(-bytes)
  return { text: kept.toString('utf8'), startsAtTop: kept.length === readBytes }
}

/** Of `content-range: bytes 0-199/5000`; 0 where the server does not say. */
const totalBytesOf = ({ headers }: BlobResponse): number =>
  Number(/\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? 0)
