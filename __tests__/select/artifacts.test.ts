import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Artifact } from '../../src/model.ts'
import { selectArtifacts } from '../../src/select/artifacts.ts'
import { parseFetch, type With } from '../support/step.ts'
import { anArtifact } from '../support/builders.ts'

const select = (artifacts: readonly Artifact[], step: With) =>
  selectArtifacts(artifacts, parseFetch(step).selectors)
const reasons = (artifacts: readonly Artifact[], step: With): readonly string[] =>
  select(artifacts, step).verdicts.map((verdict) =>
    verdict.isTaken ? 'taken' : `${verdict.test}: ${verdict.reason}`,
  )

describe('selectArtifacts', () => {
  test.each<[string, With, Partial<Artifact>, string]>([
    ['no name takes all', {}, {}, 'taken'],
    ['its name', { name: 'coverage' }, {}, 'taken'],
    ['a glob', { name: 'cov*' }, {}, 'taken'],
    ['a name with brackets written out', { name: 'report[1]' }, { name: 'report[1]' }, 'taken'],
    ['a name with a slash', { name: '*' }, { name: 'a/b' }, 'taken'],
    ['an emoji', { name: '📦' }, { name: '📦' }, 'taken'],
    ['another name', { name: 'logs' }, {}, 'name: its name is not asked for'],
    ['an excluded name', { name: '*\n!cov*' }, {}, 'name: its name is excluded by !cov*'],
    ['only excludes', { name: '!logs' }, {}, 'taken'],
    ['expired', {}, { isExpired: true, expiresAtMs: Date.UTC(2026, 0, 2) }, 'expired: expired on 2026-01-02'],
    ['expired, nobody knows when', {}, { isExpired: true, expiresAtMs: null }, 'expired: has expired'],
    ['too small', { 'min-size': '2kB' }, {}, 'size: has 1.0 kB, less than 2.0 kB'],
    ['too large', { 'max-size': '1B' }, {}, 'size: has 1.0 kB, more than 1 B'],
    ['just large enough', { 'min-size': '1kB', 'max-size': '1kB' }, {}, 'taken'],
  ])('%s', (_name, step, artifact, reason) => {
    expect(reasons([anArtifact(artifact)], step)).toEqual([reason])
  })

  test('of several live ones with one name the highest id counts, wherever it stands', () => {
    const artifacts = [anArtifact({ id: 5 }), anArtifact({ id: 9 }), anArtifact({ id: 7 })]
    expect(reasons(artifacts, {})).toEqual([
      'superseded: a newer one of its name exists (id 9)',
      'taken',
      'superseded: a newer one of its name exists (id 9)',
    ])
  })

  test('an expired one hides no live one', () => {
    const artifacts = [anArtifact({ id: 9, isExpired: true }), anArtifact({ id: 5 })]
    expect(select(artifacts, {}).taken.map(({ id }) => id)).toEqual([5])
  })

  test('says which positive lines nothing matches', () => {
    const artifacts = [anArtifact({ name: 'a' }), anArtifact({ id: 2, name: 'b', isExpired: true })]
    const { unmatchedNames } = select(artifacts, { name: 'a\nb\nc*\n!d' })
    expect(unmatchedNames.map(({ source }) => source)).toEqual(['b', 'c*'])
  })
})

test('every artifact has one verdict, none taken is excluded, expired or beside another of its name', () => {
  const artifact = fc
    .record({
      id: fc.integer({ min: 1, max: 30 }),
      name: fc.constantFrom('a', 'b', 'a-debug', '..', 'CON'),
      isExpired: fc.boolean(),
      sizeBytes: fc.integer({ min: 0, max: 4 }),
    })
    .map((fields) => anArtifact(fields))
  const steps = fc.constantFrom<With>({}, { name: 'a*\n!*-debug' }, { name: '!b' }, { 'min-size': '2B' })
  fc.assert(
    fc.property(fc.uniqueArray(artifact, { selector: ({ id }) => id }), steps, (artifacts, step) => {
      const { verdicts, taken } = select(artifacts, step)
      expect(verdicts.map((verdict) => verdict.artifact)).toEqual(artifacts)
      const names = taken.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
      for (const each of taken) {
        expect(each.isExpired).toBe(false)
        if (step['name'] === 'a*\n!*-debug') expect(each.name).toBe('a')
        if (step['name'] === '!b') expect(each.name).not.toBe('b')
      }
    }),
  )
})
