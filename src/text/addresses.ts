import { Malformed } from './malformed.ts'

/** `owner/name`, taken apart. */
export interface RepositoryName {
  readonly owner: string
  readonly name: string
}

/** A run or an artifact: an id, and the repository where it was given as a URL. */
export interface IdOrUrl {
  readonly id: number
  readonly repository: RepositoryName | null
}

/** The server whose URLs are meant, for people and for programs. */
export interface Server {
  readonly url: string
  readonly apiUrl: string
}

const ownerShape = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/
const nameShape = /^[A-Za-z0-9._-]{1,100}$/

/** Whether a text can be the name of a user or an organisation. */
export const isOwner = (text: string): boolean => ownerShape.test(text)

/** Parses `owner/name`. Throws Malformed. */
export function parseRepositoryName(text: string): RepositoryName {
  const [owner = '', name = '', ...rest] = text.split('/')
  if (rest.length === 0 && isOwner(owner) && isRepositoryName(name)) return { owner, name }
  throw new Malformed([
    {
      value: text,
      reason: text.includes('://') ? 'is a URL' : 'is no repository',
      valid: 'Write owner/name, such as octo-org/octo-repo',
    },
  ])
}

const isRepositoryName = (text: string): boolean => nameShape.test(text) && text !== '.' && text !== '..'

/**
 * Parses a run: an id, or a URL of the run, of one of its attempts or jobs, or of the run in the API. Throws
 * Malformed; for a URL of another server, too.
 */
export function parseRunAddress(text: string, server: Server): IdOrUrl {
  const valid = `Write an id such as 1234567890, or a URL such as ${server.url}/owner/name/actions/runs/1234567890`
  return parseAddress(text, {
    server,
    valid,
    noun: 'a run',
    path: /^\/runs\/(\d+)(?:\/attempts\/\d+)?(?:\/(?:jobs?(?:\/\d+)?|workflow|usage))?\/?$/,
  })
}

/** Parses an artifact: an id, or a URL of it on its run's page or in the API. Throws Malformed. */
export function parseArtifactAddress(text: string, server: Server): IdOrUrl {
  const valid = `Write an id such as 1234567890, or a URL such as ${server.url}/owner/name/actions/runs/1/artifacts/2`
  return parseAddress(text, {
    server,
    valid,
    noun: 'an artifact',
    path: /^(?:\/runs\/\d+)?\/artifacts\/(\d+)(?:\/zip)?\/?$/,
  })
}

interface AddressKind {
  readonly server: Server
  readonly valid: string
  readonly noun: string
  /** What follows `/owner/name/actions`; the first group is the id. */
  readonly path: RegExp
}

function parseAddress(text: string, kind: AddressKind): IdOrUrl {
  const { server, valid, noun } = kind
  const fail = (reason: string): Malformed => new Malformed([{ value: text, reason, valid }])
  if (/^\d+$/.test(text)) {
    const id = toId(text)
    if (id === null) throw fail('is no id: it is out of range')
    return { id, repository: null }
  }
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw fail(`is neither the id nor the URL of ${noun}`)
  const path = pathOnServer(new URL(text), server)
  if (path === null) throw fail(`is a URL of another server than ${hostOf(server.url)}`)
  const [, owner = '', name = '', rest = ''] = /^\/([^/]+)\/([^/]+)\/actions(\/.*)$/.exec(path) ?? []
  const id = toId(kind.path.exec(rest)?.[1] ?? '')
  if (id === null || !isOwner(owner) || !isRepositoryName(name)) throw fail(`is not the URL of ${noun}`)
  return { id, repository: { owner, name } }
}

/** The path from `/owner` on; null for another server. */
function pathOnServer(url: URL, server: Server): string | null {
  const api = new URL(server.apiUrl)
  const apiPrefix = `${api.pathname.replace(/\/+$/, '')}/repos`
  if (url.host === api.host && url.pathname.startsWith(`${apiPrefix}/`))
    return url.pathname.slice(apiPrefix.length)
  return url.host === hostOf(server.url) ? url.pathname : null
}

const hostOf = (url: string): string => new URL(url).host

/** A positive integer that a number can hold; GitHub's ids are beyond 2^32. */
function toId(text: string): number | null {
  const id = Number(text)
  return text !== '' && Number.isSafeInteger(id) && id > 0 ? id : null
}

/**
 * The address for people of the server behind an API: github.com for api.github.com, a tenant of ghe.com likewise,
 * and the same host for GitHub Enterprise Server.
 */
export function serverUrlOf(apiUrl: string): string {
  const { protocol, host } = new URL(apiUrl)
  const isApiHost = host === 'api.github.com' || /^api\.[^.]+\.ghe\.com$/.test(host)
  return `${protocol}//${isApiHost ? host.slice('api.'.length) : host}`
}
