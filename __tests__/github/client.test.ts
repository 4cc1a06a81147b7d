/** The adapter over real HTTP. What it decodes is in the contract suite; here is how it talks. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  addArtifact,
  addJob,
  addRepository,
  addRun,
  addWorkflow,
  renameRepository,
} from '../../sandbox/build.ts'
import { peakConcurrency } from '../../sandbox/request-log.ts'
import { startSandbox, type Sandbox } from '../../sandbox/server.ts'
import type { Artifact, Run } from '../../sandbox/world.ts'
import { createGitHub } from '../../src/github/client.ts'
import type { ConnectionOptions } from '../../src/github/connection.ts'
import type { RepositoryRef } from '../../src/model.ts'
import { fakeClock } from '../support/fake-clock.ts'
import { fakeLog } from '../support/fake-log.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ limits: { pointsPerMinute: null } })
})
afterAll(async () => {
  await sandbox.close()
  expect(sandbox.violations).toEqual([])
})

let repositories = 0
let at: RepositoryRef
let run: Run
let artifact: Artifact
beforeEach(() => {
  repositories += 1
  const repository = addRepository(sandbox.world, `octo/app-${repositories}`)
  at = { owner: 'octo', name: repository.name }
  run = addRun(addWorkflow(repository, 'ci.yml'))
  addJob(run, 'build')
  artifact = addArtifact(run, 'coverage')
  sandbox.requests.length = 0
})
afterEach(() => {
  sandbox.faults.length = 0
  sandbox.conditions.latencyMs.api = 0
})

type Overrides = Partial<Pick<ConnectionOptions, 'apiUrl' | 'token' | 'actionsPermission'>>

function connect(overrides: Overrides = {}) {
  const clock = fakeClock()
  const log = fakeLog()
  const controller = new AbortController()
  const token = overrides.token ?? sandbox.tokenFor()
  const github = createGitHub({
    apiUrl: sandbox.apiUrl,
    actionsPermission: 'actions: read',
    log,
    clock,
    signal: controller.signal,
    ...overrides,
    token,
  })
  return { github, clock, log, controller, token }
}

describe('a request', () => {
  test('carries token, API version, media type and the name of this action', async () => {
    const { github, token } = connect()
    await github.getRun(at, run.id)
    expect(sandbox.requests[0]?.headers).toMatchObject({
      authorization: `token ${token}`,
      'x-github-api-version': '2022-11-28',
      accept: 'application/vnd.github+json',
      'user-agent': expect.stringMatching(/^actions-steward /),
    })
  })

  test('without a token carries no credentials', async () => {
    const { github } = connect({ token: '' })
    expect(await github.getRun(at, run.id)).toMatchObject({ id: run.id })
    expect(sandbox.requests[0]?.headers.authorization).toBeUndefined()
    await expect(github.getArtifactUrl(at, artifact.id)).rejects.toMatchObject({ kind: 'unauthorized' })
  })

  test('asks for pages of a hundred', async () => {
    const { github } = connect()
    await github.listRuns(at, {}, 3)
    await github.listBranches(at, 1)
    expect(sandbox.requests.map(({ query }) => [query['per_page'], query['page']])).toEqual([
      ['100', '3'],
      ['100', '1'],
    ])
  })

  test('goes to /api/v3 of GitHub Enterprise Server, which has no limits and no digests', async () => {
    const ghes = await startSandbox({ profile: 'ghes' })
    try {
      const repository = addRepository(ghes.world, 'octo/app')
      addArtifact(addRun(addWorkflow(repository, 'ci.yml')), 'coverage')
      const { github } = connect({ apiUrl: ghes.apiV3Url, token: ghes.tokenFor() })
      const { items } = await github.listArtifacts({ owner: 'octo', name: 'app' }, {}, 1)
      expect(items).toEqual([expect.objectContaining({ name: 'coverage', digest: null })])
      expect(ghes.requests[0]?.path).toBe('/api/v3/repos/octo/app/actions/artifacts')
      expect(github.rateLimit()).toBeNull()
    } finally {
      await ghes.close()
    }
  })

  test('with a token that is not valid says what to check', async () => {
    const { github } = connect({ token: 'ghs_wrong' })
    await expect(github.getRun(at, run.id)).rejects.toMatchObject({
      kind: 'unauthorized',
      status: 401,
      message: `Could not read run ${run.id} of octo/${at.name}: 401 Bad credentials.`,
      hint: expect.stringContaining('github-token'),
    })
    expect(sandbox.requests).toHaveLength(1)
  })

  test('is followed to where a repository was renamed to', async () => {
    const { github } = connect()
    renameRepository(run.repository, `renamed-${repositories}`)
    expect(await github.getRun(at, run.id)).toMatchObject({ id: run.id })
    expect(await github.getArtifactUrl(at, artifact.id)).toContain(sandbox.blobUrl)
    expect(sandbox.requests.every(({ headers }) => headers.authorization !== undefined)).toBe(true)
  })
})

describe('a download', () => {
  test('is a URL that was not followed, with its signature masked', async () => {
    const { github, log } = connect()
    const url = await github.getArtifactUrl(at, artifact.id)
    const signature = new URL(url).searchParams.get('sig')
    expect(url).toContain(sandbox.blobUrl)
    expect(sandbox.requestsOf({ origin: 'blob' })).toEqual([])
    expect(log.secrets).toEqual([signature, encodeURIComponent(signature ?? '')])
    expect([...log.lines, ...log.debugLines].join('\n')).not.toContain('sig=')
  })

  test('is a fresh URL each time, never one remembered', async () => {
    const { github } = connect()
    await github.getArtifactUrl(at, artifact.id)
    await github.getArtifactUrl(at, artifact.id)
    expect(sandbox.requests.map(({ status }) => status)).toEqual([302, 302])
  })

  test('that is gone is said to be, and not tried again', async () => {
    const { github, clock } = connect()
    artifact.isExpired = true
    await expect(github.getArtifactUrl(at, artifact.id)).rejects.toMatchObject({ kind: 'gone', status: 410 })
    expect(sandbox.requests).toHaveLength(1)
    expect(clock.sleeps).toEqual([])
  })
})

describe('what has not changed', () => {
  test('is not sent again, and costs no quota', async () => {
    const { github } = connect()
    const first = await github.listRuns(at, {}, 1)
    const before = github.rateLimit()
    const second = await github.listRuns(at, {}, 1)
    expect(second).toEqual(first)
    expect(sandbox.requests.map(({ status }) => status)).toEqual([200, 304])
    expect(github.rateLimit()?.remaining).toBe(before?.remaining)
    expect(github.requestCount()).toBe(2)
  })

  test('is told from what has', async () => {
    const { github } = connect()
    await github.listRuns(at, {}, 1)
    addRun(run.workflow)
    expect(await github.listRuns(at, {}, 1)).toMatchObject({ totalCount: 2 })
    expect(sandbox.requests.map(({ status }) => status)).toEqual([200, 200])
  })

  test('is remembered for each page and query by itself', async () => {
    const { github } = connect()
    await github.listRuns(at, {}, 1)
    expect(await github.listRuns(at, { branch: 'nope' }, 1)).toMatchObject({ totalCount: 0 })
    expect(await github.listRuns(at, {}, 2)).toMatchObject({ items: [] })
    expect(sandbox.requests.map(({ status }) => status)).toEqual([200, 200, 200])
  })
})

describe('trouble on the server', () => {
  test.each([500, 502, 503, 504])('%d is tried again after 1, 4 and 9 s', async (status) => {
    sandbox.faults.push({ match: { origin: 'api', times: 3 }, do: { status } })
    const { github, clock, log } = connect()
    expect(await github.getRun(at, run.id)).toMatchObject({ id: run.id })
    expect(clock.sleeps).toEqual([1000, 4000, 9000])
    expect(log.lines[0]).toBe(
      `GitHub, read run ${run.id} of octo/${at.name}: answer ${status}. Trying again in 1 s.`,
    )
  })

  test('that stays is an error', async () => {
    sandbox.faults.push({ match: { origin: 'api' }, do: { status: 502, message: 'Server Error' } })
    const { github } = connect()
    await expect(github.getRun(at, run.id)).rejects.toMatchObject({
      kind: 'server',
      status: 502,
      message: `Could not read run ${run.id} of octo/${at.name}: 502 Server Error.`,
    })
    expect(sandbox.requests).toHaveLength(4)
    expect(github.requestCount()).toBe(4)
  })

  test('of one request is not counted for the next', async () => {
    const { github, clock } = connect()
    await expect(github.cancelRun(at, run.id)).rejects.toMatchObject({ kind: 'conflict' })
    sandbox.faults.push({ match: { origin: 'api', times: 1 }, do: { status: 502 } })
    await github.getRun(at, run.id)
    expect(clock.sleeps).toEqual([1000])
  })

  test.each([
    ['reset before an answer', { resetAfterBytes: 'before-answer' as const }],
    ['reset in the middle', { resetAfterBytes: 20 }],
    ['closed in the middle', { closeAfterBytes: 20 }],
  ])('a connection that is %s is tried again', async (_name, effect) => {
    sandbox.faults.push({ match: { origin: 'api', times: 2 }, do: effect })
    const { github, clock } = connect()
    expect(await github.listRuns(at, {}, 1)).toMatchObject({ totalCount: 1 })
    expect(clock.sleeps).toEqual([1000, 4000])
  })

  test('a server that is not there is named', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const { github } = connect({ apiUrl: `http://127.0.0.1:${port}` })
    await expect(github.getRun(at, run.id)).rejects.toMatchObject({
      kind: 'network',
      status: 0,
      message: expect.stringContaining(
        `Could not read run ${run.id} of octo/${at.name}: no answer from 127.0.0.1:${port} (ECONNREFUSED`,
      ),
    })
  })

  test('a URL that is none is an error of the request', async () => {
    const { github } = connect({ apiUrl: 'nonsense' })
    await expect(github.getRun(at, run.id)).rejects.toMatchObject({ name: 'ApiError', kind: 'network' })
  })
})

describe('an answer that will stay the same is not tried again', () => {
  test.each([400, 401, 404, 409, 410, 422, 451])('%d', async (status) => {
    sandbox.faults.push({ match: { origin: 'api' }, do: { status, message: 'no' } })
    const { github, clock } = connect()
    await expect(github.getRun(at, run.id)).rejects.toMatchObject({ status })
    expect(sandbox.requests).toHaveLength(1)
    expect(clock.sleeps).toEqual([])
  })

  test('403 for a missing permission', async () => {
    const { github, clock } = connect({ token: sandbox.tokenFor({ permissions: { actions: 'read' } }) })
    await expect(github.deleteArtifact(at, artifact.id)).rejects.toMatchObject({
      kind: 'permission',
      hint: expect.stringContaining('permissions: actions: write'),
    })
    expect(sandbox.requests).toHaveLength(1)
    expect(clock.sleeps).toEqual([])
  })
})

describe('a secondary limit', () => {
  test.each([403, 429])('by %d is waited for as long as GitHub asks', async (status) => {
    sandbox.faults.push({ match: { origin: 'api', times: 1 }, do: { status, retryAfterSeconds: 7 } })
    const { github, clock, log } = connect()
    expect(await github.getRun(at, run.id)).toMatchObject({ id: run.id })
    expect(clock.sleeps).toEqual([7000])
    expect(log.lines).toEqual([
      'GitHub: requests come too fast (a secondary rate limit). Waiting 7 s, as it asks.',
    ])
  })

  test('without retry-after is waited for a minute', async () => {
    sandbox.faults.push({ match: { origin: 'api', times: 1 }, do: { status: 403 } })
    const { github, clock } = connect()
    await github.getRun(at, run.id)
    expect(clock.sleeps).toEqual([60_000])
  })

  test.each([
    ['older servers', 403, 'You have triggered an abuse detection mechanism.'],
    ['proxies', 429, 'Slow down'],
    ['a bare header', 403, ''],
  ])('in the words of %s is one too', async (_name, status, message) => {
    sandbox.faults.push({ match: { origin: 'api', times: 1 }, do: { status, message, retryAfterSeconds: 5 } })
    const { github, clock } = connect()
    await github.getRun(at, run.id)
    expect(clock.sleeps).toEqual([5000])
  })

  test('holds all requests, not only the one that met it', async () => {
    sandbox.faults.push({ match: { origin: 'api', times: 1 }, do: { status: 429, retryAfterSeconds: 30 } })
    const { github, clock } = connect()
    const startMs = clock.now()
    await github.getRun(at, run.id)
    expect(clock.now()).toBe(startMs + 30_000)
    sandbox.faults.push({ match: { origin: 'api', times: 1 }, do: { status: 429, retryAfterSeconds: 30 } })
    const slow = github.listRuns(at, {}, 1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await Promise.all([slow, github.getJob(at, [...run.repository.jobs.keys()][0] ?? 0)])
    expect(clock.now()).toBe(startMs + 60_000)
  })

  test('is waited for three times, and then is an error', async () => {
    sandbox.faults.push({ match: { origin: 'api' }, do: { status: 429, retryAfterSeconds: 10 } })
    const { github, clock } = connect()
    await expect(github.getRun(at, run.id)).rejects.toMatchObject({
      kind: 'rate-limit',
      status: 429,
      hint: expect.stringContaining('wait 10 s'),
    })
    expect(clock.sleeps).toEqual([10_000, 10_000, 10_000])
    expect(sandbox.requests).toHaveLength(4)
  })

  test('that asks for an hour is an error at once', async () => {
    sandbox.faults.push({ match: { origin: 'api' }, do: { status: 403, retryAfterSeconds: 3600 } })
    const { github, clock } = connect()
    await expect(github.getRun(at, run.id)).rejects.toMatchObject({ kind: 'rate-limit' })
    expect(clock.sleeps).toEqual([])
    expect(sandbox.requests).toHaveLength(1)
  })

  test('slows writes down from then on', async () => {
    const { github, clock } = connect()
    const artifacts = Array.from({ length: 6 }, (_, index) => addArtifact(run, `a${index}`))
    sandbox.faults.push({ match: { method: 'DELETE', nth: 2 }, do: { status: 403, retryAfterSeconds: 20 } })
    for (const { id } of artifacts) await github.deleteArtifact(at, id)
    expect(clock.sleeps).toEqual([400, 20_000, 1000, 1000, 1000, 1000])
    expect(sandbox.requestsOf({ method: 'DELETE' })).toHaveLength(7)
  })
})

describe('the quota', () => {
  test('is known from the answers', async () => {
    const { github, token } = connect()
    expect(github.rateLimit()).toBeNull()
    await github.getRun(at, run.id)
    expect(github.rateLimit()).toMatchObject({ limit: 5000, remaining: 4999 })
    sandbox.limits.setUsed(token, 4000)
    await github.getRepository(at)
    expect(github.rateLimit()?.remaining).toBe(999)
  })

  test('that is used up and comes back much later is an error that says when', async () => {
    const { github, clock, token } = connect()
    sandbox.limits.setUsed(token, 5000)
    await expect(github.getRun(at, run.id)).rejects.toMatchObject({
      kind: 'rate-limit',
      status: 403,
      hint: expect.stringMatching(
        /quota of 5000 requests an hour is used up; it resets at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/,
      ),
    })
    expect(clock.sleeps).toEqual([])
    expect(sandbox.requests).toHaveLength(1)
    expect(github.rateLimit()?.remaining).toBe(0)
  })

  test('that comes back soon is waited for', async () => {
    const { github, clock } = connect()
    const resetAtSeconds = Math.floor(clock.now() / 1000) + 20
    sandbox.faults.push({
      match: { origin: 'api', times: 1 },
      do: {
        status: 403,
        message: 'API rate limit exceeded for installation.',
        headers: {
          'x-ratelimit-limit': '5000',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': `${resetAtSeconds}`,
        },
      },
    })
    expect(await github.getRun(at, run.id)).toMatchObject({ id: run.id })
    expect(clock.sleeps).toEqual([21_000])
  })
})

describe('writes', () => {
  test('start 0.4 s apart, four at once at most, and reads do not wait for them', async () => {
    const { github, clock } = connect()
    const startMs = clock.now()
    sandbox.conditions.latencyMs.api = 20
    const artifacts = Array.from({ length: 12 }, (_, index) => addArtifact(run, `a${index}`))
    await Promise.all([
      ...artifacts.map(({ id }) => github.deleteArtifact(at, id)),
      ...[1, 2, 3, 4, 5, 6].map((page) => github.listRuns(at, {}, page)),
    ])
    expect(clock.sleeps).toHaveLength(11)
    expect(clock.now()).toBe(startMs + 11 * 400)
    expect(peakConcurrency(sandbox.requestsOf({ method: 'DELETE' }))).toBeLessThanOrEqual(4)
    expect(peakConcurrency(sandbox.requestsOf({ method: 'GET' }))).toBeGreaterThan(2)
  })

  test('that the server took but did not answer end as not found', async () => {
    const { github } = connect()
    sandbox.faults.push({
      match: { method: 'DELETE', times: 1 },
      do: [{ before: () => void run.repository.artifacts.delete(artifact.id) }, { status: 502 }],
    })
    await expect(github.deleteArtifact(at, artifact.id)).rejects.toMatchObject({ kind: 'not-found' })
  })
})

describe('a cancelled step', () => {
  test('starts no request', async () => {
    const { github, controller } = connect()
    controller.abort(new Error('cancelled'))
    await expect(github.getRun(at, run.id)).rejects.toThrow('cancelled')
    expect(sandbox.requests).toEqual([])
  })

  test('does not wait for an answer', async () => {
    sandbox.faults.push({ match: { origin: 'api' }, do: { hangAfterBytes: 'before-answer' } })
    const { github, controller } = connect()
    const request = github.getRun(at, run.id)
    setTimeout(() => {
      controller.abort(new Error('cancelled'))
    }, 30)
    await expect(request).rejects.toThrow('cancelled')
  })
})

describe('a server that answers other than GitHub', () => {
  let server: Server
  let answer: { status: number; headers: Record<string, string>; body: string }
  const seen: { url: string; authorization: string | undefined }[] = []
  let apiUrl: string
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push({ url: request.url ?? '', authorization: request.headers.authorization })
      response.writeHead(answer.status, answer.headers).end(answer.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  beforeEach(() => {
    seen.length = 0
  })

  test.each([
    ['a page of HTML', 'text/html', '<h1>Welcome</h1>', 'the run is a text, not an object'],
    ['JSON that is cut', 'application/json', '{"id": 1, "na', 'the run is a text, not an object'],
    [
      'a number that no number can hold',
      'application/json',
      '{"id": 90071992547409931234}',
      'id is too large a number',
    ],
    ['something else', 'application/json', '{"ok":true}', 'id is missing, not a number'],
  ])('%s', async (_name, type, body, problem) => {
    answer = { status: 200, headers: { 'content-type': type }, body }
    await expect(connect({ apiUrl, token: 'x' }).github.getRun(at, 1)).rejects.toMatchObject({
      kind: 'server',
      message: `Could not read run 1 of octo/${at.name}: the answer of GitHub is not as its API describes it (${problem}).`,
    })
  })

  test('an error page is not shown', async () => {
    answer = { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>No such page</h1>' }
    await expect(connect({ apiUrl, token: 'x' }).github.getRun(at, 1)).rejects.toMatchObject({
      message: `Could not read run 1 of octo/${at.name}: 404 Not Found.`,
    })
  })

  test('what a field of the request did wrong is shown', async () => {
    answer = {
      status: 422,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        message: 'Validation Failed',
        errors: [{ message: 'bad date' }, 'too long', 7],
      }),
    }
    await expect(connect({ apiUrl, token: 'x' }).github.listRuns(at, {}, 1)).rejects.toMatchObject({
      message: `Could not list the runs of octo/${at.name}: 422 Validation Failed: bad date, too long.`,
    })
  })

  test('a download moved to another server does not take the token there', async () => {
    answer = { status: 301, headers: { location: `${sandbox.apiUrl}/repositories/1/x` }, body: '' }
    await expect(connect({ apiUrl, token: 'x' }).github.getArtifactUrl(at, 1)).rejects.toMatchObject({
      kind: 'server',
      message: expect.stringContaining('it redirects to no download'),
    })
    expect(sandbox.requests).toEqual([])
  })

  test('a download that moves in a circle comes to an end', async () => {
    answer = { status: 301, headers: { location: `${apiUrl}/round` }, body: '' }
    await expect(connect({ apiUrl, token: 'x' }).github.getArtifactUrl(at, 1)).rejects.toMatchObject({
      kind: 'server',
    })
    expect(seen.length).toBe(4)
  })
})

describe('the repositories of an owner', () => {
  const repository = (name: string) => ({ id: 1, name, owner: { login: 'mona' }, default_branch: 'main' })
  const answering = async (answers: Readonly<Record<string, unknown>>) => {
    const paths: string[] = []
    const server = createServer((request, response) => {
      const path = (request.url ?? '').replace(/[?&]per_page=.*/, '')
      paths.push(path)
      const body = answers[path]
      const status = typeof body === 'number' ? body : body === undefined ? 404 : 200
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return {
      paths,
      github: connect({ apiUrl, token: 'x' }).github,
      close: () => {
        server.closeAllConnections()
        server.close()
      },
    }
  }

  test.each<[string, Readonly<Record<string, unknown>>, readonly string[], string]>([
    ['an organisation', { '/orgs/mona/repos': [repository('o')] }, ['/orgs/mona/repos'], 'o'],
    [
      'the user whose token it is, private ones included',
      { '/user': { login: 'Mona' }, '/user/repos?affiliation=owner': [repository('p')] },
      ['/orgs/mona/repos', '/user', '/user/repos?affiliation=owner'],
      'p',
    ],
    [
      'another user',
      { '/user': { login: 'hubot' }, '/users/mona/repos': [repository('u')] },
      ['/orgs/mona/repos', '/user', '/users/mona/repos'],
      'u',
    ],
    [
      'a user, by the token of a job, which is no one’s',
      { '/user': 403, '/users/mona/repos': [repository('u')] },
      ['/orgs/mona/repos', '/user', '/users/mona/repos'],
      'u',
    ],
  ])('%s', async (_name, answers, paths, name) => {
    const owner = await answering(answers)
    try {
      expect(await owner.github.listRepositories('mona', 1)).toMatchObject({ items: [{ name }] })
      expect(owner.paths).toEqual(paths)
      await owner.github.listRepositories('mona', 2)
      expect(owner.paths).toEqual([...paths, paths.at(-1)])
    } finally {
      owner.close()
    }
  })
})
