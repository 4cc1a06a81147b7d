import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { excerptKey, excerptOf, spanOf, type LogStep, type LogTail } from '../../src/summarise/log.ts'

/** `12:00:SS.1234567Z ` before a line, as GitHub writes it. */
const stamped = (second: number, line: string): string =>
  `2026-06-01T12:00:${String(second).padStart(2, '0')}.1234567Z ${line}`
const second = (number: number): number => Date.UTC(2026, 5, 1, 12, 0, number)

const whole = (...lines: string[]): LogTail => ({ text: `\uFEFF${lines.join('\n')}\n`, startsAtTop: true })
const during = (from: number, to: number, startedBeforeInSecond = 0): LogStep => ({
  startedAtMs: second(from),
  completedAtMs: second(to),
  startedBeforeInSecond,
})

/** A job of four steps, of which the third fails: a log as GitHub has it. */
const jobLog = whole(
  stamped(0, 'Current runner version: 2.336.0'),
  stamped(0, '##[group]Operating System'),
  stamped(0, 'Ubuntu'),
  stamped(0, '##[endgroup]'),
  stamped(2, '##[group]Run actions/checkout@v5'),
  stamped(2, 'with:'),
  stamped(2, '##[endgroup]'),
  stamped(3, 'Syncing repository: octo/app'),
  stamped(5, '##[group]Run npm test'),
  stamped(5, '\u001B[36;1mnpm test\u001B[0m'),
  stamped(5, 'shell: /usr/bin/bash -e {0}'),
  stamped(5, '##[endgroup]'),
  stamped(6, '> app@1.0.0 test'),
  stamped(7, '\u001B[31m  ✕ applies discount\u001B[39m'),
  stamped(7, '\texpected 90 to be 81'),
  stamped(8, '##[error]Process completed with exit code 1.'),
  stamped(9, 'Post job cleanup.'),
  stamped(9, '##[warning]not this'),
)

describe('excerptOf', () => {
  test('takes the lines of the failed step, without its header, stamps, colours and marks', () => {
    expect(excerptOf(jobLog, during(5, 8), 20)).toEqual({
      lines: [
        '> app@1.0.0 test',
        '  ✕ applies discount',
        '    expected 90 to be 81',
        'Process completed with exit code 1.',
      ],
      totalLines: 4,
      // Header, script, shell, output: the end of a group has no line on GitHub's page.
      errorLine: 5,
      signals: [],
    })
  })

  test('counts no line when the start of the step was not read', () => {
    const tail = {
      text: ['rest of a line', stamped(6, 'a'), stamped(7, '##[error]boom')].join('\n'),
      startsAtTop: false,
    }
    expect(excerptOf(tail, during(5, 8), 20)).toMatchObject({ lines: ['a', 'boom'], errorLine: null })
  })

  test('counts lines when the tail begins before the step', () => {
    const tail = {
      text: [
        'cut',
        stamped(4, 'before'),
        stamped(5, '##[group]Run x'),
        stamped(5, '##[endgroup]'),
        stamped(6, 'a'),
        stamped(7, '##[error]boom'),
      ].join('\n'),
      startsAtTop: false,
    }
    expect(excerptOf(tail, during(5, 8), 20)).toMatchObject({ lines: ['a', 'boom'], errorLine: 3 })
  })

  test('tells steps apart that began in the same second', () => {
    const log = whole(
      stamped(5, '##[group]Run first'),
      stamped(5, '##[endgroup]'),
      stamped(5, 'of the first'),
      stamped(5, '##[group]Run second'),
      stamped(5, '##[endgroup]'),
      stamped(5, 'of the second'),
      stamped(5, '##[error]boom'),
    )
    expect(excerptOf(log, during(5, 5, 1), 20).lines).toEqual(['of the second', 'boom'])
  })

  test('takes everything where the step is not known', () => {
    const log = whole(stamped(1, 'a'), stamped(2, '##[error]The runner has received a shutdown signal.'))
    const nowhere = { startedAtMs: null, completedAtMs: null, startedBeforeInSecond: 0 }
    expect(excerptOf(log, nowhere, 20).lines).toEqual(['a', 'The runner has received a shutdown signal.'])
  })

  test.each([
    { what: 'a time zone that differs', log: whole('2027-01-01T00:00:00Z a', '2027-01-01T00:00:01Z b') },
    { what: 'no time stamps', log: whole('a', 'b') },
  ])('falls back to the whole log with $what', ({ log }) => {
    expect(excerptOf(log, during(5, 8), 20)).toMatchObject({ lines: ['a', 'b'], errorLine: null })
  })

  test('of an empty log is empty', () => {
    expect(excerptOf({ text: '', startsAtTop: true }, during(5, 8), 20)).toEqual({
      lines: [],
      totalLines: 0,
      errorLine: null,
      signals: [],
    })
  })

  test.each([
    { what: 'colours', line: '\u001B[1;31mred\u001B[0m', text: 'red' },
    { what: 'cursor moves', line: '\u001B[2K\u001B[1Gdone', text: 'done' },
    { what: 'a window title', line: '\u001B]0;title\u0007text', text: 'text' },
    { what: 'a hyperlink', line: '\u001B]8;;https://x.test\u001B\\text\u001B]8;;\u001B\\', text: 'text' },
    { what: 'a one-byte sequence', line: '\u009B31mred', text: 'red' },
    { what: 'a charset switch', line: '\u001B(Btext', text: 'text' },
    { what: 'an unfinished sequence', line: 'text\u001B[3', text: 'text3' },
    { what: 'a progress bar', line: '10%\r50%\r100%', text: '100%' },
    { what: 'a Windows line end', line: 'text\r', text: 'text' },
    { what: 'a group', line: '##[group]Details', text: 'Details' },
    { what: 'a mark of an older runner', line: '##[section]Starting', text: 'Starting' },
    { what: 'what only looks like a mark', line: 'see ##[error]', text: 'see ##[error]' },
    { what: 'tabs and trailing space', line: '\ta  ', text: '    a' },
    { what: 'a very long line', line: 'x'.repeat(5000), text: `${'x'.repeat(400)}…` },
  ])('cleans $what', ({ line, text }) => {
    expect(excerptOf(whole(stamped(6, line)), during(5, 8), 20).lines).toEqual([text])
  })
})

describe('lines that are picked', () => {
  const numbered = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => stamped(6, `line ${index + 1}`))
  const linesOf = (lines: readonly string[], max: number): readonly string[] =>
    excerptOf(whole(...lines), during(5, 8), max).lines

  test('are the last ones when nothing looks like an error', () => {
    expect(linesOf(numbered(100), 3)).toEqual(['…', 'line 98', 'line 99', 'line 100'])
  })

  test('are the errors with what is around them, and then the end', () => {
    const lines = numbered(100).with(40, stamped(6, 'AssertionError: expected 90 to be 81'))
    expect(linesOf(lines, 9)).toEqual([
      '…',
      'line 40',
      'AssertionError: expected 90 to be 81',
      'line 42',
      'line 43',
      '…',
      'line 96',
      'line 97',
      'line 98',
      'line 99',
      'line 100',
    ])
  })

  test('are no more errors than leave room for the end', () => {
    const lines = [
      ...Array.from({ length: 50 }, (_, index) => stamped(6, `error: ${index}`)),
      ...numbered(50),
    ]
    const picked = linesOf(lines, 6)
    expect(picked.filter((line) => line.startsWith('error'))).toHaveLength(4)
    expect(picked.slice(-2)).toEqual(['line 49', 'line 50'])
  })

  test.each([
    '##[error]Tests failed',
    'FAIL src/cart.test.ts',
    '--- FAIL: TestCart (0.00s)',
    'not ok 3 - adds',
    'E       assert 90 == 81',
    'Traceback (most recent call last):',
    'src/a.ts(3,5): error TS2322: Type',
    'error[E0308]: mismatched types',
    'java.lang.NullPointerException: null',
    'fatal: not a git repository',
    'panic: runtime error',
    'npm ERR! code ELIFECYCLE',
    'bash: foo: command not found',
    '  ✕ applies discount (3 ms)',
  ])('include %j', (line) => {
    const lines = numbered(60).with(10, stamped(6, line))
    expect(linesOf(lines, 6)).toContain(line.replace('##[error]', '').trimEnd())
  })

  test.each(['0 errors', 'Found no errors.', '12 passed, 0 failed', 'errors.ts', 'no failures'])(
    'do not include %j',
    (line) => {
      const lines = numbered(60).with(10, stamped(6, line))
      expect(linesOf(lines, 6)).not.toContain(line)
    },
  )

  test('are in order, and no more than asked for, whatever the log', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom('error: x', '##[error]y', '##[group]z', '##[endgroup]', 'Run a'),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 80 }), fc.integer({ min: 1, max: 30 }), (texts, max) => {
        const lines = texts.map(
          (text, index) => `${index}: ${text.replaceAll('\n', '').replaceAll('\r', '')}`,
        )
        const excerpt = excerptOf({ text: lines.join('\n'), startsAtTop: true }, during(5, 8), max)
        const shown = excerpt.lines.filter((each) => each !== '…')
        expect(shown.length).toBe(Math.min(max, excerpt.totalLines))
        const numbers = shown.map((each) => Number(each.split(':')[0]))
        expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
      }),
    )
  })
})

describe('signals', () => {
  test.each([
    { line: '##[error]The hosted runner lost communication with the server.', kind: 'runner-lost' },
    { line: '##[error]The runner has received a shutdown signal.', kind: 'shutdown' },
    { line: '##[error]The job has exceeded the maximum execution time of 6h0m0s', kind: 'timeout' },
    { line: '##[error]No space left on device : /runner/_work', kind: 'no-space' },
    { line: 'npm error code ENOSPC', kind: 'no-space' },
    { line: '##[error]Process completed with exit code 137.', kind: 'memory' },
    { line: 'FATAL ERROR: JavaScript heap out of memory', kind: 'memory' },
    { line: "##[error]Failed to download action 'https://x.test'", kind: 'download' },
    { line: 'curl: (6) Could not resolve host: registry.test', kind: 'network' },
    { line: 'npm error network ETIMEDOUT', kind: 'network' },
    { line: 'toomanyrequests: rate exceeded', kind: 'network' },
  ])('$line is $kind', ({ line, kind }) => {
    const log = whole(stamped(5, 'before'), stamped(6, line))
    expect(excerptOf(log, during(5, 8), 20).signals).toEqual([{ kind, line: line.replace('##[error]', '') }])
  })

  test('do not come from what a test prints in passing', () => {
    const log = whole(
      stamped(5, 'ok: says "No space left on device"'),
      ...Array.from({ length: 10 }, () => stamped(6, 'ok')),
      stamped(7, '##[error]boom'),
    )
    expect(excerptOf(log, during(5, 8), 20).signals).toEqual([])
  })

  test('come with the worst first', () => {
    const log = whole(
      stamped(5, 'read ECONNRESET'),
      stamped(6, '##[error]The runner has received a shutdown signal.'),
    )
    expect(excerptOf(log, during(5, 8), 20).signals.map(({ kind }) => kind)).toEqual(['shutdown', 'network'])
  })
})

test('excerpts that differ only in numbers and ids are alike', () => {
  const keyOf = (line: string): string => excerptKey(excerptOf(whole(stamped(6, line)), during(5, 8), 20))
  expect(keyOf('took 3.2s at port 41234, id 0a1b2c3d4e')).toBe(
    keyOf('took 12.75s at port 9, id ffee00112233'),
  )
  expect(keyOf('expected a to be b')).not.toBe(keyOf('expected a to be c'))
})

test('the span of a tail is from its first to its last stamp, without the cut first line', () => {
  const text = [stamped(1, 'cut'), stamped(2, 'a'), 'b', stamped(9, 'c')].join('\n')
  expect(spanOf({ text, startsAtTop: false })).toMatchObject({ firstMs: second(2) + 123 })
  expect(spanOf({ text, startsAtTop: true })).toMatchObject({
    firstMs: second(1) + 123,
    lastMs: second(9) + 123,
  })
  expect(spanOf({ text: 'nothing', startsAtTop: true })).toBeNull()
})

test('a log of many megabytes, or of one endless line, takes no time', () => {
  const many = Array.from({ length: 60_000 }, (_, index) => stamped(index % 60, `error: line ${index}`)).join(
    '\n',
  )
  const endless = stamped(6, `${'\u001B[31m'.repeat(200_000)}${'Error'.repeat(100_000)}\u001B]`)
  const beganMs = performance.now()
  expect(excerptOf({ text: many, startsAtTop: true }, during(0, 59), 20).lines.length).toBeGreaterThan(0)
  expect(excerptOf({ text: endless, startsAtTop: true }, during(5, 8), 20).lines).toHaveLength(1)
  expect(performance.now() - beganMs).toBeLessThan(20_000)
})
