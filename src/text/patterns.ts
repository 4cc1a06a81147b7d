import { compileGlob, type GlobOptions } from './glob.ts'
import { Malformed, parseEach } from './malformed.ts'

/**
 * Patterns of the selectors: a line is a glob or `/regex/flags`; one that starts with `!` excludes and always
 * wins, whatever the order; a line that equals the value always matches.
 */
export interface Pattern {
  /** The line as written, without its `!`; of a literal the value itself, its escapes resolved. */
  readonly source: string
  /** Whether it holds no wildcard, so that only the value `source` can match. */
  readonly isLiteral: boolean
  matches(value: string): boolean
}

export interface PatternList {
  readonly includes: readonly Pattern[]
  readonly excludes: readonly Pattern[]
}

/** Whether a list takes a value: no exclude matches, and some include does (or there is none). */
export const matchesList = (list: PatternList, value: string): boolean =>
  !list.excludes.some((pattern) => pattern.matches(value)) &&
  (list.includes.length === 0 || list.includes.some((pattern) => pattern.matches(value)))

/** Flags that change what a regex matches. `g`, `y` and `d` are about positions and would only mislead. */
const regexFlags = new Set('isuvm')

/**
 * Parses lines of patterns; blank ones are passed over. Throws Malformed with every bad line: an unclosed bracket
 * or brace, empty brackets, a backwards range, braces without a comma, a trailing backslash, a bad regex or flag,
 * a lone or double `!`.
 */
export function parsePatterns(lines: readonly string[], options: GlobOptions): PatternList {
  const parsed = parseEach(
    lines.map((line) => line.trim()).filter((line) => line !== ''),
    (line) => {
      const { isExclude, body } = splitExclude(line)
      return { isExclude, pattern: parsePattern(body, options) }
    },
  )
  return {
    includes: parsed.filter(({ isExclude }) => !isExclude).map(({ pattern }) => pattern),
    excludes: parsed.filter(({ isExclude }) => isExclude).map(({ pattern }) => pattern),
  }
}

/** Splits the `!` off a line. Throws Malformed where nothing, or another `!` or an extended glob, follows it. */
export function splitExclude(line: string): { readonly isExclude: boolean; readonly body: string } {
  if (!line.startsWith('!')) return { isExclude: false, body: line }
  const body = line.slice(1).trimStart()
  const valid = 'Write what to exclude after one !, such as !*-debug'
  if (body === '') throw new Malformed([{ value: line, reason: 'excludes nothing', valid }])
  if (body.startsWith('!'))
    throw new Malformed([
      { value: line, reason: 'starts with two !', valid: `${valid}, or !\\! for a name that starts with !` },
    ])
  // Who knows extended globs reads !(a|b) as "all but a and b"; here it would exclude next to nothing.
  if (line.startsWith('!(') && line.endsWith(')'))
    throw new Malformed([
      {
        value: line,
        reason: 'is an extended glob, which does not exist here',
        valid: 'Write one ! line for each thing to exclude, or !\\( for the parenthesis itself',
      },
    ])
  return { isExclude: true, body }
}

/** Parses one glob or `/regex/flags`. Throws Malformed. */
export function parsePattern(line: string, options: GlobOptions): Pattern {
  return line.startsWith('/') ? parseRegex(line) : parseGlob(line, options)
}

function parseGlob(line: string, options: GlobOptions): Pattern {
  const glob = compileGlob(line, options)
  if ('reason' in glob) throw new Malformed([{ value: line, ...glob }])
  return {
    source: glob.literal ?? line,
    isLiteral: glob.literal !== null,
    matches: (value) => value === line || glob.matches(value),
  }
}

function parseRegex(line: string): Pattern {
  const end = line.lastIndexOf('/')
  const fail = (reason: string, valid: string): Malformed => new Malformed([{ value: line, reason, valid }])
  if (end === 0)
    throw fail(
      'starts like a regular expression but has no closing /',
      'Write /regex/, or \\/ where a pattern starts with a slash',
    )
  const body = line.slice(1, end)
  const flags = line.slice(end + 1)
  if (body === '') throw fail('is an empty regular expression', 'Write * to match everything')
  const badFlag = Array.from(flags).find((flag) => !regexFlags.has(flag))
  if (badFlag !== undefined)
    throw fail(`has the flag ${badFlag}, which is not one of i, s, u, v, m`, 'Write /regex/ or /regex/i')
  try {
    const regex = new RegExp(body, flags)
    return { source: line, isLiteral: false, matches: (value) => value === line || regex.test(value) }
  } catch (error) {
    throw fail(`is no regular expression (${reasonOf(error)})`, 'Write /regex/ as JavaScript has it')
  }
}

/** What the engine says, without its copy of the expression. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.slice(message.lastIndexOf(': ') + 1).trim()
}
