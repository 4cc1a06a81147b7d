import { describe, expect, test } from '@jest/globals'
import { openIndex, type ArtifactIndex } from '../../src/fetch/gather-index.ts'
import type { Artifact } from '../../src/model.ts'
import { anArtifact, aRun, minuteMs, nowMs, octoApp } from '../support/builders.ts'
import { aFakeRepository, fakeGitHub, type FakeGitHub } from '../support/fake-github.ts'

/** One artifact a run, ids of both the same, ten minutes apart, the highest the newest. */
const artifactsUpTo = (count: number): Artifact[] =>
  Array.from({ length: count }, (_, index) =>
    anArtifact({ id: index + 1, runId: index + 1, createdAtMs: nowMs - (count - index) * 10 * minuteMs }),
  )
const runOf = (artifact: Artifact | undefined) =>
  aRun({ id: artifact?.run?.id ?? 0, createdAtMs: (artifact?.createdAtMs ?? 0) - minuteMs })

const open = (github: FakeGitHub): Promise<ArtifactIndex> =>
  openIndex(github, octoApp, { name: 'coverage', mayReadOn: () => true })

describe('openIndex', () => {
  test('one request answers for the newest hundred', async () => {
    const artifacts = artifactsUpTo(1000)
    const github = fakeGitHub(aFakeRepository({ artifacts }))
    const index = await open(github)
    expect(await index.find(runOf(artifacts[950]))).toEqual([artifacts[950]])
    expect(await index.find(aRun({ id: 5000, createdAtMs: nowMs }))).toEqual([])
    expect(github.calls).toHaveLength(1)
    expect(index.isComplete()).toBe(false)
  })

  test('reads on as far as the age of a run asks for', async () => {
    const artifacts = artifactsUpTo(450)
    const github = fakeGitHub(aFakeRepository({ artifacts }))
    const index = await open(github)
    expect(await index.find(runOf(artifacts[200]))).toEqual([artifacts[200]])
    expect(github.calls).toHaveLength(3)
    expect(await index.find({ id: 5000, createdAtMs: 0 })).toEqual([])
    expect(github.calls).toHaveLength(5)
    expect(index.isComplete()).toBe(true)
    expect(
      index
        .runs()
        .map(([id]) => id)
        .slice(0, 3),
    ).toEqual([450, 449, 448])
  })

  test('does not know beyond its last page', async () => {
    const github = fakeGitHub(aFakeRepository({ artifacts: artifactsUpTo(1200) }))
    const index = await open(github)
    expect(await index.find({ id: 1, createdAtMs: 0 })).toBeNull()
    expect(github.calls).toHaveLength(10)
  })

  test('a list in another order is read to its end', async () => {
    const artifacts = artifactsUpTo(150).map((artifact) => ({
      ...artifact,
      createdAtMs: nowMs - artifact.createdAtMs,
    }))
    const github = fakeGitHub(aFakeRepository({ artifacts }))
    const index = await open(github)
    expect(await index.find({ id: 999, createdAtMs: nowMs })).toEqual([])
    expect(github.calls).toHaveLength(2)
  })

  test('several of one run come together', async () => {
    const artifacts = [anArtifact({ id: 1 }), anArtifact({ id: 2, isExpired: true })]
    const index = await open(fakeGitHub(aFakeRepository({ artifacts })))
    expect((await index.find(aRun({ id: 1 })))?.map(({ id }) => id)).toEqual([2, 1])
  })

  test('artifacts without a run leave it open what a run has', async () => {
    const index = await open(fakeGitHub(aFakeRepository({ artifacts: [anArtifact({ run: null })] })))
    expect(await index.find(aRun())).toBeNull()
    expect(index.isComplete()).toBe(false)
  })
})
