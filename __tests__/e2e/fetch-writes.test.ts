/** What a fetch writes and where, by the built bundle: each input about content, one by one. */
import { statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { addArtifact, addRun } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Artifact, Run } from '../../sandbox/world.ts'
import { writeZip } from '../archive/support/zip-writer.ts'
import { errorsOf, fetchStep, outOf } from '../fetch/bundle.ts'
import { treeOf, type Scene, type SceneOptions } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

interface Stage {
  readonly scene: Scene
  readonly run: Run
  readonly one: Artifact
  readonly two: Artifact
  readonly inputs: Readonly<Record<string, string>>
}

/** A run with two artifacts: they agree on one file and differ in another. */
async function stage(options: SceneOptions = {}): Promise<Stage> {
  const scene = await open(options)
  const { world } = scene.sandbox
  const run = addRun(scene.workflow, { createdAt: ago(world, { hours: 3 }) })
  const one = addArtifact(run, 'one', {
    files: { 'same.txt': 'same', 'a.txt': 'one', 'bin/run.sh': '#!/bin/sh' },
    createdAt: ago(world, { hours: 2 }),
  })
  const two = addArtifact(run, 'two', {
    files: { 'same.txt': 'same', 'a.txt': 'two' },
    createdAt: ago(world, { hours: 1 }),
  })
  return { scene, run, one, two, inputs: { 'run-id': String(run.id) } }
}

const shared = { 'same.txt': 'same', 'bin/run.sh': '#!/bin/sh' }

describe('on-conflict', () => {
  test.each<[string, Record<string, string>]>([
    ['first', { ...shared, 'a.txt': 'one' }],
    ['last', { ...shared, 'a.txt': 'two' }],
  ])('%s', async (choice, tree) => {
    const { scene, inputs } = await stage()
    const result = await fetchStep(scene, { ...inputs, layout: 'flat', 'on-conflict': choice })
    expect(outOf(result)).toEqual(tree)
    expect(result.outputs).toMatchObject({ found: 'true', 'artifact-count': '2', 'file-count': '3' })
  })

  test('rename puts the id of the artifact into the later one', async () => {
    const { scene, inputs, two } = await stage()
    const result = await fetchStep(scene, { ...inputs, layout: 'flat', 'on-conflict': 'rename' })
    expect(outOf(result)).toEqual({ ...shared, 'a.txt': 'one', [`a.${two.id}.txt`]: 'two' })
    expect(result.outputs['file-count']).toBe('4')
  })

  test('error, the default, names the file and both artifacts, and writes nothing', async () => {
    const { scene, inputs } = await stage()
    const result = await fetchStep(scene, { ...inputs, layout: 'flat' })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual([expect.stringContaining('a.txt (of "one" and "two")')])
    // The same bytes at one path are no conflict.
    expect(errorsOf(result)[0]).not.toContain('same.txt')
    expect(treeOf(result.workspace)).toEqual({})
    expect(result.outputs).toMatchObject({ found: 'false', 'artifact-count': '0', bytes: '0', manifest: '' })
  })
})

describe('layout: auto goes by what was asked for', () => {
  test.each<[string, (stage: Stage) => Record<string, string>, string]>([
    ['one literal name', () => ({ name: 'one' }), 'a.txt'],
    [
      'one literal name of a run of the history',
      () => ({ 'run-id': '', branch: 'main', name: 'one' }),
      'a.txt',
    ],
    ['a pattern that matches one', () => ({ name: 'on*' }), 'one/a.txt'],
    ['a literal name and an exclude', () => ({ name: 'one\n!x' }), 'a.txt'],
    ['only an exclude', () => ({ name: '!two' }), 'one/a.txt'],
    ['one artifact-id', ({ one }) => ({ 'run-id': '', 'artifact-id': String(one.id) }), 'a.txt'],
    [
      'two artifact-ids',
      ({ one, two }) => ({ 'run-id': '', 'artifact-id': `${one.id},${two.id}` }),
      'one/a.txt',
    ],
    ['all', () => ({}), 'one/a.txt'],
    ['history', () => ({ 'run-id': '', branch: 'main', name: 'one', history: '2' }), 'RUN/one/a.txt'],
    ['several runs', ({ scene, run }) => ({ 'run-id': `${run.id}\n${addOther(scene).id}` }), 'RUN/one/a.txt'],
  ])('%s', async (_name, inputs, expected) => {
    const made = await stage()
    const result = await fetchStep(made.scene, { ...made.inputs, ...inputs(made) })
    expect(errorsOf(result)).toEqual([])
    expect(outOf(result)).toHaveProperty([expected.replace('RUN', String(made.run.id))], 'one')
  })

  function addOther({ workflow }: Scene): Run {
    const other = addRun(workflow)
    addArtifact(other, 'one', { files: { 'a.txt': 'other' } })
    return other
  }
})

describe('files and executable', () => {
  test('only the entries asked for are read, by ranges, and get the x bit where it is asked for', async () => {
    const { scene, run } = await stage()
    addArtifact(run, 'large', {
      bytes: writeZip([
        { name: 'bin/tool', content: '#!/bin/sh' },
        { name: 'data.bin', content: 'x'.repeat(4_000_000), method: 0 },
        { name: 'bin/readme.md', content: 'r' },
      ]),
    })
    const result = await fetchStep(scene, {
      'run-id': String(run.id),
      name: 'large',
      files: 'bin/**\n!**/*.md',
      executable: 'bin/*',
    })
    expect(outOf(result)).toEqual({ 'bin/tool': '#!/bin/sh' })
    expect(statSync(join(result.workspace, 'out/bin/tool')).mode & 0o100).toBe(0o100)
    const downloaded = scene.sandbox
      .requestsOf({ origin: 'blob' })
      .reduce((sum, { bytes: sent }) => sum + sent, 0)
    expect(downloaded).toBeLessThan(1_000_000)
    expect(result.summary).toContain('not checked as a whole')
  })

  test('without executable no file has an x bit', async () => {
    const { scene, inputs } = await stage()
    const result = await fetchStep(scene, { ...inputs, name: 'one' })
    expect(statSync(join(result.workspace, 'out/bin/run.sh')).mode & 0o111).toBe(0)
  })

  test('files that match nothing are a warning', async () => {
    const { scene, inputs } = await stage()
    const result = await fetchStep(scene, { ...inputs, files: '*.none' })
    expect(result.exitCode).toBe(0)
    expect(result.annotations).toEqual([{ level: 'warning', message: expect.stringContaining('files') }])
    expect(result.outputs).toMatchObject({ 'artifact-count': '2', 'file-count': '0' })
  })
})

describe('digest', () => {
  const wrong = `sha256:${'0'.repeat(64)}`

  test.each<[string, Record<string, string>, string | null]>([
    ['verify', {}, 'SHA-256'],
    ['require', { digest: 'require' }, 'SHA-256'],
    ['warn', { digest: 'warn' }, null],
    ['off', { digest: 'off' }, null],
  ])('of bytes that do not have it: %s', async (policy, inputs, error) => {
    const { scene, run } = await stage()
    addArtifact(run, 'bad', { files: { 'a.txt': 'bad' }, digest: wrong })
    const result = await fetchStep(scene, { 'run-id': String(run.id), name: 'bad', ...inputs })
    expect(errorsOf(result)).toEqual(error === null ? [] : [expect.stringContaining(error)])
    expect(outOf(result)).toEqual(error === null ? { 'a.txt': 'bad' } : {})
    expect(result.annotations.filter(({ level }) => level === 'warning')).toHaveLength(
      policy === 'warn' ? 1 : 0,
    )
  })

  test('that GitHub does not know: verify goes on and says it, require fails before a byte', async () => {
    const { scene, run } = await stage()
    addArtifact(run, 'old', { files: { 'a.txt': 'old' }, digest: null })
    const inputs = { 'run-id': String(run.id), name: 'old' }
    const verified = await fetchStep(scene, inputs)
    expect(outOf(verified)).toEqual({ 'a.txt': 'old' })
    expect(verified.summary).toContain('not known to GitHub')
    const before = scene.sandbox.requestsOf({ origin: 'blob' }).length
    const required = await fetchStep(scene, { ...inputs, digest: 'require' })
    expect(errorsOf(required)).toEqual([expect.stringContaining('digest: require')])
    expect(scene.sandbox.requestsOf({ origin: 'blob' })).toHaveLength(before)
  })

  test('expected-digest: the right one passes, another fails before a byte', async () => {
    const { scene, run, inputs } = await stage()
    const first = await fetchStep(scene, { ...inputs, name: 'one' })
    const [{ digest }] = JSON.parse(first.outputs['artifacts'] ?? '')
    const right = await fetchStep(scene, { ...inputs, name: 'one', 'expected-digest': digest })
    expect(right.exitCode).toBe(0)
    const before = scene.sandbox.requestsOf({ origin: 'blob' }).length
    const other = await fetchStep(scene, { ...inputs, name: 'one', 'expected-digest': wrong })
    expect(errorsOf(other)).toEqual([expect.stringContaining(digest)])
    expect(errorsOf(other)[0]).toContain(`run ${run.id}`)
    expect(scene.sandbox.requestsOf({ origin: 'blob' })).toHaveLength(before)
    expect(treeOf(other.workspace)).toEqual({})
  })
})

test.each([
  ['max-files', '4'],
  ['max-bytes', '20B'],
])('%s is a cap on the whole, and the error says what to do', async (cap, value) => {
  const { scene, inputs } = await stage()
  const result = await fetchStep(scene, { ...inputs, [cap]: value })
  expect(errorsOf(result)).toEqual([expect.stringContaining(`more than \`${cap}\``)])
  expect(errorsOf(result)[0]).toContain('raise the cap')
  expect(treeOf(result.workspace)).toEqual({})
})

test('unzip: false keeps each zip under the name of its artifact', async () => {
  const { scene, inputs } = await stage()
  const result = await fetchStep(scene, { ...inputs, unzip: 'false', layout: 'flat' })
  expect(Object.keys(outOf(result)).toSorted()).toEqual(['one.zip', 'two.zip'])
  expect(result.outputs['file-count']).toBe('2')
})

describe('path', () => {
  test.each([
    ['out/../other/', 'other'],
    ['./out', 'out'],
    ['', ''],
  ])('%j is below the workspace', async (path, expected) => {
    const { scene, inputs } = await stage()
    const result = await scene.step({ mode: 'fetch', ...inputs, name: 'two', path })
    expect(result.outputs['path']).toBe(join(result.workspace, expected))
    expect(treeOf(join(result.workspace, expected))).toEqual({ 'a.txt': 'two', 'same.txt': 'same' })
  })

  test('~ is the home folder of the runner', async () => {
    const { scene, inputs } = await stage()
    const home = (await scene.sandbox.env({ run: scene.current }))['RUNNER_TEMP'] ?? homedir()
    const result = await scene.step(
      { mode: 'fetch', ...inputs, name: 'two', path: '~/out' },
      { env: { HOME: home, USERPROFILE: home } },
    )
    expect(result.outputs['path']).toBe(join(home, 'out'))
    expect(Object.keys(treeOf(join(home, 'out'))).toSorted()).toEqual(['a.txt', 'same.txt'])
  })
})

describe('how inputs may be written', () => {
  test.each<[string, (stage: Stage) => Record<string, string>]>([
    ['CRLF, blank lines and blanks', () => ({ name: '\r\n  one  \r\n\r\n two\r\n' })],
    ['a URL of the run', ({ run }) => ({ 'run-id': `https://github.com/octo/shop/actions/runs/${run.id}` })],
    [
      'a URL as the browser shows it',
      ({ run }) => ({
        'run-id': `https://github.com/Octo/Shop/actions/runs/${run.id}/attempts/1?pr=3#artifacts`,
      }),
    ],
    ['a repository in other case', () => ({ repository: 'OCTO/Shop' })],
    ['a boolean in other case', () => ({ unzip: 'True', 'allow-forks': 'FALSE' })],
    ['a target in singular', () => ({ target: 'artifact' })],
  ])('%s', async (_name, inputs) => {
    const made = await stage()
    const result = await fetchStep(made.scene, { ...made.inputs, ...inputs(made) })
    expect(errorsOf(result)).toEqual([])
    expect(Object.keys(outOf(result)).toSorted()).toEqual([
      'one/a.txt',
      'one/bin/run.sh',
      'one/same.txt',
      'two/a.txt',
      'two/same.txt',
    ])
    expect(result.outputs).toMatchObject({ found: 'true', 'run-id': String(made.run.id), bytes: '23' })
  })

  test('an expression that came out empty is the same as not set', async () => {
    const { scene, inputs } = await stage()
    const result = await fetchStep(scene, {
      ...inputs,
      name: '${{ github.nothing }}',
      layout: '${{ github.nothing }}',
      'min-count': '',
    })
    expect(result.outputs['artifact-count']).toBe('2')
  })
})

describe('where the runner gives less', () => {
  test.each<[string, Record<string, string | undefined>]>([
    ['no event payload', { GITHUB_EVENT_PATH: undefined }],
    ['no runtime token', { ACTIONS_RUNTIME_TOKEN: undefined, ACTIONS_RESULTS_URL: undefined }],
    ['no temporary folder', { RUNNER_TEMP: undefined }],
    ['no run of its own', { GITHUB_RUN_ID: undefined, GITHUB_WORKFLOW_REF: undefined }],
  ])('%s', async (_name, env) => {
    const { scene, inputs } = await stage()
    const result = await fetchStep(scene, { ...inputs, name: 'two' }, { env })
    expect(errorsOf(result)).toEqual([])
    expect(outOf(result)).toEqual({ 'a.txt': 'two', 'same.txt': 'same' })
  })

  test('nothing to fetch from: no run of its own and no selector', async () => {
    const { scene } = await stage()
    const result = await fetchStep(scene, {}, { env: { GITHUB_RUN_ID: undefined } })
    expect(errorsOf(result)).toEqual([expect.stringContaining('There is no current run to fetch from')])
    expect(scene.sandbox.requests).toEqual([])
  })
})
