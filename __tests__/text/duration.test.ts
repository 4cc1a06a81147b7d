import { expect, test } from '@jest/globals'
import { parseDuration } from '../../src/text/duration.ts'
import { expectRefusal } from '../support/refusal.ts'

const minute = 60_000
const day = 24 * 60 * minute

test.each([
  ['1s', 1000],
  ['90min', 90 * minute],
  ['12h', 720 * minute],
  ['30d', 30 * day],
  ['2w', 14 * day],
  ['007d', 7 * day],
  ['36500d', 36500 * day],
])('%s', (text, ms) => expect(parseDuration(text, 'no-zero')).toBe(ms))

test.each([
  ['30', 'no unit'],
  ['30m', 'minutes or months'],
  ['30M', 'minutes or months'],
  ['1mo', 'months'],
  ['1y', 'years'],
  ['1.5h', 'fraction'],
  ['1,5h', 'fraction'],
  ['.5h', 'no duration'],
  ['-1d', 'sign'],
  ['+1d', 'sign'],
  ['30 d', 'space'],
  ['30D', 'unknown unit'],
  ['30 days', 'unknown unit'],
  ['30days', 'unknown unit'],
  ['1h30min', 'unknown unit'],
  ['d', 'no duration'],
  ['P30D', 'no duration'],
  ['1e3s', 'unknown unit'],
  ['0x10s', 'unknown unit'],
  ['NaN', 'no duration'],
  ['٣d', 'no duration'],
  ['36501d', 'hundred years'],
  ['99999999999999999999d', 'hundred years'],
  ['0', 'no unit'],
  ['0d', 'no time at all'],
  ['1d\n2d', 'unknown unit'],
])('refuses %j: %s', (text, reason) => expectRefusal(() => parseDuration(text, 'no-zero'), text, reason))

test.each([
  ['0', 0],
  ['0s', 0],
  ['60s', 60_000],
])('%s where zero is meant', (text, ms) => expect(parseDuration(text, 'zero')).toBe(ms))
test('other bare numbers are none there either', () =>
  expectRefusal(() => parseDuration('60', 'zero'), '60', 'no unit'))
