import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { addArtifact, addRepository, addRun, addWorkflow, rerun } from '../../sandbox/build.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import type { Run } from '../../sandbox/world.ts'
import { clientOf } from './client.ts'
import type { Call } from './client.ts'

let sandbox: Sandbox
let run: Run
let call: Call
let folder: string

beforeEach(async () => {
  sandbox = await startSandbox()
  const repository = addRepository(sandbox.world, 'octo-org/webshop')
  run = addRun(addWorkflow(repository, 'ci.yml'), { status: 'in_progress' })
  call = clientOf(sandbox)
  folder = mkdtempSync(join(tmpdir(), 'sandbox-test-'))
})
afterEach(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true })
  expect(sandbox.violations).toEqual([])
})

/** Runs a script with the real client as `client` in a process of its own, as it reads the environment at import. */
async function withRealClient(script: string, attempt?: number): Promise<readonly unknown[]> {
  const file = join(folder, 'step.mjs')
  const module = resolve('node_modules/@actions/artifact/lib/artifact.js')
  writeFileSync(
    file,
    `import { writeSync } from 'node:fs'
    const { DefaultArtifactClient } = await import(${JSON.stringify(module)})
    const client = new DefaultArtifactClient()
    const folder = ${JSON.stringify(folder)}
    const tell = (value) => writeSync(3, JSON.stringify(value) + '\\n')
    ${script}`,
  )
  const env = await sandbox.env({ run, ...(attempt === undefined ? {} : { attempt }) })
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const chunks: Buffer[][] = [[], [], [], []]
  for (const descriptor of [1, 2, 3]) {
    child.stdio[descriptor]?.on('data', (data: Buffer) => {
      chunks[descriptor]?.push(data)
    })
  }
  const code = await new Promise((done) => child.on('close', done))
  const [, output = '', errors = '', told = ''] = chunks.map((parts) => Buffer.concat(parts).toString('utf8'))
  if (code !== 0) throw new Error(output + errors)
  return told.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]))
}

describe('the real @actions/artifact', () => {
  test('uploads, lists, downloads and deletes; REST shows the same', async () => {
    mkdirSync(join(folder, 'out/deep'), { recursive: true })
    writeFileSync(join(folder, 'out/a.txt'), 'hello')
    writeFileSync(join(folder, 'out/deep/b.bin'), Buffer.alloc(9_000_000, 'ab'))
    writeFileSync(join(folder, 'report.html'), '<p>raw</p>')
    const [zip, raw, taken, listed, got] = (await withRealClient(`
      const files = ['out/a.txt', 'out/deep/b.bin'].map((name) => folder + '/' + name)
      tell(await client.uploadArtifact('stuff', files, folder + '/out', { retentionDays: 3, compressionLevel: 0 }))
      tell(await client.uploadArtifact('', [folder + '/report.html'], folder, { skipArchive: true }))
      tell(await client.uploadArtifact('stuff', files, folder + '/out').catch((error) => error.message))
      tell(await client.listArtifacts())
      const { artifact } = await client.getArtifact('stuff')
      tell(await client.downloadArtifact(artifact.id, { path: folder + '/back', expectedHash: artifact.digest }))
      const { artifact: page } = await client.getArtifact('report.html')
      await client.downloadArtifact(page.id, { path: folder + '/back', expectedHash: page.digest })
    `)) as [{ id: number; size: number; digest: string }, { id: number }, string, unknown, unknown]

    expect(taken).toContain('an artifact with this name already exists on the workflow run')
    expect(listed).toMatchObject({
      artifacts: [
        { name: 'report.html', id: raw.id, size: 10 },
        { name: 'stuff', id: zip.id, size: zip.size, digest: `sha256:${zip.digest}` },
      ],
    })
    expect(got).toEqual({ downloadPath: join(folder, 'back'), digestMismatch: false })
    expect(readFileSync(join(folder, 'back/a.txt'), 'utf8')).toBe('hello')
    expect(readFileSync(join(folder, 'back/deep/b.bin')).equals(Buffer.alloc(9_000_000, 'ab'))).toBe(true)
    expect(readFileSync(join(folder, 'back/report.html'), 'utf8')).toBe('<p>raw</p>')

    const { json } = await call(`/repos/octo-org/webshop/actions/artifacts/${zip.id}`)
    expect(json).toMatchObject({ name: 'stuff', size_in_bytes: zip.size, digest: `sha256:${zip.digest}` })
    expect(Date.parse(json.expires_at) - Date.parse(json.created_at)).toBeCloseTo(3 * 86_400_000, -4)
    const page = run.repository.artifacts.get(raw.id)
    expect(page).toMatchObject({ contentType: 'text/html', fileName: 'report.html' })

    await withRealClient(`tell(await client.deleteArtifact('stuff'))`)
    expect((await call(`/repos/octo-org/webshop/actions/runs/${run.id}/artifacts`)).json.total_count).toBe(1)
    expect(sandbox.requestsOf({ origin: 'blob', method: 'PUT', path: /comp=block&/ })).toHaveLength(3)
  }, 30_000)

  test('downloads what the builder made, by REST with findBy', async () => {
    const artifact = addArtifact(run, 'built', { files: { 'x/y.txt': 'from the builder' } })
    const token = sandbox.tokenFor({ permissions: { actions: 'read' } })
    const findBy = { token, workflowRunId: run.id, repositoryOwner: 'octo-org', repositoryName: 'webshop' }
    const [result] = await withRealClient(`
      const findBy = ${JSON.stringify(findBy)}
      const { artifact } = await client.getArtifact('built', { findBy })
      tell(await client.downloadArtifact(artifact.id, { path: folder + '/back', findBy, expectedHash: artifact.digest }))
    `)
    expect(result).toMatchObject({ digestMismatch: false })
    expect(readFileSync(join(folder, 'back/x/y.txt'), 'utf8')).toBe('from the builder')
    const blobs = sandbox.requestsOf({ origin: 'blob' })
    expect(blobs).toHaveLength(1)
    expect(blobs[0]?.headers.authorization).toBeUndefined()
    expect(blobs[0]?.bytes).toBe(artifact.content.sizeBytes)
  }, 30_000)
})

describe('the results service', () => {
  const service = 'twirp/github.actions.results.api.v1.ArtifactService'
  const backendIds = (token: string) => {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      scp: string
    }
    const [, runId = '', jobId = ''] = /Actions\.Results:([^:]+):(\S+)/.exec(claims.scp) ?? []
    return { workflow_run_backend_id: runId, workflow_job_run_backend_id: jobId }
  }
  const ask = async (method: string, token: string, fields: object = {}) =>
    call(`${sandbox.resultsUrl}/${service}/${method}`, {
      method: 'POST',
      token,
      body: JSON.stringify({ ...backendIds(token), ...fields }),
    })

  test('wants a runtime token, and only its own run', async () => {
    const other = sandbox.runtimeTokenFor(addRun(run.workflow, { status: 'in_progress' }))
    const own = sandbox.runtimeTokenFor(run)
    const withApiToken = { method: 'POST', token: sandbox.tokenFor(), body: '{}' }
    expect((await call(`${sandbox.resultsUrl}/${service}/ListArtifacts`, withApiToken)).status).toBe(401)
    const foreign = await ask('ListArtifacts', own, backendIds(other))
    expect([foreign.status, foreign.json.code]).toEqual([403, 'permission_denied'])
  })

  test('filters by name and id, and leaves out what has expired', async () => {
    const token = sandbox.runtimeTokenFor(run)
    const [a] = [addArtifact(run, 'a'), addArtifact(run, 'b'), addArtifact(run, 'old', { expired: true })]
    const names = async (fields: object) =>
      (await ask('ListArtifacts', token, fields)).json.artifacts.map((item: { name: string }) => item.name)
    expect(await names({})).toEqual(['b', 'a'])
    expect(await names({ name_filter: 'a' })).toEqual(['a'])
    expect(await names({ id_filter: String(a.id) })).toEqual(['a'])
    expect(await names({ name_filter: 'c' })).toEqual([])
  })

  test.each(['GetSignedArtifactURL', 'DeleteArtifact', 'FinalizeArtifact'])(
    '%s of a name that is not there is not found',
    async (method) => {
      const reply = await ask(method, sandbox.runtimeTokenFor(run), { name: 'nothing', size: '1' })
      expect([reply.status, reply.json.code]).toEqual([404, 'not_found'])
    },
  )

  test('shows a re-run the earlier artifacts, or not, as told; the same name is free again', async () => {
    addArtifact(run, 'built')
    rerun(run, { status: 'in_progress' })
    const token = sandbox.runtimeTokenFor(run)
    expect((await ask('ListArtifacts', token)).json.artifacts).toHaveLength(1)
    expect((await ask('CreateArtifact', token, { name: 'built', version: 7 })).json.ok).toBe(true)
    await sandbox.close()
    sandbox = await startSandbox({ traits: { resultsScope: 'attempt' } })
    const repository = addRepository(sandbox.world, 'octo-org/webshop')
    const again = addRun(addWorkflow(repository, 'ci.yml'), { status: 'in_progress' })
    addArtifact(again, 'built')
    rerun(again, { status: 'in_progress' })
    expect((await ask('ListArtifacts', sandbox.runtimeTokenFor(again))).json).toEqual({ artifacts: [] })
  })

  test('finalizes only what came: size and hash are checked', async () => {
    const token = sandbox.runtimeTokenFor(run)
    const { json } = await ask('CreateArtifact', token, { name: 'x', version: 7 })
    await call(json.signed_upload_url, {
      method: 'PUT',
      body: 'four',
      headers: { 'x-ms-blob-type': 'BlockBlob' },
    })
    expect((await ask('FinalizeArtifact', token, { name: 'x', size: '5' })).status).toBe(400)
    expect((await ask('FinalizeArtifact', token, { name: 'x', size: '4', hash: 'sha256:00' })).status).toBe(
      400,
    )
    const hash = `sha256:${createHash('sha256').update('four').digest('hex')}`
    expect((await ask('FinalizeArtifact', token, { name: 'x', size: '4', hash })).json.ok).toBe(true)
    expect((await call(json.signed_upload_url)).status).toBe(403)
  })
})
