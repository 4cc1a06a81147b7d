/** JSON of a listing → a page in our nouns. The nouns themselves are in decode-*.ts. */
import type { Page } from '../world.ts'
import { asObject, decodeList, numberOrNull, type Json } from './decode-json.ts'

/** Lower-case names, as Octokit hands them over. */
export type Headers = Readonly<Record<string, unknown>>

export type Decode<T> = (body: unknown, headers: Headers) => T

/** One object. */
export const decodeOne =
  <T>(what: string, decode: (item: Json) => T): Decode<T> =>
  (body) =>
    decode(asObject(body, what))

/** A page of `{ total_count, <key>: [...] }`. */
export const decodeCountedPage =
  <T>(key: string, decode: (item: Json) => T): Decode<Page<T>> =>
  (body, headers) => {
    const json = asObject(body, 'the answer')
    return {
      items: decodeList(json[key], { what: key, decode }),
      totalCount: numberOrNull(json, 'total_count'),
      hasNext: hasNextLink(headers),
    }
  }

/** A page that is a bare list. */
export const decodeListPage =
  <T>(what: string, decode: (item: Json) => T): Decode<Page<T>> =>
  (body, headers) => ({
    items: decodeList(body, { what, decode }),
    totalCount: null,
    hasNext: hasNextLink(headers),
  })

/** Whether the Link header names a next page. */
export const hasNextLink = (headers: Headers): boolean =>
  typeof headers['link'] === 'string' && /;\s*rel="?next"?/.test(headers['link'])
