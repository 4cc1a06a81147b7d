import { ApiFailure, endpoint, notFound, publicRead, textOf } from './endpoint.ts'
import type { Answer, ApiRequest, Endpoint, JsonOf } from './endpoint.ts'
import { commitsAhead, history, mergeBase, resolveCommit } from './git.ts'
import { listing } from './pagination.ts'
import { renderBranch, renderCommit, renderReference, renderShortBranch, renderTag } from './render-code.ts'
import type { NamedCommit } from './render-code.ts'
import { repositoryPage, repositoryUrl } from './render-repositories.ts'
import type { Commit, Repository } from './world.ts'

const read = publicRead('contents')

const named = (references: ReadonlyMap<string, string>): readonly NamedCommit[] =>
  [...references].map(([name, sha]) => ({ name, sha }))

const byName = (a: NamedCommit, b: NamedCommit): number => (a.name < b.name ? -1 : 1)

/** Full names: `refs/heads/…`, `refs/tags/…`, `refs/pull/<n>/head`. */
function allReferences(repository: Repository): readonly NamedCommit[] {
  return [
    ...named(repository.branches).map(({ name, sha }) => ({ name: `refs/heads/${name}`, sha })),
    ...[...repository.pulls.values()].map((pull) => ({
      name: `refs/pull/${pull.number}/head`,
      sha: pull.headSha,
    })),
    ...named(repository.tags).map(({ name, sha }) => ({ name: `refs/tags/${name}`, sha })),
  ].toSorted(byName)
}

/** A side of a comparison: `ref`, or `owner:ref` of a repository of the same network. */
function sideOf(request: ApiRequest, side: string): Commit {
  const [, owner = '', name = ''] = /^([^:]+):(.+)$/.exec(side) ?? []
  const repository =
    owner === ''
      ? request.repository
      : [...request.world.repositories.values()].find(
          (candidate) =>
            candidate.commits === request.repository.commits &&
            candidate.owner.login.toLowerCase() === owner.toLowerCase(),
        )
  const commit = repository === undefined ? undefined : resolveCommit(repository, owner === '' ? side : name)
  if (commit === undefined) throw notFound()
  return commit
}

function comparisonStatus(aheadBy: number, behindBy: number): 'diverged' | 'ahead' | 'behind' | 'identical' {
  if (aheadBy > 0) return behindBy > 0 ? 'diverged' : 'ahead'
  return behindBy > 0 ? 'behind' : 'identical'
}

/** Commits of a comparison's first page, as documented. */
const comparedCommits = 250

function compare(request: ApiRequest): Answer<JsonOf<'GET /repos/{owner}/{repo}/compare/{basehead}'>> {
  const { repository, links } = request
  const basehead = textOf(request, 'basehead')
  const [base = '', head = ''] = basehead.split('...')
  const baseCommit = sideOf(request, base)
  const headCommit = sideOf(request, head)
  const ancestor = mergeBase(repository, baseCommit, headCommit)
  if (ancestor === undefined) {
    throw new ApiFailure(404, `No common ancestor between ${base} and ${head}.`)
  }
  const ahead = commitsAhead(repository, baseCommit, headCommit).toReversed()
  const behind = commitsAhead(repository, headCommit, baseCommit)
  const page = `${repositoryPage(links, repository)}/compare/${encodeURIComponent(basehead)}`
  return {
    status: 200,
    json: {
      url: `${repositoryUrl(links, repository)}/compare/${encodeURIComponent(basehead)}`,
      html_url: page,
      permalink_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      base_commit: renderCommit(links, repository, baseCommit),
      merge_base_commit: renderCommit(links, repository, ancestor),
      status: comparisonStatus(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: ahead.slice(0, comparedCommits).map((commit) => renderCommit(links, repository, commit)),
      files: [],
    },
  }
}

export const codeEndpoints: readonly Endpoint[] = [
  endpoint('GET /repos/{owner}/{repo}/branches', read, (request) =>
    listing(request, named(request.repository.branches).toSorted(byName), (page) =>
      page.map((branch) => renderShortBranch(request.links, request.repository, branch)),
    ),
  ),

  endpoint('GET /repos/{owner}/{repo}/branches/{branch}', read, (request) => {
    const { repository } = request
    const name = textOf(request, 'branch')
    const commit = repository.commits.get(repository.branches.get(name) ?? '')
    if (commit === undefined) throw new ApiFailure(404, 'Branch not found')
    return { status: 200, json: renderBranch(request.links, repository, { name, commit }) }
  }),

  endpoint('GET /repos/{owner}/{repo}/tags', read, (request) =>
    listing(request, named(request.repository.tags).toReversed(), (page) =>
      page.map((tag) => renderTag(request.links, request.repository, tag)),
    ),
  ),

  endpoint('GET /repos/{owner}/{repo}/commits', read, (request) => {
    const { repository } = request
    const from = request.query.get('sha') ?? repository.defaultBranch
    const commit = resolveCommit(repository, from)
    if (commit === undefined) throw notFound()
    return listing(request, history(repository, commit), (page) =>
      page.map((item) => renderCommit(request.links, repository, item)),
    )
  }),

  endpoint('GET /repos/{owner}/{repo}/commits/{ref}', read, (request) => {
    const reference = textOf(request, 'ref')
    const commit = resolveCommit(request.repository, reference)
    if (commit === undefined) throw new ApiFailure(422, `No commit found for SHA: ${reference}`)
    return { status: 200, json: renderCommit(request.links, request.repository, commit) }
  }),

  endpoint('GET /repos/{owner}/{repo}/compare/{basehead}', read, compare),

  endpoint('GET /repos/{owner}/{repo}/git/ref/{ref}', read, (request) => {
    const name = `refs/${textOf(request, 'ref')}`
    const reference = allReferences(request.repository).find((candidate) => candidate.name === name)
    if (reference === undefined) throw notFound()
    return { status: 200, json: renderReference(request.links, request.repository, reference) }
  }),

  endpoint('GET /repos/{owner}/{repo}/git/matching-refs/{ref}', read, (request) => {
    const prefix = `refs/${textOf(request, 'ref')}`
    const matching = allReferences(request.repository).filter((reference) =>
      reference.name.startsWith(prefix),
    )
    return listing(request, matching, (page) =>
      page.map((reference) => renderReference(request.links, request.repository, reference)),
    )
  }),
]
