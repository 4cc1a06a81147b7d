/** The trust gate: what a stranger's pull request made is never taken by accident, whatever way leads to it. */
import { lstatSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { addPull } from '../../sandbox/build-code.ts'
import { addArtifact, addFork, addJob, addRun, removeRepository } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Artifact, Pull, Repository, Run } from '../../sandbox/world.ts'
import { addMarked, errorsOf, fetchStep, outOf, visibleLog } from '../fetch/bundle.ts'
import { writeZip } from '../archive/support/zip-writer.ts'
import type { Scene } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

interface Stage {
  readonly scene: Scene
  readonly fork: Repository
  readonly pull: Pull
  /** A success of the fork's pull request. */
  readonly theirs: Run
  readonly artifact: Artifact
  /** An older success of main. */
  readonly ours: Run
}

/** A fork whose head branch is called main as well; gone, where that is said. */
async function stage(state: 'there' | 'gone' = 'there'): Promise<Stage> {
  const scene = await open()
  const { repository, workflow, sandbox } = scene
  const fork = addFork(repository, 'mallory')
  const pull = addPull(repository, { number: 5, headRepository: fork, headBranch: 'main' })
  const ours = addRun(workflow, { createdAt: ago(sandbox.world, { hours: 5 }) })
  addMarked(ours, 'dist', 'ours')
  const theirs = addRun(workflow, { pull, createdAt: ago(sandbox.world, { hours: 1 }) })
  const artifact = addMarked(theirs, 'dist', 'theirs')
  if (state === 'gone') removeRepository(fork)
  return { scene, fork, pull, theirs, artifact, ours }
}

const states = ['there', 'gone'] as const

describe('a search passes a fork over, and says so', () => {
  test.each(
    states.flatMap((state) =>
      [{ name: 'dist' }, { name: 'di*' }, { name: 'dist', workflow: '*', event: '!push, !schedule' }].map(
        (inputs) => ({ state, inputs }),
      ),
    ),
  )('$state: $inputs', async ({ state, inputs }) => {
    const { scene, ours } = await stage(state)
    const result = await fetchStep(scene, { branch: 'main', layout: 'flat', ...inputs })
    const isMiss = 'event' in inputs
    expect(outOf(result)).toEqual(isMiss ? {} : { 'who.txt': 'ours' })
    expect(result.outputs['run-id']).toBe(isMiss ? '' : String(ours.id))
    const reason = `it is of ${state === 'gone' ? 'a fork that is gone' : 'the fork mallory/shop'}, and allow-forks is not set`
    expect(visibleLog(result)).toContain(reason)
    expect(result.summary).toContain('fork')
  })

  test('and a commit that only the fork has finds nothing', async () => {
    const { scene, theirs } = await stage()
    const result = await fetchStep(scene, { commit: theirs.headSha, name: 'dist' })
    expect(result.exitCode).toBe(1)
    expect(visibleLog(result)).toContain('1 run is of forks')
  })

  test('a repository that took the name of ours is a fork', async () => {
    const { scene } = await stage()
    const { repository, workflow } = scene
    const squatter = addFork(repository, 'octo-2', 'shop')
    const run = addRun(workflow, { headRepository: squatter })
    squatter.owner = { ...squatter.owner, login: 'octo' }
    addMarked(run, 'dist', 'squatter')
    const result = await fetchStep(scene, { branch: 'main', name: 'dist' })
    expect(outOf(result)).toEqual({ 'who.txt': 'ours' })
  })
})

describe('by id, URL or pull request it is an error that says why, and how to opt in', () => {
  const url = 'https://github.com/octo/shop/actions/runs/'
  const ways: readonly (readonly [string, (stage: Stage) => Record<string, string>])[] = [
    ['run-id', ({ theirs }) => ({ 'run-id': String(theirs.id) })],
    ['run-id and a name', ({ theirs }) => ({ 'run-id': String(theirs.id), name: 'dist' })],
    ['a URL among others', ({ theirs, ours }) => ({ 'run-id': `${url}${theirs.id}\n${ours.id}` })],
    ['artifact-id', ({ artifact }) => ({ 'artifact-id': String(artifact.id) })],
    [
      'a URL of the artifact',
      ({ theirs, artifact }) => ({ 'artifact-id': `${url}${theirs.id}/artifacts/${artifact.id}` }),
    ],
    ['pull-request', () => ({ 'pull-request': '5', name: 'dist' })],
    ['pull-request beside run-id', ({ ours }) => ({ 'pull-request': '5', 'run-id': String(ours.id) })],
  ]
  test.each(states.flatMap((state) => ways.map(([way, inputs]) => ({ state, way, inputs }))))(
    '$state: $way',
    async ({ state, inputs }) => {
      const made = await stage(state)
      const result = await fetchStep(made.scene, inputs(made))
      expect(result.exitCode).toBe(1)
      expect(errorsOf(result)).toHaveLength(1)
      expect(errorsOf(result)[0]).toContain('fork')
      expect(errorsOf(result)[0]).toContain('allow-forks: true')
      expect(outOf(result)).toEqual({})
      expect(result.outputs).toMatchObject({ found: 'false', 'artifact-count': '0', artifacts: '[]' })
    },
  )

  test('no if-missing makes it pass', async () => {
    const { scene, theirs } = await stage()
    const result = await fetchStep(scene, { 'run-id': String(theirs.id), 'if-missing': 'ignore' })
    expect(result.exitCode).toBe(1)
    expect(outOf(result)).toEqual({})
  })
})

describe('allow-forks: true', () => {
  test('needs a path of its own', async () => {
    const { scene, theirs } = await stage()
    const result = await scene.step({ mode: 'fetch', 'run-id': String(theirs.id), 'allow-forks': 'true' })
    expect(errorsOf(result)).toEqual([expect.stringContaining('path')])
    expect(scene.sandbox.requests).toEqual([])
  })

  test.each(states)('takes it, without x bits, and names its pull request: %s', async (state) => {
    const { scene, fork, pull, theirs } = await stage('there')
    const bytes = writeZip([{ name: 'run.sh', content: '#!/bin/sh', mode: 0o100755 }])
    addArtifact(theirs, 'tool', { bytes })
    if (state === 'gone') removeRepository(fork)
    const inputs = {
      'run-id': String(theirs.id),
      name: 'tool',
      'allow-forks': 'true',
      executable: '*.sh',
    }
    const result = await fetchStep(scene, inputs)
    expect(errorsOf(result)).toEqual([])
    const file = join(result.workspace, 'out', 'run.sh')
    expect(lstatSync(file).isFile()).toBe(true)
    expect(statSync(file).mode & 0o111).toBe(0)
    expect(result.outputs).toMatchObject({ found: 'true', 'pull-request': String(pull.number) })
    expect(result.summary).toContain('of a fork')
  })

  test('refuses links', async () => {
    const { scene, theirs } = await stage()
    const bytes = writeZip([
      { name: 'a.txt', content: 'a' },
      { name: 'link', content: 'a.txt', mode: 0o120777 },
    ])
    addArtifact(theirs, 'tool', { bytes })
    const inputs = { 'run-id': String(theirs.id), name: 'tool', 'allow-forks': 'true' }
    const result = await fetchStep(scene, inputs)
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)[0]).toContain('link')
    expect(outOf(result)).toEqual({})
  })

  test('takes the newest of all in a search, and by pull request', async () => {
    const { scene } = await stage()
    for (const inputs of [{ branch: 'main' }, { 'pull-request': '5' }] as const) {
      const result = await fetchStep(scene, { ...inputs, name: 'dist', 'allow-forks': 'true' })
      expect(outOf(result)).toEqual({ 'who.txt': 'theirs' })
    }
  })

  test('the caps hold', async () => {
    const { scene, artifact } = await stage()
    const inputs = { 'artifact-id': String(artifact.id), 'allow-forks': 'true', 'max-bytes': '1B' }
    const result = await fetchStep(scene, inputs)
    expect(errorsOf(result)[0]).toContain('max-bytes')
    expect(outOf(result)).toEqual({})
  })
})

describe('permissions', () => {
  const onlyActions = { permissions: { actions: 'read' } } as const

  test('pull-request needs to read pull requests, and says so', async () => {
    const { scene } = await stage()
    scene.repository.isPrivate = true
    const result = await fetchStep(scene, { 'pull-request': '5', name: 'dist' }, { token: onlyActions })
    expect(errorsOf(result)).toEqual([expect.stringContaining('pull-requests: read')])
  })

  test('the output pull-request stays empty without it', async () => {
    const { scene, theirs } = await stage()
    scene.repository.isPrivate = true
    const inputs = { 'run-id': String(theirs.id), 'allow-forks': 'true' }
    const result = await fetchStep(scene, inputs, { token: onlyActions })
    expect(result.exitCode).toBe(0)
    expect(result.annotations).toEqual([])
    expect(result.outputs).toMatchObject({ found: 'true', 'pull-request': '' })
  })
})

describe('not gated', () => {
  test("the current run, also of a fork's pull request", async () => {
    const { scene, pull } = await stage()
    const current = addRun(scene.workflow, { pull, status: 'in_progress' })
    const artifact = addMarked(current, 'dist', 'my own')
    for (const inputs of [
      { name: 'dist' },
      { 'run-id': String(current.id), name: 'dist' },
      { 'artifact-id': String(artifact.id) },
    ] as const) {
      const result = await fetchStep(scene, inputs, { run: current })
      expect(errorsOf(result)).toEqual([])
      expect(outOf(result)).toEqual({ 'who.txt': 'my own' })
    }
  })

  test('logs and jobs', async () => {
    const { scene, theirs } = await stage()
    addJob(theirs, 'build', { log: 'built\n' })
    for (const target of ['logs', 'jobs']) {
      const result = await fetchStep(scene, { target, 'run-id': String(theirs.id) })
      expect(result.exitCode).toBe(0)
      expect(result.outputs['pull-request']).toBe('5')
    }
  })
})
