/** The cases of the fetch bench: what the server holds and how far away it is. */
import type { Content } from '../sandbox/content.ts'
import { fileContent } from '../sandbox/content.ts'
import { generatedZip } from '../sandbox/zip.ts'
import { filesZip, noiseAndSmallZip, noiseZip, textZip, type BenchZip } from './zips.ts'

const megabyte = 1024 * 1024
const gigabyte = 1024 * megabyte

export type EngineName = 'steward' | 'actions-artifact' | 'adm-zip' | 'unzip'

export interface BenchArtifact {
  readonly name: string
  readonly content: Content
  readonly digest: string | null
  /** On disk, for engines that only unpack. Null where it is generated. */
  readonly file: string | null
}

/** What our figures are held against; null where there is no bar. */
export interface FetchBars {
  /** Our wall time as a share of @actions/artifact's. */
  readonly ratio: number | null
  /** Our wall time as a share of unzip's. */
  readonly unzipRatio: number | null
  readonly peakRssBytes: number
  readonly blobBytes: number | null
}

export interface FetchCase {
  readonly name: string
  readonly latencyMs: number
  /** Per connection; null for no limit. */
  readonly bytesPerSecond: number | null
  readonly engines: readonly EngineName[]
  readonly bars: FetchBars
  /** Inputs of our step beyond run-id and path. */
  readonly with: Readonly<Record<string, string>>
  readonly rounds: number
  artifacts(): Promise<readonly BenchArtifact[]>
}

const all: readonly EngineName[] = ['steward', 'actions-artifact', 'adm-zip', 'unzip']
/** Of every case, whatever the size of the artifact. */
const noBars: FetchBars = { ratio: null, unzipRatio: null, peakRssBytes: 200_000_000, blobBytes: null }
const local = { latencyMs: 0, bytesPerSecond: null, with: {}, rounds: 5 } as const

const of = (name: string, zip: BenchZip): BenchArtifact => ({
  name,
  content: fileContent(zip.file),
  digest: zip.digest,
  file: zip.file,
})

export const fetchCases: readonly FetchCase[] = [
  {
    ...local,
    name: 'one 512 MB incompressible file (537 MB zip)',
    engines: all,
    bars: { ...noBars, ratio: 0.5 },
    artifacts: async () => [of('noise', await noiseZip('noise-512', 512 * megabyte))],
  },
  {
    ...local,
    name: 'one 400 MB text file (158 MB zip)',
    engines: all,
    bars: { ...noBars, ratio: 0.5, unzipRatio: 1 },
    artifacts: async () => [of('text', await textZip('text-400', 400 * megabyte))],
  },
  {
    ...local,
    name: '20,000 small files (53 MB zip)',
    // More would fill the disk with files, which slows down whoever makes the next ones.
    rounds: 3,
    engines: all,
    bars: { ...noBars, ratio: 0.5, unzipRatio: 1 },
    artifacts: async () => [of('files', await filesZip('files-20000', 20_000))],
  },
  {
    ...local,
    name: '40 artifacts of 5 MB, 40 ms latency',
    latencyMs: 40,
    engines: ['steward', 'actions-artifact', 'adm-zip'],
    bars: { ...noBars, ratio: 1 },
    artifacts: async () => {
      const zip = await noiseZip('noise-5', 5 * megabyte)
      return Array.from({ length: 40 }, (_, index) => of(`part-${String(index).padStart(2, '0')}`, zip))
    },
  },
  {
    ...local,
    name: '158 MB zip at 25 MB/s a connection, 30 ms latency',
    latencyMs: 30,
    bytesPerSecond: 25_000_000,
    engines: ['steward', 'actions-artifact', 'adm-zip'],
    bars: { ...noBars, ratio: 0.35 },
    artifacts: async () => [of('text', await textZip('text-400', 400 * megabyte))],
  },
  {
    ...local,
    name: 'one tiny artifact (start-up)',
    engines: ['steward', 'actions-artifact', 'adm-zip'],
    bars: { ...noBars, ratio: 0.7 },
    rounds: 9,
    artifacts: async () => [of('tiny', await filesZip('files-1', 1))],
  },
  {
    ...local,
    name: 'one 4 kB file out of the 537 MB zip (files)',
    engines: ['steward'],
    bars: { ...noBars, blobBytes: 1_000_000 },
    with: { files: 'small.txt' },
    artifacts: async () => [of('mixed', await noiseAndSmallZip('noise-512-and-small', 512 * megabyte))],
  },
  {
    ...local,
    name: 'one 5 GiB artifact (generated, Zip64)',
    engines: ['steward'],
    bars: noBars,
    rounds: 1,
    artifacts: () =>
      Promise.resolve([
        {
          name: 'huge',
          content: generatedZip({ name: 'huge.bin', sizeBytes: 5 * gigabyte, seed: 'huge' }),
          digest: null,
          file: null,
        },
      ]),
  },
]
