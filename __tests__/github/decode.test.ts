import { describe, expect, test } from '@jest/globals'
import { decodeArtifact } from '../../src/github/decode-artifacts.ts'
import { DecodeError, type Json } from '../../src/github/decode-json.ts'
import {
  decodeCommit,
  decodeMergeBase,
  decodePullRequest,
  decodeRef,
  decodeRepository,
} from '../../src/github/decode-repositories.ts'
import { decodeJob, decodeRun, decodeWorkflow } from '../../src/github/decode-runs.ts'
import { decodeCountedPage, decodeListPage, decodeOne, hasNextLink } from '../../src/github/decode.ts'

/** The JSON with some fields replaced; `undefined` takes a field away, as JSON would. */
const having = (json: Json, fields: Json): Json =>
  Object.fromEntries(Object.entries({ ...json, ...fields }).filter(([, value]) => value !== undefined))

const run: Json = {
  id: 19_876_543_210,
  name: 'CI',
  display_title: 'Fix the thing',
  run_number: 12,
  run_attempt: 2,
  workflow_id: 10,
  path: '.github/workflows/ci.yml',
  event: 'push',
  status: 'completed',
  conclusion: 'success',
  head_branch: 'main',
  head_sha: 'abc',
  repository: { id: 1, full_name: 'octo/app' },
  head_repository: { id: 2, full_name: 'mona/app' },
  actor: { login: 'mona' },
  triggering_actor: { login: 'hubot' },
  created_at: '2026-01-02T03:04:05Z',
  run_started_at: '2026-01-03T00:00:00Z',
  updated_at: '2026-01-03T00:10:00Z',
  pull_requests: [{ number: 7 }, { number: 8 }],
  html_url: 'https://github.com/octo/app/actions/runs/19876543210',
}

describe('a run', () => {
  test('as github.com sends it', () => {
    expect(decodeRun(run)).toEqual({
      id: 19_876_543_210,
      number: 12,
      attempt: 2,
      workflowId: 10,
      workflowName: 'CI',
      workflowPath: '.github/workflows/ci.yml',
      title: 'Fix the thing',
      event: 'push',
      status: 'completed',
      conclusion: 'success',
      headBranch: 'main',
      headSha: 'abc',
      repositoryId: 1,
      headRepositoryId: 2,
      headRepositoryName: 'mona/app',
      actor: 'mona',
      createdAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
      startedAtMs: Date.UTC(2026, 0, 3),
      updatedAtMs: Date.UTC(2026, 0, 3, 0, 10),
      pullRequests: [7, 8],
      url: 'https://github.com/octo/app/actions/runs/19876543210',
    })
  })

  test.each<[string, Json, Json]>([
    ['its fork is gone', { head_repository: null }, { headRepositoryId: null, headRepositoryName: null }],
    ['only its fork’s id is left', { head_repository: null, head_repository_id: 2 }, { headRepositoryId: 2 }],
    ['it has no branch', { head_branch: null }, { headBranch: null }],
    ['its branch is empty', { head_branch: '' }, { headBranch: null }],
    ['its actor is gone', { actor: null }, { actor: null }],
    ['it runs', { status: 'in_progress', conclusion: null }, { status: 'in_progress', conclusion: null }],
    ['its status is null', { status: null }, { status: 'unknown' }],
    ['its workflow has no name', { name: null }, { workflowName: '', title: 'Fix the thing' }],
    ['it has no attempt', { run_attempt: undefined }, { attempt: 1 }],
    [
      'it has no start',
      { run_started_at: undefined },
      { startedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5), updatedAtMs: Date.UTC(2026, 0, 3, 0, 10) },
    ],
    ['it was never updated', { updated_at: null }, { updatedAtMs: Date.UTC(2026, 0, 3) }],
    ['it has no list of pull requests', { pull_requests: null }, { pullRequests: [] }],
    [
      'it has no title (GitHub Enterprise Server before 3.8)',
      { display_title: undefined, head_commit: { message: 'First line\n\nMore.' } },
      { title: 'First line' },
    ],
    ['it has no title and no commit', { display_title: undefined, head_commit: null }, { title: 'CI' }],
    [
      'its path has a ref',
      { path: '.github/workflows/ci.yml@main' },
      { workflowPath: '.github/workflows/ci.yml' },
    ],
    [
      'the ref of its path looks like a file',
      { path: '.github/workflows/ci.yaml@fix.yml' },
      { workflowPath: '.github/workflows/ci.yaml' },
    ],
    [
      'its file has an @',
      { path: '.github/workflows/build@2.yml' },
      { workflowPath: '.github/workflows/build@2.yml' },
    ],
    [
      'GitHub made its workflow',
      { path: 'dynamic/pages/pages-build-deployment' },
      { workflowPath: 'dynamic/pages/pages-build-deployment' },
    ],
  ])('%s', (_name, fields, result) => {
    expect(decodeRun(having(run, fields))).toMatchObject(result)
  })

  test.each<[string, Json, string]>([
    ['id', { id: undefined }, 'id is missing, not a number'],
    ['id', { id: '5' }, 'id is a text, not a number'],
    ['run_number', { run_number: null }, 'run_number is null, not a number'],
    ['head_sha', { head_sha: 5 }, 'head_sha is a number, not a text'],
    ['created_at', { created_at: 'yesterday' }, 'created_at is a text, not a time'],
    ['repository', { repository: null }, 'repository is null, not an object'],
    ['event', { event: [] }, 'event is a list, not a text'],
    [
      'pull_requests',
      { pull_requests: [{ number: 1 }, {}] },
      'pull_requests[1].number is missing, not a number',
    ],
  ])('a broken promise names the field: %s', (_name, fields, message) => {
    expect(() => decodeRun(having(run, fields))).toThrow(new DecodeError(message))
  })
})

const job: Json = {
  id: 5,
  run_id: 4,
  run_attempt: 3,
  name: 'test (ubuntu, 24)',
  status: 'completed',
  conclusion: 'failure',
  created_at: '2026-01-01T00:00:00Z',
  started_at: '2026-01-01T00:01:00Z',
  completed_at: '2026-01-01T00:05:00Z',
  labels: ['self-hosted', 'linux'],
  runner_id: 9,
  runner_name: 'box',
  head_sha: 'abc',
  html_url: 'https://github.com/o/r/actions/runs/4/job/5',
  steps: [
    {
      number: 1,
      name: 'Set up job',
      status: 'completed',
      conclusion: 'success',
      started_at: '2026-01-01T00:01:00.000Z',
      completed_at: '2026-01-01T01:02:00.000+01:00',
    },
    { number: 2, name: '', status: 'queued', conclusion: null, started_at: null, completed_at: null },
  ],
}

describe('a job', () => {
  test('as github.com sends it', () => {
    expect(decodeJob(job)).toEqual({
      id: 5,
      runId: 4,
      attempt: 3,
      name: 'test (ubuntu, 24)',
      status: 'completed',
      conclusion: 'failure',
      createdAtMs: Date.UTC(2026, 0, 1),
      startedAtMs: Date.UTC(2026, 0, 1, 0, 1),
      completedAtMs: Date.UTC(2026, 0, 1, 0, 5),
      labels: ['self-hosted', 'linux'],
      runnerName: 'box',
      headSha: 'abc',
      url: 'https://github.com/o/r/actions/runs/4/job/5',
      steps: [
        {
          number: 1,
          name: 'Set up job',
          status: 'completed',
          conclusion: 'success',
          startedAtMs: Date.UTC(2026, 0, 1, 0, 1),
          completedAtMs: Date.UTC(2026, 0, 1, 0, 2),
        },
        {
          number: 2,
          name: '',
          status: 'queued',
          conclusion: null,
          startedAtMs: null,
          completedAtMs: null,
        },
      ],
    })
  })

  test.each<[string, Json, Json]>([
    ['no runner yet, as GitHub sends it', { runner_id: 0, runner_name: '' }, { runnerName: null }],
    ['no runner yet, as documented', { runner_name: null }, { runnerName: null }],
    ['no created_at (GitHub Enterprise Server before 3.9)', { created_at: undefined }, { createdAtMs: null }],
    ['the year 1', { completed_at: '0001-01-01T00:00:00Z' }, { completedAtMs: null }],
    ['it runs', { status: 'in_progress', conclusion: null, completed_at: null }, { completedAtMs: null }],
    ['no steps', { steps: undefined }, { steps: [] }],
    ['no labels', { labels: null }, { labels: [] }],
    ['labels that are no texts', { labels: ['a', null, 3] }, { labels: ['a'] }],
    ['no attempt', { run_attempt: undefined }, { attempt: 1 }],
    ['no page', { html_url: null }, { url: '' }],
  ])('%s', (_name, fields, result) => {
    expect(decodeJob(having(job, fields))).toMatchObject(result)
  })

  test('a broken step names its place', () => {
    expect(() => decodeJob(having(job, { steps: [{ number: 1, status: 'queued' }] }))).toThrow(
      'steps[0].name is missing, not a text',
    )
  })
})

const artifact: Json = {
  id: 42,
  name: 'report [1] | <b>',
  size_in_bytes: 10 * 1024 ** 3,
  digest: 'sha256:00ff',
  expired: false,
  created_at: '2026-01-01T00:00:00Z',
  expires_at: '2026-04-01T00:00:00Z',
  updated_at: '2026-01-02T00:00:00Z',
  workflow_run: { id: 4, repository_id: 1, head_repository_id: 2, head_branch: 'main', head_sha: 'abc' },
}

describe('an artifact', () => {
  test('as github.com sends it', () => {
    expect(decodeArtifact(artifact)).toEqual({
      id: 42,
      name: 'report [1] | <b>',
      sizeBytes: 10 * 1024 ** 3,
      digest: 'sha256:00ff',
      isExpired: false,
      createdAtMs: Date.UTC(2026, 0, 1),
      expiresAtMs: Date.UTC(2026, 3, 1),
      run: { id: 4, repositoryId: 1, headRepositoryId: 2, headBranch: 'main', headSha: 'abc' },
    })
  })

  test.each<[string, Json, Json]>([
    ['no digest (GitHub Enterprise Server)', { digest: undefined }, { digest: null }],
    ['a null digest (old uploads)', { digest: null }, { digest: null }],
    ['expired', { expired: true }, { isExpired: true }],
    ['it never expires', { expires_at: null }, { expiresAtMs: null }],
    ['its run is not known', { workflow_run: null }, { run: null }],
    ['its run is not named', { workflow_run: undefined }, { run: null }],
    ['its run has no id', { workflow_run: {} }, { run: null }],
    [
      'its fork is gone',
      { workflow_run: { id: 4, repository_id: 1, head_repository_id: null } },
      { run: { id: 4, repositoryId: 1, headRepositoryId: null, headBranch: null, headSha: null } },
    ],
    ['no time of creation', { created_at: null }, { createdAtMs: Date.UTC(2026, 0, 2) }],
    [
      'no time but its end: it must not look old',
      { created_at: null, updated_at: null },
      { createdAtMs: Date.UTC(2026, 3, 1) },
    ],
  ])('%s', (_name, fields, result) => {
    expect(decodeArtifact(having(artifact, fields))).toMatchObject(result)
  })

  test('without any time there is no telling how old it is', () => {
    expect(() =>
      decodeArtifact(having(artifact, { created_at: null, updated_at: null, expires_at: null })),
    ).toThrow('created_at is missing, and so are updated_at and expires_at')
  })
})

describe('repositories and code', () => {
  const repository: Json = {
    id: 1,
    name: 'app',
    owner: { login: 'octo' },
    default_branch: 'trunk',
    archived: true,
    fork: true,
    html_url: 'https://github.com/octo/app',
  }
  test('a repository', () => {
    expect(decodeRepository(repository)).toEqual({
      id: 1,
      owner: 'octo',
      name: 'app',
      defaultBranch: 'trunk',
      isArchived: true,
      isFork: true,
      url: 'https://github.com/octo/app',
    })
    expect(decodeRepository(having(repository, { archived: undefined, fork: undefined }))).toMatchObject({
      isArchived: false,
      isFork: false,
    })
    // A default branch that is guessed would protect the wrong artifacts.
    expect(() => decodeRepository(having(repository, { default_branch: undefined }))).toThrow(
      'default_branch is missing',
    )
  })

  test('refs and commits', () => {
    expect(decodeRef({ name: 'v1', commit: { sha: 'abc' } })).toEqual({ name: 'v1', sha: 'abc' })
    expect(decodeCommit({ sha: 'c', parents: [{ sha: 'a' }, { sha: 'b' }] })).toEqual({
      sha: 'c',
      parents: ['a', 'b'],
    })
    expect(decodeMergeBase({ merge_base_commit: { sha: 'abc' } })).toBe('abc')
  })

  const pull: Json = {
    number: 7,
    state: 'open',
    head: { sha: 'h', ref: 'patch', repo: { id: 2 }, user: { login: 'mona' } },
    base: { sha: 'b', ref: 'main' },
    created_at: '2026-01-01T00:00:00Z',
    html_url: 'https://github.com/octo/app/pull/7',
  }
  test('a pull request', () => {
    expect(decodePullRequest(pull)).toEqual({
      number: 7,
      state: 'open',
      headSha: 'h',
      headBranch: 'patch',
      headRepositoryId: 2,
      headOwner: 'mona',
      baseBranch: 'main',
      baseSha: 'b',
      createdAtMs: Date.UTC(2026, 0, 1),
      url: 'https://github.com/octo/app/pull/7',
    })
  })
  test('a pull request whose fork and author are gone', () => {
    const head = { sha: 'h', ref: 'patch', repo: null, user: null }
    expect(decodePullRequest(having(pull, { head }))).toMatchObject({
      headRepositoryId: null,
      headOwner: null,
    })
  })
  test('a state that is none', () => {
    expect(() => decodePullRequest(having(pull, { state: 'merged' }))).toThrow('neither open nor closed')
  })

  test('a workflow', () => {
    const workflow = { id: 1, name: 'CI', path: '.github/workflows/ci.yml', state: 'disabled_inactivity' }
    expect(decodeWorkflow(workflow)).toEqual(workflow)
  })
})

describe('pages', () => {
  const decodeCounted = decodeCountedPage('artifacts', decodeArtifact)
  const next = {
    link: '<https://api.github.com/repositories/1/x?page=3>; rel="next", <https://h/x?page=9>; rel="last"',
  }
  const last = {
    link: '<https://api.github.com/repositories/1/x?page=1>; rel="prev", <https://h/x?page=1>; rel="first"',
  }

  test.each([
    [next, true],
    [last, false],
    [{}, false],
    [{ link: '<https://h/?rel=next>; rel="prev"' }, false],
  ])('%j: %s', (headers, hasNext) => {
    expect(hasNextLink(headers)).toBe(hasNext)
  })

  test('with a total', () => {
    expect(decodeCounted({ total_count: 101, artifacts: [artifact] }, next)).toMatchObject({
      totalCount: 101,
      hasNext: true,
      items: [{ id: 42 }],
    })
  })

  test('that is a list', () => {
    const decode = decodeListPage('refs', decodeRef)
    expect(decode([{ name: 'a', commit: { sha: 'b' } }], last)).toEqual({
      items: [{ name: 'a', sha: 'b' }],
      totalCount: null,
      hasNext: false,
    })
  })

  test.each<[string, unknown, string]>([
    ['a page of HTML', '<html>', 'the answer is a text, not an object'],
    ['an empty body', '', 'the answer is empty, not an object'],
    ['a list that is missing', { total_count: 0 }, 'artifacts is missing, not a list'],
    ['an item that is none', { artifacts: [artifact, null] }, 'artifacts[1] is null, not an object'],
    ['a broken item', { artifacts: [artifact, { id: 1 }] }, 'artifacts[1].name is missing, not a text'],
  ])('%s', (_name, body, message) => {
    expect(() => decodeCounted(body, {})).toThrow(new DecodeError(message))
  })

  test('one object', () => {
    expect(() => decodeOne('the run', decodeRun)([], {})).toThrow('the run is a list, not an object')
  })
})
