import { problemOfPath } from './entry-path.ts'
import { quoted, refused } from './failures.ts'
import { MAX_LINK_BYTES } from './link-target.ts'
import { leastEnd } from './zip-directory.ts'
import type { ZipDirectory, ZipEntry } from './zip-directory.ts'

/** An entry to extract. */
export interface PlannedEntry {
  readonly entry: ZipEntry
  readonly kind: 'file' | 'symlink'
  /** First byte after everything that can belong to the entry: its header, its data, its descriptor. */
  readonly end: number
}

/** What will come out of an archive, all of it proven to be harmless by name. */
export interface EntryPlan {
  readonly count: number
  /** By number, in the order of their places; made when asked for, as there may be a hundred thousand. */
  at(index: number): PlannedEntry | null
  /** Folders that the archive names and nothing lies in. */
  readonly emptyFolders: readonly string[]
  /** Of all entries, unpacked and packed. */
  readonly sizeBytes: number
  readonly compressedBytes: number
}

export interface EntryRules {
  readonly wantsEntry: ((path: string) => boolean) | null
  readonly platform: NodeJS.Platform
  readonly allowsGit: boolean
  /** Only regular files without x bits. */
  readonly isUntrusted: boolean
  /** Whether the file system takes `A` and `a` for one. */
  readonly foldsCase: boolean
  /** How many folders may be named: each costs an inode, and one path can name a thousand. */
  readonly maxFolders: number
  /** Where the central directory starts: no entry reaches beyond it. */
  readonly directoryOffset: number
}

/** The local header's extra field, whose length is in no directory, and the longest data descriptor. */
const MAX_LOCAL_SURPLUS = 0xffff + 24

const METHOD_NAMES: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
}

/**
 * Decides what of an archive is extracted. Throws an ArchiveError that names the entry when any entry, wanted or
 * not, has a path that we refuse, or when a wanted one cannot be read.
 */
export function planEntries(directory: ZipDirectory, rules: EntryRules): EntryPlan {
  const { wantsEntry } = rules
  const tree = createTree(directory, rules)
  for (let index = 0; index < directory.count; index += 1) tree.add(index)

  const indexes: number[] = []
  const ends: number[] = []
  let sizeBytes = 0
  let compressedBytes = 0
  let nextPlace = rules.directoryOffset
  // From the last to the first, as an entry ends where the next one begins.
  for (const index of directory.byPlace.toReversed()) {
    const entry = directory.entry(index)
    if (entry.kind === 'folder' || tree.isFolder(entry)) continue
    const limit = nextPlace
    nextPlace = entry.headerOffset
    if (wantsEntry !== null && !wantsEntry(entry.path)) continue
    rejectUnreadable(entry, rules)
    indexes.push(index)
    ends.push(Math.min(limit, leastEnd(entry) + MAX_LOCAL_SURPLUS))
    sizeBytes += entry.sizeBytes
    compressedBytes += entry.compressedBytes
  }
  const count = indexes.length
  return {
    count,
    at(order) {
      const index = indexes[count - 1 - order]
      if (index === undefined) return null
      const entry = directory.entry(index)
      return { entry, kind: entry.kind === 'symlink' ? 'symlink' : 'file', end: ends[count - 1 - order] ?? 0 }
    },
    emptyFolders: wantsEntry === null ? tree.emptyFolders() : [],
    sizeBytes,
    compressedBytes,
  }
}

function rejectUnreadable(entry: ZipEntry, rules: EntryRules): void {
  const problem = problemOf(entry, rules)
  if (problem !== null) throw refused(`${problem}: ${quoted(entry.path)}`)
}

function problemOf(entry: ZipEntry, rules: EntryRules): string | null {
  if (entry.isEncrypted) return 'holds an encrypted entry'
  if (entry.method !== 0 && entry.method !== 8) {
    const method = METHOD_NAMES[entry.method] ?? `method ${entry.method}`
    return `holds an entry compressed with ${method}, which is not supported`
  }
  if (entry.kind === 'file') return null
  if (entry.kind !== 'symlink') return 'holds something that is no file, folder or symlink'
  if (rules.isUntrusted) return 'comes from a fork and holds a symlink'
  return entry.sizeBytes > MAX_LINK_BYTES ? 'holds a symlink with an endless target' : null
}

interface Tree {
  /** Takes an entry by its number. */
  add(index: number): void
  /** Whether an entry that calls itself a file is a folder, see `claimFolder`. */
  isFolder(entry: ZipEntry): boolean
  emptyFolders(): readonly string[]
}

/** The files and folders that an archive names, and every way in which two of them cannot both be there. */
function createTree(directory: ZipDirectory, rules: EntryRules): Tree {
  const fold = rules.foldsCase ? foldCase : (path: string): string => path
  /** Numbers of entries: to keep the entries themselves would keep them all in memory. */
  const files = new Map<string, number>()
  const folders = new Map<string, string>()
  const named = new Set<string>()
  const filled = new Set<string>()

  const rejectBoth = (path: string, file: ZipEntry): void => {
    // @actions/artifact writes a folder that it is given as an empty file without a slash.
    if (file.kind === 'file' && file.sizeBytes === 0 && file.path === path) return
    throw refused(
      file.kind === 'symlink'
        ? `holds a path that leads through a symlink: ${quoted(path)}`
        : `has ${quoted(path)} as a file and as a folder`,
    )
  }
  const claimFolder = (path: string): void => {
    const key = fold(path)
    const other = folders.get(key)
    if (other !== undefined && other !== path) throw collision(path, other)
    const file = files.get(key)
    if (file !== undefined) rejectBoth(path, directory.entry(file))
    folders.set(key, path)
    if (folders.size > rules.maxFolders) throw refused(`names more than ${rules.maxFolders} folders`)
  }
  /** Claims the folders above a path; stops at the first that is known, as those above it are known too. */
  const claimParents = (path: string): void => {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const parent = path.slice(0, slash)
      if (filled.has(parent)) return
      filled.add(parent)
      claimFolder(parent)
    }
  }
  const claimFile = (entry: ZipEntry, index: number): void => {
    const { path } = entry
    const key = fold(path)
    const known = files.get(key)
    if (known !== undefined) {
      const other = directory.entry(known).path
      throw other === path ? refused(`names ${quoted(path)} twice`) : collision(path, other)
    }
    files.set(key, index)
    if (folders.has(key)) rejectBoth(path, entry)
  }

  return {
    add(index) {
      const entry = directory.entry(index)
      const { path } = entry
      const problem = problemOfPath(path, rules)
      if (problem !== null) throw refused(`holds an entry whose path ${problem}: ${quoted(path)}`)
      if (entry.kind === 'folder') {
        named.add(path)
        claimFolder(path)
      } else claimFile(entry, index)
      claimParents(path)
    },
    isFolder: (entry) => folders.has(fold(entry.path)),
    emptyFolders: () => [...named].filter((path) => !filled.has(path)),
  }
}

const collision = (path: string, other: string): Error =>
  refused(`holds ${quoted(other)} and ${quoted(path)}, which are one name on this file system`)

/** One key for all spellings that NTFS, APFS or HFS+ may take for the same name. */
export const foldCase = (path: string): string =>
  path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
