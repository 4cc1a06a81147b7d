/** `target: logs` and `target: jobs`, through the bundle. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from '@jest/globals'
import { projectFolder } from '../../sandbox/runner.ts'
import { addJob, addRun, rerun } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Run } from '../../sandbox/world.ts'
import { countRequests, errorsOf, fetchStep, outOf, visibleLog } from '../fetch/bundle.ts'
import { treeOf, type Scene, type SceneStep } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

/** Problems of a JSON text by one of the documented schemas. */
function problemsOf(schema: string, text: string): unknown {
  const file = join(projectFolder, 'docs', 'schemas', `${schema}.schema.json`)
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(file, 'utf8')),
  )
  return validate(JSON.parse(text)) ? [] : validate.errors
}

const manifestOf = ({ outputs, temp }: SceneStep): string =>
  treeOf(temp)[(outputs['manifest'] ?? '').slice(temp.length + 1)] ?? ''

/** A run of two attempts: `test` failed in the first and succeeded in the second, the others were carried over. */
async function stage(): Promise<{ readonly scene: Scene; readonly run: Run }> {
  const scene = await open()
  const run = addRun(scene.workflow, {
    conclusion: 'failure',
    createdAt: ago(scene.sandbox.world, { hours: 3 }),
  })
  addJob(run, 'build', { conclusion: 'success', log: 'built\n' })
  addJob(run, 'test (ubuntu, 22)', { conclusion: 'failure', log: 'no\n' })
  addJob(run, 'deploy / to: production', { conclusion: 'skipped', log: null })
  rerun(run, { jobs: 'failed' })
  addJob(run, 'test (ubuntu, 22)', { conclusion: 'success', log: 'yes\n' })
  return { scene, run }
}

describe('logs', () => {
  test('one file a job, of its newest attempt, in the order of the jobs', async () => {
    const { scene, run } = await stage()
    const result = await fetchStep(scene, { target: 'logs', 'run-id': String(run.id) })
    expect(errorsOf(result)).toEqual([])
    expect(outOf(result)).toEqual({
      [`${run.id}/01_build.txt`]: 'built\n',
      [`${run.id}/02_test (ubuntu, 22).txt`]: 'yes\n',
    })
    expect(result.outputs).toMatchObject({
      found: 'true',
      'artifact-count': '0',
      'file-count': '2',
      'run-attempt': '2',
    })
    expect(problemsOf('manifest', manifestOf(result))).toEqual([])
    expect(visibleLog(result).match(/ownloaded/g)).toHaveLength(1)
  })

  test.each<[string, string[]]>([
    ['build', ['01_build.txt']],
    ['test*', ['02_test (ubuntu, 22).txt']],
    ['!build', ['02_test (ubuntu, 22).txt']],
  ])('job: %s', async (job, files) => {
    const { scene, run } = await stage()
    const result = await fetchStep(scene, { target: 'log', 'run-id': String(run.id), job })
    expect(Object.keys(outOf(result))).toEqual(files.map((file) => `${run.id}/${file}`))
  })

  test.each<[string, string]>([
    ['deploy*', 'its job that matches deploy* has no log'],
    ['lint', 'it has no job that matches lint'],
  ])('job: %s is a miss with its reason', async (job, reason) => {
    const { scene, run } = await stage()
    const result = await fetchStep(scene, { target: 'logs', 'run-id': String(run.id), job })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)[0]).toContain(reason)
    expect(outOf(result)).toEqual({})
  })

  test('of the newest run that failed and has the job, with a table of those passed over', async () => {
    const { scene, run } = await stage()
    const { world } = scene.sandbox
    const failed = addRun(scene.workflow, { conclusion: 'failure', createdAt: ago(world, { hours: 2 }) })
    addJob(failed, 'test', { log: 'failed\n' })
    const other = addRun(scene.workflow, { conclusion: 'failure', createdAt: ago(world, { hours: 1 }) })
    addJob(other, 'build', { log: 'other\n' })
    const result = await fetchStep(scene, {
      target: 'logs',
      workflow: 'ci.yml',
      branch: 'main',
      conclusion: 'failure',
      job: 'test',
    })
    expect(outOf(result)).toEqual({ [`${failed.id}/01_test.txt`]: 'failed\n' })
    expect(visibleLog(result)).toContain('it has no job that matches test')
    expect(run.id).not.toBe(failed.id)
  })

  test('the newest run of any conclusion by default', async () => {
    const { scene } = await stage()
    const failed = addRun(scene.workflow, { conclusion: 'failure' })
    addJob(failed, 'test', { log: 'failed\n' })
    const result = await fetchStep(scene, {
      target: 'logs',
      branch: 'main',
      event: 'push',
      'older-than': '1s',
    })
    expect(result.outputs['run-id']).toBe(String(failed.id))
  })

  test.each(['deleted', 'expired'] as const)('logs that were %s are missing', async (logs) => {
    const { scene, run } = await stage()
    run.logs = logs
    const inputs = { target: 'logs', 'run-id': String(run.id) }
    const failed = await fetchStep(scene, inputs)
    expect(failed.exitCode).toBe(1)
    expect(errorsOf(failed)[0]).toContain('GitHub has no log (any more) of 2 jobs: build')
    const warned = await fetchStep(scene, { ...inputs, 'if-missing': 'warn' })
    expect(warned.exitCode).toBe(0)
    expect(warned.annotations.map(({ level }) => level)).toEqual(['warning'])
    expect(warned.outputs).toMatchObject({ found: 'false', 'file-count': '0' })
  })

  test('names of jobs become names of files; logs cannot give commands to the runner', async () => {
    const scene = await open()
    const run = addRun(scene.workflow)
    const names = ['../../etc/passwd', 'CON', 'a/b\\c:d*', '::error::x', '📦'.repeat(80), '.']
    for (const name of names) addJob(run, name, { log: `::set-output name=x::y\n${name}\n` })
    const result = await fetchStep(scene, { target: 'logs', 'run-id': String(run.id) })
    expect(errorsOf(result)).toEqual([])
    const files = Object.keys(outOf(result))
    expect(files).toHaveLength(names.length)
    for (const file of files) {
      expect(file).toMatch(new RegExp(`^${run.id}/\\d\\d_[^/\\\\:*]+\\.txt$`))
      expect(Buffer.byteLength(file)).toBeLessThan(255 + 20)
    }
    expect(result.log).not.toMatch(/^::set-output/m)
  })

  test('of a hundred jobs, with bounded requests at once', async () => {
    const scene = await open()
    const run = addRun(scene.workflow)
    for (let index = 1; index <= 105; index++) addJob(run, `job ${index}`, { log: `log ${index}\n` })
    const result = await fetchStep(scene, { target: 'logs', 'run-id': String(run.id), concurrency: '4' })
    const files = outOf(result)
    expect(Object.keys(files)).toHaveLength(105)
    expect(files[`${run.id}/007_job 7.txt`]).toBe('log 7\n')
    expect(visibleLog(result)).toContain('24 of 105 logs.')
  })
})

describe('jobs', () => {
  test('every attempt and step, as the schema says', async () => {
    const { scene, run } = await stage()
    const { result, requests } = await countRequests(scene, () =>
      fetchStep(scene, { target: 'jobs', 'run-id': String(run.id) }),
    )
    const text = outOf(result)[`${run.id}/jobs.json`] ?? ''
    expect(problemsOf('jobs', text)).toEqual([])
    expect(JSON.parse(text)).toMatchObject({
      run: { id: run.id, attempt: 2, conclusion: 'success' },
      attempts: [
        { attempt: 1, jobs: [{ name: 'build' }, { conclusion: 'failure' }, { conclusion: 'skipped' }] },
        { attempt: 2, jobs: [{ name: 'build' }, { conclusion: 'success' }] },
      ],
    })
    expect(problemsOf('manifest', manifestOf(result))).toEqual([])
    expect(scene.sandbox.requestsOf({ origin: 'blob' })).toEqual([])
    expect(visibleLog(result)).not.toContain('ownloaded')
    expect(requests.length).toBeLessThanOrEqual(3)
  })

  test('of a run that goes on, of one without a branch or an actor, and of the current one', async () => {
    const scene = await open()
    const running = addRun(scene.workflow, { status: 'in_progress', branch: null })
    addJob(running, 'now', { status: 'queued' })
    running.actor = null
    const inputs = { target: 'jobs' }
    for (const more of [{ 'run-id': String(running.id) }, {}] as const) {
      const result = await fetchStep(scene, { ...inputs, ...more })
      expect(errorsOf(result)).toEqual([])
      const [text = ''] = Object.values(outOf(result))
      expect(problemsOf('jobs', text)).toEqual([])
    }
  })

  test('history: the last runs, a folder each', async () => {
    const { scene, run } = await stage()
    const newer = addRun(scene.workflow)
    addJob(newer, 'build')
    const inputs = { target: 'jobs', branch: 'main', history: '5', conclusion: 'completed' }
    const result = await fetchStep(scene, inputs)
    expect(Object.keys(outOf(result)).toSorted()).toEqual(
      [`${run.id}/jobs.json`, `${newer.id}/jobs.json`].toSorted(),
    )
    expect(result.outputs['run-id']).toBe(String(newer.id))
  })

  test('a dry run says what it would write', async () => {
    const { scene, run } = await stage()
    const result = await fetchStep(scene, { target: 'jobs', 'run-id': String(run.id), 'dry-run': 'true' })
    expect(outOf(result)).toEqual({})
    expect(visibleLog(result)).toContain(`would write ${run.id}/jobs.json`)
  })

  test('artifact inputs are errors', async () => {
    const { scene, run } = await stage()
    const inputs = { target: 'jobs', 'run-id': String(run.id), name: 'x', layout: 'flat' }
    const result = await fetchStep(scene, inputs)
    expect(errorsOf(result)).toHaveLength(1)
    for (const word of ['name', 'layout']) expect(errorsOf(result)[0]).toContain(word)
  })
})
