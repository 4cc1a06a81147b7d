/** Waiting until the facts are in, and leaving its own job out. */
import { describe, expect, test } from '@jest/globals'
import { addJob, rerun } from '../../sandbox/build.ts'
import type { Job } from '../../sandbox/world.ts'
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

/** Ends a job before the second look at the jobs. */
const endsBeforeSecondLook = (job: Job, conclusion: 'success' | 'failure') =>
  ({
    match: { origin: 'api', path: /\/jobs\?/, nth: 2 },
    do: {
      before: () => {
        Object.assign(job, { status: 'completed', conclusion, completedAt: job.startedAt + 60_000 })
      },
    },
  }) as const

describe('a job that the API shows as running', () => {
  test('is waited for', async () => {
    const scene = await open()
    const [, test = scene.job] = addJobs(scene.current, { build: 'success', test: 'running' })
    scene.sandbox.faults.push(endsBeforeSecondLook(test, 'failure'))
    const result = await scene.step(...alone())
    expect(namesOf(result, 'failed-jobs')).toEqual(['test'])
    expect(result.summary).not.toContain('settled**')
    expect(result.summary).toContain('2 of 2 settled after')
    expect(scene.sandbox.requestsOf({ path: /\/jobs\?/ })).toHaveLength(2)
  })

  test('at the end of settle-timeout is a failure, and it is said how many have settled', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'success', test: 'running', e2e: 'queued' })
    const result = await scene.step(...alone({ gate: 'true', 'settle-timeout': '1s' }))
    expect(result.exitCode).toBe(1)
    expect(result.outputs).toMatchObject({ verdict: 'failure', conclusion: 'failure' })
    expect(namesOf(result, 'failed-jobs')).toEqual(['test', 'e2e'])
    expect(result.summary).toContain('**1 of 3 settled**')
    expect(errorsOf(result)[0]).toContain('still in progress')
    expect(noticesOf(result).join('\n')).toContain('1 of 3 jobs had settled after 1')
  })

  test('counts as needs says, where there is needs', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'success', test: 'running' })
    const passed = await scene.step(
      ...withNeeds({ build: 'success', test: 'success' }, { gate: 'true', 'settle-timeout': '0' }),
    )
    expect(passed.exitCode).toBe(0)
    expect(passed.summary).toContain('**1 of 2 settled**')
    const failed = await scene.step(
      ...withNeeds({ build: 'success', test: 'failure' }, { gate: 'true', 'settle-timeout': '0' }),
    )
    expect(failed.exitCode).toBe(1)
  })
})

describe('its own job', () => {
  test('is found by the runner’s name on GitHub Enterprise Server, among others that run', async () => {
    const scene = await open({ profile: 'ghes' })
    addJobs(scene.current, { build: 'success', other: 'running' })
    const [inputs] = alone({ 'settle-timeout': '0' })
    const result = await scene.step(inputs, { contexts: { job: {} }, token: readOnly })
    const jobs = namesOf(result, 'jobs') as readonly { readonly name: string }[]
    expect(jobs.map(({ name }) => name)).toEqual(['build', 'other'])
    expect(noticesOf(result).join('\n')).not.toContain('job-id')
  })

  test('is left out with what it was in earlier attempts', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'success' })
    Object.assign(scene.job, { status: 'completed', conclusion: 'failure', completedAt: scene.job.startedAt })
    rerun(scene.current, { jobs: 'failed', status: 'in_progress' })
    const own = addJob(scene.current, 'steward', { status: 'in_progress' })
    const [inputs] = alone({ gate: 'true' })
    const result = await scene.step(inputs, { contexts: { job: { check_run_id: own.id } }, token: readOnly })
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ verdict: 'success', 'flaky-jobs': '[]' })
    expect(namesOf(result, 'jobs')).toMatchObject([{ name: 'build' }])
  })
})

test('SIGTERM ends the wait within two seconds', async () => {
  const scene = await open()
  addJobs(scene.current, { build: 'running' })
  let killedAt = 0
  let pid = 0
  scene.sandbox.faults.push({
    match: { origin: 'api', path: /\/jobs\?/, nth: 1 },
    do: {
      before: () => {
        killedAt = performance.now()
        process.kill(pid, 'SIGTERM')
      },
    },
  })
  const [inputs, options] = alone()
  const result = await scene.step(inputs, { ...options, onStart: (id) => (pid = id) })
  expect(performance.now() - killedAt).toBeLessThan(2000)
  expect(result.exitCode).toBe(1)
})
