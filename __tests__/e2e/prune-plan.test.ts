/** Plan, look, apply: the dry run, the real run, the slice, the breaker and expect-plan, through the bundle. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { addPull } from '../../sandbox/build-code.ts'
import { addArtifact, addRepository, addRun, addWorkflow } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import { outputNames } from '../../src/outputs.ts'
import {
  agedArtifacts,
  artifactIds,
  artifactOf,
  deletedIds,
  errorsOf,
  expectSum,
  idsOf,
  noticesOf,
  planOf,
  real,
  writesOf,
} from '../prune/stage.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

const sha256 = /^[0-9a-f]{64}$/

describe('a dry run', () => {
  test('is what happens when nobody says otherwise: a plan, a notice, a heading, and no write', async () => {
    const { workflow, repository, step, sandbox } = await open()
    const artifacts = agedArtifacts(workflow, [5, 40, 50])
    const result = await step({ mode: 'prune', 'keep-within': '30d', 'max-delete-percent': '10%' })

    expect(result.exitCode).toBe(0)
    expect(errorsOf(result)).toEqual([])
    expect(writesOf(sandbox)).toEqual([])
    expect(artifactIds(repository)).toEqual(idsOf(artifacts))
    expect(noticesOf(result)).toEqual([expect.stringMatching(/^DRY RUN: nothing was deleted\. .* 2 items /)])
    expect(result.summary).toMatch(/^## ⚠️ DRY RUN: nothing was deleted in octo\/shop\n/)
    expect(result.log).toContain(`Would delete artifact ${artifacts[2]?.id} "app"`)
    expect(result.log).toMatch(/^\d+ API calls\.$/m)
    expect(Object.keys(result.outputs).toSorted()).toEqual([...outputNames].toSorted())
    const bytes = artifacts.map(({ content }) => content.sizeBytes)
    expect(result.outputs).toMatchObject({
      candidates: '2',
      deleted: '0',
      gone: '0',
      kept: '1',
      failed: '0',
      remaining: '0',
      'freed-bytes': '0',
      'would-free-bytes': String((bytes[1] ?? 0) + (bytes[2] ?? 0)),
      'total-bytes': String(bytes.reduce((sum, each) => sum + each, 0)),
      'over-budget': 'false',
      'plan-hash': expect.stringMatching(sha256),
      'error-message': '',
      found: '',
      verdict: '',
    })
    expect(path.isAbsolute(result.outputs['plan'] ?? '')).toBe(true)
  })

  test('writes every item with a reason into the plan', async () => {
    const { workflow, current, step } = await open()
    const [young, old] = agedArtifacts(workflow, [5, 40])
    const own = addArtifact(current, 'app')
    const gone = artifactOf(workflow, 80, { artifact: { expired: true } })
    const dying = artifactOf(workflow, 70, {
      artifact: { expiresAt: ago(workflow.repository.world, { hours: -3 }) },
    })
    const other = artifactOf(workflow, 70, { artifact: { name: 'site' } })
    const result = await step({ mode: 'prune', name: 'app', 'keep-within': '30d' })
    const plan = planOf(result)
    expect(plan).toMatchObject({ hash: result.outputs['plan-hash'], dryRun: true })
    const items = Object.fromEntries(plan.repositories[0]?.items.map((item) => [item.id, item]) ?? [])
    expect(Object.keys(items)).toHaveLength(6)
    expect(items[young?.id ?? 0]).toMatchObject({ fate: 'kept', reasons: ['keep-within 30d'] })
    expect(items[old?.id ?? 0]).toMatchObject({ fate: 'delete', reasons: ['no rule keeps it'] })
    expect(items[own.id]).toMatchObject({
      fate: 'kept',
      reasons: [expect.stringMatching(/run of this step/), expect.anything()],
    })
    expect(items[gone.id]).toMatchObject({ fate: 'expired' })
    expect(items[dying.id]).toMatchObject({ fate: 'kept', reasons: [expect.stringMatching(/within a day/)] })
    expect(items[other.id]).toMatchObject({ fate: 'outside', reasons: ['name does not match'] })
    // What is expired or outside is not of the scope; what expires within a day is, and counts as kept.
    expect(result.outputs).toMatchObject({ candidates: '1', kept: '3' })
  })
})

describe('a real run', () => {
  test('deletes exactly the plan: oldest first, after all reading, paced, and prints the same table', async () => {
    const { workflow, repository, step, sandbox } = await open()
    const [young, ...old] = agedArtifacts(workflow, [5, 50, 40, 60, 45])
    const inputs = { 'keep-within': '30d' }
    const dry = await step({ mode: 'prune', ...inputs })
    sandbox.requests.length = 0
    const result = await step(real(inputs))

    expect(result.exitCode).toBe(0)
    expect(result.annotations).toEqual([])
    expect(artifactIds(repository)).toEqual([young?.id])
    expect(deletedIds(sandbox)).toEqual([old[2]?.id, old[0]?.id, old[3]?.id, old[1]?.id])
    const kinds = sandbox.requests.map(({ method }) => method)
    expect(kinds.lastIndexOf('GET')).toBeLessThan(kinds.indexOf('DELETE'))
    const starts = writesOf(sandbox).map(({ startedAtMs }) => startedAtMs)
    for (const [index, at] of starts.slice(1).entries())
      expect(at - (starts[index] ?? 0)).toBeGreaterThanOrEqual(350)

    const bytes = old.reduce((sum, { content }) => sum + content.sizeBytes, 0)
    expect(result.outputs).toMatchObject({
      candidates: '4',
      deleted: '4',
      gone: '0',
      kept: '1',
      failed: '0',
      remaining: '0',
      'freed-bytes': String(bytes),
      'would-free-bytes': String(bytes),
      'total-bytes': String(young?.content.sizeBytes),
      'plan-hash': dry.outputs['plan-hash'],
    })
    const funnel = (summary: string): string => /\| {2}\| Items.*?\n\n/s.exec(summary)?.[0] ?? 'none'
    expect(funnel(result.summary)).toBe(funnel(dry.summary))
    for (const heading of [
      'What goes',
      'Why the others stay',
      'Storage before this run: ',
      '| Name |',
      '| Branch |',
      '| Workflow |',
    ])
      for (const { summary } of [dry, result]) expect(summary).toContain(heading)
    expect(result.summary).toMatch(/^## 🧹 Pruned octo\/shop\n/)
    expect(planOf(result).repositories[0]?.items.filter(({ outcome }) => outcome === 'deleted')).toHaveLength(
      4,
    )
  })

  test('max-deletions: the oldest go, the rest is left to the next run, which needs no memory', async () => {
    const { workflow, repository, step } = await open()
    const [young, newest, middle] = agedArtifacts(workflow, [5, 40, 50, 60])
    const inputs = real({ 'keep-within': '30d', 'max-deletions': '2' })
    const first = await step(inputs)
    expect(first.exitCode).toBe(0)
    expect(first.outputs).toMatchObject({ candidates: '3', deleted: '2', remaining: '1' })
    expectSum(first)
    expect(first.outputs['would-free-bytes']).toBe(first.outputs['freed-bytes'])
    expect(artifactIds(repository)).toEqual(idsOf([young, newest].filter((each) => each !== undefined)))
    expect(middle).toBeDefined()
    const second = await step(inputs)
    expect(second.outputs).toMatchObject({ candidates: '1', deleted: '1', remaining: '0' })
    const third = await step(inputs)
    expect(third.outputs).toMatchObject({ candidates: '0', deleted: '0', kept: '1' })
  })
})

describe('the breaker', () => {
  const old = (count: number): readonly number[] =>
    Array.from({ length: count }, (_, index) => 40 + index * 0.1)

  test('a larger share than max-delete-percent fails before the first deletion', async () => {
    const { workflow, step, sandbox } = await open()
    agedArtifacts(workflow, [...old(11), ...Array.from({ length: 10 }, () => 3)])
    const inputs = { mode: 'prune', 'keep-within': '30d' }
    const result = await step({ ...inputs, 'dry-run': 'false' })
    expect(result.exitCode).toBe(1)
    expect(writesOf(sandbox)).toEqual([])
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(/deletes 11 of 21 items \(52%\)[\s\S]*max-delete-percent/),
    ])
    expect(result.outputs).toMatchObject({ candidates: '11', kept: '10', deleted: '0', remaining: '11' })
    expect(result.outputs['error-message']).toMatch(/11 of 21/)
    expect(result.summary).toMatch(/^## ❌ Nothing was deleted/)

    const dry = await step(inputs)
    expect(dry.exitCode).toBe(0)
    expect(dry.annotations.find(({ level }) => level === 'warning')?.message).toMatch(
      /would be refused.*11 of 21/,
    )
    expect(dry.summary).toContain('11 of 21 items')
    // What was refused and what is only looked at is one plan.
    expect(dry.outputs['plan-hash']).toBe(result.outputs['plan-hash'])

    const raised = await step({ ...inputs, 'max-delete-percent': '53%' })
    expect(raised.annotations.map(({ level }) => level)).toEqual(['notice'])
  })

  test('looks at more than 20 items only, and at the whole policy rather than at the slice', async () => {
    const { workflow, step } = await open()
    agedArtifacts(workflow, old(20))
    const inputs = { mode: 'prune', 'keep-within': '30d', 'max-deletions': '1' }
    expect((await step(inputs)).annotations.map(({ level }) => level)).toEqual(['notice'])
    agedArtifacts(workflow, [50])
    expect((await step(inputs)).annotations.map(({ level }) => level)).toEqual(['notice', 'warning'])
  })
})

describe('the hash of a plan', () => {
  test('stands for what this run would delete, and for nothing else', async () => {
    const { workflow, step, sandbox } = await open()
    agedArtifacts(workflow, [5, 40, 50])
    const hashOf = async (inputs: Readonly<Record<string, string>>): Promise<string> =>
      (await step({ mode: 'prune', ...inputs })).outputs['plan-hash'] ?? ''
    const hash = await hashOf({ 'keep-within': '30d' })
    expect(hash).toMatch(sha256)
    // Other rules, the same deletions; one item more that stays.
    artifactOf(workflow, 3)
    expect(await hashOf({ 'keep-last': '2', 'api-reserve': '10%', timezone: 'Asia/Tokyo' })).toBe(hash)
    expect(await hashOf({ 'keep-within': '30d', 'max-deletions': '1' })).not.toBe(hash)
    expect(await hashOf({ 'keep-within': '45d' })).not.toBe(hash)
    // The same ids in another repository.
    const other = addRepository(sandbox.world, 'octo/other')
    const ci = addWorkflow(other, 'ci.yml')
    const run = addRun(ci, { createdAt: ago(sandbox.world, { days: 40 }), branch: 'topic' })
    const elsewhere = addArtifact(run, 'app')
    expect(elsewhere.repository).toBe(other)
    expect(await hashOf({ 'keep-within': '30d', repository: 'octo/other' })).not.toBe(hash)
  })
})

describe('expect-plan', () => {
  const inputs = { 'keep-within': '30d' }

  test('applies the plan that was seen, by its hash', async () => {
    const { workflow, repository, step } = await open()
    const [young] = agedArtifacts(workflow, [5, 40])
    const dry = await step({ mode: 'prune', ...inputs })
    const hash = (dry.outputs['plan-hash'] ?? '').toUpperCase()
    const result = await step(real({ ...inputs, 'expect-plan': hash }))
    expect(result.exitCode).toBe(0)
    expect(artifactIds(repository)).toEqual([young?.id])
  })

  test('deletes nothing when the world has changed; a file shows the difference', async () => {
    const { workflow, repository, step, sandbox } = await open()
    const [, old] = agedArtifacts(workflow, [5, 40])
    const older = artifactOf(workflow, 50, { branch: 'feature' })
    const dry = await step({ mode: 'prune', ...inputs })
    const late = artifactOf(workflow, 60)
    repository.artifacts.delete(old?.id ?? 0)
    // A pull request was opened from the branch of what was to go: now it is protected.
    addPull(repository, { headBranch: 'feature' })

    for (const expected of [dry.outputs['plan-hash'], dry.outputs['plan']]) {
      const result = await step(real({ ...inputs, 'expect-plan': expected ?? '' }))
      expect(result.exitCode).toBe(1)
      expect(errorsOf(result)).toHaveLength(1)
      expect(errorsOf(result)[0]).toMatch(/^The plan is not the one that expect-plan names\./)
      expect(result.outputs).toMatchObject({ deleted: '0', remaining: result.outputs['candidates'] })
      if (expected === dry.outputs['plan']) {
        const message = errorsOf(result)[0]
        expect(message).toContain(`+ artifact ${late.id} "app"`)
        expect(message).toContain(`- artifact ${older.id} "app"`)
        expect(message).toContain('stays now (protect-open-prs)')
        expect(message).toMatch(new RegExp(`- artifact ${old?.id} "app": is not there any more`))
      } else expect(errorsOf(result)[0]).toContain(result.outputs['plan-hash'])
    }
    expect(writesOf(sandbox)).toEqual([])
  })

  test('a dry run says that a real one would be refused', async () => {
    const { workflow, step } = await open()
    agedArtifacts(workflow, [5, 40])
    const result = await step({ mode: 'prune', ...inputs, 'expect-plan': 'ab'.repeat(32) })
    expect(result.exitCode).toBe(0)
    expect(result.annotations.find(({ level }) => level === 'warning')?.message).toMatch(/expect-plan/)
  })

  test.each(['missing.json', 'notes.txt'])('%s is no plan: an error before any request', async (file) => {
    const { step, sandbox, current } = await open()
    const { GITHUB_WORKSPACE: workspace = '' } = await sandbox.env({ run: current })
    writeFileSync(path.join(workspace, 'notes.txt'), '{"version": 1}')
    const result = await step(real({ ...inputs, 'expect-plan': file }), {
      env: { GITHUB_WORKSPACE: workspace },
    })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result)[0]).toContain(file)
    expect(sandbox.requests).toEqual([])
  })

  test('holds for several repositories together', async () => {
    const { workflow, repository, step, sandbox } = await open()
    agedArtifacts(workflow, [5, 40])
    const other = addRepository(sandbox.world, 'octo/other')
    const [lone] = agedArtifacts(addWorkflow(other, 'ci.yml'), [50])
    expect(lone).toBeDefined()
    const both = { ...inputs, repository: 'octo/*' }
    const dry = await step({ mode: 'prune', ...both })
    const wrong = await step(
      real({ ...both, 'max-deletions': '1', 'expect-plan': dry.outputs['plan-hash'] ?? '' }),
    )
    expect(wrong.exitCode).toBe(1)
    expect(writesOf(sandbox)).toEqual([])
    const result = await step(real({ ...both, 'expect-plan': dry.outputs['plan'] ?? '' }))
    expect(errorsOf(result)).toEqual([])
    expect(artifactIds(other)).toEqual([])
    expect(artifactIds(repository)).toHaveLength(1)
  })
})

test('several repositories: one plan each, a total, archived ones skipped and said', async () => {
  const { workflow, repository, step, sandbox } = await open()
  const [own] = agedArtifacts(workflow, [40])
  const others = ['octo/lib', 'octo/old', 'octo/secret'].map((name) => addRepository(sandbox.world, name))
  const [lib, archived, excluded] = others.map(
    (other) => agedArtifacts(addWorkflow(other, 'ci.yml'), [50])[0],
  )
  if (others[1] !== undefined) others[1].isArchived = true
  const result = await step(real({ 'keep-within': '30d', repository: 'octo/*\n!octo/se*' }), {
    token: { permissions: { actions: 'write', contents: 'read', 'pull-requests': 'read' } },
  })
  expect(result.exitCode).toBe(0)
  expect(deletedIds(sandbox)).toEqual([lib?.id, own?.id])
  expect(result.outputs).toMatchObject({ candidates: '2', deleted: '2', kept: '0' })
  expect(result.summary).toContain('Skipped, since archived: octo/old.')
  expect(result.log).toContain('octo/old is archived')
  expect(planOf(result).repositories.map(({ name }) => name)).toEqual(['octo/lib', 'octo/shop'])
  expect(artifactIds(repository)).toEqual([])
  for (const kept of [archived, excluded]) expect(kept?.repository.artifacts.get(kept.id)).toBe(kept)
})

test.each<[Readonly<Record<string, string>>, RegExp]>([
  [{ 'dry-run': 'false' }, /keep: The policy is empty/],
  [{ 'dry-run': 'false', 'keep-within': '30' }, /keep-within: .*30d/],
  [
    {
      dry_run: 'false',
      'dry-run': 'no',
      keep: 'none',
      'keep-last': '3',
      timezone: 'Mars/Base',
      target: 'runs',
      name: 'a',
    },
    /dry_run: [\s\S]*name: [\s\S]*dry-run: [\s\S]*timezone: [\s\S]*keep: none/,
  ],
])('%j is an error before any request', async (inputs, message) => {
  const { workflow, step, sandbox } = await open()
  agedArtifacts(workflow, [40])
  const result = await step({ mode: 'prune', ...inputs })
  expect(result.exitCode).toBe(1)
  expect(errorsOf(result)).toEqual([expect.stringMatching(message)])
  expect(sandbox.requests).toEqual([])
})
