import { expect, test } from '@jest/globals'
import { mergeAttempts } from '../../../src/summarise/run/measure-attempts.ts'
import { billingOf } from '../../../src/summarise/run/measure-billing.ts'
import { cancelled, failed, passed, running, skipped } from '../support/facts.ts'

const linux = { labels: ['ubuntu-latest'] }
const mac = { labels: ['macos-15'] }
const own = { labels: ['self-hosted', 'linux', 'gpu'] }

test('each job is rounded up, by runner label', () => {
  const jobs = [
    passed(1, 'a', { ...linux, times: [0, 0, 1] }),
    passed(2, 'b', { ...linux, times: [0, 0, 60] }),
    failed(3, 'c', { ...linux, times: [0, 0, 61] }),
    passed(4, 'd', { ...mac, times: [0, 30, 330] }),
    passed(5, 'e', { ...own, times: [0, 0, 0] }),
  ]
  expect(billingOf(mergeAttempts(jobs), new Map())).toEqual({
    minutes: 10,
    supersededMinutes: 0,
    cost: null,
    unpricedMinutes: 0,
    labels: [
      {
        labels: ['macos-15'],
        executions: 1,
        minutes: 5,
        supersededMinutes: 0,
        isSelfHosted: false,
        rate: null,
        cost: null,
      },
      {
        labels: ['ubuntu-latest'],
        executions: 3,
        minutes: 4,
        supersededMinutes: 0,
        isSelfHosted: false,
        rate: null,
        cost: null,
      },
      {
        labels: own.labels,
        executions: 1,
        minutes: 1,
        supersededMinutes: 0,
        isSelfHosted: true,
        rate: null,
        cost: null,
      },
    ],
  })
})

test('jobs that did not run, or still do, cost nothing', () => {
  const jobs = [skipped(1, 'a'), running(2, 'b'), cancelled(3, 'c', { runnerName: null })]
  expect(billingOf(mergeAttempts(jobs), new Map()).minutes).toBe(0)
})

test('earlier attempts cost as well, what GitHub carried over does not', () => {
  const jobs = [
    failed(1, 'a', { times: [0, 0, 120] }),
    passed(2, 'b', { times: [0, 0, 60] }),
    passed(3, 'a', { attempt: 2, times: [500, 500, 680] }),
    passed(4, 'b', { attempt: 2, times: [0, 0, 60] }),
  ]
  expect(billingOf(mergeAttempts(jobs), new Map())).toMatchObject({
    minutes: 6,
    supersededMinutes: 2,
    labels: [{ executions: 3, minutes: 6, supersededMinutes: 2 }],
  })
})

test('a rate for any of the labels gives money, and what has none is said', () => {
  const jobs = [
    passed(1, 'a', { ...linux, times: [0, 0, 180] }),
    passed(2, 'b', { ...own, times: [0, 0, 60] }),
    passed(3, 'c', { ...mac, times: [0, 0, 60] }),
  ]
  const rates = new Map([
    ['ubuntu-latest', 0.006],
    ['gpu', 0.1],
  ])
  expect(billingOf(mergeAttempts(jobs), rates)).toMatchObject({
    cost: 0.118,
    unpricedMinutes: 1,
    labels: [
      { rate: 0.006, cost: 0.018 },
      { rate: 0.1, cost: 0.1 },
      { rate: null, cost: null },
    ],
  })
})
