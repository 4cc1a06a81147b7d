import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addArtifact, addRepository, addRun, addWorkflow, rerun } from '../../sandbox/build.ts'
import { startSandbox, type Sandbox } from '../../sandbox/server.ts'
import type { Run } from '../../sandbox/world.ts'
import { decodeBackendIds, decodeListed } from '../../src/github/decode-results.ts'
import { createResults } from '../../src/github/results.ts'
import { fakeClock } from '../support/fake-clock.ts'
import { fakeLog } from '../support/fake-log.ts'

let sandbox: Sandbox
let run: Run
let repositories = 0
beforeAll(async () => {
  sandbox = await startSandbox({ now: '2026-06-01T12:00:00Z' })
})
afterAll(async () => {
  await sandbox.close()
})
beforeEach(() => {
  repositories += 1
  const workflow = addWorkflow(addRepository(sandbox.world, `octo/app-${repositories}`), 'ci.yml')
  run = addRun(workflow, { status: 'in_progress' })
  sandbox.faults.length = 0
  sandbox.requests.length = 0
})

function connect(overrides: { readonly runtimeToken?: string; readonly resultsUrl?: string } = {}) {
  const clock = fakeClock()
  const log = fakeLog()
  const controller = new AbortController()
  const results = createResults({
    runtimeToken: sandbox.runtimeTokenFor(run),
    // The runner's URL ends with a slash, and may have a path.
    resultsUrl: `${sandbox.resultsUrl}/`,
    log,
    clock,
    signal: controller.signal,
    ...overrides,
  })
  return { results, clock, log, controller }
}

test('lists the artifacts of the run', async () => {
  const coverage = addArtifact(run, 'coverage', { files: { 'a.txt': 'hello' } })
  const plain = addArtifact(run, 'plain', { digest: null })
  const { results } = connect()
  const listed = await results.listArtifacts()
  expect(listed.toSorted((one, other) => one.id - other.id)).toEqual([
    {
      id: coverage.id,
      name: 'coverage',
      sizeBytes: coverage.content.sizeBytes,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      createdAtMs: coverage.createdAt,
    },
    expect.objectContaining({ id: plain.id, name: 'plain', digest: null }),
  ])
})

test('a run without artifacts has an empty list', async () => {
  expect(await connect().results.listArtifacts()).toEqual([])
})

test('of several with one name the newest counts, whichever attempt made it', async () => {
  const old = addArtifact(run, 'coverage', { sizeBytes: 1000 })
  rerun(run, { status: 'in_progress' })
  const young = addArtifact(run, 'coverage', { sizeBytes: 2000 })
  const { results, log } = connect()
  const url = await results.getArtifactUrl('coverage')
  expect((await fetch(url)).headers.get('content-length')).toBe(`${young.content.sizeBytes}`)
  expect(new URL(url).origin).toBe(sandbox.blobUrl)
  expect(log.secrets).toContain(new URL(url).searchParams.get('sig'))
  await results.deleteArtifact({ id: young.id, name: 'coverage' })
  expect(run.repository.artifacts.list()).toEqual([old])
})

test('each call is a Twirp POST with the runtime token', async () => {
  addArtifact(run, 'coverage')
  await connect().results.getArtifactUrl('coverage')
  expect(sandbox.requests.map(({ method, path }) => [method, path])).toEqual([
    ['POST', '/twirp/github.actions.results.api.v1.ArtifactService/ListArtifacts'],
    ['POST', '/twirp/github.actions.results.api.v1.ArtifactService/GetSignedArtifactURL'],
  ])
  expect(sandbox.requests[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    authorization: expect.stringMatching(/^Bearer ey/),
    'user-agent': expect.stringContaining('actions-steward'),
  })
})

test('what has been overwritten since it was listed is not deleted in its place', async () => {
  const listed = addArtifact(run, 'coverage')
  const newer = addArtifact(run, 'coverage')
  const { results } = connect()
  await expect(results.deleteArtifact({ id: listed.id, name: 'coverage' })).rejects.toMatchObject({
    kind: 'not-found',
    message: `There is no artifact ${listed.id} "coverage" in the current run any more.`,
  })
  expect(run.repository.artifacts.list()).toContain(newer)
})

test('what is not there is not found', async () => {
  const other = addArtifact(run, 'coverage-2')
  const { results } = connect()
  for (const asked of [
    results.getArtifactUrl('coverage'),
    results.deleteArtifact({ id: other.id, name: 'coverage' }),
  ])
    await expect(asked).rejects.toMatchObject({
      name: 'ApiError',
      kind: 'not-found',
      message: 'There is no artifact "coverage" in the current run.',
    })
})

describe('trouble of the service is waited for', () => {
  test.each([429, 500, 502, 503, 504])('%d', async (status) => {
    sandbox.faults.push({ match: { origin: 'results', times: 2 }, do: { status } })
    const { results, clock, log } = connect()
    expect(await results.listArtifacts()).toEqual([])
    expect(clock.sleeps).toEqual([3000, 4500])
    expect(log.lines).toHaveLength(2)
  })

  test('a connection that breaks', async () => {
    sandbox.faults.push({ match: { origin: 'results', times: 1 }, do: { resetAfterBytes: 'before-answer' } })
    const { results, clock } = connect()
    expect(await results.listArtifacts()).toEqual([])
    expect(clock.sleeps).toEqual([3000])
  })

  test('five times, and then it is an error', async () => {
    sandbox.faults.push({ match: { origin: 'results' }, do: { status: 503, message: 'down' } })
    const { results, clock } = connect()
    await expect(results.listArtifacts()).rejects.toMatchObject({
      kind: 'server',
      status: 503,
      message: 'Could not list the artifacts of the current run: 503 down.',
    })
    expect(clock.sleeps).toEqual([3000, 4500, 6750, 10_125])
    expect(sandbox.requests).toHaveLength(5)
  })

  test('not by a step that is cancelled', async () => {
    sandbox.faults.push({ match: { origin: 'results' }, do: { status: 503 } })
    const { results, controller } = connect()
    controller.abort(new Error('cancelled'))
    await expect(results.listArtifacts()).rejects.toThrow('cancelled')
  })
})

describe('a "no" is final, and explains itself', () => {
  test('a token that is not (or no longer) valid', async () => {
    const claims = Buffer.from(JSON.stringify({ scp: 'Actions.Results:a:b' })).toString('base64url')
    const { results, clock } = connect({ runtimeToken: `x.${claims}.y` })
    await expect(results.listArtifacts()).rejects.toMatchObject({
      kind: 'unauthorized',
      status: 401,
      hint: expect.stringContaining('only while the job runs'),
    })
    expect(clock.sleeps).toEqual([])
  })

  test('a token without ids', async () => {
    await expect(connect({ runtimeToken: 'nonsense' }).results.listArtifacts()).rejects.toMatchObject({
      name: 'UserError',
      hint: expect.stringContaining('ACTIONS_RUNTIME_TOKEN'),
    })
  })

  test('neither the token nor a signature is in a message', async () => {
    const { results, log } = connect()
    addArtifact(run, 'coverage')
    sandbox.faults.push({ match: { origin: 'results', path: /GetSigned/ }, do: { status: 400 } })
    const error: unknown = await results.getArtifactUrl('coverage').catch((thrown: unknown) => thrown)
    expect(String(error)).toBe(
      'ApiError: Could not download artifact "coverage" of the current run: 400 internal error.',
    )
    expect([...log.lines, ...log.debugLines].join('\n')).not.toContain('ey')
  })
})

describe('backend ids', () => {
  const token = (claims: unknown): string =>
    `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`
  test.each([
    [
      token({ scp: 'Actions.Example Actions.Results:run-1:job-2' }),
      { runBackendId: 'run-1', jobBackendId: 'job-2' },
    ],
    [token({ scp: 'Actions.Results:run-1:job-2:more' }), null],
    [token({ scp: 'Actions.Results:run-1' }), null],
    [token({ scp: 'Actions.Results::job' }), null],
    [token({ scp: 7 }), null],
    [token({}), null],
    [token(null), null],
    ['a.b', null],
    ['', null],
  ])('%s', (runtimeToken, ids) => {
    expect(decodeBackendIds(runtimeToken)).toEqual(ids)
  })
})

describe('protobuf as JSON', () => {
  const snake = {
    workflow_run_backend_id: 'r',
    workflow_job_run_backend_id: 'j',
    database_id: '7500000001',
    name: 'a',
    size: '5',
    created_at: '2026-01-01T00:00:00Z',
    digest: 'sha256:00',
  }
  const camel = {
    workflowRunBackendId: 'r',
    workflowJobRunBackendId: 'j',
    databaseId: '7500000001',
    name: 'a',
    size: '5',
    createdAt: '2026-01-01T00:00:00Z',
    digest: 'sha256:00',
  }
  const decoded = {
    id: 7_500_000_001,
    name: 'a',
    sizeBytes: 5,
    digest: 'sha256:00',
    createdAtMs: Date.UTC(2026, 0, 1),
    runBackendId: 'r',
    jobBackendId: 'j',
  }
  test.each([
    ['snake case', snake, decoded],
    ['camel case', camel, decoded],
    ['zero left out', { ...snake, size: undefined }, { ...decoded, sizeBytes: 0 }],
    ['nulls', { ...snake, digest: null, created_at: null }, { ...decoded, digest: null, createdAtMs: null }],
  ])('%s', (_name, artifact, result) => {
    expect(decodeListed({ artifacts: [artifact] })).toEqual([result])
  })
  test('an empty list is left out', () => {
    expect(decodeListed({})).toEqual([])
  })
  test('a size that is none names its field', () => {
    expect(() => decodeListed({ artifacts: [{ ...snake, size: 'big' }] })).toThrow(
      'artifacts[0].size is no whole number',
    )
  })
})
