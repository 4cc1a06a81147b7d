/** What goes and what stays: targets, scope, rules, budget and ids, through the bundle. */
import { describe, expect, test } from '@jest/globals'
import { addBranch, addPull, addTag } from '../../sandbox/build-code.ts'
import { addArtifact, addFork, addJob, addRun, addWorkflow, rerun } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Artifact } from '../../sandbox/world.ts'
import {
  agedArtifacts,
  artifactIds,
  artifactOf,
  deletedIds,
  errorsOf,
  expectSum,
  idsOf,
  plannedBy,
  planOf,
  real,
  runIds,
  runOf,
  writesOf,
} from '../prune/stage.ts'
import type { Scene } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

type With = Readonly<Record<string, string>>

/** The names of the artifacts that a dry run would delete, in alphabetical order. */
async function namesPlanned(scene: Scene, inputs: With): Promise<string> {
  const ids = new Set(await plannedBy(scene, inputs))
  return scene.repository.artifacts
    .list()
    .filter(({ id }) => ids.has(`artifact ${id}`))
    .map(({ name }) => name)
    .sort()
    .join(' ')
}

/** An artifact of that name, of a run of its own. */
const named = (
  scene: Scene,
  name: string,
  days: number,
  options: Parameters<typeof artifactOf>[2] = {},
): Artifact =>
  artifactOf(scene.workflow, days, {
    ...options,
    artifact: { ...options.artifact, name },
  })

test('the scope: what is outside is neither deleted nor counted', async () => {
  const scene = await open()
  const { repository } = scene
  const fork = addFork(repository, 'mallory')
  addBranch(repository, 'kept')
  addTag(repository, 'v9')
  named(scene, 'main', 50, { branch: 'main', conclusion: 'failure' })
  named(scene, 'kept', 50, { branch: 'kept' })
  named(scene, 'gone', 50, { branch: 'gone' })
  named(scene, 'tag', 50, { branch: 'v9' })
  named(scene, 'fork', 50, { branch: 'main', headRepository: fork, event: 'pull_request' })
  named(scene, 'open', 50, { pull: addPull(repository) })
  named(scene, 'closed', 50, {
    pull: addPull(repository, { state: 'closed', headRepository: fork, headBranch: 'done' }),
  })
  const nightly = addWorkflow(repository, 'nightly.yml', { name: 'Every night' })
  artifactOf(nightly, 50, { branch: 'kept', event: 'schedule', actor: 'hubot', artifact: { name: 'night' } })

  const all = { keep: 'none', 'protect-open-prs': 'false', 'protect-tagged': 'false' }
  const rows: readonly (readonly [With, string])[] = [
    [{}, 'closed fork gone kept main night open tag'],
    [{ branch: '@default' }, 'main'],
    [{ branch: '@deleted' }, 'gone'],
    [{ branch: '@fork' }, 'closed fork'],
    [{ branch: '@closed-pr' }, 'closed fork'],
    [{ branch: '@closed-pr\n!@fork' }, ''],
    [{ branch: '!main\n!@fork' }, 'gone kept night open tag'],
    [{ name: '*e*\n!fork', event: '!schedule' }, 'closed gone kept open'],
    [{ workflow: 'nightly.yml' }, 'night'],
    [{ workflow: 'Every *', actor: 'HUBOT' }, 'night'],
    [{ event: 'schedule, pull_request' }, 'closed fork night open'],
  ]
  for (const [inputs, expected] of rows)
    expect([inputs, await namesPlanned(scene, { ...all, ...inputs })]).toEqual([inputs, expected])
})

test('rules are a union, counted in each group; a fork is another branch', async () => {
  const scene = await open()
  const { repository } = scene
  const fork = addFork(repository, 'mallory')
  const failed = { conclusion: 'failure' } as const
  named(scene, 'app', 70, { branch: 'main' })
  for (const days of [20, 30, 40]) named(scene, 'app', days, { branch: 'main', ...failed })
  named(scene, 'app', 1, { branch: 'main', headRepository: fork })
  for (const days of [25, 35]) named(scene, 'app', days)
  const ages = async (inputs: With): Promise<readonly number[]> => {
    const planned = new Set(await plannedBy(scene, inputs))
    return repository.artifacts
      .list()
      .filter(({ id }) => planned.has(`artifact ${id}`))
      .map(({ createdAt }) => Math.round((scene.sandbox.world.clock.now() - createdAt) / 86_400_000))
      .sort((a, b) => a - b)
  }
  // The newest success of the default branch stays by itself; the fork's success is no such thing, nor evicts it.
  expect(await ages({ 'keep-last': '1' })).toEqual([30, 35, 40])
  expect(await ages({ 'keep-last': '1', 'keep-last-successful': '0' })).toEqual([30, 35, 40, 70])
  expect(await ages({ 'keep-last-successful': '1' })).toEqual([20, 30, 35, 40])
  expect(await ages({ 'keep-last': '1', 'keep-within': '32d' })).toEqual([35, 40])
  expect(await ages({ 'keep-last': '1', 'group-by': 'none' })).toEqual([20, 25, 30, 35, 40])
  // What only narrows changes nothing of what is kept.
  expect(await ages({ 'keep-last': '1', conclusion: 'failure', 'older-than': '35d' })).toEqual([40])
  expect(await ages({ keep: 'none', 'newer-than': '22d', 'protect-branch': 'topic' })).toEqual([1, 20])
  // What one run left in a group counts once.
  const twice = runOf(scene.workflow, 2, { branch: 'twice' })
  for (const name of ['a', 'b']) addArtifact(twice, name)
  expect(await ages({ branch: 'twice', 'keep-last': '1', 'group-by': 'branch' })).toEqual([])
})

test('calendar rules follow the time zone', async () => {
  const scene = await open({ now: '2026-06-20T12:00:00Z' })
  const { workflow } = scene
  const at = (createdAt: string): number =>
    addArtifact(addRun(workflow, { createdAt, branch: 'topic' }), 'app', { createdAt, expiresAt: null }).id
  const [early, middle, late] = ['2026-06-10T12:00:00Z', '2026-06-10T23:30:00Z', '2026-06-11T00:30:00Z'].map(
    at,
  )
  // The runner's clock is the machine's: what is of its future stays, so the world must be in its past.
  expect(Date.now()).toBeGreaterThan(Date.parse('2026-06-20'))
  expect(await plannedBy(scene, { 'keep-daily': '5' })).toEqual([`artifact ${early}`])
  expect(await plannedBy(scene, { 'keep-daily': '5', timezone: 'Asia/Tokyo' })).toEqual([
    `artifact ${middle}`,
  ])
  expect(await plannedBy(scene, { 'keep-weekly': '1' })).toEqual([`artifact ${early}`, `artifact ${middle}`])
  expect(late).toBeDefined()
})

test('max-total-size deletes oldest first, only until the rest fits, and never what is kept', async () => {
  const scene = await open()
  const { workflow, repository, step } = scene
  const sized = (days: number, sizeBytes: number): Artifact =>
    artifactOf(workflow, days, { artifact: { sizeBytes } })
  const [young, middle, old, oldest] = [sized(1, 9000), sized(2, 3000), sized(3, 4000), sized(4, 5000)]
  const bytes = (...artifacts: readonly Artifact[]): number =>
    artifacts.reduce((sum, { content }) => sum + content.sizeBytes, 0)
  const result = await step(real({ 'max-total-size': `${bytes(young, middle)}B` }))
  expect(result.exitCode).toBe(0)
  expect(artifactIds(repository)).toEqual(idsOf([young, middle]))
  expect(result.outputs).toMatchObject({
    candidates: '2',
    // What the budget spares counts as kept.
    kept: '2',
    'freed-bytes': String(bytes(old, oldest)),
    'total-bytes': String(bytes(young, middle)),
    'over-budget': 'false',
  })
  const over = await step(real({ 'max-total-size': '1kB', 'keep-last': '1' }))
  expect(over.exitCode).toBe(0)
  expect(artifactIds(repository)).toEqual([young.id])
  expect(over.outputs).toMatchObject({ 'over-budget': 'true', 'total-bytes': String(bytes(young)) })
  expect(over.annotations).toEqual([
    {
      level: 'warning',
      message: expect.stringMatching(
        /What stays in octo\/shop \(\d.*B\) is more than max-total-size \(1\.0 kB\)/,
      ),
    },
  ])
})

describe('runs and logs', () => {
  test('a run takes its artifacts and logs with it, and stays while one of its artifacts does', async () => {
    const { workflow, repository, step, sandbox, current } = await open()
    const [young, held, going] = [5, 50, 60].map((days) => runOf(workflow, days))
    if (young === undefined || held === undefined || going === undefined) throw new Error('no runs')
    const artifacts = [young, held, going].map((run) => addArtifact(run, 'app'))
    const release = addArtifact(held, 'release')
    const result = await step(
      real({ target: 'runs, artifacts', 'keep-within': '30d', 'protect-name': 'release' }),
    )
    expect(errorsOf(result)).toEqual([])
    expect(runIds(repository)).toEqual(idsOf([young, held, current]))
    expect(artifactIds(repository)).toEqual(idsOf([...artifacts.slice(0, 1), release]))
    expect(writesOf(sandbox).map(({ path }) => path)).toEqual([
      `/repos/octo/shop/actions/runs/${going.id}`,
      `/repos/octo/shop/actions/artifacts/${artifacts[1]?.id}`,
    ])
    expect(result.outputs).toMatchObject({
      candidates: '2',
      deleted: '2',
      'freed-bytes': String((artifacts[1]?.content.sizeBytes ?? 0) + (artifacts[2]?.content.sizeBytes ?? 0)),
    })
  })

  test('a re-run makes a run young', async () => {
    const scene = await open()
    const again = runOf(scene.workflow, 60)
    rerun(again, { startedAt: ago(scene.sandbox.world, { days: 2 }) })
    const old = runOf(scene.workflow, 60)
    expect(await plannedBy(scene, { target: 'runs', 'keep-within': '30d' })).toEqual([`run ${old.id}`])
  })

  test('logs that are gone use no slot', async () => {
    const { workflow, repository, step } = await open()
    const [young, ...old] = [5, 40, 50, 60].map((days) => runOf(workflow, days))
    for (const run of old.slice(1)) run.logs = 'deleted'
    const inputs = real({ target: 'logs', 'keep-within': '30d', 'newer-than': '60d', 'max-deletions': '1' })
    const result = await step(inputs)
    expect(result.exitCode).toBe(0)
    // The one of 60 days is passed over; of the other two the older was gone, and the newer goes in its place.
    expect(result.outputs).toMatchObject({
      candidates: '2',
      deleted: '1',
      gone: '1',
      remaining: '0',
      kept: '3',
    })
    expectSum(result)
    expect([young, old[0]].map((run) => run?.logs)).toEqual(['present', 'deleted'])
    expect(repository.runs.list()).toHaveLength(5)
  })

  test('cancel-stale cancels and deletes nothing', async () => {
    const { workflow, current, step, sandbox } = await open()
    const [hung, fresh, queued] = [
      runOf(workflow, 3, { status: 'in_progress' }),
      runOf(workflow, 1, { status: 'in_progress' }),
      runOf(workflow, 4, { status: 'queued' }),
    ]
    const done = runOf(workflow, 5)
    addJob(hung, 'build')
    const inputs = { mode: 'prune', target: 'runs', 'cancel-stale': '2d' }
    const dry = await step(inputs)
    expect(writesOf(sandbox)).toEqual([])
    expect(dry.log).toContain(`Would cancel run ${hung.id}`)
    expect(dry.annotations).toEqual([
      { level: 'notice', message: expect.stringMatching(/2 stale runs would be cancelled/) },
    ])
    const result = await step({ ...inputs, 'dry-run': 'false' })
    expect(result.exitCode).toBe(0)
    expect(writesOf(sandbox).map(({ path }) => path)).toEqual(
      [queued, hung].map(({ id }) => `/repos/octo/shop/actions/runs/${id}/cancel`),
    )
    expect([hung, queued, fresh, current, done].map((run) => run.attempts.at(-1)?.conclusion)).toEqual([
      'cancelled',
      'cancelled',
      null,
      null,
      'success',
    ])
    expect(result.outputs).toMatchObject({ candidates: '0', deleted: '0' })
    expect(result.summary).toContain('2 stale runs cancelled')
  })
})

describe('named by id', () => {
  test('exactly those: no rules, default protections, breaker or expiry; what the user wrote protects', async () => {
    const scene = await open()
    const { workflow, repository, step, sandbox } = scene
    const pull = addPull(repository)
    const runs = Array.from({ length: 22 }, (_, index) =>
      runOf(workflow, index + 1, { pull, branch: pull.headBranch }),
    )
    const artifacts = runs.map((run) =>
      addArtifact(run, 'app', { expiresAt: ago(sandbox.world, { hours: -2 }) }),
    )
    const release = addArtifact(runs[0] ?? scene.current, 'release')
    const bystander = agedArtifacts(workflow, [80])
    const inputs = { 'run-id': runs.map(({ id }) => id).join(', ') }
    expect(await plannedBy(scene, { ...inputs, 'protect-open-prs': 'true' })).toEqual([])
    const planned = await plannedBy(scene, { ...inputs, 'protect-name': 'release' })
    expect(planned).toEqual(artifacts.map(({ id }) => `artifact ${id}`).sort())
    expect(await plannedBy(scene, { ...inputs, name: 'rel*' })).toEqual([`artifact ${release.id}`])
    const url = `https://github.com/octo/shop/actions/runs/${runs[0]?.id}/artifacts/${release.id}`
    const refused = await step({ mode: 'prune', 'artifact-id': url, 'max-delete-percent': '50%' })
    expect(refused.exitCode).toBe(1)
    expect(errorsOf(refused)[0]).toContain('max-delete-percent')
    const done = await step({ mode: 'prune', 'dry-run': 'false', 'artifact-id': `${url}\n999` })
    expect(errorsOf(done)).toEqual([])
    expect(deletedIds(sandbox)).toEqual([release.id])
    expect(done.outputs).toMatchObject({ candidates: '1', deleted: '1', gone: '0' })
    expect(done.summary).toContain('artifact 999')
    expect(artifactIds(repository)).toEqual(idsOf([...artifacts, ...bystander]))
  })

  test('the current run’s intermediates go while it runs, without any permission or call of the API', async () => {
    const { workflow, current, repository, step, sandbox } = await open()
    for (const name of ['tmp-1', 'tmp-2']) addArtifact(current, name)
    const app = addArtifact(current, 'app')
    const other = artifactOf(workflow, 1, { artifact: { name: 'tmp-1' } })
    const inputs = {
      mode: 'prune',
      'run-id': '${{ github.run_id }}',
      name: 'tmp-*',
      'dry-run': 'false',
    }
    const result = await step(inputs, { token: { permissions: {} } })
    expect(errorsOf(result)).toEqual([])
    expect(artifactIds(repository)).toEqual(idsOf([app, other]))
    expect(result.outputs).toMatchObject({ candidates: '2', deleted: '2', kept: '0' })
    expect(sandbox.requestsOf({ origin: 'api' })).toEqual([])
  })

  test('in the pull request of a fork as well; and by REST where there is no results service', async () => {
    const { workflow, current, repository, step, sandbox } = await open()
    const pull = addPull(repository, { headRepository: addFork(repository, 'mallory') })
    const forked = addRun(workflow, { pull, status: 'in_progress' })
    for (const run of [forked, current]) addArtifact(run, 'tmp')
    const inputs = { mode: 'prune', 'run-id': '${{ github.run_id }}', 'dry-run': 'false' }
    const readOnly = { permissions: { actions: 'read' } } as const
    const result = await step(inputs, { run: forked, token: readOnly })
    expect(result.outputs).toMatchObject({ deleted: '1', failed: '0' })
    const env = { ACTIONS_RESULTS_URL: undefined, ACTIONS_RUNTIME_TOKEN: undefined }
    const refused = await step(inputs, { env, token: readOnly })
    expect(errorsOf(refused)).toEqual([expect.stringMatching(/actions: write/)])
    const byRest = await step(inputs, { env })
    expect(errorsOf(byRest)).toEqual([])
    expect(artifactIds(repository)).toEqual([])
    expect(writesOf(sandbox)).toHaveLength(2)
  })

  test('runs and their logs; never one that is not completed', async () => {
    const { workflow, repository, current, step, sandbox } = await open()
    const [first, second, waiting] = [
      runOf(workflow, 1),
      runOf(workflow, 2),
      runOf(workflow, 3, { status: 'queued' }),
    ]
    addArtifact(first, 'app')
    const ids = [first, waiting, current].map(({ id }) => id).join()
    const result = await step({ mode: 'prune', target: 'runs', 'run-id': ids, 'dry-run': 'false' })
    expect(errorsOf(result)).toEqual([])
    expect(runIds(repository)).toEqual(idsOf([second, waiting, current]))
    expect(result.outputs).toMatchObject({ candidates: '1', deleted: '1', kept: '2' })
    await step({ mode: 'prune', target: 'logs', 'run-id': String(second.id), 'dry-run': 'false' })
    expect(second.logs).toBe('deleted')
    expect(deletedIds(sandbox)).toEqual([first.id, second.id])
  })
})

test('on GitHub Enterprise Server', async () => {
  const { workflow, repository, step, current, sandbox } = await open({ profile: 'ghes' })
  const [young] = agedArtifacts(workflow, [5, 40])
  addArtifact(current, 'app')
  const result = await step(real({ 'keep-within': '30d' }))
  expect(errorsOf(result)).toEqual([])
  expect(result.outputs).toMatchObject({ candidates: '1', deleted: '1', kept: '1' })
  expect(artifactIds(repository).includes(young?.id ?? 0)).toBe(true)
  expect(sandbox.requests.every(({ path }) => path.startsWith('/api/v3/'))).toBe(true)
  // It lists nothing of a run that is under way: a clear error, and no false success.
  const own = await step({ mode: 'prune', 'run-id': String(current.id), 'dry-run': 'false' })
  expect(own.exitCode).toBe(1)
  expect(errorsOf(own)).toEqual([expect.stringMatching(/GitHub Enterprise Server lists no artifacts of run/)])
  expect(planOf(result).repositories).toHaveLength(1)
})
