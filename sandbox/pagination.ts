import type { ApiRequest } from './endpoint.ts'

/** Defaults and cap that GitHub documents for every listing. */
const defaultPerPage = 30
const maxPerPage = 100

export interface PageOf<Row> {
  readonly rows: readonly Row[]
  readonly link?: string
}

function positive(text: string | null, fallback: number): number {
  const number = text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0
  return number >= 1 ? number : fallback
}

/** The page that the query asks for, and its Link header in the form that GitHub sends. */
export function pageOf<Row>(request: ApiRequest, rows: readonly Row[]): PageOf<Row> {
  const perPage = Math.min(positive(request.query.get('per_page'), defaultPerPage), maxPerPage)
  const page = positive(request.query.get('page'), 1)
  const lastPage = Math.max(1, Math.ceil(rows.length / perPage))
  const links: string[] = []
  const add = (relation: string, number: number) => {
    const query = new URLSearchParams(request.query)
    query.set('page', String(number))
    links.push(`<${request.links.api}${request.canonicalPath}?${query.toString()}>; rel="${relation}"`)
  }
  if (page > 1) add('prev', Math.min(page - 1, lastPage))
  if (page < lastPage) {
    add('next', page + 1)
    add('last', lastPage)
  } else if (page > lastPage) {
    add('last', lastPage)
  }
  if (page > 1) add('first', 1)
  const slice = rows.slice((page - 1) * perPage, page * perPage)
  return links.length === 0 ? { rows: slice } : { rows: slice, link: links.join(', ') }
}

/** A 200 of one page: `render` makes its JSON. */
export function listing<Row, Json>(
  request: ApiRequest,
  rows: readonly Row[],
  render: (page: readonly Row[]) => Json,
): { readonly status: 200; readonly json: Json; readonly link?: string } {
  const page = pageOf(request, rows)
  const json = render(page.rows)
  return page.link === undefined ? { status: 200, json } : { status: 200, json, link: page.link }
}
