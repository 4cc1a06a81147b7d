import { expect, test } from '@jest/globals'
import { parseSummarise, problemsOf } from '../support/step.ts'

const needs = '{"a":{"result":"success"}}'

test.each([
  [{ 'allow-failure': 'x' }, 'allow-failure', 'gate: true'],
  [{ 'allow-skip': 'x' }, 'allow-skip', 'gate: true'],
  [{ require: 'x' }, 'require', 'gate: true'],
  [{ 'on-cancelled': 'ignore' }, 'on-cancelled', 'gate: true'],
  [{ 'max-regression': '25%' }, 'max-regression', 'gate: true'],
  // Off is off, whoever wrote it: a rule that judges nothing must not look as if it did.
  [{ gate: 'false', require: 'x' }, 'require', 'gate: true'],
  [{ gate: 'true', require: '!x' }, 'require', 'an exclude'],
  [{ gate: 'true', 'max-regression': '25%', baseline: 'off' }, 'max-regression', 'baseline: off'],
  [{ gate: 'true', 'max-regression': '25%', 'baseline-runs': '4' }, 'baseline-runs', '5 or more'],
  [{ baseline: 'off', 'baseline-runs': '10' }, 'baseline-runs', 'baseline: off'],
  [{ 'run-id': '1,2' }, 'run-id', 'one run'],
  [{ 'run-id': '1', needs }, 'needs', 'another one'],
  [{ 'run-id': 'https://github.com/octo/other/actions/runs/100', needs }, 'needs', 'another one'],
  [{ repository: 'octo/*' }, 'repository', 'target: repository'],
  [{ repository: 'octo/a\nocto/b' }, 'repository', 'target: repository'],
  [{ repository: 'octo/a', 'run-id': 'https://github.com/octo/b/actions/runs/1' }, 'run-id', 'octo/b, which'],
  [{ needs: '{}' }, 'needs', 'no jobs'],
  [{ 'dry-run': 'true' }, 'dry-run', 'does nothing with mode: summarise'],
  [{ target: 'repository', 'run-id': '1' }, 'run-id', 'does nothing with target: repository'],
])('%j: %s', (step, name, text) => {
  const problems = problemsOf({ mode: 'summarise', ...step })
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(new RegExp(`^${name}: `))
  expect(problems[0]).toContain(text)
})

test.each([
  [{ gate: 'true', 'allow-failure': 'a', 'allow-skip': 'a', require: 'b', 'max-regression': '25%' }],
  [{ gate: 'false', needs }],
  [{ needs, gate: 'true' }],
  [{ 'run-id': '100', needs }],
  [{ 'run-id': 'https://github.com/octo/app/actions/runs/100', needs }],
  [{ 'run-id': 'https://github.com/octo/other/actions/runs/1' }],
  [{ target: 'repository', repository: 'octo/*\n!octo/x', days: '7', report: 'weekly' }],
  [{ 'job-id': '' }],
])('%j is fine', (step) => expect(problemsOf({ mode: 'summarise', ...step })).toEqual([]))

test('what a job is told about itself may be missing', () => {
  expect(parseSummarise({ 'job-id': '' }).jobId).toBe(null)
  expect(problemsOf({ mode: 'summarise', 'job-id': 'x' })).toEqual([expect.stringMatching(/^job-id: /)])
})
