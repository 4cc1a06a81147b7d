import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Job } from '../../../src/model.ts'
import {
  belongsToAttempt,
  isFlaky,
  isPartialRerun,
  mergeAttempts,
} from '../../../src/summarise/run/measure-attempts.ts'
import { at, cancelled, failed, passed, running, skipped, startMs, step } from '../support/facts.ts'

const shape = (jobs: readonly Job[]): readonly (readonly [number, readonly number[]])[] =>
  mergeAttempts(jobs).map(({ job, earlier }) => [job.id, earlier.map(({ id }) => id)])

describe('mergeAttempts', () => {
  test.each([
    {
      what: 'one attempt',
      jobs: [passed(1, 'a'), failed(2, 'b')],
      expected: [
        [1, []],
        [2, []],
      ],
    },
    {
      what: 'a re-run of what failed: the rest keeps its result',
      jobs: [passed(1, 'a'), failed(2, 'b'), passed(3, 'b', { attempt: 2, times: [100, 105, 160] })],
      expected: [
        [1, []],
        [3, [2]],
      ],
    },
    {
      what: 'a job that was re-run twice, newest first',
      jobs: [
        failed(1, 'a'),
        failed(2, 'a', { attempt: 2, times: [100, 105, 160] }),
        passed(3, 'a', { attempt: 3, times: [200, 205, 260] }),
      ],
      expected: [[3, [2, 1]]],
    },
    {
      what: 'an attempt that left a job out in between',
      jobs: [
        failed(1, 'a'),
        failed(2, 'b'),
        passed(3, 'b', { attempt: 2, times: [100, 105, 160] }),
        passed(4, 'a', { attempt: 3, times: [200, 205, 260] }),
      ],
      expected: [
        [3, [2]],
        [4, [1]],
      ],
    },
    {
      what: 'a job that GitHub only carried over into the next attempt, with its old times',
      jobs: [
        passed(1, 'a'),
        passed(2, 'a', { attempt: 2 }),
        failed(3, 'a', { attempt: 3, times: [200, 205, 260] }),
      ],
      expected: [[3, [2]]],
    },
    {
      what: 'a matrix that was skipped, and then ran',
      jobs: [
        passed(1, 'build'),
        skipped(2, 'test'),
        passed(3, 'test (a)', { attempt: 2, times: [100, 105, 160] }),
        passed(4, 'test (b)', { attempt: 2, times: [100, 105, 160] }),
      ],
      expected: [
        [1, []],
        [3, []],
        [4, []],
      ],
    },
    {
      what: 'a matrix whose name was never expanded, and a called workflow',
      jobs: [
        skipped(1, 'test (${{ matrix.os }})'),
        skipped(2, 'deploy'),
        passed(3, 'test (a)', { attempt: 2, times: [100, 105, 160] }),
        passed(4, 'deploy / plan', { attempt: 2, times: [100, 105, 160] }),
      ],
      expected: [
        [3, []],
        [4, []],
      ],
    },
    {
      what: 'skipped jobs that have nothing to do with the legs that ran',
      jobs: [
        skipped(1, 'test / nightly'),
        skipped(2, 'lint'),
        skipped(3, 'deploy'),
        passed(4, 'deploy (a)'),
        passed(5, 'test / unit', { attempt: 2, times: [100, 105, 160] }),
      ],
      expected: [
        [1, []],
        [2, []],
        [3, []],
        [4, []],
        [5, []],
      ],
    },
    {
      what: 'a re-run that is in progress',
      jobs: [failed(1, 'a'), running(2, 'a', { attempt: 2, times: [100, 105, null] })],
      expected: [[2, [1]]],
    },
    {
      what: 'two jobs of one display name',
      jobs: [passed(1, 'a'), failed(2, 'a')],
      expected: [
        [1, []],
        [2, []],
      ],
    },
    {
      what: 'two jobs of one display name, of which the failed one was re-run',
      jobs: [passed(1, 'a'), failed(2, 'a'), passed(3, 'a', { attempt: 2, times: [100, 105, 160] })],
      expected: [
        [1, []],
        [3, [2]],
      ],
    },
    {
      what: 'two jobs of one display name with other steps: the steps tell which was re-run',
      jobs: [
        passed(1, 'a', { steps: [step(1, 'one', [5, 6])] }),
        failed(2, 'a', { steps: [step(1, 'two', [5, 6])] }),
        passed(3, 'a', { attempt: 2, times: [100, 105, 160], steps: [step(1, 'one', [105, 106])] }),
      ],
      expected: [
        [2, []],
        [3, [1]],
      ],
    },
    { what: 'nothing', jobs: [], expected: [] },
  ])('merges $what', ({ jobs, expected }) => {
    expect(shape(jobs)).toEqual(expected)
    expect(shape(jobs.toReversed())).toEqual(expected)
  })

  test('keeps exactly the highest attempt of each name, whatever the history', () => {
    const history = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 5 })), {
      selector: ([name, attempt]) => `${name}${attempt}`,
    })
    fc.assert(
      fc.property(history, (pairs) => {
        const jobs = pairs.map(([name, attempt], index) =>
          passed(index + 1, name, { attempt, times: [attempt * 100, attempt * 100, attempt * 100 + 50] }),
        )
        const merged = mergeAttempts(jobs)
        for (const { job, earlier } of merged) {
          const attempts = pairs.filter(([name]) => name === job.name).map(([, attempt]) => attempt)
          expect(job.attempt).toBe(Math.max(...attempts))
          expect(earlier.map(({ attempt }) => attempt)).toEqual(
            attempts.filter((each) => each < job.attempt).toSorted((one, other) => other - one),
          )
        }
        expect(new Set(merged.map(({ job }) => job.name)).size).toBe(merged.length)
      }),
    )
  })
})

describe('isFlaky', () => {
  const second = { attempt: 2, times: [100, 105, 160] } as const
  test.each([
    { what: 'failed, then passed', jobs: [failed(1, 'a'), passed(2, 'a', second)], expected: true },
    { what: 'passed, then failed', jobs: [passed(1, 'a'), failed(2, 'a', second)], expected: true },
    {
      what: 'ran out of time, then passed',
      jobs: [failed(1, 'a', { conclusion: 'timed_out' }), passed(2, 'a', second)],
      expected: true,
    },
    { what: 'failed twice', jobs: [failed(1, 'a'), failed(2, 'a', second)], expected: false },
    {
      what: 'was cancelled, then passed',
      jobs: [cancelled(1, 'a'), passed(2, 'a', second)],
      expected: false,
    },
    { what: 'passed at once', jobs: [passed(1, 'a')], expected: false },
  ])('a job that $what: $expected', ({ jobs, expected }) => {
    expect(mergeAttempts(jobs).map(isFlaky)).toEqual([expected])
  })
})

describe('the latest attempt', () => {
  const latest = { attempt: 2, startedAtMs: at(100) }

  test.each([
    { what: 'of it', job: passed(1, 'a', { attempt: 2, times: [100, 105, 160] }), expected: true },
    { what: 'of an older one', job: passed(1, 'a'), expected: false },
    { what: 'carried over into it', job: passed(1, 'a', { attempt: 2, times: [0, 5, 65] }), expected: false },
    { what: 'running in it', job: running(1, 'a', { attempt: 2 }), expected: true },
  ])('a job $what belongs to it: $expected', ({ job, expected }) => {
    expect(belongsToAttempt(job, latest)).toBe(expected)
  })

  test('is partial when a job was not re-run', () => {
    const rerun = passed(3, 'b', { attempt: 2, times: [100, 105, 160] })
    expect(isPartialRerun(mergeAttempts([passed(1, 'a'), failed(2, 'b'), rerun]), latest)).toBe(true)
    expect(isPartialRerun(mergeAttempts([failed(2, 'b'), rerun]), latest)).toBe(false)
    expect(isPartialRerun(mergeAttempts([passed(1, 'a')]), { attempt: 1, startedAtMs: startMs })).toBe(false)
  })
})

test('a job that was carried over waited as long as it did when it ran', () => {
  const carried = passed(2, 'a', { attempt: 2, times: [100, 5, 65] })
  const [merged] = mergeAttempts([passed(1, 'a', { times: [0, 5, 65] }), carried])
  expect(merged).toMatchObject({
    job: { id: 2, attempt: 2, createdAtMs: at(0), startedAtMs: at(5) },
    earlier: [],
  })
})

test('an attempt that re-ran all but skipped jobs is whole', () => {
  const latest = { attempt: 2, startedAtMs: at(98) }
  const again = passed(3, 'a', { attempt: 2, times: [100, 105, 160] })
  // Skipped at once, a second before the attempt began, as GitHub's stamps have it.
  const skip = skipped(4, 'b', { attempt: 2, times: [97, 98, 97] })
  expect(isPartialRerun(mergeAttempts([passed(1, 'a'), again, skip]), latest)).toBe(false)
  expect(isPartialRerun(mergeAttempts([passed(1, 'a'), passed(2, 'c'), again, skip]), latest)).toBe(true)
})
