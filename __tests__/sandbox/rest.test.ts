import { getOctokit } from '@actions/github'
import { afterEach, describe, expect, test } from '@jest/globals'
import { addArtifact, addRepository, addRun, addWorkflow, renameRepository } from '../../sandbox/build.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox, SandboxOptions } from '../../sandbox/server.ts'
import { clientOf, linksOf } from './client.ts'

const opened: Sandbox[] = []

async function start(options: SandboxOptions = {}) {
  const sandbox = await startSandbox(options)
  opened.push(sandbox)
  const repository = addRepository(sandbox.world, 'octo-org/webshop')
  const workflow = addWorkflow(repository, 'ci.yml', { name: 'CI' })
  return { sandbox, repository, workflow, call: clientOf(sandbox) }
}

afterEach(async () => {
  for (const sandbox of opened.splice(0)) {
    await sandbox.close()
    expect(sandbox.violations).toEqual([])
  }
})

const artifacts = '/repos/octo-org/webshop/actions/artifacts'

async function withArtifacts(count: number) {
  const started = await start()
  const run = addRun(started.workflow)
  for (let index = 0; index < count; index++) addArtifact(run, `a${index}`)
  return { ...started, run }
}

describe('pagination', () => {
  test('a page holds 30 by default and at most 100', async () => {
    const { call } = await withArtifacts(120)
    expect((await call(artifacts)).json.artifacts).toHaveLength(30)
    expect((await call(`${artifacts}?per_page=500`)).json.artifacts).toHaveLength(100)
    expect((await call(`${artifacts}?per_page=0`)).json.artifacts).toHaveLength(30)
    expect((await call(`${artifacts}?per_page=7`)).json.total_count).toBe(120)
  })

  test('Link headers name the neighbours by repository id and keep the query', async () => {
    const { call, repository, sandbox } = await withArtifacts(5)
    const second = linksOf(await call(`${artifacts}?per_page=2&page=2`))
    const base = `${sandbox.apiUrl}/repositories/${repository.id}/actions/artifacts?per_page=2`
    expect(second).toEqual({
      prev: `${base}&page=1`,
      next: `${base}&page=3`,
      last: `${base}&page=3`,
      first: `${base}&page=1`,
    })
    expect(Object.keys(linksOf(await call(`${artifacts}?per_page=2`)))).toEqual(['next', 'last'])
    expect(Object.keys(linksOf(await call(`${artifacts}?per_page=2&page=3`)))).toEqual(['prev', 'first'])
    expect((await call(`${artifacts}?per_page=5`)).headers.get('link')).toBeNull()
  })

  test('following rel=next reaches every item once', async () => {
    const { call } = await withArtifacts(23)
    const names: string[] = []
    let next: string | undefined = `${artifacts}?per_page=4`
    while (next !== undefined) {
      const reply = await call(next, { token: null })
      names.push(...reply.json.artifacts.map((artifact: { name: string }) => artifact.name))
      next = linksOf(reply)['next']
    }
    expect(names).toEqual(Array.from({ length: 23 }, (_, index) => `a${22 - index}`))
  })

  test('a page past the end is empty', async () => {
    const { call } = await withArtifacts(3)
    const reply = await call(`${artifacts}?page=9`)
    expect(reply.status).toBe(200)
    expect(reply.json).toEqual({ total_count: 3, artifacts: [] })
  })

  test("Octokit's own pagination reads it all, at / and at /api/v3", async () => {
    const { sandbox, run } = await withArtifacts(45)
    for (const baseUrl of [sandbox.apiUrl, sandbox.apiV3Url]) {
      const octokit = getOctokit(sandbox.tokenFor(), { baseUrl })
      const found = await octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
        owner: 'octo-org',
        repo: 'webshop',
        run_id: run.id,
        per_page: 20,
      })
      expect(found).toHaveLength(45)
      expect(found[0]?.url.startsWith(baseUrl)).toBe(true)
    }
    expect(sandbox.requestsOf({ path: /^\/api\/v3\// })).toHaveLength(3)
  })
})

describe('conditional requests', () => {
  test('If-None-Match answers 304 without a body and costs nothing of the primary limit', async () => {
    const { call } = await withArtifacts(2)
    const first = await call(artifacts)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^W\/"[0-9a-f]+"$/)
    const again = await call(artifacts, { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
    expect(again.text).toBe('')
    expect(again.headers.get('x-ratelimit-remaining')).toBe(first.headers.get('x-ratelimit-remaining'))
  })

  test('a changed list answers 200 with another tag', async () => {
    const { call, run } = await withArtifacts(2)
    const etag = (await call(artifacts)).headers.get('etag') ?? ''
    addArtifact(run, 'new')
    const again = await call(artifacts, { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(200)
    expect(again.headers.get('etag')).not.toBe(etag)
  })
})

describe('who may do what', () => {
  async function withPrivate() {
    const started = await start()
    const vault = addRepository(started.sandbox.world, 'octo-org/vault', { private: true })
    const run = addRun(addWorkflow(vault, 'ci.yml'))
    return { ...started, vault, secret: addArtifact(run, 'secret') }
  }

  test('an unknown token is 401 Bad credentials', async () => {
    const { call } = await start()
    const reply = await call(artifacts, { token: 'ghs_forged' })
    expect(reply.status).toBe(401)
    expect(reply.json).toMatchObject({ message: 'Bad credentials', documentation_url: expect.any(String) })
  })

  test('without a token public lists are readable, downloads want one, private ones do not exist', async () => {
    const { call, workflow } = await withPrivate()
    const artifact = addArtifact(addRun(workflow), 'open')
    expect((await call(artifacts, { token: null })).status).toBe(200)
    const download = await call(`${artifacts}/${artifact.id}/zip`, { token: null })
    expect([download.status, download.json.message]).toEqual([401, 'Requires authentication'])
    expect((await call('/repos/octo-org/vault/actions/artifacts', { token: null })).status).toBe(404)
  })

  test('a read-only token reads and does not write', async () => {
    const { call, sandbox, workflow } = await start()
    const artifact = addArtifact(addRun(workflow), 'keep')
    const token = sandbox.tokenFor({ permissions: { actions: 'read' } })
    expect((await call(`${artifacts}/${artifact.id}`, { token })).status).toBe(200)
    expect((await call(`${artifacts}/${artifact.id}/zip`, { token })).status).toBe(302)
    const refused = await call(`${artifacts}/${artifact.id}`, { token, method: 'DELETE' })
    expect(refused.status).toBe(403)
    expect(refused.json.message).toBe('Resource not accessible by integration')
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('actions=write')
    expect(refused.headers.get('x-ratelimit-remaining')).not.toBe('0')
  })

  test('on a private repository each permission counts', async () => {
    const { call, sandbox, secret } = await withPrivate()
    const vault = '/repos/octo-org/vault'
    const actionsOnly = sandbox.tokenFor({ permissions: { actions: 'read' } })
    expect((await call(`${vault}/actions/artifacts/${secret.id}`, { token: actionsOnly })).status).toBe(200)
    expect((await call(`${vault}/branches`, { token: actionsOnly })).status).toBe(403)
    expect((await call(`${vault}/pulls`, { token: actionsOnly })).status).toBe(403)
    expect((await call(vault, { token: actionsOnly })).status).toBe(200)
  })

  test("a token for one repository sees others' public data only", async () => {
    const { call, sandbox, repository, workflow } = await withPrivate()
    const other = addRepository(sandbox.world, 'octo-org/other')
    const artifact = addArtifact(addRun(addWorkflow(other, 'ci.yml')), 'x')
    addRun(workflow)
    const token = sandbox.tokenFor({ repositories: [repository] })
    expect((await call('/repos/octo-org/vault', { token })).status).toBe(404)
    expect((await call('/repos/octo-org/other/actions/runs', { token })).status).toBe(200)
    const path = `/repos/octo-org/other/actions/artifacts/${artifact.id}`
    expect((await call(path, { token, method: 'DELETE' })).status).toBe(403)
  })

  test('an archived repository is read-only', async () => {
    const { call, sandbox } = await start()
    const attic = addRepository(sandbox.world, 'octo-org/attic', { archived: true })
    const artifact = addArtifact(addRun(addWorkflow(attic, 'ci.yml')), 'x')
    const reply = await call(`/repos/octo-org/attic/actions/artifacts/${artifact.id}`, { method: 'DELETE' })
    expect([reply.status, reply.json.message]).toEqual([403, 'Repository was archived so is read-only.'])
  })
})

describe('every answer', () => {
  test('carries the rate limit and a request id', async () => {
    const { call } = await start({ limits: { primary: 1_000 } })
    await call(artifacts)
    const { headers } = await call(artifacts)
    expect(headers.get('x-ratelimit-limit')).toBe('1000')
    expect(headers.get('x-ratelimit-used')).toBe('2')
    expect(headers.get('x-ratelimit-remaining')).toBe('998')
    expect(headers.get('x-ratelimit-resource')).toBe('core')
    expect(Number(headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1_000)
    expect(headers.get('x-github-request-id')).toMatch(/^[0-9A-F:]+$/)
  })

  test('of an unknown path is 404 with a documentation link', async () => {
    const { call } = await start()
    const reply = await call('/repos/octo-org/webshop/actions/nothing')
    expect(reply.status).toBe(404)
    expect(reply.json).toEqual({
      message: 'Not Found',
      documentation_url: 'https://docs.github.com/rest',
      status: '404',
    })
  })

  test.each([
    ['2022-11-28', 200],
    ['2026-03-10', 200],
    ['2019-01-01', 400],
  ])('to API version %s is %i', async (version, status) => {
    const { call } = await start()
    expect((await call(artifacts, { headers: { 'x-github-api-version': version } })).status).toBe(status)
  })

  test('finds a repository in any case, and a renamed one by redirect', async () => {
    const { call, repository, sandbox } = await start()
    expect((await call('/repos/Octo-Org/WebShop')).json.full_name).toBe('octo-org/webshop')
    renameRepository(repository, 'store')
    const moved = await call('/repos/octo-org/webshop/actions/runs')
    expect(moved.status).toBe(301)
    expect(moved.headers.get('location')).toBe(`${sandbox.apiUrl}/repositories/${repository.id}/actions/runs`)
    expect((await call(moved.headers.get('location') ?? '', { token: null })).status).toBe(200)
  })
})

describe('the log of requests', () => {
  test('holds method, path, query, status, bytes, times and headers', async () => {
    const { call, sandbox } = await withArtifacts(1)
    const reply = await call(`${artifacts}?per_page=1`, { headers: { 'x-probe': 'yes' } })
    const [logged] = sandbox.requestsOf({ path: /per_page=1/ })
    expect(logged).toMatchObject({
      origin: 'api',
      method: 'GET',
      path: artifacts,
      query: { per_page: '1' },
      status: 200,
      bytes: Buffer.byteLength(reply.text),
      isCut: false,
    })
    expect(logged?.headers['x-probe']).toBe('yes')
    expect(logged?.endedAtMs).toBeGreaterThanOrEqual(logged?.startedAtMs ?? Infinity)
  })
})

describe('lists of repositories', () => {
  test('of an organisation, by login and by id', async () => {
    const { call, sandbox, repository } = await start()
    addRepository(sandbox.world, 'octo-org/attic', { archived: true })
    addRepository(sandbox.world, 'mona/dotfiles', { ownerType: 'User' })
    const reply = await call('/orgs/octo-org/repos?per_page=1')
    expect(reply.json.map((item: { name: string }) => item.name)).toEqual(['attic'])
    const { next = '' } = linksOf(reply)
    expect(next).toContain(`/organizations/${repository.owner.id}/repos`)
    expect((await call(next, { token: null })).json[0].name).toBe('webshop')
    expect((await call('/users/mona/repos')).json).toHaveLength(1)
    expect((await call('/orgs/mona/repos')).status).toBe(404)
  })
})
