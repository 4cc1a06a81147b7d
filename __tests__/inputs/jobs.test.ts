import { expect, test } from '@jest/globals'
import { parseArtifactName, parseNeeds, parseRates } from '../../src/inputs/jobs.ts'
import { expectRefusal } from '../support/refusal.ts'

test('needs are read without what jobs output', () =>
  expect(
    parseNeeds(
      '{"build":{"result":"success","outputs":{"x":"$(rm)"}},"test-2":{"result":"skipped","outputs":{}}}',
    ),
  ).toEqual({ build: { result: 'success' }, 'test-2': { result: 'skipped' } }))

test('a job can be called anything', () => {
  const needs = parseNeeds('{"__proto__":{"result":"failure"},"constructor":{"result":"cancelled"}}')
  expect(Object.keys(needs)).toEqual(['__proto__', 'constructor'])
})

test.each([
  ['{}', 'no jobs'],
  ['null', 'no JSON object'],
  ['[]', 'no JSON object'],
  ['"success"', 'no JSON object'],
  ['[object Object]', 'no JSON object'],
  ['{"a":', 'no JSON object'],
  ['{"a":"success"}', 'no result for the job a'],
  ['{"a":{}}', 'no result for the job a'],
  ['{"a":{"result":""}}', 'no result for the job a'],
  ['{"a":{"result":"great"}}', 'no result for the job a'],
])('no needs %s', (text, reason) => expectRefusal(() => parseNeeds(text), text, reason))

test('rates', () =>
  expect(parseRates('ubuntu-latest: 0.006\n\nself:hosted : 0\nx:1')).toEqual(
    new Map([
      ['ubuntu-latest', 0.006],
      ['self:hosted', 0],
      ['x', 1],
    ]),
  ))
test.each([
  ['ubuntu-latest', 'no label and price'],
  [': 1', 'no label and price'],
  ['x:', 'no price'],
  ['x: $1', 'no price'],
  ['x: 0,006', 'no price'],
  ['x: -1', 'no price'],
  ['x: 1e3', 'no price'],
])('no rate %j', (text, reason) => expectRefusal(() => parseRates(text), text, reason))
test('a label priced twice', () => expectRefusal(() => parseRates('x: 1\nx: 2'), 'x: 2', 'second time'))

test('names of artifacts', () => {
  expect(parseArtifactName('ci report-1')).toBe('ci report-1')
  for (const text of ['a/b', 'a\\b', 'a:b', 'a\nb', 'a*', 'a?', '..', '.', 'a"b', 'a|b', '<a>'])
    expectRefusal(() => parseArtifactName(text), text, 'cannot be the name')
})
