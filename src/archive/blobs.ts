import type { Blobs } from '../world.ts'

/** Plain GETs to a blob host, through the proxy and with the certificates that the toolkit would use. */
export function createBlobs(): Blobs {
  return { get: () => Promise.reject(new Error('not yet')) }
}
