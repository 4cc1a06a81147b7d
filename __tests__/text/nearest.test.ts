import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { editDistance, nearest } from '../../src/text/nearest.ts'

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['name', 'naem', 1],
  ['name', 'names', 1],
  ['kitten', 'sitting', 3],
  ['dry-run', 'dryrun', 1],
  ['ca', 'abc', 3],
  ['😀a', 'a😀', 1],
])('%j to %j is %d', (a, b, distance) => expect(editDistance(a, b)).toBe(distance))

test('is a distance', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a))
      expect(editDistance(a, b) === 0).toBe(a === b)
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
      expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['naem', ['name', 'needs'], 'name'],
  ['Coverage', ['coverage'], 'coverage'],
  ['covrage-linx', ['coverage-linux', 'coverage'], 'coverage-linux'],
  ['zzz', ['name', 'needs'], null],
  ['abcd', ['abxy'], null],
])('nearest of %s in %j is %j', (word, candidates, best) => expect(nearest(word, candidates)).toBe(best))
