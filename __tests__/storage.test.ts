import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Artifact } from '../src/model.ts'
import {
  branchStateOf,
  measureStorage,
  nameFamily,
  topShares,
  workflowLabel,
  type BranchKnowledge,
  type Storage,
} from '../src/storage.ts'
import { parsePattern } from '../src/text/patterns.ts'
import { aRun, anArtifact, dayMs, nowMs } from './support/builders.ts'

const measured = (
  artifacts: readonly Artifact[],
  workflowOf: (artifact: Artifact) => string = () => '',
): Storage =>
  measureStorage({ artifacts, nowMs, workflowOf, branchStateOf: ({ run }) => branchStateOf(run, knowledge) })

const knowledge: BranchKnowledge = {
  defaultBranch: 'main',
  existingRefs: new Set(['main', 'open', 'merged', 'v1']),
  closedHeads: new Set(['merged']),
}

/** An artifact of a branch; of a fork where another head repository is given. */
const ofBranch = (id: number, headBranch: string | null, headRepositoryId: number | null = 1): Artifact => {
  const artifact = anArtifact({ id })
  return { ...artifact, run: { id, headBranch, headSha: null, repositoryId: 1, headRepositoryId } }
}

describe('branchStateOf', () => {
  test.each([
    ['main', 1, 'default'],
    ['open', 1, 'live'],
    ['v1', 1, 'live'],
    ['merged', 1, 'closed-pr'],
    ['gone', 1, 'deleted'],
    ['main', 2, 'fork'],
    ['gone', null, 'fork'],
    [null, 1, 'unknown'],
  ] as const)('%s of repository %s is %s', (headBranch, headRepositoryId, state) => {
    expect(branchStateOf(ofBranch(1, headBranch, headRepositoryId).run, knowledge)).toBe(state)
  })

  test('is never "deleted" when branches were not read', () => {
    expect(branchStateOf(ofBranch(1, 'gone').run, { ...knowledge, existingRefs: null })).toBe('unknown')
  })

  test('takes whole runs as well', () => {
    expect(branchStateOf(aRun({ headBranch: 'gone' }), knowledge)).toBe('deleted')
    expect(branchStateOf(null, knowledge)).toBe('unknown')
  })
})

describe('nameFamily', () => {
  test.each([
    ['report-123', 'report-*'],
    ['build-1a2b3c4', 'build-*'],
    ['a-0f8fad5b-d9cb-469f-a165-70867728950e', 'a-*'],
    ['coverage', 'coverage'],
    ['deadbeefs', 'deadbeefs'],
    ['logs (ubuntu, 22)', 'logs (ubuntu, *)'],
    ['a*b[1]', 'a\\*b\\[*\\]'],
    ['!x', '\\!x'],
    ['/x/', '\\/x/'],
  ])('of %s is %s', (name, family) => {
    expect(nameFamily(name)).toBe(family)
  })

  test('is a pattern that takes every name of the family', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ab019-_[]{}*?!\\/ ()')), minLength: 1 }),
        (text) => {
          const name = text.trim()
          fc.pre(name !== '')
          expect(parsePattern(nameFamily(name), { crossesSlash: true }).matches(name)).toBe(true)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('by name', () => {
  test('names that differ in a number are one line from four on, and a pattern for prune', () => {
    const artifacts = [1, 2, 3, 4].map((id) => anArtifact({ id, name: `report-${id}`, sizeBytes: 10 }))
    expect(measured(artifacts).byName).toEqual([{ label: 'report-*', count: 4, bytes: 40, isPattern: true }])
    expect(measured(artifacts.slice(0, 3)).byName).toHaveLength(3)
  })

  test('one name many times is that name', () => {
    const artifacts = [1, 2, 3, 4, 5].map((id) => anArtifact({ id, name: 'report-1', sizeBytes: id }))
    expect(measured(artifacts).byName).toEqual([{ label: 'report-1', count: 5, bytes: 15, isPattern: false }])
  })
})

test('a fork’s branch is not ours of the same name, nor another fork’s', () => {
  const storage = measured([ofBranch(1, 'main'), ofBranch(2, 'main', 7), ofBranch(3, 'main', 8)])
  expect(storage.byBranch.map(({ label, state }) => [label, state])).toEqual([
    ['main', 'default'],
    ['main', 'fork'],
    ['main', 'fork'],
  ])
  expect(storage.byBranchState.map(({ state, count }) => [state, count])).toEqual([
    ['fork', 2],
    ['default', 1],
  ])
})

test.each([
  [0, 'under a day'],
  [1, '1 to 7 days'],
  [6.99, '1 to 7 days'],
  [7, '7 to 30 days'],
  [30, '30 to 90 days'],
  [90, 'over 90 days'],
  [-0.1, 'under a day'],
])('an artifact of %s days is %s old', (days, label) => {
  const { byAge } = measured([anArtifact({ createdAtMs: nowMs - days * dayMs })])
  expect(byAge.filter(({ count }) => count > 0).map((share) => share.label)).toEqual([label])
  expect(byAge).toHaveLength(5)
})

test('equal bytes are counted once and the rest as wasted; unknown digests are not equal', () => {
  const storage = measured([
    anArtifact({ id: 1, digest: 'sha256:a', sizeBytes: 100, name: 'x' }),
    anArtifact({ id: 2, digest: 'sha256:a', sizeBytes: 100, name: 'y' }),
    anArtifact({ id: 3, digest: 'sha256:a', sizeBytes: 100, name: 'x' }),
    anArtifact({ id: 4, digest: 'sha256:b', sizeBytes: 900 }),
    anArtifact({ id: 5, digest: null }),
    anArtifact({ id: 6, digest: null }),
  ])
  expect(storage.duplicates).toEqual([
    { digest: 'sha256:a', names: ['x', 'y'], count: 3, sizeBytes: 100, wastedBytes: 200 },
  ])
  expect(storage.wastedBytes).toBe(200)
})

test('what expires within 3 days is also within 7', () => {
  const expiring = (id: number, days: number | null): Artifact =>
    anArtifact({ id, expiresAtMs: days === null ? null : nowMs + days * dayMs })
  const storage = measured([
    expiring(1, 3),
    expiring(2, 3.01),
    expiring(3, 7),
    expiring(4, 8),
    expiring(5, null),
  ])
  expect(storage.expiring).toEqual([
    { withinDays: 3, count: 1, bytes: 1000 },
    { withinDays: 7, count: 3, bytes: 3000 },
  ])
})

describe('growth', () => {
  const uploaded = (id: number, days: number, fields: Partial<Artifact> = {}): Artifact =>
    anArtifact({ id, createdAtMs: nowMs - days * dayMs, expiresAtMs: nowMs + 60 * dayMs, ...fields })

  test('is what the last week added a day, less what the next one expires', () => {
    const storage = measured([
      uploaded(1, 3, { sizeBytes: 7000 }),
      uploaded(2, 20, { sizeBytes: 1400, expiresAtMs: nowMs + 2 * dayMs }),
    ])
    expect(storage.growth).toEqual({
      addedBytesPerDay: 1000,
      overDays: 7,
      expiringBytesPerDay: 200,
      bytesPerDay: 800,
    })
  })

  test('of a repository that is younger than a week is over its age', () => {
    expect(
      measured([uploaded(1, 2, { sizeBytes: 500 }), uploaded(2, 1.9, { sizeBytes: 500 })]).growth,
    ).toMatchObject({
      overDays: 2,
      addedBytesPerDay: 500,
    })
  })

  test('counts what was uploaded and has expired since', () => {
    const storage = measured([
      uploaded(1, 6, { sizeBytes: 7000, isExpired: true }),
      uploaded(2, 30, { sizeBytes: 1 }),
    ])
    expect(storage.growth.addedBytesPerDay).toBe(1000)
  })

  test('of nothing is nothing', () => {
    expect(measured([]).growth.bytesPerDay).toBe(0)
  })
})

test('expired artifacts take no space', () => {
  const storage = measured([anArtifact({ id: 1, isExpired: true }), anArtifact({ id: 2 })])
  expect(storage).toMatchObject({ count: 1, bytes: 1000, expiredCount: 1 })
})

test('each attribution accounts for every live byte, whatever there is', () => {
  const artifact = fc
    .record({
      name: fc.constantFrom('a', 'b-1', 'b-2', 'b-3', 'b-4', 'b-55', ''),
      sizeBytes: fc.nat(1e9),
      isExpired: fc.boolean(),
      days: fc.integer({ min: -1, max: 400 }),
      branch: fc.constantFrom('main', 'gone', 'merged', null),
      head: fc.constantFrom(1, 2, null),
      hasRun: fc.boolean(),
    })
    .map(({ days, branch, head, hasRun, ...fields }) => ({
      ...anArtifact({ ...fields, createdAtMs: nowMs - days * dayMs }),
      run: hasRun ? ofBranch(1, branch, head).run : null,
    }))
  fc.assert(
    fc.property(fc.array(artifact, { maxLength: 40 }), (artifacts) => {
      const storage = measured(
        artifacts.map((each, index) => ({ ...each, id: index + 1 })),
        ({ name }) => name.slice(0, 1),
      )
      const live = artifacts.filter(({ isExpired }) => !isExpired)
      const bytes = live.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
      for (const shares of [
        storage.byName,
        storage.byBranch,
        storage.byBranchState,
        storage.byWorkflow,
        storage.byAge,
      ]) {
        expect(shares.reduce((sum, share) => sum + share.bytes, 0)).toBe(bytes)
        expect(shares.reduce((sum, share) => sum + share.count, 0)).toBe(live.length)
      }
      expect(storage.bytes).toBe(bytes)
    }),
    { numRuns: 1000 },
  )
})

test('lists are biggest first', () => {
  const storage = measured([
    anArtifact({ id: 1, name: 'small', sizeBytes: 1 }),
    anArtifact({ id: 2, name: 'big', sizeBytes: 3 }),
    anArtifact({ id: 3, name: 'middle', sizeBytes: 2 }),
  ])
  expect(storage.byName.map(({ label }) => label)).toEqual(['big', 'middle', 'small'])
})

test('what is cut off is added up', () => {
  const shares = [3, 2, 1].map((bytes) => ({ label: `${bytes}`, count: 1, bytes }))
  expect(topShares(shares, 1)).toEqual({
    top: [{ label: '3', count: 1, bytes: 3 }],
    rest: { label: '2 more', count: 2, bytes: 3 },
  })
  expect(topShares(shares, 3).rest).toBeNull()
})

test('a workflow is named by its file', () => {
  expect(workflowLabel(aRun({ workflowPath: '.github/workflows/a.yml', workflowName: 'A' }))).toBe('a.yml')
  expect(workflowLabel(aRun({ workflowPath: '', workflowName: 'A' }))).toBe('A')
  expect(workflowLabel(undefined)).toBe('')
})

test('100,000 artifacts take no quadratic time', () => {
  const artifacts = Array.from({ length: 100_000 }, (_, index) => ({
    ...ofBranch(index + 1, `branch-${index % 5000}`),
    name: `report-${index}`,
  }))
  const startedMs = performance.now()
  expect(measured(artifacts).byName).toEqual([
    { label: 'report-*', count: 100_000, bytes: 100_000_000, isPattern: true },
  ])
  expect(performance.now() - startedMs).toBeLessThan(20_000)
})
