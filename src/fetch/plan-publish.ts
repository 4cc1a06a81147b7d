/** Which staged file goes where, and what happens where two want one place. Pure, and the same in any order. */
import type { PublishFile, PublishPlan, StagedArchive, StagedFile } from '../archive/types.ts'
import type { OnConflict } from '../inputs.ts'
import { matchesList, type PatternList } from '../text/patterns.ts'
import { pathKey, type PathCase } from './plan-layout.ts'

/** A staged archive on its way. */
export interface StagedItem {
  readonly archive: StagedArchive
  /** Of the artifact or the job: tells ages apart that are equal. */
  readonly id: number
  readonly createdAtMs: number
  /** For messages. Hostile text. */
  readonly name: string
  readonly runId: number
  /** Below the target folder; empty for the folder itself. */
  readonly folder: string
  /** The one file's name, whatever the server called it; null keeps the paths of the archive. */
  readonly fileName: string | null
  /** Whether no file of it may get an x bit. */
  readonly isUntrusted: boolean
}

export interface PublishRules extends PathCase {
  readonly targetFolder: string
  readonly onConflict: OnConflict
  /** Globs of the paths inside an artifact that get the x bit. */
  readonly executable: PatternList | null
}

/** A file that is published, and whose it is. */
export interface PublishedFile {
  readonly publish: PublishFile
  readonly item: StagedItem
}

/** Two artifacts that want one place with different bytes. */
export interface Conflict {
  readonly path: string
  readonly names: readonly [string, string]
}

export interface PublishDecision {
  readonly plan: PublishPlan
  readonly files: readonly PublishedFile[]
  /** Of `on-conflict: error`; then nothing is to be published. */
  readonly conflicts: readonly Conflict[]
  /** Files that gave way to others by `first` or `last`. */
  readonly droppedCount: number
  readonly renamedCount: number
}

/**
 * Places files artifact by artifact, the one that counts first: the oldest, or the newest for `last`. A file
 * conflicts with another file of its path, with a folder there, and with a file where it needs a folder.
 */
export function planPublish(items: readonly StagedItem[], rules: PublishRules): PublishDecision {
  const board: Board = {
    rules,
    files: new Map(),
    folders: new Map(),
    conflicts: [],
    droppedCount: 0,
    renamedCount: 0,
  }
  const order = items.toSorted(
    (one, other) => one.createdAtMs - other.createdAtMs || one.id - other.id || one.runId - other.runId,
  )
  if (rules.onConflict === 'last') order.reverse()
  for (const item of order)
    for (const file of item.archive.files) place(board, item, { file, path: targetPathOf(item, file) })
  const files = [...board.files.values()].toSorted(byPath)
  return {
    plan: {
      targetFolder: rules.targetFolder,
      files: files.map(({ publish }) => publish),
      emptyFolders: emptyFolders(board, order),
    },
    files,
    conflicts: board.conflicts,
    droppedCount: board.droppedCount,
    renamedCount: board.renamedCount,
  }
}

const byPath = (one: PublishedFile, other: PublishedFile): number =>
  one.publish.targetPath < other.publish.targetPath ? -1 : 1

interface Board {
  readonly rules: PublishRules
  readonly files: Map<string, PublishedFile>
  /** Every folder that a placed file needs, with the first item that did. */
  readonly folders: Map<string, StagedItem>
  readonly conflicts: Conflict[]
  droppedCount: number
  renamedCount: number
}

interface Placing {
  readonly file: StagedFile
  readonly path: string
}

const within = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`)

const targetPathOf = (item: StagedItem, file: StagedFile): string =>
  within(item.folder, item.fileName ?? file.path)

function place(board: Board, item: StagedItem, placing: Placing): void {
  const obstacle = findObstacle(board, placing)
  if (obstacle === null) {
    put(board, item, placing)
    return
  }
  if (obstacle.isSame) return
  switch (board.rules.onConflict) {
    case 'error':
      board.conflicts.push({ path: obstacle.path, names: [obstacle.item.name, item.name] })
      return
    case 'first':
    case 'last':
      board.droppedCount += 1
      return
    case 'rename':
      rename(board, item, { placing, obstacle })
  }
}

interface Obstacle {
  /** The path, or the start of it, that is in the way. */
  readonly path: string
  readonly item: StagedItem
  /** Whether it is the same file with the same bytes, so that nothing is lost. */
  readonly isSame: boolean
}

function findObstacle(board: Board, { file, path }: Placing): Obstacle | null {
  const { rules } = board
  for (const parent of parentsOf(path)) {
    const blocking = board.files.get(pathKey(parent, rules))
    if (blocking !== undefined) return { path: parent, item: blocking.item, isSame: false }
  }
  const key = pathKey(path, rules)
  const other = board.files.get(key)
  if (other !== undefined) return { path, item: other.item, isSame: isSameFile(other.publish.file, file) }
  const user = board.folders.get(key)
  return user === undefined ? null : { path, item: user, isSame: false }
}

const isSameFile = (one: StagedFile, other: StagedFile): boolean =>
  one.kind === other.kind &&
  (one.kind === 'symlink'
    ? one.linkTarget === other.linkTarget
    : one.sizeBytes === other.sizeBytes && one.sha256 === other.sha256)

/** `a`, `a/b` of `a/b/c`. */
function* parentsOf(path: string): Generator<string> {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) yield path.slice(0, end)
}

function put(board: Board, item: StagedItem, { file, path }: Placing): void {
  const { rules, files, folders } = board
  const isChosen = rules.executable !== null && matchesList(rules.executable, file.path)
  const isExecutable = !item.isUntrusted && file.kind === 'file' && (file.isExecutable || isChosen)
  files.set(pathKey(path, rules), { publish: { file, targetPath: path, isExecutable }, item })
  for (const parent of parentsOf(path)) {
    const key = pathKey(parent, rules)
    if (!folders.has(key)) folders.set(key, item)
  }
}

/** Puts the artifact's id into the component that is in the way: `report.xml` becomes `report.4711.xml`. */
function rename(
  board: Board,
  item: StagedItem,
  { placing, obstacle }: { readonly placing: Placing; readonly obstacle: Obstacle },
): void {
  const rest = placing.path.slice(obstacle.path.length)
  for (let round = 1; ; round++) {
    const suffix = round === 1 ? String(item.id) : `${item.id}-${round}`
    const path = `${withSuffix(obstacle.path, suffix)}${rest}`
    const next = findObstacle(board, { file: placing.file, path })
    if (next?.isSame === true) return
    if (next !== null) continue
    put(board, item, { file: placing.file, path })
    board.renamedCount += 1
    return
  }
}

function withSuffix(path: string, suffix: string): string {
  const nameStart = path.lastIndexOf('/') + 1
  const dot = path.lastIndexOf('.')
  // A dot that begins the name begins no extension: `.env` becomes `.env.4711`.
  return dot > nameStart ? `${path.slice(0, dot)}.${suffix}${path.slice(dot)}` : `${path}.${suffix}`
}

/** Empty folders that no file stands in the way of; with `error` that is a conflict like any other. */
function emptyFolders(board: Board, order: readonly StagedItem[]): readonly string[] {
  const { rules, files, folders, conflicts } = board
  const empty = new Map<string, string>()
  for (const item of order)
    for (const folder of item.archive.emptyFolders) {
      const path = within(item.folder, folder)
      const blocking = [...parentsOf(path), path]
        .map((each) => files.get(pathKey(each, rules)))
        .find((file) => file !== undefined)
      if (blocking !== undefined) {
        if (rules.onConflict === 'error') conflicts.push({ path, names: [blocking.item.name, item.name] })
        else board.droppedCount += 1
      } else if (!folders.has(pathKey(path, rules))) empty.set(pathKey(path, rules), path)
    }
  return [...empty.values()].toSorted()
}
