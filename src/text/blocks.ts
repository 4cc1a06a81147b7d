/**
 * Blocks of the page that can do with less: GitHub drops a summary that is too long whole, so detail goes from the
 * bottom of the page upwards until the rest fits.
 */
import { byteLength, joinBlocks } from './markdown.ts'

/** GitHub's limit is 1 MiB, and its masking of secrets may still make a summary longer. */
export const maxSummaryBytes = 1000 * 1024
/** Kept free for the line that says what was left out. */
const noteBytes = 4096

export interface Block {
  /** What it is, in the sentence that says what was left out: `the timeline`. */
  readonly what: string
  /** Longest first. The last one may be empty: then the block can go altogether. */
  readonly variants: readonly (() => string)[]
}

/** A block that is there as it is. */
export const fixed = (what: string, markdown: string): Block => ({ what, variants: [() => markdown] })

/** A block that is there as it is, or not at all. */
export const optional = (what: string, markdown: string): Block => ({
  what,
  variants: [() => markdown, () => ''],
})

/** Joins the blocks, shortened from the bottom until they fit; `note` makes the line about what was left out. */
export function fitBlocks(
  blocks: readonly Block[],
  note: (shortened: readonly string[]) => string,
  maxBytes: number,
): string {
  const texts = blocks.map(({ variants }) => variants[0]?.() ?? '')
  const shortened: string[] = []
  let bytes = byteLength(joinBlocks(texts))
  for (const [index, { what, variants }] of [...blocks.entries()].toReversed()) {
    for (const shorter of variants.slice(1)) {
      if (bytes <= maxBytes - noteBytes) break
      const before = texts[index] ?? ''
      const after = shorter()
      if (after === before) continue
      texts[index] = after
      bytes += byteLength(after) - byteLength(before)
      if (!shortened.includes(what)) shortened.unshift(what)
    }
  }
  return joinBlocks(shortened.length === 0 ? texts : [...texts, note(shortened)])
}
