import { describe, expect, test } from '@jest/globals'
import { factsNeeded, gatherRunFacts } from '../../src/select/facts.ts'
import { headKey } from '../../src/select/branches.ts'
import { everyRun } from '../../src/select/runs.ts'
import { aPull, aRef, aWorkflow, nowMs, octoApp } from '../support/builders.ts'
import { aFakeRepository, fakeGitHub, type FakeGitHub } from '../support/fake-github.ts'
import { parseFetch, type With } from '../support/step.ts'

const needsOf = (step: With) => factsNeeded({ ...everyRun, ...parseFetch(step).selectors })
const gather = (github: FakeGitHub, step: With) =>
  gatherRunFacts(github, octoApp, { needs: needsOf(step), nowMs, canAfford: () => true })

test.each<[With, readonly string[]]>([
  [{}, []],
  [{ branch: 'main', workflow: '10' }, []],
  [{ workflow: '*' }, []],
  [{ branch: '@default' }, ['defaultBranch']],
  [{ branch: '@fork' }, []],
  [{ branch: '!@deleted' }, ['existingRefs']],
  [{ branch: '@closed-pr' }, ['defaultBranch', 'openHeads']],
  [{ workflow: 'CI' }, ['workflows']],
  [{ workflow: '@disabled' }, ['workflows']],
])('%j needs %j', (step, expected) => {
  const needs = needsOf(step)
  expect(Object.entries(needs).flatMap(([name, isNeeded]) => (isNeeded ? [name] : []))).toEqual(expected)
})

describe('gatherRunFacts', () => {
  test('reads nothing that nobody asked for', async () => {
    const github = fakeGitHub(aFakeRepository())
    const facts = await gather(github, { branch: 'main' })
    expect(github.calls).toEqual([])
    expect(facts).toMatchObject({ defaultBranch: null, existingRefs: null, openHeads: null, workflows: null })
  })

  test('reads every page of branches and tags', async () => {
    const branches = Array.from({ length: 250 }, (_, index) => aRef(`b${index}`))
    const github = fakeGitHub(aFakeRepository({ branches, tags: [aRef('v1')] }))
    const { existingRefs } = await gather(github, { branch: '@deleted' })
    expect(existingRefs?.size).toBe(251)
  })

  test('open heads, workflows and the default branch', async () => {
    const github = fakeGitHub(
      aFakeRepository({
        defaultBranch: 'trunk',
        pulls: [
          aPull({ number: 1 }),
          aPull({ number: 2, state: 'closed' }),
          aPull({ number: 3, headRepositoryId: null }),
        ],
        workflows: [aWorkflow()],
      }),
    )
    const facts = await gather(github, { branch: '@closed-pr', workflow: 'CI' })
    expect(facts.defaultBranch).toBe('trunk')
    expect(facts.openHeads).toEqual(new Set([headKey(1, 'feature-1'), headKey(null, 'feature-3')]))
    expect([...(facts.workflows ?? new Map()).keys()]).toEqual([10])
  })

  test('no tags at all is fine, no branches is an error', async () => {
    const empty = fakeGitHub(aFakeRepository({ branches: [] }))
    await expect(gather(empty, { branch: '@deleted' })).rejects.toThrow(/list of branches is empty.*@deleted/)
    const { existingRefs } = await gather(fakeGitHub(aFakeRepository()), { branch: '@deleted' })
    expect(existingRefs).toEqual(new Set(['main']))
  })

  test.each<[With, 'contents: read' | 'pull-requests: read', RegExp]>([
    [
      { branch: '@deleted' },
      'contents: read',
      /^branch: @deleted needs the list of branches, which cannot be read.*403/,
    ],
    [
      { branch: '@closed-pr' },
      'pull-requests: read',
      /^branch: @closed-pr needs the list of open pull requests/,
    ],
  ])('a list that cannot be read is an error that names the word: %j', async (step, permission, message) => {
    const github = fakeGitHub(aFakeRepository())
    github.permissions.delete(permission)
    await expect(gather(github, step)).rejects.toMatchObject({
      message: expect.stringMatching(message),
      hint: expect.stringContaining(permission),
    })
  })
})
