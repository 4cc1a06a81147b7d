import { describe, expect, test } from '@jest/globals'
import { parsePrune, problemsOf } from '../support/step.ts'

describe('what is refused', () => {
  test.each([
    // An empty policy.
    [{}, 'keep', 'policy is empty'],
    [{ name: 'tmp-*' }, 'keep', 'policy is empty'],
    [{ 'older-than': '30d' }, 'keep', 'policy is empty'],
    [{ 'protect-branch': 'main' }, 'keep', 'policy is empty'],
    [{ 'keep-last-successful': '0' }, 'keep', 'policy is empty'],
    [{ 'max-deletions': '5' }, 'keep', 'policy is empty'],
    // Rules against each other.
    [{ keep: 'none', 'keep-last': '5' }, 'keep', 'but keep-last does'],
    [
      { keep: 'none', 'keep-within': '5d', 'keep-last-successful': '1' },
      'keep',
      'keep-within, keep-last-successful',
    ],
    [{ keep: 'all', 'keep-last': '1' }, 'keep', 'Write none'],
    [{ 'keep-last': '0' }, 'keep-last', 'too small'],
    [{ 'keep-within': '30d', 'newer-than': '30d' }, 'newer-than', 'kept by keep-within'],
    [{ target: 'artifacts,runs', 'max-total-size': '1GB' }, 'max-total-size', 'all runs would go'],
    [{ target: 'runs', 'group-by': 'name', 'keep-last': '1' }, 'group-by', 'runs have not'],
    [{ 'group-by': 'none,branch', 'keep-last': '1' }, 'group-by', 'none beside'],
    [{ 'group-by': 'workflw', 'keep-last': '1' }, 'group-by', 'did you mean workflow?'],
    [{ 'keep-last': '1', timezone: 'Mars/Base' }, 'timezone', 'no time zone'],
    [{ 'keep-last': '1', 'protect-name': 'a\n!b' }, 'protect-name', 'an exclude'],
    [{ 'keep-last': '1', 'protect-branch': '!main' }, 'protect-branch', 'an exclude'],
    // Ids say exactly what goes.
    [{ 'run-id': '1', 'keep-last': '5' }, 'keep-last', 'run-id names exactly'],
    [{ 'artifact-id': '1', 'keep-within': '5d' }, 'keep-within', 'artifact-id names exactly'],
    [{ 'run-id': '1', 'max-total-size': '5GB' }, 'max-total-size', 'run-id names exactly'],
    [{ 'run-id': '1', 'group-by': 'none' }, 'group-by', 'run-id names exactly'],
    [{ 'run-id': '1', 'max-delete-percent': '10%' }, 'max-delete-percent', 'run-id names exactly'],
    [{ 'run-id': '1', target: 'runs', 'cancel-stale': '1d' }, 'cancel-stale', 'run-id names exactly'],
    [{ 'artifact-id': '1', target: 'artifacts,runs' }, 'artifact-id', 'but no runs'],
    [{ 'run-id': '1', repository: 'octo/*' }, 'run-id', 'Write URLs'],
    [{ 'run-id': '1', repository: 'octo/a\nocto/b' }, 'run-id', 'Write URLs'],
    [{ 'run-id': 'https://github.com/octo/other/actions/runs/1' }, 'run-id', 'octo/other, which repository'],
    // No default workflow holds here.
    [{ 'keep-last': '1', 'run-number': '5' }, 'run-number', 'one workflow'],
  ])('%j: %s', (step, name, text) => {
    const problems = problemsOf({ mode: 'prune', ...step })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name}: `))
    expect(problems[0]).toContain(text)
  })

  // Five peers delete everything on a typo in an age.
  test.each([
    '7',
    '7d ',
    '30days',
    '1 day',
    '7 dyas',
    '30m',
    '6M',
    '1mo',
    '-1d',
    '0',
    '0d',
    'NaN',
    '1.5d',
    '7D',
  ])('keep-within: %j never means less than it says', (text) => {
    const step = { mode: 'prune', 'keep-within': text }
    if (text.trim() === '7d') expect(parsePrune(step).keep.withinMs).toBe(7 * 86_400_000)
    else expect(problemsOf(step)).toEqual([expect.stringMatching(/^keep-within: /)])
  })
})

test.each([
  [{ keep: 'none' }],
  [{ 'keep-last': '5', 'keep-within': '30d', 'keep-daily': '7' }],
  [{ keep: 'none', 'keep-last-successful': '0' }],
  [{ 'keep-last-successful': '3' }],
  [{ 'max-total-size': '2GB' }],
  [{ target: 'artifacts,runs', 'max-total-size': '2GB', 'keep-within': '90d' }],
  [{ target: 'artifacts,runs', 'max-total-size': '2GB', keep: 'none' }],
  [{ target: 'runs', 'cancel-stale': '1d' }],
  [{ target: 'runs', 'protect-name': 'release', 'keep-last': '1' }],
  [{ target: 'logs', 'keep-within': '30d', 'newer-than': '60d' }],
  [{ 'run-id': '100', name: 'tmp-*', 'dry-run': 'false' }],
  [{ 'run-id': '100', 'max-delete-percent': '100%' }],
  [{ 'run-id': '100', keep: 'none', 'protect-branch': 'main', 'protect-tagged': 'true' }],
  [{ 'artifact-id': '1', 'run-id': '2', target: 'artifacts,runs' }],
  [{ 'run-id': 'https://github.com/octo/x/actions/runs/1', repository: 'octo/*' }],
  [{ 'keep-last': '1', 'run-number': '5', workflow: 'ci.yml' }],
  [{ 'keep-last': '1', 'expect-plan': 'plan.json' }],
  [{ 'keep-last': '1', 'expect-plan': 'ab'.repeat(32), repository: 'octo/*' }],
])('%j is fine', (step) => expect(problemsOf({ mode: 'prune', ...step })).toEqual([]))

test('a clean-up is a dry run until one says otherwise', () => {
  expect(parsePrune({ keep: 'none' }).dryRun).toBe(true)
  // On a schedule, the expression for an input of workflow_dispatch is empty.
  expect(parsePrune({ keep: 'none', 'dry-run': '' }).dryRun).toBe(true)
  expect(parsePrune({ keep: 'none', 'dry-run': 'false' }).dryRun).toBe(false)
})
