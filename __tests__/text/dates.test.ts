import { expect, test } from '@jest/globals'
import { parseDateRange, parseTimezone } from '../../src/text/dates.ts'
import { expectRefusal } from '../support/refusal.ts'

const at = (text: string): number => Date.parse(text)
test.each([
  ['2026-01-31', '2026-01-31T00:00:00.000Z', '2026-01-31T23:59:59.999Z'],
  ['>=2026-01-01', '2026-01-01T00:00:00.000Z', null],
  ['>= 2026-01-01', '2026-01-01T00:00:00.000Z', null],
  ['>2026-01-01', '2026-01-02T00:00:00.000Z', null],
  ['<=2026-01-31', null, '2026-01-31T23:59:59.999Z'],
  ['<2026-01-31', null, '2026-01-30T23:59:59.999Z'],
  ['2026-01-01..2026-01-31', '2026-01-01T00:00:00.000Z', '2026-01-31T23:59:59.999Z'],
  ['2026-01-01 .. 2026-01-01', '2026-01-01T00:00:00.000Z', '2026-01-01T23:59:59.999Z'],
  ['2026-01-01..*', '2026-01-01T00:00:00.000Z', null],
  ['*..2026-01-31', null, '2026-01-31T23:59:59.999Z'],
  ['2026-01-01T12:30', '2026-01-01T12:30:00.000Z', '2026-01-01T12:30:59.999Z'],
  ['2026-01-01T12:30:15Z', '2026-01-01T12:30:15.000Z', '2026-01-01T12:30:15.999Z'],
  ['2026-01-01T12:30:15.250Z', '2026-01-01T12:30:15.250Z', '2026-01-01T12:30:15.250Z'],
  ['>2026-01-01T12:30:15Z', '2026-01-01T12:30:16.000Z', null],
  ['2026-01-01T00:30:00+02:00', '2025-12-31T22:30:00.000Z', '2025-12-31T22:30:00.999Z'],
  ['2026-01-01T00:30:00+0200', '2025-12-31T22:30:00.000Z', '2025-12-31T22:30:00.999Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
  ['2026-01-01T08:00Z..2026-01-01T09:00Z', '2026-01-01T08:00:00.000Z', '2026-01-01T09:00:59.999Z'],
])('%s', (text, from, to) =>
  expect(parseDateRange(text)).toEqual({
    fromMs: from === null ? null : at(from),
    toMs: to === null ? null : at(to),
  }),
)

test.each([
  ['2026-02-30', 'does not exist'],
  ['2026-02-29', 'does not exist'],
  ['2026-13-01', 'does not exist'],
  ['2026-00-01', 'does not exist'],
  ['2026-01-01..2026-02-30', 'does not exist'],
  ['2026-01-01T24:00', 'does not exist'],
  ['2026-01-01T12:60', 'does not exist'],
  ['2026-01-01T12:00+25:00', 'does not exist'],
  ['2026-1-1', 'no date'],
  ['01.02.2026', 'no date'],
  ['2026-01', 'no date'],
  ['yesterday', 'no date'],
  ['30d', 'no date'],
  ['>=', 'no date'],
  ['=2026-01-01', 'no date'],
  ['=>2026-01-01', 'no date'],
  ['>=2026-01-01..2026-01-02', 'no date'],
  ['..2026-01-01', 'no date'],
  ['2026-01-01..', 'no date'],
  ['*..*', 'open at both ends'],
  ['2026-01-02..2026-01-01', 'backwards'],
  ['2026-01-01..2026-01-02..2026-01-03', 'more than two'],
  ['>=2026-01-01 <2026-02-01', 'no date'],
])('refuses %j: %s', (text, reason) => expectRefusal(() => parseDateRange(text), text, reason))

test.each([
  ['UTC', 'UTC'],
  ['Europe/Berlin', 'Europe/Berlin'],
  ['europe/berlin', 'Europe/Berlin'],
])('time zone %s', (text, zone) => expect(parseTimezone(text)).toBe(zone))
test.each(['Europe/Atlantis', '+01:00', 'Berlin', 'GMT+25', '1', 'UTC; DROP'])('no time zone %s', (text) =>
  expectRefusal(() => parseTimezone(text), text, 'no time zone'),
)
