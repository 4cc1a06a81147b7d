/** What to compare with: merge bases, ancestors and histories, through the bundle. */
import { describe, expect, test } from '@jest/globals'
import { addCommits, addPull } from '../../sandbox/build-code.ts'
import { addFork, addRun, type RunOptions } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Pull, Run } from '../../sandbox/world.ts'
import { addMarked, countRequests, errorsOf, fetchStep, outOf } from '../fetch/bundle.ts'
import type { Scene } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

interface Line {
  readonly scene: Scene
  /** Commits of main, oldest first. The pull request leaves at the fourth; two more follow. */
  readonly shas: readonly string[]
  readonly pull: Pull
  /** A run on main of the commit at that place, with its coverage where `has` is given. */
  readonly runAt: (place: number, has?: string, options?: RunOptions) => Run
}

/** A main of six commits, and a pull request (of a fork, if that is given) that left it at the fourth. */
async function aLine(from: 'own' | 'fork' = 'own'): Promise<Line> {
  const scene = await open()
  const { repository, workflow, sandbox } = scene
  const { world } = sandbox
  const before = addCommits(repository, { count: 4, at: ago(world, { days: 3 }) })
  const head = from === 'fork' ? { headRepository: addFork(repository, 'mona') } : {}
  const pull = addPull(repository, { headBranch: 'topic', createdAt: ago(world, { days: 2 }), ...head })
  const after = addCommits(repository, { count: 2, at: ago(world, { hours: 5 }) })
  const shas = [...before, ...after].map(({ sha }) => sha)
  // As GitHub shows it: the tip of the base branch, which has moved on.
  pull.baseSha = shas[5] ?? ''
  const runAt: Line['runAt'] = (place, has, options = {}) => {
    const run = addRun(workflow, {
      createdAt: ago(world, { hours: 60 - place * 10 }),
      sha: shas[place] ?? '',
      ...options,
    })
    if (has !== undefined) addMarked(run, 'coverage', has)
    return run
  }
  return { scene, shas, pull, runAt }
}

/** The step's own run: of the pull request, in progress. */
const pullRun = ({ scene, pull }: Line, options: RunOptions = {}): Run =>
  addRun(scene.workflow, { pull, status: 'in_progress', ...options })

const baseline = { commit: 'merge-base', name: 'coverage' }

describe('commit: merge-base', () => {
  test.each(['own', 'fork'] as const)('on pull_request, from a branch of its %s', async (from) => {
    const line = await aLine(from)
    const wanted = line.runAt(3, 'base')
    line.runAt(5, 'too new')
    line.runAt(2, 'too old')
    const result = await fetchStep(line.scene, baseline, { run: pullRun(line) })
    expect(errorsOf(result)).toEqual([])
    expect(outOf(result)).toEqual({ 'who.txt': 'base' })
    expect(result.outputs).toMatchObject({
      distance: '0',
      'head-sha': line.shas[3],
      'head-branch': 'main',
      'run-id': String(wanted.id),
      'pull-request': '',
    })
  })

  test('on pull_request_target, too', async () => {
    const line = await aLine('fork')
    line.runAt(3, 'base')
    const run = pullRun(line, { event: 'pull_request_target' })
    const result = await fetchStep(line.scene, baseline, { run })
    expect(outOf(result)).toEqual({ 'who.txt': 'base' })
  })

  test('of the pull request that is named, in any event, also after the merge', async () => {
    const line = await aLine('fork')
    line.runAt(3, 'base')
    Object.assign(line.pull, { state: 'closed', baseSha: line.shas[4] })
    const inputs = { ...baseline, 'pull-request': String(line.pull.number) }
    expect(outOf(await fetchStep(line.scene, inputs))).toEqual({ 'who.txt': 'base' })
  })

  test('in a merge group: its base', async () => {
    const line = await aLine()
    line.runAt(5, 'base of the group')
    const { repository, workflow } = line.scene
    const branch = 'gh-readonly-queue/main/pr-1-abc'
    const [queued] = addCommits(repository, { branch })
    const run = addRun(workflow, {
      event: 'merge_group',
      branch,
      sha: queued?.sha ?? '',
      status: 'in_progress',
    })
    const result = await fetchStep(line.scene, baseline, { run })
    expect(outOf(result)).toEqual({ 'who.txt': 'base of the group' })
    expect(result.outputs['distance']).toBe('0')
  })

  test('in any other event it is an error that says what to give', async () => {
    const line = await aLine()
    line.runAt(3, 'base')
    const result = await fetchStep(line.scene, baseline)
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual([expect.stringContaining('needs a pull request')])
    expect(errorsOf(result)[0]).toContain('pull-request: <number>')
    expect(result.outputs['found']).toBe('false')
  })

  test('without the permission to compare, the error names it', async () => {
    const line = await aLine()
    line.scene.repository.isPrivate = true
    const result = await fetchStep(line.scene, baseline, {
      run: pullRun(line),
      token: { permissions: { actions: 'read' } },
    })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)[0]).toContain('contents: read')
  })
})

describe('ancestors', () => {
  test('walks first parents until one has a match, and says how far', async () => {
    const line = await aLine()
    line.runAt(3)
    line.runAt(2, 'failed', { conclusion: 'failure' })
    line.runAt(1, 'base')
    line.runAt(0, 'too old')
    const run = pullRun(line)
    const result = await fetchStep(line.scene, { ...baseline, ancestors: '20' }, { run })
    expect(outOf(result)).toEqual({ 'who.txt': 'base' })
    expect(result.outputs).toMatchObject({ distance: '2', 'head-sha': line.shas[1] })
  })

  test('does not go into what was merged', async () => {
    const { scene, shas, runAt } = await aLine()
    const { repository, workflow } = scene
    const [side] = addCommits(repository, { branch: 'side', count: 1 })
    addMarked(addRun(workflow, { sha: side?.sha ?? '', branch: 'side' }), 'coverage', 'side')
    const [merge] = addCommits(repository, { merges: side?.sha ?? '' })
    runAt(5, 'main')
    const result = await fetchStep(scene, {
      commit: merge?.sha ?? '',
      ancestors: '1',
      name: 'coverage',
    })
    expect(outOf(result)).toEqual({ 'who.txt': 'main' })
    expect(result.outputs).toMatchObject({ distance: '1', 'head-sha': shas[5] })
  })

  test('stops after so many, and says so', async () => {
    const { scene, shas, runAt } = await aLine()
    runAt(2, 'three back')
    const inputs = { commit: shas[5] ?? '', name: 'coverage' }
    const near = await fetchStep(scene, { ...inputs, ancestors: '2' })
    expect(near.exitCode).toBe(1)
    expect(near.outputs['distance']).toBe('')
    expect(near.log).toContain(`None of the 2 first-parent ancestors of ${shas[5]} has a match`)
    const far = await fetchStep(scene, { ...inputs, ancestors: '3' })
    expect(far.outputs['distance']).toBe('3')
  })

  test('of a hundred commits without a run costs one list of commits, not a hundred lists of runs', async () => {
    const { scene, runAt } = await aLine()
    runAt(5, 'far back')
    addCommits(scene.repository, { count: 90 })
    const { result, requests } = await countRequests(scene, () =>
      fetchStep(scene, { commit: 'main', ancestors: '100', name: 'coverage' }),
    )
    expect(result.outputs['distance']).toBe('90')
    expect(requests.length).toBeLessThanOrEqual(6)
  })
})

describe('history', () => {
  test('takes the newest that match, a folder each; the scalars are of the newest', async () => {
    const { scene, shas, runAt } = await aLine()
    const wanted = [runAt(0, 'a'), runAt(1, 'b'), runAt(3, 'd'), runAt(4, 'e')]
    runAt(2, 'c', { conclusion: 'failure' })
    runAt(5)
    const result = await fetchStep(scene, { branch: 'main', name: 'coverage', history: '3' })
    expect(outOf(result)).toEqual({
      [`${wanted[1]?.id}/coverage/who.txt`]: 'b',
      [`${wanted[2]?.id}/coverage/who.txt`]: 'd',
      [`${wanted[3]?.id}/coverage/who.txt`]: 'e',
    })
    expect(result.outputs).toMatchObject({
      'run-id': String(wanted[3]?.id),
      'head-sha': shas[4],
      'artifact-count': '3',
      'file-count': '3',
      found: 'true',
    })
  })

  test('fewer are fine, none is a miss', async () => {
    const { scene, runAt } = await aLine()
    const run = runAt(1, 'only')
    const result = await fetchStep(scene, { branch: 'main', name: 'coverage', history: '5' })
    expect(outOf(result)).toEqual({ [`${run.id}/coverage/who.txt`]: 'only' })
    expect(result.outputs['found']).toBe('true')
    const none = await fetchStep(scene, { branch: 'main', name: 'other', history: '5' })
    expect(none.exitCode).toBe(1)
  })
})

describe('pull-request', () => {
  test('takes the newest run of its head, of any commit since it was opened', async () => {
    const line = await aLine()
    const { scene, pull } = line
    const { world } = scene.sandbox
    const at = (hours: number) => ({ createdAt: ago(world, { hours }) })
    addMarked(addRun(scene.workflow, { pull, ...at(100) }), 'coverage', 'before it was opened')
    const first = addRun(scene.workflow, { pull, sha: 'a'.repeat(40), ...at(20) })
    addMarked(first, 'coverage', 'first')
    addMarked(addRun(scene.workflow, { branch: 'topic', sha: 'b'.repeat(40), ...at(10) }), 'coverage', 'push')
    const failed = addRun(scene.workflow, { pull, ...at(5), conclusion: 'failure' })
    addMarked(failed, 'coverage', 'failed')
    const inputs = { 'pull-request': String(pull.number), name: 'coverage' }

    const result = await fetchStep(scene, inputs)
    expect(outOf(result)).toEqual({ 'who.txt': 'first' })
    expect(result.outputs).toMatchObject({ 'pull-request': String(pull.number), distance: '' })

    addMarked(addRun(scene.workflow, { branch: 'topic', sha: pull.headSha, ...at(1) }), 'coverage', 'head')
    expect(outOf(await fetchStep(scene, inputs))).toEqual({ 'who.txt': 'head' })
  })
})
