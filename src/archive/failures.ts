/**
 * What is wrong with the bytes of an archive, before it is known whose they are. `corrupt`: they are not what
 * was uploaded, or the uploader wrote nonsense, so one clean download more may mend it. `refused`: they say
 * clearly what we will not do. `capped`: nothing is wrong with them, but they are more than the caps allow.
 */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly kind: 'corrupt' | 'refused' | 'capped'

  constructor(kind: ArchiveError['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}

export const corrupt = (message: string): ArchiveError => new ArchiveError('corrupt', message)
export const refused = (message: string): ArchiveError => new ArchiveError('refused', message)
export const capped = (message: string): ArchiveError => new ArchiveError('capped', message)

/** Longest part of a hostile name that a message shows. */
const MAX_SHOWN_NAME = 200

/** A hostile name for a message: quoted, on one line, bounded. */
export const quoted = (name: string): string =>
  JSON.stringify(name.length > MAX_SHOWN_NAME ? `${name.slice(0, MAX_SHOWN_NAME)}…` : name)
