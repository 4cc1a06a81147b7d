import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { byteLength } from '../../../src/text/markdown.ts'
import { maxDiagramChars } from '../../../src/text/mermaid.ts'
import type { RepositoryFacts } from '../../../src/summarise/repository/facts.ts'
import { aJob, aRepository, aSha, aStep, anArtifact, dayMs, nowMs } from '../../support/builders.ts'
import { aFakeRepository } from '../../support/fake-github.ts'
import { hostileName, hostileNames } from '../support/hostile.ts'
import { brokenTables, diagramsOf, foldsOf, foreignParts, parsePage } from '../support/html.ts'
import { drawnPie, drawnXyChart } from './drawn-charts.ts'
import { factsOf, nothingRead, pageOfReport, reportOfFacts, reports } from './pages.ts'
import { aRunFact, busyRepository } from './support.ts'

const maxBytes = 1000 * 1024

const golden = (name: string): string =>
  readFileSync(new URL(`../../fixtures/summarise-repository/${name}.md`, import.meta.url), 'utf8')

describe.each(Object.entries(reports))('%s', (name, make) => {
  test('is the committed page', async () => {
    expect(pageOfReport(await make())).toBe(golden(name))
  })

  test('has whole tables and nothing that GitHub would not show', () => {
    const page = parsePage(golden(name))
    expect(brokenTables(page)).toEqual([])
    expect(foreignParts(page)).toEqual([])
  })
})

/** Draws whichever kind of chart it is; throws where Mermaid does not parse it. */
async function draw(code: string): Promise<void> {
  expect(code.length).toBeLessThanOrEqual(maxDiagramChars)
  await (/^pie showData/m.test(code) ? drawnPie(code) : drawnXyChart(code))
}

test('a page has a pie of the storage and two charts over time, which Mermaid draws', async () => {
  const diagrams = diagramsOf(parsePage(golden('busy')))
  expect(diagrams).toHaveLength(3)
  for (const code of diagrams) await draw(code)
})

test('the order is: headline, workflows, jobs, storage, charts', () => {
  const text = golden('busy')
  const places = [
    '900 runs',
    '| Workflow |',
    '**Flakiest jobs**',
    '**Most failing steps**',
    '**Slowest-growing jobs**',
    'Queue by runner',
    '**Artifact storage**',
    '**By name**',
    '**By what became of the branch**',
    'Prune could free',
    'Chart: runs',
    'Written 2026-06-01',
  ].map((part) => text.indexOf(part))
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(places[0]).toBeGreaterThan(0)
})

test('the sample is said where its numbers are', async () => {
  const report = await (reports['busy'] ?? reports['empty'])?.()
  const sample = report?.repositories[0]?.jobs?.sample
  expect(sample?.runs).toBe(60)
  expect(golden('busy')).toContain(
    `the jobs of 60 of 900 runs (${sample?.rerun} re-run or with both results on one commit, ${sample?.failed} failed, ${sample?.even} spread evenly)`,
  )
})

describe('several repositories', () => {
  const page = parsePage(golden('several'))

  test('are a table, most stored first, then each folded, and those that were not read', () => {
    const rows = [...page.querySelectorAll('table')][0]?.querySelectorAll('tbody tr') ?? []
    expect([...rows].map((row) => row.querySelector('td')?.textContent)).toEqual([
      'octo/web',
      'octo/app',
      'octo/empty',
    ])
    expect(foldsOf(page).filter((title) => /^octo\//.test(title))).toEqual([
      'octo/web',
      'octo/app',
      'octo/empty',
    ])
    expect(foldsOf(page)[0]).toBe('⚠️ 1 repository not read')
    expect(page.body.textContent).toContain('octo/secret')
  })

  test('have their totals in one line', () => {
    expect(page.querySelector('p')?.textContent).toMatch(/^3 repositories · 180 runs · \d+% green/)
  })

  test('have charts while there are few', async () => {
    const facts = await factsOf(busyRepository({ runs: 20, artifacts: 20 }))
    const many = [1, 2, 3, 4].map((id) => ({ ...facts, repository: aRepository({ id, name: `app${id}` }) }))
    expect(diagramsOf(parsePage(pageOfReport(reportOfFacts(many))))).toEqual([])
    expect(diagramsOf(parsePage(pageOfReport(reportOfFacts(many.slice(0, 2)))))).toHaveLength(6)
  })
})

describe('what cannot be known is left open, not zero', () => {
  test('nothing read', () => {
    expect(golden('forbidden')).toContain('Nothing could be read.')
    expect(golden('forbidden')).toContain('the token lacks "actions: read"')
  })

  test('a repository without runs or artifacts has no rates', () => {
    expect(golden('empty')).not.toMatch(/NaN|Infinity|undefined|null|0% green/)
  })

  test('money only with rates', async () => {
    const facts = await factsOf(busyRepository({ runs: 50, artifacts: 5 }))
    expect(pageOfReport(reportOfFacts([facts]))).not.toContain('Cost')
    expect(pageOfReport(reportOfFacts([facts], { rates: new Map([['ubuntu-latest', 0.006]]) }))).toContain(
      'Cost',
    )
  })
})

describe('prune', () => {
  test('is offered for what deleted and merged branches hold, as a step that deletes nothing yet', () => {
    const page = parsePage(golden('busy'))
    const step = page.querySelector('code.language-yaml')?.textContent ?? ''
    expect(step).toContain('mode: prune')
    expect(step).toContain('@deleted')
    expect(step).toContain('dry-run: true')
    expect(step).toContain('repository: octo/app')
  })

  test('is not offered where they hold nothing', async () => {
    const artifacts = [anArtifact()]
    expect(pageOfReport(reportOfFacts([await factsOf(aFakeRepository({ artifacts }))]))).not.toContain(
      'mode: prune',
    )
  })
})

/** Facts in which everything that has a name has this one. */
const named = (name: string): RepositoryFacts => {
  const run = aRunFact({ workflowName: name, workflowPath: name, branch: name, headSha: aSha(1) })
  const jobOf = (id: number, conclusion: string, startedAtMs: number) =>
    aJob({
      id,
      name,
      conclusion,
      attempt: id,
      labels: [name],
      createdAtMs: startedAtMs,
      startedAtMs,
      completedAtMs: startedAtMs + id * 60_000,
      steps: [aStep({ name, conclusion })],
    })
  return {
    ...nothingRead,
    notices: [name],
    repository: aRepository({ defaultBranch: name }),
    runs: { runs: [run], sinceMs: nowMs - 30 * dayMs, coverage: { read: 1, total: 1, isComplete: true } },
    artifacts: {
      artifacts: [1, 2].map((id) => ({
        ...anArtifact({ id, name, digest: 'sha256:x', expiresAtMs: nowMs + dayMs }),
        run: { id, headBranch: name, headSha: null, repositoryId: 1, headRepositoryId: 1 },
      })),
      coverage: { read: 2, total: 2, isComplete: true },
    },
    sampled: [
      {
        run,
        reason: 'rerun',
        jobs: [jobOf(1, 'failure', nowMs - 29 * dayMs), jobOf(2, 'success', nowMs - dayMs)],
      },
    ],
  }
}

describe('hostile names', () => {
  test.each(hostileNames)('%j breaks no table and no chart, and brings nothing along', async (name) => {
    const page = parsePage(
      pageOfReport(reportOfFacts([named(name)], { unread: [{ repository: name, reason: name }] })),
    )
    expect(brokenTables(page)).toEqual([])
    expect(foreignParts(page)).toEqual([])
    const diagrams = diagramsOf(page)
    expect(diagrams.length).toBeGreaterThanOrEqual(2)
    for (const code of diagrams) await draw(code)
  })

  test('nor does any other text', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const page = parsePage(pageOfReport(reportOfFacts([named(name)])))
        expect(brokenTables(page)).toEqual([])
        expect(foreignParts(page)).toEqual([])
        expect(diagramsOf(page).length).toBeGreaterThanOrEqual(2)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the size of the page', () => {
  test('stays below the limit with 600 repositories, and says what it leaves out', async () => {
    const facts = await factsOf(busyRepository({ runs: 200, artifacts: 300 }))
    const many = Array.from({ length: 600 }, (_, index) => ({
      ...facts,
      repository: aRepository({ id: index + 1, name: `service-${index}` }),
    }))
    const page = pageOfReport(reportOfFacts(many))
    expect(byteLength(page)).toBeLessThanOrEqual(maxBytes)
    expect(page).toContain('✂️')
    expect(page).toContain('report-json')
    // The first ones have all, the last ones their row.
    expect(foldsOf(parsePage(page))).toContain('octo/service-0')
    expect(page).toContain('100 more that store less')
  })

  test('is met by dropping from the bottom: the table of workflows is the last to go', async () => {
    const report = reportOfFacts([await factsOf(busyRepository({ runs: 300, artifacts: 300 }))])
    const whole = pageOfReport(report)
    const short = pageOfReport(report, 4096 + 3000)
    expect(byteLength(short)).toBeLessThan(byteLength(whole))
    expect(short).toContain('| Workflow | Runs |')
    expect(short).not.toContain('```mermaid')
    expect(short).toMatch(/✂️.*storage by name/)
  })
})
