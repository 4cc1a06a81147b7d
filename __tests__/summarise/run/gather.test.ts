import { describe, expect, test } from '@jest/globals'
import type { SummariseInputs } from '../../../src/inputs.ts'
import { gatherRun } from '../../../src/summarise/run/gather.ts'
import { anArtifact, nowMs, octoApp } from '../../support/builders.ts'
import { fakeResults } from '../../support/fake-github.ts'
import { failed, needs, passed, running, startMs } from '../support/facts.ts'
import { someInputs } from '../support/inputs.ts'
import { jobOf, onMain, ownJob, summaryWorld, type SummaryWorld, type WorldSpec } from '../support/world.ts'

const current = { repository: octoApp, runId: 100, isCurrentRun: true }
const gather = (world: SummaryWorld, inputs: Partial<SummariseInputs> = {}, address = current) =>
  gatherRun(address, someInputs(inputs), world)
const offBaseline = { baseline: null }

describe('the jobs', () => {
  test('are those of all attempts and pages, without the own one and its past', async () => {
    const many = Array.from({ length: 250 }, (_, index) => passed(index + 1000, `leg ${index}`))
    const world = summaryWorld({
      run: { attempt: 2 },
      jobs: [failed(1, 'build'), failed(2, 'summary'), passed(3, 'build', { attempt: 2 }), ...many],
    })
    const { jobs } = await gather(world, offBaseline)
    expect(jobs?.ownName).toBe('summary')
    expect(jobs?.jobs.map(({ id }) => id)).toEqual([1, 3, ...many.map(({ id }) => id)])
    expect(world.github.countOf('listJobs')).toBe(3)
  })

  test('of another run are all of them', async () => {
    const world = summaryWorld({
      jobs: [passed(1, 'build')],
      run: { status: 'completed', conclusion: 'success' },
    })
    const { jobs } = await gather(
      world,
      { ...offBaseline, settleTimeoutMs: 0 },
      { ...current, isCurrentRun: false },
    )
    expect(jobs?.ownName).toBeNull()
    expect(jobs?.jobs.map(({ name }) => name)).toEqual(['build', 'summary'])
  })
})

test('a step that does not find its own job says so, and counts it', async () => {
  const world = summaryWorld({ jobs: [running(1, 'build')], context: { runnerName: 'renamed' } })
  const { jobs, notices } = await gather(world, { ...offBaseline, settleTimeoutMs: 0 })
  expect(jobs?.jobs.map(({ name }) => name)).toEqual(['build', 'summary'])
  expect(notices).toEqual([expect.stringContaining('job-id')])
})

describe('settling', () => {
  /** A world in which job 2 ends at the given look. */
  const endsAtLook = (look: number, spec: WorldSpec = {}): SummaryWorld => {
    const world = summaryWorld({ jobs: [passed(1, 'a'), running(2, 'b')], ...spec })
    world.github.onCall = ({ name, parameters }) => {
      if (name !== 'listJobs' || parameters['page'] !== 1) return
      if (world.github.countOf('listJobs') === look)
        world.repository.jobs = [passed(1, 'a'), passed(2, 'b'), ownJob()]
    }
    return world
  }

  test('waits until every job has ended, asking less and less often', async () => {
    const world = endsAtLook(4)
    const { jobs } = await gather(world, offBaseline)
    expect(world.clock.sleeps).toEqual([2000, 4000, 8000])
    expect(jobs?.waitedMs).toBe(14_000)
    expect(jobs?.jobs.map(({ conclusion }) => conclusion)).toEqual(['success', 'success'])
  })

  test('gives up at settle-timeout', async () => {
    const world = endsAtLook(1000)
    const { jobs } = await gather(world, { ...offBaseline, settleTimeoutMs: 20_000 })
    expect(world.clock.sleeps).toEqual([2000, 4000, 8000, 6000])
    expect(jobs?.waitedMs).toBe(20_000)
    expect(jobs?.jobs.map(({ conclusion }) => conclusion)).toEqual(['success', null])
  })

  test.each([
    { what: 'nothing is open', jobs: [passed(1, 'a')], inputs: {} },
    { what: 'only its own job runs', jobs: [], inputs: {} },
    {
      what: 'what runs is not in needs',
      jobs: [passed(1, 'a'), running(2, 'b')],
      inputs: { needs: needs({ a: 'success' }) },
    },
    { what: 'settle-timeout is 0', jobs: [running(2, 'b')], inputs: { settleTimeoutMs: 0 } },
  ])('does not wait when $what', async ({ jobs, inputs }) => {
    const world = summaryWorld({ jobs })
    await gather(world, { ...offBaseline, ...inputs })
    expect(world.clock.sleeps).toEqual([])
    expect(world.github.countOf('listJobs')).toBe(1)
  })

  test('waits a short while for a result that needs already has', async () => {
    const world = summaryWorld({ jobs: [passed(1, 'a'), passed(2, 'b')] })
    const { jobs } = await gather(world, { ...offBaseline, needs: needs({ a: 'failure', b: 'success' }) })
    expect(jobs?.waitedMs).toBe(10_000)
  })

  test('stops when looking again fails, with what it has', async () => {
    const world = endsAtLook(1000)
    world.github.onCall = (call) => {
      if (call.name === 'listJobs' && world.github.countOf('listJobs') === 2) throw call.error(500)
    }
    const { jobs } = await gather(world, offBaseline)
    expect(jobs?.jobs).toHaveLength(2)
    expect(world.log.warnings).toHaveLength(1)
  })
})

describe('the baseline', () => {
  const runs = Array.from({ length: 30 }, (_, index) => onMain(index + 1, 600 + index))
  const jobsOfRuns = runs.map((run) => jobOf(run, passed(1, 'build')))

  test('is one listing, and the jobs of the newest five', async () => {
    const world = summaryWorld({ jobs: [passed(1, 'build')], runs, otherJobs: jobsOfRuns })
    const { baseline } = await gather(world, { baselineRuns: 20 })
    expect(baseline?.branch).toBe('main')
    expect(baseline?.runs.map(({ run }) => run.id)).toEqual(runs.slice(0, 20).map(({ id }) => id))
    expect(baseline?.runs.map(({ jobs }) => jobs?.length ?? 0)).toEqual([
      ...Array(5).fill(1),
      ...Array(15).fill(0),
    ])
    expect(world.github.countOf('listRuns')).toBe(1)
    expect(world.github.countOf('listJobs')).toBe(6)
  })

  test('holds neither other branches, events of forks, failures, other workflows nor the run itself', async () => {
    const world = summaryWorld({
      jobs: [passed(1, 'build')],
      run: { headBranch: 'main', status: 'completed', conclusion: 'success' },
      runs: [
        onMain(1, 600),
        onMain(2, 600, { headBranch: 'other' }),
        onMain(3, 600, { headRepositoryId: 2 }),
        onMain(4, 600, { headRepositoryId: null }),
        onMain(5, 600, { conclusion: 'failure' }),
        onMain(6, 600, { workflowId: 11 }),
      ],
    })
    const { baseline } = await gather(world)
    expect(baseline?.runs.map(({ run }) => run.id)).toEqual([1001])
  })

  test('holds re-runs only when there is nothing else, and fills up with older runs', async () => {
    const some = [
      onMain(1, 60, { attempt: 2 }),
      onMain(2, 600),
      onMain(3, 60, { attempt: 3 }),
      onMain(4, 600),
    ]
    const of = async (given: typeof some) =>
      (
        await gather(summaryWorld({ jobs: [passed(1, 'a')], runs: given }), { baselineRuns: 2 })
      ).baseline?.runs.map(({ run }) => run.id)
    expect(await of(some)).toEqual([1002, 1004])
    expect(await of(some.filter(({ attempt }) => attempt > 1))).toEqual([1001, 1003])
  })

  test.each([
    {
      what: 'the branch of the event',
      context: { payload: { repository: { default_branch: 'trunk' } } },
      baseline: '@default',
      branch: 'trunk',
      calls: 0,
    },
    { what: 'the default branch', context: {}, baseline: '@default', branch: 'main', calls: 1 },
    { what: 'the branch that is named', context: {}, baseline: 'release', branch: 'release', calls: 0 },
  ])('is of $what', async ({ context, baseline, branch, calls }) => {
    const world = summaryWorld({ jobs: [passed(1, 'a')], context })
    expect((await gather(world, { baseline })).baseline?.branch).toBe(branch)
    expect(world.github.countOf('getRepository')).toBe(calls)
  })

  test('that is off costs nothing', async () => {
    const world = summaryWorld({ jobs: [failed(1, 'a')] })
    expect((await gather(world, offBaseline)).baseline).toBeNull()
    expect(world.github.countOf('listRuns')).toBe(0)
  })

  test('is red when its newest run failed, and that is looked at only for failures', async () => {
    const red = onMain(0.5, 300, { id: 1999, conclusion: 'failure' })
    const spec = { runs: [...runs, red], otherJobs: [...jobsOfRuns, jobOf(red, failed(1, 'build'))] }
    const failing = await gather(summaryWorld({ ...spec, jobs: [failed(1, 'build')] }), { logLines: 0 })
    expect(failing.baseline?.red).toMatchObject({ run: { id: 1999 }, jobs: [{ name: 'build' }] })
    const passing = summaryWorld({ ...spec, jobs: [passed(1, 'build')] })
    expect((await gather(passing)).baseline?.red).toBeNull()
    expect(passing.github.countOf('listRuns')).toBe(1)
  })

  test('is not red when a run succeeded since', async () => {
    const spec = {
      jobs: [failed(1, 'build')],
      runs: [...runs, onMain(2.5, 300, { id: 1999, conclusion: 'failure' })],
    }
    expect((await gather(summaryWorld(spec), { logLines: 0 })).baseline?.red).toBeNull()
  })

  test('is not red when the run that succeeded since is a re-run', async () => {
    const spec = {
      jobs: [failed(1, 'build')],
      runs: [...runs, onMain(0.5, 300, { id: 1999, conclusion: 'failure' }), onMain(0.2, 60, { attempt: 2 })],
    }
    expect((await gather(summaryWorld(spec), { logLines: 0 })).baseline?.red).toBeNull()
  })

  test('of runs with a thousand jobs reads fewer of them', async () => {
    const world = summaryWorld({
      jobs: Array.from({ length: 1000 }, (_, index) => passed(index + 1000, `j${index}`)),
      runs,
    })
    const { baseline } = await gather(world)
    expect(baseline?.runs.filter(({ jobs }) => jobs !== null)).toHaveLength(1)
  })
})

describe('logs', () => {
  const log =
    '2026-06-01T11:00:05.0000000Z ##[group]Run x\n2026-06-01T11:00:05.0000000Z ##[endgroup]\n2026-06-01T11:00:06.0000000Z ##[error]boom\n'

  test('are read of failed jobs', async () => {
    const world = summaryWorld({ jobs: [passed(1, 'a'), failed(2, 'b')], logs: { 1: log, 2: log } })
    const { logs } = await gather(world, offBaseline)
    expect([...logs.keys()]).toEqual([2])
    expect(logs.get(2)).toMatchObject({ kind: 'read', excerpt: { lines: expect.arrayContaining(['boom']) } })
    expect(world.github.countOf('getJobLogUrl')).toBe(1)
  })

  test('cost nothing with log-lines: 0', async () => {
    const world = summaryWorld({ jobs: [failed(2, 'b')], logs: { 2: log } })
    expect((await gather(world, { ...offBaseline, logLines: 0 })).logs.size).toBe(0)
    expect(world.github.countOf('getJobLogUrl')).toBe(0)
  })

  test('are read of twelve jobs at most: one leg of each matrix first', async () => {
    const legs = Array.from({ length: 40 }, (_, index) => failed(index + 1, `test (${index})`))
    const world = summaryWorld({
      jobs: [...legs, failed(50, 'lint'), failed(51, 'docs')],
      logs: { 1: log, 50: log, 51: log },
    })
    const { logs } = await gather(world, offBaseline)
    expect(world.github.countOf('getJobLogUrl')).toBe(12)
    expect([1, 50, 51].map((id) => logs.get(id)?.kind)).toEqual(['read', 'read', 'read'])
    expect(logs.get(40)).toEqual({ kind: 'unread', problem: 'no more than 12 logs are read' })
  })

  test('that are gone cost only themselves', async () => {
    const world = summaryWorld({ jobs: [failed(2, 'b')] })
    world.repository.goneLogs.add(100)
    const { logs, notices } = await gather(world, offBaseline)
    expect(logs.get(2)).toEqual({ kind: 'unread', problem: 'GitHub has no log of it' })
    expect(notices).toEqual([])
  })

  test('that GitHub fails to give have its words, as a part of a sentence', async () => {
    const world = summaryWorld({ jobs: [failed(2, 'b')], logs: { 2: log } })
    world.github.onCall = (call) => {
      if (call.name === 'getJobLogUrl') throw call.error(500, 'Server Error')
    }
    const read = (await gather(world, offBaseline)).logs.get(2)
    expect(read).toEqual({ kind: 'unread', problem: expect.stringMatching(/500 Server Error$/) })
  })

  test.each([404, 403, 500])('whose host answers %d cost only themselves', async (status) => {
    const world = summaryWorld({ jobs: [failed(2, 'b')], logs: { 2: log } })
    world.blobs.behaviour = status
    expect((await gather(world, offBaseline)).logs.get(2)).toEqual({
      kind: 'unread',
      problem: 'the log could not be downloaded',
    })
  })

  test('whose host drops the connection cost only themselves', async () => {
    const world = summaryWorld({ jobs: [failed(2, 'b')] })
    const broken = { ...world, blobs: { get: () => Promise.reject(new Error('ECONNRESET')) } }
    const facts = await gatherRun(current, someInputs(offBaseline), broken)
    expect(facts.logs.get(2)).toMatchObject({ kind: 'unread' })
  })

  test('that are empty are empty', async () => {
    const world = summaryWorld({ jobs: [failed(2, 'b')], logs: { 2: '' } })
    expect((await gather(world, offBaseline)).logs.get(2)).toMatchObject({
      kind: 'read',
      excerpt: { lines: [], totalLines: 0 },
    })
  })

  describe('of many megabytes', () => {
    const line = (second: number, text: string): string =>
      `2026-06-01T11:00:${String(second).padStart(2, '0')}.0000000Z ${text}\n`
    const noise = line(1, 'x'.repeat(200)).repeat(40_000)
    const ending = line(5, '##[group]Run x') + line(5, '##[endgroup]') + line(6, '##[error]boom')
    const spec = {
      jobs: [
        failed(2, 'b', {
          steps: [
            {
              number: 2,
              name: 'x',
              status: 'completed',
              conclusion: 'failure',
              startedAtMs: startMs + 5000,
              completedAtMs: startMs + 6000,
            },
          ],
        }),
      ],
    }

    test('are read from their end', async () => {
      const world = summaryWorld({ ...spec, logs: { 2: noise + ending } })
      const { logs } = await gather(world, offBaseline)
      expect(logs.get(2)).toMatchObject({ excerpt: { lines: ['boom'], errorLine: 2 } })
      expect(world.blobs.servedBytes()).toBeLessThan(1_500_000)
    })

    test('are read further back when the step began there', async () => {
      const world = summaryWorld({
        ...spec,
        logs: { 2: noise + ending + line(20, 'y'.repeat(200)).repeat(5000) },
      })
      const { logs } = await gather(world, offBaseline)
      expect(logs.get(2)).toMatchObject({ excerpt: { lines: ['boom'], errorLine: 2 } })
    })

    test('are read whole from a host without ranges', async () => {
      const world = summaryWorld({ ...spec, logs: { 2: noise + ending } })
      world.blobs.behaviour = 'whole'
      expect((await gather(world, offBaseline)).logs.get(2)).toMatchObject({
        excerpt: { lines: ['boom'], errorLine: 2 },
      })
    })

    test('are given up when they are endless and the host has no ranges', async () => {
      const world = summaryWorld({ ...spec, logs: { 2: noise.repeat(9) + ending } })
      world.blobs.behaviour = 'whole'
      expect((await gather(world, offBaseline)).logs.get(2)).toMatchObject({ kind: 'unread' })
    })
  })
})

describe('artifacts', () => {
  test('are those of the run', async () => {
    const world = summaryWorld()
    world.repository.artifacts = [anArtifact({ id: 1, runId: 100 }), anArtifact({ id: 2, runId: 7 })]
    expect((await gather(world, offBaseline)).artifacts?.map(({ id }) => id)).toEqual([1])
  })

  test('come through the runtime token where REST is forbidden', async () => {
    const world = summaryWorld()
    world.github.permissions.clear()
    const results = fakeResults([{ id: 5, name: 'coverage', sizeBytes: 10, digest: null, createdAtMs: null }])
    const facts = await gatherRun(current, someInputs(offBaseline), { ...world, results })
    expect(facts.artifacts).toMatchObject([{ id: 5, name: 'coverage', expiresAtMs: null }])
  })
})

describe('what cannot be read', () => {
  test('costs its section and a notice: no permission at all', async () => {
    const world = summaryWorld({ jobs: [passed(1, 'a')], context: { runAttempt: 2 } })
    world.github.permissions.clear()
    const facts = await gather(world, { needs: needs({ a: 'success' }) })
    expect(facts).toMatchObject({ isRunRead: false, jobs: null, artifacts: null, baseline: null })
    expect(facts.run).toMatchObject({
      id: 100,
      attempt: 2,
      url: 'https://github.com/octo/app/actions/runs/100',
    })
    expect(facts.notices).toHaveLength(3)
    for (const notice of facts.notices) expect(notice).toContain('permissions: actions: read')
  })

  test('of another run is an error', async () => {
    const world = summaryWorld()
    await expect(gather(world, offBaseline, { ...current, runId: 5, isCurrentRun: false })).rejects.toThrow(
      '404',
    )
  })

  test.each([
    { call: 'listRuns', missing: 'baseline' },
    { call: 'listRunArtifacts', missing: 'artifacts' },
  ] as const)('by $call costs the $missing only', async ({ call: name, missing }) => {
    const world = summaryWorld({ jobs: [passed(1, 'a')] })
    world.github.onCall = (call) => {
      if (call.name === name) throw call.error(500)
    }
    const facts = await gather(world)
    expect(facts[missing]).toBeNull()
    expect(facts.jobs?.jobs).toHaveLength(1)
    expect(facts.notices).toHaveLength(1)
  })

  test('is not asked for when only the reserve of the quota is left', async () => {
    const world = summaryWorld({ jobs: [failed(1, 'a'), running(2, 'b')], logs: { 1: 'x' } })
    world.github.quota = { limit: 1000, remaining: 150, resetAtMs: nowMs + 60_000 }
    const facts = await gather(world, { apiReserve: 0.2 })
    expect(facts.jobs?.jobs).toHaveLength(2)
    expect(facts).toMatchObject({ baseline: null, jobs: { waitedMs: 0 } })
    expect(facts.logs.get(1)).toMatchObject({ kind: 'unread' })
    expect(facts.notices).toEqual([
      expect.stringMatching(/^The artifacts: .*api-reserve \(20%\)/),
      expect.stringMatching(/^The comparison with earlier runs: .*api-reserve \(20%\)/),
    ])
    // The run and its jobs: without them there is nothing to summarise.
    expect(world.github.requestCount()).toBe(2)
  })

  test('because of a bug is no notice', async () => {
    const world = summaryWorld()
    world.github.onCall = ({ name }) => {
      if (name === 'listRunArtifacts') throw new TypeError('bug')
    }
    await expect(gather(world, offBaseline)).rejects.toThrow(TypeError)
  })

  test('because of a cancellation is none either', async () => {
    const controller = new AbortController()
    const world = { ...summaryWorld({ jobs: [running(1, 'a')] }), signal: controller.signal }
    world.github.onCall = () => controller.abort(new Error('Cancelled by SIGINT.'))
    await expect(gather(world, offBaseline)).rejects.toThrow('Cancelled by SIGINT.')
  })
})

test('200 jobs in 3 attempts, failures and a baseline take at most 40 requests', async () => {
  const runs = Array.from({ length: 25 }, (_, index) => onMain(index + 1, 600))
  const jobs = [1, 2, 3].flatMap((attempt) =>
    Array.from({ length: 200 }, (_, index) =>
      (attempt === 3 && index < 180 ? passed : failed)(attempt * 1000 + index, `job ${index} (x)`, {
        attempt,
        times: [attempt * 1000, attempt * 1000 + 5, attempt * 1000 + 65],
      }),
    ),
  )
  const otherJobs = runs
    .slice(0, 6)
    .flatMap((run) =>
      Array.from({ length: 200 }, (_, index) => jobOf(run, passed(index + 1, `job ${index} (x)`))),
    )
  const world = summaryWorld({ run: { attempt: 3, startedAtMs: startMs + 3_000_000 }, jobs, runs, otherJobs })
  const facts = await gather(world)
  expect(facts.jobs?.jobs).toHaveLength(600)
  expect(facts.baseline?.runs.filter((run) => run.jobs?.length === 200)).toHaveLength(5)
  expect(facts.logs.size).toBe(20)
  expect(world.github.requestCount()).toBeLessThanOrEqual(40)
})
