import { describe, expect, test } from '@jest/globals'
import type { Artifact } from '../../src/model.ts'
import type { ResultsArtifact, ResultsService } from '../../src/world.ts'
import { apiError } from '../../src/github/errors.ts'
import { aJob, anArtifact, aRun, aSha, nowMs } from '../support/builders.ts'
import { aFakeRepository, fakeGitHub, fakeResults, type FakeRepository } from '../support/fake-github.ts'
import type { With } from '../support/step.ts'
import { aWorld, find, missingOf, reasonsOf, takenNames, type WorldOptions } from './world.ts'

const listed = (id: number, name: string): ResultsArtifact => ({
  id,
  name,
  sizeBytes: 10,
  digest: null,
  createdAtMs: nowMs,
})
const stored = (id: number, name: string, fields: Partial<Artifact> = {}): Artifact =>
  anArtifact({ id, name, runId: 100, ...fields })

const current = aRun({ id: 100, status: 'in_progress', createdAtMs: nowMs })
const look = async (step: With, options: WorldOptions, repository: Partial<FakeRepository> = {}) => {
  const world = aWorld(fakeGitHub(aFakeRepository({ runs: [current], ...repository })), options)
  return { findings: await find(world, step), world }
}

describe('through the runtime token', () => {
  const results = fakeResults([listed(1, 'a'), listed(2, 'b'), listed(3, 'b')])

  test('needs no request, no token and no permission', async () => {
    const { findings, world } = await look({ name: 'b', 'github-token': '' }, { results })
    expect(takenNames(findings)).toEqual(['100:b#3'])
    expect(findings.taken[0]?.artifacts[0]?.via).toBe('results')
    expect(world.github.calls).toEqual([])
    expect(findings.missing).toEqual([])
  })

  test('knows its run without asking', async () => {
    const payload = { pull_request: { number: 7, head: { sha: aSha(9), ref: 'topic' } } }
    const { findings } = await look(
      {},
      { results, context: { payload, event: 'pull_request', runAttempt: 2 } },
    )
    expect(findings.taken[0]?.identity).toMatchObject({
      id: 100,
      number: 55,
      attempt: 2,
      url: 'https://github.com/octo/app/actions/runs/100',
      headSha: aSha(9),
      headBranch: 'topic',
    })
  })

  test('says what is missing and what is near', async () => {
    const { findings } = await look(
      { name: 'coverge\nb' },
      { results: fakeResults([listed(1, 'coverage'), listed(2, 'b')]) },
    )
    expect(missingOf(findings)).toEqual([
      'the current run 100 of octo/app has no artifact that matches coverge',
    ])
    expect(findings.nearestNames).toEqual(['coverage'])
    expect(takenNames(findings)).toEqual(['100:b#2'])
  })

  test('counts', async () => {
    const { findings } = await look({ name: '*', 'min-count': '3' }, { results })
    expect(missingOf(findings)).toEqual([
      'the current run 100 of octo/app has not what was asked for: it has 2 artifacts of those asked for, fewer than min-count (3)',
    ])
  })

  test('a run without artifacts', async () => {
    const { findings } = await look({}, { results: fakeResults([]) })
    expect(missingOf(findings)).toHaveLength(1)
    expect(reasonsOf(findings)).toEqual(['100 artifacts: it has no artifacts'])
  })
})

describe('a re-run', () => {
  const results = fakeResults([listed(30, 'b')])
  const artifacts = [stored(10, 'a'), stored(20, 'b'), stored(30, 'b')]
  const options = { results, context: { runAttempt: 2 } }

  test('has what its own attempt made without a request', async () => {
    const { findings, world } = await look({ name: 'b' }, options, { artifacts })
    expect(takenNames(findings)).toEqual(['100:b#30'])
    expect(world.github.calls).toEqual([])
  })

  test('finds by REST what an earlier attempt made', async () => {
    const { findings } = await look({ name: 'a' }, options, { artifacts })
    expect(takenNames(findings)).toEqual(['100:a#10'])
    expect(findings.taken[0]?.artifacts[0]?.via).toBe('api')
  })

  test('a pattern takes those of all attempts, the newest of each name', async () => {
    const { findings } = await look({ name: '*' }, options, { artifacts })
    expect(takenNames(findings).toSorted()).toEqual(['100:a#10', '100:b#30'])
    expect(findings.taken[0]?.artifacts.map(({ artifact, via }) => `${artifact.id} ${via}`)).toContain(
      '30 results',
    )
  })

  test('without the permission it takes its own, and says so', async () => {
    const world = aWorld(fakeGitHub(aFakeRepository({ runs: [current], artifacts })), options)
    world.github.permissions.clear()
    const findings = await find(world, { name: '*' })
    expect(takenNames(findings)).toEqual(['100:b#30'])
    expect(world.log.warnings.join()).toContain('actions: read')
  })

  test('without a token too', async () => {
    const { findings, world } = await look({ name: 'a', 'github-token': '' }, options, { artifacts })
    expect(missingOf(findings)).toHaveLength(1)
    expect(world.github.calls).toEqual([])
  })
})

describe('by REST', () => {
  const artifacts = [stored(1, 'a'), stored(2, 'a'), stored(3, 'old', { isExpired: true })]

  test('where there is no runtime token', async () => {
    const { findings } = await look({ name: 'a' }, { results: null }, { artifacts })
    expect(takenNames(findings)).toEqual(['100:a#2'])
    expect(findings.taken[0]?.artifacts[0]?.via).toBe('api')
  })

  test('where the results service fails', async () => {
    const broken: ResultsService = {
      ...fakeResults([]),
      listArtifacts: () =>
        Promise.reject(apiError({ message: 'Could not list.', kind: 'server', status: 500, hint: '' })),
    }
    const { findings } = await look({ name: 'a' }, { results: broken }, { artifacts })
    expect(takenNames(findings)).toEqual(['100:a#2'])
    await expect(look({ 'github-token': '' }, { results: broken })).rejects.toThrow('Could not list.')
  })

  test('with neither token nothing can be asked', async () => {
    await expect(look({ 'github-token': '' }, { results: null })).rejects.toThrow(
      'neither a runtime token nor a github-token',
    )
  })

  test('on GitHub Enterprise Server it is one clear error', async () => {
    await expect(look({}, { results: null, context: { isGhes: true } }, { artifacts })).rejects.toMatchObject(
      {
        message: expect.stringContaining('GitHub Enterprise Server'),
        hint: expect.stringContaining('workflow_run'),
      },
    )
  })

  test('a run of a fork is exempt from the trust gate while it is the current one', async () => {
    const fork = { ...current, headRepositoryId: 9 }
    const { findings } = await look({ name: 'a' }, { results: null }, { artifacts, runs: [fork] })
    expect(takenNames(findings)).toEqual(['100:a#2'])
  })
})

describe('jobs and logs', () => {
  const jobs = [
    aJob({ id: 1, runId: 100, name: 'build' }),
    aJob({ id: 2, runId: 100, name: 'test', conclusion: 'skipped' }),
    aJob({ id: 3, runId: 100, name: 'deploy', status: 'in_progress' }),
  ]
  test('logs of the jobs that have ended', async () => {
    const { findings } = await look({ target: 'logs' }, {}, { jobs })
    expect(findings.taken[0]?.jobs.map(({ job, place, of }) => [job.name, place, of])).toEqual([
      ['build', 1, 3],
    ])
    expect(findings.missing).toEqual([])
  })
  test('all jobs, also on GitHub Enterprise Server', async () => {
    const { findings } = await look({ target: 'jobs' }, { context: { isGhes: true } }, { jobs })
    expect(findings.taken[0]?.jobs).toHaveLength(3)
  })
  test('a job that is not there', async () => {
    const { findings } = await look({ target: 'logs', job: 'biuld' }, {}, { jobs })
    expect(missingOf(findings)).toEqual([
      'the current run has not what was asked for: it has no job that matches biuld',
    ])
  })
})
