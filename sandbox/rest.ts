import { Hono } from 'hono'
import { ApiFailure, notFound } from './endpoint.ts'
import type { ApiRequest, Endpoint } from './endpoint.ts'
import { answerWith, crashAnswer, exchange } from './exchange.ts'
import type { ServerContext, ServerEnv } from './exchange.ts'
import type { Links } from './render-repositories.ts'
import type { LoggedRequest } from './request-log.ts'
import { failureAnswer, refusalAnswer, statusFault, successAnswer } from './rest-answers.ts'
import type { RestOptions } from './rest-answers.ts'
import { artifactEndpoints } from './rest-artifacts.ts'
import { codeEndpoints } from './rest-code.ts'
import { jobEndpoints } from './rest-jobs.ts'
import { pullEndpoints } from './rest-pulls.ts'
import { repositoryEndpoints } from './rest-repositories.ts'
import { runEndpoints } from './rest-runs.ts'
import { workflowEndpoints } from './rest-workflows.ts'
import { bearerOf } from './tokens.ts'
import type { Viewer } from './tokens.ts'
import type { WireAnswer } from './wire.ts'
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

const enterprisePrefix = '/api/v3'
const supportedVersions = new Set(['2022-11-28', '2026-03-10'])
/** The REST API at `/` and at `/api/v3`. */
export function restApp(options: RestOptions): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  app.onError(crashAnswer)
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
  const params = accountParams(options.world, context.req.param())
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
