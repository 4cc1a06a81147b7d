import { describe, expect, test } from '@jest/globals'
import {
  countOf,
  formatAge,
  formatBytes,
  formatCount,
  formatDate,
  formatDuration,
  formatPercent,
  formatSigned,
  formatTimestamp,
  shorten,
} from '../../src/text/format.ts'

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [999.6, '1.0 kB'],
  [1000, '1.0 kB'],
  [1_500_000, '1.5 MB'],
  [12_345_678, '12.3 MB'],
  [99_950_000, '100 MB'],
  [999_499_999, '999 MB'],
  [999_500_000, '1.0 GB'],
  [999_950, '1.0 MB'],
  [1_610_612_736, '1.6 GB'],
  [2 ** 60, '1153 PB'],
  [-1500, '-1.5 kB'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

test.each([
  [0, '0s'],
  [40, '0s'],
  [400, '0.4s'],
  [9_960, '10s'],
  [10_400, '10s'],
  [59_499, '59s'],
  [59_500, '1m 00s'],
  [184_000, '3m 04s'],
  [3_599_600, '1h 00m'],
  [3_720_000, '1h 02m'],
  [97_200_000, '1d 03h'],
  [86_400_000 * 1200, '1,200d 00h'],
  [-184_000, '-3m 04s'],
])('%d ms are %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

const now = Date.UTC(2026, 0, 31, 12, 34, 56)
test.each([
  [now, 'just now'],
  [now - 59_000, 'just now'],
  [now - 60_000, '1 min ago'],
  [now - 3_600_000, '1 h ago'],
  [now - 47 * 3_600_000, '1 d ago'],
  [now - 48 * 3_600_000, '2 d ago'],
  [now + 48 * 3_600_000, 'in 2 d'],
  [0, '20,484 d ago'],
])('%d is %s', (then, text) => expect(formatAge(then, now)).toBe(text))

describe('the rest', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
    [-1234, '-1,234'],
  ])('%d reads %s', (count, text) => expect(formatCount(count)).toBe(text))
  test.each([
    [0, '0%'],
    [0.0001, '<0.1%'],
    [0.004, '0.4%'],
    [0.25, '25%'],
    [0.256, '26%'],
    [0.995, '99.5%'],
    [0.99999, '>99.9%'],
    [1, '100%'],
    [1.5, '150%'],
    [-0.125, '-12%'],
  ])('a share of %d reads %s', (share, text) => expect(formatPercent(share)).toBe(text))
  test('counts with their noun', () => {
    expect(countOf(1, 'file')).toBe('1 file')
    expect(countOf(0, 'file')).toBe('0 files')
    expect(countOf(1200, 'branch', 'branches')).toBe('1,200 branches')
  })
  test('times are UTC', () => {
    expect(formatTimestamp(now)).toBe('2026-01-31 12:34:56 UTC')
    expect(formatDate(now)).toBe('2026-01-31')
  })
  test.each([
    ['short', 10, 'short'],
    ['0123456789', 10, '0123456789'],
    ['0123456789x', 10, '01234…789x'],
    ['😀😀😀😀😀', 3, '😀…😀'],
    ['abc', 1, '…'],
    ['abc', 2, 'a…'],
  ])('%s cut to %d is %s', (text, most, expected) => expect(shorten(text, most)).toBe(expected))
})

test.each([
  [0, '±0s'],
  [5000, '+5s'],
  [-65_000, '−1m 05s'],
])('%d ms as a difference: %s', (ms, text) => {
  expect(formatSigned(ms, formatDuration)).toBe(text)
})
