import { decodeRetryAfterMs } from './decode-headers.ts'
import { codeOf, messageOf } from './node-errors.ts'
import type { Headers } from './decode-headers.ts'

/** Something that the network or the blob host did; `mend` says what may help. */
export class NetworkFault extends Error {
  override readonly name = 'NetworkFault'
  readonly mend: 'retry' | 'fresh-url' | 'none'
  /** Of the answer; null when there was none. */
  readonly status: number | null
  /** How long the server asks to wait. */
  readonly retryAfterMs: number | null
  /** Whether the server has too much to do. */
  readonly isOverload: boolean

  constructor(
    message: string,
    options: {
      readonly mend: 'retry' | 'fresh-url' | 'none'
      readonly status?: number
      readonly retryAfterMs?: number | null
      readonly isOverload?: boolean
      readonly cause?: unknown
    },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.mend = options.mend
    this.status = options.status ?? null
    this.retryAfterMs = options.retryAfterMs ?? null
    this.isOverload = options.isOverload ?? false
  }
}

/** The blob is not what it was when the download began: only a new start helps. */
export class BlobChanged extends Error {
  override readonly name = 'BlobChanged'
}

/** Errors of TLS that no second try mends: the other side, or the list of authorities, is wrong. */
const CERTIFICATE_CODE =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|ERR_TLS_CERT|HOSTNAME_MISMATCH)/

/** Turns what a connection threw into a fault. */
export function faultOfError(error: unknown): NetworkFault {
  if (error instanceof NetworkFault) return error
  const isCertificate = codesOf(error).some((code) => CERTIFICATE_CODE.test(code))
  return new NetworkFault(describe(error), { mend: isCertificate ? 'none' : 'retry', cause: error })
}

/**
 * Turns an answer that is not the bytes asked for into a fault. The hosts say "this URL has run out" in different
 * ways: Azure and S3 with 403, Google with 400, others with 401; 404 and 410 may mean an artifact that was
 * replaced. For all of them the API knows better, so a fresh URL is asked for.
 */
export function faultOfStatus(status: number, headers: Headers, nowMs: number): NetworkFault {
  const message = `the blob host answered ${status}`
  const retryAfterMs = decodeRetryAfterMs(headers, nowMs)
  const isOverload = status === 429 || status === 503
  if (isOverload || status === 408 || status === 425 || (status >= 500 && status !== 501)) {
    return new NetworkFault(message, { mend: 'retry', status, retryAfterMs, isOverload })
  }
  const mend = [400, 401, 403, 404, 410].includes(status) ? 'fresh-url' : 'none'
  return new NetworkFault(message, { mend, status })
}

const CODES: Readonly<Record<string, string>> = {
  ECONNRESET: 'the connection was reset',
  ECONNREFUSED: 'the connection was refused',
  ECONNABORTED: 'the connection was aborted',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'the name of the blob host is not known',
  EAI_AGAIN: 'the name of the blob host could not be looked up',
}

/** The deepest cause that has something to say; never a URL, as those are signed. */
function describe(error: unknown): string {
  const code = codesOf(error).at(-1)
  if (code !== undefined && code in CODES) return `${CODES[code] ?? ''} (${code})`
  const clean = messageOf(error)
    .replace(/\bhttps?:\/\/\S+/gi, 'the blob host')
    .replace(/\?\S+/g, '')
  return code === undefined || clean.includes(code) ? clean : `${clean} (${code})`
}

/** Codes of an error and its causes, outermost first. */
function codesOf(error: unknown): readonly string[] {
  const codes: string[] = []
  let current: unknown = error
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
    if (codeOf(current) !== '') codes.push(codeOf(current))
    const inner: unknown =
      'errors' in current && Array.isArray(current.errors) ? current.errors[0] : undefined
    current = inner ?? ('cause' in current ? current.cause : null)
  }
  return codes
}
