import { expect, test } from '@jest/globals'
import type { PublishFile } from '../../src/archive/types.ts'
import { wholeFolders } from '../../src/archive/whole-folders.ts'

const file = (stagedPath: string, targetPath: string, kind: 'file' | 'symlink' = 'file'): PublishFile => ({
  file: { kind, path: '', stagedPath, sizeBytes: 0, sha256: '', isExecutable: false, linkTarget: '' },
  targetPath,
  isExecutable: false,
})

const counts = (known: Record<string, number>) => (folder: string) => known[folder] ?? 0

test('a folder is whole when all of it, and nothing else, comes from one place', () => {
  const folders = [
    { path: '', files: [] },
    { path: 'a', files: [file('/s/a/1', 'a/1'), file('/s/a/2', 'a/2')] },
    { path: 'a/b', files: [file('/s/a/b/3', 'a/b/3')] },
  ]
  const whole = wholeFolders(folders, counts({ '/s': 1, '/s/a': 3, '/s/a/b': 1 }))
  expect([...whole]).toEqual([
    ['a/b', '/s/a/b'],
    ['a', '/s/a'],
    ['', '/s'],
  ])
})

test.each([
  ['something of it stays behind', [file('/s/a/1', 'a/1')], { '/s/a': 2 }],
  ['it comes from two places', [file('/s/a/1', 'a/1'), file('/t/a/2', 'a/2')], { '/s/a': 2, '/t/a': 2 }],
  ['a file changes its name', [file('/s/a/1', 'a/1'), file('/s/a/2', 'a/two')], { '/s/a': 2 }],
  ['a name only ends alike', [file('/s/a/x1', 'a/1')], { '/s/a': 1, '/s/a/x': 1 }],
  ['it is empty', [], {}],
])('not when %s', (_, files, known) => {
  expect(wholeFolders([{ path: 'a', files }], counts(known as Record<string, number>)).size).toBe(0)
})

test('links are no part of it', () => {
  const files = [file('/s/a/1', 'a/1'), file('', 'a/link', 'symlink')]
  expect(wholeFolders([{ path: 'a', files }], counts({ '/s/a': 1 })).get('a')).toBe('/s/a')
})
