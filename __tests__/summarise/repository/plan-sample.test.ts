import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { RunFact } from '../../../src/summarise/repository/facts.ts'
import { divide, planSample } from '../../../src/summarise/repository/plan-sample.ts'
import { aSha } from '../../support/builders.ts'
import { aRunFact } from './support.ts'

const runs = (count: number, fields: (index: number) => Partial<RunFact> = () => ({})): readonly RunFact[] =>
  Array.from({ length: count }, (_, index) => aRunFact({ id: index + 1, ...fields(index) }))

const idsOf = (planned: ReturnType<typeof planSample>, reason: string): readonly number[] =>
  planned.filter((each) => each.reason === reason).map(({ run }) => run.id)

const someRun = fc
  .record({
    attempt: fc.integer({ min: 1, max: 3 }),
    conclusion: fc.constantFrom('success', 'failure', 'cancelled', 'skipped', null),
    workflow: fc.constantFrom('a', 'b', 'c'),
    sha: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ attempt, conclusion, workflow, sha }) =>
    aRunFact({
      attempt,
      conclusion,
      status: conclusion === null ? 'in_progress' : 'completed',
      workflowPath: `.github/workflows/${workflow}.yml`,
      headSha: aSha(sha),
    }),
  )
const someRuns = fc
  .array(someRun, { maxLength: 60 })
  .map((list) => list.map((run, index) => ({ ...run, id: index + 1 })))

test('no run is read twice, none that has not ended, and never more than may be', () => {
  fc.assert(
    fc.property(someRuns, fc.nat(70), (list, max) => {
      const planned = planSample(list, max)
      expect(planned.length).toBeLessThanOrEqual(max)
      expect(new Set(planned.map(({ run }) => run.id)).size).toBe(planned.length)
      expect(planned.filter(({ run }) => run.status !== 'completed')).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('what may be read is used, as long as there are runs that are worth it', () => {
  fc.assert(
    fc.property(someRuns, fc.nat(70), (list, max) => {
      const worth = list.filter(
        ({ status, conclusion, attempt }) =>
          status === 'completed' && (conclusion !== 'skipped' || attempt > 1),
      )
      expect(planSample(list, max)).toHaveLength(Math.min(max, worth.length))
    }),
    { numRuns: 1000 },
  )
})

describe('failed and re-run runs', () => {
  test('have three fifths of the sample, the rest is spread evenly', () => {
    const planned = planSample(
      runs(1000, (index) => (index % 2 === 0 ? { conclusion: 'failure' } : {})),
      50,
    )
    expect(idsOf(planned, 'failed')).toHaveLength(30)
    expect(idsOf(planned, 'even')).toHaveLength(20)
  })

  test('leave what they do not need to the even part', () => {
    const planned = planSample(
      runs(1000, (index) => (index === 3 ? { conclusion: 'failure' } : {})),
      50,
    )
    expect(planned).toHaveLength(50)
    expect(planned.filter(({ run }) => run.conclusion === 'failure')).toHaveLength(1)
  })

  test('come in turn: passed when re-run, both results on a commit, re-run; and failed', () => {
    const list = [
      ...runs(3, () => ({ conclusion: 'failure' })),
      aRunFact({ id: 11, attempt: 2, conclusion: 'failure' }),
      aRunFact({ id: 12, headSha: aSha(99), conclusion: 'failure' }),
      aRunFact({ id: 13, headSha: aSha(99) }),
      aRunFact({ id: 14, attempt: 2 }),
      ...runs(100, (index) => ({ id: 1000 + index })),
    ]
    const suspects = planSample(list, 10)
      .filter(({ reason }) => reason !== 'even')
      .map(({ run }) => run.id)
    expect(suspects).toEqual([14, 1, 12, 2, 13, 3])
  })

  test('that only failed come in turn from each workflow', () => {
    const list = runs(20, (index) => ({
      conclusion: 'failure',
      workflowPath: index >= 17 ? '.github/workflows/rare.yml' : '.github/workflows/ci.yml',
    }))
    const planned = planSample([...list, ...runs(50, (index) => ({ id: 100 + index }))], 5)
    expect(idsOf(planned, 'failed')).toEqual([1, 18, 2])
  })
})

describe('the even part', () => {
  test('is spread over the whole time', () => {
    const ids = idsOf(planSample(runs(100), 10), 'even').toSorted((one, other) => one - other)
    expect(ids).toEqual([6, 16, 26, 36, 46, 56, 66, 76, 86, 96])
  })

  test('has a run of each workflow first', () => {
    const list = runs(100, (index) => ({ workflowPath: `.github/workflows/${index < 97 ? 0 : index}.yml` }))
    const paths = planSample(list, 4).map(({ run }) => run.workflowPath)
    expect(new Set(paths).size).toBe(4)
  })
})

test('kinds are interleaved, so that stopping early leaves some of each', () => {
  const planned = planSample(
    runs(1000, (index) => (index % 2 === 0 ? { conclusion: 'failure' } : {})),
    50,
  )
  const half = planned.slice(0, 25)
  expect(idsOf(half, 'failed').length).toBeGreaterThanOrEqual(14)
  expect(idsOf(half, 'even').length).toBeGreaterThanOrEqual(9)
})

test('dividing gives each its one, then by size, and nobody more than there is', () => {
  expect(divide([90, 9, 1], 2)).toEqual([1, 1, 0])
  expect(divide([90, 9, 1], 12)).toEqual([10, 1, 1])
  expect(divide([2, 1], 10)).toEqual([2, 1])
  expect(divide([], 5)).toEqual([])
})
