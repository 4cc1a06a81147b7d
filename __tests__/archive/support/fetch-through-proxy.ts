import { createBlobs } from '../../../src/archive/blobs.ts'

/** Run as a process of its own, as the environment names the proxy: prints the body of a URL. */
const [url = ''] = process.argv.slice(2)
const response = await createBlobs().get(url, {
  range: { first: 0, last: 4 },
  signal: new AbortController().signal,
})
for await (const part of response.body) process.stdout.write(part)
