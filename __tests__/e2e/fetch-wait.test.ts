/**
 * Waiting, through the bundle and by its real clock. Polls are seconds apart, so that all scenes wait side by side
 * before the tests look at what came of them. What happens meanwhile happens when the sandbox is asked, never after a
 * time.
 */
import { beforeAll, describe, expect, test } from '@jest/globals'
import { addJob, addRun, addWorkflow, completeRun } from '../../sandbox/build.ts'
import type { Run } from '../../sandbox/world.ts'
import {
  addMarked,
  countRequests,
  errorsOf,
  fetchStep,
  outOf,
  visibleLog,
  type Counted,
} from '../fetch/bundle.ts'
import { openScene, type Scene, type SceneOptions } from '../support/scene.ts'

interface Act {
  readonly scene: Scene
  /** A run of build.yml that is in progress. */
  readonly producer: Run
}

interface Scenario {
  readonly with: Readonly<Record<string, string>>
  readonly options?: SceneOptions
  /** What happens just before the nth request to `on` is answered; 0: before the step starts. */
  readonly on?: RegExp
  readonly events: Readonly<Record<number, (act: Act) => unknown>>
}

interface Outcome extends Counted, Act {
  /** What it wrote. */
  readonly files: Readonly<Record<string, string>>
  /** Requests that the token's quota paid for. */
  readonly paid: number
}

const listOfRuns = /\/runs\?/
const listOfArtifacts = /\/actions\/artifacts\?/
const ListArtifacts = /ListArtifacts/
const dist = { workflow: 'build.yml', name: 'dist', wait: '50s' }

const scenarios = {
  'the run ends with it': {
    with: dist,
    on: listOfArtifacts,
    events: {
      3: ({ producer }) => {
        addMarked(producer, 'dist', 'built')
        completeRun(producer)
      },
    },
  },
  'the run ends without it': {
    with: dist,
    on: listOfRuns,
    events: { 2: ({ producer }) => completeRun(producer, 'failure') },
  },
  'a run starts late': {
    with: { ...dist, branch: 'release' },
    on: listOfArtifacts,
    events: {
      3: ({ producer }) =>
        addMarked(addRun(producer.workflow, { branch: 'release' }), 'dist', 'late', { attempt: 1 }),
    },
  },
  'any conclusion': {
    with: { ...dist, conclusion: 'any' },
    on: listOfArtifacts,
    events: { 3: ({ producer }) => addMarked(producer, 'dist', 'while it runs') },
  },
  'the time is up': { with: { ...dist, wait: '6s' }, events: {} },
  'what is there': {
    with: dist,
    events: { 0: ({ producer }) => addMarked(addRun(producer.workflow), 'dist', 'there') },
  },
  'the current run': {
    with: { name: 'dist', wait: '50s' },
    on: ListArtifacts,
    events: { 2: ({ scene }) => addMarked(scene.current, 'dist', 'of another job') },
  },
  'its own run': {
    with: { name: 'dist', wait: '50s', branch: 'main' },
    events: { 0: ({ scene }) => addRun(scene.workflow, { conclusion: 'failure' }) },
  },
  'a log': {
    with: { ...dist, name: '', target: 'logs', job: 'compile' },
    on: /\/jobs\?/,
    events: {
      0: ({ producer }) => addJob(producer, 'compile', { log: 'compiled\n' }),
      3: ({ producer }) => completeRun(producer),
    },
  },
  'a run that is not there': { with: { 'run-id': '7', wait: '50s' }, events: {} },
  'a pattern, after many runs without': {
    with: { ...dist, name: 'dis*' },
    on: listOfRuns,
    events: {
      0: ({ producer }) => {
        for (let hours = 30; hours > 0; hours--)
          addRun(producer.workflow, { createdAt: producer.createdAt - hours * 3_600_000 })
      },
      4: ({ producer }) => {
        addMarked(producer, 'dist', 'built')
        completeRun(producer)
      },
    },
  },
  'enterprise: a run that ends': {
    with: dist,
    options: { profile: 'ghes' },
    on: listOfRuns,
    events: {
      0: ({ producer }) => addMarked(producer, 'dist', 'built'),
      3: ({ producer }) => completeRun(producer),
    },
  },
  'enterprise: a run that must not have ended': {
    with: { ...dist, conclusion: 'in_progress' },
    options: { profile: 'ghes' },
    events: {},
  },
  'enterprise: a run that does not end': {
    with: { ...dist, wait: '1s', conclusion: 'any' },
    options: { profile: 'ghes' },
    events: { 0: ({ producer }) => addMarked(producer, 'dist', 'built') },
  },
} as const satisfies Readonly<Record<string, Scenario>>

type Title = keyof typeof scenarios

async function play(scenario: Scenario): Promise<Outcome> {
  const scene = await openScene(scenario.options)
  const { sandbox } = scene
  try {
    const producer = addRun(addWorkflow(scene.repository, 'build.yml'), { status: 'in_progress' })
    for (const [nth, event] of Object.entries(scenario.events)) {
      const happen = (): void => void event({ scene, producer })
      if (nth === '0') happen()
      else
        sandbox.faults.push({
          match: { path: scenario.on ?? listOfRuns, nth: Number(nth) },
          do: { before: happen },
        })
    }
    const token = sandbox.tokenFor({ permissions: { actions: 'read' } })
    const counted = await countRequests(scene, () =>
      fetchStep(scene, scenario.with, { token: 'none', contexts: { github: { token } } }),
    )
    return {
      ...counted,
      scene,
      producer,
      files: outOf(counted.result),
      paid: sandbox.limits.quota(token)?.used ?? 0,
    }
  } finally {
    await scene.close()
  }
}

const outcomes = new Map<string, Outcome>()
beforeAll(async () => {
  await Promise.all(
    Object.entries(scenarios).map(async ([title, scenario]) => {
      outcomes.set(title, await play(scenario))
    }),
  )
}, 90_000)

function outcomeOf(title: Title): Outcome {
  const outcome = outcomes.get(title)
  if (outcome === undefined) throw new Error(`nothing came of ${title}`)
  expect(outcome.scene.sandbox.violations).toEqual([])
  return outcome
}

describe('wait takes it', () => {
  test.each<[Title, Record<string, string>]>([
    ['the run ends with it', { 'who.txt': 'built' }],
    ['a run starts late', { 'who.txt': 'late' }],
    ['any conclusion', { 'who.txt': 'while it runs' }],
    ['what is there', { 'who.txt': 'there' }],
    ['the current run', { 'who.txt': 'of another job' }],
    ['a pattern, after many runs without', { 'dist/who.txt': 'built' }],
    ['enterprise: a run that ends', { 'who.txt': 'built' }],
  ])('%s', (title, files) => {
    const { result, files: written } = outcomeOf(title)
    expect(errorsOf(result)).toEqual([])
    expect(written).toEqual(files)
    expect(result.outputs['found']).toBe('true')
  })

  test('a log, once its job has ended', () => {
    const { files, producer } = outcomeOf('a log')
    expect(files).toEqual({ [`${producer.id}/01_compile.txt`]: expect.stringContaining('compiled') })
  })

  test('what is there costs no wait', () => {
    expect(visibleLog(outcomeOf('what is there').result)).not.toContain('Waiting')
  })
})

describe('wait ends early', () => {
  test('when the producer has ended without it', () => {
    const { result, producer } = outcomeOf('the run ends without it')
    expect(result.exitCode).toBe(1)
    expect(result.elapsedMs).toBeLessThan(40_000)
    const log = visibleLog(result)
    expect(log).toContain(`Every run that could have it has ended (run #${producer.number} (failure))`)
    expect(log).toContain('every run that could have it had ended without it')
    expect(result.summary).toContain('every run that could have it had ended without it')
  })

  test('when only the run of the step itself is left, which cannot end before the step does', () => {
    const { result } = outcomeOf('its own run')
    expect(result.exitCode).toBe(1)
    expect(result.elapsedMs).toBeLessThan(40_000)
  })

  test('when the run asked for by its id is not there', () => {
    const { result, requests } = outcomeOf('a run that is not there')
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)[0]).toContain('run 7 of octo/shop is not there')
    expect(requests.length).toBeLessThanOrEqual(2)
  })
})

describe('wait says and costs', () => {
  test('what it waits for, and how long still', () => {
    const { result, producer } = outcomeOf('the run ends with it')
    const waiting = new RegExp(`Waiting for run #${producer.number} \\(in_progress\\)\\. [45]\\ds left\\.`)
    expect(visibleLog(result)).toMatch(waiting)
    expect(visibleLog(result)).toContain('There it is')
  })

  test('that no run has started yet', () => {
    expect(visibleLog(outcomeOf('a run starts late').result)).toContain(
      'Waiting for a run to start that matches.',
    )
  })

  test('that the time is up, with every run and its reason', () => {
    const { result, producer } = outcomeOf('the time is up')
    expect(result.exitCode).toBe(1)
    expect(visibleLog(result)).toMatch(/Waited [67](?:\.\d)?s: the time of wait/)
    expect(visibleLog(result)).toContain(`#${producer.number} (main, push, in_progress`)
    expect(result.outputs).toMatchObject({ found: 'false', 'artifact-count': '0' })
  })

  test('nothing of the quota for a poll that finds nothing new', () => {
    const { requests, paid } = outcomeOf('the time is up')
    const unchanged = requests.filter(({ status }) => status === 304)
    expect(unchanged.length).toBeGreaterThanOrEqual(3)
    expect(unchanged.every(({ headers }) => headers['if-none-match'] !== undefined)).toBe(true)
    expect(paid).toBe(requests.length - unchanged.length)
  })

  test('no API request at all where the runtime token can tell', () => {
    expect(outcomeOf('the current run').requests).toEqual([])
  })

  test('no second look into runs that had ended before', () => {
    const { requests } = outcomeOf('a pattern, after many runs without')
    const looks = requests.filter(({ path }) => /\/runs\/\d+\/artifacts$/.test(path))
    // Twice each of the 30 that had ended, since a list may lag behind its run; and the one that has it.
    expect(looks.length).toBeLessThanOrEqual(2 * 30 + 2)
  })
})

describe('GitHub Enterprise Server', () => {
  test('artifacts of a run that must not have ended: one clear error', () => {
    const { result } = outcomeOf('enterprise: a run that must not have ended')
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual([expect.stringContaining('still running on GitHub Enterprise Server')])
  })

  test('a run that goes on: the miss says why its artifacts cannot be seen', () => {
    const { result } = outcomeOf('enterprise: a run that does not end')
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)[0]).toContain('GitHub Enterprise Server')
  })
})
