import { expect, test } from '@jest/globals'
import { parseInteger, parsePercent } from '../../src/text/number.ts'
import { expectRefusal } from '../support/refusal.ts'

const bounds = { min: 2, max: 10 }
test.each([
  ['2', 2],
  ['10', 10],
  ['007', 7],
])('integer %s', (text, value) => expect(parseInteger(text, bounds)).toBe(value))
test.each([
  ['1', 'too small'],
  ['11', 'too large'],
  ['99999999999999999999999', 'too large'],
  ['2.0', 'no whole number'],
  ['+2', 'no whole number'],
  ['-2', 'no whole number'],
  ['1e1', 'no whole number'],
  ['0x3', 'no whole number'],
  ['three', 'no whole number'],
  ['2 3', 'no whole number'],
])('refuses the integer %j: %s', (text, reason) =>
  expectRefusal(() => parseInteger(text, bounds), text, reason),
)

test.each([
  ['0%', 0],
  ['25%', 0.25],
  ['12.5%', 0.125],
  ['100%', 1],
])('percent %s', (text, share) => expect(parsePercent(text, { min: 0, max: 100 })).toBe(share))
test.each([
  ['25', 'no % sign'],
  ['0.25', 'no % sign'],
  ['101%', 'too large'],
  ['-1%', 'no percentage'],
  ['25 %', 'no percentage'],
  ['%', 'no percentage'],
])('refuses the percentage %j: %s', (text, reason) =>
  expectRefusal(() => parsePercent(text, { min: 0, max: 100 }), text, reason),
)
