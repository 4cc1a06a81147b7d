import { describe, expect, test } from '@jest/globals'
import { callsLeft, hasQuota, laterRateLimit, readRateLimit } from '../../src/github/limits.ts'

const quota = (remaining: number, limit = 1000, resetAtMs = 5000) => ({ limit, remaining, resetAtMs })

describe('the reserve stays untouched', () => {
  test.each([
    [quota(1000), 0.2, 800],
    [quota(200), 0.2, 0],
    [quota(100), 0.2, 0],
    [quota(201), 0.2, 1],
    [quota(1000), 0, 1000],
    [quota(1000), 1, 0],
    [quota(60, 60), 0.333, 40],
    [null, 0.2, Number.POSITIVE_INFINITY],
  ])('%j with a reserve of %d leaves %d calls', (rateLimit, reserve, calls) => {
    expect(callsLeft(rateLimit, reserve)).toBe(calls)
    expect(hasQuota(rateLimit, reserve, Math.min(calls, 1e9))).toBe(true)
    if (rateLimit !== null) expect(hasQuota(rateLimit, reserve, calls + 1)).toBe(false)
  })
})

describe('headers', () => {
  const headers = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    'x-ratelimit-reset': '1780315200',
  }
  test('are read', () => {
    expect(readRateLimit(headers)).toEqual({ limit: 5000, remaining: 4999, resetAtMs: 1_780_315_200_000 })
  })
  test.each([
    [{}],
    [{ ...headers, 'x-ratelimit-remaining': undefined }],
    [{ ...headers, 'x-ratelimit-limit': 'many' }],
    [{ ...headers, 'x-ratelimit-reset': '-1' }],
  ])('that say nothing are null: %j', (odd) => {
    expect(readRateLimit(odd)).toBeNull()
  })
})

describe('answers that arrive out of order', () => {
  test.each([
    ['the first', null, quota(10), quota(10)],
    ['less is later', quota(10), quota(9), quota(9)],
    ['more is earlier', quota(9), quota(10), quota(9)],
    ['a new window', quota(0), quota(999, 1000, 9000), quota(999, 1000, 9000)],
    ['the window before', quota(999, 1000, 9000), quota(0), quota(999, 1000, 9000)],
  ])('%s', (_name, known, heard, result) => {
    expect(laterRateLimit(known, heard)).toEqual(result)
  })
})
