import { describe, expect, test } from '@jest/globals'
import type { Job } from '../../../src/model.ts'
import { measureRun } from '../../../src/summarise/run/measure.ts'
import { timelineBlock } from '../../../src/summarise/run/render-timeline.ts'
import { drawnBars, type DrawnBar } from '../../support/mermaid.ts'
import { at, facts, failed, options, passed, running, skipped, step } from '../support/facts.ts'

type Detail = 'jobs' | 'steps' | 'off'

/** The variants of the block, longest first. */
const variantsOf = (jobs: readonly Job[], detail: Detail): readonly string[] =>
  timelineBlock(measureRun(facts(jobs), options()), detail).variants.map((variant) => variant())
const codeOf = (markdown: string): string => /```mermaid\n([\s\S]*?)\n```/.exec(markdown)?.[1] ?? ''
const barsOf = (jobs: readonly Job[], detail: Detail): Promise<readonly DrawnBar[]> =>
  drawnBars(codeOf(variantsOf(jobs, detail)[0] ?? ''))

const steps = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    step(index + 1, `step ${index + 1}`, [5 + index * 2, 5 + (index + 1) * 2]),
  )

describe('timeline: jobs', () => {
  test('is a line a job: its wait, and its run until its end or now', async () => {
    const jobs = [
      passed(1, 'build', { times: [0, 40, 100] }),
      failed(2, 'test', { times: [100, 100, 160] }),
      running(3, 'e2e', { times: [160, 165, null] }),
      skipped(4, 'deploy'),
    ]
    const bars = await barsOf(jobs, 'jobs')
    expect(bars.map(({ section, startMs, tags }) => [section, startMs, ...tags])).toEqual([
      ['✅ build', at(0), 'done'],
      ['✅ build', at(40)],
      ['❌ test', at(100), 'crit'],
      ['⏳ e2e', at(160), 'done'],
      ['⏳ e2e', at(165), 'active'],
    ])
  })

  test('of more than a hundred jobs shows what failed and the longest, and says so', async () => {
    const jobs = Array.from({ length: 150 }, (_, index) =>
      (index === 149 ? failed : passed)(index + 1, `job ${index}`, { times: [0, 0, 300 - index] }),
    )
    const [all = '', few = ''] = variantsOf(jobs, 'jobs')
    expect(all).toContain('<sub>100 of 150 jobs: what failed, the critical path, and the longest.</sub>')
    expect(few).toContain('30 of 150 jobs')
    const sections = (await drawnBars(codeOf(all))).map(({ section }) => section)
    expect(sections).toContain('❌ job 149')
    expect(sections).toContain('✅ job 98')
    expect(sections).not.toContain('✅ job 99')
  })
})

describe('timeline: steps', () => {
  test('is a line a step, with its name', async () => {
    const job = failed(1, 'test', {
      times: [0, 5, 60],
      steps: [
        step(1, 'Set up job', [5, 6]),
        step(2, 'nothing', [6, 6]),
        step(3, 'make', [6, 50], { conclusion: 'failure' }),
        step(4, 'left out', [50, 50], { conclusion: 'skipped' }),
        step(5, 'Complete job', [50, 60]),
      ],
    })
    const [markdown = ''] = variantsOf([job], 'steps')
    expect(markdown).not.toContain('displayMode: compact')
    expect(markdown).not.toContain('<sub>')
    expect((await drawnBars(codeOf(markdown))).map(({ label, tags }) => [label, ...tags])).toEqual([
      ['⏳ 5s', 'done'],
      ['✅ Set up job'],
      ['❌ make', 'crit'],
      ['✅ Complete job'],
    ])
  })

  test('of many jobs keeps of each the steps that failed and the longest', async () => {
    const broken = (id: number): Job => {
      const own = steps(20).map((each) =>
        each.number === 3
          ? { ...each, conclusion: 'failure' }
          : each.number === 19
            ? { ...each, completedAtMs: (each.completedAtMs ?? 0) + 30_000 }
            : each,
      )
      return failed(id, `job ${id}`, { times: [0, 0, 100], steps: own })
    }
    const jobs = Array.from({ length: 60 }, (_, index) => broken(index + 1))
    const [markdown = ''] = variantsOf(jobs, 'steps')
    expect(markdown).toContain('40 of 60 jobs')
    expect(markdown).toContain('Of each job what failed and the longest steps.')
    const bars = await drawnBars(codeOf(markdown))
    expect(bars.length).toBeLessThanOrEqual(240)
    const first = bars.filter(({ section }) => section === bars[0]?.section).map(({ label }) => label)
    // Its wait, and five steps.
    expect(first).toHaveLength(6)
    expect(first).toContain('❌ step 3')
    expect(first).toContain('✅ step 19')
  })

  test('falls back to a line a job where space runs out', () => {
    const variants = variantsOf([passed(1, 'build', { steps: steps(3) })], 'steps')
    expect(variants.map((each) => each.includes('displayMode: compact'))).toEqual([false, true, true, false])
    expect(variants.at(-1)).toBe('')
  })
})

test('timeline: off, and a run in which nothing started, have none', () => {
  expect(variantsOf([passed(1, 'build')], 'off')).toEqual([''])
  expect(variantsOf([skipped(1, 'build')], 'jobs')).toEqual([''])
})
