/** Which repositories a clean-up is about. */
import { UserError } from '../errors.ts'
import type { PruneInputs, RepositoryList } from '../inputs.ts'
import { namesRepository } from '../inputs/prune.ts'
import type { Repository, RepositoryRef } from '../model.ts'
import { listRepositories } from '../repository-listing.ts'
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
  const meant = new Map<number, Repository>()
  for (const each of await listRepositories(github, list, canAfford)) {
    // What cannot be listed may hold what is meant: then nothing is decided on.
    if (each.kind === 'unlisted') throw each.error
    const repository = each.kind === 'found' ? each.repository : await github.getRepository(each.ref)
    // One that was renamed answers with another name than was written, which may be an excluded one.
    const isExcluded = list.excludes.some((line) => namesRepository(line, repository))
    if (!isExcluded) meant.set(repository.id, repository)
  }
  const sorted = [...meant.values()].sort(byName)
  const chosen = sorted.filter(({ isArchived }) => !isArchived)
  const archived = sorted.filter(({ isArchived }) => isArchived)
  if (chosen.length === 0) throw noneLeft(list, archived)
  return { chosen, archived }
}

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
