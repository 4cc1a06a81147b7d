/** What a clean-up must never do, and how it ends when something goes wrong, through the bundle. */
import { describe, expect, test } from '@jest/globals'
import { addPull, addTag } from '../../sandbox/build-code.ts'
import { addArtifact, addFork, addRun, rerun } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import {
  agedArtifacts,
  artifactIds,
  artifactOf,
  deletedIds,
  errorsOf,
  expectSum,
  idsOf,
  noticesOf,
  planOf,
  real,
  runIds,
  runOf,
  writesOf,
} from '../prune/stage.ts'
import type { FaultMatch } from '../../sandbox/faults.ts'
import type { Scene, SceneStep } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

/** What the README tells a user to give. */
const permissions = { actions: 'write', contents: 'read', 'pull-requests': 'read' } as const
const month = real({ 'keep-within': '30d' })

describe('never, whatever the inputs', () => {
  const all = real({
    target: 'artifacts, logs, runs',
    keep: 'none',
    'protect-tagged': 'false',
    'protect-open-prs': 'false',
  })

  test('the current run, runs that are not completed, their artifacts and logs', async () => {
    const { workflow, repository, current, step, sandbox } = await open()
    const waiting = runOf(workflow, 60, { status: 'waiting' })
    const again = runOf(workflow, 60)
    rerun(again, { status: 'in_progress', startedAt: ago(sandbox.world, { hours: 1 }) })
    const done = runOf(workflow, 60)
    const [own, theirs, againTheirs] = [current, waiting, again].map((run) => addArtifact(run, 'app'))
    addArtifact(done, 'app')
    const result = await step(all, { token: { permissions } })
    expect(errorsOf(result)).toEqual([])
    expect(runIds(repository)).toEqual(idsOf([current, waiting, again]))
    expect(artifactIds(repository)).toEqual(
      idsOf([own, theirs, againTheirs].filter((each) => each !== undefined)),
    )
    // The run's artifact and its logs go with it, and are not counted twice.
    expect(deletedIds(sandbox)).toEqual([done.id])
    expect(result.outputs).toMatchObject({ candidates: '1', deleted: '1', kept: '9' })
  })

  test('anything on a listing that moved while it was read', async () => {
    const { workflow, repository, step, sandbox } = await open()
    const run = runOf(workflow, 50)
    const artifacts = Array.from({ length: 130 }, (_, index) => addArtifact(run, `app-${index}`))
    // One of the first page is deleted before the second is read, so that the 101st is on neither.
    sandbox.faults.push({
      match: { path: /artifacts\?.*page=2/, nth: 1 },
      do: { before: () => void repository.artifacts.delete(artifacts.at(-1)?.id ?? 0) },
    })
    const result = await step({ mode: 'prune', 'keep-last': '5' })
    expect(planOf(result).repositories[0]?.items.filter(({ fate }) => fate === 'kept')).toHaveLength(129)
    expect(sandbox.requestsOf({ path: /actions\/artifacts\?/ })).toHaveLength(4)
  })

  test('anything when the quota cannot pay for the whole listing: known after its first page', async () => {
    const { workflow, step, sandbox } = await open({ limits: { primary: 12 } })
    const run = runOf(workflow, 50)
    for (let index = 0; index < 901; index++) addArtifact(run, `app-${index}`)
    const result = await step(month)
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(/the artifacts of octo\/shop takes 9 more API calls[\s\S]*api-reserve/),
    ])
    expect(sandbox.requestsOf({ path: /actions\/artifacts\?/ })).toHaveLength(1)
    expect(writesOf(sandbox)).toEqual([])
  })
})

describe('data behind a protection or a branch word that cannot be read', () => {
  test.each([
    ['contents', {}, /^protect-tagged needs the tags[\s\S]*contents: read[\s\S]*protect-tagged: false/],
    [
      'pull-requests',
      {},
      /^protect-open-prs needs the open pull requests[\s\S]*pull-requests: read[\s\S]*protect-open-prs: false/,
    ],
    [
      'contents',
      { branch: '@deleted', 'protect-tagged': 'false' },
      /^branch: @deleted needs the list of branches[\s\S]*contents: read/,
    ],
    [
      'pull-requests',
      { branch: '@closed-pr', 'protect-open-prs': 'false' },
      /^branch: @closed-pr needs the open pull requests[\s\S]*pull-requests: read/,
    ],
  ] as const)('without %s: read, %j is an error', async (missing, inputs, message) => {
    const { workflow, repository, step, sandbox } = await open()
    repository.isPrivate = true
    agedArtifacts(workflow, [40])
    const token = { permissions: { ...permissions, [missing]: 'none' } }
    const result = await step({ ...month, ...inputs }, { token })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual([expect.stringMatching(message)])
    expect(writesOf(sandbox)).toEqual([])
  })

  test('is not asked for when no rule needs it', async () => {
    const { workflow, repository, step, sandbox } = await open()
    repository.isPrivate = true
    agedArtifacts(workflow, [40])
    const result = await step(
      { ...month, 'protect-tagged': 'false', 'protect-open-prs': 'false' },
      { token: { permissions: { actions: 'write' } } },
    )
    expect(result.exitCode).toBe(0)
    expect(artifactIds(repository)).toEqual([])
    expect(sandbox.requestsOf({ path: /\/(tags|pulls|branches)\b/ })).toEqual([])
  })

  test('an empty list of branches would make all of them deleted ones', async () => {
    const { workflow, repository, step, sandbox } = await open()
    agedArtifacts(workflow, [40])
    repository.branches.clear()
    const result = await step({ ...month, branch: '@deleted' })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual([expect.stringMatching(/list of branches is empty/)])
    expect(writesOf(sandbox)).toEqual([])
  })
})

describe('a token that may not delete', () => {
  const readOnly = { permissions: { actions: 'read', contents: 'read', 'pull-requests': 'read' } } as const

  test('stops at the first 403, with one error that names the permission', async () => {
    const { workflow, repository, step, sandbox } = await open()
    const artifacts = agedArtifacts(workflow, [40, 41, 42, 43, 44, 45])
    const result = await step(month, { token: readOnly })
    expect(result.exitCode).toBe(1)
    expect(writesOf(sandbox)).toHaveLength(1)
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(
        /^Could not delete artifact \d+ of octo\/shop: 403[\s\S]*permissions: actions: write/,
      ),
    ])
    expect(artifactIds(repository)).toEqual(idsOf(artifacts))
    expect(result.outputs).toMatchObject({ candidates: '6', deleted: '0', failed: '0', remaining: '6' })
    expect(result.outputs['plan-hash']).toMatch(/^[0-9a-f]{64}$/)
  })

  test('that may not list either: the error names what deleting needs, so that it is mended once', async () => {
    const { workflow, repository, step } = await open()
    repository.isPrivate = true
    agedArtifacts(workflow, [40])
    const token = { permissions: { contents: 'read', 'pull-requests': 'read' } } as const
    const result = await step(month, { token })
    expect(result.exitCode).toBe(1)
    const [error] = errorsOf(result)
    expect(error).toMatch(
      /^Could not list the (artifacts|runs) of octo\/shop: 403[\s\S]*permissions: actions: write/,
    )
    expect(error).not.toContain('actions: read')
  })

  test('in a pull request from a fork: a notice, green', async () => {
    const { workflow, repository, step } = await open()
    const artifacts = agedArtifacts(workflow, [40, 41])
    const pull = addPull(repository, { headRepository: addFork(repository, 'mallory') })
    const run = addRun(workflow, { pull, status: 'in_progress' })
    const result = await step(month, { token: readOnly, run })
    expect(result.exitCode).toBe(0)
    expect(result.annotations).toEqual([
      { level: 'notice', message: 'A pull request from a fork has a read-only token: nothing was deleted.' },
    ])
    expect(artifactIds(repository)).toEqual(idsOf(artifacts))
    expect(result.outputs).toMatchObject({
      candidates: '2',
      deleted: '0',
      remaining: '2',
      'error-message': '',
    })
  })

  test('in a pull request of the repository itself it is an error', async () => {
    const { workflow, repository, step } = await open()
    agedArtifacts(workflow, [40])
    const run = addRun(workflow, { pull: addPull(repository), status: 'in_progress' })
    const result = await step(month, { token: readOnly, run })
    expect(result.exitCode).toBe(1)
  })

  test('in an archived repository the error says that', async () => {
    const { workflow, repository, step } = await open()
    agedArtifacts(workflow, [40])
    repository.isArchived = true
    const result = await step(month)
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)[0]).toMatch(/archived/)
  })
})

describe('single deletions', () => {
  test('what is gone already is done: 404 and 410', async () => {
    const { workflow, step, sandbox } = await open()
    agedArtifacts(workflow, [40, 41, 42])
    sandbox.faults.push({ match: { method: 'DELETE', nth: 1 }, do: { status: 404 } })
    sandbox.faults.push({ match: { method: 'DELETE', nth: 2 }, do: { status: 410 } })
    const result = await step(month)
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({
      candidates: '3',
      deleted: '1',
      gone: '2',
      failed: '0',
      remaining: '0',
    })
    expect(planOf(result).repositories[0]?.items.map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['deleted', 'gone', 'gone']),
    )
  })

  test.each([
    ['fail', 1, 'error'],
    ['warn', 0, 'warning'],
  ])('one that fails does not stop the rest; on-error: %s', async (onError, exitCode, level) => {
    const { workflow, step, sandbox } = await open()
    agedArtifacts(workflow, [40, 41, 42])
    sandbox.faults.push({ match: { method: 'DELETE', nth: 2 }, do: { status: 422, message: 'No.' } })
    const result = await step({ ...month, 'on-error': onError })
    expect(result.exitCode).toBe(exitCode)
    expect(result.annotations).toEqual([
      {
        level,
        message: expect.stringMatching(
          /^1 of 3 deletions failed\. The first: Could not delete artifact \d+ .*422 No/,
        ),
      },
    ])
    expect(result.outputs).toMatchObject({ candidates: '3', deleted: '2', failed: '1', remaining: '0' })
    expect(result.summary).toContain('**Not deleted**')
  })

  test('a server that stumbles is asked again', async () => {
    const { workflow, step, sandbox } = await open()
    agedArtifacts(workflow, [40])
    sandbox.faults.push({ match: { method: 'DELETE', nth: 1 }, do: { status: 502 } })
    const result = await step(month)
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ deleted: '1', failed: '0' })
  })
})

describe('rate limits', () => {
  test('stops green when the reserve is reached, and says what is left', async () => {
    const { workflow, step, sandbox } = await open({ limits: { primary: 12 } })
    agedArtifacts(workflow, [40, 41, 42, 43, 44, 45, 46, 47])
    const result = await step({ ...month, 'api-reserve': '25%' })
    expect(result.exitCode).toBe(0)
    expectSum(result)
    expect(Number(result.outputs['deleted'])).toBeGreaterThan(1)
    expect(Number(result.outputs['remaining'])).toBeGreaterThan(1)
    expect(sandbox.requests).toHaveLength(9)
    expect(noticesOf(result)).toEqual([
      expect.stringMatching(/api-reserve leaves to others is reached; .* \d items are left to the next run/),
    ])
  })

  test('after a secondary limit waits as asked, and goes on at one a second', async () => {
    const { workflow, repository, step, sandbox } = await open()
    agedArtifacts(workflow, [40, 41, 42])
    const refusal = {
      status: 403,
      retryAfterSeconds: 1,
      message: 'You have exceeded a secondary rate limit.',
    }
    sandbox.faults.push({ match: { method: 'DELETE', nth: 1 }, do: refusal })
    const result = await step(month)
    expect(result.exitCode).toBe(0)
    expect(result.annotations).toEqual([])
    expect(artifactIds(repository)).toEqual([])
    const starts = writesOf(sandbox).map(({ startedAtMs }) => startedAtMs)
    expect(starts).toHaveLength(4)
    // One a second as sent; on a busy machine they arrive with some jitter. The usual pace would be 400 ms.
    for (const [index, at] of starts.slice(1).entries())
      expect(at - (starts[index] ?? 0)).toBeGreaterThanOrEqual(700)
  })

  test('a 403 is told from a missing permission by its headers: the quota is used up, green', async () => {
    const { workflow, repository, step, sandbox } = await open()
    agedArtifacts(workflow, [40, 41, 42])
    const resetsInAnHour = Math.round(sandbox.world.clock.now() / 1000) + 3600
    sandbox.faults.push({
      match: { method: 'DELETE', nth: [2, 9] },
      do: {
        status: 403,
        message: 'Forbidden',
        headers: {
          'x-ratelimit-limit': '5000',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(resetsInAnHour),
        },
      },
    })
    const result = await step(month)
    expect(result.exitCode).toBe(0)
    expect(errorsOf(result)).toEqual([])
    expect(noticesOf(result)).toEqual([expect.stringMatching(/2 items are left to the next run/)])
    expect(result.outputs).toMatchObject({ candidates: '3', deleted: '1', failed: '0', remaining: '2' })
    expect(artifactIds(repository)).toHaveLength(2)
  })

  test('asked to wait for too long, stops green', async () => {
    const { workflow, step, sandbox } = await open()
    agedArtifacts(workflow, [40, 41])
    sandbox.faults.push({ match: { method: 'DELETE' }, do: { status: 429, retryAfterSeconds: 3600 } })
    const result = await step(month)
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ candidates: '2', deleted: '0', failed: '0', remaining: '2' })
    expect(noticesOf(result)).toEqual([expect.stringMatching(/429[\s\S]*2 items are left/)])
  })
})

describe('cancelled: gone within two seconds, and tells what is done', () => {
  /** Runs a step that gets SIGINT when the first fault's request arrives, and no answers to the second's. */
  async function interrupted(
    { step, sandbox }: Scene,
    { at, hung }: { readonly at: FaultMatch; readonly hung: FaultMatch },
  ): Promise<SceneStep> {
    let pid = 0
    let killedAtMs = Infinity
    const interrupt = (): void => {
      killedAtMs = performance.now()
      process.kill(pid, 'SIGINT')
    }
    sandbox.faults.push({ match: at, do: { before: interrupt } })
    sandbox.faults.push({ match: hung, do: { hangAfterBytes: 'before-answer' } })
    const result = await step(month, { onStart: (started) => (pid = started) })
    expect(performance.now() - killedAtMs).toBeLessThan(2000)
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toHaveLength(1)
    return result
  }
  const aDelete = { method: 'DELETE' } as const

  test('while deleting', async () => {
    const scene = await open()
    agedArtifacts(scene.workflow, [40, 41, 42, 43, 44, 45])
    const result = await interrupted(scene, { at: { ...aDelete, nth: 3 }, hung: { ...aDelete, nth: 2 } })
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(/^The step was cancelled: [12] of 6 items had been deleted/),
    ])
    expectSum(result)
    const outcomes = planOf(result).repositories[0]?.items.filter(({ outcome }) => outcome === 'deleted')
    expect(String(outcomes?.length)).toBe(result.outputs['deleted'])
    expect(artifactIds(scene.repository).length).toBeLessThan(6)
  })

  test('while reading', async () => {
    const scene = await open()
    agedArtifacts(scene.workflow, [40])
    const result = await interrupted(scene, { at: { path: /tags/ }, hung: { path: /actions\/artifacts/ } })
    expect(errorsOf(result)).toEqual([expect.stringMatching(/^Cancelled by SIGINT\./)])
    expect(writesOf(scene.sandbox)).toEqual([])
  })
})

test('tags and open pull requests protect, also those of forks, unless turned off', async () => {
  const { workflow, repository, step } = await open()
  const tagged = artifactOf(workflow, 60)
  addTag(repository, 'v1', tagged.run?.headSha)
  const pull = addPull(repository)
  const forked = addPull(repository, { headRepository: addFork(repository, 'mallory'), headBranch: 'fix' })
  const closed = addPull(repository, { state: 'closed', headBranch: 'done' })
  const [ofPull, ofFork, ofClosed] = [pull, forked, closed].map((each) =>
    artifactOf(workflow, 60, { pull: each }),
  )
  // Another push of the same head: the branch protects, not only its newest commit.
  const earlier = artifactOf(workflow, 61, { branch: pull.headBranch })
  const plain = artifactOf(workflow, 60, { branch: 'fix' })
  const fatesOf = async (inputs: Readonly<Record<string, string>>) => {
    const { repositories } = planOf(await step({ mode: 'prune', keep: 'none', ...inputs }))
    return idsOf(repositories[0]?.items.filter(({ fate }) => fate === 'delete') ?? [])
  }
  const known = (...artifacts: readonly (typeof plain | undefined)[]) =>
    idsOf(artifacts.filter((each) => each !== undefined))
  expect(await fatesOf({})).toEqual(known(ofClosed, plain))
  expect(await fatesOf({ 'protect-open-prs': 'false' })).toEqual(
    known(ofPull, ofFork, ofClosed, earlier, plain),
  )
  expect(await fatesOf({ 'protect-tagged': 'false' })).toEqual(known(tagged, ofClosed, plain))
  expect(await fatesOf({ 'protect-branch': 'fi*\ndone' })).toEqual([])
})
