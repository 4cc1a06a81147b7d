import { expect, test } from '@jest/globals'
import { percentile } from '../../src/summarise/measure-percentile.ts'

test.each([
  { values: [], p: 0.5, expected: null },
  { values: [7], p: 0.95, expected: 7 },
  { values: [3, 1, 2], p: 0.5, expected: 2 },
  { values: [4, 1, 3, 2], p: 0.5, expected: 2.5 },
  { values: [10, 2], p: 0.5, expected: 6 },
  { values: Array.from({ length: 21 }, (_, index) => index), p: 0.95, expected: 19 },
])('the $p of $values is $expected', ({ values, p, expected }) => {
  expect(percentile(values, p)).toBe(expected)
})
