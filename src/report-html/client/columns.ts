/** Columns that tables have in common. */
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
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

/** A hostile name that leads somewhere. */
export const linkColumn = <T>(
  title: string,
  value: (row: T) => string,
  url: (row: T) => string,
): Column<T> => ({ title, kind: 'text', value, show: (row) => linkTo(value(row), url(row)) })

/** Words of our own. */
export const wordColumn = <T>(title: string, value: (row: T) => string): Column<T> => ({
  title,
  kind: 'text',
  value,
})
