/** The report of repositories as a workflow meets it: what the page says, what it costs, and what may be missing. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { addPull } from '../../sandbox/build-code.ts'
import { addArtifact, addJob, addRepository, addRun, addWorkflow, rerun } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Run, Workflow } from '../../sandbox/world.ts'
import type { RepositoryReport } from '../../src/summarise/repository/repository-report.ts'
import type { Scene, SceneStep } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'
import { errorsOf, namesOf, noticesOf } from '../summarise/support/run-scene.ts'

const open = useScenes()

const megabyte = 1000 * 1000
const inputs = { mode: 'summarise', target: 'repository' } as const
/** What docs/repository-report.md asks for. */
const reading = {
  permissions: { actions: 'read', contents: 'read', 'pull-requests': 'read' },
} as const

const reportOf = ({ outputs }: SceneStep): RepositoryReport =>
  JSON.parse(readFileSync(outputs['report-json'] ?? '', 'utf8')) as RepositoryReport

/** Runs of main over ten days, every fourth one failed, and one that failed and passed on one commit. */
function addRuns(workflow: Workflow): void {
  const { world } = workflow.repository
  const sha = (): string => world.nextSha()
  for (let index = 1; index <= 20; index += 1) {
    const conclusion = index % 4 === 0 ? 'failure' : 'success'
    const createdAt = ago(world, { hours: 12 * index })
    const run = addRun(workflow, { createdAt, conclusion, durationMs: 300_000, sha: sha() })
    addJob(run, 'build', { createdAt, completedAt: createdAt + 200_000, steps: ['Compile'] })
  }
  const flaky = addRun(workflow, { createdAt: ago(world, { hours: 1 }), conclusion: 'failure', sha: sha() })
  addJob(flaky, 'e2e', { conclusion: 'failure', steps: ['Click around'] })
  rerun(flaky, { conclusion: 'success' })
  addJob(flaky, 'e2e', { conclusion: 'success', steps: ['Click around'] })
}

/** Artifacts of main, of a branch that is gone, and of one whose pull request is merged. */
function addStorage({ workflow, repository, sandbox }: Scene): void {
  const pull = addPull(repository, { headBranch: 'merged', merged: true })
  const at = { createdAt: ago(sandbox.world, { days: 2 }) }
  const upload = (run: Run, name: string, sizeBytes: number, days = 60): void => {
    addArtifact(run, name, { sizeBytes, expiresAt: ago(sandbox.world, { days: -days }), ...at })
  }
  upload(addRun(workflow, at), 'bundle', 3 * megabyte)
  upload(addRun(workflow, { ...at, branch: 'deleted' }), 'bundle', 5 * megabyte, 2)
  upload(addRun(workflow, { ...at, pull }), 'coverage', 7 * megabyte)
}

describe('one repository', () => {
  test('health, flaky jobs and failing steps come from its runs and jobs', async () => {
    const scene = await open()
    addRuns(scene.workflow)
    const result = await scene.step(inputs, { token: reading })
    expect(result.exitCode).toBe(0)
    const [{ health, jobs } = { health: null, jobs: null }] = reportOf(result).repositories
    // The current run has not ended and is in the list as well.
    expect(health).toMatchObject({ runs: 22, completedRuns: 21 })
    expect(health?.overall).toMatchObject({ decidedRuns: 21, successRate: 16 / 21, p50Ms: 300_000 })
    expect(jobs?.flaky).toMatchObject([{ job: 'e2e', flakyCommits: 1 }])
    expect(jobs?.failingSteps.map(({ step }) => step)).toEqual(['Compile', 'Click around'])
    expect(result.summary).toContain('22 runs · **76% green** on <code>main</code> · p50 5m 00s')
    expect(result.summary).toMatch(/Flakiest jobs.*<code>e2e<\/code>/s)
    expect(result.summary).toMatch(/jobs of 22 of 22 runs|jobs of 21 of 22 runs/)
    expect(result.summary.match(/```mermaid\nxychart|xychart-beta/g)).toHaveLength(2)
  })

  test('storage is told by name, branch, workflow and age, and what is gone or expires soon', async () => {
    const scene = await open()
    addStorage(scene)
    const result = await scene.step(inputs, { token: reading })
    const [{ storage } = { storage: null }] = reportOf(result).repositories
    expect(storage).toMatchObject({ count: 3, bytes: 15 * megabyte })
    const bytesBy = (shares: readonly { readonly label: string; readonly bytes: number }[] = []) =>
      Object.fromEntries(shares.map(({ label, bytes }) => [label, bytes / megabyte]))
    expect(bytesBy(storage?.byName)).toEqual({ bundle: 8, coverage: 7 })
    expect(bytesBy(storage?.byBranch)).toEqual({ merged: 7, deleted: 5, main: 3 })
    expect(bytesBy(storage?.byWorkflow)).toEqual({ 'ci.yml': 15 })
    expect(storage?.byBranchState).toMatchObject([
      { state: 'closed-pr', bytes: 7 * megabyte },
      { state: 'deleted', bytes: 5 * megabyte },
      { state: 'default', bytes: 3 * megabyte },
    ])
    expect(storage?.byAge.find(({ label }) => label === '1 to 7 days')).toMatchObject({ count: 3 })
    expect(storage?.expiring).toMatchObject([
      { withinDays: 3, count: 1, bytes: 5 * megabyte },
      { withinDays: 7, count: 1 },
    ])
    for (const text of [
      '15.0 MB stored',
      'GitHub expires 1 artifact',
      '@deleted',
      '@closed-pr',
      'pie showData',
    ])
      expect(result.summary).toContain(text)
  })

  test('the same bytes more than once are found by their digest', async () => {
    const scene = await open()
    for (const name of ['a', 'b'])
      addArtifact(addRun(scene.workflow), name, { files: { 'same.txt': 'the same bytes' } })
    addArtifact(addRun(scene.workflow), 'c', { files: { 'other.txt': 'other bytes' } })
    const result = await scene.step(inputs, { token: reading })
    const [{ storage } = { storage: null }] = reportOf(result).repositories
    expect(storage?.duplicates).toMatchObject([{ names: ['b', 'a'], count: 2 }])
    expect(result.summary).toContain('The same bytes more than once')
  })

  test('days bounds the runs, and no run at all is no error', async () => {
    const scene = await open()
    addRun(scene.workflow, { createdAt: ago(scene.sandbox.world, { days: 8 }) })
    expect(reportOf(await scene.step({ ...inputs, days: '7' }, { token: reading })).totals.runs).toBe(1)
    expect(reportOf(await scene.step({ ...inputs, days: '9' }, { token: reading })).totals.runs).toBe(2)
  })
})

describe('several repositories', () => {
  async function organisation(): Promise<Scene> {
    const scene = await open()
    const { world } = scene.sandbox
    for (const [index, name] of ['web', 'api', 'secret', 'docs'].entries()) {
      const repository = addRepository(world, `octo/${name}`, { private: name === 'secret' })
      addArtifact(addRun(addWorkflow(repository, 'ci.yml')), 'bundle', { sizeBytes: (index + 1) * megabyte })
    }
    return scene
  }

  test('are a table, each one folded, and the output is what a matrix takes', async () => {
    const scene = await organisation()
    const result = await scene.step(
      { ...inputs, repository: 'octo/*\n!octo/docs\n!octo/secret' },
      { token: reading },
    )
    expect(result.exitCode).toBe(0)
    expect(namesOf(result, 'repositories')).toEqual(['octo/api', 'octo/web', 'octo/shop'])
    expect(result.summary).toContain('3 repositories')
    for (const name of ['api', 'web', 'shop'])
      expect(result.summary).toContain(
        `<details><summary><strong><code>octo/${name}</code></strong></summary>`,
      )
    for (const repository of namesOf(result, 'repositories') as readonly string[]) {
      const leg = await scene.step({ ...inputs, repository }, { token: reading })
      expect(namesOf(leg, 'repositories')).toEqual([repository])
    }
  })

  test('one that the token does not see costs its row and a notice', async () => {
    const scene = await organisation()
    const token = { ...reading, repositories: [scene.repository] }
    const result = await scene.step({ ...inputs, repository: 'octo/shop\nocto/secret' }, { token })
    expect(result.exitCode).toBe(0)
    expect(namesOf(result, 'repositories')).toEqual(['octo/shop'])
    expect(result.summary).toContain('1 repository not read')
    expect(noticesOf(result)).toEqual([expect.stringMatching(/^octo\/secret was not read: /)])
  })

  test('when none can be read, or none matches, the step fails with one error', async () => {
    const scene = await organisation()
    const token = { ...reading, repositories: [scene.repository] }
    const unseen = await scene.step({ ...inputs, repository: 'octo/secret' }, { token })
    expect(unseen.exitCode).toBe(1)
    expect(errorsOf(unseen)).toEqual([expect.stringMatching(/octo\/secret.*404/s)])
    const unmatched = await scene.step({ ...inputs, repository: 'octo/x*' }, { token: reading })
    expect(errorsOf(unmatched)).toEqual([expect.stringContaining('No repository matches')])
  })
})

describe('a permission that is missing costs its section and a notice', () => {
  test.each([
    { missing: 'contents', says: /deleted/i },
    { missing: 'pull-requests', says: /merged|closed/i },
  ] as const)('$missing', async ({ missing, says }) => {
    const scene = await open({ repository: { private: true } })
    addStorage(scene)
    const permissions = { ...reading.permissions, [missing]: 'none' }
    const result = await scene.step(inputs, { token: { permissions } })
    expect(result.exitCode).toBe(0)
    expect(noticesOf(result)).toEqual([expect.stringMatching(says)])
    expect(noticesOf(result)[0]).toContain(`permissions: ${missing}: read`)
    expect(reportOf(result).totals.storedBytes).toBe(15 * megabyte)
    expect(result.summary).toContain('ℹ️')
  })

  test('actions: there is nothing left to report, which is the error of the step', async () => {
    const scene = await open({ repository: { private: true } })
    addStorage(scene)
    const result = await scene.step(inputs, { token: { permissions: { contents: 'read' } } })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual([expect.stringContaining('permissions: actions: read')])
  })
})

test('5,000 runs and 10,000 artifacts take at most 160 requests, all of them listed', async () => {
  const scene = await open({ validate: false })
  const { world } = scene.sandbox
  for (let index = 0; index < 5000; index += 1) {
    const run = addRun(scene.workflow, {
      createdAt: ago(world, { minutes: 8 * (5000 - index) }),
      branch: index % 3 === 0 ? 'main' : `topic-${index % 200}`,
      conclusion: index % 11 === 0 ? 'failure' : 'success',
    })
    addJob(run, 'build')
    for (const name of ['coverage', `report-${index % 40}`]) addArtifact(run, name, { sizeBytes: 900 })
  }
  const result = await scene.step(inputs, { token: reading })
  expect(result.exitCode).toBe(0)
  const report = reportOf(result)
  expect(scene.sandbox.requestsOf({ origin: 'api' })).toHaveLength(report.apiCalls)
  expect(report.apiCalls).toBeLessThanOrEqual(160)
  expect(report.totals).toMatchObject({ runs: 5001, artifacts: 10_000 })
  expect(report.repositories[0]?.jobs?.sample.runs).toBeGreaterThanOrEqual(4)
  expect(Buffer.byteLength(result.summary)).toBeLessThan(1000 * 1024)
  expect(result.log).toContain(`${report.apiCalls} API requests in all`)
}, 60_000)
