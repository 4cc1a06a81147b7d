import { describe, expect, test } from '@jest/globals'
import { fitReport, inertJson } from '../../src/report-html/fit.ts'
import { isList, isObject, unpack, type Json } from '../../src/report-html/pack.ts'
import { busyRepository } from '../summarise/repository/support.ts'
import { factsOf, reportOfFacts } from '../summarise/repository/pages.ts'
import { reportOf, scenes } from '../summarise/support/scenes.ts'
import { aRepository } from '../support/builders.ts'

const million = 1_000_000

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a report of either kind, cut
function read(text: string): { readonly report: any; readonly notice: string } {
  const parsed: Json = JSON.parse(text) as Json
  if (!isObject(parsed) || !isList(parsed['texts'])) throw new Error('no packed report')
  const { notice } = parsed
  const texts = parsed['texts'].filter((each) => typeof each === 'string')
  return {
    report: unpack({ texts, data: parsed['data'] ?? null }),
    notice: typeof notice === 'string' ? notice : '',
  }
}

const busy = async () => reportOfFacts([await factsOf(busyRepository({ runs: 900, artifacts: 1400 }))])

test('what fits is whole, without a notice', async () => {
  const report = await busy()
  const { report: fitted, notice } = read(fitReport(report, million))
  expect(notice).toBe('')
  expect(fitted).toEqual(JSON.parse(JSON.stringify(report)))
})

describe('what does not fit', () => {
  test('loses rows, keeps every number about all of it, and says so', async () => {
    const report = await busy()
    const text = fitReport(report, 60_000)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000)
    const { report: fitted, notice } = read(text)
    expect(notice).toContain('report.json')
    const [whole] = report.repositories
    const [cut] = fitted.repositories
    expect(cut.health.rows.length).toBeLessThan(whole?.health?.rows.length ?? 0)
    expect(cut.storage.rows.length).toBeGreaterThan(0)
    expect(cut.health.runs).toBe(whole?.health?.runs)
    expect(cut.storage.bytes).toBe(whole?.storage?.bytes)
    expect(fitted.totals).toEqual(report.totals)
  })

  test('of many repositories keeps each of them, the first ones in full', async () => {
    const facts = await factsOf(busyRepository({ runs: 100, artifacts: 100 }))
    const report = reportOfFacts(
      Array.from({ length: 300 }, (_, index) => ({
        ...facts,
        repository: aRepository({ id: index + 1, name: `service-${index}` }),
      })),
    )
    const text = fitReport(report, million)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(million)
    const { report: fitted } = read(text)
    expect(fitted.repositories).toHaveLength(300)
    expect(fitted.repositories[0].storage.byName.length).toBeGreaterThan(0)
    expect(fitted.repositories[299].storage.bytes).toBe(report.repositories[299]?.storage?.bytes)
  })

  test('of a run loses steps before jobs', () => {
    const scene = scenes['thousand-jobs']
    if (scene === undefined) throw new Error('no scene')
    const report = reportOf(scene())
    const { report: fitted, notice } = read(fitReport(report, 500_000))
    expect(notice).not.toBe('')
    expect(fitted.jobs).toHaveLength(1000)
    expect(fitted.jobs.at(-1).steps).toEqual([])
    expect(fitted.failedJobs).toEqual(report.failedJobs)
  })
})

test('in a script element no tag or comment can end or begin', () => {
  const hostile = { a: '</script><script>alert(1)</script>', b: '<!--', c: ']]>', d: '\u2028\u2029&' }
  const text = inertJson(hostile)
  expect(text).not.toMatch(/[<>&\u2028\u2029]/)
  expect(JSON.parse(text)).toEqual(hostile)
})
