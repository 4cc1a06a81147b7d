import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Artifact, Run } from '../../src/model.ts'
import {
  aLineOfCommits,
  anArtifact,
  aJob,
  aPull,
  aRef,
  aRun,
  aSha,
  aWorkflow,
  hourMs,
  minuteMs,
  nowMs,
} from '../support/builders.ts'
import { aFakeRepository, fakeGitHub, type FakeRepository } from '../support/fake-github.ts'
import type { With } from '../support/step.ts'
import { aWorld, find, missingOf, reasonsOf, takenIds, takenNames, type WorldOptions } from './world.ts'

const workflows = [
  aWorkflow(),
  aWorkflow({ id: 11, name: 'Lint', path: '.github/workflows/lint.yml' }),
  aWorkflow({ id: 12, name: 'Deploy', path: '.github/workflows/deploy.yml' }),
]

/** A run `age` hours old. */
const run = (id: number, ageHours: number, fields: Partial<Run> = {}): Run =>
  aRun({ id, createdAtMs: nowMs - ageHours * hourMs, ...fields })

/** An artifact of a run, made ten minutes after it. */
const artifactOf = (of: Run, fields: Partial<Artifact> = {}): Artifact =>
  anArtifact({
    id: of.id * 10,
    createdAtMs: of.createdAtMs + 10 * minuteMs,
    run: {
      id: of.id,
      headBranch: of.headBranch,
      headSha: of.headSha,
      repositoryId: of.repositoryId,
      headRepositoryId: of.headRepositoryId,
    },
    ...fields,
  })

const github = (fields: Partial<FakeRepository>) => fakeGitHub(aFakeRepository({ workflows, ...fields }))
const search = async (fields: Partial<FakeRepository>, step: With, options: WorldOptions = {}) => {
  const fake = github(fields)
  const world = aWorld(fake, options)
  const findings = await find(world, step)
  return { findings, fake, world, requests: fake.calls.length }
}

describe('the newest run that matches', () => {
  test('is the newest success of the current workflow, not the newest', async () => {
    const runs = [
      run(1, 5),
      run(2, 4),
      run(3, 3, { conclusion: 'failure' }),
      run(4, 2, { workflowId: 11, workflowName: 'Lint', workflowPath: '.github/workflows/lint.yml' }),
      run(5, 1, { status: 'in_progress' }),
    ]
    const { findings } = await search(
      { runs, artifacts: runs.map((each) => artifactOf(each)) },
      { branch: 'main', name: 'coverage' },
    )
    expect(takenNames(findings)).toEqual(['2:coverage#20'])
    expect(findings.missing).toEqual([])
  })

  test('has every artifact asked for', async () => {
    const runs = [run(1, 3), run(2, 2), run(3, 1)]
    const artifacts = [
      artifactOf(run(1, 3), { name: 'a', id: 1 }),
      artifactOf(run(1, 3), { name: 'b-linux', id: 2 }),
      artifactOf(run(2, 2), { name: 'a', id: 3 }),
      artifactOf(run(3, 1), { name: 'b-linux', id: 4 }),
    ]
    const { findings } = await search({ runs, artifacts }, { workflow: 'ci.yml', name: 'a\nb-*' })
    expect(takenNames(findings).toSorted()).toEqual(['1:a#1', '1:b-linux#2'])
    expect(reasonsOf(findings)).toEqual([
      '3 artifacts: it has no artifact "a"',
      '2 artifacts: it has no artifact that matches b-*',
      '1 taken',
    ])
  })

  test('has min-count of them', async () => {
    const runs = [run(1, 3), run(2, 2)]
    const artifacts = [
      artifactOf(run(1, 3), { name: 'x1', id: 1 }),
      artifactOf(run(1, 3), { name: 'x2', id: 2 }),
      artifactOf(run(2, 2), { name: 'x1', id: 3 }),
    ]
    const { findings } = await search(
      { runs, artifacts },
      { workflow: 'ci.yml', name: 'x*', 'min-count': '2' },
    )
    expect(takenIds(findings)).toEqual([1])
    expect(reasonsOf(findings)[0]).toBe(
      '2 artifacts: it has 1 artifact of those asked for, fewer than min-count (2)',
    )
  })

  test.each<[string, With]>([
    ['with one literal name', { workflow: 'ci.yml', name: 'coverage' }],
    ['with a pattern', { workflow: 'ci.yml', name: 'cov*' }],
  ])('expired artifacts are passed over and said, %s', async (_name, step) => {
    const runs = [run(1, 3), run(2, 2)]
    const artifacts = [
      artifactOf(run(1, 3)),
      artifactOf(run(2, 2), { isExpired: true, expiresAtMs: Date.UTC(2026, 4, 31) }),
    ]
    const { findings } = await search({ runs, artifacts }, step)
    expect(takenIds(findings)).toEqual([1])
    expect(reasonsOf(findings)[0]).toBe('2 artifacts: its artifact "coverage" expired on 2026-05-31')
  })

  test('of several of one name the newest counts', async () => {
    const only = run(1, 3, { attempt: 2 })
    const artifacts = [artifactOf(only, { id: 5 }), artifactOf(only, { id: 9 }), artifactOf(only, { id: 7 })]
    for (const name of ['coverage', 'cov*']) {
      const { findings } = await search({ runs: [only], artifacts }, { workflow: 'ci.yml', name })
      expect(takenNames(findings)).toEqual(['1:coverage#9'])
    }
  })

  test('a re-run does not make a run newer', async () => {
    const runs = [run(1, 30, { attempt: 3, startedAtMs: nowMs }), run(2, 20)]
    const { findings } = await search(
      { runs, artifacts: runs.map((each) => artifactOf(each)) },
      { workflow: 'ci.yml' },
    )
    expect(takenIds(findings)).toEqual([2])
  })

  test('history takes the newest N, fewer is fine', async () => {
    const runs = [run(1, 4), run(2, 3, { conclusion: 'failure' }), run(3, 2), run(4, 1)]
    const artifacts = runs.map((each) => artifactOf(each))
    const history = async (count: string) =>
      takenIds((await search({ runs, artifacts }, { workflow: 'ci.yml', history: count })).findings)
    expect(await history('2')).toEqual([4, 3])
    expect(await history('9')).toEqual([4, 3, 1])
  })

  test('other selectors narrow', async () => {
    const runs = [run(1, 9, { event: 'schedule', actor: 'hubot' }), run(2, 2, { event: 'push' })]
    const artifacts = runs.map((each) => artifactOf(each))
    const taken = async (step: With) => takenIds((await search({ runs, artifacts }, step)).findings)
    expect(await taken({ event: 'schedule' })).toEqual([1])
    expect(await taken({ actor: 'hubot' })).toEqual([1])
    expect(await taken({ 'older-than': '3h' })).toEqual([1])
    expect(await taken({ 'newer-than': '3h' })).toEqual([2])
    expect(await taken({ 'run-number': '1' })).toEqual([1])
    expect(await taken({ 'min-size': '1GB', branch: 'main' })).toEqual([])
  })
})

describe('branch', () => {
  const runs = [run(1, 9), run(2, 5, { headBranch: 'feature/ä b' }), run(3, 1, { headBranch: 'other' })]
  const artifacts = runs.map((each) => artifactOf(each))

  test.each<[string, readonly number[]]>([
    ['main', [1]],
    ['feature/ä b', [2]],
    ['feature/*', [2]],
    ['gone\nmain', [1]],
    ['main\nother', [1]],
    ['other\nmain', [3]],
    ['feature/*\nmain', [2]],
    ['feature/*\nother', [2]],
    ['!other', [2]],
    ['@default', [1]],
    ['nope\n@default', [1]],
    ['**', [3]],
  ])('%j: the first line with a match wins', async (branch, expected) => {
    for (const name of ['coverage', 'cov*']) {
      const { findings } = await search({ runs, artifacts }, { branch, name })
      expect(takenIds(findings)).toEqual(expected)
    }
  })

  test('a line falls through when its runs lack the artifact', async () => {
    const { findings } = await search(
      { runs, artifacts: artifacts.filter(({ run: of }) => of?.id !== 3) },
      { branch: 'other\nmain', name: 'coverage' },
    )
    expect(takenIds(findings)).toEqual([1])
    expect(reasonsOf(findings)).toEqual(['3 artifacts: it has no artifact "coverage"', '1 taken'])
  })

  test('a tag and a branch of one name are both runs of that name; the newest wins', async () => {
    const both = [
      run(1, 9, { headBranch: 'v1', event: 'push' }),
      run(2, 3, { headBranch: 'v1', event: 'release' }),
    ]
    const { findings } = await search(
      {
        runs: both,
        artifacts: both.map((each) => artifactOf(each)),
        tags: [aRef('v1')],
        branches: [aRef('v1')],
      },
      { branch: 'v1' },
    )
    expect(takenIds(findings)).toEqual([2])
  })

  test('words look at the repository', async () => {
    const { findings } = await search(
      { runs, artifacts, branches: [aRef('main'), aRef('other')] },
      { branch: '@deleted' },
    )
    expect(takenIds(findings)).toEqual([2])
  })
})

describe('workflow', () => {
  const lint = { workflowId: 11, workflowName: 'Lint', workflowPath: '.github/workflows/lint.yml' }
  const runs = [run(1, 9, lint), run(2, 5)]
  const artifacts = runs.map((each) => artifactOf(each))

  test.each<[string, readonly number[]]>([
    ['lint.yml', [1]],
    ['.github/workflows/lint.yml', [1]],
    ['11', [1]],
    ['Lint', [1]],
    ['Li*', [1]],
    ['*', [2]],
    ['!Lint', [2]],
    ['!11', [2]],
    ['Lint\nCI', [2]],
    ['lint.yml\ndeploy.yml', [1]],
  ])('%j', async (workflow, expected) => {
    expect(takenIds((await search({ runs, artifacts }, { workflow })).findings)).toEqual(expected)
  })

  test('a display name that looks like a file', async () => {
    const odd = [...workflows, aWorkflow({ id: 13, name: 'site.yml', path: '.github/workflows/pages.yaml' })]
    const own = run(3, 1, {
      workflowId: 13,
      workflowName: 'site.yml',
      workflowPath: '.github/workflows/pages.yaml',
    })
    const { findings } = await search(
      { workflows: odd, runs: [...runs, own], artifacts: [...artifacts, artifactOf(own)] },
      { workflow: 'site.yml' },
    )
    expect(takenIds(findings)).toEqual([3])
  })

  test('two workflows of one display name: the newest run of both', async () => {
    const twins = [...workflows, aWorkflow({ id: 13, name: 'Lint', path: '.github/workflows/lint2.yml' })]
    const young = run(3, 1, {
      workflowId: 13,
      workflowName: 'Lint',
      workflowPath: '.github/workflows/lint2.yml',
    })
    const fields = { workflows: twins, runs: [...runs, young], artifacts: [...artifacts, artifactOf(young)] }
    expect(takenIds((await search(fields, { workflow: 'Lint' })).findings)).toEqual([3])
    expect(takenIds((await search(fields, { workflow: 'Lint', history: '2' })).findings)).toEqual([3, 1])
  })

  test('a workflow that was renamed keeps its runs, under both names', async () => {
    const renamed = [aWorkflow(), aWorkflow({ id: 11, name: 'Style', path: '.github/workflows/lint.yml' })]
    const fields = { workflows: renamed, runs, artifacts }
    expect(takenIds((await search(fields, { workflow: 'Style' })).findings)).toEqual([1])
    expect(takenIds((await search(fields, { workflow: 'Lint' })).findings)).toEqual([1])
  })

  test('a workflow that does not exist is missing, with the nearest that do', async () => {
    const { findings } = await search({ runs, artifacts }, { workflow: 'lnt.yml' })
    expect(missingOf(findings)).toEqual(['octo/app has no workflow that matches lnt.yml'])
    expect(findings.nearestNames).toEqual(['lint.yml'])
  })

  test('the current workflow by default; where the runner does not say which, by the run', async () => {
    const current = run(100, 0, { ...lint, status: 'in_progress' })
    const { findings } = await search(
      { runs: [...runs, current], artifacts },
      { branch: 'main' },
      { context: { workflowPath: '' } },
    )
    expect(takenIds(findings)).toEqual([1])
  })

  test('a workflow that another repository requires is found by the run', async () => {
    const current = run(100, 0, { ...lint, status: 'in_progress' })
    const { findings } = await search(
      { runs: [...runs, current], artifacts },
      { branch: 'main' },
      { context: { workflowPath: '.github/workflows/required.yml' } },
    )
    expect(takenIds(findings)).toEqual([1])
  })

  test('in another repository any', async () => {
    const other = aFakeRepository({ owner: 'other', name: 'lib', id: 2, workflows, runs, artifacts })
    const world = aWorld(fakeGitHub(aFakeRepository(), other))
    const findings = await find(world, { repository: 'other/lib', name: 'coverage' })
    expect(takenIds(findings)).toEqual([2])
    expect(findings.taken[0]?.repository).toEqual({ owner: 'other', name: 'lib' })
  })
})

describe('forks', () => {
  const fork = run(2, 1, { headRepositoryId: 9, headRepositoryName: 'eve/app', event: 'pull_request' })
  const gone = run(3, 0.5, { headRepositoryId: null, headRepositoryName: null, event: 'pull_request' })
  const runs = [run(1, 5), fork, gone]
  const artifacts = runs.map((each) => artifactOf(each))

  test.each(['coverage', 'cov*'])('are passed over in a search, and said: %s', async (name) => {
    const { findings } = await search({ runs, artifacts }, { branch: 'main', name })
    expect(takenIds(findings)).toEqual([1])
    expect(reasonsOf(findings)).toEqual([
      '3 fork: it is of a fork that is gone',
      '2 fork: it is of the fork eve/app',
      '1 taken',
    ])
  })

  test('are taken and marked where that is asked for', async () => {
    const { findings } = await search(
      { runs, artifacts },
      { branch: 'main', 'allow-forks': 'true', path: 'untrusted' },
    )
    expect(findings.taken.map(({ identity, isFork }) => [identity.id, isFork])).toEqual([[3, true]])
  })

  test('ids decide: a fork that took the name of the repository is a fork', async () => {
    const squatter = run(4, 0, { headRepositoryId: 77, headRepositoryName: 'octo/app' })
    const { findings } = await search(
      { runs: [squatter], artifacts: [artifactOf(squatter)] },
      { branch: 'main' },
    )
    expect(takenIds(findings)).toEqual([])
  })

  test('logs and jobs are not gated', async () => {
    const { findings } = await search(
      { runs, jobs: [aJob({ runId: 3 })] },
      { branch: 'main', target: 'logs' },
    )
    expect(takenIds(findings)).toEqual([3])
  })

  test('a pull request of a fork is an error that says how to opt in', async () => {
    const pulls = [aPull({ number: 5, headRepositoryId: 9, headOwner: 'eve', headBranch: 'main' })]
    await expect(search({ runs, artifacts, pulls }, { 'pull-request': '5' })).rejects.toMatchObject({
      message: expect.stringContaining('Pull request #5 of octo/app comes from the fork of eve'),
      hint: expect.stringContaining('allow-forks: true'),
    })
    const { findings } = await search(
      { runs, artifacts, pulls },
      { 'pull-request': '5', 'allow-forks': 'true', path: 'untrusted' },
    )
    expect(takenIds(findings)).toEqual([2])
    const logs = await search(
      { runs, pulls, jobs: [aJob({ runId: 2 })] },
      { 'pull-request': '5', target: 'logs' },
    )
    expect(takenIds(logs.findings)).toEqual([2])
  })
})

describe('pull-request', () => {
  const pull = aPull({ number: 5, headBranch: 'topic', headSha: aSha(50), createdAtMs: nowMs - 10 * hourMs })
  const ofPull = { event: 'pull_request', headBranch: 'topic' }
  const runs = [
    run(1, 20, ofPull),
    run(2, 8, ofPull),
    run(3, 7, { event: 'push', headBranch: 'topic' }),
    run(4, 6, { event: 'push', headBranch: 'elsewhere', headSha: aSha(50) }),
  ]
  const fields = { runs, artifacts: runs.map((each) => artifactOf(each)), pulls: [pull] }

  test('runs of its events since it opened and of its head commit, in two lists', async () => {
    const { findings, fake } = await search(fields, { 'pull-request': '5', history: '9' })
    expect(takenIds(findings)).toEqual([4, 2])
    expect(fake.countOf('listRuns')).toBe(2)
  })

  test('one that is not there is missing', async () => {
    const { findings } = await search(fields, { 'pull-request': '6' })
    expect(missingOf(findings)).toEqual(['octo/app has no pull request #6'])
  })
})

describe('commit', () => {
  const commits = [...aLineOfCommits(30)]
  const runs = [
    run(1, 30, { headSha: aSha(10) }),
    run(2, 20, { headSha: aSha(12), conclusion: 'failure' }),
    run(3, 10, { headSha: aSha(20) }),
  ]
  const artifacts = runs.map((each) => artifactOf(each))
  const fields = { runs, artifacts, commits, branches: [aRef('main', aSha(20))] }

  test.each<[With, readonly number[], number | null]>([
    [{ commit: aSha(20) }, [3], 0],
    [{ commit: 'main' }, [3], 0],
    [{ commit: aSha(12) }, [], null],
    [{ commit: aSha(12), conclusion: 'any' }, [2], 0],
    [{ commit: aSha(12), ancestors: '1' }, [], null],
    [{ commit: aSha(12), ancestors: '2' }, [1], 2],
    [{ commit: aSha(19), ancestors: '20' }, [1], 9],
    [{ commit: aSha(9), ancestors: '20' }, [], null],
    [{ commit: '0'.repeat(40) }, [], null],
    [{ commit: '0'.repeat(40), ancestors: '5' }, [], null],
  ])('%j', async (step, expected, distance) => {
    for (const name of ['coverage', 'cov*']) {
      const { findings } = await search(fields, { ...step, name })
      expect(takenIds(findings)).toEqual(expected)
      expect(findings.distance).toBe(distance)
    }
  })

  test('ancestors that the artifact list rules out cost no list of runs', async () => {
    const { fake } = await search(fields, { commit: aSha(19), ancestors: '20', name: 'coverage' })
    // The commit itself, the one with a failed run, and the one that matches: not the other seven.
    expect(fake.countOf('listRuns')).toBe(3)
    expect(fake.countOf('listCommits')).toBe(1)
  })

  test('a name that resolves to nothing is missing', async () => {
    const { findings } = await search(fields, { commit: 'v9' })
    expect(missingOf(findings)).toEqual(['octo/app has no commit, tag or branch v9'])
    expect(takenIds(findings)).toEqual([])
  })

  test('a baseline: the merge base of the event, or what came before it', async () => {
    const payload = { pull_request: { number: 8, base: { sha: aSha(20) }, head: { sha: aSha(31) } } }
    const { findings } = await search(
      { ...fields, commits: [...commits, { sha: aSha(31), parents: [aSha(14)] }] },
      { commit: 'merge-base', ancestors: '10', workflow: 'ci.yml' },
      { context: { event: 'pull_request', payload } },
    )
    expect(takenIds(findings)).toEqual([1])
    expect(findings.distance).toBe(4)
    expect(findings.notes).toEqual([`commit: merge-base of pull request #8 is ${aSha(14)}.`])
  })
})

describe('what a search costs', () => {
  /** n runs of main, five minutes apart, the highest id the newest. */
  const many = (count: number, fields: (id: number) => Partial<Run> = () => ({})): Run[] =>
    Array.from({ length: count }, (_, index) =>
      aRun({ id: index + 1, createdAtMs: nowMs - (count - index) * 5 * minuteMs, ...fields(index + 1) }),
    )
  const bar = { workflow: 'ci.yml', branch: 'main', name: 'coverage' }

  test.each([1, 50, 100])('a match at place %d of the first hundred: two lists', async (place) => {
    const runs = many(1000)
    const artifacts = runs.filter(({ id }) => id <= 1000 - place + 1).map((each) => artifactOf(each))
    const { findings, requests } = await search({ runs, artifacts }, bar)
    expect(takenIds(findings)).toEqual([1000 - place + 1])
    expect(requests).toBeLessThanOrEqual(3)
  })

  test('a display name takes one list more', async () => {
    const runs = many(300)
    const { requests } = await search(
      { runs, artifacts: runs.map((each) => artifactOf(each)) },
      { ...bar, workflow: 'CI' },
    )
    expect(requests).toBe(3)
  })

  test.each<[string, (run: Run) => Artifact | null]>([
    ['without the artifact', () => null],
    ['whose artifacts have expired', (each) => artifactOf(each, { isExpired: true })],
  ])('1,000 runs %s: at most 25 requests', async (_name, make) => {
    const runs = many(1000)
    const artifacts = runs.flatMap((each) => make(each) ?? [])
    const { findings, requests } = await search({ runs, artifacts }, bar)
    expect(takenIds(findings)).toEqual([])
    expect(requests).toBeLessThanOrEqual(25)
  })

  test('1,000 artifacts on another branch: at most 25', async () => {
    const runs = [...many(1000, () => ({ headBranch: 'dev' })), run(5000, 0.01)]
    const { requests } = await search(
      { runs, artifacts: runs.filter(({ id }) => id < 5000).map((each) => artifactOf(each)) },
      bar,
    )
    expect(requests).toBeLessThanOrEqual(25)
  })

  test('one weekly artifact far behind the 1,000 runs of a busy repository is found', async () => {
    const runs = many(3000)
    const rare = runs[40]
    const artifacts = rare === undefined ? [] : [artifactOf(rare)]
    const { findings, requests } = await search({ runs, artifacts }, bar)
    expect(takenIds(findings)).toEqual([41])
    expect(requests).toBeLessThanOrEqual(4)
  })

  test('patterns: at most a hundred runs are looked into, and it is said', async () => {
    const runs = many(150)
    const { findings, fake } = await search({ runs }, { ...bar, name: 'cov*' })
    expect(fake.countOf('listRunArtifacts')).toBeLessThanOrEqual(101)
    expect(findings.notes.join()).toContain('Looked into 100 runs, the most that one search does')
  })

  test('the cap of 1,000 is said', async () => {
    const runs = many(1200, () => ({ conclusion: 'failure' }))
    const { findings } = await search(
      { runs },
      { branch: 'main', name: 'cov*', conclusion: 'success, neutral' },
    )
    expect(findings.runDecisions).toHaveLength(1000)
    expect(findings.notes.join()).toContain('Only the newest 1,000 runs were looked at')
  })

  test('a run number far back is found in a few requests', async () => {
    const runs = many(5000)
    const deep = runs[122]
    const { findings, requests } = await search(
      { runs, artifacts: deep === undefined ? [] : [artifactOf(deep)] },
      { workflow: 'ci.yml', 'run-number': '123' },
    )
    expect(takenIds(findings)).toEqual([123])
    expect(requests).toBeLessThanOrEqual(4)
  })

  test('api-reserve ends a search early, and says so', async () => {
    const fake = github({ runs: many(500, () => ({ conclusion: 'failure' })) })
    fake.quota = { limit: 1000, remaining: 203, resetAtMs: nowMs + hourMs }
    const findings = await find(aWorld(fake), { branch: 'main', conclusion: 'success, neutral', name: 'x*' })
    expect(fake.quota.remaining).toBeGreaterThanOrEqual(198)
    expect(findings.notes.join()).toContain('api-reserve')
  })
})

describe('a miss shows what GitHub filters out', () => {
  const failed = run(1, 5, { conclusion: 'failure' })
  const runs = [
    failed,
    run(2, 4, { headBranch: 'dev' }),
    run(3, 3, { event: 'schedule', conclusion: 'failure' }),
  ]

  test.each<[string, With, readonly string[]]>([
    [
      'runs of other conclusions, for one request',
      { branch: 'main', event: 'push', name: 'x' },
      ['1 conclusion: its conclusion is failure, not success'],
    ],
    [
      'where there is none, all others',
      { branch: 'mian', name: 'x' },
      [
        '3 branch: branch "main" is not asked for',
        '2 branch: branch "dev" is not asked for',
        '1 branch: branch "main" is not asked for',
      ],
    ],
    ['but not of other workflows', { workflow: 'deploy.yml', name: 'x' }, []],
    ['nor where numbers are asked for', { 'run-number': '99', name: 'x' }, []],
  ])('%s', async (_name, step, reasons) => {
    const { findings } = await search({ runs }, step)
    expect(reasonsOf(findings)).toEqual(reasons)
  })

  test('an error of GitHub does not hide the miss', async () => {
    const fake = github({ runs })
    let lists = 0
    fake.onCall = (call) => {
      if (call.name === 'listRuns' && ++lists > 1) throw call.error(502)
    }
    const findings = await find(aWorld(fake), { branch: 'main', name: 'x' })
    expect(missingOf(findings)).toEqual(['there is no run of what was asked for at all'])
  })

  test('no more than thirty that have nothing in common with it', async () => {
    const many = Array.from({ length: 90 }, (_, index) => run(index + 1, 90 - index))
    const { findings } = await search({ runs: many }, { branch: 'mian', name: 'x' })
    expect(findings.runDecisions).toHaveLength(30)
  })

  test('failed runs of ancestors count as such', async () => {
    const { findings } = await search(
      {
        commits: [...aLineOfCommits(5)],
        runs: [run(1, 5, { headSha: aSha(3), conclusion: 'failure' }), run(2, 4, { headSha: aSha(1) })],
      },
      { commit: aSha(5), ancestors: '3', name: 'x' },
    )
    expect(reasonsOf(findings)).toEqual([
      '2 commit: commit 0000000 is not asked for',
      '1 conclusion: its conclusion is failure, not success',
    ])
  })

  test('the run of the step says so', async () => {
    const own = run(100, 0, { status: 'in_progress', conclusion: null })
    const { findings } = await search({ runs: [own] }, { branch: 'main', name: 'x' })
    expect(reasonsOf(findings)).toEqual([
      '100 conclusion: it is the run of this step, and in_progress, not success',
    ])
  })

  test('a match does so in a dry run only, as far as the match', async () => {
    const all = [run(7, 9, { conclusion: 'failure' }), run(8, 8), run(9, 7, { conclusion: 'failure' })]
    const fields = { runs: all, artifacts: [artifactOf(all[1] ?? run(8, 8))] }
    const step = { branch: 'main', name: 'coverage' }
    const real = await search(fields, step)
    expect(reasonsOf(real.findings)).toEqual(['8 taken'])
    const dry = await search(fields, { ...step, 'dry-run': 'true' })
    expect(reasonsOf(dry.findings)).toEqual([
      '9 conclusion: its conclusion is failure, not success',
      '8 taken',
    ])
    expect(dry.requests).toBe(real.requests + 1)
  })
})

describe('odd worlds', () => {
  test('api-reserve also counts runs that are asked one by one', async () => {
    const fake = github({ runs: Array.from({ length: 60 }, (_, index) => run(index + 1, 60 - index)) })
    fake.quota = { limit: 1000, remaining: 220, resetAtMs: nowMs + hourMs }
    const findings = await find(aWorld(fake), { branch: 'main', name: 'x*' })
    expect(fake.quota.remaining).toBeGreaterThanOrEqual(198)
    expect(findings.notes.join()).toContain('api-reserve')
  })

  test('one match more is looked for whatever is left: the newest run is always asked', async () => {
    const fake = github({ runs: [run(1, 5)], artifacts: [artifactOf(run(1, 5), { name: 'x1' })] })
    fake.quota = { limit: 1000, remaining: 50, resetAtMs: nowMs + hourMs }
    expect(takenIds(await find(aWorld(fake), { branch: 'main', name: 'x*' }))).toEqual([1])
  })

  test('a run whose line of branch never has its turn has a reason, too', async () => {
    const runs = [run(1, 5, { headBranch: 'release/1' }), run(2, 4), run(3, 3, { headBranch: 'dev' })]
    const { findings } = await search(
      { runs, artifacts: runs.map((each) => artifactOf(each)) },
      { branch: 'release/*\nm*' },
    )
    expect(reasonsOf(findings)).toEqual([
      '3 branch: branch "dev" is not asked for',
      '2 branch: an earlier line of branch has a match',
      '1 taken',
    ])
  })

  test('on GitHub Enterprise Server a run that goes on shows nothing, and the miss says so', async () => {
    const runs = [run(1, 5, { status: 'in_progress', conclusion: null })]
    const { findings } = await search(
      { runs },
      { branch: 'main', conclusion: 'any' },
      { context: { isGhes: true } },
    )
    expect(findings.missing[0]?.hint).toContain('Run 1 has not completed, and GitHub Enterprise Server')
    const onGitHub = await search({ runs }, { branch: 'main', conclusion: 'any' })
    expect(onGitHub.findings.missing[0]?.hint).toBe('')
  })

  test('a run that is deleted between its list and its artifacts has none', async () => {
    const repository = aFakeRepository({
      workflows,
      runs: [run(1, 5), run(2, 1)],
      artifacts: [artifactOf(run(1, 5), { name: 'x1' })],
    })
    const fake = fakeGitHub(repository)
    fake.onCall = ({ name }) => {
      if (name === 'listRunArtifacts') repository.runs = repository.runs.filter(({ id }) => id !== 2)
    }
    expect(takenIds(await find(aWorld(fake), { branch: 'main', name: 'x*' }))).toEqual([1])
  })

  test('no run at all', async () => {
    const { findings } = await search({}, { branch: 'main' })
    expect(missingOf(findings)).toEqual(['there is no run of what was asked for at all'])
  })

  test('the nearest artifact names are looked up once', async () => {
    const only = run(1, 5)
    const artifacts = ['coverage-report', 'covrage', 'logs'].map((name, index) =>
      artifactOf(only, { id: index + 1, name }),
    )
    for (const name of ['coverage', 'coverage?']) {
      const { findings } = await search({ runs: [only], artifacts }, { branch: 'main', name })
      expect(findings.nearestNames[0]).toBe('covrage')
    }
  })

  test('a missing permission is an error, not a miss', async () => {
    const fake = github({ runs: [run(1, 5)] })
    fake.permissions.clear()
    await expect(find(aWorld(fake), { branch: 'main' })).rejects.toMatchObject({
      hint: expect.stringContaining('actions: read'),
    })
  })

  test.each(['..', 'a/b', 'CON', 'x'.repeat(200), '📦', 'a"b', '$(id)'])(
    'an artifact called %j',
    async (name) => {
      const only = run(1, 5)
      const { findings } = await search(
        { runs: [only], artifacts: [artifactOf(only, { name })] },
        { branch: 'main' },
      )
      expect(findings.taken[0]?.artifacts[0]?.artifact.name).toBe(name)
    },
  )
})

test('every run looked at has one decision, and the taken ones are the newest that match', async () => {
  const outcome = fc.record({
    conclusion: fc.constantFrom('success', 'failure'),
    headBranch: fc.constantFrom('main', 'dev'),
    headRepositoryId: fc.constantFrom(1, 2),
    hasArtifact: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(outcome, { maxLength: 12 }),
      fc.constantFrom('coverage', 'cov*'),
      fc.constantFrom('main', 'dev\nmain', '**', 'd*\nm*'),
      fc.integer({ min: 1, max: 3 }),
      async (outcomes, name, branch, history) => {
        const runs = outcomes.map(({ conclusion, headBranch, headRepositoryId }, index) =>
          run(index + 1, 20 - index, { conclusion, headBranch, headRepositoryId }),
        )
        const artifacts = runs
          .filter((_, index) => outcomes[index]?.hasArtifact)
          .map((each) => artifactOf(each))
        const { findings } = await search({ runs, artifacts }, { branch, name, history: String(history) })
        const ids = findings.runDecisions.map(({ identity }) => identity.id)
        expect(new Set(ids).size).toBe(ids.length)
        for (const { isTaken, test: which, reason } of findings.runDecisions)
          expect(isTaken ? which + reason : Boolean(which && reason)).toBe(isTaken ? '' : true)
        const good = runs
          .filter(
            (each, index) =>
              each.conclusion === 'success' && each.headRepositoryId === 1 && outcomes[index]?.hasArtifact,
          )
          .toReversed()
        const ofLine = branch
          .split('\n')
          .map((line) =>
            good.filter(({ headBranch }) => line === '**' || headBranch?.startsWith(line.replace('*', ''))),
          )
          .find((each) => each.length > 0)
        expect(takenIds(findings)).toEqual((ofLine ?? []).slice(0, history).map(({ id }) => id))
        expect(findings.missing.length === 0).toBe(ofLine !== undefined)
      },
    ),
    { numRuns: 60 },
  )
})
