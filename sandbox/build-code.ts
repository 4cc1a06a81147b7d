import { account } from './accounts.ts'
import { ago, momentMs, spanMs } from './clock.ts'
import type { Moment } from './clock.ts'
import { commitsAhead } from './git.ts'
import { shaOf } from './identity.ts'
import type { Commit, Pull, Repository } from './world.ts'

/** Builds what stands beside the runs: commits, branches, tags and pull requests. */

export interface CommitOptions {
  readonly branch?: string
  readonly count?: number
  readonly messages?: readonly string[]
  readonly author?: string
  /** Time of the last of them; they are a minute apart. */
  readonly at?: Moment
  /** A second parent for the first of them: a merge. */
  readonly merges?: string
}

/** Commits on top of a branch (made when it is new), oldest first in the answer. */
export function addCommits(repository: Repository, options: CommitOptions = {}): readonly Commit[] {
  const { world } = repository
  const branch = options.branch ?? repository.defaultBranch
  const count = options.count ?? options.messages?.length ?? 1
  const author = account(world, options.author ?? 'octocat')
  const lastAt = momentMs(options.at ?? world.clock.now())
  const made: Commit[] = []
  let parent = repository.branches.get(branch) ?? repository.branches.get(repository.defaultBranch)
  for (let index = 0; index < count; index++) {
    const merged = index === 0 && options.merges !== undefined ? [options.merges] : []
    const commit: Commit = {
      sha: world.nextSha(),
      parents: [...(parent === undefined ? [] : [parent]), ...merged],
      message: options.messages?.[index] ?? `Change ${index + 1} on ${branch}`,
      author,
      committedAt: lastAt - (count - 1 - index) * 60_000,
    }
    repository.commits.set(commit.sha, commit)
    made.push(commit)
    parent = commit.sha
  }
  if (parent !== undefined) repository.branches.set(branch, parent)
  return made
}

/** A branch at a commit (default: the default branch's tip); returns that commit's SHA. */
export function addBranch(repository: Repository, name: string, from?: string): string {
  const sha = from ?? tipOf(repository, repository.defaultBranch)
  repository.branches.set(name, sha)
  return sha
}

/** A tag at a commit (default: the default branch's tip); returns that commit's SHA. */
export function addTag(repository: Repository, name: string, at?: string): string {
  const sha = at ?? tipOf(repository, repository.defaultBranch)
  repository.tags.set(name, sha)
  return sha
}

function tipOf(repository: Repository, branch: string): string {
  const sha = repository.branches.get(branch)
  if (sha === undefined) throw new Error(`${repository.name} has no branch ${branch}`)
  return sha
}

export interface PullOptions {
  readonly number?: number
  readonly title?: string
  readonly state?: Pull['state']
  readonly merged?: boolean
  readonly author?: string
  readonly headBranch?: string
  /** Default: the repository itself. */
  readonly headRepository?: Repository
  readonly baseBranch?: string
  readonly createdAt?: Moment
  readonly closedAt?: Moment
}

/** A pull request; its head branch gets a commit when it has none that the base does not have. */
export function addPull(repository: Repository, options: PullOptions = {}): Pull {
  const { world } = repository
  const head = options.headRepository ?? repository
  const number = options.number ?? Math.max(0, ...repository.pulls.keys()) + 1
  const headBranch = options.headBranch ?? `topic-${number}`
  const baseBranch = options.baseBranch ?? repository.defaultBranch
  const createdAt = momentMs(options.createdAt ?? ago(world, { days: 2 }))
  const author = options.author ?? (head === repository ? 'octocat' : head.owner.login)
  const state = options.state ?? (options.merged === true ? 'closed' : 'open')
  const closedAt = state === 'closed' ? momentMs(options.closedAt ?? createdAt + spanMs({ hours: 5 })) : null
  const pull: Pull = {
    repository,
    id: world.nextId('pull'),
    number,
    title: options.title ?? `Pull request ${number}`,
    state,
    mergedAt: options.merged === true ? closedAt : null,
    closedAt,
    createdAt,
    updatedAt: closedAt ?? createdAt,
    author: account(world, author),
    headBranch,
    headSha: '',
    mergeSha: '',
    headRepository: head,
    headOwner: head.owner,
    baseBranch,
    baseSha: tipOf(repository, baseBranch),
    commits: [],
  }
  readHead(pull, head)
  if (pull.commits.length === 0) pushToPull(pull, { at: createdAt })
  repository.pulls.set(number, pull)
  return pull
}

/** Commits on a pull request's head branch, as a push would make them; they become its head. */
export function pushToPull(pull: Pull, options: Omit<CommitOptions, 'branch'> = {}): readonly Commit[] {
  if (pull.headRepository === null) throw new Error(`the fork of pull request ${pull.number} is gone`)
  const made = addCommits(pull.headRepository, {
    author: pull.author.login,
    ...options,
    branch: pull.headBranch,
  })
  readHead(pull, pull.headRepository)
  return made
}

function readHead(pull: Pull, head: Repository): void {
  const base = head.commits.get(pull.baseSha)
  const tip = head.commits.get(head.branches.get(pull.headBranch) ?? '')
  if (base === undefined || tip === undefined) return
  pull.headSha = tip.sha
  pull.mergeSha = shaOf(`merge ${pull.baseSha} ${tip.sha}`)
  head.commits.set(pull.mergeSha, {
    sha: pull.mergeSha,
    parents: [pull.baseSha, tip.sha],
    message: `Merge ${tip.sha} into ${pull.baseSha}`,
    author: pull.author,
    committedAt: tip.committedAt,
  })
  pull.commits = commitsAhead(head, base, tip).map((commit) => commit.sha)
}
