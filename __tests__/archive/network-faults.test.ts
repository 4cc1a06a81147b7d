import { describe, expect, test } from '@jest/globals'
import { NetworkFault, faultOfError, faultOfStatus } from '../../src/archive/network-faults.ts'

const coded = (message: string, code: string, cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), { code })

describe('what a connection threw', () => {
  test.each([
    [coded('read ECONNRESET', 'ECONNRESET'), 'the connection was reset (ECONNRESET)', 'retry'],
    [
      coded('getaddrinfo ENOTFOUND x', 'ENOTFOUND'),
      'the name of the blob host is not known (ENOTFOUND)',
      'retry',
    ],
    [
      coded('outer', 'UND_ERR', coded('connect', 'ECONNREFUSED')),
      'the connection was refused (ECONNREFUSED)',
      'retry',
    ],
    [
      Object.assign(new AggregateError([coded('one', 'ETIMEDOUT')], 'all'), { code: 'ETIMEDOUT' }),
      'the connection timed out (ETIMEDOUT)',
      'retry',
    ],
    [
      coded('Parse Error: Expected HTTP/', 'HPE_INVALID'),
      'Parse Error: Expected HTTP/ (HPE_INVALID)',
      'retry',
    ],
    [new Error('plain'), 'plain', 'retry'],
    ['a string', 'a string', 'retry'],
    [
      coded('self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
      'self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)',
      'none',
    ],
    [
      coded('unable to verify', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      'unable to verify (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
      'none',
    ],
    [coded('expired', 'CERT_HAS_EXPIRED'), 'expired (CERT_HAS_EXPIRED)', 'none'],
  ])('%s', (error, message, mend) => {
    expect(faultOfError(error)).toMatchObject({ message, mend, status: null })
  })

  test('never shows a signed URL', () => {
    const message = faultOfError(new Error('GET https://host/a?sig=SECRET failed: /b?sig=SECRET')).message
    expect(message).not.toContain('SECRET')
  })

  test('a fault stays what it is', () => {
    const fault = new NetworkFault('x', { mend: 'none' })
    expect(faultOfError(fault)).toBe(fault)
  })
})

describe('what the host answered', () => {
  test.each([
    [408, 'retry', false],
    [425, 'retry', false],
    [429, 'retry', true],
    [500, 'retry', false],
    [503, 'retry', true],
    [599, 'retry', false],
    [501, 'none', false],
    [400, 'fresh-url', false],
    [401, 'fresh-url', false],
    [403, 'fresh-url', false],
    [404, 'fresh-url', false],
    [410, 'fresh-url', false],
    [416, 'none', false],
    [418, 'none', false],
    [204, 'none', false],
  ])('%i: %s, overload: %s', (status, mend, isOverload) => {
    expect(faultOfStatus(status, {}, 0)).toMatchObject({
      mend,
      isOverload,
      status,
      message: `the blob host answered ${status}`,
    })
  })

  test('with a time to wait', () => {
    expect(faultOfStatus(503, { 'retry-after': '3' }, 0).retryAfterMs).toBe(3000)
    expect(faultOfStatus(503, {}, 0).retryAfterMs).toBe(null)
  })
})
