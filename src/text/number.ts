import { Malformed } from './malformed.ts'

export interface Bounds {
  readonly min: number
  readonly max: number
}

/** Parses an integer written in digits only, within bounds that belong to it. Throws Malformed. */
export function parseInteger(text: string, { min, max }: Bounds): number {
  const valid =
    max === Number.MAX_SAFE_INTEGER
      ? `Write a whole number, ${min} or more`
      : `Write a whole number from ${min} to ${max}`
  const fail = (reason: string): Malformed => new Malformed([{ value: text, reason, valid }])
  if (!/^\d+$/.test(text)) throw fail('is no whole number')
  const value = Number(text)
  if (value < min) throw fail('is too small')
  if (value > max) throw fail('is too large')
  return value
}

/** Parses `25%` into 0.25; the bounds are in percent and belong to it. Throws Malformed. */
export function parsePercent(text: string, { min, max }: Bounds): number {
  const valid = `Write a percentage from ${min}% to ${max}%, such as 25%`
  const fail = (reason: string): Malformed => new Malformed([{ value: text, reason, valid }])
  const [, number = '', sign = ''] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? []
  if (number === '') throw fail('is no percentage')
  if (sign === '') throw fail('has no % sign')
  const percent = Number(number)
  if (percent < min) throw fail('is too small')
  if (percent > max) throw fail('is too large')
  return percent / 100
}
