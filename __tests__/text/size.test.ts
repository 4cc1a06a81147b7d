import { expect, test } from '@jest/globals'
import { parseSize } from '../../src/text/size.ts'
import { expectRefusal } from '../support/refusal.ts'

test.each([
  ['0B', 0],
  ['512B', 512],
  ['1kB', 1000],
  ['10MB', 10_000_000],
  ['2GB', 2_000_000_000],
  ['1KiB', 1024],
  ['1MiB', 1_048_576],
  ['1.5GiB', 1_610_612_736],
  ['0.1kB', 100],
  ['0.0001KiB', 0],
])('%s', (text, bytes) => expect(parseSize(text)).toBe(bytes))

test.each([
  ['10', 'no unit'],
  ['10KB', 'kB (1000) or KiB (1024)'],
  ['10kb', 'kB (1000) or KiB (1024)'],
  ['10mb', 'unknown unit'],
  ['10Mb', 'unknown unit'],
  ['10M', 'unknown unit'],
  ['10TB', 'unknown unit'],
  ['10 MB', 'space'],
  ['1.5B', 'whole number of bytes'],
  ['-1MB', 'no size'],
  ['.5MB', 'no size'],
  ['1.MB', 'unknown unit'],
  ['1,5MB', 'unknown unit'],
  ['MB', 'no size'],
  ['99999999GiB', 'too large'],
])('refuses %j: %s', (text, reason) => expectRefusal(() => parseSize(text), text, reason))
