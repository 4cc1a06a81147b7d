/** What a fetch says when nothing is there, and what it does about it. */
import { join } from 'node:path'
import { readFileSync, writeFileSync } from 'node:fs'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from '@jest/globals'
import { addCommits, addPull } from '../../sandbox/build-code.ts'
import { addArtifact, addFork, addRun, addWorkflow } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Run } from '../../sandbox/world.ts'
import { outputNames } from '../../src/outputs.ts'
import { addMarked, countRequests, errorsOf, fetchStep, outOf, visibleLog } from '../fetch/bundle.ts'
import { treeOf, type Scene, type SceneStep } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

/** Runs that fail one test each, newest first, with the reason that a reader must find. */
async function stage(): Promise<{ readonly scene: Scene; readonly reasons: readonly [Run, string][] }> {
  const scene = await open()
  const { repository, workflow, sandbox } = scene
  const at = (hours: number) => ({ createdAt: ago(sandbox.world, { hours }) })
  const make = (hours: number, options: Parameters<typeof addRun>[1] = {}): Run =>
    addRun(workflow, { ...at(hours), ...options })
  const nothing = make(8)
  const other = make(7)
  addMarked(other, 'coverage-linux', 'other')
  const expired = make(6)
  addMarked(expired, 'coverage', 'x', { expired: true, expiresAt: '2026-01-31T00:00:00Z' })
  const failed = make(5, { conclusion: 'failure' })
  const running = make(4, { status: 'in_progress' })
  const fork = make(3, { headRepository: addFork(repository, 'mallory'), event: 'pull_request' })
  addMarked(fork, 'coverage', 'fork')
  const cancelled = make(2, { conclusion: 'cancelled' })
  return {
    scene,
    reasons: [
      [cancelled, 'its conclusion is cancelled, not success'],
      [fork, 'it is of the fork mallory/shop, and allow-forks is not set'],
      [running, 'it is in_progress, not success'],
      [failed, 'its conclusion is failure, not success'],
      [expired, 'its artifact "coverage" expired on 2026-01-31'],
      [other, 'it has no artifact "coverage"'],
      [nothing, 'it has no artifact "coverage"'],
    ],
  }
}

/** The filters of the server would hide what is to be seen here. */
const search = { branch: 'main', name: 'coverage', conclusion: 'success, neutral' }

/** The rows of the table of runs, as a reader sees them: run, branch, event, conclusion, age, why. */
function tableOf({ summary }: SceneStep): readonly (readonly string[])[] {
  const tokens = new MarkdownIt({ html: true }).parse(summary, {})
  const rows: string[][] = []
  for (const [index, { type }] of tokens.entries()) {
    if (type === 'tr_open') rows.push([])
    if (type === 'td_open' || type === 'th_open') rows.at(-1)?.push(plain(tokens[index + 1]?.content ?? ''))
  }
  const start = rows.findIndex((row) => row.at(-1) === 'Why')
  return start < 0 ? [] : rows.slice(start + 1)
}
const plain = (html: string): string =>
  html
    .replaceAll(/<wbr>/g, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code)))

describe('a miss explains itself', () => {
  test('each run with its one reason, newest first, in the log and in the summary', async () => {
    const { scene, reasons } = await stage()
    const wanted = reasons.map(
      ([run, reason]) => [run, reason.replace('not success', 'not success or neutral')] as const,
    )
    const result = await fetchStep(scene, search)
    expect(result.exitCode).toBe(1)

    const table = tableOf(result)
    // The run of the step itself comes first: it is the newest, and in progress.
    expect(table.map((row) => row.at(-1))).toEqual([
      'it is the run of this step, and in_progress, not success or neutral',
      ...wanted.map(([, reason]) => reason),
    ])
    expect(table[2]?.slice(0, 5)).toEqual([
      `#${wanted[1]?.[0].number}`,
      'main',
      'pull_request',
      'success',
      '3 h ago',
    ])

    const log = visibleLog(result)
    const places = wanted.map(([run, reason]) => {
      const line = log.split('\n').findIndex((each) => each.includes(`/actions/runs/${run.id}`))
      expect(log.split('\n')[line]).toContain(reason)
      return line
    })
    expect(places).toEqual(places.toSorted((one, other) => one - other))
    expect(places[0]).toBeGreaterThan(0)
  })

  test('the names that are near, and what to change', async () => {
    const { scene } = await stage()
    const result = await fetchStep(scene, search)
    for (const text of [visibleLog(result), plain(result.summary)]) {
      expect(text).toContain('coverage-linux')
      expect(text).toContain('set conclusion, or conclusion: any')
      expect(text).toContain('set allow-forks: true and a path of their own')
      expect(text).toContain('raise retention-days')
    }
    expect(plain(result.summary)).toMatch(
      /Asked for.*branch: main.*conclusion: success, neutral.*name: coverage/,
    )
  })

  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      'conclusion',
      { branch: 'main', name: 'x*' },
      ['its conclusion is cancelled, not success', 'it is in_progress, not success'],
    ],
    ['branch', { branch: 'mian', name: 'coverage' }, ['branch "main" is not asked for']],
    ['event', { event: 'release', name: 'coverage' }, ['event push is not asked for']],
    ['actor', { actor: 'robot', name: 'coverage' }, ['actor octocat is not asked for']],
    ['commit', { commit: 'f'.repeat(40), name: 'coverage' }, ['is not asked for']],
    ['age', { 'older-than': '9d', name: 'coverage' }, ['old, not older than 9d']],
    ['pull request', { 'pull-request': '3', name: 'coverage' }, ['it is not of pull request #3']],
    [
      'ancestors',
      { commit: 'main', ancestors: '3', name: 'coverage' },
      ['its conclusion is failure, not success'],
    ],
  ])(
    'also runs that GitHub filters out are shown with their reason: by %s',
    async (_name, inputs, reasons) => {
      const { scene } = await stage()
      addPull(scene.repository, { number: 3, createdAt: ago(scene.sandbox.world, { seconds: 1 }) })
      const tip = scene.repository.branches.get('main') ?? ''
      addCommits(scene.repository, { count: 2 })
      addRun(scene.workflow, { sha: tip, conclusion: 'failure' })
      const { result, requests } = await countRequests(scene, () => fetchStep(scene, inputs))
      expect(result.exitCode).toBe(1)
      for (const reason of reasons) {
        expect(visibleLog(result)).toContain(reason)
        expect(tableOf(result).map((row) => row.at(-1))).toContainEqual(expect.stringContaining(reason))
      }
      expect(requests.length).toBeLessThanOrEqual(15)
    },
  )

  test('by a dry run also where there is a match', async () => {
    const { scene } = await stage()
    const inputs = { branch: 'main', name: 'coverage-linux', 'dry-run': 'true' }
    const result = await fetchStep(scene, inputs)
    expect(result.exitCode).toBe(0)
    const reasons = tableOf(result).map((row) => row.at(-1))
    expect(reasons).toContain('its conclusion is failure, not success')
    expect(reasons.at(-1)).toBe('✅ taken')
  })

  test('of a run asked for by its id, the names that it has', async () => {
    const { scene, reasons } = await stage()
    const [other] = reasons[5] ?? []
    for (const env of [{}, { ACTIONS_RUNTIME_TOKEN: undefined }]) {
      const inputs = { 'run-id': String(other?.id), name: 'coverage' }
      const result = await fetchStep(scene, inputs, { env })
      expect(errorsOf(result)[0]).toContain('Nearest names that exist: coverage-linux.')
    }
    addMarked(scene.current, 'coverage-mac', 'x')
    const current = await fetchStep(
      scene,
      { name: 'coverage' },
      { env: { ACTIONS_RUNTIME_TOKEN: undefined } },
    )
    expect(errorsOf(current)[0]).toContain('Nearest names that exist: coverage-mac.')
  })

  test('one error annotation, exit 1, every output, and path as it was', async () => {
    const { scene } = await stage()
    const { GITHUB_WORKSPACE: workspace = '' } = await scene.sandbox.env({ run: scene.current })
    writeFileSync(join(workspace, 'mine.txt'), 'mine')
    const result = await fetchStep(scene, { ...search, path: workspace })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toHaveLength(1)
    expect(result.annotations).toHaveLength(1)
    expect(treeOf(workspace)).toEqual({ 'mine.txt': 'mine' })
    expect(Object.keys(result.outputs).toSorted()).toEqual([...outputNames].toSorted())
    expect(result.outputs).toMatchObject({
      found: 'false',
      'artifact-count': '0',
      'file-count': '0',
      bytes: '0',
      path: workspace,
      'run-id': '',
      'run-url': '',
      'head-sha': '',
      'pull-request': '',
      distance: '',
      artifacts: '[]',
      manifest: '',
    })
    expect(result.outputs['error-message']).toContain('Not found')
  })

  test('under dry-run the same table, also where there is a match', async () => {
    const { scene, reasons } = await stage()
    const dry = { 'dry-run': 'true' }
    const missed = await fetchStep(scene, { ...search, ...dry })
    expect(missed.exitCode).toBe(1)
    expect(tableOf(missed)).toHaveLength(reasons.length + 1)

    const found = await fetchStep(scene, { ...search, ...dry, name: 'coverage-*' })
    expect(found.exitCode).toBe(0)
    expect(tableOf(found).at(-1)?.at(-1)).toBe('✅ taken')
    expect(tableOf(found)).toHaveLength(reasons.length)
    expect(visibleLog(found)).toContain('it is of the fork mallory/shop')
    expect(visibleLog(found)).toContain('would fetch artifact "coverage-linux"')
    expect(found.outputs).toMatchObject({ found: 'true', 'artifact-count': '1', 'file-count': '0' })
    expect(outOf(found)).toEqual({})
    expect(scene.sandbox.requestsOf({ origin: 'blob' })).toEqual([])
  })

  test('on a match the log says what was passed over, before anything is downloaded', async () => {
    const { scene } = await stage()
    const result = await fetchStep(scene, { ...search, name: 'coverage-*' })
    const lines = visibleLog(result).split('\n')
    const passedOver = lines.findIndex((line) => line.startsWith('Passed over 6 runs'))
    const taken = lines.findIndex((line) => line.startsWith('Run #'))
    const downloaded = lines.filter((line) => line.includes('ownloaded'))
    expect(passedOver).toBeGreaterThanOrEqual(0)
    expect(taken).toBeGreaterThan(passedOver)
    expect(downloaded).toHaveLength(1)
    expect(lines.indexOf(downloaded[0] ?? '')).toBeGreaterThan(taken)
    expect(lines.at(-2)).toMatch(
      /^Wrote 1 file with \d+ B to .*; downloaded \d+ B in .*s \(.*\/s\), 1 request, no retry; \d+ API requests\.$/,
    )
  })

  test.each<[string, Record<string, string>, string]>([
    ['a workflow', { workflow: 'cii.yml' }, 'Nearest names that exist: ci.yml'],
    ['a branch without any run', { branch: 'nowhere' }, 'There are runs of main'],
    ['a workflow without any run', { workflow: 'idle.yml' }, 'GitHub lists no run for them at all'],
    ['a commit', { commit: 'a'.repeat(40) }, 'ancestors: 20'],
  ])('what to change about %s', async (_name, inputs, advice) => {
    const { scene } = await stage()
    addWorkflow(scene.repository, 'idle.yml')
    const result = await fetchStep(scene, { ...search, ...inputs })
    for (const text of [visibleLog(result), plain(result.summary)]) expect(text).toContain(advice)
  })

  test('a hundred runs are shown, the rest counted', async () => {
    const scene = await open()
    for (let hours = 130; hours > 0; hours--)
      addRun(scene.workflow, { createdAt: ago(scene.sandbox.world, { hours }), event: 'schedule' })
    const result = await fetchStep(scene, { branch: 'main', event: '!schedule', name: 'x*' })
    expect(tableOf(result)).toHaveLength(100)
    // The run of this step is among them, and no advice: it cannot be waited for.
    expect(tableOf(result)[0]?.at(-1)).toBe('it is the run of this step, and in_progress, not success')
    expect(visibleLog(result)).not.toContain('wait: 10min')
    for (const text of [visibleLog(result), plain(result.summary)])
      expect(text).toContain('… and 31 older runs: 31 × event.')
  })

  test.each([
    ['always', true],
    ['on-failure', true],
    ['never', false],
  ] as const)('summary: %s', async (summary, isShown) => {
    const { scene } = await stage()
    const missed = await fetchStep(scene, { ...search, summary })
    expect(missed.summary !== '').toBe(isShown)
    const found = await fetchStep(scene, { ...search, name: 'coverage-linux', summary })
    expect(found.summary !== '').toBe(summary === 'always')
  })
})

describe('the newest run that has all of it', () => {
  test('each positive name, min-count, and no expired one', async () => {
    const scene = await open()
    const at = (hours: number) => ({ createdAt: ago(scene.sandbox.world, { hours }) })
    const whole = addRun(scene.workflow, at(5))
    for (const name of ['unit', 'e2e-1', 'e2e-2']) addMarked(whole, name, name)
    const few = addRun(scene.workflow, at(4))
    for (const name of ['unit', 'e2e-1']) addMarked(few, name, 'few')
    const half = addRun(scene.workflow, at(3))
    addMarked(half, 'unit', 'half')
    const expired = addRun(scene.workflow, at(2))
    for (const name of ['unit', 'e2e-1', 'e2e-2'])
      addMarked(expired, name, 'expired', { expired: name === 'unit' })
    const inputs = { branch: 'main', name: 'unit\ne2e-*' }

    const two = await fetchStep(scene, inputs)
    expect(two.outputs['run-id']).toBe(String(few.id))
    const three = await fetchStep(scene, { ...inputs, 'min-count': '3' })
    expect(three.outputs).toMatchObject({ 'run-id': String(whole.id), 'artifact-count': '3' })
    expect(visibleLog(three)).toContain('it has 2 artifacts of those asked for, fewer than min-count (3)')
    expect(visibleLog(three)).toContain('its artifact "unit" expired')
    expect(visibleLog(three)).toContain('it has no artifact that matches e2e-*')
    const four = await fetchStep(scene, { ...inputs, 'min-count': '4' })
    expect(four.exitCode).toBe(1)
  })

  test('of several artifacts of one name the highest id, by one name, a pattern and an id of the run', async () => {
    const scene = await open()
    const run = addRun(scene.workflow)
    for (const label of ['first', 'second', 'third']) addMarked(run, 'dist', label)
    for (const inputs of [
      { branch: 'main', name: 'dist' },
      { branch: 'main', name: 'di*', layout: 'flat' },
      { 'run-id': String(run.id), layout: 'flat' },
    ] as const) {
      const result = await fetchStep(scene, inputs)
      expect(outOf(result)).toEqual({ 'who.txt': 'third' })
      expect(result.outputs['artifact-count']).toBe('1')
    }
  })

  test('an expired one among those of a run is passed over, and said', async () => {
    const scene = await open()
    const run = addRun(scene.workflow)
    addMarked(run, 'live', 'live')
    addMarked(run, 'dead', 'dead', { expired: true })
    for (const inputs of [{ 'run-id': String(run.id) }, { branch: 'main' }] as const) {
      const result = await fetchStep(scene, inputs)
      expect(outOf(result)).toEqual({ 'live/who.txt': 'live' })
      expect(result.outputs['found']).toBe('true')
      for (const text of [visibleLog(result), plain(result.summary)])
        expect(text).toMatch(/Passed over.*artifact "dead" \(id \d+\) of run #\d+ expired on/)
    }
  })
})

describe('if-missing', () => {
  const cases: readonly (readonly [
    string,
    (run: Run, artifactId: number) => Record<string, string>,
    number,
  ])[] = [
    ['a name of a run', (run) => ({ 'run-id': String(run.id), name: 'a\nnope' }), 1],
    ['an id of several', (_run, id) => ({ 'artifact-id': `${id}, 999` }), 1],
    ['a run of several', (run) => ({ 'run-id': `${run.id}, 999` }), 2],
    ['min-count of ids', (run) => ({ 'run-id': String(run.id), 'min-count': '3' }), 2],
  ]
  test.each(cases)('%s', async (_name, inputs, count) => {
    const scene = await open()
    const run = addRun(scene.workflow)
    const artifact = addMarked(run, 'a', 'A')
    addMarked(run, 'b', 'B')
    const asked = inputs(run, artifact.id)

    const failed = await fetchStep(scene, asked)
    expect(failed.exitCode).toBe(1)
    expect(treeOf(failed.workspace)).toEqual({})
    expect(failed.outputs).toMatchObject({ found: 'false', 'artifact-count': '0' })

    for (const policy of ['warn', 'ignore']) {
      const result = await fetchStep(scene, { ...asked, 'if-missing': policy })
      expect(result.exitCode).toBe(0)
      expect(result.annotations.map(({ level }) => level)).toEqual(policy === 'warn' ? ['warning'] : [])
      expect(Object.keys(outOf(result))).toHaveLength(count)
      expect(result.outputs).toMatchObject({
        found: 'false',
        'artifact-count': String(count),
        'run-id': String(run.id),
        'error-message': '',
      })
    }
  })
})

describe('every output is set', () => {
  test.each<[string, Record<string, string>]>([
    ['a success', { 'run-id': 'RUN' }],
    ['bad inputs', { 'run-id': 'x' }],
    ['an error of GitHub', { 'run-id': 'RUN', repository: 'octo/none' }],
    ['a corrupt archive', { 'artifact-id': 'BAD' }],
    ['a conflict', { 'run-id': 'RUN', layout: 'flat' }],
  ])('after %s', async (name, inputs) => {
    const scene = await open()
    const run = addRun(scene.workflow)
    addMarked(run, 'a', 'A')
    addMarked(run, 'b', 'B')
    const bad = addArtifact(addRun(scene.workflow), 'bad', { bytes: Buffer.from('no zip') })
    const filled = Object.fromEntries(
      Object.entries(inputs).map(([key, text]) => [
        key,
        text.replace('RUN', String(run.id)).replace('BAD', String(bad.id)),
      ]),
    )
    const result = await fetchStep(scene, filled)
    expect(Object.keys(result.outputs).toSorted()).toEqual([...outputNames].toSorted())
    expect(result.exitCode).toBe(name === 'a success' ? 0 : 1)
    expect(errorsOf(result)).toHaveLength(name === 'a success' ? 0 : 1)
    expect(result.outputs['error-message'] === '').toBe(name === 'a success')
    if (name !== 'a success')
      expect(result.outputs).toMatchObject({
        found: 'false',
        'artifact-count': '0',
        'file-count': '0',
        bytes: '0',
        artifacts: '[]',
        manifest: '',
      })
    if (name === 'a success') {
      const manifest = JSON.parse(readFileSync(result.outputs['manifest'] ?? '', 'utf8'))
      expect(manifest.files).toHaveLength(2)
      expect(JSON.parse(result.outputs['artifacts'] ?? '')).toEqual([
        expect.objectContaining({ name: 'a', run: run.id, digest: expect.stringMatching(/^sha256:/) }),
        expect.objectContaining({ name: 'b', run: run.id, size: expect.any(Number), id: expect.any(Number) }),
      ])
    }
  })
})

test('a run that is found in another repository, which the token cannot see, is a clear error', async () => {
  const scene = await open()
  addWorkflow(scene.repository, 'x.yml')
  const { result, requests } = await countRequests(scene, () =>
    fetchStep(scene, { repository: 'octo/hidden', workflow: 'ci.yml', name: 'x' }),
  )
  expect(result.exitCode).toBe(1)
  expect(errorsOf(result)[0]).toContain('octo/hidden')
  expect(errorsOf(result)[0]).toContain('github-token')
  expect(requests.length).toBeLessThanOrEqual(4)
})
