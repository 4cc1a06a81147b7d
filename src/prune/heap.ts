/** The heap of a large plan. V8 lets garbage grow with what is alive, and here that is a lot. */
import v8 from 'node:v8'
import vm from 'node:vm'
import type { Inventory } from './items.ts'

/** Below so many items there is nothing to win. */
const manyItems = 20_000

/**
 * Throws away what reading has left behind, before as much again is made of what was read: of 100,000 artifacts 40 MB,
 * for a tenth of a second. Does nothing for fewer, and where V8 does not lend its collector.
 */
export function sweepAfterReading({ artifacts, runs }: Inventory): void {
  if (artifacts.length + runs.size < manyItems) return
  v8.setFlagsFromString('--expose-gc')
  vm.runInNewContext('globalThis.gc?.()')
}
