import { expect, test } from '@jest/globals'
import { problemsOf } from '../support/step.ts'

const digest = `sha256:${'ab'.repeat(32)}`

test.each([
  [{ files: 'a/*', unzip: 'false' }, 'files', 'unzip: false'],
  [{ executable: 'a/*', unzip: 'false' }, 'executable', 'unzip: false'],
  [{ 'allow-forks': 'true' }, 'allow-forks', 'Set path'],
  [{ ancestors: '2' }, 'ancestors', 'Set commit'],
  [{ 'artifact-id': '1', history: '2' }, 'history', 'artifact-id'],
  [{ 'artifact-id': '1', wait: '1min' }, 'wait', 'artifact-id'],
  [{ 'artifact-id': '1', commit: 'main', ancestors: '2' }, 'ancestors', 'artifact-id'],
  [{ 'run-id': '1', history: '2' }, 'history', 'run-id'],
  [{ 'run-id': '1', commit: 'main', ancestors: '2' }, 'ancestors', 'run-id'],
  [{ 'artifact-id': '1,2', 'min-count': '3' }, 'min-count', 'names 2'],
  [{ 'older-than': '30d', 'newer-than': '7d' }, 'older-than', 'older than 30d and newer than 7d'],
  [{ 'older-than': '7d', 'newer-than': '1w' }, 'older-than', 'Nothing is'],
  [{ 'min-size': '2MB', 'max-size': '1MB' }, 'min-size', 'at least 2MB and at most 1MB'],
  [{ 'expected-digest': digest }, 'expected-digest', 'Say which'],
  [{ 'expected-digest': digest, name: 'a*' }, 'expected-digest', 'Say which'],
  [{ 'expected-digest': digest, name: 'a\nb' }, 'expected-digest', 'Say which'],
  [{ 'expected-digest': digest, name: '!a' }, 'expected-digest', 'Say which'],
  [{ 'expected-digest': digest, 'artifact-id': '1,2' }, 'expected-digest', 'Say which'],
  [{ 'expected-digest': digest, name: 'a', history: '2' }, 'expected-digest', 'asks for more'],
  [{ 'expected-digest': digest, name: 'a', 'run-id': '1,2' }, 'expected-digest', 'asks for more'],
  [{ 'expected-digest': digest, name: 'a', 'min-count': '2' }, 'expected-digest', 'asks for more'],
  [{ 'expected-digest': digest, name: 'a', digest: 'off' }, 'expected-digest', 'digest: off'],
  [{ 'expected-digest': digest, name: 'a', digest: 'warn' }, 'expected-digest', 'digest: warn'],
  [{ 'run-number': '5', workflow: '*' }, 'run-number', 'one workflow'],
  [{ 'run-number': '5', workflow: 'a.yml\nb.yml' }, 'run-number', 'one workflow'],
  [{ 'run-number': '5', workflow: '@deleted' }, 'run-number', 'one workflow'],
  [{ 'run-number': '5', workflow: '!a.yml' }, 'run-number', 'one workflow'],
  [{ 'run-number': '5', repository: 'octo/other' }, 'run-number', 'one workflow'],
  [
    { repository: 'octo/other', 'run-id': 'https://github.com/octo/third/actions/runs/5' },
    'run-id',
    'octo/third, which repository does not name',
  ],
  [
    { repository: 'octo/other', 'artifact-id': 'https://github.com/octo/third/actions/runs/5/artifacts/6' },
    'artifact-id',
    'octo/third, which repository does not name',
  ],
])('%j: %s', (step, name, text) => {
  const problems = problemsOf({ mode: 'fetch', ...step })
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(new RegExp(`^${name}: `))
  expect(problems[0]).toContain(text)
})

test.each([
  [{ 'allow-forks': 'true', path: 'out' }],
  [{ 'allow-forks': 'false' }],
  [{ files: 'a/*', unzip: 'true', executable: 'a/x' }],
  [{ ancestors: '0' }],
  [{ commit: 'merge-base', ancestors: '20', wait: '10min' }],
  [{ 'artifact-id': '1,2', history: '1', wait: '0', ancestors: '0', 'min-count': '2' }],
  [{ 'artifact-id': '1', name: 'a', 'max-size': '1GB', workflow: 'ci.yml' }],
  [{ 'run-id': '1', wait: '5min', conclusion: 'success' }],
  [{ 'older-than': '1d', 'newer-than': '7d' }],
  [{ 'min-size': '1MB', 'max-size': '1MB' }],
  [{ 'expected-digest': digest, name: 'report\\[1\\]\n!x', digest: 'require' }],
  [{ 'expected-digest': digest, 'artifact-id': '1' }],
  [{ 'expected-digest': digest, name: 'a', files: 'b' }],
  [{ 'run-number': '5' }],
  [{ 'run-number': '5,6', workflow: '12' }],
  [{ 'run-number': '5', workflow: 'ci.yml\n!other.yml' }],
  [{ 'run-id': 'https://github.com/octo/third/actions/runs/5' }],
  [{ repository: 'Octo/Other', 'run-id': 'https://github.com/octo/other/actions/runs/5' }],
  [{ target: 'logs', job: 'test*', workflow: 'ci.yml', history: '3', wait: '1min', concurrency: '2' }],
])('%j is fine', (step) => expect(problemsOf({ mode: 'fetch', ...step })).toEqual([]))

test('run numbers need a workflow where the runner names none', () => {
  expect(problemsOf({ mode: 'fetch', 'run-number': '5' }, { workflowPath: '' })).toHaveLength(1)
})
