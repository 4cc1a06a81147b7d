import { matchesFilter } from './request-log.ts'
import type { LoggedRequest, Origin } from './request-log.ts'

/** Which requests a fault meets. Everything given must hold. */
export interface FaultMatch {
  readonly origin?: Origin
  readonly method?: string
  /** Tested on path and query as sent. */
  readonly path?: RegExp
  /** Only the request's own `Range` header; null: requests without one. */
  readonly range?: RegExp | null
  /** Only the nth request that matches the rest, from 1; or from the first to the last of a pair. */
  readonly nth?: number | readonly [first: number, last: number]
  /** At most this often. */
  readonly times?: number
}

/** What a fault does. Byte counts and offsets are of the answer's body; `corruptAt` is of the whole blob. */
export type FaultEffect =
  | { readonly latencyMs: number }
  | { readonly bytesPerSecond: number }
  /** The connection is reset (RST) when that many bytes of the body are out; 'before-answer': instead of one. */
  | { readonly resetAfterBytes: number | 'before-answer' }
  /** Nothing more comes, and the connection stays open. */
  | { readonly hangAfterBytes: number | 'before-answer' }
  /** The connection is closed in good order with the rest of the announced length missing. */
  | { readonly closeAfterBytes: number }
  /** The body ends there and Content-Length agrees: only the object's own size or digest shows it. */
  | { readonly shortenToBytes: number }
  | { readonly corruptAt: number }
  | {
      readonly status: number
      readonly retryAfterSeconds?: number
      readonly message?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** The blob host treats the URL as run out. */
  | { readonly expireUrl: true }
  /** Runs before the request is answered: changes the world between two pages, say. */
  | { readonly before: (request: LoggedRequest) => void | Promise<void> }

export interface Fault {
  readonly match: FaultMatch
  readonly do: FaultEffect | readonly FaultEffect[]
}

/** Conditions that hold for every request of an origin. Change them at any time. */
export interface Conditions {
  latencyMs: Record<Origin, number>
  /** Per connection, body bytes; null for no limit. */
  bytesPerSecond: Record<Origin, number | null>
}

/** The sum of what meets one request. */
export interface Effects {
  latencyMs: number
  bytesPerSecond: number | null
  reset: number | 'before-answer' | null
  hang: number | 'before-answer' | null
  close: number | null
  shorten: number | null
  corruptAt: number[]
  answer: Extract<FaultEffect, { readonly status: number }> | null
  isUrlExpired: boolean
  before: ((request: LoggedRequest) => void | Promise<void>)[]
}

export interface FaultPlan {
  readonly faults: Fault[]
  readonly conditions: Conditions
  /** What meets this request; counts it for `nth` and `times`. */
  effectsOn(request: LoggedRequest): Effects
}

export function createFaultPlan(faults: readonly Fault[], conditions: Conditions): FaultPlan {
  const counts = new WeakMap<Fault, { matched: number; applied: number }>()
  const plan: FaultPlan = {
    faults: [...faults],
    conditions,
    effectsOn: (request) => {
      const effects: Effects = {
        latencyMs: conditions.latencyMs[request.origin],
        bytesPerSecond: conditions.bytesPerSecond[request.origin],
        reset: null,
        hang: null,
        close: null,
        shorten: null,
        corruptAt: [],
        answer: null,
        isUrlExpired: false,
        before: [],
      }
      for (const fault of plan.faults) {
        if (!isMet(fault.match, request)) continue
        const count = counts.get(fault) ?? { matched: 0, applied: 0 }
        counts.set(fault, count)
        count.matched++
        if (!isTurn(fault.match, count)) continue
        count.applied++
        const given: readonly FaultEffect[] = Array.isArray(fault.do) ? fault.do : [fault.do as FaultEffect]
        for (const effect of given) addEffect(effects, effect)
      }
      return effects
    },
  }
  return plan
}

function isMet(match: FaultMatch, request: LoggedRequest): boolean {
  const { origin, method, path, range } = match
  const filter = {
    ...(origin === undefined ? {} : { origin }),
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path }),
  }
  if (!matchesFilter(request, filter)) return false
  if (range === undefined) return true
  return range === null ? request.range === null : request.range !== null && range.test(request.range)
}

function isTurn(match: FaultMatch, count: { readonly matched: number; readonly applied: number }): boolean {
  const { nth, times } = match
  if (times !== undefined && count.applied >= times) return false
  if (nth === undefined) return true
  return typeof nth === 'number' ? count.matched === nth : count.matched >= nth[0] && count.matched <= nth[1]
}

function addEffect(effects: Effects, effect: FaultEffect): void {
  if ('latencyMs' in effect) effects.latencyMs += effect.latencyMs
  else if ('bytesPerSecond' in effect) effects.bytesPerSecond = effect.bytesPerSecond
  else if ('resetAfterBytes' in effect) effects.reset = effect.resetAfterBytes
  else if ('hangAfterBytes' in effect) effects.hang = effect.hangAfterBytes
  else if ('closeAfterBytes' in effect) effects.close = effect.closeAfterBytes
  else if ('shortenToBytes' in effect) effects.shorten = effect.shortenToBytes
  else if ('corruptAt' in effect) effects.corruptAt.push(effect.corruptAt)
  else if ('status' in effect) effects.answer = effect
  else if ('expireUrl' in effect) effects.isUrlExpired = true
  else effects.before.push(effect.before)
}
