/** Stretches of time that runs are put into: days, buckets of a trend, and the first and the last week. */
import { percentile } from '../measure-percentile.ts'
import { formatDate } from '../../text/format.ts'

export const dayMs = 24 * 60 * 60 * 1000

/** The period that a report is about. */
export interface Period {
  readonly sinceMs: number
  readonly nowMs: number
}

/** Fewer values make a percentile of chance, which is not compared with another one. */
const minCompared = 5
/** A week has each weekday once; of a shorter period, its halves are compared. */
const comparedMs = 7 * dayMs

/** Something with a time and a value. */
export interface Timed {
  readonly atMs: number
  readonly value: number
}

/** What lies in the first and in the last week; in the halves, of a period shorter than two weeks. */
export function firstAndLast<T>(
  items: readonly T[],
  period: Period,
  timeOf: (item: T) => number,
): { readonly first: readonly T[]; readonly last: readonly T[] } {
  const lengthMs = Math.min(comparedMs, (period.nowMs - period.sinceMs) / 2)
  return {
    first: items.filter((item) => timeOf(item) < period.sinceMs + lengthMs),
    last: items.filter((item) => timeOf(item) >= period.nowMs - lengthMs),
  }
}

/** p50 of the last week relative to that of the first: 0.12 is 12% more. Null where either has too few values. */
export function p50Change(values: readonly Timed[], period: Period): number | null {
  const { first, last } = firstAndLast(values, period, ({ atMs }) => atMs)
  if (first.length < minCompared || last.length < minCompared) return null
  const before = percentile(first.map(valueOf), 0.5)
  const after = percentile(last.map(valueOf), 0.5)
  return before === null || after === null || before === 0 ? null : after / before - 1
}

/** Mean of the last week less that of the first. Null where either has too few values. */
export function meanChange(values: readonly Timed[], period: Period): number | null {
  const { first, last } = firstAndLast(values, period, ({ atMs }) => atMs)
  if (first.length < minCompared || last.length < minCompared) return null
  return mean(last) - mean(first)
}

const valueOf = ({ value }: Timed): number => value
const mean = (values: readonly Timed[]): number =>
  values.reduce((sum, { value }) => sum + value, 0) / values.length

/** Days that a point of a trend is of: few enough points to read, and whole weeks where they are several days. */
export function bucketDaysOf(period: Period): number {
  const days = (period.nowMs - period.sinceMs) / dayMs
  if (days <= 14) return 1
  return days <= 98 ? 7 : 28
}

/** p50 of equal stretches of time, oldest first, the last one ending now; null where there is no value. */
export function trendOf(values: readonly Timed[], period: Period): readonly (number | null)[] {
  const bucketMs = bucketDaysOf(period) * dayMs
  const count = Math.max(1, Math.ceil((period.nowMs - period.sinceMs) / bucketMs))
  const buckets = Array.from({ length: count }, (): number[] => [])
  for (const { atMs, value } of values) {
    const age = Math.max(0, Math.floor((period.nowMs - atMs) / bucketMs))
    buckets[count - 1 - age]?.push(value)
  }
  return buckets.map((bucket) => rounded(percentile(bucket, 0.5)))
}

/** A percentile in whole milliseconds. */
export const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value))

/** The UTC days of the period, oldest first. */
export function daysOf({ sinceMs, nowMs }: Period): readonly string[] {
  const first = Math.floor(sinceMs / dayMs)
  const last = Math.floor(nowMs / dayMs)
  return Array.from({ length: last - first + 1 }, (_, index) => formatDate((first + index) * dayMs))
}
