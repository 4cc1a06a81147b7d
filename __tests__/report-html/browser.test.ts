/** The page in a real browser, from disk. CI installs one; where there is none the tests say so and pass. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { renderPage } from '../../src/report-html/page.ts'
import type { RepositoryReport } from '../../src/summarise/repository/repository-report.ts'
import type { RunReport } from '../../src/summarise/run/run-report.ts'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatSigned,
} from '../../src/text/format.ts'
import { cleanLine } from '../../src/text/markdown.ts'
import { aRepository } from '../support/builders.ts'
import { hostileNames } from '../summarise/support/hostile.ts'
import { factsOf, reportOfFacts, reports } from '../summarise/repository/pages.ts'
import { busyRepository } from '../summarise/repository/support.ts'
import { reportOf, scenes } from '../summarise/support/scenes.ts'
import { chromiumPath, startChromium, type Browser, type Page, type PageOptions } from './chromium.ts'

/** Far above what it takes (a third of a second on two quiet cores): a slow machine is no defect, a hang is. */
const patienceMs = 10_000

const timeoutMs = 60_000
const inBrowser = chromiumPath === null ? describe.skip : describe
if (chromiumPath === null)
  console.warn('No Chromium is installed: the HTML report is not tested in a browser.')

let browser: Browser
let folder: string
let lastPage = 0

async function open(report: RunReport | RepositoryReport, options: Partial<PageOptions> = {}): Promise<Page> {
  const file = path.join(folder, `page ${(lastPage += 1)}.html`)
  writeFileSync(file, renderPage(report))
  return browser.open(file, options)
}

/** The cells of the table with that label, as they are shown. */
const cells = async (page: Page, label: string): Promise<readonly (readonly string[])[]> =>
  (await page.evaluate(
    `[...[...document.querySelectorAll('table')].find((table) => table.caption?.textContent === ${JSON.stringify(label)})
      .tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent))`,
  )) as readonly (readonly string[])[]

const columnOf = async (
  page: Page,
  label: string,
  column: number,
): Promise<readonly (string | undefined)[]> => (await cells(page, label)).map((row) => row[column])

/** The numbers at the top of a part of the page, by their labels. */
const tilesOf = async (page: Page): Promise<Readonly<Record<string, string>>> =>
  (await page.evaluate(
    `Object.fromEntries([...document.querySelectorAll('.tile')].map((tile) => [tile.querySelector('dt').textContent, tile.querySelector('dd').firstChild.textContent]))`,
  )) as Readonly<Record<string, string>>

const click = (page: Page, selector: string, text: string): Promise<unknown> =>
  page.evaluate(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].find((each) => each.textContent === ${JSON.stringify(text)}).click()`,
  )

const textOf = async (page: Page): Promise<string> => String(await page.evaluate('document.body.textContent'))

const sceneReport = (name: string): RunReport => {
  const scene = scenes[name]
  if (scene === undefined) throw new Error(`no scene ${name}`)
  return reportOf(scene())
}

const shown = (value: number | null, format: (value: number) => string): string =>
  value === null ? '' : format(value)

inBrowser('in a browser', () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'report page '))
    browser = await startChromium(chromiumPath ?? '')
  }, timeoutMs)
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  }, timeoutMs)

  describe.each(['light', 'dark'] as const)('%s', (scheme) => {
    test.each(Object.keys(scenes))(
      'the page of the run %s opens from disk without a complaint or a request',
      async (name) => {
        const page = await open(sceneReport(name), { scheme })
        expect(page.complaints).toEqual([])
        expect(page.requests).toEqual([])
      },
      timeoutMs,
    )

    test.each(Object.entries(reports))(
      'the page of the repositories %s does too',
      async (_, make) => {
        const page = await open(await make(), { scheme })
        expect(page.complaints).toEqual([])
        expect(page.requests).toEqual([])
      },
      timeoutMs,
    )

    test(
      'has colours of its own',
      async () => {
        const page = await open(sceneReport('green'), { scheme })
        const background = await page.evaluate('getComputedStyle(document.body).backgroundColor')
        expect(background).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 17, 23)')
      },
      timeoutMs,
    )
  })

  describe('the numbers of a repository', () => {
    let report: RepositoryReport
    let page: Page
    beforeAll(async () => {
      report = (await reports['busy']?.()) ?? reportOfFacts([])
      page = await open(report)
    }, timeoutMs)

    test('at the top are those of report.json', async () => {
      const [
        { health, storage, jobs } = report.repositories[0] ?? { health: null, storage: null, jobs: null },
      ] = report.repositories
      expect(await tilesOf(page)).toMatchObject({
        Runs: formatCount(health?.runs ?? -1),
        'Green on main': shown(health?.overall.successRate ?? null, formatPercent),
        'p50 of successful runs': shown(health?.overall.p50Ms ?? null, formatDuration),
        'Billable minutes, about': formatCount(jobs?.minutes ?? -1),
        Stored: formatBytes(storage?.bytes ?? -1),
      })
    })

    test('in the tables are those of report.json', async () => {
      const [result] = report.repositories
      expect((await cells(page, 'Workflows')).map((row) => [row[0], row[1], row[2], row[4]])).toEqual(
        result?.health?.workflows.map(({ name, runs, successRate, p50Ms }) => [
          name,
          formatCount(runs),
          shown(successRate, formatPercent),
          shown(p50Ms, formatDuration),
        ]),
      )
      expect(await cells(page, 'Storage by name')).toEqual(
        result?.storage?.byName.map(({ label, count, bytes }) => [
          label,
          formatCount(count),
          formatBytes(bytes),
          formatPercent(bytes / (result.storage?.bytes ?? 1)),
        ]),
      )
      expect((await cells(page, 'Flakiest jobs')).map((row) => [row[0], row[2], row[3]])).toEqual(
        result?.jobs?.flaky.map(({ job, flakyCommits, commits }) => [job, `${flakyCommits}`, `${commits}`]),
      )
      expect(await columnOf(page, 'Slowest-growing jobs', 4)).toEqual(
        result?.jobs?.growing.map(({ growthMs }) => formatSigned(growthMs, formatDuration)),
      )
      expect(new Set(await columnOf(page, 'Storage by branch', 1))).toEqual(
        new Set(['default', 'deleted', 'merged or closed']),
      )
    })

    test('in the charts are those of report.json, also as a table', async () => {
      const daily = report.repositories[0]?.health?.daily ?? []
      await page.evaluate('document.querySelector("figure details").open = true')
      // The event that fills the table comes after the property is set.
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))')
      const rows = await page.evaluate(
        `[...document.querySelectorAll('figure')[0].querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))`,
      )
      expect(rows).toEqual(
        daily.map(({ date, succeeded, failed, other }) => [date, `${succeeded}`, `${failed}`, `${other}`]),
      )
    })

    test('in a chart show where one points', async () => {
      const box = (await page.evaluate(
        `(() => { const canvas = document.querySelector('canvas'); canvas.scrollIntoView(); const box = canvas.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2] })()`,
      )) as [number, number]
      const pixels = 'document.querySelector("canvas").toDataURL()'
      const before = await page.evaluate(pixels)
      await page.point(...box)
      await page.evaluate(
        'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
      )
      expect(await page.evaluate(pixels)).not.toBe(before)
    })

    test('are drawn: no chart is empty', async () => {
      const blank = await page.evaluate(
        `[...document.querySelectorAll('canvas')].filter((canvas) => new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size < 8).length`,
      )
      expect(blank).toBe(0)
    })
  })

  describe('a table', () => {
    let report: RepositoryReport
    let page: Page
    const label = 'Artifacts'
    const sizes = async (): Promise<readonly (string | undefined)[]> => columnOf(page, label, 1)
    beforeAll(async () => {
      report = (await reports['busy']?.()) ?? reportOfFacts([])
      page = await open(report)
    }, timeoutMs)

    const press = async (title: string): Promise<unknown> =>
      page.evaluate(
        `[...[...document.querySelectorAll('table')].find((table) => table.caption?.textContent === '${label}').querySelectorAll('th button')].find((each) => each.textContent === '${title}').click()`,
      )
    const sortOf = (title: string): Promise<unknown> =>
      page.evaluate(
        `[...[...document.querySelectorAll('table')].find((table) => table.caption?.textContent === '${label}').querySelectorAll('th')].find((each) => each.textContent === '${title}').getAttribute('aria-sort')`,
      )

    test('sorts by number, both ways, and says so', async () => {
      const rows = report.repositories[0]?.storage?.rows ?? []
      const bySize = rows.map(({ sizeBytes }) => sizeBytes).toSorted((one, other) => other - one)
      await press('Size')
      expect(await sortOf('Size')).toBe('descending')
      expect(await sizes()).toEqual(bySize.slice(0, 50).map(formatBytes))
      await press('Size')
      expect(await sortOf('Size')).toBe('ascending')
      expect(await sizes()).toEqual(bySize.toReversed().slice(0, 50).map(formatBytes))
    })

    test('sorts by text, numbers in it as numbers', async () => {
      await press('Name')
      expect(await sortOf('Name')).toBe('ascending')
      expect(await sortOf('Size')).toBe('none')
      const names = (report.repositories[0]?.storage?.rows ?? []).map(({ name }) => name)
      const { compare } = new Intl.Collator('en', { numeric: true })
      expect(await columnOf(page, label, 0)).toEqual(names.toSorted(compare).slice(0, 50))
    })

    test('filters by any text, and pages through what is found', async () => {
      await page.evaluate(
        `(() => { const input = document.querySelector('input[aria-label="Filter: ${label}"]'); input.value = 'COVERAGE'; input.dispatchEvent(new Event('input')) })()`,
      )
      const found = (report.repositories[0]?.storage?.rows ?? []).filter(
        ({ name }) => name === 'coverage',
      ).length
      expect(new Set(await columnOf(page, label, 0))).toEqual(new Set(['coverage']))
      const status = (): Promise<unknown> =>
        page.evaluate(
          `document.querySelector('input[aria-label="Filter: ${label}"]').parentElement.querySelector('[role=status]').textContent`,
        )
      expect(await status()).toContain(`1–50 of ${found} found`)
      await page.evaluate(
        `[...document.querySelector('input[aria-label="Filter: ${label}"]').parentElement.querySelectorAll('button')].find((each) => each.textContent === 'Next').click()`,
      )
      expect(await status()).toContain('51–100')
    })
  })

  test(
    'the keyboard alone sorts a table: Tab reaches its header, Enter presses it',
    async () => {
      const page = await open(sceneReport('one-failure'))
      for (let presses = 0; presses < 60; presses += 1) {
        await page.press('Tab')
        if ((await page.evaluate('document.activeElement.closest("th")?.textContent')) === 'Ran') break
      }
      expect(await page.evaluate('document.activeElement.closest("th")?.textContent')).toBe('Ran')
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
      await page.press('Enter')
      expect(await page.evaluate('document.activeElement.closest("th")?.getAttribute("aria-sort")')).toBe(
        'descending',
      )
    },
    timeoutMs,
  )

  describe('the timeline of a run', () => {
    const report = (): RunReport => sceneReport('one-failure')
    const status = (page: Page): Promise<unknown> =>
      page.evaluate(
        `[...document.querySelectorAll('[role=status]')].find((each) => each.textContent.startsWith('Shown')).textContent`,
      )
    const widths = async (page: Page): Promise<readonly number[]> =>
      (await page.evaluate(
        `[...document.querySelectorAll('.timeline .bar:not(.wait)')].map((bar) => bar.getBoundingClientRect().width)`,
      )) as readonly number[]

    test(
      'has a bar for each job that ran, as long as it ran',
      async () => {
        const page = await open(report())
        const ran = report().jobs.flatMap(({ ranMs }) => (ranMs === null ? [] : [ranMs]))
        const drawn = await widths(page)
        expect(drawn).toHaveLength(ran.length)
        const longest = Math.max(...drawn)
        const shares = drawn.map((width) => width / longest).toSorted((one, other) => one - other)
        const expected = ran.map((ms) => ms / Math.max(...ran)).toSorted((one, other) => one - other)
        for (const [index, share] of shares.entries()) expect(share).toBeCloseTo(expected[index] ?? -1, 1)
      },
      timeoutMs,
    )

    test(
      'zooms with buttons and with keys, and says what it shows',
      async () => {
        const page = await open(report())
        const whole = await status(page)
        const before = await widths(page)
        await click(page, 'button', 'Zoom in')
        const after = await widths(page)
        for (const [index, width] of after.entries()) expect(width / (before[index] ?? 1)).toBeCloseTo(2, 1)
        expect(await status(page)).not.toBe(whole)
        await page.evaluate('document.querySelector(".timeline").focus()')
        await page.press('+')
        expect((await widths(page))[0]).toBeCloseTo((before[0] ?? 0) * 4, 0)
        await page.press('ArrowRight')
        await page.press('0')
        expect(await widths(page)).toEqual(before)
        expect(await status(page)).toBe(whole)
      },
      timeoutMs,
    )

    test(
      'opens a job for its steps, and tells what is focused',
      async () => {
        const page = await open(report())
        await page.evaluate('document.querySelector(".timeline button.label").focus()')
        await page.press('Enter')
        const opened = report().jobs.find(({ name }) => name === 'lint')
        expect(await page.evaluate('document.activeElement.getAttribute("aria-expanded")')).toBe('true')
        expect(await page.evaluate('document.querySelectorAll(".steps .row").length')).toBe(
          opened?.steps.length,
        )
        expect(await page.evaluate('document.querySelector(".tooltip").textContent')).toContain('lint')
        await page.press('Escape')
        expect(await page.evaluate('document.querySelector(".tooltip").hidden')).toBe(true)
      },
      timeoutMs,
    )

    test(
      'of 1,000 jobs still opens at once',
      async () => {
        const page = await open(sceneReport('thousand-jobs'))
        expect(await page.evaluate('document.querySelectorAll(".timeline .rows > div").length')).toBe(1000)
        expect(Number(await page.evaluate('document.documentElement.dataset.ready'))).toBeLessThan(patienceMs)
      },
      timeoutMs,
    )
  })

  describe('hostile names', () => {
    const wellFormed = hostileNames.filter((name) => name.isWellFormed())

    test(
      'of jobs, steps and artifacts of a run are text',
      async () => {
        const green = sceneReport('green')
        const page = await open({
          ...green,
          run: {
            ...green.run,
            title: '<img src=x onerror=alert(1)>',
            workflow: '<b>x</b>',
            url: 'javascript:alert(1)',
          },
          jobs: wellFormed.flatMap((name, index) => {
            const job = green.jobs[index % green.jobs.length]
            if (job === undefined) return []
            const steps = job.steps.map((step) => ({ ...step, name }))
            return [{ ...job, id: index + 1, name, steps, labels: [name], url: 'javascript:alert(1)' }]
          }),
        })
        expect(page.complaints).toEqual([])
        expect(page.requests).toEqual([])
        expect(await page.evaluate('document.querySelectorAll("script, img, iframe, b").length')).toBe(0)
        expect(
          await page.evaluate('[...document.links].filter(({ protocol }) => protocol !== "https:").length'),
        ).toBe(0)
        const names = (await cells(page, 'Jobs')).map(([name]) => name)
        expect(names).toEqual(
          wellFormed.slice(0, 50).map((name) => (name.trim() === '' ? '(no name)' : cleanLine(name))),
        )
      },
      timeoutMs,
    )

    test(
      'of artifacts, branches and workflows of a repository are text',
      async () => {
        const report = (await reports['busy']?.()) ?? reportOfFacts([])
        const page = await open({
          ...report,
          repositories: report.repositories.map((result) => ({
            ...result,
            repository: '<script>alert(1)</script>',
            url: 'javascript:alert(1)//',
            storage:
              result.storage === null
                ? null
                : {
                    ...result.storage,
                    byName: wellFormed.map((label) => ({ label, count: 1, bytes: 1, isPattern: false })),
                    rows: result.storage.rows.slice(0, wellFormed.length).map((row, index) => ({
                      ...row,
                      name: wellFormed[index] ?? '',
                      branch: wellFormed[index] ?? '',
                      workflow: wellFormed[index] ?? '',
                    })),
                  },
          })),
        })
        expect(page.complaints).toEqual([])
        expect(page.requests).toEqual([])
        expect(await page.evaluate('document.querySelectorAll("script, img, iframe").length')).toBe(0)
        expect(
          await page.evaluate('[...document.links].filter(({ protocol }) => protocol !== "https:").length'),
        ).toBe(0)
        expect(await textOf(page)).toContain('<script>alert(1)</script>')
      },
      timeoutMs,
    )

    test(
      'even markup that got into the page could not run: its policy refuses it',
      async () => {
        const page = await open(sceneReport('green'))
        await page.evaluate(
          `document.body.insertAdjacentHTML('beforeend', '<img src="https://example.invalid/x.png" onerror="window.ran = 1"><div style="color: red">x</div>')`,
        )
        await page.evaluate(
          `(() => { const script = document.createElement('script'); script.textContent = 'window.ran = 1'; document.body.append(script) })()`,
        )
        await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))')
        expect(await page.evaluate('window.ran')).toBeUndefined()
        expect(page.complaints.length).toBeGreaterThanOrEqual(3)
        expect(page.complaints.every((complaint) => complaint.includes('Content Security Policy'))).toBe(true)
      },
      timeoutMs,
    )
  })

  describe('several repositories', () => {
    test(
      'are a table from which one opens each',
      async () => {
        const report = (await reports['several']?.()) ?? reportOfFacts([])
        const page = await open(report)
        expect(await columnOf(page, 'Repositories', 0)).toEqual(
          report.repositories.map(({ repository }) => repository),
        )
        expect(await page.evaluate('document.querySelector("h2.repository").textContent')).toBe('octo/web')
        await click(page, 'button.link', 'octo/app')
        expect(await page.evaluate('document.querySelector("h2.repository").textContent')).toBe('octo/app')
        expect(await page.evaluate('document.activeElement.id')).toBe('repository')
        expect(await textOf(page)).toContain('octo/secret was not read')
        await click(page, 'button.link', 'octo/empty')
        expect(page.complaints).toEqual([])
      },
      timeoutMs,
    )

    test(
      'that are too many for one page are all in its table, and the page says what it leaves out',
      async () => {
        const facts = await factsOf(busyRepository({ runs: 300, artifacts: 400 }))
        const page = await open(
          reportOfFacts(
            Array.from({ length: 200 }, (_, index) => ({
              ...facts,
              repository: aRepository({ id: index + 1, name: `service-${index}` }),
            })),
          ),
        )
        expect(await textOf(page)).toContain('200 repositories')
        expect(await textOf(page)).toContain('too large for one page')
        expect(page.complaints).toEqual([])
      },
      timeoutMs,
    )
  })

  test(
    'the runs of one workflow can be looked at alone',
    async () => {
      const page = await open((await reports['busy']?.()) ?? reportOfFacts([]))
      const points =
        'document.querySelector("#workflow").closest("section").querySelector("canvas").toDataURL()'
      const before = await page.evaluate(points)
      await page.evaluate(
        `(() => { const select = document.querySelector('#workflow'); select.value = '1'; select.dispatchEvent(new Event('change')) })()`,
      )
      expect(await page.evaluate('document.querySelector("#workflow").selectedOptions[0].textContent')).toBe(
        'ci.yml',
      )
      expect(await page.evaluate(points)).not.toBe(before)
      expect(page.complaints).toEqual([])
    },
    timeoutMs,
  )

  test(
    'a page of 5,000 runs and 10,000 artifacts comes up and filters',
    async () => {
      const page = await open(
        reportOfFacts([await factsOf(busyRepository({ runs: 5000, artifacts: 10_000 }))]),
      )
      expect(Number(await page.evaluate('document.documentElement.dataset.ready'))).toBeLessThan(patienceMs)
      expect(page.complaints).toEqual([])
      const startedMs = Number(await page.evaluate('performance.now()'))
      await page.evaluate(
        `(() => { const input = document.querySelector('input[aria-label="Filter: Artifacts"]'); input.value = '9'; input.dispatchEvent(new Event('input')) })()`,
      )
      expect(Number(await page.evaluate('performance.now()')) - startedMs).toBeLessThan(patienceMs)
    },
    timeoutMs,
  )
})
