/** Random runs and selectors from a small vocabulary, so that they meet often. */
import fc from 'fast-check'
import type { BranchList, WordList, WorkflowList } from '../../src/inputs.ts'
import type { Run } from '../../src/model.ts'
import { everyRun, type RunFacts, type RunSelectors } from '../../src/select/runs.ts'
import { headKey } from '../../src/select/branches.ts'
import { parsePattern } from '../../src/text/patterns.ts'
import { aPull, aRun, aWorkflow, hourMs, nowMs } from '../support/builders.ts'

const branchNames = ['main', 'release/1.x', 'fix space', 'größe', 'v1'] as const
const events = ['push', 'pull_request', 'schedule'] as const
const actors = ['mona', 'hubot'] as const
const conclusions = ['success', 'failure', 'cancelled'] as const

export const someRun: fc.Arbitrary<Run> = fc
  .record({
    id: fc.integer({ min: 1, max: 50 }),
    number: fc.integer({ min: 1, max: 5 }),
    workflowId: fc.constantFrom(10, 11),
    headBranch: fc.option(fc.constantFrom(...branchNames)),
    event: fc.constantFrom(...events),
    actor: fc.option(fc.constantFrom(...actors)),
    headRepositoryId: fc.constantFrom(1, 2, null),
    status: fc.constantFrom('completed', 'in_progress'),
    outcome: fc.constantFrom(...conclusions),
    ageHours: fc.integer({ min: 0, max: 10 }),
    rerunHours: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ outcome, ageHours, rerunHours, workflowId, ...fields }) =>
    aRun({
      ...fields,
      workflowId,
      workflowName: workflowId === 10 ? 'CI' : 'Lint',
      workflowPath: `.github/workflows/${workflowId === 10 ? 'ci' : 'lint'}.yml`,
      conclusion: fields.status === 'completed' ? outcome : null,
      createdAtMs: nowMs - ageHours * hourMs,
      startedAtMs: nowMs - Math.max(0, ageHours - rerunHours) * hourMs,
    }),
  )

const words = (values: readonly string[]): fc.Arbitrary<WordList> =>
  fc.record({
    includes: fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 }),
    excludes: fc.uniqueArray(fc.constantFrom(...values), { maxLength: 1 }),
  })

const branchLine = fc.oneof(
  fc
    .constantFrom('main', 'release/*', '*', '**', 'v1', '/gr.*e/', 'fix space')
    .map((line) => ({ kind: 'pattern', pattern: parsePattern(line, { crossesSlash: false }) }) as const),
  fc
    .constantFrom('@default', '@deleted', '@closed-pr', '@fork')
    .map((word) => ({ kind: 'word', word }) as const),
)
const branchList: fc.Arbitrary<BranchList> = fc.record({
  includes: fc.array(branchLine, { maxLength: 3 }),
  excludes: fc.array(branchLine, { maxLength: 2 }),
})

const workflowLine = fc.oneof(
  fc.constantFrom(10, 11, 12).map((id) => ({ kind: 'id', id }) as const),
  fc.constantFrom('@deleted', '@disabled').map((word) => ({ kind: 'word', word }) as const),
  fc
    .constantFrom('ci.yml', 'Lint', '*.yml', '.github/workflows/ci.yml')
    .map((line) => ({ kind: 'pattern', pattern: parsePattern(line, { crossesSlash: true }) }) as const),
)
const workflowList: fc.Arbitrary<WorkflowList> = fc.record({
  includes: fc.array(workflowLine, { maxLength: 3 }),
  excludes: fc.array(workflowLine, { maxLength: 2 }),
})

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value)

export const someSelectors: fc.Arbitrary<RunSelectors> = fc
  .record({
    workflow: maybe(workflowList),
    branch: maybe(branchList),
    event: maybe(words(events)),
    actor: maybe(words(actors)),
    conclusion: maybe(words([...conclusions, 'in_progress', 'completed', 'any'])),
    runNumbers: maybe(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 })),
    olderThanMs: maybe(fc.integer({ min: 0, max: 10 }).map((hours) => hours * hourMs)),
    newerThanMs: maybe(fc.integer({ min: 0, max: 10 }).map((hours) => hours * hourMs)),
  })
  .map((fields) => ({ ...everyRun, ...fields }))

/** Workflow 10 is active, 11 disabled; `v1` is a tag, `fix space` is gone; one pull request is open. */
export const someFacts: RunFacts = {
  nowMs,
  defaultBranch: 'main',
  existingRefs: new Set(['main', 'release/1.x', 'größe', 'v1']),
  openHeads: new Set([headKey(1, 'größe')]),
  workflows: new Map([
    [10, aWorkflow({ id: 10 })],
    [11, aWorkflow({ id: 11, name: 'Lint', path: '.github/workflows/lint.yml', state: 'disabled_manually' })],
  ]),
  commitSha: null,
  pullRequest: null,
}

export const factsWithPull: RunFacts = {
  ...someFacts,
  pullRequest: aPull({ headBranch: 'größe', createdAtMs: nowMs - 5 * hourMs }),
}
