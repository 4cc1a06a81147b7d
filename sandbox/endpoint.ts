import type { paths } from '@octokit/openapi-types'
import type { Operation } from './operations.ts'
import type { Profile } from './profile.ts'
import type { Links } from './render-repositories.ts'
import type { Signer } from './signed-url.ts'
import type { Level, Permission, Viewer } from './tokens.ts'
import type { Limits } from './limits.ts'
import type { Repository, World } from './world.ts'

/** What an endpoint of the REST API gets to see. */
export interface ApiRequest {
  readonly world: World
  readonly profile: Profile
  readonly signer: Signer
  readonly limits: Limits
  readonly viewer: Viewer
  readonly links: Links
  /** Decoded path parameters. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The path as GitHub's Link headers write it: `/repositories/5200000001/actions/runs`. */
  readonly canonicalPath: string
  /** The repository of a `/repos/{owner}/{repo}` path. */
  readonly repository: Repository
}

/** The JSON that GitHub's description promises for an operation's 200. */
export type JsonOf<O extends Operation> = O extends `${infer Method} ${infer Path}`
  ? Path extends keyof paths
    ? Lowercase<Method> extends keyof paths[Path]
      ? paths[Path][Lowercase<Method>] extends {
          responses: { 200: { content: { 'application/json': infer Json } } }
        }
        ? Json
        : never
      : never
    : never
  : never

export type Answer<Json> =
  | { readonly status: 200; readonly json: Json; readonly link?: string }
  | { readonly status: 201 | 202; readonly json: object }
  | { readonly status: 204 }
  | { readonly status: 302; readonly location: string }

/** Who may call it. `isPublic`: on public repositories without that permission, and without a token. */
export interface Access {
  readonly permission: Permission
  readonly level: Level
  readonly isPublic: boolean
}

export interface Endpoint {
  readonly operation: Operation
  readonly access: Access
  readonly answer: (request: ApiRequest) => Promise<Answer<unknown>>
}

export const publicRead = (permission: Permission): Access => ({ permission, level: 'read', isPublic: true })
export const restrictedRead = (permission: Permission): Access => ({
  permission,
  level: 'read',
  isPublic: false,
})
export const write = (permission: Permission): Access => ({ permission, level: 'write', isPublic: false })

/** Binds an operation to what answers it; the compiler checks the JSON against GitHub's description. */
export const endpoint = <O extends Operation>(
  operation: O,
  access: Access,
  answer: (request: ApiRequest) => Answer<JsonOf<O>> | Promise<Answer<JsonOf<O>>>,
): Endpoint => ({ operation, access, answer: async (request) => answer(request) })

/** An answer other than success: GitHub's JSON error. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    options: {
      readonly documentation?: string
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: Readonly<Record<string, unknown>>
    } = {},
  ) {
    super(message)
    this.status = status
    this.headers = options.headers ?? {}
    this.body = {
      message,
      ...options.body,
      documentation_url: options.documentation ?? 'https://docs.github.com/rest',
      status: String(status),
    }
  }
}

export const notFound = (): ApiFailure => new ApiFailure(404, 'Not Found')

/** A path parameter that must be a whole number; anything else is not found. */
export function idOf(request: ApiRequest, name: string): number {
  const text = request.params[name] ?? ''
  if (!/^\d{1,16}$/.test(text)) throw notFound()
  return Number(text)
}

export const textOf = (request: ApiRequest, name: string): string => request.params[name] ?? ''
