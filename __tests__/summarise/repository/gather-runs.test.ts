import { describe, expect, test } from '@jest/globals'
import type { Run } from '../../../src/model.ts'
import { firstRuns, readRuns, runPages } from '../../../src/summarise/repository/gather-runs.ts'
import type { RunListing } from '../../../src/summarise/repository/facts.ts'
import { aRun, dayMs, nowMs, octoApp } from '../../support/builders.ts'
import { aFakeRepository, fakeGitHub, type FakeGitHub } from '../../support/fake-github.ts'

/** So many runs, evenly over the days before now, the oldest first. */
const runsOver = (days: number, count: number): Run[] =>
  Array.from({ length: count }, (_, index) =>
    aRun({ id: index + 1, createdAtMs: nowMs - Math.round(days * dayMs * (1 - (index + 0.5) / count)) }),
  )

const gitHubOf = (runs: Run[]): FakeGitHub => fakeGitHub(aFakeRepository({ runs }))

async function listed(github: FakeGitHub, maxPages = Infinity, days = 30): Promise<RunListing> {
  const search = { github, repository: octoApp, defaultBranch: 'main', sinceMs: nowMs - days * dayMs }
  return readRuns(search, await firstRuns(search), maxPages)
}

const idsOf = ({ runs }: RunListing): readonly number[] => runs.map(({ id }) => id)
const downFrom = (highest: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => highest - index)

test.each([
  [0, 1],
  [80, 1],
  [1000, 11],
  [1001, 12],
  [5000, 51],
])('%d runs take %d requests and come newest first, each once', async (count, requests) => {
  const github = gitHubOf(runsOver(30, count))
  const listing = await listed(github)
  expect(idsOf(listing)).toEqual(downFrom(count, count))
  expect(listing.coverage).toEqual({ read: count, total: count, isComplete: true })
  // A thousand may be the end of a search or of what there is: one more request tells.
  expect(github.countOf('listRuns')).toBeLessThanOrEqual(requests)
  expect(runPages(count)).toBeGreaterThanOrEqual(github.countOf('listRuns') - 1)
})

test('runs before the period are not asked for', async () => {
  const github = gitHubOf(runsOver(60, 400))
  const listing = await listed(github)
  expect(listing.runs).toHaveLength(200)
  expect(github.countOf('listRuns')).toBe(2)
})

test('many in one second, where one search ends and the next begins, are all there', async () => {
  const runs = runsOver(20, 1500).map((run, index) =>
    index >= 450 && index < 650 ? { ...run, createdAtMs: nowMs - 9 * dayMs } : run,
  )
  expect((await listed(gitHubOf(runs))).runs).toHaveLength(1500)
})

describe('short of quota', () => {
  test('the newest are read, and since when is said', async () => {
    const github = gitHubOf(runsOver(30, 5000))
    const listing = await listed(github, 15)
    expect(github.countOf('listRuns')).toBe(15)
    expect(listing.coverage).toMatchObject({ total: 5000, isComplete: false })
    expect(listing.runs.length).toBeGreaterThan(1450)
    expect(listing.runs[0]?.id).toBe(5000)
    expect(listing.sinceMs).toBe(listing.runs.at(-1)?.createdAtMs)
  })
})

test('a server that counts no further than its reach is read to the end all the same', async () => {
  const github = gitHubOf(runsOver(30, 2500))
  const listRuns = github.listRuns.bind(github)
  github.listRuns = async (...call) => {
    const page = await listRuns(...call)
    return { ...page, totalCount: Math.min(1000, page.totalCount ?? 0) }
  }
  expect((await listed(github)).coverage).toEqual({ read: 2500, total: 2500, isComplete: true })
})

test('runs that begin while the list is read do no harm', async () => {
  const repository = aFakeRepository({ runs: runsOver(30, 1500) })
  const github = fakeGitHub(repository)
  let next = 10_000
  github.onCall = () => {
    repository.runs = [...repository.runs, aRun({ id: (next += 1), createdAtMs: nowMs - 1 })]
  }
  const listing = await listed(github)
  const ids = new Set(idsOf(listing))
  expect(downFrom(1500, 1500).filter((id) => !ids.has(id))).toEqual([])
  expect(ids.size).toBe(listing.runs.length)
})

test('what a fork calls main is not on the default branch', async () => {
  const runs = [aRun({ id: 1 }), aRun({ id: 2, headRepositoryId: 9 }), aRun({ id: 3, headBranch: 'topic' })]
  const listing = await listed(gitHubOf(runs))
  expect(listing.runs.map(({ id, isOnDefaultBranch }) => [id, isOnDefaultBranch])).toEqual([
    [3, false],
    [2, false],
    [1, true],
  ])
})
