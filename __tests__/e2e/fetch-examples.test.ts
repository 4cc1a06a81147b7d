/**
 * The examples of fetch, run as they stand, in a private repository and with the permissions that they ask for and no
 * others: what is missing would show.
 */
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { addCommits, addPull } from '../../sandbox/build-code.ts'
import { addArtifact, addFork, addJob, addRepository, addRun, addWorkflow } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import { stepOf, stepsOf, type ExampleStep } from '../support/example.ts'
import { treeOf, type Scene, type SceneStep, type StepOptions } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

async function openPrivate(): Promise<Scene> {
  const scene = await open()
  scene.repository.isPrivate = true
  return scene
}

const runExample = (scene: Scene, example: ExampleStep, options: StepOptions = {}): Promise<SceneStep> =>
  scene.step(example.with, {
    token: { permissions: example.permissions ?? {} },
    ...options,
  })

test('the newest of main', async () => {
  const scene = await openPrivate()
  addArtifact(addRun(scene.workflow), 'coverage', { files: { 'lcov.info': 'main' } })
  const pull = addPull(scene.repository)
  addArtifact(addRun(scene.workflow, { pull }), 'coverage', { files: { 'lcov.info': 'pull' } })
  const run = addRun(scene.workflow, { pull, status: 'in_progress' })
  const result = await runExample(scene, stepOf('examples/fetch-newest-of-main.yml'), { run })
  expect(treeOf(join(result.workspace, 'coverage', 'main'))).toEqual({ 'lcov.info': 'main' })
  expect(result.outputs['head-sha']).not.toBe('')
})

test('the baseline of a pull request', async () => {
  const scene = await openPrivate()
  const [left] = addCommits(scene.repository, { count: 1 })
  addArtifact(addRun(scene.workflow, { sha: left?.sha ?? '' }), 'bundle-sizes', {
    files: { 'sizes.json': '{}', 'more.txt': 'm' },
  })
  addCommits(scene.repository, { count: 2 })
  const pull = addPull(scene.repository)
  const run = addRun(scene.workflow, { pull, status: 'in_progress' })
  const result = await runExample(scene, stepOf('examples/fetch-pull-request-baseline.yml'), { run })
  expect(treeOf(join(result.temp, 'base'))).toEqual({ 'sizes.json': '{}' })
  expect(result.outputs).toMatchObject({ found: 'true', distance: '2' })
})

test('the report of a fork, as data, with the number of its pull request', async () => {
  const scene = await openPrivate()
  const pull = addPull(scene.repository, { number: 12, headRepository: addFork(scene.repository, 'mona') })
  const run = addRun(scene.workflow, { pull, conclusion: 'failure' })
  addArtifact(run, 'report', { files: { 'report.md': '# Report', 'evil.sh': 'rm' } })
  const result = await runExample(scene, stepOf('examples/fetch-from-fork.yml'), {
    contexts: { github: { event: { workflow_run: { id: run.id } } } },
  })
  expect(treeOf(join(result.temp, 'untrusted'))).toEqual({ 'report.md': '# Report' })
  expect(treeOf(result.workspace)).toEqual({})
  expect(result.outputs).toMatchObject({ found: 'true', 'pull-request': '12' })
})

test('another repository, with a token of its own', async () => {
  const scene = await openPrivate()
  const engine = addRepository(scene.sandbox.world, 'octo-org/engine', { private: true })
  addArtifact(addRun(addWorkflow(engine, 'build.yml')), 'engine-linux-x64', { files: { 'bin/engine': 'E' } })
  const token = scene.sandbox.tokenFor({ permissions: { actions: 'read' }, repositories: [engine] })
  const result = await runExample(scene, stepOf('examples/fetch-from-another-repository.yml'), {
    contexts: { secrets: { ENGINE_READ_TOKEN: token } },
  })
  expect(treeOf(join(result.workspace, 'engine'))).toEqual({ 'bin/engine': 'E' })
})

test('a history', async () => {
  const scene = await openPrivate()
  const benchmark = addWorkflow(scene.repository, 'benchmark.yml')
  const runs = [30, 20, 10].map((days) =>
    addRun(benchmark, { createdAt: ago(scene.sandbox.world, { days }) }),
  )
  for (const run of runs)
    addArtifact(run, 'benchmark', { files: { 'results.json': String(run.number), 'profile.bin': 'x' } })
  const result = await runExample(scene, stepOf('examples/fetch-history.yml'))
  expect(treeOf(join(result.workspace, 'history'))).toEqual(
    Object.fromEntries(runs.map(({ id, number }) => [`${id}/benchmark/results.json`, String(number)])),
  )
  expect(result.outputs['run-id']).toBe(String(runs[2]?.id))
})

test('logs and jobs of failures', async () => {
  const scene = await openPrivate()
  const run = addRun(scene.workflow, { conclusion: 'failure' })
  addJob(run, 'test (22)', { log: 'FAIL a\n' })
  addJob(run, 'lint', { log: 'fine\n' })
  const [logs, jobs] = stepsOf('examples/fetch-failure-logs.yml')
  if (logs === undefined || jobs === undefined) throw new Error('the example has changed')
  const first = await runExample(scene, logs)
  expect(treeOf(join(first.workspace, 'logs'))).toEqual({ [`${run.id}/01_test (22).txt`]: 'FAIL a\n' })
  const second = await runExample(scene, jobs)
  expect(Object.keys(treeOf(join(second.workspace, 'jobs')))).toEqual([`${run.id}/jobs.json`])
})

test('waiting for the build of the same commit', async () => {
  const scene = await openPrivate()
  const build = addRun(addWorkflow(scene.repository, 'build.yml'))
  addArtifact(build, 'site', { files: { 'index.html': '<p>' } })
  const result = await runExample(scene, stepOf('examples/fetch-wait.yml'), {
    contexts: { github: { sha: build.headSha } },
  })
  expect(treeOf(join(result.workspace, 'site'))).toEqual({ 'index.html': '<p>' })
})
