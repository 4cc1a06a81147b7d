import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseArtifactAddress, parseRepositoryName, parseRunAddress } from '../../src/text/addresses.ts'
import { parseBoolean, parseChoice } from '../../src/text/choice.ts'
import { parseDateRange, parseTimezone } from '../../src/text/dates.ts'
import { parseDuration } from '../../src/text/duration.ts'
import { describeProblem, Malformed, parseEach, quote } from '../../src/text/malformed.ts'
import { parseInteger, parsePercent } from '../../src/text/number.ts'
import { parseSize } from '../../src/text/size.ts'

test('every problem of a list at once', () => {
  const parse = (): unknown => parseEach(['1d', '2', '3x'], (text) => parseDuration(text, 'no-zero'))
  expect(parse).toThrow(/"2" has no unit.*\n"3x" has an unknown unit/)
})
test('a bug is no problem of the user', () => {
  const bug = new TypeError('bug')
  const parse = (): unknown =>
    parseEach(['x'], () => {
      throw bug
    })
  expect(parse).toThrow(bug)
})
test('quotes are one short line', () => {
  expect(quote('a\nb')).toBe('"a b"')
  expect(quote('x'.repeat(500))).toHaveLength(203)
  expect(describeProblem({ value: 'x', reason: 'is bad', valid: '' })).toBe('"x" is bad.')
})

test('no little language throws anything but Malformed, whatever the text', () => {
  const server = { url: 'https://github.com', apiUrl: 'https://api.github.com' }
  const parsers: readonly ((text: string) => unknown)[] = [
    (text) => parseDuration(text, 'zero'),
    (text) => parseDuration(text, 'no-zero'),
    parseSize,
    parseBoolean,
    parseDateRange,
    parseTimezone,
    parseRepositoryName,
    (text) => parseInteger(text, { min: 0, max: 5 }),
    (text) => parsePercent(text, { min: 0, max: 100 }),
    (text) => parseChoice(text, ['a', 'b']),
    (text) => parseRunAddress(text, server),
    (text) => parseArtifactAddress(text, server),
  ]
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc.stringMatching(/^[0-9]{1,20}[a-zA-Z%]{0,4}$/),
    fc.stringMatching(/^[<>=]{0,2}\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?(\.\.)?(\d{4}-\d{2}-\d{2})?$/),
    fc.stringMatching(/^https:\/\/github\.com\/[a-z.%]{0,5}\/[a-z.%]{0,5}\/actions\/runs\/\d{0,20}$/),
  )
  fc.assert(
    fc.property(text, (written) => {
      for (const parse of parsers)
        try {
          parse(written)
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed)
        }
    }),
    { numRuns: 2000 },
  )
})
