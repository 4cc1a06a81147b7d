/**
 * Reports made small for the page and whole again in it: lists of like objects become columns, in which each text is
 * written once. Plain JSON, so that whoever looks into the page can read it.
 */

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Lists shorter than this are as short as they are. */
const minRows = 8
/** No field of a report is called so. */
const tableMark = '$columns'

/** `data` with its tables in columns, and the texts that they point to. */
export interface Packed {
  readonly texts: readonly string[]
  readonly data: Json
}

/** Packs what `JSON.stringify` would write of a value. Throws for what JSON cannot hold. */
export function pack(value: unknown): Packed {
  const parsed: unknown = JSON.parse(JSON.stringify(value))
  if (!isJson(parsed)) throw new TypeError('A report holds what JSON cannot.')
  const texts = new Map<string, number>()
  const data = packValue(parsed, texts)
  return { texts: [...texts.keys()], data }
}

/** What was packed. */
export const unpack = ({ texts, data }: Packed): Json => unpackValue(data, texts)

/** Whether a value is made of what JSON can hold. */
export function isJson(value: unknown): value is Json {
  if (Array.isArray(value)) return value.every(isJson)
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isJson)
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

/** Whether a value is an object of JSON. */
export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value)

/** Array.isArray does not know lists that are read-only. */
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

function packValue(value: Json, texts: Map<string, number>): Json {
  if (isList(value)) return packList(value, texts)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, packValue(each, texts)]))
}

function packList(list: readonly Json[], texts: Map<string, number>): Json {
  const rows = list.filter(isObject)
  const keys = Object.keys(rows[0] ?? {})
  const isTable =
    list.length >= minRows &&
    rows.length === list.length &&
    keys.length > 0 &&
    rows.every((row) => isSameList(Object.keys(row), keys))
  if (!isTable) return list.map((item) => packValue(item, texts))
  const columns = keys.map((key) =>
    packColumn(
      rows.map((row) => row[key] ?? null),
      texts,
    ),
  )
  return { [tableMark]: Object.fromEntries(keys.map((key, index) => [key, columns[index] ?? null])) }
}

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index])

/** Texts and nulls as places in the list of texts (-1 for null), anything else as it is. */
function packColumn(values: readonly Json[], texts: Map<string, number>): Json {
  if (!values.some(isText) || !values.every((value) => value === null || isText(value)))
    return { values: values.map((value) => packValue(value, texts)) }
  return { texts: values.map((value) => (isText(value) ? placeOf(value, texts) : -1)) }
}

const isText = (value: Json): value is string => typeof value === 'string'

function placeOf(text: string, texts: Map<string, number>): number {
  const known = texts.get(text)
  if (known !== undefined) return known
  texts.set(text, texts.size)
  return texts.size - 1
}

function unpackValue(value: Json, texts: readonly string[]): Json {
  if (isList(value)) return value.map((item) => unpackValue(item, texts))
  if (!isObject(value)) return value
  const columns = value[tableMark]
  if (isObject(columns)) return unpackTable(columns, texts)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unpackValue(each, texts)]))
}

function unpackTable(columns: { readonly [key: string]: Json }, texts: readonly string[]): Json {
  const unpacked = Object.entries(columns).map(([key, column]) => ({
    key,
    values: unpackColumn(column, texts),
  }))
  const [first] = unpacked
  return (first?.values ?? []).map((_, row) =>
    Object.fromEntries(unpacked.map(({ key, values }) => [key, values[row] ?? null])),
  )
}

function unpackColumn(column: Json, texts: readonly string[]): readonly Json[] {
  if (!isObject(column)) return []
  if (isList(column['texts']))
    return column['texts'].map((place) => (typeof place === 'number' ? (texts[place] ?? null) : null))
  return isList(column['values']) ? column['values'].map((value) => unpackValue(value, texts)) : []
}
