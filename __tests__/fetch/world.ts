/** A world in memory for fetch, and the inputs of a step as a user writes them. */
import type { FetchInputs } from '../../src/inputs.ts'
import { planRequest, type FetchRequest } from '../../src/fetch/plan-request.ts'
import { gather } from '../../src/fetch/gather.ts'
import type { Findings, RunDecision } from '../../src/fetch/findings.ts'
import type { Blobs, Context, ResultsService, World } from '../../src/world.ts'
import { aContext } from '../support/builders.ts'
import { fakeClock, type FakeClock } from '../support/fake-clock.ts'
import type { FakeGitHub } from '../support/fake-github.ts'
import { fakeLog, type FakeLog } from '../support/fake-log.ts'
import { parseFetch, type With } from '../support/step.ts'

export interface FetchWorld extends World {
  readonly github: FakeGitHub
  readonly clock: FakeClock
  readonly log: FakeLog
}

export interface WorldOptions {
  readonly context?: Partial<Context>
  readonly results?: ResultsService | null
  readonly blobs?: Blobs
  readonly signal?: AbortSignal
}

export const aWorld = (github: FakeGitHub, options: WorldOptions = {}): FetchWorld => ({
  github,
  results: options.results ?? null,
  blobs: options.blobs ?? { get: () => Promise.reject(new Error('no blob was to be read')) },
  log: fakeLog(),
  clock: fakeClock(),
  context: aContext(options.context),
  signal: options.signal ?? new AbortController().signal,
})

export interface Ask {
  readonly inputs: FetchInputs
  readonly request: FetchRequest
}

/** The inputs of a step and what they ask for in this world. */
export function ask(step: With, context: Partial<Context> = {}): Ask {
  const inputs = parseFetch(step, context)
  return { inputs, request: planRequest(inputs, aContext(context)) }
}

/** Everything that a step finds out. */
export function find(world: FetchWorld, step: With): Promise<Findings> {
  const { inputs, request } = ask(step, world.context)
  return gather(world, inputs, request)
}

/** Ids of the runs that were taken, newest first. */
export const takenIds = (findings: Findings): readonly number[] =>
  findings.taken.map(({ identity }) => identity.id)

/** Names of the artifacts that were taken, with the ids of their runs. */
export const takenNames = (findings: Findings): readonly string[] =>
  findings.taken.flatMap(({ identity, artifacts }) =>
    artifacts.map(({ artifact }) => `${identity.id}:${artifact.name}#${artifact.id}`),
  )

/** Each run looked at with its one reason: `7 conclusion: its conclusion is failure, not success`. */
export const reasonsOf = (findings: Findings): readonly string[] => findings.runDecisions.map(reasonText)
const reasonText = ({ identity, test, reason }: RunDecision): string =>
  test === '' ? `${identity.id} taken` : `${identity.id} ${test}: ${reason}`

/** What is missing, as clauses. */
export const missingOf = (findings: Findings): readonly string[] => findings.missing.map(({ what }) => what)
