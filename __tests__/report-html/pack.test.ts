import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pack, unpack } from '../../src/report-html/pack.ts'

test('what is unpacked is what JSON would have made of it', () => {
  const row = fc.record(
    {
      name: fc.string(),
      size: fc.integer(),
      parent: fc.option(fc.string()),
      flag: fc.boolean(),
      list: fc.array(fc.nat()),
    },
    { requiredKeys: ['name', 'size'] },
  )
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(row, { minLength: 6, maxLength: 20 })), (value) => {
      const whole: unknown = JSON.parse(JSON.stringify(value))
      expect(unpack(JSON.parse(JSON.stringify(pack(value))))).toEqual(whole)
    }),
    { numRuns: 1000 },
  )
})

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: index,
    name: 'the same long name',
    branch: null,
    steps: [{ n: index }],
  }))

describe('a table', () => {
  test('is columns, in which each text is written once', () => {
    const packed = pack({ rows: rows(100) })
    expect(packed.texts).toEqual(['the same long name'])
    expect(JSON.stringify(packed).length).toBeLessThan(JSON.stringify({ rows: rows(100) }).length / 3)
    expect(unpack(packed)).toEqual({ rows: rows(100) })
  })

  test('in a table too', () => {
    const nested = Array.from({ length: 10 }, (_, index) => ({ job: `job ${index}`, steps: rows(10) }))
    expect(unpack(pack(nested))).toEqual(nested)
  })

  test.each([
    ['is short', rows(7)],
    ['is not all of one kind', [...rows(20), { id: 1 }]],
    ['is of empty objects', Array.from({ length: 10 }, () => ({}))],
    ['is of mixed values', Array.from({ length: 10 }, (_, index) => ({ value: index % 2 === 0 ? 'a' : 1 }))],
  ])('that %s comes out as it went in', (_, list) => {
    expect(unpack(pack(list))).toEqual(list)
  })
})

test('undefined is left out, as JSON does', () => {
  expect(unpack(pack({ a: undefined, b: 1 }))).toEqual({ b: 1 })
})
