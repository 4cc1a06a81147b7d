import { expect, test } from '@jest/globals'
import { createSettledRuns } from '../../src/fetch/gather-settled.ts'
import { aRun } from '../support/builders.ts'

const contents = { artifacts: [], jobs: [], artifactDecisions: [], lack: 'it has no artifacts' }
const ended = aRun({ id: 1 })

test('what two looks found after the end of a run is settled', () => {
  const settled = createSettledRuns()
  settled.note(ended, contents)
  expect(settled.find(ended)).toBeNull()
  settled.note(ended, contents)
  expect(settled.find(ended)).toBe(contents)
  expect(settled.find(aRun({ id: 2 }))).toBeNull()
})

test.each([
  ['another attempt', { attempt: 2 }],
  ['a later change', { updatedAtMs: ended.updatedAtMs + 1 }],
  ['a run that goes on', { status: 'in_progress' }],
])('%s is not', (_name, fields) => {
  const settled = createSettledRuns()
  settled.note(ended, contents)
  settled.note(ended, contents)
  expect(settled.find({ ...ended, ...fields })).toBeNull()
})

test('looks before the end do not count', () => {
  const settled = createSettledRuns()
  const running = { ...ended, status: 'in_progress' }
  settled.note(running, contents)
  settled.note(running, contents)
  settled.note(ended, contents)
  expect(settled.find(ended)).toBeNull()
})
