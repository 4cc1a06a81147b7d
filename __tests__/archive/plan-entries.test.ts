import { describe, expect, test } from '@jest/globals'
import { foldCase, planEntries as planDirectory } from '../../src/archive/plan-entries.ts'
import type { EntryRules } from '../../src/archive/plan-entries.ts'
import type { EntryPlan, PlannedEntry } from '../../src/archive/plan-entries.ts'
import type { ZipEntry } from '../../src/archive/zip-directory.ts'

const rules: EntryRules = {
  wantsEntry: null,
  platform: 'linux',
  allowsGit: false,
  isUntrusted: false,
  foldsCase: false,
  maxFolders: 100,
  directoryOffset: 1_000_000,
}

const entry = (path: string, more: Partial<ZipEntry> = {}): ZipEntry => ({
  path,
  rawName: path,
  kind: 'file',
  isExecutable: false,
  isEncrypted: false,
  method: 8,
  crc32: 0,
  compressedBytes: 10,
  sizeBytes: 20,
  headerOffset: 0,
  ...more,
})

/** Plans a directory of these entries. */
function planEntries(
  entries: readonly ZipEntry[],
  how: EntryRules,
): EntryPlan & { readonly entries: readonly PlannedEntry[] } {
  const byPlace = Uint32Array.from(entries.keys()).sort(
    (a, b) => (entries[a]?.headerOffset ?? 0) - (entries[b]?.headerOffset ?? 0),
  )
  const plan = planDirectory(
    { count: entries.length, entry: (index) => entries[index] ?? entry(''), byPlace },
    how,
  )
  const planned = Array.from({ length: plan.count }, (_, order) => plan.at(order)).filter(
    (one) => one !== null,
  )
  expect(plan.at(plan.count)).toBe(null)
  return { ...plan, entries: planned }
}

test('orders by place, not by the order of the directory', () => {
  const plan = planEntries([entry('b', { headerOffset: 500 }), entry('a', { headerOffset: 0 })], rules)
  expect(plan.entries.map((planned) => planned.entry.path)).toEqual(['a', 'b'])
  expect(plan.sizeBytes).toBe(40)
})

test('an entry reaches to the next one, to the directory, or as far as its header may', () => {
  const entries = [entry('a'), entry('b', { headerOffset: 100 }), entry('c', { headerOffset: 999_900 })]
  expect(planEntries(entries, rules).entries.map(({ end }) => end)).toEqual([
    100,
    100 + 30 + 1 + 10 + 0xffff + 24,
    1_000_000,
  ])
})

test('takes what is wanted, and no folders beside it', () => {
  const entries = [
    entry('a'),
    entry('b', { headerOffset: 100 }),
    entry('empty', { kind: 'folder', headerOffset: 200 }),
  ]
  const plan = planEntries(entries, { ...rules, wantsEntry: (path) => path === 'b' })
  expect(plan.entries.map((planned) => planned.entry.path)).toEqual(['b'])
  expect(plan.emptyFolders).toEqual([])
})

test('empty folders are those that nothing lies in', () => {
  const folders = ['a', 'a/b', 'c', 'c/d'].map((path) => entry(path, { kind: 'folder' }))
  expect(planEntries([...folders, entry('c/file')], rules).emptyFolders).toEqual(['a/b', 'c/d'])
})

test('an empty file that others lie in is a folder, as @actions/artifact writes one', () => {
  const folder = entry('dir', { sizeBytes: 0 })
  const file = entry('dir/file', { headerOffset: 100 })
  for (const entries of [
    [folder, file],
    [file, folder],
  ]) {
    const plan = planEntries(entries, rules)
    expect(plan.entries.map((planned) => planned.entry.path)).toEqual(['dir/file'])
  }
  expect(() => planEntries([entry('dir', { sizeBytes: 1 }), file], rules)).toThrow(
    /as a file and as a folder/,
  )
  expect(() => planEntries([file, entry('dir', { sizeBytes: 0, kind: 'symlink' })], rules)).toThrow(
    /through a symlink/,
  )
})

test('unreadable entries matter only when they are wanted', () => {
  const entries = [
    entry('a'),
    entry('b', { isEncrypted: true }),
    entry('c', { method: 93 }),
    entry('d', { kind: 'special' }),
  ]
  const plan = planEntries(entries, { ...rules, wantsEntry: (path) => path === 'a' })
  expect(plan.entries).toHaveLength(1)
  expect(() => planEntries(entries.slice(2, 3), rules)).toThrow(/Zstandard/)
})

describe('file systems that fold case', () => {
  const folding = { ...rules, foldsCase: true }
  test.each([
    ['files', ['README', 'readme']],
    ['folders', ['Src/a', 'src/b']],
    ['a file and a folder', ['docs', 'DOCS/a']],
    ['composed and decomposed letters', ['\u00e9', 'e\u0301']],
    ['letters with two capitals', ['straße', 'STRASSE']],
  ])('%s that are one name are refused there, and only there', (_, paths) => {
    expect(() =>
      planEntries(
        paths.map((path) => entry(path)),
        folding,
      ),
    ).toThrow(/one name on this file system|a file and as a folder/)
    expect(
      planEntries(
        paths.map((path) => entry(path)),
        rules,
      ).entries,
    ).toHaveLength(2)
  })

  test('a path behind a link is found by any spelling', () => {
    const entries = [entry('Link', { kind: 'symlink' }), entry('link/evil')]
    expect(() => planEntries(entries, folding)).toThrow(/through a symlink/)
  })
})

test('foldCase makes one key of all spellings', () => {
  expect(foldCase('ÀB')).toBe(foldCase('a\u0300b'))
  expect(foldCase('ﬀ')).toBe(foldCase('FF'))
  expect(foldCase('a')).not.toBe(foldCase('b'))
})

test('deep and wide trees are planned, without a quadratic step to wait for', () => {
  const entries = Array.from({ length: 50_000 }, (_, n) =>
    entry(`a/b/c/d/e/f/${n % 500}/${n}`, { headerOffset: n * 100 }),
  )
  expect(planEntries(entries, { ...rules, maxFolders: 1000 }).count).toBe(50_000)
})
