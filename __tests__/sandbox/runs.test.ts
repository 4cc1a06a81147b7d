import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { addPull } from '../../sandbox/build-code.ts'
import {
  addFork,
  addJob,
  addRepository,
  addRun,
  addWorkflow,
  addArtifact,
  completeRun,
  removeRepository,
  rerun,
} from '../../sandbox/build.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import type { Repository, Workflow } from '../../sandbox/world.ts'
import { clientOf, linksOf, locationOf } from './client.ts'
import type { Call } from './client.ts'

let sandbox: Sandbox
let repository: Repository
let ci: Workflow
let call: Call

beforeEach(async () => {
  sandbox = await startSandbox({ now: '2026-05-04T12:00:00Z' })
  repository = addRepository(sandbox.world, 'octo-org/webshop')
  ci = addWorkflow(repository, 'ci.yml', { name: 'CI' })
  call = clientOf(sandbox)
})

afterEach(async () => {
  await sandbox.close()
  expect(sandbox.violations).toEqual([])
})

const actions = '/repos/octo-org/webshop/actions'
const numbersOf = (json: { workflow_runs: { run_number: number }[] }) =>
  json.workflow_runs.map((run) => run.run_number)

describe('run lists', () => {
  test('are newest first by creation, whatever the order of ids', async () => {
    addRun(ci, { number: 1, createdAt: '2026-05-02T00:00:00Z' })
    addRun(ci, { number: 2, createdAt: '2026-05-01T00:00:00Z' })
    addRun(ci, { number: 3, createdAt: '2026-05-03T00:00:00Z' })
    expect(numbersOf((await call(`${actions}/runs`)).json)).toEqual([3, 1, 2])
  })

  test.each([
    ['branch=release/2', [2]],
    ['branch=release%2F2', [2]],
    ['event=schedule', [3]],
    ['actor=Mona', [4]],
    ['status=in_progress', [5]],
    ['status=completed', [4, 3, 2, 1]],
    ['status=failure', [4]],
    ['status=success&branch=main', [3, 1]],
    ['created=2026-05-02', [2]],
    ['created=2026-05-02T10:00:00Z', [2]],
    ['created=>=2026-05-03', [5, 4, 3]],
    ['created=>2026-05-03', [5, 4]],
    ['created=<=2026-05-02', [2, 1]],
    ['created=<2026-05-02', [1]],
    ['created=2026-05-01..2026-05-02', [2, 1]],
    ['created=2026-05-02T09:00:00Z..2026-05-03T10:00:00Z', [3, 2]],
    ['created=*..2026-05-01', [1]],
    ['head_sha=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', [1]],
    ['branch=nothing', []],
  ])('with %s hold %j', async (query, expected) => {
    addRun(ci, { number: 1, createdAt: '2026-05-01T10:00:00Z', sha: 'a'.repeat(40) })
    addRun(ci, { number: 2, createdAt: '2026-05-02T10:00:00Z', branch: 'release/2' })
    addRun(ci, { number: 3, createdAt: '2026-05-03T10:00:00Z', event: 'schedule' })
    addRun(ci, { number: 4, createdAt: '2026-05-04T09:00:00Z', actor: 'mona', conclusion: 'failure' })
    addRun(ci, { number: 5, createdAt: '2026-05-04T10:00:00Z', status: 'in_progress' })
    const reply = await call(`${actions}/runs?${query}`)
    expect(numbersOf(reply.json)).toEqual(expected)
    expect(reply.json.total_count).toBe(expected.length)
  })

  test('take a check suite id', async () => {
    const run = addRun(ci)
    addRun(ci)
    const reply = await call(`${actions}/runs?check_suite_id=${run.checkSuiteId}`)
    expect(reply.json.workflow_runs).toHaveLength(1)
  })

  test.each(['status=startup_failure', 'status=broken', 'created=yesterday', 'created=>=2026-13-45'])(
    'refuse %s with 422',
    async (query) => {
      const reply = await call(`${actions}/runs?${query}`)
      expect(reply.status).toBe(422)
      expect(reply.json.message).toBe('Validation Failed')
    },
  )

  test('reach 1,000 results when filtered and all when not', async () => {
    for (let index = 0; index < 1_050; index++)
      addRun(ci, { createdAt: Date.parse('2026-05-01') + index * 1_000 })
    const filtered = await call(`${actions}/runs?branch=main&per_page=100&page=10`)
    expect(filtered.json.workflow_runs).toHaveLength(100)
    expect(linksOf(filtered)['next']).toBeUndefined()
    expect((await call(`${actions}/runs?branch=main&per_page=100&page=11`)).json.workflow_runs).toEqual([])
    expect((await call(`${actions}/runs?per_page=100&page=11`)).json.workflow_runs).toHaveLength(50)
  })

  test('of one workflow, by file name and by id', async () => {
    const other = addWorkflow(repository, 'nightly.yml')
    addRun(ci, { number: 1 })
    addRun(other, { number: 77 })
    expect(numbersOf((await call(`${actions}/workflows/ci.yml/runs`)).json)).toEqual([1])
    expect(numbersOf((await call(`${actions}/workflows/${other.id}/runs`)).json)).toEqual([77])
    expect((await call(`${actions}/workflows/none.yml/runs`)).status).toBe(404)
  })

  test('name open pull requests of own branches, and none of forks', async () => {
    const own = addPull(repository, { number: 5, headBranch: 'topic' })
    const fork = addPull(repository, { number: 6, headRepository: addFork(repository, 'mona') })
    const [ownRun, forkRun] = [addRun(ci, { pull: own }), addRun(ci, { pull: fork })]
    const pullsOf = async (id: number, query = '') =>
      (await call(`${actions}/runs/${id}${query}`)).json.pull_requests.map(
        (pull: { number: number }) => pull.number,
      )
    expect(await pullsOf(ownRun.id)).toEqual([5])
    expect(await pullsOf(ownRun.id, '?exclude_pull_requests=true')).toEqual([])
    expect(await pullsOf(forkRun.id)).toEqual([])
  })

  test('show a null head repository when the fork is gone', async () => {
    const fork = addFork(repository, 'ghosted')
    const run = addRun(ci, { pull: addPull(repository, { headRepository: fork }) })
    const before = await call(`${actions}/runs/${run.id}`)
    expect(before.json.head_repository.id).toBe(fork.id)
    removeRepository(fork)
    const after = await call(`${actions}/runs/${run.id}`)
    expect(after.status).toBe(200)
    expect(after.json.head_repository).toBeNull()
    expect(after.json.event).toBe('pull_request')
  })
})

describe('attempts', () => {
  test('the run shows the latest, and each can be asked for', async () => {
    const run = addRun(ci, { conclusion: 'failure', createdAt: '2026-05-03T10:00:00Z' })
    rerun(run, { startedAt: '2026-05-03T11:00:00Z' })
    const latest = (await call(`${actions}/runs/${run.id}`)).json
    expect(latest).toMatchObject({
      id: run.id,
      run_attempt: 2,
      conclusion: 'success',
      created_at: '2026-05-03T10:00:00Z',
      run_started_at: '2026-05-03T11:00:00Z',
      previous_attempt_url: expect.stringMatching(/\/attempts\/1$/),
    })
    const first = (await call(`${actions}/runs/${run.id}/attempts/1`)).json
    expect(first).toMatchObject({ run_attempt: 1, conclusion: 'failure', previous_attempt_url: null })
    expect((await call(`${actions}/runs/${run.id}/attempts/3`)).status).toBe(404)
  })

  test('jobs: latest, all, and of one attempt; carried-over ones keep their old times', async () => {
    const run = addRun(ci, { conclusion: 'failure' })
    addJob(run, 'build', { conclusion: 'success' })
    addJob(run, 'test')
    rerun(run, { jobs: 'failed' })
    addJob(run, 'test')
    const jobs = async (query: string) =>
      (await call(`${actions}/runs/${run.id}/${query}`)).json.jobs.map(
        (job: { name: string; run_attempt: number; conclusion: string }) =>
          `${job.name} ${job.run_attempt} ${job.conclusion}`,
      )
    expect(await jobs('jobs')).toEqual(['build 2 success', 'test 2 success'])
    expect(await jobs('jobs?filter=all')).toEqual([
      'build 1 success',
      'test 1 failure',
      'build 2 success',
      'test 2 success',
    ])
    expect(await jobs('attempts/1/jobs')).toEqual(['build 1 success', 'test 1 failure'])
    const [carried] = (await call(`${actions}/runs/${run.id}/jobs`)).json.jobs
    expect(Date.parse(carried.started_at)).toBeLessThan(Date.parse(carried.created_at))
  })

  test('a queued job has a start, an empty runner and no steps done', async () => {
    const run = addRun(ci, { status: 'in_progress' })
    const job = addJob(run, 'e2e', { status: 'queued' })
    expect((await call(`${actions}/jobs/${job.id}`)).json).toMatchObject({
      status: 'queued',
      conclusion: null,
      started_at: expect.any(String),
      completed_at: null,
      runner_id: 0,
      runner_name: '',
      steps: [],
    })
  })

  test('1,000 jobs come in ten pages', async () => {
    const run = addRun(ci)
    for (let index = 0; index < 1_000; index++) addJob(run, `job ${index}`, { steps: [] })
    const reply = await call(`${actions}/runs/${run.id}/jobs?per_page=100&page=10`)
    expect(reply.json.total_count).toBe(1_000)
    expect(reply.json.jobs.at(-1).name).toBe('job 999')
  })
})

describe('changing runs', () => {
  test('delete removes the run with its jobs and artifacts', async () => {
    const run = addRun(ci)
    const artifact = addArtifact(run, 'x')
    const job = addJob(run, 'build')
    expect((await call(`${actions}/runs/${run.id}`, { method: 'DELETE' })).status).toBe(204)
    for (const path of [`runs/${run.id}`, `artifacts/${artifact.id}`, `jobs/${job.id}`]) {
      expect((await call(`${actions}/${path}`)).status).toBe(404)
    }
    expect((await call(`${actions}/runs/${run.id}`, { method: 'DELETE' })).status).toBe(404)
  })

  test('a run that has not ended cannot be deleted', async () => {
    const run = addRun(ci, { status: 'in_progress' })
    expect((await call(`${actions}/runs/${run.id}`, { method: 'DELETE' })).status).toBe(409)
  })

  test.each(['cancel', 'force-cancel'])('%s ends it once', async (verb) => {
    const run = addRun(ci, { status: 'in_progress' })
    addJob(run, 'build')
    expect((await call(`${actions}/runs/${run.id}/${verb}`, { method: 'POST' })).status).toBe(202)
    const after = (await call(`${actions}/runs/${run.id}/jobs`)).json.jobs[0]
    expect(after).toMatchObject({ status: 'completed', conclusion: 'cancelled' })
    expect((await call(`${actions}/runs/${run.id}/${verb}`, { method: 'POST' })).status).toBe(409)
  })

  test('rerun adds a queued attempt, once the last has ended', async () => {
    const run = addRun(ci, { conclusion: 'failure' })
    expect((await call(`${actions}/runs/${run.id}/rerun`, { method: 'POST' })).status).toBe(201)
    expect((await call(`${actions}/runs/${run.id}`)).json).toMatchObject({ run_attempt: 2, status: 'queued' })
    expect((await call(`${actions}/runs/${run.id}/rerun-failed-jobs`, { method: 'POST' })).status).toBe(403)
    completeRun(run)
    expect((await call(`${actions}/runs/${run.id}`)).json.conclusion).toBe('success')
  })

  test('timing counts whole minutes by system', async () => {
    const run = addRun(ci)
    addJob(run, 'a', { startedAt: '2026-05-04T10:00:00Z', completedAt: '2026-05-04T10:00:01Z' })
    addJob(run, 'b', {
      labels: ['windows-latest'],
      startedAt: '2026-05-04T10:00:00Z',
      completedAt: '2026-05-04T10:01:30Z',
    })
    const { billable } = (await call(`${actions}/runs/${run.id}/timing`)).json
    expect(billable.UBUNTU).toMatchObject({ total_ms: 60_000, jobs: 1 })
    expect(billable.WINDOWS).toMatchObject({ total_ms: 120_000, jobs: 1 })
  })
})

describe('logs', () => {
  test('of a job are plain text behind a redirect', async () => {
    const job = addJob(addRun(ci), 'build', { log: 'line 1\nline 2\n' })
    const location = await locationOf(call, `${actions}/jobs/${job.id}/logs`)
    const reply = await call(location)
    expect(reply.text).toBe('line 1\nline 2\n')
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(location.startsWith(sandbox.blobUrl)).toBe(true)
  })

  test('of a run are a zip with a file for each job', async () => {
    const run = addRun(ci)
    addJob(run, 'lint/check: all', { log: 'fine\n' })
    const location = await locationOf(call, `${actions}/runs/${run.id}/logs`)
    const reply = await call(location)
    expect(reply.headers.get('content-type')).toBe('application/zip')
    expect(reply.text).toContain('0_lintcheck all.txt')
  })

  test('are missing while the job runs and after they were deleted, gone when expired', async () => {
    const running = addJob(addRun(ci, { status: 'in_progress' }), 'build')
    expect((await call(`${actions}/jobs/${running.id}/logs`)).status).toBe(404)
    const run = addRun(ci)
    const job = addJob(run, 'build')
    expect((await call(`${actions}/runs/${run.id}/logs`, { method: 'DELETE' })).status).toBe(204)
    expect((await call(`${actions}/runs/${run.id}/logs`)).status).toBe(404)
    expect((await call(`${actions}/jobs/${job.id}/logs`)).status).toBe(404)
    expect((await call(`${actions}/runs/${run.id}/logs`, { method: 'DELETE' })).status).toBe(404)
    const old = addRun(ci, { logs: 'expired' })
    expect((await call(`${actions}/runs/${old.id}/logs`)).status).toBe(410)
  })
})

describe('workflows', () => {
  test('are listed with their states and found by id or file name', async () => {
    const gone = addWorkflow(repository, 'old.yml', { state: 'deleted' })
    const { json } = await call(`${actions}/workflows`)
    expect(
      json.workflows.map((workflow: { path: string; state: string }) => [workflow.path, workflow.state]),
    ).toEqual([
      ['.github/workflows/ci.yml', 'active'],
      ['.github/workflows/old.yml', 'deleted'],
    ])
    expect((await call(`${actions}/workflows/ci.yml`)).json.id).toBe(ci.id)
    expect((await call(`${actions}/workflows/${gone.id}`)).json.state).toBe('deleted')
    expect((await call(`${actions}/workflows/old.yml`)).status).toBe(404)
  })
})
