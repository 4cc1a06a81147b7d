/** The lines of a list, trimmed; blank ones are left out. */
export const splitLines = (text: string): readonly string[] =>
  text
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The items of a list whose items hold no comma: one per line, or between commas. */
export const splitItems = (text: string): readonly string[] => splitLines(text.replaceAll(',', '\n'))
