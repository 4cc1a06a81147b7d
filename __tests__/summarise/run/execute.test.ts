import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { SummariseInputs } from '../../../src/inputs.ts'
import { outputNames } from '../../../src/outputs.ts'
import { fakeResults } from '../../support/fake-github.ts'
import { runSummarise } from '../../../src/summarise/execute.ts'
import { reportRun } from '../../../src/summarise/run/execute.ts'
import { anArtifact } from '../../support/builders.ts'
import { cancelled, failed, needs, passed, patterns, running, skipped } from '../support/facts.ts'
import { hostileNames } from '../support/hostile.ts'
import { someInputs } from '../support/inputs.ts'
import { reportOf, scenes } from '../support/scenes.ts'
import { jobOf, onMain, summaryWorld, type WorldSpec } from '../support/world.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'steward-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const summarise = (spec: WorldSpec, inputs: Partial<SummariseInputs> = {}) => {
  const world = summaryWorld({ ...spec, context: { tempFolder: folder, ...spec.context } })
  return runSummarise(someInputs(inputs), world).then((report) => ({ report, world }))
}
const json = (text: string | undefined): unknown => JSON.parse(text ?? '')

describe('outputs', () => {
  test('are all of SPEC 4.1', async () => {
    const runs = Array.from({ length: 6 }, (_, index) => onMain(index + 1, 60))
    const { report } = await summarise({
      run: { attempt: 2 },
      jobs: [
        passed(1, 'build', { times: [0, 5, 90] }),
        failed(2, 'test'),
        passed(3, 'test', { attempt: 2 }),
        failed(4, 'lint'),
      ],
      runs,
      otherJobs: runs.map((run) => jobOf(run, passed(1, 'build', { times: [0, 5, 60] }))),
    })
    const { outputs } = report
    expect(outputs).toMatchObject({
      verdict: 'failure',
      conclusion: 'failure',
      'failed-jobs': '["lint"]',
      'flaky-jobs': '["test"]',
      'p50-ms': '60000',
      'error-message': '',
    })
    expect(json(outputs['jobs'])).toMatchObject([
      { id: 1, name: 'build', conclusion: 'success' },
      { id: 3, name: 'test', conclusion: 'success' },
      { id: 4, name: 'lint', conclusion: 'failure' },
    ])
    expect(report.failure).toBeNull()
  })

  test('of durations are of the latest attempt', async () => {
    const { report } = await summarise({
      jobs: [passed(1, 'a', { times: [0, 5, 65] }), passed(2, 'b', { times: [0, 5, 90] })],
    })
    expect(report.outputs).toMatchObject({ 'duration-ms': '90000', 'slowest-job': 'b', 'p50-ms': '' })
  })

  test('are set on every way out: a closed gate', async () => {
    const { report } = await summarise({ jobs: [failed(1, 'a')] }, { gate: true })
    expect(report.failure).not.toBeNull()
    expect(report.outputs).toMatchObject({ verdict: 'failure', 'error-message': report.failure?.message })
    expect(readFileSync(report.outputs['report-md'] ?? '', 'utf8')).toBe(report.summary)
  })

  test('name nothing that action.yml does not declare', async () => {
    const { report } = await summarise({ jobs: [passed(1, 'a')] })
    const known: readonly string[] = outputNames
    expect(Object.keys(report.outputs).filter((name) => !known.includes(name))).toEqual([])
  })

  test('of a thousand jobs with long names still fit into what a job may output', async () => {
    const jobs = Array.from({ length: 1000 }, (_, index) => failed(index + 1, `${'"é'.repeat(300)} ${index}`))
    const { report } = await summarise({ jobs }, { logLines: 0 })
    const chars = Object.values(report.outputs).reduce((sum, value) => sum + value.length, 0)
    expect(chars).toBeLessThan(450_000)
    expect(json(report.outputs['jobs'])).toContainEqual(expect.objectContaining({ id: 1 }))
  })
})

describe('the files', () => {
  test('are the page and the data', async () => {
    const { report, world } = await summarise({ jobs: [passed(1, 'a'), skipped(2, 'b')] })
    expect(report.outputs['report-json']).toBe(
      path.join(folder, 'actions-steward', 'run-100-1', 'report.json'),
    )
    const written = json(readFileSync(report.outputs['report-json'] ?? '', 'utf8'))
    expect(written).toMatchObject({ verdict: 'success', apiCalls: world.github.requestCount() })
    expect(readFileSync(report.outputs['report-md'] ?? '', 'utf8')).toBe(report.summary)
  })

  test('that cannot be written do not turn a run red', async () => {
    writeFileSync(path.join(folder, 'actions-steward'), 'in the way')
    const { report } = await summarise({ jobs: [passed(1, 'a')] }, { gate: true })
    expect(report.failure).toBeNull()
    expect(report.outputs).toMatchObject({ verdict: 'success', 'report-json': '', 'report-md': '' })
    expect(report.annotations).toContainEqual({
      level: 'warning',
      message: expect.stringContaining('could not be written'),
    })
  })
})

describe('the gate', () => {
  test.each([
    {
      what: 'a failed job',
      jobs: [passed(1, 'a'), failed(2, 'b')],
      inputs: {},
      says: ['verdict: failure', '1 of 2 jobs failed: "b"'],
    },
    {
      what: 'a skipped job',
      jobs: [skipped(1, 'a')],
      inputs: { needs: needs({ a: 'skipped' }) },
      says: ['"a" (skipped: not allowed to be skipped)'],
    },
    {
      what: 'a cancelled job',
      jobs: [cancelled(1, 'a')],
      inputs: {},
      says: ['verdict: cancelled', '1 of 1 job cancelled: "a"'],
    },
    {
      what: 'a job that has not ended',
      jobs: [running(1, 'a')],
      inputs: { settleTimeoutMs: 0 },
      says: ['still in progress'],
    },
    {
      what: 'an unknown name',
      jobs: [passed(1, 'a')],
      inputs: { allowFailure: patterns('bb') },
      says: ['allow-failure names "bb"'],
    },
    {
      what: 'a missing job',
      jobs: [passed(1, 'a')],
      inputs: { require: patterns('deploy') },
      says: ['require names "deploy"'],
    },
    {
      what: 'many failed jobs',
      jobs: Array.from({ length: 9 }, (_, index) => failed(index + 1, `j${index}`)),
      inputs: {},
      says: ['9 of 9 jobs failed', 'and 4 more'],
    },
  ])('fails the step with one clear message: $what', async ({ jobs, inputs, says }) => {
    const { report } = await summarise({ jobs }, { gate: true, logLines: 0, baseline: null, ...inputs })
    expect(report.failure?.message).toMatch(/^The gate is closed/)
    for (const text of says) expect(report.failure?.message).toContain(text)
    expect(report.failure?.hint).not.toBe('')
    const open = await summarise({ jobs }, { gate: false, logLines: 0, baseline: null, ...inputs })
    expect(open.report.failure).toBeNull()
  })

  test.each([
    { seconds: 74, runs: 5, closed: false, note: null },
    { seconds: 76, runs: 5, closed: true, note: null },
    { seconds: 600, runs: 4, closed: false, note: 'only 4 successful runs' },
  ])(
    'on a run of $seconds s against $runs runs of 60 s with max-regression 25%: closed $closed',
    async ({ seconds, runs, closed, note }) => {
      const baseline = Array.from({ length: runs }, (_, index) => onMain(index + 1, 60))
      const { report } = await summarise(
        { jobs: [passed(1, 'a', { times: [0, 5, seconds] })], runs: baseline },
        { gate: true, maxRegression: 0.25 },
      )
      expect(report.failure === null).toBe(!closed)
      expect(report.outputs['verdict']).toBe(closed ? 'failure' : 'success')
      if (closed) expect(report.failure?.message).toContain('max-regression allows 25%')
      const notes = report.annotations.map(({ message }) => message).join('\n')
      if (note === null) expect(notes).not.toContain('max-regression')
      else expect(notes).toContain(note)
    },
  )

  test.each([
    { what: 'is too long already', seconds: 76, closed: true },
    { what: 'may still become too long', seconds: 50, closed: false },
  ])(
    'on duration of a run in which a job that does not count still runs: $what',
    async ({ seconds, closed }) => {
      const { report } = await summarise(
        {
          jobs: [passed(1, 'a', { times: [0, 5, seconds] }), running(2, 'outside')],
          runs: Array.from({ length: 5 }, (_, index) => onMain(index + 1, 60)),
        },
        { gate: true, maxRegression: 0.25, needs: needs({ a: 'success' }) },
      )
      expect(report.failure !== null).toBe(closed)
      const notes = report.annotations.map(({ message }) => message).join('\n')
      expect(notes.includes('not applied: not every job has ended')).toBe(!closed)
    },
  )

  test('on duration says so when there is nothing to compare with', async () => {
    const world = summaryWorld({ jobs: [passed(1, 'a')], context: { tempFolder: folder } })
    world.github.onCall = (call) => {
      if (call.name === 'listRuns') throw call.error(403)
    }
    const report = await runSummarise(someInputs({ gate: true, maxRegression: 0.25 }), world)
    expect(report.failure).toBeNull()
    expect(report.annotations.map(({ message }) => message).join('\n')).toContain(
      'max-regression was not applied: there is nothing to compare with.',
    )
  })

  test('on duration does not compare a run of which only a part was re-run', async () => {
    const { report } = await summarise(
      {
        run: { attempt: 2 },
        jobs: [passed(1, 'a'), failed(2, 'b'), passed(3, 'b', { attempt: 2, times: [0, 5, 900] })],
        runs: Array.from({ length: 9 }, (_, index) => onMain(index + 1, 60)),
      },
      { gate: true, maxRegression: 0.25 },
    )
    expect(report.failure).toBeNull()
    expect(report.annotations.map(({ message }) => message).join()).toContain(
      'only some of the jobs were re-run',
    )
  })
})

describe('without permissions', () => {
  test('the gate stands on needs alone, and says what is missing', async () => {
    const world = summaryWorld({ context: { tempFolder: folder } })
    world.github.permissions.clear()
    const report = await runSummarise(
      someInputs({ gate: true, needs: needs({ build: 'success', test: 'failure' }) }),
      world,
    )
    expect(report.outputs).toMatchObject({
      verdict: 'failure',
      'failed-jobs': '["test"]',
      jobs: '[]',
      'duration-ms': '',
    })
    expect(report.annotations.length).toBeGreaterThan(0)
    for (const { level, message } of report.annotations) {
      expect(level).toBe('notice')
      expect(message).toContain('permissions: actions: read')
    }
    const green = await runSummarise(someInputs({ gate: true, needs: needs({ build: 'success' }) }), world)
    expect(green.failure).toBeNull()
  })

  test('and without needs nothing is taken for green', async () => {
    const world = summaryWorld({ context: { tempFolder: folder } })
    world.github.permissions.clear()
    const report = await runSummarise(someInputs({ gate: true }), world)
    expect(report.failure?.message).toContain('could not be read')
  })
})

test('the log has the verdict, what made it, and the number of API calls', async () => {
  const { world } = await summarise({ jobs: [passed(1, 'a'), failed(2, 'b')] })
  const log = world.log.lines.join('\n')
  expect(log).toContain('Verdict: failure')
  expect(log).toContain('b: failure, failed (not allowed to fail)')
  expect(log).toContain(`${world.github.requestCount()} API requests`)
})

describe('report-json', () => {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true })
  formats.default(ajv)
  const schema: unknown = json(
    readFileSync(new URL('../../../docs/schemas/run-report.schema.json', import.meta.url), 'utf8'),
  )
  const validate = ajv.compile(schema as object)

  test.each(Object.entries(scenes))('of %s is as its schema says', (_, make) => {
    expect(validate(JSON.parse(JSON.stringify(reportOf(make())))) ? [] : validate.errors).toEqual([])
  })

  test('of hostile names is as its schema says, and keeps them as they are', async () => {
    const jobs = hostileNames.map((name, index) => (index % 2 === 0 ? failed : passed)(index + 1, name))
    const { report } = await summarise(
      { jobs },
      { maxRegression: 0.1, gate: true, rates: new Map([['ubuntu-latest', 0.006]]) },
    )
    const written = json(readFileSync(report.outputs['report-json'] ?? '', 'utf8'))
    expect(validate(written) ? [] : validate.errors).toEqual([])
    expect(written).toMatchObject({
      jobs:
        hostileNames.filter((name) => name.isWellFormed()).length > 0
          ? expect.arrayContaining([expect.objectContaining({ name: '<script>alert(1)</script>' })])
          : [],
    })
  })

  test('without anything that could be read is as its schema says', async () => {
    const world = summaryWorld({ context: { tempFolder: folder } })
    world.github.permissions.clear()
    const report = await runSummarise(someInputs(), world)
    expect(
      validate(json(readFileSync(report.outputs['report-json'] ?? '', 'utf8'))) ? [] : validate.errors,
    ).toEqual([])
  })

  test('is refused by its schema when a field is missing or new', () => {
    const report: unknown = JSON.parse(
      JSON.stringify(
        reportOf(
          scenes['green']?.() ??
            (() => {
              throw new Error('no scene')
            })(),
        ),
      ),
    )
    if (typeof report !== 'object' || report === null) throw new Error('no report')
    expect(validate({ ...report, extra: 1 })).toBe(false)
    expect(validate({ ...report, verdict: undefined })).toBe(false)
  })
})

test('the observer of another run judges it by its own jobs', async () => {
  const observed = onMain(1, 60, { id: 77, headBranch: 'fork', headRepositoryId: 9, conclusion: 'failure' })
  const { report } = await summarise({
    context: { event: 'workflow_run', payload: { workflow_run: { id: 77 } } },
    runs: [observed],
    otherJobs: [jobOf(observed, passed(1, 'build')), jobOf(observed, failed(2, 'test'))],
  })
  expect(report.outputs).toMatchObject({ verdict: 'failure', 'failed-jobs': '["test"]' })
  expect(report.summary).toContain('CI #')
})

test('a run with artifacts lists them', async () => {
  const world = summaryWorld({ jobs: [passed(1, 'a')], context: { tempFolder: folder } })
  world.repository.artifacts = [anArtifact({ id: 1, name: 'coverage', runId: 100 })]
  expect((await runSummarise(someInputs(), world)).summary).toContain('Artifacts (1)')
})

describe('the report as an artifact', () => {
  const uploading = async (jobs: WorldSpec['jobs'], upload: Parameters<typeof reportRun>[2]) => {
    const world = {
      ...summaryWorld({ jobs: jobs ?? [], context: { tempFolder: folder } }),
      results: fakeResults([]),
    }
    return reportRun(someInputs({ report: 'ci-report', gate: true, logLines: 0 }), world, upload)
  }

  test('is the page, the data and a page of its own', async () => {
    const uploaded: string[] = []
    const report = await uploading([passed(1, 'a')], async ({ name, files }) => {
      uploaded.push(name, ...files.map((file) => path.basename(file)))
      return { id: 1, sizeBytes: 2 }
    })
    expect(uploaded).toEqual(['ci-report', 'report.json', 'report.md', 'report.html'])
    expect(report.failure).toBeNull()
  })

  test('that cannot be uploaded does not hide a closed gate', async () => {
    const refuse = () => Promise.reject(new Error('name is taken'))
    const closed = await uploading([failed(1, 'a')], refuse)
    expect(closed.failure?.message).toMatch(/^The gate is closed/)
    expect(closed.annotations).toContainEqual({
      level: 'warning',
      message: expect.stringContaining('name is taken'),
    })
    const open = await uploading([passed(1, 'a')], refuse)
    expect(open.failure?.message).toContain('name is taken')
    expect(open.outputs['verdict']).toBe('success')
  })
})
