import { describe, expect, test } from '@jest/globals'
import type { Run } from '../../src/model.ts'
import { anArtifact, aRun, hourMs, minuteMs, nowMs } from '../support/builders.ts'
import { aFakeRepository, fakeGitHub, fakeResults, type FakeRepository } from '../support/fake-github.ts'
import type { ResultsArtifact } from '../../src/world.ts'
import { aWorld, find, missingOf, takenIds, type WorldOptions } from './world.ts'
import type { With } from '../support/step.ts'

const step = { workflow: '*', name: 'coverage', wait: '10min' }
const running = (id: number, fields: Partial<Run> = {}): Run =>
  aRun({ id, status: 'in_progress', createdAtMs: nowMs - minuteMs, ...fields })

/** A world in which things happen after so many seconds. */
function stage(
  fields: Partial<FakeRepository>,
  events: Readonly<Record<number, (repository: FakeRepository) => void>> = {},
  options: WorldOptions = {},
) {
  const repository = aFakeRepository(fields)
  const world = aWorld(fakeGitHub(repository), options)
  const pending = Object.entries(events).map(([seconds, event]) => ({
    atMs: nowMs + Number(seconds) * 1000,
    event,
  }))
  world.github.onCall = () => {
    while (pending[0] !== undefined && pending[0].atMs <= world.clock.now())
      pending.shift()?.event(repository)
  }
  return { repository, world, look: (more: With = {}) => find(world, { ...step, ...more }) }
}
const finish =
  (id: number, conclusion = 'success') =>
  (repository: FakeRepository) => {
    repository.runs = repository.runs.map((run) =>
      run.id === id ? { ...run, status: 'completed', conclusion } : run,
    )
  }
const upload = (runId: number) => (repository: FakeRepository) => {
  repository.artifacts.push(anArtifact({ id: runId * 10, runId, createdAtMs: nowMs }))
}
const waitedSeconds = (world: { readonly clock: { now(): number } }): number =>
  (world.clock.now() - nowMs) / 1000

describe('wait', () => {
  test('what is there is taken without waiting', async () => {
    const { look, world } = stage({ runs: [aRun({ id: 1 })], artifacts: [anArtifact({ runId: 1 })] })
    expect(takenIds(await look())).toEqual([1])
    expect(world.clock.sleeps).toEqual([])
  })

  test('waits until the run has ended with it, and logs what it waits for', async () => {
    const { look, world } = stage(
      { runs: [running(1, { number: 12 })] },
      {
        40: upload(1),
        60: finish(1),
      },
    )
    expect(takenIds(await look())).toEqual([1])
    expect(waitedSeconds(world)).toBeGreaterThanOrEqual(60)
    expect(waitedSeconds(world)).toBeLessThanOrEqual(90)
    expect(world.log.lines[0]).toBe('Waiting for run #12 (in_progress). 10m 00s left.')
  })

  test('looks after 5 s, then slowly less often, every 30 s at most', async () => {
    const { look, world } = stage({ runs: [running(1)] })
    const findings = await look()
    expect(world.clock.sleeps.slice(0, 4)).toEqual([5000, 7500, 11_250, 16_875])
    expect(Math.max(...world.clock.sleeps)).toBe(30_000)
    expect(waitedSeconds(world)).toBe(600)
    expect(findings.notes.at(-1)).toMatch(/^Waited 10m 00s: the time of wait/)
  })

  test('ends early, one look after every run that could have it has ended', async () => {
    const { look, world } = stage(
      { runs: [running(1), running(2)] },
      { 20: finish(1), 30: finish(2, 'failure') },
    )
    const findings = await look()
    expect(missingOf(findings)).toEqual(['none of the 2 runs looked at matches'])
    expect(waitedSeconds(world)).toBeLessThan(120)
    expect(findings.notes.at(-1)).toContain('every run that could have it had ended without it')
    expect(world.log.lines.at(-1)).toContain('looking once more')
  })

  test('the last look counts: an artifact list may lag behind its run', async () => {
    const { look } = stage({ runs: [running(1)] }, { 6: finish(1), 20: upload(1) })
    expect(takenIds(await look())).toEqual([1])
  })

  test('a run that starts meanwhile is waited for as well', async () => {
    const { look } = stage(
      { runs: [aRun({ id: 1 })] },
      {
        4: ({ runs }) => runs.push(running(2, { createdAtMs: nowMs })),
        100: upload(2),
        120: finish(2),
      },
    )
    expect(takenIds(await look())).toEqual([2])
  })

  test('while there is none, it waits to the end', async () => {
    const { look, world } = stage({})
    expect(missingOf(await look())).toEqual(['there is no run of what was asked for at all'])
    expect(waitedSeconds(world)).toBe(600)
    expect(world.log.lines[0]).toContain('Waiting for a run to start that matches.')
  })

  test('one that starts late', async () => {
    const { look } = stage(
      {},
      {
        90: ({ runs }) => runs.push(running(1)),
        200: upload(1),
        201: finish(1),
      },
    )
    expect(takenIds(await look())).toEqual([1])
  })

  test('only runs that every other selector takes are waited for', async () => {
    const { look, world } = stage({
      runs: [running(1, { headBranch: 'dev' }), aRun({ id: 2, conclusion: 'failure' })],
    })
    await look({ branch: 'main' })
    expect(waitedSeconds(world)).toBeLessThan(60)
  })

  test("a fork's run is not waited for", async () => {
    const { look, world } = stage({
      runs: [running(1, { headRepositoryId: 9 }), aRun({ id: 2, conclusion: 'failure' })],
    })
    await look()
    expect(waitedSeconds(world)).toBeLessThan(60)
  })

  test('any conclusion takes it from a run that goes on', async () => {
    const { look, world } = stage({ runs: [running(1)] }, { 10: upload(1) })
    expect(takenIds(await look({ conclusion: 'any' }))).toEqual([1])
    expect(waitedSeconds(world)).toBeLessThan(30)
  })

  test('an older match is taken at once, whatever is running', async () => {
    const { look, world } = stage({
      runs: [aRun({ id: 1, createdAtMs: nowMs - hourMs }), running(2)],
      artifacts: [anArtifact({ runId: 1 })],
    })
    expect(takenIds(await look())).toEqual([1])
    expect(waitedSeconds(world)).toBe(0)
  })

  test('a poll reads one page of runs, however many there are', async () => {
    const runs = Array.from({ length: 500 }, (_, index) =>
      aRun({ id: index + 1, conclusion: 'failure', createdAtMs: nowMs - hourMs - index }),
    )
    const { look, world } = stage({ runs: [...runs, running(999)] })
    await look({ conclusion: 'success' })
    const perPoll = world.github.countOf('listRuns') / world.clock.sleeps.length
    expect(perPoll).toBeLessThan(2)
  })

  test('a poll asks no run again that had ended before', async () => {
    const runs = Array.from({ length: 30 }, (_, index) =>
      aRun({ id: index + 1, createdAtMs: nowMs - hourMs - index }),
    )
    const { look, world } = stage({ runs: [...runs, running(999)] })
    await look({ name: 'cov*' })
    expect(world.clock.sleeps.length).toBeGreaterThan(10)
    // Twice, since a list may lag behind its run; and one for the names that are near.
    expect(world.github.countOf('listRunArtifacts')).toBe(2 * 30 + 1)
  })

  test('a run that is started again is asked again', async () => {
    const { look } = stage(
      { runs: [running(9), aRun({ id: 1, createdAtMs: nowMs - hourMs })] },
      {
        30: (repository) => {
          repository.runs = repository.runs.map((run) =>
            run.id === 1 ? { ...run, attempt: 2, updatedAtMs: nowMs } : run,
          )
          upload(1)(repository)
        },
      },
    )
    expect(takenIds(await look({ name: 'cov*' }))).toEqual([1])
  })

  test('the run of the step itself is not waited for: it cannot end before the step does', async () => {
    const { look, world } = stage({ runs: [running(100), aRun({ id: 2, conclusion: 'failure' })] })
    await look({ branch: 'main' })
    expect(waitedSeconds(world)).toBeLessThan(60)
  })

  test('but for an upload of one of its other jobs, where it need not have ended', async () => {
    const { look } = stage({ runs: [running(100)] }, { 100: upload(100) })
    expect(takenIds(await look({ branch: 'main', conclusion: 'any' }))).toEqual([100])
  })

  test('a cancelled step stops', async () => {
    const controller = new AbortController()
    const { look, world } = stage({ runs: [running(1)] }, {}, { signal: controller.signal })
    world.github.onCall = () => {
      if (world.clock.sleeps.length > 2) controller.abort(new Error('Cancelled by SIGINT.'))
    }
    await expect(look()).rejects.toThrow('SIGINT')
  })

  test('the reserve of the rate limit ends it', async () => {
    const { look, world } = stage({ runs: [running(1)] })
    world.github.quota = { limit: 100, remaining: 28, resetAtMs: nowMs + hourMs }
    await look()
    expect(world.github.quota.remaining).toBeGreaterThanOrEqual(17)
    expect(waitedSeconds(world)).toBeLessThan(120)
  })
})

describe('wait for one run', () => {
  test('by id', async () => {
    const { world } = stage({ runs: [running(7)] }, { 20: upload(7) })
    expect(takenIds(await find(world, { 'run-id': '7', wait: '10min' }))).toEqual([7])
    expect(waitedSeconds(world)).toBeLessThan(60)
  })

  test('by id, until it has ended without it', async () => {
    const { world } = stage({ runs: [running(7)] }, { 20: finish(7) })
    expect(missingOf(await find(world, { 'run-id': '7', wait: '10min' }))).toHaveLength(1)
    expect(waitedSeconds(world)).toBeLessThan(90)
  })

  test.each<[string, With]>([
    ['that is not there', { 'run-id': '404' }],
    ['that is not what is asked for', { 'run-id': '7', branch: 'dev' }],
  ])('by id, %s: nothing to wait for', async (_name, more) => {
    const { world } = stage({ runs: [running(7)] })
    expect(missingOf(await find(world, { wait: '10min', ...more }))).toHaveLength(1)
    expect(waitedSeconds(world)).toBe(0)
  })

  test('the current one: until another job has uploaded it', async () => {
    const listed: ResultsArtifact[] = []
    const world = aWorld(fakeGitHub(aFakeRepository()), { results: fakeResults(listed) })
    const sleep = world.clock.sleep.bind(world.clock)
    const patient = {
      ...world,
      clock: {
        ...world.clock,
        now: () => world.clock.now(),
        sleep: async (milliseconds: number, signal: AbortSignal) => {
          await sleep(milliseconds, signal)
          if (world.clock.sleeps.length === 3)
            listed.push({ id: 1, name: 'coverage', sizeBytes: 1, digest: null, createdAtMs: null })
        },
      },
    }
    expect(takenIds(await find(patient, { name: 'coverage', wait: '5min' }))).toEqual([100])
    expect(world.clock.sleeps).toHaveLength(3)
    expect(world.github.calls).toEqual([])
  })

  test('on GitHub Enterprise Server it is one clear error, unless the run can end', async () => {
    const context = { isGhes: true }
    const { world } = stage({ runs: [running(1)] }, {}, { context })
    await expect(find(world, { ...step, conclusion: 'in_progress' })).rejects.toThrow(
      'wait cannot wait for artifacts of a run that is still running on GitHub Enterprise Server',
    )
    const { look } = stage({ runs: [running(1)] }, { 30: upload(1), 31: finish(1) }, { context })
    expect(takenIds(await look())).toEqual([1])
  })
})
