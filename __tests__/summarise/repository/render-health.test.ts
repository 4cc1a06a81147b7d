import { describe, expect, test } from '@jest/globals'
import {
  formatMoney,
  formatPoints,
  formatTrend,
  sparkline,
} from '../../../src/summarise/repository/render-health.ts'

describe('sparkline', () => {
  test.each([
    ['doubling fills the height', [10, 15, 20], '▁▅█'],
    ['falling too', [20, 10], '█▁'],
    ['a flat one looks flat', [100, 101, 100], '▄▅▄'],
    ['gaps are dots', [null, 10, null, 20], '·▁·█'],
    ['one value is in the middle', [7], '▅'],
    ['nothing is nothing', [], ''],
    ['zeros are no division by zero', [0, 0], '▅▅'],
  ])('%s', (_, values, text) => {
    expect(sparkline(values)).toBe(text)
  })
})

test.each([
  [0.12, '▲ 12%'],
  [-0.03, '▼ 3%'],
  [0.004, ''],
  [null, ''],
])('a change of %p reads %p', (change, text) => {
  expect(formatTrend(change)).toBe(text)
})

test.each([
  [-0.018, '▼ 1.8 points'],
  [0.2, '▲ 20 points'],
  [0.0001, ''],
  [null, ''],
])('a difference of rates of %p reads %p', (change, text) => {
  expect(formatPoints(change)).toBe(text)
})

test.each([
  [0.5, '0.50'],
  [1234567.891, '1,234,567.89'],
])('money of %d reads %s', (amount, text) => {
  expect(formatMoney(amount)).toBe(text)
})
