import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { durationSince, stepDuration, timesOf } from '../../../src/summarise/run/measure-times.ts'
import { at, cancelled, failed, job, passed, running, skipped, startMs, step } from '../support/facts.ts'

const inSeconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000)

describe('timesOf', () => {
  test.each([
    { what: 'a job', job: passed(1, 'a', { times: [0, 5, 65] }), queued: 5, ran: 60, clamped: false },
    {
      what: 'a start before the creation (re-run)',
      job: passed(1, 'a', { times: [100, 5, 65] }),
      queued: 0,
      ran: 60,
      clamped: true,
    },
    {
      what: 'an end before the start',
      job: failed(1, 'a', { times: [0, 5, 4] }),
      queued: 5,
      ran: 0,
      clamped: true,
    },
    {
      what: 'no creation (GHES before 3.9)',
      job: passed(1, 'a', { times: [null, 5, 65] }),
      queued: null,
      ran: 60,
      clamped: false,
    },
    {
      what: 'no start',
      job: passed(1, 'a', { times: [0, null, 65], startedAtMs: null }),
      queued: null,
      ran: null,
      clamped: false,
    },
    {
      what: 'a job in progress',
      job: running(1, 'a', { times: [0, 5, null] }),
      queued: 5,
      ran: null,
      clamped: false,
    },
    {
      what: 'a skipped job, whatever its times',
      job: skipped(1, 'a', { times: [0, 10, 9] }),
      queued: null,
      ran: null,
      clamped: false,
    },
    {
      what: 'a queued job, which has a start too',
      job: job(1, 'a', { status: 'queued', conclusion: null, runnerName: null }),
      queued: null,
      ran: null,
      clamped: false,
    },
    {
      what: 'a cancelled job that no runner took',
      job: cancelled(1, 'a', { runnerName: '' }),
      queued: null,
      ran: null,
      clamped: false,
    },
    {
      what: 'a cancelled job that ran',
      job: cancelled(1, 'a', { times: [0, 5, 30] }),
      queued: 5,
      ran: 25,
      clamped: false,
    },
    {
      what: 'a start that is the time of queueing: the first step tells better',
      job: passed(1, 'a', { times: [0, 0, 65], steps: [step(2, 'b', [45, 60]), step(1, 'a', [40, 45])] }),
      queued: 40,
      ran: 25,
      clamped: false,
    },
    {
      what: 'steps from another time',
      job: passed(1, 'a', { times: [0, 5, 65], steps: [step(1, 'a', [500, 600])] }),
      queued: 5,
      ran: 60,
      clamped: false,
    },
  ])('of $what', ({ job: given, queued, ran, clamped }) => {
    const times = timesOf(given)
    expect([inSeconds(times.queuedMs), inSeconds(times.ranMs), times.isClamped]).toEqual([
      queued,
      ran,
      clamped,
    ])
  })

  test('are in order and never negative, whatever the API says', () => {
    const time = fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null })
    const conclusion = fc.constantFrom('success', 'failure', 'cancelled', 'skipped', null)
    fc.assert(
      fc.property(fc.tuple(time, time, time), conclusion, (given, result) => {
        const {
          createdMs,
          startMs: from,
          endMs,
          queuedMs,
          ranMs,
        } = timesOf(
          job(1, 'a', {
            times: given,
            conclusion: result,
            startedAtMs: given[1] === null ? null : at(given[1]),
          }),
        )
        expect(queuedMs ?? 0).toBeGreaterThanOrEqual(0)
        expect(ranMs ?? 0).toBeGreaterThanOrEqual(0)
        if (createdMs !== null && from !== null) expect(createdMs).toBeLessThanOrEqual(from)
        if (endMs !== null && from !== null) expect(endMs).toBeGreaterThanOrEqual(from)
      }),
    )
  })
})

test.each([
  { what: 'a step', given: step(1, 'a', [0, 12]), expected: 12_000 },
  { what: 'an end before the start', given: step(1, 'a', [12, 11]), expected: 0 },
  { what: 'a skipped step', given: step(1, 'a', [0, 12], { conclusion: 'skipped' }), expected: null },
  { what: 'a step that runs', given: step(1, 'a', [0, 0], { completedAtMs: null }), expected: null },
  { what: 'a step that did not start', given: step(1, 'a', [0, 0], { startedAtMs: null }), expected: null },
])('the duration of $what', ({ given, expected }) => {
  expect(stepDuration(given)).toBe(expected)
})

test.each([
  {
    what: 'the end of the last job',
    jobs: [passed(1, 'a', { times: [0, 5, 65] }), passed(2, 'b', { times: [0, 5, 90] })],
    expected: 90_000,
  },
  {
    what: 'nothing for skipped jobs',
    jobs: [passed(1, 'a'), skipped(2, 'b', { times: [99, 99, 99] })],
    expected: 65_000,
  },
  { what: 'nothing for jobs that run', jobs: [passed(1, 'a'), running(2, 'b')], expected: 65_000 },
  { what: 'null when no job has ended', jobs: [running(2, 'b')], expected: null },
  { what: 'null when all ended before', jobs: [passed(1, 'a', { times: [-90, -80, -10] })], expected: null },
])('a duration is up to $what', ({ jobs, expected }) => {
  expect(durationSince(startMs, jobs)).toBe(expected)
})
