import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { RunQuery } from '../../src/world.ts'
import { planQueries } from '../../src/fetch/plan-queries.ts'
import { everyRun, runMatches, type RunFacts } from '../../src/select/runs.ts'
import { aFakeRepository, fakeGitHub } from '../support/fake-github.ts'
import { aPull, aRun, aSha, aWorkflow, dayMs, nowMs, octoApp } from '../support/builders.ts'
import { type With } from '../support/step.ts'
import { factsWithPull, someFacts, someRun, someSelectors } from '../select/arbitraries.ts'
import { ask } from './world.ts'

const facts: RunFacts = { ...someFacts }
const queriesOf = (step: With, more: Partial<RunFacts> = {}, isWaiting = false): readonly RunQuery[] => {
  const { runSelectors } = ask(step).request
  const [branchLine = null] = runSelectors.branch?.includes ?? []
  return planQueries({
    selectors: runSelectors,
    facts: { ...facts, ...more },
    branchLine,
    workflows: [],
    isWaiting,
  })
}

test.each<[string, With, RunQuery]>([
  ['the default', { branch: 'main' }, { branch: 'main', status: 'success' }],
  ['a branch with a slash', { branch: 'feature/ä b' }, { branch: 'feature/ä b', status: 'success' }],
  ['a pattern is left to us', { branch: 'feature/*' }, { status: 'success' }],
  ['the default branch', { branch: '@default' }, { branch: 'main', status: 'success' }],
  ['other words are left to us', { branch: '@fork' }, { status: 'success' }],
  ['an exclude is left to us', { branch: '!main' }, { status: 'success' }],
  ['any', { conclusion: 'any' }, {}],
  ['a status', { conclusion: 'in_progress' }, { status: 'in_progress' }],
  ['a conclusion that the API does not take', { conclusion: 'startup_failure' }, {}],
  ['two conclusions', { conclusion: 'success, failure' }, {}],
  [
    'an event and an actor',
    { event: 'push', actor: 'mona' },
    { event: 'push', actor: 'mona', status: 'success' },
  ],
  ['two events', { event: 'push, schedule' }, { status: 'success' }],
  ['an excluded event', { event: '!push' }, { status: 'success' }],
  [
    'a range, less the time in which runs can be started again',
    { created: '2026-05-01..2026-05-31' },
    { status: 'success', created: '2026-03-31T00:00:00Z..2026-06-01T00:00:00Z' },
  ],
  ['older', { 'older-than': '1d' }, { status: 'success', created: '<=2026-05-31T12:00:00Z' }],
  ['newer', { 'newer-than': '1d' }, { status: 'success', created: '>=2026-04-30T12:00:00Z' }],
  ['since ever', { 'newer-than': '5000w' }, { status: 'success', created: '>=1970-01-01T00:00:00Z' }],
])('%s', (_name, step, expected) => {
  expect(queriesOf(step)).toEqual([expected])
})

test('while waiting, runs of every status are asked for', () => {
  expect(queriesOf({ branch: 'main' }, {}, true)).toEqual([{ branch: 'main' }])
})

test('a commit', () => {
  expect(queriesOf({ commit: aSha(1) }, { commitSha: aSha(1) })).toEqual([
    { headSha: aSha(1), status: 'success' },
  ])
})

test("a pull request's runs are those of its head since it opened, and those of its head commit", () => {
  const pull = aPull({ headBranch: 'topic', headSha: aSha(9), createdAtMs: nowMs - dayMs })
  expect(queriesOf({ 'pull-request': '1' }, { pullRequest: pull })).toEqual([
    { branch: 'topic', created: '>=2026-05-31T12:00:00Z', status: 'success' },
    { headSha: aSha(9), status: 'success' },
  ])
})

test('each workflow is asked for by itself', () => {
  const { runSelectors } = ask({ branch: 'main' }).request
  const queries = planQueries({
    selectors: runSelectors,
    facts,
    branchLine: null,
    workflows: ['ci.yml', 7],
    isWaiting: false,
  })
  expect(queries.map(({ workflow }) => workflow)).toEqual(['ci.yml', 7])
})

test('no query leaves out a run that the selectors take', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(someRun, { selector: ({ id }) => id, maxLength: 12 }),
      someSelectors,
      fc.constantFrom(someFacts, factsWithPull, { ...someFacts, commitSha: aSha(3) }),
      fc.boolean(),
      async (runs, selectors, gathered, isWaiting) => {
        const github = fakeGitHub(aFakeRepository({ runs, workflows: [aWorkflow()] }))
        const lines = selectors.branch?.includes ?? []
        const listed = new Set<number>()
        for (const branchLine of lines.length === 0 ? [null] : lines)
          for (const query of planQueries({
            selectors,
            facts: gathered,
            branchLine,
            workflows: [],
            isWaiting,
          }))
            for (const run of (await github.listRuns(octoApp, query, 1)).items) listed.add(run.id)
        for (const run of runs)
          if (runMatches(run, selectors, gathered).matches) expect(listed).toContain(run.id)
      },
    ),
  )
})

test('a run that was started again weeks later is still listed', async () => {
  const run = aRun({ createdAtMs: nowMs - 30 * dayMs, startedAtMs: nowMs - dayMs / 2 })
  const github = fakeGitHub(aFakeRepository({ runs: [run] }))
  const { runSelectors } = ask({ 'newer-than': '1d', conclusion: 'any' }).request
  expect(runMatches(run, { ...everyRun, newerThanMs: dayMs }, facts).matches).toBe(true)
  const [query = {}] = planQueries({
    selectors: runSelectors,
    facts,
    branchLine: null,
    workflows: [],
    isWaiting: false,
  })
  expect((await github.listRuns(octoApp, query, 1)).items).toEqual([run])
})
