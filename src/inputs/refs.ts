/** Branches, workflows and commits as inputs write them. */
import type {
  BranchLine,
  BranchList,
  BranchWord,
  CommitSelector,
  WorkflowLine,
  WorkflowList,
  WorkflowWord,
} from '../inputs.ts'
import { orList } from '../text/choice.ts'
import { splitLines } from '../text/lists.ts'
import { Malformed, parseEach } from '../text/malformed.ts'
import { nearest } from '../text/nearest.ts'
import { parsePattern, splitExclude, type PatternList } from '../text/patterns.ts'

const branchWords: readonly BranchWord[] = ['@default', '@deleted', '@closed-pr', '@fork']
const workflowWords: readonly WorkflowWord[] = ['@deleted', '@disabled']

/** Branch patterns: `*` stays within a segment. */
const branchGlobs = { crossesSlash: false }
/** Workflow patterns match display names as well, where a slash is nothing special. */
const workflowGlobs = { crossesSlash: true }

interface SplitList<Line> {
  readonly includes: readonly Line[]
  readonly excludes: readonly Line[]
}

function parseLines<Line>(text: string, parse: (body: string) => Line): SplitList<Line> {
  const lines = parseEach(splitLines(text), (line) => {
    const { isExclude, body } = splitExclude(line)
    return { isExclude, line: parse(body) }
  })
  const pick = (wanted: boolean): readonly Line[] =>
    lines.filter(({ isExclude }) => isExclude === wanted).map(({ line }) => line)
  return { includes: pick(false), excludes: pick(true) }
}

/** Finds an `@` word; null for a line that is none. Throws Malformed for an unknown one. */
function parseWord<Word extends string>(body: string, words: readonly Word[]): Word | null {
  if (!body.startsWith('@')) return null
  const word = words.find((each) => each === body)
  if (word !== undefined) return word
  const near = nearest(body, words)
  throw new Malformed([
    {
      value: body,
      reason: `is no word that this input knows${near === null ? '' : ` (did you mean ${near}?)`}`,
      valid: `Write ${orList(words)}, or \\@ for a name that starts with @`,
    },
  ])
}

/** Refuses what `github.ref` holds: it would match no branch, and where it excludes it would exclude nothing. */
function refuseFullRef(body: string): void {
  const [, name = ''] = /^refs\/(?:heads|tags|pull)\/(.*)$/.exec(body) ?? []
  if (name !== '')
    throw new Malformed([
      {
        value: body,
        reason: 'is a full ref, not the name of a branch',
        valid: `Write ${name}, or take github.ref_name instead of github.ref`,
      },
    ])
}

/** Parses `branch`: patterns and words, with `!`, in their order. Throws Malformed with every bad line. */
export const parseBranches = (text: string): BranchList =>
  parseLines(text, (body): BranchLine => {
    const word = parseWord(body, branchWords)
    if (word !== null) return { kind: 'word', word }
    refuseFullRef(body)
    return { kind: 'pattern', pattern: parsePattern(body, branchGlobs) }
  })

/** Parses `protect-branch`: patterns only. Throws Malformed for words and `!` too. */
export function parseProtectedBranches(text: string): PatternList {
  const includes = parseEach(splitLines(text), (line) => {
    refuseExclude(line)
    if (line.startsWith('@'))
      throw new Malformed([
        {
          value: line,
          reason: 'is a word, and this input knows only patterns',
          valid: 'Write a branch such as main or release/**, or \\@ for a name that starts with @',
        },
      ])
    refuseFullRef(line)
    return parsePattern(line, branchGlobs)
  })
  return { includes, excludes: [] }
}

/** Parses a list that protects or allows: patterns of names. Throws Malformed for `!` too. */
export function parseNamesWithoutExcludes(text: string): PatternList {
  const includes = parseEach(splitLines(text), (line) => {
    refuseExclude(line)
    return parsePattern(line, { crossesSlash: true })
  })
  return { includes, excludes: [] }
}

/** Adding a line to a list that protects must never take protection away. */
function refuseExclude(line: string): void {
  if (line.startsWith('!'))
    throw new Malformed([
      {
        value: line,
        reason: 'is an exclude, which a list that protects, allows or requires cannot have',
        valid: 'Write what belongs to the list, or \\! for a name that starts with !',
      },
    ])
}

/** Parses `workflow`: ids, words, and patterns of file name, path or display name. Throws Malformed. */
export const parseWorkflows = (text: string): WorkflowList =>
  parseLines(text, (body): WorkflowLine => {
    const word = parseWord(body, workflowWords)
    if (word !== null) return { kind: 'word', word }
    const id = Number(body)
    if (/^\d+$/.test(body) && Number.isSafeInteger(id) && id > 0) return { kind: 'id', id }
    return { kind: 'pattern', pattern: parsePattern(body, workflowGlobs) }
  })

/** What git allows in no ref name, and the suffixes with which one walks from a commit. */
const notARef = /[\p{Cc}\s~^:?*[\]\\]|\.\.|@\{|^[-/]|[/.]$|\/\/|^@$/u

/** Whether a text can be the name of a branch or a tag, or a SHA. */
const isRef = (text: string): boolean => !notARef.test(text)

/** Parses `commit`. Throws Malformed. */
export function parseCommit(text: string): CommitSelector {
  if (text === 'merge-base') return { kind: 'merge-base' }
  if (isRef(text)) return { kind: 'ref', ref: text }
  throw new Malformed([
    {
      value: text,
      reason: 'is no commit',
      valid: 'Write a SHA, a tag, a branch, or merge-base',
    },
  ])
}

/** Parses `baseline`: the name of a branch, `@default`, or null for `off`. Throws Malformed. */
export function parseBaseline(text: string): string | null {
  if (text === 'off') return null
  if (text === '@default') return text
  refuseFullRef(text)
  if (isRef(text) && !text.startsWith('@')) return text
  throw new Malformed([
    { value: text, reason: 'is no branch', valid: 'Write one branch by its name, @default, or off' },
  ])
}
