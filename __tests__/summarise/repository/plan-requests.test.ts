import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { jobRequests, sharePages } from '../../../src/summarise/repository/plan-requests.ts'

describe('sharePages', () => {
  test('reads all when the quota pays for it', () => {
    expect(sharePages({ runs: 51, artifacts: 100 }, Infinity)).toEqual({ runs: 51, artifacts: 100 })
    expect(sharePages({ runs: 51, artifacts: 100 }, 153)).toEqual({ runs: 51, artifacts: 100 })
  })

  test('gives each half when it does not, and what one does not need to the other', () => {
    expect(sharePages({ runs: 501, artifacts: 1001 }, 804)).toEqual({ runs: 401, artifacts: 401 })
    expect(sharePages({ runs: 11, artifacts: 1001 }, 804)).toEqual({ runs: 11, artifacts: 791 })
    expect(sharePages({ runs: 501, artifacts: 101 }, 404)).toEqual({ runs: 301, artifacts: 101 })
  })

  test('never spends more than there is, nor reads pages that are not there', () => {
    const pages = fc.integer({ min: 1, max: 2000 })
    fc.assert(
      fc.property(pages, pages, fc.nat(3000), (runs, artifacts, left) => {
        const shared = sharePages({ runs, artifacts }, left)
        expect(shared.runs).toBeGreaterThanOrEqual(1)
        expect(shared.artifacts).toBeGreaterThanOrEqual(1)
        expect(shared.runs).toBeLessThanOrEqual(runs)
        expect(shared.artifacts).toBeLessThanOrEqual(artifacts)
        expect(shared.runs + shared.artifacts - 2).toBeLessThanOrEqual(left)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('jobRequests', () => {
  const quota = { limit: 1000, left: 1000, fairShare: 1000 }

  test.each([
    ['a small repository has its sixty', 5, quota, 60],
    ['5,000 runs and 10,000 artifacts stay within 160', 154, quota, 6],
    ['listings that cost more than a report should get a little on top', 800, quota, 20],
    ['a larger quota allows more', 154, { ...quota, limit: 15_000 }, 60],
    ['the usual token of a person allows no more', 154, { ...quota, limit: 5000 }, 6],
    [
      'a server without a quota is not asked for more either',
      154,
      { limit: null, left: Infinity, fairShare: Infinity },
      6,
    ],
    ['what is left bounds it', 5, { ...quota, left: 7 }, 7],
    ['other repositories have their share', 5, { ...quota, fairShare: 3.7 }, 3],
    ['nothing left is none', 5, { ...quota, left: 0 }, 0],
  ])('%s', (_, spent, given, requests) => {
    expect(jobRequests(spent, given)).toBe(requests)
  })
})
