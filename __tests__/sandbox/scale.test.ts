import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addArtifact, addRepository, addRun, addWorkflow } from '../../sandbox/build.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import type { Artifact } from '../../sandbox/world.ts'
import { clientOf } from './client.ts'
import type { Call } from './client.ts'

/** 100,000 artifacts in 50,000 runs: no answer may take a pass that grows with the square of it. */
const runCount = 50_000
let sandbox: Sandbox
let call: Call
const artifacts: Artifact[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ limits: { primary: null, pointsPerMinute: null } })
  call = clientOf(sandbox)
  const workflow = addWorkflow(addRepository(sandbox.world, 'octo-org/monorepo'), 'ci.yml')
  const now = Date.now()
  for (let index = 0; index < runCount; index++) {
    const run = addRun(workflow, { createdAt: now - (runCount - index) * 60_000 })
    artifacts.push(
      addArtifact(run, `log-${index % 100}`),
      addArtifact(run, 'coverage', { sizeBytes: 3_000_000 }),
    )
  }
}, 30_000)
afterAll(async () => {
  await sandbox.close()
})

const base = '/repos/octo-org/monorepo/actions'
/** Generous for a busy machine, and far below what a quadratic step takes. */
const patienceMs = 1_500

async function timed(path: string, method = 'GET') {
  const before = performance.now()
  const reply = await call(`${base}/${path}`, { method })
  expect(performance.now() - before).toBeLessThan(patienceMs)
  return reply
}

test('a late page of 100,000 artifacts comes fast', async () => {
  await timed('artifacts?per_page=1')
  const reply = await timed('artifacts?per_page=100&page=900')
  expect(reply.json.total_count).toBe(100_000)
  expect(reply.json.artifacts[0].id).toBe(artifacts[100_000 - 89_901]?.id)
})

test('a name, a run and a filter are found among them', async () => {
  expect((await timed('artifacts?name=log-7&per_page=100&page=5')).json).toMatchObject({ total_count: 500 })
  const runId = artifacts[50_000]?.run?.id ?? 0
  expect((await timed(`runs/${runId}/artifacts`)).json.total_count).toBe(2)
  expect((await timed('runs?status=success&per_page=100&page=10')).json.workflow_runs).toHaveLength(100)
})

test('an unfiltered run list ends at 40,000', async () => {
  expect((await timed('runs?per_page=100&page=400')).json.workflow_runs).toHaveLength(100)
  expect((await timed('runs?per_page=100&page=401')).json.workflow_runs).toHaveLength(0)
})

test('deleting between two lists costs no new sort', async () => {
  const before = performance.now()
  for (let index = 0; index < 100; index++) {
    await call(`${base}/artifacts/${artifacts[index * 500]?.id ?? 0}`, { method: 'DELETE' })
    await call(`${base}/artifacts?per_page=1&page=${index + 1}`)
  }
  expect(performance.now() - before).toBeLessThan(3 * patienceMs)
  expect((await call(`${base}/artifacts?per_page=1`)).json.total_count).toBe(99_900)
})
