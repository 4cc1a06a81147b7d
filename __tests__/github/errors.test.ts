import { describe, expect, test } from '@jest/globals'
import {
  explainAnswer,
  explainBadBody,
  explainNoAnswer,
  isPrimaryLimit,
  isRateLimit,
  withoutSignatures,
  type Answer,
} from '../../src/github/errors.ts'
import { subjectOf } from '../../src/github/subject.ts'
import { octoApp } from '../support/builders.ts'

const reading = subjectOf.getArtifact(octoApp, 42)
const listing = subjectOf.listTags(octoApp)
const deleting = subjectOf.deleteArtifact(octoApp, 42)
const cancelling = subjectOf.cancelRun(octoApp, 7)

const answer = (status: number, message = '', headers: Answer['headers'] = {}): Answer => ({
  status,
  headers,
  message,
})
const exhausted = {
  'x-ratelimit-limit': '1000',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': '1780315200',
}
const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'

describe('the kind is decided by status and headers', () => {
  test.each([
    [401, 'Bad credentials', {}, 'unauthorized'],
    [401, 'Requires authentication', {}, 'unauthorized'],
    [403, 'Resource not accessible by integration', {}, 'permission'],
    [403, 'Must have admin rights to Repository.', {}, 'permission'],
    [403, 'Forbidden', { 'x-ratelimit-remaining': '4999' }, 'permission'],
    [403, '', {}, 'permission'],
    [403, 'API rate limit exceeded for installation.', exhausted, 'rate-limit'],
    [403, 'whatever it says', exhausted, 'rate-limit'],
    [403, 'whatever it says', { 'retry-after': '30' }, 'rate-limit'],
    [403, secondary, {}, 'rate-limit'],
    [403, 'You have triggered an abuse detection mechanism.', {}, 'rate-limit'],
    [429, 'Too many requests', {}, 'rate-limit'],
    [429, '', exhausted, 'rate-limit'],
    [403, 'Cannot delete a workflow run that is not completed.', {}, 'conflict'],
    [404, 'Not Found', {}, 'not-found'],
    [407, '', {}, 'network'],
    [409, 'Cannot cancel a workflow run that is completed.', {}, 'conflict'],
    [410, 'Artifact has expired', {}, 'gone'],
    [400, 'Problems parsing JSON', {}, 'invalid'],
    [451, '', {}, 'invalid'],
    [500, '', {}, 'server'],
    [502, 'Server Error', {}, 'server'],
    [503, '', {}, 'server'],
  ] as const)('%d %s %j is %s', (status, message, headers, kind) => {
    expect(explainAnswer(deleting, answer(status, message, headers))).toMatchObject({ kind, status })
  })

  test('422 is a value that GitHub refuses, or a commit that it cannot find', () => {
    expect(explainAnswer(listing, answer(422, 'Validation Failed')).kind).toBe('invalid')
    const commit = subjectOf.getCommit(octoApp, 'nope')
    expect(explainAnswer(commit, answer(422, 'No commit found for SHA: nope'))).toMatchObject({
      kind: 'not-found',
      status: 422,
    })
  })
})

describe('a rate limit', () => {
  test.each([
    [answer(403, 'API rate limit exceeded', exhausted), true, true],
    [answer(429, 'API rate limit exceeded', exhausted), true, true],
    [answer(403, secondary, exhausted), true, false],
    [answer(403, '', { ...exhausted, 'retry-after': '60' }), true, false],
    [answer(429), true, false],
    [answer(403, 'Resource not accessible by integration'), false, false],
    [answer(200, '', exhausted), false, false],
    [answer(404, 'Not Found', exhausted), false, false],
  ])('%j', (given, isLimit, isPrimary) => {
    expect([isRateLimit(given), isPrimaryLimit(given)]).toEqual([isLimit, isPrimary])
  })

  test('of the hour says its size and when it ends', () => {
    expect(explainAnswer(deleting, answer(403, 'API rate limit exceeded', exhausted))).toEqual({
      kind: 'rate-limit',
      status: 403,
      message: 'Could not delete artifact 42 of octo/app: 403 API rate limit exceeded.',
      hint:
        "The token's quota of 1000 requests an hour is used up; it resets at 2026-06-01 12:00:00 UTC. " +
        'Run later or less often, or use a token with a quota of its own.',
    })
  })

  test('of pace says how long GitHub asks to wait', () => {
    expect(explainAnswer(deleting, answer(429, secondary, { 'retry-after': '60' })).hint).toContain(
      'GitHub asks to wait 60 s.',
    )
  })

  test.each(['soon', '0', ''])('whose reset reads "%s" does not invent one', (reset) => {
    const { hint } = explainAnswer(deleting, answer(403, '', { ...exhausted, 'x-ratelimit-reset': reset }))
    expect(hint).not.toMatch(/resets at/)
  })
})

describe('the message holds verb, object, id and status', () => {
  test.each([
    [reading, answer(404, 'Not Found'), 'Could not read artifact 42 of octo/app: 404 Not Found.'],
    [deleting, answer(500), 'Could not delete artifact 42 of octo/app: 500 Internal Server Error.'],
    [deleting, answer(418), 'Could not delete artifact 42 of octo/app: 418.'],
    [
      cancelling,
      answer(409, 'Cannot cancel a workflow run that is completed.'),
      'Could not cancel run 7 of octo/app: 409 Cannot cancel a workflow run that is completed.',
    ],
    [
      reading,
      answer(404, 'Not Found - https://docs.github.com/rest/actions/artifacts#get-an-artifact'),
      'Could not read artifact 42 of octo/app: 404 Not Found.',
    ],
    [listing, answer(500, 'two\nlines'), 'Could not list the tags of octo/app: 500 two lines.'],
  ])('%#', (subject, given, message) => {
    expect(explainAnswer(subject, given).message).toBe(message)
  })

  test('a long text is cut', () => {
    const { message } = explainAnswer(reading, answer(500, 'x'.repeat(10_000)))
    expect(message.length).toBeLessThan(400)
  })

  test('signatures are not in it', () => {
    const { message } = explainAnswer(
      reading,
      answer(500, 'see https://blob.test/a?se=1&sig=abc%2Fdef&sp=r now'),
    )
    expect(message).toContain('sig=***&sp=r now')
    expect(message).not.toContain('abc')
  })
})

describe('the hint names the mend', () => {
  test.each([
    [deleting, answer(401, 'Bad credentials'), 'github-token'],
    [deleting, answer(403, 'Resource not accessible by integration'), '"permissions: actions: write"'],
    [deleting, answer(403, 'Resource not accessible by integration'), 'pull request from a fork'],
    [listing, answer(403, 'Resource not accessible by integration'), '"permissions: contents: read"'],
    [deleting, answer(403, 'Resource not accessible by personal access token'), '"Actions: write"'],
    [
      reading,
      answer(403, 'Resource protected by organization SAML enforcement.'),
      'authorize the token of github-token',
    ],
    [reading, answer(403, 'x', { 'x-github-sso': 'required; url=https://github.com/orgs/o/sso' }), 'SAML'],
    [
      reading,
      answer(403, 'the `o` organization has an IP allow list enabled, and your IP address is not permitted'),
      'IP allow list',
    ],
    [deleting, answer(403, 'Repository was archived so is read-only.'), 'unarchive'],
    [reading, answer(404, 'Not Found'), 'the token cannot see it'],
    [reading, answer(404, 'Not Found'), 'if octo/app is another one, give github-token a token'],
    [reading, answer(410, 'Artifact has expired'), 'expired'],
    [cancelling, answer(409), 'has completed'],
    [deleting, answer(502), 'try again later'],
    [reading, answer(407), 'https_proxy'],
  ])('%#: %j', (subject, given, text) => {
    expect(explainAnswer(subject, given).hint).toContain(text)
  })

  test('reading does not speak of forks: their tokens may read', () => {
    expect(explainAnswer(listing, answer(403, 'Resource not accessible by integration')).hint).not.toContain(
      'fork',
    )
  })
})

describe('no answer at all', () => {
  const failed = (message: string, cause?: unknown): Error => new Error(message, { cause })
  const withCode = (code: string, message = code): Error => Object.assign(new Error(message), { code })

  test.each([
    ['ECONNREFUSED', 'firewall'],
    ['ECONNRESET', 'firewall'],
    ['UND_ERR_CONNECT_TIMEOUT', 'firewall'],
    ['ENOTFOUND', 'cannot be resolved'],
    ['EAI_AGAIN', 'cannot be resolved'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
    ['CERT_HAS_EXPIRED', 'NODE_EXTRA_CA_CERTS'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'NODE_EXTRA_CA_CERTS'],
  ])('%s', (code, mend) => {
    // As undici and Octokit wrap it.
    const error = failed('fetch failed', failed('fetch failed', withCode(code, `it was ${code}`)))
    const fields = explainNoAnswer(reading, { host: 'api.github.com', error })
    expect(fields).toMatchObject({
      kind: 'network',
      status: 0,
      message: `Could not read artifact 42 of octo/app: no answer from api.github.com (${code}, it was ${code}).`,
    })
    expect(fields.hint).toContain(mend)
  })

  test('of several addresses that all refused, the first speaks', () => {
    const error = failed('', new AggregateError([withCode('ECONNREFUSED', 'connect refused'), withCode('x')]))
    expect(explainNoAnswer(reading, { host: 'h', error }).message).toContain(
      '(ECONNREFUSED, connect refused)',
    )
  })

  test('a proxy that says no', () => {
    const error = failed('x', failed('Proxy response (407) !== 200 when HTTP Tunneling'))
    expect(explainNoAnswer(reading, { host: 'h', error }).hint).toContain('https_proxy')
  })

  test('what is thrown need not be an error', () => {
    expect(explainNoAnswer(reading, { host: 'h', error: 'text' }).message).toBe(
      'Could not read artifact 42 of octo/app: no answer from h.',
    )
  })

  test('causes that go round in a circle come to an end', () => {
    const error = failed('round')
    error.cause = error
    expect(explainNoAnswer(reading, { host: 'h', error }).message).toContain('round')
  })
})

test('a body that the API does not promise', () => {
  expect(explainBadBody(reading, 'name is missing', 200)).toMatchObject({
    kind: 'server',
    status: 200,
    message:
      'Could not read artifact 42 of octo/app: the answer of GitHub is not as its API describes it (name is missing).',
    hint: expect.stringContaining('github-api-url'),
  })
})

test.each([
  ['https://x.test/a?sig=A%2BB&se=1', 'https://x.test/a?sig=***&se=1'],
  ['https://x.test/a?se=1&X-Amz-Signature=abc', 'https://x.test/a?se=1&X-Amz-Signature=***'],
  ['https://x.test/a?X-Amz-Security-Token=t&x=1', 'https://x.test/a?X-Amz-Security-Token=***&x=1'],
  ['nothing to hide: sign=1', 'nothing to hide: sign=1'],
])('withoutSignatures %s', (text, clean) => {
  expect(withoutSignatures(text)).toBe(clean)
})
