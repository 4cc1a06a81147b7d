/** `report`: the page as an artifact of the current run, which a later step can fetch. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { JSDOM } from 'jsdom'
import { addArtifact, addRun } from '../../sandbox/build.ts'
import { isJson, isObject, unpack } from '../../src/report-html/pack.ts'
import { treeOf, type Scene, type SceneStep } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'
import { addJobs, alone, errorsOf, namesOf, noticesOf, readOnly } from '../summarise/support/run-scene.ts'

const open = useScenes()

const repository = { mode: 'summarise', target: 'repository' } as const

/** What a later step of the job finds in the artifact. */
async function filesIn(scene: Scene, name: string): Promise<Record<string, string>> {
  const fetched = await scene.step({ mode: 'fetch', name, path: 'fetched' }, { token: 'none' })
  expect(fetched.exitCode).toBe(0)
  return treeOf(path.join(fetched.workspace, 'fetched'))
}

/** The report that the HTML page carries. */
function reportInPage(html: string): unknown {
  const data: unknown = JSON.parse(new JSDOM(html).window.document.getElementById('data')?.textContent ?? '')
  if (!isJson(data) || !isObject(data)) throw new Error('the page carries no report')
  const { texts, data: packed = null } = data
  return unpack({ texts: Array.isArray(texts) ? texts.map(String) : [], data: packed })
}

async function expectEqualNumbers(scene: Scene, result: SceneStep, name: string): Promise<void> {
  const files = await filesIn(scene, name)
  expect(Object.keys(files).toSorted()).toEqual(['report.html', 'report.json', 'report.md'])
  expect(files['report.md']).toBe(result.summary)
  expect(files['report.json']).toBe(readFileSync(result.outputs['report-json'] ?? '', 'utf8'))
  expect(reportInPage(files['report.html'] ?? '')).toEqual(JSON.parse(files['report.json'] ?? ''))
}

describe('the artifact holds the page as Markdown, JSON and HTML, with equal numbers', () => {
  test('of a run', async () => {
    const scene = await open()
    const jobs = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`test (${index})`, 'success'] as const),
    )
    addJobs(scene.current, { ...jobs, build: 'failure' })
    const [inputs, options] = alone({ report: 'ci-report' })
    const result = await scene.step(inputs, options)
    expect(result.exitCode).toBe(0)
    expect(namesOf(result, 'failed-jobs')).toEqual(['build'])
    await expectEqualNumbers(scene, result, 'ci-report')
  })

  test('of a repository', async () => {
    const scene = await open()
    for (const conclusion of ['success', 'failure', 'success'] as const)
      addArtifact(addRun(scene.workflow, { conclusion }), 'bundle', { sizeBytes: 1000 })
    const result = await scene.step({ ...repository, report: 'weekly' }, { token: readOnly })
    expect(result.exitCode).toBe(0)
    await expectEqualNumbers(scene, result, 'weekly')
  })
})

test('without report nothing is uploaded, and no page is made', async () => {
  const scene = await open()
  addJobs(scene.current, { build: 'success' })
  const result = await scene.step(...alone())
  expect(scene.sandbox.requestsOf({ path: /CreateArtifact/ })).toHaveLength(0)
  expect(Object.keys(treeOf(path.dirname(result.outputs['report-json'] ?? '')))).toEqual([
    'report.json',
    'report.md',
  ])
})

describe('a name that is taken', () => {
  test('is the error of the step, with the page written', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'success' })
    addArtifact(scene.current, 'ci-report')
    const result = await scene.step(...alone({ report: 'ci-report' }))
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)).toEqual([expect.stringMatching(/"ci-report".*give report another one/s)])
    expect(result.outputs).toMatchObject({ verdict: 'success' })
    expect(result.summary).toContain('passed: 1 job')
  })

  test('does not hide a closed gate', async () => {
    const scene = await open()
    addJobs(scene.current, { build: 'failure' })
    addArtifact(scene.current, 'ci-report')
    const result = await scene.step(...alone({ gate: 'true', report: 'ci-report' }))
    expect(errorsOf(result)).toEqual([expect.stringContaining('The gate is closed')])
    expect(result.annotations.filter(({ level }) => level === 'warning')).toHaveLength(1)
  })
})

test('a name that no artifact can have is an input error', async () => {
  const scene = await open()
  const result = await scene.step({ mode: 'summarise', report: 'ci/report' })
  expect(errorsOf(result)).toEqual([expect.stringContaining('report: "ci/report"')])
  expect(scene.sandbox.requests).toHaveLength(0)
})

describe('GitHub Enterprise Server takes no such upload', () => {
  test.each([
    ['run', { mode: 'summarise', 'settle-timeout': '0' }],
    ['repository', repository],
  ])('target: %s says so, and leaves the files in RUNNER_TEMP', async (_target, inputs) => {
    const scene = await open({ profile: 'ghes' })
    addJobs(scene.current, { build: 'success' })
    const result = await scene.step(
      { ...inputs, report: 'ci-report' },
      { contexts: { job: {} }, token: readOnly },
    )
    expect(result.exitCode).toBe(0)
    const folder = path.dirname(result.outputs['report-json'] ?? '')
    expect(path.relative(result.temp, folder)).not.toMatch(/^\.\./)
    expect(Object.keys(treeOf(folder)).toSorted()).toEqual(['report.html', 'report.json', 'report.md'])
    expect(existsSync(result.outputs['report-md'] ?? '')).toBe(true)
    expect(noticesOf(result).find((notice) => notice.includes('"ci-report"'))).toContain(folder)
    expect(scene.sandbox.requestsOf({ path: /CreateArtifact/ })).toHaveLength(0)
  })
})
