import { createHash, randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { bytesContent } from './content.ts'
import type { Content } from './content.ts'
import { answerWith, crashAnswer, exchange } from './exchange.ts'
import type { Exchanges, ServerContext, ServerEnv, StatusFault } from './exchange.ts'
import { runLogFiles } from './logs.ts'
import type { Profile } from './profile.ts'
import type { Signer } from './signed-url.ts'
import type { Uploads } from './uploads.ts'
import type { WireAnswer } from './wire.ts'
import { textBody } from './wire.ts'
import type { World } from './world.ts'
import { zipFiles } from './zip.ts'

export interface BlobOptions {
  readonly world: World
  readonly profile: Profile
  readonly signer: Signer
  readonly uploads: Uploads
  readonly exchanges: Exchanges
  readonly baseUrl: () => string
}

interface Blob {
  readonly content: Content
  readonly contentType: string
  readonly modifiedAt: number
}

const storageVersion = '2025-11-05'

/** Azure's errors that a client can meet: status, code, message. */
const failures = {
  forged: [
    403,
    'AuthenticationFailed',
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
  ],
  authorized: [
    400,
    'InvalidAuthenticationInfo',
    'Authentication information is not given in the correct format. Check the value of Authorization header.',
  ],
  forbidden: [
    403,
    'AuthorizationPermissionMismatch',
    'This request is not authorized to perform this operation using this permission.',
  ],
  missing: [404, 'BlobNotFound', 'The specified blob does not exist.'],
  range: [416, 'InvalidRange', 'The range specified is invalid for the current size of the resource.'],
  busy: [503, 'ServerBusy', 'The server is busy.'],
  internal: [500, 'InternalError', 'The server encountered an internal error. Please retry the request.'],
  blockList: [400, 'InvalidBlockList', 'The specified block list is invalid.'],
} as const

type FailureKind = keyof typeof failures

/** The host of artifacts and logs: what it serves is decided by the signed URL alone. */
export function blobApp(options: BlobOptions): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  app.onError(crashAnswer)
  app.use(exchange(options.exchanges, { origin: 'blob', refusal: statusFault, admit: null }))
  app.get('*', async (context) => answerWith(context, download(options, context)))
  app.put('*', async (context) => answerWith(context, await upload(options, context)))
  app.all('*', (context) => answerWith(context, failureAnswer('forbidden')))
  return app
}

function statusFault(fault: StatusFault): WireAnswer {
  const kind = fault.status === 403 ? 'forged' : fault.status === 503 ? 'busy' : 'internal'
  const wait: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) }
  const answer = failureAnswer(kind, fault.message)
  return { ...answer, status: fault.status, headers: { ...answer.headers, ...wait, ...fault.headers } }
}

/** Null when the URL allows the action. */
function refusalOf(options: BlobOptions, context: ServerContext, action: 'r' | 'cw'): WireAnswer | null {
  const log = context.get('log')
  if (log.headers.authorization !== undefined) return failureAnswer('authorized')
  const url = new URL(log.url, options.baseUrl())
  const verdict = options.signer.check(url)
  if (verdict === 'forged') return failureAnswer('forged', null, 'Signature did not match.')
  if (verdict === 'expired' || context.get('effects').isUrlExpired) {
    const { searchParams } = url
    const now = new Date(options.world.clock.now()).toUTCString()
    const detail = `Signed expiry time [${searchParams.get('se') ?? ''}] must be after signed start time and now [${now}]`
    return failureAnswer('forged', null, detail)
  }
  return url.searchParams.get('sp') === action ? null : failureAnswer('forbidden')
}

function download(options: BlobOptions, context: ServerContext): WireAnswer {
  const log = context.get('log')
  if (log.method !== 'GET') return failureAnswer('forbidden')
  const refusal = refusalOf(options, context, 'r')
  if (refusal !== null) return refusal
  const blob = findBlob(options, log.path)
  if (blob === null) return failureAnswer('missing')
  const { searchParams } = new URL(log.url, options.baseUrl())
  const { sizeBytes } = blob.content
  const disposition = searchParams.get('rscd')
  const headers = {
    ...storageHeaders(),
    'content-type': searchParams.get('rsct') ?? blob.contentType,
    'last-modified': new Date(blob.modifiedAt).toUTCString(),
    etag: `"0x8D${createHash('sha1').update(log.path).digest('hex').slice(0, 13).toUpperCase()}"`,
    'x-ms-blob-type': 'BlockBlob',
    'x-ms-server-encrypted': 'true',
    'x-ms-lease-status': 'unlocked',
    'x-ms-lease-state': 'available',
    'x-ms-creation-time': new Date(blob.modifiedAt).toUTCString(),
    ...(disposition === null ? {} : { 'content-disposition': disposition }),
    ...(options.profile.ranges === 'none' ? {} : { 'accept-ranges': 'bytes' }),
  }
  const range = parseRange(log.range, sizeBytes, options.profile.ranges)
  if (range === 'unsatisfiable') {
    const answer = failureAnswer('range')
    return { ...answer, headers: { ...answer.headers, 'content-range': `bytes */${sizeBytes}` } }
  }
  const { content } = blob
  if (range === null) {
    const body =
      sizeBytes === 0 ? null : ({ kind: 'content', content, first: 0, last: sizeBytes - 1 } as const)
    return { status: 200, headers, body }
  }
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${range.first}-${range.last}/${sizeBytes}` },
    body: { kind: 'content', content, ...range },
  }
}

/**
 * One range of a Range header; null for the whole. Azure documents `a-b` and `a-` and takes no other form for a
 * range at all (https://learn.microsoft.com/rest/api/storageservices/specifying-the-range-header-for-blob-service-operations).
 */
function parseRange(
  header: string | null,
  sizeBytes: number,
  support: Profile['ranges'],
): { readonly first: number; readonly last: number } | 'unsatisfiable' | null {
  if (header === null || support === 'none') return null
  const [, start = '', end = ''] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? []
  if (start === '') {
    if (end === '' || support === 'azure') return null
    const length = Math.min(Number(end), sizeBytes)
    return length === 0 ? 'unsatisfiable' : { first: sizeBytes - length, last: sizeBytes - 1 }
  }
  const first = Number(start)
  const last = end === '' ? sizeBytes - 1 : Math.min(Number(end), sizeBytes - 1)
  if (end !== '' && Number(end) < first) return null
  return first >= sizeBytes ? 'unsatisfiable' : { first, last }
}

/** Ids are the last part of a path, so a request finds its blob without an index of paths. */
function findBlob(options: BlobOptions, path: string): Blob | null {
  const artifactId = /\/artifacts\/(\d+)(?:\.zip)?$/.exec(path)?.[1]
  const jobId = /\/logs\/job\/(\d+)\.txt$/.exec(path)?.[1]
  const run = /\/logs\/(\d+)-(\d+)\.zip$/.exec(path)
  for (const repository of options.world.repositories.values()) {
    if (artifactId !== undefined) {
      const artifact = repository.artifacts.get(Number(artifactId))
      if (artifact !== undefined) {
        return {
          content: artifact.content,
          contentType: artifact.contentType,
          modifiedAt: artifact.createdAt,
        }
      }
    }
    if (jobId !== undefined) {
      const job = repository.jobs.get(Number(jobId))
      if (job !== undefined && job.log !== null && job.run.logs === 'present') {
        const text = typeof job.log === 'string' ? job.log : job.log()
        return textBlob(Buffer.from(text), 'text/plain', job.completedAt ?? job.startedAt)
      }
    }
    if (run?.[1] !== undefined) {
      const found = repository.runs.get(Number(run[1]))
      const attempt = found?.attempts.find((candidate) => candidate.number === Number(run[2]))
      if (attempt !== undefined && found?.logs === 'present') {
        return textBlob(zipFiles(runLogFiles(attempt)), 'application/zip', attempt.updatedAt)
      }
    }
  }
  return null
}

const textBlob = (bytes: Buffer, contentType: string, modifiedAt: number): Blob => ({
  content: bytesContent(bytes),
  contentType,
  modifiedAt,
})

/** Put Block, Put Block List and Put Blob, as Azure's client sends them for uploads. */
async function upload(options: BlobOptions, context: ServerContext): Promise<WireAnswer> {
  const refusal = refusalOf(options, context, 'cw')
  if (refusal !== null) return refusal
  const log = context.get('log')
  const id = Number(/\/artifacts\/(\d+)$/.exec(log.path)?.[1] ?? 'NaN')
  const { incoming } = context.env
  switch (log.query['comp']) {
    case 'block':
      await options.uploads.putBlock(id, log.query['blockid'] ?? '', incoming)
      return created()
    case 'blocklist': {
      const isComplete = await options.uploads.putBlockList(id, incoming)
      return isComplete ? created() : failureAnswer('blockList')
    }
    case undefined:
      await options.uploads.putBlob(id, incoming)
      return created()
    default:
      return failureAnswer('forbidden')
  }
}

const created = (): WireAnswer => ({
  status: 201,
  headers: {
    ...storageHeaders(),
    'last-modified': new Date().toUTCString(),
    etag: `"0x8D${randomUUID().replaceAll('-', '').slice(0, 13).toUpperCase()}"`,
    'x-ms-request-server-encrypted': 'true',
  },
  body: null,
})

const storageHeaders = (): Record<string, string> => ({
  server: 'Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0',
  'x-ms-request-id': randomUUID(),
  'x-ms-version': storageVersion,
})

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function failureAnswer(kind: FailureKind, message: string | null = null, detail = ''): WireAnswer {
  const [status, code, usual] = failures[kind]
  const headers = storageHeaders()
  const extra =
    detail === '' ? '' : `<AuthenticationErrorDetail>${escapeXml(detail)}</AuthenticationErrorDetail>`
  const text = `${message ?? usual}\nRequestId:${headers['x-ms-request-id'] ?? ''}\nTime:${new Date().toISOString()}`
  return {
    status,
    statusText: usual,
    headers: { ...headers, 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: textBody(
      `\uFEFF<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${escapeXml(text)}</Message>${extra}</Error>`,
    ),
  }
}
