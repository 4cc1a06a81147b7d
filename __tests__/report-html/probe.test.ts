import { test } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import { chromiumPath, startChromium } from './chromium.ts'
import { renderPage } from '../../src/report-html/page.ts'
import { reportOf, scenes } from '../summarise/support/scenes.ts'
import { busyRepository, inputsOf, report, worldOf } from '../summarise/repository/support.ts'
test('shots', async () => {
  const browser = await startChromium(chromiumPath ?? '')
  try {
    for (const [name, scene] of Object.entries(scenes)) {
      const r = reportOf(scene())
      const html = renderPage(r)
      writeFileSync(`/tmp/probe/run-${name}.html`, html)
      const page = await browser.open(`/tmp/probe/run-${name}.html`, { height: 1800 })
      console.log(name, html.length, page.complaints, page.requests, await page.evaluate('document.documentElement.dataset.ready'))
      writeFileSync(`/tmp/probe/run-${name}.png`, await page.screenshot())
    }
    const world = worldOf([busyRepository({ runs: 500, artifacts: 1000 }), busyRepository({ runs: 300, artifacts: 2000, name: 'web', id: 2 })], { tempFolder: '/tmp/probe' })
    const r = await report(world, inputsOf({ report: 'x', repository: 'octo/*\nocto/gone', rates: 'ubuntu-latest: 0.006' }), async (a) => ({ id: 1, sizeBytes: 2 }))
    const p = r.outputs['report-json']!.replace('.json', '.html')
    writeFileSync('/tmp/probe/multi.md', r.summary)
    const page = await browser.open(p, { height: 2400 })
    console.log('multi', world.github.requestCount(), r.annotations, page.complaints, page.requests, await page.evaluate('document.documentElement.dataset.ready'))
    writeFileSync(`/tmp/probe/multi.png`, await page.screenshot())
    await page.evaluate('document.querySelector("#workflow").scrollIntoView()')
    writeFileSync(`/tmp/probe/multi2.png`, await page.screenshot())
  } finally { await browser.close() }
}, 120000)
