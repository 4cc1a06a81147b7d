import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { blobApp } from './blobs.ts'
import { createClock } from './clock.ts'
import type { Moment } from './clock.ts'
import { momentMs } from './clock.ts'
import type { ServerEnv } from './exchange.ts'
import { createFaultPlan } from './faults.ts'
import type { Conditions, Fault } from './faults.ts'
import { createLimits, githubLimits } from './limits.ts'
import type { LimitOptions, Limits } from './limits.ts'
import { openApiCheck } from './openapi-check.ts'
import type { Violation } from './openapi-check.ts'
import { ghesProfile, githubProfile } from './profile.ts'
import type { Profile } from './profile.ts'
import { matchesFilter } from './request-log.ts'
import type { LoggedRequest, Origin, RequestFilter } from './request-log.ts'
import { restApp } from './rest.ts'
import { resultsApp } from './results.ts'
import { runnerEnv } from './runner-env.ts'
import type { RunnerEnvOptions } from './runner-env.ts'
import { createSigner } from './signed-url.ts'
import { createTokens } from './tokens.ts'
import type { TokenOptions } from './tokens.ts'
import { createUploads } from './uploads.ts'
import { createWorld } from './world.ts'
import type { Run, World } from './world.ts'

export interface SandboxOptions {
  /** `github.com` by default. */
  readonly profile?: 'github.com' | 'ghes'
  /** Single traits that differ from the profile's. */
  readonly traits?: Partial<Profile>
  /** The world's time stands still here until `sandbox.world.clock.advance`. Default: the machine's time. */
  readonly now?: Moment
  /** What differs from GitHub's own limits; null turns a limit off. */
  readonly limits?: Partial<LimitOptions>
  readonly faults?: readonly Fault[]
  /** For all origins, or by origin. */
  readonly latencyMs?: number | Partial<Record<Origin, number>>
  /** Per connection. For all origins, or by origin. */
  readonly bytesPerSecond?: number | Partial<Record<Origin, number>>
  /** Check answers against GitHub's OpenAPI description (default true; turn it off to measure speed). */
  readonly validate?: boolean
}

export interface Sandbox {
  /** Base of the API as github.com has it, without a slash at the end. */
  readonly apiUrl: string
  /** The same API where GitHub Enterprise Server has it. */
  readonly apiV3Url: string
  /** Origin of the results service, for ACTIONS_RESULTS_URL. */
  readonly resultsUrl: string
  /** Origin that signed URLs point to. */
  readonly blobUrl: string
  readonly world: World
  readonly profile: Profile
  /** Every request so far, in order of arrival. */
  readonly requests: LoggedRequest[]
  /** Those that match. */
  requestsOf(filter: RequestFilter): readonly LoggedRequest[]
  /** Rules in force; push, splice or replace at any time. */
  readonly faults: Fault[]
  readonly conditions: Conditions
  readonly limits: Limits
  /** Answers that were not as GitHub describes them. Tests assert that there are none. */
  readonly violations: readonly Violation[]
  /** A new API token; by default it may do everything. */
  tokenFor(options?: TokenOptions): string
  /** The runtime token of a run's attempt (default: the latest). */
  runtimeTokenFor(run: Run, attempt?: number): string
  /** What a runner sets for a JavaScript action in a job of this run, inputs apart. */
  env(options: RunnerEnvOptions): Promise<Record<string, string>>
  /** Ends all connections, open answers too. */
  close: () => Promise<void>
}

const host = '127.0.0.1'

/** Starts a GitHub on this machine: REST API, results service and blob host, each on a port of its own. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = createClock(options.now === undefined ? null : momentMs(options.now))
  const profile: Profile = {
    ...(options.profile === 'ghes' ? ghesProfile : githubProfile),
    ...options.traits,
  }
  const world = createWorld(clock)
  const limits = createLimits(clock, { ...githubLimits, ...options.limits })
  const conditions: Conditions = {
    latencyMs: byOrigin(options.latencyMs, 0),
    bytesPerSecond: byOrigin<number | null>(options.bytesPerSecond, null),
  }
  const plan = createFaultPlan(options.faults ?? [], conditions)
  const requests: LoggedRequest[] = []
  const exchanges = { requests, plan }
  const violations: Violation[] = []
  const tokens = createTokens()
  const uploads = createUploads()
  const signer = createSigner(clock, () => blob.url)
  const check = options.validate === false ? null : openApiCheck()

  const api = await listen(
    restApp({ world, profile, tokens, limits, signer, exchanges, check, violations, baseUrl: () => api.url }),
  )
  const results = await listen(resultsApp({ profile, tokens, signer, uploads, exchanges }))
  const blob: Listening = await listen(
    blobApp({ world, profile, signer, uploads, exchanges, baseUrl: () => blob.url }),
  )

  const cleanups: (() => Promise<void>)[] = []
  const sandbox: Sandbox = {
    apiUrl: api.url,
    apiV3Url: `${api.url}/api/v3`,
    resultsUrl: results.url,
    blobUrl: blob.url,
    world,
    profile,
    requests,
    requestsOf: (filter) => requests.filter((request) => matchesFilter(request, filter)),
    faults: plan.faults,
    conditions,
    limits,
    violations,
    tokenFor: (tokenOptions = {}) => tokens.issue(tokenOptions),
    runtimeTokenFor: (run, attempt = run.attempts.length) => tokens.issueRuntime(run, attempt),
    env: async (envOptions) => {
      const made = await runnerEnv(sandbox, envOptions)
      cleanups.push(made.remove)
      return made.env
    },
    close: async () => {
      await Promise.all([api.close(), results.close(), blob.close()])
      await Promise.all([uploads.remove(), ...cleanups.map((cleanup) => cleanup())])
    },
  }
  return sandbox
}

function byOrigin<T>(given: T | Partial<Record<Origin, T>> | undefined, fallback: T): Record<Origin, T> {
  if (typeof given === 'object' && given !== null) {
    return { api: fallback, results: fallback, blob: fallback, ...given }
  }
  const value = given ?? fallback
  return { api: value, results: value, blob: value }
}

interface Listening {
  readonly url: string
  close(): Promise<void>
}

/** Long enough that a client's idle connection is not closed under it while it works. */
const keepAliveMs = 60_000

async function listen(app: Hono<ServerEnv>): Promise<Listening> {
  const handle = getRequestListener(app.fetch, { overrideGlobalObjects: false, hostname: host })
  const server: Server = createServer({ keepAliveTimeout: keepAliveMs }, (incoming, outgoing) => {
    void handle(incoming, outgoing)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}`,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      })
    },
  }
}
