/** What a search costs, in requests that the sandbox counts. */
import { describe, expect, test } from '@jest/globals'
import { addArtifact, addFork, addRun, addWorkflow, type RunOptions } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Run, Workflow } from '../../sandbox/world.ts'
import { addMarked, countRequests, fetchStep, outOf, visibleLog } from '../fetch/bundle.ts'
import type { Scene } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()
const inputs = { workflow: 'ci.yml', branch: 'main', name: 'coverage' }

/** So many runs, an hour apart, the newest last; `artifactOf` says what each has. */
function addRuns(
  scene: Scene,
  count: number,
  options: {
    readonly workflow?: Workflow
    readonly fields?: RunOptions
    readonly withArtifact?: (run: Run, place: number) => void
  } = {},
): readonly Run[] {
  const { world } = scene.sandbox
  return Array.from({ length: count }, (_, place) => {
    const run = addRun(options.workflow ?? scene.workflow, {
      createdAt: ago(world, { hours: count - place }),
      ...options.fields,
    })
    options.withArtifact?.(run, place)
    return run
  })
}

describe('a literal name, a workflow and a branch', () => {
  test.each([1, 100])('the match is run %s of the list: at most 4 requests', async (place) => {
    const scene = await open()
    addRuns(scene, 150, {
      withArtifact: (run, index) => {
        if (index === 150 - place) addMarked(run, 'coverage', 'wanted')
        addArtifact(run, 'other', { files: { a: 'a' } })
      },
    })
    const { result, requests } = await countRequests(scene, () => fetchStep(scene, inputs))
    expect(outOf(result)).toEqual({ 'who.txt': 'wanted' })
    expect(requests.length).toBeLessThanOrEqual(4)
    expect(visibleLog(result)).toContain(`${requests.length} API requests`)
  })

  const misses: readonly (readonly [string, (scene: Scene) => void])[] = [
    ['nobody has the name', (scene) => addRuns(scene, 1000)],
    [
      'all of them have expired',
      (scene) =>
        addRuns(scene, 1000, {
          withArtifact: (run) => addArtifact(run, 'coverage', { files: { a: 'a' }, expired: true }),
        }),
    ],
    [
      'other branches have it',
      (scene) => {
        const withArtifact = (run: Run): void => void addArtifact(run, 'coverage', { files: { a: 'a' } })
        addRuns(scene, 500)
        addRuns(scene, 500, { fields: { branch: 'topic' }, withArtifact })
      },
    ],
    [
      'forks have it',
      (scene) => {
        const withArtifact = (run: Run): void => void addArtifact(run, 'coverage', { files: { a: 'a' } })
        const headRepository = addFork(scene.repository, 'mallory')
        addRuns(scene, 1000, { fields: { headRepository }, withArtifact })
      },
    ],
    [
      'another workflow has it on the same branch',
      (scene) => {
        const workflow = addWorkflow(scene.repository, 'nightly.yml')
        const withArtifact = (run: Run): void => void addArtifact(run, 'coverage', { files: { a: 'a' } })
        addRuns(scene, 500)
        addRuns(scene, 500, { workflow, withArtifact })
      },
    ],
    [
      'runs that failed have it',
      (scene) => {
        const withArtifact = (run: Run): void => void addArtifact(run, 'coverage', { files: { a: 'a' } })
        addRuns(scene, 1000, { fields: { conclusion: 'failure' }, withArtifact })
      },
    ],
  ]
  test.each(misses)('no match in 1,000 runs, %s: at most 25 requests', async (_name, build) => {
    const scene = await open()
    build(scene)
    const { result, requests } = await countRequests(scene, () => fetchStep(scene, inputs))
    expect(result.exitCode).toBe(1)
    expect(result.outputs['found']).toBe('false')
    expect(requests.length).toBeLessThanOrEqual(25)
  })

  test('no match in 1,000 runs with selectors that GitHub cannot filter by: at most 25 requests', async () => {
    const scene = await open()
    const withArtifact = (run: Run): void => void addArtifact(run, 'coverage', { files: { a: 'a' } })
    addRuns(scene, 1000, { withArtifact })
    const { result, requests } = await countRequests(scene, () =>
      fetchStep(scene, { workflow: '*', event: '!push', name: 'coverage' }),
    )
    expect(result.exitCode).toBe(1)
    expect(requests.length).toBeLessThanOrEqual(25)
  })
})

describe('a pattern', () => {
  test('looks into at most 100 runs, and says so', async () => {
    const scene = await open()
    addRuns(scene, 250)
    const { result, requests } = await countRequests(scene, () =>
      fetchStep(scene, { ...inputs, name: 'cov*' }),
    )
    expect(result.exitCode).toBe(1)
    const lookedInto = requests.filter(({ path }) => /\/runs\/\d+\/artifacts$/.test(path))
    expect(new Set(lookedInto.map(({ path }) => path)).size).toBe(100)
    for (const text of [visibleLog(result), result.summary]) expect(text).toContain('Looked into 100 runs')
  })
})

describe('more than GitHub lists', () => {
  test('of 1,200 runs the artifact list still finds the match beyond the 1,000th', async () => {
    const scene = await open()
    addRuns(scene, 1200, {
      withArtifact: (run, place) => {
        if (place === 10) addMarked(run, 'coverage', 'far back')
      },
    })
    const { result, requests } = await countRequests(scene, () => fetchStep(scene, inputs))
    expect(outOf(result)).toEqual({ 'who.txt': 'far back' })
    expect(requests.length).toBeLessThanOrEqual(5)
  })

  test('where nothing can tell, it is said that only 1,000 were looked at', async () => {
    const scene = await open()
    addRuns(scene, 1200)
    const { result, requests } = await countRequests(scene, () =>
      fetchStep(scene, { workflow: 'ci.yml', event: '!push', name: 'cov*', conclusion: 'success' }),
    )
    expect(result.exitCode).toBe(1)
    expect(requests.length).toBeLessThanOrEqual(12)
    for (const text of [visibleLog(result), result.summary])
      expect(text).toContain('Only the newest 1,000 runs were looked at')
  })

  test('a search leaves the share of the rate limit that api-reserve names', async () => {
    const scene = await open()
    addRuns(scene, 300)
    const token = scene.sandbox.tokenFor()
    scene.sandbox.limits.setUsed(token, 3970)
    const { result } = await countRequests(scene, () =>
      fetchStep(scene, { ...inputs, name: 'cov*' }, { token: 'none', contexts: { github: { token } } }),
    )
    expect(result.exitCode).toBe(1)
    expect(scene.sandbox.limits.quota(token)?.remaining).toBeGreaterThanOrEqual(990)
    expect(visibleLog(result)).toContain('api-reserve')
  })
})

describe('a list that changes while it is read', () => {
  /** Two pages of runs; the first of the second page is the newest that is not of a push. */
  async function twoPages() {
    const scene = await open()
    const runs = addRuns(scene, 200, {
      withArtifact: (run, place) => {
        if (place >= 100) return
        run.event = 'schedule'
        if (place >= 98) addMarked(run, 'cov-1', place === 99 ? 'wanted' : 'older')
      },
    })
    const secondPage = { origin: 'api', path: /\/runs\?.*page=2/, nth: 1 } as const
    const search = () => fetchStep(scene, { workflow: 'ci.yml', event: '!push', name: 'cov-*' })
    return { scene, runs, secondPage, search }
  }

  test('runs that are deleted meanwhile hide none', async () => {
    const { scene, runs, secondPage, search } = await twoPages()
    const gone = runs.slice(150, 153).map(({ id }) => id)
    scene.sandbox.faults.push({
      match: secondPage,
      do: { before: () => gone.forEach((id) => scene.repository.runs.delete(id)) },
    })
    const result = await search()
    expect(scene.repository.runs.get(gone[0] ?? 0)).toBeUndefined()
    expect(outOf(result)).toEqual({ 'cov-1/who.txt': 'wanted' })
  })

  test('runs that are added meanwhile are not judged twice', async () => {
    const { scene, secondPage, search } = await twoPages()
    const now = scene.sandbox.world.clock.now()
    scene.sandbox.faults.push({
      match: secondPage,
      do: { before: () => void addRuns(scene, 3, { fields: { createdAt: now } }) },
    })
    const result = await search()
    expect(outOf(result)).toEqual({ 'cov-1/who.txt': 'wanted' })
    expect(visibleLog(result)).toContain('Passed over 100 runs')
  })

  test('artifacts that are deleted meanwhile hide none', async () => {
    const scene = await open()
    const artifacts: number[] = []
    const runs = addRuns(scene, 202, {
      withArtifact: (run, place) => {
        const expired = place > 99
        if (place >= 1)
          artifacts.push(addMarked(run, 'coverage', place === 99 ? 'wanted' : 'older', { expired }).id)
      },
    })
    expect(runs).toHaveLength(202)
    const gone = artifacts.slice(150, 153)
    scene.sandbox.faults.push({
      match: { origin: 'api', path: /\/actions\/artifacts\?.*page=2/, nth: 1 },
      do: { before: () => gone.forEach((id) => scene.repository.artifacts.delete(id)) },
    })
    const result = await fetchStep(scene, inputs)
    expect(scene.repository.artifacts.get(gone[0] ?? 0)).toBeUndefined()
    expect(outOf(result)).toEqual({ 'who.txt': 'wanted' })
  })
})
