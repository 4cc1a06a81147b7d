import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { inertLines } from '../../src/text/workflow-command.ts'

test.each([
  ['plain text', ['plain text']],
  ['::set-output name=x::1', ['\u200b::set-output name=x::1']],
  ['  ::add-mask::x', ['  \u200b::add-mask::x']],
  ['name\n::error::gotcha', ['name', '\u200b::error::gotcha']],
  ['name\r::error::gotcha', ['name', '\u200b::error::gotcha']],
  ['a ##[group]b', ['a #\u200b#[group]b']],
  ['a::b', ['a::b']],
])('%j prints as %j', (text, lines) => {
  expect(inertLines(text)).toEqual(lines)
})

test('no text prints a line that the runner takes for a command', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(':', '#', '[', ' ', '\t', '\n', '\r', 'a', '\u2028')), (parts) => {
      for (const line of inertLines(parts.join(''))) {
        expect(line).not.toMatch(/^\s*::/)
        expect(line).not.toContain('##[')
        expect(line).not.toMatch(/[\r\n]/)
      }
    }),
    { numRuns: 1000 },
  )
})
