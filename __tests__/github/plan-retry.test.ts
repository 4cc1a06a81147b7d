import { describe, expect, test } from '@jest/globals'
import { noWaits, planRetry, type Wait, type Waits } from '../../src/github/plan-retry.ts'

const nowMs = 1_800_000_000_000
const answer = (status: number, headers: Readonly<Record<string, string>> = {}, message = '') => ({
  status,
  answer: { status, headers, message },
})
const noAnswer = { status: 500, answer: null }
const quota = (resetInSeconds: number) => ({
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': String(nowMs / 1000 + resetInSeconds),
})

test.each<[string, Parameters<typeof planRetry>[0], Partial<Waits>, Wait | null]>([
  ['no answer, first', noAnswer, {}, { cause: 'server', seconds: 1 }],
  ['no answer, second', noAnswer, { server: 1 }, { cause: 'server', seconds: 4 }],
  ['no answer, third', noAnswer, { server: 2 }, { cause: 'server', seconds: 9 }],
  ['no answer, once more', noAnswer, { server: 3 }, null],
  ['no answer after waits for limits', noAnswer, { pace: 3, quota: 1 }, { cause: 'server', seconds: 1 }],
  ['502', answer(502), {}, { cause: 'server', seconds: 1 }],
  ['408, which no list names', answer(408), {}, { cause: 'server', seconds: 1 }],
  ['304', answer(304), {}, null],
  ['404', answer(404), {}, null],
  ['403 for a permission', answer(403), {}, null],
  ['403 for a permission, with quota left', answer(403, { 'x-ratelimit-remaining': '7' }), {}, null],
  ['429 with retry-after', answer(429, { 'retry-after': '7' }), {}, { cause: 'pace', seconds: 7 }],
  ['403 with retry-after', answer(403, { 'retry-after': '7' }), {}, { cause: 'pace', seconds: 7 }],
  ['429 without', answer(429), {}, { cause: 'pace', seconds: 60 }],
  ['429 with a date', answer(429, { 'retry-after': 'tomorrow' }), {}, { cause: 'pace', seconds: 60 }],
  ['429 that asks for 300 s', answer(429, { 'retry-after': '300' }), {}, { cause: 'pace', seconds: 300 }],
  ['429 that asks for more', answer(429, { 'retry-after': '301' }), {}, null],
  ['429, once more', answer(429, { 'retry-after': '1' }), { pace: 3 }, null],
  ['the quota, back in 20 s', answer(403, quota(20)), {}, { cause: 'quota', seconds: 21 }],
  ['the quota, back since', answer(403, quota(-20)), {}, { cause: 'quota', seconds: 0 }],
  ['the quota, back in 59 s', answer(429, quota(59)), {}, { cause: 'quota', seconds: 60 }],
  ['the quota, back later', answer(403, quota(60)), {}, null],
  ['the quota, once more', answer(403, quota(1)), { quota: 3 }, null],
])('%s', (_name, failure, waits, expected) => {
  expect(planRetry(failure, { ...noWaits, ...waits }, nowMs)).toEqual(expected)
})

describe('both headers at once', () => {
  test('a used-up quota with retry-after is a matter of pace', () => {
    const failure = answer(403, { ...quota(20), 'retry-after': '5' })
    expect(planRetry(failure, noWaits, nowMs)).toEqual({ cause: 'pace', seconds: 5 })
  })
})
