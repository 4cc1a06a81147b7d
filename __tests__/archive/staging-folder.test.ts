import { afterAll, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { makeStagingFolder } from '../../src/archive/staging-folder.ts'
import { cleanUp, tempFolder, treeOf } from './support/engine.ts'

afterAll(cleanUp)

const now = Date.now()
const { signal } = new AbortController()
const day = 24 * 60 * 60 * 1000
const hostHash = createHash('sha256').update(os.hostname()).digest('hex').slice(0, 8)
const nameOf = (processId: number, host: string): string =>
  `.actions-steward-staging-${processId}-${host}-0123456789ab`
/** The number of a process that has just ended. */
const deadProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid

test('is made beside a target that is there, and beside one that is not', async () => {
  const parent = tempFolder()
  const target = path.join(parent, 'target')
  const before = makeStagingFolder(target, now)
  expect(path.dirname(before.path)).toBe(parent)
  fs.mkdirSync(target)
  const after = makeStagingFolder(target, now)
  expect(path.dirname(after.path)).toBe(parent)
  expect(path.basename(after.path)).toMatch(
    new RegExp(`^\\.actions-steward-staging-${process.pid}-${hostHash}-`),
  )
  await after.remove(signal)
  await before.remove(signal)
  await before.remove(signal)
  expect(treeOf(parent)).toEqual({ 'target/': '' })
})

test('is made in the nearest folder above a target that is far from there', async () => {
  const parent = tempFolder()
  const folder = makeStagingFolder(path.join(parent, 'a/b/c'), now)
  expect(path.dirname(folder.path)).toBe(parent)
  await folder.remove(signal)
})

test('is on the file system of the target', async () => {
  const shared = '/dev/shm'
  if (!fs.existsSync(shared) || fs.statSync(shared).dev === fs.statSync('/dev').dev) return
  const folder = makeStagingFolder(shared, now)
  expect(path.dirname(folder.path)).toBe(shared)
  await folder.remove(signal)
})

test('says whether the file system folds case', async () => {
  const folder = makeStagingFolder(path.join(tempFolder(), 'target'), now)
  fs.writeFileSync(path.join(folder.path, 'x'), '')
  expect(folder.foldsCase).toBe(fs.existsSync(path.join(folder.path, 'X')))
  expect(fs.readdirSync(folder.path)).toEqual(['x'])
  await folder.remove(signal)
})

test('removes what dead runs left, beside the target and in it, and nothing else', async () => {
  const parent = tempFolder()
  const target = path.join(parent, 'target')
  const dead = deadProcess()
  const keep = [
    nameOf(process.ppid, hostHash),
    nameOf(dead, 'ffffffff'),
    `.actions-steward-staging-${dead}`,
    `x${nameOf(dead, hostHash)}`,
    'important',
  ]
  const remove = [
    nameOf(dead, hostHash),
    nameOf(process.pid, hostHash),
    `target/${nameOf(dead, hostHash)}`,
    nameOf(1, 'eeeeeeee'),
  ]
  for (const name of [...keep, ...remove]) {
    fs.mkdirSync(path.join(parent, name, 'inside'), { recursive: true })
    fs.writeFileSync(path.join(parent, name, 'inside/file'), '')
  }
  const old = new Date(now - 7 * day)
  fs.utimesSync(path.join(parent, nameOf(1, 'eeeeeeee')), old, old)
  fs.symlinkSync('important', path.join(parent, nameOf(dead, hostHash).replace('0123', '9999')))
  fs.writeFileSync(path.join(parent, nameOf(dead, hostHash).replace('0123', '8888')), 'a file')

  await makeStagingFolder(target, now).remove(signal)
  const left = fs.readdirSync(parent).sort()
  expect(left).toEqual(
    [
      ...keep,
      'target',
      nameOf(dead, hostHash).replace('0123', '9999'),
      nameOf(dead, hostHash).replace('0123', '8888'),
    ].sort(),
  )
  expect(fs.readdirSync(path.join(parent, 'important/inside'))).toEqual(['file'])
  expect(fs.readdirSync(target)).toEqual([])
})

test('two of one process do not remove each other', async () => {
  const target = path.join(tempFolder(), 'target')
  const first = makeStagingFolder(target, now)
  const second = makeStagingFolder(target, now)
  expect(fs.existsSync(first.path)).toBe(true)
  await first.remove(signal)
  await second.remove(signal)
})

test('is removed also once the step is cancelled', async () => {
  const parent = tempFolder()
  const folder = makeStagingFolder(path.join(parent, 'target'), now)
  fs.writeFileSync(path.join(folder.path, 'x'), '')
  await folder.remove(AbortSignal.abort())
  expect(treeOf(parent)).toEqual({})
})

test('a place that may not be written is explained', () => {
  const parent = tempFolder()
  fs.writeFileSync(path.join(parent, 'file'), '')
  expect(() => makeStagingFolder(path.join(parent, 'file/below'), now)).toThrow(
    /Cannot write to .*file\/below: /,
  )
})
