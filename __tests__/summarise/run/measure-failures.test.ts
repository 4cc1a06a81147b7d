import { describe, expect, test } from '@jest/globals'
import type { Job } from '../../../src/model.ts'
import type { LogFacts, RunFacts } from '../../../src/summarise/run/facts.ts'
import { measureRun } from '../../../src/summarise/run/measure.ts'
import { renderRun } from '../../../src/summarise/run/render.ts'
import type { RunReport } from '../../../src/summarise/run/run-report.ts'
import { cancelled, facts, failed, needs, options, passed, patterns, step } from '../support/facts.ts'

const lost: LogFacts = {
  kind: 'read',
  excerpt: {
    lines: ['The runner has received a shutdown signal.', 'The operation was canceled.'],
    totalLines: 2,
    errorLine: 1,
    signals: [{ kind: 'shutdown', line: 'The runner has received a shutdown signal.' }],
  },
}
const says = (...lines: string[]): LogFacts => ({
  kind: 'read',
  excerpt: { lines, totalLines: lines.length, errorLine: 1, signals: [] },
})
const steps = (conclusion: string) => [step(2, 'make', [6, 60], { conclusion })]
const stopped = (id: number, name: string): Job => cancelled(id, name, { steps: steps('cancelled') })
const broken = (id: number, name: string): Job => failed(id, name, { steps: steps('failure') })

const reportOf = (given: RunFacts, rules = options()): RunReport => measureRun(given, rules)
const pageOf = (report: RunReport): string => renderRun(report, { timeline: 'off', maxBytes: 1_000_000 })
const shapeOf = ({ failures }: RunReport) =>
  failures.map(({ jobs, isCounted, fault }) => [jobs.map(({ name }) => name), isCounted, fault.kind])

describe('a job that was stopped', () => {
  test('with a log that points to the machine is a failure like any other, and counts as cancelled', () => {
    const report = reportOf(facts([broken(1, 'a'), stopped(2, 'b')], { logs: new Map([[2, lost]]) }))
    expect(shapeOf(report)).toEqual([
      [['a'], true, 'unknown'],
      [['b'], true, 'infrastructure'],
    ])
    const page = pageOf(report)
    expect(page).not.toContain('not count')
    // Said once: by its log, not by a note as well.
    expect(page).not.toContain('- <code>b</code>')
    expect(page).toMatch(/^⏹️ \*\*.*<code>b<\/code>.* ended as cancelled in step 2/mu)
  })

  test('without one is a note', () => {
    const report = reportOf(facts([stopped(1, 'b')], { logs: new Map([[1, says('stopped')]]) }))
    expect(report.failures).toEqual([])
    expect(pageOf(report)).toContain('- <code>b</code>: cancelled (not allowed to be cancelled)')
  })

  test('does not count where that is allowed', () => {
    const rules = options({ isOn: true, onCancelled: 'ignore' })
    const report = reportOf(facts([stopped(1, 'b'), passed(2, 'c')], { logs: new Map([[1, lost]]) }), rules)
    expect(shapeOf(report)).toEqual([[['b'], false, 'infrastructure']])
    expect(pageOf(report)).toContain('1 failed job that does not count')
  })
})

test('what counts comes first, and legs count apart from what is allowed', () => {
  const jobs = [broken(1, 'test (a)'), broken(2, 'test (b)'), broken(3, 'test (c)'), broken(4, 'docs')]
  const logs = new Map([1, 2, 3, 4].map((id) => [id, says('boom')] as const))
  const rules = options({ isOn: true, allowFailure: patterns('test (a)') })
  const report = reportOf(facts(jobs, { logs, needs: needs({ test: 'failure' }) }), rules)
  expect(shapeOf(report)).toEqual([
    [['test (b)', 'test (c)'], true, 'unknown'],
    [['test (a)', 'docs'], false, 'unknown'],
  ])
})

test('a job with a name of its own that stands for a failed id is shown with its log, and named', () => {
  const jobs = [passed(1, 'ESLint'), broken(2, 'Unit tests'), passed(3, 'Docs')]
  const given = facts(jobs, {
    logs: new Map([[2, says('boom')]]),
    needs: needs({ lint: 'success', unit: 'failure' }),
  })
  const report = reportOf(given)
  expect(report.failedJobs).toEqual(['Unit tests'])
  expect(shapeOf(report)).toEqual([[['Unit tests'], true, 'unknown']])
  expect(report.jobs.map(({ why }) => why)).toEqual([
    'matched to no id in needs',
    expect.stringContaining('by its result it is unit'),
    'matched to no id in needs',
  ])
})
