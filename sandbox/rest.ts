import { createHash, randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { ApiFailure, notFound } from './endpoint.ts'
import type { Answer, ApiRequest, Endpoint } from './endpoint.ts'
import { answerWith, exchange } from './exchange.ts'
import type { Exchanges, ServerContext, ServerEnv, StatusFault } from './exchange.ts'
import type { Limits, Refusal } from './limits.ts'
import type { OpenApiCheck, Violation } from './openapi-check.ts'
import type { Profile } from './profile.ts'
import type { Links } from './render-repositories.ts'
import type { LoggedRequest } from './request-log.ts'
import { artifactEndpoints } from './rest-artifacts.ts'
import { codeEndpoints } from './rest-code.ts'
import { jobEndpoints } from './rest-jobs.ts'
import { pullEndpoints } from './rest-pulls.ts'
import { repositoryEndpoints } from './rest-repositories.ts'
import { runEndpoints } from './rest-runs.ts'
import { workflowEndpoints } from './rest-workflows.ts'
import type { Signer } from './signed-url.ts'
import { bearerOf } from './tokens.ts'
import type { Tokens, Viewer } from './tokens.ts'
import type { WireAnswer } from './wire.ts'
import { textBody } from './wire.ts'
import { findRepository } from './world.ts'
import type { Repository, World } from './world.ts'

export const endpoints: readonly Endpoint[] = [
  ...repositoryEndpoints,
  ...artifactEndpoints,
  ...runEndpoints,
  ...jobEndpoints,
  ...workflowEndpoints,
  ...pullEndpoints,
  ...codeEndpoints,
]

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

const enterprisePrefix = '/api/v3'
const supportedVersions = new Set(['2022-11-28', '2026-03-10'])
const documentation = {
  primary: 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api',
  secondary:
    'https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
} as const

/** The REST API at `/` and at `/api/v3`. */
export function restApp(options: RestOptions): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  app.use(
    exchange(options.exchanges, {
      origin: 'api',
      refusal: statusFault,
      admit: (log) => admit(options, log),
    }),
  )
  for (const prefix of [enterprisePrefix, '']) {
    for (const endpoint of endpoints) {
      for (const path of routesOf(endpoint)) {
        app.on(endpoint.operation.split(' ')[0] ?? 'GET', prefix + path, async (context) =>
          answerWith(context, await answerTo(options, context, endpoint)),
        )
      }
    }
  }
  app.notFound((context) =>
    answerWith(context as ServerContext, failureAnswer(options, context as ServerContext, notFound())),
  )
  return app
}

/** Parameters that may hold slashes, sent as they are or as %2F. */
const longParameters = new Set(['branch', 'ref', 'basehead'])

/** hono's form of an operation's path, and the form by id that Link headers use. */
function routesOf(endpoint: Endpoint): readonly string[] {
  const path = (endpoint.operation.split(' ')[1] ?? '').replace(/\{(\w+)\}/g, (_, name: string) =>
    longParameters.has(name) ? `:${name}{.+}` : `:${name}`,
  )
  const byId = path
    .replace('/repos/:owner/:repo', '/repositories/:repository_id')
    .replace(/^\/orgs\/:org\//, '/organizations/:account_id/')
    .replace(/^\/users\/:username\//, '/user/:account_id/')
  return byId === path ? [path] : [path, byId]
}

function admit(options: RestOptions, log: LoggedRequest) {
  const token = bearerOf(log.headers.authorization)
  const isKnown = options.tokens.viewer(token) !== null
  if (!options.profile.hasRateLimits || !isKnown) return { refusal: null, leave: () => undefined }
  const refusal = options.limits.enter(token, log.method)
  return {
    refusal: refusal === null ? null : refusalAnswer(options, token, refusal),
    leave: () => {
      options.limits.leave(token)
    },
  }
}

function refusalAnswer(options: RestOptions, token: string | null, refusal: Refusal): WireAnswer {
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

function statusFault(fault: StatusFault): WireAnswer {
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

async function answerTo(
  options: RestOptions,
  context: ServerContext,
  endpoint: Endpoint,
): Promise<WireAnswer> {
  try {
    const request = apiRequest(options, context, endpoint)
    const answer = await endpoint.answer(request)
    return successAnswer(options, { context, endpoint, request, answer })
  } catch (error) {
    if (error instanceof ApiFailure) return failureAnswer(options, context, error, endpoint)
    throw error
  }
}

function apiRequest(options: RestOptions, context: ServerContext, endpoint: Endpoint): ApiRequest {
  const log = context.get('log')
  const viewer = viewerOf(options, log)
  const isEnterprise = log.path.startsWith(`${enterprisePrefix}/`)
  const path = isEnterprise ? log.path.slice(enterprisePrefix.length) : log.path
  const links: Links = {
    api: options.baseUrl() + (isEnterprise ? enterprisePrefix : ''),
    site: options.profile.site,
  }
  const params = accountParams(options.world, context.req.param() as Record<string, string>)
  const isOfRepository = endpoint.operation.includes('/repos/{owner}/{repo}')
  const repository = isOfRepository ? repositoryOf(options, viewer, { params, path, links }) : null
  if (repository !== null) checkAccess(viewer, repository, endpoint)
  return {
    ...options,
    viewer,
    links,
    params,
    query: new URL(log.url, 'http://sandbox').searchParams,
    canonicalPath: canonicalPath(options.world, path, repository),
    // Endpoints outside /repos never look at it.
    repository: repository as Repository,
  }
}

function viewerOf(options: RestOptions, log: LoggedRequest): Viewer {
  if (log.headers['user-agent'] === undefined) {
    throw new ApiFailure(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
    )
  }
  const version = log.headers['x-github-api-version']
  if (typeof version === 'string' && !supportedVersions.has(version)) {
    throw new ApiFailure(400, `The requested API version ${version} is not supported.`)
  }
  const { authorization } = log.headers
  const token = bearerOf(authorization)
  const viewer = authorization !== undefined && token === null ? null : options.tokens.viewer(token)
  if (viewer === null) throw new ApiFailure(401, 'Bad credentials')
  return viewer
}

/** Resolves the id forms of Link headers to the names that the endpoints know. */
function accountParams(world: World, params: Record<string, string>): Record<string, string> {
  const id = params['account_id']
  if (id === undefined) return params
  const account = [...world.accounts.values()].find((candidate) => String(candidate.id) === id)
  return account === undefined ? params : { ...params, org: account.login, username: account.login }
}

function repositoryOf(
  options: RestOptions,
  viewer: Viewer,
  at: { readonly params: Record<string, string>; readonly path: string; readonly links: Links },
): Repository {
  const { owner = '', repo = '', repository_id: id } = at.params
  const repository =
    id === undefined ? findRepository(options.world, owner, repo) : options.world.repositories.get(Number(id))
  if (repository !== undefined && viewer.canSee(repository)) return repository
  const renamed = options.world.renames.get(`${owner}/${repo}`.toLowerCase())
  if (renamed !== undefined && viewer.canSee(renamed)) {
    const location = at.links.api + canonicalPath(options.world, at.path, renamed)
    throw new ApiFailure(301, 'Moved Permanently', { body: { url: location }, headers: { location } })
  }
  throw notFound()
}

function checkAccess(viewer: Viewer, repository: Repository, endpoint: Endpoint): void {
  const { permission, level, isPublic } = endpoint.access
  if (repository.isArchived && level === 'write' && viewer.may(repository, permission, level)) {
    throw new ApiFailure(403, 'Repository was archived so is read-only.')
  }
  if (viewer.may(repository, permission, level)) return
  if (isPublic && !repository.isPrivate) return
  if (viewer.isAnonymous) throw new ApiFailure(401, 'Requires authentication')
  throw new ApiFailure(403, 'Resource not accessible by integration', {
    headers: { 'x-accepted-github-permissions': `${permission.replaceAll('-', '_')}=${level}` },
  })
}

function canonicalPath(world: World, path: string, repository: Repository | null): string {
  const parts = path.split('/')
  if (repository !== null) {
    const rest = parts[1] === 'repos' ? parts.slice(4) : parts.slice(3)
    return ['', 'repositories', repository.id, ...rest].join('/')
  }
  const account = world.accounts.get((parts[2] ?? '').toLowerCase())
  if (account === undefined) return path
  const folder = parts[1] === 'orgs' ? 'organizations' : parts[1] === 'users' ? 'user' : parts[1]
  return ['', folder, account.id, ...parts.slice(3)].join('/')
}

interface Success {
  readonly context: ServerContext
  readonly endpoint: Endpoint
  readonly request: ApiRequest
  readonly answer: Answer<unknown>
}

function successAnswer(options: RestOptions, { context, endpoint, request, answer }: Success): WireAnswer {
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
  if (endpoint.operation === 'GET /rate_limit') options.limits.refund(token)
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
      ...('link' in answer && answer.link !== undefined ? { link: answer.link } : {}),
    },
    body: textBody(text),
  }
}

function failureAnswer(
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
