/** Names that try to do something, and worlds that are odd: through the bundle. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from '@jest/globals'
import { addTag } from '../../sandbox/build-code.ts'
import {
  addArtifact,
  addOrphanArtifact,
  addRepository,
  addRun,
  addWorkflow,
  renameRepository,
} from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import { removeRun } from '../../sandbox/world.ts'
import { addMarked, countRequests, errorsOf, fetchStep, outOf, visibleLog } from '../fetch/bundle.ts'
import { treeOf } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

/** Names that the service may let through, whatever the uploader forbids. */
const names: readonly string[] = [
  '..',
  '.',
  'a/b',
  '/etc/passwd',
  '..\\..\\x',
  'C:\\x',
  'CON',
  'nul.txt',
  '.git',
  'x'.repeat(200),
  '📦 größe',
  'a\u202eb',
  ' leading and trailing. ',
  '::error::owned',
  '##[error]owned',
  'a\n::set-output name=path::/etc\nb',
  '|</td><script>alert(1)</script>',
  '[click](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '`code` @octocat #1',
  '$(id)`id`;id',
  'a%0Ab',
  '{"json": "}"}',
  '--help',
  'CASE',
  'case',
]

describe('artifact names', () => {
  test('become folders of their own below path, and nothing else', async () => {
    const scene = await open()
    const run = addRun(scene.workflow)
    for (const [index, name] of names.entries()) addMarked(run, name, String(index))
    const result = await fetchStep(scene, { 'run-id': String(run.id) })

    expect(errorsOf(result)).toEqual([])
    const files = outOf(result)
    expect(Object.values(files).toSorted()).toEqual(names.map((_name, index) => String(index)).toSorted())
    for (const file of Object.keys(files)) {
      expect(file).toMatch(/^[^/\\:*?"<>|]+\/who\.txt$/)
      expect(file).not.toMatch(/^(?:\.{1,2}|\.git|con|nul(?:\.txt)?)\//i)
      expect(Buffer.byteLength(dirname(file))).toBeLessThanOrEqual(255)
    }
    expect(Object.keys(treeOf(result.workspace)).every((file) => file.startsWith('out/'))).toBe(true)

    const listed = JSON.parse(result.outputs['artifacts'] ?? '') as { readonly name: string }[]
    expect(listed.map(({ name }) => name)).toEqual(names)
    expect(result.outputs['artifact-count']).toBe(String(names.length))
  })

  test('reach neither the runner as commands, nor the summary as Markdown', async () => {
    const scene = await open()
    const run = addRun(scene.workflow, { title: '::error::title', actor: 'octocat' })
    run.headBranch = '::error::branch|</td><img src=x>'
    run.name = '[CI](https://evil.example)'
    for (const name of names) addMarked(run, name, 'x')
    const results = [
      await fetchStep(scene, { 'run-id': String(run.id) }),
      await fetchStep(scene, { 'run-id': String(run.id), 'dry-run': 'true' }),
      await fetchStep(scene, { 'run-id': String(run.id), name: 'nope', 'if-missing': 'warn' }),
      await fetchStep(scene, { workflow: '*', event: 'push', name: '/^zzz/', 'if-missing': 'ignore' }),
    ]
    for (const { log, annotations, summary } of results) {
      // The only commands are ours: masks, debug lines, and the one warning.
      const commands = log.split('\n').filter((line) => /^\s*::|##\[/.test(line))
      for (const line of commands) expect(line).toMatch(/^::(?:add-mask|debug|warning)::/)
      expect(annotations.length).toBeLessThanOrEqual(1)
      const html = new MarkdownIt({ html: true }).render(summary)
      expect(html).not.toMatch(/<script|<img|href="https:\/\/evil|@octocat<|<td>\s*alert/)
      for (const row of html.match(/<tr>[\s\S]*?<\/tr>/g) ?? [])
        expect([4, 5, 6]).toContain(row.match(/<t[dh]/g)?.length)
    }
  })

  test.each(['..', 'a/b', 'CON', '.git', '📦'])('%j by name lands in path itself', async (name) => {
    const scene = await open()
    const run = addRun(scene.workflow)
    addMarked(run, name, 'x')
    addMarked(run, 'other', 'other')
    const result = await fetchStep(scene, { branch: 'main', name })
    expect(outOf(result)).toEqual({ 'who.txt': 'x' })
    const zipped = await fetchStep(scene, { 'run-id': String(run.id), name, unzip: 'false' })
    const [file = ''] = Object.keys(outOf(zipped))
    expect(file).toMatch(/^[^/\\]+\.zip$/)
    expect(existsSync(join(zipped.workspace, '..', `${name}.zip`))).toBe(false)
  })

  test('two that become one name stay apart', async () => {
    const scene = await open()
    const run = addRun(scene.workflow)
    addMarked(run, 'a/b', 'slash')
    const second = addMarked(run, 'a:b', 'colon')
    addMarked(run, 'a_b', 'plain')
    const result = await fetchStep(scene, { 'run-id': String(run.id) })
    const files = outOf(result)
    expect(files['a_b/who.txt']).toBe('plain')
    expect(files[`a_b~${second.id}/who.txt`]).toBe('colon')
    expect(Object.values(files).toSorted()).toEqual(['colon', 'plain', 'slash'])
  })

  test('a file of an artifact that is no zip keeps inside path, whatever the server calls it', async () => {
    const scene = await open()
    const artifact = addArtifact(addRun(scene.workflow), 'x', {
      bytes: Buffer.from('plain'),
      contentType: 'text/plain',
      fileName: '../../escape.txt',
    })
    const result = await fetchStep(scene, { 'artifact-id': String(artifact.id) })
    expect(Object.values(outOf(result))).toEqual(['plain'])
    expect(Object.keys(treeOf(result.workspace)).every((file) => file.startsWith('out/'))).toBe(true)
  })
})

describe('branches', () => {
  test.each(['feature/a/b', 'größe/ünïcode', 'with#hash&and=more', '100%', '+plus', 'a?b=c', '日本語'])(
    '%s',
    async (branch) => {
      const scene = await open()
      addMarked(addRun(scene.workflow, { branch }), 'dist', branch)
      addMarked(addRun(scene.workflow, { branch: 'other' }), 'dist', 'other')
      const result = await fetchStep(scene, { branch: branch.replaceAll('?', '\\?'), name: 'dist' })
      expect(outOf(result)).toEqual({ 'who.txt': branch })
      expect(result.outputs['head-branch']).toBe(branch)
    },
  )

  test('a branch of a fork that is called like ours is not ours', async () => {
    const scene = await open()
    addTag(scene.repository, 'main')
    addMarked(addRun(scene.workflow, { headRepository: null }), 'dist', 'nobody')
    const result = await fetchStep(scene, { branch: 'main', name: 'dist' })
    expect(result.exitCode).toBe(1)
    expect(visibleLog(result)).toContain('a fork that is gone')
  })
})

describe('odd worlds', () => {
  test('a repository that was renamed is found under its old name', async () => {
    const scene = await open()
    const engine = addRepository(scene.sandbox.world, 'octo/motor')
    const artifact = addMarked(addRun(addWorkflow(engine, 'build.yml')), 'dist', 'engine')
    renameRepository(engine, 'engine')
    for (const inputs of [
      { name: 'dist' },
      { 'artifact-id': String(artifact.id) },
      { name: 'dist', branch: '@default', workflow: 'build.yml' },
    ] as const) {
      const result = await fetchStep(scene, { repository: 'octo/motor', ...inputs })
      expect(errorsOf(result)).toEqual([])
      expect(outOf(result)).toEqual({ 'who.txt': 'engine' })
    }
  })

  test('a workflow file that was renamed: its runs by the old file name and by the display name', async () => {
    const scene = await open()
    const old = addWorkflow(scene.repository, 'old.yml', { name: 'Build', state: 'deleted' })
    addMarked(addRun(old, { createdAt: ago(scene.sandbox.world, { hours: 2 }) }), 'dist', 'old')
    const renamed = addWorkflow(scene.repository, 'new.yml', { name: 'Build' })
    const inputs = { name: 'dist', branch: 'main' }
    expect(outOf(await fetchStep(scene, { ...inputs, workflow: 'old.yml' }))).toEqual({ 'who.txt': 'old' })
    expect(outOf(await fetchStep(scene, { ...inputs, workflow: '@deleted' }))).toEqual({ 'who.txt': 'old' })
    expect(outOf(await fetchStep(scene, { ...inputs, workflow: 'Build' }))).toEqual({ 'who.txt': 'old' })
    addMarked(addRun(renamed), 'dist', 'new')
    expect(outOf(await fetchStep(scene, { ...inputs, workflow: 'Build' }))).toEqual({ 'who.txt': 'new' })
  })

  test('a run that is deleted while it is looked into', async () => {
    const scene = await open()
    const older = addRun(scene.workflow, { createdAt: ago(scene.sandbox.world, { hours: 2 }) })
    addMarked(older, 'dist-1', 'older')
    const newer = addRun(scene.workflow)
    addMarked(newer, 'dist-1', 'newer')
    scene.sandbox.faults.push({
      match: { origin: 'api', path: new RegExp(`/runs/${newer.id}/artifacts`) },
      do: { before: () => removeRun(newer) },
    })
    const result = await fetchStep(scene, { branch: 'main', name: 'dist-*', layout: 'flat' })
    expect(outOf(result)).toEqual({ 'who.txt': 'older' })
  })

  test('artifacts of a run that are deleted while they are listed', async () => {
    const scene = await open()
    const run = addRun(scene.workflow)
    const artifacts = Array.from({ length: 150 }, (_, index) => addMarked(run, `a${index}`, String(index)))
    scene.sandbox.faults.push({
      match: { origin: 'api', path: /artifacts\?.*page=2/, nth: 1 },
      do: {
        before: () => artifacts.slice(140, 145).forEach(({ id }) => scene.repository.artifacts.delete(id)),
      },
    })
    const result = await fetchStep(scene, { 'run-id': String(run.id), 'dry-run': 'true' })
    expect(errorsOf(result)).toEqual([])
    expect(Number(result.outputs['artifact-count'])).toBeGreaterThanOrEqual(145)
  })

  test('an artifact that no run is known of is not trusted', async () => {
    const scene = await open()
    const orphan = addOrphanArtifact(scene.repository, 'dist', { files: { a: 'a' } })
    const byId = await fetchStep(scene, { 'artifact-id': String(orphan.id) })
    expect(errorsOf(byId)[0]).toContain('does not say which run')
    const byName = await fetchStep(scene, { branch: 'main', name: 'dist' })
    expect(byName.exitCode).toBe(1)
  })

  test('ids above 2^32', async () => {
    const scene = await open()
    const run = addRun(scene.workflow, { id: 9_007_199_254_000 })
    const artifact = addArtifact(run, 'dist', { id: 9_007_199_254_001, files: { 'who.txt': 'big' } })
    for (const inputs of [
      { 'run-id': String(run.id), name: 'dist' },
      { 'artifact-id': String(artifact.id) },
    ] as const)
      expect(outOf(await fetchStep(scene, inputs))).toEqual({ 'who.txt': 'big' })
  })

  test('a server that falters: retried, told, and found', async () => {
    const scene = await open()
    addMarked(addRun(scene.workflow), 'dist', 'x')
    scene.sandbox.faults.push({ match: { origin: 'api', path: /\/runs\?/, nth: 1 }, do: { status: 502 } })
    const { result, requests } = await countRequests(scene, () =>
      fetchStep(scene, { branch: 'main', name: 'dist' }),
    )
    expect(outOf(result)).toEqual({ 'who.txt': 'x' })
    expect(visibleLog(result)).toContain('Trying again')
    expect(requests.length).toBeLessThanOrEqual(5)
  })

  test('a quota that is used up is told at once, and when it comes back', async () => {
    const scene = await open()
    addMarked(addRun(scene.workflow), 'dist', 'x')
    const token = scene.sandbox.tokenFor()
    scene.sandbox.limits.setUsed(token, 5000)
    const options = { token: 'none', contexts: { github: { token } } } as const
    const result = await fetchStep(scene, { branch: 'main', name: 'dist' }, options)
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(/quota of 5000 requests an hour is used up; it resets at/),
    ])
    expect(result.elapsedMs).toBeLessThan(20_000)
  })

  test('a workflow without runs, a repository without workflows, and an empty repository', async () => {
    const scene = await open()
    addWorkflow(scene.repository, 'idle.yml')
    addRepository(scene.sandbox.world, 'octo/empty')
    for (const inputs of [
      { workflow: 'idle.yml', name: 'x' },
      { repository: 'octo/empty', name: 'x' },
      { repository: 'octo/empty', workflow: 'ci.yml' },
      { repository: 'octo/empty', branch: '@default', target: 'logs' },
    ] as const) {
      const result = await fetchStep(scene, inputs)
      expect(result.exitCode).toBe(1)
      expect(errorsOf(result)).toEqual([expect.stringContaining('Not found')])
    }
  })
})
