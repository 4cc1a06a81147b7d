import type { Commit, Repository } from './world.ts'

/** The commit that a full or short SHA, a branch, a tag or a full ref names. Branches come before tags. */
export function resolveCommit(repository: Repository, reference: string): Commit | undefined {
  const name = reference.replace(/^refs\/(heads|tags)\//, '').replace(/^(heads|tags)\//, '')
  const sha =
    repository.branches.get(reference) ??
    repository.tags.get(reference) ??
    repository.branches.get(name) ??
    repository.tags.get(name)
  if (sha !== undefined) return repository.commits.get(sha)
  const [, number, kind] = /^refs\/pull\/(\d+)\/(head|merge)$/.exec(reference) ?? []
  const pull = number === undefined ? undefined : repository.pulls.get(Number(number))
  if (pull !== undefined) return repository.commits.get(kind === 'head' ? pull.headSha : pull.mergeSha)
  return resolveSha(repository, reference)
}

const shortestSha = 4

function resolveSha(repository: Repository, sha: string): Commit | undefined {
  const wanted = sha.toLowerCase()
  const exact = repository.commits.get(wanted)
  if (exact !== undefined || wanted.length < shortestSha || !/^[0-9a-f]+$/.test(wanted)) return exact
  let found: Commit | undefined
  for (const commit of repository.commits.values()) {
    if (!commit.sha.startsWith(wanted)) continue
    if (found !== undefined) return undefined
    found = commit
  }
  return found
}

/** A commit and all its ancestors, newest first, children before their parents. */
export function history(repository: Repository, from: Commit): readonly Commit[] {
  const reachable = new Map<string, Commit>()
  const waiting = [from]
  for (let commit = waiting.pop(); commit !== undefined; commit = waiting.pop()) {
    if (reachable.has(commit.sha)) continue
    reachable.set(commit.sha, commit)
    waiting.push(...parentsOf(repository, commit))
  }
  return childrenFirst(repository, reachable)
}

const parentsOf = (repository: Repository, commit: Commit): readonly Commit[] =>
  commit.parents.flatMap((sha) => repository.commits.get(sha) ?? [])

function childrenFirst(repository: Repository, commits: ReadonlyMap<string, Commit>): readonly Commit[] {
  const childCounts = new Map<string, number>()
  for (const commit of commits.values()) {
    for (const parent of parentsOf(repository, commit)) {
      childCounts.set(parent.sha, (childCounts.get(parent.sha) ?? 0) + 1)
    }
  }
  const ready = [...commits.values()].filter((commit) => !childCounts.has(commit.sha))
  const ordered: Commit[] = []
  while (ready.length > 0) {
    ready.sort((a, b) => a.committedAt - b.committedAt)
    const commit = ready.pop()
    if (commit === undefined) break
    ordered.push(commit)
    for (const parent of parentsOf(repository, commit)) {
      const left = (childCounts.get(parent.sha) ?? 1) - 1
      childCounts.set(parent.sha, left)
      if (left === 0) ready.push(parent)
    }
  }
  return ordered
}

/** The best common ancestor: the newest commit that both histories hold. */
export function mergeBase(repository: Repository, base: Commit, head: Commit): Commit | undefined {
  const ofHead = new Set(history(repository, head).map((commit) => commit.sha))
  return history(repository, base).find((commit) => ofHead.has(commit.sha))
}

/** Commits of `head` that `base` does not have, newest first. */
export function commitsAhead(repository: Repository, base: Commit, head: Commit): readonly Commit[] {
  const ofBase = new Set(history(repository, base).map((commit) => commit.sha))
  return history(repository, head).filter((commit) => !ofBase.has(commit.sha))
}
