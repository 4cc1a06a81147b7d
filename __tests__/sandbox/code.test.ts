import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { addBranch, addCommits, addPull, addTag, pushToPull } from '../../sandbox/build-code.ts'
import { addFork, addRepository, removeRepository } from '../../sandbox/build.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import type { Repository } from '../../sandbox/world.ts'
import { clientOf, linksOf } from './client.ts'
import type { Call } from './client.ts'

let sandbox: Sandbox
let repository: Repository
let call: Call

beforeEach(async () => {
  sandbox = await startSandbox({ now: '2026-05-04T12:00:00Z' })
  repository = addRepository(sandbox.world, 'octo-org/webshop')
  call = clientOf(sandbox)
})
afterEach(async () => {
  await sandbox.close()
  expect(sandbox.violations).toEqual([])
})

const base = '/repos/octo-org/webshop'
const tip = (branch: string): string => repository.branches.get(branch) ?? ''

describe('branches and tags', () => {
  test.each(['feature/one', 'fix/straße 7', '100%', 'a#b', 'c+d&e', '%2F'])(
    '%s is found, encoded',
    async (name) => {
      const sha = addBranch(repository, name)
      const encoded = (await call(`${base}/branches/${encodeURIComponent(name)}`)).json
      expect([encoded.name, encoded.commit.sha]).toEqual([name, sha])
    },
  )

  test('a slash may stay as it is', async () => {
    addBranch(repository, 'feature/one')
    expect((await call(`${base}/branches/feature/one`)).json.name).toBe('feature/one')
  })

  test('what is not there is 404', async () => {
    const reply = await call(`${base}/branches/nothing`)
    expect([reply.status, reply.json.message]).toEqual([404, 'Branch not found'])
  })

  test('are listed in pages', async () => {
    for (let index = 0; index < 5; index++) addTag(repository, `v${index}`)
    const reply = await call(`${base}/tags?per_page=2`)
    expect(reply.json.map((tag: { name: string }) => tag.name)).toEqual(['v4', 'v3'])
    expect(linksOf(reply)['last']).toContain(`/repositories/${repository.id}/tags?per_page=2&page=3`)
    expect((await call(`${base}/branches`)).json).toEqual([
      expect.objectContaining({ name: 'main', commit: expect.objectContaining({ sha: tip('main') }) }),
    ])
  })

  test('are references too', async () => {
    addTag(repository, 'v1.0')
    addTag(repository, 'v1.1')
    addBranch(repository, 'feature/one')
    expect((await call(`${base}/git/ref/heads/feature/one`)).json.object.sha).toBe(tip('main'))
    expect((await call(`${base}/git/ref/tags%2Fv1.0`)).json.ref).toBe('refs/tags/v1.0')
    expect((await call(`${base}/git/ref/tags/v1`)).status).toBe(404)
    const matching = (await call(`${base}/git/matching-refs/tags/v1`)).json
    expect(matching.map((item: { ref: string }) => item.ref)).toEqual(['refs/tags/v1.0', 'refs/tags/v1.1'])
    expect((await call(`${base}/git/matching-refs/heads/none`)).json).toEqual([])
  })
})

describe('commits', () => {
  test('are found by full and short SHA, branch, tag and full reference', async () => {
    const [commit] = addCommits(repository, { branch: 'topic', messages: ['Hello'] })
    const sha = commit?.sha ?? ''
    addTag(repository, 'v1', sha)
    for (const name of [sha, sha.slice(0, 12), 'topic', 'v1', 'heads/topic', 'refs/tags/v1']) {
      expect((await call(`${base}/commits/${encodeURIComponent(name)}`)).json).toMatchObject({
        sha,
        commit: { message: 'Hello' },
        parents: [{ sha: tip('main') }],
      })
    }
    expect((await call(`${base}/commits/deadbeef`)).status).toBe(422)
  })

  test('a branch comes before a tag of the same name', async () => {
    addTag(repository, 'same')
    const [commit] = addCommits(repository, { branch: 'same' })
    expect((await call(`${base}/commits/same`)).json.sha).toBe(commit?.sha)
  })

  test('are listed from a branch backwards, children before parents, through merges', async () => {
    const [a] = addCommits(repository, { messages: ['a'], at: '2026-05-01T00:00:00Z' })
    const [side] = addCommits(repository, { branch: 'side', messages: ['side'], at: '2026-05-03T00:00:00Z' })
    const [b] = addCommits(repository, { messages: ['b'], at: '2026-05-02T00:00:00Z' })
    const [merge] = addCommits(repository, {
      messages: ['merge'],
      at: '2026-05-04T00:00:00Z',
      merges: side?.sha ?? '',
    })
    const listed = await call(`${base}/commits?sha=main&per_page=4`)
    expect(listed.json.map((commit: { sha: string }) => commit.sha)).toEqual([
      merge?.sha,
      side?.sha,
      b?.sha,
      a?.sha,
    ])
    expect(listed.json[0].parents.map((parent: { sha: string }) => parent.sha)).toEqual([b?.sha, side?.sha])
    expect((await call(linksOf(listed)['next'] ?? '', { token: null })).json).toHaveLength(1)
    expect((await call(`${base}/commits?sha=none`)).status).toBe(404)
  })
})

describe('comparisons', () => {
  test('name the merge base, what is ahead and what is behind', async () => {
    const [fork] = addCommits(repository, { messages: ['base'] })
    addCommits(repository, { branch: 'topic', count: 3 })
    addCommits(repository, { count: 2 })
    const { json } = await call(`${base}/compare/main...topic`)
    expect(json).toMatchObject({
      merge_base_commit: { sha: fork?.sha },
      base_commit: { sha: tip('main') },
      status: 'diverged',
      ahead_by: 3,
      behind_by: 2,
      total_commits: 3,
    })
    expect(json.commits.at(-1).sha).toBe(tip('topic'))
    expect((await call(`${base}/compare/main...main`)).json.status).toBe('identical')
  })

  test('reach a fork by owner, and take SHAs and slashes', async () => {
    const before = tip('main')
    const fork = addFork(repository, 'mona')
    addCommits(fork, { branch: 'a/b', count: 1 })
    addCommits(repository, { count: 1 })
    for (const basehead of ['main...mona:a/b', `${tip('main')}...mona%3Aa%2Fb`]) {
      expect((await call(`${base}/compare/${basehead}`)).json.merge_base_commit.sha).toBe(before)
    }
    expect((await call(`${base}/compare/main...nobody:main`)).status).toBe(404)
  })
})

describe('pull requests', () => {
  beforeEach(() => {
    addPull(repository, { number: 1, headBranch: 'one', createdAt: '2026-05-01T00:00:00Z' })
    addPull(repository, { number: 2, headBranch: 'two', state: 'closed', createdAt: '2026-05-02T00:00:00Z' })
    addPull(repository, { number: 3, headBranch: 'three', merged: true, createdAt: '2026-05-03T00:00:00Z' })
    addPull(repository, {
      number: 4,
      headBranch: 'main',
      headRepository: addFork(repository, 'mona'),
      createdAt: '2026-05-04T00:00:00Z',
    })
  })

  test.each([
    ['', [4, 1]],
    ['?state=closed', [3, 2]],
    ['?state=all', [4, 3, 2, 1]],
    ['?state=all&head=mona:main', [4]],
    ['?state=all&head=octo-org:two', [2]],
    ['?state=all&base=other', []],
    ['?state=all&sort=created&direction=asc&per_page=2', [1, 2]],
  ])('list %s', async (query, expected) => {
    const { json } = await call(`${base}/pulls${query}`)
    expect(json.map((pull: { number: number }) => pull.number)).toEqual(expected)
  })

  test('show head, base and how they ended', async () => {
    const merged = (await call(`${base}/pulls/3`)).json
    expect(merged).toMatchObject({
      state: 'closed',
      merged: true,
      head: { ref: 'three' },
      base: { ref: 'main' },
    })
    expect(merged.merged_at).toBe(merged.closed_at)
    expect((await call(`${base}/pulls/99`)).status).toBe(404)
  })

  test('keep the label of a fork that is gone, with a null repository', async () => {
    const fork = repository.pulls.get(4)?.headRepository
    if (fork !== null && fork !== undefined) removeRepository(fork)
    for (const path of ['pulls/4', 'pulls?head=mona:main']) {
      const { json } = await call(`${base}/${path}`)
      const pull = Array.isArray(json) ? json[0] : json
      expect(pull.head).toMatchObject({ label: 'mona:main', repo: null })
    }
  })

  test('are found by the commit that they contain', async () => {
    const sha = repository.pulls.get(1)?.headSha ?? ''
    const found = (await call(`${base}/commits/${sha}/pulls`)).json
    expect(found.map((pull: { number: number }) => pull.number)).toEqual([1])
    expect((await call(`${base}/commits/${tip('main')}/pulls`)).json).toEqual([])
    const pull = repository.pulls.get(1)
    const [pushed] = pull === undefined ? [] : pushToPull(pull)
    expect((await call(`${base}/pulls/1`)).json).toMatchObject({ head: { sha: pushed?.sha }, commits: 2 })
    expect((await call(`${base}/commits/${sha}/pulls`)).json).toHaveLength(1)
  })
})
