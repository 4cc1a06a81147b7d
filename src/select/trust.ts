import type { ArtifactRun, Run } from '../model.ts'

/**
 * Whether a run is of a fork: its head repository is not the repository itself, or is gone. Ids decide, since a
 * name can be given up and taken by someone else.
 */
export const isOfFork = (
  run:
    Pick<Run, 'repositoryId' | 'headRepositoryId'> | Pick<ArtifactRun, 'repositoryId' | 'headRepositoryId'>,
): boolean => run.repositoryId === null || run.headRepositoryId !== run.repositoryId

/** `the fork octo/app` or `a fork that is gone`, for messages. */
export const describeFork = (run: Pick<Run, 'headRepositoryId' | 'headRepositoryName'>): string =>
  run.headRepositoryId === null || run.headRepositoryName === null
    ? 'a fork that is gone'
    : `the fork ${run.headRepositoryName}`
