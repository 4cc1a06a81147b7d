/** Deletes what the plan says, oldest first, and nothing else. The pace is the port's; when to stop is decided here. */
import { ApiError, isMissing } from '../errors.ts'
import { callsLeft } from '../github/limits.ts'
import type { Artifact, RepositoryRef, Run } from '../model.ts'
import { formatBytes, formatTimestamp } from '../text/format.ts'
import type { World } from '../world.ts'
import { describeItem } from './describe.ts'
import type { Item } from './items.ts'
import { freedBytes } from './measure.ts'
import type { Applied, Outcome, Stop } from './outcome.ts'
import { queueOf, type Plan, type QueueEntry, type RepositoryPlan } from './plan.ts'

/** GitHub asks for writes one after the other; at 2.5 a second four of them hide the latency. */
const maxAtOnce = 4
/** When this many deletions fail in a row, whatever is wrong is wrong for all of them. */
const maxFailuresInARow = 20

export interface ApplyOptions {
  readonly plan: Plan
  /** Share of the rate limit to leave, 0 to 1. */
  readonly apiReserve: number
  /** Whether nothing but the hash's own deletions may go: with `expect-plan`. */
  readonly isExact: boolean
}

/** Applies the plan: cancels what hangs, then deletes. Never throws; what went wrong is in what it returns. */
export async function applyPlan(options: ApplyOptions, world: World): Promise<Applied> {
  const state: State = {
    outcomes: [],
    cancelled: [],
    cancelFailures: [],
    stop: null,
    inFlight: 0,
    failuresInARow: 0,
  }
  await runAtOnce(cancellations(options.plan), (each) => cancel(each, { state, options, world }), state)
  const queue = options.isExact ? exactQueue(options.plan) : queueOf(options.plan)
  const slots = slotsOf(queue, options.plan.maxDeletions)
  await runAtOnce(slots, (entry) => remove(entry, { state, options, world, slots }), state)
  return state
}

interface State {
  readonly outcomes: Outcome[]
  readonly cancelled: Run[]
  readonly cancelFailures: string[]
  stop: Stop | null
  /** Requests that are on their way. */
  inFlight: number
  failuresInARow: number
}

interface Scene {
  readonly state: State
  readonly options: ApplyOptions
  readonly world: World
}

/** What is left to do, handed out one by one. */
interface Source<T> {
  next(): T | null
}

interface Slots extends Source<QueueEntry> {
  /** Logs that were gone already took no slot: one more entry may be tried. */
  release(): void
}

function exactQueue(plan: Plan): readonly QueueEntry[] {
  const planned = new Set(plan.repositories.flatMap(({ deletions }) => deletions))
  return queueOf(plan).filter(({ decision }) => planned.has(decision))
}

function slotsOf(queue: readonly QueueEntry[], maxDeletions: number): Slots {
  let position = 0
  let free = maxDeletions
  return {
    next: () => {
      const entry = free > 0 ? queue[position] : undefined
      if (entry === undefined) return null
      position += 1
      free -= 1
      return entry
    },
    release: () => {
      free += 1
    },
  }
}

interface Cancellation {
  readonly repository: RepositoryRef
  readonly run: Run
}

function cancellations({ repositories }: Plan): Source<Cancellation> {
  const all = repositories.flatMap(({ stale, inventory }) =>
    stale.map(({ run }) => ({ run, repository: inventory.repository })),
  )
  return { next: () => all.shift() ?? null }
}

/**
 * Works on one item after the other, four at a time. The first goes alone: where the token may not write, or GitHub
 * will not have it now, its answer says so before others are on their way.
 */
async function runAtOnce<T>(
  source: Source<T>,
  work: (item: T) => Promise<void>,
  state: State,
): Promise<void> {
  const worker = async (): Promise<void> => {
    while (state.stop === null) {
      const item = source.next()
      if (item === null) return
      await work(item)
    }
  }
  const first = source.next()
  if (first === null) return
  await work(first)
  await Promise.all(Array.from({ length: maxAtOnce }, worker))
}

async function cancel({ repository, run }: Cancellation, scene: Scene): Promise<void> {
  const { state, world } = scene
  const label = `run ${run.id} of ${nameOf(repository)}`
  const result = await request(scene, {
    calls: 1,
    send: () => world.github.cancelRun(repository, run.id),
    isRefusedForItself: never,
  })
  if (result.kind === 'done') {
    state.cancelled.push(run)
    world.log.info(`Cancelled ${label}.`)
  } else if (result.kind === 'gone' || isConflict(result)) {
    world.log.info(`Ended already, or about to: ${label}.`)
  } else if (result.kind === 'failed') {
    state.cancelFailures.push(result.error.message)
  }
}

/** It has ended, or is being cancelled, since it was listed. */
const isConflict = (result: Result): boolean => result.kind === 'failed' && result.error.kind === 'conflict'

async function remove(entry: QueueEntry, scene: Scene & { readonly slots: Slots }): Promise<void> {
  const { state, world, slots } = scene
  const { item } = entry.decision
  const { repository } = entry.plan.inventory
  const result = await request(scene, deletionOf(item, entry.plan, world))
  if (result.kind === 'stopped') return
  const label = `${describeItem(item)} of ${nameOf(repository)}`
  if (result.kind === 'failed') {
    state.outcomes.push({ entry, status: 'failed', error: result.error.message })
    world.log.warning(`Not deleted: ${label}. ${result.error.message}`)
    return
  }
  state.outcomes.push({ entry, status: result.kind === 'gone' ? 'gone' : 'deleted', error: '' })
  if (result.kind === 'gone' && item.kind === 'logs') slots.release()
  world.log.info(
    result.kind === 'gone'
      ? `Gone already: ${label}.`
      : `Deleted ${label}${sizeText(freedBytes(item, entry.plan))}.`,
  )
}

const sizeText = (bytes: number): string => (bytes === 0 ? '' : ` (${formatBytes(bytes)})`)

const nameOf = ({ owner, name }: RepositoryRef): string => `${owner}/${name}`

type Result =
  { readonly kind: 'done' | 'gone' | 'stopped' } | { readonly kind: 'failed'; readonly error: ApiError }

interface Request {
  /** How many calls of the REST API it takes out of the quota. */
  readonly calls: 0 | 1
  readonly send: () => Promise<unknown>
  /** Whether a refusal is about this one object, rather than about what the token may do. */
  readonly isRefusedForItself: () => Promise<boolean>
}

/** One request, unless there is a reason to stop: before it, or because of its answer. */
async function request(scene: Scene, { calls, send, isRefusedForItself }: Request): Promise<Result> {
  const { state, options, world } = scene
  if (world.signal.aborted) return stop(state, { kind: 'cancelled' })
  const rateLimit = world.github.rateLimit()
  if (callsLeft(rateLimit, options.apiReserve) < (state.inFlight + 1) * calls)
    return stop(state, { kind: 'rate-limit', message: reserveMessage(rateLimit?.resetAtMs ?? null) })
  state.inFlight += 1
  try {
    await send()
    state.failuresInARow = 0
    return { kind: 'done' }
  } catch (error) {
    const isPermission = error instanceof ApiError && error.kind === 'permission'
    if (isPermission && (await isRefusedForItself())) return single(state, error)
    return failed(scene, error)
  } finally {
    state.inFlight -= 1
  }
}

function failed({ state, world }: Scene, error: unknown): Result {
  if (world.signal.aborted) return stop(state, { kind: 'cancelled' })
  if (isMissing(error)) {
    state.failuresInARow = 0
    return { kind: 'gone' }
  }
  if (!(error instanceof ApiError)) return stop(state, { kind: 'error', error })
  if (error.kind === 'rate-limit') return stop(state, { kind: 'rate-limit', message: error.message })
  if (error.kind === 'permission' || error.kind === 'unauthorized')
    return stop(state, { kind: 'error', error })
  return single(state, error)
}

function single(state: State, error: ApiError): Result {
  state.failuresInARow += 1
  if (state.failuresInARow >= maxFailuresInARow) stop(state, { kind: 'failing', error })
  return { kind: 'failed', error }
}

/** Of several reasons to stop the first one is told. */
function stop(state: State, reason: Stop): Result {
  state.stop ??= reason
  return { kind: 'stopped' }
}

const reserveMessage = (resetAtMs: number | null): string =>
  'The share of the rate limit that api-reserve leaves to others is reached' +
  `${resetAtMs === null ? '' : `; the limit resets at ${formatTimestamp(resetAtMs)}`}.`

function deletionOf(item: Item, plan: RepositoryPlan, { github, results }: World): Request {
  const { repository } = plan.inventory
  // What GitHub answers for a run that was re-run since is not documented, and may be 403.
  const isRerun = async (): Promise<boolean> => {
    try {
      return (await github.getRun(repository, item.id)).status !== 'completed'
    } catch {
      // The refusal itself says more than this.
      return false
    }
  }
  switch (item.kind) {
    case 'run':
      return { calls: 1, send: () => github.deleteRun(repository, item.id), isRefusedForItself: isRerun }
    case 'logs':
      return { calls: 1, send: () => github.deleteRunLogs(repository, item.id), isRefusedForItself: isRerun }
    case 'artifact': {
      const { artifact } = item
      return artifact !== null && results !== null && isNewestOfName(artifact, plan)
        ? { calls: 0, send: () => results.deleteArtifact(artifact), isRefusedForItself: never }
        : { calls: 1, send: () => github.deleteArtifact(repository, item.id), isRefusedForItself: never }
    }
  }
}

const never = (): Promise<boolean> => Promise.resolve(false)

/**
 * Whether the results service, which deletes the newest of a name, cannot hit anything but the plan: all newer ones
 * of the name are deleted as well.
 */
function isNewestOfName(artifact: Artifact, { inventory, deletions }: RepositoryPlan): boolean {
  if (!inventory.inResults.has(artifact.id)) return false
  const planned = new Set(deletions.flatMap(({ item }) => (item.kind === 'artifact' ? [item.id] : [])))
  return inventory.artifacts.every(
    ({ id, name }) =>
      name !== artifact.name || id <= artifact.id || !inventory.inResults.has(id) || planned.has(id),
  )
}
