/** Whole runs whose pages are compared with the committed ones in fixtures/summarise/. */
import type { Job, Step } from '../../../src/model.ts'
import { excerptOf } from '../../../src/summarise/log.ts'
import type { BaselineFacts, LogFacts, RunFacts } from '../../../src/summarise/run/facts.ts'
import { logStepOf } from '../../../src/summarise/run/measure-fault.ts'
import { measureRun, type MeasureOptions } from '../../../src/summarise/run/measure.ts'
import { renderRun } from '../../../src/summarise/run/render.ts'
import type { RunReport } from '../../../src/summarise/run/run-report.ts'
import { aRun, anArtifact, dayMs, nowMs } from '../../support/builders.ts'
import {
  at,
  cancelled,
  facts,
  failed,
  needs,
  options,
  passed,
  patterns,
  running,
  skipped,
  startMs,
  step,
} from './facts.ts'

export interface Scene {
  readonly facts: RunFacts
  readonly options: MeasureOptions
  readonly timeline: 'jobs' | 'steps' | 'off'
}

/** GitHub's limit for a page is 1 MiB; ours is below. */
export const maxPageBytes = 1000 * 1024

export const reportOf = (scene: Scene): RunReport => measureRun(scene.facts, scene.options)
export const pageOf = (scene: Scene, maxBytes: number = maxPageBytes): string =>
  renderRun(reportOf(scene), { timeline: scene.timeline, maxBytes })

const scene = (given: RunFacts, own: Partial<Omit<Scene, 'facts'>> = {}): Scene => ({
  facts: given,
  options: options(),
  timeline: 'jobs',
  ...own,
})

/** Steps of a Node.js job that runs from one second to another; `result` is of the tests. */
function nodeSteps(from: number, to: number, result: 'success' | 'failure' = 'success'): readonly Step[] {
  return [
    step(1, 'Set up job', [from, from + 2]),
    step(2, 'Run actions/checkout@v5', [from + 2, from + 4]),
    step(3, 'Run npm ci', [from + 4, from + 20]),
    step(4, 'Run npm test', [from + 20, to - 1], { conclusion: result }),
    step(5, 'Upload coverage', [to - 1, to - 1], {
      conclusion: result === 'success' ? 'success' : 'skipped',
    }),
    step(6, 'Post Run actions/checkout@v5', [to - 1, to]),
  ]
}

const ci = (): readonly Job[] => [
  passed(1, 'lint', { times: [0, 3, 50], steps: nodeSteps(3, 50) }),
  passed(2, 'build', { times: [0, 6, 126], steps: nodeSteps(6, 126) }),
  passed(3, 'test (ubuntu, 22)', { times: [127, 133, 300], steps: nodeSteps(133, 300) }),
  passed(4, 'test (ubuntu, 24)', { times: [127, 139, 310], steps: nodeSteps(139, 310) }),
  passed(5, 'test (windows, 24)', {
    times: [127, 160, 420],
    steps: nodeSteps(160, 420),
    labels: ['windows-latest'],
  }),
  passed(6, 'docs', { times: [0, 4, 40], steps: nodeSteps(4, 40) }),
]

/** Twenty runs of `main`, five of them with jobs a little faster than those of the run. */
const mainBaseline = (fields: Partial<BaselineFacts> = {}): BaselineFacts => ({
  branch: 'main',
  red: null,
  runs: Array.from({ length: 20 }, (_, index) => ({
    run: aRun({
      id: index + 1,
      startedAtMs: startMs - dayMs,
      updatedAtMs: startMs - dayMs + (395 + index) * 1000,
    }),
    jobs:
      index < 5
        ? ci().map((job) => ({
            ...job,
            startedAtMs: (job.startedAtMs ?? 0) - dayMs,
            completedAtMs: (job.completedAtMs ?? 0) - dayMs - 20_000 + index * 1000,
            createdAtMs: (job.createdAtMs ?? 0) - dayMs,
            steps: job.steps.map((each) => ({
              ...each,
              startedAtMs: (each.startedAtMs ?? 0) - dayMs,
              completedAtMs: (each.completedAtMs ?? 0) - dayMs,
            })),
          }))
        : null,
  })),
  ...fields,
})

/** The log of a Node.js job whose tests fail. */
function testLog(job: Job, detail: string): LogFacts {
  const testStep = job.steps.find(({ name }) => name === 'Run npm test')
  const beganMs = testStep?.startedAtMs ?? startMs
  const line = (seconds: number, text: string): string =>
    `${new Date(beganMs + seconds * 1000).toISOString().replace('Z', '1234Z')} ${text}`
  const text = [
    line(0, '##[group]Run npm test'),
    line(0, '\u001B[36;1mnpm test\u001B[0m'),
    line(0, 'shell: /usr/bin/bash -e {0}'),
    line(0, '##[endgroup]'),
    line(1, '> shop@1.0.0 test'),
    ...Array.from({ length: 40 }, (_, index) =>
      line(2, `\u001B[32m✓\u001B[39m src/cart/${index}.test.ts (${index} ms)`),
    ),
    line(9, '\u001B[31mFAIL\u001B[39m src/cart.test.ts > applies discount'),
    line(9, `AssertionError: ${detail}`),
    line(9, ''),
    line(9, '\u001B[31m- Expected\u001B[39m'),
    line(9, '\u001B[32m+ Received\u001B[39m'),
    line(9, ' ❯ src/cart.test.ts:18:21'),
    line(9, "     17|   cart.apply('SPRING')"),
    line(9, '     18|   expect(cart.total()).toBe(81)'),
    line(9, '       |                        ^'),
    line(9, '     19| })'),
    line(9, ''),
    line(11, ' Test Files  1 failed | 11 passed (12)'),
    line(11, '      Tests  1 failed | 52 passed (53)'),
    line(11, '   Duration  9.41s'),
    line(11, '##[error]Process completed with exit code 1.'),
  ].join('\n')
  return { kind: 'read', excerpt: excerptOf({ text, startsAtTop: true }, logStepOf(job), 20) }
}

function green(): Scene {
  return scene(
    facts(ci(), {
      baseline: mainBaseline(),
      artifacts: [
        anArtifact({ id: 1, name: 'coverage', sizeBytes: 1_250_000, expiresAtMs: nowMs + 7 * dayMs }),
        anArtifact({ id: 2, name: 'bundle', sizeBytes: 180_400_000, expiresAtMs: nowMs + 90 * dayMs }),
      ],
    }),
    {
      options: {
        ...options({ isOn: true }),
        rates: new Map([
          ['ubuntu-latest', 0.006],
          ['windows-latest', 0.01],
        ]),
      },
    },
  )
}

function oneFailure(): Scene {
  const broken = failed(5, 'test (windows, 24)', {
    times: [127, 160, 320],
    steps: nodeSteps(160, 320, 'failure'),
    labels: ['windows-latest'],
  })
  const jobs = [...ci().map((job) => (job.id === 5 ? broken : job)), skipped(7, 'deploy')]
  return scene(
    facts(jobs, { baseline: mainBaseline(), logs: new Map([[5, testLog(broken, 'expected 90 to be 81')]]) }),
    { options: options({ isOn: true, maxRegression: 0.25 }) },
  )
}

function manyLegs(): Scene {
  const legs = Array.from({ length: 30 }, (_, index) =>
    failed(
      index + 10,
      `test (${['ubuntu', 'windows', 'macos'][index % 3] ?? ''}, node ${20 + Math.floor(index / 3)})`,
      {
        times: [10, 15 + index, 75 + index],
        steps: nodeSteps(15 + index, 75 + index, 'failure'),
      },
    ),
  )
  const logs = new Map<number, LogFacts>(
    legs.map((job, index) => [
      job.id,
      index < 12
        ? testLog(job, `expected 90 to be 81 (took ${index}.5 s)`)
        : { kind: 'unread', problem: 'no more than 12 logs are read' },
    ]),
  )
  return scene(
    facts([passed(1, 'build', { times: [0, 2, 9] }), ...legs], {
      logs,
      needs: needs({ build: 'success', test: 'failure' }),
    }),
  )
}

function cancelledRun(): Scene {
  const jobs = [
    passed(1, 'lint', { times: [0, 3, 50], steps: nodeSteps(3, 50) }),
    cancelled(2, 'build', {
      times: [0, 6, 70],
      steps: [step(1, 'Set up job', [6, 8]), step(2, 'Run make', [8, 70], { conclusion: 'cancelled' })],
    }),
    cancelled(3, 'test', { times: [0, 70, 70], runnerName: null }),
    skipped(4, 'deploy'),
  ]
  return scene(
    facts(jobs, {
      needs: needs({ lint: 'success', build: 'cancelled', test: 'cancelled', deploy: 'skipped' }),
    }),
    {
      options: options({ isOn: true, allowSkip: patterns('deploy') }),
    },
  )
}

function rerunFlaky(): Scene {
  const first = failed(3, 'e2e', { times: [127, 133, 300], steps: nodeSteps(133, 300, 'failure') })
  const second = passed(13, 'e2e', { attempt: 2, times: [1000, 1006, 1180], steps: nodeSteps(1006, 1180) })
  const stillBroken = failed(14, 'smoke', {
    attempt: 2,
    times: [1000, 1005, 1100],
    steps: nodeSteps(1005, 1100, 'failure'),
  })
  const jobs = [
    passed(1, 'lint', { times: [0, 3, 50] }),
    passed(2, 'build', { times: [0, 6, 126] }),
    first,
    passed(4, 'smoke', { times: [127, 130, 200] }),
    second,
    stillBroken,
  ]
  const given = facts(jobs, {
    baseline: mainBaseline(),
    logs: new Map([[14, testLog(stillBroken, 'expected 503 to be 200')]]),
  })
  return scene(
    { ...given, run: { ...given.run, attempt: 2, startedAtMs: at(998) } },
    { options: options({ isOn: true, maxRegression: 0.25 }) },
  )
}

function skippedChain(): Scene {
  const jobs = [
    passed(1, 'changes', { times: [0, 3, 9] }),
    skipped(2, 'build'),
    skipped(3, 'test (${{ matrix.os }})'),
    skipped(4, 'deploy / staging'),
    skipped(5, 'deploy / production'),
  ]
  return scene(
    facts(jobs, {
      needs: needs({ changes: 'success', build: 'skipped', test: 'skipped', deploy: 'skipped' }),
    }),
    { options: options({ isOn: true, allowSkip: patterns('build', 'deploy') }) },
  )
}

function reusable(): Scene {
  const jobs = [
    passed(1, 'Build all (linux)', { times: [0, 3, 60] }),
    passed(2, 'Build all (mac)', { times: [0, 3, 90], labels: ['macos-15'] }),
    passed(3, 'deploy (eu) / plan', { times: [91, 95, 120] }),
    failed(4, 'deploy (eu) / apply / run', { times: [121, 125, 180] }),
    passed(5, 'deploy (us) / plan', { times: [91, 95, 118] }),
    passed(6, 'deploy (us) / apply / run', { times: [119, 125, 190] }),
    failed(7, 'Lighthouse', { times: [91, 95, 130] }),
    failed(8, 'nightly', { times: [0, 5, 20] }),
  ]
  return scene(
    facts(jobs, { needs: needs({ build_all: 'success', deploy: 'failure', lighthouse: 'success' }) }),
    { options: options({ isOn: true, require: patterns('deploy (us)*') }), timeline: 'steps' },
  )
}

function stillRunning(): Scene {
  const jobs = [
    passed(1, 'build', { times: [0, 6, 126], steps: nodeSteps(6, 126) }),
    running(2, 'test', { times: [127, 133, null] }),
    running(3, 'e2e', { times: [127, null, null], status: 'queued', runnerName: null, startedAtMs: at(127) }),
  ]
  return scene(
    facts(jobs, {
      isCurrentRun: false,
      jobs: { jobs, ownName: null, waitedMs: 60_000 },
      baseline: mainBaseline(),
      notices: [
        'The artifacts: not shown. Could not list the artifacts of run 100 of octo/app: 403 Resource not accessible by integration. Add "permissions: actions: read" to the job.',
      ],
    }),
  )
}

function thousandJobs(): Scene {
  const jobs = Array.from({ length: 1000 }, (_, index) => {
    const from = 10 + (index % 50)
    const spec = {
      times: [5, from, from + 40 + (index % 97)] as const,
      steps: nodeSteps(from, from + 40 + (index % 97), index % 250 === 3 ? 'failure' : 'success'),
    }
    const name = `shard (${Math.floor(index / 100)}, ${index % 100})`
    return index % 250 === 3 ? failed(index + 1, name, spec) : passed(index + 1, name, spec)
  })
  return scene(facts(jobs, { needs: needs({ shard: 'failure' }) }))
}

/** No `created_at` of jobs, no digests, no own id; labels are still there. */
function enterpriseServer(): Scene {
  const jobs = ci().map((job) => ({
    ...job,
    createdAtMs: null,
    url: job.url.replace('github.com', 'ghe.example.test'),
  }))
  const given = facts(jobs, {
    artifacts: [anArtifact({ id: 1, name: 'coverage', digest: null, expiresAtMs: null })],
    baseline: mainBaseline({ runs: [] }),
  })
  return scene({ ...given, jobs: { jobs, ownName: null, waitedMs: 0 } })
}

function observed(): Scene {
  const broken = failed(2, 'test', { times: [0, 6, 126], steps: nodeSteps(6, 126, 'failure') })
  const given = facts([passed(1, 'lint', { times: [0, 3, 50] }), broken], {
    isCurrentRun: false,
    logs: new Map([[2, testLog(broken, 'expected true to be false')]]),
    baseline: mainBaseline({
      red: {
        run: aRun({ id: 77, conclusion: 'failure', url: 'https://github.com/octo/app/actions/runs/77' }),
        jobs: [failed(9, 'test')],
      },
    }),
  })
  return scene({
    ...given,
    run: {
      ...given.run,
      status: 'completed',
      conclusion: 'failure',
      number: 512,
      headBranch: 'fork/feature',
    },
  })
}

/** By the name of the golden page. */
export const scenes: Readonly<Record<string, () => Scene>> = {
  green,
  'one-failure': oneFailure,
  'many-legs': manyLegs,
  cancelled: cancelledRun,
  'rerun-flaky': rerunFlaky,
  'skipped-chain': skippedChain,
  reusable,
  'still-running': stillRunning,
  'thousand-jobs': thousandJobs,
  'enterprise-server': enterpriseServer,
  observed,
}
