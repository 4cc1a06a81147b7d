import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { calendarOf, type CalendarUnit } from '../../src/prune/policy-calendar.ts'

const at = (text: string): number => Date.parse(text)

describe('buckets', () => {
  test.each<[string, CalendarUnit, string, string, boolean]>([
    ['UTC', 'day', '2026-01-01T00:00:00Z', '2026-01-01T23:59:59.999Z', true],
    ['UTC', 'day', '2026-01-01T23:59:59.999Z', '2026-01-02T00:00:00Z', false],
    // ISO weeks begin on Monday, whatever the year.
    ['UTC', 'week', '2025-12-29T00:00:00Z', '2026-01-04T23:59:59Z', true],
    ['UTC', 'week', '2026-01-04T23:59:59Z', '2026-01-05T00:00:00Z', false],
    ['UTC', 'month', '2026-01-31T23:59:59Z', '2026-02-01T00:00:00Z', false],
    ['UTC', 'month', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', false],
    ['Asia/Kolkata', 'day', '2026-01-01T18:29:59Z', '2026-01-01T18:30:00Z', false],
    ['Asia/Kathmandu', 'day', '2026-01-01T18:14:59Z', '2026-01-01T18:15:00Z', false],
    ['America/New_York', 'month', '2026-02-01T04:59:59Z', '2026-01-31T12:00:00Z', true],
    // The day on which clocks change has 23 or 25 hours.
    ['Europe/Berlin', 'day', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', true],
    ['Europe/Berlin', 'day', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', false],
    ['Europe/Berlin', 'day', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', true],
    // Samoa had no 30 December 2011.
    ['Pacific/Apia', 'day', '2011-12-30T09:59:59Z', '2011-12-30T10:00:00Z', false],
  ])('%s, %s: %s and %s', (timezone, unit, one, other, isSame) => {
    const calendar = calendarOf(timezone)
    expect(calendar(at(one), unit) === calendar(at(other), unit)).toBe(isSame)
  })

  test('follow each other', () => {
    const calendar = calendarOf('UTC')
    expect(calendar(at('2026-01-05T00:00:00Z'), 'week') - calendar(at('2025-12-28T00:00:00Z'), 'week')).toBe(
      2,
    )
    expect(
      calendar(at('2026-01-01T00:00:00Z'), 'month') - calendar(at('2025-12-31T00:00:00Z'), 'month'),
    ).toBe(1)
  })

  test('a time zone that does not exist is an error', () => {
    expect(() => calendarOf('Mars/Olympus')).toThrow(RangeError)
  })
})

test('a day is what Intl calls a day, in every zone', () => {
  const zones = [
    'UTC',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'America/St_Johns',
    'Pacific/Chatham',
    'Europe/Lisbon',
  ]
  const formats = new Map(zones.map((timeZone) => [timeZone, new Intl.DateTimeFormat('en-CA', { timeZone })]))
  const calendars = new Map(zones.map((zone) => [zone, calendarOf(zone)]))
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: at('2018-01-01'), max: at('2040-01-01') }),
      fc.integer({ min: -48 * 3_600_000, max: 48 * 3_600_000 }),
      (zone, one, distance) => {
        const [format, calendar] = [formats.get(zone), calendars.get(zone)]
        const other = one + distance
        expect(calendar?.(one, 'day') === calendar?.(other, 'day')).toBe(
          format?.format(one) === format?.format(other),
        )
      },
    ),
    { numRuns: 1000 },
  )
})
