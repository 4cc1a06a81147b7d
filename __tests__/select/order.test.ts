import { expect, test } from '@jest/globals'
import { newestRunFirst, oldestArtifactFirst, timestampOf } from '../../src/select/order.ts'
import { isOfFork, describeFork } from '../../src/select/trust.ts'
import { anArtifact, aRun, hourMs, nowMs } from '../support/builders.ts'

test('newest is the latest creation, then the highest id; a re-run makes no run newer', () => {
  const runs = [
    aRun({ id: 1, createdAtMs: nowMs - 2 * hourMs, startedAtMs: nowMs }),
    aRun({ id: 2, createdAtMs: nowMs - hourMs }),
    aRun({ id: 3, createdAtMs: nowMs - hourMs }),
  ]
  expect(runs.toSorted(newestRunFirst).map(({ id }) => id)).toEqual([3, 2, 1])
})

test('the timestamp of a run is the later of creation and start, whichever is missing or odd', () => {
  expect(timestampOf(aRun({ createdAtMs: 5, startedAtMs: 9 }))).toBe(9)
  expect(timestampOf(aRun({ createdAtMs: 9, startedAtMs: 5 }))).toBe(9)
})

test('artifacts oldest first, then by id', () => {
  const artifacts = [
    anArtifact({ id: 3, createdAtMs: 7 }),
    anArtifact({ id: 1, createdAtMs: 8 }),
    anArtifact({ id: 2, createdAtMs: 7 }),
  ]
  expect(artifacts.toSorted(oldestArtifactFirst).map(({ id }) => id)).toEqual([2, 3, 1])
})

test.each<[number | null, number | null, boolean]>([
  [1, 1, false],
  [1, 2, true],
  [1, null, true],
  [null, null, true],
])('repository %p, head %p: of a fork %p', (repositoryId, headRepositoryId, expected) => {
  expect(isOfFork({ repositoryId, headRepositoryId })).toBe(expected)
})

test('a fork is named for people, or said to be gone', () => {
  expect(describeFork(aRun({ headRepositoryId: 2, headRepositoryName: 'eve/app' }))).toBe('the fork eve/app')
  expect(describeFork(aRun({ headRepositoryId: null, headRepositoryName: null }))).toBe('a fork that is gone')
})
