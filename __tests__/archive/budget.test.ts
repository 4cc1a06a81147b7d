import { expect, test } from '@jest/globals'
import { createBudget } from '../../src/archive/budget.ts'

test('is one for all, to the last file and byte', () => {
  const budget = createBudget({ maxFiles: 3, maxBytes: 100 })
  budget.claim({ files: 2, bytes: 60 })
  expect(() => budget.claim({ files: 2, bytes: 1 })).toThrow(
    /holds 2 files to extract, more than `max-files` \(3\) leaves room for/,
  )
  expect(() => budget.claim({ files: 1, bytes: 41 })).toThrow(
    /comes to 41 B, more than `max-bytes` \(100 B\) leaves room for/,
  )
  budget.claim({ files: 1, bytes: 40 })
  expect(() => budget.claim({ files: 0, bytes: 1 })).toThrow(/max-bytes/)
})

test('what is given back can be claimed again; the need is the most that was claimed', () => {
  const budget = createBudget({ maxFiles: 1, maxBytes: 10 })
  budget.claim({ files: 1, bytes: 10 })
  budget.giveBack({ files: 1, bytes: 10 })
  budget.claim({ files: 1, bytes: 3 })
  expect(budget.neededBytes()).toBe(10)
})
