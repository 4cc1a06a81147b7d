import { describe, expect, test } from '@jest/globals'
import { parseDigest, parseEntryPatterns, parseExpectedPlan, resolvePath } from '../../src/inputs/files.ts'
import { matchesList } from '../../src/text/patterns.ts'
import { aContext } from '../support/builders.ts'
import { expectRefusal } from '../support/refusal.ts'

const linux = aContext({ workspace: '/home/runner/repo', homeFolder: '/home/me' })
const windows = aContext({ workspace: 'D:\\a\\repo', homeFolder: 'C:\\Users\\me', platform: 'win32' })

describe('paths', () => {
  test.each([
    ['out', '/home/runner/repo/out'],
    ['out/', '/home/runner/repo/out'],
    ['.', '/home/runner/repo'],
    ['./a/../b//c', '/home/runner/repo/b/c'],
    ['../other', '/home/runner/other'],
    ['/abs//x/', '/abs/x'],
    ['/', '/'],
    ['~', '/home/me'],
    ['~/x', '/home/me/x'],
    ['~x', '/home/runner/repo/~x'],
    ['a~', '/home/runner/repo/a~'],
    ['a\\b', '/home/runner/repo/a\\b'],
    ['with space', '/home/runner/repo/with space'],
  ])('%s', (text, path) => expect(resolvePath(text, linux)).toBe(path))
  test.each([
    ['out', 'D:\\a\\repo\\out'],
    ['out/x/', 'D:\\a\\repo\\out\\x'],
    ['E:/x/', 'E:\\x'],
    ['E:\\', 'E:\\'],
    ['~\\x', 'C:\\Users\\me\\x'],
    ['~/x', 'C:\\Users\\me\\x'],
    ['\\\\server\\share\\x', '\\\\server\\share\\x'],
  ])('%s on Windows', (text, path) => expect(resolvePath(text, windows)).toBe(path))
  test.each(['a\nb', 'a\u0000b'])('%j is none', (text) =>
    expectRefusal(() => resolvePath(text, linux), text, 'no path'),
  )
})

describe('files in an artifact', () => {
  test('star stops at a slash, dot files count', () => {
    const list = parseEntryPatterns('**/*.xml\n.config/*\n!secret/**')
    expect(
      ['a.xml', 'x/y/a.xml', '.config/.a', 'secret/a.xml', 'a/b'].map((path) => matchesList(list, path)),
    ).toEqual([true, true, true, false, false])
  })
  test('a regular expression may end in a slash', () =>
    expect(matchesList(parseEntryPatterns('/^a.b$/'), 'axb')).toBe(true))
  test.each([
    ['./dist/**', 'folder of yours'],
    ['../x', 'folder of yours'],
    ['!./x', 'folder of yours'],
    ['dist/', 'names a folder'],
    ['a[', 'never closed'],
  ])('%s is refused', (text, reason) => expectRefusal(() => parseEntryPatterns(text), text, reason))
})

const hex = '0123456789abcdef'.repeat(4)

test('digests', () => {
  expect(parseDigest(`sha256:${hex.toUpperCase()}`)).toBe(`sha256:${hex}`)
  expectRefusal(() => parseDigest(hex), hex, 'does not say that it is a sha256')
  for (const text of [`sha512:${hex}`, `sha256:${hex.slice(1)}`, `sha256:${hex}0`, 'sha256:', 'x'])
    expectRefusal(() => parseDigest(text), text, 'no digest')
})

test('plans', () => {
  expect(parseExpectedPlan(hex.toUpperCase(), linux)).toBe(hex)
  expect(parseExpectedPlan('plans/plan.json', linux)).toBe('/home/runner/repo/plans/plan.json')
  expect(parseExpectedPlan('abc', linux)).toBe('/home/runner/repo/abc')
  for (const text of [hex.slice(1), `${hex}0`, `sha256:${hex}`])
    expectRefusal(() => parseExpectedPlan(text, linux), text, 'no plan hash')
})
