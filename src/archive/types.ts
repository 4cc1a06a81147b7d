/** The engine's nouns: what fetch asks of it and gets back. Nothing here knows a run or an artifact. */

/** A blob to fetch: a zip as upload-artifact makes them, or a file as it is. */
export interface ArchiveSource {
  /** For messages and progress: `artifact "coverage" (id 42 of run 7)`. */
  readonly label: string
  /** The name for a file that the server does not name itself (and of `<name>.zip`); hostile text. */
  readonly name: string
  /** As the API lists it; null where it does not. */
  readonly sizeBytes: number | null
  /** `sha256:<hex>` of the whole blob; null where it is not known. */
  readonly digest: string | null
  /** Whether only regular files without x bits may come out of it (a fork's artifact). */
  readonly isUntrusted: boolean
  /** Whether entries below a `.git` folder are let through. */
  readonly allowsGit: boolean
  /** A fresh signed URL; called again when the old one may have run out. */
  getUrl(): Promise<string>
}

export interface StageOptions {
  /** Where staging folders are made: on the file system of the target. Made and removed by the engine. */
  readonly targetFolder: string
  /** Which entries of an archive to extract; null takes all. The path has `/` between its parts. */
  readonly wantsEntry: ((path: string) => boolean) | null
  /** False keeps the zip as it is. */
  readonly unzip: boolean
  readonly digest: 'verify' | 'require' | 'warn' | 'off'
  /** Connections at once, all archives together. */
  readonly concurrency: number
  /** Caps on what one call may extract, all archives together, on real bytes written. */
  readonly maxFiles: number
  readonly maxBytes: number
}

export interface StagedFile {
  readonly kind: 'file' | 'symlink'
  /** Path inside the archive, `/` between its parts; proven to stay inside. */
  readonly path: string
  /** Where its bytes wait. For a symlink, empty. */
  readonly stagedPath: string
  readonly sizeBytes: number
  /** Hex. */
  readonly sha256: string
  /** Whether the archive gives it an x bit. */
  readonly isExecutable: boolean
  /** Proven to point inside the archive's own tree. Empty for files. */
  readonly linkTarget: string
}

/** What became of the digest of a whole blob. */
export type DigestState = 'verified' | 'unknown' | 'mismatch' | 'not-checked'

export interface StagedArchive {
  /** `zip`: extracted; `file`: a blob that is no zip, or a zip that is kept. */
  readonly kind: 'zip' | 'file'
  readonly files: readonly StagedFile[]
  /** Empty folders that the archive names. */
  readonly emptyFolders: readonly string[]
  readonly digestState: DigestState
  /** `sha256:<hex>` of the bytes that came; null when only parts of the blob were read. */
  readonly actualDigest: string | null
}

export interface TransferStats {
  readonly downloadedBytes: number
  readonly requests: number
  readonly retries: number
  readonly elapsedMs: number
}

/** Everything staged and checked, waiting to be published or dropped. */
export interface Staging {
  /** In the order of the sources. */
  readonly archives: readonly StagedArchive[]
  readonly stats: TransferStats
  /** Removes what was staged. Safe to call twice, and after publishing. */
  discard(): Promise<void>
}

/** One file to move to its place. */
export interface PublishFile {
  readonly file: StagedFile
  /** Relative to the target folder, `/` between its parts. */
  readonly targetPath: string
  readonly isExecutable: boolean
}

export interface PublishPlan {
  readonly targetFolder: string
  readonly files: readonly PublishFile[]
  readonly emptyFolders: readonly string[]
}
