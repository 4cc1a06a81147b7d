/** The zips of the cases, made as upload-artifact makes them (archiver, level 6) and kept between runs. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import archiver from 'archiver'
import { noise } from '../sandbox/content.ts'

const workFolder = path.join(import.meta.dirname, '.work')
const megabyte = 1024 * 1024

export interface BenchZip {
  readonly file: string
  readonly sizeBytes: number
  /** `sha256:<hex>` */
  readonly digest: string
}

interface ZipEntry {
  readonly name: string
  readonly open: () => Readable
}

async function zip(name: string, entries: () => Iterable<ZipEntry>): Promise<BenchZip> {
  mkdirSync(workFolder, { recursive: true })
  const file = path.join(workFolder, `${name}.zip`)
  if (!existsSync(file)) {
    process.stderr.write(`making ${name}.zip …\n`)
    const archive = archiver('zip', { zlib: { level: 6 } })
    const written = pipeline(archive, createWriteStream(`${file}.part`))
    for (const entry of entries()) {
      // One at a time: archiver buffers what is appended.
      const done = new Promise((resolve) => archive.once('entry', resolve))
      archive.append(entry.open(), { name: entry.name })
      await done
    }
    await archive.finalize()
    await written
    renameSync(`${file}.part`, file)
  }
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: megabyte })) hash.update(chunk as Buffer)
  return { file, sizeBytes: statSync(file).size, digest: `sha256:${hash.digest('hex')}` }
}

/** Bytes in pieces of a megabyte, from a function of the offset. */
function pieces(sizeBytes: number, read: (offset: number, length: number) => Buffer): Readable {
  return Readable.from(
    (function* () {
      for (let offset = 0; offset < sizeBytes; offset += megabyte)
        yield read(offset, Math.min(megabyte, sizeBytes - offset))
    })(),
  )
}

/** One file that does not compress. */
export const noiseZip = (name: string, sizeBytes: number): Promise<BenchZip> =>
  zip(name, () => [{ name: `${name}.bin`, open: () => pieces(sizeBytes, noise(name)) }])

/** The same beside a small file, for picking one out. */
export const noiseAndSmallZip = (name: string, sizeBytes: number): Promise<BenchZip> =>
  zip(name, () => [
    { name: `${name}.bin`, open: () => pieces(sizeBytes, noise(name)) },
    { name: 'small.txt', open: () => Readable.from([logText(0, 4096)]) },
  ])

/** One file of log-like text, which deflate makes about 2.6 times smaller. */
export const textZip = (name: string, sizeBytes: number): Promise<BenchZip> =>
  zip(name, () => [{ name: `${name}.log`, open: () => pieces(sizeBytes, logText) }])

/** Many small files of text in folders of a hundred. */
export const filesZip = (name: string, count: number): Promise<BenchZip> =>
  zip(name, function* () {
    for (let index = 0; index < count; index++) {
      const size = 1500 + ((index * 7919) % 9000)
      yield {
        name: `src/${String(Math.floor(index / 100)).padStart(3, '0')}/file-${String(index).padStart(5, '0')}.js`,
        open: () => Readable.from([logText(index * 10_000, size)]),
      }
    }
  })

const words =
  'resolved fetching module cache hit miss compile link test passed failed warning retry timeout'.split(' ')

/** A stretch of a made-up build log: the same bytes for the same offset. */
function logText(offset: number, length: number): Buffer {
  const lines: string[] = []
  let size = 0
  let state = offset + 1
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  while (size < length) {
    const line = `2026-01-${10 + next(20)}T0${next(10)}:${10 + next(50)}:${10 + next(50)}.${next(1e7)}Z ${words[next(words.length)] ?? ''} ${words[next(words.length)] ?? ''} src/${next(4000).toString(36)}/${next(1e6).toString(36)}.ts:${next(900)} ${next(2 ** 31).toString(16)}\n`
    lines.push(line)
    size += line.length
  }
  return Buffer.from(lines.join('')).subarray(0, length)
}
