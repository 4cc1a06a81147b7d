/**
 * What the run's duration hangs on. The API has no dependencies, but times tell them: GitHub creates a job when
 * the last of those it needs has ended, so that one is what it waited for.
 */

/** A job that ran; times as `timesOf` gives them. */
export interface PathNode {
  readonly id: number
  /** Where GitHub does not say when a job was created (before GHES 3.9), its start. */
  readonly createdMs: number
  readonly startMs: number
  readonly endMs: number
}

export interface PathStep {
  readonly id: number
  /** Between the end of what it waited for (or the start of the run) and its creation: approvals, concurrency. */
  readonly waitedMs: number
  readonly queuedMs: number
  readonly ranMs: number
}

export interface CriticalPath {
  /** First to last. */
  readonly steps: readonly PathStep[]
  /** From the start of the run to the end of the last job. */
  readonly totalMs: number
  /** The step that ran longest, and how much of it can go before another job is what holds the run up. */
  readonly longest: { readonly id: number; readonly savingMs: number; readonly thenId: number | null }
  /** By job: for how long at least it could have gone on without making the run longer. */
  readonly slackMs: ReadonlyMap<number, number>
}

/** Times are cut to the second in the API, so that a job can seem to be created before what it waited for ended. */
const toleranceMs = 2000

/** The chain of jobs that the end of the run waited for; null when no job ran. */
export function criticalPath(nodes: readonly PathNode[], runStartMs: number): CriticalPath | null {
  const byEnd = nodes.toSorted((one, other) => one.endMs - other.endMs || one.id - other.id)
  const last = byEnd.at(-1)
  if (last === undefined) return null
  const chain = chainTo(last, byEnd)
  const steps = chain.map((node, index): PathStep => {
    const sinceMs = chain[index - 1]?.endMs ?? runStartMs
    return {
      id: node.id,
      waitedMs: Math.max(0, node.createdMs - sinceMs),
      queuedMs: Math.max(0, node.startMs - Math.max(node.createdMs, sinceMs)),
      ranMs: node.endMs - node.startMs,
    }
  })
  return {
    steps,
    totalMs: Math.max(0, last.endMs - runStartMs),
    longest: longestOf(chain, byEnd),
    slackMs: slackOf(byEnd, last.endMs),
  }
}

/**
 * Walks back: each job waited for the one that ended last before it was created. What was created together ran side
 * by side, however short it was.
 */
function chainTo(last: PathNode, byEnd: readonly PathNode[]): readonly PathNode[] {
  const chain = [last]
  let node = last
  for (const candidate of byEnd.toReversed()) {
    const hasEnded = candidate.endMs <= node.createdMs + toleranceMs
    if (!hasEnded || candidate.createdMs + toleranceMs >= node.createdMs) continue
    chain.push(candidate)
    node = candidate
  }
  return chain.toReversed()
}

function longestOf(chain: readonly PathNode[], byEnd: readonly PathNode[]): CriticalPath['longest'] {
  const longest = chain.reduce((one, other) => (ranOf(other) > ranOf(one) ? other : one))
  const onPath = new Set(chain.map(({ id }) => id))
  const rival = byEnd.findLast(({ id, endMs }) => !onPath.has(id) && endMs <= longest.endMs)
  const gapMs = rival === undefined ? Infinity : longest.endMs - rival.endMs
  return gapMs < ranOf(longest)
    ? { id: longest.id, savingMs: gapMs, thenId: rival?.id ?? null }
    : { id: longest.id, savingMs: ranOf(longest), thenId: null }
}

const ranOf = (node: PathNode): number => node.endMs - node.startMs

/**
 * What a job could have gone on for at least: until the next job that may have waited for it was created, plus that
 * one's own slack, or until the end of the run. Without the real dependencies this is a lower bound.
 */
function slackOf(byEnd: readonly PathNode[], runEndMs: number): ReadonlyMap<number, number> {
  const slackMs = new Map<number, number>()
  const byCreation = byEnd.toSorted((one, other) => other.createdMs - one.createdMs)
  let next = 0
  let latestEndMs = runEndMs
  for (const node of byEnd.toReversed()) {
    for (let later = byCreation[next]; later !== undefined; later = byCreation[next]) {
      if (later.createdMs + toleranceMs < node.endMs || later.id === node.id) break
      latestEndMs = Math.min(latestEndMs, later.createdMs + (slackMs.get(later.id) ?? 0))
      next += 1
    }
    slackMs.set(node.id, Math.max(0, latestEndMs - node.endMs))
  }
  return slackMs
}
