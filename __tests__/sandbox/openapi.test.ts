import { afterEach, describe, expect, test } from '@jest/globals'
import { addArtifact, addRepository, addRun, addWorkflow } from '../../sandbox/build.ts'
import { openApiCheck } from '../../sandbox/openapi-check.ts'
import { operations } from '../../sandbox/operations.ts'
import { endpoints } from '../../sandbox/rest.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import { clientOf } from './client.ts'

const opened: Sandbox[] = []
afterEach(async () => {
  for (const sandbox of opened.splice(0)) await sandbox.close()
})

test('every operation has exactly one endpoint', () => {
  const served = endpoints.map((endpoint) => endpoint.operation)
  expect(served.toSorted()).toEqual([...operations].toSorted())
})

describe("the check against GitHub's description", () => {
  const check = openApiCheck()
  const list = 'GET /repos/{owner}/{repo}/actions/artifacts'
  const artifact = {
    id: 1,
    node_id: 'x',
    name: 'a',
    size_in_bytes: 1,
    url: 'u',
    archive_download_url: 'u',
    expired: false,
    created_at: '2026-01-01T00:00:00Z',
    expires_at: null,
    updated_at: null,
  }

  test.each([
    ['a described answer', 200, { total_count: 1, artifacts: [artifact] }, null],
    ['a missing field', 200, { artifacts: [] }, /total_count/],
    ['a wrong type', 200, { total_count: 1, artifacts: [{ ...artifact, id: '1' }] }, /artifacts\/0\/id/],
    ['no moment', 200, { total_count: 1, artifacts: [{ ...artifact, created_at: 'today' }] }, /date-time/],
    ['an undescribed success', 202, {}, /status/],
    ['an undescribed error', 403, { message: 'no', documentation_url: 'x' }, null],
    ['an error without the usual body', 403, { message: 1 }, /message/],
  ])('%s', (_name, status, json, problem) => {
    const violation = check(list, status, json)
    if (problem === null) expect(violation).toBeNull()
    else expect(violation?.problem).toMatch(problem)
  })

  test('a body where none is described, and the other way round', () => {
    const remove = 'DELETE /repos/{owner}/{repo}/actions/artifacts/{artifact_id}'
    expect(check(remove, 204, {})?.problem).toMatch(/body/)
    expect(check(remove, 204, undefined)).toBeNull()
    expect(check(list, 200, undefined)).not.toBeNull()
  })
})

describe('a sandbox that is wrong', () => {
  async function start(validate: boolean) {
    const sandbox = await startSandbox({ validate })
    opened.push(sandbox)
    const repository = addRepository(sandbox.world, 'octo-org/webshop')
    const artifact = addArtifact(addRun(addWorkflow(repository, 'ci.yml')), 'x')
    artifact.name = 7 as unknown as string
    return { sandbox, call: clientOf(sandbox) }
  }

  test('answers 500 and remembers the violation', async () => {
    const { sandbox, call } = await start(true)
    const reply = await call('/repos/octo-org/webshop/actions/artifacts')
    expect(reply.status).toBe(500)
    expect(reply.json.message).toContain('/artifacts/0/name must be string')
    expect(sandbox.violations).toEqual([
      {
        operation: 'GET /repos/{owner}/{repo}/actions/artifacts',
        status: 200,
        problem: '/artifacts/0/name must be string',
      },
    ])
  })

  test('is believed when the check is off', async () => {
    const { sandbox, call } = await start(false)
    expect((await call('/repos/octo-org/webshop/actions/artifacts')).status).toBe(200)
    expect(sandbox.violations).toEqual([])
  })
})
