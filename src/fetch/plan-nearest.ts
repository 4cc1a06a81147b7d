/** Names that are near to one that is not there: what a typo meant, or what was renamed. Pure. */

/** Longer names are compared by their beginnings: the cost of a comparison grows with both lengths. */
const maxComparedLength = 100

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
  const distances = [...new Set(names)].flatMap((name) => {
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

/** Insertions, deletions, replacements and swaps of neighbours that make one text of the other. */
export function editDistance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const next = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSameChar = one[row - 1] === other[column - 1]
      const replaced = at(last, column - 1) + (isSameChar ? 0 : 1)
      const isSwap =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const swapped = isSwap ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(replaced, swapped, at(last, column) + 1, at(next, column - 1) + 1))
    }
    beforeLast = last
    last = next
  }
  return at(last, other.length)
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY
