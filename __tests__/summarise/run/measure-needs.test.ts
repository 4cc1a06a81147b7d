import { describe, expect, test } from '@jest/globals'
import type { Job } from '../../../src/model.ts'
import { baseNameOf, matchNeeds } from '../../../src/summarise/run/measure-needs.ts'
import { cancelled, failed, passed, running, skipped } from '../support/facts.ts'

const matches = (results: Readonly<Record<string, string>>, jobs: Parameters<typeof matchNeeds>[1]) =>
  Object.fromEntries(
    matchNeeds(Object.fromEntries(Object.entries(results).map(([id, result]) => [id, { result }])), jobs).map(
      ({ id, match, jobs: found }) => [id, [match, ...found.map(({ id: jobId }) => jobId)]],
    ),
  )

interface Case {
  readonly what: string
  readonly needs: Readonly<Record<string, string>>
  readonly jobs: readonly Job[]
  /** How each id was matched, and to which jobs. */
  readonly expected: Readonly<Record<string, readonly (string | number)[]>>
}

describe('matchNeeds', () => {
  test.each<Case>([
    {
      what: 'a job without a name of its own by its id',
      needs: { build: 'success', lint: 'success' },
      jobs: [passed(1, 'build'), passed(2, 'lint'), passed(3, 'other')],
      expected: { build: ['name', 1], lint: ['name', 2] },
    },
    {
      what: 'the legs of a matrix',
      needs: { test: 'failure' },
      jobs: [passed(1, 'test (ubuntu, 22)'), failed(2, 'test (windows, 22)'), passed(3, 'test-e2e')],
      expected: { test: ['name', 1, 2] },
    },
    {
      what: 'the jobs of a reusable workflow, nested and in a matrix',
      needs: { deploy: 'success' },
      jobs: [passed(1, 'deploy / plan'), passed(2, 'deploy / apply / run'), passed(3, 'deploy (eu) / plan')],
      expected: { deploy: ['name', 1, 2, 3] },
    },
    {
      what: 'a job whose name has the letters of the id',
      needs: { 'lint-js': 'success', build_all: 'success' },
      jobs: [passed(1, 'Lint JS'), passed(2, 'Build all (a)'), passed(3, 'Build all (b)')],
      expected: { 'lint-js': ['similar', 1], build_all: ['similar', 2, 3] },
    },
    {
      what: 'the only job that is left to the only id that is left',
      needs: { build: 'success', unit: 'failure' },
      jobs: [passed(1, 'build'), passed(2, 'Tests (20)'), failed(3, 'Tests (22)')],
      expected: { build: ['name', 1], unit: ['left-over', 2, 3] },
    },
    {
      what: 'no job when two may be meant',
      needs: { unit: 'success' },
      jobs: [passed(1, 'Tests'), passed(2, 'Docs')],
      expected: { unit: ['none'] },
    },
    {
      what: 'no job when two ids have the same letters',
      needs: { 'a-b': 'success', a_b: 'success' },
      jobs: [passed(1, 'A B')],
      expected: { 'a-b': ['none'], a_b: ['none'] },
    },
    {
      what: 'no job that cannot have the result: passed, and needs says failure',
      needs: { unit: 'failure' },
      jobs: [passed(1, 'Tests')],
      expected: { unit: ['none'] },
    },
    {
      what: 'no job that cannot have the result: ran, and needs says skipped',
      needs: { unit: 'skipped' },
      jobs: [passed(1, 'Tests')],
      expected: { unit: ['none'] },
    },
    {
      what: 'no job that cannot have the result: failed, and needs says cancelled',
      needs: { unit: 'cancelled' },
      jobs: [failed(1, 'Tests')],
      expected: { unit: ['none'] },
    },
    {
      what: 'no left-over job that still runs, since what is needed has ended',
      needs: { unit: 'success' },
      jobs: [running(1, 'Tests')],
      expected: { unit: ['none'] },
    },
    {
      what: 'left-over jobs that were skipped or cancelled',
      needs: { unit: 'cancelled' },
      jobs: [cancelled(1, 'Tests (a)'), skipped(2, 'Tests (b)')],
      expected: { unit: ['left-over', 1, 2] },
    },
    {
      what: 'ids that are names of things every object has',
      needs: { constructor: 'success', toString: 'success' },
      jobs: [passed(1, 'constructor'), passed(2, 'toString')],
      expected: { constructor: ['name', 1], toString: ['name', 2] },
    },
    { what: 'nothing to nothing', needs: {}, jobs: [passed(1, 'a')], expected: {} },
  ])('matches $what', ({ needs, jobs, expected }) => {
    expect(matches(needs, jobs)).toEqual(expected)
  })
})

test.each([
  ['build', 'build'],
  ['test (a, b)', 'test'],
  ['call / test (a)', 'call'],
  ['call (x) / test', 'call'],
  ['a/b', 'a/b'],
  ['a (', 'a'],
  ['(a)', '(a)'],
  ['', ''],
])('the base of %j is %j', (name, base) => {
  expect(baseNameOf(name)).toBe(base)
})
