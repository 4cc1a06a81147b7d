/** Which repositories a clean-up is about. */
import { UserError } from '../errors.ts'
import type { PruneInputs, RepositoryList } from '../inputs.ts'
import { takesRepository } from '../inputs/prune.ts'
import { eachOnce, readWhole } from '../listing.ts'
import type { Repository, RepositoryRef } from '../model.ts'
import type { Context, GitHub, World } from '../world.ts'

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
    .sort(byName)
  const chosen = meant.filter(({ isArchived }) => !isArchived)
  const archived = meant.filter(({ isArchived }) => isArchived)
  if (chosen.length === 0) throw noneLeft(list, archived)
  return { chosen, archived }
}

const patternOwners = ({ includes }: RepositoryList): ReadonlySet<string> =>
  new Set(includes.filter(({ name }) => !name.isLiteral).map(({ owner }) => owner.toLowerCase()))

const fullName = ({ owner, name }: RepositoryRef): string => `${owner}/${name}`.toLowerCase()

const byName = (a: RepositoryRef, b: RepositoryRef): number => (fullName(a) < fullName(b) ? -1 : 1)

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

/** The repositories of what was named by id: those of the URLs, and the one that bare ids are of. */
export async function readNamedRepositories(inputs: PruneInputs, world: World): Promise<Repositories> {
  const { repositories, selectors } = inputs
  const [only] = repositories.includes
  const refs = new Map<string, RepositoryRef>()
  for (const { repository } of [...(selectors.runIds ?? []), ...(selectors.artifactIds ?? [])]) {
    const ref = repository ?? (only === undefined ? null : { owner: only.owner, name: only.name.source })
    if (ref !== null) refs.set(fullName(ref), ref)
  }
  const chosen: Repository[] = []
  for (const ref of refs.values())
    // What a run removes of its own shall need no permission and no quota: the runner has said what there is to know.
    chosen.push(
      (selectors.branch === null && isOwnServer(inputs, world.context)
        ? ownRepository(ref, world.context)
        : null) ?? (await world.github.getRepository(ref)),
    )
  return { chosen: chosen.sort(byName), archived: [] }
}

/** Whether the API is that of the server that the step's own run is on: ids mean nothing on another one. */
const isOwnServer = ({ apiUrl }: PruneInputs, context: Context): boolean =>
  withoutSlash(apiUrl) === withoutSlash(context.apiUrl)

const withoutSlash = (url: string): string => url.replace(/\/+$/, '').toLowerCase()

/** The repository of the step as the runner describes it; null for another one. It cannot be archived: it runs. */
function ownRepository(ref: RepositoryRef, context: Context): Repository | null {
  const { repository, repositoryId, serverUrl } = context
  if (repository === null || repositoryId === null || fullName(ref) !== fullName(repository)) return null
  return {
    ...repository,
    id: repositoryId,
    defaultBranch: '',
    isArchived: false,
    isFork: false,
    url: `${serverUrl}/${repository.owner}/${repository.name}`,
  }
}
