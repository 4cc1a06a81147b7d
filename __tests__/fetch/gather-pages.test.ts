import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readPages } from '../../src/fetch/gather-pages.ts'
import type { Page } from '../../src/world.ts'

/** A list of numbers, the highest first, as pages; `before` changes it before a page is read. */
function reading(count: number, before: (list: number[], request: number) => void = () => undefined) {
  const list = Array.from({ length: count }, (_, index) => count - index)
  const asked: number[] = []
  const fetchPage = (page: number): Promise<Page<number>> => {
    asked.push(page)
    before(list, asked.length)
    const items = list.slice((page - 1) * 100, page * 100)
    return Promise.resolve({ items, totalCount: list.length, hasNext: list.length > page * 100 })
  }
  const readAll = async (): Promise<ReadonlySet<number>> => {
    const pages = readPages(fetchPage)
    const seen = new Set<number>()
    for (;;) {
      const { items, hasNext } = await pages.next()
      for (const item of items) seen.add(item)
      if (!hasNext) return seen
    }
  }
  return { list, asked, readAll }
}

describe('readPages', () => {
  test('a list that stays as it is: each page once', async () => {
    const { asked, readAll } = reading(250)
    expect((await readAll()).size).toBe(250)
    expect(asked).toEqual([1, 2, 3])
  })

  test('goes back as far as the list moved', async () => {
    const { asked, readAll } = reading(600, (list, request) => {
      if (request === 4) list.splice(0, 150)
    })
    expect((await readAll()).has(300)).toBe(true)
    expect(asked).toEqual([1, 2, 3, 4, 2, 3, 4, 5])
  })

  test('a list that grows is read on', async () => {
    const { asked, readAll } = reading(150, (list, request) => {
      if (request === 2) list.unshift(999)
    })
    expect((await readAll()).size).toBe(150)
    expect(asked).toEqual([1, 2])
  })

  test('a list that shrinks without end is left after a few times', async () => {
    const { asked, readAll } = reading(1000, (list) => {
      list.shift()
    })
    await readAll()
    expect(asked.length).toBeLessThanOrEqual(20)
  })

  test('whatever is deleted before whichever page: what stays is seen', async () => {
    const deletions = fc.array(
      fc.record({ request: fc.integer({ min: 2, max: 6 }), from: fc.nat(500), count: fc.nat(130) }),
      { maxLength: 3 },
    )
    await fc.assert(
      fc.asyncProperty(deletions, async (all) => {
        const { list, readAll } = reading(500, (items, request) => {
          for (const deletion of all)
            if (deletion.request === request) items.splice(deletion.from, deletion.count)
        })
        const seen = await readAll()
        expect(list.filter((item) => !seen.has(item))).toEqual([])
      }),
    )
  })
})
