/** Columns that tables have in common. */
import {
  formatAge,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatSigned,
  formatTimestamp,
} from '../../text/format.ts'
import { el, linkTo, nameOf } from './dom.ts'
import type { Column } from './table.ts'

/** A number as it is. */
export const countColumn = <T>(title: string, value: (row: T) => number | null): Column<T> =>
  formattedColumn(title, value, formatCount)

export const percentColumn = <T>(title: string, value: (row: T) => number | null): Column<T> =>
  formattedColumn(title, value, formatPercent)

/** Milliseconds. */
export const durationColumn = <T>(title: string, value: (row: T) => number | null): Column<T> =>
  formattedColumn(title, value, formatDuration)

export const bytesColumn = <T>(title: string, value: (row: T) => number | null): Column<T> =>
  formattedColumn(title, value, formatBytes)

/** A moment, to the minute. */
export const dateColumn = <T>(title: string, value: (row: T) => number | null): Column<T> =>
  formattedColumn(title, value, (ms) => formatTimestamp(ms).replace(/:\d\d UTC$/, ''))

/** A difference, with its sign. */
export const changeColumn = <T>(
  title: string,
  value: (row: T) => number | null,
  format: (amount: number) => string,
): Column<T> => formattedColumn(title, value, (change) => formatSigned(change, format))

/** A moment, by how long ago it is. */
export const ageColumn = <T>(title: string, value: (row: T) => number | null, nowMs: number): Column<T> =>
  formattedColumn(title, value, (ms) => formatAge(ms, nowMs))

/** Money, with so many digits after the point. */
export const costColumn = <T>(title: string, value: (row: T) => number | null, digits: number): Column<T> =>
  formattedColumn(title, value, (cost) => cost.toFixed(digits))

/** A number that is sorted as one and shown in another form; empty where there is none. */
export const formattedColumn = <T>(
  title: string,
  value: (row: T) => number | null,
  format: (value: number) => string,
): Column<T> => ({
  title,
  kind: 'number',
  value,
  show: (row) => {
    const known = value(row)
    return known === null ? '' : format(known)
  },
})

/** A hostile name. */
export const nameColumn = <T>(title: string, value: (row: T) => string | null): Column<T> => ({
  title,
  kind: 'text',
  value,
  show: (row) => {
    const name = value(row) ?? ''
    return name === '' ? el('span', { class: 'note' }, 'not known') : nameOf(name)
  },
})

/** A hostile name that leads somewhere; nowhere when the address is empty. */
export const linkColumn = <T>(
  title: string,
  linkOf: (row: T) => { readonly name: string; readonly url: string },
): Column<T> => ({
  title,
  kind: 'text',
  value: (row) => linkOf(row).name,
  show: (row) => {
    const { name, url } = linkOf(row)
    return linkTo(name, url)
  },
})

/** Words of our own. */
export const wordColumn = <T>(title: string, value: (row: T) => string): Column<T> => ({
  title,
  kind: 'text',
  value,
})
