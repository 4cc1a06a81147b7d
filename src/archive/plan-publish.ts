import { UserError } from '../errors.ts'
import { problemOfPath } from './entry-path.ts'
import { quoted } from './failures.ts'
import { foldCase } from './plan-entries.ts'
import type { PublishFile, PublishPlan } from './types.ts'

/** A folder below the target (the empty path is the target itself) and the files that go into it. */
export interface PublishFolder {
  readonly path: string
  readonly files: readonly PublishFile[]
}

/**
 * The folders of a plan, parents before children, each once. Throws a UserError when a path is not one that may be
 * written, or when two files, or a file and a folder, want the same place.
 */
export function planFolders(
  plan: PublishPlan,
  rules: { readonly platform: NodeJS.Platform; readonly foldsCase: boolean },
): readonly PublishFolder[] {
  const fold = rules.foldsCase ? foldCase : (path: string): string => path
  const folders = new Map<string, { readonly path: string; readonly files: PublishFile[] }>()
  const files = new Map<string, string>()

  const folderAt = (path: string): { readonly path: string; readonly files: PublishFile[] } => {
    const key = fold(path)
    const known = folders.get(key)
    if (known !== undefined) return known
    // Parents first: a Map keeps the order of insertion.
    if (path !== '') folderAt(parentOf(path))
    const folder = { path, files: [] }
    folders.set(key, folder)
    return folder
  }
  folderAt('')
  for (const file of plan.files) {
    const path = provenPath(file.targetPath, rules.platform)
    const key = fold(path)
    const other = files.get(key)
    if (other !== undefined) throw conflict(`${quoted(other)} and ${quoted(path)} want the same place`)
    files.set(key, path)
    folderAt(parentOf(path)).files.push(file)
  }
  for (const path of plan.emptyFolders) folderAt(provenPath(path, rules.platform))
  for (const [key, path] of files) {
    if (folders.has(key)) throw conflict(`${quoted(path)} would be a file and a folder`)
  }
  return [...folders.values()]
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** The engine proved the paths inside archives; the names around them come from elsewhere. */
function provenPath(path: string, platform: NodeJS.Platform): string {
  const problem = problemOfPath(path, { platform, allowsGit: true })
  if (problem !== null) throw conflict(`the path ${quoted(path)} ${problem}`)
  return path
}

const conflict = (problem: string): UserError =>
  new UserError(`Nothing was written: ${problem}.`, {
    hint: 'Use `layout: by-artifact` to keep the artifacts apart, or rename the file where it is made.',
  })
