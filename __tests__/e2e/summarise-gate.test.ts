/** The gate as a workflow meets it: inputs in; exit code, outputs, annotations and page out. */
import { describe, expect, test } from '@jest/globals'
import { addRun } from '../../sandbox/build.ts'
import { outputNames } from '../../src/outputs.ts'
import { useScenes } from '../support/scenes.ts'
import {
  addJobs,
  alone,
  errorsOf,
  namesOf,
  noticesOf,
  readOnly,
  withNeeds,
} from '../summarise/support/run-scene.ts'

const open = useScenes()

describe('without needs: all jobs but its own', () => {
  test('a failure is told, and fails the step only with gate: true', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'success', test: 'failure', docs: 'skipped' })
    const shown = await scene.step(...alone())
    expect(shown.exitCode).toBe(0)
    expect(shown.outputs).toMatchObject({ verdict: 'failure', conclusion: 'failure', 'error-message': '' })
    expect(namesOf(shown, 'failed-jobs')).toEqual(['test'])
    expect(Object.keys(shown.outputs).toSorted()).toEqual([...outputNames].toSorted())
    const gated = await scene.step(...alone({ gate: 'true' }))
    expect(gated.exitCode).toBe(1)
    expect(errorsOf(gated)).toEqual([expect.stringContaining('"test" (failure)')])
    expect(gated.outputs['error-message']).toContain('"test"')
    for (const { summary, outputs } of [shown, gated]) {
      expect(summary).toContain('failed: 1 of 3 jobs')
      expect(summary).not.toContain('steward</code>')
      expect(outputs['jobs']).not.toContain('steward')
    }
  })

  test('skipped jobs are neutral, and a run of only such jobs is green', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'skipped', test: 'neutral' })
    const result = await scene.step(...alone({ gate: 'true' }))
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ verdict: 'success', conclusion: 'skipped' })
  })

  test('cancelled jobs close it, unless on-cancelled: ignore', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'success', test: 'cancelled' })
    const result = await scene.step(...alone({ gate: 'true' }))
    expect(result.exitCode).toBe(1)
    expect(result.outputs).toMatchObject({ verdict: 'cancelled', conclusion: 'cancelled' })
    expect(namesOf(result, 'failed-jobs')).toEqual([])
    const ignored = await scene.step(...alone({ gate: 'true', 'on-cancelled': 'ignore' }))
    expect(ignored.exitCode).toBe(0)
    expect(ignored.outputs).toMatchObject({ verdict: 'success', conclusion: 'cancelled' })
  })

  test.each([
    ['timed_out', 'timed_out'],
    ['action_required', 'action_required'],
    ['cancelled', 'timed_out'],
    ['failure', 'failure'],
  ] as const)('%s beside a job that timed out: the worst is %s', async (other, worst) => {
    const scene = await open()
    addJobs(scene.current, { build: 'success', a: 'timed_out', b: other, c: 'skipped', d: 'neutral' })
    const result = await scene.step(...alone({ gate: 'true', 'allow-failure': 'b' }))
    expect(result.exitCode).toBe(1)
    expect(result.outputs).toMatchObject({
      verdict: 'failure',
      conclusion: worst,
      'failed-jobs': '["a"]',
    })
    const allowed = await scene.step(...alone({ gate: 'true', 'allow-failure': '[ab]' }))
    expect(allowed.outputs).toMatchObject({ verdict: 'success', conclusion: worst, 'failed-jobs': '[]' })
  })

  test('of the run that triggered this one, under workflow_run', async () => {
    const scene = await open({ current: { event: 'workflow_run' } })
    const run = addRun(scene.workflow, { conclusion: 'cancelled' })
    addJobs(run, { build: 'cancelled', test: 'skipped', lint: 'success' })
    const payload = { workflow_run: { id: run.id } }
    const step = async (inputs: Record<string, string>) => {
      const [given, options] = alone({ gate: 'true', ...inputs })
      return scene.step(given, { ...options, payload })
    }
    const closed = await step({})
    expect(closed.exitCode).toBe(1)
    expect(closed.outputs).toMatchObject({ verdict: 'cancelled', conclusion: 'cancelled' })
    expect((await step({ 'on-cancelled': 'ignore' })).outputs['verdict']).toBe('success')
    expect((await step({ 'allow-failure': 'build' })).exitCode).toBe(0)
    const required = await step({ 'on-cancelled': 'ignore', require: 'build' })
    expect(required.outputs).toMatchObject({ verdict: 'failure', 'failed-jobs': '["build"]' })
  })

  test('no other job at all is no success', async () => {
    const scene = await open()
    const result = await scene.step(...alone({ gate: 'true' }))
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual([expect.stringMatching(/no other job.*toJSON\(needs\)/s)])
  })
})

describe('with needs: those jobs', () => {
  test('others are shown and neither judged nor awaited', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'success', nightly: 'failure', slow: 'running' })
    const result = await scene.step(...withNeeds({ build: 'success' }, { gate: 'true' }))
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ verdict: 'success', conclusion: 'success', 'failed-jobs': '[]' })
    expect(result.summary).toContain('<code>nightly</code></a> | failure (not in needs)')
    expect(scene.sandbox.requestsOf({ path: /\/jobs\?/ })).toHaveLength(1)
  })

  test('a skipped job closes it, unless it is allowed to be', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'success', test: 'skipped' })
    const needs = { build: 'success', test: 'skipped' }
    const result = await scene.step(...withNeeds(needs, { gate: 'true' }))
    expect(result.exitCode).toBe(1)
    expect(result.outputs).toMatchObject({
      verdict: 'failure',
      conclusion: 'success',
      'failed-jobs': '["test"]',
    })
    expect(errorsOf(result)[0]).toMatch(/skipped.*allow-skip/s)
    const allowed = await scene.step(...withNeeds(needs, { gate: 'true', 'allow-skip': 'test' }))
    expect(allowed.exitCode).toBe(0)
    expect(allowed.outputs['verdict']).toBe('success')
  })

  test('allow-failure covers failed, cancelled and skipped; allow-skip only skipped', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'success', a: 'failure', b: 'cancelled', c: 'skipped' })
    const needs = { build: 'success', a: 'failure', b: 'cancelled', c: 'skipped' }
    const allowed = await scene.step(...withNeeds(needs, { gate: 'true', 'allow-failure': 'a\nb\nc' }))
    expect(allowed.exitCode).toBe(0)
    expect(allowed.outputs).toMatchObject({ verdict: 'success', conclusion: 'failure', 'failed-jobs': '[]' })
    expect(allowed.summary).toMatch(/failure \(allowed\)/)
    const lesser = await scene.step(...withNeeds(needs, { gate: 'true', 'allow-skip': '[abc]' }))
    expect(lesser.exitCode).toBe(1)
    expect(lesser.outputs['verdict']).toBe('failure')
    expect(namesOf(lesser, 'failed-jobs')).toEqual(['a'])
  })

  test('require beats both lists and continue-on-error, and wants its jobs to exist', async () => {
    const scene = await open()
    addJobs(scene.current, { a: 'failure', b: 'skipped', c: 'failure' })
    const result = await scene.step(
      ...withNeeds(
        { a: 'failure', b: 'skipped', c: 'success' },
        { gate: 'true', 'allow-failure': 'a', 'allow-skip': 'b', require: 'a\nb\nc\ndeploy-*' },
      ),
    )
    expect(result.exitCode).toBe(1)
    expect(namesOf(result, 'failed-jobs')).toEqual(['a', 'b', 'c'])
    expect(errorsOf(result)[0]).toContain('require names "deploy-*", and there is no such job')
  })

  test('a job that require names and needs does not counts, and is waited for', async () => {
    const scene = await open()
    const [, extra = scene.job] = addJobs(scene.current, { build: 'success', extra: 'running' })
    scene.sandbox.faults.push({
      match: { origin: 'api', path: /\/jobs\?/, nth: 2 },
      do: {
        before: () => {
          Object.assign(extra, { status: 'completed', conclusion: 'failure', completedAt: extra.startedAt })
        },
      },
    })
    const result = await scene.step(
      ...withNeeds({ build: 'success' }, { gate: 'true', require: 'extra\nbuild' }),
    )
    expect(result.exitCode).toBe(1)
    expect(result.outputs).toMatchObject({ verdict: 'failure', 'failed-jobs': '["extra"]' })
    expect(result.summary).toContain('2 of 2 settled')
  })

  test('a name in a list that is neither a job nor an id is an error', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'success', test: 'success' })
    const result = await scene.step(
      ...withNeeds(
        { build: 'success', test: 'success' },
        { gate: 'true', 'allow-failure': 'tset\nb*', 'allow-skip': 'e2e' },
      ),
    )
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toHaveLength(1)
    expect(errorsOf(result)[0]).toMatch(/allow-failure names "tset".*allow-skip names "e2e"/s)
    expect(errorsOf(result)[0]).not.toContain('b*')
    expect(result.summary).toContain('tset')
  })

  test('legs of a matrix count one by one', async () => {
    const scene = await open()
    addJobs(scene.current, {
      build: 'success',
      'test (ubuntu, 22)': 'success',
      'test (ubuntu, 24)': 'failure',
      'test (windows, 24)': 'failure',
    })
    const needs = { build: 'success', test: 'failure' }
    const one = await scene.step(...withNeeds(needs, { gate: 'true', 'allow-failure': 'test (windows, 24)' }))
    expect(one.exitCode).toBe(1)
    expect(namesOf(one, 'failed-jobs')).toEqual(['test (ubuntu, 24)'])
    for (const all of ['test (*, 24)', 'test', '/^test/'])
      expect((await scene.step(...withNeeds(needs, { gate: 'true', 'allow-failure': all }))).exitCode).toBe(0)
    const required = await scene.step(
      ...withNeeds(needs, { gate: 'true', 'allow-failure': 'test', require: 'test (ubuntu, 22)\nbuild' }),
    )
    expect(required.exitCode).toBe(0)
    const id = await scene.step(
      ...withNeeds(needs, { gate: 'true', 'allow-failure': 'test', require: 'test' }),
    )
    expect(namesOf(id, 'failed-jobs')).toEqual(['test (ubuntu, 24)', 'test (windows, 24)'])
  })

  test('a leg that failed under continue-on-error is shown so, and passes', async () => {
    const scene = await open()
    addJobs(scene.current, { 'test (stable)': 'success', 'test (nightly)': 'failure' })
    const result = await scene.step(...withNeeds({ test: 'success' }, { gate: 'true' }))
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ verdict: 'success', conclusion: 'failure', 'failed-jobs': '[]' })
    expect(result.summary).toContain('failure (continue-on-error)')
    const required = await scene.step(
      ...withNeeds({ test: 'success' }, { gate: 'true', require: 'test (nightly)' }),
    )
    expect(required.exitCode).toBe(1)
  })

  test('jobs of a called workflow belong to their caller', async () => {
    const scene = await open()
    addJobs(scene.current, {
      'deploy / plan': 'success',
      'deploy / notify': 'skipped',
      'deploy (eu) / apply': 'failure',
    })
    const failed = await scene.step(
      ...withNeeds({ deploy: 'failure' }, { gate: 'true', 'allow-skip': 'deploy / notify' }),
    )
    expect(failed.exitCode).toBe(1)
    expect(namesOf(failed, 'failed-jobs')).toEqual(['deploy (eu) / apply'])
    // What needs calls a success is one, though the called workflow skipped a job.
    expect((await scene.step(...withNeeds({ deploy: 'success' }, { gate: 'true' }))).exitCode).toBe(0)
  })

  test('jobs with names of their own are found by their results, and may be allowed by name', async () => {
    const scene = await open()
    addJobs(scene.current, { ESLint: 'success', 'Node 22': 'success', 'Node 24': 'failure' })
    const needs = { lint: 'success', unit: 'failure' }
    const result = await scene.step(...withNeeds(needs, { gate: 'true' }))
    expect(result.exitCode).toBe(1)
    expect(namesOf(result, 'failed-jobs')).toEqual(['Node 24'])
    expect(result.summary).not.toContain('not count')
    const allowed = await scene.step(...withNeeds(needs, { gate: 'true', 'allow-failure': 'Node 24' }))
    expect(allowed.exitCode).toBe(0)
  })
})

test.each([
  ['left out', {}],
  ['false', { gate: 'false' }],
])('rules of the gate with gate %s are one input error, before any request', async (_what, gate) => {
  const scene = await open()
  const rules = {
    'allow-failure': 'a',
    'allow-skip': 'b',
    require: 'c',
    'on-cancelled': 'ignore',
    'max-regression': '25%',
  }
  const result = await scene.step({ mode: 'summarise', ...gate, ...rules })
  expect(result.exitCode).toBe(1)
  expect(errorsOf(result)).toHaveLength(1)
  for (const name of Object.keys(rules)) expect(errorsOf(result)[0]).toContain(`${name}: `)
  expect(scene.sandbox.requests).toHaveLength(0)
  expect(Object.keys(result.outputs).toSorted()).toEqual([...outputNames].toSorted())
})

describe('without the permission to read Actions', () => {
  test.each([
    { what: 'no permission', token: { permissions: { contents: 'read' } } },
    { what: 'no token', token: 'none' },
    { what: 'a token that is not valid', token: 'bad' },
  ] as const)('$what: the gate stands on needs alone, and says what is missing', async ({ token }) => {
    const scene = await open()
    scene.repository.isPrivate = true
    addJobs(scene.current, { build: 'success', test: 'failure' })
    const [inputs, options] = withNeeds({ build: 'success', test: 'success' }, { gate: 'true' })
    const green = await scene.step(inputs, { ...options, token })
    expect(green.exitCode).toBe(0)
    expect(green.outputs).toMatchObject({ verdict: 'success', jobs: '[]', 'duration-ms': '' })
    expect(noticesOf(green).join('\n')).toMatch(/The run: not shown\..*The jobs of the run/s)
    expect(green.summary).toContain('not shown')
  })

  test('and without needs it is closed', async () => {
    const scene = await open()
    scene.repository.isPrivate = true
    const result = await scene.step(
      { mode: 'summarise', gate: 'true' },
      { token: { permissions: { contents: 'read' } } },
    )
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)[0]).toContain('could not be read')
    expect(noticesOf(result).join('\n')).toContain('actions: read')
    expect(result.outputs['verdict']).toBe('failure')
  })
})

test('one section that cannot be read costs that section and a notice', async () => {
  const scene = await open({
    faults: [
      {
        match: { origin: 'api', path: /\/artifacts/ },
        do: { status: 403, message: 'Resource not accessible by integration' },
      },
      {
        match: { origin: 'api', path: /\/workflows\/.*\/runs/ },
        do: { status: 403, message: 'Resource not accessible by integration' },
      },
      {
        match: { origin: 'api', path: /\/logs$/ },
        do: { status: 403, message: 'Resource not accessible by integration' },
      },
      { match: { origin: 'results' }, do: { status: 403 } },
    ],
  })
  addJobs(scene.current, { build: 'success', test: 'failure' })
  const result = await scene.step(
    { mode: 'summarise', gate: 'true', 'allow-failure': 'test' },
    { token: readOnly },
  )
  expect(result.exitCode).toBe(0)
  expect(result.outputs['verdict']).toBe('success')
  expect(noticesOf(result).join('\n')).toMatch(/The artifacts: not shown/)
  expect(noticesOf(result).join('\n')).toMatch(/The comparison with earlier runs: not shown/)
  expect(result.summary).toContain('No log: reading logs needs')
  expect(result.summary).not.toContain('<summary>Artifacts')
})
