import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  fittingRows,
  ganttChart,
  maxDiagramChars,
  mermaidText,
  type BarStyle,
  type GanttRow,
} from '../../src/text/mermaid.ts'
import { hostileName, hostileNames } from '../summarise/support/hostile.ts'
import { chartTitle, drawnBars } from '../support/mermaid.ts'

const startMs = Date.UTC(2026, 5, 1, 12)

const row = (label: string, bars: GanttRow['bars'] = [bar('3m 04s')]): GanttRow => ({
  mark: '✅',
  label,
  bars,
})
const bar = (
  label: string,
  fields: { readonly startMs?: number; readonly endMs?: number; readonly style?: BarStyle } = {},
): GanttRow['bars'][number] => ({
  mark: '✅',
  label,
  style: 'plain',
  startMs,
  endMs: startMs + 184_000,
  ...fields,
})

describe('ganttChart', () => {
  test('draws each bar at its time, with its style, in the line of its row', async () => {
    const bars = await drawnBars(
      ganttChart(
        [
          row('build', [
            bar('6s', { style: 'done', endMs: startMs + 6000 }),
            bar('2m', { startMs: startMs + 6000, endMs: startMs + 126_000 }),
          ]),
          row('test', [bar('boom', { style: 'crit' })]),
          row('lint', [bar('running', { style: 'active' })]),
        ],
        'row',
      ),
    )
    expect(bars).toEqual([
      // Six seconds are too few for a label with more of the row behind it.
      { section: '✅ build', label: '', startMs, endMs: startMs + 6000, tags: ['done'] },
      { section: '✅ build', label: '✅ 2m', startMs: startMs + 6000, endMs: startMs + 126_000, tags: [] },
      { section: '✅ test', label: '✅ boom', startMs, endMs: startMs + 184_000, tags: ['crit'] },
      { section: '✅ lint', label: '✅ running', startMs, endMs: startMs + 184_000, tags: ['active'] },
    ])
  })

  test('has one line a row, in local time, and no line for today', () => {
    const code = ganttChart([row('build')], 'row')
    expect(code).toMatch(/^---\ndisplayMode: compact\n/)
    // In a fold that is closed there is no width to take.
    expect(code).toContain('useWidth: 1000')
    expect(code).toContain('todayMarker off')
    expect(code).toContain('axisFormat %H:%M:%S')
  })

  test('or a line a bar, each with its label', async () => {
    const code = ganttChart(
      [row('build', [bar('6s', { endMs: startMs + 6000 }), bar('2m', { startMs: startMs + 6000 })])],
      'bar',
    )
    expect(code).not.toContain('displayMode')
    expect((await drawnBars(code)).map(({ label }) => label)).toEqual(['✅ 6s', '✅ 2m'])
  })

  test('keeps the label of a bar that has room for it, and of the last one of a row', async () => {
    const endOf = (share: number): number => startMs + share * 1_000_000
    const bars = [
      bar('12s', { endMs: endOf(0.04) }),
      bar('33s', { startMs: endOf(0.04), endMs: endOf(0.1) }),
      bar('9m 59s', { startMs: endOf(0.1), endMs: endOf(0.99) }),
      bar('1s', { startMs: endOf(0.99), endMs: endOf(1) }),
    ]
    const drawn = await drawnBars(ganttChart([row('build', bars)], 'row'))
    expect(drawn.map(({ label }) => label)).toEqual(['', '✅ 33s', '✅ 9m 59s', '✅ 1s'])
    expect(drawn.map(({ endMs }) => endMs)).toEqual(bars.map(({ endMs }) => endMs))
  })

  test.each([
    { what: 'no length', endMs: startMs, drawnMs: 1000 },
    { what: 'an end before its start', endMs: startMs - 5000, drawnMs: 1000 },
    { what: 'half a second', endMs: startMs + 500, drawnMs: 1000 },
    { what: 'a day and more', endMs: startMs + 90_000_000, drawnMs: 90_000_000 },
  ])('draws a bar of $what', async ({ endMs, drawnMs }) => {
    const [drawn] = await drawnBars(ganttChart([row('build', [bar('x', { endMs })])], 'row'))
    expect(drawn).toMatchObject({ startMs, endMs: startMs + drawnMs })
  })

  test('pushes a bar on that would overlap the one before it', async () => {
    const [, second] = await drawnBars(
      ganttChart([row('build', [bar('a', { endMs: startMs }), bar('b', { endMs: startMs + 3000 })])], 'row'),
    )
    expect(second).toMatchObject({ startMs: startMs + 1000, endMs: startMs + 3000 })
  })

  test('keeps room for the longest label, and cuts the middle out of longer ones', () => {
    const paddingOf = (label: string): number =>
      Number(/leftPadding: (\d+)/.exec(ganttChart([row(label)], 'row'))?.[1])
    expect(paddingOf('x')).toBe(75)
    expect(paddingOf('x'.repeat(30))).toBeGreaterThanOrEqual(30 * 6)
    expect(paddingOf('x'.repeat(300))).toBe(paddingOf('x'.repeat(44)))
    expect(ganttChart([row(`begin${'x'.repeat(300)}end`)], 'row')).toMatch(/section ✅ beginx+…x+end\n/)
  })

  test.each(hostileNames)('keeps the bars of %j', async (name) => {
    const code = ganttChart([row(name, [bar(name)]), row('after', [bar('last')])], 'row')
    const bars = await drawnBars(code)
    expect(bars).toHaveLength(2)
    expect(bars[1]).toMatchObject({
      section: '✅ after',
      label: '✅ last',
      startMs,
      endMs: startMs + 184_000,
    })
    expect(await chartTitle(code)).toBe('')
  })

  test('keeps every bar and its times, whatever the names', async () => {
    const names = fc.array(fc.tuple(hostileName, fc.array(hostileName, { minLength: 1, maxLength: 3 })), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(names, async (rows) => {
        const code = ganttChart(
          rows.map(([label, labels], index) =>
            row(
              label,
              labels.map((each, position) =>
                bar(each, {
                  startMs: startMs + index * 1e6 + position * 10_000,
                  endMs: startMs + index * 1e6 + position * 10_000 + 5000,
                }),
              ),
            ),
          ),
          'row',
        )
        const bars = await drawnBars(code)
        expect(bars.map((each) => [each.startMs, each.endMs, each.tags])).toEqual(
          rows.flatMap(([, labels], index) =>
            labels.map((_, position) => {
              const from = startMs + index * 1e6 + position * 10_000
              return [from, from + 5000, []]
            }),
          ),
        )
        expect(await chartTitle(code)).toBe('')
      }),
      { numRuns: 150 },
    )
  })
})

describe('mermaidText', () => {
  test.each([
    { text: 'Run npm test', code: 'Run npm test' },
    { text: 'a: b; c', code: 'a#58; b#59; c' },
    { text: 'PR #123;', code: 'PR #35;123#59;' },
    { text: '100%', code: '100#37;' },
    { text: '<b>&"', code: '#60;b#62;#38;#34;' },
    { text: '{a}`b`', code: '#123;a#125;#96;b#96;' },
    { text: ' two\n lines ', code: 'two lines' },
    { text: 'übung 漢字 🚀', code: 'übung 漢字 🚀' },
  ])('writes $text as $code', ({ text, code }) => {
    expect(mermaidText(text)).toBe(code)
  })
})

describe('fittingRows', () => {
  const many = Array.from({ length: 2000 }, (_, index) => row(`job ${index}`))

  test('takes the first rows that fit', () => {
    const fitting = fittingRows(many, maxDiagramChars)
    expect(fitting).toEqual(many.slice(0, fitting.length))
    const code = ganttChart(fitting, 'row')
    expect(code.length).toBeLessThanOrEqual(maxDiagramChars)
    expect(code.length).toBeGreaterThan(maxDiagramChars - 200)
  })

  test('leaves out a row that is too long alone', () => {
    const huge = row(
      'huge',
      Array.from({ length: 3000 }, () => bar('step')),
    )
    expect(fittingRows([huge, row('small')], maxDiagramChars).map(({ label }) => label)).toEqual(['small'])
  })

  test('never lets a diagram be too long, whatever the names', () => {
    const rows = fc.array(hostileName, { maxLength: 60 })
    fc.assert(
      fc.property(rows, fc.integer({ min: 400, max: 5000 }), (names, maxChars) => {
        const fitting = fittingRows(
          names.map((name) => row(name, [bar(name), bar(name)])),
          maxChars,
        )
        expect(ganttChart(fitting, 'row').length).toBeLessThanOrEqual(maxChars)
      }),
      { numRuns: 100 },
    )
  })
})
