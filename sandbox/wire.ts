import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Content } from './content.ts'
import type { Effects } from './faults.ts'
import type { LoggedRequest } from './request-log.ts'

/** A stretch of a content, or bytes at hand. */
export type Body =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'content'; readonly content: Content; readonly first: number; readonly last: number }

export interface WireAnswer {
  readonly status: number
  readonly statusText?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body | null
}

export const textBody = (text: string): Body => ({ kind: 'bytes', bytes: Buffer.from(text) })

/** Sends an answer, with whatever faults and limits meet it, and notes in the log what went out. */
export async function sendAnswer(
  outgoing: ServerResponse,
  answer: WireAnswer,
  context: { readonly log: LoggedRequest; readonly effects: Effects },
): Promise<void> {
  const { log, effects } = context
  if (effects.reset === 'before-answer') return cut(outgoing, log, 'reset')
  if (effects.hang === 'before-answer') return hang(outgoing, log)
  log.status = answer.status
  const body = log.method === 'HEAD' ? null : answer.body
  const fullLength = lengthOf(answer.body)
  const length = Math.min(fullLength, effects.shorten ?? fullLength)
  const headers =
    answer.status === 204 || answer.status === 304
      ? answer.headers
      : { ...answer.headers, 'content-length': String(length) }
  outgoing.writeHead(answer.status, answer.statusText, headers)
  if (body === null || length === 0) {
    outgoing.end()
    return
  }
  await pump({ outgoing, body, length, log, effects })
}

interface Transfer {
  readonly outgoing: ServerResponse
  readonly body: Body
  readonly length: number
  readonly log: LoggedRequest
  readonly effects: Effects
}

type End = 'end' | 'reset' | 'hang' | 'close'

async function pump(transfer: Transfer): Promise<void> {
  const { outgoing, body, log, effects } = transfer
  const { stopAt, end } = endOf(transfer)
  const start = body.kind === 'content' ? body.first : 0
  let isGone = outgoing.destroyed
  outgoing.once('close', () => {
    isGone = true
  })
  for await (const chunk of slices(transfer, stopAt)) {
    if (isGone) break
    const bytes = corrupted(chunk, start + log.bytes, effects.corruptAt)
    await pace(outgoing.socket, bytes.length, effects.bytesPerSecond)
    log.bytes += bytes.length
    if (!outgoing.write(bytes)) await drained(outgoing)
  }
  if (isGone) {
    log.isCut = true
    return
  }
  if (end === 'end') outgoing.end()
  else if (end === 'hang') await hang(outgoing, log)
  else await cut(outgoing, log, end)
}

/** Where the body stops and how: the earliest of the faults, or its end. */
function endOf({ length, effects }: Transfer): { readonly stopAt: number; readonly end: End } {
  const candidates: { readonly stopAt: number; readonly end: End }[] = [{ stopAt: length, end: 'end' }]
  if (typeof effects.reset === 'number') candidates.push({ stopAt: effects.reset, end: 'reset' })
  if (typeof effects.hang === 'number') candidates.push({ stopAt: effects.hang, end: 'hang' })
  if (effects.close !== null) candidates.push({ stopAt: effects.close, end: 'close' })
  return candidates.reduce((first, other) => (other.stopAt < first.stopAt ? other : first))
}

/** Small enough that a slow connection flows evenly. */
const slicesPerSecond = 20
const smallestSliceBytes = 512

async function* slices({ body, effects }: Transfer, stopAt: number): AsyncGenerator<Buffer> {
  const sliceBytes =
    effects.bytesPerSecond === null
      ? Number.POSITIVE_INFINITY
      : Math.max(smallestSliceBytes, Math.ceil(effects.bytesPerSecond / slicesPerSecond))
  let left = stopAt
  for await (const chunk of chunksOf(body, stopAt)) {
    for (let from = 0; from < chunk.length && left > 0;) {
      const slice = chunk.subarray(from, from + Math.min(sliceBytes, left))
      yield slice
      from += slice.length
      left -= slice.length
    }
    if (left <= 0) return
  }
}

async function* chunksOf(body: Body, lengthBytes: number): AsyncGenerator<Buffer> {
  if (lengthBytes === 0) return
  if (body.kind === 'bytes') {
    yield body.bytes
    return
  }
  const stream = body.content.open(body.first, body.first + lengthBytes - 1)
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } finally {
    stream.destroy()
  }
}

const lengthOf = (body: Body | null): number =>
  body === null ? 0 : body.kind === 'bytes' ? body.bytes.length : body.last - body.first + 1

function corrupted(chunk: Buffer, offset: number, at: readonly number[]): Buffer {
  const hits = at.filter((position) => position >= offset && position < offset + chunk.length)
  if (hits.length === 0) return chunk
  const copy = Buffer.from(chunk)
  for (const position of hits) copy[position - offset] = (copy[position - offset] ?? 0) ^ 0xff
  return copy
}

/** When each connection may send its next byte. */
const nextFreeAt = new WeakMap<Socket, number>()

async function pace(socket: Socket | null, bytes: number, bytesPerSecond: number | null): Promise<void> {
  if (bytesPerSecond === null || socket === null) return
  const now = performance.now()
  const freeAt = Math.max(now, nextFreeAt.get(socket) ?? now)
  nextFreeAt.set(socket, freeAt + (bytes / bytesPerSecond) * 1_000)
  if (freeAt > now) await sleep(freeAt - now)
}

async function drained(outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) return
  await new Promise<void>((resolve) => {
    const done = () => {
      outgoing.off('drain', done)
      outgoing.off('close', done)
      resolve()
    }
    outgoing.once('drain', done)
    outgoing.once('close', done)
  })
}

/** Time for bytes that were written to reach the client before the connection is reset. */
const flushMs = 20

async function cut(outgoing: ServerResponse, log: LoggedRequest, how: 'reset' | 'close'): Promise<void> {
  log.isCut = true
  const { socket } = outgoing
  if (socket === null) return
  if (outgoing.headersSent)
    await new Promise<void>((resolve) =>
      outgoing.write('', () => {
        resolve()
      }),
    )
  if (how === 'close') {
    socket.destroySoon()
    return
  }
  await sleep(flushMs)
  socket.resetAndDestroy()
}

/** Resolves when the client gives up. */
async function hang(outgoing: ServerResponse, log: LoggedRequest): Promise<void> {
  log.isCut = true
  if (outgoing.destroyed) return
  await new Promise<void>((resolve) =>
    outgoing.once('close', () => {
      resolve()
    }),
  )
}
