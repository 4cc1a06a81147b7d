import { expect, test } from '@jest/globals'
import { splitItems, splitLines } from '../../src/text/lists.ts'

test('lines', () => expect(splitLines(' a, b \r\n\n c\r')).toEqual(['a, b', 'c']))
test('items', () => expect(splitItems(' a, b ,\n c\n')).toEqual(['a', 'b', 'c']))
test.each([',', ' , ,\n', ''])('%j names nothing', (text) =>
  expect(() => splitItems(text)).toThrow('names nothing'),
)
