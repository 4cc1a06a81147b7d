import { safeFileName } from './entry-path.ts'

/** Headers of an answer, with lower-case names. */
export type Headers = Readonly<Record<string, string>>

/** The part of a blob that a 206 holds. */
export interface ContentRange {
  readonly first: number
  readonly last: number
  /** Null where the server does not know (`bytes 0-9/*`). */
  readonly totalBytes: number | null
}

/** Null when there is none that makes sense. */
export function decodeContentRange(headers: Headers): ContentRange | null {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(headers['content-range']?.trim() ?? '')
  if (match === null) return null
  const first = Number(match[1])
  const last = Number(match[2])
  const totalBytes = match[3] === '*' ? null : Number(match[3])
  const isSound =
    first <= last && last <= Number.MAX_SAFE_INTEGER && (totalBytes === null || last < totalBytes)
  return isSound ? { first, last, totalBytes } : null
}

/** Length of a body; null where the server does not say (chunked). */
export function decodeContentLength(headers: Headers): number | null {
  const text = headers['content-length']?.trim() ?? ''
  const length = Number(text)
  return /^\d+$/.test(text) && Number.isSafeInteger(length) ? length : null
}

const ZIP_TYPES = new Set(['application/zip', 'application/x-zip-compressed', 'application/zip-compressed'])

/** Whether a blob claims to be a zip: by its type or by the path of its URL, as the toolkit tells it. */
export function isZipAnswer(headers: Headers, url: string): boolean {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return ZIP_TYPES.has(type) || (URL.parse(url)?.pathname.toLowerCase().endsWith('.zip') ?? false)
}

/**
 * The name that the server gives a file, as one safe component; null where it gives none. `filename*` (RFC 5987)
 * before `filename`; only what follows the last separator counts.
 */
export function decodeFileName(headers: Headers): string | null {
  const disposition = headers['content-disposition'] ?? ''
  const extended = /(?:^|;)\s*filename\*\s*=\s*utf-8'[^']*'([^;]*)/i.exec(disposition)?.[1]
  const quoted = /(?:^|;)\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]
  const bare = /(?:^|;)\s*filename\s*=\s*([^;"]*)/i.exec(disposition)?.[1]
  const name = extended === undefined ? (quoted?.replace(/\\(.)/g, '$1') ?? bare) : percentDecoded(extended)
  const base = name?.trim().split(/[/\\]/).at(-1) ?? ''
  return base === '' ? null : safeFileName(base)
}

/** As it stands where it is no valid percent encoding. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text.trim())
  } catch {
    return text
  }
}

/** How long the server asks to wait; null where it does not. `retry-after` is seconds or a date. */
export function decodeRetryAfterMs(headers: Headers, nowMs: number): number | null {
  const text = headers['retry-after']?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs)
}
