/** Rows by id, listed in a fixed order, with one secondary index; listing stays cheap after 100,000 rows. */
export interface Table<Row> {
  readonly size: number
  get(id: number): Row | undefined
  add(row: Row): void
  delete(id: number): boolean
  /** All rows in order. The array is shared: do not change it. */
  list(): readonly Row[]
  /** Rows whose index key is this one, in order. */
  listBy(key: string | number): readonly Row[]
  /** Call after a change of a field that the order or the index looks at. */
  reindex(): void
}

/** `compare` orders the listing; `keyOf` names the index key of a row. */
export function createTable<Row extends { readonly id: number }>(
  compare: (a: Row, b: Row) => number,
  keyOf: (row: Row) => string | number,
): Table<Row> {
  const rows = new Map<number, Row>()
  let sorted: readonly Row[] | null = null
  let byKey: Map<string | number, Row[]> | null = null
  const forget = () => {
    sorted = null
    byKey = null
  }
  const list = () => (sorted ??= [...rows.values()].sort(compare))
  const index = () => {
    if (byKey === null) {
      byKey = new Map()
      for (const row of list()) {
        const key = keyOf(row)
        const group = byKey.get(key)
        if (group === undefined) byKey.set(key, [row])
        else group.push(row)
      }
    }
    return byKey
  }
  return {
    get size() {
      return rows.size
    },
    get: (id) => rows.get(id),
    add: (row) => {
      if (rows.has(row.id)) throw new Error(`id ${row.id} is taken`)
      rows.set(row.id, row)
      forget()
    },
    delete: (id) => {
      const found = rows.delete(id)
      if (found) forget()
      return found
    },
    list,
    listBy: (key) => index().get(key) ?? [],
    reindex: forget,
  }
}
