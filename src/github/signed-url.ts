import type { Log } from '../world.ts'

/** What makes a URL a key: of Azure Blob, Amazon S3 and MinIO, Google Cloud Storage, and the server's own tokens. */
const secretParameters = new Set([
  'sig',
  'signature',
  'token',
  'x-amz-signature',
  'x-amz-security-token',
  'x-goog-signature',
])

/** Has the signature of a URL masked in the log, as it is and as it is written in the URL, and returns the URL. */
export function maskSignedUrl(url: string, log: Log): string {
  if (!URL.canParse(url)) return url
  for (const [name, value] of new URL(url).searchParams) {
    if (!secretParameters.has(name.toLowerCase()) || value === '') continue
    log.maskSecret(value)
    const encoded = encodeURIComponent(value)
    if (encoded !== value) log.maskSecret(encoded)
  }
  return url
}
