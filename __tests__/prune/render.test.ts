import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import MarkdownIt from 'markdown-it'
import type { Applied } from '../../src/prune/outcome.ts'
import type { Inventory } from '../../src/prune/items.ts'
import { outputsOf, totalsOf } from '../../src/prune/measure.ts'
import { planOf, queueOf, type Plan } from '../../src/prune/plan.ts'
import { policyOf } from '../../src/prune/policy-rules.ts'
import { renderSummary, type SummaryInput } from '../../src/prune/render.ts'
import { aRepository, aRun, dayMs, nowMs } from '../support/builders.ts'
import { aged, artifactOf, decideOn, globs, pruneInputs, runsById, type InputChanges } from './support.ts'

const rules: InputChanges = {
  targets: ['artifacts'],
  keep: { withinMs: 10 * dayMs, last: 1 },
  protectName: globs('release-*'),
  maxDeletions: 3,
}

/** Twelve runs of two workflows on two branches and a fork, each with an app and a log. */
function aWorld(): Pick<Inventory, 'runs' | 'artifacts'> {
  const runs = Array.from({ length: 12 }, (_, index) =>
    aRun({
      id: index + 1,
      workflowId: index % 2 === 0 ? 10 : 20,
      workflowName: index % 2 === 0 ? 'CI' : 'Nightly | build',
      workflowPath: `.github/workflows/${index % 2 === 0 ? 'ci' : 'nightly'}.yml`,
      headBranch: index % 3 === 0 ? 'feature/x' : 'main',
      headRepositoryId: index === 11 ? 2 : 1,
      conclusion: index % 4 === 0 ? 'failure' : 'success',
      createdAtMs: nowMs - (index + 1) * 3 * dayMs,
    }),
  )
  const artifacts = runs.flatMap((run) => [
    artifactOf(run, {
      id: run.id * 10,
      name: run.id === 9 ? 'release-1' : 'app',
      sizeBytes: 1_000_000 * run.id,
    }),
    artifactOf(run, { id: run.id * 10 + 1, name: 'log', sizeBytes: 50_000, isExpired: run.id === 12 }),
  ])
  return { runs: runsById(runs), artifacts }
}

const summaryInput = (plan: Plan, changes: Partial<SummaryInput> = {}, inputs = rules): SummaryInput => ({
  plan,
  policy: policyOf(pruneInputs(inputs)),
  isDryRun: true,
  isFailed: false,
  applied: null,
  notes: [],
  planPath: '/tmp/actions-steward/prune-plan-0123456789ab.json',
  requestCount: 28,
  ...changes,
})

const planIt = (inventory: Partial<Inventory>, inputs: InputChanges): Plan =>
  planOf([decideOn(inventory, inputs)], {
    nowMs,
    targets: inputs.targets ?? ['artifacts'],
    maxDeletions: inputs.maxDeletions ?? 400,
  })

/** A golden file is compared, never rewritten. */
const golden = (name: string): string =>
  readFileSync(new URL(`../fixtures/prune/${name}`, import.meta.url), 'utf8')

const applyAll = (plan: Plan): Applied => ({
  outcomes: queueOf(plan)
    .slice(0, plan.maxDeletions)
    .map((entry, index) =>
      index === 1
        ? { entry, status: 'failed', error: 'Could not delete artifact 1: 502 Bad Gateway.' }
        : { entry, status: index === 2 ? 'gone' : 'deleted', error: '' },
    ),
  cancelled: [],
  cancelFailures: [],
  stop: null,
})

describe('the summary', () => {
  test('of a dry run', () => {
    const plan = planIt(aWorld(), rules)
    expect(renderSummary(summaryInput(plan))).toBe(golden('dry-run.md'))
  })

  test('of a real run', () => {
    const plan = planIt(aWorld(), rules)
    const input = { isDryRun: false, applied: applyAll(plan), notes: ['One deletion failed.'] }
    expect(renderSummary(summaryInput(plan, input))).toBe(golden('real-run.md'))
  })

  test('the heading tells what came of it', () => {
    const plan = planIt(aWorld(), rules)
    const headingOf = (changes: Partial<SummaryInput>): string =>
      renderSummary(summaryInput(plan, { isDryRun: false, ...changes })).split('\n')[0] ?? ''
    const done = applyAll(plan)
    const idle: Applied = { ...done, outcomes: [] }
    expect(headingOf({ applied: done })).toBe('## 🧹 Pruned octo/app')
    expect(headingOf({ applied: done, isFailed: true })).toBe('## ❌ Pruned octo/app in part')
    expect(headingOf({ applied: idle })).toBe('## 🧹 Nothing was deleted in octo/app')
    expect(headingOf({ applied: idle, isFailed: true })).toBe('## ❌ Nothing was deleted in octo/app')
    expect(headingOf({ applied: null, isFailed: true })).toBe('## ❌ Nothing was deleted in octo/app')
    expect(headingOf({ applied: { ...idle, cancelled: [aRun()] } })).toBe('## 🧹 Pruned octo/app')
  })

  test('what GitHub refuses is not said to go with the next run', () => {
    const plan = planIt(aWorld(), rules)
    const stop = { kind: 'error', error: new Error('403') } as const
    const applied: Applied = { ...applyAll(plan), outcomes: [], stop }
    expect(renderSummary(summaryInput(plan, { isDryRun: false, isFailed: true, applied }))).not.toContain(
      'the next run deletes',
    )
  })

  test('of several repositories', () => {
    const inputs: InputChanges = { ...rules, targets: ['runs', 'artifacts'], maxDeletions: 400 }
    const plan = planOf(
      [decideOn(aWorld(), inputs), decideOn({ repository: aRepository({ id: 2, name: 'lib' }) }, inputs)],
      { nowMs, targets: ['runs', 'artifacts'], maxDeletions: 400 },
    )
    expect(renderSummary(summaryInput(plan, {}, inputs))).toBe(golden('repositories.md'))
  })

  test('explains why nothing goes', () => {
    const inputs: InputChanges = { keep: { withinMs: 365 * dayMs } }
    const text = renderSummary(summaryInput(planIt(aWorld(), inputs), {}, inputs))
    expect(text).toContain('| − kept by a rule | 23 | 78.5 MB |')
    expect(text).toContain('| **the policy deletes** | **0** | **0 B** |')
    expect(text).toContain('| keep-within 365d | 23 | 78.5 MB |')
  })

  test('says what outgrows keep-within within a week', () => {
    const inventory = aged([1, 2, 4, 5, 20], () => ({ conclusion: 'failure' }))
    const inputs: InputChanges = { keep: { withinMs: 10 * dayMs, last: 1 } }
    const text = renderSummary(summaryInput(planIt(inventory, inputs), {}, inputs))
    // 4 and 5 days old, and a week on more than 10; the one of yesterday keep-last would keep.
    expect(text).toContain('Within 7 days 2 more items (2.0 kB) outgrow keep-within.')
  })

  test('hostile names break no table', () => {
    const name = '| a ||\n\n# h <img src=x> `code` [x](http://evil.test) @everyone ${{ x }} \u202e'
    const run = aRun({ id: 1, workflowName: name, headBranch: name, createdAtMs: nowMs - 50 * dayMs })
    const inputs: InputChanges = { keepNone: true, maxDeletePercent: 1 }
    const inventory = { runs: runsById([run]), artifacts: [artifactOf(run, { name })] }
    const html = new MarkdownIt({ html: true }).render(
      renderSummary(summaryInput(planIt(inventory, inputs), { notes: [name] }, inputs)),
    )
    for (const row of html.match(/<tr>.*?<\/tr>/gs) ?? [])
      expect([3, 4, 6]).toContain(row.match(/<t[hd]/g)?.length)
    expect(html).not.toMatch(/<img|href="http:\/\/evil|<h1/)
  })

  test('of 100,000 items with long names is one that GitHub shows', () => {
    const runs = Array.from({ length: 20_000 }, (_, index) =>
      aRun({
        id: index + 1,
        workflowId: index % 500,
        headBranch: `${'<&|'.repeat(60)}${index % 3000}`,
        createdAtMs: nowMs - (index + 1) * 300_000,
        conclusion: 'failure',
      }),
    )
    const artifacts = runs.flatMap((run) =>
      Array.from({ length: 5 }, (_, index) =>
        artifactOf(run, { id: run.id * 10 + index, name: `${'<&|'.repeat(80)}${index}-${run.id}` }),
      ),
    )
    const inputs: InputChanges = {
      keep: { last: 2, daily: 7 },
      groupBy: ['workflow', 'branch'],
      maxDeletions: 100_000,
    }
    const plan = planIt({ runs: runsById(runs), artifacts }, inputs)
    const text = renderSummary(summaryInput(plan, { isDryRun: false, applied: applyAll(plan) }, inputs))
    expect(plan.repositories[0]?.decisions).toHaveLength(100_000)
    expect(plan.repositories[0]?.deletions.length).toBeGreaterThan(50_000)
    expect(Buffer.byteLength(text)).toBeLessThan(1000 * 1024)
  })
})

describe('outputs', () => {
  test('of a real run add up', () => {
    const plan = planIt(aWorld(), rules)
    const outputs = outputsOf(totalsOf(plan, applyAll(plan).outcomes), { planPath: 'p', planHash: plan.hash })
    const { candidates, deleted, gone, failed, remaining } = outputs
    expect(Number(candidates)).toBe(Number(deleted) + Number(gone) + Number(failed) + Number(remaining))
    expect(outputs).toMatchObject({ deleted: '1', gone: '1', failed: '1', plan: 'p', 'plan-hash': plan.hash })
  })
})
