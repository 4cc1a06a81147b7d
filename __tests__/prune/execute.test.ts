import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { UserError } from '../../src/errors.ts'
import type { RepositoryList, Selectors } from '../../src/inputs.ts'
import type { Artifact, Run } from '../../src/model.ts'
import { runPrune } from '../../src/prune/execute.ts'
import type { Report } from '../../src/report.ts'
import type { Context, ResultsService, World } from '../../src/world.ts'
import {
  aContext,
  anArtifact,
  aPull,
  aRef,
  aRepository,
  aRun,
  aSha,
  dayMs,
  nowMs,
} from '../support/builders.ts'
import { fakeClock, type FakeClock } from '../support/fake-clock.ts'
import {
  aFakeRepository,
  fakeGitHub,
  fakeResults,
  type FakeGitHub,
  type FakeRepository,
} from '../support/fake-github.ts'
import { fakeLog, type FakeLog } from '../support/fake-log.ts'
import { artifactOf, glob, globs, keepNone, pruneInputs, type InputChanges } from './support.ts'

let tempFolder = ''
beforeAll(async () => {
  tempFolder = await mkdtemp(path.join(tmpdir(), 'prune-test-'))
})
afterAll(() => rm(tempFolder, { recursive: true }))

interface Scene {
  readonly github: FakeGitHub
  readonly repository: FakeRepository
  readonly log: FakeLog
  readonly clock: FakeClock
  prune(changes?: InputChanges, context?: Partial<Context>): Promise<Report>
}

/** A repository in which run `n` is `n` days old and left artifact `n`, of 1,000 bytes. */
function aScene(
  count: number,
  fields: Partial<FakeRepository> = {},
  options: { readonly results?: ResultsService; readonly signal?: AbortSignal } = {},
): Scene {
  const runs = Array.from({ length: count }, (_, index) =>
    aRun({ id: index + 1, createdAtMs: nowMs - (index + 1) * dayMs, conclusion: 'failure' }),
  )
  const repository = aFakeRepository({
    runs,
    artifacts: runs.map((run) => artifactOf(run, { id: run.id, expiresAtMs: nowMs + 30 * dayMs })),
    ...fields,
  })
  const github = fakeGitHub(repository)
  const log = fakeLog()
  const clock = fakeClock()
  return {
    github,
    repository,
    log,
    clock,
    prune: (changes = {}, context = {}) => {
      const world: World = {
        github,
        results: options.results ?? null,
        blobs: { get: () => Promise.reject(new Error('prune downloads nothing')) },
        log,
        clock,
        context: aContext({ tempFolder, runId: 100_000, ...context }),
        signal: options.signal ?? new AbortController().signal,
      }
      return runPrune(pruneInputs(changes), world)
    },
  }
}

const deletes = ({ github }: Scene): readonly unknown[] =>
  github.calls
    .filter(({ name }) => name.startsWith('delete'))
    .map(({ parameters }) => parameters['artifactId'] ?? parameters['runId'])

const left = ({ repository }: Scene): readonly number[] =>
  repository.artifacts.map(({ id }) => id).toSorted((a, b) => a - b)

const lastThree: InputChanges = { keep: { last: 3, lastSuccessful: 0 } }

interface PlanFile {
  readonly repositories: readonly {
    readonly name: string
    readonly items: readonly { readonly id: number; readonly reasons: readonly string[] }[]
  }[]
}

const readPlan = async (report: Report): Promise<PlanFile> =>
  JSON.parse(await readFile(report.outputs['plan'] ?? '', 'utf8')) as PlanFile

describe('a dry run', () => {
  test('deletes nothing, and says so loudly', async () => {
    const scene = aScene(10)
    const report = await scene.prune({ ...lastThree, dryRun: true })
    expect(deletes(scene)).toEqual([])
    expect(report.failure).toBeNull()
    expect(report.summary).toMatch(/^## ⚠️ DRY RUN: nothing was deleted in octo\/app\n/)
    expect(report.annotations).toEqual([
      {
        level: 'notice',
        message: 'DRY RUN: nothing was deleted. With dry-run: false 7 items (7.0 kB) would go.',
      },
    ])
    expect(report.outputs).toMatchObject({
      candidates: '7',
      deleted: '0',
      gone: '0',
      kept: '3',
      failed: '0',
      remaining: '0',
      'freed-bytes': '0',
      'would-free-bytes': '7000',
      'total-bytes': '10000',
      'over-budget': 'false',
      'error-message': '',
    })
    expect(report.outputs['plan-hash']).toMatch(/^[0-9a-f]{64}$/)
  })

  test('shows the table that the real run shows', async () => {
    const scene = aScene(10)
    const dry = await scene.prune({ ...lastThree, dryRun: true })
    const real = await scene.prune(lastThree)
    const funnel = (report: Report): string => /\| \*\*listed.*?\n\n/s.exec(report.summary)?.[0] ?? 'none'
    expect(funnel(real)).toBe(funnel(dry))
    expect(real.outputs['plan-hash']).toBe(dry.outputs['plan-hash'])
    expect(real.summary).toMatch(/^## 🧹 Pruned octo\/app\n/)
  })

  test('reports a breaker instead of failing', async () => {
    const report = await aScene(30).prune({ ...lastThree, maxDeletePercent: 0.5, dryRun: true })
    expect(report.failure).toBeNull()
    expect(report.annotations[1]).toEqual({
      level: 'warning',
      message: expect.stringContaining('octo/app: The policy deletes 27 of 30 items (90%)'),
    })
  })
})

describe('a real run', () => {
  test('writes a plan file of its own, and leaves that of the dry run alone', async () => {
    const scene = aScene(10)
    const dry = await scene.prune({ ...lastThree, dryRun: true })
    scene.clock.advance(1000)
    const real = await scene.prune({ ...lastThree, expectPlan: dry.outputs['plan'] ?? '' })
    expect(real.outputs).toMatchObject({ deleted: '7', 'plan-hash': dry.outputs['plan-hash'] })
    expect(real.outputs['plan']).not.toBe(dry.outputs['plan'])
    expect(await readPlan(dry)).toMatchObject({ dryRun: true })
    expect(await readPlan(real)).toMatchObject({ dryRun: false })
  })

  test('says how many calls it took', async () => {
    const scene = aScene(10)
    await scene.prune(lastThree)
    expect(scene.log.lines).toContain(`${scene.github.requestCount()} API calls.`)
  })

  test('deletes exactly the plan, oldest first', async () => {
    const scene = aScene(10)
    const report = await scene.prune(lastThree)
    expect(deletes(scene)).toEqual([10, 9, 8, 7, 6, 5, 4])
    expect(left(scene)).toEqual([1, 2, 3])
    expect(report.failure).toBeNull()
    expect(report.annotations).toEqual([])
    expect(report.outputs).toMatchObject({
      candidates: '7',
      deleted: '7',
      remaining: '0',
      'freed-bytes': '7000',
      'total-bytes': '3000',
    })
  })

  test('leaves what is more than max-deletions to the next run, which goes on', async () => {
    const scene = aScene(10)
    const first = await scene.prune({ ...lastThree, maxDeletions: 4 })
    expect(first.outputs).toMatchObject({
      candidates: '7',
      deleted: '4',
      remaining: '3',
      'would-free-bytes': '4000',
    })
    expect(first.summary).toContain('Next: 3 items (3.0 kB) are left; the next run deletes 3.')
    const second = await scene.prune({ ...lastThree, maxDeletions: 4 })
    expect(second.outputs).toMatchObject({ candidates: '3', deleted: '3', remaining: '0' })
    const third = await scene.prune(lastThree)
    expect(third.outputs).toMatchObject({ candidates: '0', deleted: '0', kept: '3' })
    expect(left(scene)).toEqual([1, 2, 3])
  })

  test('writes every item with a reason into the plan, and what became of it', async () => {
    const scene = aScene(4)
    scene.repository.artifacts.push(anArtifact({ id: 50, runId: 4, isExpired: true }))
    const plan = await readPlan(await scene.prune(lastThree))
    const all = plan.repositories[0]?.items ?? []
    const items = Object.fromEntries(all.map((item) => [item.id, item]))
    expect(items[4]).toMatchObject({ fate: 'delete', reasons: ['no rule keeps it'], outcome: 'deleted' })
    expect(items[1]).toMatchObject({ fate: 'kept', reasons: ['keep-last 3'] })
    expect(items[50]).toMatchObject({ fate: 'expired', reasons: ['has expired'] })
    expect(all.every(({ reasons }) => reasons.length > 0)).toBe(true)
  })

  test('begins with one deletion, and has four under way from then on', async () => {
    const scene = aScene(20)
    const whole = fakeGitHub(scene.repository)
    const underWay: number[] = []
    let now = 0
    scene.github.deleteArtifact = async (...of) => {
      underWay.push((now += 1))
      for (let turns = 0; turns < 10; turns += 1) await Promise.resolve()
      await whole.deleteArtifact(...of)
      now -= 1
    }
    await scene.prune(lastThree)
    expect(underWay.slice(0, 5)).toEqual([1, 1, 2, 3, 4])
    expect(Math.max(...underWay)).toBe(4)
    expect(underWay).toHaveLength(17)
  })

  test('what is gone already is done, and frees its bytes', async () => {
    const scene = aScene(6)
    scene.github.onCall = (call) => {
      if (call.name === 'deleteArtifact' && call.parameters['artifactId'] === 6)
        throw call.error(404, 'Not Found')
      if (call.name === 'deleteArtifact' && call.parameters['artifactId'] === 5) throw call.error(410, 'Gone')
    }
    const report = await scene.prune(lastThree)
    expect(report.failure).toBeNull()
    expect(report.outputs).toMatchObject({
      candidates: '3',
      deleted: '1',
      gone: '2',
      failed: '0',
      'freed-bytes': '1000',
    })
  })

  test.each([
    ['fail', false],
    ['warn', true],
  ] as const)('a single failure does not stop the rest: on-error %s', async (onError, isGreen) => {
    const scene = aScene(6)
    scene.github.onCall = (call) => {
      if (call.name === 'deleteArtifact' && call.parameters['artifactId'] === 6)
        throw call.error(502, 'Bad Gateway')
    }
    const report = await scene.prune({ ...lastThree, onError })
    expect(report.outputs).toMatchObject({ candidates: '3', deleted: '2', failed: '1', remaining: '0' })
    expect(report.failure === null).toBe(isGreen)
    const message = isGreen ? report.annotations[0]?.message : report.failure?.message
    expect(message).toMatch(
      /^1 of 3 deletions failed. The first: Could not delete artifact 6 of octo\/app: 502/,
    )
    expect(report.summary).toContain('**Not deleted**')
  })

  test('with a read-only token, what needs no permission goes even so', async () => {
    const artifacts = [{ id: 600, name: 'tmp', sizeBytes: 10, digest: null, createdAtMs: nowMs - 9 * dayMs }]
    const scene = aScene(3, {}, { results: fakeResults(artifacts) })
    scene.github.permissions.delete('actions: write')
    const payload = { repository: { id: 1 }, pull_request: { head: { repo: { id: 2 } } } }
    const named = [77, 2].map((id) => ({ id, repository: null }))
    const report = await scene.prune(
      { selectors: { runIds: named } },
      { runId: 77, event: 'pull_request', payload },
    )
    expect(artifacts).toEqual([])
    expect(report.failure).toBeNull()
    expect(report.outputs).toMatchObject({ candidates: '2', deleted: '1', remaining: '1' })
    expect(report.annotations[0]?.message).toBe(
      'A pull request from a fork has a read-only token: nothing but 1 item was deleted.',
    )
  })

  test('gives up when one deletion after the other fails', async () => {
    const scene = aScene(100)
    scene.github.onCall = (call) => {
      if (call.name === 'deleteArtifact') throw call.error(500, 'Server Error')
    }
    const report = await scene.prune(lastThree)
    expect(deletes(scene).length).toBeLessThan(25)
    expect(report.failure?.message).toMatch(/failed one after the other, so that \d+ items were not tried/)
    const { candidates, failed, remaining } = report.outputs
    expect(Number(failed) + Number(remaining)).toBe(Number(candidates))
  })

  test('the first 403 for a missing permission stops everything with one error', async () => {
    const scene = aScene(100)
    scene.github.permissions.delete('actions: write')
    const report = await scene.prune(lastThree)
    expect(deletes(scene)).toHaveLength(1)
    expect(report.failure?.message).toMatch(
      /^Could not delete artifact \d+ of octo\/app: 403 Resource not accessible/,
    )
    expect(report.failure?.hint).toContain('permissions: actions: write')
    expect(report.annotations).toEqual([])
    expect(report.outputs).toMatchObject({ candidates: '97', deleted: '0', failed: '0', remaining: '97' })
  })

  test.each([
    ['pull_request', 2, true],
    ['pull_request', null, true],
    ['pull_request', 1, false],
    ['pull_request_target', 2, false],
    ['push', 2, false],
  ])('a read-only token on %s with head repository %s: green %s', async (event, headId, isGreen) => {
    const scene = aScene(10)
    scene.github.permissions.delete('actions: write')
    const payload = {
      repository: { id: 1 },
      pull_request: {
        head: { repo: headId === null ? null : { id: headId } },
        base: { repo: { id: 1 } },
      },
    }
    const report = await scene.prune(lastThree, { event, payload })
    expect(report.failure === null).toBe(isGreen)
    if (isGreen)
      expect(report.annotations).toEqual([
        {
          level: 'notice',
          message: 'A pull request from a fork has a read-only token: nothing was deleted.',
        },
      ])
  })

  test('stops green when the reserve of the rate limit is reached', async () => {
    const scene = aScene(100)
    scene.github.quota = { limit: 1000, remaining: 220, resetAtMs: nowMs + 1000 }
    const report = await scene.prune({ ...lastThree, apiReserve: 0.2 })
    expect(report.failure).toBeNull()
    expect(scene.github.quota.remaining).toBeGreaterThanOrEqual(200)
    const { deleted, remaining } = report.outputs
    expect(Number(deleted)).toBeGreaterThan(0)
    expect(Number(deleted) + Number(remaining)).toBe(97)
    expect(report.annotations[0]?.message).toMatch(
      /api-reserve leaves to others is reached; .* \d+ items are left/,
    )
  })

  test('stops green when GitHub asks to wait for longer than the adapter does', async () => {
    const scene = aScene(20)
    scene.github.onCall = (call) => {
      if (call.name === 'deleteArtifact' && call.parameters['artifactId'] === 15)
        throw call.error(429, 'You have exceeded a secondary rate limit', { 'retry-after': '3600' })
    }
    const report = await scene.prune(lastThree)
    expect(report.failure).toBeNull()
    const { deleted, failed, remaining } = report.outputs
    expect([Number(deleted) + Number(remaining), failed]).toEqual([17, '0'])
  })

  test('a cancelled step stops, and tells what is done', async () => {
    const controller = new AbortController()
    const scene = aScene(50, {}, { signal: controller.signal })
    scene.github.onCall = ({ name, parameters }) => {
      if (name === 'deleteArtifact' && parameters['artifactId'] === 40)
        controller.abort(new Error('Cancelled.'))
    }
    const report = await scene.prune(lastThree)
    expect(deletes(scene).length).toBeLessThan(20)
    expect(report.failure?.message).toMatch(/^The step was cancelled: \d+ of 47 items had been deleted/)
    expect(Number(report.outputs['deleted']) + Number(report.outputs['remaining'])).toBe(47)
  })
})

describe('refusals come before the first deletion', () => {
  const refused = async (scene: Scene, changes: InputChanges): Promise<UserError> => {
    const error: unknown = await scene.prune(changes).catch((thrown: unknown) => thrown)
    expect(deletes(scene)).toEqual([])
    if (!(error instanceof UserError)) throw new Error(`not refused: ${String(error)}`)
    return error
  }

  test('a breaker', async () => {
    const scene = aScene(30)
    const report = await scene.prune({ ...lastThree, maxDeletePercent: 0.5 })
    expect(deletes(scene)).toEqual([])
    expect(report.failure?.message).toContain('The policy deletes 27 of 30 items (90%)')
    expect(report.failure?.hint).toContain('max-delete-percent')
    // As in every real run, what the policy deletes is what was tried and what remains.
    expect(report.outputs).toMatchObject({
      candidates: '27',
      deleted: '0',
      remaining: '27',
      'plan-hash': expect.any(String),
    })
    expect(report.summary).toMatch(/^## ❌ Nothing was deleted in octo\/app/)
    expect(report.summary).toContain('The plan was to delete **27 artifacts** (27.0 kB); 3 stay.')
    expect(report.summary).not.toContain('the next run')
  })

  test('a listing that does not come out complete', async () => {
    const scene = aScene(250)
    const whole = fakeGitHub(scene.repository)
    scene.github.listArtifacts = async (ref, query, page) => ({
      ...(await whole.listArtifacts(ref, query, page)),
      totalCount: 9999,
    })
    const error = await refused(scene, lastThree)
    expect(error.message).toMatch(/artifacts of octo\/app did not come out complete/)
  })

  test('a listing that the quota cannot pay for is known after its first page', async () => {
    const scene = aScene(1500)
    scene.github.quota = { limit: 1000, remaining: 210, resetAtMs: nowMs + 1000 }
    const error = await refused(scene, lastThree)
    expect(error.message).toMatch(/^Reading the artifacts of octo\/app takes 14 more API calls/)
    expect(error.hint).toMatch(/api-reserve/)
    expect(scene.github.countOf('listArtifacts')).toBe(1)
  })

  test.each<
    [string, InputChanges, 'contents: read' | 'pull-requests: read' | 'actions: read', RegExp, RegExp]
  >([
    [
      'tags',
      { protectTagged: true },
      'contents: read',
      /^protect-tagged needs the tags/,
      /contents: read.*protect-tagged: false/,
    ],
    [
      'pull requests',
      { protectOpenPrs: true },
      'pull-requests: read',
      /^protect-open-prs needs/,
      /pull-requests: read.*protect-open-prs: false/,
    ],
    [
      'branches',
      { selectors: { branch: { includes: [{ kind: 'word', word: '@deleted' }], excludes: [] } } },
      'contents: read',
      /branch: @deleted/,
      /contents: read/,
    ],
    ['artifacts', {}, 'actions: read', /Could not list the artifacts/, /actions: read/],
  ])('unreadable %s', async (_, changes, permission, message, hint) => {
    const scene = aScene(10)
    scene.github.permissions.delete(permission)
    // Who may write may read.
    if (permission === 'actions: read') scene.github.permissions.delete('actions: write')
    const error = await refused(scene, { ...lastThree, ...changes })
    expect(error.message).toMatch(message)
    expect(error.hint).toMatch(hint)
  })

  test('an empty list of branches behind @deleted', async () => {
    const scene = aScene(10, { branches: [] })
    const error = await refused(scene, {
      ...lastThree,
      selectors: { branch: { includes: [{ kind: 'word', word: '@deleted' }], excludes: [] } },
    })
    expect(error.message).toMatch(/list of branches is empty/)
  })

  test('an expect-plan that cannot be read costs no API call', async () => {
    const scene = aScene(10)
    await refused(scene, { ...lastThree, expectPlan: path.join(tempFolder, 'none.json') })
    const noPlan = path.join(tempFolder, 'no-plan.json')
    await writeFile(noPlan, '{"version": 1}')
    expect((await refused(scene, { ...lastThree, expectPlan: noPlan })).message).toMatch(/is no plan/)
    expect(scene.github.calls).toEqual([])
  })

  test('a plan that cannot be written', async () => {
    const scene = aScene(10)
    const file = path.join(tempFolder, 'a-file')
    await writeFile(file, '')
    const error: unknown = await scene
      .prune(lastThree, { tempFolder: file })
      .catch((thrown: unknown) => thrown)
    expect(String(error)).toMatch(/Could not write the plan/)
    expect(deletes(scene)).toEqual([])
  })
})

describe('expect-plan', () => {
  test.each(['plan-hash', 'plan'])('applies the plan that it names by %s', async (output) => {
    const scene = aScene(10)
    const dry = await scene.prune({ ...lastThree, dryRun: true })
    const report = await scene.prune({ ...lastThree, expectPlan: dry.outputs[output] ?? '' })
    expect(report.failure).toBeNull()
    expect(report.outputs['deleted']).toBe('7')
  })

  test('deletes nothing when the world has changed; a file shows the difference', async () => {
    const scene = aScene(10)
    const dry = await scene.prune({ ...lastThree, dryRun: true })
    scene.repository.tags.push(aRef('v1', aSha(9)))
    scene.repository.artifacts = scene.repository.artifacts.filter(({ id }) => id !== 8)
    const changed = { ...lastThree, keep: { last: 2, lastSuccessful: 0 }, protectTagged: true }
    const byHash = await scene.prune({ ...changed, expectPlan: dry.outputs['plan-hash'] ?? '' })
    expect(byHash.failure?.message).toMatch(
      /^The plan is not the one that expect-plan names.\nexpect-plan is [0-9a-f]{64}/,
    )
    const byFile = await scene.prune({ ...changed, expectPlan: dry.outputs['plan'] ?? '' })
    expect(deletes(scene)).toEqual([])
    expect(byFile.failure?.message.split('\n')).toEqual([
      'The plan is not the one that expect-plan names.',
      '+ artifact 3 "coverage" (run 3): would go now, and is not in that plan.',
      '- artifact 9 "coverage" (run 9): stays now (protect-tagged).',
      '- artifact 8 "coverage": is not there any more.',
    ])
  })
})

describe('what is read', () => {
  const workflowScope: InputChanges = {
    selectors: { workflow: { includes: [{ kind: 'id', id: 10 }], excludes: [] } },
  }
  test.each<[string, InputChanges, Readonly<Record<string, number>>]>([
    ['keep: none', keepNone, { listArtifacts: 1, listRuns: 1 }],
    [
      'protections',
      { ...keepNone, protectTagged: true, protectOpenPrs: true },
      { listTags: 1, listPullRequests: 1 },
    ],
    ['logs', { ...keepNone, targets: ['logs'] }, { listArtifacts: 0, listRuns: 1 }],
    ['runs', { ...keepNone, targets: ['runs'] }, { listArtifacts: 1, listRuns: 1 }],
    ['workflow', { ...keepNone, ...workflowScope }, { listRuns: 1, listWorkflows: 0 }],
    [
      'cancel-stale alone',
      { targets: ['runs'], cancelStaleMs: dayMs },
      { listArtifacts: 0, listTags: 0, listRuns: 1 },
    ],
  ])('%s', async (_, changes, counts) => {
    const scene = aScene(10)
    await scene.prune({ ...changes, dryRun: true })
    const names = Object.keys(counts) as Parameters<FakeGitHub['countOf']>[0][]
    expect(Object.fromEntries(names.map((name) => [name, scene.github.countOf(name)]))).toEqual(counts)
  })

  test('2,000 artifacts in 400 runs take 20 + 7 calls, with every default', async () => {
    const runs = Array.from({ length: 400 }, (_, index) =>
      aRun({ id: index + 1, createdAtMs: nowMs - index * 0.1 * dayMs }),
    )
    const artifacts = runs.flatMap((run) =>
      Array.from({ length: 5 }, (_, index) =>
        artifactOf(run, { id: run.id * 10 + index, name: `part-${index}`, expiresAtMs: nowMs + 30 * dayMs }),
      ),
    )
    const scene = aScene(0, { runs, artifacts })
    const report = await scene.prune({
      keep: { withinMs: 30 * dayMs },
      protectTagged: null,
      protectOpenPrs: null,
      maxDeletePercent: 0.5,
      dryRun: true,
    })
    expect(report.outputs['candidates']).toBe('495')
    expect(scene.github.requestCount()).toBe(27)
  })

  test('many runs, few of which have artifacts, are read one by one', async () => {
    const runs = Array.from({ length: 3000 }, (_, index) =>
      aRun({ id: index + 1, createdAtMs: nowMs - (3000 - index) * 60_000 }),
    )
    const artifacts = runs.slice(0, 5).map((run) => artifactOf(run, { id: run.id }))
    const scene = aScene(0, { runs, artifacts })
    const report = await scene.prune({ keep: { last: 1, lastSuccessful: 0 }, dryRun: true })
    expect(report.outputs['candidates']).toBe('4')
    expect(scene.github.countOf('listRuns')).toBe(1)
    expect(scene.github.countOf('getRun')).toBe(5)
  })

  test('among many runs those that are not completed are found by their status', async () => {
    const runs = Array.from({ length: 1500 }, (_, index) =>
      aRun({
        id: index + 1,
        createdAtMs: nowMs - (1500 - index) * 60_000,
        status: index === 3 ? 'waiting' : index === 4 ? 'in_progress' : 'completed',
      }),
    )
    const artifacts = runs.slice(0, 10).map((run) => artifactOf(run, { id: run.id }))
    const scene = aScene(0, { runs, artifacts })
    const report = await scene.prune({ ...keepNone, dryRun: true })
    expect(report.outputs).toMatchObject({ candidates: '8', kept: '2' })
    expect(scene.github.countOf('listRuns')).toBe(7)
  })

  test('a branch word alone needs no runs when none of its branches is the default one', async () => {
    const runs = [1, 2].map((id) => aRun({ id, headBranch: id === 1 ? 'gone' : 'main' }))
    const scene = aScene(0, { runs, artifacts: runs.map((run) => artifactOf(run, { id: run.id })) })
    const report = await scene.prune({
      keep: { withinMs: 1 },
      selectors: { branch: { includes: [{ kind: 'word', word: '@deleted' }], excludes: [] } },
      dryRun: true,
    })
    expect(report.outputs).toMatchObject({ candidates: '1', kept: '0' })
  })

  test('@closed-pr: runs of pull requests of which none is open', async () => {
    const runs = [
      aRun({ id: 1, event: 'pull_request', headBranch: 'open' }),
      aRun({ id: 2, event: 'pull_request', headBranch: 'closed' }),
      aRun({ id: 3, event: 'push', headBranch: 'closed' }),
    ]
    const scene = aScene(0, {
      runs,
      artifacts: runs.map((run) => artifactOf(run, { id: run.id })),
      pulls: [aPull({ headBranch: 'open' }), aPull({ number: 2, headBranch: 'closed', state: 'closed' })],
    })
    await scene.prune({
      ...keepNone,
      selectors: { branch: { includes: [{ kind: 'word', word: '@closed-pr' }], excludes: [] } },
    })
    expect(left(scene)).toEqual([1, 3])
  })
})

describe('runs and logs', () => {
  test('a run takes its artifacts with it, and frees their bytes', async () => {
    const scene = aScene(6)
    const report = await scene.prune({ ...lastThree, targets: ['runs', 'artifacts'] })
    expect(scene.github.countOf('deleteRun')).toBe(3)
    expect(scene.github.countOf('deleteArtifact')).toBe(0)
    expect(left(scene)).toEqual([1, 2, 3])
    expect(report.outputs).toMatchObject({
      candidates: '3',
      deleted: '3',
      kept: '6',
      'freed-bytes': '3000',
      'total-bytes': '3000',
    })
  })

  test('logs that are gone use no slot', async () => {
    const scene = aScene(10, { goneLogs: new Set([10, 9, 8]) })
    const report = await scene.prune({ ...keepNone, targets: ['logs'], maxDeletions: 2 })
    expect(report.outputs).toMatchObject({ candidates: '10', deleted: '2', gone: '3', remaining: '5' })
    expect(deletes(scene)).toEqual([10, 9, 8, 7, 6])
  })

  test('with expect-plan nothing goes that is not in it, gone logs or not', async () => {
    const scene = aScene(10, { goneLogs: new Set([10, 9, 8]) })
    const changes: InputChanges = { ...keepNone, targets: ['logs'], maxDeletions: 4 }
    const dry = await scene.prune({ ...changes, dryRun: true })
    await scene.prune({ ...changes, expectPlan: dry.outputs['plan-hash'] ?? '' })
    expect(deletes(scene)).toEqual([10, 9, 8, 7])
  })

  test('a run that was re-run since the plan fails alone, even where GitHub answers 403', async () => {
    const scene = aScene(6)
    scene.github.onCall = (call) => {
      if (call.name !== 'deleteRun' || call.parameters['runId'] !== 5) return
      scene.repository.runs = scene.repository.runs.map((run) =>
        run.id === 5 ? { ...run, status: 'queued' } : run,
      )
      throw call.error(403, 'Forbidden')
    }
    const report = await scene.prune({ ...lastThree, targets: ['runs'] })
    expect(report.outputs).toMatchObject({ candidates: '3', deleted: '2', failed: '1', remaining: '0' })
    expect(report.failure?.message).toMatch(/^1 of 3 deletions failed/)
  })

  test('cancel-stale cancels, and counts nothing as deleted', async () => {
    const runs: Run[] = [1, 2, 3].map((id) =>
      aRun({ id, status: id === 3 ? 'completed' : 'in_progress', createdAtMs: nowMs - id * dayMs }),
    )
    const scene = aScene(0, { runs })
    const changes: InputChanges = { targets: ['runs'], cancelStaleMs: 1.5 * dayMs }
    const dry = await scene.prune({ ...changes, dryRun: true })
    expect(scene.github.countOf('cancelRun')).toBe(0)
    expect(dry.summary).toContain('Would cancel: 1 stale run')
    expect(dry.annotations[0]?.message).toMatch(/ would go, and 1 stale run would be cancelled\.$/)
    const report = await scene.prune(changes)
    expect(scene.repository.runs.find(({ id }) => id === 2)?.conclusion).toBe('cancelled')
    expect(scene.repository.runs.find(({ id }) => id === 1)?.status).toBe('in_progress')
    expect(report.outputs).toMatchObject({ candidates: '0', deleted: '0' })
    expect(report.summary).toContain('1 stale run cancelled')
  })
})

describe('named ids', () => {
  const byRun = (...ids: readonly number[]): Partial<Selectors> => ({
    runIds: ids.map((id) => ({ id, repository: null })),
  })
  const byArtifact = (...ids: readonly number[]): Partial<Selectors> => ({
    artifactIds: ids.map((id) => ({ id, repository: null })),
  })
  const listed = (names: readonly string[]): Parameters<typeof fakeResults>[0] =>
    names.map((name, index) => ({
      id: 500 + index,
      name,
      sizeBytes: 10,
      digest: null,
      createdAtMs: nowMs - 1000,
    }))

  test('artifacts of named runs, and named artifacts', async () => {
    const scene = aScene(5)
    await scene.prune({ selectors: byRun(2, 3) })
    expect(left(scene)).toEqual([1, 4, 5])
    await scene.prune({ selectors: byArtifact(5) })
    expect(left(scene)).toEqual([1, 4])
    expect(scene.github.countOf('listArtifacts')).toBe(0)
  })

  test('the current run needs no permission and no API call', async () => {
    const artifacts = listed(['tmp-1', 'app', 'tmp-2'])
    const scene = aScene(0, {}, { results: fakeResults(artifacts) })
    scene.github.permissions.clear()
    const report = await scene.prune(
      { selectors: { ...byRun(77), name: globs('tmp-*') }, protectTagged: null, protectOpenPrs: null },
      { runId: 77 },
    )
    expect(report.failure).toBeNull()
    expect(artifacts.map(({ name }) => name)).toEqual(['app'])
    expect(report.outputs).toMatchObject({ candidates: '2', deleted: '2', 'freed-bytes': '20' })
    expect(scene.github.calls).toEqual([])
  })

  test('an artifact of the current run by its own id', async () => {
    const artifacts = listed(['a', 'b'])
    const scene = aScene(0, {}, { results: fakeResults(artifacts) })
    await scene.prune({ selectors: byArtifact(501) }, { runId: 77 })
    expect(artifacts.map(({ name }) => name)).toEqual(['a'])
    expect(scene.github.calls).toEqual([])
  })

  test('of several with one name only those that are planned go', async () => {
    const artifacts = listed(['a', 'a', 'a'])
    const run = aRun({ id: 77, status: 'in_progress' })
    const rest: Artifact[] = [500, 501, 502].map((id) => artifactOf(run, { id, name: 'a' }))
    const scene = aScene(0, { runs: [run], artifacts: rest }, { results: fakeResults(artifacts) })
    // 501 is not the newest: the results service would delete 502 in its place.
    await scene.prune({ selectors: byArtifact(501) }, { runId: 77 })
    expect(artifacts).toHaveLength(3)
    expect(left(scene)).toEqual([500, 502])
    await scene.prune({ selectors: byArtifact(502, 501) }, { runId: 77 })
    expect(artifacts.map(({ id }) => id)).toEqual([500])
  })

  test('without a results service by REST', async () => {
    const run = aRun({ id: 77, status: 'in_progress' })
    const scene = aScene(0, { runs: [run], artifacts: [artifactOf(run, { id: 1 })] })
    await scene.prune({ selectors: byRun(77) }, { runId: 77 })
    expect(left(scene)).toEqual([])
  })

  test('GitHub Enterprise Server lists none while the run is running: an error', async () => {
    const scene = aScene(0, { runs: [aRun({ id: 77, status: 'in_progress' })] })
    await expect(scene.prune({ selectors: byRun(77) }, { runId: 77, isGhes: true })).rejects.toThrow(
      /lists no artifacts of run 77/,
    )
  })

  test('a re-run sees the artifacts of the attempts before it by REST', async () => {
    const run = aRun({ id: 77, status: 'in_progress', attempt: 2 })
    const results = listed(['new'])
    const old = artifactOf(run, { id: 1, name: 'old' })
    const scene = aScene(0, { runs: [run], artifacts: [old] }, { results: fakeResults(results) })
    await scene.prune({ selectors: byRun(77) }, { runId: 77, runAttempt: 2 })
    expect([left(scene), results]).toEqual([[], []])
  })

  test('never another run that is not completed, nor the current run itself', async () => {
    const runs = [aRun({ id: 77, status: 'in_progress' }), aRun({ id: 78, status: 'in_progress' })]
    const scene = aScene(0, { runs, artifacts: runs.map((run) => artifactOf(run, { id: run.id })) })
    const report = await scene.prune(
      { selectors: byRun(77, 78), targets: ['runs', 'artifacts'] },
      { runId: 77 },
    )
    expect(left(scene)).toEqual([78])
    expect(scene.repository.runs).toHaveLength(2)
    expect(report.outputs).toMatchObject({ candidates: '1', kept: '3' })
  })

  test('what is not there is said, and is no error', async () => {
    const scene = aScene(2)
    const report = await scene.prune({ selectors: { ...byRun(9) } })
    expect(report.failure).toBeNull()
    expect(report.summary).toContain('Not there (any more), or not visible to the token: run 9.')
    expect(report.outputs).toMatchObject({ candidates: '0', deleted: '0', gone: '0' })
  })
})

describe('several repositories', () => {
  const list = (...lines: readonly string[]): RepositoryList => {
    const parse = (line: string) => {
      const [owner = '', name = ''] = line.split('/')
      return { owner, name: glob(name) }
    }
    return {
      includes: lines.filter((line) => !line.startsWith('!')).map(parse),
      excludes: lines.filter((line) => line.startsWith('!')).map((line) => parse(line.slice(1))),
    }
  }
  const organisation = () => {
    const scene = aScene(3)
    const other = (id: number, name: string, isArchived = false): FakeRepository => {
      const run = aRun({
        id: id * 100,
        createdAtMs: nowMs - id * 10 * dayMs,
        repositoryId: id,
        headRepositoryId: id,
      })
      return aFakeRepository({
        ...aRepository({ id, name, isArchived }),
        runs: [run],
        artifacts: [artifactOf(run, { id: id * 100 })],
      })
    }
    scene.github.repositories.push(other(2, 'lib'), other(3, 'old', true), other(4, 'docs'))
    return scene
  }

  test('one plan each and a total; archived ones are skipped and said', async () => {
    const scene = organisation()
    const report = await scene.prune({ ...keepNone, repositories: list('octo/*', '!octo/docs') })
    expect(report.outputs).toMatchObject({ candidates: '4', deleted: '4' })
    expect(deletes(scene)).toEqual([200, 3, 2, 1])
    expect(report.summary).toContain('Skipped, since archived: octo/old.')
    const plan = await readPlan(report)
    expect(plan.repositories.map(({ name }) => name)).toEqual(['octo/app', 'octo/lib'])
  })

  test('max-deletions is of the run, oldest first over all', async () => {
    const scene = organisation()
    await scene.prune({ ...keepNone, repositories: list('octo/*'), maxDeletions: 2 })
    expect(deletes(scene)).toEqual([400, 200])
  })

  test('a repository that cannot be decided on stops all before the first deletion', async () => {
    const scene = organisation()
    scene.github.onCall = (call) => {
      if (call.name === 'listArtifacts' && call.subject.place === 'octo/lib')
        throw call.error(500, 'Server Error')
    }
    await expect(scene.prune({ ...keepNone, repositories: list('octo/*') })).rejects.toThrow(/octo\/lib/)
    expect(deletes(scene)).toEqual([])
  })

  test('no repository left is an error', async () => {
    const scene = organisation()
    await expect(scene.prune({ ...keepNone, repositories: list('octo/nothing-*') })).rejects.toThrow(
      /matches no repository/,
    )
    await expect(scene.prune({ ...keepNone, repositories: list('octo/old') })).rejects.toThrow(/archived/)
  })
})
