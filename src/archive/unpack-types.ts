/** What goes between the download and the threads that unpack it. */

/** Some bytes of the archive: a part of shared memory, so that nothing is copied between threads. */
export interface Piece {
  readonly memory: SharedArrayBuffer
  readonly start: number
  readonly length: number
}

/** An entry as the central directory describes it, and the path of the file to make. */
export interface UnpackEntry {
  /** Inside the archive, for messages. */
  readonly path: string
  readonly rawName: string
  readonly method: number
  readonly crc32: number
  readonly compressedBytes: number
  readonly sizeBytes: number
  /** `link`: hand back the content instead of writing it. */
  readonly kind: 'file' | 'link'
  readonly targetPath: string
}

export type UnpackRequest =
  | {
      readonly kind: 'batch'
      readonly job: number
      readonly entries: readonly UnpackEntry[]
      /** Of each entry, in the same order: its local header and all that follows up to the next. */
      readonly pieces: readonly (readonly Piece[])[]
    }
  | { readonly kind: 'open'; readonly job: number; readonly entry: UnpackEntry }
  | { readonly kind: 'piece'; readonly job: number; readonly piece: Piece }
  | { readonly kind: 'close'; readonly job: number }
  | { readonly kind: 'cancel'; readonly job: number }

export interface UnpackedEntry {
  /** Hex. */
  readonly sha256: string
  /** What a link holds; empty for files. */
  readonly content: string
}

export type UnpackReply =
  | { readonly kind: 'done'; readonly job: number; readonly results: readonly UnpackedEntry[] }
  /** The memory of the job's oldest piece may be used again. */
  | { readonly kind: 'consumed'; readonly job: number }
  | { readonly kind: 'failed'; readonly job: number; readonly failure: UnpackFailure }

export type UnpackFailure =
  /** The bytes of an entry are wrong. */
  | { readonly kind: 'corrupt'; readonly path: string; readonly problem: string }
  /** The file system said no. */
  | { readonly kind: 'file'; readonly path: string; readonly code: string; readonly message: string }
  | { readonly kind: 'bug'; readonly path: string; readonly message: string }

/** What unpacking does to the file system; as node:fs, so that a test can fill the disk. */
export interface UnpackFiles {
  openSync(path: string, flags: string, mode: number): number
  writeSync(file: number, bytes: Uint8Array, offset: number, length: number): number
  closeSync(file: number): void
  mkdirSync(path: string, options: { readonly recursive: true }): unknown
}
