/** One suite of behaviours, run against the fake and against the real adapter on the sandbox: neither may differ. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createClock } from '../../sandbox/clock.ts'
import { startSandbox, type Sandbox } from '../../sandbox/server.ts'
import { createWorld, type Repository } from '../../sandbox/world.ts'
import { createGitHub } from '../../src/github/client.ts'
import { pagesOf } from '../../src/listing.ts'
import type { RepositoryRef } from '../../src/model.ts'
import type { GitHub, Page } from '../../src/world.ts'
import { fakeClock } from '../support/fake-clock.ts'
import { fakeGitHub } from '../support/fake-github.ts'
import { fakeLog } from '../support/fake-log.ts'
import { fakeRepositoryOf } from './fake-of-sandbox.ts'
import { buildScenario, hourMs, type Scenario } from './scenario.ts'

interface Opened {
  readonly github: GitHub
  readonly at: RepositoryRef
  readonly of: Scenario
}
type Rights = 'all' | 'read' | 'none'
type Open = (rights?: Rights) => Promise<Opened>

const now = '2026-06-01T12:00:00Z'
let sandbox: Sandbox
let scenarios = 0

beforeAll(async () => {
  sandbox = await startSandbox({ now, limits: { pointsPerMinute: null } })
})
afterAll(async () => {
  await sandbox.close()
  expect(sandbox.violations).toEqual([])
})

const refOf = (repository: Repository): RepositoryRef => ({
  owner: repository.owner.login,
  name: repository.name,
})

const overHttp: Open = async (rights = 'all') => {
  scenarios += 1
  const of = buildScenario(sandbox.world, `octo${scenarios}`)
  const permissions = {
    all: { actions: 'write', contents: 'read', 'pull-requests': 'read' },
    read: { actions: 'read', contents: 'read', 'pull-requests': 'read' },
    none: {},
  } as const
  of.repository.isPrivate = rights === 'none'
  const github = createGitHub({
    token: sandbox.tokenFor({ permissions: permissions[rights] }),
    apiUrl: sandbox.apiUrl,
    actionsPermission: 'actions: read',
    log: fakeLog(),
    clock: fakeClock(),
    signal: new AbortController().signal,
  })
  return { github, at: refOf(of.repository), of }
}

const inMemory: Open = async (rights = 'all') => {
  scenarios += 1
  const world = createWorld(createClock(Date.parse(now)))
  const of = buildScenario(world, `octo${scenarios}`)
  const github = fakeGitHub(...(await Promise.all([...world.repositories.values()].map(fakeRepositoryOf))))
  if (rights !== 'all') github.permissions.delete('actions: write')
  if (rights === 'none')
    for (const each of ['actions: read', 'contents: read', 'pull-requests: read'] as const)
      github.permissions.delete(each)
  return { github, at: refOf(of.repository), of }
}

const ids = (page: Page<{ readonly id: number }>): number[] => page.items.map(({ id }) => id)

describe.each([
  ['in memory', inMemory],
  ['over HTTP', overHttp],
])('GitHub %s', (_name, open) => {
  describe('repositories', () => {
    test('are found in any case', async () => {
      const { github, at, of } = await open()
      const found = await github.getRepository({ owner: at.owner.toUpperCase(), name: at.name.toUpperCase() })
      expect(found).toMatchObject({ ...at, id: of.repository.id, defaultBranch: 'main', isArchived: false })
    })

    test('of an owner are listed by name', async () => {
      const { github, at } = await open()
      const page = await github.listRepositories(at.owner, 1)
      expect(page.items.map(({ name, isArchived }) => [name, isArchived])).toEqual([
        ['app', false],
        ['old', true],
      ])
      expect(page).toMatchObject({ totalCount: null, hasNext: false })
    })

    test('of a user are listed as well', async () => {
      const { github, of } = await open()
      const page = await github.listRepositories(of.fork.owner.login, 1)
      expect(page.items).toEqual([expect.objectContaining({ id: of.fork.id, isFork: true })])
    })

    test('that are not there are not found', async () => {
      const { github, at } = await open()
      await expect(github.getRepository({ ...at, name: 'nope' })).rejects.toMatchObject({
        name: 'ApiError',
        kind: 'not-found',
        status: 404,
        message: `Could not read the repository of ${at.owner}/nope: 404 Not Found.`,
      })
      await expect(github.listRepositories('nobody-at-all', 1)).rejects.toMatchObject({ kind: 'not-found' })
    })
  })

  describe('runs', () => {
    test('are listed newest first, a hundred to a page', async () => {
      const { github, at, of } = await open()
      const first = await github.listRuns(at, {}, 1)
      const second = await github.listRuns(at, {}, 2)
      expect(first).toMatchObject({ totalCount: 112, hasNext: true })
      expect(second).toMatchObject({ totalCount: 112, hasNext: false })
      expect(first.items).toHaveLength(100)
      expect(ids(first).slice(0, 3)).toEqual([of.running.id, of.failed.id, of.ofFork.id])
      const times = [...first.items, ...second.items].map((run) => run.createdAtMs)
      expect(times).toEqual(times.toSorted((one, other) => other - one))
      expect(new Set([...ids(first), ...ids(second)]).size).toBe(112)
    })

    test('a page after the last is empty', async () => {
      const { github, at } = await open()
      expect(await github.listRuns(at, {}, 3)).toEqual({ items: [], totalCount: 112, hasNext: false })
    })

    test.each([
      ['workflow by id', (of: Scenario) => ({ workflow: of.ci.id }), 7],
      ['workflow by file name', () => ({ workflow: 'nightly.yml' }), 105],
      ['branch', () => ({ branch: 'topic/a' }), 1],
      ['a tag as a branch', () => ({ branch: 'v1' }), 1],
      ['event', () => ({ event: 'workflow_dispatch' }), 1],
      ['actor in any case', () => ({ actor: 'HUBOT' }), 1],
      ['conclusion', () => ({ status: 'failure' }), 1],
      ['status', () => ({ status: 'in_progress' }), 1],
      ['SHA', (of: Scenario) => ({ headSha: of.ofFork.headSha }), 1],
      ['created after', () => ({ created: '>=2026-06-01T05:00:00Z' }), 6],
      ['created in a range', () => ({ created: '2026-06-01T05:00:00Z..2026-06-01T08:00:00Z' }), 4],
      ['created before', () => ({ created: '<2026-06-01', workflow: 'ci.yml' }), 1],
      ['created on a day', () => ({ created: '2026-05-31' }), 1],
      ['several at once', () => ({ workflow: 'ci.yml', status: 'success', event: 'push' }), 3],
      ['nothing that matches', () => ({ branch: 'no-such-branch' }), 0],
    ])('filtered by %s', async (_filter, query, count) => {
      const { github, at, of } = await open()
      const page = await github.listRuns(at, query(of), 1)
      expect(page.totalCount).toBe(count)
      expect(page.items).toHaveLength(Math.min(count, 100))
    })

    test('of a workflow that is not there are not found; a status that is none is refused', async () => {
      const { github, at } = await open()
      await expect(github.listRuns(at, { workflow: 'nope.yml' }, 1)).rejects.toMatchObject({
        kind: 'not-found',
      })
      await expect(github.listRuns(at, { status: 'startup_failure' }, 1)).rejects.toMatchObject({
        kind: 'invalid',
        status: 422,
      })
    })

    test('have attempts, and are the latest of them', async () => {
      const { github, at, of } = await open()
      const run = await github.getRun(at, of.rerun.id)
      const first = await github.getRunAttempt(at, of.rerun.id, 1)
      expect(run).toMatchObject({ attempt: 2, conclusion: 'success', startedAtMs: run.createdAtMs + hourMs })
      expect(first).toMatchObject({ attempt: 1, conclusion: 'failure', startedAtMs: run.createdAtMs })
      await expect(github.getRunAttempt(at, of.rerun.id, 3)).rejects.toMatchObject({ kind: 'not-found' })
      await expect(github.getRun(at, 1)).rejects.toMatchObject({
        kind: 'not-found',
        message: `Could not read run 1 of ${at.owner}/app: 404 Not Found.`,
      })
    })

    test('name their head repository by id, and none that is gone', async () => {
      const { github, at, of } = await open()
      expect(await github.getRun(at, of.ofFork.id)).toMatchObject({
        headRepositoryId: of.fork.id,
        headRepositoryName: `${of.fork.owner.login}/app`,
      })
      expect(await github.getRun(at, of.ofGoneFork.id)).toMatchObject({
        headRepositoryId: null,
        headRepositoryName: null,
      })
      expect(await github.getRun(at, of.withoutLogs.id)).toMatchObject({ headBranch: null })
    })
  })

  describe('artifacts', () => {
    test('are listed with the highest id first, expired ones too', async () => {
      const { github, at, of } = await open()
      const pages: Page<{ readonly id: number }>[] = []
      for await (const page of pagesOf((number) => github.listArtifacts(at, {}, number))) pages.push(page)
      const all = pages.flatMap(ids)
      expect(pages.map((page) => [page.items.length, page.totalCount, page.hasNext])).toEqual([
        [100, 111, true],
        [11, 111, false],
      ])
      expect(all).toEqual(all.toSorted((one, other) => other - one))
      expect(all).toContain(of.expired.id)
    })

    test('are filtered by their exact name', async () => {
      const { github, at } = await open()
      expect(await github.listArtifacts(at, { name: 'coverage' }, 1)).toMatchObject({ totalCount: 4 })
      expect(await github.listArtifacts(at, { name: 'cover' }, 1)).toMatchObject({ totalCount: 0 })
      expect(await github.listArtifacts(at, { name: 'logs [1]' }, 1)).toMatchObject({ totalCount: 1 })
    })

    test('of a run', async () => {
      const { github, at, of } = await open()
      const run = { repository: at, runId: of.failed.id }
      expect(await github.listRunArtifacts(run, {}, 1)).toMatchObject({ totalCount: 2, hasNext: false })
      const named = await github.listRunArtifacts(run, { name: 'coverage' }, 1)
      expect(named.items).toEqual([expect.objectContaining({ id: of.expired.id, isExpired: true })])
      await expect(github.listRunArtifacts({ ...run, runId: 1 }, {}, 1)).rejects.toMatchObject({
        kind: 'not-found',
      })
    })

    test('one by one, whoever made them', async () => {
      const { github, at, of } = await open()
      expect(await github.getArtifact(at, of.coverage.id)).toMatchObject({
        name: 'coverage',
        run: { id: of.rerun.id, headBranch: 'topic/a', headRepositoryId: of.repository.id },
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      })
      expect(await github.getArtifact(at, of.orphan.id)).toMatchObject({ name: 'ancient', run: null })
      await expect(github.getArtifact(at, 1)).rejects.toMatchObject({ kind: 'not-found' })
    })

    test('give a signed URL; expired ones are gone', async () => {
      const { github, at, of } = await open()
      const url = new URL(await github.getArtifactUrl(at, of.coverage.id))
      expect(url.searchParams.get('sig')).not.toBeNull()
      await expect(github.getArtifactUrl(at, of.expired.id)).rejects.toMatchObject({
        kind: 'gone',
        status: 410,
        message: `Could not download artifact ${of.expired.id} of ${at.owner}/app: 410 Artifact has expired.`,
      })
      await expect(github.getArtifactUrl(at, 1)).rejects.toMatchObject({ kind: 'not-found' })
    })
  })

  describe('jobs', () => {
    test('of the latest execution, and of all', async () => {
      const { github, at, of } = await open()
      const run = { repository: at, runId: of.rerun.id }
      const latest = await github.listJobs(run, 'latest', 1)
      const all = await github.listJobs(run, 'all', 1)
      expect(
        latest.items.map(({ name, attempt, conclusion }) => [name, attempt, conclusion]).toSorted(),
      ).toEqual([
        ['build', 2, 'success'],
        ['lint', 2, 'success'],
        ['test', 2, 'success'],
      ])
      expect(latest.totalCount).toBe(3)
      expect(all.items.map(({ name, attempt }) => `${name} ${attempt}`).toSorted()).toEqual([
        'build 1',
        'build 2',
        'lint 1',
        'lint 2',
        'test 1',
        'test 2',
      ])
      await expect(github.listJobs({ ...run, runId: 1 }, 'latest', 1)).rejects.toMatchObject({
        kind: 'not-found',
      })
    })

    test('that wait for a runner have none, and no conclusion', async () => {
      const { github, at, of } = await open()
      const { items } = await github.listJobs({ repository: at, runId: of.running.id }, 'latest', 1)
      expect(items.find(({ name }) => name === 'deploy')).toMatchObject({
        status: 'queued',
        conclusion: null,
        runnerName: null,
        completedAtMs: null,
      })
    })

    test('have a log when they have ended and it is still there', async () => {
      const { github, at, of } = await open()
      const { items } = await github.listJobs({ repository: at, runId: of.rerun.id }, 'latest', 1)
      const [job] = items
      expect(await github.getJobLogUrl(at, job?.id ?? 0)).toMatch(/^http/)
      expect(await github.getJob(at, job?.id ?? 0)).toEqual(job)
      await expect(github.getJobLogUrl(at, of.runningJob.id)).rejects.toMatchObject({ kind: 'not-found' })
      const expired = await github.listJobs({ repository: at, runId: of.withoutLogs.id }, 'latest', 1)
      await expect(github.getJobLogUrl(at, expired.items[0]?.id ?? 0)).rejects.toMatchObject({
        kind: 'gone',
        status: 410,
      })
    })
  })

  test('workflows by list, id and file name', async () => {
    const { github, at, of } = await open()
    const nightly = { id: of.nightly.id, path: '.github/workflows/nightly.yml', state: 'disabled_manually' }
    const page = await github.listWorkflows(at, 1)
    expect(page.items).toEqual([
      { id: of.ci.id, name: 'CI', path: '.github/workflows/ci.yml', state: 'active' },
      { name: 'nightly', ...nightly },
    ])
    expect(page.totalCount).toBe(2)
    expect(await github.getWorkflow(at, of.nightly.id)).toMatchObject(nightly)
    expect(await github.getWorkflow(at, 'nightly.yml')).toMatchObject(nightly)
    await expect(github.getWorkflow(at, 'nope.yml')).rejects.toMatchObject({
      kind: 'not-found',
      message: `Could not read workflow "nope.yml" of ${at.owner}/app: 404 Not Found.`,
    })
  })

  describe('code', () => {
    test('branches by list and by name, slashes and all', async () => {
      const { github, at, of } = await open()
      const page = await github.listBranches(at, 1)
      expect(page.items.map(({ name }) => name)).toEqual(['main', 'release/2.x', 'topic/a'])
      expect(page.totalCount).toBeNull()
      expect(await github.getBranch(at, 'release/2.x')).toEqual({
        name: 'release/2.x',
        sha: of.commits[50]?.sha,
      })
      await expect(github.getBranch(at, 'nope')).rejects.toMatchObject({ kind: 'not-found' })
    })

    test('tags', async () => {
      const { github, at, of } = await open()
      expect((await github.listTags(at, 1)).items).toEqual([{ name: 'v1', sha: of.commits[10]?.sha }])
      expect((await github.listTags(refOf(of.fork), 1)).items).toEqual([])
    })

    test('a commit by SHA, short SHA, tag and branch', async () => {
      const { github, at, of } = await open()
      const tenth = { sha: of.commits[10]?.sha, parents: [of.commits[9]?.sha] }
      expect(await github.getCommit(at, of.commits[10]?.sha ?? '')).toEqual(tenth)
      expect(await github.getCommit(at, of.commits[10]?.sha.slice(0, 12) ?? '')).toEqual(tenth)
      expect(await github.getCommit(at, 'v1')).toEqual(tenth)
      expect(await github.getCommit(at, 'release/2.x')).toMatchObject({ sha: of.commits[50]?.sha })
      await expect(github.getCommit(at, 'nope')).rejects.toMatchObject({ kind: 'not-found' })
    })

    test('commits backwards from a ref, page by page', async () => {
      const { github, at, of } = await open()
      const first = await github.listCommits(at, 'main', 1)
      const second = await github.listCommits(at, 'main', 2)
      expect(first.items.map(({ sha }) => sha)).toEqual(
        of.commits
          .slice(20)
          .map(({ sha }) => sha)
          .toReversed(),
      )
      expect([first.hasNext, second.hasNext, second.items.length]).toEqual([true, false, 21])
    })

    test('the merge base of branches, also of a fork’s', async () => {
      const { github, at, of } = await open()
      const tip = of.commits.at(-1)?.sha
      expect(await github.getMergeBase(at, 'main', 'topic/a')).toBe(tip)
      expect(await github.getMergeBase(at, 'main', `${of.fork.owner.login}:patch`)).toBe(tip)
      expect(await github.getMergeBase(at, 'release/2.x', of.topic[1]?.sha ?? '')).toBe(of.commits[50]?.sha)
      await expect(github.getMergeBase(at, 'main', 'nope')).rejects.toMatchObject({ kind: 'not-found' })
    })
  })

  describe('pull requests', () => {
    test('by number', async () => {
      const { github, at, of } = await open()
      expect(await github.getPullRequest(at, of.open.number)).toMatchObject({
        state: 'open',
        headBranch: 'patch',
        headRepositoryId: of.fork.id,
        headOwner: of.fork.owner.login,
        baseBranch: 'main',
        baseSha: of.commits.at(-1)?.sha,
      })
      await expect(github.getPullRequest(at, 99)).rejects.toMatchObject({ kind: 'not-found' })
    })

    test.each([
      ['open', [1]],
      ['closed', [2]],
      ['all', [1, 2]],
    ] as const)('that are %s, newest first', async (state, numbers) => {
      const { github, at } = await open()
      const page = await github.listPullRequests(at, { state }, 1)
      expect(page.items.map(({ number }) => number)).toEqual(numbers)
    })

    test('of a head', async () => {
      const { github, at, of } = await open()
      const ofHead = async (head: string) =>
        (await github.listPullRequests(at, { state: 'all', head }, 1)).items.map(({ number }) => number)
      expect(await ofHead(`${of.fork.owner.login}:patch`)).toEqual([of.open.number])
      expect(await ofHead(`${at.owner}:topic/a`)).toEqual([of.closed.number])
      expect(await ofHead(`${at.owner}:patch`)).toEqual([])
    })

    test('of a commit', async () => {
      const { github, at, of } = await open()
      const page = await github.listPullRequestsOfCommit(at, of.open.headSha, 1)
      expect(page.items.map(({ number }) => number)).toEqual([of.open.number])
    })
  })

  describe('writes', () => {
    test('a deleted artifact is gone, and cannot be deleted twice', async () => {
      const { github, at, of } = await open()
      await github.deleteArtifact(at, of.coverage.id)
      expect(await github.listArtifacts(at, {}, 1)).toMatchObject({ totalCount: 110 })
      await expect(github.deleteArtifact(at, of.coverage.id)).rejects.toMatchObject({
        kind: 'not-found',
        message: `Could not delete artifact ${of.coverage.id} of ${at.owner}/app: 404 Not Found.`,
      })
    })

    test('a deleted run takes its attempts, jobs and artifacts along', async () => {
      const { github, at, of } = await open()
      await github.deleteRun(at, of.rerun.id)
      await expect(github.getRun(at, of.rerun.id)).rejects.toMatchObject({ kind: 'not-found' })
      await expect(github.getRunAttempt(at, of.rerun.id, 1)).rejects.toMatchObject({ kind: 'not-found' })
      await expect(github.getArtifact(at, of.coverage.id)).rejects.toMatchObject({ kind: 'not-found' })
      expect(await github.listRuns(at, {}, 1)).toMatchObject({ totalCount: 111 })
    })

    test('a run that has not ended can be cancelled, and not deleted', async () => {
      const { github, at, of } = await open()
      await expect(github.deleteRun(at, of.running.id)).rejects.toMatchObject({ kind: 'conflict' })
      await expect(github.deleteRunLogs(at, of.running.id)).rejects.toMatchObject({ kind: 'conflict' })
      await github.cancelRun(at, of.running.id)
      expect(await github.getRun(at, of.running.id)).toMatchObject({
        status: 'completed',
        conclusion: 'cancelled',
      })
      await expect(github.cancelRun(at, of.running.id)).rejects.toMatchObject({
        kind: 'conflict',
        status: 409,
      })
    })

    test('deleted logs are gone, and the run stays', async () => {
      const { github, at, of } = await open()
      await github.deleteRunLogs(at, of.rerun.id)
      await expect(github.deleteRunLogs(at, of.rerun.id)).rejects.toMatchObject({ kind: 'not-found' })
      expect(await github.getRun(at, of.rerun.id)).toMatchObject({ id: of.rerun.id })
    })

    test('nothing changes in an archived repository', async () => {
      const { github, of } = await open()
      await expect(github.deleteRun(refOf(of.archived), 1)).rejects.toMatchObject({
        kind: 'permission',
        hint: expect.stringContaining('archived'),
      })
    })
  })

  describe('permissions', () => {
    test('a token that may only read deletes nothing, and the error says what to add', async () => {
      const { github, at, of } = await open('read')
      await expect(github.deleteArtifact(at, of.coverage.id)).rejects.toMatchObject({
        kind: 'permission',
        status: 403,
        message: `Could not delete artifact ${of.coverage.id} of ${at.owner}/app: 403 Resource not accessible by integration.`,
        hint: expect.stringContaining('permissions: actions: write'),
      })
      expect(await github.getArtifact(at, of.coverage.id)).toMatchObject({ id: of.coverage.id })
    })

    test.each([
      ['actions: read', ({ github, at }: Opened) => github.listRuns(at, {}, 1)],
      ['actions: read', ({ github, at }: Opened) => github.listArtifacts(at, {}, 1)],
      ['contents: read', ({ github, at }: Opened) => github.listTags(at, 1)],
      ['contents: read', ({ github, at }: Opened) => github.listBranches(at, 1)],
      ['pull-requests: read', ({ github, at }: Opened) => github.listPullRequests(at, { state: 'all' }, 1)],
    ])('without any, the error names %s', async (permission, request) => {
      await expect(request(await open('none'))).rejects.toMatchObject({
        kind: 'permission',
        hint: expect.stringContaining(`permissions: ${permission}`),
      })
    })
  })

  test('requests are counted', async () => {
    const { github, at } = await open()
    expect(github.requestCount()).toBe(0)
    await github.listRuns(at, {}, 1)
    await github.getRun(at, 1).catch(() => undefined)
    expect(github.requestCount()).toBe(2)
  })
})

test('the fake and the adapter say the same of every object', async () => {
  const { github: real, at, of } = await overHttp()
  const repositories = [...sandbox.world.repositories.values()].filter(
    ({ owner }) => owner === of.repository.owner || owner === of.fork.owner,
  )
  const fake = fakeGitHub(...(await Promise.all(repositories.map(fakeRepositoryOf))))
  const runs = of.repository.runs.list().filter((run) => run.workflow === of.ci)
  const everything = async (github: GitHub) => ({
    repository: await github.getRepository(at),
    fork: await github.getRepository(refOf(of.fork)),
    repositories: await github.listRepositories(at.owner, 1),
    runs: [await github.listRuns(at, {}, 1), await github.listRuns(at, {}, 2)],
    attempts: [
      await github.getRunAttempt(at, of.rerun.id, 1),
      await github.getRunAttempt(at, of.rerun.id, 2),
    ],
    artifacts: [await github.listArtifacts(at, {}, 1), await github.listArtifacts(at, {}, 2)],
    jobs: await Promise.all(
      runs.map((run) => github.listJobs({ repository: at, runId: run.id }, 'latest', 1)),
    ),
    workflows: await github.listWorkflows(at, 1),
    branches: await github.listBranches(at, 1),
    tags: await github.listTags(at, 1),
    commits: await github.listCommits(at, 'main', 2),
    pulls: await github.listPullRequests(at, { state: 'all' }, 1),
  })
  expect(await everything(real)).toEqual(await everything(fake))
})
