import { expect, test } from '@jest/globals'
import type { Run } from '../../src/model.ts'
import { isAnyWorkflow, workflowMatches } from '../../src/select/workflows.ts'
import { parseFetch } from '../support/step.ts'
import { aRun, aWorkflow } from '../support/builders.ts'

const workflows = new Map([
  [10, aWorkflow({ id: 10, name: 'Build and test' })],
  [11, aWorkflow({ id: 11, name: 'Old', path: '.github/workflows/old.yml', state: 'deleted' })],
  [12, aWorkflow({ id: 12, name: 'Nightly', path: '.github/workflows/n.yml', state: 'disabled_inactivity' })],
])

const matches = (workflow: string, run: Partial<Run>): boolean => {
  const list = parseFetch({ workflow }).selectors.workflow
  if (list === null) throw new Error('no list')
  return workflowMatches(list, aRun(run), { workflows })
}

test.each<[string, string, Partial<Run>, boolean]>([
  ['the name when the run was made', 'CI', {}, true],
  ['the name of today', 'Build and test', {}, true],
  ['a pattern over names', 'Build*', {}, true],
  ['a pattern over files', '*.yml', {}, true],
  ['a pattern over paths', '.github/workflows/c*', {}, true],
  ['any', '*', { workflowPath: '', workflowName: '' }, true],
  ['a deleted one', '@deleted', { workflowId: 11 }, true],
  ['one that the list does not know', '@deleted', { workflowId: 99 }, true],
  ['all but deleted ones, one that the list does not know', '!@deleted', { workflowId: 99 }, false],
  [
    'one of another repository, which the list cannot know',
    '@deleted',
    { workflowId: 99, workflowPath: 'octo/policies/.github/workflows/lint.yml' },
    false,
  ],
  [
    'one of GitHub that the list does not know',
    '@deleted',
    { workflowId: 99, workflowPath: 'dynamic/x' },
    false,
  ],
  ['one that the list does not know is not disabled', '@disabled', { workflowId: 99 }, false],
  ['a disabled one', '@disabled', { workflowId: 12 }, true],
  ['an active one', '@disabled', { workflowId: 10 }, false],
  ['all but one by its name of today', '!Build and test', {}, false],
  ['all but one, another', '!Build and test', { workflowId: 12, workflowName: 'Nightly' }, true],
  [
    'a made-up one of GitHub',
    'dependabot-updates',
    { workflowPath: 'dynamic/dependabot/dependabot-updates' },
    true,
  ],
  ['case counts', 'ci', {}, false],
])('%s', (_name, workflow, run, expected) => {
  expect(matches(workflow, run)).toBe(expected)
})

test('only * and ** take every workflow unseen', () => {
  const isAny = (text: string): boolean | undefined => {
    const [line] = parseFetch({ workflow: text }).selectors.workflow?.includes ?? []
    return line && isAnyWorkflow(line)
  }
  expect(['*', '**', '*.yml', '10'].map(isAny)).toEqual([true, true, false, false])
})
