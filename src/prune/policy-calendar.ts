/** Days, ISO weeks and months of a time zone as numbers, cheap enough for every item of a large repository. */

export type CalendarUnit = 'day' | 'week' | 'month'

/** Tells the calendar bucket of a moment: equal numbers are the same day, week or month. */
export type Calendar = (timeMs: number, unit: CalendarUnit) => number

/**
 * Time zones change their offset, and so their date, on quarters of an hour only (every zone since 1972). One
 * question to Intl answers for all items of a quarter.
 */
const quarterMs = 15 * 60_000
const dayMs = 24 * 60 * 60_000
/** 1970-01-01 was a Thursday: three days after the Monday that its ISO week began with. */
const epochWeekday = 3

/** A calendar of an IANA time zone. Throws RangeError for one that does not exist. */
export function calendarOf(timezone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
  const dates = new Map<number, LocalDate>()
  return (timeMs, unit) => {
    const quarter = Math.floor(timeMs / quarterMs)
    let date = dates.get(quarter)
    if (date === undefined) {
      date = localDate(format, quarter * quarterMs)
      dates.set(quarter, date)
    }
    return unit === 'month' ? date.month : unit === 'week' ? date.week : date.day
  }
}

interface LocalDate {
  readonly day: number
  readonly week: number
  readonly month: number
}

function localDate(format: Intl.DateTimeFormat, timeMs: number): LocalDate {
  const parts: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(timeMs)) parts[type] = Number(value)
  const { year = 0, month = 1, day: dayOfMonth = 1 } = parts
  const day = Date.UTC(year, month - 1, dayOfMonth) / dayMs
  return { day, week: Math.floor((day + epochWeekday) / 7), month: year * 12 + month }
}
