import { createHash } from 'node:crypto'

/** What decides whether a path may be written. */
export interface EntryPathRules {
  readonly platform: NodeJS.Platform
  /** Whether a `.git` folder may be written. */
  readonly allowsGit: boolean
}

export type CheckedPath =
  { readonly ok: true; readonly parts: readonly string[] } | { readonly ok: false; readonly problem: string }

/** NAME_MAX of ext4, xfs, btrfs, APFS (bytes); NTFS has the same number in UTF-16 units. */
const MAX_COMPONENT = 255
/** PATH_MAX of Linux. */
const MAX_PATH_BYTES = 4096
/** Room for `.zip`, a number or a staging suffix within MAX_COMPONENT. */
const MAX_SAFE_NAME_BYTES = 200
const MAX_KEPT_EXTENSION_BYTES = 16

/** Device names that Windows finds in any folder and with any extension; ¹²³ count as digits there. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?: *\.|$)/i
const WINDOWS_FORBIDDEN = /[<>:"|?*]/
// C0, DEL, C1 and the line separators: no file needs them, and in a log they forge lines and colours.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
/** Code points that HFS+ and APFS leave out when they compare names. */
const IGNORED_BY_APPLE = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g

/**
 * Proves that a path of an archive (`/` between its parts, no `/` at its end) stays inside its folder and means
 * the same on every system, or says in a phrase why it is refused ("has a \"..\" part").
 */
export function checkEntryPath(path: string, rules: EntryPathRules): CheckedPath {
  const problem = problemOfPath(path, rules)
  return problem === null ? { ok: true, parts: path.split('/') } : { ok: false, problem }
}

/** As checkEntryPath, for many: the problem, or null. */
export function problemOfPath(path: string, rules: EntryPathRules): string | null {
  const wholeProblem = problemOfWhole(path)
  if (wholeProblem !== null) return wholeProblem
  for (let start = 0; start <= path.length;) {
    const slash = path.indexOf('/', start)
    const end = slash === -1 ? path.length : slash
    const problem = problemOfPart(path.slice(start, end), rules)
    if (problem !== null) return problem
    start = end + 1
  }
  return null
}

function problemOfWhole(path: string): string | null {
  if (path === '') return 'is empty'
  if (Buffer.byteLength(path) >= MAX_PATH_BYTES) return `is longer than ${MAX_PATH_BYTES} bytes`
  if (path.includes('\0')) return 'holds a NUL'
  if (CONTROL.test(path)) return 'holds a control character'
  if (path.includes('\\')) return 'holds a backslash'
  if (path.startsWith('/')) return 'is absolute'
  if (/^[a-z]:/i.test(path)) return 'starts with a drive letter'
  if (!path.isWellFormed()) return 'is not valid Unicode'
  return null
}

function problemOfPart(part: string, rules: EntryPathRules): string | null {
  if (part === '') return 'has an empty part'
  if (part === '.' || part === '..') return `has a "${part}" part`
  if (isTooLong(part, rules.platform)) return `has a part longer than ${MAX_COMPONENT} bytes`
  if (!rules.allowsGit && isGitFolder(part)) return 'is in a ".git" folder'
  return rules.platform === 'win32' ? windowsProblem(part) : null
}

const isTooLong = (part: string, platform: NodeJS.Platform): boolean =>
  // Three bytes a UTF-16 unit at most: short names need no counting.
  part.length * 3 > MAX_COMPONENT &&
  (platform === 'win32' ? part.length : Buffer.byteLength(part)) > MAX_COMPONENT

function windowsProblem(part: string): string | null {
  if (part.includes(':')) return 'holds a colon, which names a hidden stream on Windows'
  if (WINDOWS_FORBIDDEN.test(part)) return 'holds a character that Windows forbids'
  if (WINDOWS_DEVICE.test(part)) return 'is a device name on Windows'
  if (/[. ]$/.test(part)) return 'has a part that ends in a dot or a space, which Windows drops'
  return null
}

/**
 * Whether some file system takes a component for `.git`: whatever its case, NTFS's short name and alternate
 * streams, dots and spaces that Windows drops, and code points that Apple ignores. (git's own list.)
 */
export function isGitFolder(part: string): boolean {
  if (!/g/i.test(part)) return false
  const bare = part.replace(IGNORED_BY_APPLE, '').toLowerCase()
  return /^(?:\.git|git~1)[. ]*(?::.*)?$/.test(bare)
}

/**
 * One component out of a hostile name (of an artifact, or in a Content-Disposition), the same on every system:
 * never empty, `.`, `..`, `.git` or a device; at most 200 bytes. Separators and characters that some system
 * forbids become `_`; a name that is cut ends in eight digits of its hash, so that two long ones stay apart.
 */
export function safeFileName(name: string): string {
  const plain = name
    .toWellFormed()
    .normalize('NFC')
    .replace(new RegExp(CONTROL, 'g'), '_')
    .replace(/[/\\<>:"|?*]/g, '_')
    .replace(/^ +/, '')
    .replace(/[. ]+$/, (end) => '_'.repeat(Math.min(end.length, 2)))
  const named = plain === '' ? '_' : plain
  const safe = WINDOWS_DEVICE.test(named) || isGitFolder(named) ? `_${named}` : named
  return Buffer.byteLength(safe) > MAX_SAFE_NAME_BYTES ? shortened(safe, name) : safe
}

function shortened(safe: string, original: string): string {
  const hash = createHash('sha256').update(original).digest('hex').slice(0, 8)
  const extension = extensionOf(safe)
  const room = MAX_SAFE_NAME_BYTES - hash.length - 1 - Buffer.byteLength(extension)
  return `${cutToBytes(safe, room)}~${hash}${extension}`
}

function extensionOf(name: string): string {
  const extension = /\.[^. ]+$/.exec(name)?.[0] ?? ''
  return Buffer.byteLength(extension) <= MAX_KEPT_EXTENSION_BYTES ? extension : ''
}

/** Cuts between code points. */
function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0
  let end = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > maxBytes) break
    end += character.length
  }
  return text.slice(0, end)
}
