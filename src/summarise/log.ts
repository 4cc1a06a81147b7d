/**
 * A job's log as GitHub stores it, made readable: the part of one step, without time stamps, colours and marks, and
 * of that the lines that tell what went wrong.
 */
/** Longer lines are cut: minified bundles and base64 tell nobody anything. */
const maxLineChars = 400
/** Lines around an error that belong to it: the name of the test before, the values or a frame of the stack after. */
const errorContext = [0, -1, 1, 2] as const

/** A tail of a log; `startsAtTop` tells whether it is all of it. */
export interface LogTail {
  readonly text: string
  readonly startsAtTop: boolean
}

/** The step to look for; times have whole seconds, as the API gives them. */
export interface LogStep {
  readonly startedAtMs: number | null
  readonly completedAtMs: number | null
  /** How many steps before it started in the same second. */
  readonly startedBeforeInSecond: number
}

export interface LogExcerpt {
  /** Hostile text, one line each; `…` alone stands for lines left out. */
  readonly lines: readonly string[]
  /** Of the step's part, as far as it was read. */
  readonly totalLines: number
  /** Number of the first error's line in the step's log, counting from 1; null when its start was not read. */
  readonly errorLine: number | null
  /** What points to the machine rather than to the code, worst first. */
  readonly signals: readonly LogSignal[]
}

export type LogSignalKind =
  'runner-lost' | 'shutdown' | 'no-space' | 'timeout' | 'memory' | 'download' | 'network'

export interface LogSignal {
  readonly kind: LogSignalKind
  /** The line that says so; hostile text. */
  readonly line: string
}

interface Line {
  /** Without time stamp, colours and mark. */
  readonly text: string
  /** Of the line, or of the last one before it that has a time stamp. */
  readonly timeMs: number | null
  /** `group`, `endgroup`, `error`, `warning`, …; empty for most. */
  readonly mark: string
}

/** The part of a step that tells what went wrong, in at most that many lines (and `…` where some are left out). */
export function excerptOf(tail: LogTail, step: LogStep, maxLines: number): LogExcerpt {
  const part = partOf(parseLines(tail), step, tail.startsAtTop)
  const shown = withoutHeader(part.lines).filter(({ mark }) => mark !== 'endgroup')
  return {
    lines: pickLines(shown, maxLines),
    totalLines: shown.length,
    errorLine: part.hasStart ? numberOfError(part.lines) : null,
    signals: signalsIn(part.lines),
  }
}

/** The first and the last moment that the tail tells of; null where no line has a time. */
export function spanOf(tail: LogTail): { readonly firstMs: number; readonly lastMs: number } | null {
  const times = parseLines(tail).flatMap(({ timeMs }) => (timeMs === null ? [] : [timeMs]))
  const [firstMs] = times
  const lastMs = times.at(-1)
  return firstMs === undefined || lastMs === undefined ? null : { firstMs, lastMs }
}

/** What is equal in the excerpts of several legs that failed alike: all but numbers and ids. */
export const excerptKey = (excerpt: LogExcerpt): string =>
  excerpt.lines.map((line) => line.replace(/\b[0-9a-f]{7,64}\b|\d+/gi, '0')).join('\n')

/** `2026-01-31T12:34:56.1234567Z `. */
const timeStamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z) ?/
const lineMark = /^##\[([a-z-]+)\]/
/** Colours, cursor moves and titles: what begins with ESC (or its one-byte form) in a terminal's output. */
const terminalSequences = new RegExp(
  [
    String.raw`(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]`,
    String.raw`\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)?`,
    String.raw`\u001B[ -/]*[0-~]`,
  ].join('|'),
  'g',
)

function parseLines(tail: LogTail): readonly Line[] {
  // A log begins with a byte order mark.
  const raw = tail.text.replace(/^\uFEFF/, '').split('\n')
  if (!tail.startsAtTop) raw.shift()
  if (raw.at(-1) === '') raw.pop()
  let timeMs: number | null = null
  return raw.map((line): Line => {
    const stamp = timeStamp.exec(line)
    if (stamp !== null) timeMs = Date.parse(stamp[1] ?? '')
    const body = lastOverwrite(line.slice(stamp?.[0].length ?? 0)).replace(terminalSequences, '')
    const mark = lineMark.exec(body)
    const text = body
      .slice(mark?.[0].length ?? 0)
      .replaceAll('\t', '    ')
      .trimEnd()
    return { text: cut(text), timeMs, mark: mark?.[1] ?? '' }
  })
}

/** A progress bar writes its line again and again, each time after a carriage return: the last one stays. */
const lastOverwrite = (line: string): string => line.split('\r').findLast((each) => each.trim() !== '') ?? ''

const cut = (text: string): string => (text.length <= maxLineChars ? text : `${text.slice(0, maxLineChars)}…`)

interface Part {
  readonly lines: readonly Line[]
  /** Whether the first of them is the first of the step. */
  readonly hasStart: boolean
}

/** The lines of one step, from its header to its last error. A log has no marks for steps, only times and groups. */
function partOf(lines: readonly Line[], step: LogStep, startsAtTop: boolean): Part {
  const fromMs = step.startedAtMs ?? -Infinity
  // The API cuts times to the second, the log does not.
  const toMs = (step.completedAtMs ?? Infinity) + 1000
  const first = lines.findIndex(({ timeMs }) => timeMs !== null && timeMs >= fromMs)
  const last = lines.findLastIndex(({ timeMs }) => timeMs !== null && timeMs < toMs)
  const isFound = first !== -1 && last >= first
  const window = isFound ? lines.slice(first, last + 1) : lines
  const hasStart = isFound && (first > 0 || startsAtTop)
  const own = hasStart ? window.slice(headerOf(window, step)) : window
  const lastError = own.findLastIndex(({ mark }) => mark === 'error')
  return { lines: lastError === -1 ? own : own.slice(0, lastError + 1), hasStart }
}

/** Where the step begins in the lines of its time: steps before it may have begun in the same second. */
function headerOf(window: readonly Line[], { startedAtMs, startedBeforeInSecond }: LogStep): number {
  const endOfSecondMs = (startedAtMs ?? -Infinity) + 1000
  const headers = window.flatMap((line, index) => (isHeader(line) ? [{ index, timeMs: line.timeMs }] : []))
  const sameSecond = headers.filter(({ timeMs }) => (timeMs ?? Infinity) < endOfSecondMs)
  return (sameSecond[startedBeforeInSecond] ?? headers[0])?.index ?? 0
}

/** Every step that runs a script or an action begins with this group. */
const isHeader = ({ mark, text }: Line): boolean => mark === 'group' && text.startsWith('Run ')

/** Without the group that repeats the step's script and its environment. */
function withoutHeader(lines: readonly Line[]): readonly Line[] {
  const [first] = lines
  if (first === undefined || !isHeader(first)) return lines
  return lines.slice(lines.findIndex(({ mark }) => mark === 'endgroup') + 1)
}

/** The line number that GitHub's page gives the first error of a step; it does not count the ends of groups. */
function numberOfError(lines: readonly Line[]): number | null {
  const told = lines.findIndex((line) => isError(line))
  const position = told === -1 ? lines.findIndex(({ mark }) => mark === 'error') : told
  return position === -1
    ? null
    : lines.slice(0, position + 1).filter(({ mark }) => mark !== 'endgroup').length
}

/** What compilers, test runners and shells begin or mark an error with. */
const errorStart =
  /^\s*(?:[✕✗✘❌×]|not ok\b|--- FAIL\b|FAIL(?:ED|URE)?\b|Traceback \(most|panic:|E {3,}\S|npm (?:ERR!|error\b))/
const errorAnywhere =
  /\b(?:[A-Za-z]*(?:Error|Exception)\b|error(?:\[\w+\])?:|error TS\d|fatal(?: error)?:|FAILED\b|[Aa]ssertion failed|Segmentation fault|undefined reference|command not found|No such file or directory)/
/** A count of nothing is no error; the exit code is the last word and says least. */
const noError = /\b(?:0|no) (?:errors?|failures?|failed)\b|^Process completed with exit code \d+\.?$/i

const isError = ({ mark, text }: Line): boolean =>
  !noError.test(text) && (mark === 'error' || errorStart.test(text) || errorAnywhere.test(text))

/** Errors first, each with the lines around it; the end of the step fills up what is left. In their order. */
function pickLines(lines: readonly Line[], maxLines: number): readonly string[] {
  if (lines.length <= maxLines) return lines.map(({ text }) => text)
  const errors = lines.flatMap((line, index) => (isError(line) ? [index] : []))
  const around = new Set(errors.flatMap((index) => errorContext.map((offset) => index + offset)))
  const inRange = [...around].filter((index) => index >= 0 && index < lines.length)
  const picked = new Set(inRange.slice(0, Math.ceil((maxLines * 2) / 3)))
  for (let index = lines.length - 1; picked.size < maxLines; index -= 1) picked.add(index)
  return withGaps(
    [...picked].toSorted((one, other) => one - other),
    lines,
  )
}

const withGaps = (picked: readonly number[], lines: readonly Line[]): readonly string[] =>
  picked.flatMap((index, position) => {
    const isAfterGap = index !== (picked[position - 1] ?? -1) + 1
    const text = lines[index]?.text ?? ''
    return isAfterGap ? ['…', text] : [text]
  })

/** What the runner and the usual tools say when it is not the code, worst first. */
const signalPatterns: readonly { readonly kind: LogSignalKind; readonly pattern: RegExp }[] = [
  { kind: 'runner-lost', pattern: /lost communication with the server/i },
  { kind: 'shutdown', pattern: /received a shutdown signal/i },
  { kind: 'timeout', pattern: /exceeded the maximum execution time/i },
  { kind: 'no-space', pattern: /no space left on device|\bENOSPC\b/i },
  { kind: 'memory', pattern: /\bout of memory\b|\bOOMKilled\b|cannot allocate memory|exit code 137\b/i },
  { kind: 'download', pattern: /(?:unable|failed) to download action/i },
  {
    kind: 'network',
    pattern:
      /could not resolve host|temporary failure in name resolution|\bEAI_AGAIN\b|\bETIMEDOUT\b|\bECONNRESET\b|TLS handshake timeout|toomanyrequests|\b(?:502 Bad Gateway|503 Service Unavailable|504 Gateway Time-?out)\b/i,
  },
]

/** Signals count in errors and at the end only: a test may well print "no space left" and pass. */
function signalsIn(lines: readonly Line[]): readonly LogSignal[] {
  const told = lines.filter(({ mark }, index) => mark === 'error' || index >= lines.length - linesOfTheEnd)
  return signalPatterns.flatMap(({ kind, pattern }) => {
    const line = told.find(({ text }) => pattern.test(text))
    return line === undefined ? [] : [{ kind, line: line.text.trim() }]
  })
}
const linesOfTheEnd = 5
