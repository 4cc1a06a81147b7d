import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Job } from '../../../src/model.ts'
import type { GateRules } from '../../../src/summarise/run/facts.ts'
import { judge, type Gate } from '../../../src/summarise/run/measure-gate.ts'
import { matchNeeds } from '../../../src/summarise/run/measure-needs.ts'
import { scopeOf } from '../../../src/summarise/run/measure-scope.ts'
import { cancelled, failed, job, needs, passed, patterns, rules, running, skipped } from '../support/facts.ts'

interface Case {
  readonly what: string
  readonly jobs: readonly Job[]
  /** Results by id; none is no `needs`. */
  readonly needs?: Readonly<Record<string, string>>
  readonly rules?: Partial<GateRules>
  /** Of a run that has ended. */
  readonly run?: string
  /** What each row counts as, by name. */
  readonly rows: Readonly<Record<string, string>>
  readonly verdict: string
  readonly conclusion: string
}

function gateOf({
  jobs,
  needs: results,
  rules: written,
  run,
}: Omit<Case, 'what' | 'rows' | 'verdict' | 'conclusion'>): Gate {
  const given = results === undefined ? null : needs(results)
  return judge({
    jobs,
    needs: given === null ? null : matchNeeds(given, jobs),
    runConclusion: run ?? null,
    rules: rules({ isOn: true, ...written }),
  })
}

const countsOf = ({ rows }: Gate): Readonly<Record<string, string>> =>
  Object.fromEntries(rows.map(({ name, counts }) => [name, counts]))

const check = ({ rows, verdict, conclusion, ...given }: Case): void => {
  const gate = gateOf(given)
  expect({ rows: countsOf(gate), verdict: gate.verdict, conclusion: gate.conclusion }).toEqual({
    rows,
    verdict,
    conclusion,
  })
}

const one = passed(1, 'build')

describe('without needs: all jobs', () => {
  test.each<Case>([
    {
      what: 'all passed',
      jobs: [one, passed(2, 'test')],
      rows: { build: 'passed', test: 'passed' },
      verdict: 'success',
      conclusion: 'success',
    },
    {
      what: 'one failed',
      jobs: [one, failed(2, 'test')],
      rows: { build: 'passed', test: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'one timed out',
      jobs: [one, failed(2, 'test', { conclusion: 'timed_out' })],
      rows: { build: 'passed', test: 'failed' },
      verdict: 'failure',
      conclusion: 'timed_out',
    },
    {
      what: 'one waits for an approval',
      jobs: [one, failed(2, 'test', { conclusion: 'action_required' })],
      rows: { build: 'passed', test: 'failed' },
      verdict: 'failure',
      conclusion: 'action_required',
    },
    {
      what: 'a conclusion that does not exist yet',
      jobs: [one, failed(2, 'test', { conclusion: 'exploded' })],
      rows: { build: 'passed', test: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'a skipped job is neutral',
      jobs: [one, skipped(2, 'test')],
      rows: { build: 'passed', test: 'neutral' },
      verdict: 'success',
      conclusion: 'success',
    },
    {
      what: 'only skipped jobs',
      jobs: [skipped(2, 'test')],
      rows: { test: 'neutral' },
      verdict: 'success',
      conclusion: 'skipped',
    },
    {
      what: 'a neutral job',
      jobs: [job(2, 'test', { conclusion: 'neutral' })],
      rows: { test: 'neutral' },
      verdict: 'success',
      conclusion: 'neutral',
    },
    {
      what: 'one cancelled',
      jobs: [one, cancelled(2, 'test')],
      rows: { build: 'passed', test: 'cancelled' },
      verdict: 'cancelled',
      conclusion: 'cancelled',
    },
    {
      what: 'a failure beats a cancellation',
      jobs: [failed(1, 'build'), cancelled(2, 'test')],
      rows: { build: 'failed', test: 'cancelled' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'one has not ended',
      jobs: [one, running(2, 'test')],
      rows: { build: 'passed', test: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'a failure in a run that GitHub calls a success is continue-on-error',
      jobs: [one, failed(2, 'test')],
      run: 'success',
      rows: { build: 'passed', test: 'passed' },
      verdict: 'success',
      conclusion: 'failure',
    },
    {
      what: 'a failure in a run that GitHub calls a failure',
      jobs: [one, failed(2, 'test')],
      run: 'failure',
      rows: { build: 'passed', test: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
  ])('$what', check)
})

describe('with needs: those jobs, leg by leg', () => {
  test.each<Case>([
    {
      what: 'others are shown, not judged',
      jobs: [one, failed(2, 'docs')],
      needs: { build: 'success' },
      rows: { build: 'passed' },
      verdict: 'success',
      conclusion: 'success',
    },
    {
      what: 'a skipped job is a failure',
      jobs: [one, skipped(2, 'test')],
      needs: { build: 'success', test: 'skipped' },
      rows: { build: 'passed', test: 'failed' },
      verdict: 'failure',
      conclusion: 'success',
    },
    {
      what: 'legs of a matrix one by one',
      jobs: [passed(1, 'test (a)'), failed(2, 'test (b)')],
      needs: { test: 'failure' },
      rows: { 'test (a)': 'passed', 'test (b)': 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'a leg that failed under continue-on-error passes',
      jobs: [passed(1, 'test (a)'), failed(2, 'test (b)')],
      needs: { test: 'success' },
      rows: { 'test (a)': 'passed', 'test (b)': 'passed' },
      verdict: 'success',
      conclusion: 'failure',
    },
    {
      what: 'an id without a job is judged by needs: success',
      jobs: [],
      needs: { unit: 'success' },
      rows: { unit: 'passed' },
      verdict: 'success',
      conclusion: 'success',
    },
    {
      what: 'an id without a job is judged by needs: failure',
      jobs: [passed(1, 'a'), passed(2, 'b')],
      needs: { unit: 'failure' },
      rows: { unit: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'needs says failure and no job of it shows one',
      jobs: [passed(1, 'test (a)'), passed(2, 'test (b)')],
      needs: { test: 'failure' },
      rows: { 'test (a)': 'passed', 'test (b)': 'passed', test: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'needs says failure and its jobs were only cancelled',
      jobs: [passed(1, 'test (a)'), cancelled(2, 'test (b)')],
      needs: { test: 'failure' },
      rules: { onCancelled: 'ignore' },
      rows: { 'test (a)': 'passed', 'test (b)': 'neutral', test: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'a job that a called workflow skips is neutral when needs says success',
      jobs: [passed(1, 'call / a'), skipped(2, 'call / b')],
      needs: { call: 'success' },
      rows: { 'call / a': 'passed', 'call / b': 'neutral' },
      verdict: 'success',
      conclusion: 'success',
    },
    {
      what: 'unless it is required',
      jobs: [passed(1, 'call / a'), skipped(2, 'call / b')],
      needs: { call: 'success' },
      rules: { require: patterns('call / b') },
      rows: { 'call / a': 'passed', 'call / b': 'failed' },
      verdict: 'failure',
      conclusion: 'success',
    },
    {
      what: 'needs says cancelled and no job of it shows it',
      jobs: [passed(1, 'test (a)')],
      needs: { test: 'cancelled' },
      rows: { 'test (a)': 'passed', test: 'cancelled' },
      verdict: 'cancelled',
      conclusion: 'cancelled',
    },
    {
      what: 'needs says skipped and the job ran',
      jobs: [passed(1, 'test (a)')],
      needs: { test: 'skipped' },
      rows: { 'test (a)': 'passed', test: 'failed' },
      verdict: 'failure',
      conclusion: 'success',
    },
    {
      what: 'a job that has not ended counts as needs says: success',
      jobs: [running(1, 'test')],
      needs: { test: 'success' },
      rows: { test: 'passed' },
      verdict: 'success',
      conclusion: 'success',
    },
    {
      what: 'a job that has not ended counts as needs says: failure',
      jobs: [running(1, 'test')],
      needs: { test: 'failure' },
      rows: { test: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'a cancelled dependency is no success',
      jobs: [cancelled(1, 'test')],
      needs: { test: 'cancelled' },
      rows: { test: 'cancelled' },
      verdict: 'cancelled',
      conclusion: 'cancelled',
    },
    {
      what: 'what GitHub made of the run does not forgive a job of needs',
      jobs: [failed(1, 'test')],
      needs: { test: 'failure' },
      run: 'success',
      rows: { test: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'the jobs of a reusable workflow',
      jobs: [passed(1, 'call / a'), failed(2, 'call / b')],
      needs: { call: 'failure' },
      rows: { 'call / a': 'passed', 'call / b': 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
  ])('$what', check)
})

describe('allowances and requirements', () => {
  const matrix = [failed(1, 'test (a)'), failed(2, 'test (b)')]
  test.each<Case>([
    {
      what: 'allow-failure by the name of a leg',
      jobs: matrix,
      needs: { test: 'failure' },
      rules: { allowFailure: patterns('test (a)') },
      rows: { 'test (a)': 'passed', 'test (b)': 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'allow-failure by id takes every leg',
      jobs: matrix,
      needs: { test: 'failure' },
      rules: { allowFailure: patterns('test') },
      rows: { 'test (a)': 'passed', 'test (b)': 'passed' },
      verdict: 'success',
      conclusion: 'failure',
    },
    {
      what: 'allow-failure by a pattern, without needs',
      jobs: matrix,
      rules: { allowFailure: patterns('test (*)') },
      rows: { 'test (a)': 'passed', 'test (b)': 'passed' },
      verdict: 'success',
      conclusion: 'failure',
    },
    {
      what: 'allow-failure covers cancelled and skipped',
      jobs: [cancelled(1, 'a'), skipped(2, 'b')],
      needs: { a: 'cancelled', b: 'skipped' },
      rules: { allowFailure: patterns('a', 'b') },
      rows: { a: 'passed', b: 'passed' },
      verdict: 'success',
      conclusion: 'cancelled',
    },
    {
      what: 'allow-failure of an id without a job',
      jobs: [],
      needs: { unit: 'failure' },
      rules: { allowFailure: patterns('unit') },
      rows: { unit: 'passed' },
      verdict: 'success',
      conclusion: 'failure',
    },
    {
      what: 'allow-skip covers skipped',
      jobs: [skipped(1, 'a')],
      needs: { a: 'skipped' },
      rules: { allowSkip: patterns('a') },
      rows: { a: 'passed' },
      verdict: 'success',
      conclusion: 'skipped',
    },
    {
      what: 'allow-skip does not cover failed',
      jobs: [failed(1, 'a')],
      needs: { a: 'failure' },
      rules: { allowSkip: patterns('a') },
      rows: { a: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'a job in both may fail',
      jobs: [failed(1, 'a')],
      needs: { a: 'failure' },
      rules: { allowSkip: patterns('a'), allowFailure: patterns('a') },
      rows: { a: 'passed' },
      verdict: 'success',
      conclusion: 'failure',
    },
    {
      what: 'a job in both may be skipped',
      jobs: [skipped(1, 'a')],
      needs: { a: 'skipped' },
      rules: { allowSkip: patterns('a'), allowFailure: patterns('a') },
      rows: { a: 'passed' },
      verdict: 'success',
      conclusion: 'skipped',
    },
    {
      what: 'allow-failure of one that has not ended, without needs',
      jobs: [running(1, 'a')],
      rules: { allowFailure: patterns('a') },
      rows: { a: 'passed' },
      verdict: 'success',
      conclusion: 'failure',
    },
    {
      what: 'require beats allow-failure',
      jobs: [failed(1, 'a')],
      rules: { allowFailure: patterns('a'), require: patterns('a') },
      rows: { a: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'require beats allow-skip',
      jobs: [skipped(1, 'a')],
      rules: { allowSkip: patterns('a'), require: patterns('a') },
      rows: { a: 'failed' },
      verdict: 'failure',
      conclusion: 'skipped',
    },
    {
      what: 'require beats continue-on-error',
      jobs: [failed(1, 'a')],
      needs: { a: 'success' },
      rules: { require: patterns('a') },
      rows: { a: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'require beats on-cancelled: ignore',
      jobs: [cancelled(1, 'a')],
      rules: { onCancelled: 'ignore', require: patterns('a') },
      rows: { a: 'failed' },
      verdict: 'failure',
      conclusion: 'cancelled',
    },
    {
      what: 'require wants success: neutral is none',
      jobs: [job(1, 'a', { conclusion: 'neutral' })],
      rules: { require: patterns('a') },
      rows: { a: 'failed' },
      verdict: 'failure',
      conclusion: 'neutral',
    },
    {
      what: 'require of a job that succeeded',
      jobs: [passed(1, 'a')],
      rules: { require: patterns('a') },
      rows: { a: 'passed' },
      verdict: 'success',
      conclusion: 'success',
    },
    {
      what: 'require brings a job into scope that is not in needs',
      jobs: [passed(1, 'a'), failed(2, 'b')],
      needs: { a: 'success' },
      rules: { require: patterns('b') },
      rows: { a: 'passed', b: 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'require by id wants every leg',
      jobs: [passed(1, 'test (a)'), failed(2, 'test (b)')],
      needs: { test: 'success' },
      rules: { require: patterns('test') },
      rows: { 'test (a)': 'passed', 'test (b)': 'failed' },
      verdict: 'failure',
      conclusion: 'failure',
    },
    {
      what: 'on-cancelled: ignore lets cancelled jobs pass',
      jobs: [passed(1, 'a'), cancelled(2, 'b')],
      rules: { onCancelled: 'ignore' },
      rows: { a: 'passed', b: 'neutral' },
      verdict: 'success',
      conclusion: 'cancelled',
    },
    {
      what: 'on-cancelled: ignore does not let failed ones',
      jobs: [failed(1, 'a'), cancelled(2, 'b')],
      rules: { onCancelled: 'ignore' },
      rows: { a: 'failed', b: 'neutral' },
      verdict: 'failure',
      conclusion: 'failure',
    },
  ])('$what', check)
})

describe('problems close the gate', () => {
  test.each([
    {
      what: 'allow-failure names nothing',
      rules: { allowFailure: patterns('tset') },
      says: 'allow-failure names "tset"',
    },
    {
      what: 'allow-skip names nothing',
      rules: { allowSkip: patterns('build', 'e2e-*') },
      says: 'allow-skip names "e2e-*"',
    },
    {
      what: 'a required job is missing',
      rules: { require: patterns('deploy') },
      says: 'require names "deploy", and there is no such job',
    },
  ])('$what', ({ rules: written, says }) => {
    for (const results of [undefined, { build: 'success' }]) {
      const gate = gateOf({
        jobs: [one],
        rules: written,
        ...(results === undefined ? {} : { needs: results }),
      })
      expect(gate.problems).toEqual([expect.stringContaining(says)])
      expect(gate.verdict).toBe('failure')
    }
  })

  test.each([
    { what: 'an id of needs', allow: patterns('build') },
    { what: 'the name of a job outside of needs', allow: patterns('docs') },
    { what: 'a pattern that takes one of many', allow: patterns('d*') },
  ])('a line that matches $what is known', ({ allow }) => {
    const jobs = [passed(1, 'Compile'), passed(2, 'docs'), passed(3, 'more')]
    expect(gateOf({ jobs, needs: { build: 'success' }, rules: { allowFailure: allow } }).problems).toEqual([])
  })

  test.each([
    { what: 'needs is empty', given: { jobs: [one], needs: {} }, says: 'needs is empty' },
    { what: 'there is no other job', given: { jobs: [] }, says: 'no other job' },
    {
      what: 'the run could not start',
      given: { jobs: [], run: 'startup_failure' },
      says: 'ended as startup_failure',
    },
  ])('$what', ({ given, says }) => {
    const gate = gateOf(given)
    expect(gate.problems).toEqual([expect.stringContaining(says)])
    expect(gate.verdict).toBe('failure')
  })

  test('jobs that could not be read are no success, and needs alone can be', () => {
    const unread = { jobs: null, runConclusion: null, rules: rules() }
    expect(judge({ ...unread, needs: null }).verdict).toBe('failure')
    const build = matchNeeds({ build: { result: 'success' } }, [])
    expect(judge({ ...unread, needs: build })).toMatchObject({ verdict: 'success', problems: [] })
    const written = { allowFailure: patterns('Compile'), require: patterns('Compile') }
    expect(judge({ ...unread, needs: build, rules: rules(written) }).problems).toEqual([
      'require names "Compile", and the jobs of this run could not be read.',
    ])
  })

  test('a workflow of one job that does not gate is no failure', () => {
    expect(judge({ jobs: [], needs: null, runConclusion: null, rules: rules() })).toMatchObject({
      verdict: 'success',
      conclusion: 'neutral',
    })
  })
})

test('a required job outside of needs is waited for, another one is not', () => {
  const jobs = [passed(1, 'a'), running(2, 'b'), running(3, 'c')]
  const scope = scopeOf({
    jobs,
    needs: matchNeeds({ a: { result: 'success' } }, jobs),
    rules: rules({ require: patterns('b') }),
  })
  expect(scope.map((item) => (item.kind === 'job' ? item.job.name : item.need.id))).toEqual(['a', 'b'])
})

test('more allowances never make a verdict worse, more requirements never better', () => {
  const conclusion = fc.constantFrom(
    'success',
    'failure',
    'cancelled',
    'skipped',
    'neutral',
    'timed_out',
    null,
  )
  const names = ['a', 'b', 'c']
  const list = fc.subarray(names)
  const rank = { success: 0, cancelled: 1, failure: 2 }
  const listOf = (lines: readonly string[]): GateRules['require'] =>
    lines.length === 0 ? null : patterns(...lines)
  fc.assert(
    fc.property(
      fc.tuple(conclusion, conclusion, conclusion),
      fc.boolean(),
      list,
      list,
      list,
      list,
      (results, hasNeeds, failure, skip, required, more) => {
        const jobs = names.map((name, index) => job(index + 1, name, { conclusion: results[index] ?? null }))
        const given = hasNeeds ? { needs: Object.fromEntries(names.map((name) => [name, 'failure'])) } : {}
        const verdict = (lists: Partial<GateRules>) => rank[gateOf({ jobs, ...given, rules: lists }).verdict]
        const base = { allowFailure: listOf(failure), allowSkip: listOf(skip), require: listOf(required) }
        const with_ = (lines: readonly string[]) => listOf([...new Set([...lines, ...more])])
        expect(verdict({ ...base, allowFailure: with_(failure) })).toBeLessThanOrEqual(verdict(base))
        expect(verdict({ ...base, allowSkip: with_(skip) })).toBeLessThanOrEqual(verdict(base))
        expect(verdict({ ...base, require: with_(required) })).toBeGreaterThanOrEqual(verdict(base))
      },
    ),
  )
})
