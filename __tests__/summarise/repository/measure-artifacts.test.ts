import { describe, expect, test } from '@jest/globals'
import type { Artifact } from '../../../src/model.ts'
import type { RunFact } from '../../../src/summarise/repository/facts.ts'
import { measureArtifacts } from '../../../src/summarise/repository/measure-artifacts.ts'
import type { StorageFindings } from '../../../src/summarise/repository/repository-report.ts'
import { anArtifact, dayMs, nowMs } from '../../support/builders.ts'
import { aRunFact } from './support.ts'

const measured = (
  artifacts: readonly Artifact[],
  runs: readonly RunFact[] = [],
  maxRows = 100,
): StorageFindings =>
  measureArtifacts(
    { artifacts, coverage: { read: artifacts.length, total: artifacts.length, isComplete: true } },
    {
      period: { sinceMs: nowMs - 3 * dayMs, nowMs },
      runs,
      branches: { defaultBranch: 'main', existingRefs: new Set(['main']), closedHeads: new Set() },
      maxRows,
    },
  )

const ci = aRunFact({ id: 1 })
const docs = aRunFact({ id: 2, workflowPath: '.github/workflows/docs.yml' })

describe('the workflow of an artifact', () => {
  test('is that of its run', () => {
    const storage = measured([anArtifact({ id: 1, runId: 1 }), anArtifact({ id: 2, runId: 2 })], [ci, docs])
    expect(storage.byWorkflow.map(({ label }) => label)).toEqual(['ci.yml', 'docs.yml'])
    expect(storage.inferredWorkflowBytes).toBe(0)
  })

  test('of an older run is the only one that uploads such a name now, and that is said', () => {
    const storage = measured(
      [
        anArtifact({ id: 1, runId: 1, name: 'report-1' }),
        anArtifact({ id: 2, runId: 900, name: 'report-900', sizeBytes: 50 }),
      ],
      [ci],
    )
    expect(storage.byWorkflow).toEqual([{ label: 'ci.yml', count: 2, bytes: 1050 }])
    expect(storage.inferredWorkflowBytes).toBe(50)
  })

  test('is not known when two workflows upload such a name, or none', () => {
    const storage = measured(
      [
        anArtifact({ id: 1, runId: 1, name: 'logs' }),
        anArtifact({ id: 2, runId: 2, name: 'logs' }),
        anArtifact({ id: 3, runId: 900, name: 'logs' }),
        anArtifact({ id: 4, runId: 901, name: 'other' }),
        { ...anArtifact({ id: 5, name: 'nothing' }), run: null },
      ],
      [ci, docs],
    )
    expect(storage.byWorkflow.find(({ label }) => label === '')?.count).toBe(3)
    expect(storage.inferredWorkflowBytes).toBe(0)
  })
})

test('what expires within a week is named, the largest first', () => {
  const expiring = (id: number, days: number, sizeBytes: number): Artifact =>
    anArtifact({ id, sizeBytes, expiresAtMs: nowMs + days * dayMs })
  const { expiringSoon } = measured([expiring(1, 1, 10), expiring(2, 6, 30), expiring(3, 8, 99)])
  expect(expiringSoon.map(({ id }) => id)).toEqual([2, 1])
})

test('rows are live artifacts, the largest first, as many as asked for', () => {
  const { rows } = measured(
    [
      anArtifact({ id: 1, sizeBytes: 1 }),
      anArtifact({ id: 2, sizeBytes: 3 }),
      anArtifact({ id: 3, sizeBytes: 2 }),
      anArtifact({ id: 4, sizeBytes: 9, isExpired: true }),
    ],
    [],
    2,
  )
  expect(rows.map(({ id }) => id)).toEqual([2, 3])
  expect(rows[0]).toMatchObject({ branch: 'main', branchState: 'default', runId: 1 })
})

test('uploads are added up by day of the period, expired ones too', () => {
  const { addedDaily } = measured([
    anArtifact({ id: 1, createdAtMs: nowMs - dayMs, sizeBytes: 5 }),
    anArtifact({ id: 2, createdAtMs: nowMs - dayMs, sizeBytes: 6, isExpired: true }),
    anArtifact({ id: 3, createdAtMs: nowMs - 40 * dayMs, sizeBytes: 7 }),
  ])
  expect(addedDaily).toEqual([
    { date: '2026-05-29', bytes: 0 },
    { date: '2026-05-30', bytes: 0 },
    { date: '2026-05-31', bytes: 11 },
    { date: '2026-06-01', bytes: 0 },
  ])
})

test('lists of groups end at 500, and how many there are is said', () => {
  const artifacts = Array.from({ length: 600 }, (_, index) => ({
    ...anArtifact({ id: index + 1, name: `n${'x'.repeat(index)}`, sizeBytes: index }),
    run: { id: 1, headBranch: `b${'x'.repeat(index)}`, headSha: null, repositoryId: 1, headRepositoryId: 1 },
  }))
  const storage = measured(artifacts)
  expect(storage.groups).toMatchObject({ names: 600, branches: 600 })
  expect([storage.byName.length, storage.byBranch.length]).toEqual([500, 500])
  expect(storage.byName[0]?.bytes).toBe(599)
})
