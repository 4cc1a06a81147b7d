import { describe, expect, test } from '@jest/globals'
import type { Job, Run } from '../../../src/model.ts'
import type { BaselineFacts, BaselineRun } from '../../../src/summarise/run/facts.ts'
import { measureBaseline, stepKey } from '../../../src/summarise/run/measure-baseline.ts'
import { aRun } from '../../support/builders.ts'
import { at, failed, passed, startMs, step } from '../support/facts.ts'

/** A run that the listing shows as so many seconds long. */
const listed = (id: number, seconds: number, fields: Partial<Run> = {}): BaselineRun => ({
  run: aRun({ id, startedAtMs: startMs, updatedAtMs: at(seconds), ...fields }),
  jobs: null,
})
const withJobs = (entry: BaselineRun, ...jobs: Job[]): BaselineRun => ({ ...entry, jobs })
const baseline = (runs: readonly BaselineRun[], fields: Partial<BaselineFacts> = {}) =>
  measureBaseline({ branch: 'main', runs, red: null, ...fields }, 'summary')

describe('durations of runs', () => {
  test('give p50 and p95', () => {
    const runs = [100, 120, 140, 160, 180].map((seconds, index) => listed(index + 1, seconds))
    expect(baseline(runs)).toMatchObject({ runs: 5, runsWithJobs: 0, p50Ms: 140_000, p95Ms: 176_000 })
  })

  test('are up to the end of the last job but the own one, as in the run that is compared', () => {
    const runs = [
      withJobs(
        listed(1, 100),
        passed(1, 'build', { times: [0, 5, 80] }),
        passed(2, 'summary', { times: [81, 90, 99] }),
      ),
      listed(2, 120),
      listed(3, 140),
    ]
    // The listing of run 1 is 20 s longer than its jobs, and so, most likely, are the others.
    expect(baseline(runs)).toMatchObject({ runs: 3, p50Ms: 100_000 })
  })

  test('are never negative, and of no runs there are none', () => {
    expect(baseline([listed(1, -10)])).toMatchObject({ p50Ms: 0 })
    expect(baseline([])).toMatchObject({ runs: 0, p50Ms: null, p95Ms: null })
  })
})

test('jobs and steps are compared with their successful executions', () => {
  const measured = baseline([
    withJobs(listed(1, 100), passed(1, 'a', { times: [0, 0, 60], steps: [step(2, 'test', [0, 30])] })),
    withJobs(listed(2, 100), passed(2, 'a', { times: [0, 0, 80], steps: [step(3, 'test', [0, 40])] })),
    withJobs(
      listed(3, 100),
      failed(3, 'a', { times: [0, 0, 5], steps: [step(2, 'test', [0, 1], { conclusion: 'failure' })] }),
    ),
  ])
  expect(measured.jobs.get('a')).toEqual({ p50Ms: 70_000, size: 2 })
  expect(measured.steps.get(stepKey('a', 'test'))).toEqual({ p50Ms: 35_000, size: 2 })
  expect(measured.jobNames).toEqual(new Set(['a']))
})

test('a red branch tells which jobs fail there, by their latest attempt', () => {
  const red = {
    run: aRun({ id: 9, conclusion: 'failure' }),
    jobs: [
      failed(1, 'a'),
      failed(2, 'b'),
      passed(3, 'b', { attempt: 2, times: [100, 105, 160] }),
      passed(4, 'c'),
    ],
  }
  expect(baseline([], { red }).red?.failedJobs).toEqual(new Set(['a']))
})
