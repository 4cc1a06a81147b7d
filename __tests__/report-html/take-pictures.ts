/**
 * Takes the pictures of docs/repository-report.md: `node __tests__/report-html/take-pictures.ts`. Look at them before
 * they are committed; no test takes one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { renderPage } from '../../src/report-html/page.ts'
import { factsOf, reportOfFacts } from '../summarise/repository/pages.ts'
import { busyRepository } from '../summarise/repository/support.ts'
import { reportOf, scenes } from '../summarise/support/scenes.ts'
import { chromiumPath, startChromium, type PageOptions } from './chromium.ts'

const images = path.resolve(import.meta.dirname, '..', '..', 'docs', 'images')

interface Picture {
  readonly name: string
  readonly html: string
  readonly options: Partial<PageOptions>
  /** Heading of the part to show; empty for the top. */
  readonly part: string
}

const rates = new Map([['ubuntu-latest', 0.006]])
const repository = renderPage(
  reportOfFacts([await factsOf(busyRepository({ runs: 900, artifacts: 1400 }))], { rates }),
)
const failed = scenes['one-failure']
if (failed === undefined || chromiumPath === null) throw new Error('There is no scene, or no Chromium.')
const run = renderPage(reportOf(failed()))

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
await browser.close()
rmSync(folder, { recursive: true })
