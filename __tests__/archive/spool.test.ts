import { afterAll, expect, test } from '@jest/globals'
import fs from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { openSpool } from '../../src/archive/spool.ts'
import { cleanUp, sha256, tempFolder } from './support/engine.ts'

afterAll(cleanUp)

const openFile = (place: string) => open(place, 'wx+')

test('keeps bytes in order, with their digest, and reads any span of them', async () => {
  const place = path.join(tempFolder(), 'spool')
  const spool = await openSpool(place, { open: openFile, maxBytes: 100 })
  await spool.write(Buffer.from('hello '))
  await spool.write(Buffer.from('world'))
  expect(spool.sizeBytes()).toBe(11)
  expect(spool.sha256()).toBe(sha256(Buffer.from('hello world')))
  const got: string[] = []
  await spool
    .reader()
    .read({ first: 4, last: 8 }, (bytes, at) => got.push(`${at}:${Buffer.from(bytes).toString()}`))
  expect(got).toEqual(['4:o wor'])
  await spool.close()
  expect(fs.readFileSync(place, 'utf8')).toBe('hello world')
})

test('starts again from nothing', async () => {
  const place = path.join(tempFolder(), 'spool')
  const spool = await openSpool(place, { open: openFile, maxBytes: 100 })
  await spool.write(Buffer.from('a longer first try'))
  await spool.restart()
  await spool.write(Buffer.from('short'))
  expect(spool.sha256()).toBe(sha256(Buffer.from('short')))
  await spool.close()
  expect(fs.readFileSync(place, 'utf8')).toBe('short')
})

test('refuses to grow beyond its limit', async () => {
  const spool = await openSpool(path.join(tempFolder(), 'spool'), { open: openFile, maxBytes: 10 })
  await spool.write(Buffer.alloc(10))
  await expect(spool.write(Buffer.alloc(1))).rejects.toThrow(/larger than `max-bytes` \(10 B\)/)
  await spool.close()
})

test('a write that comes short is continued', async () => {
  const place = path.join(tempFolder(), 'spool')
  const spool = await openSpool(place, {
    maxBytes: 100,
    open: async (name) => {
      const file = await openFile(name)
      return {
        read: (...args) => file.read(...args),
        write: (bytes, offset, length, position) => file.write(bytes, offset, Math.min(2, length), position),
        truncate: (length) => file.truncate(length),
        close: () => file.close(),
      }
    },
  })
  await spool.write(Buffer.from('hello'))
  await spool.close()
  expect(fs.readFileSync(place, 'utf8')).toBe('hello')
})
