/**
 * Takes the pictures of docs/read-the-page.md and docs/repository-report.md:
 * `node --import ./sandbox/json-imports.js __tests__/report-html/take-pictures.ts`. Look at them before they are
 * committed; no test takes one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { renderPage } from '../../src/report-html/page.ts'
import { writeSummary } from '../../sandbox/demo/page.ts'
import { factsOf, pageOfReport, reportOfFacts } from '../summarise/repository/pages.ts'
import { busyRepository } from '../summarise/repository/support.ts'
import { pageOf, reportOf, scenes } from '../summarise/support/scenes.ts'
import { chromiumPath, startChromium, type Browser, type PageOptions } from './chromium.ts'

const images = path.resolve(import.meta.dirname, '..', '..', 'docs', 'images')

interface Picture {
  readonly name: string
  readonly html: string
  readonly options: Partial<PageOptions>
  /** Heading of the part to show; empty for the top. */
  readonly part: string
}

const rates = new Map([['ubuntu-latest', 0.006]])
const busy = reportOfFacts([await factsOf(busyRepository({ runs: 900, artifacts: 1400 }))], { rates })
const repository = renderPage(busy)
if (chromiumPath === null) throw new Error('There is no Chromium.')
const sceneOf = (name: string): ReturnType<NonNullable<(typeof scenes)[string]>> => {
  const scene = scenes[name]
  if (scene === undefined) throw new Error(`There is no scene ${name}.`)
  return scene()
}
const run = renderPage(reportOf(sceneOf('one-failure')))

const pictures: readonly Picture[] = [
  { name: 'repository-report', html: repository, options: { width: 1240, height: 900 }, part: '' },
  {
    name: 'repository-storage',
    html: repository,
    options: { width: 1240, height: 900 },
    part: 'Artifact storage',
  },
  {
    name: 'repository-runs',
    html: repository,
    options: { width: 1240, height: 620, scheme: 'dark' },
    part: 'Runs',
  },
  { name: 'run-timeline', html: run, options: { width: 1240, height: 520 }, part: 'Timeline' },
]

interface SummaryPicture {
  readonly name: string
  readonly markdown: string
  /** Beginnings of the titles of the folds to open. */
  readonly open: readonly string[]
}

const [health = '', storage = ''] = pageOfReport(busy).split('**Artifact storage**')

const summaryPictures: readonly SummaryPicture[] = [
  { name: 'summary', markdown: pageOf(sceneOf('one-failure')), open: ['Timeline'] },
  { name: 'summary-flaky', markdown: pageOf(sceneOf('rerun-flaky')), open: ['Attempts'] },
  { name: 'summary-green', markdown: pageOf(sceneOf('green')), open: ['Timeline', 'Artifacts'] },
  { name: 'repository-summary', markdown: health, open: [] },
  {
    name: 'repository-summary-storage',
    markdown: `**Artifact storage**${storage}`,
    open: ['Chart: storage', 'Chart: runs'],
  },
]

/** The whole page, however tall, as wide as GitHub shows it. */
async function takeSummary({ markdown, open }: SummaryPicture, browser: Browser): Promise<Buffer> {
  const unfolded = open.reduce(
    (text, title) => text.replaceAll(`<details><summary>${title}`, `<details open><summary>${title}`),
    markdown,
  )
  const file = writeSummary(folder, unfolded)
  const width = 1000
  // In a window that is tall enough no scroll bar takes a part of the width.
  const height = await (
    await browser.open(file, { width, height: 5000 })
  ).evaluate('Math.ceil(document.querySelector("main").getBoundingClientRect().height)')
  return (await browser.open(file, { width, height: Number(height) })).screenshot()
}

const folder = mkdtempSync(path.join(tmpdir(), 'pictures-'))
const browser = await startChromium(chromiumPath)
for (const { name, html, options, part } of pictures) {
  const file = path.join(folder, `${name}.html`)
  writeFileSync(file, html)
  const page = await browser.open(file, options)
  await page.evaluate(
    `[...document.querySelectorAll('h2')].find((each) => each.textContent === ${JSON.stringify(part)})?.scrollIntoView()`,
  )
  if (name === 'run-timeline')
    await page.evaluate('document.querySelectorAll(".timeline button.label")[5].click()')
  writeFileSync(path.join(images, `${name}.png`), await page.screenshot())
}
for (const picture of summaryPictures)
  writeFileSync(path.join(images, `${picture.name}.png`), await takeSummary(picture, browser))
await browser.close()
rmSync(folder, { recursive: true })
