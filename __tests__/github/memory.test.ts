import { expect, test } from '@jest/globals'
import { createMemory } from '../../src/github/memory.ts'

test('keeps what was used last', () => {
  const memory = createMemory<number>(2)
  memory.set('a', 1)
  memory.set('b', 2)
  expect(memory.get('a')).toBe(1)
  memory.set('c', 3)
  expect([memory.get('a'), memory.get('b'), memory.get('c')]).toEqual([1, undefined, 3])
})

test('a new value replaces the old one and takes no second place', () => {
  const memory = createMemory<number>(2)
  memory.set('a', 1)
  memory.set('b', 2)
  memory.set('a', 3)
  expect([memory.get('a'), memory.get('b')]).toEqual([3, 2])
})
