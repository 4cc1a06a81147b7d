import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import path from 'node:path'
import { checkEntryPath, isGitFolder, safeFileName } from '../../src/archive/entry-path.ts'

const linux = { platform: 'linux', allowsGit: false } as const
const windows = { platform: 'win32', allowsGit: false } as const

describe('checkEntryPath', () => {
  test.each([
    ['a.txt'],
    ['dir/sub/file.txt'],
    ['..a/b..c/...'],
    ['with space/näme-日本.txt'],
    ['CON'],
    ['ends with dot.'],
    ['ab:c'],
    ['.gitignore'],
    ['.github/workflows/ci.yml'],
    ['my.git'],
    ['a'.repeat(255)],
  ])('takes %j on Linux', (entry) => {
    expect(checkEntryPath(entry, linux)).toEqual({ ok: true, parts: entry.split('/') })
  })

  test.each([
    ['', 'is empty'],
    ['/etc/passwd', 'is absolute'],
    ['//server/share', 'is absolute'],
    ['../a', 'has a ".." part'],
    ['a/../../b', 'has a ".." part'],
    ['a/..', 'has a ".." part'],
    ['./a', 'has a "." part'],
    ['a//b', 'has an empty part'],
    ['a/', 'has an empty part'],
    ['C:/a', 'starts with a drive letter'],
    ['c:a', 'starts with a drive letter'],
    ['a\\b', 'holds a backslash'],
    ['..\\a', 'holds a backslash'],
    ['a\0.txt', 'holds a NUL'],
    ['a\nb', 'holds a control character'],
    ['\u001b[31m', 'holds a control character'],
    ['a\u2028b', 'holds a control character'],
    ['\ud800', 'is not valid Unicode'],
    ['a'.repeat(256), 'has a part longer than 255 bytes'],
    ['a/'.repeat(2100) + 'b', 'is longer than 4096 bytes'],
    ['.git/config', 'is in a ".git" folder'],
    ['sub/.GIT/hooks/x', 'is in a ".git" folder'],
    ['.git', 'is in a ".git" folder'],
    ['git~1/config', 'is in a ".git" folder'],
    ['.git./config', 'is in a ".git" folder'],
    ['.git /config', 'is in a ".git" folder'],
    ['.g\u200cit/config', 'is in a ".git" folder'],
    ['.git::$INDEX_ALLOCATION/config', 'is in a ".git" folder'],
  ])('refuses %j: %s', (entry, problem) => {
    expect(checkEntryPath(entry, linux)).toEqual({ ok: false, problem })
    expect(checkEntryPath(entry, windows).ok).toBe(false)
  })

  test('counts bytes on Linux and UTF-16 units on Windows', () => {
    const name = 'é'.repeat(128)
    expect(checkEntryPath(name, linux)).toEqual({ ok: false, problem: 'has a part longer than 255 bytes' })
    expect(checkEntryPath(name, windows).ok).toBe(true)
  })

  test.each([
    ['CON', 'is a device name on Windows'],
    ['a/nul.txt', 'is a device name on Windows'],
    ['COM1', 'is a device name on Windows'],
    ['lpt².log', 'is a device name on Windows'],
    ['aux .c', 'is a device name on Windows'],
    ['a/b.', 'has a part that ends in a dot or a space, which Windows drops'],
    ['a /b', 'has a part that ends in a dot or a space, which Windows drops'],
    ['a.txt:hidden', 'holds a colon, which names a hidden stream on Windows'],
    ['what?', 'holds a character that Windows forbids'],
    ['a|b', 'holds a character that Windows forbids'],
  ])('refuses %j on Windows only', (entry, problem) => {
    expect(checkEntryPath(entry, windows)).toEqual({ ok: false, problem })
    expect(checkEntryPath(entry, linux).ok).toBe(true)
  })

  test.each([['console'], ['com'], ['com10'], ['nullable'], ['.com1'], ['a/.hidden']])(
    'takes %j on Windows',
    (entry) => {
      expect(checkEntryPath(entry, windows).ok).toBe(true)
    },
  )

  test('lets .git through where it is allowed, and nothing else', () => {
    expect(checkEntryPath('.git/config', { ...linux, allowsGit: true }).ok).toBe(true)
    expect(checkEntryPath('.git/../../x', { ...linux, allowsGit: true }).ok).toBe(false)
  })

  test('what it takes stays inside, whatever the path', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '', 'a', 'C:', '\\', '/', '.git', '~'), fc.string())
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom('/', '\\', '//'), (parts, separator) => {
        const entry = parts.join(separator)
        const isTaken = checkEntryPath(entry, linux).ok
        const resolved = path.posix.resolve('/root/target', entry)
        const onWindows = path.win32.resolve('D:\\root\\target', entry)
        expect(!isTaken || resolved.startsWith('/root/target/')).toBe(true)
        expect(!isTaken || onWindows.startsWith('D:\\root\\target\\')).toBe(true)
      }),
      { seed: 4, numRuns: 2000 },
    )
  })
})

describe('isGitFolder', () => {
  test.each([['.git'], ['.GiT'], ['git~1'], ['GIT~1'], ['.git...'], ['.git:x']])('%j is one', (name) => {
    expect(isGitFolder(name)).toBe(true)
  })
  test.each([['git'], ['.gitignore'], ['.gitmodules'], ['a.git'], ['git~2x'], ['.github']])(
    '%j is none',
    (name) => {
      expect(isGitFolder(name)).toBe(false)
    },
  )
})

describe('safeFileName', () => {
  test.each([
    ['coverage', 'coverage'],
    ['my report 1.2', 'my report 1.2'],
    ['日本語 🎉', '日本語 🎉'],
    ['a/b', 'a_b'],
    ['..', '__'],
    ['.', '_'],
    ['', '_'],
    ['   ', '_'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['a\\b:c', 'a_b_c'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['.git', '_.git'],
    ['git~1', '_git~1'],
    ['name.', 'name_'],
    ['a\nb', 'a_b'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe)
  })

  test('two long names stay apart, and keep their extension', () => {
    const one = safeFileName(`${'x'.repeat(300)}1.html`)
    const other = safeFileName(`${'x'.repeat(300)}2.html`)
    expect(one).not.toBe(other)
    expect(one).toMatch(/~[0-9a-f]{8}\.html$/)
    expect(Buffer.byteLength(one)).toBeLessThanOrEqual(200)
  })

  test('is always one part that every system takes, and stays what it is when made safe again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 300 }),
          fc.constantFrom('COM1 .', '.git ', '..  ', 'con. '),
        ),
        (name) => {
          const safe = safeFileName(name)
          expect(checkEntryPath(safe, { platform: 'win32', allowsGit: false })).toEqual({
            ok: true,
            parts: [safe],
          })
          expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200)
          expect(safeFileName(safe)).toBe(safe)
        },
      ),
      { seed: 7, numRuns: 2000 },
    )
  })
})
