/** Which repositories a clean-up is about. */
import { UserError } from '../errors.ts'
import type { RepositoryList } from '../inputs.ts'
import { takesRepository } from '../inputs/prune.ts'
import { eachOnce, readWhole } from '../listing.ts'
import type { Repository } from '../model.ts'
import type { GitHub } from '../world.ts'

export interface Repositories {
  /** By name. */
  readonly chosen: readonly Repository[]
  /** Nothing in them can be deleted. By name. */
  readonly archived: readonly Repository[]
}

/** Reads the repositories that a list names. Throws UserError when none is left, and ApiError. */
export async function readRepositories(
  list: RepositoryList,
  github: GitHub,
  canAfford: (calls: number) => boolean,
): Promise<Repositories> {
  const named: Repository[] = []
  for (const { owner, name } of list.includes)
    if (name.isLiteral) named.push(await github.getRepository({ owner, name: name.source }))
  const listed: Repository[] = []
  for (const owner of patternOwners(list))
    listed.push(
      ...(await readWhole({
        what: `the repositories of ${owner}`,
        fetchPage: (page) => github.listRepositories(owner, page),
        idOf: ({ id }) => id,
        // Repositories are few, and what kind of owner it is comes out with the first page.
        concurrency: 1,
        canAfford,
      })),
    )
  // What is named is meant, even if it answers with another name because it was renamed.
  const isExcluded = (repository: Repository): boolean =>
    takesRepository({ includes: list.excludes, excludes: [] }, repository)
  const meant = eachOnce(
    [...named, ...listed.filter((repository) => takesRepository(list, repository))],
    ({ id }) => id,
  )
    .filter((repository) => !isExcluded(repository))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const chosen = meant.filter(({ isArchived }) => !isArchived)
  const archived = meant.filter(({ isArchived }) => isArchived)
  if (chosen.length === 0) throw noneLeft(list, archived)
  return { chosen, archived }
}

const patternOwners = ({ includes }: RepositoryList): ReadonlySet<string> =>
  new Set(includes.filter(({ name }) => !name.isLiteral).map(({ owner }) => owner.toLowerCase()))

const nameOf = ({ owner, name }: Repository): string => `${owner}/${name}`.toLowerCase()

function noneLeft({ includes, excludes }: RepositoryList, archived: readonly Repository[]): UserError {
  const lines = [
    ...includes.map(({ owner, name }) => `${owner}/${name.source}`),
    ...excludes.map(({ owner, name }) => `!${owner}/${name.source}`),
  ]
  const why =
    archived.length === 0
      ? 'matches no repository that the token can see'
      : `matches archived repositories only (${archived.length}), in which nothing can be deleted`
  return new UserError(`repository: ${lines.join(', ')} ${why}.`, {
    hint:
      archived.length === 0
        ? 'The workflow’s own token sees only its own repository; for others give github-token one that has access to them.'
        : 'Unarchive them, or leave them out.',
  })
}
