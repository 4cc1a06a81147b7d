import type { Artifact, Run } from '../model.ts'

/**
 * The one timestamp of a run that ages and dates are about: the later of its creation and the start of its latest
 * attempt. A re-run makes a run younger by this, but never newer (`newestRunFirst`). Milliseconds, UTC.
 */
export const timestampOf = (run: Pick<Run, 'createdAtMs' | 'startedAtMs'>): number =>
  Math.max(run.createdAtMs, run.startedAtMs)

/** Orders runs newest first: by creation, then by id. */
export const newestRunFirst = (
  one: Pick<Run, 'id' | 'createdAtMs'>,
  other: Pick<Run, 'id' | 'createdAtMs'>,
): number => other.createdAtMs - one.createdAtMs || other.id - one.id

/** Orders artifacts oldest first: by creation, then by id. */
export const oldestArtifactFirst = (
  one: Pick<Artifact, 'id' | 'createdAtMs'>,
  other: Pick<Artifact, 'id' | 'createdAtMs'>,
): number => one.createdAtMs - other.createdAtMs || one.id - other.id
