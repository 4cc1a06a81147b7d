import { UserError } from '../errors.ts'
import type { NetworkFault } from './network-faults.ts'
import type { ArchiveSource } from './types.ts'

/** The end of a download, told to the user. */
export class DownloadError extends UserError {
  readonly fault: NetworkFault

  constructor(message: string, options: { readonly hint: string; readonly fault: NetworkFault }) {
    super(message, { hint: options.hint, cause: options.fault })
    this.fault = options.fault
  }
}

/** Makes it, with the last real cause and the mend. */
export function giveUp(source: ArchiveSource, fault: NetworkFault, tries: number): DownloadError {
  const after = tries > 1 ? ` after ${tries} tries` : ''
  return new DownloadError(`Downloading ${source.label} failed${after}: ${fault.message}.`, {
    hint: hintFor(fault),
    fault,
  })
}

function hintFor(fault: NetworkFault): string {
  if (fault.mend === 'none' && fault.status === null) {
    return 'The certificate of the blob host (or of a proxy) is not trusted: name its authority in NODE_EXTRA_CA_CERTS, in the environment of the runner or the job.'
  }
  if (fault.mend === 'fresh-url') {
    return 'The blob host refused freshly signed URLs. The artifact may have been deleted meanwhile, or a proxy changes the request; a wrong clock on the runner does it too.'
  }
  if (fault.isOverload) return 'The blob host is overloaded: lower `concurrency`, or run the job again later.'
  return 'Run the job again. If it keeps failing, look at the network or the proxy of the runner.'
}

/** With which a server may mean that it does no ranges (or that the blob is empty). */
const RANGE_REFUSALS = new Set([405, 416, 501])

/** Whether the server may only have refused the range. */
export const isRangeRefusal = (error: unknown): boolean =>
  error instanceof DownloadError && error.fault.status !== null && RANGE_REFUSALS.has(error.fault.status)
