import { describe, expect, test } from '@jest/globals'
import { fitBlocks, fixed, maxSummaryBytes, optional, type Block } from '../../src/text/blocks.ts'
import { byteLength } from '../../src/text/markdown.ts'

const note = (shortened: readonly string[]): string => `left out: ${shortened.join(', ')}`
const long = (letter: string, bytes: number): string => letter.repeat(bytes)

describe('blocks', () => {
  test('that fit are all there, without a note', () => {
    const text = fitBlocks([fixed('the head', 'a'), optional('the tail', 'b')], note, maxSummaryBytes)
    expect(text).toBe('a\n\nb')
  })

  test('go from the bottom upwards, until the rest fits', () => {
    const blocks = [
      fixed('the head', 'head'),
      optional('one', long('1', 4000)),
      optional('two', long('2', 4000)),
      optional('three', long('3', 4000)),
    ]
    const text = fitBlocks(blocks, note, 12_500)
    expect(text).toBe(`head\n\n${long('1', 4000)}\n\n${long('2', 4000)}\n\nleft out: three`)
  })

  test('are shortened before they go, and named once', () => {
    const table: Block = {
      what: 'the table',
      variants: [() => long('a', 9000), () => long('a', 6000), () => long('a', 3000), () => ''],
    }
    expect(fitBlocks([table], note, 8000)).toBe(`${long('a', 3000)}\n\nleft out: the table`)
  })

  test('are measured in bytes, and what is fixed stays', () => {
    const text = fitBlocks([fixed('the head', long('é', 3000)), optional('tail', 'x')], note, 10_000)
    expect(text).toContain('é')
    expect(text).toContain('left out: tail')
    expect(byteLength(text)).toBeLessThan(10_000)
  })
})
