import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Run } from '../src/model.ts'
import { readAllRuns, type RunListing } from '../src/run-listing.ts'
import type { GitHub } from '../src/world.ts'
import { aRun, aWorkflow, dayMs, hourMs, nowMs, octoApp } from './support/builders.ts'
import { aFakeRepository, fakeGitHub } from './support/fake-github.ts'

const runsAt = (times: readonly number[]): Run[] =>
  times.map((createdAtMs, index) => aRun({ id: index + 1, createdAtMs }))

/** `count` runs, one every `everyMs`, the newest now. */
const steadyRuns = (count: number, everyMs: number): Run[] =>
  runsAt(Array.from({ length: count }, (_, index) => nowMs - (count - index) * everyMs))

const reading = (github: GitHub, overrides: Partial<RunListing> = {}) =>
  readAllRuns({
    github,
    repository: octoApp,
    query: {},
    fromMs: null,
    toMs: null,
    concurrency: 6,
    canAfford: () => true,
    ...overrides,
  })

/** GitHub does not say whether the total of a list that it cuts off is the true one. */
const withTotalsUpTo = (cap: number, github: GitHub): GitHub => ({
  ...github,
  listRuns: async (...request) => {
    const page = await github.listRuns(...request)
    return { ...page, totalCount: Math.min(cap, page.totalCount ?? 0) }
  },
})

const idsOf = (runs: readonly Run[]): number[] =>
  runs.map(({ id }) => id).toSorted((one, other) => one - other)

test('an unfiltered list is read by its pages', async () => {
  const github = fakeGitHub(aFakeRepository({ runs: steadyRuns(2500, hourMs) }))
  expect(await reading(github)).toHaveLength(2500)
  expect(github.calls).toHaveLength(25)
})

test('a filtered list below the cap is read by its pages', async () => {
  const github = fakeGitHub(aFakeRepository({ runs: steadyRuns(900, hourMs) }))
  expect(await reading(github, { query: { branch: 'main' } })).toHaveLength(900)
  expect(github.calls).toHaveLength(9)
})

describe('a filtered list beyond the cap is read in slices of time', () => {
  const runs = steadyRuns(10_000, hourMs / 2)

  test.each([
    ['the total is the true one', Number.POSITIVE_INFINITY],
    ['the total is cut off at the cap', 1000],
  ])('%s', async (_name, cap) => {
    const github = fakeGitHub(aFakeRepository({ runs }))
    const found = await reading(withTotalsUpTo(cap, github), { query: { event: 'push' } })
    expect(idsOf(found)).toEqual(idsOf(runs))
    expect(found.map(({ id }) => id)).toEqual(runs.map(({ id }) => id).toReversed())
    // 100 pages at least; slices and their tails cost some more.
    expect(github.calls.length).toBeLessThan(140)
  })

  test('within bounds that are both included', async () => {
    const github = fakeGitHub(aFakeRepository({ runs }))
    const fromMs = nowMs - 100 * dayMs
    const toMs = nowMs - 50 * dayMs
    const found = await reading(github, { fromMs, toMs })
    expect(idsOf(found)).toEqual(
      idsOf(runs.filter(({ createdAtMs }) => createdAtMs >= fromMs && createdAtMs <= toMs)),
    )
    expect(found.length).toBe(50 * 48 + 1)
  })

  test('runs that are added meanwhile do no harm', async () => {
    const repository = aFakeRepository({ runs: [...runs] })
    const github = fakeGitHub(repository)
    github.onCall = () => {
      repository.runs.push(
        aRun({ id: 100_000 + github.calls.length, createdAtMs: nowMs + github.calls.length }),
      )
    }
    const found = new Set(idsOf(await reading(github, { query: { event: 'push' } })))
    expect(idsOf(runs).filter((id) => !found.has(id))).toEqual([])
  })
})

test('an unfiltered list beyond its reach is sliced as well', async () => {
  const runs = steadyRuns(50_000, hourMs)
  const github = fakeGitHub(aFakeRepository({ runs }))
  expect(await reading(github)).toHaveLength(50_000)
  expect(github.calls.length).toBeLessThan(650)
})

test('of one workflow the list has no cap', async () => {
  const github = fakeGitHub(aFakeRepository({ workflows: [aWorkflow()], runs: steadyRuns(1500, hourMs) }))
  expect(await reading(github, { query: { workflow: 10 } })).toHaveLength(1500)
  expect(github.calls).toHaveLength(15)
})

test('bursts and years of silence: every run, each once', async () => {
  const burst = fc.record({
    ageMs: fc.integer({ min: 0, max: 2000 * dayMs }),
    count: fc.integer({ min: 1, max: 1500 }),
    spacingMs: fc.constantFrom(1000, 60_000, hourMs),
  })
  const cap = fc.constantFrom(1000, Number.POSITIVE_INFINITY)
  await fc.assert(
    fc.asyncProperty(fc.array(burst, { minLength: 2, maxLength: 5 }), cap, async (bursts, totalsUpTo) => {
      const runs = runsAt(
        bursts.flatMap(({ ageMs, count, spacingMs }) =>
          Array.from({ length: count }, (_, index) => nowMs - ageMs - index * spacingMs),
        ),
      )
      const github = fakeGitHub(aFakeRepository({ runs }))
      const found = await reading(withTotalsUpTo(totalsUpTo, github), { query: { event: 'push' } })
      expect(idsOf(found)).toEqual(idsOf(runs))
    }),
    { numRuns: 40 },
  )
})

test('more in one second than GitHub lists is an error', async () => {
  const github = fakeGitHub(aFakeRepository({ runs: runsAt(Array.from({ length: 1200 }, () => nowMs)) }))
  await expect(reading(github, { query: { event: 'push' } })).rejects.toThrow(
    /1000 or more were created in the second of 2026-06-01T12:00:00Z/,
  )
})

test('what the quota cannot pay for is known after the first page', async () => {
  const github = fakeGitHub(aFakeRepository({ runs: steadyRuns(5000, hourMs) }))
  await expect(
    reading(github, { query: { event: 'push' }, canAfford: (calls) => calls < 50 }),
  ).rejects.toThrow('Reading the runs of octo/app takes 50 more API calls')
  expect(github.calls).toHaveLength(1)
})
