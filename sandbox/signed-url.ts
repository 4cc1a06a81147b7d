import { createHmac } from 'node:crypto'
import type { Clock } from './clock.ts'

/** What a signed URL allows. Azure's letters: r reads, cw creates and writes. */
export type BlobAction = 'r' | 'cw'

export interface SignedUrlOptions {
  readonly path: string
  readonly action: BlobAction
  readonly lifetimeMs: number
  /** Overrides for the answer's headers, signed with the rest. */
  readonly contentType?: string
  readonly contentDisposition?: string
}

export interface Signer {
  sign(options: SignedUrlOptions): string
  /** Whether the URL's own signature holds, and whether its time has run out. */
  check(url: URL): 'valid' | 'expired' | 'forged'
}

const clockSkewMs = 60_000

/** Signs URLs of the blob host as Azure's shared access signatures do. The host is asked for late: its port is. */
export function createSigner(clock: Clock, hostUrl: () => string): Signer {
  const key = 'sandbox'
  const signatureOf = (url: URL) => {
    const signed = [...url.searchParams].filter(([name]) => signedNames.has(name)).sort()
    return createHmac('sha256', key)
      .update(`${url.pathname}\n${JSON.stringify(signed)}`)
      .digest('base64')
  }
  return {
    sign: (options) => {
      const url = new URL(options.path, hostUrl())
      const set = (name: string, value: string) => {
        url.searchParams.set(name, value)
      }
      if (options.contentDisposition !== undefined) set('rscd', options.contentDisposition)
      if (options.contentType !== undefined) set('rsct', options.contentType)
      set('se', new Date(clock.now() + options.lifetimeMs).toISOString())
      set('sp', options.action)
      set('spr', 'https')
      set('sr', 'b')
      set('st', new Date(clock.now() - clockSkewMs).toISOString())
      set('sv', '2025-11-05')
      set('sig', signatureOf(url))
      return url.href
    },
    check: (url) => {
      if (url.searchParams.get('sig') !== signatureOf(url)) return 'forged'
      return Date.parse(url.searchParams.get('se') ?? '') > clock.now() ? 'valid' : 'expired'
    },
  }
}

const signedNames = new Set(['rscd', 'rsct', 'se', 'sp', 'spr', 'sr', 'st', 'sv'])
