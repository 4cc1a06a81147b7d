import type { Clock } from '../world.ts'
import type { ArchiveSource } from './types.ts'

/** A URL and the time of its signature. */
export interface Ticket {
  readonly signedAtMs: number
  readonly url: Promise<string>
}

export interface Urls {
  /** Asks for the first one already; whether that fails, the first `get` tells. */
  prefetch(): void
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
export function createUrls(
  source: ArchiveSource,
  options: { readonly clock: Clock; readonly maxAgeMs: number },
): Urls {
  const { clock, maxAgeMs } = options
  let current: Ticket | null = null
  let refusals = 0
  const isOld = (ticket: Ticket, limitMs: number): boolean => clock.now() - ticket.signedAtMs > limitMs
  const fresh = (): Ticket => {
    if (current === null || isOld(current, maxAgeMs))
      current = { signedAtMs: clock.now(), url: source.getUrl() }
    return current
  }
  return {
    prefetch() {
      fresh().url.catch(() => undefined)
    },
    async get() {
      const ticket = fresh()
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
