/** The "after" of each page on moving over from a peer that judges or draws, run as it stands in examples/migrate. */
import { describe, expect, test } from '@jest/globals'
import { addJob, addRun, type JobOptions } from '../../sandbox/build.ts'
import type { JobConclusion } from '../../sandbox/world.ts'
import { stepOf } from '../support/example.ts'
import { drawnBars } from '../support/mermaid.ts'
import type { Scene, SceneStep } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const openScene = useScenes()
const open = (): Promise<Scene> => openScene({ repository: { private: true } })
const read = { permissions: { actions: 'read' } } as const

type Results = Readonly<Record<string, JobConclusion>>

/** Jobs that have ended, each with the name of its id. */
function addJobs({ current }: Scene, results: Results, options: JobOptions = {}): void {
  for (const [name, conclusion] of Object.entries(results))
    addJob(current, name, { status: 'completed', conclusion, ...options })
}

/** The `needs` context of a job that needs these. */
const needsOf = (results: Results) =>
  Object.fromEntries(Object.entries(results).map(([id, result]) => [id, { result, outputs: {} }]))

describe('re-actors/alls-green', () => {
  const { with: inputs } = stepOf('examples/migrate/alls-green.yml', 'check')

  const green: Results = { docs: 'success', linters: 'success', tests: 'success' }

  async function check(
    results: Results,
    options: { readonly token?: 'none'; readonly inputs?: Record<string, string> } = {},
  ): Promise<SceneStep> {
    const scene = await open()
    addJobs(scene, results)
    return scene.step(
      { ...inputs, ...options.inputs },
      { token: options.token ?? read, contexts: { needs: needsOf(results) } },
    )
  }

  test.each([
    ['all succeeded', green, 0, 'success'],
    ['a job that may fail has failed', { ...green, linters: 'failure' }, 0, 'success'],
    ['a job that may fail was cancelled', { ...green, linters: 'cancelled' }, 0, 'success'],
    ['a job that may be skipped was skipped', { ...green, docs: 'skipped' }, 0, 'success'],
    ['a job that may be skipped has failed', { ...green, docs: 'failure' }, 1, 'failure'],
    ['a job has failed', { ...green, tests: 'failure' }, 1, 'failure'],
    ['a job was skipped', { ...green, tests: 'skipped' }, 1, 'failure'],
    ['a job was cancelled', { ...green, tests: 'cancelled' }, 1, 'cancelled'],
  ] as const)('%s', async (_what, results, exitCode, verdict) => {
    const result = await check(results)
    expect(result.exitCode).toBe(exitCode)
    expect(result.outputs['verdict']).toBe(verdict)
    expect(result.summary).not.toBe('')
    expect(result.annotations.filter(({ level }) => level === 'error')).toHaveLength(exitCode)
  })

  test('a job in both lists may fail or be skipped, where theirs fails', async () => {
    const both = { 'allow-failure': 'docs', 'allow-skip': 'docs' }
    expect((await check({ ...green, docs: 'failure' }, { inputs: both })).exitCode).toBe(0)
    expect((await check({ ...green, docs: 'skipped' }, { inputs: both })).exitCode).toBe(0)
  })

  test('a name in a list that is no job closes the gate, where theirs says nothing', async () => {
    const result = await check(green, { inputs: { 'allow-failure': 'lnters' } })
    expect(result.exitCode).toBe(1)
    expect(result.outputs['error-message']).toContain('lnters')
  })

  test('a list with commas, as theirs has them, is one name that is no job', async () => {
    const result = await check(green, { inputs: { 'allow-failure': 'docs, linters' } })
    expect(result.exitCode).toBe(1)
    expect(result.outputs['error-message']).toContain('docs, linters')
  })

  test('the leg of a matrix counts by itself', async () => {
    const scene = await open()
    addJobs(scene, { docs: 'success', linters: 'success', 'tests (22)': 'success', 'tests (23)': 'failure' })
    const needs = needsOf({ docs: 'success', linters: 'success', tests: 'failure' })
    const allowed = { ...inputs, 'allow-failure': 'tests (23)', 'allow-skip': '' }
    const options = { token: read, contexts: { needs } }
    expect((await scene.step({ ...inputs, 'allow-failure': '' }, options)).exitCode).toBe(1)
    expect((await scene.step(allowed, options)).exitCode).toBe(0)
  })

  test('without a token the results in needs decide, as theirs do', async () => {
    expect((await check(green, { token: 'none' })).exitCode).toBe(0)
    expect((await check({ ...green, tests: 'failure' }, { token: 'none' })).exitCode).toBe(1)
  })
})

describe('technote-space/workflow-conclusion-action', () => {
  const { with: inputs } = stepOf('examples/migrate/workflow-conclusion-action.yml', 'run')

  test.each([
    [{ lint: 'success', publish: 'skipped' }, 'success'],
    [{ lint: 'success', publish: 'cancelled' }, 'cancelled'],
    [{ lint: 'failure', publish: 'cancelled' }, 'failure'],
    [{ lint: 'timed_out', publish: 'cancelled' }, 'timed_out'],
    [{ lint: 'skipped', publish: 'neutral' }, 'skipped'],
  ] as const)('%j is %s, and the step is green', async (results, conclusion) => {
    const scene = await open()
    addJobs(scene, results)
    const result = await scene.step(inputs, { token: read })
    expect(result.exitCode).toBe(0)
    expect(result.outputs['conclusion']).toBe(conclusion)
    const failed = Object.entries(results).filter(([, each]) => each === 'failure' || each === 'timed_out')
    expect(JSON.parse(result.outputs['failed-jobs'] ?? '')).toEqual(failed.map(([name]) => name))
  })

  test('neutral where no other job has ended, and a gate is closed then', async () => {
    const { step } = await open()
    expect((await step(inputs, { token: read })).outputs['conclusion']).toBe('neutral')
    const gated = await step({ ...inputs, gate: 'true' }, { token: read })
    expect(gated.exitCode).toBe(1)
    expect(gated.outputs['verdict']).toBe('failure')
  })

  test('strict: with needs the verdict is success only when every job is', async () => {
    const results = { lint: 'success', publish: 'skipped' } as const
    const scene = await open()
    addJobs(scene, results)
    const strict = { ...inputs, needs: JSON.stringify(needsOf(results)) }
    const result = await scene.step(strict, { token: read })
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ conclusion: 'success', verdict: 'failure' })
  })

  test('another run, by its id', async () => {
    const { workflow, step } = await open()
    const run = addRun(workflow, { conclusion: 'failure' })
    addJob(run, 'lint', { conclusion: 'failure' })
    const result = await step({ ...inputs, 'run-id': String(run.id) }, { token: read })
    expect(result.outputs['conclusion']).toBe('failure')
  })
})

describe('Kesin11/actions-timeline', () => {
  test('the picture shows the steps of every job, waiting time too', async () => {
    const { with: inputs } = stepOf('examples/migrate/actions-timeline.yml', 'timeline')
    const scene = await open()
    addJobs(scene, { build: 'success', test: 'failure' }, { steps: ['Check out', 'Call it: a day; #1'] })
    const result = await scene.step(inputs, { token: read })
    expect(result.exitCode).toBe(0)
    const [, chart = ''] = /```mermaid\n([\s\S]*?)\n```/.exec(result.summary) ?? []
    const bars = await drawnBars(chart)
    for (const [job, emoji] of [
      ['build', '✅'],
      ['test', '❌'],
    ] as const)
      expect(bars.filter(({ section }) => section === `${emoji} ${job}`).map(({ label }) => label)).toEqual([
        '⏳ 6s',
        '✅ Set up job',
        '✅ Check out',
        `${emoji} Call it: a day; #1`,
        '✅ Complete job',
      ])
  })

  test('more jobs than one page of the API has', async () => {
    const { with: inputs } = stepOf('examples/migrate/actions-timeline.yml', 'timeline')
    const scene = await open()
    for (let index = 1; index <= 120; index++)
      addJob(scene.current, `job ${index}`, { status: 'completed', conclusion: 'success' })
    const result = await scene.step(inputs, { token: read })
    expect(JSON.parse(result.outputs['jobs'] ?? '[]')).toHaveLength(120)
  })
})
