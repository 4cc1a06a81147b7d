import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { JSDOM } from 'jsdom'
import { assetsFile, makeAssets } from '../../scripts/report-assets.ts'
import { renderPage } from '../../src/report-html/page.ts'
import { busyRepository } from '../summarise/repository/support.ts'
import { factsOf, reportOfFacts, reports } from '../summarise/repository/pages.ts'
import { reportOf, scenes } from '../summarise/support/scenes.ts'

const green = (): string => {
  const scene = scenes['green']
  if (scene === undefined) throw new Error('no scene')
  return renderPage(reportOf(scene()))
}

test('the committed script and style are what their sources make', async () => {
  const isUpToDate = readFileSync(assetsFile, 'utf8') === (await makeAssets())
  // The texts are too long to be compared in a message.
  expect(isUpToDate ? 'up to date' : 'run npm run build').toBe('up to date')
})

const documentOf = (html: string): Document => new JSDOM(html).window.document

describe('the policy of the page', () => {
  const page = documentOf(green())
  const policy =
    page.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? ''

  test('lets in nothing from outside and no markup’s own script or style', () => {
    expect(policy.split('; ').map((part) => part.replace(/'sha256-[^']+'/, 'HASH'))).toEqual([
      "default-src 'none'",
      'script-src HASH',
      'style-src HASH',
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ])
  })

  test.each([
    ['script', 'script:not([type])', /script-src '(sha256-[^']+)'/],
    ['style', 'style', /style-src '(sha256-[^']+)'/],
  ])('lets its own %s run', (_, selector, hash) => {
    const text = page.querySelector(selector)?.textContent ?? ''
    expect(text).not.toBe('')
    expect(hash.exec(policy)?.[1]).toBe(`sha256-${createHash('sha256').update(text).digest('base64')}`)
  })

  test('comes before anything that it is to hold', () => {
    const order = [...page.head.querySelectorAll('meta, link, style, title')].map(
      (each) => each.getAttribute('http-equiv') ?? each.localName,
    )
    expect(order.indexOf('Content-Security-Policy')).toBe(1)
  })
})

test('the page refers to nothing outside', () => {
  const page = documentOf(green())
  const addresses = [...page.querySelectorAll('[src], [href]')].map(
    (each) => each.getAttribute('src') ?? each.getAttribute('href'),
  )
  expect(addresses).toEqual(['data:,'])
})

test('the chart library comes with its licence', () => {
  const html = green()
  expect(html).toContain('chart.js 4.')
  expect(html).toContain('Permission is hereby granted, free of charge')
})

test('a hostile title stays text', async () => {
  const report = await reports['empty']?.()
  if (report === undefined) throw new Error('no report')
  const name = '</title><script>alert(1)</script>'
  const page = documentOf(
    renderPage({
      ...report,
      repositories: report.repositories.map((each) => ({ ...each, repository: name })),
    }),
  )
  expect(page.title).toContain(name)
  expect(page.querySelectorAll('script')).toHaveLength(2)
})

test('5,000 runs and 10,000 artifacts are at most 3 MB, nothing left out', async () => {
  const html = renderPage(reportOfFacts([await factsOf(busyRepository({ runs: 5000, artifacts: 10_000 }))]))
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(3_000_000)
  expect(html).toContain('"notice":""')
})
