import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Run } from '../../src/model.ts'
import { branchMatches } from '../../src/select/branches.ts'
import { matchesConclusion } from '../../src/select/conclusion.ts'
import { everyRun, runMatches, type RunFacts, type RunSelectors } from '../../src/select/runs.ts'
import { workflowMatches } from '../../src/select/workflows.ts'
import { parseFetch, type With } from '../support/step.ts'
import { aPull, aRun, aSha, dayMs, hourMs, nowMs } from '../support/builders.ts'
import { factsWithPull, someFacts, someRun, someSelectors } from './arbitraries.ts'

/** The selectors as a user writes them. */
const selectorsOf = (step: With): RunSelectors => ({ ...everyRun, ...parseFetch(step).selectors })

const reasonOf = (run: Run, selectors: RunSelectors, facts: RunFacts = someFacts): string => {
  const verdict = runMatches(run, selectors, facts)
  return verdict.matches ? '' : `${verdict.test}: ${verdict.reason}`
}

describe('runMatches', () => {
  test.each<[string, With, Partial<Run>, string]>([
    ['nothing asked', {}, {}, ''],
    ['a workflow by file', { workflow: 'ci.yml' }, {}, ''],
    ['a workflow by path', { workflow: '.github/workflows/ci.yml' }, {}, ''],
    ['a workflow by id', { workflow: '10' }, {}, ''],
    ['a workflow by display name', { workflow: 'CI' }, {}, ''],
    ['another workflow', { workflow: 'lint.yml' }, {}, 'workflow: workflow "CI" is not asked for'],
    ['an excluded workflow', { workflow: '*\n!CI' }, {}, 'workflow: workflow "CI" is excluded by !CI'],
    ['a branch with a slash', { branch: 'feature/x' }, { headBranch: 'feature/x' }, ''],
    [
      'a branch glob within a segment',
      { branch: 'feature/*' },
      { headBranch: 'feature/a/b' },
      'branch: branch "feature/a/b" is not asked for',
    ],
    ['a branch with spaces and umlauts', { branch: 'Größe 1' }, { headBranch: 'Größe 1' }, ''],
    [
      'no branch at all',
      { branch: 'main' },
      { headBranch: null },
      'branch: it has no branch, which is not asked for',
    ],
    ['an excluded branch', { branch: '!main' }, {}, 'branch: branch "main" is excluded by !main'],
    ['an event', { event: 'push' }, {}, ''],
    ['another event', { event: 'schedule' }, {}, 'event: event push is not asked for'],
    ['an excluded event', { event: '!push' }, {}, 'event: event push is excluded'],
    ['an actor in another case', { actor: 'Mona' }, {}, ''],
    ['no actor', { actor: 'mona' }, { actor: null }, 'actor: actor none is not asked for'],
    ['a run number', { 'run-number': '7' }, { number: 7 }, ''],
    ['another run number', { 'run-number': '7' }, { number: 8 }, 'run-number: run number 8 is not asked for'],
    ['a run id', { 'run-id': '1' }, { id: 1 }, ''],
    ['another run id', { 'run-id': '2' }, { id: 1 }, 'run-id: its id is not asked for'],
    ['the conclusion', { conclusion: 'success' }, {}, ''],
    [
      'another conclusion',
      { conclusion: 'success' },
      { conclusion: 'failure' },
      'conclusion: its conclusion is failure, not success',
    ],
    ['any conclusion', { conclusion: 'any' }, { status: 'queued' }, ''],
    ['a status', { conclusion: 'in_progress' }, { status: 'in_progress' }, ''],
    ['completed is every conclusion', { conclusion: 'completed' }, { conclusion: 'failure' }, ''],
    [
      'not yet concluded',
      { conclusion: 'success, neutral' },
      { status: 'queued' },
      'conclusion: it is queued, not success or neutral',
    ],
    [
      'an excluded conclusion',
      { conclusion: '!failure' },
      { conclusion: 'failure' },
      'conclusion: it is failure, which is excluded',
    ],
    ['only excludes lets the unfinished through', { conclusion: '!failure' }, { status: 'in_progress' }, ''],
    ['within a range', { created: '2026-05-01..2026-05-31' }, {}, ''],
    [
      'before a range',
      { created: '>=2026-06-01' },
      {},
      'created: it is of 2026-05-31, before 2026-06-01 00:00:00 UTC',
    ],
    ['older', { 'older-than': '12h' }, {}, ''],
    ['not older', { 'older-than': '2d' }, {}, 'older-than: it is 1d 00h old, not older than 2d 00h'],
    ['newer', { 'newer-than': '2d' }, {}, ''],
    ['not newer', { 'newer-than': '12h' }, {}, 'newer-than: it is 1d 00h old, not newer than 12h 00m'],
    ['a re-run makes a run young', { 'newer-than': '12h' }, { startedAtMs: nowMs - hourMs }, ''],
    [
      'the last change does not',
      { 'newer-than': '12h' },
      { updatedAtMs: nowMs },
      'newer-than: it is 1d 00h old, not newer than 12h 00m',
    ],
    ['two lines of one list are an or', { event: 'schedule, push' }, {}, ''],
    [
      'two selectors are an and',
      { event: 'push', branch: 'dev' },
      {},
      'branch: branch "main" is not asked for',
    ],
  ])('%s', (_name, step, run, reason) => {
    expect(reasonOf(aRun(run), selectorsOf(step))).toBe(reason)
  })

  test('a range holds both its ends, to the millisecond', () => {
    const created = { fromMs: nowMs, toMs: nowMs + 10 }
    const at = (timeMs: number): boolean =>
      runMatches(aRun({ createdAtMs: timeMs }), { ...everyRun, created }, someFacts).matches
    expect([-1, 0, 10, 11].map((offset) => at(nowMs + offset))).toEqual([false, true, true, false])
  })

  test('a commit is told by its whole SHA', () => {
    const facts = { ...someFacts, commitSha: aSha(7) }
    expect(reasonOf(aRun({ headSha: aSha(7) }), everyRun, facts)).toBe('')
    expect(reasonOf(aRun({ headSha: aSha(8) }), everyRun, facts)).toMatch(/^commit: commit 0000000 is not/)
  })

  describe('pull-request', () => {
    const pull = aPull({ number: 3, headBranch: 'topic', headSha: aSha(77), headRepositoryId: 5 })
    const ofPull = { event: 'pull_request', headBranch: 'topic', headRepositoryId: 5 }
    test.each<[string, Partial<Run>, boolean]>([
      ['an event of its head', ofPull, true],
      ['a review of its head', { ...ofPull, event: 'pull_request_review' }, true],
      ['a push to its branch', { ...ofPull, event: 'push' }, false],
      ['a push of its head commit', { ...ofPull, event: 'push', headSha: aSha(77) }, true],
      ['the same branch of another repository', { ...ofPull, headRepositoryId: 1 }, false],
      ['a head repository that is gone proves nothing', { ...ofPull, headRepositoryId: null }, false],
      ['before it was opened', { ...ofPull, createdAtMs: pull.createdAtMs - 1 }, false],
      ['when it was opened', { ...ofPull, createdAtMs: pull.createdAtMs }, true],
      [
        'one from before that was run again since',
        { ...ofPull, createdAtMs: pull.createdAtMs - dayMs, startedAtMs: nowMs },
        false,
      ],
    ])('%s', (_name, run, matches) => {
      const facts = { ...someFacts, pullRequest: pull }
      expect(runMatches(aRun(run), everyRun, facts).matches).toBe(matches)
    })

    test('of a fork that is gone, only its head commit counts', () => {
      const facts = { ...someFacts, pullRequest: { ...pull, headRepositoryId: null } }
      const of = (run: Partial<Run>): boolean => runMatches(aRun(run), everyRun, facts).matches
      expect(of({ ...ofPull, headRepositoryId: null })).toBe(false)
      expect(of({ ...ofPull, headRepositoryId: null, headSha: aSha(77) })).toBe(true)
    })
  })

  test('the conclusion comes last: whoever fails only that is right in everything else', () => {
    const selectors = selectorsOf({ branch: 'dev', conclusion: 'success' })
    expect(reasonOf(aRun({ conclusion: 'failure' }), selectors)).toMatch(/^branch: /)
    expect(reasonOf(aRun({ conclusion: 'failure', headBranch: 'dev' }), selectors)).toMatch(/^conclusion: /)
  })

  test('a word whose facts nobody gathered is a bug, not a match', () => {
    const facts = { ...someFacts, existingRefs: null }
    expect(() => runMatches(aRun(), selectorsOf({ branch: '@deleted' }), facts)).toThrow(/@deleted/)
  })
})

describe('properties', () => {
  test('every run gets a match, or exactly one test and a reason', () => {
    fc.assert(
      fc.property(
        someRun,
        someSelectors,
        fc.constantFrom(someFacts, factsWithPull),
        (run, selectors, facts) => {
          const verdict = runMatches(run, selectors, facts)
          if (verdict.matches) expect(Object.keys(verdict)).toEqual(['matches'])
          else expect([verdict.test, verdict.reason].every((text) => text.length > 0)).toBe(true)
        },
      ),
    )
  })

  test('a list never matches what its excludes name', () => {
    fc.assert(
      fc.property(someRun, someSelectors, (run, selectors) => {
        if (!runMatches(run, selectors, someFacts).matches) return
        const { branch, workflow, event, actor, conclusion } = selectors
        for (const line of branch?.excludes ?? [])
          expect(branchMatches({ includes: [line], excludes: [] }, run, someFacts)).toBe(false)
        for (const line of workflow?.excludes ?? [])
          expect(workflowMatches({ includes: [line], excludes: [] }, run, someFacts)).toBe(false)
        expect(event?.excludes ?? []).not.toContain(run.event)
        expect(actor?.excludes ?? []).not.toContain(run.actor)
        expect(conclusion?.excludes ?? []).not.toContain(run.conclusion)
        expect(conclusion?.excludes ?? []).not.toContain(run.status)
      }),
    )
  })

  test('the order of lines never matters', () => {
    const turned = <T extends { includes: readonly unknown[]; excludes: readonly unknown[] } | null>(
      list: T,
    ): T =>
      list === null
        ? list
        : { ...list, includes: list.includes.toReversed(), excludes: list.excludes.toReversed() }
    fc.assert(
      fc.property(someRun, someSelectors, (run, selectors) => {
        const other = {
          ...selectors,
          workflow: turned(selectors.workflow),
          branch: turned(selectors.branch),
          event: turned(selectors.event),
          actor: turned(selectors.actor),
          conclusion: turned(selectors.conclusion),
          runNumbers: selectors.runNumbers?.toReversed() ?? null,
        }
        expect(runMatches(run, other, someFacts).matches).toBe(runMatches(run, selectors, someFacts).matches)
      }),
    )
  })

  test('an exclude more never makes more runs match, an include less neither where one is left', () => {
    fc.assert(
      fc.property(someRun, fc.constantFrom('success', 'failure', 'cancelled'), (run, word) => {
        const list = { includes: ['success', 'failure'], excludes: [] }
        const narrower = { ...list, excludes: [word] }
        if (matchesConclusion(narrower, run)) expect(matchesConclusion(list, run)).toBe(true)
      }),
    )
  })
})
