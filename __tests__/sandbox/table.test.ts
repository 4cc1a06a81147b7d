import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createTable } from '../../sandbox/table.ts'

interface Row {
  readonly id: number
  at: number
  readonly group: string
}

const compare = (a: Row, b: Row): number => b.at - a.at || b.id - a.id

type Step =
  { readonly add: Row } | { readonly remove: number } | { readonly move: number; readonly to: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    add: fc.record({ id: fc.nat(20), at: fc.nat(5), group: fc.constantFrom('a', 'b') }),
  }),
  fc.record({ remove: fc.nat(20) }),
  fc.record({ move: fc.nat(20), to: fc.nat(5) }),
)

test('a table lists what a sorted map would, whatever happened to it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const table = createTable(compare, (row) => row.group)
      const model = new Map<number, Row>()
      for (const action of steps) {
        if ('add' in action) {
          const row = { ...action.add }
          if (model.has(row.id)) expect(() => table.add(row)).toThrow('taken')
          else {
            model.set(row.id, row)
            table.add(row)
          }
        } else if ('remove' in action) {
          expect(table.delete(action.remove)).toBe(model.delete(action.remove))
        } else {
          const row = model.get(action.move)
          if (row !== undefined) row.at = action.to
          table.reindex()
        }
        const expected = [...model.values()].sort(compare)
        expect(table.list()).toEqual(expected)
        expect(table.listBy('a')).toEqual(expected.filter((row) => row.group === 'a'))
        expect(table.size).toBe(model.size)
      }
    }),
  )
})

test('a row whose order changed without word is still deleted', () => {
  const table = createTable(compare, (row: Row) => row.group)
  const rows = [3, 2, 1].map((at) => ({ id: at, at, group: 'a' }))
  for (const row of rows) table.add(row)
  table.list()
  const [first] = rows
  if (first !== undefined) first.at = 0
  expect(table.delete(3)).toBe(true)
  expect(table.list().map((row) => row.id)).toEqual([2, 1])
})
