import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context, MiddlewareHandler } from 'hono'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Effects, FaultPlan } from './faults.ts'
import type { LoggedRequest, Origin } from './request-log.ts'
import { sendAnswer, textBody } from './wire.ts'
import type { WireAnswer } from './wire.ts'

/** What every server's hono app knows of a request: handlers set `answer`, the exchange sends it. */
export interface ServerEnv {
  Bindings: HttpBindings
  Variables: { answer: WireAnswer; log: LoggedRequest; effects: Effects }
}

export type ServerContext = Context<ServerEnv>

export interface Exchanges {
  readonly requests: LoggedRequest[]
  readonly plan: FaultPlan
}

export type StatusFault = NonNullable<Effects['answer']>

export interface ExchangeOptions {
  readonly origin: Origin
  /** The origin's own form of a fault that is a status. */
  readonly refusal: (fault: StatusFault) => WireAnswer
  /** Counts the request in before anything else; may refuse it. `leave` is called when the answer is out. */
  readonly admit: ((log: LoggedRequest) => Admission) | null
}

export interface Admission {
  readonly refusal: WireAnswer | null
  readonly leave: () => void
}

const admitted: Admission = { refusal: null, leave: () => undefined }

/** Logs, admits, delays, spoils and sends. */
export function exchange(exchanges: Exchanges, options: ExchangeOptions): MiddlewareHandler<ServerEnv> {
  return async (context, next) => {
    const log = startLog(context, options.origin)
    exchanges.requests.push(log)
    const effects = exchanges.plan.effectsOn(log)
    context.set('log', log)
    context.set('effects', effects)
    const admission = options.admit?.(log) ?? admitted
    try {
      const given = (await meetFaults(log, effects, options.refusal)) ?? admission.refusal
      if (given === null) await next()
      const answer = given ?? context.get('answer')
      await sendAnswer(context.env.outgoing, answer, { log, effects })
    } catch (error) {
      // The source of a body failed: the client must not take what came for the whole.
      console.error('sandbox:', error)
      log.isCut = true
      context.env.outgoing.destroy()
    } finally {
      admission.leave()
      log.endedAtMs = machineMs()
    }
    return RESPONSE_ALREADY_SENT
  }
}

/** For `onError`: a handler that throws is a bug of the sandbox, and says so. */
export function crashAnswer(error: Error, context: ServerContext): Response {
  console.error('sandbox:', error)
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  const body = textBody(JSON.stringify({ message: `sandbox: ${error.message}` }))
  return answerWith(context, { status: 500, headers, body })
}

/** For handlers: sets the answer that the exchange sends. */
export function answerWith(context: ServerContext, answer: WireAnswer): Response {
  context.set('answer', answer)
  return RESPONSE_ALREADY_SENT
}

const machineMs = (): number => performance.timeOrigin + performance.now()

function startLog(context: ServerContext, origin: Origin): LoggedRequest {
  const { incoming } = context.env
  const url = incoming.url ?? '/'
  const [path = '/'] = url.split('?')
  return {
    origin,
    method: incoming.method ?? 'GET',
    path,
    query: Object.fromEntries(new URL(url, 'http://sandbox').searchParams),
    url,
    headers: incoming.headers,
    range: incoming.headers.range ?? null,
    connection: numberOf(incoming.socket),
    startedAtMs: machineMs(),
    endedAtMs: null,
    status: 0,
    bytes: 0,
    isCut: false,
  }
}

/** Waits the latency and runs the callbacks; an answer when a fault gives one instead of the server. */
async function meetFaults(
  log: LoggedRequest,
  effects: Effects,
  refusal: (fault: StatusFault) => WireAnswer,
): Promise<WireAnswer | null> {
  if (effects.latencyMs > 0) await sleep(effects.latencyMs)
  for (const callback of effects.before) await callback(log)
  return effects.answer === null ? null : refusal(effects.answer)
}

const connections = new WeakMap<Socket, number>()
let connectionCount = 0

function numberOf(socket: Socket): number {
  const known = connections.get(socket)
  if (known !== undefined) return known
  connections.set(socket, ++connectionCount)
  return connectionCount
}
