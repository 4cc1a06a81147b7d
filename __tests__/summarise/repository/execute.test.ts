import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { UploadArtifact } from '../../../src/report-upload.ts'
import type { RepositoryReport } from '../../../src/summarise/repository/repository-report.ts'
import { nowMs } from '../../support/builders.ts'
import { aFakeRepository, type FakeRepository } from '../../support/fake-github.ts'
import { hostileNames } from '../support/hostile.ts'
import { reports } from './pages.ts'
import { busyRepository, inputsOf, report, worldOf, type ReportWorld } from './support.ts'

let tempFolder: string
beforeEach(() => {
  tempFolder = mkdtempSync(path.join(tmpdir(), 'report-'))
})
afterEach(() => {
  rmSync(tempFolder, { recursive: true })
})

const world = (...repositories: FakeRepository[]): ReportWorld => worldOf(repositories, { tempFolder })
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
const reportIn = (file: string | undefined): RepositoryReport => json(file ?? '') as RepositoryReport
const small = (fields: { readonly name?: string; readonly id?: number } = {}): FakeRepository =>
  busyRepository({ runs: 20, artifacts: 10, ...fields })

describe('outputs', () => {
  test('are the paths of both files and the repositories', async () => {
    const { outputs, summary, failure } = await report(world(small()), inputsOf())
    expect(reportIn(outputs['report-json'])).toMatchObject({
      schema: 'actions-steward/repository-report/v1',
      days: 30,
    })
    expect(readFileSync(outputs['report-md'] ?? '', 'utf8')).toBe(summary)
    expect(outputs).toMatchObject({ repositories: '["octo/app"]', 'error-message': '' })
    expect(failure).toBeNull()
  })

  test('repositories are a list for a matrix, most stored first, without those that were not read', async () => {
    const { outputs } = await report(
      world(small(), busyRepository({ runs: 5, artifacts: 100, name: 'web', id: 2 })),
      inputsOf({ repository: 'octo/*\nocto/gone' }),
    )
    expect(outputs['repositories']).toBe('["octo/web","octo/app"]')
    expect(path.basename(path.dirname(outputs['report-json'] ?? ''))).toBe(`repositories-${nowMs}`)
  })

  test('two repositories in one job lie side by side', async () => {
    const given = world(small(), small({ name: 'web', id: 2 }))
    const one = await report(given, inputsOf({ repository: 'octo/app' }))
    const other = await report(given, inputsOf({ repository: 'octo/web' }))
    expect(one.outputs['report-json']).not.toBe(other.outputs['report-json'])
    expect(reportIn(one.outputs['report-json']).repositories[0]?.repository).toBe('octo/app')
  })
})

test('days bounds the runs', async () => {
  const { outputs } = await report(
    world(busyRepository({ runs: 300, artifacts: 5 })),
    inputsOf({ days: '7' }),
  )
  const written = reportIn(outputs['report-json'])
  expect(written.days).toBe(7)
  expect(written.repositories[0]?.health?.runs).toBe(70)
})

describe('a repository that cannot be read', () => {
  test('costs its row and a notice, and the rest is reported', async () => {
    const { summary, annotations, outputs, failure } = await report(
      world(small()),
      inputsOf({ repository: 'octo/app\nocto/gone\nnobody/*' }),
    )
    expect(failure).toBeNull()
    expect(reportIn(outputs['report-json']).unread.map((each) => each.repository)).toEqual([
      'octo/gone',
      'nobody/*',
    ])
    expect(summary).toContain('2 repositories not read')
    expect(annotations.map(({ level, message }) => [level, message.slice(0, 24)])).toEqual([
      ['notice', 'octo/gone was not read: '],
      ['notice', 'nobody/* was not read: C'],
    ])
  })

  test('is the error of the step when it is the only one', async () => {
    await expect(report(world(), inputsOf())).rejects.toThrow(/octo\/app.*404/)
  })

  test('is not what a list without a match is: that is an error as well', async () => {
    await expect(report(world(small()), inputsOf({ repository: 'octo/x*' }))).rejects.toThrow(
      'No repository matches',
    )
  })
})

test('when the quota is used up, the rest is not read, and it is said how to go on', async () => {
  const given = world(small(), small({ name: 'web', id: 2 }), small({ name: 'zoo', id: 3 }))
  given.github.quota = { limit: 1000, remaining: 217, resetAtMs: nowMs + 3_600_000 }
  const { outputs } = await report(given, inputsOf({ repository: 'octo/*' }))
  expect(given.github.quota.remaining).toBeGreaterThanOrEqual(200)
  const { repositories, unread } = reportIn(outputs['report-json'])
  expect(repositories.length + unread.length).toBe(3)
  expect(unread.at(-1)).toMatchObject({
    repository: 'octo/zoo',
    reason: expect.stringContaining('api-reserve'),
  })
})

test('notices are at most nine, and the last one says how many there are more', async () => {
  const lines = Array.from({ length: 20 }, (_, index) => `octo/gone-${index}`).join('\n')
  const { annotations } = await report(world(small()), inputsOf({ repository: `octo/app\n${lines}` }))
  expect(annotations).toHaveLength(9)
  expect(annotations.at(-1)?.message).toContain('And 12 more notices')
})

describe('report', () => {
  test('uploads the page beside the files', async () => {
    const uploads: Parameters<UploadArtifact>[0][] = []
    const { outputs } = await report(world(small()), inputsOf({ report: 'weekly' }), (artifact) => {
      uploads.push(artifact)
      return Promise.resolve({ id: 1, sizeBytes: 1 })
    })
    expect(uploads.map(({ name, files }) => [name, files.map((file) => path.basename(file))])).toEqual([
      ['weekly', ['report.json', 'report.md', 'report.html']],
    ])
    const page = readFileSync(path.join(path.dirname(outputs['report-json'] ?? ''), 'report.html'), 'utf8')
    expect(page).toMatch(/^<!doctype html>/)
  })

  test('that cannot be uploaded fails the step, with the summary written', async () => {
    const { failure, summary, outputs } = await report(world(small()), inputsOf({ report: 'weekly' }), () =>
      Promise.reject(new Error('409 Conflict')),
    )
    expect(failure?.message).toContain('"weekly"')
    expect(outputs['error-message']).toBe(failure?.message)
    expect(summary).toContain('20 runs')
  })

  test('makes no page when it is not asked for', async () => {
    const { outputs } = await report(world(small()), inputsOf())
    expect(existsSync(path.join(path.dirname(outputs['report-json'] ?? ''), 'report.html'))).toBe(false)
  })
})

test('the log says what was read of each repository', async () => {
  const given = world(small(), aFakeRepository({ name: 'empty', id: 2 }))
  await report(given, inputsOf({ repository: 'octo/*' }))
  expect(given.log.lines).toEqual([
    expect.stringMatching(
      /^octo\/app: 20 runs, \d+ artifacts \(.* MB\), jobs of \d+ runs, \d+ API requests\.$/,
    ),
    expect.stringMatching(/^octo\/empty: 0 runs, 0 artifacts \(0 B\), no jobs read, 2 API requests\.$/),
    `${given.github.requestCount()} API requests in all.`,
  ])
})

describe('report-json', () => {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true })
  formats.default(ajv)
  const validate = ajv.compile(
    json(new URL('../../../docs/schemas/repository-report.schema.json', import.meta.url).pathname) as object,
  )
  let sample: RepositoryReport
  beforeAll(async () => {
    const make = reports['busy'] ?? (() => Promise.reject(new Error('no report')))
    sample = JSON.parse(JSON.stringify(await make())) as RepositoryReport
  })
  const problemsOf = (value: unknown): unknown => (validate(value) ? [] : validate.errors)

  test.each(Object.entries(reports))('of %s is as its schema says', async (_, make) => {
    expect(problemsOf(JSON.parse(JSON.stringify(await make())))).toEqual([])
  })

  test('of hostile names keeps them as they are', async () => {
    const repository = small()
    repository.artifacts = hostileNames.flatMap((name, index) => {
      const [, artifact] = repository.artifacts
      return artifact === undefined || !name.isWellFormed() ? [] : [{ ...artifact, id: index + 1, name }]
    })
    const { outputs } = await report(world(repository), inputsOf())
    const written = reportIn(outputs['report-json'])
    expect(problemsOf(written)).toEqual([])
    expect(written.repositories[0]?.storage?.rows.map(({ name }) => name)).toContain(
      '<script>alert(1)</script>',
    )
  })

  test('is refused by its schema when a field is missing or new', () => {
    const whole = { ...sample, schema: 'actions-steward/repository-report/v1' }
    expect(problemsOf(whole)).toEqual([])
    expect(problemsOf({ ...whole, extra: 1 })).not.toEqual([])
    expect(problemsOf({ ...whole, totals: { ...sample.totals, runs: undefined } })).not.toEqual([])
    expect(problemsOf({ ...whole, repositories: [{ repository: 'octo/app' }] })).not.toEqual([])
  })

  test('adds up: workflows hold all runs, and each list of storage all bytes', () => {
    const [result] = sample.repositories
    const sum = (values: readonly (number | undefined)[] = []): number =>
      values.reduce<number>((total, value) => total + (value ?? NaN), 0)
    const { health, storage, jobs } = result ?? { health: null, storage: null, jobs: null }
    expect(sum(health?.workflows.map(({ runs }) => runs))).toBe(health?.runs)
    expect(sum(health?.daily.flatMap(({ succeeded, failed, other }) => [succeeded, failed, other]))).toBe(
      health?.runs,
    )
    for (const list of ['byName', 'byBranch', 'byBranchState', 'byWorkflow', 'byAge'] as const)
      expect(sum(storage?.[list].map(({ bytes }) => bytes))).toBe(storage?.bytes)
    expect(sample.totals).toMatchObject({
      runs: health?.runs,
      storedBytes: storage?.bytes,
      minutes: jobs?.minutes,
    })
  })
})
