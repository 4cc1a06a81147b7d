import { endpoint, idOf, notFound, publicRead, textOf } from './endpoint.ts'
import type { ApiRequest, Endpoint } from './endpoint.ts'
import { resolveCommit } from './git.ts'
import { listing } from './pagination.ts'
import { renderFullPull, renderPull } from './render-code.ts'
import type { Pull } from './world.ts'

const read = publicRead('pull-requests')

type PullTest = (pull: Pull) => boolean

/** `state`, `head` (`owner:branch`; a value without owner is ignored, as GitHub does) and `base`. */
function tests(query: URLSearchParams): readonly PullTest[] {
  const state = query.get('state') ?? 'open'
  const head = query.get('head')
  const base = query.get('base')
  const found: PullTest[] = []
  if (state !== 'all') found.push((pull) => pull.state === (state === 'closed' ? 'closed' : 'open'))
  if (head?.includes(':') === true) {
    const [owner = '', ...branch] = head.split(':')
    found.push(
      (pull) =>
        pull.headOwner.login.toLowerCase() === owner.toLowerCase() && pull.headBranch === branch.join(':'),
    )
  }
  if (base !== null && base !== '') found.push((pull) => pull.baseBranch === base)
  return found
}

const sortKeys = {
  created: (pull: Pull) => pull.createdAt,
  updated: (pull: Pull) => pull.updatedAt,
} as const

function sorted(query: URLSearchParams, pulls: readonly Pull[]): readonly Pull[] {
  const keyOf = query.get('sort') === 'updated' ? sortKeys.updated : sortKeys.created
  const direction = query.get('direction') === 'asc' ? 1 : -1
  return pulls.toSorted((a, b) => direction * (keyOf(a) - keyOf(b) || a.number - b.number))
}

const pullListing = (request: ApiRequest, pulls: readonly Pull[]) =>
  listing(request, pulls, (page) => page.map((pull) => renderPull(request.links, pull)))

export const pullEndpoints: readonly Endpoint[] = [
  endpoint('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', read, (request) => {
    const commit = resolveCommit(request.repository, textOf(request, 'commit_sha'))
    if (commit === undefined) throw notFound()
    const pulls = [...request.repository.pulls.values()].filter((pull) => pull.commits.includes(commit.sha))
    return pullListing(request, pulls)
  }),

  endpoint('GET /repos/{owner}/{repo}/pulls', read, (request) => {
    const wanted = tests(request.query)
    const pulls = [...request.repository.pulls.values()].filter((pull) => wanted.every((test) => test(pull)))
    return pullListing(request, sorted(request.query, pulls))
  }),

  endpoint('GET /repos/{owner}/{repo}/pulls/{pull_number}', read, (request) => {
    const pull = request.repository.pulls.get(idOf(request, 'pull_number'))
    if (pull === undefined) throw notFound()
    return { status: 200, json: renderFullPull(request.links, pull) }
  }),
]
