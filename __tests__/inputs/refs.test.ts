import { describe, expect, test } from '@jest/globals'
import {
  parseBaseline,
  parseBranches,
  parseCommit,
  parseNamesWithoutExcludes,
  parseProtectedBranches,
  parseWorkflows,
} from '../../src/inputs/refs.ts'
import { matchesList } from '../../src/text/patterns.ts'
import { expectRefusal } from '../support/refusal.ts'

describe('branches', () => {
  test('keep their order, since fetch falls back along it', () => {
    const { includes, excludes } = parseBranches('feature/*\n@default\n!@fork\nmain\n!tmp/**')
    expect(includes.map((line) => (line.kind === 'word' ? line.word : line.pattern.source))).toEqual([
      'feature/*',
      '@default',
      'main',
    ])
    expect(excludes.map((line) => (line.kind === 'word' ? line.word : line.pattern.source))).toEqual([
      '@fork',
      'tmp/**',
    ])
  })
  test('their star stops at a slash', () => {
    const [line] = parseBranches('release/*').includes
    expect(line?.kind === 'pattern' && line.pattern.matches('release/1')).toBe(true)
    expect(line?.kind === 'pattern' && line.pattern.matches('release/1/2')).toBe(false)
  })
  test.each(['\\@default', '[@]default'])('%s is the branch of that name', (text) => {
    const [line] = parseBranches(text).includes
    expect(line?.kind === 'pattern' && line.pattern.matches('@default')).toBe(true)
  })
  test.each([
    ['@defualt', '@defualt', 'did you mean @default?'],
    ['@merged', '@merged', 'no word'],
    ['!@forks', '@forks', 'did you mean @fork?'],
    ['@', '@', 'no word'],
    ['refs/heads/main', 'refs/heads/main', 'full ref'],
    ['refs/pull/1/merge', 'refs/pull/1/merge', 'full ref'],
    ['!refs/tags/v1', 'refs/tags/v1', 'full ref'],
    ['main[', 'main[', 'never closed'],
  ])('%s is refused', (text, value, reason) => expectRefusal(() => parseBranches(text), value, reason))
})

describe('lists that protect', () => {
  test('of branches', () => {
    const list = parseProtectedBranches('main\nrelease/**')
    expect(['main', 'release/1/2', 'x'].map((name) => matchesList(list, name))).toEqual([true, true, false])
    expectRefusal(() => parseProtectedBranches('!main'), '!main', 'an exclude')
    expectRefusal(() => parseProtectedBranches('@default'), '@default', 'knows only patterns')
    expectRefusal(() => parseProtectedBranches('refs/heads/main'), 'refs/heads/main', 'full ref')
    expectRefusal(() => parseProtectedBranches('{a'), '{a', 'never closed')
  })
  test('of names', () => {
    const list = parseNamesWithoutExcludes('build / *\n\\!x')
    expect(['build / a / b', '!x', 'x'].map((name) => matchesList(list, name))).toEqual([true, true, false])
    expectRefusal(() => parseNamesWithoutExcludes('a\n!b'), '!b', 'an exclude')
    expectRefusal(() => parseNamesWithoutExcludes('!'), '!', 'an exclude')
  })
})

describe('workflows', () => {
  test.each([
    ['12', { kind: 'id', id: 12 }],
    ['@deleted', { kind: 'word', word: '@deleted' }],
    ['@disabled', { kind: 'word', word: '@disabled' }],
  ])('%s', (text, line) => expect(parseWorkflows(text)).toEqual({ includes: [line], excludes: [] }))
  test.each([
    ['*', 'Build / Test', true],
    ['ci.yml', 'ci.yml', true],
    ['.github/workflows/*.yml', '.github/workflows/ci.yml', true],
    ['Deploy to production', 'Deploy to production', true],
    ['12', '12', false],
    // Beyond what an id can be.
    ['99999999999999999999', '99999999999999999999', true],
    ['\\12', '12', true],
  ])('%s as a pattern of %s: %p', (text, name, expected) => {
    const [line] = parseWorkflows(text).includes
    expect(line?.kind === 'pattern' && line.pattern.matches(name)).toBe(expected)
  })
  test('an unknown word', () => {
    expectRefusal(() => parseWorkflows('@delete'), '@delete', 'did you mean @deleted?')
    expectRefusal(() => parseWorkflows('@default'), '@default', 'no word')
  })
})

describe('commits', () => {
  test.each(['a1b2c3d', 'a'.repeat(40), 'v1.2.3', 'feature/x', '1.0', 'HEAD'])('%s', (ref) =>
    expect(parseCommit(ref)).toEqual({ kind: 'ref', ref }),
  )
  test('merge-base', () => expect(parseCommit('merge-base')).toEqual({ kind: 'merge-base' }))
  test.each([
    'a b',
    'main~1',
    'main^',
    'a..b',
    '-x',
    '/x',
    'x/',
    'x.',
    'a:b',
    'a\nb',
    '*',
    '@',
    'x@{1}',
    'a//b',
    'a\\b',
  ])('%j is none', (text) => expectRefusal(() => parseCommit(text), text, 'no commit'))
})

describe('baselines', () => {
  test.each([
    ['off', null],
    ['@default', '@default'],
    ['release/1', 'release/1'],
  ])('%s', (text, branch) => expect(parseBaseline(text)).toBe(branch))
  test.each(['@deleted', 'main*', 'a b', 'main\nother'])('%j is none', (text) =>
    expectRefusal(() => parseBaseline(text), text, 'no branch'),
  )
  test('a full ref', () => expectRefusal(() => parseBaseline('refs/heads/x'), 'refs/heads/x', 'full ref'))
})
