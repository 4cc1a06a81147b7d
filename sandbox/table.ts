/** Rows by id, listed in a fixed order, with one secondary index; adding and deleting stay cheap at 100,000 rows. */
export interface Table<Row> {
  readonly size: number
  get(id: number): Row | undefined
  add(row: Row): void
  delete(id: number): boolean
  /** All rows in order. The array is the table's own: copy it before you change the table. */
  list(): readonly Row[]
  /** Rows whose index key is this one, in order. As with `list`, the table's own. */
  listBy(key: string | number): readonly Row[]
  /** Call after a change of a field that the order or the index looks at. */
  reindex(): void
}

type Compare<Row> = (a: Row, b: Row) => number

/** `compare` orders the listing and is never 0 for two rows; `keyOf` names the index key of a row. */
export function createTable<Row extends { readonly id: number }>(
  compare: Compare<Row>,
  keyOf: (row: Row) => string | number,
): Table<Row> {
  const rows = new Map<number, Row>()
  // Built when first asked for, then kept up to date.
  let sorted: Row[] | null = null
  let byKey: Map<string | number, Row[]> | null = null
  const forget = () => {
    sorted = null
    byKey = null
  }
  const list = () => (sorted ??= [...rows.values()].sort(compare))
  const index = () => (byKey ??= groupBy(list(), keyOf))
  return {
    get size() {
      return rows.size
    },
    get: (id) => rows.get(id),
    add: (row) => {
      if (rows.has(row.id)) throw new Error(`id ${row.id} is taken`)
      rows.set(row.id, row)
      if (sorted !== null) insert(sorted, row, compare)
      if (byKey === null) return
      const group = byKey.get(keyOf(row))
      if (group === undefined) byKey.set(keyOf(row), [row])
      else insert(group, row, compare)
    },
    delete: (id) => {
      const row = rows.get(id)
      if (row === undefined) return false
      rows.delete(id)
      const group = byKey?.get(keyOf(row))
      const isFound =
        (sorted === null || remove(sorted, row, compare)) &&
        (byKey === null || (group !== undefined && remove(group, row, compare)))
      if (!isFound) forget()
      return true
    },
    list,
    listBy: (key) => index().get(key) ?? [],
    reindex: forget,
  }
}

function groupBy<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string | number,
): Map<string | number, Row[]> {
  const groups = new Map<string | number, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group === undefined) groups.set(keyOf(row), [row])
    else group.push(row)
  }
  return groups
}

/** Where a row stands in a sorted array, or would stand. */
function positionOf<Row>(rows: readonly Row[], row: Row, compare: Compare<Row>): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = rows[middle]
    if (other !== undefined && compare(other, row) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function insert<Row>(rows: Row[], row: Row, compare: Compare<Row>): void {
  rows.splice(positionOf(rows, row, compare), 0, row)
}

/** False when the row is not where its fields say: someone changed them. */
function remove<Row>(rows: Row[], row: Row, compare: Compare<Row>): boolean {
  const position = positionOf(rows, row, compare)
  if (rows[position] !== row) return false
  rows.splice(position, 1)
  return true
}
