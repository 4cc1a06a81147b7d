import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { createProgress } from '../../src/archive/progress.ts'
import { memoryLog } from './support/engine.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const clock = { now: () => Date.now(), sleep: () => Promise.resolve() }
const create = (sourceCount: number) => {
  const log = memoryLog()
  return { log, progress: createProgress({ clock, log, sourceCount, everyMs: 5000 }) }
}

test('says nothing of what is quick, and one line every few seconds of what is not', () => {
  const { log, progress } = create(2)
  progress.expected(100_000_000)
  progress.downloaded(10_000_000)
  jest.advanceTimersByTime(4999)
  expect(log.lines).toEqual([])
  jest.advanceTimersByTime(1)
  progress.downloaded(40_000_000)
  progress.archiveDone()
  jest.advanceTimersByTime(5000)
  expect(log.lines).toEqual([
    'Downloaded 10.0 MB of 100 MB (2.0 MB/s), 0 of 2 done',
    'Downloaded 50.0 MB of 100 MB (8.0 MB/s), 1 of 2 done',
  ])
  progress.stop()
  jest.advanceTimersByTime(60_000)
  expect(log.lines).toHaveLength(2)
})

test('a length that is not known is not made up', () => {
  const { log, progress } = create(1)
  progress.downloaded(1_000_000)
  jest.advanceTimersByTime(5000)
  expect(log.lines).toEqual(['Downloaded 1.0 MB (200 kB/s)'])
  progress.stop()
})

test('counts', () => {
  const { progress } = create(1)
  progress.requested()
  progress.requested()
  progress.retried()
  progress.downloaded(2_000_000)
  progress.archiveDone()
  jest.advanceTimersByTime(2000)
  progress.stop()
  expect(progress.stats()).toEqual({ downloadedBytes: 2_000_000, requests: 2, retries: 1, elapsedMs: 2000 })
})
