import { expect, test } from '@jest/globals'
import os from 'node:os'
import { explainFileFault, isFileFault } from '../../src/archive/file-errors.ts'

const situation = { action: 'write artifact "x" to /target', folder: os.tmpdir(), neededBytes: 2_500_000_000 }

test.each([
  ['ENOSPC', /no space is left \(this fetch extracts 2\.5 GB, .* free in /, /larger disk/],
  ['EDQUOT', /no space is left/, /larger disk/],
  ['EACCES', /may not be written/, /belong to root/],
  ['EROFS', /may not be written/, /`path`/],
  ['ENAMETOOLONG', /too long/, /shorter `path`/],
  ['EEXIST', /two of its names for one/, /Rename/],
  ['ENOTDIR', /a file where a folder should be/, /Remove it/],
  ['EISDIR', /a file where a folder should be/, /Remove it/],
  ['EMFILE', /too many files are open/, /ulimit/],
  ['EIO', /i\/o error/, /disk/],
])('%s', (code, message, hint) => {
  const error = explainFileFault({ code, message: `${code}: i/o error, write` }, situation)
  expect(error.message).toMatch(/^Cannot write artifact "x" to \/target: /)
  expect(error.message).toMatch(message)
  expect(error.hint).toMatch(hint)
})

test('a folder that is gone does not hide the cause', () => {
  const error = explainFileFault({ code: 'ENOSPC', message: '' }, { ...situation, folder: '/no/such/folder' })
  expect(error.message).toMatch(/no space is left \(this fetch extracts 2\.5 GB to \/no\/such\/folder\)/)
})

test.each([
  [{ code: 'ENOSPC', message: '' }, true],
  [{ code: 'E2BIG', message: '' }, true],
  [{ code: 'ERR_INVALID_ARG_TYPE', message: '' }, false],
  [{ code: 'Z_DATA_ERROR', message: '' }, false],
  [{ code: 7, message: '' }, false],
  [new Error('x'), false],
  [null, false],
  ['ENOSPC', false],
])('%j is one of the file system: %s', (error, expected) => {
  expect(isFileFault(error)).toBe(expected)
})
