import { expect, test } from '@jest/globals'
import { orList, parseBoolean, parseChoice } from '../../src/text/choice.ts'
import { expectRefusal } from '../support/refusal.ts'

test.each(['true', 'True', 'TRUE'])('%s is true', (text) => expect(parseBoolean(text)).toBe(true))
test.each(['false', 'False', 'FALSE'])('%s is false', (text) => expect(parseBoolean(text)).toBe(false))
test.each(['yes', 'no', '1', '0', 'on', 'off', 'tRUE', 'y', 'truee', "'true'"])('%s is no boolean', (text) =>
  expectRefusal(() => parseBoolean(text), text, 'neither true nor false'),
)

test('a choice is exact, and the nearest is named', () => {
  expect(parseChoice('warn', ['fail', 'warn'])).toBe('warn')
  expectRefusal(() => parseChoice('wran', ['fail', 'warn']), 'wran', 'did you mean warn?')
  expectRefusal(() => parseChoice('Warn', ['fail', 'warn']), 'Warn', 'did you mean warn?')
  expectRefusal(() => parseChoice('explode', ['fail', 'warn']), 'explode', 'not known here')
})
test('words joined', () => {
  expect(orList(['a'])).toBe('a')
  expect(orList(['a', 'b', 'c'])).toBe('a, b or c')
})
