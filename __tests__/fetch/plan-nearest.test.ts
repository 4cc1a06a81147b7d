import { expect, test } from '@jest/globals'
import { nearestTo } from '../../src/fetch/plan-nearest.ts'

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['a typo', ['covrage'], ['coverage', 'logs', 'dist'], ['coverage']],
  ['another case', ['Coverage'], ['coverage'], ['coverage']],
  [
    'what was given a suffix',
    ['coverage'],
    ['coverage-linux-x64-node24', 'logs'],
    ['coverage-linux-x64-node24'],
  ],
  [
    'the nearest first',
    ['report-1'],
    ['report-12', 'report-2x', 'report-1x'],
    ['report-12', 'report-1x', 'report-2x'],
  ],
  ['nothing near', ['coverage'], ['dist', 'site'], []],
  ['one of several', ['aaaa', 'logs'], ['log', 'bbbb'], ['log']],
  ['each once', ['log'], ['logs', 'logs'], ['logs']],
  ['a path for a path', ['ci.yml'], ['CI', 'ci.yaml', 'lint.yml'], ['ci.yaml']],
])('%s', (_name, asked, names, expected) => {
  expect(nearestTo(asked, names, 5)).toEqual(expected)
})

test('as many as asked for', () => {
  expect(nearestTo(['log'], ['log1', 'log2', 'log3'], 2)).toEqual(['log1', 'log2'])
})

test('hostile names cost no time', () => {
  const names = Array.from({ length: 2000 }, (_, index) => `${'x'.repeat(10_000)}${index}`)
  expect(nearestTo(['x'.repeat(10_000)], names, 3)).toHaveLength(3)
})
