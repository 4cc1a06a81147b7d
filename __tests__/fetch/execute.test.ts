import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { zipFiles } from '../../sandbox/zip.ts'
import { runFetch } from '../../src/fetch/execute.ts'
import type { Artifact, RateLimit } from '../../src/model.ts'
import type { Report } from '../../src/report.ts'
import type { Context } from '../../src/world.ts'
import { aJob, anArtifact, aPull, aRun, aSha, aWorkflow, hourMs, nowMs } from '../support/builders.ts'
import { aFakeRepository, fakeGitHub, type FakeRepository } from '../support/fake-github.ts'
import { parseFetch, type With } from '../support/step.ts'
import { memoryBlobs, textBlob, zipBlob, type Blob } from './blobs.ts'
import { treeOf } from './tree.ts'
import { aWorld, type FetchWorld } from './world.ts'

let root = ''
let target = ''
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'fetch-'))
  target = path.join(root, 'target')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

type Files = Readonly<Record<string, string>>
interface Stored {
  readonly artifact: Artifact
  readonly files: Files
}

/** An artifact with these files in its zip, its size and digest those of the zip. */
const stored = (
  id: number,
  name: string,
  files: Files,
  fields: Partial<Artifact> & { runId?: number } = {},
): Stored => {
  const zip = zipFiles(files)
  return {
    artifact: anArtifact({
      id,
      name,
      sizeBytes: zip.length,
      digest: `sha256:${createHash('sha256').update(zip).digest('hex')}`,
      createdAtMs: nowMs - hourMs + id,
      ...fields,
    }),
    files,
  }
}

interface Stage {
  readonly artifacts?: readonly Stored[]
  readonly blobs?: Readonly<Record<string, Blob>>
  readonly context?: Partial<Context>
  readonly repository?: Partial<FakeRepository>
  readonly quota?: RateLimit
}

async function fetchStep(
  step: With,
  stage: Stage = {},
): Promise<{ readonly report: Report; readonly world: FetchWorld }> {
  const artifacts = stage.artifacts ?? []
  const repository = aFakeRepository({
    workflows: [aWorkflow()],
    runs: [aRun({ id: 1 })],
    artifacts: artifacts.map(({ artifact }) => artifact),
    ...stage.repository,
  })
  const blobs = memoryBlobs({
    ...Object.fromEntries(
      artifacts.map(({ artifact, files }) => [`artifacts/${artifact.id}.zip`, zipBlob(zipFiles(files))]),
    ),
    ...stage.blobs,
  })
  const github = fakeGitHub(repository)
  github.quota = stage.quota ?? null
  const world = aWorld(github, {
    blobs,
    context: { tempFolder: path.join(root, 'temp'), platform: process.platform, ...stage.context },
  })
  return { report: await runFetch(parseFetch({ path: target, ...step }, world.context), world), world }
}

const outputNames = [
  'found',
  'artifact-count',
  'file-count',
  'bytes',
  'path',
  'run-id',
  'run-url',
  'run-number',
  'run-attempt',
  'head-sha',
  'head-branch',
  'pull-request',
  'distance',
  'artifacts',
  'manifest',
  'error-message',
].toSorted()

const coverage = stored(10, 'coverage', { 'lcov.info': 'abc', 'html/index.html': '<p>' })

describe('a fetch', () => {
  test('puts the files in place and says all about them', async () => {
    const { report } = await fetchStep({ branch: 'main', name: 'coverage' }, { artifacts: [coverage] })
    expect(report.failure).toBeNull()
    expect(treeOf(target)).toEqual({ 'lcov.info': 'abc', 'html/index.html': '<p>' })
    const { manifest = '', artifacts = '', ...outputs } = report.outputs
    expect(outputs).toEqual({
      found: 'true',
      'artifact-count': '1',
      'file-count': '2',
      bytes: '6',
      path: target,
      'run-id': '1',
      'run-url': 'https://github.com/octo/app/actions/runs/1',
      'run-number': '1',
      'run-attempt': '1',
      'head-sha': aSha(1),
      'head-branch': 'main',
      'pull-request': '',
      distance: '',
      'error-message': '',
    })
    expect(JSON.parse(artifacts)).toEqual([
      {
        id: 10,
        name: 'coverage',
        digest: coverage.artifact.digest,
        size: coverage.artifact.sizeBytes,
        run: 1,
      },
    ])
    expect(manifest.startsWith(path.join(root, 'temp', 'actions-steward'))).toBe(true)
    expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({
      version: 1,
      target: 'artifacts',
      path: target,
      runs: [{ id: 1, repository: 'octo/app' }],
      artifacts: [{ id: 10, name: 'coverage', digestState: 'verified', run: 1, folder: '' }],
      files: [
        { path: 'html/index.html', size: 3, run: 1, artifact: 10 },
        {
          path: 'lcov.info',
          size: 3,
          run: 1,
          artifact: 10,
          sha256: createHash('sha256').update('abc').digest('hex'),
        },
      ],
    })
  })

  test('takes at most four API requests for a literal name, a workflow and a branch', async () => {
    const { world } = await fetchStep(
      { workflow: 'ci.yml', branch: 'main', name: 'coverage' },
      { artifacts: [coverage] },
    )
    expect(world.github.calls.map(({ name }) => name)).toEqual([
      'listArtifacts',
      'listRuns',
      'getArtifactUrl',
    ])
    expect(world.log.lines.at(-1)).toMatch(/; 3 API requests\.$/)
  })

  test('leaves no staging behind', async () => {
    await fetchStep({ branch: 'main', name: 'coverage' }, { artifacts: [coverage] })
    expect(Object.keys(treeOf(root)).filter((file) => !/^(target|temp)\//.test(file))).toEqual([])
  })

  test('layouts', async () => {
    const artifacts = [coverage, stored(11, 'a/b', { f: '1' })]
    await fetchStep({ branch: 'main' }, { artifacts })
    expect(Object.keys(treeOf(target)).toSorted()).toEqual([
      'a_b/f',
      'coverage/html/index.html',
      'coverage/lcov.info',
    ])
    rmSync(target, { recursive: true })
    await fetchStep({ branch: 'main', layout: 'by-run' }, { artifacts })
    expect(Object.keys(treeOf(target))).toContain('1/a_b/f')
  })

  test('history goes below the ids of its runs', async () => {
    const artifacts = [coverage, stored(20, 'coverage', { 'lcov.info': 'new' }, { runId: 2 })]
    const { report } = await fetchStep(
      { workflow: 'ci.yml', name: 'coverage', history: '5' },
      { artifacts, repository: { runs: [aRun({ id: 1 }), aRun({ id: 2, createdAtMs: nowMs - hourMs })] } },
    )
    expect(treeOf(target)).toMatchObject({ '1/coverage/lcov.info': 'abc', '2/coverage/lcov.info': 'new' })
    expect(report.outputs).toMatchObject({ 'run-id': '2', 'artifact-count': '2' })
  })

  test('only the files asked for, with x bits where asked for', async () => {
    await fetchStep(
      { branch: 'main', name: 'coverage', files: '**/*.html', executable: 'html/*' },
      { artifacts: [coverage] },
    )
    expect(treeOf(target)).toEqual({ 'html/index.html': '<p>' })
    if (process.platform !== 'win32')
      expect(statSync(path.join(target, 'html/index.html')).mode & 0o100).toBe(0o100)
  })

  test('files that match nothing are a warning', async () => {
    const { report } = await fetchStep(
      { branch: 'main', name: 'coverage', files: '*.xml' },
      { artifacts: [coverage] },
    )
    expect(report.annotations).toEqual([
      { level: 'warning', message: 'No entry of the artifacts matches files.' },
    ])
  })

  test('unzip: false keeps the zip', async () => {
    await fetchStep({ branch: 'main', name: 'coverage', unzip: 'false' }, { artifacts: [coverage] })
    expect(Object.keys(treeOf(target))).toEqual(['coverage.zip'])
  })

  test('.git only from the current run, and only where there is none', async () => {
    const own = stored(10, 'repo', { '.git/config': 'x' }, { runId: 100 })
    const current = { runs: [aRun({ id: 100, status: 'in_progress' })] }
    const ok = await fetchStep({ name: 'repo' }, { artifacts: [own], repository: current })
    expect(ok.report.failure).toBeNull()
    expect(treeOf(target)).toEqual({ '.git/config': 'x' })
    writeFileSync(path.join(target, '.git', 'config'), 'mine')
    const again = await fetchStep({ name: 'repo' }, { artifacts: [own], repository: current })
    expect(again.report.failure?.message).toContain('is in a ".git" folder')
    expect(treeOf(target)).toEqual({ '.git/config': 'mine' })
    const foreign = stored(11, 'repo', { '.git/config': 'x' })
    rmSync(target, { recursive: true })
    const other = await fetchStep({ branch: 'main', name: 'repo' }, { artifacts: [foreign] })
    expect(other.report.failure?.message).toMatch(/\.git/)
    expect(existsSync(path.join(target, '.git'))).toBe(false)
  })
})

describe('conflicts', () => {
  const artifacts = [stored(10, 'one', { f: 'old' }), stored(11, 'two', { f: 'young', g: '2' })]
  const flat = { branch: 'main', layout: 'flat' }

  test('are an error by default that writes nothing', async () => {
    mkdirSync(target)
    writeFileSync(path.join(target, 'f'), 'before')
    const { report } = await fetchStep(flat, { artifacts })
    expect(report.failure?.message).toContain('f (of "one" and "two")')
    expect(report.outputs).toMatchObject({ found: 'false', 'artifact-count': '0', 'run-id': '1' })
    expect(treeOf(target)).toEqual({ f: 'before' })
  })

  test.each([
    ['first', { f: 'old', g: '2' }],
    ['last', { f: 'young', g: '2' }],
    ['rename', { f: 'old', 'f.11': 'young', g: '2' }],
  ])('%s', async (policy, expected) => {
    const { report } = await fetchStep({ ...flat, 'on-conflict': policy }, { artifacts })
    expect(report.failure).toBeNull()
    expect(treeOf(target)).toEqual(expected)
  })
})

describe('what is missing', () => {
  test.each(['fail', 'warn', 'ignore'])('if-missing: %s', async (policy) => {
    const { report } = await fetchStep(
      { branch: 'main', name: 'nope', 'if-missing': policy },
      { artifacts: [coverage] },
    )
    expect(Object.keys(report.outputs).toSorted()).toEqual(outputNames)
    expect(report.outputs['found']).toBe('false')
    expect(report.failure === null).toBe(policy !== 'fail')
    expect(report.outputs['error-message'] !== '').toBe(policy === 'fail')
    expect(report.annotations).toHaveLength(policy === 'warn' ? 1 : 0)
    expect(existsSync(target)).toBe(false)
    expect(report.summary).toContain('it has no artifact')
  })

  test('of several ids: fail writes nothing, warn what was found', async () => {
    const step = { 'run-id': '1', name: 'coverage\nnope' }
    const failed = await fetchStep(step, { artifacts: [coverage] })
    expect(failed.report.failure?.message).toBe(
      'Not found: run 1 of octo/app has no artifact that matches nope.',
    )
    expect(existsSync(target)).toBe(false)
    const warned = await fetchStep({ ...step, 'if-missing': 'warn' }, { artifacts: [coverage] })
    expect(warned.report.outputs).toMatchObject({ found: 'false', 'artifact-count': '1', 'file-count': '2' })
    expect(Object.keys(treeOf(target))).toHaveLength(2)
  })

  test('the log shows each run with its reason, the near names and what to change', async () => {
    const { world } = await fetchStep(
      { branch: 'main', name: 'covrage' },
      {
        artifacts: [coverage],
        repository: { runs: [aRun({ id: 1 }), aRun({ id: 2, conclusion: 'failure' })] },
      },
    )
    const log = world.log.lines.join('\n')
    expect(log).toContain('#1 (main, push, success, 1 d ago): it has no artifact "covrage".')
    expect(log).toContain('Nearest names that exist: coverage.')
  })
})

describe('failures are reports', () => {
  const check = (report: Report): void => {
    expect(report.failure).not.toBeNull()
    expect(Object.keys(report.outputs).toSorted()).toEqual(outputNames)
    expect(report.outputs).toMatchObject({
      found: 'false',
      'artifact-count': '0',
      'file-count': '0',
      artifacts: '[]',
      manifest: '',
    })
    expect(report.outputs['error-message']).toBe(report.failure?.message)
    expect(report.summary).toContain('❌')
  }

  test('a permission that is missing', async () => {
    const world = aWorld(fakeGitHub(aFakeRepository()))
    world.github.permissions.clear()
    const report = await runFetch(parseFetch({ branch: 'main' }), world)
    check(report)
    expect(report.failure?.hint).toContain('actions: read')
  })

  test("a fork's run by id", async () => {
    const { report } = await fetchStep(
      { 'run-id': '1' },
      { artifacts: [coverage], repository: { runs: [aRun({ id: 1, headRepositoryId: 9 })] } },
    )
    check(report)
    expect(report.failure?.hint).toContain('allow-forks: true')
  })

  test('a digest that is not the one of the bytes', async () => {
    const bad = stored(10, 'coverage', { f: '1' }, { digest: `sha256:${'0'.repeat(64)}` })
    const { report } = await fetchStep({ branch: 'main', name: 'coverage' }, { artifacts: [bad] })
    check(report)
    expect(report.outputs['run-id']).toBe('1')
    expect(existsSync(target)).toBe(false)
    const warned = await fetchStep({ branch: 'main', name: 'coverage', digest: 'warn' }, { artifacts: [bad] })
    expect(warned.report.failure).toBeNull()
    expect(warned.report.annotations[0]?.message).toContain('do not have the digest')
    expect(treeOf(target)).toEqual({ f: '1' })
  })

  test('a digest that is pinned, and one that is required', async () => {
    const step = { branch: 'main', name: 'coverage' }
    const other = await fetchStep(
      { ...step, 'expected-digest': `sha256:${'1'.repeat(64)}` },
      { artifacts: [coverage] },
    )
    check(other.report)
    expect(other.world.github.countOf('getArtifactUrl')).toBe(0)
    const unknown = { ...coverage, artifact: { ...coverage.artifact, digest: null } }
    check((await fetchStep({ ...step, digest: 'require' }, { artifacts: [unknown] })).report)
    const right = await fetchStep(
      { ...step, 'expected-digest': coverage.artifact.digest ?? '' },
      { artifacts: [unknown] },
    )
    expect(right.report.failure).toBeNull()
    rmSync(target, { recursive: true })
    const wrong = await fetchStep(
      { ...step, 'expected-digest': `sha256:${'1'.repeat(64)}` },
      { artifacts: [unknown] },
    )
    check(wrong.report)
    expect(existsSync(target)).toBe(false)
  })

  test('a pinned digest is of the whole, also where only some files are wanted', async () => {
    // Large enough that reading it whole is a choice.
    const noise = Array.from({ length: 60_000 }, (_, index) =>
      createHash('sha256').update(String(index)).digest('base64'),
    ).join('')
    const large = stored(10, 'coverage', { noise, 'lcov.info': 'abc' })
    const unknown = { ...large, artifact: { ...large.artifact, digest: null } }
    const step = { branch: 'main', name: 'coverage', files: '*.info' }
    const wrong = await fetchStep(
      { ...step, 'expected-digest': `sha256:${'1'.repeat(64)}` },
      { artifacts: [unknown] },
    )
    check(wrong.report)
    const right = await fetchStep(
      { ...step, 'expected-digest': large.artifact.digest ?? '' },
      { artifacts: [unknown] },
    )
    expect(right.report.failure).toBeNull()
    expect(treeOf(target)).toEqual({ 'lcov.info': 'abc' })
  })

  test('a cancelled step', async () => {
    const controller = new AbortController()
    controller.abort(new Error('Cancelled by SIGTERM.'))
    const world = aWorld(fakeGitHub(aFakeRepository({ runs: [] })), { signal: controller.signal })
    const report = await runFetch(parseFetch({ workflow: '*', wait: '5min' }), world)
    check(report)
    expect(report.failure?.message).toContain('Cancelled')
  })

  test('a bug is none', async () => {
    const world = aWorld(fakeGitHub(aFakeRepository()))
    world.github.onCall = () => {
      throw new TypeError('a bug')
    }
    await expect(runFetch(parseFetch({ branch: 'main' }), world)).rejects.toThrow(TypeError)
  })
})

describe('a dry run', () => {
  test('downloads nothing, and shows the same table', async () => {
    const { report, world } = await fetchStep(
      { branch: 'main', name: 'coverage', 'dry-run': 'true' },
      {
        artifacts: [coverage],
        repository: { runs: [aRun({ id: 1 }), aRun({ id: 2, conclusion: 'cancelled' })] },
      },
    )
    expect(existsSync(root + '/target')).toBe(false)
    expect(world.github.countOf('getArtifactUrl')).toBe(0)
    expect(report.outputs).toMatchObject({
      found: 'true',
      'artifact-count': '1',
      'file-count': '0',
      manifest: '',
      'run-id': '1',
    })
    expect(report.summary).toContain('DRY RUN')
    expect(report.summary).toContain('taken')
  })

  test('fails where the real run would', async () => {
    const { report } = await fetchStep({ branch: 'main', name: 'nope', 'dry-run': 'true' })
    expect(report.failure).not.toBeNull()
  })
})

describe('the quota', () => {
  const many = Array.from({ length: 30 }, (_, index) => stored(index + 1, `a${index}`, { f: `${index}` }))
  const quota = (remaining: number): RateLimit => ({ limit: 1000, remaining, resetAtMs: nowMs + hourMs })

  test('downloads that it does not pay for are not begun', async () => {
    const { report, world } = await fetchStep({ 'run-id': '1' }, { artifacts: many, quota: quota(225) })
    expect(report.failure?.message).toContain('30 downloads take as many API requests')
    expect(report.failure?.hint).toContain('api-reserve')
    expect(world.github.countOf('getArtifactUrl')).toBe(0)
    expect(existsSync(target)).toBe(false)
  })

  test('those that it pays for are, and a few always', async () => {
    const whole = await fetchStep({ 'run-id': '1' }, { artifacts: many, quota: quota(240) })
    expect(whole.report.outputs['file-count']).toBe('30')
    const few = await fetchStep({ 'run-id': '1', name: 'a1' }, { artifacts: many, quota: quota(100) })
    expect(few.report.failure).toBeNull()
  })
})

describe('logs and jobs', () => {
  const jobs = [
    aJob({ id: 1, name: 'build' }),
    aJob({ id: 2, name: 'caller / callee' }),
    aJob({ id: 3, name: 'skipped', conclusion: 'skipped' }),
    aJob({ id: 4, name: 'build', attempt: 2 }),
  ]
  const blobs = {
    'logs/1.txt': textBlob('first build'),
    'logs/2.txt': textBlob('2026-01-01T00:00:00Z test ✓\n'),
    'logs/4.txt': textBlob('second build', '../../evil.txt'),
  }

  test("each job's newest log, under a safe name of its own", async () => {
    const { report } = await fetchStep({ target: 'logs', 'run-id': '1' }, { blobs, repository: { jobs } })
    expect(report.failure).toBeNull()
    expect(treeOf(target)).toEqual({
      '1/01_build.txt': 'second build',
      '1/02_caller _ callee.txt': '2026-01-01T00:00:00Z test ✓\n',
    })
    expect(report.outputs).toMatchObject({
      found: 'true',
      'artifact-count': '0',
      'file-count': '2',
      artifacts: '[]',
    })
    expect(JSON.parse(readFileSync(report.outputs['manifest'] ?? '', 'utf8'))).toMatchObject({
      target: 'logs',
      files: [
        { path: '1/01_build.txt', job: 4 },
        { path: '1/02_caller _ callee.txt', job: 2 },
      ],
    })
  })

  test('only the jobs asked for', async () => {
    await fetchStep({ target: 'logs', 'run-id': '1', job: 'build' }, { blobs, repository: { jobs } })
    expect(Object.keys(treeOf(target))).toEqual(['1/01_build.txt'])
  })

  test('a hundred of them, a request each', async () => {
    const many = Array.from({ length: 100 }, (_, index) => aJob({ id: index + 1, name: `leg ${index}` }))
    const texts = Object.fromEntries(many.map(({ id }) => [`logs/${id}.txt`, textBlob(`log ${id}`)]))
    const { report, world } = await fetchStep(
      { target: 'logs', 'run-id': '1' },
      { blobs: texts, repository: { jobs: many } },
    )
    expect(report.outputs['file-count']).toBe('100')
    expect(treeOf(target)['1/042_leg 41.txt']).toBe('log 42')
    expect(world.github.countOf('getJobLogUrl')).toBe(100)
  })

  test.each(['fail', 'warn'])('logs that are gone, if-missing: %s', async (policy) => {
    const { report } = await fetchStep(
      { target: 'logs', 'run-id': '1', 'if-missing': policy },
      { blobs, repository: { jobs, goneLogs: new Set([1]) } },
    )
    expect(report.outputs['found']).toBe('false')
    expect(report.failure === null).toBe(policy === 'warn')
    expect(policy === 'warn' ? report.annotations[0]?.message : report.failure?.message).toContain(
      'GitHub has no log (any more) of 2 jobs',
    )
  })

  test('jobs.json has every attempt', async () => {
    const { report } = await fetchStep({ target: 'jobs', 'run-id': '1' }, { repository: { jobs } })
    expect(report.failure).toBeNull()
    const file = JSON.parse(treeOf(target)['1/jobs.json'] ?? '')
    expect(file).toMatchObject({ version: 1, repository: 'octo/app', run: { id: 1, event: 'push' } })
    expect(
      file.attempts.map((each: { attempt: number; jobs: { id: number }[] }) => [
        each.attempt,
        each.jobs.map(({ id }) => id),
      ]),
    ).toEqual([
      [1, [1, 2, 3]],
      [2, [4]],
    ])
    expect(report.outputs['file-count']).toBe('1')
  })

  test('of the last runs, below their ids', async () => {
    const runs = [aRun({ id: 1 }), aRun({ id: 2, conclusion: 'failure', createdAtMs: nowMs - hourMs })]
    await fetchStep(
      { target: 'jobs', workflow: 'ci.yml', history: '2' },
      { repository: { runs, jobs: [...jobs, aJob({ id: 9, runId: 2 })] } },
    )
    expect(Object.keys(treeOf(target)).toSorted()).toEqual(['1/jobs.json', '2/jobs.json'])
  })
})

describe('pull-request, from the API', () => {
  const numberOf = async (
    run: Parameters<typeof aRun>[0],
    pulls = [aPull({ number: 7, headRepositoryId: 9, headOwner: 'eve', headBranch: 'topic' })],
  ) =>
    (
      await fetchStep(
        { 'run-id': '1', 'allow-forks': 'true', 'dry-run': 'true' },
        { artifacts: [coverage], repository: { runs: [aRun({ id: 1, ...run })], pulls } },
      )
    ).report.outputs['pull-request']
  const ofFork = {
    event: 'pull_request',
    headBranch: 'topic',
    headRepositoryId: 9,
    headRepositoryName: 'eve/app',
  }

  test('what GitHub attaches', async () => {
    expect(await numberOf({ pullRequests: [3] })).toBe('3')
  })
  test('of several it cannot tell', async () => {
    expect(await numberOf({ pullRequests: [3, 4] })).toBe('')
  })
  test("of a fork's run, which carries none, by its head", async () => {
    expect(await numberOf(ofFork)).toBe('7')
  })
  test('the repository id decides, since names can be taken', async () => {
    expect(await numberOf({ ...ofFork, headRepositoryId: 10 })).toBe('')
  })
  test('one that was opened after the run is not it', async () => {
    expect(await numberOf({ ...ofFork, createdAtMs: nowMs - 1000 * hourMs })).toBe('')
  })
  test('of a fork that is gone, by the commit', async () => {
    const gone = { ...ofFork, headRepositoryId: null, headRepositoryName: null, headSha: aSha(7) }
    const pull = aPull({ number: 7, headRepositoryId: null, headBranch: 'topic', headSha: aSha(7) })
    expect(await numberOf(gone, [pull])).toBe('7')
    expect(await numberOf(gone, [pull, { ...pull, number: 8 }])).toBe('')
    expect(await numberOf(gone, [{ ...pull, headSha: aSha(8) }])).toBe('')
  })
  test('a push is of none', async () => {
    expect(await numberOf({ ...ofFork, event: 'push' })).toBe('')
  })
})
