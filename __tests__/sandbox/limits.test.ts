import { afterEach, describe, expect, test } from '@jest/globals'
import { addArtifact, addRepository, addRun, addWorkflow } from '../../sandbox/build.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox, SandboxOptions } from '../../sandbox/server.ts'
import { clientOf } from './client.ts'

const opened: Sandbox[] = []
afterEach(async () => {
  for (const sandbox of opened.splice(0)) await sandbox.close()
})

async function start(options: SandboxOptions) {
  const sandbox = await startSandbox({ now: '2026-05-04T12:00:00Z', ...options })
  opened.push(sandbox)
  const repository = addRepository(sandbox.world, 'octo-org/webshop')
  return { sandbox, call: clientOf(sandbox), run: addRun(addWorkflow(repository, 'ci.yml')) }
}

const runs = '/repos/octo-org/webshop/actions/runs'

describe('the primary limit', () => {
  test('refuses with remaining 0 until the hour is over', async () => {
    const { call, sandbox } = await start({ limits: { primary: 2 } })
    expect((await call(runs)).status).toBe(200)
    expect((await call(runs)).status).toBe(200)
    const refused = await call(runs)
    expect(refused.status).toBe(403)
    expect(refused.json.message).toContain('API rate limit exceeded')
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(refused.headers.get('retry-after')).toBeNull()
    expect(refused.headers.get('x-ratelimit-reset')).toBe(String(Date.parse('2026-05-04T13:00:00Z') / 1_000))
    sandbox.world.clock.advance(3_600_000)
    expect((await call(runs)).status).toBe(200)
    expect(sandbox.limits.refusals).toEqual({ primary: 1, secondary: 0 })
  })

  test('is counted by token, and 60 an hour without one', async () => {
    const { call, sandbox } = await start({ limits: { primary: 1 } })
    await call(runs)
    expect((await call(runs)).status).toBe(403)
    expect((await call(runs, { token: sandbox.tokenFor() })).status).toBe(200)
    const anonymous = await call(runs, { token: null })
    expect(anonymous.headers.get('x-ratelimit-limit')).toBe('60')
  })

  test('asking for it is free', async () => {
    const { call } = await start({ limits: { primary: 5 } })
    await call(runs)
    const reply = await call('/rate_limit')
    expect(reply.json.resources.core).toMatchObject({ limit: 5, used: 1, remaining: 4 })
    expect((await call(runs)).headers.get('x-ratelimit-used')).toBe('2')
  })
})

describe('the secondary limit', () => {
  test('a read is one point and a write five; a refusal lasts as long as it says', async () => {
    const { call, sandbox, run } = await start({ limits: { pointsPerMinute: 11, retryAfterSeconds: 30 } })
    const doomed = [addArtifact(run, 'a'), addArtifact(run, 'b'), addArtifact(run, 'c')]
    const remove = async (index: number) =>
      call(`/repos/octo-org/webshop/actions/artifacts/${doomed[index]?.id ?? 0}`, { method: 'DELETE' })
    expect((await remove(0)).status).toBe(204)
    expect((await remove(1)).status).toBe(204)
    expect((await call(runs)).status).toBe(200)
    const refused = await call(runs)
    expect(refused.status).toBe(403)
    expect(refused.headers.get('retry-after')).toBe('30')
    expect(refused.json.message).toMatch(/secondary rate limit/)
    expect(refused.headers.get('x-ratelimit-remaining')).not.toBe('0')
    sandbox.world.clock.advance(29_000)
    expect((await call(runs)).status).toBe(403)
    sandbox.world.clock.advance(32_000)
    expect((await remove(2)).status).toBe(204)
  })

  test('spreads over a sliding minute', async () => {
    const { call, sandbox } = await start({ limits: { pointsPerMinute: 2 } })
    await call(runs)
    sandbox.world.clock.advance(40_000)
    await call(runs)
    sandbox.world.clock.advance(21_000)
    expect((await call(runs)).status).toBe(200)
    expect((await call(runs)).status).toBe(403)
  })

  test('more than so many at once are refused, with 429 when told to', async () => {
    const { call, sandbox } = await start({
      limits: { concurrent: 3, refusalStatus: 429, retryAfterSeconds: null },
      latencyMs: { api: 50 },
    })
    const replies = await Promise.all(Array.from({ length: 5 }, () => call(runs)))
    expect(replies.filter((reply) => reply.status === 429)).toHaveLength(2)
    expect(replies.find((reply) => reply.status === 429)?.headers.get('retry-after')).toBeNull()
    expect((await call(runs)).status).toBe(200)
    expect(sandbox.limits.refusals.secondary).toBe(2)
  })
})
