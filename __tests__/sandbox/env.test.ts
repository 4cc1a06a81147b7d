import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { account } from '../../sandbox/accounts.ts'
import { addCommits, addPull, addTag } from '../../sandbox/build-code.ts'
import { addFork, addJob, addRepository, addRun, addWorkflow, rerun } from '../../sandbox/build.ts'
import type { RunnerEnvOptions } from '../../sandbox/runner-env.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import type { Repository, Workflow } from '../../sandbox/world.ts'
import { clientOf } from './client.ts'

let sandbox: Sandbox
let repository: Repository
let ci: Workflow

beforeEach(async () => {
  sandbox = await startSandbox()
  repository = addRepository(sandbox.world, 'octo-org/webshop')
  ci = addWorkflow(repository, 'ci.yml', { name: 'CI' })
})
afterEach(async () => {
  await sandbox.close()
  expect(sandbox.violations).toEqual([])
})

async function envOf(options: RunnerEnvOptions) {
  const env = await sandbox.env(options)
  const payload = JSON.parse(readFileSync(env['GITHUB_EVENT_PATH'] ?? '', 'utf8')) as Record<string, unknown>
  return { env, payload }
}

describe('the environment of a step', () => {
  test('of a push', async () => {
    const run = addRun(ci, { status: 'in_progress' })
    const job = addJob(run, 'steward')
    const { env, payload } = await envOf({ run, job })
    expect(env).toMatchObject({
      GITHUB_API_URL: sandbox.apiUrl,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'octo-org/webshop',
      GITHUB_REPOSITORY_ID: String(repository.id),
      GITHUB_RUN_ID: String(run.id),
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REF_NAME: 'main',
      GITHUB_SHA: run.headSha,
      GITHUB_WORKFLOW_REF: 'octo-org/webshop/.github/workflows/ci.yml@refs/heads/main',
      RUNNER_NAME: job.runnerName,
      ACTIONS_RESULTS_URL: `${sandbox.resultsUrl}/`,
    })
    expect(payload).toMatchObject({ ref: 'refs/heads/main', repository: { id: repository.id } })
    for (const name of ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_WORKSPACE', 'RUNNER_TEMP']) {
      expect(existsSync(env[name] ?? '')).toBe(true)
    }
    await sandbox.close()
    expect(existsSync(env['GITHUB_WORKSPACE'] ?? '')).toBe(false)
  })

  test("of a fork's pull request runs on the trial merge", async () => {
    const pull = addPull(repository, { headRepository: addFork(repository, 'mona'), headBranch: 'main' })
    const { env, payload } = await envOf({ run: addRun(ci, { pull, status: 'in_progress' }) })
    expect(env).toMatchObject({
      GITHUB_REF: `refs/pull/${pull.number}/merge`,
      GITHUB_REF_NAME: `${pull.number}/merge`,
      GITHUB_HEAD_REF: 'main',
      GITHUB_BASE_REF: 'main',
      GITHUB_SHA: pull.mergeSha,
    })
    expect(payload).toMatchObject({
      number: pull.number,
      pull_request: { head: { sha: pull.headSha, repo: { full_name: 'mona/webshop' } } },
    })
    const reply = await clientOf(sandbox)(`/repos/octo-org/webshop/commits/${pull.mergeSha}`)
    expect(reply.json.parents.map((parent: { sha: string }) => parent.sha)).toEqual([
      pull.baseSha,
      pull.headSha,
    ])
  })

  test('of pull_request_target runs on the base', async () => {
    const pull = addPull(repository)
    const { env } = await envOf({ run: addRun(ci, { pull, event: 'pull_request_target' }) })
    expect([env['GITHUB_REF'], env['GITHUB_SHA']]).toEqual(['refs/heads/main', pull.baseSha])
  })

  test('of a tag, a merge group and a workflow_run', async () => {
    addTag(repository, 'v1')
    const [before] = addCommits(repository)
    const [queued] = addCommits(repository, { branch: 'gh-readonly-queue/main/pr-1' })
    const tag = await envOf({ run: addRun(ci, { branch: 'v1' }) })
    expect([tag.env['GITHUB_REF'], tag.env['GITHUB_REF_TYPE']]).toEqual(['refs/tags/v1', 'tag'])
    const group = addRun(ci, { event: 'merge_group', branch: 'gh-readonly-queue/main/pr-1' })
    const { payload } = await envOf({ run: group })
    expect(payload).toMatchObject({ merge_group: { head_sha: queued?.sha, base_sha: before?.sha } })
    const observer = addRun(addWorkflow(repository, 'observe.yml'), { event: 'workflow_run' })
    const observed = await envOf({ run: observer, triggeredBy: group })
    expect(observed.payload).toMatchObject({
      action: 'completed',
      workflow_run: { id: group.id, event: 'merge_group' },
    })
  })

  test('of a re-run, with a runtime token of its own', async () => {
    const run = addRun(ci)
    const first = await envOf({ run })
    rerun(run, { status: 'in_progress', actor: 'mona' })
    const second = await envOf({ run })
    expect(second.env).toMatchObject({ GITHUB_RUN_ATTEMPT: '2', GITHUB_TRIGGERING_ACTOR: 'mona' })
    expect(second.env['ACTIONS_RUNTIME_TOKEN']).not.toBe(first.env['ACTIONS_RUNTIME_TOKEN'])
  })
})

describe('tokens of users', () => {
  test('say who they are and list private repositories of their own', async () => {
    const call = clientOf(sandbox)
    addRepository(sandbox.world, 'mona/diary', { ownerType: 'User', private: true })
    const token = sandbox.tokenFor({ user: account(sandbox.world, 'mona') })
    expect((await call('/user', { token })).json).toMatchObject({ login: 'mona', type: 'User' })
    expect((await call('/user/repos?affiliation=owner', { token })).json).toHaveLength(1)
    expect((await call('/users/mona/repos', { token })).json).toHaveLength(0)
  })

  test('others are refused', async () => {
    const call = clientOf(sandbox)
    expect((await call('/user')).json.message).toBe('Resource not accessible by integration')
    expect((await call('/user', { token: null })).status).toBe(401)
  })
})
