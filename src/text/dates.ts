import { Malformed } from './malformed.ts'

/** Both ends included; null is open. */
export interface DateRange {
  readonly fromMs: number | null
  readonly toMs: number | null
}

/** A written date is a span: a whole day, minute or second. Both ends included. */
interface Span {
  readonly startMs: number
  readonly endMs: number
}

const valid =
  'Write dates in UTC such as >=2026-01-01, <2026-02-01, 2026-01-01..2026-01-31 or 2026-01-01T12:00:00Z'

/**
 * Parses dates as GitHub's search has them: a day or a time, one after `>`, `>=`, `<` or `<=`, or two with `..`
 * between them (`*` leaves an end open). UTC unless a time has its own offset; both ends belong to the range, and a
 * day is the whole day. Throws Malformed; for days that do not exist, too.
 */
export function parseDateRange(text: string): DateRange {
  const range = text.includes('..') ? readBetween(text) : readOneSided(text)
  if (typeof range === 'string') throw new Malformed([{ value: text, reason: range, valid }])
  return range
}

/** `from..to`; or why it is none. */
function readBetween(text: string): DateRange | string {
  const ends = text.split('..').map((part) => (part.trim() === '*' ? always : parseSpan(part.trim())))
  const [first = always, last = always] = ends
  if (ends.length > 2) return 'has more than two dates'
  if (typeof first === 'string') return first
  if (typeof last === 'string') return last
  if (first === always && last === always) return 'is open at both ends'
  if (first.startMs > last.endMs) return 'runs backwards'
  return { fromMs: finiteOrNull(first.startMs), toMs: finiteOrNull(last.endMs) }
}

/** An end that is left open. */
const always: Span = { startMs: -Infinity, endMs: Infinity }
const finiteOrNull = (ms: number): number | null => (Number.isFinite(ms) ? ms : null)

/** A date, alone or after an operator; or why it is none. */
function readOneSided(text: string): DateRange | string {
  const [, operator = '', date = ''] = /^([<>]=?|)(.*)$/s.exec(text) ?? []
  const span = parseSpan(date.trim())
  if (typeof span === 'string') return span
  const { startMs, endMs } = span
  switch (operator) {
    case '>=':
      return { fromMs: startMs, toMs: null }
    case '>':
      return { fromMs: endMs + 1, toMs: null }
    case '<=':
      return { fromMs: null, toMs: endMs }
    case '<':
      return { fromMs: null, toMs: startMs - 1 }
    default:
      return { fromMs: startMs, toMs: endMs }
  }
}

const shape =
  /^(?<day>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2})(?<second>:\d{2}(?:\.\d{1,3})?)?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/

const secondMs = 1000
const minuteMs = 60 * secondMs
const dayMs = 24 * 60 * minuteMs

/** Why it is no date, or the span that it is. */
function parseSpan(text: string): Span | string {
  const { day = '', time, second, zone } = shape.exec(text)?.groups ?? {}
  if (day === '') return 'is no date'
  const dayStartMs = Date.parse(`${day}T00:00:00Z`)
  // Some engines take 2026-02-30 for the 2nd of March.
  if (Number.isNaN(dayStartMs) || new Date(dayStartMs).toISOString().slice(0, 10) !== day)
    return 'has a day that does not exist'
  if (time === undefined) return { startMs: dayStartMs, endMs: dayStartMs + dayMs - 1 }
  const startMs = Date.parse(`${day}T${time}${second ?? ':00'}${withColon(zone ?? 'Z')}`)
  if (Number.isNaN(startMs) || time.startsWith('24')) return 'has a time that does not exist'
  const lengthMs = second === undefined ? minuteMs : second.includes('.') ? 1 : secondMs
  return { startMs, endMs: startMs + lengthMs - 1 }
}

const withColon = (zone: string): string => zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')

/** Parses an IANA time zone (`Europe/Berlin`, `UTC`) into its proper spelling. Throws Malformed. */
export function parseTimezone(text: string): string {
  const fail = (): Malformed =>
    new Malformed([
      {
        value: text,
        reason: 'is no time zone',
        valid: 'Write a name of the IANA database, such as UTC or Europe/Berlin',
      },
    ])
  // An offset is no calendar's zone: it knows no summer time.
  if (!/^[A-Za-z]/.test(text)) throw fail()
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    throw fail()
  }
}
