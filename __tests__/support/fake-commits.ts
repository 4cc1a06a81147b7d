/** Refs, commits and what pull requests hold of them, for the fake. */
import type { Commit, PullRequest } from '../../src/model.ts'
import type { FakeRepository } from './fake-github.ts'

/** GitHub compares names of owners, repositories and users in any case. */
export const isSameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** A full SHA; a branch, tag or short SHA resolved; else what was given. */
export const resolveRef = (repository: FakeRepository, name: string): string =>
  [...repository.branches, ...repository.tags].find((ref) => ref.name === name)?.sha ??
  (/^[0-9a-f]{4,39}$/.test(name)
    ? repository.commits.find(({ sha }) => sha.startsWith(name))?.sha
    : undefined) ??
  name

export const commitOf = (repository: FakeRepository, sha: string): Commit | undefined =>
  repository.commits.find((commit) => commit.sha === sha)

/** The commit and its ancestors, nearest first. */
export function walk(repositories: readonly FakeRepository[], tip: string): readonly Commit[] {
  const known = new Map(repositories.flatMap(({ commits }) => commits.map((commit) => [commit.sha, commit])))
  const seen = new Set([tip])
  const queue = [tip]
  const found: Commit[] = []
  for (const sha of queue) {
    const commit = known.get(sha)
    if (commit === undefined) continue
    found.push(commit)
    for (const parent of commit.parents)
      if (!seen.has(parent)) {
        seen.add(parent)
        queue.push(parent)
      }
  }
  return found
}

export function mergeBase(
  repositories: readonly FakeRepository[],
  repository: FakeRepository,
  { base, head }: { readonly base: string; readonly head: string },
): string | undefined {
  const [branch = head, owner] = head.split(':').toReversed()
  const source =
    owner === undefined
      ? repository
      : repositories.find(
          (each) =>
            isSameText(each.owner, owner) && each.branches.some((existing) => existing.name === branch),
        )
  if (source === undefined) return undefined
  const ofBase = new Set(walk(repositories, resolveRef(repository, base)).map(({ sha }) => sha))
  return walk(repositories, resolveRef(source, branch)).find(({ sha }) => ofBase.has(sha))?.sha
}

/** Whether a commit is on the way from the pull request's base to its head. */
export function containsCommit(repository: FakeRepository, pull: PullRequest, sha: string): boolean {
  if (pull.headSha === sha) return true
  const ofBase = new Set(walk([repository], pull.baseSha).map((commit) => commit.sha))
  return !ofBase.has(sha) && walk([repository], pull.headSha).some((commit) => commit.sha === sha)
}
