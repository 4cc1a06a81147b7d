/** Tables that one can sort, filter and page through, with the keyboard as well. */
import { formatCount } from '../../text/format.ts'
import { button, el, type Child } from './dom.ts'

/** A value to sort and filter by. */
export type Value = string | number | null

export interface Column<T> {
  readonly title: string
  readonly value: (row: T) => Value
  /** What the cell shows; default the value. */
  readonly show?: (row: T) => Child
  /** Numbers are right-aligned, and sorted from the highest first. */
  readonly kind: 'text' | 'number'
}

export interface TableOptions<T> {
  /** What it lists, for people who do not see it. */
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
}

/** Rows at once: more slow the page down. */
const pageRows = 50
/** Fewer rows than these need no filter. */
const minFiltered = 8

interface State {
  sortBy: number | null
  direction: 'ascending' | 'descending'
  filter: string
  page: number
}

/** A table of all rows; empty ones are said to be empty. */
export function dataTable<T>(options: TableOptions<T>): HTMLElement {
  const { label, columns, rows } = options
  if (rows.length === 0) return el('p', { class: 'empty' }, 'None.')
  const state: State = { sortBy: null, direction: 'descending', filter: '', page: 0 }
  const texts = memoize(() => rows.map((row) => textOf(row, columns)))
  const body = el('tbody', {})
  const status = el('span', { role: 'status', class: 'count' })
  const headers = columns.map((column, index) => headerCell(column, () => sortBy(index)))
  const previous = button('Previous', () => turn(-1))
  const next = button('Next', () => turn(1))

  const update = (): void => {
    const found = sorted(filtered(rows, texts, state.filter), columns, state)
    const pages = Math.max(1, Math.ceil(found.length / pageRows))
    state.page = Math.min(Math.max(0, state.page), pages - 1)
    const from = state.page * pageRows
    const shown = found.slice(from, from + pageRows)
    body.replaceChildren(...shown.map((row) => rowOf(row, columns)))
    status.textContent = countText({ from, shown: shown.length, found: found.length, all: rows.length })
    previous.disabled = state.page === 0
    next.disabled = state.page >= pages - 1
    for (const [index, header] of headers.entries())
      header.setAttribute('aria-sort', state.sortBy === index ? state.direction : 'none')
  }
  const turn = (step: number): void => {
    state.page += step
    update()
  }
  const sortBy = (index: number): void => {
    const first = columns[index]?.kind === 'number' ? 'descending' : 'ascending'
    const other = first === 'descending' ? 'ascending' : 'descending'
    state.direction = state.sortBy === index && state.direction === first ? other : first
    state.sortBy = index
    state.page = 0
    update()
  }

  update()
  return el(
    'div',
    { class: 'data' },
    el(
      'div',
      { class: 'controls' },
      rows.length < minFiltered
        ? null
        : filterField(label, (filter) => {
            state.filter = filter
            state.page = 0
            update()
          }),
      status,
      rows.length <= pageRows ? null : previous,
      rows.length <= pageRows ? null : next,
    ),
    el(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
      el('table', {}, el('caption', {}, label), el('thead', {}, el('tr', {}, ...headers)), body),
    ),
  )
}

function headerCell<T>({ title, kind }: Column<T>, onClick: () => void): HTMLTableCellElement {
  return el('th', { scope: 'col', class: kind, 'aria-sort': 'none' }, button(title, onClick))
}

const rowOf = <T>(row: T, columns: readonly Column<T>[]): HTMLTableRowElement =>
  el(
    'tr',
    {},
    ...columns.map((column) =>
      el(
        'td',
        { class: column.kind },
        column.show === undefined ? shownValue(column.value(row)) : column.show(row),
      ),
    ),
  )

const shownValue = (value: Value): string =>
  value === null ? '' : typeof value === 'number' ? formatCount(value) : value

function filterField(label: string, onChange: (filter: string) => void): HTMLElement {
  const input = el('input', { type: 'search', placeholder: 'Filter', 'aria-label': `Filter: ${label}` })
  input.addEventListener('input', () => onChange(input.value.trim().toLowerCase()))
  return input
}

const textOf = <T>(row: T, columns: readonly Column<T>[]): string =>
  columns
    .filter(({ kind }) => kind === 'text')
    .map(({ value }) => String(value(row) ?? ''))
    .join('\n')
    .toLowerCase()

function filtered<T>(rows: readonly T[], texts: () => readonly string[], filter: string): readonly T[] {
  if (filter === '') return rows
  const searched = texts()
  return rows.filter((_, index) => searched[index]?.includes(filter) === true)
}

/** Rows without a value come last, whichever the direction. */
function sorted<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  { sortBy, direction }: State,
): readonly T[] {
  const column = sortBy === null ? undefined : columns[sortBy]
  if (column === undefined) return rows
  const sign = direction === 'ascending' ? 1 : -1
  return rows
    .map((row) => ({ row, value: column.value(row) }))
    .sort((one, other) => compare(one.value, other.value, sign))
    .map(({ row }) => row)
}

function compare(one: Value, other: Value, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  if (typeof one === 'number' && typeof other === 'number') return sign * (one - other)
  return sign * collator.compare(String(one), String(other))
}

const collator = new Intl.Collator('en', { numeric: true })

interface Count {
  readonly from: number
  readonly shown: number
  readonly found: number
  readonly all: number
}

function countText({ from, shown, found, all }: Count): string {
  const of = found === all ? formatCount(all) : `${formatCount(found)} found of ${formatCount(all)}`
  return found <= pageRows
    ? `${of} ${found === 1 ? 'row' : 'rows'}`
    : `${formatCount(from + 1)}–${formatCount(from + shown)} of ${of}`
}

function memoize<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}
