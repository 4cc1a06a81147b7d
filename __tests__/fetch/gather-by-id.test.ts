import { describe, expect, test } from '@jest/globals'
import type { Artifact } from '../../src/model.ts'
import { aJob, anArtifact, aRun, aWorkflow, hourMs, nowMs } from '../support/builders.ts'
import { aFakeRepository, fakeGitHub, type FakeRepository } from '../support/fake-github.ts'
import type { With } from '../support/step.ts'
import { aWorld, find, missingOf, reasonsOf, takenIds, takenNames } from './world.ts'

const of = (runId: number, id: number, name: string, fields: Partial<Artifact> = {}): Artifact =>
  anArtifact({ id, name, runId, ...fields })

const runs = [
  aRun({ id: 7, conclusion: 'failure', createdAtMs: nowMs - 3 * hourMs }),
  aRun({ id: 8, createdAtMs: nowMs - 2 * hourMs, headBranch: 'dev' }),
  aRun({ id: 9, headRepositoryId: 5, headRepositoryName: 'eve/app', event: 'pull_request' }),
]
const artifacts = [
  of(7, 70, 'a'),
  of(7, 71, 'b'),
  of(8, 80, 'a'),
  of(8, 81, 'old', { isExpired: true }),
  of(9, 90, 'a'),
]
const lib = aFakeRepository({
  owner: 'other',
  name: 'lib',
  id: 2,
  runs: [aRun({ id: 7, repositoryId: 2, headRepositoryId: 2, createdAtMs: nowMs })],
  artifacts: [of(7, 700, 'of lib')],
})
const look = async (step: With, fields: Partial<FakeRepository> = {}) => {
  const github = fakeGitHub(aFakeRepository({ runs, artifacts, workflows: [aWorkflow()], ...fields }), lib)
  return { findings: await find(aWorld(github), step), github }
}

describe('run-id', () => {
  test('takes a run whatever its conclusion, for two requests', async () => {
    const { findings, github } = await look({ 'run-id': '7' })
    expect(takenNames(findings)).toEqual(['7:a#70', '7:b#71'])
    expect(github.calls.map(({ name }) => name)).toEqual(['getRun', 'listRunArtifacts'])
  })

  test('several, newest first; names and counts are asked of all together', async () => {
    const { findings } = await look({ 'run-id': '7\n8', name: 'a\nb', 'min-count': '3' })
    expect(takenNames(findings)).toEqual(['8:a#80', '7:a#70', '7:b#71'])
    expect(findings.missing).toEqual([])
  })

  test('URLs of other repositories, where ids are others', async () => {
    const { findings } = await look({ 'run-id': '7\nhttps://github.com/other/lib/actions/runs/7' })
    expect(takenNames(findings)).toEqual(['7:of lib#700', '7:a#70', '7:b#71'])
    expect(findings.taken[0]?.repository).toEqual({ owner: 'other', name: 'lib' })
  })

  test.each<[string, With, readonly string[], readonly string[]]>([
    [
      'a run that is not there',
      { 'run-id': '7\n404' },
      ['run 404 of octo/app is not there'],
      ['7:a#70', '7:b#71'],
    ],
    [
      'a name that is not there',
      { 'run-id': '7', name: 'a\nc' },
      ['run 7 of octo/app has no artifact that matches c'],
      ['7:a#70'],
    ],
    [
      'too few',
      { 'run-id': '7', 'min-count': '3' },
      ['run 7 of octo/app has only 2 artifacts of those asked for, fewer than min-count (3)'],
      ['7:a#70', '7:b#71'],
    ],
    [
      'an expired one',
      { 'run-id': '8', name: 'old' },
      ['run 8 of octo/app is there, but its artifact "old" expired on 2026-08-29'],
      [],
    ],
    [
      'one name of two runs',
      { 'run-id': '7\n8', name: 'a\nc' },
      ['what was asked for has no artifact that matches c'],
      ['8:a#80', '7:a#70'],
    ],
  ])('%s is missing, and the rest is there', async (_name, step, missing, names) => {
    const { findings } = await look(step)
    expect(missingOf(findings)).toEqual(missing)
    expect(takenNames(findings)).toEqual(names)
  })

  test('other selectors narrow', async () => {
    const { findings } = await look({ 'run-id': '7\n8', branch: 'main', conclusion: 'failure' })
    expect(takenIds(findings)).toEqual([7])
    expect(reasonsOf(findings)).toEqual(['8 branch: branch "dev" is not asked for', '7 taken'])
    expect(findings.missing).toEqual([])
  })

  test('what narrows everything away is a miss', async () => {
    const { findings } = await look({ 'run-id': '7', conclusion: 'success' })
    expect(missingOf(findings)).toEqual([
      'run 7 of octo/app is there, but its conclusion is failure, not success',
    ])
    expect(findings.missing[0]?.hint).toContain('narrow further')
    expect(reasonsOf(findings)).toEqual(['7 conclusion: its conclusion is failure, not success'])
  })

  test('the names that are near, for one request more', async () => {
    const { findings, github } = await look({ 'run-id': '8', name: 'olda' })
    expect(findings.nearestNames).toEqual(['old'])
    expect(github.countOf('listRunArtifacts')).toBe(2)
  })

  test('a hint tells who may see the run', async () => {
    const { findings } = await look({ 'run-id': '404' })
    expect(findings.missing[0]?.hint).toContain('the token cannot see it')
  })
})

describe('the trust gate', () => {
  test.each<[string, With]>([
    ['by id', { 'run-id': '9' }],
    ['by URL', { 'run-id': 'https://github.com/octo/app/actions/runs/9' }],
    ['by artifact', { 'artifact-id': '90' }],
    ['among others', { 'run-id': '7\n9' }],
  ])('a run of a fork is an error that says how to opt in: %s', async (_name, step) => {
    await expect(look(step)).rejects.toMatchObject({
      message: expect.stringContaining('Run 9 of octo/app is of the fork eve/app'),
      hint: expect.stringContaining('allow-forks: true'),
    })
  })

  test('a head repository that is gone is a fork', async () => {
    const gone = [aRun({ id: 7, headRepositoryId: null, headRepositoryName: null })]
    await expect(look({ 'run-id': '7' }, { runs: gone })).rejects.toThrow('is of a fork that is gone')
  })

  test('allowed, it is marked', async () => {
    for (const step of [{ 'run-id': '9' }, { 'artifact-id': '90' }]) {
      const { findings } = await look({ ...step, 'allow-forks': 'true', path: 'untrusted' })
      expect(findings.taken.map(({ isFork }) => isFork)).toEqual([true])
    }
  })

  test('logs and jobs are not gated', async () => {
    const { findings } = await look({ 'run-id': '9', target: 'logs' }, { jobs: [aJob({ runId: 9 })] })
    expect(takenIds(findings)).toEqual([9])
  })

  test('the current run is exempt, by its URL beside another one too', async () => {
    const current = aRun({ id: 100, headRepositoryId: 5, status: 'in_progress', createdAtMs: nowMs })
    const { findings } = await look(
      { 'run-id': '7\nhttps://github.com/octo/app/actions/runs/100' },
      { runs: [...runs, current], artifacts: [...artifacts, of(100, 1, 'mine')] },
    )
    expect(takenNames(findings)).toContain('100:mine#1')
  })
})

describe('artifact-id', () => {
  test('takes it, and its run tells who made it', async () => {
    const { findings, github } = await look({ 'artifact-id': '71' })
    expect(takenNames(findings)).toEqual(['7:b#71'])
    expect(github.calls.map(({ name }) => name)).toEqual(['getArtifact', 'getRun'])
  })

  test('several of several runs; each run is read once; two of one name are both meant', async () => {
    const twins = [...artifacts, of(7, 72, 'a')]
    const { findings, github } = await look({ 'artifact-id': '70\n72\n80' }, { artifacts: twins })
    expect(takenNames(findings)).toEqual(['8:a#80', '7:a#70', '7:a#72'])
    expect(github.countOf('getRun')).toBe(2)
  })

  test('by URL of another repository', async () => {
    const { findings } = await look({
      'artifact-id': 'https://github.com/other/lib/actions/runs/7/artifacts/700',
    })
    expect(takenNames(findings)).toEqual(['7:of lib#700'])
  })

  test.each<[string, With, readonly unknown[]]>([
    ['not there', { 'artifact-id': '999' }, ['artifact 999 of octo/app is not there']],
    ['expired', { 'artifact-id': '81' }, ['artifact 81 ("old") of octo/app expired on 2026-08-29']],
    [
      'of another name',
      { 'artifact-id': '70', name: 'x' },
      ['artifact 70 ("a") is passed over: its name is not asked for'],
    ],
    ['too small', { 'artifact-id': '70', 'min-size': '1GB' }, [expect.stringContaining('less than 1.0 GB')]],
    [
      'of another run',
      { 'artifact-id': '70', 'run-id': '8' },
      ['run 7 of octo/app is there, but its id is not asked for'],
    ],
  ])('one that is %s', async (_name, step, missing) => {
    const { findings } = await look(step)
    expect(missingOf(findings)).toEqual(missing)
    expect(takenNames(findings)).toEqual([])
  })

  test('each that has expired is named', async () => {
    const expired = [of(8, 81, 'old', { isExpired: true }), of(8, 82, 'older', { isExpired: true })]
    const { findings } = await look(
      { 'artifact-id': '80\n81\n82' },
      { artifacts: [...artifacts, ...expired] },
    )
    expect(missingOf(findings)).toEqual([
      expect.stringContaining('artifact 81 ("old")'),
      expect.stringContaining('artifact 82 ("older")'),
    ])
    expect(takenNames(findings)).toEqual(['8:a#80'])
  })

  test('an artifact that belongs to no known run is not trusted', async () => {
    await expect(look({ 'artifact-id': '1' }, { artifacts: [of(7, 1, 'a', { run: null })] })).rejects.toThrow(
      'does not say which run artifact 1',
    )
  })
})
