/** What one run has: its artifacts, or its jobs. */
import { isMissing } from '../errors.ts'
import { readWhole } from '../listing.ts'
import type { Artifact, Job, RepositoryRef, Run } from '../model.ts'
import type { GitHub } from '../world.ts'
import { describeRun, identityOf, type TakenRun } from './findings.ts'
import { canAfford } from './gather-quota.ts'
import { judgeArtifacts, judgeJobs, type Contents } from './plan-contents.ts'
import { isSame, literalName, type FetchRequest } from './plan-request.ts'

/** Pages of one list that are read at once. */
const concurrency = 4

/** Lists what a run has and judges it. A run that is gone meanwhile has nothing. Throws ApiError and UserError. */
export async function lookInto(
  github: GitHub,
  run: { readonly repository: RepositoryRef; readonly runId: number },
  request: FetchRequest,
): Promise<Contents> {
  if (request.target === 'artifacts')
    return judgeArtifacts(run.runId, await listArtifacts(github, run, request), request)
  return judgeJobs(await listJobs(github, run, request), request)
}

/** All artifacts of a run; only those of the one name that is asked for, where it is one. */
export const listArtifacts = (
  github: GitHub,
  run: { readonly repository: RepositoryRef; readonly runId: number },
  request: Pick<FetchRequest, 'artifactSelectors' | 'apiReserve'>,
): Promise<readonly Artifact[]> => {
  const name = literalName(request.artifactSelectors)
  const query = name === null ? {} : { name }
  return emptyWhenMissing(
    readWhole({
      what: `the artifacts of ${describeRun(run.repository, run.runId)}`,
      fetchPage: (page) => github.listRunArtifacts(run, query, page),
      idOf: ({ id }) => id,
      concurrency,
      canAfford: (calls) => canAfford(github, request.apiReserve, calls),
    }),
  )
}

/**
 * The jobs of every attempt: what "latest" lists after a re-run of some jobs has changed over time, so the newest
 * execution of each is picked here.
 */
const listJobs = (
  github: GitHub,
  run: { readonly repository: RepositoryRef; readonly runId: number },
  request: Pick<FetchRequest, 'apiReserve'>,
): Promise<readonly Job[]> =>
  emptyWhenMissing(
    readWhole({
      what: `the jobs of ${describeRun(run.repository, run.runId)}`,
      fetchPage: (page) => github.listJobs(run, 'all', page),
      idOf: ({ id }) => id,
      concurrency,
      canAfford: (calls) => canAfford(github, request.apiReserve, calls),
    }),
  )

async function emptyWhenMissing<T>(reading: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await reading
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** A run that is taken, with what it has. */
export const takenRun = (
  run: { readonly repository: RepositoryRef; readonly run: Run; readonly isFork: boolean },
  contents: Pick<Contents, 'artifacts' | 'jobs'>,
  request: Pick<FetchRequest, 'current'>,
): TakenRun => ({
  repository: run.repository,
  identity: identityOf(run.run),
  run: run.run,
  isCurrent: isSame({ id: run.run.id, repository: run.repository }, request.current),
  isFork: run.isFork,
  artifacts: byId(contents.artifacts).map((artifact) => ({ artifact, via: 'api' })),
  jobs: contents.jobs,
})

/** The order of a list is GitHub's; ours is that of the uploads. */
export const byId = (artifacts: readonly Artifact[]): readonly Artifact[] =>
  artifacts.toSorted((one, other) => one.id - other.id)
