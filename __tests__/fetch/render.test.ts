import { describe, expect, test } from '@jest/globals'
import MarkdownIt from 'markdown-it'
import type { Outcome } from '../../src/fetch/outcome.ts'
import { renderDecision, renderLog, renderReport } from '../../src/fetch/render.ts'
import { maxArtifactsLength } from '../../src/fetch/render-outputs.ts'
import { anArtifact, aRun, hourMs, nowMs } from '../support/builders.ts'
import { downloadedOf, outcomeOf, passedOver, takenDecision, takenOf } from './outcome.ts'

const run = aRun({ id: 7, number: 12, headBranch: 'feature/x', createdAtMs: nowMs - 2 * hourMs })
const failed = aRun({ id: 8, number: 13, conclusion: 'failure', createdAtMs: nowMs - hourMs })
const artifact = anArtifact({ id: 70, name: 'coverage', runId: 7, sizeBytes: 1500 })
const step = { branch: 'feature/x', name: 'coverage' }

const done = (fields: Partial<Outcome> = {}): Outcome => {
  const outcome = outcomeOf(step, {
    taken: [takenOf(run, [artifact])],
    runDecisions: [
      passedOver(failed, 'conclusion', 'its conclusion is failure, not success'),
      takenDecision(run),
    ],
    notes: ['commit: v1 is abc.'],
  })
  return { ...outcome, downloaded: downloadedOf(outcome), ...fields }
}
const miss = outcomeOf(
  { ...step, 'if-missing': 'warn' },
  {
    missing: [{ what: 'none of the 2 runs looked at matches', hint: '' }],
    runDecisions: [
      passedOver(failed, 'conclusion', 'its conclusion is failure, not success'),
      passedOver(run, 'fork', 'it is of the fork eve/app'),
    ],
    nearestNames: ['coverage-linux'],
  },
)

/** The cells of every table of a Markdown text, as a reader sees them. */
function tablesOf(markdown: string): readonly (readonly string[])[] {
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {})
  const rows: string[][] = []
  for (const [index, { type }] of tokens.entries()) {
    if (type === 'tr_open') rows.push([])
    if (type === 'td_open' || type === 'th_open') rows.at(-1)?.push(tokens[index + 1]?.content ?? '')
  }
  return rows
}
const plain = (html: string): string =>
  html
    .replace(/<wbr>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))

/** All lines: those before the download, and those after it. */
const logOf = (outcome: Outcome): readonly string[] => [
  ...(outcome.plan === null ? [] : renderDecision(outcome, outcome.plan)),
  ...renderLog(outcome),
]

describe('the log', () => {
  test('of a fetch', () => {
    expect(logOf(done())).toEqual([
      'commit: v1 is abc.',
      'Passed over 1 run (1 × conclusion):',
      '  #13 (main, push, failure, 1 h ago): its conclusion is failure, not success. https://github.com/octo/app/actions/runs/8',
      'Run #12 of octo/app (push on feature/x): https://github.com/octo/app/actions/runs/7',
      '  artifact "coverage" (id 70, 1.5 kB): digest verified',
      'Wrote 1 file with 5 B to /home/runner/work/app/app; downloaded 2.0 kB in 1s (2.0 kB/s), 2 requests, no retry; 3 API requests.',
    ])
  })

  test('of a miss: each run with its one reason, near names, what to change', () => {
    expect(logOf(miss)).toEqual([
      'Missing: none of the 2 runs looked at matches.',
      'Looked at 2 runs, newest first:',
      '  #13 (main, push, failure, 1 h ago): its conclusion is failure, not success. https://github.com/octo/app/actions/runs/8',
      '  #12 (feature/x, push, success, 2 h ago): it is of the fork eve/app, and allow-forks is not set. https://github.com/octo/app/actions/runs/7',
      'What to change:',
      '  Nearest names that exist: coverage-linux.',
      '  1 run is right in all but the conclusion (1 failure): set conclusion, or conclusion: any.',
      '  1 run is of forks, which anyone can make. To take them all the same, set allow-forks: true and a path of their own.',
      '3 API requests.',
    ])
  })

  test('a run without any artifact is no question of spelling', () => {
    const missing = [{ what: 'none of the runs looked at matches', hint: '' }]
    const runDecisions = [passedOver(run, 'artifacts', 'it has no artifacts')]
    const advice = (step: Record<string, string>, hint = ''): readonly string[] =>
      logOf(outcomeOf(step, { missing: missing.map((each) => ({ ...each, hint })), runDecisions })).slice(
        3,
        -1,
      )
    expect(advice({ branch: 'main' })).toEqual([
      'What to change:',
      '  Check that the step that uploads ran and was not skipped.',
    ])
    expect(advice({ branch: 'main' }, 'Look at needs:.')).toEqual(['What to change:', '  Look at needs:.'])
    expect(advice({ branch: 'main', name: 'a' })).toEqual([
      'What to change:',
      expect.stringContaining('Check the spelling of name'),
    ])
  })

  test('of a dry run', () => {
    const outcome = outcomeOf(
      { ...step, 'dry-run': 'true' },
      {
        taken: [takenOf(run, [artifact])],
        runDecisions: [takenDecision(run)],
      },
    )
    expect(logOf(outcome)).toEqual([
      'Dry run: nothing is downloaded.',
      'Looked at 1 run, newest first:',
      '  #12 (feature/x, push, success, 2 h ago): taken. https://github.com/octo/app/actions/runs/7',
      'Run #12 of octo/app (push on feature/x): https://github.com/octo/app/actions/runs/7',
      '  would fetch artifact "coverage" (id 70, 1.5 kB) into path',
      '1 artifact, 1.5 kB as stored.',
      '3 API requests.',
    ])
  })

  test('says which of the artifacts asked for have expired, where the others are taken', () => {
    const expired = { ...artifact, id: 69, name: 'logs', isExpired: true }
    const findings = {
      taken: [takenOf(run, [artifact])],
      runDecisions: [takenDecision(run)],
      artifactDecisions: [
        {
          artifact: expired,
          runId: 7,
          isTaken: false,
          test: 'expired',
          reason: 'expired on 2026-05-31',
        } as const,
        // An older one of the same name, as a re-run leaves it, is no loss.
        { artifact: { ...artifact, id: 60 }, runId: 7, isTaken: false, test: 'expired', reason: '' } as const,
        { artifact: expired, runId: 99, isTaken: false, test: 'expired', reason: '' } as const,
      ],
    }
    const outcome = outcomeOf({ 'run-id': '7' }, findings)
    const line = 'artifact "logs" (id 69) of run #12 expired on 2026-05-31'
    expect(logOf(outcome)).toContain(`Passed over: ${line}.`)
    expect(plain(renderReport(outcome).summary)).toContain(`**Passed over**: ${line}.`)
    expect(logOf(outcome).filter((each) => each.includes('Passed over'))).toHaveLength(1)
  })

  test.each([
    [
      { downloadedBytes: 127, requests: 1, retries: 0, elapsedMs: 20 },
      '; downloaded 127 B in 0.1s (1.3 kB/s), 1 request, no retry; 3 API requests.',
    ],
    [
      { downloadedBytes: 600_000_000, requests: 80, retries: 2, elapsedMs: 60_000 },
      '; downloaded 600 MB in 1m 00s (10.0 MB/s), 80 requests, 2 retries; 3 API requests.',
    ],
    [{ downloadedBytes: 0, requests: 0, retries: 0, elapsedMs: 0 }, 'app; 3 API requests.'],
  ])('closes with one line that sums up the transfer: %j', (stats, end) => {
    const outcome = done()
    const lines = logOf(done({ downloaded: downloadedOf(outcome, { stats }) }))
    expect(lines.at(-1)?.endsWith(end)).toBe(true)
    expect(lines.filter((line) => line.includes('downloaded'))).toHaveLength(stats.requests > 0 ? 1 : 0)
  })

  test('of a failure before anything was decided', () => {
    expect(logOf(done({ plan: null, downloaded: null }))).toEqual(['3 API requests.'])
  })
})

describe('the summary', () => {
  test('of a fetch: the runs, the artifacts, and what was passed over, folded', () => {
    const { summary } = renderReport(done())
    expect(summary).toMatch(/^### 📦 Fetched 1 artifact\n/)
    expect(
      tablesOf(summary)
        .slice(0, 2)
        .map((row) => row.map(plain)),
    ).toEqual([
      ['Artifact', 'Run', 'Size', 'Folder', 'Digest'],
      ['coverage', '#12', '1.5 kB', '', '✅ verified'],
    ])
    expect(summary).toContain('<details><summary>2 runs looked at</summary>')
    expect(summary).toContain('1 file, 5 B, in')
  })

  test('of a miss: what was asked for, what to change, the table', () => {
    const { summary } = renderReport(miss)
    expect(summary).toMatch(/^### ⚠️ Nothing to fetch\n/)
    expect(tablesOf(summary).map((row) => row.map(plain))).toEqual([
      ['Run', 'Branch', 'Event', 'Conclusion', 'Age', 'Why'],
      ['#13', 'main', 'push', 'failure', '1 h ago', 'its conclusion is failure, not success'],
      [
        '#12',
        'feature/x',
        'push',
        'success',
        '2 h ago',
        'it is of the fork eve/app, and allow-forks is not set',
      ],
    ])
    const text = plain(summary)
    expect(text).toContain('**Asked for**: repository octo/app · workflow the current one · branch feature/x')
    expect(text).toContain('conclusion success · name coverage')
    expect(text).toContain('- Nearest names that exist: coverage-linux.')
  })

  test('of a failing miss: the same under a failure', () => {
    const outcome = outcomeOf(step, miss.plan?.findings ?? {})
    const { summary, failure, annotations } = renderReport(outcome)
    expect(summary).toMatch(/^### ❌ Fetch failed\n\nNot found: none of the 2 runs/)
    expect(failure?.message).toBe(
      'Not found: none of the 2 runs looked at matches. Asked for: repository: octo/app; workflow: the current one; branch: feature/x; conclusion: success; name: coverage.',
    )
    expect(failure?.hint).toMatch(/^Nearest names that exist: coverage-linux\./)
    expect(summary.match(/Asked for/g)).toHaveLength(1)
    expect(summary.match(/Nearest names/g)).toHaveLength(1)
    expect(annotations).toEqual([])
  })

  test('of a dry run: a loud heading and the same table, open', () => {
    const outcome = outcomeOf(
      { ...step, 'dry-run': 'true' },
      {
        taken: [takenOf(run, [artifact])],
        runDecisions: [takenDecision(run)],
      },
    )
    const { summary } = renderReport(outcome)
    expect(summary).toMatch(/^### 🔎 DRY RUN: would fetch 1 artifact\n\n\*\*Nothing was downloaded.\*\*/)
    expect(summary).not.toContain('<details>')
    expect(tablesOf(summary).at(-1)?.at(-1)).toBe('✅ taken')
  })

  test('says what is of a fork', () => {
    const { summary } = renderReport(outcomeOf(step, { taken: [takenOf(run, [artifact], { isFork: true })] }))
    expect(summary).toContain('⚠️ of a fork')
  })

  test('no name can break it', () => {
    const evil = '|</td>`<script>\n| a | b |\n@mona #1 [x](https://evil.example) ![](x)'
    const outcome = outcomeOf(
      { ...step, 'if-missing': 'warn' },
      {
        taken: [
          takenOf({ ...run, headBranch: evil, event: evil, workflowName: evil }, [
            { ...artifact, name: evil },
          ]),
        ],
        missing: [{ what: evil, hint: evil }],
        runDecisions: [
          passedOver({ ...failed, headBranch: evil, event: evil, conclusion: evil }, 'branch', evil),
        ],
        notes: [evil],
        nearestNames: [evil],
      },
    )
    const { summary } = renderReport({ ...outcome, downloaded: downloadedOf(outcome) })
    for (const row of tablesOf(summary)) expect([5, 6]).toContain(row.length)
    expect(tablesOf(summary)).toHaveLength(4)
    const html = new MarkdownIt({ html: true }).render(summary)
    expect(html).not.toMatch(/<script|<img|evil\.example"|<td>\s*b\s*<\/td>/)
  })

  test('stays small, whatever there is', () => {
    const name = (index: number): string => `${'<&@#|'.repeat(60)}${index}`
    const runs = Array.from({ length: 1000 }, (_, index) =>
      aRun({ id: index + 1, headBranch: name(index), workflowName: name(index), event: name(1) }),
    )
    const outcome = outcomeOf(
      { 'run-id': '1', 'if-missing': 'warn' },
      {
        taken: runs.map((each) => takenOf(each, [{ ...artifact, id: each.id, name: name(each.id) }])),
        missing: runs.map((each) => ({ what: name(each.id), hint: '' })),
        runDecisions: runs.map((each) => passedOver(each, 'branch', name(each.id))),
      },
    )
    const { summary } = renderReport({ ...outcome, downloaded: downloadedOf(outcome) })
    expect(Buffer.byteLength(summary)).toBeLessThan(500 * 1024)
    expect(summary).toMatch(/^### ⚠️ Fetched 1,000 artifacts, but not all/)
  })
})

describe('the outputs', () => {
  test('describe the newest run', () => {
    const old = aRun({ id: 1 })
    const outcome = outcomeOf(step, {
      taken: [takenOf(run, [artifact]), takenOf(old, [anArtifact({ runId: 1 })])],
      distance: 2,
    })
    const { outputs } = renderReport({ ...outcome, downloaded: downloadedOf(outcome), pullRequest: 5 })
    expect(outputs).toMatchObject({
      'run-id': '7',
      'run-number': '12',
      'head-branch': 'feature/x',
      distance: '2',
      'pull-request': '5',
      'artifact-count': '2',
      'file-count': '2',
      bytes: '10',
      manifest: '/temp/manifest.json',
    })
  })

  test('artifacts stay within what a job may hand out', () => {
    const artifacts = Array.from({ length: 9000 }, (_, index) =>
      anArtifact({ id: index + 1, name: `n${index}` }),
    )
    const outcome = outcomeOf(step, { taken: [takenOf(run, artifacts)] })
    const { outputs } = renderReport({ ...outcome, downloaded: downloadedOf(outcome) })
    const text = outputs['artifacts'] ?? ''
    expect(text.length).toBeLessThanOrEqual(maxArtifactsLength)
    expect(JSON.parse(text)[0]).toMatchObject({ id: 1, name: 'n0', run: 7 })
    expect(outputs['artifact-count']).toBe('9000')
  })

  test('a failing download publishes nothing, and says which run it was about', () => {
    const { outputs } = renderReport(done({ downloaded: null, failure: { message: 'Disk full.', hint: '' } }))
    expect(outputs).toMatchObject({
      found: 'false',
      'artifact-count': '0',
      artifacts: '[]',
      'run-id': '7',
      'error-message': 'Disk full.',
    })
  })
})
