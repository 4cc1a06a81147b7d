import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { endpoints } from '../../sandbox/rest.ts'
import { seedWebshop } from '../../sandbox/seed.ts'
import type { Webshop } from '../../sandbox/seed.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import { clientOf, linksOf } from './client.ts'
import type { Call } from './client.ts'

let sandbox: Sandbox
let webshop: Webshop
let call: Call

beforeAll(async () => {
  sandbox = await startSandbox()
  webshop = seedWebshop(sandbox.world)
  call = clientOf(sandbox)
})
afterAll(async () => {
  await sandbox.close()
})

const base = '/repos/octo-org/webshop'

async function all(path: string, key: string): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  let next: string | undefined = `${path}?per_page=100`
  let token: string | null | undefined
  while (next !== undefined) {
    const reply = await call(next, token === undefined ? {} : { token })
    expect(reply.status).toBe(200)
    items.push(...(reply.json[key] as Record<string, unknown>[]))
    next = linksOf(reply)['next']
    token = null
  }
  return items
}

test('everything that can be read is as GitHub describes it', async () => {
  const runs = await all(`${base}/actions/runs`, 'workflow_runs')
  expect(runs.length).toBe(webshop.repository.runs.size)
  for (const run of runs) {
    const jobs = await call(`${base}/actions/runs/${String(run['id'])}/jobs?filter=all&per_page=100`)
    expect(jobs.status).toBe(200)
  }
  expect(await all(`${base}/actions/artifacts`, 'artifacts')).toHaveLength(webshop.repository.artifacts.size)
  expect(await all(`${base}/actions/workflows`, 'workflows')).toHaveLength(6)
  for (const path of ['branches', 'tags', 'commits', 'pulls?state=all', 'pulls/42', 'pulls/40', '']) {
    expect((await call(path === '' ? base : `${base}/${path}`)).status).toBe(200)
  }
  expect(sandbox.violations).toEqual([])
  expect(endpoints.length).toBeGreaterThan(30)
})

test('holds what the demo and the documentation show', async () => {
  const events = new Set(webshop.repository.runs.list().map((run) => run.event))
  expect([...events].toSorted()).toEqual(['pull_request', 'push', 'schedule'])
  const current = (await call(`${base}/actions/runs/${webshop.currentRun.id}/jobs`)).json.jobs
  expect(current.map((job: { status: string }) => job.status)).toEqual([
    ...Array<string>(5).fill('completed'),
    'queued',
    'in_progress',
  ])
  expect((await call(`${base}/actions/artifacts/${webshop.expired.id}/zip`)).status).toBe(410)
  expect(webshop.tarball.contentType).toBe('application/gzip')
  expect(webshop.orphanPull.headRepository).toBeNull()
  expect(webshop.flakyRun.attempts.map((attempt) => attempt.conclusion)).toEqual(['failure', 'success'])
  expect((await call('/repos/octo-org/handbook', { token: null })).status).toBe(404)
  const heads = webshop.ci.repository.runs.listBy(webshop.ci.id).map((run) => run.headSha)
  expect(new Set(heads).size).toBe(heads.length)
})

test('logs look like a runner wrote them', async () => {
  const failed = webshop.redRun.attempts[0]?.jobs.find((job) => job.conclusion === 'failure')
  const log = typeof failed?.log === 'function' ? failed.log() : ''
  expect(log.startsWith('\uFEFF')).toBe(true)
  expect(log).toContain('##[error]Process completed with exit code 1.')
  expect(log).toContain('\u001B[31m')
  for (const line of log.slice(1).trimEnd().split('\n')) {
    expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z/)
  }
})
