/** Waits for what may still come: looks again and again, and stops early when nothing can. */
import { UserError } from '../errors.ts'
import { formatDuration } from '../text/format.ts'
import type { World } from '../world.ts'
import type { Findings, RunIdentity } from './findings.ts'
import { canAfford } from './gather-quota.ts'
import type { FetchRequest } from './plan-request.ts'

export const firstPollMs = 5_000
export const lastPollMs = 30_000
const pollGrowth = 1.5

/** How often the same state is logged again, so that a silent log does not look like a stuck step. */
const reminderMs = 60_000

export interface Look {
  /** Whether nobody has looked before: then nothing unfinished is of interest yet. */
  readonly isFirst: boolean
  /** Whether nobody will look again. */
  readonly isLast: boolean
  /** Pages of run lists that are worth reading; null for all. */
  readonly maxPages: number | null
}

/**
 * Looks once; then, while something is missing and `wait` lasts, every 5 s and slowly less often, 30 s at most. Ends
 * early one look after every run that could produce it has ended; while there is none, one may still start. Throws
 * UserError.
 */
export async function waitFor(
  world: World,
  request: FetchRequest,
  look: (options: Look) => Promise<Findings>,
): Promise<Findings> {
  const { waitMs } = request
  const first = await look({ isFirst: true, isLast: waitMs === null, maxPages: null })
  if (waitMs === null || first.missing.length === 0) return first
  // Ids are given to runs that exist, and what a run is does not change.
  if (request.ask.kind === 'runs' && first.producers.length === 0) return first
  assertCanWait(request)
  const startMs = world.clock.now()
  const deadlineMs = startMs + waitMs
  const report = reporter(world, deadlineMs)
  // The first search asked GitHub for finished runs only; who may still produce a match is seen by a second one.
  let findings =
    request.ask.kind === 'search' ? await look({ isFirst: false, isLast: false, maxPages: null }) : first
  let delayMs = firstPollMs
  while (findings.missing.length > 0) {
    const hadEnded = hasEnded(findings)
    const leftMs = deadlineMs - world.clock.now()
    report(findings.producers, hadEnded)
    await world.clock.sleep(Math.min(delayMs, Math.max(leftMs, 0)), world.signal)
    const isUp = world.clock.now() >= deadlineMs || !canAfford(world.github, request.apiReserve, 1)
    findings = await look({ isFirst: false, isLast: hadEnded || isUp, maxPages: pagesOf(findings) })
    if (isUp || (hadEnded && hasEnded(findings)))
      return withNote(findings, { hadEnded, waitedMs: world.clock.now() - startMs })
    delayMs = Math.min(delayMs * pollGrowth, lastPollMs)
  }
  world.log.info(`There it is, after ${formatDuration(world.clock.now() - startMs)}.`)
  return findings
}

/** Whether there are runs that could have produced it, and all of them have ended. */
const hasEnded = ({ producers }: Findings): boolean => producers.length > 0 && producers.every(isCompleted)

/** GitHub Enterprise Server lists artifacts of completed runs only. */
function assertCanWait({ ask, target, runSelectors, isGhes }: FetchRequest): void {
  if (!isGhes || target !== 'artifacts') return
  const words = runSelectors.conclusion?.includes ?? []
  const isForRunning = words.length > 0 && words.every((word) => unfinishedStatuses.has(word))
  if (ask.kind !== 'current' && !isForRunning) return
  throw new UserError(
    'wait cannot wait for artifacts of a run that is still running on GitHub Enterprise Server.',
    {
      hint: 'Its API lists artifacts only when their run has completed: leave conclusion at success, or fetch by run-id later.',
    },
  )
}

const unfinishedStatuses: ReadonlySet<string> = new Set([
  'in_progress',
  'queued',
  'requested',
  'waiting',
  'pending',
])

const isCompleted = ({ status }: RunIdentity): boolean => status === 'completed'

const listedPerPage = 100

/** New runs come at the front; the furthest unfinished one says how far back to look again. */
function pagesOf({ producers, runDecisions }: Findings): number {
  const unfinished = new Set(producers.filter((run) => !isCompleted(run)).map(({ id }) => id))
  const last = runDecisions.findLastIndex(({ identity }) => unfinished.has(identity.id))
  return Math.max(1, Math.ceil((last + 1) / listedPerPage))
}

function reporter(
  world: World,
  deadlineMs: number,
): (producers: readonly RunIdentity[], hadEnded: boolean) => void {
  let lastText = ''
  let lastMs = 0
  return (producers, hadEnded) => {
    const text = hadEnded
      ? `Every run that could have it has ended (${listRuns(producers)}): looking once more.`
      : producers.length === 0
        ? 'Waiting for a run to start that matches.'
        : `Waiting for ${listRuns(producers.filter((run) => !isCompleted(run)))}.`
    const nowMs = world.clock.now()
    if (text === lastText && nowMs - lastMs < reminderMs) return
    world.log.info(`${text} ${formatDuration(deadlineMs - nowMs)} left.`)
    lastText = text
    lastMs = nowMs
  }
}

const maxListed = 5

function listRuns(runs: readonly RunIdentity[]): string {
  const shown = runs
    .slice(0, maxListed)
    .map(
      (run) =>
        `${run.number === null ? `run ${run.id}` : `run #${run.number}`} (${run.conclusion ?? run.status ?? 'unknown'})`,
    )
  const rest = runs.length - shown.length
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
}

function withNote(
  findings: Findings,
  { hadEnded, waitedMs }: { readonly hadEnded: boolean; readonly waitedMs: number },
): Findings {
  if (findings.missing.length === 0) return findings
  const why = hadEnded
    ? 'every run that could have it had ended without it'
    : 'the time of wait, or of the rate limit, was up'
  return { ...findings, notes: [...findings.notes, `Waited ${formatDuration(waitedMs)}: ${why}.`] }
}
