import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { logFileName, pathKey, planFolders, type Placed } from '../../src/fetch/plan-layout.ts'
import { checkEntryPath } from '../../src/archive/entry-path.ts'

const linux = { isCaseInsensitive: false }
const windows = { isCaseInsensitive: true }
const placed = (...names: readonly string[]): readonly Placed[] =>
  names.map((name, index) => ({ artifact: { id: index + 1, name }, runId: 7 }))

describe('planFolders', () => {
  test('flat is path itself, by-artifact a folder each, by-run one below the run', () => {
    const two = placed('a', 'b')
    expect(planFolders(two, 'flat', linux)).toEqual(['', ''])
    expect(planFolders(two, 'by-artifact', linux)).toEqual(['a', 'b'])
    expect(planFolders(two, 'by-run', linux)).toEqual(['7/a', '7/b'])
  })

  test('one name in two runs shares a folder by artifact, and not by run', () => {
    const two: readonly Placed[] = [
      { artifact: { id: 1, name: 'a' }, runId: 7 },
      { artifact: { id: 2, name: 'a' }, runId: 8 },
    ]
    expect(planFolders(two, 'by-artifact', linux)).toEqual(['a', 'a'])
    expect(planFolders(two, 'by-run', linux)).toEqual(['7/a', '8/a'])
  })

  test('names that become one when they are made safe stay apart, whatever their order', () => {
    expect(planFolders(placed('a/b', 'a_b', 'a\\b'), 'by-artifact', linux)).toEqual(['a_b~1', 'a_b', 'a_b~3'])
    expect(planFolders(placed('a_b', 'a/b'), 'by-artifact', linux)).toEqual(['a_b', 'a_b~2'])
  })

  test('names that differ by case stay apart where the file system does not tell them apart', () => {
    expect(planFolders(placed('Data', 'data'), 'by-artifact', linux)).toEqual(['Data', 'data'])
    expect(planFolders(placed('Data', 'data'), 'by-artifact', windows)).toEqual(['Data', 'data~2'])
  })

  test.each([
    '..',
    '.',
    'a/b',
    '../../etc',
    'CON',
    '.git',
    'x'.repeat(300),
    '📦 emoji',
    '',
    'C:\\x',
    'trailing. ',
  ])('the hostile name %j is one safe component', (name) => {
    for (const layout of ['by-artifact', 'by-run'] as const) {
      const [folder = ''] = planFolders(placed(name), layout, linux)
      expect(folder.split('/')).toHaveLength(layout === 'by-run' ? 2 : 1)
      expect(checkEntryPath(`${folder}/file`, { platform: 'win32', allowsGit: false })).toMatchObject({
        ok: true,
      })
    }
  })

  test('different names never share a folder, and the order of artifacts never matters', () => {
    const name = fc.oneof(fc.constantFrom('a/b', 'a_b', 'A_B', 'a:b', '..', '__', 'CON', '_CON'), fc.string())
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 8 }), fc.boolean(), (names, isCaseInsensitive) => {
        const rules = { isCaseInsensitive }
        const all = placed(...names)
        const folders = planFolders(all, 'by-artifact', rules)
        expect(new Set(folders.map((folder) => pathKey(folder, rules))).size).toBe(names.length)
        expect(planFolders(all.toReversed(), 'by-artifact', rules)).toEqual(folders.toReversed())
      }),
    )
  })
})

test.each([
  [1, 9, 'build', '01_build.txt'],
  [12, 100, 'build', '012_build.txt'],
  [3, 5, 'caller / callee (a, b)', '03_caller _ callee (a, b).txt'],
  [1, 1, '..', '01___.txt'],
])('the log of job %d of %d, %j, is %s', (place, of, name, expected) => {
  expect(logFileName(place, of, name)).toBe(expected)
})
