import { describe, expect, test } from '@jest/globals'
import type { LogSignalKind } from '../../../src/summarise/log.ts'
import type { LogFacts } from '../../../src/summarise/run/facts.ts'
import { mergeAttempts } from '../../../src/summarise/run/measure-attempts.ts'
import { measureBaseline } from '../../../src/summarise/run/measure-baseline.ts'
import {
  failedStep,
  faultOf,
  hasFailed,
  logStepOf,
  wasStopped,
} from '../../../src/summarise/run/measure-fault.ts'
import { aRun } from '../../support/builders.ts'
import { at, cancelled, failed, job, passed, skipped, step } from '../support/facts.ts'

const signal = (kind: LogSignalKind): LogFacts => ({
  kind: 'read',
  excerpt: { lines: ['x'], totalLines: 1, errorLine: 1, signals: [{ kind, line: 'what the log says' }] },
})
const baselineWith = (names: readonly string[], red: readonly string[] = []) =>
  measureBaseline(
    {
      branch: 'main',
      runs: [1, 2].map((id) => ({
        run: aRun({ id }),
        jobs: names.map((name, index) => passed(index + 1, name)),
      })),
      red:
        red.length === 0
          ? null
          : { run: aRun({ id: 41 }), jobs: red.map((name, index) => failed(index + 1, name)) },
    },
    null,
  )
const judged = (
  jobs: Parameters<typeof mergeAttempts>[0],
  log?: LogFacts,
  baseline: ReturnType<typeof baselineWith> | null = null,
) => {
  const [merged] = mergeAttempts(jobs)
  if (merged === undefined) throw new Error('no job')
  return faultOf(merged, log, baseline)
}
const second = { attempt: 2, times: [100, 105, 160] } as const

describe('faultOf', () => {
  test.each([
    { what: 'nothing known', fault: judged([failed(1, 'a')]), kind: 'unknown', evidence: [] },
    {
      what: 'it passes on main',
      fault: judged([failed(1, 'a')], undefined, baselineWith(['a'])),
      kind: 'this-change',
      evidence: ['it passed in all of the newest 2 successful runs on main'],
    },
    {
      what: 'it is new',
      fault: judged([failed(1, 'a')], undefined, baselineWith(['b'])),
      kind: 'this-change',
      evidence: ['there is no such job in the newest 2 successful runs on main, so it is new or renamed'],
    },
    {
      what: 'it fails on main too',
      fault: judged([failed(1, 'a')], undefined, baselineWith(['a'], ['a'])),
      kind: 'inherited',
      evidence: ['it fails on main too, in run #41'],
    },
    {
      what: 'another job fails on main',
      fault: judged([failed(1, 'a')], undefined, baselineWith(['a'], ['b'])),
      kind: 'this-change',
      evidence: ['it passed in all of the newest 2 successful runs on main'],
    },
    {
      what: 'it passed before, on this commit',
      fault: judged([passed(1, 'a'), failed(2, 'a', second)], undefined, baselineWith(['a'])),
      kind: 'flaky',
      evidence: [
        'it passed in attempt 1 of this run, on the same commit',
        'it passed in all of the newest 2 successful runs on main',
      ],
    },
    {
      what: 'it failed before as well',
      fault: judged([failed(1, 'a'), failed(2, 'a', second)]),
      kind: 'this-change',
      evidence: ['it failed in an earlier attempt of this run too'],
    },
    {
      what: 'it ran out of time',
      fault: judged([failed(1, 'a', { conclusion: 'timed_out' })], undefined, baselineWith(['a'])),
      kind: 'infrastructure',
      evidence: ['it ran out of time', 'it passed in all of the newest 2 successful runs on main'],
    },
    {
      what: 'a step never ended',
      fault: judged([
        failed(1, 'a', {
          steps: [step(1, 'x', [5, 6], { status: 'in_progress', conclusion: null, completedAtMs: null })],
        }),
      ]),
      kind: 'infrastructure',
      evidence: ['a step never ended, as when a runner is lost'],
    },
    {
      what: 'it could not start',
      fault: judged([failed(1, 'a', { conclusion: 'startup_failure' })]),
      kind: 'infrastructure',
      evidence: ['it could not be started'],
    },
  ])('$what: $kind', ({ fault, kind, evidence }) => {
    expect(fault).toEqual({ kind, evidence })
  })

  test.each([
    { kind: 'runner-lost', beats: 'flaky' },
    { kind: 'shutdown', beats: 'flaky' },
    { kind: 'no-space', beats: 'flaky' },
    { kind: 'timeout', beats: 'flaky' },
    { kind: 'download', beats: 'flaky' },
    { kind: 'memory', beats: 'this-change' },
    { kind: 'network', beats: 'this-change' },
  ] as const)('$kind in the log beats $beats', ({ kind, beats }) => {
    const jobs = beats === 'flaky' ? [passed(1, 'a'), failed(2, 'a', second)] : [failed(1, 'a')]
    const fault = judged(jobs, signal(kind), baselineWith(['a']))
    expect(fault.kind).toBe('infrastructure')
    expect(fault.evidence[0]).toContain('“what the log says”')
    expect(fault.evidence.length).toBeGreaterThan(1)
  })

  test('a network error in the log is no excuse for a job that fails on main too', () => {
    expect(judged([failed(1, 'a')], signal('network'), baselineWith(['a'], ['a'])).kind).toBe('inherited')
  })
})

test.each([
  { conclusion: 'failure', expected: true },
  { conclusion: 'timed_out', expected: true },
  { conclusion: 'startup_failure', expected: true },
  { conclusion: 'success', expected: false },
  { conclusion: 'cancelled', expected: false },
  { conclusion: 'skipped', expected: false },
  { conclusion: 'neutral', expected: false },
  { conclusion: 'action_required', expected: false },
  { conclusion: 'something new', expected: true },
  { conclusion: null, expected: false },
])('$conclusion is a failure: $expected', ({ conclusion, expected }) => {
  expect(hasFailed(job(1, 'a', { conclusion }))).toBe(expected)
})

test('only a cancelled job that had steps was stopped', () => {
  expect(wasStopped(cancelled(1, 'a', { steps: [step(1, 'x', [5, 6])] }))).toBe(true)
  expect(wasStopped(cancelled(1, 'a'))).toBe(false)
  expect(wasStopped(skipped(1, 'a', { steps: [step(1, 'x', [5, 6])] }))).toBe(false)
})

describe('the failed step', () => {
  const steps = [
    step(1, 'Set up job', [5, 6]),
    step(2, 'checkout', [6, 6]),
    step(3, 'no', [6, 6], { conclusion: 'skipped' }),
    step(4, 'test', [6, 9], { conclusion: 'failure' }),
    step(5, 'always', [9, 12], { conclusion: 'failure' }),
  ]

  test('is the first that failed', () => {
    expect(failedStep(failed(1, 'a', { steps }))?.name).toBe('test')
  })

  test('is the one that was cancelled, or never ended, where none failed', () => {
    const stopped = step(2, 'wait', [6, 9], { conclusion: 'cancelled' })
    const open = step(2, 'hang', [6, 9], { status: 'in_progress', conclusion: null })
    expect(failedStep(cancelled(1, 'a', { steps: [step(1, 'x', [5, 6]), stopped] }))?.name).toBe('wait')
    expect(failedStep(failed(1, 'a', { steps: [step(1, 'x', [5, 6]), open] }))?.name).toBe('hang')
    expect(failedStep(failed(1, 'a'))).toBeNull()
  })

  test('is looked for in the log by its times, and by what began in the same second', () => {
    expect(logStepOf(failed(1, 'a', { steps }))).toEqual({
      startedAtMs: at(6),
      completedAtMs: at(9),
      startedBeforeInSecond: 1,
    })
    expect(logStepOf(failed(1, 'a'))).toEqual({
      startedAtMs: null,
      completedAtMs: null,
      startedBeforeInSecond: 0,
    })
  })
})
