import { describe, expect, test } from '@jest/globals'
import type { RepositoryFacts } from '../../../src/summarise/repository/facts.ts'
import { gatherRepository } from '../../../src/summarise/repository/gather.ts'
import { ApiError } from '../../../src/errors.ts'
import { aJob, aRun, dayMs, nowMs } from '../../support/builders.ts'
import { aFakeRepository, type FakeGitHub, type FakeRepository } from '../../support/fake-github.ts'
import { busyRepository, worldOf } from './support.ts'

interface Gathered {
  readonly facts: RepositoryFacts
  readonly github: FakeGitHub
}

async function gathered(
  repository: FakeRepository,
  change: (github: FakeGitHub) => void = () => undefined,
  repositoriesLeft = 1,
): Promise<Gathered> {
  const world = worldOf([repository], { tempFolder: '' })
  change(world.github)
  const facts = await gatherRepository(world, {
    repository,
    sinceMs: nowMs - 30 * dayMs,
    apiReserve: 0.2,
    repositoriesLeft,
  })
  return { facts, github: world.github }
}

/** So many requests above a reserve of a fifth. */
const quotaOf =
  (limit: number, remaining: number) =>
  (github: FakeGitHub): void => {
    github.quota = { limit, remaining, resetAtMs: nowMs + 3_600_000 }
  }

const refuse =
  (name: string, status: number, after = 0) =>
  (github: FakeGitHub): void => {
    let calls = 0
    github.onCall = (call) => {
      if (call.name !== name) return
      calls += 1
      if (calls > after) throw call.error(status, 'Resource not accessible by integration')
    }
  }

test('5,000 runs and 10,000 artifacts cost at most 160 requests, the one for the repository included', async () => {
  const { facts, github } = await gathered(busyRepository({ runs: 5000, artifacts: 10_000 }))
  expect(github.requestCount() + 1).toBeLessThanOrEqual(160)
  expect(facts.runs?.coverage).toEqual({ read: 5000, total: 5000, isComplete: true })
  expect(facts.artifacts?.coverage).toEqual({ read: 10_000, total: 10_000, isComplete: true })
  expect(facts.sampled?.length).toBeGreaterThanOrEqual(4)
  expect(facts.notices).toEqual([])
})

test('a small repository has jobs of sixty runs read, failed and re-run ones among them', async () => {
  const { facts } = await gathered(busyRepository({ runs: 400, artifacts: 100 }))
  const reasons = Map.groupBy(facts.sampled ?? [], ({ reason }) => reason)
  expect(facts.sampled).toHaveLength(60)
  expect([...reasons.keys()].toSorted()).toEqual(['even', 'failed', 'rerun'])
  expect(facts.sampled?.every(({ jobs }) => jobs.length > 0)).toBe(true)
})

test('jobs of all attempts are read, and all pages of them', async () => {
  const jobs = Array.from({ length: 250 }, (_, index) =>
    aJob({ id: index + 1, runId: 1, name: `job ${index}` }),
  )
  const { facts } = await gathered(aFakeRepository({ runs: [aRun({ attempt: 2 })], jobs }))
  expect(facts.sampled?.[0]?.jobs).toHaveLength(250)
})

test('a run with more jobs than may be read is passed over, not read in part', async () => {
  const jobs = Array.from({ length: 1500 }, (_, index) =>
    aJob({ id: index + 1, runId: 1, name: `job ${index}` }),
  )
  const runs = [aRun({ id: 1, conclusion: 'failure' }), aRun({ id: 2 })]
  const { facts, github } = await gathered(
    aFakeRepository({ runs, jobs: [...jobs, aJob({ id: 9000, runId: 2 })] }),
    quotaOf(1000, 210),
  )
  expect(facts.sampled?.map(({ run }) => run.id)).toEqual([2])
  expect(github.countOf('listJobs')).toBe(2)
})

describe('within api-reserve', () => {
  test('nothing is asked for beyond it', async () => {
    const { github } = await gathered(busyRepository({ runs: 5000, artifacts: 10_000 }), quotaOf(1000, 260))
    expect(github.quota?.remaining).toBeGreaterThanOrEqual(200)
    expect(github.quota?.remaining).toBeLessThan(206)
  })

  test('what was read in part is said, for each listing', async () => {
    const { facts } = await gathered(busyRepository({ runs: 5000, artifacts: 10_000 }), quotaOf(1000, 260))
    expect(facts.runs?.coverage.isComplete).toBe(false)
    expect(facts.artifacts?.coverage.isComplete).toBe(false)
    expect(facts.notices).toEqual([
      expect.stringMatching(/of 5000 runs were read.*Health is of the newest/),
      expect.stringMatching(/of 10000 artifacts were read.*Storage is of the newest/),
    ])
  })

  test('each repository has its share for jobs', async () => {
    const { facts } = await gathered(busyRepository({ runs: 90, artifacts: 90 }), quotaOf(1000, 305), 10)
    expect(facts.sampled).toHaveLength(10)
  })
})

describe('what the token may not read costs its section and a notice', () => {
  test('runs: the jobs are missing as well, storage is there', async () => {
    const { facts } = await gathered(busyRepository({ runs: 50, artifacts: 50 }), refuse('listRuns', 403))
    expect(facts).toMatchObject({ runs: null, sampled: null })
    expect(facts.artifacts?.artifacts).toHaveLength(50)
    expect(facts.notices).toEqual([
      expect.stringMatching(/^Health of the workflows is missing: .*actions: read/s),
    ])
  })

  test('artifacts: health is there', async () => {
    const { facts } = await gathered(
      busyRepository({ runs: 50, artifacts: 50 }),
      refuse('listArtifacts', 403),
    )
    expect(facts.artifacts).toBeNull()
    expect(facts.sampled).not.toBeNull()
    expect(facts.notices).toEqual([expect.stringMatching(/^Storage is missing/)])
  })

  test('jobs', async () => {
    const { facts } = await gathered(busyRepository({ runs: 50, artifacts: 50 }), refuse('listJobs', 403))
    expect(facts.sampled).toBeNull()
    expect(facts.runs?.runs).toHaveLength(50)
    expect(facts.notices).toEqual([
      expect.stringMatching(/^Queue times, flaky jobs and failing steps are missing/),
    ])
  })

  test('both listings: there is nothing to report', async () => {
    await expect(
      gathered(busyRepository({ runs: 5, artifacts: 5 }), (github) => github.permissions.clear()),
    ).rejects.toThrow(ApiError)
  })
})

test('jobs that were read before a refusal are kept, and no more are asked for', async () => {
  const { facts, github } = await gathered(
    busyRepository({ runs: 400, artifacts: 10 }),
    refuse('listJobs', 403, 20),
  )
  expect(facts.sampled).toHaveLength(20)
  expect(github.countOf('listJobs')).toBeLessThan(30)
})

test('a run that was deleted meanwhile is passed over', async () => {
  const { facts } = await gathered(busyRepository({ runs: 20, artifacts: 10 }), (github) => {
    let calls = 0
    github.onCall = (call) => {
      if (call.name === 'listJobs' && (calls += 1) === 1) throw call.error(404, 'Not Found')
    }
  })
  expect(facts.sampled).toHaveLength(19)
  expect(facts.notices).toEqual([])
})

test('a repository without runs has none sampled, and no notice of that', async () => {
  const { facts, github } = await gathered(aFakeRepository())
  expect(facts).toMatchObject({ sampled: null, notices: [] })
  expect(github.requestCount()).toBe(2)
})
