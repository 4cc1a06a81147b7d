/** The "after" of each page on moving over from a peer that deletes, run as it stands in examples/migrate. */
import { describe, expect, test } from '@jest/globals'
import { addCommits, addPull, addTag } from '../../sandbox/build-code.ts'
import { addArtifact, addRun, addWorkflow, type RunOptions } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { Artifact, Repository, Run, Workflow } from '../../sandbox/world.ts'
import { stepOf } from '../support/example.ts'
import type { Scene } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const openScene = useScenes()
const open = (): Promise<Scene> => openScene({ repository: { private: true } })

const artifactNames = ({ artifacts }: Repository): readonly string[] =>
  artifacts
    .list()
    .map(({ name }) => name)
    .sort()

const runIds = ({ runs }: Repository): readonly number[] =>
  runs
    .list()
    .map(({ id }) => id)
    .sort((a, b) => a - b)

/** A run of so many days ago. */
const runOf = (workflow: Workflow, days: number, options: RunOptions = {}): Run =>
  addRun(workflow, { createdAt: ago(workflow.repository.world, { days }), ...options })

/** An artifact of a run of its own, of so many days ago. */
const artifactOf = (workflow: Workflow, name: string, days: number, options: RunOptions = {}): Artifact =>
  addArtifact(runOf(workflow, days, options), name)

describe('GeekyEggo/delete-artifact', () => {
  const { with: inputs } = stepOf('examples/migrate/delete-artifact.yml', 'clean-up')
  const permissions = {}

  test('deletes intermediates of the run that is under way, without any permission', async () => {
    const { repository, workflow, current, step } = await open()
    for (const name of ['tmp-parts', 'tmp-logs', 'binary-file', 'app']) addArtifact(current, name)
    artifactOf(workflow, 'tmp-of-another-run', 1)
    const result = await step(inputs, { token: { permissions } })
    expect(result.log).not.toContain('::error')
    expect(result.exitCode).toBe(0)
    expect(artifactNames(repository)).toEqual(['app', 'tmp-of-another-run'])
    expect(result.outputs).toMatchObject({ candidates: '3', deleted: '3', failed: '0', remaining: '0' })
  })

  test('deletes every artifact of a name, where theirs deletes the newest', async () => {
    const { repository, current, step } = await open()
    for (let count = 0; count < 3; count++) addArtifact(current, 'binary-file')
    const result = await step(inputs, { token: { permissions } })
    expect(result.exitCode).toBe(0)
    expect(artifactNames(repository)).toEqual([])
    expect(result.outputs).toMatchObject({ deleted: '3' })
  })

  test('is green when there is nothing of that name', async () => {
    const { current, repository, step } = await open()
    addArtifact(current, 'app')
    const result = await step(inputs, { token: { permissions } })
    expect(result.exitCode).toBe(0)
    expect(artifactNames(repository)).toEqual(['app'])
    expect(result.outputs).toMatchObject({ candidates: '0', deleted: '0' })
  })
})

describe('c-hive/gha-remove-artifacts', () => {
  const { with: inputs, permissions } = stepOf('examples/migrate/gha-remove-artifacts.yml', 'remove')

  test('keeps what is young, among the newest five, or tagged', async () => {
    const { repository, workflow, step } = await open()
    const [tagged] = addCommits(repository)
    addTag(repository, 'v1', tagged?.sha)
    artifactOf(workflow, 'tagged', 60, { sha: tagged?.sha ?? '' })
    addCommits(repository)
    for (const days of [50, 49, 48, 35, 34, 33]) artifactOf(workflow, `old-${days}`, days)
    artifactOf(workflow, 'young-1', 29)
    artifactOf(workflow, 'young-2', 2, { branch: 'topic' })
    const result = await step(inputs, { token: { permissions: { actions: 'write', contents: 'read' } } })
    expect(permissions).toEqual({ actions: 'write', contents: 'read' })
    expect(result.log).not.toContain('::error')
    expect(result.exitCode).toBe(0)
    expect(artifactNames(repository)).toEqual(['old-33', 'old-34', 'old-35', 'tagged', 'young-1', 'young-2'])
    expect(result.outputs).toMatchObject({ candidates: '3', deleted: '3', kept: '6' })
  })
})

describe('kolpav/purge-artifacts-action', () => {
  const { with: inputs } = stepOf('examples/migrate/purge-artifacts-action.yml', 'purge')

  test('deletes by age and prefix alone', async () => {
    const { repository, workflow, step } = await open()
    const [tagged] = addCommits(repository)
    addTag(repository, 'v1', tagged?.sha)
    const pull = addPull(repository)
    artifactOf(workflow, 'tmp_tagged', 30, { sha: tagged?.sha ?? '' })
    artifactOf(workflow, 'tmp_pull', 20, { pull })
    artifactOf(workflow, 'tmp_old', 8)
    artifactOf(workflow, 'tmp_keep_old', 8)
    artifactOf(workflow, 'old', 8)
    artifactOf(workflow, 'tmp_young', 6)
    const result = await step(inputs, { token: { permissions: { actions: 'write' } } })
    expect(result.log).not.toContain('::error')
    expect(result.exitCode).toBe(0)
    expect(artifactNames(repository)).toEqual(['old', 'tmp_keep_old', 'tmp_young'])
    expect(result.outputs).toMatchObject({ deleted: '3' })
  })

  test('an age without a unit is an error, where theirs deletes everything', async () => {
    const { repository, workflow, step } = await open()
    artifactOf(workflow, 'tmp_young', 1)
    for (const age of ['7', '7 dyas', '']) {
      const result = await step({ ...inputs, 'keep-within': age })
      expect(result.exitCode).toBe(1)
      expect(result.outputs['error-message']).toMatch(/keep-within|keep: The policy is empty/)
    }
    expect(artifactNames(repository)).toEqual(['tmp_young'])
  })
})

describe('Mattraks/delete-workflow-runs', () => {
  const file = 'examples/migrate/delete-workflow-runs.yml'
  const permissions = { actions: 'write', contents: 'read', 'pull-requests': 'read' } as const

  test('deletes old runs of some workflows, but the newest six of each', async () => {
    const { repository, current, step } = await open()
    const build = addWorkflow(repository, 'main.yml', { name: 'Build and test' })
    const deploy = addWorkflow(repository, 'deploy.yml', { name: 'Ship it' })
    const other = addWorkflow(repository, 'other.yml', { name: 'Other' })
    const builds = [90, 80, 70, 60, 50, 40, 20, 10].map((days) =>
      runOf(build, days, { branch: `topic-${days}` }),
    )
    const deploys = [90, 5, 4, 3, 2, 1].map((days) => runOf(deploy, days))
    const others = [90, 80].map((days) => runOf(other, days))
    addArtifact(builds[0] ?? current, 'goes-with-its-run')

    const result = await step(stepOf(file, 'old').with, { token: { permissions } })

    expect(result.log).not.toContain('::error')
    expect(result.exitCode).toBe(0)
    const kept = [current, ...builds.slice(2), ...deploys, ...others].map(({ id }) => id)
    expect(runIds(repository)).toEqual(kept.sort((a, b) => a - b))
    expect(artifactNames(repository)).toEqual([])
    expect(result.outputs).toMatchObject({ candidates: '2', deleted: '2', failed: '0' })
  })

  test('runs of a deleted workflow go only where that is said', async () => {
    const { repository, current, step } = await open()
    const gone = addWorkflow(repository, 'build-old.yml', { name: 'Build (old)' })
    const [, young] = [100, 3].map((days) => runOf(gone, days, { branch: 'topic' }))
    gone.state = 'deleted'

    const old = await step(stepOf(file, 'old').with, { token: { permissions } })
    expect(old.exitCode).toBe(0)
    expect(runIds(repository)).toContain(young?.id)

    const result = await step(stepOf(file, 'orphans').with, { token: { permissions } })
    expect(result.log).not.toContain('::error')
    expect(result.exitCode).toBe(0)
    expect(runIds(repository)).toEqual([current.id])
  })

  test('states of workflows: active ones are those that are neither deleted nor disabled', async () => {
    const { repository, current, workflow, step } = await open()
    const old = { branch: 'topic' }
    const disabled = addWorkflow(repository, 'disabled.yml', { state: 'disabled_manually' })
    const deleted = addWorkflow(repository, 'deleted.yml', { state: 'deleted' })
    const [active, ofDisabled, ofDeleted] = [workflow, disabled, deleted].map((each) => runOf(each, 50, old))
    const inputs = { ...stepOf(file, 'orphans').with, workflow: '@disabled' }
    await step(inputs, { token: { permissions } })
    expect(runIds(repository)).toEqual([current, active, ofDeleted].map((run) => run?.id))
    await step({ ...inputs, workflow: '!@disabled\n!@deleted' }, { token: { permissions } })
    expect(runIds(repository)).toEqual([current, ofDeleted].map((run) => run?.id))
    expect(ofDisabled?.id).not.toBe(active?.id)
  })

  test.each(['old.yml', '@deleted'])(
    'runs of a workflow that GitHub does not list any more go by %s',
    async (name) => {
      const { repository, current, step } = await open()
      const gone = addWorkflow(repository, 'old.yml', { name: 'Old' })
      runOf(gone, 100, { branch: 'topic' })
      repository.workflows.delete(gone.id)
      const inputs = { ...stepOf(file, 'orphans').with, workflow: name }
      const result = await step(inputs, { token: { permissions } })
      expect(result.exitCode).toBe(0)
      expect(runIds(repository)).toEqual([current.id])
    },
  )
})
