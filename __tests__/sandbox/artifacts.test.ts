import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  addArtifact,
  addOrphanArtifact,
  addRepository,
  addRun,
  addWorkflow,
  completeRun,
} from '../../sandbox/build.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import type { Repository, Run } from '../../sandbox/world.ts'
import { zipFiles } from '../../sandbox/zip.ts'
import { clientOf, locationOf } from './client.ts'
import type { Call } from './client.ts'

let sandbox: Sandbox
let repository: Repository
let run: Run
let call: Call

beforeEach(async () => {
  sandbox = await startSandbox({ now: '2026-05-04T12:00:00Z' })
  repository = addRepository(sandbox.world, 'octo-org/webshop')
  run = addRun(addWorkflow(repository, 'ci.yml'))
  call = clientOf(sandbox)
})

afterEach(async () => {
  await sandbox.close()
  expect(sandbox.violations).toEqual([])
})

const artifacts = '/repos/octo-org/webshop/actions/artifacts'
const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const namesOf = (json: { artifacts: { name: string }[] }) => json.artifacts.map((artifact) => artifact.name)

describe('artifacts', () => {
  test('carry size, digest, expiry and run, with ids above 2^32', async () => {
    const artifact = addArtifact(run, 'coverage', {
      files: { 'a.txt': 'hello' },
      createdAt: '2026-05-01T10:00:00Z',
    })
    const bytes = zipFiles({ 'a.txt': 'hello' })
    const { json } = await call(`${artifacts}/${artifact.id}`)
    expect(json).toMatchObject({
      name: 'coverage',
      size_in_bytes: bytes.length,
      digest: sha256(bytes),
      expired: false,
      created_at: '2026-05-01T10:00:00Z',
      expires_at: '2026-07-30T10:00:00Z',
      workflow_run: {
        id: run.id,
        repository_id: repository.id,
        head_repository_id: repository.id,
        head_branch: 'main',
        head_sha: run.headSha,
      },
    })
    for (const id of [json.id, json.workflow_run.id, json.workflow_run.repository_id]) {
      expect(id).toBeGreaterThan(2 ** 32)
    }
  })

  test('of the repository are filtered by exact name', async () => {
    for (const name of ['a', 'A', 'a', 'ab']) addArtifact(run, name)
    const reply = await call(`${artifacts}?name=a`)
    expect(namesOf(reply.json)).toEqual(['a', 'a'])
    expect(reply.json.total_count).toBe(2)
  })

  test('of a run come highest id first, or the other way round', async () => {
    for (const name of ['one', 'two', 'three']) addArtifact(run, name)
    addArtifact(addRun(run.workflow), 'other')
    const path = `/repos/octo-org/webshop/actions/runs/${run.id}/artifacts`
    expect(namesOf((await call(path)).json)).toEqual(['three', 'two', 'one'])
    expect(namesOf((await call(`${path}?direction=asc`)).json)).toEqual(['one', 'two', 'three'])
    expect(namesOf((await call(`${path}?name=two`)).json)).toEqual(['two'])
  })

  test('without a run have null for it', async () => {
    const artifact = addOrphanArtifact(repository, 'ancient', { digest: null })
    expect((await call(`${artifacts}/${artifact.id}`)).json).toMatchObject({
      workflow_run: null,
      digest: null,
    })
  })

  test('are deleted once, and gone from every list', async () => {
    const artifact = addArtifact(run, 'x')
    addArtifact(run, 'y')
    await call(artifacts)
    expect((await call(`${artifacts}/${artifact.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await call(`${artifacts}/${artifact.id}`, { method: 'DELETE' })).status).toBe(404)
    expect(namesOf((await call(artifacts)).json)).toEqual(['y'])
  })

  test('expire when their time comes: listed as expired, and 410 on download', async () => {
    const artifact = addArtifact(run, 'x', { expiresAt: '2026-05-04T12:00:30Z' })
    expect((await call(`${artifacts}/${artifact.id}/zip`)).status).toBe(302)
    sandbox.world.clock.advance(30_000)
    expect((await call(artifacts)).json.artifacts[0].expired).toBe(true)
    const gone = await call(`${artifacts}/${artifact.id}/zip`)
    expect([gone.status, gone.json.message]).toEqual([410, 'Artifact has expired'])
  })

  test('only download as zip', async () => {
    const artifact = addArtifact(run, 'x')
    expect((await call(`${artifacts}/${artifact.id}/tar`)).status).toBe(404)
  })

  test.each(['0', '123', 'abc', '99999999999999999999', '1e3'])(
    'with the id %s are not found',
    async (id) => {
      expect((await call(`${artifacts}/${id}`)).status).toBe(404)
    },
  )
})

describe('contents', () => {
  async function download(id: number): Promise<{ readonly bytes: Buffer; readonly headers: Headers }> {
    const response = await fetch(await locationOf(call, `${artifacts}/${id}/zip`))
    return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers }
  }

  test('come from files, bytes, a path or a generator, and agree with size and digest', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-test-'))
    const path = join(folder, 'given.zip')
    writeFileSync(path, zipFiles({ 'b.txt': 'from disk' }))
    try {
      const made = [
        addArtifact(run, 'files', { files: { 'a.txt': 'hello', 'empty/': '' } }),
        addArtifact(run, 'bytes', { bytes: Buffer.from('no zip at all') }),
        addArtifact(run, 'path', { zipPath: path }),
        addArtifact(run, 'generated', { sizeBytes: 700_001 }),
        addArtifact(run, 'default'),
      ]
      for (const artifact of made) {
        const { json } = await call(`${artifacts}/${artifact.id}`)
        const { bytes } = await download(artifact.id)
        expect(bytes.length).toBe(json.size_in_bytes)
        expect(sha256(bytes)).toBe(json.digest)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('of two generated artifacts differ', async () => {
    const [one, two] = [addArtifact(run, 'one'), addArtifact(run, 'two')]
    expect((await download(one.id)).bytes.equals((await download(two.id)).bytes)).toBe(false)
  })

  test('have a name and a type; those without archive keep their own', async () => {
    const zip = addArtifact(run, 'Täst "1"', { files: {} })
    const page = addArtifact(run, 'report.html', { bytes: Buffer.from('<p>'), contentType: 'text/html' })
    const ofZip = (await download(zip.id)).headers
    expect(ofZip.get('content-type')).toBe('application/zip')
    expect(ofZip.get('content-disposition')).toBe(
      `attachment; filename="T_st _1_.zip"; filename*=UTF-8''T%C3%A4st%20%221%22.zip`,
    )
    const ofPage = (await download(page.id)).headers
    expect(ofPage.get('content-type')).toBe('text/html')
    expect(ofPage.get('content-disposition')).toContain('filename="report.html"')
  })

  test('of large ones are not read for a list', async () => {
    for (let index = 0; index < 100; index++) addArtifact(run, `big ${index}`, { sizeBytes: 5_000_000_000 })
    const { json } = await call(`${artifacts}?per_page=100`)
    expect(json.artifacts[0]).toMatchObject({ size_in_bytes: 5_000_000_000, digest: null })
  })
})

describe('GitHub Enterprise Server', () => {
  test('has no digest, no rate limit, no results service, no ranges, and hides artifacts of unfinished runs', async () => {
    const ghes = await startSandbox({ profile: 'ghes' })
    try {
      const hall = addRepository(ghes.world, 'octo-org/hall')
      const running = addRun(addWorkflow(hall, 'ci.yml'), { status: 'in_progress' })
      const artifact = addArtifact(running, 'x')
      const ask = clientOf(ghes)
      const path = '/api/v3/repos/octo-org/hall/actions'
      expect((await ask(`${path}/artifacts`)).json.total_count).toBe(0)
      expect((await ask(`${path}/runs/${running.id}/artifacts`)).json.artifacts).toEqual([])
      expect((await ask(`${path}/artifacts/${artifact.id}`)).status).toBe(404)
      completeRun(running)
      const listed = await ask(`${path}/runs/${running.id}/artifacts`)
      expect(listed.json.artifacts).toHaveLength(1)
      expect(listed.json.artifacts[0]).not.toHaveProperty('digest')
      expect(listed.headers.get('x-ratelimit-limit')).toBeNull()
      expect((await ask('/api/v3/rate_limit')).status).toBe(404)
      const env = await ghes.env({ run: running })
      expect(env['GITHUB_API_URL']).toBe(ghes.apiV3Url)
      expect(env).not.toHaveProperty('ACTIONS_RUNTIME_TOKEN')
      const location = await locationOf(ask, `${path}/artifacts/${artifact.id}/zip`)
      const whole = await fetch(location, { headers: { range: 'bytes=0-3' } })
      expect(whole.status).toBe(200)
      await whole.arrayBuffer()
      expect(ghes.violations).toEqual([])
    } finally {
      await ghes.close()
    }
  })
})
