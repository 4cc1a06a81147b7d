import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { addArtifact, addJob, addRun } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
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

describe('each sub-action does its mode without being told', () => {
  test('fetch', async () => {
    const { workflow, step } = await open()
    const run = addRun(workflow)
    addArtifact(run, 'site', { files: { 'index.html': '<p>' } })
    const result = await step(
      { workflow: 'ci.yml', branch: 'main', name: 'site', path: 'out' },
      { action: 'fetch' },
    )
    expect(result.log).not.toContain('::error')
    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.workspace, 'out'))).toEqual({ 'index.html': '<p>' })
    expect(result.outputs).toMatchObject({ found: 'true', 'run-id': String(run.id) })
  })

  test('prune', async () => {
    const { workflow, repository, step } = await open()
    const { world } = repository
    const run = addRun(workflow, { branch: 'topic', createdAt: ago(world, { days: 40 }) })
    const old = addArtifact(run, 'old', { createdAt: ago(world, { days: 40 }) })
    const young = addArtifact(addRun(workflow, { branch: 'topic' }), 'young')
    const result = await step({ 'keep-within': '30d', 'dry-run': 'false' }, { action: 'prune' })
    expect(result.log).not.toContain('::error')
    expect(result.exitCode).toBe(0)
    expect(repository.artifacts.list().map(({ id }) => id)).toEqual([young.id])
    expect(result.outputs).toMatchObject({ deleted: '1', candidates: '1', failed: '0' })
    expect(old.id).not.toBe(young.id)
  })

  test('summarise', async () => {
    const { current, step } = await open()
    addJob(current, 'build', { status: 'completed', conclusion: 'success' })
    const result = await step(
      { needs: JSON.stringify({ build: { result: 'success', outputs: {} } }), gate: 'true' },
      { action: 'summarise' },
    )
    expect(result.log).not.toContain('::error')
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ verdict: 'success', conclusion: 'success' })
  })
})

describe('refuses before any request', () => {
  async function expectRefusal(
    action: string,
    inputs: Readonly<Record<string, string>>,
    named: string,
  ): Promise<void> {
    const { step, sandbox } = await open()
    const result = await step(inputs, { action })
    expect(result.exitCode).toBe(1)
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors).toHaveLength(1)
    expect(errors[0]?.message).toContain(named)
    expect(result.outputs['error-message']).toContain(named)
    expect(sandbox.requests).toHaveLength(0)
  }

  const rows = [
    [
      'an input of another mode',
      'fetch',
      { 'keep-last': '5' },
      'keep-last: It does nothing with mode: fetch',
    ],
    ['an input of another mode', 'prune', { 'keep-within': '30d', gate: 'true' }, 'gate: It does nothing'],
    ['an input of another mode', 'summarise', { 'dry-run': 'true' }, 'dry-run: It does nothing'],
    ['a slip', 'fetch', { dry_run: 'true' }, 'There is no such input. Write dry-run.'],
    ['a slip', 'prune', { 'keep-within': '30d', naem: 'tmp-*' }, 'Did you mean name?'],
    ['a slip', 'summarise', { 'allow-failures': 'lint' }, 'There is no such input. Write allow-failure.'],
    ["a peer's", 'fetch', { if_no_artifact_found: 'warn' }, 'if-missing'],
    ["a peer's", 'prune', { retain_days: '30' }, 'keep-within'],
    ["a peer's", 'summarise', { jobs: '{}' }, 'needs'],
  ] as const

  test.each(rows)('%s, in the sub-action: %s %j', async (_what, mode, inputs, named) =>
    expectRefusal(mode, inputs, named),
  )

  test.each(rows)('%s, by mode: %s %j', async (_what, mode, inputs, named) =>
    expectRefusal('', { mode, ...inputs }, named),
  )

  test('another mode in a sub-action', async () =>
    expectRefusal('prune', { mode: 'fetch' }, 'This action always does prune'))
})
