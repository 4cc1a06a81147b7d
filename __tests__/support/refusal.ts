import { expect } from '@jest/globals'
import { Malformed } from '../../src/text/malformed.ts'

/** Holds a refusal to what every one of them owes the user: the value, why, and what would be right. */
export function expectRefusal(parse: () => unknown, value: string, reason: string): void {
  let error: unknown
  try {
    parse()
  } catch (thrown) {
    error = thrown
  }
  expect(error).toBeInstanceOf(Malformed)
  if (!(error instanceof Malformed)) return
  expect(error.problems).toHaveLength(1)
  expect(error.problems[0]?.value).toBe(value)
  expect(error.problems[0]?.reason).toContain(reason)
  expect(error.problems[0]?.valid).toMatch(/^Write /)
}
