/** Where each artifact goes below `path`. Pure. */
import { safeFileName } from '../archive/entry-path.ts'
import type { Artifact } from '../model.ts'
import type { FetchRequest } from './plan-request.ts'

/** An artifact and the run that it is of. */
export interface Placed {
  readonly artifact: Pick<Artifact, 'id' | 'name'>
  readonly runId: number
}

/** What decides on names that one file system keeps apart and another does not. */
export interface PathCase {
  /** Whether `A` and `a` are one file here. */
  readonly isCaseInsensitive: boolean
}

/** Windows and macOS, as they are set up. */
export const isCaseInsensitive = (platform: NodeJS.Platform): boolean =>
  platform === 'win32' || platform === 'darwin'

/** One key for all ways to write a path that are one file here. */
export const pathKey = (path: string, { isCaseInsensitive }: PathCase): string =>
  isCaseInsensitive ? path.normalize('NFC').toLowerCase() : path

/**
 * The folder of each artifact, in the order given: empty for `path` itself, else with `/` between its parts. Names
 * become safe components; artifacts whose names differ never share a folder by that, whatever their order.
 */
export function planFolders(
  placed: readonly Placed[],
  layout: FetchRequest['layout'],
  rules: PathCase,
): readonly string[] {
  if (layout === 'flat') return placed.map(() => '')
  const parentOf = ({ runId }: Placed): string => (layout === 'by-run' ? String(runId) : '')
  const names = folderNames(placed, parentOf, rules)
  return placed.map((each) => {
    const parent = parentOf(each)
    const name = names.get(nameKey(parent, each.artifact.name)) ?? safeFileName(each.artifact.name)
    return parent === '' ? name : `${parent}/${name}`
  })
}

const nameKey = (parent: string, name: string): string => `${parent}/${name}`

/** The folder name of every artifact name below each parent. */
function folderNames(
  placed: readonly Placed[],
  parentOf: (each: Placed) => string,
  rules: PathCase,
): ReadonlyMap<string, string> {
  const folders = new Map<string, string>()
  const takenKeys = new Set<string>()
  // A name that is safe as it is keeps its folder; of the others the oldest id comes first.
  const inOrder = placed.toSorted(
    (one, other) =>
      Number(isSafe(other.artifact.name)) - Number(isSafe(one.artifact.name)) ||
      one.artifact.id - other.artifact.id,
  )
  for (const each of inOrder) {
    const parent = parentOf(each)
    const key = nameKey(parent, each.artifact.name)
    if (folders.has(key)) continue
    const plain = safeFileName(each.artifact.name)
    const isTaken = takenKeys.has(pathKey(nameKey(parent, plain), rules))
    const folder = isTaken ? `${plain}~${each.artifact.id}` : plain
    folders.set(key, folder)
    takenKeys.add(pathKey(nameKey(parent, folder), rules))
  }
  return folders
}

const isSafe = (name: string): boolean => safeFileName(name) === name

/** `03_build _ test.txt`: the job's place, with as many digits as the last one has, two at least. */
export function logFileName(place: number, of: number, jobName: string): string {
  const digits = Math.max(2, String(of).length)
  return `${String(place).padStart(digits, '0')}_${safeFileName(jobName)}.txt`
}
