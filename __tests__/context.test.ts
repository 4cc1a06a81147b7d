import { describe, expect, test } from '@jest/globals'
import { readContext, type Surroundings } from '../src/context.ts'

const read = (
  environment: Record<string, string>,
  readFile: Surroundings['readFile'] = () => {
    throw new Error('no such file')
  },
) =>
  readContext({
    environment,
    homeFolder: '/home/me',
    temporaryFolder: '/tmp',
    workingFolder: '/here',
    platform: 'linux',
    readFile,
  })

test('a runner that says everything', () => {
  const context = read(
    {
      GITHUB_REPOSITORY: 'octo/app',
      GITHUB_REPOSITORY_ID: '42',
      GITHUB_RUN_ID: '19876543210',
      GITHUB_RUN_ATTEMPT: '3',
      GITHUB_RUN_NUMBER: '77',
      GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/ci.yml@refs/heads/main',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: '/event.json',
      GITHUB_SHA: 'abc',
      GITHUB_REF_NAME: '7/merge',
      GITHUB_SERVER_URL: 'https://ghe.example.com',
      GITHUB_API_URL: 'https://ghe.example.com/api/v3',
      GITHUB_WORKSPACE: '/work',
      RUNNER_TEMP: '/runner/temp',
      RUNNER_NAME: 'box 1',
      RUNNER_DEBUG: '1',
    },
    (path) => (path === '/event.json' ? '{"pull_request":{"number":7}}' : ''),
  )
  expect(context).toEqual({
    repository: { owner: 'octo', name: 'app' },
    repositoryId: 42,
    runId: 19876543210,
    runAttempt: 3,
    runNumber: 77,
    workflowPath: '.github/workflows/ci.yml',
    event: 'pull_request',
    payload: { pull_request: { number: 7 } },
    sha: 'abc',
    refName: '7/merge',
    serverUrl: 'https://ghe.example.com',
    apiUrl: 'https://ghe.example.com/api/v3',
    isGhes: true,
    workspace: '/work',
    tempFolder: '/runner/temp',
    homeFolder: '/home/me',
    runnerName: 'box 1',
    platform: 'linux',
    isDebug: true,
  })
})

test('a machine that says nothing', () => {
  expect(read({})).toEqual({
    repository: null,
    repositoryId: null,
    runId: null,
    runAttempt: null,
    runNumber: null,
    workflowPath: '',
    event: '',
    payload: {},
    sha: '',
    refName: '',
    serverUrl: 'https://github.com',
    apiUrl: 'https://api.github.com',
    isGhes: false,
    workspace: '/here',
    tempFolder: '/tmp',
    homeFolder: '/home/me',
    runnerName: '',
    platform: 'linux',
    isDebug: false,
  })
})

describe('the path of the workflow', () => {
  test.each([
    ['octo/app/.github/workflows/ci.yml@refs/heads/main', '.github/workflows/ci.yml'],
    ['octo/app/.github/workflows/ci.yml@refs/pull/7/merge', '.github/workflows/ci.yml'],
    ['octo/app/.github/workflows/ci.yml@refs/heads/user@host/fix', '.github/workflows/ci.yml'],
    ['octo/app/.github/workflows/build@2.yml@refs/tags/v1', '.github/workflows/build@2.yml'],
    ['octo/app/.github/workflows/ci.yml@0123456789abcdef', '.github/workflows/ci.yml'],
    ['octo/app/dynamic/pages/pages-build-deployment@refs/heads/main', 'dynamic/pages/pages-build-deployment'],
    ['', ''],
    ['nonsense', ''],
  ])('%s', (workflowRef, path) => {
    expect(read({ GITHUB_WORKFLOW_REF: workflowRef }).workflowPath).toBe(path)
  })
})

describe('GitHub Enterprise Server is what is not GitHub’s own', () => {
  test.each([
    ['https://github.com', false],
    ['https://GitHub.com', false],
    ['https://octo.ghe.com', false],
    ['http://github.localhost', false],
    ['http://localhost:3000', true],
    ['https://ghe.example.com', true],
    ['https://github.com.example.com', true],
    ['https://notghe.com', true],
    ['not a url', false],
  ])('%s', (serverUrl, isGhes) => {
    expect(read({ GITHUB_SERVER_URL: serverUrl }).isGhes).toBe(isGhes)
  })
})

describe('an event that cannot be read is an empty one', () => {
  test.each([
    ['{"broken', {}],
    ['[1]', {}],
    ['null', {}],
    ['"text"', {}],
    ['{"action":"opened"}', { action: 'opened' }],
  ])('%s', (content, payload) => {
    expect(read({ GITHUB_EVENT_PATH: '/event.json' }, () => content).payload).toEqual(payload)
  })
  test('no such file', () => {
    expect(read({ GITHUB_EVENT_PATH: '/event.json' }).payload).toEqual({})
  })
})

describe('what is no id is null', () => {
  test.each(['0', '-1', '1.5', 'x', '99999999999999999999'])('%s', (id) => {
    expect(read({ GITHUB_RUN_ID: id }).runId).toBeNull()
  })
})

test.each(['octo', 'octo/', '/app', 'a/b/c'])('%s is no repository', (text) => {
  expect(read({ GITHUB_REPOSITORY: text }).repository).toBeNull()
})
