import type { Log } from '../world.ts'
import type { PublishPlan } from './types.ts'

/** What publishing needs of the world. */
export interface PublishWorld {
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Moves staged files to their targets: every check comes before the first move, each file is replaced
 * atomically, symlinks come last. Throws a UserError.
 */
export async function publish(world: PublishWorld, plan: PublishPlan): Promise<void> {
  return Promise.reject(new Error(`not yet: ${plan.targetFolder} ${world.signal.aborted}`))
}
