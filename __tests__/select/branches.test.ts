import { describe, expect, test } from '@jest/globals'
import type { BranchList } from '../../src/inputs.ts'
import type { Run } from '../../src/model.ts'
import { branchMatches, branchRank, headKey } from '../../src/select/branches.ts'
import { parseFetch } from '../support/step.ts'
import { aRun } from '../support/builders.ts'

const facts = {
  defaultBranch: 'main',
  existingRefs: new Set(['main', 'dev', 'v1']),
  openHeads: new Set([headKey(1, 'open'), headKey(9, 'main'), headKey(null, 'lost')]),
}
const listOf = (branch: string): BranchList => {
  const list = parseFetch({ branch }).selectors.branch
  if (list === null) throw new Error('no list')
  return list
}
const matches = (branch: string, run: Partial<Run>): boolean =>
  branchMatches(listOf(branch), aRun(run), facts)

describe('branch words', () => {
  test.each<[string, string, Partial<Run>, boolean]>([
    ['the default branch', '@default', {}, true],
    ["a fork's branch of that name", '@default', { headRepositoryId: 9 }, false],
    ['another branch', '@default', { headBranch: 'dev' }, false],

    ['a branch that is gone', '@deleted', { headBranch: 'gone' }, true],
    ['a branch that exists', '@deleted', { headBranch: 'dev' }, false],
    ["a tag's run", '@deleted', { headBranch: 'v1' }, false],
    ["a fork's branch", '@deleted', { headBranch: 'gone', headRepositoryId: 9 }, false],
    ['a branch of a fork that is gone', '@deleted', { headBranch: 'gone', headRepositoryId: null }, false],
    ['no branch', '@deleted', { headBranch: null }, false],

    ['a closed pull request', '@closed-pr', { headBranch: 'closed', event: 'pull_request' }, true],
    [
      'one of another event of it',
      '@closed-pr',
      { headBranch: 'closed', event: 'pull_request_target' },
      true,
    ],
    ['an open one', '@closed-pr', { headBranch: 'open', event: 'pull_request' }, false],
    ['a push to its branch', '@closed-pr', { headBranch: 'closed', event: 'push' }, false],
    ['the default branch is never one', '@closed-pr', { headBranch: 'main', event: 'pull_request' }, false],
    [
      'the main of a fork whose pull request is open',
      '@closed-pr',
      { headBranch: 'main', headRepositoryId: 9, event: 'pull_request' },
      false,
    ],
    [
      'the main of a fork whose pull request is closed',
      '@closed-pr',
      { headBranch: 'main', headRepositoryId: 8, event: 'pull_request' },
      true,
    ],
    [
      'an open one of a fork that is gone',
      '@closed-pr',
      { headBranch: 'lost', headRepositoryId: null, event: 'pull_request' },
      false,
    ],

    ['a fork', '@fork', { headRepositoryId: 9 }, true],
    ['a fork that is gone', '@fork', { headRepositoryId: null }, true],
    ['the repository itself', '@fork', {}, false],
    ['all but forks', '!@fork', { headRepositoryId: 9 }, false],
    ['all but forks: ours', '!@fork', { headBranch: 'whatever' }, true],
    ['a word and a pattern', '@default\nrelease/*', { headBranch: 'release/1' }, true],
  ])('%s', (_name, branch, run, expected) => {
    expect(matches(branch, run)).toBe(expected)
  })
})

test('the first line that takes a run is its rank', () => {
  const list = listOf('feature/*\nmain\n**')
  const rank = (headBranch: string): number | null => branchRank(list, aRun({ headBranch }), facts)
  expect([rank('feature/x'), rank('main'), rank('other/y')]).toEqual([0, 1, 2])
  expect(branchRank(listOf('!dev'), aRun({ headBranch: 'main' }), facts)).toBe(0)
  expect(branchRank(listOf('**\n!dev'), aRun({ headBranch: 'dev' }), facts)).toBeNull()
})
