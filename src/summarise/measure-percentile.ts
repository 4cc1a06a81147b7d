/** The p-th percentile (0 to 1) of values in any order, between neighbours in proportion; null for none. */
export function percentile(values: readonly number[], p: number): number | null {
  const sorted = values.toSorted((one, other) => one - other)
  const position = (sorted.length - 1) * p
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) return null
  return below + (above - below) * (position - Math.floor(position))
}
