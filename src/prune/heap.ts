/** The heap of a large plan. V8 lets garbage grow with what is alive, and here that is a lot. */
import { collectGarbage } from '../garbage.ts'
import type { Inventory } from './items.ts'

/** Below so many items there is nothing to win. */
const manyItems = 20_000

/**
 * Throws away what reading has left behind, before as much again is made of what was read: of 100,000 artifacts 40 MB,
 * for a tenth of a second. Does nothing for fewer.
 */
export function sweepAfterReading({ artifacts, runs }: Inventory): void {
  if (artifacts.length + runs.size >= manyItems) collectGarbage('major')
}
