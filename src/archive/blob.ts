/** The nouns of reading a blob, wherever it lies: on a server, in memory or in a file. */

/** Bytes of a blob, both ends included. */
export interface Span {
  readonly first: number
  readonly last: number
}

/** Where bytes go; called in order, without a gap. */
export type WriteBytes = (bytes: Uint8Array, offset: number) => void

/** Something that holds a blob whose length is known. */
export interface BlobReader {
  readonly totalBytes: number
  /** Hands over every byte of a span. */
  read(span: Span, write: WriteBytes): Promise<void>
}

/** Takes a body in order, at its own pace. */
export interface AsyncSink {
  /** Forgets what it has: the body begins anew. */
  restart(): Promise<void>
  write(bytes: Buffer): Promise<void>
}
