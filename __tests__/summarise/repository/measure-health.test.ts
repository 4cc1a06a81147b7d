import { describe, expect, test } from '@jest/globals'
import type { RunFact } from '../../../src/summarise/repository/facts.ts'
import { measureHealth, runDurationMs } from '../../../src/summarise/repository/measure-health.ts'
import type { Health } from '../../../src/summarise/repository/repository-report.ts'
import { dayMs, minuteMs, nowMs } from '../../support/builders.ts'
import { aRunFact } from './support.ts'

const period = { sinceMs: nowMs - 30 * dayMs, nowMs }
const health = (runs: readonly RunFact[], sinceMs = period.sinceMs): Health =>
  measureHealth(
    { runs, sinceMs, coverage: { read: runs.length, total: runs.length, isComplete: true } },
    { period, samples: new Map(), maxRows: 3 },
  )
const lasting = (minutes: number, fields: Partial<RunFact> = {}): RunFact => {
  const createdAtMs = fields.createdAtMs ?? nowMs - dayMs
  return aRunFact({ createdAtMs, updatedAtMs: createdAtMs + minutes * minuteMs, ...fields })
}

describe('the success rate', () => {
  test('is of decided runs of the default branch', () => {
    const { overall } = health([
      aRunFact({ conclusion: 'success' }),
      aRunFact({ conclusion: 'success' }),
      aRunFact({ conclusion: 'failure' }),
      aRunFact({ conclusion: 'timed_out' }),
      aRunFact({ conclusion: 'cancelled' }),
      aRunFact({ conclusion: 'skipped' }),
      aRunFact({ conclusion: 'action_required' }),
      aRunFact({ status: 'in_progress', conclusion: null }),
      aRunFact({ conclusion: 'failure', branch: 'topic', isOnDefaultBranch: false }),
    ])
    expect(overall).toMatchObject({ successRate: 0.5, decidedRuns: 4 })
  })

  test('is not known where nothing was decided, which is not 0', () => {
    expect(health([aRunFact({ conclusion: 'cancelled' })]).overall.successRate).toBeNull()
  })

  test('at first counts what needed a second attempt as failed', () => {
    const { overall } = health([aRunFact({}), aRunFact({ attempt: 2 })])
    expect(overall).toMatchObject({ successRate: 1, firstTryRate: 0.5, rerunRuns: 1 })
  })
})

describe('durations', () => {
  test('are of successful first attempts on every branch', () => {
    const { overall } = health([
      lasting(10),
      lasting(20, { branch: 'topic', isOnDefaultBranch: false }),
      lasting(1, { conclusion: 'failure' }),
      lasting(2, { attempt: 2 }),
      lasting(3, { conclusion: 'cancelled' }),
    ])
    expect(overall).toMatchObject({ p50Ms: 15 * minuteMs, timedRuns: 2 })
  })

  test.each([
    ['of a run that has not ended', aRunFact({ status: 'in_progress', conclusion: null }), null],
    ['that ends before it starts', aRunFact({ startedAtMs: nowMs, updatedAtMs: nowMs - 1 }), null],
    ['of more than GitHub allows', lasting(36 * 24 * 60), null],
    ['of a re-run count from its latest start', aRunFact({ startedAtMs: nowMs, updatedAtMs: nowMs + 5 }), 5],
  ])('%s are not taken for one', (_, run, durationMs) => {
    expect(runDurationMs(run)).toBe(durationMs)
  })
})

test('each workflow is one by its path, most runs first, with the name of its newest run', () => {
  const { workflows } = health([
    aRunFact({ workflowPath: '.github/workflows/b.yml', workflowName: 'Same' }),
    aRunFact({ workflowPath: '.github/workflows/a.yml', workflowName: 'Renamed' }),
    aRunFact({ workflowPath: '.github/workflows/a.yml', workflowName: 'Same' }),
  ])
  expect(workflows.map(({ name, file, runs }) => [name, file, runs])).toEqual([
    ['Renamed', 'a.yml', 2],
    ['Same', 'b.yml', 1],
  ])
})

test('days hold every run, and days without one are there too', () => {
  const { daily } = health([
    aRunFact({ createdAtMs: Date.UTC(2026, 4, 31, 10) }),
    aRunFact({ createdAtMs: Date.UTC(2026, 4, 31, 11), conclusion: 'failure' }),
    aRunFact({ createdAtMs: Date.UTC(2026, 5, 1, 1), status: 'queued', conclusion: null }),
  ])
  expect(daily).toHaveLength(31)
  expect(daily.slice(-3)).toMatchObject([
    { date: '2026-05-30', succeeded: 0, failed: 0, other: 0, p50Ms: null },
    { date: '2026-05-31', succeeded: 1, failed: 1, other: 0, p50Ms: 10 * minuteMs },
    { date: '2026-06-01', succeeded: 0, failed: 0, other: 1 },
  ])
})

test('a listing that was cut short begins where it does', () => {
  const { daily, sinceMs } = health([aRunFact({})], nowMs - 2 * dayMs)
  expect(sinceMs).toBe(nowMs - 2 * dayMs)
  expect(daily).toHaveLength(3)
})

test('results are counted by conclusion, or by status while there is none', () => {
  const { byConclusion, completedRuns, runs } = health([
    aRunFact({}),
    aRunFact({ conclusion: 'failure' }),
    aRunFact({ status: 'queued', conclusion: null }),
  ])
  expect({ byConclusion, completedRuns, runs }).toEqual({
    byConclusion: { failure: 1, queued: 1, success: 1 },
    completedRuns: 2,
    runs: 3,
  })
})

test('as many runs as asked for are listed one by one', () => {
  expect(health([1, 2, 3, 4].map((id) => aRunFact({ id }))).rows.map(({ id }) => id)).toEqual([1, 2, 3])
})
