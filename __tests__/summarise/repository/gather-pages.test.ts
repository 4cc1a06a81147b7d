import { expect, test } from '@jest/globals'
import { readUpTo } from '../../../src/summarise/repository/gather-pages.ts'
import type { Page } from '../../../src/world.ts'

/** A listing of numbers that counts what is asked of it. */
function listing(count: number, { hasTotal = true } = {}) {
  const asked: number[] = []
  const numbers = Array.from({ length: count }, (_, index) => index)
  const fetchPage = (page: number): Promise<Page<number>> => {
    asked.push(page)
    return Promise.resolve({
      items: numbers.slice(page * 100 - 100, page * 100),
      totalCount: hasTotal ? numbers.length : null,
      hasNext: page * 100 < numbers.length,
    })
  }
  return { asked, numbers, fetchPage }
}

const read = async ({ fetchPage }: ReturnType<typeof listing>, maxPages: number) =>
  readUpTo({ first: await fetchPage(1), fetchPage, idOf: (each) => each, maxPages })

test.each([
  [0, 1],
  [100, 1],
  [101, 2],
  [950, 10],
])('%d items are %d pages, each asked for once', async (count, pages) => {
  const list = listing(count)
  expect(await read(list, 99)).toMatchObject({ items: list.numbers, total: count, isComplete: true, pages })
  expect(list.asked.toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: pages }, (_, i) => i + 1),
  )
})

test('a list without a total is read page by page', async () => {
  const list = listing(250, { hasTotal: false })
  expect(await read(list, 99)).toMatchObject({ items: list.numbers, total: 250, isComplete: true, pages: 3 })
})

test.each([true, false])(
  'pages beyond the limit are left, and it is said (total known: %s)',
  async (hasTotal) => {
    const list = listing(1000, { hasTotal })
    const { items, isComplete, pages } = await read(list, 3)
    expect({ count: items.length, isComplete, pages }).toEqual({ count: 300, isComplete: false, pages: 3 })
    expect(list.asked).toHaveLength(3)
  },
)

test('what is added while it is read is read too, once', async () => {
  const list = listing(200)
  const first = await list.fetchPage(1)
  list.numbers.unshift(...Array.from({ length: 30 }, (_, index) => -1 - index))
  const { items, isComplete } = await readUpTo({
    first,
    fetchPage: list.fetchPage,
    idOf: (each) => each,
    maxPages: 99,
  })
  // Pages have shifted by thirty: what was seen twice is there once, and nothing that was there is missing.
  expect(new Set(items).size).toBe(items.length)
  expect(items.filter((each) => each >= 0)).toHaveLength(200)
  expect(isComplete).toBe(true)
})

test('what is deleted while it is read is no gap', async () => {
  const list = listing(1000)
  const first = await list.fetchPage(1)
  // Of the part that was read: the rest moves up, so that five are never shown.
  list.numbers.splice(0, 5)
  const { items, isComplete, total } = await readUpTo({
    first,
    fetchPage: list.fetchPage,
    idOf: (each) => each,
    maxPages: 99,
  })
  expect({ count: items.length, isComplete, total }).toEqual({ count: 995, isComplete: true, total: 1000 })
})
