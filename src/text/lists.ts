import { Malformed } from './malformed.ts'

/** The lines of a list, trimmed; blank ones are left out. */
export const splitLines = (text: string): readonly string[] =>
  text
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/**
 * The items of a list whose items hold no comma: one per line, or between commas. Throws Malformed where nothing
 * but commas is written: an empty list could be taken for "all" or for "none".
 */
export function splitItems(text: string): readonly string[] {
  const items = splitLines(text.replaceAll(',', '\n'))
  if (items.length > 0) return items
  throw new Malformed([
    { value: text, reason: 'names nothing', valid: 'Write one a line, or several with commas between them' },
  ])
}
