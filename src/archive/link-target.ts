import { checkEntryPath } from './entry-path.ts'
import type { CheckedPath, EntryPathRules } from './entry-path.ts'

/** PATH_MAX of Linux, less its NUL. */
export const MAX_LINK_BYTES = 4095

/**
 * Proves that a symlink stays inside the archive's tree, or says in a phrase why it is refused. `..` is allowed
 * only in front: after a name it would depend on where that name, perhaps another link, leads. So, as no entry
 * lies behind a link, a chain of links that all pass stays inside too.
 *
 * @param linkParts the proven path of the link itself
 * @param target what the link holds
 */
export function checkLinkTarget(
  linkParts: readonly string[],
  target: string,
  rules: EntryPathRules,
): CheckedPath {
  const problem = problemOfForm(target)
  if (problem !== null) return { ok: false, problem }
  const steps = target.split('/').filter((step) => step !== '' && step !== '.')
  const ups = steps.findIndex((step) => step !== '..')
  const upCount = ups === -1 ? steps.length : ups
  const names = steps.slice(upCount)
  if (names.includes('..')) return { ok: false, problem: 'has ".." after a name' }
  if (upCount > linkParts.length - 1) return { ok: false, problem: 'leaves the archive' }
  const parts = [...linkParts.slice(0, linkParts.length - 1 - upCount), ...names]
  return parts.length === 0 ? { ok: true, parts } : checkEntryPath(parts.join('/'), rules)
}

function problemOfForm(target: string): string | null {
  if (target === '') return 'is empty'
  if (Buffer.byteLength(target) > MAX_LINK_BYTES) return `is longer than ${MAX_LINK_BYTES} bytes`
  if (target.startsWith('/')) return 'is absolute'
  if (target.includes('\\')) return 'holds a backslash'
  if (/^[a-z]:/i.test(target)) return 'starts with a drive letter'
  return null
}
