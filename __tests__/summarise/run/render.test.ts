import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Job } from '../../../src/model.ts'
import { cleanLine } from '../../../src/text/markdown.ts'
import { maxDiagramChars } from '../../../src/text/mermaid.ts'
import { aRun, anArtifact } from '../../support/builders.ts'
import { drawnBars } from '../../support/mermaid.ts'
import {
  at,
  cancelled,
  facts,
  failed,
  job,
  needs,
  options,
  passed,
  patterns,
  running,
  skipped,
  step,
} from '../support/facts.ts'
import { hostileName, hostileNames } from '../support/hostile.ts'
import { brokenTables, diagramsOf, foldsOf, foreignParts, parsePage } from '../support/html.ts'
import { maxPageBytes, pageOf, reportOf, scenes, type Scene } from '../support/scenes.ts'

const golden = (name: string): string =>
  readFileSync(new URL(`../../fixtures/summarise/${name}.md`, import.meta.url), 'utf8')

const sceneOf = (
  jobs: readonly Job[],
  fields: Partial<Scene['facts']> = {},
  own: Partial<Scene> = {},
): Scene => ({
  facts: facts(jobs, fields),
  options: options(),
  timeline: 'jobs',
  ...own,
})
const textOf = (scene: Scene): string => parsePage(pageOf(scene)).body.textContent

describe.each(Object.entries(scenes))('%s', (name, make) => {
  const scene = make()
  const markdown = pageOf(scene)
  const page = parsePage(markdown)

  test('is the committed page', () => {
    expect(markdown).toBe(golden(name))
  })

  test('has whole tables and nothing that GitHub would not show', () => {
    expect(brokenTables(page)).toEqual([])
    expect(foreignParts(page)).toEqual([])
  })

  test('has diagrams that Mermaid draws, with every bar', async () => {
    const diagrams = diagramsOf(page)
    expect(diagrams).toHaveLength(1)
    for (const code of diagrams) {
      expect(code.length).toBeLessThanOrEqual(maxDiagramChars)
      const bars = await drawnBars(code)
      expect(bars).toHaveLength(code.split('\n').filter((line) => / :(?:\w+, )?\d+, \d+$/.test(line)).length)
      expect(bars.length).toBeGreaterThan(0)
    }
  })
})

describe('the order of the page', () => {
  test('of a green run: two lines and folds', () => {
    const page = parsePage(pageOf(scenes['green']?.() ?? sceneOf([])))
    expect([...page.body.children].map(({ localName }) => localName)).toEqual([
      'h2',
      'p',
      ...Array(8).fill('details'),
    ])
  })

  test('of a failed one: verdict, why, jobs, critical path, folds', () => {
    const page = parsePage(pageOf(scenes['one-failure']?.() ?? sceneOf([])))
    const kinds = [...page.body.children].map(({ localName, textContent }) =>
      localName === 'p' ? textContent.slice(0, 10) : localName,
    )
    expect(kinds.filter((kind) => kind !== 'details')).toEqual([
      'h2',
      '❌ test (wi',
      'Looks like',
      'pre',
      '20 of 56 l',
      'table',
      'Critical p',
    ])
    expect(foldsOf(page).map((fold) => fold.split(/[ (:]/, 1)[0])).toEqual([
      'All',
      'Timeline',
      'Critical',
      'Slowest',
      'Billable',
      'Gate',
      'About',
    ])
  })
})

describe('the verdict in one line', () => {
  const lineOf = (scene: Scene): string => parsePage(pageOf(scene)).querySelector('h2')?.textContent ?? ''
  test.each([
    {
      what: 'success',
      scene: sceneOf([passed(1, 'a'), passed(2, 'b')]),
      line: '✅ CI passed: 2 jobs · 1m 05s',
    },
    {
      what: 'failure',
      scene: sceneOf([passed(1, 'a'), failed(2, 'b')]),
      line: '❌ CI failed: 1 of 2 jobs · 1m 05s',
    },
    {
      what: 'cancelled',
      scene: sceneOf([passed(1, 'a'), cancelled(2, 'b')]),
      line: '⏹️ CI was cancelled: 1 of 2 jobs · 1m 05s',
    },
    {
      what: 'allowed failures',
      scene: sceneOf(
        [passed(1, 'a'), failed(2, 'b')],
        {},
        { options: options({ isOn: true, allowFailure: patterns('b') }) },
      ),
      line: '✅ CI passed: 2 jobs, 1 of them not successful but allowed · 1m 05s',
    },
    {
      what: 'a gate that only a problem closes',
      scene: sceneOf([passed(1, 'a')], {}, { options: options({ isOn: true, require: patterns('deploy') }) }),
      line: '❌ CI failed: 1 job, see below · 1m 05s',
    },
    {
      what: 'jobs that have not settled',
      scene: sceneOf([passed(1, 'a'), running(2, 'b')]),
      line: '❌ CI failed: 1 of 2 jobs · 1m 05s · 1 of 2 settled',
    },
    {
      what: 'another run',
      scene: sceneOf([passed(1, 'a')], { isCurrentRun: false }),
      line: '✅ CI #100 of feature passed: 1 job · 1m 05s',
    },
    {
      what: 'a slow run',
      scene: sceneOf(
        [passed(1, 'a', { times: [0, 5, 605] })],
        {
          baseline: {
            branch: 'main',
            red: null,
            runs: [1, 2, 3, 4, 5].map((id) => ({
              run: aRun({ id, startedAtMs: at(0), updatedAtMs: at(400) }),
              jobs: null,
            })),
          },
        },
        { options: options({ isOn: true, maxRegression: 0.25 }) },
      ),
      line: '❌ CI is too slow: 1 job · 10m 05s (+3m 25s, p50 6m 40s of 5 runs on main)',
    },
  ])('of $what', ({ scene, line }) => {
    expect(lineOf(scene)).toBe(line)
  })
})

describe('the job table', () => {
  const rowsOf = (scene: Scene): readonly (readonly string[])[] =>
    [...(parsePage(pageOf(scene)).querySelector('body > table')?.querySelectorAll('tbody tr') ?? [])].map(
      (row) => [...row.children].slice(0, 3).map(({ textContent }) => textContent.replaceAll('\u00A0', ' ')),
    )

  test('has what needs a look first, and the rest in one row each', () => {
    const scene = sceneOf(
      [
        passed(1, 'lint'),
        passed(2, 'unit (a)'),
        passed(3, 'unit (b)'),
        failed(4, 'e2e'),
        failed(5, 'flaky'),
        passed(6, 'flaky', { attempt: 2, times: [100, 105, 160] }),
        failed(7, 'optional'),
        running(8, 'outside'),
        failed(9, 'also outside'),
        cancelled(10, 'stopped'),
        skipped(11, 'deploy'),
      ],
      {
        needs: needs({
          lint: 'success',
          unit: 'success',
          e2e: 'failure',
          flaky: 'success',
          optional: 'success',
          stopped: 'cancelled',
          deploy: 'skipped',
        }),
      },
    )
    expect(rowsOf(scene)).toEqual([
      ['❌', 'e2e', 'failure'],
      ['⏭️', 'deploy', 'skipped: probably since a job that it needs did not succeed'],
      ['⏹️', 'stopped', 'cancelled'],
      ['⚠️', 'optional', 'failure (continue-on-error)'],
      ['🔁', 'flaky', 'success on attempt 2'],
      ['❌', 'also outside', 'failure (not in needs)'],
      ['✅', '3 jobs: lint, unit ×2', 'success'],
      ['⏳', 'outside', 'running, not in needs'],
    ])
  })

  test('has a row for each of a few legs that failed, and one for many', () => {
    const legs = (count: number, more: readonly Job[] = []): Scene =>
      sceneOf([...Array.from({ length: count }, (_, index) => failed(index + 1, `test (${index})`)), ...more])
    expect(rowsOf(legs(8))).toHaveLength(8)
    expect(rowsOf(legs(9, [failed(20, 'lint'), cancelled(21, 'test (x)')]))).toEqual([
      ['❌', 'test ×9', 'failure'],
      ['❌', 'lint', 'failure'],
      ['⏹️', 'test (x)', 'cancelled'],
    ])
  })

  test('says how many rows there are more', () => {
    const rows = rowsOf(sceneOf(Array.from({ length: 80 }, (_, index) => failed(index + 1, `leg ${index}`))))
    expect(rows).toHaveLength(51)
    expect(rows.at(-1)?.[1]).toMatch(/^30 jobs: leg 50, leg 51/)
  })

  test.each([
    {
      what: 'allow-failure',
      rules: { allowFailure: patterns('a') },
      given: failed(1, 'a'),
      result: 'failure (allowed)',
    },
    {
      what: 'on-cancelled: ignore',
      rules: { onCancelled: 'ignore' },
      given: cancelled(1, 'a'),
      result: null,
    },
    {
      what: 'an approval that is missing',
      rules: {},
      given: job(1, 'a', { conclusion: 'action_required' }),
      result: 'action required',
    },
    { what: 'a time-out', rules: {}, given: job(1, 'a', { conclusion: 'timed_out' }), result: 'timed out' },
  ] as const)('tells $what', ({ rules, given, result }) => {
    const rows = rowsOf(sceneOf([given], {}, { options: options({ isOn: true, ...rules }) }))
    expect(rows[0]?.[2] ?? null).toBe(result)
  })
})

describe('failures', () => {
  test('link to the line, or to the step, or to the job', () => {
    const steps = [step(3, 'Run npm test', [10, 20], { conclusion: 'failure' })]
    const read = {
      kind: 'read',
      excerpt: { lines: ['boom'], totalLines: 1, errorLine: 118, signals: [] },
    } as const
    const hrefOf = (scene: Scene): string | undefined =>
      [...parsePage(pageOf(scene)).querySelectorAll('a')].find(({ textContent }) => textContent === 'log')
        ?.href
    const base = 'https://github.com/octo/app/actions/runs/100/job/1'
    expect(hrefOf(sceneOf([failed(1, 'a', { steps })], { logs: new Map([[1, read]]) }))).toBe(
      `${base}#step:3:118`,
    )
    expect(hrefOf(sceneOf([failed(1, 'a', { steps })]))).toBe(`${base}#step:3:1`)
    expect(hrefOf(sceneOf([failed(1, 'a')]))).toBe(base)
  })

  test('of a log keep their text, and cannot leave their fence', () => {
    const lines = ['```', '</details>', '````js', '<script>alert(1)</script>', '| a | b |']
    const read = { kind: 'read', excerpt: { lines, totalLines: 5, errorLine: null, signals: [] } } as const
    const page = parsePage(pageOf(sceneOf([failed(1, 'a')], { logs: new Map([[1, read]]) })))
    expect(page.querySelector('code.language-text')?.textContent).toBe(`${lines.join('\n')}\n`)
    expect(foreignParts(page)).toEqual([])
  })

  test('say why there is no log', () => {
    const logs = new Map([[1, { kind: 'unread', problem: 'GitHub has no log of it' } as const]])
    expect(textOf(sceneOf([failed(1, 'a')], { logs }))).toContain('No log: GitHub has no log of it.')
  })

  test('of a cancelled job are told only when its log says that it ran out of time', () => {
    const stopped = cancelled(1, 'a', { steps: [step(2, 'hang', [5, 60], { conclusion: 'cancelled' })] })
    const excerpt = { lines: ['x'], totalLines: 1, errorLine: 1 }
    const withSignals = (signals: readonly { kind: 'timeout'; line: string }[]): Scene =>
      sceneOf([stopped], { logs: new Map([[1, { kind: 'read', excerpt: { ...excerpt, signals } }]]) })
    expect(reportOf(withSignals([])).failures).toEqual([])
    expect(textOf(withSignals([{ kind: 'timeout', line: 'exceeded the maximum execution time' }]))).toContain(
      'Looks like infrastructure: it ran out of time: “exceeded the maximum execution time”.',
    )
  })
})

test('the gate says what counted and why, leg by leg', () => {
  const scene = sceneOf(
    [passed(1, 'test (a)'), failed(2, 'test (b)'), passed(3, 'Lint JS')],
    {
      needs: needs({ test: 'failure', 'lint-js': 'success' }),
    },
    { options: options({ isOn: true, allowFailure: patterns('test (b)') }) },
  )
  const page = parsePage(pageOf(scene))
  const gate = [...page.querySelectorAll('details')].find(({ textContent }) =>
    textContent.startsWith('Gate: open'),
  )
  expect(
    [...(gate?.querySelectorAll('tbody tr') ?? [])].map(({ textContent }) =>
      textContent.replace(/\s+/g, ' ').trim(),
    ),
  ).toEqual([
    '⚠️ test (b) (test in needs) failure passed allowed by allow-failure',
    '✅ 2 jobs success passed succeeded',
  ])
  expect(page.body.textContent).toContain(
    'lint-js in needs: matched to the job whose name has the same letters.',
  )
})

describe('budgets', () => {
  const large = (): Scene => {
    const name = (index: number): string =>
      `${hostileNames[index % hostileNames.length] ?? ''} ${'<|`&'.repeat(60)} ${index}`
    const steps = Array.from({ length: 30 }, (_, index) =>
      step(index + 1, name(index), [5 + index, 6 + index]),
    )
    const jobs = Array.from({ length: 1000 }, (_, index) =>
      (index % 3 === 0 ? failed : passed)(index + 1, name(index), { steps, times: [0, 5, 35 + index] }),
    )
    const lines = Array.from({ length: 500 }, () => '`<&'.repeat(130))
    const logs = new Map(
      // As many as are read, one of every three jobs failing.
      jobs.slice(0, 36).map(({ id }) => [
        id,
        {
          kind: 'read',
          excerpt: { lines: [...lines, 'x'.repeat(id)], totalLines: 9, errorLine: 1, signals: [] },
        } as const,
      ]),
    )
    const artifacts = Array.from({ length: 500 }, (_, index) =>
      anArtifact({ id: index + 1, name: name(index) }),
    )
    return sceneOf(jobs, { logs, artifacts }, { timeline: 'steps' })
  }

  test('1,000 jobs with the worst of names stay below GitHub’s limit, whatever it takes', () => {
    const scene = large()
    const markdown = pageOf(scene)
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxPageBytes)
    const page = parsePage(markdown)
    expect(brokenTables(page)).toEqual([])
    expect(foreignParts(page)).toEqual([])
    for (const code of diagramsOf(page)) expect(code.length).toBeLessThanOrEqual(maxDiagramChars)
  }, 30_000)

  test.each([400_000, 100_000, 60_000])(
    'of %d bytes drop detail from the bottom, and keep the verdict',
    (maxBytes) => {
      const markdown = pageOf(large(), maxBytes)
      expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxBytes)
      expect(markdown).toContain('✂️')
      expect(markdown).toMatch(/^## ❌ CI failed: 334 of 1,000 jobs/)
      expect(parsePage(markdown).querySelector('table')).not.toBeNull()
    },
    30_000,
  )

  test('a page that fits is whole', () => {
    expect(pageOf(scenes['thousand-jobs']?.() ?? sceneOf([]))).not.toContain('✂️')
  })
})

describe('hostile names', () => {
  /** A run in which every name is the given ones, in every place. */
  function hostileScene(names: readonly string[], timeline: Scene['timeline']): Scene {
    const name = (index: number): string => names[index % names.length] ?? ''
    const steps = [step(1, name(0), [5, 10]), step(2, name(1), [10, 40], { conclusion: 'failure' })]
    const jobs = [
      passed(1, name(0), { steps, labels: [name(1)] }),
      failed(2, name(1), { steps }),
      failed(3, name(2), { steps }),
      passed(4, name(2), { steps, attempt: 2, times: [100, 105, 160] }),
      skipped(5, name(3)),
      running(6, name(4)),
      cancelled(7, `${name(0)} ${name(1)}`, { steps }),
    ]
    const excerpt = {
      lines: [name(0), name(1)],
      totalLines: 9,
      errorLine: 1,
      signals: [{ kind: 'network', line: name(2) } as const],
    }
    const given = facts(jobs, {
      isCurrentRun: false,
      needs: needs({ build: 'success', test: 'failure' }),
      baseline: { branch: name(3), red: null, runs: [{ run: aRun({ id: 1 }), jobs: [passed(1, name(1))] }] },
      artifacts: [anArtifact({ name: name(0), digest: name(1) })],
      logs: new Map([[2, { kind: 'read', excerpt }]]),
      notices: [name(4)],
    })
    const run = { ...given.run, workflowName: name(2), headBranch: name(0), title: name(1) }
    return {
      facts: { ...given, run },
      options: options({ isOn: true, allowFailure: patterns('build') }),
      timeline,
    }
  }

  const titles =
    /^(?:All jobs|Timeline|Critical path|Slowest steps|Artifacts|Attempts|Billable minutes|Gate|About this page|\d+ failed job)/

  async function expectIntact(names: readonly string[], timeline: Scene['timeline']): Promise<void> {
    const page = parsePage(pageOf(hostileScene(names, timeline)))
    expect(brokenTables(page)).toEqual([])
    expect(foreignParts(page)).toEqual([])
    const folds = foldsOf(page)
    expect(folds.filter((fold) => !titles.test(fold))).toEqual([])
    expect(new Set(folds).size).toBe(folds.length)
    expect(folds.length).toBeGreaterThan(6)
    const diagrams = diagramsOf(page)
    expect(diagrams).toHaveLength(1)
    for (const code of diagrams)
      expect(await drawnBars(code)).toHaveLength(
        code.split('\n').filter((line) => / :(?:\w+, )?\d+, \d+$/.test(line)).length,
      )
  }

  test.each(hostileNames)('%j breaks nothing, wherever it stands', async (name) => {
    await expectIntact([name, `a${name}`, `${name}b`], 'steps')
  })

  test('break nothing in any combination', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostileName, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('jobs', 'steps'),
        expectIntact,
      ),
      { numRuns: 40 },
    )
  }, 60_000)

  test('are still read as they are', () => {
    const names = [
      'a|b',
      '<script>',
      '`code`',
      '**x** _y_',
      '@octocat #12',
      '[a](https://evil.test)',
      'a: b; c',
    ]
    const page = parsePage(pageOf(sceneOf(names.map((name, index) => failed(index + 1, name)))))
    const shown = [...page.querySelectorAll('body > table tbody tr td:nth-child(2)')].map(
      ({ textContent }) => textContent,
    )
    expect(shown).toEqual(names.map(cleanLine))
  })
})
