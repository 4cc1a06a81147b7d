import type { Blobs, Clock, Log } from '../world.ts'
import type { ArchiveSource, StageOptions, Staging } from './types.ts'

/** What the engine needs of the world. */
export interface StageWorld {
  readonly blobs: Blobs
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Downloads, verifies and extracts every source into a staging folder beside the target, or throws one
 * UserError (that names the source) after removing what it staged. Publishes nothing.
 */
export async function stage(
  world: StageWorld,
  sources: readonly ArchiveSource[],
  options: StageOptions,
): Promise<Staging> {
  return Promise.reject(new Error(`not yet: ${sources.length} ${options.targetFolder} ${world.clock.now()}`))
}
