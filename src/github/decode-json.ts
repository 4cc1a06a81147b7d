/** Reading JSON that others wrote: each function takes what it asks for, or throws a DecodeError naming the field. */

/** The answer is not what the API describes. The message names the field: `workflow_runs[3].id is missing`. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
}

export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object, or an error; `what` names it in the error. */
export function asObject(value: unknown, what: string): Json {
  if (isObject(value)) return value
  throw new DecodeError(`${what} is ${describe(value)}, not an object`)
}

export const objectAt = (json: Json, key: string): Json => asObject(json[key], key)

/** Null where the field is missing, null, or no object. */
export const objectOrNull = (json: Json, key: string): Json | null => {
  const value = json[key]
  return isObject(value) ? value : null
}

export function numberAt(json: Json, key: string): number {
  const value = json[key]
  if (isExact(value)) return value
  throw new DecodeError(
    typeof value === 'number' ? `${key} is too large a number` : `${key} is ${describe(value)}, not a number`,
  )
}

/** Beyond these bounds JSON.parse rounds, and an id would be that of something else. */
const isExact = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER

export const numberOrNull = (json: Json, key: string): number | null => {
  const value = json[key]
  return isExact(value) ? value : null
}

export function textAt(json: Json, key: string): string {
  const value = json[key]
  if (typeof value === 'string') return value
  throw new DecodeError(`${key} is ${describe(value)}, not a text`)
}

/** Null where the field is missing, null, or empty: the API writes '' for null in places. */
export const textOrNull = (json: Json, key: string): string | null => {
  const value = json[key]
  return typeof value === 'string' && value !== '' ? value : null
}

/** A time in milliseconds since the epoch, or an error. */
export function timeAt(json: Json, key: string): number {
  const time = timeOrNull(json, key)
  if (time !== null) return time
  throw new DecodeError(`${key} is ${describe(json[key])}, not a time`)
}

/** Null also for year 1 ("0001-01-01T00:00:00Z"), which servers written in Go send for "none". */
export const timeOrNull = (json: Json, key: string): number | null => {
  const value = json[key]
  const timeMs = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(timeMs) || timeMs <= 0 ? null : timeMs
}

/** True only for `true`. */
export const isTrueAt = (json: Json, key: string): boolean => json[key] === true

/** A list of decoded objects; errors get the place in the list. */
export function listAt<T>(json: Json, key: string, decode: (item: Json) => T): readonly T[] {
  return decodeList(json[key], { what: key, decode })
}

/** As listAt, but empty where the field is missing or null. */
export const listOrEmpty = <T>(json: Json, key: string, decode: (item: Json) => T): readonly T[] =>
  json[key] === undefined || json[key] === null ? [] : listAt(json, key, decode)

/** A whole answer that is a list. */
export function decodeList<T>(
  value: unknown,
  { what, decode }: { readonly what: string; readonly decode: (item: Json) => T },
): readonly T[] {
  if (!Array.isArray(value)) throw new DecodeError(`${what} is ${describe(value)}, not a list`)
  return value.map((item: unknown, index) => {
    const place = `${what}[${index}]`
    const object = asObject(item, place)
    try {
      return decode(object)
    } catch (error) {
      if (error instanceof DecodeError) throw new DecodeError(`${place}.${error.message}`)
      throw error
    }
  })
}

/** The texts of a list; whatever else is in it is left out. */
export const textsOrEmpty = (json: Json, key: string): readonly string[] => {
  const value = json[key]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (value === '') return 'empty'
  if (typeof value === 'string') return 'a text'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
