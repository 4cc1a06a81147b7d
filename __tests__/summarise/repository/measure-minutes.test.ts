import { describe, expect, test } from '@jest/globals'
import { mergeAttempts } from '../../../src/summarise/run/measure-attempts.ts'
import type { RunFact, SampleReason } from '../../../src/summarise/repository/facts.ts'
import {
  addBills,
  billWorkflows,
  usesMinutes,
  type Bill,
  type MergedRun,
} from '../../../src/summarise/repository/measure-minutes.ts'
import type { Job } from '../../../src/model.ts'
import { aJob, minuteMs, nowMs } from '../../support/builders.ts'
import { aRunFact } from './support.ts'

const ci = '.github/workflows/ci.yml'

/** A run of so many minutes whose jobs take so many each. */
const run = (id: number, minutes: number, fields: Partial<RunFact> = {}): RunFact =>
  aRunFact({ id, startedAtMs: nowMs, updatedAtMs: nowMs + minutes * minuteMs, ...fields })

const sampled = (fact: RunFact, jobs: readonly Job[], reason: SampleReason = 'even'): MergedRun => ({
  sampled: { run: fact, reason, jobs },
  merged: mergeAttempts(jobs),
})

const jobOf = (id: number, minutes: number, fields: Partial<Job> = {}): Job =>
  aJob({
    id,
    name: `job ${id}`,
    createdAtMs: nowMs,
    startedAtMs: nowMs,
    completedAtMs: nowMs + minutes * minuteMs,
    ...fields,
  })

const billOf = (
  sample: readonly MergedRun[],
  runs: readonly RunFact[] = sample.map((each) => each.sampled.run),
  rates: ReadonlyMap<string, number> = new Map(),
): Bill | undefined => billWorkflows(sample, runs, rates).get(ci)

describe('minutes', () => {
  test('of a sample that is all there is are those of its jobs, each rounded up', () => {
    expect(billOf([sampled(run(1, 4), [jobOf(1, 3.5), jobOf(2, 0.2)])])).toEqual({
      minutes: 5,
      cost: null,
      unpricedMinutes: 0,
    })
  })

  test('of all runs are in proportion to how long they took', () => {
    const sample = [sampled(run(1, 10), [jobOf(1, 10), jobOf(2, 10)])]
    // Twice as many minutes as the run is long: 60 more minutes of runs cost 120.
    expect(billOf(sample, [run(1, 10), run(2, 20), run(3, 40, { conclusion: 'failure' })])?.minutes).toBe(140)
  })

  test('leave out runs that used no runner, and other workflows', () => {
    const sample = [sampled(run(1, 10), [jobOf(1, 10)])]
    const others = [
      run(2, 99, { conclusion: 'skipped' }),
      run(3, 99, { status: 'in_progress', conclusion: null }),
      run(4, 99, { workflowPath: '.github/workflows/other.yml' }),
    ]
    expect(billOf(sample, [run(1, 10), ...others])?.minutes).toBe(10)
    expect(others.filter(usesMinutes).map(({ id }) => id)).toEqual([4])
  })

  test('are of the evenly chosen runs when there are enough, of any that were read when not', () => {
    const even = [1, 2, 3].map((id) => sampled(run(id, 10), [jobOf(id, 10)]))
    const failed = sampled(run(4, 10), [jobOf(4, 10), jobOf(5, 10), jobOf(6, 10)], 'failed')
    const runs = [1, 2, 3, 4].map((id) => run(id, 10))
    expect(billOf([...even, failed], runs)?.minutes).toBe(40)
    expect(billOf([failed], [run(4, 10)])?.minutes).toBe(30)
  })

  test('add what attempts that were replaced cost, for each run that was re-run', () => {
    const again = run(1, 5, { attempt: 2 })
    const sample = [
      sampled(again, [
        jobOf(1, 8, { name: 'lint', attempt: 1 }),
        jobOf(2, 7, { name: 'e2e', attempt: 1, conclusion: 'failure' }),
        jobOf(3, 5, { name: 'e2e', attempt: 2, startedAtMs: nowMs + 1, completedAtMs: nowMs + 5 * minuteMs }),
      ]),
    ]
    // 5 for the latest attempt, 15 for the first one; another re-run of the same length doubles both.
    expect(billOf(sample)?.minutes).toBe(20)
    expect(billOf(sample, [again, run(2, 5, { attempt: 2 })])?.minutes).toBe(40)
  })

  test('of runs that took no time cannot be reckoned', () => {
    expect(billOf([sampled(run(1, 0), [jobOf(1, 1)])])).toBeUndefined()
  })
})

describe('money', () => {
  test('is by label, and what has no price is said', () => {
    const sample = [sampled(run(1, 10), [jobOf(1, 10), jobOf(2, 4, { labels: ['self-hosted'] })])]
    expect(billOf(sample, undefined, new Map([['ubuntu-latest', 0.006]]))).toEqual({
      minutes: 14,
      cost: 0.06,
      unpricedMinutes: 4,
    })
  })

  test('is added up over workflows, as far as it is known', () => {
    expect(
      addBills([
        { minutes: 10, cost: 0.1, unpricedMinutes: 0 },
        { minutes: 5, cost: null, unpricedMinutes: 5 },
      ]),
    ).toEqual({ minutes: 15, cost: 0.1, unpricedMinutes: 5 })
    expect(addBills([])).toEqual({ minutes: null, cost: null, unpricedMinutes: 0 })
  })
})
