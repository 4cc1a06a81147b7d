import { createHash, randomBytes } from 'node:crypto'
import type { Answer, ApiFailure, ApiRequest, Endpoint } from './endpoint.ts'
import type { Exchanges, ServerContext, StatusFault } from './exchange.ts'
import type { Limits, Refusal } from './limits.ts'
import type { OpenApiCheck, Violation } from './openapi-check.ts'
import type { Profile } from './profile.ts'
import type { Signer } from './signed-url.ts'
import { bearerOf } from './tokens.ts'
import type { Tokens } from './tokens.ts'
import type { WireAnswer } from './wire.ts'
import { textBody } from './wire.ts'
import type { World } from './world.ts'

export interface RestOptions {
  readonly world: World
  readonly profile: Profile
  readonly tokens: Tokens
  readonly limits: Limits
  readonly signer: Signer
  readonly exchanges: Exchanges
  /** Checks every answer against GitHub's description; null for speed. */
  readonly check: OpenApiCheck | null
  readonly violations: Violation[]
  /** Base of the API without `/api/v3`. */
  readonly baseUrl: () => string
}

const documentation = {
  primary: 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api',
  secondary:
    'https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
} as const

export function refusalAnswer(options: RestOptions, token: string | null, refusal: Refusal): WireAnswer {
  const { refusalStatus, retryAfterSeconds } = options.limits.options
  const id = requestId()
  const message =
    refusal === 'primary'
      ? 'API rate limit exceeded for installation. If you reach out to GitHub Support for help, please include the request ID ' +
        id +
        '.'
      : 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID ' +
        id +
        '.'
  const wait: Record<string, string> =
    refusal === 'secondary' && retryAfterSeconds !== null ? { 'retry-after': String(retryAfterSeconds) } : {}
  return jsonAnswer(
    refusalStatus,
    { message, documentation_url: documentation[refusal] },
    { ...commonHeaders(options.profile, id), ...quotaHeaders(options, token), ...wait },
  )
}

export function statusFault(fault: StatusFault): WireAnswer {
  const isLimit = fault.status === 403 || fault.status === 429
  const message =
    fault.message ??
    (isLimit
      ? 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
      : 'Server Error')
  const wait: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) }
  return jsonAnswer(
    fault.status,
    { message, documentation_url: isLimit ? documentation.secondary : 'https://docs.github.com/rest' },
    { 'x-github-request-id': requestId(), ...wait, ...fault.headers },
  )
}

interface Success {
  readonly context: ServerContext
  readonly endpoint: Endpoint
  readonly request: ApiRequest
  readonly answer: Answer<unknown>
}

export function successAnswer(
  options: RestOptions,
  { context, endpoint, request, answer }: Success,
): WireAnswer {
  const json = 'json' in answer ? answer.json : undefined
  const violation = options.check?.(endpoint.operation, answer.status, json) ?? null
  if (violation !== null) return violationAnswer(options, violation)
  const { token } = request.viewer
  const headers = commonHeaders(options.profile, requestId())
  const withQuota = () => ({ ...headers, ...quotaHeaders(options, token) })
  if (answer.status === 302)
    return { status: 302, headers: { ...withQuota(), location: answer.location }, body: null }
  if (answer.status === 204) return { status: 204, headers: withQuota(), body: null }
  const text = JSON.stringify(answer.json)
  const log = context.get('log')
  const etag = `W/"${createHash('sha256').update(text).digest('hex')}"`
  const isRead = log.method === 'GET' || log.method === 'HEAD'
  if (isRead && log.headers['if-none-match']?.split(/,\s*/).includes(etag) === true) {
    options.limits.refund(token)
    return { status: 304, headers: { ...withQuota(), etag }, body: null }
  }
  return {
    status: answer.status,
    headers: {
      ...withQuota(),
      'content-type': 'application/json; charset=utf-8',
      ...(isRead
        ? {
            etag,
            'cache-control': 'private, max-age=60, s-maxage=60',
            vary: 'Accept, Authorization, Cookie, X-GitHub-OTP',
          }
        : {}),
      ...(answer.status === 200 && answer.link !== undefined ? { link: answer.link } : {}),
    },
    body: textBody(text),
  }
}

export function failureAnswer(
  options: RestOptions,
  context: ServerContext,
  failure: ApiFailure,
  endpoint?: Endpoint,
): WireAnswer {
  const violation =
    endpoint === undefined
      ? null
      : (options.check?.(endpoint.operation, failure.status, failure.body) ?? null)
  if (violation !== null) return violationAnswer(options, violation)
  const token = bearerOf(context.get('log').headers.authorization)
  return jsonAnswer(failure.status, failure.body, {
    ...commonHeaders(options.profile, requestId()),
    ...(options.tokens.viewer(token) === null ? {} : quotaHeaders(options, token)),
    ...failure.headers,
  })
}

/** The sandbox is wrong: it must not pass for GitHub. */
function violationAnswer(options: RestOptions, violation: Violation): WireAnswer {
  options.violations.push(violation)
  const { operation, status, problem } = violation
  return jsonAnswer(500, { message: `sandbox: ${operation} ${status}: ${problem}` }, {})
}

const jsonAnswer = (status: number, json: object, headers: Readonly<Record<string, string>>): WireAnswer => ({
  status,
  headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
  body: textBody(JSON.stringify(json)),
})

/** In the form of GitHub's: five groups of hexadecimal digits. */
function requestId(): string {
  const hex = randomBytes(16).toString('hex').toUpperCase()
  return `${hex.slice(0, 4)}:${hex.slice(4, 10)}:${hex.slice(10, 16)}:${hex.slice(16, 22)}:${hex.slice(22, 30)}`
}

const commonHeaders = (profile: Profile, id: string): Record<string, string> => ({
  server: 'github.com',
  'x-github-request-id': id,
  'x-github-media-type': 'github.v3; format=json',
  'x-github-api-version-selected': '2022-11-28',
  ...(profile.kind === 'ghes' ? { 'x-github-enterprise-version': '3.20.0' } : {}),
})

function quotaHeaders(options: RestOptions, token: string | null): Record<string, string> {
  const quota = options.profile.hasRateLimits ? options.limits.quota(token) : null
  if (quota === null) return {}
  return {
    'x-ratelimit-limit': String(quota.limit),
    'x-ratelimit-remaining': String(quota.remaining),
    'x-ratelimit-used': String(quota.used),
    'x-ratelimit-reset': String(quota.reset),
    'x-ratelimit-resource': 'core',
  }
}
