/**
 * Globs, matched in time proportional to pattern × value whatever the pattern: `*a*a*a*a*b` costs a regex engine
 * that backtracks hours on a long name. The pattern becomes a small automaton whose states are walked together.
 */

export interface GlobOptions {
  /** Whether `*`, `?` and `[…]` match a `/`: they do in names, and do not in paths and branches. */
  readonly crossesSlash: boolean
}

/** A compiled glob; `literal` is the one value it matches when it holds no wildcard, else null. */
export interface Glob {
  readonly literal: string | null
  matches(value: string): boolean
}

/** Why a text is no glob; `reason` follows the quoted line. */
export interface GlobError {
  readonly reason: string
  readonly valid: string
}

type Node =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'one'; readonly takes: (char: string) => boolean }
  | { readonly kind: 'many'; readonly takes: (char: string) => boolean }
  /** Zero or more whole folders, each with its slash: the start of a path segment followed by two stars and a slash. */
  | { readonly kind: 'folders' }
  | { readonly kind: 'group'; readonly alternatives: readonly (readonly Node[])[] }

type Instruction =
  | { readonly op: 'take'; readonly takes: (char: string) => boolean }
  | { readonly op: 'split'; targets: readonly number[] }
  | { readonly op: 'jump'; target: number }
  | { readonly op: 'accept' }

/** Far longer than any name that GitHub allows; keeps the automaton small. */
export const maxGlobLength = 4096

const anything = (): boolean => true
const notSlash = (char: string): boolean => char !== '/'

/**
 * Compiles a glob: `*`, `**`, `?`, `[a-z]`, `[!a-z]`, `{a,b}` and `\` escapes; everything else stands for itself,
 * dots and parentheses included. The whole value must match, by case. `**` matches slashes too, and one that is
 * a whole path segment (`**` then `/`) may also match no folder at all.
 */
export function compileGlob(pattern: string, options: GlobOptions): Glob | GlobError {
  const chars = Array.from(pattern)
  if (chars.length > maxGlobLength)
    return { reason: `is longer than ${maxGlobLength} characters`, valid: 'Write a shorter pattern' }
  const reader: Reader = { chars, position: 0, options }
  const nodes = readSequence(reader, 0)
  if ('reason' in nodes) return nodes
  const literal = literalOf(nodes)
  if (literal !== null) return { literal, matches: (value) => value === literal }
  const program: Instruction[] = []
  emitAll(nodes, program)
  program.push({ op: 'accept' })
  const prefix = prefixOf(nodes)
  return { literal: null, matches: (value) => value.startsWith(prefix) && runProgram(program, value) }
}

interface Reader {
  readonly chars: readonly string[]
  position: number
  readonly options: GlobOptions
}

/** Reads up to the end, or inside braces up to the `,` or `}` that ends the alternative. */
function readSequence(reader: Reader, depth: number): readonly Node[] | GlobError {
  const nodes: Node[] = []
  while (reader.position < reader.chars.length) {
    const char = reader.chars[reader.position] ?? ''
    if (depth > 0 && (char === ',' || char === '}')) break
    const node = readNode(reader, depth)
    if ('reason' in node) return node
    nodes.push(node)
  }
  return nodes
}

function readNode(reader: Reader, depth: number): Node | GlobError {
  const char = reader.chars[reader.position] ?? ''
  const takes = reader.options.crossesSlash ? anything : notSlash
  switch (char) {
    case '\\':
      return readEscape(reader)
    case '*':
      return readStars(reader, depth)
    case '?':
      reader.position++
      return { kind: 'one', takes }
    case '[':
      return readSet(reader)
    case '{':
      return readGroup(reader, depth)
    case '}':
      return { reason: 'has a } without a {', valid: 'Write \\} for the brace itself' }
    default:
      reader.position++
      return { kind: 'char', char }
  }
}

function readEscape(reader: Reader): Node | GlobError {
  const char = reader.chars[reader.position + 1]
  if (char === undefined)
    return { reason: 'ends in a single backslash', valid: 'Write \\\\ for the backslash itself' }
  reader.position += 2
  return { kind: 'char', char }
}

function readStars(reader: Reader, depth: number): Node {
  const { chars } = reader
  const start = reader.position
  while (chars[reader.position] === '*') reader.position++
  const isDouble = reader.position - start > 1
  const before = chars[start - 1]
  const isAlternativeStart = depth > 0 && (before === '{' || before === ',')
  const isSegmentStart = before === undefined || before === '/' || isAlternativeStart
  if (isDouble && isSegmentStart && chars[reader.position] === '/') {
    reader.position++
    return { kind: 'folders' }
  }
  return { kind: 'many', takes: isDouble || reader.options.crossesSlash ? anything : notSlash }
}

interface CharRange {
  readonly from: number
  readonly to: number
}

function readSet(reader: Reader): Node | GlobError {
  const { chars, options } = reader
  const valid = 'Write a set such as [a-z], or \\[ for the bracket itself'
  let position = reader.position + 1
  const isNegated = chars[position] === '!' || chars[position] === '^'
  if (isNegated) position++
  if (chars[position] === '[' && chars[position + 1] === ':')
    return { reason: 'uses a named set like [:alpha:], which does not exist here', valid }
  const ranges: CharRange[] = []
  while (chars[position] !== ']') {
    const low = readSetMember(chars, position)
    if (low === null) return { reason: 'has a [ that is never closed', valid }
    const isRange = chars[low.next] === '-' && chars[low.next + 1] !== ']' && low.next + 1 < chars.length
    const high = isRange ? readSetMember(chars, low.next + 1) : low
    if (high === null) return { reason: 'has a [ that is never closed', valid }
    if (high.code < low.code) return { reason: 'has a range in [ ] that runs backwards', valid }
    ranges.push({ from: low.code, to: high.code })
    position = high.next
  }
  if (ranges.length === 0) return { reason: 'has empty brackets', valid }
  reader.position = position + 1
  return {
    kind: 'one',
    takes: (char) => {
      if (char === '/' && !options.crossesSlash) return false
      const code = char.codePointAt(0) ?? 0
      return ranges.some(({ from, to }) => from <= code && code <= to) !== isNegated
    },
  }
}

function readSetMember(chars: readonly string[], position: number): { code: number; next: number } | null {
  const isEscape = chars[position] === '\\'
  const char = chars[isEscape ? position + 1 : position]
  return char === undefined ? null : { code: char.codePointAt(0) ?? 0, next: position + (isEscape ? 2 : 1) }
}

function readGroup(reader: Reader, depth: number): Node | GlobError {
  const valid = 'Write alternatives such as {a,b}, or \\{ for the brace itself'
  const alternatives: (readonly Node[])[] = []
  do {
    reader.position++
    const nodes = readSequence(reader, depth + 1)
    if ('reason' in nodes) return nodes
    alternatives.push(nodes)
  } while (reader.chars[reader.position] === ',')
  if (reader.chars[reader.position] !== '}') return { reason: 'has a { that is never closed', valid }
  reader.position++
  // Shells take {a} and {1..3} for other things; a rule that protects must not silently match nothing.
  if (alternatives.length < 2) return { reason: 'has braces without a comma in them', valid }
  return { kind: 'group', alternatives }
}

function literalOf(nodes: readonly Node[]): string | null {
  const chars = nodes.map((node) => (node.kind === 'char' ? node.char : null))
  return chars.includes(null) ? null : chars.join('')
}

/** The literal start, which rules out most values at once. */
function prefixOf(nodes: readonly Node[]): string {
  const end = nodes.findIndex((node) => node.kind !== 'char')
  return literalOf(end < 0 ? nodes : nodes.slice(0, end)) ?? ''
}

function emitAll(nodes: readonly Node[], program: Instruction[]): void {
  for (const node of nodes) emit(node, program)
}

function emit(node: Node, program: Instruction[]): void {
  switch (node.kind) {
    case 'char':
      program.push({ op: 'take', takes: (char) => char === node.char })
      return
    case 'one':
      program.push({ op: 'take', takes: node.takes })
      return
    case 'many':
      emitMany(node.takes, program)
      return
    case 'folders': {
      const split: Instruction = { op: 'split', targets: [] }
      program.push(split)
      const body = program.length
      emitMany(anything, program)
      program.push({ op: 'take', takes: (char) => char === '/' })
      split.targets = [body, program.length]
      return
    }
    case 'group':
      emitGroup(node.alternatives, program)
  }
}

function emitMany(takes: (char: string) => boolean, program: Instruction[]): void {
  const start = program.length
  program.push(
    { op: 'split', targets: [start + 1, start + 3] },
    { op: 'take', takes },
    { op: 'jump', target: start },
  )
}

function emitGroup(alternatives: readonly (readonly Node[])[], program: Instruction[]): void {
  const split: Instruction = { op: 'split', targets: [] }
  program.push(split)
  const jumps: { op: 'jump'; target: number }[] = []
  split.targets = alternatives.map((nodes) => {
    const start = program.length
    emitAll(nodes, program)
    const jump = { op: 'jump' as const, target: 0 }
    program.push(jump)
    jumps.push(jump)
    return start
  })
  for (const jump of jumps) jump.target = program.length
}

/** Walks all states of the automaton together, character by character. */
function runProgram(program: readonly Instruction[], value: string): boolean {
  const seenAt = new Int32Array(program.length).fill(-1)
  let states: number[] = []
  let step = 0
  /** Adds a state and all that it reaches without taking a character. */
  const enter = (into: number[], state: number): void => {
    const pending = [state]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (seenAt[next] === step) continue
      seenAt[next] = step
      const instruction = program[next]
      if (instruction?.op === 'split') pending.push(...instruction.targets)
      else if (instruction?.op === 'jump') pending.push(instruction.target)
      else into.push(next)
    }
  }
  enter(states, 0)
  for (const char of value) {
    step++
    const reached: number[] = []
    for (const state of states) {
      const instruction = program[state]
      if (instruction?.op === 'take' && instruction.takes(char)) enter(reached, state + 1)
    }
    if (reached.length === 0) return false
    states = reached
  }
  return states.includes(program.length - 1)
}
