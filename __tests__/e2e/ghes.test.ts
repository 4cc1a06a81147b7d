/** What docs/ghes.md says of GitHub Enterprise Server, row by row. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { addArtifact, addJob, addRun } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import { treeOf, type Scene, type SceneStep } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()
const onServer = (): Promise<Scene> => open({ profile: 'ghes' })
const errorOf = ({ annotations }: SceneStep): string =>
  annotations.find(({ level }) => level === 'error')?.message ?? ''

describe('fetch', () => {
  test('from a run that has completed, through /api/v3, without a digest', async () => {
    const { workflow, sandbox, step } = await onServer()
    addArtifact(addRun(workflow), 'site', { files: { 'index.html': '<p>', 'big.bin': 'b' } })
    const result = await step({ mode: 'fetch', branch: 'main', name: 'site', path: 'out' })
    expect(errorOf(result)).toBe('')
    expect(treeOf(join(result.workspace, 'out'))).toEqual({ 'index.html': '<p>', 'big.bin': 'b' })
    for (const { path } of sandbox.requestsOf({ origin: 'api' })) expect(path).toMatch(/^\/api\/v3\//)
  })

  test('with files: only those are written, though the storage answers no ranges', async () => {
    const { workflow, step } = await onServer()
    addArtifact(addRun(workflow), 'site', { files: { 'index.html': '<p>', 'big.bin': 'b' } })
    const result = await step({
      mode: 'fetch',
      branch: 'main',
      name: 'site',
      files: 'index.html',
      path: 'out',
    })
    expect(errorOf(result)).toBe('')
    expect(treeOf(join(result.workspace, 'out'))).toEqual({ 'index.html': '<p>' })
  })

  test('from the current run: an error that says what to do instead', async () => {
    const { step } = await onServer()
    const result = await step({ mode: 'fetch', name: 'site', path: 'out' })
    expect(result.exitCode).toBe(1)
    expect(errorOf(result)).toMatch(/Enterprise Server.*workflow_run/s)
  })

  test('digest: require is an error', async () => {
    const { workflow, step } = await onServer()
    addArtifact(addRun(workflow), 'site', { files: { a: 'a' } })
    const result = await step({ mode: 'fetch', branch: 'main', name: 'site', path: 'out', digest: 'require' })
    expect(result.exitCode).toBe(1)
    expect(errorOf(result)).toContain('digest')
  })
})

describe('prune', () => {
  test('by a policy', async () => {
    const { workflow, repository, step } = await onServer()
    const run = addRun(workflow, { branch: 'topic', createdAt: ago(repository.world, { days: 40 }) })
    addArtifact(run, 'old')
    const result = await step({ mode: 'prune', 'keep-within': '30d', 'dry-run': 'false' })
    expect(errorOf(result)).toBe('')
    expect(repository.artifacts.list()).toEqual([])
  })

  test('intermediates of the run that is still running: an error that says what to do instead', async () => {
    const { current, step } = await onServer()
    addArtifact(current, 'tmp-1')
    const inputs = { mode: 'prune', 'run-id': String(current.id), name: 'tmp-*', 'dry-run': 'false' }
    const result = await step(inputs)
    expect(result.exitCode).toBe(1)
    expect(errorOf(result)).toMatch(/Enterprise Server.*workflow_run/s)
  })
})

describe('summarise', () => {
  test('knows its own job without job.check_run_id, and leaves the report where it is', async () => {
    const { current, step } = await onServer()
    addJob(current, 'build', { status: 'completed', conclusion: 'success' })
    const result = await step(
      { mode: 'summarise', gate: 'true', report: 'ci-report' },
      { contexts: { job: {} } },
    )
    expect(errorOf(result)).toBe('')
    expect(result.outputs['verdict']).toBe('success')
    expect(JSON.parse(result.outputs['jobs'] ?? '')).toMatchObject([{ name: 'build' }])
    expect(result.annotations.map(({ message }) => message).join()).toContain('was not uploaded')
    expect(existsSync(result.outputs['report-json'] ?? '')).toBe(true)
  })
})
