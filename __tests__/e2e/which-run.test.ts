/** The ten examples of docs/which-run.md, by the built bundle in the repository that the page describes. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { addCommits, addPull, pushToPull } from '../../sandbox/build-code.ts'
import { addArtifact, addFork, addJob, addRun, addWorkflow } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Run } from '../../sandbox/world.ts'
import { errorsOf, fetchStep } from '../fetch/bundle.ts'
import { openScene, type Scene } from '../support/scene.ts'

const page = readFileSync(new URL('../../docs/which-run.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| (\d{3}) +\|(.*)\|$/gm)].map(([, id = '', rest = '']) => ({
  id: Number(id),
  cells: rest.split('|').map((cell) => cell.trim()),
}))
const examples = [
  ...page.matchAll(/^### (\d+\. .*)\n\n```yaml\n([\s\S]*?)```\n\n\*\*You get (.*?)\.\*\*([\s\S]*?)(?=^##)/gm),
].map(([, title = '', yaml = '', result = '', prose = '']) => ({ title, yaml, result, prose }))

let scene: Scene
/** Of pull request 5, in progress: the run of the step. */
let own: Run

const minutesOf = { min: 1, h: 60, d: 24 * 60 } as const
function minutesAgo(text: string): number {
  const [, count = '', unit = ''] = /^(\d+) (min|h|d)$/.exec(text) ?? []
  return Number(count) * (unit === 'd' ? minutesOf.d : unit === 'h' ? minutesOf.h : minutesOf.min)
}

beforeAll(async () => {
  scene = await openScene()
  const { repository, workflow, sandbox } = scene
  const { world } = sandbox
  const [c1, c2, c3] = addCommits(repository, { count: 3, at: ago(world, { days: 4 }) })
  const pull = addPull(repository, {
    number: 5,
    headBranch: 'fix-typo',
    createdAt: ago(world, { hours: 49 }),
  })
  const p1 = pull.headSha
  const [p2] = pushToPull(pull)
  const [c4, c5] = addCommits(repository, { count: 2, at: ago(world, { hours: 9 }) })
  pull.baseSha = c4?.sha ?? ''
  const fork = addFork(repository, 'mallory')
  const [e1] = addCommits(fork)
  const [r1] = addCommits(repository, { branch: 'release/1.x' })
  const shas = new Map(
    Object.entries({ c1, c2, c3, c4, c5, p2, e1, r1 }).map(([name, commit]) => [name, commit?.sha ?? '']),
  ).set('p1', p1)
  const nightly = addWorkflow(repository, 'nightly.yml', { name: 'Nightly' })
  for (const { id, cells } of rows.toReversed()) {
    const [name = '', event = '', branch = '', commit = '', conclusion = '', age = '', artifacts = ''] = cells
    const [file = '', number = ''] = name.split(' #')
    const isRunning = conclusion === 'in_progress'
    const run = addRun(file === 'ci.yml' ? workflow : nightly, {
      id,
      number: Number(number),
      event,
      branch: branch.replace(' of a fork', ''),
      sha: shas.get(commit) ?? '',
      createdAt: ago(world, { minutes: minutesAgo(age) }),
      ...(branch.endsWith(' of a fork') ? { headRepository: fork } : {}),
      ...(isRunning
        ? { status: 'in_progress' }
        : { conclusion: conclusion === 'failure' ? 'failure' : 'success' }),
    })
    addJob(run, 'build', { log: 'built' })
    for (const text of artifacts.split(', '))
      addArtifact(run, text.replace(' (expired)', ''), {
        files: { 'a.txt': 'a' },
        expired: text.endsWith(' (expired)'),
      })
  }
  own = addRun(workflow, { pull, status: 'in_progress' })
})
afterAll(async () => {
  const { violations } = scene.sandbox
  await scene.close()
  expect(violations).toEqual([])
})

test('the page has nine runs and ten examples', () => {
  expect([rows.length, examples.length]).toEqual([9, 10])
})

test.each(examples)('$title: $result', async ({ yaml, result, prose }) => {
  const values = Object.entries(parse(yaml) as Readonly<Record<string, string | number>>)
  const inputs = Object.fromEntries(values.map(([name, value]) => [name, String(value)]))
  const step = await fetchStep(scene, inputs, { run: own })
  if (result === 'an error') {
    expect(errorsOf(step)).toEqual([expect.stringContaining('allow-forks')])
    return
  }
  expect(errorsOf(step)).toEqual([])
  const manifest = JSON.parse(readFileSync(step.outputs['manifest'] ?? '', 'utf8')) as {
    readonly runs: readonly { readonly id: number }[]
  }
  const ids = manifest.runs.map(({ id }) => id)
  expect(`run${ids.length > 1 ? 's' : ''} ${ids.join(', ')}`).toBe(result)
  expect(step.outputs['run-id']).toBe(String(ids[0]))
  const [, distance] = /`distance` is (\d+)/.exec(prose) ?? []
  if (distance !== undefined) expect(step.outputs['distance']).toBe(distance)
})
