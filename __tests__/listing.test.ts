import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { UserError } from '../src/errors.ts'
import { eachOnce, inParallel, pagesOf, readWhole, type WholeListing } from '../src/listing.ts'
import type { Artifact } from '../src/model.ts'
import type { Page } from '../src/world.ts'
import { anArtifact, octoApp } from './support/builders.ts'
import { aFakeRepository, fakeGitHub, type FakeCall } from './support/fake-github.ts'

const artifacts = (count: number, firstId = 1): Artifact[] =>
  Array.from({ length: count }, (_, index) => anArtifact({ id: firstId + index }))

const everything: Pick<WholeListing<Artifact>, 'what' | 'idOf' | 'concurrency' | 'canAfford'> = {
  what: 'the artifacts of octo/app',
  idOf: (artifact) => artifact.id,
  concurrency: 6,
  canAfford: () => true,
}

/** A repository of artifacts, changed by `onPage` before the call with that number (from 1) is answered. */
function moving(count: number, onCall: (callNumber: number, world: { artifacts: Artifact[] }) => void) {
  const repository = aFakeRepository({ artifacts: artifacts(count) })
  const github = fakeGitHub(repository)
  github.onCall = () => {
    onCall(github.calls.length, repository)
  }
  const read = (overrides: Partial<WholeListing<Artifact>> = {}) =>
    readWhole({ ...everything, fetchPage: (page) => github.listArtifacts(octoApp, {}, page), ...overrides })
  return { repository, github, read }
}

const ids = (items: readonly { readonly id: number }[]): number[] =>
  items.map(({ id }) => id).toSorted((one, other) => one - other)
const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

describe('pagesOf', () => {
  test('asks for pages until there is no next, and not before they are wanted', async () => {
    const { github } = moving(250, () => undefined)
    const sizes: number[] = []
    for await (const page of pagesOf((number) => github.listArtifacts(octoApp, {}, number))) {
      sizes.push(page.items.length)
      expect(github.calls).toHaveLength(sizes.length)
    }
    expect(sizes).toEqual([100, 100, 50])
  })

  test('a caller that stops early asks no more', async () => {
    const { github } = moving(250, () => undefined)
    for await (const page of pagesOf((number) => github.listArtifacts(octoApp, {}, number))) {
      expect(page.items).toHaveLength(100)
      break
    }
    expect(github.calls).toHaveLength(1)
  })
})

describe('readWhole of a list that stands still', () => {
  test.each([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
    [1000, 10],
    [1001, 11],
  ])('%d items take %d calls', async (count, calls) => {
    const { read, github } = moving(count, () => undefined)
    expect(ids(await read())).toEqual(range(1, count))
    expect(github.calls).toHaveLength(calls)
  })

  test('keeps GitHub’s order', async () => {
    const { read } = moving(350, () => undefined)
    expect((await read()).map(({ id }) => id)).toEqual(range(1, 350).toReversed())
  })

  test('reads no more pages at once than it may', async () => {
    let running = 0
    let most = 0
    const { github } = moving(2000, () => undefined)
    await readWhole({
      ...everything,
      concurrency: 4,
      fetchPage: async (page) => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setImmediate(resolve))
        running -= 1
        return github.listArtifacts(octoApp, {}, page)
      },
    })
    expect(most).toBe(4)
  })
})

describe('readWhole of a list that moves', () => {
  test('one deleted while it was read: nothing is missed', async () => {
    // After page 1 the newest goes: all others shift by one, and the first pass misses one of them.
    const { read, repository } = moving(300, (call, world) => {
      if (call === 2) world.artifacts = world.artifacts.filter(({ id }) => id !== 300)
    })
    expect(ids(await read({ concurrency: 1 }))).toEqual(range(1, 299))
    expect(repository.artifacts).toHaveLength(299)
  })

  test('one added at every call: all that were there at first, without end', async () => {
    const { read, github } = moving(300, (call, world) => {
      world.artifacts.push(anArtifact({ id: 1000 + call }))
    })
    const found = ids(await read())
    expect(found).toEqual(expect.arrayContaining(range(1, 300)))
    expect(new Set(found).size).toBe(found.length)
    expect(github.calls.length).toBeLessThan(20)
  })

  test('many that come and go meanwhile are not taken for those that were missed', async () => {
    const come = artifacts(200, 1000)
    const { read } = moving(250, (call, world) => {
      if (call === 2) world.artifacts = [...world.artifacts, ...come]
      if (call === 3) world.artifacts = world.artifacts.filter(({ id }) => id < 1000)
    })
    // Page 2 showed a hundred of them, so that 250 came: as many as there are, but not those.
    const found = await read({ concurrency: 1 })
    expect(ids(found).filter((id) => id < 1000)).toEqual(range(1, 250))
  })

  test('one that grows is followed to its new end; what came after the beginning is not promised', async () => {
    const { read } = moving(150, (call, world) => {
      if (call === 2) world.artifacts.push(...artifacts(100, 1000))
    })
    expect(ids(await read())).toEqual(range(1, 150))
  })

  test('the newest deleted at every call: all that are left', async () => {
    const { read, repository } = moving(1000, (_call, world) => {
      world.artifacts = world.artifacts.slice(0, -1)
    })
    const found = new Set(ids(await read({ concurrency: 1 })))
    expect(repository.artifacts.filter(({ id }) => !found.has(id))).toEqual([])
  })

  test('deleted at every call before they were seen: an error, not a part of the list', async () => {
    const { read } = moving(1000, (_call, world) => {
      world.artifacts = world.artifacts.slice(1)
    })
    await expect(read({ concurrency: 1 })).rejects.toThrow(
      /list of artifacts of octo\/app did not come out complete in 4 readings: GitHub counts \d+ and shows \d+/,
    )
  })

  test('a total that the list never shows is an error', async () => {
    const { github } = moving(150, () => undefined)
    const fetchPage = async (page: number): Promise<Page<Artifact>> => ({
      ...(await github.listArtifacts(octoApp, {}, page)),
      totalCount: 152,
    })
    await expect(readWhole({ ...everything, fetchPage })).rejects.toThrow(
      'The list of artifacts of octo/app did not come out complete in 4 readings: GitHub counts 152 and shows 150.',
    )
  })

  test('additions and deletions anywhere: what was there all the time is found, or it is an error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 101, max: 450 }),
        fc.array(
          fc.record({ atCall: fc.integer({ min: 2, max: 12 }), place: fc.nat(), isAdded: fc.boolean() }),
          {
            maxLength: 4,
          },
        ),
        async (count, changes) => {
          const gone = new Set<number>()
          const { read } = moving(count, (call, world) => {
            for (const { atCall, place, isAdded } of changes) {
              if (atCall !== call) continue
              if (isAdded) world.artifacts.push(anArtifact({ id: 10_000 + call * 10 + (place % 10) }))
              else {
                const victim = world.artifacts[place % world.artifacts.length]
                if (victim !== undefined) gone.add(victim.id)
                world.artifacts = world.artifacts.filter((each) => each !== victim)
              }
            }
          })
          let found: number[]
          try {
            found = ids(await read({ concurrency: 1 }))
          } catch (error) {
            expect(error).toBeInstanceOf(UserError)
            return
          }
          expect(new Set(found).size).toBe(found.length)
          const isFound = new Set(found)
          expect(range(1, count).filter((id) => !gone.has(id) && !isFound.has(id))).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('lists without a total', () => {
  const branches = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `b${String(index).padStart(4, '0')}`, sha: 'x' }))
  const reading = (count: number, onCall: (call: FakeCall, number: number) => void = () => undefined) => {
    const repository = aFakeRepository({ branches: branches(count) })
    const github = fakeGitHub(repository)
    github.onCall = (call) => {
      onCall(call, github.calls.length)
    }
    const read = () =>
      readWhole({
        what: 'the branches of octo/app',
        fetchPage: (page) => github.listBranches(octoApp, page),
        idOf: (branch) => branch.name,
        concurrency: 6,
        canAfford: () => true,
      })
    return { repository, github, read }
  }

  test('one page is one call', async () => {
    const { read, github } = reading(100)
    expect(await read()).toHaveLength(100)
    expect(github.calls).toHaveLength(1)
  })

  test('several pages are read twice, since nothing else tells whether they moved', async () => {
    const { read, github } = reading(250)
    expect(await read()).toHaveLength(250)
    expect(github.calls).toHaveLength(6)
  })

  test('a branch that slipped through the first reading is in the result', async () => {
    const { read, repository } = reading(250, (_call, number) => {
      if (number === 2) repository.branches = repository.branches.slice(1)
    })
    const names = (await read()).map((branch) => branch.name)
    expect(names).toContain('b0100')
    expect(names).toEqual(
      expect.arrayContaining(
        branches(250)
          .slice(1)
          .map((branch) => branch.name),
      ),
    )
  })
})

describe('the quota', () => {
  test('what cannot be paid for is known after the first page', async () => {
    const asked: number[] = []
    const { read, github } = moving(2550, () => undefined)
    const canAfford = (calls: number): boolean => {
      asked.push(calls)
      return false
    }
    await expect(read({ canAfford })).rejects.toMatchObject({
      message:
        "Reading the artifacts of octo/app takes 25 more API calls, and the token's quota does not leave that many.",
      hint: expect.stringContaining('api-reserve'),
    })
    expect(asked).toEqual([25])
    expect(github.calls).toHaveLength(1)
  })

  test('a list of one page is never too expensive', async () => {
    const { read } = moving(100, () => undefined)
    expect(await read({ canAfford: () => false })).toHaveLength(100)
  })
})

describe('inParallel', () => {
  test('results are in the order of the items', async () => {
    const results = await inParallel([3, 1, 2], 2, async (turns) => {
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
      return turns * 10
    })
    expect(results).toEqual([30, 10, 20])
  })

  test('the first failure stops what has not begun', async () => {
    const begun: number[] = []
    const work = inParallel(range(1, 100), 3, async (number) => {
      begun.push(number)
      await Promise.resolve()
      if (number === 2) throw new Error('two')
    })
    await expect(work).rejects.toThrow('two')
    expect(begun.length).toBeLessThan(8)
  })
})

test('eachOnce keeps the first of each id', () => {
  const items = [
    { id: 1, at: 'a' },
    { id: 2, at: 'b' },
    { id: 1, at: 'c' },
  ]
  expect(eachOnce(items, (item) => item.id)).toEqual(items.slice(0, 2))
})
