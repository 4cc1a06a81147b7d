import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Malformed } from '../../src/text/malformed.ts'
import { matchesList, parsePattern, parsePatterns } from '../../src/text/patterns.ts'

const names = { crossesSlash: true }
const paths = { crossesSlash: false }

describe('globs', () => {
  test.each([
    // pattern, value, in names, in paths
    ['coverage', 'coverage', true, true],
    ['coverage', 'coverage-1', false, false],
    ['coverage', 'my-coverage', false, false],
    ['Coverage', 'coverage', false, false],
    ['coverage-*', 'coverage-', true, true],
    ['coverage-*', 'coverage-linux', true, true],
    ['*', 'a', true, true],
    ['*', 'a/b', true, false],
    ['**', 'a/b', true, true],
    ['*', '.hidden', true, true],
    ['*', '', true, true],
    ['a*', 'a/b', true, false],
    ['a**', 'a/b', true, true],
    ['release/*', 'release/1', true, true],
    ['release/*', 'release/1/2', true, false],
    ['release/**', 'release/1/2', true, true],
    ['release/**', 'release', false, false],
    ['**/x', 'x', true, true],
    ['**/x', 'a/b/x', true, true],
    ['**/x', 'ax', false, false],
    ['a/**/b', 'a/b', true, true],
    ['a/**/b', 'a/x/y/b', true, true],
    ['a/**/b', 'ab', false, false],
    ['a/**/b', 'axb', false, false],
    ['a***', 'a/b', true, true],
    ['{**/a,c}', 'x/a', true, true],
    ['a,**/x', 'a,x', false, false],
    ['?', 'a', true, true],
    ['?', '', false, false],
    ['?', '/', true, false],
    ['?', '😀', true, true],
    ['v[0-9]', 'v5', true, true],
    ['v[0-9]', 'vx', false, false],
    ['v[!0-9]', 'vx', true, true],
    ['v[^0-9]', 'v5', false, false],
    ['a[!b]c', 'a/c', true, false],
    ['a[.-0]c', 'a/c', true, false],
    ['[a-]', '-', true, true],
    ['[-a]', '-', true, true],
    ['[\\]]', ']', true, true],
    ['[\\]-a]', '_', true, true],
    ['[a-c-]', '-', true, true],
    ['x]', 'x]', true, true],
    ['{a,b}', 'b', true, true],
    ['{a,b}', '{a,b}', true, true],
    ['{a,b}c', 'ac', true, true],
    ['{a,}c', 'c', true, true],
    ['{a,b{c,d}}', 'bd', true, true],
    ['{a,b{c,d}}', 'b', false, false],
    ['{*,x}/y', 'z/y', true, true],
    ['a\\*b', 'a*b', true, true],
    ['a\\*b', 'axb', false, false],
    ['\\!a', '!a', true, true],
    ['\\/a', '/a', true, true],
    ['a.b', 'axb', false, false],
    ['a+(b)', 'a+(b)', true, true],
    ['a+(b)', 'ab', false, false],
    ['@(a|b)', 'a', false, false],
    ['*(x)', 'y(x)', true, true],
    ['test (ubuntu, 20)', 'test (ubuntu, 20)', true, true],
    // A line that equals the name always matches.
    ['report[1]', 'report[1]', true, true],
    ['report[1]', 'report1', true, true],
    ['report[1]', 'report2', false, false],
    ['what?', 'what?', true, true],
  ])('%s against %j: %p in names, %p in paths', (pattern, value, inNames, inPaths) => {
    expect(parsePattern(pattern, names).matches(value)).toBe(inNames)
    expect(parsePattern(pattern, paths).matches(value)).toBe(inPaths)
  })

  test.each([
    ['coverage', 'coverage'],
    ['a\\*b', 'a*b'],
    ['report\\[1\\]', 'report[1]'],
    ['a*', null],
    ['report[1]', null],
    ['{a,b}', null],
    ['/a/', null],
  ])('%s is a literal for %j', (line, literal) => {
    const pattern = parsePattern(line, names)
    expect(pattern.isLiteral).toBe(literal !== null)
    if (literal !== null) expect(pattern.source).toBe(literal)
  })

  test.each([
    ['many stars', '*a'.repeat(30) + 'b', 'a'.repeat(300)],
    ['many double stars', '**/a/'.repeat(30) + 'b', 'a/'.repeat(300)],
    ['many groups', '{a,aa,*}'.repeat(30) + 'b', 'a'.repeat(300)],
  ])('a hostile pattern of %s is fast', (_, pattern, value) => {
    const parsed = parsePattern(pattern, names)
    const startMs = performance.now()
    expect(parsed.matches(value)).toBe(false)
    expect(parsed.matches(`${value}b`)).toBe(true)
    expect(performance.now() - startMs).toBeLessThan(20_000)
  })
})

describe('regular expressions', () => {
  test.each([
    ['/b/', 'abc', true],
    ['/^b/', 'abc', false],
    ['/B/i', 'abc', true],
    ['/a.c/s', 'a\nc', true],
    ['/^\\p{L}+$/u', 'äß', true],
    ['/[\\p{L}--a]/v', 'a', false],
    ['/^c$/m', 'a\nc', true],
    ['/a/b/', 'xa/b', true],
    ['/a\\/b/', 'a/b', true],
    ['/^x$/', '/^x$/', true],
  ])('%s against %j: %p', (pattern, value, expected) => {
    const parsed = parsePattern(pattern, names)
    expect(parsed.matches(value)).toBe(expected)
    // No state from one call to the next.
    expect(parsed.matches(value)).toBe(expected)
  })
})

describe('lists', () => {
  test.each([
    [['a', 'b'], 'b', true],
    [['a', 'b'], 'c', false],
    [[], 'c', true],
    [['!a'], 'b', true],
    [['!a'], 'a', false],
    [['*', '!*-debug'], 'x-debug', false],
    [['!*-debug', '*'], 'x-debug', false],
    [['!*-debug', 'x-debug'], 'x-debug', false],
    [['! a'], 'a', false],
    [['!/^a/'], 'ab', false],
    [['', '  ', 'a'], 'b', false],
    [['!report[1]'], 'report[1]', false],
  ])('%j takes %j: %p', (lines, value, expected) => {
    expect(matchesList(parsePatterns(lines, names), value)).toBe(expected)
  })

  test.each([
    ['a[', 'never closed'],
    ['a[b', 'never closed'],
    ['a[b\\', 'never closed'],
    ['a[z-', 'never closed'],
    ['a[]', 'empty brackets'],
    ['a[!]', 'empty brackets'],
    ['[z-a]', 'backwards'],
    ['[[:alpha:]]', 'named set'],
    ['a{b,c', 'never closed'],
    ['a{b,{c,d}', 'never closed'],
    ['a}', 'without a {'],
    ['{a}', 'without a comma'],
    ['v{1..3}', 'without a comma'],
    ['a\\', 'backslash'],
    ['!', 'excludes nothing'],
    ['!  ', 'excludes nothing'],
    ['!!a', 'two !'],
    ['!(a|b)', 'extended glob'],
    ['!a[', 'never closed'],
    ['/a', 'no closing /'],
    ['/', 'no closing /'],
    ['//', 'empty regular expression'],
    ['/a/g', 'flag g'],
    ['/a/iy', 'flag y'],
    ['/a/b', 'flag b'],
    ['/a/uv', 'regular expression'],
    ['/a/ii', 'regular expression'],
    ['/(/', 'regular expression'],
    ['/[/', 'regular expression'],
    ['x'.repeat(4097), 'longer than'],
  ])('refuses %j: %s', (line, reason) => {
    expect(() => parsePatterns(['fine', line], names)).toThrow(Malformed)
    expect(() => parsePatterns(['fine', line], names)).toThrow(reason)
  })

  test('names every bad line at once', () => {
    let problems: readonly { value: string }[] = []
    try {
      parsePatterns(['a[', 'fine', '!', '/x/g'], names)
    } catch (error) {
      if (error instanceof Malformed) problems = error.problems
    }
    expect(problems.map(({ value }) => value)).toEqual(['a[', '!', '/x/g'])
  })
})

describe('properties', () => {
  const value = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', '.', '1'), maxLength: 12 })
  const line = fc
    .array(fc.constantFrom('a', 'b', '/', '-', '*', '**', '?', '[ab]', '[!a]', '{a,b}', '\\*', '.'), {
      minLength: 1,
      maxLength: 8,
    })
    .map((parts) => parts.join(''))
    .filter((text) => !text.startsWith('/'))
  const lines = fc.array(line, { maxLength: 5 })
  const options = fc.constantFrom(names, paths)

  test('excludes always win, and order never matters', () => {
    fc.assert(
      fc.property(lines, lines, value, options, (includes, excludes, text, how) => {
        const all = [...includes, ...excludes.map((each) => `!${each}`)]
        const forward = parsePatterns(all, how)
        const backward = parsePatterns([...all].reverse(), how)
        expect(matchesList(forward, text)).toBe(matchesList(backward, text))
        const isExcluded = excludes.some((each) => parsePattern(each, how).matches(text))
        if (isExcluded) expect(matchesList(forward, text)).toBe(false)
        else expect(matchesList(forward, text)).toBe(matchesList(parsePatterns(includes, how), text))
      }),
      { numRuns: 1000 },
    )
  })

  test('a line matches itself, whatever is in it, when it parses at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), options, (text, how) => {
        const written = text.trim()
        if (written === '' || written.startsWith('!')) return
        try {
          expect(parsePattern(written, how).matches(written)).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('escaping every character makes a literal of any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), value, options, (text, other, how) => {
        const pattern = parsePattern(Array.from(text, (char) => `\\${char}`).join(''), how)
        expect(pattern.isLiteral).toBe(true)
        expect(pattern.source).toBe(text)
        expect(pattern.matches(text)).toBe(true)
        expect(pattern.matches(`${text}${other}`)).toBe(other === '')
      }),
    )
  })

  test('agrees with a plain translation to a regular expression', () => {
    // An independent reading of the same grammar, slow but obvious.
    const toRegex = (glob: string, crosses: boolean): RegExp => {
      const one = crosses ? '[^]' : '[^/]'
      const body = glob.replace(/(?<=^|\/)\*\*+\/|\*\*+|\*|\?|\[!a\]|\[ab\]|\{a,b\}|\\\*|[./]/g, (token) =>
        token === '*'
          ? `${one}*`
          : token === '?'
            ? one
            : token === '[!a]'
              ? crosses
                ? '[^a]'
                : '[^a/]'
              : token === '{a,b}'
                ? '(?:a|b)'
                : token === '\\*'
                  ? '\\*'
                  : token === '[ab]'
                    ? '[ab]'
                    : token.startsWith('**')
                      ? token.endsWith('/')
                        ? '(?:[^]*/)?'
                        : '[^]*'
                      : `\\${token}`,
      )
      return new RegExp(`^${body}$`, 'u')
    }
    fc.assert(
      fc.property(line, value, options, (glob, text, how) => {
        // `{a,b}` beside `**/` is the one place where the plain reading differs on purpose.
        const expected = text === glob || toRegex(glob, how.crossesSlash).test(text)
        expect(parsePattern(glob, how).matches(text)).toBe(expected)
      }),
      { numRuns: 3000 },
    )
  })
})
