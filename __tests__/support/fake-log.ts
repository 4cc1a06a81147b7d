import type { Log } from '../../src/world.ts'

export interface FakeLog extends Log {
  readonly lines: readonly string[]
  readonly warnings: readonly string[]
  readonly debugLines: readonly string[]
  readonly secrets: readonly string[]
}

/** A log that remembers. `lines` holds info and warnings in their order. */
export function fakeLog(): FakeLog {
  const lines: string[] = []
  const warnings: string[] = []
  const debugLines: string[] = []
  const secrets: string[] = []
  return {
    lines,
    warnings,
    debugLines,
    secrets,
    info: (line) => {
      lines.push(line)
    },
    debug: (line) => {
      debugLines.push(line)
    },
    warning: (line) => {
      lines.push(line)
      warnings.push(line)
    },
    maskSecret: (value) => {
      secrets.push(value)
    },
  }
}
