import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { StagedFile } from '../../src/archive/types.ts'
import {
  planPublish,
  type PublishDecision,
  type PublishRules,
  type StagedItem,
} from '../../src/fetch/plan-publish.ts'
import { parsePatterns } from '../../src/text/patterns.ts'

const aFile = (path: string, content: string, fields: Partial<StagedFile> = {}): StagedFile => ({
  kind: 'file',
  path,
  stagedPath: `/staging/${path}`,
  sizeBytes: content.length,
  sha256: `sha of ${content}`,
  isExecutable: false,
  linkTarget: '',
  ...fields,
})
const aLink = (path: string, linkTarget: string): StagedFile =>
  aFile(path, '', { kind: 'symlink', linkTarget, stagedPath: '' })

/** An artifact: its id is its age, unless said otherwise; its files are `path: content`. */
const anItem = (
  id: number,
  files: Readonly<Record<string, string>> | readonly StagedFile[],
  fields: Partial<StagedItem> & { readonly emptyFolders?: readonly string[] } = {},
): StagedItem => {
  const { emptyFolders = [], ...own } = fields
  return {
    archive: {
      kind: 'zip',
      files: Array.isArray(files)
        ? files
        : Object.entries(files).map(([path, content]) => aFile(path, content)),
      emptyFolders,
      digestState: 'verified',
      actualDigest: null,
    },
    id,
    createdAtMs: id,
    name: `artifact ${id}`,
    runId: 7,
    folder: '',
    fileName: null,
    isUntrusted: false,
    ...own,
  }
}

const plan = (items: readonly StagedItem[], rules: Partial<PublishRules> = {}): PublishDecision =>
  planPublish(items, {
    targetFolder: '/target',
    onConflict: 'error',
    executable: null,
    isCaseInsensitive: false,
    ...rules,
  })

/** `path: content of whom`. */
const treeOf = ({ files }: PublishDecision): Readonly<Record<string, string>> =>
  Object.fromEntries(
    files.map(({ publish: { targetPath, file }, item }) => [
      targetPath,
      `${file.kind === 'file' ? file.sha256.slice('sha of '.length) : `-> ${file.linkTarget}`} of ${item.id}`,
    ]),
  )
const conflictsOf = ({ conflicts }: PublishDecision): readonly string[] =>
  conflicts.map(({ path, names }) => `${path}: ${names.join(' and ')}`)

test('files go below their folders, sorted by path', () => {
  const decision = plan([
    anItem(1, { 'b/x': '1', a: '2' }, { folder: 'one' }),
    anItem(2, { a: '3' }, { folder: 'two' }),
  ])
  expect(treeOf(decision)).toEqual({ 'one/a': '2 of 1', 'one/b/x': '1 of 1', 'two/a': '3 of 2' })
  expect(decision.plan.targetFolder).toBe('/target')
  expect(decision.plan.files.map(({ targetPath }) => targetPath)).toEqual(['one/a', 'one/b/x', 'two/a'])
})

test('a file name of our own beats the one of the server', () => {
  const decision = plan([anItem(1, { 'evil name': 'log' }, { folder: '7', fileName: '01_build.txt' })])
  expect(treeOf(decision)).toEqual({ '7/01_build.txt': 'log of 1' })
})

describe('on-conflict', () => {
  const old = anItem(1, { 'r.xml': 'old', own: '1' })
  const young = anItem(2, { 'r.xml': 'young', other: '2' })

  test('error names the file and both artifacts, once for each file', () => {
    expect(conflictsOf(plan([young, old]))).toEqual(['r.xml: artifact 1 and artifact 2'])
  })
  test('first keeps the oldest', () => {
    const decision = plan([young, old], { onConflict: 'first' })
    expect(treeOf(decision)).toEqual({ 'r.xml': 'old of 1', own: '1 of 1', other: '2 of 2' })
    expect(decision.droppedCount).toBe(1)
  })
  test('last keeps the newest', () => {
    const decision = plan([young, old], { onConflict: 'last' })
    expect(treeOf(decision)).toEqual({ 'r.xml': 'young of 2', own: '1 of 1', other: '2 of 2' })
  })
  test('rename keeps both, the younger with its id', () => {
    const decision = plan([young, old], { onConflict: 'rename' })
    expect(treeOf(decision)).toEqual({
      'r.xml': 'old of 1',
      'r.2.xml': 'young of 2',
      own: '1 of 1',
      other: '2 of 2',
    })
    expect(decision.renamedCount).toBe(1)
  })
  test('of one age the id decides', () => {
    const one = anItem(9, { f: 'nine' }, { createdAtMs: 5 })
    const other = anItem(3, { f: 'three' }, { createdAtMs: 5 })
    expect(treeOf(plan([one, other], { onConflict: 'first' }))).toEqual({ f: 'three of 3' })
    expect(treeOf(plan([one, other], { onConflict: 'last' }))).toEqual({ f: 'nine of 9' })
  })
  test('the same bytes are no conflict', () => {
    const decision = plan([anItem(1, { f: 'same' }), anItem(2, { f: 'same' })])
    expect(conflictsOf(decision)).toEqual([])
    expect(treeOf(decision)).toEqual({ f: 'same of 1' })
  })
  test('the same link is none, another target or a file instead is one', () => {
    expect(conflictsOf(plan([anItem(1, [aLink('l', 'a')]), anItem(2, [aLink('l', 'a')])]))).toEqual([])
    expect(conflictsOf(plan([anItem(1, [aLink('l', 'a')]), anItem(2, [aLink('l', 'b')])]))).toHaveLength(1)
    expect(conflictsOf(plan([anItem(1, [aLink('l', '')]), anItem(2, { l: '' })]))).toHaveLength(1)
  })

  describe('a file where another needs a folder', () => {
    const file = anItem(1, { x: 'file' })
    const folder = anItem(2, { 'x/y': 'inside' })
    test('is a conflict, whichever comes first', () => {
      expect(conflictsOf(plan([file, folder]))).toEqual(['x: artifact 1 and artifact 2'])
      const older = anItem(1, { 'x/y': 'inside' })
      expect(conflictsOf(plan([older, anItem(2, { x: 'file' })]))).toEqual(['x: artifact 1 and artifact 2'])
    })
    test('first and last', () => {
      expect(treeOf(plan([file, folder], { onConflict: 'first' }))).toEqual({ x: 'file of 1' })
      expect(treeOf(plan([file, folder], { onConflict: 'last' }))).toEqual({ 'x/y': 'inside of 2' })
    })
    test('rename moves what comes later', () => {
      expect(treeOf(plan([file, folder], { onConflict: 'rename' }))).toEqual({
        x: 'file of 1',
        'x.2/y': 'inside of 2',
      })
    })
    test('a link there is one too: nothing is written through it', () => {
      expect(conflictsOf(plan([anItem(1, [aLink('x', 'elsewhere')]), folder]))).toHaveLength(1)
    })
    test('an empty folder gives way, or is a conflict', () => {
      const empty = anItem(3, {}, { emptyFolders: ['x', 'x/z', 'free'] })
      expect(plan([file, empty], { onConflict: 'first' }).plan.emptyFolders).toEqual(['free'])
      expect(conflictsOf(plan([file, empty]))).toHaveLength(2)
    })
  })

  test('names that differ by case conflict where the file system does not tell them apart', () => {
    const items = [anItem(1, { 'Docs/Read.me': 'a' }), anItem(2, { 'docs/READ.ME': 'b' })]
    expect(conflictsOf(plan(items))).toEqual([])
    expect(conflictsOf(plan(items, { isCaseInsensitive: true }))).toHaveLength(1)
    const composed = [anItem(1, { é: 'a' }), anItem(2, { 'e\u0301': 'b' })]
    expect(conflictsOf(plan(composed, { isCaseInsensitive: true }))).toHaveLength(1)
  })

  test.each([
    ['.env', '.env.2'],
    ['Makefile', 'Makefile.2'],
    ['a.tar.gz', 'a.tar.2.gz'],
    ['d.x/file', 'd.x/file.2'],
  ])('%s is renamed to %s', (path, renamed) => {
    const decision = plan([anItem(1, { [path]: 'a' }), anItem(2, { [path]: 'b' })], { onConflict: 'rename' })
    expect(Object.keys(treeOf(decision)).toSorted()).toEqual([path, renamed].toSorted())
  })

  test('a new name that is taken as well is not taken over', () => {
    const items = [anItem(1, { f: 'a', 'f.2': 'mine' }), anItem(2, { f: 'b' })]
    expect(treeOf(plan(items, { onConflict: 'rename' }))).toEqual({
      f: 'a of 1',
      'f.2': 'mine of 1',
      'f.2-2': 'b of 2',
    })
  })
})

describe('x bits', () => {
  const executable = parsePatterns(['bin/*', '!bin/*.txt'], { crossesSlash: false })
  const files = [
    aFile('bin/tool', 't'),
    aFile('bin/a.txt', 't'),
    aFile('other', 't', { isExecutable: true }),
    aLink('bin/l', 'tool'),
  ]
  const bitsOf = (item: StagedItem): readonly string[] =>
    plan([item], { executable }).plan.files.flatMap(({ targetPath, isExecutable }) =>
      isExecutable ? [targetPath] : [],
    )

  test('those of the globs, over paths inside the artifact, and those of the archive', () => {
    expect(bitsOf(anItem(1, files, { folder: 'below' }))).toEqual(['below/bin/tool', 'below/other'])
  })
  test('none from a fork', () => {
    expect(bitsOf(anItem(1, files, { isUntrusted: true }))).toEqual([])
  })
})

describe('properties', () => {
  const paths = fc.constantFrom('a', 'b', 'a/b', 'a/c', 'A', 'a/b/c')
  /** The items of one world: within an archive no path is in another's way, as the engine ensures. */
  const someItems = fc
    .array(fc.tuple(paths, fc.constantFrom('1', '2'), fc.integer({ min: 0, max: 2 })), { maxLength: 7 })
    .map((files) =>
      files.map(([path, content, age], index) =>
        anItem(index + 1, { [path]: content }, { createdAtMs: age }),
      ),
    )
  const policies = fc.constantFrom('error', 'first', 'last', 'rename')

  test('the order of arrival never matters', () => {
    fc.assert(
      fc.property(someItems, policies, fc.boolean(), (items, onConflict, isCaseInsensitive) => {
        const rules = { onConflict, isCaseInsensitive }
        const one = plan(items, rules)
        const other = plan(items.toReversed(), rules)
        expect(treeOf(other)).toEqual(treeOf(one))
        expect(conflictsOf(other)).toEqual(conflictsOf(one))
      }),
    )
  })

  test('no path is written twice, none is a folder of another, and rename loses nothing', () => {
    fc.assert(
      fc.property(someItems, policies, (items, onConflict) => {
        const decision = plan(items, { onConflict })
        const targets = decision.plan.files.map(({ targetPath }) => targetPath)
        expect(new Set(targets).size).toBe(targets.length)
        for (const target of targets)
          expect(targets.some((other) => other.startsWith(`${target}/`))).toBe(false)
        if (onConflict !== 'rename') return
        const contents = new Set(items.flatMap(({ archive }) => archive.files.map(({ sha256 }) => sha256)))
        expect(new Set(decision.files.map(({ publish }) => publish.file.sha256))).toEqual(contents)
        expect(decision.droppedCount).toBe(0)
      }),
    )
  })
})

test('a hundred thousand files of two artifacts are planned in seconds', () => {
  const files = (from: number): readonly StagedFile[] =>
    Array.from({ length: 50_000 }, (_, index) => aFile(`d${index % 100}/e/${from + index}.txt`, 'x'))
  const decision = plan([anItem(1, files(0)), anItem(2, files(25_000))])
  expect(decision.files).toHaveLength(75_000)
})
