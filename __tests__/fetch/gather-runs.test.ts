import { describe, expect, test } from '@jest/globals'
import { findRunsByNumber, listRuns } from '../../src/fetch/gather-runs.ts'
import type { Run } from '../../src/model.ts'
import type { RunQuery } from '../../src/world.ts'
import { aRun, aWorkflow, hourMs, minuteMs, nowMs, octoApp } from '../support/builders.ts'
import { aFakeRepository, fakeGitHub, type FakeGitHub } from '../support/fake-github.ts'

/** Runs with ids and numbers 1..n, the highest the newest. */
const runsUpTo = (count: number, fields: Partial<Run> = {}): Run[] =>
  Array.from({ length: count }, (_, index) =>
    aRun({ id: index + 1, number: index + 1, createdAtMs: nowMs - (count - index) * minuteMs, ...fields }),
  )

const limits = { maxPages: 10, mayReadOn: () => true }
async function idsOf(
  github: FakeGitHub,
  queries: readonly RunQuery[],
  more: Partial<typeof limits> = {},
): Promise<{ readonly ids: readonly number[]; readonly isCut: boolean }> {
  const listing = listRuns({ github, repository: octoApp }, queries, { ...limits, ...more })
  const ids: number[] = []
  for await (const run of listing.runs) ids.push(run.id)
  return { ids, isCut: listing.isCut() }
}

describe('listRuns', () => {
  test('newest first, page by page, only as far as it is asked for', async () => {
    const github = fakeGitHub(aFakeRepository({ runs: runsUpTo(250) }))
    const listing = listRuns({ github, repository: octoApp }, [{}], limits)
    for (let count = 0; count < 100; count++) await listing.runs.next()
    expect(github.countOf('listRuns')).toBe(1)
    expect(listing.needsRequest()).toBe(true)
    expect((await listing.runs.next()).value.id).toBe(150)
    expect(github.countOf('listRuns')).toBe(2)
  })

  test('all of it, and not cut', async () => {
    const github = fakeGitHub(aFakeRepository({ runs: runsUpTo(250) }))
    const { ids, isCut } = await idsOf(github, [{}])
    expect(ids).toEqual(Array.from({ length: 250 }, (_, index) => 250 - index))
    expect(isCut).toBe(false)
  })

  test('by creation, not by id, where the two differ', async () => {
    const runs = [aRun({ id: 9, createdAtMs: nowMs - hourMs }), aRun({ id: 3, createdAtMs: nowMs })]
    expect((await idsOf(fakeGitHub(aFakeRepository({ runs })), [{}])).ids).toEqual([3, 9])
  })

  test('lists of several workflows are merged by age, each run once', async () => {
    const runs = [
      ...runsUpTo(120),
      ...runsUpTo(120, { workflowId: 11 }).map((run) => ({
        ...run,
        id: run.id + 1000,
        createdAtMs: run.createdAtMs + 1,
      })),
    ]
    const workflows = [aWorkflow(), aWorkflow({ id: 11, path: '.github/workflows/lint.yml' })]
    const github = fakeGitHub(aFakeRepository({ runs, workflows }))
    const { ids } = await idsOf(github, [{ workflow: 10 }, { workflow: 11 }, {}])
    expect(ids).toHaveLength(240)
    expect(ids.slice(0, 4)).toEqual([1120, 120, 1119, 119])
  })

  test('a run that moves to the next page while it is read comes once', async () => {
    const repository = aFakeRepository({ runs: runsUpTo(150) })
    const github = fakeGitHub(repository)
    github.onCall = ({ parameters }) => {
      if (parameters['page'] === 2) repository.runs.push(aRun({ id: 999, createdAtMs: nowMs }))
    }
    const { ids } = await idsOf(github, [{}])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(150)
  })

  test('the 1,000 that GitHub gives of a filtered list, and says that there are more', async () => {
    const github = fakeGitHub(aFakeRepository({ runs: runsUpTo(1200) }))
    const { ids, isCut } = await idsOf(github, [{ branch: 'main' }])
    expect([ids.length, isCut]).toEqual([1000, true])
    expect(github.countOf('listRuns')).toBe(10)
  })

  test('exactly 1,000 are all', async () => {
    const github = fakeGitHub(aFakeRepository({ runs: runsUpTo(1000) }))
    expect(await idsOf(github, [{ branch: 'main' }])).toMatchObject({ isCut: false })
  })

  test('an unfiltered list is not read further either', async () => {
    const github = fakeGitHub(aFakeRepository({ runs: runsUpTo(1100) }))
    const { ids, isCut } = await idsOf(github, [{}])
    expect([ids.length, isCut]).toEqual([1000, true])
  })

  test('stops after the first page where the rest is not to be paid for', async () => {
    const github = fakeGitHub(aFakeRepository({ runs: runsUpTo(250) }))
    expect(await idsOf(github, [{}], { mayReadOn: () => false })).toMatchObject({ isCut: true })
    expect(github.countOf('listRuns')).toBe(1)
  })

  test('no more pages than asked for, all lists together', async () => {
    const github = fakeGitHub(aFakeRepository({ runs: runsUpTo(500) }))
    expect((await idsOf(github, [{}], { maxPages: 2 })).ids).toHaveLength(200)
  })
})

describe('findRunsByNumber', () => {
  const find = async (
    runs: Run[],
    numbers: readonly number[],
  ): Promise<{ found: readonly number[]; requests: number }> => {
    const github = fakeGitHub(aFakeRepository({ runs, workflows: [aWorkflow()] }))
    const found = await findRunsByNumber({ github, repository: octoApp }, 'ci.yml', numbers)
    return { found: found.map(({ number }) => number), requests: github.countOf('listRuns') }
  }

  test('on the first page, one request', async () => {
    expect(await find(runsUpTo(5000), [4950])).toEqual({ found: [4950], requests: 1 })
  })
  test('far back, two requests', async () => {
    expect(await find(runsUpTo(5000), [37])).toEqual({ found: [37], requests: 2 })
  })
  test('the first and the last', async () => {
    expect((await find(runsUpTo(1234), [1, 1234])).found).toEqual([1234, 1])
  })
  test('far back although most runs were deleted, a few requests', async () => {
    const runs = runsUpTo(20_000).filter(({ number }) => number % 7 === 0 || number < 100 || number > 19_900)
    const { found, requests } = await find(runs, [700])
    expect(found).toEqual([700])
    expect(requests).toBeLessThanOrEqual(12)
  })
  test.each([0, 501, 9999])('number %d is not there', async (number) => {
    const runs = runsUpTo(600).filter((run) => run.number !== 501)
    expect((await find(runs, [number])).found).toEqual([])
  })
  test('of no runs at all', async () => {
    expect((await find([], [3])).found).toEqual([])
  })
})
