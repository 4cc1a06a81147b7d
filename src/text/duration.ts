import { Malformed } from './malformed.ts'

const secondMs = 1000
const unitMs: ReadonlyMap<string, number> = new Map([
  ['s', secondMs],
  ['min', 60 * secondMs],
  ['h', 3600 * secondMs],
  ['d', 24 * 3600 * secondMs],
  ['w', 7 * 24 * 3600 * secondMs],
])

/** A hundred years: what is longer is a slip, and would lead to times before the epoch. */
const maxDurationMs = 36_500 * 24 * 3600 * secondMs

const valid = 'Write a whole number and a unit (s, min, h, d or w), such as 90min, 12h, 30d or 2w'

/** Units that mean different things to different tools, and what to write for them. */
const refusedUnits: ReadonlyMap<string, string> = new Map([
  ['m', 'has the unit m, which could be minutes or months'],
  ['M', 'has the unit M, which could be minutes or months'],
  ['mo', 'is in months, which differ in length'],
  ['y', 'is in years, which differ in length'],
])

/**
 * Parses a duration (`90min`, `12h`, `30d`, `2w`) into milliseconds. `zero` says whether `0` (with or without a
 * unit) is one. Throws Malformed for anything else: a bare number, `m`, `M`, `mo`, a fraction, a sign, a space.
 */
export function parseDuration(text: string, zero: 'zero' | 'no-zero'): number {
  if (zero === 'zero' && text === '0') return 0
  const ms = milliseconds(text)
  if (typeof ms === 'string') throw new Malformed([{ value: text, reason: ms, valid }])
  if (ms === 0 && zero === 'no-zero')
    throw new Malformed([{ value: text, reason: 'is no time at all', valid }])
  return ms
}

/** The duration, or why it is none. */
function milliseconds(text: string): number | string {
  const [, sign, digits = '', fraction, space, unit = ''] =
    /^([+-])?(\d*)([.,]\d*)?(\s+)?(.*)$/s.exec(text) ?? []
  if (digits === '') return 'is no duration'
  if (sign !== undefined) return 'has a sign'
  if (fraction !== undefined) return 'has a fraction'
  if (unit === '') return 'has no unit'
  const perUnit = unitMs.get(unit)
  if (perUnit === undefined) return refusedUnits.get(unit) ?? 'has an unknown unit'
  if (space !== undefined) return 'has a space in it'
  const ms = Number(digits) * perUnit
  return ms > maxDurationMs ? 'is longer than a hundred years' : ms
}
