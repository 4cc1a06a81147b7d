import { describe, expect, test } from '@jest/globals'
import type { Job } from '../../../src/model.ts'
import type { RunFact, SampledRun, SampleReason } from '../../../src/summarise/repository/facts.ts'
import { measureJobs, type MeasuredJobs } from '../../../src/summarise/repository/measure-jobs.ts'
import { aJob, aSha, aStep, dayMs, minuteMs, nowMs } from '../../support/builders.ts'
import { aRunFact } from './support.ts'

const period = { sinceMs: nowMs - 30 * dayMs, nowMs }

interface Spec {
  readonly run?: Partial<RunFact>
  readonly reason?: SampleReason
}

/** A sampled run; its jobs get its id and commit. */
const sampled = (
  id: number,
  jobs: readonly Partial<Job>[],
  { run = {}, reason = 'even' }: Spec = {},
): SampledRun => {
  const fact = aRunFact({ id, ...run })
  return {
    run: fact,
    reason,
    jobs: jobs.map((fields, index) =>
      aJob({
        id: id * 100 + index,
        runId: id,
        headSha: fact.headSha,
        createdAtMs: fact.startedAtMs,
        ...fields,
      }),
    ),
  }
}

const measured = (
  sample: readonly SampledRun[],
  { runs = sample.map(({ run }) => run), rates = new Map<string, number>() } = {},
): MeasuredJobs => measureJobs(sample, { period, runs, rates })

describe('a flaky job', () => {
  test('failed and passed in attempts of one run', () => {
    const { findings } = measured([
      sampled(1, [
        { name: 'e2e', attempt: 1, conclusion: 'failure' },
        { name: 'e2e', attempt: 2, conclusion: 'success', createdAtMs: nowMs },
        { name: 'lint', attempt: 1 },
      ]),
    ])
    expect(findings.flaky).toMatchObject([
      { workflow: 'ci.yml', job: 'e2e', flakyCommits: 1, commits: 1, wastedMinutes: 5 },
    ])
    expect(findings.flaky[0]?.url).toContain('/job/100')
  })

  test('failed and passed in two runs of one commit', () => {
    const run = { headSha: aSha(7) }
    const { findings } = measured([
      sampled(1, [{ name: 'e2e', conclusion: 'timed_out' }], { run }),
      sampled(2, [{ name: 'e2e' }], { run }),
      sampled(3, [{ name: 'e2e' }]),
    ])
    expect(findings.flaky).toMatchObject([{ job: 'e2e', flakyCommits: 1, commits: 2 }])
  })

  test.each([
    ['on two commits', {}, {}],
    [
      'for two events, which test two trees',
      { headSha: aSha(7) },
      { headSha: aSha(7), event: 'pull_request' },
    ],
    [
      'in two workflows',
      { headSha: aSha(7) },
      { headSha: aSha(7), workflowPath: '.github/workflows/other.yml' },
    ],
  ])('is none that failed and passed %s', (_, one, other) => {
    const { findings } = measured([
      sampled(1, [{ name: 'e2e', conclusion: 'failure' }], { run: one }),
      sampled(2, [{ name: 'e2e' }], { run: other }),
    ])
    expect(findings.flaky).toEqual([])
  })

  test('is none that was cancelled or skipped and then passed', () => {
    const { findings } = measured([
      sampled(1, [
        { name: 'e2e', attempt: 1, conclusion: 'cancelled' },
        { name: 'e2e', attempt: 2, createdAtMs: nowMs },
      ]),
    ])
    expect(findings.flaky).toEqual([])
  })

  test('that GitHub carried over to the next attempt is counted once', () => {
    const failed = {
      name: 'e2e',
      conclusion: 'failure',
      createdAtMs: nowMs - dayMs,
      startedAtMs: nowMs - dayMs,
    }
    const { findings } = measured([
      sampled(1, [
        { ...failed, attempt: 1 },
        { ...failed, attempt: 2 },
        { name: 'e2e', attempt: 3, createdAtMs: nowMs },
      ]),
    ])
    expect(findings.flaky).toMatchObject([{ wastedMinutes: 5 }])
    expect(findings.failingSteps).toMatchObject([{ failures: 1 }])
  })

  test('counts for its workflow', () => {
    const { samples } = measured([
      sampled(1, [
        { name: 'e2e', attempt: 1, conclusion: 'failure' },
        { name: 'e2e', attempt: 2, createdAtMs: nowMs },
      ]),
      sampled(2, [{}], { run: { workflowPath: '.github/workflows/docs.yml' } }),
    ])
    expect(samples.get('.github/workflows/ci.yml')?.flakyJobs).toBe(1)
    expect(samples.get('.github/workflows/docs.yml')?.flakyJobs).toBe(0)
  })
})

describe('failing steps', () => {
  const failing = (name: string, step: string): Partial<Job> => ({
    name,
    conclusion: 'failure',
    steps: [
      aStep({ number: 1, name: 'Set up job' }),
      aStep({ number: 2, name: step, conclusion: 'failure' }),
      aStep({ number: 3, name: 'Always', conclusion: 'failure' }),
    ],
  })

  test('are the first that failed in each job, most failures first', () => {
    const { findings } = measured([
      sampled(1, [failing('a', 'Run npm test'), failing('b', 'Run npm test'), failing('c', 'Deploy')]),
      sampled(2, [failing('d', 'Run npm test'), failing('e', 'Run npm test')]),
    ])
    expect(findings.failingSteps).toMatchObject([
      { step: 'Run npm test', failures: 4, jobs: ['a', 'b', 'd'], jobCount: 4 },
      { step: 'Deploy', failures: 1 },
    ])
  })

  test('are nameless where no step failed', () => {
    expect(measured([sampled(1, [{ conclusion: 'failure' }])]).findings.failingSteps).toMatchObject([
      { step: '', failures: 1 },
    ])
  })
})

describe('growing jobs', () => {
  const lasting = (days: number, minutes: number, count = 3): readonly SampledRun[] =>
    Array.from({ length: count }, (_, index) => {
      const startedAtMs = nowMs - days * dayMs
      return sampled(
        days * 10 + index,
        [
          {
            name: 'e2e',
            createdAtMs: startedAtMs,
            startedAtMs,
            completedAtMs: startedAtMs + minutes * minuteMs,
          },
        ],
        { run: { createdAtMs: startedAtMs } },
      )
    })

  test('took longer in the last week than in the first', () => {
    expect(measured([...lasting(29, 5), ...lasting(15, 60), ...lasting(2, 8)]).findings.growing).toEqual([
      {
        workflow: 'ci.yml',
        job: 'e2e',
        firstP50Ms: 5 * minuteMs,
        lastP50Ms: 8 * minuteMs,
        growthMs: 3 * minuteMs,
        firstJobs: 3,
        lastJobs: 3,
      },
    ])
  })

  test.each([
    ['got faster', [...lasting(29, 8), ...lasting(2, 5)]],
    ['hardly changed', [...lasting(29, 5), ...lasting(2, 5.1)]],
    ['ran too seldom to tell', [...lasting(29, 5), ...lasting(2, 9, 2)]],
  ])('are not those that %s', (_, sample) => {
    expect(measured(sample).findings.growing).toEqual([])
  })
})

describe('queues', () => {
  const queued = (seconds: number, labels: readonly string[] = ['ubuntu-latest']): Partial<Job> => ({
    name: `${labels.join()} ${seconds}`,
    labels,
    createdAtMs: nowMs - dayMs,
    startedAtMs: nowMs - dayMs + seconds * 1000,
  })

  test('are by the labels of the runner, the longest first', () => {
    const { findings, samples } = measured([
      sampled(1, [queued(10), queued(20), queued(30), queued(600, ['self-hosted', 'gpu'])]),
    ])
    expect(findings.queues).toEqual([
      { labels: ['self-hosted', 'gpu'], jobs: 1, p50Ms: 600_000, p95Ms: 600_000 },
      { labels: ['ubuntu-latest'], jobs: 3, p50Ms: 20_000, p95Ms: 29_000 },
    ])
    expect(samples.get('.github/workflows/ci.yml')?.queueP95Ms).toBeGreaterThan(500_000)
  })

  test('leave out skipped jobs, unknown and impossible times', () => {
    const { findings } = measured([
      sampled(1, [
        { name: 'skipped', conclusion: 'skipped' },
        { name: 'unknown', createdAtMs: null, startedAtMs: nowMs },
        {
          name: 'carried over',
          createdAtMs: nowMs,
          startedAtMs: nowMs - dayMs,
          completedAtMs: nowMs - dayMs + 1,
        },
        queued(5),
      ]),
    ])
    expect(findings.queues).toMatchObject([{ jobs: 1, p50Ms: 5000 }])
  })
})

test('the size of the sample is said by why a run was read', () => {
  const { findings } = measured(
    [
      sampled(1, [{}, { name: 'b' }]),
      sampled(2, [{}], { reason: 'failed' }),
      sampled(3, [{}], { reason: 'rerun' }),
    ],
    { runs: Array.from({ length: 10 }, (_, index) => aRunFact({ id: index + 1 })) },
  )
  expect(findings.sample).toEqual({ runs: 3, ofRuns: 10, jobs: 4, rerun: 1, failed: 1, even: 1 })
})
