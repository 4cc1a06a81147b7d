import { expect, test } from '@jest/globals'
import { maskSignedUrl } from '../../src/github/signed-url.ts'
import { fakeLog } from '../support/fake-log.ts'

test.each([
  ['https://x.blob.core.windows.net/a.zip?se=2026&sig=ab%2Bc%3D&sp=r', ['ab+c=', 'ab%2Bc%3D']],
  ['https://s3.test/a?X-Amz-Signature=0a1b&X-Amz-Security-Token=t/u', ['0a1b', 't/u', 't%2Fu']],
  ['https://storage.googleapis.com/a?X-Goog-Signature=ff', ['ff']],
  ['https://x.test/a?sig=', []],
  ['https://x.test/a', []],
  ['no url', []],
])('%s', (url, secrets) => {
  const log = fakeLog()
  expect(maskSignedUrl(url, log)).toBe(url)
  expect(log.secrets).toEqual(secrets)
})
