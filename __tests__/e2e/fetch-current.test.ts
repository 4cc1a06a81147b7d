/** The run that the step is part of: by the runtime token, by REST, and on GitHub Enterprise Server not at all. */
import { describe, expect, test } from '@jest/globals'
import { addArtifact, addJob, addRun, rerun } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import { outputNames } from '../../src/outputs.ts'
import { addMarked, countRequests, errorsOf, fetchStep, outOf, visibleLog } from '../fetch/bundle.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()
const noRuntime = { ACTIONS_RUNTIME_TOKEN: undefined, ACTIONS_RESULTS_URL: undefined }
const none = { permissions: {} } as const

describe('by the runtime token', () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['all', {}, { 'a/who.txt': 'A', 'b-1/who.txt': 'B' }],
    ['one name, flat', { name: 'a' }, { 'who.txt': 'A' }],
    ['a pattern', { name: 'b-*' }, { 'b-1/who.txt': 'B' }],
    ['its own id', { 'run-id': 'CURRENT', name: 'a' }, { 'who.txt': 'A' }],
    ['by size', { 'max-size': '1kB', name: 'a\nb-1' }, { 'a/who.txt': 'A', 'b-1/who.txt': 'B' }],
  ])('%s: no request to the API, no permission', async (_name, inputs, files) => {
    const scene = await open()
    addMarked(scene.current, 'a', 'A')
    addMarked(scene.current, 'b-1', 'B')
    const filled = Object.fromEntries(
      Object.entries(inputs).map(([key, text]) => [key, text.replace('CURRENT', String(scene.current.id))]),
    )
    const { result, requests } = await countRequests(scene, () => fetchStep(scene, filled, { token: none }))
    expect(errorsOf(result)).toEqual([])
    expect(outOf(result)).toEqual(files)
    expect(requests).toEqual([])
    expect(result.outputs).toMatchObject({
      found: 'true',
      'run-id': String(scene.current.id),
      'run-number': String(scene.current.number),
      'run-attempt': '1',
      'run-url': `https://github.com/octo/shop/actions/runs/${scene.current.id}`,
      'head-sha': scene.current.headSha,
      'head-branch': 'main',
      distance: '',
    })
  })

  test('the newest of one name counts', async () => {
    const scene = await open()
    addMarked(scene.current, 'a', 'older')
    addMarked(scene.current, 'a', 'newer')
    expect(outOf(await fetchStep(scene, { name: 'a' }))).toEqual({ 'who.txt': 'newer' })
  })

  test('a miss names the run, what is near, and what to check; every output is set', async () => {
    const scene = await open()
    addMarked(scene.current, 'coverage-linux', 'x')
    const result = await fetchStep(scene, { name: 'coverage' })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)[0]).toContain(
      `the current run ${scene.current.id} of octo/shop has no artifact that matches coverage`,
    )
    expect(visibleLog(result)).toContain('coverage-linux')
    expect(result.summary).toContain('needs:')
    expect(Object.keys(result.outputs).toSorted()).toEqual([...outputNames].toSorted())
  })

  test('where the service does not answer, by REST', async () => {
    const scene = await open()
    addMarked(scene.current, 'a', 'A')
    scene.sandbox.faults.push({ match: { origin: 'results' }, do: { status: 403 } })
    const { result, requests } = await countRequests(scene, () => fetchStep(scene, { name: 'a' }))
    expect(outOf(result)).toEqual({ 'who.txt': 'A' })
    expect(requests.length).toBeGreaterThan(0)
  })
})

describe('by REST', () => {
  test('where there is no runtime token', async () => {
    const scene = await open()
    addMarked(scene.current, 'a', 'A')
    addArtifact(scene.current, 'gone', { files: { a: 'a' }, expired: true })
    const result = await fetchStep(scene, {}, { env: noRuntime, token: { permissions: { actions: 'read' } } })
    expect(outOf(result)).toEqual({ 'a/who.txt': 'A' })
    expect(result.outputs['found']).toBe('true')
    for (const text of [visibleLog(result), result.summary]) expect(text).toContain('expired')
  })

  test('with neither token it says what is missing', async () => {
    const scene = await open()
    const result = await fetchStep(scene, { name: 'a' }, { env: noRuntime, token: 'none' })
    expect(errorsOf(result)).toEqual([expect.stringContaining('neither a runtime token nor a github-token')])
  })

  test('without the permission the error names it', async () => {
    const scene = await open()
    scene.repository.isPrivate = true
    const result = await fetchStep(scene, { name: 'a' }, { env: noRuntime, token: none })
    expect(errorsOf(result)[0]).toContain('actions: read')
  })
})

describe('on a re-run', () => {
  const attempts = async (traits: { readonly resultsScope: 'run' | 'attempt' }) => {
    const scene = await open({ traits })
    const { current } = scene
    addMarked(current, 'first', 'of attempt 1')
    addMarked(current, 'both', 'old')
    rerun(current, { status: 'in_progress', startedAt: scene.sandbox.world.clock.now() })
    addMarked(current, 'both', 'new')
    return scene
  }

  test.each(['run', 'attempt'] as const)(
    'artifacts of earlier attempts are found where the service shows those of the %s',
    async (resultsScope) => {
      const scene = await attempts({ resultsScope })
      expect(outOf(await fetchStep(scene, { name: 'first' }))).toEqual({ 'who.txt': 'of attempt 1' })
      expect(outOf(await fetchStep(scene, { name: 'both' }))).toEqual({ 'who.txt': 'new' })
      const all = await fetchStep(scene, {})
      expect(outOf(all)).toEqual({ 'first/who.txt': 'of attempt 1', 'both/who.txt': 'new' })
      expect(all.outputs['run-attempt']).toBe('2')
    },
  )

  test('what this attempt has takes no request, and no permission', async () => {
    const scene = await attempts({ resultsScope: 'attempt' })
    const { result, requests } = await countRequests(scene, () =>
      fetchStep(scene, { name: 'both' }, { token: none }),
    )
    expect(outOf(result)).toEqual({ 'who.txt': 'new' })
    expect(requests).toEqual([])
  })

  test('without the permission to ask, it goes on with what there is, and says so', async () => {
    const scene = await attempts({ resultsScope: 'attempt' })
    scene.repository.isPrivate = true
    const result = await fetchStep(scene, {}, { token: none })
    expect(outOf(result)).toEqual({ 'both/who.txt': 'new' })
    expect(result.log).toContain('Artifacts of earlier attempts of this run could not be looked for')
  })
})

describe('in a search it is a run like any other', () => {
  test('which has not ended in success, but may be asked for', async () => {
    const scene = await open()
    addMarked(scene.current, 'a', 'mine')
    const older = addRun(scene.workflow, { createdAt: ago(scene.sandbox.world, { hours: 1 }) })
    addMarked(older, 'a', 'older')
    expect(outOf(await fetchStep(scene, { name: 'a', branch: 'main' }))).toEqual({ 'who.txt': 'older' })
    const any = await fetchStep(scene, { name: 'a', branch: 'main', conclusion: 'any' })
    expect(outOf(any)).toEqual({ 'who.txt': 'mine' })
  })
})

describe('its jobs and logs', () => {
  test('come by REST; the logs of those that have ended', async () => {
    const scene = await open()
    addJob(scene.current, 'done', { status: 'completed', log: 'done\n' })
    const logs = await fetchStep(scene, { target: 'logs' })
    expect(Object.keys(outOf(logs))).toEqual([`${scene.current.id}/02_done.txt`])
    const jobs = await fetchStep(scene, { target: 'jobs' })
    expect(jobs.outputs).toMatchObject({ found: 'true', 'run-id': String(scene.current.id) })
  })
})

describe('GitHub Enterprise Server', () => {
  test.each<[string, Record<string, string>]>([
    ['no selector', { name: 'a' }],
    ['its own id', { 'run-id': 'CURRENT' }],
    ['waiting', { name: 'a', wait: '1min' }],
  ])('artifacts of the current run are one clear error, at once: %s', async (_name, inputs) => {
    const scene = await open({ profile: 'ghes' })
    addMarked(scene.current, 'a', 'A')
    const filled = Object.fromEntries(
      Object.entries(inputs).map(([key, text]) => [key, text.replace('CURRENT', String(scene.current.id))]),
    )
    const { result, requests } = await countRequests(scene, () => fetchStep(scene, filled))
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toHaveLength(1)
    expect(errorsOf(result)[0]).toContain('cannot be fetched on GitHub Enterprise Server')
    expect(errorsOf(result)[0]).toContain('workflow_run')
    expect(requests).toEqual([])
  })

  test('another run works: /api/v3, no digest, no Range', async () => {
    const scene = await open({ profile: 'ghes' })
    const run = addRun(scene.workflow)
    const artifact = addArtifact(run, 'dist', { files: { 'a.txt': 'A', 'b/c.txt': 'C' } })
    for (const inputs of [
      { workflow: 'ci.yml', branch: 'main', name: 'dist' },
      { 'run-id': `https://github.example.com/octo/shop/actions/runs/${run.id}`, name: 'dist' },
      { 'artifact-id': String(artifact.id) },
    ] as const) {
      const { result, requests } = await countRequests(scene, () => fetchStep(scene, inputs))
      expect(errorsOf(result)).toEqual([])
      expect(outOf(result)).toEqual({ 'a.txt': 'A', 'b/c.txt': 'C' })
      expect(requests.every(({ path }) => path.startsWith('/api/v3/'))).toBe(true)
      expect(result.outputs['run-url']).toContain('https://github.example.com/octo/shop/')
      expect(result.summary).toContain('not known to GitHub')
    }
    const one = await fetchStep(scene, { 'artifact-id': String(artifact.id), files: '*.txt' })
    expect(outOf(one)).toEqual({ 'a.txt': 'A' })
    expect(scene.sandbox.requestsOf({ origin: 'blob', status: 206 })).toEqual([])
  })

  test('digest: require is an error before a byte is downloaded', async () => {
    const scene = await open({ profile: 'ghes' })
    const run = addRun(scene.workflow)
    addMarked(run, 'dist', 'x')
    const result = await fetchStep(scene, { 'run-id': String(run.id), digest: 'require' })
    expect(errorsOf(result)[0]).toContain('GitHub lists no digest')
    expect(scene.sandbox.requestsOf({ origin: 'blob' })).toEqual([])
  })

  test('logs and jobs of the current run work', async () => {
    const scene = await open({ profile: 'ghes' })
    addJob(scene.current, 'done', { status: 'completed', log: 'done\n' })
    for (const target of ['logs', 'jobs']) {
      const result = await fetchStep(scene, { target })
      expect(result.outputs['found']).toBe('true')
    }
  })

  test('from a runner of github.com, by github-api-url', async () => {
    const scene = await open()
    const other = await open({ profile: 'ghes' })
    addMarked(addRun(other.workflow), 'dist', 'theirs')
    const token = other.sandbox.tokenFor()
    const result = await fetchStep(scene, {
      'github-api-url': other.sandbox.apiV3Url,
      'github-token': token,
      repository: 'octo/shop',
      name: 'dist',
      branch: 'main',
    })
    expect(errorsOf(result)).toEqual([])
    expect(outOf(result)).toEqual({ 'who.txt': 'theirs' })
    expect(scene.sandbox.requests).toEqual([])
  })
})
