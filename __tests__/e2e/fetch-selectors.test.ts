/** Every selector of fetch, by itself and together, through the bundle. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addBranch, addCommits, addTag } from '../../sandbox/build-code.ts'
import { addRepository, addRun, addWorkflow } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Run } from '../../sandbox/world.ts'
import { addMarked, countRequests, errorsOf, fetchStep, outOf } from '../fetch/bundle.ts'
import { openScene, type Scene } from '../support/scene.ts'

/** One scene for the whole file; each run has an artifact `out` whose file says which run it is. */
let scene: Scene
let runs: Readonly<Record<string, Run>>
/** What `{run.what}` stands for in the rows below. */
const values = new Map<string, string>()

beforeAll(async () => {
  scene = await openScene()
  const { repository, workflow: ci, sandbox } = scene
  const { world } = sandbox
  const nightly = addWorkflow(repository, 'nightly.yml', { name: 'Nightly' })
  const lint = addWorkflow(repository, 'lint.yml', { name: 'Lint now' })
  const twinA = addWorkflow(repository, 'twin-a.yml', { name: 'Twin' })
  const twinB = addWorkflow(repository, 'twin-b.yml', { name: 'Twin' })
  const commits = addCommits(repository, { count: 3 })
  const tagged = addTag(repository, 'v1', commits[0]?.sha ?? '')
  const branched = addBranch(repository, 'v1', commits[1]?.sha ?? '')
  const engine = addWorkflow(addRepository(world, 'octo/engine'), 'build.yml')
  const at = (hours: number) => ({ createdAt: ago(world, { hours }) })
  // The oldest first, since numbers rise with time.
  runs = {
    old: addRun(ci, at(24 * 40)),
    twinB: addRun(twinB, at(11)),
    twinA: addRun(twinA, at(10)),
    renamed: addRun(lint, { ...at(9), name: 'Lint before' }),
    branch: addRun(ci, { ...at(8), branch: 'v1', sha: branched, event: 'workflow_dispatch' }),
    tag: addRun(ci, { ...at(7), branch: 'v1', sha: tagged }),
    running: addRun(ci, { ...at(6), status: 'in_progress' }),
    nightly: addRun(nightly, { ...at(5), event: 'schedule' }),
    feature: addRun(ci, { ...at(4), branch: 'feature/größer & mehr' }),
    scheduled: addRun(ci, { ...at(3), event: 'schedule', actor: 'robot' }),
    failed: addRun(ci, { ...at(2), conclusion: 'failure' }),
    newest: addRun(ci, at(1)),
    other: addRun(engine, { ...at(1), conclusion: 'failure' }),
  }
  for (const [label, run] of Object.entries(runs)) {
    const noise = randomBytes(label === 'old' ? 5000 : 1)
    const artifact = addMarked(run, 'out', label, { files: { 'who.txt': label, noise } })
    const url = `https://github.com/${run.repository.owner.login}/${run.repository.name}/actions/runs/${run.id}`
    values.set(`${label}.id`, String(run.id))
    values.set(`${label}.url`, url)
    values.set(`${label}.sha`, run.headSha)
    values.set(`${label}.short`, run.headSha.slice(0, 10))
    values.set(`${label}.number`, String(run.number))
    values.set(`${label}.workflow`, String(run.workflow.id))
    values.set(`${label}.day`, new Date(run.createdAt).toISOString().slice(0, 10))
    values.set(`${label}.artifact`, String(artifact.id))
    values.set(`${label}.artifactUrl`, `${url}/artifacts/${artifact.id}`)
  }
})
afterAll(async () => {
  const { violations } = scene.sandbox
  await scene.close()
  expect(violations).toEqual([])
})

/** `a: b; c: d | e` as inputs, where `|` stands between lines. */
const parse = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('; ').map((part) => {
      const [, name = '', value = ''] = /^([a-z-]+): (.*)$/.exec(part) ?? []
      const filled = value.replaceAll(/\{(\w+\.\w+)\}/g, (_whole, key: string) => values.get(key) ?? key)
      return [name, filled.replaceAll(' | ', '\n')]
    }),
  )

describe('finds', () => {
  test.each<[string, string]>([
    ['workflow: ci.yml', 'newest'],
    ['workflow: .github/workflows/nightly.yml', 'nightly'],
    ['workflow: {nightly.workflow}', 'nightly'],
    ['workflow: Nightly', 'nightly'],
    ['workflow: N*', 'nightly'],
    ['workflow: /^night/i', 'nightly'],
    ['workflow: * | !ci.yml', 'nightly'],
    ['workflow: !ci.yml', 'nightly'],
    ['workflow: Lint before', 'renamed'],
    ['workflow: Lint now', 'renamed'],
    ['workflow: Twin', 'twinA'],
    ['workflow: Twin | !twin-a.yml', 'twinB'],
    ['workflow: *; older-than: 570min; branch: main; event: push', 'twinA'],
    ['branch: main', 'newest'],
    ['branch: @default', 'newest'],
    ['branch: gone | v1 | main', 'tag'],
    ['branch: feature/größer & mehr', 'feature'],
    ['branch: feature/* | !main', 'feature'],
    ['branch: !main', 'feature'],
    ['branch: @deleted', 'feature'],
    ['branch: v1', 'tag'],
    ['branch: v1; event: workflow_dispatch', 'branch'],
    ['event: schedule', 'scheduled'],
    ['event: !push | !schedule', 'branch'],
    ['event: schedule, workflow_dispatch', 'scheduled'],
    ['actor: Robot', 'scheduled'],
    ['actor: !octocat', 'scheduled'],
    ['conclusion: failure', 'failed'],
    ['conclusion: !success | !in_progress', 'failed'],
    ['conclusion: failure, cancelled', 'failed'],
    ['conclusion: in_progress', 'running'],
    ['conclusion: any; older-than: 330min', 'running'],
    ['conclusion: completed; older-than: 90min', 'failed'],
    ['commit: {tag.sha}', 'tag'],
    ['commit: {tag.short}', 'tag'],
    ['commit: v1', 'branch'],
    ['commit: main', 'newest'],
    ['run-number: {old.number}; workflow: ci.yml', 'old'],
    ['run-number: {failed.number}, {tag.number}', 'tag'],
    ['run-id: {failed.id}', 'failed'],
    ['run-id: {failed.url}/attempts/1', 'failed'],
    ['run-id: {failed.id}; event: push; branch: main', 'failed'],
    ['run-id: {other.url}', 'other'],
    ['run-id: {other.id}; repository: octo/engine', 'other'],
    ['artifact-id: {failed.artifact}', 'failed'],
    ['artifact-id: {other.artifactUrl}', 'other'],
    ['artifact-id: {other.artifact}; repository: Octo/Engine', 'other'],
    ['repository: octo/engine; conclusion: any', 'other'],
    ['created: {old.day}', 'old'],
    ['created: <={old.day}', 'old'],
    ['created: 2020-01-01..{old.day}', 'old'],
    ['older-than: 30d', 'old'],
    ['older-than: 2h; newer-than: 4h', 'scheduled'],
    ['newer-than: 90min', 'newest'],
    ['min-size: 2kB; workflow: ci.yml', 'old'],
    ['max-size: 1kB; workflow: ci.yml', 'newest'],
  ])('%s', async (text, label) => {
    const result = await fetchStep(scene, { name: 'out', ...parse(text) })
    expect(errorsOf(result)).toEqual([])
    expect(outOf(result)['who.txt']).toBe(label)
    expect(result.outputs).toMatchObject({
      found: 'true',
      'run-id': String(runs[label]?.id),
      'head-sha': runs[label]?.headSha,
    })
  })
})

test('a tag and a branch of one name: tags/ and heads/ go to GitHub as they are written', async () => {
  const { requests } = await countRequests(scene, () => fetchStep(scene, { name: 'out', commit: 'tags/v1' }))
  expect(requests.map(({ url }) => decodeURIComponent(url))).toContainEqual(
    expect.stringContaining('/commits/tags/v1?'),
  )
})

describe('does not find', () => {
  test.each<[string, string]>([
    ['run-id: {failed.id}; event: schedule', 'event push is not asked for'],
    ['artifact-id: {failed.artifact}; branch: !main', 'branch "main" is excluded by !main'],
    ['run-id: {other.id}', 'run {other.id} of octo/shop is not there'],
    ['artifact-id: {other.artifact}', 'artifact {other.artifact} of octo/shop is not there'],
    ['run-number: 999', 'There is no run number 999 of this workflow'],
    ['workflow: nigthly.yml', 'octo/shop has no workflow that matches nigthly.yml'],
    ['workflow: CI; branch: nowhere', 'branch "main" is not asked for'],
    ['commit: 0123456', 'octo/shop has no commit, tag or branch 0123456'],
    ['pull-request: 99', 'octo/shop has no pull request #99'],
    ['branch: @fork', 'is not asked for'],
  ])('%s', async (text, reason) => {
    const result = await fetchStep(scene, { name: 'out', ...parse(text) })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toHaveLength(1)
    expect(result.log).toContain(parse(`x: ${reason}`)['x'])
    expect(outOf(result)).toEqual({})
  })
})

test('where only one run was looked at, the error itself says why it is not taken', async () => {
  const result = await fetchStep(scene, parse('run-number: {failed.number}; name: out'))
  expect(errorsOf(result)).toEqual([
    expect.stringContaining('the one run looked at does not match: its conclusion is failure, not success.'),
  ])
})

describe('refuses, before any request', () => {
  test.each<[string, string]>([
    ['older-than: 2h; newer-than: 1h', 'older-than'],
    ['min-size: 2MB; max-size: 1MB', 'min-size'],
    ['run-id: 7; history: 2', 'history'],
    ['run-id: 7; ancestors: 2', 'ancestors'],
    ['artifact-id: 7; wait: 10min', 'wait'],
    ['artifact-id: 7; min-count: 2', 'min-count'],
    ['ancestors: 2; branch: main', 'ancestors'],
    ['run-number: 3; workflow: *', 'run-number'],
    ['event: push, !push', 'event'],
    ['conclusion: any, failure', 'conclusion'],
    ['conclusion: succes', 'success'],
    ['job: build', 'job'],
    ['branch: refs/heads/main', 'main'],
    ['commit: HEAD~1', 'commit'],
    ['run-id: https://github.example.com/o/r/actions/runs/1', 'run-id'],
    ['run-id: {other.url}; repository: octo/third', 'repository'],
    ['allow-forks: true; path: ', 'allow-forks'],
    ['expected-digest: sha256:1', 'expected-digest'],
  ])('%s', async (text, word) => {
    const { result, requests } = await countRequests(scene, () => fetchStep(scene, parse(text)))
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toHaveLength(1)
    expect(errorsOf(result)[0]).toContain(word)
    expect(requests).toEqual([])
  })
})
