/** The table of docs/permissions.md: with just what a row names, its step works; without, it says what is missing. */
import { describe, expect, test } from '@jest/globals'
import { addCommits, addPull, addTag } from '../../sandbox/build-code.ts'
import { addArtifact, addJob, addRun } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { TokenOptions } from '../../sandbox/tokens.ts'
import type { Scene } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

type Permissions = NonNullable<TokenOptions['permissions']>

const actionsRead = { actions: 'read' } as const
const actionsWrite = { actions: 'write' } as const
const contentsRead = { contents: 'read' } as const
const pullsRead = { 'pull-requests': 'read' } as const

/** A private repository, where nothing is to be had for free, with something of everything: pull request 1, tag v1, an old artifact, one of the current run. */
async function stocked(): Promise<Scene & { readonly oldArtifactId: number }> {
  const scene = await open({ repository: { private: true } })
  const { repository, workflow, current } = scene
  const [tagged] = addCommits(repository)
  addTag(repository, 'v1', tagged?.sha)
  const pull = addPull(repository, { number: 1 })
  addArtifact(addRun(workflow, { sha: tagged?.sha ?? '' }), 'build', { files: { a: 'a' } })
  addArtifact(addRun(workflow, { pull }), 'build', { files: { a: 'a' } })
  addJob(addRun(workflow, { branch: 'gone', createdAt: ago(repository.world, { days: 80 }) }), 'test')
  const old = addRun(workflow, { branch: 'gone', createdAt: ago(repository.world, { days: 50 }) })
  const artifact = addArtifact(old, 'build', { files: { a: 'a' } })
  addArtifact(current, 'own', { files: { a: 'a' } })
  addJob(current, 'build', { status: 'completed', conclusion: 'success' })
  return { ...scene, oldArtifactId: artifact.id }
}

interface Row {
  readonly what: string
  readonly inputs: Readonly<Record<string, string>>
  readonly needs: Permissions
}

const fetch = { mode: 'fetch', path: 'out' }
const prune = { mode: 'prune', 'keep-within': '30d', 'dry-run': 'false' }

const rows: readonly Row[] = [
  { what: 'fetch from the current run', inputs: { ...fetch, name: 'own' }, needs: {} },
  { what: 'fetch from another run', inputs: { ...fetch, branch: 'main', name: 'build' }, needs: actionsRead },
  {
    what: 'fetch with commit',
    inputs: { ...fetch, commit: 'v1', ancestors: '3', name: 'build' },
    needs: { ...actionsRead, ...contentsRead },
  },
  {
    what: 'fetch with merge-base',
    inputs: { ...fetch, commit: 'merge-base', 'pull-request': '1', ancestors: '3', name: 'build' },
    needs: { ...actionsRead, ...contentsRead, ...pullsRead },
  },
  {
    what: 'fetch with pull-request',
    inputs: { ...fetch, 'pull-request': '1', name: 'build' },
    needs: { ...actionsRead, ...pullsRead },
  },
  {
    what: 'branch: @deleted',
    inputs: { ...fetch, branch: '@deleted', name: 'build' },
    needs: { ...actionsRead, ...contentsRead },
  },
  {
    what: 'branch: @closed-pr',
    inputs: { ...fetch, branch: '@closed-pr', name: 'build', 'if-missing': 'ignore' },
    needs: { ...actionsRead, ...pullsRead },
  },
  { what: 'prune', inputs: prune, needs: { ...actionsWrite, ...contentsRead, ...pullsRead } },
  {
    what: 'prune without protections',
    inputs: { ...prune, 'protect-tagged': 'false', 'protect-open-prs': 'false' },
    needs: actionsWrite,
  },
  {
    what: 'prune with dry-run: true',
    inputs: { ...prune, 'dry-run': 'true' },
    needs: { ...actionsRead, ...contentsRead, ...pullsRead },
  },
  {
    what: 'prune by artifact-id',
    inputs: { mode: 'prune', 'artifact-id': 'OLD', 'dry-run': 'false' },
    needs: actionsWrite,
  },
  {
    what: 'prune artifacts of the current run',
    inputs: { mode: 'prune', 'run-id': '${{ github.run_id }}', name: 'own', 'dry-run': 'false' },
    needs: {},
  },
  { what: 'summarise a run', inputs: { mode: 'summarise', gate: 'true' }, needs: actionsRead },
  {
    what: 'summarise with target: repository',
    inputs: { mode: 'summarise', target: 'repository' },
    needs: actionsRead,
  },
]

const run = (
  { step, oldArtifactId }: Awaited<ReturnType<typeof stocked>>,
  row: Row,
  permissions: Permissions,
) =>
  step(
    Object.fromEntries(
      Object.entries(row.inputs).map(([name, value]) => [
        name,
        value === 'OLD' ? String(oldArtifactId) : value,
      ]),
    ),
    { token: { permissions } },
  )

describe('with just what the page names', () => {
  test.each(rows.map((row) => [row.what, row] as const))('%s works', async (_what, row) => {
    const result = await run(await stocked(), row, row.needs)
    expect(result.log).not.toContain('::error')
    expect(result.exitCode).toBe(0)
    if (row.inputs['dry-run'] === 'false') expect(result.outputs['deleted']).toBe('1')
    if (row.inputs['mode'] === 'fetch' && row.inputs['if-missing'] === undefined)
      expect(result.outputs['found']).toBe('true')
  })
})

describe('without one of them', () => {
  const lacking = rows
    .filter(({ inputs }) => inputs['mode'] !== 'summarise')
    .flatMap((row) => Object.keys(row.needs).map((permission) => [row.what, permission, row] as const))

  test.each(lacking)('%s names %s', async (_what, permission, row) => {
    const permissions = Object.fromEntries(
      Object.entries(row.needs).filter(([name]) => name !== permission),
    ) as Permissions
    const result = await run(await stocked(), row, permissions)
    expect(result.exitCode).toBe(1)
    const [error, ...others] = result.annotations.filter(({ level }) => level === 'error')
    expect(others).toEqual([])
    expect(error?.message).toContain(`permissions: ${permission}: `)
  })

  test.each(rows.filter(({ needs }) => needs.actions === 'write').map((row) => [row.what, row] as const))(
    '%s names actions: write where there is only read',
    async (_what, row) => {
      const result = await run(await stocked(), row, { ...row.needs, actions: 'read' })
      expect(result.exitCode).toBe(1)
      expect(result.annotations.find(({ level }) => level === 'error')?.message).toContain('actions: write')
      expect(result.outputs['deleted']).toBe('0')
    },
  )

  test('summarise judges by needs alone', async () => {
    const scene = await stocked()
    const needs = JSON.stringify({ build: { result: 'success', outputs: {} } })
    const result = await scene.step(
      { mode: 'summarise', gate: 'true', needs },
      { token: { permissions: {} } },
    )
    expect(result.exitCode).toBe(0)
  })
})
