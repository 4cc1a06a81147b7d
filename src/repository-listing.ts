/**
 * Which repositories the lines of `repository` mean. Prune must know all of them before it deletes anything; a report
 * goes on with those that can be read.
 */
import type { RepositoryLine, RepositoryList } from './inputs.ts'
import { namesRepository } from './inputs/prune.ts'
import { readWhole } from './listing.ts'
import type { Repository, RepositoryRef } from './model.ts'
import type { GitHub } from './world.ts'

/**
 * What a line stands for. A repository that is written out is not asked for here: whoever works on it will, and
 * knows what it means when it is not there. One that a pattern found comes whole.
 */
export type ListedRepository =
  | { readonly kind: 'named'; readonly ref: RepositoryRef }
  | { readonly kind: 'found'; readonly ref: RepositoryRef; readonly repository: Repository }
  /** A line with a pattern whose owner's repositories could not be listed. */
  | { readonly kind: 'unlisted'; readonly line: string; readonly error: unknown }

/**
 * The repositories of a list, each once, in the order of its lines and of GitHub's listing. A list of repositories
 * that cannot be read is data; the rest is still there.
 */
export async function listRepositories(
  github: GitHub,
  list: RepositoryList,
  canAfford: (calls: number) => boolean,
): Promise<readonly ListedRepository[]> {
  const listed = new Map<string, ListedRepository>()
  const owners = new Map<string, Promise<readonly Repository[]>>()
  const repositoriesOf = (owner: string): Promise<readonly Repository[]> => {
    const key = owner.toLowerCase()
    const known = owners.get(key) ?? readOwner(github, owner, canAfford)
    owners.set(key, known)
    return known
  }
  for (const include of list.includes)
    for (const each of await expand(include, repositoriesOf)) {
      const key = each.kind === 'unlisted' ? each.line : `${each.ref.owner}/${each.ref.name}`.toLowerCase()
      const isExcluded =
        each.kind !== 'unlisted' && list.excludes.some((line) => namesRepository(line, each.ref))
      if (!isExcluded && !listed.has(key)) listed.set(key, each)
    }
  return [...listed.values()]
}

async function expand(
  line: RepositoryLine,
  repositoriesOf: (owner: string) => Promise<readonly Repository[]>,
): Promise<readonly ListedRepository[]> {
  const { owner, name } = line
  if (name.isLiteral) return [{ kind: 'named', ref: { owner, name: name.source } }]
  try {
    const repositories = await repositoriesOf(owner)
    return repositories
      .filter((repository) => namesRepository(line, repository))
      .map((repository) => ({
        kind: 'found',
        ref: { owner: repository.owner, name: repository.name },
        repository,
      }))
  } catch (error) {
    return [{ kind: 'unlisted', line: `${owner}/${name.source}`, error }]
  }
}

const readOwner = (
  github: GitHub,
  owner: string,
  canAfford: (calls: number) => boolean,
): Promise<readonly Repository[]> =>
  readWhole({
    what: `the repositories of ${owner}`,
    fetchPage: (page) => github.listRepositories(owner, page),
    idOf: ({ id }) => id,
    // Repositories are few, and what kind of owner it is comes out with the first page.
    concurrency: 1,
    canAfford,
  })
