import { createHash } from 'node:crypto'

/** Ids start above 2^32, as GitHub's do by now: a client that keeps them in 32 bits must be caught. */
const firstIds = {
  account: 5_100_000_001,
  repository: 5_200_000_001,
  workflow: 5_300_000_001,
  run: 19_400_000_001,
  checkSuite: 41_000_000_001,
  job: 55_000_000_001,
  runner: 6_000_000_001,
  artifact: 7_500_000_001,
  pull: 5_900_000_001,
} as const

export type IdKind = keyof typeof firstIds

/** Counts up per kind. */
export function createIds(): (kind: IdKind) => number {
  const next: Record<IdKind, number> = { ...firstIds }
  return (kind) => next[kind]++
}

/** A commit id that is the same on every run for the same seed. */
export const shaOf = (seed: string): string => createHash('sha1').update(seed).digest('hex')

/** GraphQL's global id; only its form matters. */
export const nodeId = (kind: string, id: number | string): string =>
  Buffer.from(`0${kind.length}:${kind}${id}`).toString('base64')

/** A stable UUID for a text. */
export function uuidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
