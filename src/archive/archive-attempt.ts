import type { Share } from './budget.ts'
import type { Progress } from './progress.ts'
import type { Slabs } from './slabs.ts'
import type { Spool } from './spool.ts'
import type { Transfer } from './transfer.ts'
import type { ArchiveSource, StageOptions, StagedFile } from './types.ts'
import type { Unpackers } from './unpackers.ts'

/** One try at one source, and what it shares with all others. */
export interface ArchiveAttempt {
  readonly source: ArchiveSource
  readonly options: StageOptions
  /** Of this attempt alone; empty at first. */
  readonly folder: string
  /** Whether the file system takes `A` and `a` for one name. */
  readonly foldsCase: boolean
  readonly platform: NodeJS.Platform
  readonly transfer: Transfer
  readonly slabs: Slabs
  readonly unpackers: Unpackers
  readonly progress: Progress
  /** Aborted when anything of this attempt fails. */
  readonly controller: AbortController
  /** Takes from the caps of the whole fetch; throws when that is too much. */
  claim(share: Share): void
  /** A new file for the bytes of a blob; closed when the attempt is over. */
  openSpool(path: string): Promise<Spool>
  /** Has something done when the attempt is over, whether it worked or not. */
  atEnd(task: () => Promise<void>): void
}

/** What came out of an attempt that worked. */
export interface ReadResult {
  readonly kind: 'zip' | 'file'
  readonly files: readonly StagedFile[]
  readonly emptyFolders: readonly string[]
  /** Hex, of the whole blob; null when only parts of it were read. */
  readonly sha256: string | null
}
