import { createHash } from 'node:crypto'
import { runBackendId, jobBackendId } from './render-runs.ts'
import type { Account, Repository, Run } from './world.ts'

/** Permissions of a token by GitHub's names, as `permissions:` in a workflow sets them. */
export type Permission = 'metadata' | 'actions' | 'contents' | 'pull-requests' | 'checks'
export type Level = 'read' | 'write'

export interface TokenOptions {
  /** Default: write everywhere. What is not named is not granted; metadata is always readable. */
  readonly permissions?: Readonly<Partial<Record<Permission, Level | 'none'>>>
  /** Repositories that the permissions are for; default all. Elsewhere only public reading is left. */
  readonly repositories?: readonly Repository[]
  /** Whose personal access token it is; default nobody's: a job's own token, or an app's. */
  readonly user?: Account
}

/** Who is asking: a known token, or nobody. */
export interface Viewer {
  readonly token: string | null
  readonly isAnonymous: boolean
  /** The user behind a personal access token. */
  readonly user: Account | null
  may(repository: Repository, permission: Permission, level: Level): boolean
  canSee(repository: Repository): boolean
}

export interface RuntimeGrant {
  readonly run: Run
  readonly attempt: number
}

export interface Tokens {
  /** A new token for the REST API. */
  issue(options: TokenOptions): string
  /** The runtime token of a run's attempt: a JWT whose scope names the ids of the results service. */
  issueRuntime(run: Run, attempt: number): string
  viewer(token: string | null): Viewer | null
  runtime(token: string): RuntimeGrant | null
}

const anonymous: Viewer = {
  token: null,
  isAnonymous: true,
  user: null,
  may: () => false,
  canSee: (repository) => !repository.isPrivate,
}

export function createTokens(): Tokens {
  const viewers = new Map<string, Viewer>()
  const runtimes = new Map<string, RuntimeGrant>()
  let count = 0
  return {
    issue: (options) => {
      const token = `ghs_${createHash('sha256').update(`token ${++count}`).digest('hex').slice(0, 36)}`
      viewers.set(token, viewerOf(token, options))
      return token
    },
    issueRuntime: (run, attempt) => {
      const token = jwt({
        scp: `Actions.GenericRead:00000000-0000-0000-0000-000000000000 Actions.Results:${runBackendId(run.id, attempt)}:${jobBackendId(run.id, attempt)}`,
        iss: 'https://token.actions.githubusercontent.com',
        jti: `${run.id}.${attempt}.${++count}`,
      })
      runtimes.set(token, { run, attempt })
      return token
    },
    viewer: (token) => (token === null ? anonymous : (viewers.get(token) ?? null)),
    runtime: (token) => runtimes.get(token) ?? null,
  }
}

function viewerOf(token: string, options: TokenOptions): Viewer {
  const { permissions, repositories } = options
  const covers = (repository: Repository) => repositories === undefined || repositories.includes(repository)
  return {
    token,
    isAnonymous: false,
    user: options.user ?? null,
    canSee: (repository) => !repository.isPrivate || covers(repository),
    may: (repository, permission, level) => {
      if (!covers(repository)) return false
      if (permission === 'metadata' && level === 'read') return true
      if (permissions === undefined) return true
      const granted = permissions[permission]
      return granted === 'write' || (granted === 'read' && level === 'read')
    },
  }
}

function jwt(claims: Readonly<Record<string, string>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const unsigned = `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}`
  return `${unsigned}.${createHash('sha256').update(unsigned).digest('base64url')}`
}

/** The token of an Authorization header in either of the forms that GitHub takes. */
export function bearerOf(header: string | undefined): string | null {
  const match = /^(?:bearer|token)\s+(\S+)$/i.exec(header ?? '')
  return match?.[1] ?? null
}
