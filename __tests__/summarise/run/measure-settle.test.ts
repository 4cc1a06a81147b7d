import { describe, expect, test } from '@jest/globals'
import { findOwnJob, openness, updateJobs, withoutOwn } from '../../../src/summarise/run/measure-settle.ts'
import { at, failed, needs, passed, patterns, rules, running } from '../support/facts.ts'

describe('openness', () => {
  test.each([
    { what: 'all ended', jobs: [passed(1, 'a')], given: null, open: { running: 0, disagreeing: 0 } },
    {
      what: 'one runs',
      jobs: [passed(1, 'a'), running(2, 'b')],
      given: null,
      open: { running: 1, disagreeing: 0 },
    },
    {
      what: 'one outside of needs runs',
      jobs: [passed(1, 'a'), running(2, 'b')],
      given: needs({ a: 'success' }),
      open: { running: 0, disagreeing: 0 },
    },
    {
      what: 'a leg of needs runs',
      jobs: [passed(1, 'a (1)'), running(2, 'a (2)')],
      given: needs({ a: 'success' }),
      open: { running: 1, disagreeing: 0 },
    },
    {
      what: 'needs knows of a failure that no job shows',
      jobs: [passed(1, 'a')],
      given: needs({ a: 'failure' }),
      open: { running: 0, disagreeing: 1 },
    },
    {
      what: 'a failure under continue-on-error',
      jobs: [failed(1, 'a')],
      given: needs({ a: 'success' }),
      open: { running: 0, disagreeing: 0 },
    },
    {
      what: 'an id without a job is not waited for',
      jobs: [passed(1, 'x'), passed(2, 'y')],
      given: needs({ a: 'failure' }),
      open: { running: 0, disagreeing: 0 },
    },
    {
      what: 'an older attempt does not count',
      jobs: [failed(1, 'a'), running(2, 'a', { attempt: 2 })],
      given: null,
      open: { running: 1, disagreeing: 0 },
    },
  ])('$what', ({ jobs, given, open }) => {
    expect(openness(jobs, given, rules())).toEqual(open)
  })

  test('a required job outside of needs is waited for', () => {
    expect(
      openness([passed(1, 'a'), running(2, 'b')], needs({ a: 'success' }), rules({ require: patterns('b') })),
    ).toMatchObject({ running: 1 })
  })
})

describe('the own job', () => {
  const runner = 'GitHub Actions 7'
  const jobs = [
    passed(1, 'a', { runnerName: runner }),
    running(2, 'b', { runnerName: runner, startedAtMs: at(10) }),
    running(3, 'c', { runnerName: runner, startedAtMs: at(20) }),
    running(4, 'd', { runnerName: 'another', startedAtMs: at(30) }),
  ]
  test.each([
    { what: 'by its id', own: { jobId: 4, runnerName: runner }, id: 4 },
    { what: 'by runner and start where there is no id', own: { jobId: null, runnerName: runner }, id: 3 },
    { what: 'by runner and start where the id is not listed', own: { jobId: 99, runnerName: runner }, id: 3 },
    { what: 'not by an empty runner name', own: { jobId: null, runnerName: '' }, id: null },
    { what: 'not by a runner that runs nothing', own: { jobId: null, runnerName: 'idle' }, id: null },
  ])('is found $what', ({ own, id }) => {
    expect(findOwnJob(jobs, own)?.id ?? null).toBe(id)
  })

  test('is the only one in progress, where nothing else tells', () => {
    expect(findOwnJob([passed(1, 'a'), running(2, 'b')], { jobId: null, runnerName: 'renamed' })?.id).toBe(2)
    expect(findOwnJob([passed(1, 'a')], { jobId: null, runnerName: 'renamed' })).toBeNull()
  })

  test('is left out with its earlier attempts, not with a namesake of this one', () => {
    const own = running(5, 'summary', { attempt: 2 })
    const others = [failed(1, 'summary'), passed(2, 'a'), passed(6, 'summary', { attempt: 2 })]
    expect(withoutOwn([...others, own], own).map(({ id }) => id)).toEqual([2, 6])
    expect(withoutOwn(others, null)).toEqual(others)
  })
})

test('a second look updates what is known and adds what is new', () => {
  const known = [passed(1, 'a'), running(2, 'b')]
  const news = [passed(2, 'b'), running(3, 'c')]
  expect(updateJobs(known, news).map(({ id, conclusion }) => [id, conclusion])).toEqual([
    [1, 'success'],
    [2, 'success'],
    [3, null],
  ])
})
