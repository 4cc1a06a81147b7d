import { Malformed } from './malformed.ts'
import { nearest } from './nearest.ts'

/** `a, b or c`. */
export const orList = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`

/** Parses one of a few words, exactly as they are. Throws Malformed, with the nearest word. */
export function parseChoice<Word extends string>(text: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === text)
  if (word !== undefined) return word
  const near = nearest(text, words)
  const guess = near === null ? '' : ` (did you mean ${near}?)`
  throw new Malformed([{ value: text, reason: `is not known here${guess}`, valid: `Write ${orList(words)}` }])
}

/** Parses `true` or `false`, also as `True`, `TRUE`, `False`, `FALSE`. Throws Malformed for anything else. */
export function parseBoolean(text: string): boolean {
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  throw new Malformed([{ value: text, reason: 'is neither true nor false', valid: 'Write true or false' }])
}
