import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { addPull } from '../../sandbox/build-code.ts'
import { addArtifact, addFork, addRun, addWorkflow } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import { zipFiles } from '../../sandbox/zip.ts'
import { outputNames } from '../../src/outputs.ts'
import { openScene, treeOf, type Scene, type SceneOptions } from '../support/scene.ts'

let scene: Scene | null = null
async function open(options: SceneOptions = {}): Promise<Scene> {
  scene = await openScene(options)
  return scene
}
afterEach(async () => {
  if (scene !== null) expect(scene.sandbox.violations).toEqual([])
  await scene?.close()
  scene = null
})

/** Everything that a token must never reach. */
function expectNoCredentialsAtBlobHost({ sandbox }: Scene): void {
  const blob = sandbox.requestsOf({ origin: 'blob' })
  expect(blob.length).toBeGreaterThan(0)
  for (const request of blob) expect(request.headers.authorization).toBeUndefined()
}

describe('the newest matching run', () => {
  test('is fetched with digest, outputs, manifest and summary', async () => {
    const { workflow, sandbox, step } = await open()
    const old = addRun(workflow, { createdAt: ago(sandbox.world, { days: 3 }) })
    addArtifact(old, 'coverage', { files: { 'lcov.info': 'old' } })
    const wanted = addRun(workflow, { createdAt: ago(sandbox.world, { days: 2 }) })
    const artifact = addArtifact(wanted, 'coverage', {
      files: { 'lcov.info': 'new', 'html/index.html': '<p>' },
    })
    const failed = addRun(workflow, { createdAt: ago(sandbox.world, { days: 1 }), conclusion: 'failure' })
    addArtifact(failed, 'coverage', { files: { 'lcov.info': 'failed' } })

    const result = await step({
      mode: 'fetch',
      workflow: 'ci.yml',
      branch: 'main',
      name: 'coverage',
      path: 'out',
    })

    expect(result.log).not.toContain('::error')
    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.workspace, 'out'))).toEqual({ 'lcov.info': 'new', 'html/index.html': '<p>' })
    expect(result.outputs).toMatchObject({
      found: 'true',
      'artifact-count': '1',
      'file-count': '2',
      bytes: '6',
      path: join(result.workspace, 'out'),
      'run-id': String(wanted.id),
      'run-number': String(wanted.number),
      'run-attempt': '1',
      'head-sha': wanted.headSha,
      'head-branch': 'main',
      'error-message': '',
    })
    expect(JSON.parse(result.outputs['artifacts'] ?? '')).toMatchObject([
      { id: artifact.id, name: 'coverage' },
    ])
    const manifest = treeOf(result.temp)[
      (result.outputs['manifest'] ?? '').slice(result.temp.length + 1).replaceAll('\\', '/')
    ]
    expect(manifest).toContain('html/index.html')
    expect(result.summary).toContain('coverage')
    expect(Object.keys(result.outputs).toSorted()).toEqual([...outputNames].toSorted())
    expectNoCredentialsAtBlobHost(scene as Scene)
    expect(sandbox.requestsOf({ origin: 'api' }).length).toBeLessThanOrEqual(4)
  })

  test('is missed with a reason for each run, exit 1, one annotation, and an untouched path', async () => {
    const { workflow, step } = await open()
    const failed = addRun(workflow, { conclusion: 'failure' })
    addArtifact(failed, 'coverage-linux', { files: { a: 'a' } })

    const result = await step({ mode: 'fetch', workflow: 'ci.yml', name: 'coverage', path: 'out' })

    expect(result.exitCode).toBe(1)
    expect(result.annotations.filter(({ level }) => level === 'error')).toHaveLength(1)
    expect(result.outputs['found']).toBe('false')
    expect(result.outputs['error-message']).not.toBe('')
    expect(treeOf(join(result.workspace, 'out'))).toEqual({})
    expect(result.summary).toContain('coverage-linux')
  })

  test.each(['warn', 'ignore'])('with if-missing: %s a miss is green', async (ifMissing) => {
    const { step } = await open()
    const result = await step({ mode: 'fetch', workflow: 'ci.yml', name: 'x', 'if-missing': ifMissing })
    expect(result.exitCode).toBe(0)
    expect(result.outputs['found']).toBe('false')
    expect(result.annotations.map(({ level }) => level)).toEqual(ifMissing === 'warn' ? ['warning'] : [])
  })
})

describe('the current run', () => {
  test('comes through the runtime token, without any API request or permission', async () => {
    const { current, sandbox, step } = await open()
    addArtifact(current, 'build', { files: { 'app.js': '1' } })
    addArtifact(current, 'docs', { files: { 'index.md': '2' } })

    const result = await step({ mode: 'fetch', path: 'out' }, { token: 'none' })

    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.workspace, 'out'))).toEqual({ 'build/app.js': '1', 'docs/index.md': '2' })
    expect(sandbox.requestsOf({ origin: 'api' })).toHaveLength(0)
    expect(result.outputs['run-id']).toBe(String(current.id))
  })

  test('comes by REST where there is no runtime token', async () => {
    const { current, step } = await open()
    addArtifact(current, 'build', { files: { 'app.js': '1' } })
    const result = await step(
      { mode: 'fetch', name: 'build', path: 'out' },
      { env: { ACTIONS_RUNTIME_TOKEN: undefined, ACTIONS_RESULTS_URL: undefined } },
    )
    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.workspace, 'out'))).toEqual({ 'app.js': '1' })
  })
})

describe('by id', () => {
  test('a run', async () => {
    const { workflow, step } = await open()
    const run = addRun(workflow, { conclusion: 'failure' })
    addArtifact(run, 'logs-1', { files: { 'a.txt': 'a' } })
    addArtifact(run, 'logs-2', { files: { 'b.txt': 'b' } })
    const result = await step({
      mode: 'fetch',
      'run-id': String(run.id),
      name: 'logs-*\n!logs-2',
      path: 'out',
    })
    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.workspace, 'out'))).toEqual({ 'logs-1/a.txt': 'a' })
  })

  test('an artifact, unzipped flat', async () => {
    const { workflow, step } = await open()
    const artifact = addArtifact(addRun(workflow), 'x', { files: { 'a/b.txt': 'b' } })
    const result = await step({ mode: 'fetch', 'artifact-id': String(artifact.id), path: 'out' })
    expect(treeOf(join(result.workspace, 'out'))).toEqual({ 'a/b.txt': 'b' })
    expect(result.outputs['run-id']).toBe(String(artifact.run?.id))
  })

  test('an artifact whose run is a fork’s is refused, and the message says how to opt in', async () => {
    const { repository, step } = await open()
    const fork = addFork(repository, 'mallory')
    const pull = addPull(repository, { headRepository: fork })
    const run = addRun(addWorkflow(repository, 'pr.yml'), { pull })
    const artifact = addArtifact(run, 'x', { files: { 'a.txt': 'a' } })
    const refused = await step({ mode: 'fetch', 'artifact-id': String(artifact.id), path: 'out' })
    expect(refused.exitCode).toBe(1)
    expect(refused.outputs['error-message']).toMatch(/allow-forks/)
    expect(treeOf(join(refused.workspace, 'out'))).toEqual({})
    const allowed = await step({
      mode: 'fetch',
      'artifact-id': String(artifact.id),
      path: 'out',
      'allow-forks': 'true',
    })
    expect(allowed.exitCode).toBe(0)
    expect(treeOf(join(allowed.workspace, 'out'))).toEqual({ 'a.txt': 'a' })
  })

  test('an expired artifact is an error that says so', async () => {
    const { workflow, step } = await open()
    const artifact = addArtifact(addRun(workflow), 'x', { files: { a: 'a' }, expired: true })
    const result = await step({ mode: 'fetch', 'artifact-id': String(artifact.id), path: 'out' })
    expect(result.exitCode).toBe(1)
    expect(result.outputs['error-message']).toMatch(/expired/)
  })

  test('an unknown run is an error with its id', async () => {
    const { step } = await open()
    const result = await step({ mode: 'fetch', 'run-id': '999', path: 'out' })
    expect(result.exitCode).toBe(1)
    expect(result.outputs['error-message']).toContain('999')
    expect(result.annotations.filter(({ level }) => level === 'error')).toHaveLength(1)
  })
})

describe('what goes wrong leaves path as it was', () => {
  const hostile: Record<string, Buffer> = {
    'parent.zip': zipFiles({ '../escape.txt': 'x' }),
    'absolute.zip': zipFiles({ '/etc/passwd': 'x' }),
    'git.zip': zipFiles({ '.git/config': 'x' }),
    'garbage.zip': Buffer.from('this is no zip at all'),
    'cut.zip': zipFiles({ 'a.txt': 'a'.repeat(5000), 'b.txt': 'b' }).subarray(0, 90),
  }
  test.each(Object.keys(hostile))('%s', async (name) => {
    const { workflow, step } = await open()
    const artifact = addArtifact(addRun(workflow), 'x', { bytes: hostile[name] ?? Buffer.alloc(0) })
    const result = await step({ mode: 'fetch', 'artifact-id': String(artifact.id), path: 'out' })
    expect(result.exitCode).toBe(1)
    expect(result.annotations.filter(({ level }) => level === 'error')).toHaveLength(1)
    expect(treeOf(result.workspace)).toEqual({})
  })

  test('a digest that does not match', async () => {
    const { workflow, step } = await open()
    const artifact = addArtifact(addRun(workflow), 'x', {
      files: { 'a.txt': 'a' },
      digest: `sha256:${'0'.repeat(64)}`,
    })
    const result = await step({ mode: 'fetch', 'artifact-id': String(artifact.id), path: 'out' })
    expect(result.exitCode).toBe(1)
    expect(result.outputs['error-message']).toMatch(/SHA-256/)
    expect(treeOf(result.workspace)).toEqual({})
  })

  test('a zip over the caps', async () => {
    const { workflow, step } = await open()
    const artifact = addArtifact(addRun(workflow), 'x', { files: { 'a.txt': 'a'.repeat(100_000) } })
    const result = await step({
      mode: 'fetch',
      'artifact-id': String(artifact.id),
      path: 'out',
      'max-bytes': '10kB',
    })
    expect(result.exitCode).toBe(1)
    expect(result.outputs['error-message']).toMatch(/max-bytes/)
    expect(treeOf(result.workspace)).toEqual({})
  })

  test('a symlinked parent is never followed', async () => {
    const { workflow, step, sandbox, current } = await open()
    const artifact = addArtifact(addRun(workflow), 'x', { files: { 'link/a.txt': 'evil' } })
    const { GITHUB_WORKSPACE: workspace = '', RUNNER_TEMP: temp = '' } = await sandbox.env({ run: current })
    mkdirSync(join(workspace, 'out'))
    mkdirSync(join(temp, 'elsewhere'))
    symlinkSync(join(temp, 'elsewhere'), join(workspace, 'out', 'link'))
    const result = await step(
      { mode: 'fetch', 'artifact-id': String(artifact.id), path: join(workspace, 'out') },
      { env: { GITHUB_WORKSPACE: workspace } },
    )
    expect(result.exitCode).toBe(1)
    expect(treeOf(join(temp, 'elsewhere'))).toEqual({})
  })

  test('a bad token', async () => {
    const { workflow, step } = await open()
    const run = addRun(workflow)
    const result = await step({ mode: 'fetch', 'run-id': String(run.id), path: 'out' }, { token: 'bad' })
    expect(result.exitCode).toBe(1)
    expect(result.outputs['error-message']).toMatch(/401/)
    expect(result.annotations.find(({ level }) => level === 'error')?.message).toMatch(/github-token/)
  })

  test('a missing permission', async () => {
    const { workflow, step } = await open()
    const run = addRun(workflow)
    addArtifact(run, 'x', { files: { 'a.txt': 'a' } })
    const result = await step(
      { mode: 'fetch', 'run-id': String(run.id), path: 'out' },
      { token: { permissions: { contents: 'read' } } },
    )
    expect(result.exitCode).toBe(1)
    expect(result.annotations.find(({ level }) => level === 'error')?.message).toMatch(/actions: read/)
  })
})

describe('how it writes', () => {
  test('existing files are replaced, others are left alone', async () => {
    const { workflow, step, sandbox, current } = await open()
    const artifact = addArtifact(addRun(workflow), 'x', { files: { 'a.txt': 'new' } })
    const { GITHUB_WORKSPACE: workspace = '' } = await sandbox.env({ run: current })
    writeFileSync(join(workspace, 'a.txt'), 'old')
    writeFileSync(join(workspace, 'b.txt'), 'mine')
    const result = await step(
      { mode: 'fetch', 'artifact-id': String(artifact.id) },
      { env: { GITHUB_WORKSPACE: workspace } },
    )
    expect(result.exitCode).toBe(0)
    expect(treeOf(workspace)).toEqual({ 'a.txt': 'new', 'b.txt': 'mine' })
  })

  test('unzip: false keeps the zip under the artifact’s name', async () => {
    const { workflow, step } = await open()
    const artifact = addArtifact(addRun(workflow), 'site', { files: { 'a.txt': 'a' } })
    const result = await step({
      mode: 'fetch',
      'artifact-id': String(artifact.id),
      unzip: 'false',
      path: 'out',
    })
    expect(Object.keys(treeOf(join(result.workspace, 'out')))).toEqual(['site.zip'])
  })

  test('an artifact that is no zip is written as its file', async () => {
    const { workflow, step } = await open()
    const artifact = addArtifact(addRun(workflow), 'notes.txt', {
      bytes: Buffer.from('plain'),
      contentType: 'text/plain',
    })
    const result = await step({ mode: 'fetch', 'artifact-id': String(artifact.id), path: 'out' })
    expect(treeOf(join(result.workspace, 'out'))).toEqual({ 'notes.txt': 'plain' })
  })

  test('a dry run says the same and writes nothing', async () => {
    const { workflow, step, sandbox } = await open()
    const run = addRun(workflow)
    addArtifact(run, 'x', { files: { 'a.txt': 'a' } })
    const result = await step({
      mode: 'fetch',
      workflow: 'ci.yml',
      name: 'x',
      path: 'out',
      'dry-run': 'true',
    })
    expect(result.exitCode).toBe(0)
    expect(result.outputs['run-id']).toBe(String(run.id))
    expect(treeOf(result.workspace)).toEqual({})
    expect(sandbox.requestsOf({ origin: 'blob' })).toHaveLength(0)
  })

  test.each([
    ['flat', 'a.txt'],
    ['by-artifact', 'x/a.txt'],
    ['by-run', 'RUN/x/a.txt'],
  ])('layout: %s', async (layout, expected) => {
    const { workflow, step } = await open()
    const run = addRun(workflow)
    addArtifact(run, 'x', { files: { 'a.txt': 'a' } })
    const result = await step({ mode: 'fetch', 'run-id': String(run.id), layout, path: 'out' })
    expect(Object.keys(treeOf(join(result.workspace, 'out')))).toEqual([
      expected.replace('RUN', String(run.id)),
    ])
  })
})

test('bad inputs are one error with every problem, before any request', async () => {
  const { step, sandbox } = await open()
  const result = await step({
    mode: 'fetch',
    'older-than': '30',
    layout: 'nested',
    concurrency: '0',
    dry_run: 'true',
  })
  expect(result.exitCode).toBe(1)
  const errors = result.annotations.filter(({ level }) => level === 'error')
  expect(errors).toHaveLength(1)
  for (const name of ['older-than', 'layout', 'concurrency', 'dry_run', 'dry-run'])
    expect(errors[0]?.message).toContain(name)
  expect(sandbox.requests).toHaveLength(0)
  expect(Object.keys(result.outputs).toSorted()).toEqual([...outputNames].toSorted())
})

test('no secret reaches the log, the outputs or the summary', async () => {
  const { workflow, step } = await open()
  const run = addRun(workflow)
  addArtifact(run, 'x', { files: { 'a.txt': 'a' } })
  const result = await step(
    { mode: 'fetch', 'run-id': String(run.id), path: 'out' },
    { env: { RUNNER_DEBUG: '1' } },
  )
  const unmasked = result.log.replaceAll(/^::add-mask::.*$/gm, '')
  for (const text of [unmasked, result.summary, JSON.stringify(result.outputs)]) {
    expect(text).not.toMatch(/ghs_/)
    expect(text).not.toMatch(/sig=(?!\*\*\*)/)
  }
})
