import { describe, expect, test } from '@jest/globals'
import {
  bucketDaysOf,
  daysOf,
  firstAndLast,
  meanChange,
  p50Change,
  trendOf,
  type Timed,
} from '../../../src/summarise/repository/measure-periods.ts'
import { dayMs, nowMs } from '../../support/builders.ts'

const period = (days: number) => ({ sinceMs: nowMs - days * dayMs, nowMs })
/** So many values, some days ago. */
const ago = (days: number, value: number, count = 1): readonly Timed[] =>
  Array.from({ length: count }, () => ({ atMs: nowMs - days * dayMs, value }))

describe('the first and the last week', () => {
  test('are what lies within seven days of either end', () => {
    const items = [29, 23.1, 22.9, 7.1, 6.9, 0]
    const { first, last } = firstAndLast(items, period(30), (days) => nowMs - days * dayMs)
    expect(first).toEqual([29, 23.1])
    expect(last).toEqual([6.9, 0])
  })

  test('of a short period are its halves, and never overlap', () => {
    const items = [9, 5.1, 4.9, 1]
    const { first, last } = firstAndLast(items, period(10), (days) => nowMs - days * dayMs)
    expect(first).toEqual([9, 5.1])
    expect(last).toEqual([4.9, 1])
  })
})

describe('a change', () => {
  test('is of the medians, relative to the first week', () => {
    expect(p50Change([...ago(29, 100, 5), ...ago(15, 999, 9), ...ago(1, 112, 5)], period(30))).toBeCloseTo(
      0.12,
    )
  })

  test('of shares is their difference', () => {
    const values = [...ago(29, 1, 5), ...ago(1, 1, 4), ...ago(1, 0, 1)]
    expect(meanChange(values, period(30))).toBeCloseTo(-0.2)
  })

  test.each([
    ['the first', [...ago(29, 1, 4), ...ago(1, 1, 9)]],
    ['the last', [...ago(29, 1, 9), ...ago(1, 1, 4)]],
  ])('is not known when %s week has fewer than five', (_, values) => {
    expect(p50Change(values, period(30))).toBeNull()
    expect(meanChange(values, period(30))).toBeNull()
  })
})

describe('a trend', () => {
  test.each([
    [7, 1, 7],
    [14, 1, 14],
    [30, 7, 5],
    [90, 7, 13],
    [400, 28, 15],
  ])('over %d days has points of %d days, %d of them', (days, bucketDays, count) => {
    expect(bucketDaysOf(period(days))).toBe(bucketDays)
    expect(trendOf([], period(days))).toEqual(Array(count).fill(null))
  })

  test('ends now, and has nothing where nothing ran', () => {
    expect(trendOf([...ago(2.5, 10), ...ago(2.4, 30), ...ago(0, 5), ...ago(-0.1, 7)], period(3))).toEqual([
      20,
      null,
      6,
    ])
  })
})

test('days are those of the calendar in UTC, both ends included', () => {
  expect(daysOf({ sinceMs: Date.UTC(2026, 0, 30, 23, 59), nowMs: Date.UTC(2026, 1, 1, 0, 1) })).toEqual([
    '2026-01-30',
    '2026-01-31',
    '2026-02-01',
  ])
})
