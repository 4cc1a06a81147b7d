import { describe, expect, test } from '@jest/globals'
import { planFolders } from '../../src/archive/plan-publish.ts'
import type { PublishFile, PublishPlan } from '../../src/archive/types.ts'

const rules = { platform: 'linux', foldsCase: false } as const

const file = (targetPath: string): PublishFile => ({
  file: {
    kind: 'file',
    path: '',
    stagedPath: '',
    sizeBytes: 0,
    sha256: '',
    isExecutable: false,
    linkTarget: '',
  },
  targetPath,
  isExecutable: false,
})

const plan = (files: readonly string[], emptyFolders: readonly string[] = []): PublishPlan => ({
  targetFolder: '/target',
  files: files.map(file),
  emptyFolders,
})

test('names every folder once, parents before children, the target first', () => {
  const folders = planFolders(plan(['a/b/c/1', 'a/2', '3'], ['x/y', 'a']), rules)
  expect(folders.map(({ path, files }) => [path, files.map(({ targetPath }) => targetPath)])).toEqual([
    ['', ['3']],
    ['a', ['a/2']],
    ['a/b', []],
    ['a/b/c', ['a/b/c/1']],
    ['x', []],
    ['x/y', []],
  ])
})

test('the target itself is there for nothing at all', () => {
  expect(planFolders(plan([]), rules)).toEqual([{ path: '', files: [] }])
})

describe('refuses', () => {
  test.each([
    [['a', 'a'], [], /"a" and "a" want the same place/],
    [['a', 'a/b'], [], /"a" would be a file and a folder/],
    [['a'], ['a'], /"a" would be a file and a folder/],
    [['a/../../b'], [], /has a "\.\." part/],
    [[], ['/etc'], /is absolute/],
  ])('%j with folders %j', (files, folders, problem) => {
    expect(() => planFolders(plan(files, folders), rules)).toThrow(problem)
  })

  test.each([[['A', 'a']], [['a/1', 'A']], [['Über', 'u\u0308ber']]])(
    '%j where case is folded, and only there',
    (files) => {
      expect(() => planFolders(plan(files), { ...rules, foldsCase: true })).toThrow(
        /want the same place|a file and a folder/,
      )
      expect(planFolders(plan(files), rules).length).toBeGreaterThan(0)
    },
  )

  test('what Windows refuses, on Windows', () => {
    expect(() => planFolders(plan(['dir/nul']), { platform: 'win32', foldsCase: true })).toThrow(
      /device name/,
    )
  })
})
