/** Ids of `needs` whose jobs have names of their own: the API does not say which job is which id. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Job } from '../../../src/model.ts'
import type { GateRules } from '../../../src/summarise/run/facts.ts'
import { judge, type Gate } from '../../../src/summarise/run/measure-gate.ts'
import { matchNeeds } from '../../../src/summarise/run/measure-needs.ts'
import { scopeOf, waitingIds } from '../../../src/summarise/run/measure-scope.ts'
import { cancelled, failed, job, needs, passed, patterns, rules, running, skipped } from '../support/facts.ts'

interface Given {
  readonly jobs: readonly Job[]
  readonly needs: Readonly<Record<string, string>>
  readonly rules?: Partial<GateRules>
}

const gateOf = ({ jobs, needs: results, rules: written }: Given): Gate =>
  judge({
    jobs,
    needs: matchNeeds(needs(results) ?? {}, jobs),
    runConclusion: null,
    rules: rules({ isOn: true, ...written }),
  })

const rowsOf = (given: Given): Readonly<Record<string, string>> =>
  Object.fromEntries(gateOf(given).rows.map(({ name, counts }) => [name, counts]))

describe('a bad result of an id is shown by the jobs that can have it', () => {
  test.each<Given & { readonly what: string; readonly rows: Record<string, string> }>([
    {
      what: 'the only failed job',
      jobs: [passed(1, 'ESLint'), failed(2, 'Unit tests'), passed(3, 'Docs')],
      needs: { lint: 'success', unit: 'failure' },
      rows: { lint: 'passed', 'Unit tests': 'failed' },
    },
    {
      what: 'legs without parentheses',
      jobs: [passed(1, 'Node 20'), failed(2, 'Node 22'), failed(3, 'Node 24')],
      needs: { test: 'failure' },
      rows: { 'Node 22': 'failed', 'Node 24': 'failed' },
    },
    {
      what: 'two ids and two failed jobs',
      jobs: [failed(1, 'ESLint'), failed(2, 'Unit tests')],
      needs: { lint: 'failure', unit: 'failure' },
      rows: { ESLint: 'failed', 'Unit tests': 'failed' },
    },
    {
      what: 'a job that timed out',
      jobs: [passed(1, 'ESLint'), failed(2, 'Unit tests', { conclusion: 'timed_out' })],
      needs: { lint: 'success', unit: 'failure' },
      rows: { lint: 'passed', 'Unit tests': 'failed' },
    },
    {
      what: 'a cancelled job',
      jobs: [passed(1, 'ESLint'), cancelled(2, 'Unit tests')],
      needs: { lint: 'success', unit: 'cancelled' },
      rows: { lint: 'passed', 'Unit tests': 'cancelled' },
    },
    {
      what: 'the only skipped job',
      jobs: [passed(1, 'ESLint'), skipped(2, 'Unit tests')],
      needs: { lint: 'success', unit: 'skipped' },
      rows: { lint: 'passed', 'Unit tests': 'failed' },
    },
    {
      what: 'but not by one of many skipped ones',
      jobs: [passed(1, 'ESLint'), skipped(2, 'Unit tests'), skipped(3, 'Docs')],
      needs: { lint: 'success', unit: 'skipped' },
      rows: { lint: 'passed', unit: 'failed' },
    },
    {
      what: 'nor when no job shows it',
      jobs: [passed(1, 'ESLint'), passed(2, 'Unit tests')],
      needs: { lint: 'success', unit: 'failure' },
      rows: { lint: 'passed', unit: 'failed' },
    },
    {
      what: 'nor by fewer jobs than there are ids',
      jobs: [passed(1, 'ESLint'), failed(2, 'Unit tests')],
      needs: { lint: 'failure', unit: 'failure' },
      rows: { lint: 'failed', unit: 'failed' },
    },
    {
      what: 'and a job that belongs to another id does not stand for it',
      jobs: [failed(1, 'build'), passed(2, 'Unit tests'), passed(3, 'Docs')],
      needs: { build: 'failure', unit: 'failure' },
      rows: { build: 'failed', unit: 'failed' },
    },
  ])('$what', ({ rows, ...given }) => {
    expect(rowsOf(given)).toEqual(rows)
  })

  test('with the id that it stands for, and why', () => {
    const jobs = [passed(1, 'ESLint'), failed(2, 'Unit tests')]
    expect(gateOf({ jobs, needs: { lint: 'success', unit: 'failure' } }).rows).toContainEqual({
      name: 'Unit tests',
      jobId: 2,
      needsId: 'unit',
      result: 'failure',
      isSettled: true,
      counts: 'failed',
      why: 'by its result it is unit, of which needs says failure; not allowed to fail',
    })
  })
})

describe('allowances of jobs with names of their own', () => {
  const one = {
    jobs: [passed(1, 'ESLint'), failed(2, 'Unit tests')],
    needs: { lint: 'success', unit: 'failure' },
  }
  const two = {
    jobs: [failed(1, 'ESLint'), failed(2, 'Unit tests')],
    needs: { lint: 'failure', unit: 'failure' },
  }
  const skips = { jobs: [skipped(1, 'Docs'), skipped(2, 'Unit tests')], needs: { unit: 'skipped' } }
  test.each<{
    readonly what: string
    readonly given: Omit<Given, 'rules'>
    readonly rules: Partial<GateRules>
    readonly verdict: string
  }>([
    {
      what: 'by the name',
      given: one,
      rules: { allowFailure: patterns('Unit tests') },
      verdict: 'success',
    },
    { what: 'by the id', given: one, rules: { allowFailure: patterns('unit') }, verdict: 'success' },
    {
      what: 'require by the name beats them',
      given: one,
      rules: { allowFailure: patterns('unit'), require: patterns('Unit tests') },
      verdict: 'failure',
    },
    {
      what: 'require by the id beats them',
      given: one,
      rules: { allowFailure: patterns('Unit tests'), require: patterns('unit') },
      verdict: 'failure',
    },
    {
      what: 'one of two by the name is not enough',
      given: two,
      rules: { allowFailure: patterns('ESLint') },
      verdict: 'failure',
    },
    {
      what: 'the same job by its id and by its name is still one of two',
      given: two,
      rules: { allowFailure: patterns('ESLint', 'lint') },
      verdict: 'failure',
    },
    {
      what: 'both, one by its name and one by its id, could be one job twice',
      given: two,
      rules: { allowFailure: patterns('ESLint', 'unit') },
      verdict: 'failure',
    },
    {
      what: 'both by their names',
      given: two,
      rules: { allowFailure: patterns('ESLint', 'Unit tests') },
      verdict: 'success',
    },
    {
      what: 'both by their ids',
      given: two,
      rules: { allowFailure: patterns('lint', 'unit') },
      verdict: 'success',
    },
    {
      what: 'a job that still runs may be the one that failed',
      given: { jobs: [failed(1, 'Docs'), running(2, 'Unit tests')], needs: { unit: 'failure' } },
      rules: { allowFailure: patterns('Docs') },
      verdict: 'failure',
    },
    {
      what: 'a failed job under an id that succeeded may be the one',
      given: {
        jobs: [passed(1, 'build'), failed(2, 'build (docs)'), failed(3, 'Flaky'), passed(4, 'More')],
        needs: { build: 'success', docs: 'failure' },
      },
      rules: { allowFailure: patterns('Flaky') },
      verdict: 'failure',
    },
    {
      what: 'some of the skipped jobs by their names',
      given: skips,
      rules: { allowSkip: patterns('Docs') },
      verdict: 'failure',
    },
    {
      what: 'all skipped jobs by their names',
      given: skips,
      rules: { allowSkip: patterns('Docs', 'Unit tests') },
      verdict: 'success',
    },
    {
      what: 'on-cancelled: ignore',
      given: { jobs: [passed(1, 'ESLint'), cancelled(2, 'Unit tests')], needs: { unit: 'cancelled' } },
      rules: { onCancelled: 'ignore' },
      verdict: 'success',
    },
  ])('$what', ({ given, rules: written, verdict }) => {
    const gate = gateOf({ ...given, rules: written })
    expect(gate.verdict).toBe(verdict)
    expect(gate.problems).toEqual([])
  })
})

test('an id without a job is waited for while a job that may be it runs', () => {
  const waiting = (jobs: readonly Job[], results: Record<string, string>): number =>
    waitingIds({ jobs, needs: matchNeeds(needs(results) ?? {}, jobs), rules: rules() })
  const others = [passed(1, 'ESLint'), passed(2, 'Docs')]
  expect(waiting([...others, running(3, 'Unit tests')], { unit: 'failure' })).toBe(1)
  expect(waiting([...others, running(3, 'Unit tests')], { unit: 'success' })).toBe(0)
  expect(waiting(others, { unit: 'failure' })).toBe(0)
  expect(waiting([...others, failed(3, 'Unit tests'), running(4, 'More')], { unit: 'failure' })).toBe(0)
})

/** A workflow as its author sees it: which job is which id, however it is called. */
interface Author {
  readonly jobs: readonly Job[]
  readonly idOf: ReadonlyMap<Job, string | null>
  readonly results: Readonly<Record<string, string>>
}

const conclusions = ['success', 'failure', 'cancelled', 'skipped', 'neutral', 'timed_out'] as const
const ownNames = ['Docs', 'Node 20', 'Node 22', 'End to end / run', 'Lint (all)', 'Lint (some)'] as const
/** What GitHub adds to the id where a job has no name of its own. */
const suffixes = ['', ' (1)', ' (2)', ' / plan'] as const
/** `e` and `f` are ids whose jobs have a name, and so has what nobody needs. */
const ids = ['a', 'b', 'c', 'e', 'f', null] as const
const nameless: ReadonlySet<string | null> = new Set(['a', 'b', 'c'])
const authors: fc.Arbitrary<Author> = fc
  .uniqueArray(
    fc
      .record({
        own: fc.constantFrom(...ownNames),
        suffix: fc.constantFrom(...suffixes),
        id: fc.constantFrom(...ids),
        conclusion: fc.constantFrom(...conclusions),
      })
      .map(({ own, suffix, id, conclusion }) => ({
        id,
        conclusion,
        name: nameless.has(id) ? `${id ?? ''}${suffix}` : own,
      })),
    { selector: ({ name }) => name, minLength: 1, maxLength: 8 },
  )
  .map((given) => {
    const jobs = given.map(({ name, conclusion }, index) => job(index + 1, name, { conclusion }))
    const idOf = new Map(jobs.map((each, index) => [each, given[index]?.id ?? null]))
    const byId = Map.groupBy(
      jobs.filter((each) => idOf.get(each) !== null),
      (each) => idOf.get(each) ?? '',
    )
    const results = Object.fromEntries([...byId].map(([id, group]) => [id, rolledUp(group)]))
    return { jobs, idOf, results }
  })

/** What GitHub makes of the legs of a matrix. */
function rolledUp(jobs: readonly Job[]): string {
  const found = jobs.map(({ conclusion }) => conclusion)
  if (found.some((each) => each === 'failure' || each === 'timed_out')) return 'failure'
  if (found.includes('cancelled')) return 'cancelled'
  return found.every((each) => each === 'skipped') ? 'skipped' : 'success'
}

test('without rules the verdict is success exactly when needs says so of every id', () => {
  fc.assert(
    fc.property(
      authors.filter(({ results }) => Object.keys(results).length > 0),
      ({ jobs, results }) => {
        const isGreen = Object.values(results).every((result) => result === 'success')
        expect(gateOf({ jobs, needs: results }).verdict === 'success').toBe(isGreen)
      },
    ),
    { numRuns: 2000 },
  )
})

test('no allowance by name lets a job pass that it does not name, however jobs are called', () => {
  fc.assert(
    fc.property(
      authors.filter(({ results }) => Object.keys(results).length > 0),
      fc.infiniteStream(fc.boolean()),
      fc.constantFrom('fail', 'ignore'),
      ({ jobs, idOf, results }, coins, onCancelled) => {
        // A line that is an id as well means all of its jobs.
        const lines = jobs
          .map(({ name }) => name)
          .filter((name) => !(name in results) && coins.next().value === true)
        fc.pre(lines.length > 0)
        const written = { allowFailure: patterns(...lines), onCancelled } as const
        const gate = gateOf({ jobs, needs: results, rules: written })
        const isFine = ({ name, conclusion }: Job): boolean =>
          lines.some((line) => line === name) ||
          conclusion === 'success' ||
          conclusion === 'neutral' ||
          (onCancelled === 'ignore' && conclusion === 'cancelled')
        const isGreen = Object.entries(results).every(([id, result]) => {
          const own = jobs.filter((each) => idOf.get(each) === id)
          // GitHub takes an id for a success when only some of its jobs were skipped.
          return (
            result === 'success' ||
            (own.every((each) => isFine(each) || each.conclusion === 'skipped') &&
              (result !== 'skipped' || own.every(isFine)))
          )
        })
        if (gate.verdict === 'success') expect(isGreen).toBe(true)
      },
    ),
    { numRuns: 5000 },
  )
})

test('a job is judged once', () => {
  fc.assert(
    fc.property(authors, ({ jobs, results }) => {
      const scope = scopeOf({
        jobs,
        needs: matchNeeds(needs(results) ?? {}, jobs),
        rules: rules({ require: patterns('*') }),
      })
      const ids = scope.flatMap((item) => (item.kind === 'job' ? [item.job.id] : []))
      expect(ids.toSorted()).toEqual(jobs.map(({ id }) => id).toSorted())
    }),
  )
})
