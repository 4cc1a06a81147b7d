/**
 * Each complete workflow in examples/, run step by step as it stands there, in a private repository: a permission that it
 * lacks would show. Those of examples/migrate are in migrate-*.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { addCommits, addPull } from '../../sandbox/build-code.ts'
import { addArtifact, addFork, addJob, addRepository, addRun, addWorkflow } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { TokenOptions } from '../../sandbox/tokens.ts'
import type { Repository, Run, Workflow } from '../../sandbox/world.ts'
import {
  readProjectFile,
  stepOf,
  stepsOf,
  stewardSteps,
  type ExampleStep,
  type RawWorkflow,
} from '../support/example.ts'
import { treeOf, type Scene, type SceneOptions, type SceneStep, type StepOptions } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const openScene = useScenes()
const open = (options: SceneOptions = {}): Promise<Scene> =>
  openScene({ repository: { private: true }, ...options })

/** Runs a step of an example with the permissions of its job. */
async function runStepOf(scene: Scene, step: ExampleStep, options: StepOptions = {}): Promise<SceneStep> {
  const permissions = (step.permissions ?? {}) as NonNullable<TokenOptions['permissions']>
  const result = await scene.step(step.with, { token: { permissions }, ...options })
  expect(result.annotations.filter(({ level }) => level === 'error')).toEqual([])
  expect(result.exitCode).toBe(0)
  return result
}

const runOf = (workflow: Workflow, days: number, options: Parameters<typeof addRun>[1] = {}): Run =>
  addRun(workflow, { createdAt: ago(workflow.repository.world, { days }), ...options })

const needsOf = (results: Readonly<Record<string, string>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(results).map(([id, result]) => [id, { result, outputs: {} }]))

const artifactNames = ({ artifacts }: Repository): readonly string[] =>
  artifacts
    .list()
    .map(({ name }) => name)
    .sort()

describe('examples/fetch-…', () => {
  test('newest-of-main', async () => {
    const scene = await open()
    addArtifact(runOf(scene.workflow, 2), 'coverage', { files: { 'lcov.info': 'main' } })
    addArtifact(runOf(scene.workflow, 1, { branch: 'topic' }), 'coverage', {
      files: { 'lcov.info': 'topic' },
    })
    const result = await runStepOf(scene, stepOf('examples/fetch-newest-of-main.yml'))
    expect(treeOf(join(result.workspace, 'coverage', 'main'))).toEqual({ 'lcov.info': 'main' })
    expect(result.outputs['head-sha']).toMatch(/^[0-9a-f]{40}$/)
  })

  test('pull-request-baseline', async () => {
    const scene = await open()
    const { repository, workflow } = scene
    const [measured, , base] = addCommits(repository, { count: 3 })
    const pull = addPull(repository)
    const run = runOf(workflow, 1, { sha: measured?.sha ?? '' })
    addArtifact(run, 'bundle-sizes', { files: { 'sizes.json': '{}', 'report.html': '<p>' } })
    expect(pull.baseSha).toBe(base?.sha)
    const result = await runStepOf(scene, stepOf('examples/fetch-pull-request-baseline.yml'), {
      run: addRun(workflow, { pull, status: 'in_progress' }),
    })
    expect(treeOf(join(result.temp, 'base'))).toEqual({ 'sizes.json': '{}' })
    expect(result.outputs).toMatchObject({ distance: '2', 'run-id': String(run.id) })
  })

  test('from-fork', async () => {
    const scene = await open()
    const { repository } = scene
    const pull = addPull(repository, { number: 12, headRepository: addFork(repository, 'mona') })
    const run = addRun(addWorkflow(repository, 'pr.yml'), { pull, conclusion: 'failure' })
    addArtifact(run, 'report', { files: { 'report.md': '# Hi', 'pr_number.txt': '1', '.bashrc': 'x' } })
    const result = await runStepOf(scene, stepOf('examples/fetch-from-fork.yml'), {
      contexts: { github: { event: { workflow_run: { id: run.id } } } },
    })
    expect(treeOf(join(result.temp, 'untrusted'))).toEqual({ 'report.md': '# Hi' })
    expect(treeOf(result.workspace)).toEqual({})
    expect(result.outputs['pull-request']).toBe('12')
  })

  test('from-another-repository', async () => {
    const scene = await open()
    const engine = addRepository(scene.sandbox.world, 'octo-org/engine', { private: true })
    const files = { 'bin/engine': '#!/bin/sh', 'README.md': 'hi' }
    addArtifact(addRun(addWorkflow(engine, 'build.yml')), 'engine-linux-x64', { files })
    const token = scene.sandbox.tokenFor({ permissions: { actions: 'read' }, repositories: [engine] })
    const result = await runStepOf(scene, stepOf('examples/fetch-from-another-repository.yml'), {
      contexts: { secrets: { ENGINE_READ_TOKEN: token } },
    })
    expect(treeOf(join(result.workspace, 'engine'))).toEqual(files)
    if (process.platform !== 'win32') {
      expect(statSync(join(result.workspace, 'engine', 'bin', 'engine')).mode & 0o111).toBe(0o111)
      expect(statSync(join(result.workspace, 'engine', 'README.md')).mode & 0o111).toBe(0)
    }
  })

  test('wait', async () => {
    const scene = await open()
    const build = addWorkflow(scene.repository, 'build.yml')
    const run = addRun(build, { sha: scene.current.headSha })
    addArtifact(run, 'site', { files: { 'index.html': '<p>' } })
    addArtifact(addRun(build, { sha: 'f'.repeat(40) }), 'site', { files: { 'index.html': 'other' } })
    const result = await runStepOf(scene, stepOf('examples/fetch-wait.yml'), {
      contexts: { github: { sha: scene.current.headSha } },
    })
    expect(treeOf(join(result.workspace, 'site'))).toEqual({ 'index.html': '<p>' })
  })

  test('history', async () => {
    const scene = await open()
    const benchmark = addWorkflow(scene.repository, 'benchmark.yml')
    const runs = [1, 2, 3].map((days) => runOf(benchmark, days))
    for (const run of runs)
      addArtifact(run, 'benchmark', { files: { 'results.json': String(run.id), 'trace.bin': 'x' } })
    addArtifact(runOf(benchmark, 200), 'benchmark', { files: { 'results.json': 'too old' }, expiresAt: null })
    const result = await runStepOf(scene, stepOf('examples/fetch-history.yml'))
    expect(treeOf(join(result.workspace, 'history'))).toEqual(
      Object.fromEntries(runs.map(({ id }) => [`${id}/benchmark/results.json`, String(id)])),
    )
    expect(result.outputs['manifest']).not.toBe('')
  })

  test('failure-logs', async () => {
    const scene = await open()
    const red = runOf(scene.workflow, 2, { conclusion: 'failure' })
    addJob(red, 'test (22)', { conclusion: 'failure', log: 'FAIL cart.test.ts\n' })
    addJob(red, 'lint', { conclusion: 'success', log: 'fine\n' })
    addJob(runOf(scene.workflow, 1), 'test (22)', { log: 'all green\n' })
    const [logs, jobs] = stepsOf('examples/fetch-failure-logs.yml')
    if (logs === undefined || jobs === undefined) throw new Error('two steps')
    const first = await runStepOf(scene, logs)
    expect(Object.keys(treeOf(join(first.workspace, 'logs')))).toEqual([
      expect.stringMatching(new RegExp(`^${red.id}/\\d+_test \\(22\\)\\.txt$`)),
    ])
    expect(Object.values(treeOf(join(first.workspace, 'logs'))).join('')).toContain('FAIL cart.test.ts')
    const second = await runStepOf(scene, jobs)
    const [[path, text] = []] = Object.entries(treeOf(join(second.workspace, 'jobs')))
    expect(path).toBe(`${red.id}/jobs.json`)
    expect(text).toContain('"lint"')
  })
})

describe('examples/prune-…', () => {
  test('scheduled, and through the reusable workflow', async () => {
    for (const [file, inputs] of [
      ['examples/prune-scheduled.yml', {}],
      ['examples/prune-reusable.yml', { 'keep-within': '30d', 'keep-last': '5', 'dry-run': 'false' }],
    ] as const) {
      const scene = await open()
      for (let days = 60; days < 68; days++)
        addArtifact(runOf(scene.workflow, days, { branch: 'topic' }), `dist-${days > 62 ? 'a' : 'b'}`)
      for (let days = 1; days <= 6; days++) addArtifact(runOf(scene.workflow, days), 'dist-a')
      const result = await runStepOf(scene, stepOf(file), { contexts: { inputs } })
      expect(result.outputs).toMatchObject({ deleted: '0', remaining: '0' })
      for (let days = 70; days < 73; days++)
        addArtifact(runOf(scene.workflow, days, { branch: 'topic' }), 'dist-a')
      expect((await runStepOf(scene, stepOf(file), { contexts: { inputs } })).outputs['deleted']).toBe('3')
    }
  })

  test('tiers', async () => {
    const scene = await open()
    const { repository, workflow } = scene
    const runs = [120, 100, 95, 80, 60, 40, 20, 10, 5, 4, 3, 2, 1].map((days) => runOf(workflow, days))
    for (const run of runs) {
      addJob(run, 'test')
      addArtifact(run, `dist of ${run.number}`, { expiresAt: null })
    }
    const [artifacts, logs, whole] = stepsOf('examples/prune-tiers.yml')
    if (artifacts === undefined || logs === undefined || whole === undefined) throw new Error('three steps')
    // Each artifact has a name of its own here, so that keep-last keeps all.
    expect((await runStepOf(scene, artifacts)).outputs['deleted']).toBe('0')
    expect((await runStepOf(scene, logs)).outputs['deleted']).toBe('3')
    expect((await runStepOf(scene, whole)).outputs['deleted']).toBe('3')
    expect(repository.runs.list()).toHaveLength(runs.length + 1 - 3)
  })

  test('plan-apply: what was looked at is applied, and nothing else', async () => {
    const scene = await open()
    const { repository, workflow } = scene
    for (let days = 100; days < 112; days++) addArtifact(runOf(workflow, days), 'dist', { expiresAt: null })
    for (let days = 1; days < 20; days++) addArtifact(runOf(workflow, days), 'dist')
    const step = stepOf('examples/prune-plan-apply.yml', 'prune')
    const planned = await runStepOf(scene, step, { contexts: { inputs: { 'plan-hash': '' } } })
    expect(planned.outputs).toMatchObject({ candidates: '12', deleted: '0' })
    const inputs = { 'plan-hash': planned.outputs['plan-hash'] }
    addArtifact(runOf(workflow, 130), 'dist', { expiresAt: null })
    const changed = await scene.step(step.with, { contexts: { inputs } })
    expect(changed.exitCode).toBe(1)
    expect(changed.outputs['error-message']).toContain('expect-plan')
    const again = await runStepOf(scene, step, { contexts: { inputs: { 'plan-hash': '' } } })
    const applied = await runStepOf(scene, step, {
      contexts: { inputs: { 'plan-hash': again.outputs['plan-hash'] } },
    })
    expect(applied.outputs).toMatchObject({ deleted: '13', remaining: '0' })
    expect(
      repository.runs.list().filter(({ createdAt }) => createdAt < ago(repository.world, { days: 90 })),
    ).toEqual([])
  })

  test('closed-pull-request', async () => {
    const scene = await open()
    const { repository, workflow } = scene
    const closed = addPull(repository, { state: 'closed' })
    const fork = addPull(repository, { state: 'closed', headRepository: addFork(repository, 'mona') })
    const stillOpen = addPull(repository)
    addArtifact(addRun(workflow, { pull: closed }), 'closed')
    addArtifact(addRun(workflow, { pull: fork }), 'closed too')
    addArtifact(addRun(workflow, { pull: stillOpen }), 'open')
    addArtifact(addRun(workflow), 'main')
    const result = await runStepOf(scene, stepOf('examples/prune-closed-pull-request.yml'))
    expect(result.outputs['deleted']).toBe('2')
    expect(artifactNames(repository)).toEqual(['main', 'open'])
  })

  test('intermediates: fetched in the same run, then deleted', async () => {
    const scene = await open()
    addArtifact(scene.current, 'tmp-parts', { files: { 'part.txt': 'p' } })
    addArtifact(scene.current, 'app')
    const [fetch, prune] = stepsOf('examples/prune-intermediates.yml')
    if (fetch === undefined || prune === undefined) throw new Error('two steps')
    const fetched = await runStepOf(scene, fetch, { token: { permissions: {} } })
    expect(treeOf(join(fetched.workspace, 'parts'))).toEqual({ 'part.txt': 'p' })
    await runStepOf(scene, prune)
    expect(artifactNames(scene.repository)).toEqual(['app'])
  })

  test('organisation: another repository, with a token of its own', async () => {
    const scene = await open()
    const other = addRepository(scene.sandbox.world, 'octo/engine', { private: true })
    const build = addWorkflow(other, 'build.yml')
    for (const days of [50, 45]) addArtifact(runOf(build, days, { branch: 'topic' }), `dist-${days}`)
    for (let days = 1; days < 7; days++) addArtifact(runOf(build, days, { branch: 'topic' }), 'dist-45')
    const token = scene.sandbox.tokenFor({
      permissions: { actions: 'write', contents: 'read', 'pull-requests': 'read' },
      repositories: [other],
    })
    const result = await runStepOf(scene, stepOf('examples/prune-organisation.yml'), {
      contexts: {
        github: { repository_owner: 'octo' },
        matrix: { repository: 'engine' },
        steps: { token: { outputs: { token } } },
      },
    })
    expect(result.outputs['deleted']).toBe('1')
    expect(artifactNames(other)).toContain('dist-50')
  })
})

describe('examples/summarise-…', () => {
  test('gate', async () => {
    const scene = await open()
    for (const name of ['build', 'test (22)', 'test (24)'])
      addJob(scene.current, name, { status: 'completed', conclusion: 'success' })
    addJob(scene.current, 'test (nightly)', { status: 'completed', conclusion: 'failure' })
    addJob(scene.current, 'docs', { status: 'completed', conclusion: 'skipped' })
    const needs = needsOf({ build: 'success', test: 'failure', docs: 'skipped' })
    const result = await runStepOf(scene, stepOf('examples/summarise-gate.yml'), { contexts: { needs } })
    expect(result.outputs).toMatchObject({ verdict: 'success', conclusion: 'failure', 'failed-jobs': '[]' })
  })

  test('monorepo', async () => {
    const scene = await open()
    addJob(scene.current, 'changes', { status: 'completed', conclusion: 'success' })
    for (const name of ['web-test', 'api-test'])
      addJob(scene.current, name, { status: 'completed', conclusion: 'skipped' })
    const step = stepOf('examples/summarise-monorepo.yml')
    const skipped = needsOf({ changes: 'success', 'web-test': 'skipped', 'api-test': 'skipped' })
    expect((await runStepOf(scene, step, { contexts: { needs: skipped } })).outputs['verdict']).toBe(
      'success',
    )
  })

  test('notify', async () => {
    const scene = await open()
    addJob(scene.current, 'build', { status: 'completed', conclusion: 'failure' })
    const result = await runStepOf(scene, stepOf('examples/summarise-notify.yml'), {
      contexts: { needs: needsOf({ build: 'failure' }) },
    })
    expect(result.outputs).toMatchObject({
      verdict: 'failure',
      'failed-jobs': '["build"]',
      'flaky-jobs': '[]',
    })
  })

  test('observer: the run that triggered it', async () => {
    const scene = await open({ current: { event: 'workflow_run' } })
    const red = addRun(addWorkflow(scene.repository, 'pr.yml', { name: 'PR' }), { conclusion: 'failure' })
    addJob(red, 'test', { conclusion: 'failure' })
    const result = await runStepOf(scene, stepOf('examples/summarise-observer.yml'), {
      payload: { action: 'completed', workflow_run: { id: red.id } },
    })
    expect(result.outputs).toMatchObject({ verdict: 'failure', 'failed-jobs': '["test"]' })
    expect(result.summary).toContain('PR')
  })

  test('repository-weekly', async () => {
    const scene = await open()
    addJob(runOf(scene.workflow, 2), 'test')
    const result = await runStepOf(scene, stepOf('examples/summarise-repository-weekly.yml'), {
      contexts: { inputs: {} },
    })
    expect(result.outputs['repositories']).toBe('["octo/shop"]')
    expect(result.summary).toContain('ci.yml')
  })

  test('repository-organisation', async () => {
    const scene = await open()
    const result = await runStepOf(scene, stepOf('examples/summarise-repository-organisation.yml'), {
      contexts: {
        github: { repository_owner: 'octo' },
        matrix: { repository: 'shop' },
        steps: {
          token: { outputs: { token: scene.sandbox.tokenFor({ permissions: { actions: 'read' } }) } },
        },
      },
    })
    expect(result.outputs['repositories']).toBe('["octo/shop"]')
  })

  test('repository-to-prune: the repositories of the report are those of the clean-up', async () => {
    const scene = await open()
    const { world } = scene.sandbox
    for (const name of ['service-a', 'service-b', 'service-template', 'site'])
      addRun(addWorkflow(addRepository(world, `octo/${name}`), 'ci.yml'))
    const permissions = { actions: 'read', contents: 'read', 'pull-requests': 'read' } as const
    const steps = { token: { outputs: { token: scene.sandbox.tokenFor({ permissions }) } } }
    const github = { repository_owner: 'octo' }
    const [report, prune] = stepsOf('examples/summarise-repository-to-prune.yml')
    if (report === undefined || prune === undefined) throw new Error('two steps')
    const reported = await runStepOf(scene, report, { contexts: { github, steps } })
    const repositories = JSON.parse(reported.outputs['repositories'] ?? '') as readonly string[]
    expect(repositories.toSorted()).toEqual(['octo/service-a', 'octo/service-b'])
    for (const repository of repositories) {
      const pruned = await runStepOf(scene, prune, { contexts: { github, steps, matrix: { repository } } })
      expect(pruned.outputs).toMatchObject({ candidates: '0', deleted: '0' })
    }
  })
})

describe('the quick start of the README', () => {
  type RawJob = RawWorkflow['jobs'][string]
  const blocks = [...readProjectFile('README.md').matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(
    ([, code = '']) => parse(code) as RawJob | { readonly gate: RawJob },
  )
  /** The step of a block, which shows a job, or the inside of one. */
  function stepOfBlock(index: number): ExampleStep {
    const block = blocks[index]
    if (block === undefined) throw new Error('there is no such block')
    const [step] = stewardSteps({ on: {}, jobs: { job: 'gate' in block ? block.gate : block } })
    if (step === undefined) throw new Error('the block has no step')
    return step
  }

  test('has a step for each mode', () => {
    expect([0, 1, 2].map((index) => stepOfBlock(index).with['mode'])).toEqual(['fetch', 'prune', 'summarise'])
    expect(blocks).toHaveLength(3)
  })

  test('fetch: the newest successful run of main, a folder each', async () => {
    const scene = await open()
    const run = runOf(scene.workflow, 2)
    for (const part of ['api', 'web']) addArtifact(run, `coverage-${part}`, { files: { 'lcov.info': part } })
    addArtifact(runOf(scene.workflow, 1, { conclusion: 'failure' }), 'coverage-api')
    addArtifact(runOf(scene.workflow, 1, { branch: 'topic' }), 'coverage-api')
    const result = await runStepOf(scene, stepOfBlock(0))
    expect(treeOf(join(result.workspace, 'coverage'))).toEqual({
      'coverage-api/lcov.info': 'api',
      'coverage-web/lcov.info': 'web',
    })
  })

  test('prune: shows what would go, and dry-run: false lets it go', async () => {
    const scene = await open()
    for (let days = 40; days < 47; days++)
      addArtifact(runOf(scene.workflow, days, { branch: 'topic' }), 'dist', { expiresAt: null })
    addArtifact(runOf(scene.workflow, 40, { pull: addPull(scene.repository) }), 'needed', { expiresAt: null })
    const step = stepOfBlock(1)
    const dry = await runStepOf(scene, step)
    expect(dry.outputs).toMatchObject({ candidates: '2', deleted: '0' })
    expect(dry.summary).toContain('DRY RUN')
    const real = await runStepOf(scene, { ...step, with: { ...step.with, 'dry-run': 'false' } })
    expect(real.outputs).toMatchObject({ deleted: '2', kept: '6' })
  })

  test.each([
    ['success', 0, 'success'],
    ['skipped', 1, 'failure'],
  ] as const)('summarise: with a job that ended as %s, exit code %i', async (result, exitCode, verdict) => {
    const scene = await open()
    addJob(scene.current, 'build', { status: 'completed', conclusion: 'success' })
    addJob(scene.current, 'test', { status: 'completed', conclusion: result })
    const { with: inputs, needs, permissions } = stepOfBlock(2)
    expect([needs, permissions]).toEqual([['build', 'test'], { actions: 'read' }])
    const done = await scene.step(inputs, {
      token: { permissions: { actions: 'read' } },
      contexts: { needs: needsOf({ build: 'success', test: result }) },
    })
    expect(done.exitCode).toBe(exitCode)
    expect(done.outputs['verdict']).toBe(verdict)
  })
})
