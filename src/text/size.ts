import { Malformed } from './malformed.ts'

const unitBytes: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['kB', 1000],
  ['MB', 1000 ** 2],
  ['GB', 1000 ** 3],
  ['KiB', 1024],
  ['MiB', 1024 ** 2],
  ['GiB', 1024 ** 3],
])

const valid = 'Write a number and a unit (B, kB, MB, GB, KiB, MiB or GiB), such as 10MB or 1.5GiB'

/** Parses a size (`10MB`, `1.5GiB`) into whole bytes. Throws Malformed for anything else, a bare number included. */
export function parseSize(text: string): number {
  const fail = (reason: string): Malformed => new Malformed([{ value: text, reason, valid }])
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(.*)$/s.exec(text) ?? []
  if (number === '') throw fail('is no size')
  if (unit === '') throw fail('has no unit')
  const perUnit = unitBytes.get(unit)
  if (perUnit === undefined)
    throw fail(
      /^kb$/i.test(unit) ? 'has the unit KB, which could be kB (1000) or KiB (1024)' : unitReason(unit),
    )
  const bytes = Number(number) * perUnit
  if (unit === 'B' && !Number.isInteger(bytes)) throw fail('is not a whole number of bytes')
  if (bytes > Number.MAX_SAFE_INTEGER) throw fail('is too large')
  return Math.round(bytes)
}

const unitReason = (unit: string): string => (/^\s/.test(unit) ? 'has a space in it' : 'has an unknown unit')
