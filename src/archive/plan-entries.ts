import { checkEntryPath } from './entry-path.ts'
import { quoted, refused } from './failures.ts'
import { MAX_LINK_BYTES } from './link-target.ts'
import { LOCAL_HEADER_BYTES } from './zip-directory.ts'
import type { ZipEntry } from './zip-directory.ts'

/** An entry to extract. */
export interface PlannedEntry {
  readonly entry: ZipEntry
  readonly kind: 'file' | 'symlink'
  /** First byte after everything that can belong to the entry: its header, its data, its descriptor. */
  readonly end: number
}

/** What will come out of an archive, all of it proven to be harmless by name. */
export interface EntryPlan {
  /** By place in the archive. */
  readonly entries: readonly PlannedEntry[]
  /** Folders that the archive names and nothing lies in. */
  readonly emptyFolders: readonly string[]
  readonly sizeBytes: number
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
export function planEntries(entries: readonly ZipEntry[], rules: EntryRules): EntryPlan {
  const tree = createTree(rules)
  for (const entry of entries) tree.add(entry)

  const { wantsEntry } = rules
  const sorted = entries
    .filter((entry) => entry.kind !== 'folder' && !tree.isFolder(entry))
    .sort((a, b) => a.headerOffset - b.headerOffset)
  const planned: PlannedEntry[] = []
  let sizeBytes = 0
  sorted.forEach((entry, index) => {
    if (wantsEntry !== null && !wantsEntry(entry.path)) return
    const kind = readableKind(entry, rules)
    const limit = sorted[index + 1]?.headerOffset ?? rules.directoryOffset
    planned.push({ entry, kind, end: Math.min(limit, leastEnd(entry) + MAX_LOCAL_SURPLUS) })
    sizeBytes += entry.sizeBytes
  })
  return { entries: planned, emptyFolders: wantsEntry === null ? tree.emptyFolders() : [], sizeBytes }
}

const leastEnd = (entry: ZipEntry): number =>
  entry.headerOffset + LOCAL_HEADER_BYTES + entry.rawName.length + entry.compressedBytes

function readableKind(entry: ZipEntry, rules: EntryRules): 'file' | 'symlink' {
  const problem = problemOf(entry, rules)
  if (problem !== null) throw refused(`${problem}: ${quoted(entry.path)}`)
  return entry.kind === 'symlink' ? 'symlink' : 'file'
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
  add(entry: ZipEntry): void
  /** Whether an entry that calls itself a file is a folder, see `claimFolder`. */
  isFolder(entry: ZipEntry): boolean
  emptyFolders(): readonly string[]
}

/** The files and folders that an archive names, and every way in which two of them cannot both be there. */
function createTree(rules: EntryRules): Tree {
  const fold = rules.foldsCase ? foldCase : (path: string): string => path
  const files = new Map<string, ZipEntry>()
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
    if (file !== undefined) rejectBoth(path, file)
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
  const claimFile = (entry: ZipEntry): void => {
    const { path } = entry
    const key = fold(path)
    const other = files.get(key)
    if (other !== undefined) {
      throw other.path === path ? refused(`names ${quoted(path)} twice`) : collision(path, other.path)
    }
    files.set(key, entry)
    if (folders.has(key)) rejectBoth(path, entry)
  }

  return {
    add(entry) {
      const { path } = entry
      const checked = checkEntryPath(path, rules)
      if (!checked.ok) throw refused(`holds an entry whose path ${checked.problem}: ${quoted(path)}`)
      if (entry.kind === 'folder') {
        named.add(path)
        claimFolder(path)
      } else claimFile(entry)
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
