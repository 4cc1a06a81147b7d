/** The "after" of each page on moving over from a peer that downloads, run as it stands in examples/migrate. */
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { addPull } from '../../sandbox/build-code.ts'
import { ago } from '../../sandbox/clock.ts'
import { addArtifact, addFork, addRepository, addRun, addWorkflow } from '../../sandbox/build.ts'
import { stepOf } from '../support/example.ts'
import { treeOf, type Scene, type SceneOptions } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const openScene = useScenes()
const open = (options: SceneOptions = {}): Promise<Scene> =>
  openScene({ repository: { private: true }, ...options })
const read = { permissions: { actions: 'read' } } as const
const none = { permissions: {} } as const

describe('actions/download-artifact', () => {
  const file = 'examples/migrate/download-artifact.yml'

  async function built() {
    const scene = await open()
    addArtifact(scene.current, 'part-linux', { files: { 'linux.txt': 'L' } })
    addArtifact(scene.current, 'part-windows', { files: { 'windows.txt': 'W' } })
    return scene
  }

  test('one artifact by name lands in path itself', async () => {
    const { step } = await built()
    const result = await step(stepOf(file, 'one').with, { token: none })
    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.workspace, 'one'))).toEqual({ 'linux.txt': 'L' })
    expect(result.outputs['path']).toBe(join(result.workspace, 'one'))
  })

  test('a pattern, merged', async () => {
    const { step } = await built()
    const result = await step(stepOf(file, 'merged').with, { token: none })
    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.workspace, 'parts'))).toEqual({ 'linux.txt': 'L', 'windows.txt': 'W' })
  })

  test('all of the run, a folder each', async () => {
    const { step } = await built()
    const result = await step(stepOf(file, 'all').with, { token: none })
    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.workspace, 'all'))).toEqual({
      'part-linux/linux.txt': 'L',
      'part-windows/windows.txt': 'W',
    })
    expect(result.outputs).toMatchObject({ 'artifact-count': '2', 'file-count': '2', found: 'true' })
  })

  test('ids', async () => {
    const { current, step } = await built()
    const wanted = addArtifact(current, 'package', { files: { 'package.tar': 'T' } })
    const result = await step(stepOf(file, 'ids').with, {
      token: read,
      contexts: { needs: { package: { outputs: { 'artifact-id': String(wanted.id) } } } },
    })
    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.workspace, 'package'))).toEqual({ 'package.tar': 'T' })
  })

  test('an id that is not there is an error, or what is there is taken', async () => {
    const { current, step } = await built()
    const wanted = addArtifact(current, 'package', { files: { 'package.tar': 'T' } })
    const contexts = { needs: { package: { outputs: { 'artifact-id': `${wanted.id}, 4711` } } } }
    const inputs = stepOf(file, 'ids').with
    const failed = await step(inputs, { token: read, contexts })
    expect(failed.exitCode).toBe(1)
    expect(failed.outputs['error-message']).toContain('4711')
    expect(treeOf(join(failed.workspace, 'package'))).toEqual({})
    const warned = await step({ ...inputs, 'if-missing': 'warn' }, { token: read, contexts })
    expect(warned.exitCode).toBe(0)
    expect(warned.outputs['found']).toBe('false')
    expect(Object.values(treeOf(join(warned.workspace, 'package')))).toEqual(['T'])
  })

  test('a pattern that matches one artifact keeps its folder, where theirs drops it', async () => {
    const { current, step } = await open()
    addArtifact(current, 'part-linux', { files: { 'linux.txt': 'L' } })
    const inputs = { ...stepOf(file, 'merged').with, layout: '' }
    const result = await step(inputs, { token: none })
    expect(treeOf(join(result.workspace, 'parts'))).toEqual({ 'part-linux/linux.txt': 'L' })
  })

  test('two different files of one path are an error, or who wins is said', async () => {
    const { current, step } = await open()
    addArtifact(current, 'part-linux', { files: { 'a.txt': 'L' } })
    addArtifact(current, 'part-windows', { files: { 'a.txt': 'W' } })
    const inputs = stepOf(file, 'merged').with
    const failed = await step(inputs, { token: none })
    expect(failed.exitCode).toBe(1)
    expect(treeOf(join(failed.workspace, 'parts'))).toEqual({})
    const last = await step({ ...inputs, 'on-conflict': 'last' }, { token: none })
    expect(treeOf(join(last.workspace, 'parts'))).toEqual({ 'a.txt': 'W' })
  })

  test('another run', async () => {
    const { workflow, step } = await open()
    const run = addRun(workflow, { conclusion: 'failure' })
    addArtifact(run, 'package', { files: { 'package.tar': 'T' } })
    const result = await step(stepOf(file, 'other-run').with, {
      token: read,
      contexts: { inputs: { 'run-id': String(run.id) } },
    })
    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.workspace, 'package'))).toEqual({ 'package.tar': 'T' })
    expect(result.outputs['run-id']).toBe(String(run.id))
  })

  test('a name that is not there fails, as theirs does, and a pattern too, as theirs does not', async () => {
    const { step } = await open()
    for (const id of ['one', 'merged', 'all']) {
      const result = await step(stepOf(file, id).with, { token: none })
      expect(result.exitCode).toBe(1)
      expect(result.outputs['found']).toBe('false')
    }
  })
})

describe('dawidd6/action-download-artifact', () => {
  const file = 'examples/migrate/action-download-artifact.yml'

  test('the newest run that matches and has the artifact', async () => {
    const { repository, workflow, step } = await open({ current: { event: 'pull_request', branch: 'topic' } })
    const wanted = addRun(workflow, { createdAt: ago(repository.world, { days: 3 }) })
    addArtifact(wanted, 'coverage', { files: { 'lcov.info': 'wanted' } })
    const others = [
      { conclusion: 'failure' },
      { event: 'schedule' },
      { branch: 'topic' },
      { headRepository: addFork(repository, 'mallory') },
    ] as const
    for (const options of others)
      addArtifact(addRun(workflow, options), 'coverage', { files: { 'lcov.info': 'other' } })
    addArtifact(addRun(workflow), 'other', { files: { 'lcov.info': 'other' } })
    addArtifact(addRun(workflow), 'coverage', { files: { 'lcov.info': 'expired' }, expired: true })

    const result = await step(stepOf(file, 'newest').with, { token: read })

    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ found: 'true', 'run-id': String(wanted.id) })
    expect(treeOf(join(result.workspace, 'coverage'))).toEqual({ 'lcov.info': 'wanted' })
  })

  test('nothing found is a warning, and the output says so', async () => {
    const { step } = await open()
    const result = await step(stepOf(file, 'newest').with, { token: read })
    expect(result.exitCode).toBe(0)
    expect(result.outputs['found']).toBe('false')
    expect(result.annotations.map(({ level }) => level)).toEqual(['warning'])
  })

  test('a pull request, also of a commit before its newest', async () => {
    const { repository, workflow, step } = await open()
    const pull = addPull(repository, { number: 7 })
    const run = addRun(workflow, { pull, sha: '1'.repeat(40), conclusion: 'failure' })
    addArtifact(run, 'report-unit', { files: { 'unit.xml': 'U' } })
    addArtifact(run, 'report-e2e', { files: { 'e2e.xml': 'E' } })
    addArtifact(run, 'no-report', { files: { 'no.xml': 'N' } })
    const result = await step(stepOf(file, 'pull-request').with, {
      token: { permissions: { actions: 'read', 'pull-requests': 'read' } },
      contexts: { github: { event: { number: 7 } } },
    })
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ found: 'true', 'pull-request': '7' })
    expect(treeOf(join(result.workspace, 'reports'))).toEqual({ 'unit.xml': 'U', 'e2e.xml': 'E' })
  })

  test('the run that triggered, also of a fork, where that is said', async () => {
    const { repository, step } = await open()
    const fork = addFork(repository, 'mona')
    const pull = addPull(repository, { number: 8, headRepository: fork })
    const run = addRun(addWorkflow(repository, 'pr.yml'), { pull })
    addArtifact(run, 'coverage', { files: { 'lcov.info': 'theirs' } })
    const contexts = { github: { event: { workflow_run: { id: run.id } } } }
    const inputs = stepOf(file, 'triggered').with

    const result = await step(inputs, { token: read, contexts })
    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.temp, 'coverage'))).toEqual({ 'lcov.info': 'theirs' })

    const refused = await step({ ...inputs, 'allow-forks': 'false' }, { token: read, contexts })
    expect(refused.exitCode).toBe(1)
    expect(refused.outputs['error-message']).toContain('fork')
    expect(treeOf(join(refused.temp, 'coverage'))).toEqual({})
  })
})

describe('gh run download', () => {
  const file = 'examples/migrate/gh-run-download.yml'

  test('names and patterns of one run, a folder each, by id or by address', async () => {
    const { workflow, repository, step } = await open()
    const run = addRun(workflow, { conclusion: 'failure' })
    addArtifact(run, 'report', { files: { 'r.txt': 'R' } })
    addArtifact(run, 'log-1', { files: { '1.txt': '1' } })
    addArtifact(run, 'build', { files: { 'b.txt': 'B' } })
    const address = `https://github.com/octo/${repository.name}/actions/runs/${run.id}`
    for (const text of [String(run.id), address]) {
      const result = await step(stepOf(file, 'by-run').with, {
        token: read,
        contexts: { inputs: { run: text } },
      })
      expect(result.exitCode).toBe(0)
      expect(treeOf(join(result.workspace, 'out'))).toEqual({ 'report/r.txt': 'R', 'log-1/1.txt': '1' })
    }
  })

  test('a name over the whole repository, however its run ended, but not of a fork', async () => {
    const { repository, step } = await open()
    const nightly = addWorkflow(repository, 'nightly.yml')
    const wanted = addRun(nightly, { conclusion: 'failure', branch: 'topic' })
    addArtifact(wanted, 'nightly-build', { files: { 'n.txt': 'ours' } })
    const fork = addFork(repository, 'mallory')
    addArtifact(addRun(nightly, { headRepository: fork }), 'nightly-build', { files: { 'n.txt': 'theirs' } })
    const result = await step(stepOf(file, 'by-name').with, { token: read })
    expect(result.exitCode).toBe(0)
    expect(result.outputs['run-id']).toBe(String(wanted.id))
    expect(treeOf(join(result.workspace, 'nightly'))).toEqual({ 'n.txt': 'ours' })
  })

  test('another repository, with a token of its own', async () => {
    const { sandbox, step } = await open()
    const engine = addRepository(sandbox.world, 'octo/engine', { private: true })
    const run = addRun(addWorkflow(engine, 'build.yml'))
    addArtifact(run, 'engine', { files: { engine: 'E' } })
    const inputs = stepOf(file, 'other-repository').with
    const token = sandbox.tokenFor({ ...read, repositories: [engine] })
    const result = await step(inputs, { token: none, contexts: { secrets: { ENGINE_READ_TOKEN: token } } })
    expect(result.exitCode).toBe(0)
    expect(treeOf(join(result.workspace, 'engine'))).toEqual({ engine: 'E' })
  })
})
