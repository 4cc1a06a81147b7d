import path from 'node:path'
import type { PublishFolder } from './plan-publish.ts'

/**
 * Folders of the target that a staged folder becomes as it is, so that one rename does for all that is in it. By
 * the path of the target folder. Links are left out of account: they come last, by themselves.
 *
 * @param folders parents before children
 * @param countIn how many things lie in a staged folder
 */
export function wholeFolders(
  folders: readonly PublishFolder[],
  countIn: (stagedFolder: string) => number,
): ReadonlyMap<string, string> {
  const whole = new Map<string, string>()
  const children = new Map<string, string[]>()
  for (const folder of [...folders].reverse()) {
    const files = folder.files.filter(({ file }) => file.kind === 'file')
    const inside = children.get(folder.path) ?? []
    const sources = new Set([
      ...files.map(({ file, targetPath }) => sourceOf(file.stagedPath, targetPath)),
      ...inside.map((child) => sourceOf(whole.get(child), child)),
    ])
    const [source] = sources
    if (sources.size === 1 && source != null && countIn(source) === files.length + inside.length) {
      whole.set(folder.path, source)
    }
    if (folder.path !== '') {
      const parent = folder.path.slice(0, Math.max(0, folder.path.lastIndexOf('/')))
      const siblings = children.get(parent)
      if (siblings === undefined) children.set(parent, [folder.path])
      else siblings.push(folder.path)
    }
  }
  return whole
}

/** The folder that something comes from, when it keeps its name. */
function sourceOf(stagedPath: string | undefined, targetPath: string): string | null {
  const name = targetPath.slice(targetPath.lastIndexOf('/') + 1)
  const end = (stagedPath ?? '').length - name.length - 1
  return stagedPath?.endsWith(name) === true && SEPARATORS.has(stagedPath.charAt(end))
    ? stagedPath.slice(0, end)
    : null
}

const SEPARATORS = new Set(['/', path.sep])
