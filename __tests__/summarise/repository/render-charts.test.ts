import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  durationsChart,
  pieChart,
  runsChart,
  storageChart,
  xyChart,
} from '../../../src/summarise/repository/render-charts.ts'
import type { DailyHealth } from '../../../src/summarise/repository/repository-report.ts'
import { shorten } from '../../../src/text/format.ts'
import { cleanLine } from '../../../src/text/markdown.ts'
import { maxDiagramChars } from '../../../src/text/mermaid.ts'
import { minuteMs } from '../../support/builders.ts'
import { hostileName, hostileNames } from '../support/hostile.ts'
import { drawnPie, drawnXyChart } from './drawn-charts.ts'

const label = (name: string): string => `▪ ${shorten(cleanLine(name), 44)}`.trim()

describe('pieChart', () => {
  test('draws each slice with its number', async () => {
    expect(
      await drawnPie(
        pieChart('Stored by name, in MB', [
          { label: 'report-*', value: 12.345 },
          { label: 'tiny', value: 0.0001 },
          { label: 'nothing', value: 0 },
        ]),
      ),
    ).toEqual({
      title: 'Stored by name, in MB',
      slices: [
        ['▪ report-*', 12.35],
        ['▪ tiny', 0.01],
      ],
    })
  })

  test('is nothing without slices', () => {
    expect(pieChart('x', [{ label: 'a', value: 0 }])).toBe('')
  })

  test.each(hostileNames)('keeps %j a label', async (name) => {
    const { title, slices } = await drawnPie(pieChart('Stored', [{ label: name, value: 1 }]))
    expect(title).toBe('Stored')
    expect(slices).toEqual([[label(name), 1]])
  })

  test('parses whatever the names and numbers are', async () => {
    const slice = fc.record({ label: hostileName, value: fc.double({ min: 0, max: 1e12, noNaN: true }) })
    await fc.assert(
      fc.asyncProperty(fc.array(slice, { minLength: 1, maxLength: 8 }), async (slices) => {
        const code = pieChart('Stored', slices)
        fc.pre(code !== '')
        const drawn = await drawnPie(code)
        expect(drawn.slices.map(([name]) => name)).toEqual([
          ...new Set(slices.filter(({ value }) => value > 0).map((each) => label(each.label))),
        ])
      }),
      { numRuns: 100 },
    )
  })
})

describe('storageChart', () => {
  const chartOf = (sizes: readonly number[]) =>
    storageChart({
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      byName: sizes.map((bytes, index) => ({ label: `name ${index}`, count: 1, bytes, isPattern: false })),
    })

  test.each([
    ['GB', 20e9, 20],
    ['MB', 20e6, 20],
    ['kB', 20e3, 20],
    ['bytes', 20, 20],
  ])('is in %s where that fits', async (unit, bytes, value) => {
    expect(await drawnPie(chartOf([bytes]))).toEqual({
      title: `Stored by name, in ${unit}`,
      slices: [['▪ name 0', value]],
    })
  })

  test('puts together what nobody could see, and what is beyond the colours', async () => {
    const { slices } = await drawnPie(chartOf([...Array<number>(9).fill(10e9), 1, 1]))
    expect(slices).toHaveLength(8)
    expect(slices.at(-1)).toEqual(['▪ all other names', 20])
    expect((await drawnPie(chartOf([10e9, 1e6, 1e6]))).slices).toEqual([
      ['▪ name 0', 10],
      ['▪ all other names', 0.01],
    ])
  })
})

describe('xyChart', () => {
  test('draws each series over its labels', async () => {
    expect(
      await drawnXyChart(
        xyChart({
          title: 'Runs: all (bars), failed (line)',
          labels: ['01', '02'],
          unit: 'runs',
          series: [
            { kind: 'bar', values: [10, 20] },
            { kind: 'line', values: [0, 1.234] },
          ],
        }),
      ),
    ).toEqual({
      title: 'Runs: all (bars), failed (line)',
      labels: ['01', '02'],
      yTitle: 'runs',
      yMax: 21,
      plots: [
        { kind: 'bar', values: [10, 20] },
        { kind: 'line', values: [0, 1.23] },
      ],
    })
  })

  test('is nothing without values', () => {
    const chart = { title: 'x', unit: 'x', series: [{ kind: 'bar', values: [0] }] } as const
    expect(xyChart({ ...chart, labels: ['a'] })).toBe('')
    expect(xyChart({ ...chart, labels: [] })).toBe('')
  })

  test.each(hostileNames)('keeps %j a label', async (name) => {
    const drawn = await drawnXyChart(
      xyChart({
        title: `t ${name}`,
        labels: [`l ${name}`],
        unit: 'u',
        series: [{ kind: 'bar', values: [1] }],
      }),
    )
    expect(drawn.labels).toEqual([shorten(cleanLine(`l ${name}`), 44).trim()])
    expect(drawn.plots).toEqual([{ kind: 'bar', values: [1] }])
  })
})

/** Days of May 2026 and on, of which each second one has timed runs. */
const days = (count: number): readonly DailyHealth[] =>
  Array.from({ length: count }, (_, index) => ({
    date: new Date(Date.UTC(2026, 4, 1 + index)).toISOString().slice(0, 10),
    succeeded: 5,
    failed: 1,
    other: 2,
    p50Ms: index % 2 === 0 ? 10 * minuteMs : null,
    p95Ms: index % 2 === 0 ? (20 + index) * minuteMs : null,
  }))

describe('charts over time', () => {
  test('have a point a day for a month', async () => {
    const chart = await drawnXyChart(runsChart(days(31)))
    expect(chart.labels).toEqual(days(31).map(({ date }) => date.slice(8)))
    expect(chart.plots.map(({ values }) => values[0])).toEqual([8, 1])
  })

  test('leave out days on which nothing was timed', async () => {
    const chart = await drawnXyChart(durationsChart(days(3)))
    expect(chart).toMatchObject({ labels: ['01', '03'], yTitle: 'minutes' })
    expect(chart.plots.map(({ values }) => values)).toEqual([
      [10, 10],
      [20, 22],
    ])
  })

  test('have a point a week for longer, the last one ending with the last day', async () => {
    const chart = await drawnXyChart(runsChart(days(38)))
    expect(chart.labels).toEqual(['05-01', '05-04', '05-11', '05-18', '05-25', '06-01'])
    expect(chart.plots.map(({ values }) => values)).toEqual([
      [24, 56, 56, 56, 56, 56],
      [3, 7, 7, 7, 7, 7],
    ])
  })

  test('of short runs are in seconds', async () => {
    const short = days(3).map((day) => ({ ...day, p50Ms: 5000, p95Ms: 9000 }))
    expect(await drawnXyChart(durationsChart(short))).toMatchObject({ yTitle: 'seconds', yMax: 9.45 })
  })

  test('stay below what Mermaid takes, for the longest period', () => {
    expect(runsChart(days(401)).length).toBeLessThan(maxDiagramChars)
  })
})
