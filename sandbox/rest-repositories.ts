import { ApiFailure, endpoint, notFound, publicRead, textOf } from './endpoint.ts'
import type { ApiRequest, Endpoint } from './endpoint.ts'
import { listing } from './pagination.ts'
import { renderFullRepository, renderRepository, renderUser } from './render-repositories.ts'
import type { Account, Repository } from './world.ts'

const read = publicRead('metadata')

function ownerOf(request: ApiRequest, login: string, type: Account['type'] | null): Account {
  const account = request.world.accounts.get(login.toLowerCase())
  if (account === undefined || (type !== null && account.type !== type)) throw notFound()
  return account
}

/** Whose token this is; one that is nobody's is refused as GitHub refuses it. */
function userOf({ viewer }: ApiRequest): Account {
  if (viewer.isAnonymous) throw new ApiFailure(401, 'Requires authentication')
  if (viewer.user === null) throw new ApiFailure(403, 'Resource not accessible by integration')
  return viewer.user
}

const visibleOf = (request: ApiRequest, owner: Account): readonly Repository[] =>
  [...request.world.repositories.values()]
    .filter((repository) => repository.owner === owner && request.viewer.canSee(repository))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))

export const repositoryEndpoints: readonly Endpoint[] = [
  endpoint('GET /rate_limit', read, (request) => {
    const { token } = request.viewer
    request.limits.refund(token)
    const quota = request.limits.quota(token)
    if (quota === null || !request.profile.hasRateLimits) {
      throw new ApiFailure(404, 'Rate limiting is not enabled.')
    }
    return { status: 200, json: { resources: { core: quota, search: quota }, rate: quota } }
  }),

  endpoint('GET /user', read, (request) => ({
    status: 200,
    json: renderUser(request.links, userOf(request)),
  })),

  endpoint('GET /user/repos', read, (request) => {
    // Of the affiliations only `owner` is served: collaborators are not modelled.
    const repositories = visibleOf(request, userOf(request))
    return listing(request, repositories, (page) =>
      page.map((repository) => renderRepository(request.links, repository)),
    )
  }),

  endpoint('GET /orgs/{org}/repos', read, (request) =>
    listing(request, visibleOf(request, ownerOf(request, textOf(request, 'org'), 'Organization')), (page) =>
      page.map((repository) => renderRepository(request.links, repository)),
    ),
  ),

  endpoint('GET /users/{username}/repos', read, (request) => {
    // The listing of a user shows the public ones only, whoever asks.
    const repositories = visibleOf(request, ownerOf(request, textOf(request, 'username'), null))
    return listing(
      request,
      repositories.filter((repository) => !repository.isPrivate),
      (page) => page.map((repository) => renderRepository(request.links, repository)),
    )
  }),

  endpoint('GET /repos/{owner}/{repo}', read, (request) => ({
    status: 200,
    json: renderFullRepository(request.links, request.repository),
  })),
]
