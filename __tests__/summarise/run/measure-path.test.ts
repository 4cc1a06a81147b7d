import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { criticalPath, type PathNode } from '../../../src/summarise/run/measure-path.ts'

/** Times in seconds. */
const node = (id: number, created: number, start: number, end: number): PathNode => ({
  id,
  createdMs: created * 1000,
  startMs: start * 1000,
  endMs: end * 1000,
})
const pathOf = (...nodes: PathNode[]) => criticalPath(nodes, 0)
const idsOf = (...nodes: PathNode[]) => pathOf(...nodes)?.steps.map(({ id }) => id)

describe('criticalPath', () => {
  test.each([
    { what: 'a single job', nodes: [node(1, 0, 5, 60)], ids: [1] },
    {
      what: 'the job that ended last of several side by side',
      nodes: [node(1, 0, 5, 60), node(2, 0, 5, 90), node(3, 1, 9, 70)],
      ids: [2],
    },
    {
      what: 'what the last job waited for',
      nodes: [node(1, 0, 5, 60), node(2, 0, 5, 90), node(3, 91, 95, 120)],
      ids: [2, 3],
    },
    {
      what: 'a chain',
      nodes: [node(1, 0, 5, 60), node(2, 61, 62, 90), node(3, 91, 95, 120), node(4, 0, 1, 100)],
      ids: [1, 2, 3],
    },
    {
      what: 'a job created in the second before what it waited for ended',
      nodes: [node(1, 0, 5, 60), node(2, 59, 62, 90)],
      ids: [1, 2],
    },
    { what: 'a wait for an approval', nodes: [node(1, 0, 5, 60), node(2, 660, 662, 700)], ids: [1, 2] },
    { what: 'no tiny job that ran side by side', nodes: [node(1, 0, 0, 1), node(2, 1, 5, 90)], ids: [2] },
    {
      what: 'a start for a creation, where there is none (GHES)',
      nodes: [node(1, 5, 5, 60), node(2, 64, 64, 90), node(3, 5, 5, 30)],
      ids: [1, 2],
    },
  ])('is $what', ({ nodes, ids }) => {
    expect(idsOf(...nodes)).toEqual(ids)
    expect(idsOf(...nodes.toReversed())).toEqual(ids)
  })

  test('of nothing is null', () => {
    expect(pathOf()).toBeNull()
  })

  test('tells waiting, queueing and running apart', () => {
    expect(pathOf(node(1, 2, 5, 60), node(2, 90, 100, 160))).toMatchObject({
      totalMs: 160_000,
      steps: [
        { id: 1, waitedMs: 2000, queuedMs: 3000, ranMs: 55_000 },
        { id: 2, waitedMs: 30_000, queuedMs: 10_000, ranMs: 60_000 },
      ],
    })
  })

  test('says how much its longest job can save, and what holds the run up then', () => {
    expect(pathOf(node(1, 0, 0, 60), node(2, 0, 0, 50), node(3, 61, 61, 70))?.longest).toEqual({
      id: 1,
      savingMs: 10_000,
      thenId: 2,
    })
    expect(pathOf(node(1, 0, 0, 10), node(2, 11, 11, 100), node(3, 0, 0, 40))?.longest).toEqual({
      id: 2,
      savingMs: 60_000,
      thenId: 3,
    })
    expect(pathOf(node(1, 0, 0, 60))?.longest).toEqual({ id: 1, savingMs: 60_000, thenId: null })
  })

  test('gives each job the slack it has at least', () => {
    const path = pathOf(node(1, 0, 0, 60), node(2, 0, 0, 20), node(3, 61, 61, 100), node(4, 61, 61, 80))
    const slack = Object.fromEntries(path?.slackMs ?? [])
    expect(slack).toEqual({ 1: 1000, 2: 41_000, 3: 0, 4: 20_000 })
  })

  test('ends with the run, goes forward in time, and its parts add up to it', () => {
    const job = fc
      .tuple(fc.nat(500), fc.nat(30), fc.nat(200))
      .map(([created, queued, ran]) => ({ created, queued, ran }))
    fc.assert(
      fc.property(fc.array(job, { minLength: 1, maxLength: 40 }), (jobs) => {
        const nodes = jobs.map(({ created, queued, ran }, index) =>
          node(index + 1, created, created + queued, created + queued + ran),
        )
        const path = criticalPath(nodes, 0)
        const endMs = Math.max(...nodes.map((each) => each.endMs))
        expect(path?.totalMs).toBe(endMs)
        const steps = path?.steps ?? []
        const byId = new Map(nodes.map((each) => [each.id, each]))
        const starts = steps.map(({ id }) => byId.get(id)?.createdMs ?? NaN)
        expect(starts).toEqual(starts.toSorted((one, other) => one - other))
        const sumMs = steps.reduce(
          (sum, { waitedMs, queuedMs, ranMs }) => sum + waitedMs + queuedMs + ranMs,
          0,
        )
        // Each link may be off by the tolerance for times that are cut to the second.
        expect(Math.abs(sumMs - endMs)).toBeLessThanOrEqual(2000 * steps.length)
        for (const [, slackMs] of path?.slackMs ?? []) expect(slackMs).toBeGreaterThanOrEqual(0)
        for (const each of nodes)
          expect(each.endMs + (path?.slackMs.get(each.id) ?? NaN)).toBeLessThanOrEqual(endMs)
      }),
    )
  })

  test('of a thousand jobs takes no time', () => {
    const nodes = Array.from({ length: 20_000 }, (_, index) => node(index + 1, index, index + 1, index + 3))
    expect(criticalPath(nodes, 0)?.steps.length).toBeGreaterThan(1000)
  })
})
