import { describe, expect, test } from '@jest/globals'
import { firstParents, resolveCommit } from '../../src/fetch/gather-commit.ts'
import type { Context } from '../../src/world.ts'
import { aContext, aLineOfCommits, aPull, aRef, aSha, octoApp } from '../support/builders.ts'
import { aFakeRepository, fakeGitHub, type FakeRepository } from '../support/fake-github.ts'
import type { With } from '../support/step.ts'
import { ask } from './world.ts'

const resolve = (step: With, repository: Partial<FakeRepository> = {}, context: Partial<Context> = {}) => {
  const github = fakeGitHub(aFakeRepository(repository))
  return resolveCommit(github, octoApp, {
    request: ask({ branch: 'main', ...step }, context).request,
    context: aContext(context),
  }).then((resolved) => ({ resolved, calls: github.calls.map(({ name }) => name) }))
}

/** main: 1-2-3-4; the topic left at 2: 5-6. */
const branched: Partial<FakeRepository> = {
  commits: [...aLineOfCommits(4), { sha: aSha(5), parents: [aSha(2)] }, { sha: aSha(6), parents: [aSha(5)] }],
  branches: [aRef('main', aSha(4)), aRef('topic/x', aSha(6))],
  tags: [aRef('v1', aSha(3))],
  pulls: [aPull({ number: 7, headSha: aSha(6), baseSha: aSha(4) })],
}

describe('resolveCommit', () => {
  test('a full SHA costs no request', async () => {
    expect(await resolve({ commit: aSha(9).toUpperCase() })).toEqual({
      resolved: { sha: aSha(9), note: '' },
      calls: [],
    })
  })

  test.each([
    ['topic/x', aSha(6)],
    ['v1', aSha(3)],
  ])('%s is resolved and said', async (ref, sha) => {
    const { resolved, calls } = await resolve({ commit: ref }, branched)
    expect(resolved).toEqual({ sha, note: `commit: ${ref} is ${sha}.` })
    expect(calls).toEqual(['getCommit'])
  })

  test('what does not exist is missing, not an error', async () => {
    const { resolved } = await resolve({ commit: 'nope' }, branched)
    expect(resolved).toMatchObject({
      sha: null,
      missing: { what: 'octo/app has no commit, tag or branch nope' },
    })
  })

  describe('merge-base', () => {
    const step = { commit: 'merge-base' }
    test('of pull-request', async () => {
      const { resolved } = await resolve({ ...step, 'pull-request': '7' }, branched)
      expect(resolved).toEqual({ sha: aSha(2), note: `commit: merge-base of pull request #7 is ${aSha(2)}.` })
    })
    test("of the event's pull request", async () => {
      const payload = { pull_request: { number: 8, base: { sha: aSha(4) }, head: { sha: aSha(5) } } }
      const { resolved, calls } = await resolve(step, branched, { event: 'pull_request', payload })
      expect(resolved).toMatchObject({ sha: aSha(2) })
      expect(calls).toEqual(['getMergeBase'])
    })
    test('once merged, it is not its own head', async () => {
      const merged = { ...branched, branches: [aRef('main', aSha(6))] }
      expect((await resolve({ ...step, 'pull-request': '7' }, merged)).resolved).toMatchObject({
        sha: aSha(2),
      })
    })
    test('of a merge group, its base', async () => {
      const payload = { merge_group: { base_sha: aSha(4) } }
      const { resolved, calls } = await resolve(step, branched, { event: 'merge_group', payload })
      expect(resolved).toMatchObject({ sha: aSha(4) })
      expect(calls).toEqual([])
    })
    test('in any other event it is an error that says what to do', async () => {
      await expect(resolve(step, branched, { event: 'push', payload: {} })).rejects.toMatchObject({
        message: 'commit: merge-base needs a pull request, and the event push has none.',
        hint: expect.stringContaining('pull-request: <number>'),
      })
    })
    test("the event's pull request is none of another repository", async () => {
      const payload = { pull_request: { number: 8, base: { sha: aSha(4) }, head: { sha: aSha(5) } } }
      const github = fakeGitHub(aFakeRepository())
      const request = ask({ ...step, workflow: 'ci.yml' }).request
      await expect(
        resolveCommit(github, { owner: 'other', name: 'lib' }, { request, context: aContext({ payload }) }),
      ).rejects.toThrow('other/lib is not the repository of this run')
    })
    test('of a pull request that is not there it is missing', async () => {
      const { resolved } = await resolve({ ...step, 'pull-request': '99' }, branched)
      expect(resolved).toMatchObject({ sha: null, missing: { what: 'octo/app has no pull request #99' } })
    })
  })
})

describe('firstParents', () => {
  const walk = async (repository: Partial<FakeRepository>, sha: string, max = Infinity) => {
    const github = fakeGitHub(aFakeRepository(repository))
    const found: string[] = []
    for await (const parent of firstParents(github, octoApp, sha)) {
      found.push(parent)
      if (found.length >= max) break
    }
    return { found, requests: github.calls.length }
  }

  test('nearest first, to the root', async () => {
    expect((await walk(branched, aSha(6))).found).toEqual([aSha(5), aSha(2), aSha(1)])
  })
  test('a merge is followed along its first parent', async () => {
    const commits = [...(branched.commits ?? []), { sha: aSha(7), parents: [aSha(4), aSha(6)] }]
    expect((await walk({ commits }, aSha(7))).found).toEqual([aSha(4), aSha(3), aSha(2), aSha(1)])
  })
  test('a long line takes a request a hundred, and only when asked for', async () => {
    const commits = [...aLineOfCommits(250)]
    expect(await walk({ commits }, aSha(250), 50)).toMatchObject({ requests: 1 })
    const all = await walk({ commits }, aSha(250))
    expect(all.found).toHaveLength(249)
    expect(all.requests).toBe(3)
  })
  test('of a commit that is not there nothing comes', async () => {
    expect((await walk(branched, aSha(99))).found).toEqual([])
  })
})
