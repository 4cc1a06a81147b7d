/**
 * Text into GitHub's Markdown. Names of jobs, steps, branches and artifacts are chosen by whoever opens a pull
 * request: none may break a table, open a tag, mention a person, link an issue, or hide or reorder what is read.
 *
 * What `escapeText`, `codeSpan`, `link` and `codeLink` return is right in every place: a paragraph, a heading, a
 * table cell, a list item, a `<summary>` or another tag. For that they use entities and tags, which mean the same
 * in Markdown and in HTML, where backslashes and backticks do not.
 */

/**
 * Invisible characters: controls, bidi marks, zero-width ones, halves of a pair. Two variation selectors stay, and
 * the joiner between two pictures, since emoji are made of them.
 */
const invisible =
  /(?![\uFE0E\uFE0F]|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic}))[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** One visible line: white space becomes single spaces, invisible and reordering characters become `�`. */
export const cleanLine = (text: string): string =>
  text.replace(/\s+/gu, ' ').trim().replace(invisible, '\uFFFD')

/**
 * What GitHub links in the finished text, where entities no longer count: mentions, issues, e-mail addresses, emoji
 * codes. A `<wbr>` splits them and, unlike a zero-width space, is not copied with the name.
 */
const linkStart = /@(?=\S)|#(?=[A-Za-z0-9])|(?<=\bGH)-(?=\d)|:(?=[A-Za-z0-9_+-]+:)/
/** What means something at the start of a line: lists, rules, underlines of headings, rows of tables. */
const lineStart = /^[-+=:]|(?<=^\d+)[.)]/
/** What can mean something to a Markdown or HTML parser anywhere in a line, and what makes it see a bare URL. */
const anywhere = /[&<>`\\*[\]|~#$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\/\/)|(?<=www)\./

const special = new RegExp(`(${linkStart.source})|${lineStart.source}|${anywhere.source}`, 'gi')

/**
 * A hostile text as prose on one line, safe anywhere in Markdown or between HTML tags (not inside an attribute).
 * Show names that one may want to copy as `codeSpan`.
 */
export const escapeText = (text: string): string =>
  cleanLine(text).replace(special, (char, start: string | undefined) =>
    start === undefined ? entity(char) : `${char}<wbr>`,
  )

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // GitHub's own advice for a dollar sign that is not to start a formula.
  $: '<span>$</span>',
}

const entity = (char: string): string => named[char] ?? `&#${char.codePointAt(0) ?? 0};`

/** A hostile name as code on one line, safe anywhere. */
export const codeSpan = (text: string): string => `<code>${escapeText(text)}</code>`

/** A link with hostile text. Where the URL is no http(s) one, just the text. Safe anywhere. */
export const link = (text: string, url: string): string => anchor(escapeText(text), url)

/** A link whose text is code. Where the URL is no http(s) one, just the code. Safe anywhere. */
export const codeLink = (text: string, url: string): string => anchor(codeSpan(text), url)

function anchor(safeText: string, url: string): string {
  const href = safeUrl(url)
  return href === null ? safeText : `<a href="${href}">${safeText}</a>`
}

/** The URL for a double-quoted attribute inside Markdown; null unless it is a well-formed http(s) one. */
function safeUrl(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, href } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') return null
  return href.replace(/["'<>`|\\{}^$]/g, percentEncode).replaceAll('&', '&amp;')
}

const percentEncode = (char: string): string =>
  `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

/** A hostile text for an HTML page of our own: between tags or inside a quoted attribute. Keeps line ends and tabs. */
export const escapeHtml = (text: string): string => cleanLines(text).replace(/[&<>"'`]/g, entity)

/** Like `cleanLine`, but keeps lines, tabs and runs of spaces. */
export const cleanLines = (text: string): string =>
  text
    .split(/\r\n|[\r\n]/)
    .map((line) => line.split('\t').map(cleanInvisible).join('\t'))
    .join('\n')

const cleanInvisible = (text: string): string => text.replace(invisible, '\uFFFD')

/** A fenced block of hostile text, its lines kept; the fence is longer than any run of backticks in it. */
export function codeFence(language: string, text: string): string {
  const body = cleanLines(text)
  const longest = (body.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language.replace(/[^\w+-]/g, '')}\n${body}\n${fence}`
}

/** A column of a table; right-aligned where it holds numbers. */
export interface Column {
  /** Safe Markdown. */
  readonly title: string
  readonly align: 'left' | 'right'
}

/** A column of numbers. */
export const right = (title: string): Column => ({ title, align: 'right' })

/**
 * A table of cells that are safe Markdown already. A stray line end or bar in a cell cannot break it, and each
 * row has as many cells as the header.
 */
export function table(header: readonly (string | Column)[], rows: readonly (readonly string[])[]): string {
  const columns = header.map((column) =>
    typeof column === 'string' ? ({ title: column, align: 'left' } satisfies Column) : column,
  )
  const line = (cells: readonly string[]): string =>
    `| ${columns.map((_, index) => cellOf(cells[index] ?? '')).join(' | ')} |`
  return [
    line(columns.map(({ title }) => title)),
    `| ${columns.map(({ align }) => (align === 'right' ? '--:' : '---')).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n')
}

const cellOf = (markdown: string): string =>
  markdown
    .trim()
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/\\*\|/g, '&#124;')

/** A folded section. The summary is safe Markdown on one line, the body Markdown blocks. */
export const details = (summary: string, body: string): string =>
  `<details><summary>${summary.replace(/[\r\n]+/g, ' ')}</summary>\n\n${body.trim()}\n\n</details>`

/** Joins blocks with the blank line that Markdown needs between them; empty ones are left out. */
export const joinBlocks = (blocks: readonly string[]): string =>
  blocks.filter((block) => block.trim() !== '').join('\n\n')

/** Bytes of a text in UTF-8, as GitHub counts a summary. */
export const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8')
