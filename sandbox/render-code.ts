import type { components } from '@octokit/openapi-types'
import { timestamp } from './clock.ts'
import { nodeId, shaOf } from './identity.ts'
import { renderAccount, renderRepository, repositoryPage, repositoryUrl } from './render-repositories.ts'
import type { Links } from './render-repositories.ts'
import type { Account, Commit, Pull, Repository } from './world.ts'

type Schemas = components['schemas']

export function renderCommit(links: Links, repository: Repository, commit: Commit): Schemas['commit'] {
  const url = repositoryUrl(links, repository)
  const page = repositoryPage(links, repository)
  const person = {
    name: commit.author.login,
    email: `${commit.author.login}@example.com`,
    date: timestamp(commit.committedAt),
  }
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    commit: {
      author: person,
      committer: person,
      message: commit.message,
      tree: { sha: shaOf(`tree ${commit.sha}`), url: `${url}/git/trees/${shaOf(`tree ${commit.sha}`)}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: renderAccount(links, commit.author),
    committer: renderAccount(links, commit.author),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  }
}

export interface NamedCommit {
  readonly name: string
  readonly sha: string
}

export const renderShortBranch = (
  links: Links,
  repository: Repository,
  branch: NamedCommit,
): Schemas['short-branch'] => ({
  name: branch.name,
  commit: { sha: branch.sha, url: `${repositoryUrl(links, repository)}/commits/${branch.sha}` },
  protected: false,
})

export function renderBranch(
  links: Links,
  repository: Repository,
  branch: { readonly name: string; readonly commit: Commit },
): Schemas['branch-with-protection'] {
  const self = `${repositoryUrl(links, repository)}/branches/${encodePath(branch.name)}`
  return {
    name: branch.name,
    commit: renderCommit(links, repository, branch.commit),
    _links: { self, html: `${repositoryPage(links, repository)}/tree/${encodePath(branch.name)}` },
    protected: false,
    protection: { enabled: false },
    protection_url: `${self}/protection`,
  }
}

export function renderTag(links: Links, repository: Repository, tag: NamedCommit): Schemas['tag'] {
  const url = repositoryUrl(links, repository)
  return {
    name: tag.name,
    zipball_url: `${url}/zipball/refs/tags/${encodePath(tag.name)}`,
    tarball_url: `${url}/tarball/refs/tags/${encodePath(tag.name)}`,
    commit: { sha: tag.sha, url: `${url}/commits/${tag.sha}` },
    node_id: nodeId('Ref', tag.name),
  }
}

/** `name` is the full one: `refs/heads/main`. */
export function renderReference(
  links: Links,
  repository: Repository,
  reference: NamedCommit,
): Schemas['git-ref'] {
  const url = repositoryUrl(links, repository)
  return {
    ref: reference.name,
    node_id: nodeId('Ref', reference.name),
    url: `${url}/git/${encodePath(reference.name)}`,
    object: { sha: reference.sha, type: 'commit', url: `${url}/git/commits/${reference.sha}` },
  }
}

const encodePath = (name: string): string => name.split('/').map(encodeURIComponent).join('/')

/** A pull request as listings show it. Its head repository is null when the fork is gone. */
export function renderPull(links: Links, pull: Pull): Schemas['pull-request-simple'] {
  const { repository } = pull
  const url = `${repositoryUrl(links, repository)}/pulls/${pull.number}`
  const page = `${repositoryPage(links, repository)}/pull/${pull.number}`
  const issue = `${repositoryUrl(links, repository)}/issues/${pull.number}`
  const statuses = `${repositoryUrl(links, repository)}/statuses/${pull.headSha}`
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: renderAccount(links, pull.author),
    body: null,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.updatedAt),
    closed_at: pull.closedAt === null ? null : timestamp(pull.closedAt),
    merged_at: pull.mergedAt === null ? null : timestamp(pull.mergedAt),
    merge_commit_sha: pull.mergeSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: [],
    milestone: null,
    draft: false,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repositoryUrl(links, repository)}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: renderHead(links, pull),
    base: {
      label: `${repository.owner.login}:${pull.baseBranch}`,
      ref: pull.baseBranch,
      sha: pull.baseSha,
      user: renderAccount(links, repository.owner),
      repo: renderRepository(links, repository),
    },
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${repositoryUrl(links, repository)}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: pull.headRepository === repository ? 'MEMBER' : 'CONTRIBUTOR',
    auto_merge: null,
  }
}

function renderHead(links: Links, pull: Pull): Schemas['pull-request-simple']['head'] {
  const owner: Account = pull.headOwner
  const gone = null as unknown as Schemas['repository']
  return {
    label: `${owner.login}:${pull.headBranch}`,
    ref: pull.headBranch,
    sha: pull.headSha,
    user: renderAccount(links, owner),
    repo: pull.headRepository === null ? gone : renderRepository(links, pull.headRepository),
  }
}

export function renderFullPull(links: Links, pull: Pull): Schemas['pull-request'] {
  const simple = renderPull(links, pull)
  return {
    ...simple,
    state: pull.state,
    labels: [],
    assignees: [],
    head: { ...simple.head, user: renderAccount(links, pull.headOwner) },
    base: { ...simple.base, user: renderAccount(links, pull.repository.owner) },
    merged: pull.mergedAt !== null,
    mergeable: pull.state === 'open' ? true : null,
    rebaseable: pull.state === 'open' ? true : null,
    mergeable_state: pull.state === 'open' ? 'clean' : 'unknown',
    merged_by: pull.mergedAt === null ? null : renderAccount(links, pull.author),
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: pull.commits.length,
    additions: 10,
    deletions: 2,
    changed_files: 1,
  } as Schemas['pull-request']
}
