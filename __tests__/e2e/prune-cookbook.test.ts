/** The cookbook of docs/what-is-deleted.md: each recipe, as it is written there, through the bundle. */
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { addBranch, addPull } from '../../sandbox/build-code.ts'
import {
  addArtifact,
  addFork,
  addRepository,
  addRun,
  addWorkflow,
  type RunOptions,
} from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Workflow } from '../../sandbox/world.ts'
import { errorsOf, planOf, runOf, writesOf } from '../prune/stage.ts'
import { readProjectFile } from '../support/example.ts'
import type { Scene, SceneStep } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

type With = Readonly<Record<string, string>>

const megabyte = 1_000_000

/** The steps of each recipe, by its bold title without what follows a comma. */
const recipes = new Map(
  [
    ...readProjectFile('docs/what-is-deleted.md').matchAll(
      /^\*\*([^*]+?)[.,]?\*\*[^`]*?(?:`[^`\n]+`[^`]*?)*?^```yaml\n(.*?)^```/gms,
    ),
  ].map(([, title = '', yaml = '']) => [title, stepsIn(yaml)]),
)

type Raw = Readonly<Record<string, unknown>>

function stepsIn(yaml: string): readonly With[] {
  const value = parse(yaml) as Raw | readonly { readonly with: Raw }[]
  const steps = Array.isArray(value) ? (value as readonly { readonly with: Raw }[]) : [{ with: value as Raw }]
  return steps.map((step) =>
    Object.fromEntries(Object.entries(step.with).map(([name, text]) => [name, String(text)])),
  )
}

/** A repository in which each recipe finds something to delete and something to keep; names say branch and age. */
async function stocked(): Promise<Scene> {
  const scene = await open()
  const { repository, workflow, current } = scene
  const nightly = addWorkflow(repository, 'nightly.yml', { name: 'Nightly' })
  const add = (
    of: Workflow,
    title: string,
    days: number,
    options: RunOptions & { readonly megabytes?: number } = {},
  ): void => {
    const { megabytes = 1, ...run } = options
    addArtifact(runOf(of, days, { title: `${title}-${days}`, ...run }), 'app', {
      sizeBytes: megabytes * megabyte,
    })
  }
  addBranch(repository, 'topic')
  addBranch(repository, 'merged')
  // GitHub has expired the artifacts of the oldest.
  for (const days of [2, 9, 16, 23, 40, 41, 100, 101, 102, 103])
    add(workflow, 'main', days, { branch: 'main' })
  const createdAt = ago(scene.sandbox.world, { days: 3 })
  for (const title of ['topic-twice-a-day', 'topic']) add(workflow, title, 3, { createdAt })
  add(workflow, 'topic', 50)
  for (const days of [4, 60]) add(workflow, 'gone', days, { branch: 'gone' })
  add(workflow, 'open', 70, { pull: addPull(repository, { headBranch: 'pulled' }) })
  add(workflow, 'closed', 8, { pull: addPull(repository, { state: 'closed', headBranch: 'merged' }) })
  const fork = addFork(repository, 'mallory')
  add(workflow, 'fork', 80, {
    pull: addPull(repository, { state: 'closed', headRepository: fork, headBranch: 'gone' }),
  })
  for (const days of [1, 11, 12, 13, 14]) add(nightly, 'nightly', days, { branch: 'topic', megabytes: 500 })
  runOf(workflow, 3, { title: 'hung', status: 'in_progress' })
  runOf(workflow, 1, { title: 'busy', status: 'in_progress' })
  for (const name of ['tmp-1', 'app']) addArtifact(current, name)
  return scene
}

/** What goes, by the titles of the runs; artifacts of the current run by their names. */
function goesIn({ repository, current }: Scene, result: SceneStep): readonly string[] {
  expect(errorsOf(result)).toEqual([])
  return planOf(result)
    .repositories.flatMap(({ items }) => items)
    .filter(({ fate }) => fate === 'delete')
    .map(({ kind, id }) => {
      const artifact = kind === 'artifact' ? repository.artifacts.get(id) : undefined
      const run = kind === 'artifact' ? artifact?.run : repository.runs.get(id)
      return run === current ? (artifact?.name ?? '') : (run?.title ?? `elsewhere ${id}`)
    })
    .sort()
}

const run = (scene: Scene, step: With): Promise<SceneStep> =>
  scene.step(step, {
    contexts: { secrets: { CLEANUP_TOKEN: scene.sandbox.tokenFor() }, inputs: { 'plan-hash': '' } },
  })

const recipe = (title: string): readonly With[] => {
  const steps = recipes.get(title)
  if (steps === undefined) throw new Error(`no recipe "${title}" among ${[...recipes.keys()].join(', ')}`)
  return steps
}

test.each<[title: string, goes: readonly string[]]>([
  ['Older than 30 days', ['fork-80', 'gone-60', 'main-40', 'main-41', 'topic-50']],
  // The artifact of the run that is under way is one of the five.
  ['The last five of each branch', ['main-40', 'main-41']],
  ['Stay under 2 GB', ['main-23', 'main-40', 'main-41', 'nightly-13', 'nightly-14']],
  ['Closed pull requests only', ['closed-8', 'fork-80']],
  ['Deleted branches', ['gone-60']],
  ['As a backup tool would', ['topic-twice-a-day-3']],
  ['Only big ones, only nightly builds', ['nightly-13', 'nightly-14']],
])('%s', async (title, goes) => {
  const scene = await stocked()
  const [step = {}] = recipe(title)
  expect(goesIn(scene, await run(scene, step))).toEqual(goes)
  expect(writesOf(scene.sandbox)).toEqual([])
})

test('Tiers', async () => {
  const scene = await stocked()
  const goes: (readonly string[])[] = []
  for (const step of recipe('Tiers')) {
    expect(step['dry-run']).toBe('false')
    goes.push(goesIn(scene, await run(scene, { ...step, 'dry-run': 'true' })))
  }
  expect(goes).toEqual([
    ['main-16', 'main-23', 'main-40', 'main-41', 'nightly-13', 'nightly-14'],
    ['fork-80', 'gone-60', 'main-40', 'main-41', 'topic-50'],
    ['main-103'],
  ])
})

test('This run’s intermediates, without any permission', async () => {
  const scene = await stocked()
  const [step = {}] = recipe("This run's intermediates")
  const result = await scene.step(step, { token: { permissions: {} } })
  expect(errorsOf(result)).toEqual([])
  expect(result.outputs).toMatchObject({ candidates: '1', deleted: '1' })
  const left = scene.repository.artifacts.list().filter((each) => each.run === scene.current)
  expect(left.map(({ name }) => name)).toEqual(['app'])
})

test('Runs that hang', async () => {
  const scene = await stocked()
  const [step = {}] = recipe('Runs that hang')
  const result = await run(scene, step)
  expect(goesIn(scene, result)).toEqual([])
  const hung = scene.repository.runs.list().find(({ title }) => title === 'hung')
  expect(result.log.match(/Would cancel run \d+/g)).toEqual([`Would cancel run ${hung?.id}`])
})

test('A whole organisation', async () => {
  const scene = await stocked()
  const [lib, infrastructure] = ['octo-org/lib', 'octo-org/infrastructure'].map((name) => {
    const other = addRepository(scene.sandbox.world, name)
    return addArtifact(
      addRun(addWorkflow(other, 'ci.yml'), {
        createdAt: ago(scene.sandbox.world, { days: 40 }),
        branch: 'old',
      }),
      'app',
    )
  })
  const [step = {}] = recipe('A whole organisation')
  expect(goesIn(scene, await run(scene, step))).toEqual([`elsewhere ${lib?.id}`])
  expect(infrastructure).toBeDefined()
})

test('every recipe is tried', () => expect(recipes.size).toBe(11))
