/** What a summary shows of a run, and where it comes from. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { addArtifact, addJob, addRun, rerun } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Run } from '../../sandbox/world.ts'
import { drawnBars } from '../support/mermaid.ts'
import { useScenes } from '../support/scenes.ts'
import {
  addBaseline,
  addJobs,
  alone,
  errorsOf,
  namesOf,
  noticesOf,
  readOnly,
} from '../summarise/support/run-scene.ts'

const open = useScenes()

const runId = (run: { readonly id: number }): Record<string, string> => ({ 'run-id': String(run.id) })
const green = { status: 'completed', conclusion: 'success' } as const

/** The log of a job as a runner writes it; `at` is the start of its failing step. */
function logOf(at: number, detail: string): string {
  const stamp = (ms: number): string => `${new Date(at + ms).toISOString().slice(0, -1)}0000Z`
  return [
    `\uFEFF${stamp(0)} ##[group]Run npm test`,
    `${stamp(0)} \u001B[36;1mnpm test\u001B[0m`,
    `${stamp(0)} ##[endgroup]`,
    ...Array.from({ length: 30 }, (_, index) => `${stamp(100)} \u001B[32m✓\u001B[39m passes ${index}`),
    `${stamp(200)} \u001B[31mAssertionError: ${detail}\u001B[39m`,
    `${stamp(300)} ##[error]Process completed with exit code 1.`,
    '',
  ].join('\n')
}

describe('a failed job', () => {
  test('is shown with its step, the line, the cleaned log, once for all legs, and whose fault it looks like', async () => {
    const scene = await open()
    addBaseline(scene, [60, 60, 60], 'test (22)')
    for (const version of [22, 24]) {
      const job = addJob(scene.current, `test (${version})`, {
        status: 'completed',
        conclusion: 'failure',
        steps: ['npm ci', 'npm test'],
      })
      job.log = () => logOf(job.steps[2]?.startedAt ?? 0, `expected 90 to be 81 in ${version} ms`)
    }
    const result = await scene.step({ mode: 'summarise', 'log-lines': '6' }, { token: readOnly })
    const { summary } = result
    expect(summary).toMatch(
      /❌ \*\*.*test \(22\).*\(and .*test \(24\).*failed in step 3, <code>npm test<\/code>/,
    )
    expect(summary).toMatch(/#step:3:33">log<\/a>/)
    expect(summary).toContain('AssertionError: expected 90 to be 81 in 22 ms')
    expect(summary).not.toContain('in 24 ms')
    for (const part of ['\u001B', '##[', '0000Z']) expect(summary).not.toContain(part)
    expect(summary).toContain(
      'Looks like **this change**: it passed in all of the newest 3 successful runs on main',
    )
    const [, log = ''] = /```text\n([\s\S]*?)\n```/.exec(summary) ?? []
    expect(log.split('\n').filter((line) => line !== '…')).toHaveLength(6)
    const blobs = scene.sandbox.requestsOf({ origin: 'blob' })
    expect(blobs).toHaveLength(2)
    for (const { headers } of blobs) expect(headers.authorization).toBeUndefined()
    // The signature of a signed URL is as good as a token.
    for (const text of [result.log, summary, JSON.stringify(result.outputs)])
      expect(text).not.toContain('sig=')
  })

  test('with log-lines: 0 costs no log', async () => {
    const scene = await open()
    addJobs(scene.current, { test: 'failure' })
    const { summary } = await scene.step(...alone({ 'log-lines': '0' }))
    expect(summary).toContain('<code>test</code></a>** failed')
    expect(summary).not.toContain('```text')
    expect(scene.sandbox.requestsOf({ path: /\/logs$/ })).toHaveLength(0)
    expect(scene.sandbox.requestsOf({ origin: 'blob' })).toHaveLength(0)
  })

  test('whose log is gone says so', async () => {
    const scene = await open()
    const run = addRun(scene.workflow, { conclusion: 'failure', logs: 'expired' })
    addJob(run, 'test', { conclusion: 'failure' })
    const result = await scene.step(...alone(runId(run)))
    expect(result.exitCode).toBe(0)
    expect(result.summary).toContain('No log: GitHub has no log of it.')
  })
})

describe('the baseline', () => {
  /** A run of this branch that took two minutes and ten seconds. */
  async function compared(seconds: readonly number[], inputs: Record<string, string>) {
    const scene = await open()
    addBaseline(scene, seconds)
    const run = addRun(scene.workflow, { branch: 'feature' })
    addJob(run, 'build', { startedAt: run.createdAt + 5000, completedAt: run.createdAt + 130_000 })
    const result = await scene.step({ mode: 'summarise', ...runId(run), ...inputs }, { token: readOnly })
    return { scene, result }
  }

  test('gives p50 and the difference', async () => {
    const { result } = await compared([80, 100, 120], {})
    expect(result.outputs).toMatchObject({ 'duration-ms': '130000', 'p50-ms': '100000' })
    expect(result.summary).toContain('2m 10s (+30s, p50 1m 40s of 3 runs on <code>main</code>)')
    expect(result.summary).toContain('| **+30s** |')
  })

  test('that is off is not read', async () => {
    const { result, scene } = await compared([100], { baseline: 'off' })
    expect(result.outputs['p50-ms']).toBe('')
    expect(scene.sandbox.requestsOf({ path: /\/workflows\// })).toHaveLength(0)
  })

  test.each([
    { what: 'five runs and more than it allows', runs: 5, limit: '29%', exitCode: 1 },
    { what: 'five runs and less than it allows', runs: 5, limit: '30%', exitCode: 0 },
    { what: 'four runs', runs: 4, limit: '10%', exitCode: 0 },
  ])('gates by max-regression: $what', async ({ runs, limit, exitCode }) => {
    const { result } = await compared(Array<number>(runs).fill(100), {
      gate: 'true',
      'max-regression': limit,
    })
    expect(result.exitCode).toBe(exitCode)
    expect(result.outputs['verdict']).toBe(exitCode === 1 ? 'failure' : 'success')
    if (exitCode === 1) expect(errorsOf(result)[0]).toMatch(/30% longer than its p50.*critical path/s)
    const isApplied = runs === 5
    expect(noticesOf(result).some((notice) => notice.includes('not applied'))).toBe(!isApplied)
  })
})

describe('which run', () => {
  test('under workflow_run the one that triggered it, and with needs this one', async () => {
    const scene = await open({ current: { event: 'workflow_run' } })
    const triggering = addRun(scene.workflow, { conclusion: 'failure', branch: 'topic' })
    addJob(triggering, 'build', { conclusion: 'failure' })
    addJobs(scene.current, { observe: 'success' })
    const payload = { workflow_run: { id: triggering.id }, repository: { default_branch: 'main' } }
    const [inputs, options] = alone()
    const observed = await scene.step(inputs, { ...options, payload })
    expect(observed.outputs['verdict']).toBe('failure')
    expect(namesOf(observed, 'failed-jobs')).toEqual(['build'])
    expect(observed.summary).toContain('of <code>topic</code> failed')
    const own = await scene.step(
      { ...inputs, needs: '{"observe":{"result":"success"}}' },
      { ...options, payload },
    )
    expect(own.outputs['verdict']).toBe('success')
    expect(namesOf(own, 'jobs')).toMatchObject([{ name: 'observe' }])
  })

  test('by a URL; one that is not there is an error', async () => {
    const scene = await open()
    const run = addRun(scene.workflow, { conclusion: 'success' })
    addJob(run, 'build')
    const url = `${scene.sandbox.profile.site}/octo/shop/actions/runs/${run.id}`
    const found = await scene.step(...alone({ 'run-id': url }))
    expect(found.outputs['verdict']).toBe('success')
    const missing = await scene.step(...alone({ 'run-id': '1' }))
    expect(missing.exitCode).toBe(1)
    expect(errorsOf(missing)[0]).toMatch(/run 1 of octo\/shop/)
  })
})

test('attempts are made one: the newest result counts, and both results on one commit are flaky', async () => {
  const scene = await open()
  const run = addRun(scene.workflow, { conclusion: 'failure' })
  addJobs(run, { build: 'success', test: 'failure', lint: 'failure' })
  rerun(run, { jobs: 'failed', conclusion: 'failure' })
  addJobs(run, { test: 'success', lint: 'failure' })
  const result = await scene.step(...alone(runId(run)))
  expect(result.outputs).toMatchObject({
    verdict: 'failure',
    'flaky-jobs': '["test"]',
    'failed-jobs': '["lint"]',
  })
  expect(namesOf(result, 'jobs')).toMatchObject([
    { name: 'build', conclusion: 'success' },
    { name: 'test', conclusion: 'success', attempt: 2 },
    { name: 'lint', conclusion: 'failure', attempt: 2 },
  ])
  expect(result.summary).toContain('attempt 2 (only some jobs re-run)')
  expect(result.summary).toContain('success on attempt 2')
  // A job that was carried over waited as long as it did then, and nothing about it is impossible.
  expect(result.summary).not.toContain('⚠ |')
})

test('timeline: off draws nothing, jobs one line a job; rates give money', async () => {
  const scene = await open()
  addJobs(scene.current, { build: 'success', test: 'success' })
  const [, chart = ''] = /```mermaid\n([\s\S]*?)\n```/.exec((await scene.step(...alone())).summary) ?? []
  const bars = await drawnBars(chart)
  expect(new Set(bars.map(({ section }) => section))).toEqual(new Set(['✅ build', '✅ test']))
  const priced = await scene.step(...alone({ timeline: 'off', rates: 'ubuntu-latest: 0.006' }))
  expect(priced.summary).not.toContain('mermaid')
  expect(priced.summary).toContain('Billable minutes: 4, 0.024 at your rates')
})

test('the files hold what the page shows, and report-json is as its schema says', async () => {
  const scene = await open()
  addJobs(scene.current, { build: 'success', test: 'failure' })
  addArtifact(scene.current, 'coverage', { files: { 'a.txt': 'a' } })
  const result = await scene.step(...alone())
  expect(readFileSync(result.outputs['report-md'] ?? '', 'utf8')).toBe(result.summary)
  const report: unknown = JSON.parse(readFileSync(result.outputs['report-json'] ?? '', 'utf8'))
  const ajv = new Ajv2020({ strict: false })
  formats.default(ajv)
  const schema = JSON.parse(readFileSync('docs/schemas/run-report.schema.json', 'utf8')) as object
  expect(ajv.validate(schema, report) ? [] : ajv.errors).toEqual([])
  expect(report).toMatchObject({ verdict: 'failure', artifacts: [{ name: 'coverage' }] })
  expect(result.summary).toMatch(/Artifacts \(1\).*<code>sha256:/s)
})

test('GitHub Enterprise Server, which has no digests and no artifacts of a run in progress', async () => {
  const scene = await open({ profile: 'ghes' })
  const run = addRun(scene.workflow, { conclusion: 'failure' })
  addJobs(run, { build: 'success', test: 'failure' })
  addArtifact(run, 'coverage', { files: { 'a.txt': 'a' } })
  const result = await scene.step(
    { mode: 'summarise', ...runId(run), report: 'ci-report' },
    { token: readOnly },
  )
  expect(result.exitCode).toBe(0)
  expect(result.outputs['verdict']).toBe('failure')
  expect(result.summary).toMatch(/Artifacts \(1\)/)
  expect(result.summary).toContain('```text')
  expect(noticesOf(result)).toEqual([expect.stringContaining('GitHub Enterprise Server takes no artifacts')])
})

test('names are text: no job, step, branch or artifact name becomes markup', async () => {
  const scene = await open()
  const hostile = '`|<img src=x onerror=alert(1)>|@octocat #1 ](https://evil.test) <!-- %% section'
  addJobs(scene.current, { [hostile]: 'failure', build: 'success' }, { steps: [hostile] })
  addArtifact(scene.current, hostile.replace(/[|<>:"*?/\\]/g, ''), { files: { 'a.txt': 'a' } })
  const result = await scene.step(...alone({ timeline: 'steps' }))
  expect(namesOf(result, 'failed-jobs')).toEqual([hostile])
  // Inside a fence all of it is text.
  expect(result.summary.replaceAll(/^```[\s\S]*?^```/gm, '')).not.toMatch(/<img|<!--|@octocat|\]\(https/)
  const [, chart = ''] = /```mermaid\n([\s\S]*?)\n```/.exec(result.summary) ?? []
  expect((await drawnBars(chart)).length).toBeGreaterThan(4)
})

test.each([
  { summary: 'never', states: { build: 'failure' }, isShown: false },
  { summary: 'on-failure', states: { build: 'failure' }, isShown: true },
  { summary: 'on-failure', states: { build: 'success' }, isShown: false },
] as const)('summary: $summary with $states', async ({ summary, states, isShown }) => {
  const scene = await open()
  addJobs(scene.current, states, green.conclusion === states.build ? {} : { steps: ['make'] })
  const result = await scene.step(...alone({ summary }))
  expect(result.exitCode).toBe(0)
  expect(result.summary !== '').toBe(isShown)
  expect(readFileSync(result.outputs['report-md'] ?? '', 'utf8')).toContain('CI')
})

describe('large runs', () => {
  const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, index) => make(index))

  test('1,000 jobs with long names, every step drawn, fit into a summary and into the outputs', async () => {
    const scene = await open({ validate: false })
    for (const [index, conclusion] of many(1000, (each) =>
      each % 7 === 0 ? 'failure' : 'success',
    ).entries())
      addJob(scene.current, `suite ${index % 50} (leg ${index}, ${'long '.repeat(30)})`, {
        status: 'completed',
        conclusion,
        steps: many(10, (step) => `Step ${step}`),
      })
    const result = await scene.step(...alone({ timeline: 'steps', 'log-lines': '1000' }))
    expect(Buffer.byteLength(result.summary)).toBeLessThan(1000 * 1024)
    expect(result.summary.match(/^## /gm)).toHaveLength(1)
    expect(result.summary).toContain('failed: 143 of 1,000 jobs')
    for (const [chart] of result.summary.matchAll(/```mermaid\n[\s\S]*?\n```/g))
      expect(chart.length).toBeLessThan(50_000)
    expect(namesOf(result, 'failed-jobs')).toHaveLength(143)
    const jobs = namesOf(result, 'jobs') as readonly unknown[]
    expect(jobs).toHaveLength(1000)
    expect(jobs[0]).toMatchObject({ id: expect.any(Number), name: expect.any(String), conclusion: 'failure' })
  })

  test('200 jobs of 30 steps in 3 attempts, with a baseline, take at most 40 requests', async () => {
    const scene = await open({ validate: false })
    const addLegs = (run: Run, failing: number): void => {
      for (const index of many(200, (each) => each))
        addJob(run, `suite ${Math.floor(index / 10)} (leg ${index % 10})`, {
          status: 'completed',
          conclusion: index < failing ? 'failure' : 'success',
          steps: many(30, (step) => `Step ${step}`),
        })
    }
    for (const hours of many(20, (each) => each + 3))
      addLegs(addRun(scene.workflow, { createdAt: ago(scene.sandbox.world, { hours }) }), 0)
    const run = addRun(scene.workflow, { branch: 'feature', conclusion: 'failure' })
    addLegs(run, 40)
    for (const failing of [30, 20]) {
      rerun(run, { conclusion: 'failure' })
      addLegs(run, failing)
    }
    const result = await scene.step({ mode: 'summarise', ...runId(run) }, { token: readOnly })
    expect(namesOf(result, 'failed-jobs')).toHaveLength(20)
    expect(namesOf(result, 'flaky-jobs')).toHaveLength(20)
    expect(result.outputs['p50-ms']).toMatch(/^\d+$/)
    const requests = scene.sandbox.requestsOf({ origin: 'api' })
    expect(requests.length).toBeLessThanOrEqual(40)
    expect(result.log).toContain(`${requests.length} API requests`)
  })
})

test('times that cannot be are clamped and marked, and no output is negative', async () => {
  const scene = await open()
  const { createdAt } = scene.current
  const at = { status: 'completed', conclusion: 'success', createdAt: createdAt + 60_000 } as const
  addJob(scene.current, 'before it was made', {
    ...at,
    startedAt: createdAt + 30_000,
    completedAt: createdAt + 10_000,
  })
  addJob(scene.current, 'build', { ...at, startedAt: createdAt + 65_000, completedAt: createdAt + 125_000 })
  const result = await scene.step(...alone({ timeline: 'steps' }))
  expect(result.outputs).toMatchObject({ 'duration-ms': '125000', 'slowest-job': 'build' })
  expect(namesOf(result, 'jobs')).toMatchObject([{ durationMs: 0 }, { durationMs: 60_000 }])
  expect(result.summary).toMatch(/before it was made.*⚠/)
})
