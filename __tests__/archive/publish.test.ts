import { afterAll, describe, expect, test } from '@jest/globals'
import fs from 'node:fs'
import path from 'node:path'
import { UserError } from '../../src/errors.ts'
import { publish } from '../../src/archive/publish.ts'
import type { PublishFile, PublishPlan, StagedFile } from '../../src/archive/types.ts'
import { cleanUp, memoryLog, tempFolder, treeOf } from './support/engine.ts'

afterAll(cleanUp)

const idle = new AbortController().signal

/** A staged tree and an empty target beside it. */
function scene(): { readonly staged: string; readonly target: string; readonly parent: string } {
  const parent = tempFolder()
  const staged = path.join(tempFolder(), 'staged')
  const target = path.join(parent, 'target')
  fs.mkdirSync(staged)
  fs.mkdirSync(target)
  return { staged, target, parent }
}

function stagedFile(staged: string, name: string, content: string): StagedFile {
  const stagedPath = path.join(staged, name)
  fs.mkdirSync(path.dirname(stagedPath), { recursive: true })
  fs.writeFileSync(stagedPath, content)
  const common = { path: name, sizeBytes: content.length, sha256: '', isExecutable: false, linkTarget: '' }
  return { kind: 'file', stagedPath, ...common }
}

const link = (name: string, linkTarget: string): StagedFile => ({
  kind: 'symlink',
  path: name,
  stagedPath: '',
  sizeBytes: linkTarget.length,
  sha256: '',
  isExecutable: false,
  linkTarget,
})

const asIs = (file: StagedFile, more: Partial<PublishFile> = {}): PublishFile => ({
  file,
  targetPath: file.path,
  isExecutable: false,
  ...more,
})

const run = (
  targetFolder: string,
  files: readonly PublishFile[],
  more: Partial<PublishPlan> = {},
): Promise<void> =>
  publish({ log: memoryLog(), signal: idle }, { targetFolder, files, emptyFolders: [], ...more })

const inode = (place: string): number => fs.lstatSync(place).ino

describe('publish', () => {
  test('makes folders, moves files, and leaves nothing of its own', async () => {
    const { staged, target, parent } = scene()
    const names = ['a.txt', 'dir/b.txt', 'dir/sub/c.txt', 'other/d.txt']
    await run(
      target,
      names.map((name) => asIs(stagedFile(staged, name, `new ${name}`))),
      { emptyFolders: ['empty', 'dir/empty'] },
    )
    expect(treeOf(parent)).toEqual({
      'target/': '',
      'target/a.txt': 'new a.txt',
      'target/dir/': '',
      'target/dir/b.txt': 'new dir/b.txt',
      'target/dir/sub/': '',
      'target/dir/sub/c.txt': 'new dir/sub/c.txt',
      'target/dir/empty/': '',
      'target/other/': '',
      'target/other/d.txt': 'new other/d.txt',
      'target/empty/': '',
    })
  })

  test('makes a target that is not there, also deep, also for nothing', async () => {
    const { staged, parent } = scene()
    await run(path.join(parent, 'x/y/z'), [asIs(stagedFile(staged, 'a', '1'))])
    await run(path.join(parent, 'nothing'), [])
    expect(treeOf(parent)).toMatchObject({ 'x/y/z/a': '1', 'nothing/': '' })
  })

  test('a staged folder that goes whole to where nothing is takes one rename', async () => {
    const { staged, target } = scene()
    const files = ['new/a', 'new/sub/b'].map((name) => stagedFile(staged, name, name))
    const folder = inode(path.join(staged, 'new'))
    await run(
      target,
      files.map((file) => asIs(file)),
    )
    expect(inode(path.join(target, 'new'))).toBe(folder)
    expect(treeOf(target)).toEqual({ 'new/': '', 'new/a': 'new/a', 'new/sub/': '', 'new/sub/b': 'new/sub/b' })
  })

  test('what the plan leaves out of a staged folder stays behind', async () => {
    const { staged, target } = scene()
    stagedFile(staged, 'new/unwanted', 'x')
    await run(target, [asIs(stagedFile(staged, 'new/a', '1'))])
    expect(treeOf(target)).toEqual({ 'new/': '', 'new/a': '1' })
  })

  test('files may get other names and places', async () => {
    const { staged, target } = scene()
    await run(target, [
      asIs(stagedFile(staged, 'one/a', '1'), { targetPath: 'run-7/one/a' }),
      asIs(stagedFile(staged, 'two/a', '2'), { targetPath: 'run-7/one/a (2)' }),
      asIs(stagedFile(staged, 'two/b', '3'), { targetPath: 'run-7/one/b' }),
    ])
    expect(treeOf(target)).toMatchObject({ 'run-7/one/a': '1', 'run-7/one/a (2)': '2', 'run-7/one/b': '3' })
  })

  test('merges into what is there: replaces files, keeps the others', async () => {
    const { staged, target } = scene()
    fs.mkdirSync(path.join(target, 'dir'))
    fs.writeFileSync(path.join(target, 'dir/old'), 'old')
    fs.writeFileSync(path.join(target, 'dir/both'), 'old')
    const before = fs.openSync(path.join(target, 'dir/both'), 'r')
    await run(target, [
      asIs(stagedFile(staged, 'dir/both', 'new')),
      asIs(stagedFile(staged, 'dir/new', 'new')),
    ])
    expect(treeOf(target)).toEqual({ 'dir/': '', 'dir/old': 'old', 'dir/both': 'new', 'dir/new': 'new' })
    // Replaced, not rewritten: who has the old one open still reads the old one.
    expect(fs.readFileSync(before, 'utf8')).toBe('old')
    fs.closeSync(before)
  })

  test('modes come from the umask; x only where it is asked for', async () => {
    const { staged, target } = scene()
    await run(target, [
      asIs(stagedFile(staged, 'plain', '')),
      asIs(stagedFile(staged, 'run', ''), { isExecutable: true }),
      asIs(stagedFile(staged, 'dir/run', ''), { isExecutable: true }),
    ])
    const modeOf = (name: string): number => fs.statSync(path.join(target, name)).mode & 0o777
    fs.mkdirSync(path.join(target, 'made'))
    const umasked = modeOf('made')
    expect(modeOf('plain')).toBe(umasked & 0o666)
    expect(modeOf('run')).toBe(umasked)
    expect(modeOf('dir/run')).toBe(umasked)
    expect(modeOf('dir')).toBe(umasked)
  })

  test('links come last, replace files and links, and are not followed', async () => {
    const { staged, target, parent } = scene()
    fs.writeFileSync(path.join(parent, 'outside'), 'untouched')
    fs.symlinkSync('../outside', path.join(target, 'was-link'))
    fs.symlinkSync('../outside', path.join(target, 'stays-file'))
    fs.writeFileSync(path.join(target, 'was-file'), 'old')
    await run(target, [
      asIs(link('was-link', 'a')),
      asIs(link('was-file', 'dir')),
      asIs(link('dir/new', '../a')),
      asIs(stagedFile(staged, 'stays-file', 'new')),
      asIs(stagedFile(staged, 'a', '1')),
      asIs(stagedFile(staged, 'dir/b', '2')),
    ])
    expect(treeOf(target)).toEqual({
      a: '1',
      'dir/': '',
      'dir/b': '2',
      'dir/new': '-> ../a',
      'was-link': '-> a',
      'was-file': '-> dir',
      'stays-file': 'new',
    })
    expect(fs.readFileSync(path.join(parent, 'outside'), 'utf8')).toBe('untouched')
  })
})

test('links to nowhere, and in a circle, are links like others', async () => {
  const { target } = scene()
  await run(target, [asIs(link('nowhere', 'missing')), asIs(link('a', 'b')), asIs(link('b', 'a'))])
  await run(target, [asIs(link('nowhere', 'missing')), asIs(link('a', 'b')), asIs(link('b', 'a'))])
  expect(treeOf(target)).toEqual({ nowhere: '-> missing', a: '-> b', b: '-> a' })
})

describe('what is in the way is found before the first move', () => {
  const cases: readonly {
    readonly name: string
    readonly prepare: (target: string) => void
    readonly names: readonly string[]
    readonly says: RegExp
  }[] = [
    {
      name: 'a symlinked parent',
      prepare: (target) => fs.symlinkSync('..', path.join(target, 'z')),
      names: ['z/evil'],
      says: /target\/z is a symlink, and links are never followed/,
    },
    {
      name: 'a symlinked parent further up',
      prepare: (target) => fs.symlinkSync('..', path.join(target, 'z')),
      names: ['z/y/x/evil'],
      says: /target\/z is a symlink/,
    },
    {
      name: 'a symlink to nowhere as a parent',
      prepare: (target) => fs.symlinkSync('nowhere', path.join(target, 'z')),
      names: ['z/evil'],
      says: /target\/z is a symlink/,
    },
    {
      name: 'a file where a folder should be',
      prepare: (target) => fs.writeFileSync(path.join(target, 'z'), ''),
      names: ['z/a'],
      says: /target\/z is a file, and a folder has to go there/,
    },
    {
      name: 'a folder where a file should be',
      prepare: (target) => fs.mkdirSync(path.join(target, 'z')),
      names: ['z'],
      says: /target\/z is a folder, and a file has to go there/,
    },
    {
      name: 'a git repository',
      prepare: (target) => fs.mkdirSync(path.join(target, '.git')),
      names: ['.git/config'],
      says: /target\/\.git is a git repository/,
    },
    {
      name: 'two files for one place',
      prepare: () => undefined,
      names: ['a/b', 'a/b'],
      says: /want the same place/,
    },
    {
      name: 'a file and a folder for one place',
      prepare: () => undefined,
      names: ['a', 'a/b'],
      says: /a file and a folder/,
    },
    { name: 'a path that leaves', prepare: () => undefined, names: ['../evil'], says: /has a "\.\." part/ },
    { name: 'an absolute path', prepare: () => undefined, names: ['/tmp/evil'], says: /is absolute/ },
  ]
  test.each(cases)('$name', async ({ prepare, names, says }) => {
    const { staged, target, parent } = scene()
    prepare(target)
    const before = treeOf(parent)
    const files = [asIs(stagedFile(staged, 'good', ''))].concat(
      names.map((targetPath, n) => asIs(stagedFile(staged, `s${n}`, ''), { targetPath })),
    )
    const publishing = run(target, files)
    await expect(publishing).rejects.toThrow(UserError)
    await expect(publishing).rejects.toThrow(says)
    expect(treeOf(parent)).toEqual(before)
  })

  test('a target that is a symlink', async () => {
    const { staged, target, parent } = scene()
    fs.symlinkSync(target, path.join(parent, 'link'))
    await expect(run(path.join(parent, 'link'), [asIs(stagedFile(staged, 'a', ''))])).rejects.toThrow(
      /symlink/,
    )
    expect(treeOf(target)).toEqual({})
  })

  test('a file behind a link of the same plan', async () => {
    const { staged, target } = scene()
    const files = [asIs(link('l', '.')), asIs(stagedFile(staged, 'x', ''), { targetPath: 'l/x' })]
    await expect(run(target, files)).rejects.toThrow(/"l" would be a file and a folder/)
    expect(treeOf(target)).toEqual({})
  })
})

test('across file systems each file is copied beside its place, and then renamed', async () => {
  const other = '/dev/shm'
  const { target, parent } = scene()
  if (!fs.existsSync(other) || fs.statSync(other).dev === fs.statSync(target).dev) return
  const staged = fs.mkdtempSync(path.join(other, 'archive-test-'))
  try {
    fs.writeFileSync(path.join(target, 'a'), 'old')
    const files = ['a', 'dir/b', 'dir/c'].map((name) =>
      asIs(stagedFile(staged, name, `new ${name}`), { isExecutable: name === 'a' }),
    )
    await run(target, files)
    expect(treeOf(parent)).toEqual({
      'target/': '',
      'target/a': 'new a',
      'target/dir/': '',
      'target/dir/b': 'new dir/b',
      'target/dir/c': 'new dir/c',
    })
    expect(fs.statSync(path.join(target, 'a')).mode & 0o100).toBe(0o100)
  } finally {
    fs.rmSync(staged, { recursive: true })
  }
})

test('an interruption at any moment leaves each file old or new', async () => {
  const names = Array.from({ length: 12 }, (_, n) => `f${n}`)
  for (const stopAfter of [1, 5, 11]) {
    const { staged, target, parent } = scene()
    names.forEach((name) => fs.writeFileSync(path.join(target, name), 'old'))
    const stop = new AbortController()
    let looks = 0
    const signal = new Proxy(stop.signal, {
      get(real, key) {
        if (key === 'throwIfAborted' && (looks += 1) > stopAfter) stop.abort(new Error('SIGTERM'))
        const value: unknown = Reflect.get(real, key)
        return typeof value === 'function' ? (value.bind(real) as unknown) : value
      },
    })
    const files = names.map((name) => asIs(stagedFile(staged, name, 'new')))
    const publishing = publish(
      { log: memoryLog(), signal },
      { targetFolder: target, files, emptyFolders: [] },
    )
    await expect(publishing).rejects.toThrow('SIGTERM')
    const contents = Object.values(treeOf(target))
    expect(contents).toHaveLength(12)
    expect(contents.filter((content) => content === 'new')).toHaveLength(stopAfter)
    expect(contents.filter((content) => content === 'old')).toHaveLength(12 - stopAfter)
    expect(Object.keys(treeOf(parent)).filter((name) => !name.startsWith('target/'))).toEqual([])
  }
})

test('a move that fails says how far it came', async () => {
  const { staged, target } = scene()
  const files = ['a', 'b', 'c'].map((name) => asIs(stagedFile(staged, name, 'new')))
  fs.rmSync(path.join(staged, 'b'))
  fs.writeFileSync(path.join(target, 'a'), 'old')
  await expect(run(target, files)).rejects.toThrow(
    /Cannot move files to .*ENOENT.* 1 of 3 files are in their places\./,
  )
  expect(treeOf(target)).toEqual({ a: 'new' })
})
