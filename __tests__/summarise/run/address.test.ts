import { describe, expect, test } from '@jest/globals'
import { defaultBranchOf, runAddress } from '../../../src/summarise/run/address.ts'
import type { Context } from '../../../src/world.ts'
import { aContext, octoApp } from '../../support/builders.ts'
import { repositoryList, runIds, someInputs } from '../support/inputs.ts'

const other = { owner: 'octo', name: 'other' }
const triggered: Partial<Context> = { event: 'workflow_run', payload: { workflow_run: { id: 77 } } }

describe('runAddress', () => {
  test.each([
    {
      what: 'the current run',
      inputs: {},
      context: {},
      expected: { repository: octoApp, runId: 100, isCurrentRun: true },
    },
    {
      what: 'the run that triggered this one',
      inputs: {},
      context: triggered,
      expected: { repository: octoApp, runId: 77, isCurrentRun: false },
    },
    {
      what: 'the current run, when needs is given',
      inputs: { needs: { a: { result: 'success' } } },
      context: triggered,
      expected: { repository: octoApp, runId: 100, isCurrentRun: true },
    },
    {
      what: 'the run of run-id',
      inputs: runIds({ id: 5, repository: null }),
      context: {},
      expected: { repository: octoApp, runId: 5, isCurrentRun: false },
    },
    {
      what: 'the current run by its id',
      inputs: runIds({ id: 100, repository: null }),
      context: {},
      expected: { repository: octoApp, runId: 100, isCurrentRun: true },
    },
    {
      what: 'the repository of a run URL',
      inputs: runIds({ id: 5, repository: other }),
      context: {},
      expected: { repository: other, runId: 5, isCurrentRun: false },
    },
    {
      what: 'an equal id in another repository, which is not the current run',
      inputs: runIds({ id: 100, repository: other }),
      context: {},
      expected: { repository: other, runId: 100, isCurrentRun: false },
    },
    {
      what: 'the current run, when the event lacks the other',
      inputs: {},
      context: { event: 'workflow_run', payload: {} },
      expected: { repository: octoApp, runId: 100, isCurrentRun: true },
    },
  ])('is $what', ({ inputs, context, expected }) => {
    expect(runAddress(someInputs(inputs), aContext(context))).toEqual(expected)
  })

  test.each([
    {
      what: 'two ids',
      inputs: runIds({ id: 5, repository: null }, { id: 6, repository: null }),
      context: {},
      says: 'run-id names 2 runs',
    },
    {
      what: 'another repository without an id',
      inputs: { repositories: repositoryList('octo/other') },
      context: {},
      says: 'Which run of octo/other',
    },
    {
      what: 'several repositories',
      inputs: { repositories: repositoryList('octo/a', 'octo/b') },
      context: {},
      says: 'one repository',
    },
    {
      what: 'a pattern of repositories',
      inputs: { repositories: repositoryList('octo/*') },
      context: {},
      says: 'one repository',
    },
    { what: 'no current run', inputs: {}, context: { runId: null }, says: 'no current run' },
  ])('$what: an error', ({ inputs, context, says }) => {
    expect(() => runAddress(someInputs(inputs), aContext(context))).toThrow(says)
  })
})

test.each([
  { payload: { repository: { default_branch: 'trunk' } }, repository: octoApp, expected: 'trunk' },
  {
    payload: { repository: { default_branch: 'trunk' } },
    repository: { owner: 'OCTO', name: 'App' },
    expected: 'trunk',
  },
  { payload: { repository: { default_branch: 'trunk' } }, repository: other, expected: null },
  { payload: { repository: {} }, repository: octoApp, expected: null },
  { payload: {}, repository: octoApp, expected: null },
])('the default branch that the event names: $expected', ({ payload, repository, expected }) => {
  expect(defaultBranchOf(aContext({ payload }), repository)).toBe(expected)
})
