/** V8's own collector. It looks at its heap only, and late; who lets go of much at once knows better when to look. */
import v8 from 'node:v8'
import vm from 'node:vm'

type Collector = (options: { readonly type: 'minor' | 'major' }) => unknown

let collector: Collector | null = null

/** Collects now: what is young (a millisecond or two), or all. Does nothing where V8 does not lend its collector. */
export function collectGarbage(type: 'minor' | 'major'): void {
  collector ??= findCollector()
  collector({ type })
}

function findCollector(): Collector {
  v8.setFlagsFromString('--expose-gc')
  const found: unknown = vm.runInNewContext('globalThis.gc')
  return isCollector(found) ? found : () => undefined
}

const isCollector = (value: unknown): value is Collector => typeof value === 'function'
