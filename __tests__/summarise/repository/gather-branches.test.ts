import { describe, expect, test } from '@jest/globals'
import type { Artifact } from '../../../src/model.ts'
import { factOf } from '../../../src/summarise/repository/facts.ts'
import { gatherBranches, type GatheredBranches } from '../../../src/summarise/repository/gather-branches.ts'
import { aPull, aRef, aRepository, aRun, anArtifact } from '../../support/builders.ts'
import {
  aFakeRepository,
  fakeGitHub,
  type FakeGitHub,
  type FakeRepository,
} from '../../support/fake-github.ts'

const ofBranch = (headBranch: string, headRepositoryId = 1): Artifact =>
  anArtifact({ run: { id: 1, headBranch, headSha: null, repositoryId: 1, headRepositoryId } })

interface Spec {
  readonly repository?: Partial<FakeRepository>
  readonly artifacts?: readonly Artifact[]
  /** Branches of runs for pull requests. */
  readonly pulled?: readonly string[]
  readonly change?: (github: FakeGitHub) => void
}

async function gathered(spec: Spec): Promise<GatheredBranches & { readonly github: FakeGitHub }> {
  const { repository = {}, artifacts = [], pulled = [], change = () => undefined } = spec
  const github = fakeGitHub(aFakeRepository(repository))
  change(github)
  const runs = pulled.map((headBranch, index) =>
    factOf(aRun({ id: index + 1, headBranch, event: 'pull_request' }), 'main'),
  )
  return { ...(await gatherBranches({ github, repository: aRepository(), artifacts, runs })), github }
}

const refs = (...names: string[]) => names.map((name) => aRef(name))

describe('nothing is asked for that cannot matter', () => {
  test.each([
    ['without artifacts', []],
    ['for artifacts of the default branch', [ofBranch('main')]],
    ['for those of forks', [ofBranch('topic', 2)]],
    ['for expired ones', [{ ...ofBranch('topic'), isExpired: true }]],
  ])('%s', async (_, artifacts) => {
    expect((await gathered({ artifacts })).github.requestCount()).toBe(0)
  })

  test('tags only where a branch is missing, pull requests only where one may be open', async () => {
    const there = await gathered({
      repository: { branches: refs('main', 'topic') },
      artifacts: [ofBranch('topic')],
    })
    expect(there.github.calls.map(({ name }) => name)).toEqual(['listBranches'])
    const gone = await gathered({ repository: { branches: refs('main') }, artifacts: [ofBranch('topic')] })
    expect(gone.github.calls.map(({ name }) => name)).toEqual(['listBranches', 'listTags'])
    const pulled = await gathered({
      repository: { branches: refs('main', 'topic') },
      artifacts: [ofBranch('topic')],
      pulled: ['topic', 'main'],
    })
    expect(pulled.github.calls.map(({ name }) => name)).toEqual(['listBranches', 'listPullRequests'])
  })
})

test('tags count as existing', async () => {
  const { knowledge } = await gathered({
    repository: { branches: refs('main'), tags: refs('v1') },
    artifacts: [ofBranch('v1'), ofBranch('gone')],
  })
  expect([...(knowledge.existingRefs ?? [])]).toEqual(['main', 'v1'])
})

test('a head is closed when it had a pull request and none is open; of a fork’s of the same name nothing follows', async () => {
  const { knowledge } = await gathered({
    repository: {
      branches: refs('main', 'open', 'merged', 'like-a-forks'),
      pulls: [
        aPull({ number: 1, headBranch: 'open' }),
        aPull({ number: 2, headBranch: 'merged', state: 'closed' }),
        aPull({ number: 3, headBranch: 'like-a-forks', headRepositoryId: 9 }),
      ],
    },
    artifacts: [ofBranch('open')],
    pulled: ['open', 'merged', 'like-a-forks', 'gone'],
  })
  expect([...knowledge.closedHeads].toSorted()).toEqual(['like-a-forks', 'merged'])
})

describe('what cannot be read costs its part, and a notice that names the permission', () => {
  test('branches', async () => {
    const { knowledge, notices } = await gathered({
      artifacts: [ofBranch('topic')],
      change: (github) => github.permissions.delete('contents: read'),
    })
    expect(knowledge.existingRefs).toBeNull()
    expect(notices).toEqual([expect.stringMatching(/deleted branches is not shown.*contents: read/s)])
  })

  test('pull requests', async () => {
    const { knowledge, notices } = await gathered({
      repository: { branches: refs('main', 'topic') },
      artifacts: [ofBranch('topic')],
      pulled: ['topic'],
      change: (github) => github.permissions.delete('pull-requests: read'),
    })
    expect(knowledge.existingRefs).not.toBeNull()
    expect(knowledge.closedHeads.size).toBe(0)
    expect(notices).toEqual([expect.stringMatching(/merged branches is not shown.*pull-requests: read/s)])
  })

  test('an empty list of branches is none: a repository with runs has one', async () => {
    const { knowledge, notices } = await gathered({
      repository: { branches: [] },
      artifacts: [ofBranch('topic')],
    })
    expect(knowledge.existingRefs).toBeNull()
    expect(notices).toHaveLength(1)
  })

  test('more branches than a report looks through', async () => {
    const { knowledge, github } = await gathered({
      repository: { branches: refs(...Array.from({ length: 3001 }, (_, index) => `b${index}`)) },
      artifacts: [ofBranch('topic')],
    })
    expect(knowledge.existingRefs).toBeNull()
    expect(github.requestCount()).toBe(30)
  })

  test('but a bug is one', async () => {
    await expect(
      gathered({
        artifacts: [ofBranch('topic')],
        change: (github) => {
          github.onCall = () => {
            throw new TypeError('undefined is not a function')
          }
        },
      }),
    ).rejects.toThrow(TypeError)
  })
})
