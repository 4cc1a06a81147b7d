/** Paths on the runner and inside artifacts, and what pins an artifact or a plan. */
import path from 'node:path'
import { Malformed, parseEach } from '../text/malformed.ts'
import { splitLines } from '../text/lists.ts'
import { parsePatterns, type PatternList } from '../text/patterns.ts'
import type { Context } from '../world.ts'

/**
 * The absolute form of a path: `~` is the home folder, and what is relative is so to the workspace. Pure: nothing
 * is looked up. Throws Malformed.
 */
export function resolvePath(text: string, context: Context): string {
  if (/\p{Cc}/u.test(text))
    throw new Malformed([
      { value: text, reason: 'is no path', valid: 'Write one path, such as out/coverage' },
    ])
  const isWindows = context.platform === 'win32'
  const paths = isWindows ? path.win32 : path.posix
  const whole = (isWindows ? /^~(?:$|[\\/])/ : /^~(?:$|\/)/).test(text)
    ? paths.join(context.homeFolder, text.slice(1))
    : paths.isAbsolute(text)
      ? paths.normalize(text)
      : paths.join(context.workspace, text)
  const isRoot = whole === paths.parse(whole).root
  return isRoot ? whole : whole.replace(isWindows ? /[\\/]+$/ : /\/+$/, '')
}

/** Parses globs of paths inside an artifact. Throws Malformed, also for lines that could match no path there. */
export function parseEntryPatterns(text: string): PatternList {
  const lines = splitLines(text)
  parseEach(lines, (line) => {
    const body = line.replace(/^!\s*/, '')
    const fail = (reason: string, valid: string): Malformed => new Malformed([{ value: line, reason, valid }])
    if (/^\.\.?\//.test(body))
      throw fail('starts at a folder of yours', 'Write the path inside the artifact, such as dist/**')
    // A regular expression starts with a slash and may end in one.
    if (body.endsWith('/') && !body.startsWith('/'))
      throw fail('names a folder', `Write ${body}** for all that is in it`)
  })
  return parsePatterns(lines, { crossesSlash: false })
}

/** Parses `sha256:<64 hex digits>`, into lower case. Throws Malformed. */
export function parseDigest(text: string): string {
  if (/^sha256:[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  const reason = /^[0-9a-f]{64}$/i.test(text) ? 'does not say that it is a sha256' : 'is no digest'
  throw new Malformed([{ value: text, reason, valid: 'Write sha256: and 64 hexadecimal digits after it' }])
}

/** Parses `expect-plan`: a hash, into lower case, or a path, made absolute. Throws Malformed. */
export function parseExpectedPlan(text: string, context: Context): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  // No one names a file so; a hash that lost a digit would send one looking for a missing file.
  if (/^sha256:/i.test(text) || /^[0-9a-f]{32,}$/i.test(text))
    throw new Malformed([
      {
        value: text,
        reason: 'is no plan hash',
        valid: 'Write its 64 hexadecimal digits, or the path of a plan file',
      },
    ])
  return resolvePath(text, context)
}
