import type { components } from '@octokit/openapi-types'
import { timestamp } from './clock.ts'
import { nodeId } from './identity.ts'
import { fullName } from './world.ts'
import type { Account, Repository } from './world.ts'

type Schemas = components['schemas']

/** Where answers point to: the API's base as the client addressed it, and the site for people. */
export interface Links {
  readonly api: string
  readonly site: string
}

export const repositoryUrl = (links: Links, repository: Repository): string =>
  `${links.api}/repos/${fullName(repository)}`

export const repositoryPage = (links: Links, repository: Repository): string =>
  `${links.site}/${fullName(repository)}`

export function renderAccount(links: Links, account: Account): Schemas['simple-user'] {
  const url = `${links.api}/users/${account.login}`
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('User', account.id),
    avatar_url: `${links.site}/identicons/${account.login}.png`,
    gravatar_id: '',
    url,
    html_url: `${links.site}/${account.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  }
}

/** The user behind a token, as others see them. */
export const renderUser = (links: Links, account: Account): Schemas['public-user'] => ({
  ...renderAccount(links, account),
  name: account.login,
  company: null,
  blog: null,
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: 1,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: '2012-03-04T05:06:07Z',
  updated_at: '2026-01-02T03:04:05Z',
})

/** The part that every form of a repository has, and all that runs show of theirs. */
export function renderShortRepository(links: Links, repository: Repository) {
  const url = repositoryUrl(links, repository)
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.isPrivate,
    owner: renderAccount(links, repository.owner),
    html_url: repositoryPage(links, repository),
    description: repository.description,
    fork: repository.parent !== null,
    url,
    forks_url: `${url}/forks`,
    keys_url: `${url}/keys{/key_id}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    hooks_url: `${url}/hooks`,
    issue_events_url: `${url}/issues/events{/number}`,
    events_url: `${url}/events`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    tags_url: `${url}/tags`,
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    languages_url: `${url}/languages`,
    stargazers_url: `${url}/stargazers`,
    contributors_url: `${url}/contributors`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    commits_url: `${url}/commits{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    merges_url: `${url}/merges`,
    archive_url: `${url}/{archive_format}{/ref}`,
    downloads_url: `${url}/downloads`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    labels_url: `${url}/labels{/name}`,
    releases_url: `${url}/releases{/id}`,
    deployments_url: `${url}/deployments`,
  } satisfies Schemas['minimal-repository']
}

/** The description still requires it of repositories, though it calls it deprecated. */
const formerlyRequired = { has_downloads: true }

/** A repository as listings and pull requests show it. */
export function renderRepository(links: Links, repository: Repository) {
  const page = repositoryPage(links, repository)
  const openPulls = [...repository.pulls.values()].filter((pull) => pull.state === 'open').length
  const pushedAt = Math.max(
    repository.createdAt,
    repository.commits.get(repository.branches.get(repository.defaultBranch) ?? '')?.committedAt ?? 0,
  )
  return {
    ...renderShortRepository(links, repository),
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(pushedAt),
    pushed_at: timestamp(pushedAt),
    git_url: page.replace(/^https?:/, 'git:') + '.git',
    ssh_url: `git@${new URL(links.site).hostname}:${fullName(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 4321,
    stargazers_count: 0,
    watchers_count: 0,
    language: 'TypeScript',
    has_issues: true,
    has_projects: true,
    ...formerlyRequired,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repository.isArchived,
    disabled: false,
    open_issues_count: openPulls,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.isPrivate ? 'private' : 'public',
    forks: 0,
    open_issues: openPulls,
    watchers: 0,
    default_branch: repository.defaultBranch,
  } satisfies Schemas['repository']
}

export function renderFullRepository(links: Links, repository: Repository): Schemas['full-repository'] {
  const parent = repository.parent === null ? {} : { parent: renderRepository(links, repository.parent) }
  return {
    ...renderRepository(links, repository),
    ...parent,
    ...(repository.parent === null ? {} : { source: renderRepository(links, repository.parent) }),
    network_count: 0,
    subscribers_count: 1,
  }
}
