/** Names that are near to one that is not there: what a typo meant, or what was renamed. Pure. */
import { editDistance } from '../text/nearest.ts'

/** Longer names are compared by their beginnings: the cost of a comparison grows with both lengths. */
const maxComparedLength = 64

/** More names than this are not compared: whoever has as many finds nothing in a list of five. */
const maxComparedNames = 500

/**
 * The names nearest to any of those asked for, nearest first. Near means within a third of the longer name's length
 * in edits, or that one holds the other; case does not count.
 */
export function nearestTo(
  asked: readonly string[],
  names: readonly string[],
  maxCount: number,
): readonly string[] {
  const wanted = asked.map(normal)
  const distances = [...new Set(names)].slice(0, maxComparedNames).flatMap((name) => {
    const distance = Math.min(...wanted.map((want) => nearness(want, normal(name))))
    return Number.isFinite(distance) ? [{ name, distance }] : []
  })
  return distances
    .toSorted((one, other) => one.distance - other.distance || (one.name < other.name ? -1 : 1))
    .slice(0, maxCount)
    .map(({ name }) => name)
}

const normal = (name: string): string => name.slice(0, maxComparedLength).toLowerCase()

function nearness(want: string, name: string): number {
  const distance = editDistance(want, name)
  const longest = Math.max(want.length, name.length)
  if (distance <= Math.max(2, Math.floor(longest / 3))) return distance
  const isPart = want.length >= 3 && name.length >= 3 && (name.includes(want) || want.includes(name))
  return isPart ? longest : Number.POSITIVE_INFINITY
}
