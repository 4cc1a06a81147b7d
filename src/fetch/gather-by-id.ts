/** Runs and artifacts by id: full addresses, of any repository; other selectors narrow them further. */
import pLimit from 'p-limit'
import { isMissing, UserError } from '../errors.ts'
import type { Artifact, RepositoryRef, Run } from '../model.ts'
import { selectArtifacts } from '../select/artifacts.ts'
import { newestRunFirst } from '../select/order.ts'
import { runMatches } from '../select/runs.ts'
import { describeFork, isOfFork } from '../select/trust.ts'
import type { World } from '../world.ts'
import {
  describeRun,
  fullName,
  identityOf,
  type ArtifactDecision,
  type DecidingTest,
  type Findings,
  type Missing,
  type RunDecision,
  type RunIdentity,
  type TakenRun,
} from './findings.ts'
import { nearestInRun } from './gather-nearest.ts'
import { lookInto, takenRun } from './gather-run.ts'
import { forkHint, gatherScope, type Scope } from './gather-scope.ts'
import { decisionOf, type Contents } from './plan-contents.ts'
import { hintOfUnlisted, lackOfAddresses } from './plan-missing.ts'
import { nearestTo } from './plan-nearest.ts'
import { askedNames, isSame, type FetchRequest, type FullAddress } from './plan-request.ts'

const maxNearest = 5
/** Addresses that are asked about at once. */
const concurrency = 6

/** What came of one address. */
interface Found {
  readonly taken: TakenRun | null
  readonly decision: RunDecision | null
  readonly artifactDecisions: readonly ArtifactDecision[]
  readonly missing: readonly Missing[]
  /** The run, where it may still come to match. */
  readonly producer: RunIdentity | null
}

/** Finds runs by id. Throws a UserError for a fork's run that is not allowed. */
export async function gatherRuns(
  world: World,
  request: FetchRequest,
  { addresses, isLast }: { readonly addresses: readonly FullAddress[]; readonly isLast: boolean },
): Promise<Findings> {
  const scopes = scopeReader(world, request)
  const limit = pLimit(concurrency)
  const found = await Promise.all(
    addresses.map((address) => limit(() => gatherRun(world, request, { address, scopes }))),
  )
  const findings = conclude(request, found)
  return isLast ? withNearest(world, request, findings) : findings
}

/** A miss with the names that are near: a list by one name has shown no other. */
async function withNearest({ github }: World, request: FetchRequest, findings: Findings): Promise<Findings> {
  if (findings.missing.length === 0 || findings.nearestNames.length > 0) return findings
  const run = findings.runDecisions.find(({ isTaken, test }) => isTaken || test === 'artifacts')
  if (run === undefined) return findings
  const { repository, identity } = run
  const nearestNames = await nearestInRun(github, request, { repository, runId: identity.id })
  return { ...findings, nearestNames }
}

type ReadScope = (repository: RepositoryRef) => Promise<Scope>

/** What the selectors mean in each repository, read once. */
function scopeReader(world: World, request: FetchRequest): ReadScope {
  const known = new Map<string, Promise<Scope>>()
  return (repository) => {
    const key = fullName(repository).toLowerCase()
    const scope = known.get(key) ?? gatherScope(world, repository, request)
    known.set(key, scope)
    return scope
  }
}

async function gatherRun(
  world: World,
  request: FetchRequest,
  { address, scopes }: { readonly address: FullAddress; readonly scopes: ReadScope },
): Promise<Found> {
  const { id, repository } = address
  const reading = getOrMissing(world.github.getRun(repository, id))
  // At once: a run that is asked for by id is nearly always taken, and each request is a journey to the server.
  const looking = lookInto(world.github, { repository, runId: id }, request)
  looking.catch(() => undefined)
  const run = await reading
  if ('hint' in run) return missing({ what: `${describeRun(repository, id)} is not there`, hint: run.hint })
  const narrowed = narrow(run, await scopes(repository))
  if (narrowed !== null) return narrowed
  const isFork = assertTrusted(run, repository, request)
  const contents = await looking
  const hasSome = contents.artifacts.length > 0 || contents.jobs.length > 0
  return {
    taken: takenRun({ repository, run, isFork }, contents, request),
    decision: hasSome ? taken(run, repository) : passedOver({ run, repository }, lackOf(contents, request)),
    artifactDecisions: contents.artifactDecisions,
    missing:
      request.target === 'artifacts' || contents.lack === null
        ? []
        : [{ what: `${describeRun(repository, id)} has not what was asked for: ${contents.lack}`, hint: '' }],
    producer: identityOf(run),
  }
}

const lackOf = (
  { lack }: Contents,
  { target }: FetchRequest,
): { readonly test: DecidingTest; readonly reason: string } => ({
  test: target === 'artifacts' ? 'artifacts' : 'jobs',
  reason: lack ?? '',
})

/** Other selectors beside an id: a run that they do not take is passed over. Null when they take it. */
function narrow(run: Run, scope: Scope): Found | null {
  const { repository } = scope
  const [gone] = scope.missing
  if (gone !== undefined) return missing(gone)
  const verdict = runMatches(run, scope.selectors, scope.facts)
  if (verdict.matches) return null
  return {
    taken: null,
    decision: passedOver({ run, repository }, verdict),
    artifactDecisions: [],
    missing: [],
    producer: verdict.test === 'conclusion' ? identityOf(run) : null,
  }
}

/** Whether the run is of a fork. Throws a UserError when it is and that is not allowed. */
function assertTrusted(run: Run, repository: RepositoryRef, request: FetchRequest): boolean {
  const isCurrent = isSame({ id: run.id, repository }, request.current)
  if (request.target !== 'artifacts' || isCurrent || !isOfFork(run)) return false
  if (request.allowForks) return true
  throw new UserError(
    `${capitalize(describeRun(repository, run.id))} is of ${describeFork(run)}: its artifacts are made by code that nobody with write access has approved.`,
    { hint: forkHint },
  )
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Finds artifacts by id. Throws a UserError for one of a fork's run that is not allowed. */
export async function gatherArtifacts(
  world: World,
  request: FetchRequest,
  addresses: readonly FullAddress[],
): Promise<Findings> {
  const scopes = scopeReader(world, request)
  const limit = pLimit(concurrency)
  const got = await Promise.all(addresses.map((address) => limit(() => getArtifact(world, address))))
  const gone = got.flatMap((each) => ('what' in each ? [missing(each)] : []))
  const groups = groupByRun(got.flatMap((each) => ('what' in each ? [] : [each])))
  const found = await Promise.all(
    groups.map((group) => limit(() => gatherGroup(world, request, { group, scopes }))),
  )
  return conclude(request, [...gone, ...found])
}

interface OfRun {
  readonly repository: RepositoryRef
  readonly runId: number
  readonly artifacts: readonly Artifact[]
}

async function getArtifact({ github }: World, { id, repository }: FullAddress): Promise<OfRun | Missing> {
  const what = `artifact ${id} of ${fullName(repository)}`
  const artifact = await getOrMissing(github.getArtifact(repository, id))
  if (!('name' in artifact)) return { what: `${what} is not there`, hint: artifact.hint }
  if (artifact.run === null)
    throw new UserError(`GitHub does not say which run ${what} is of, so that nobody knows who made it.`, {
      hint: 'Fetch it by run-id and name instead.',
    })
  return { repository, runId: artifact.run.id, artifacts: [artifact] }
}

function groupByRun(all: readonly OfRun[]): readonly OfRun[] {
  const groups = new Map<string, OfRun>()
  for (const each of all) {
    const key = `${fullName(each.repository).toLowerCase()}#${each.runId}`
    const known = groups.get(key)
    groups.set(key, { ...each, artifacts: [...(known?.artifacts ?? []), ...each.artifacts] })
  }
  return [...groups.values()]
}

/** Artifacts asked for by id, all of one run. */
async function gatherGroup(
  world: World,
  request: FetchRequest,
  options: { readonly group: OfRun; readonly scopes: ReadScope },
): Promise<Found> {
  const { repository, runId, artifacts } = options.group
  const run = await getOrMissing(world.github.getRun(repository, runId))
  if ('hint' in run)
    return missing({ what: `${describeRun(repository, runId)} is not there any more`, hint: run.hint })
  const narrowed = narrow(run, await options.scopes(repository))
  if (narrowed !== null) return narrowed
  const isFork = assertTrusted(run, repository, request)
  const judged = judgeEach(artifacts, request)
  const chosen = judged.filter(({ isTaken }) => isTaken).map(({ artifact }) => artifact)
  const gone = judged.filter(({ test }) => test === 'expired')
  return {
    taken:
      chosen.length === 0
        ? null
        : takenRun({ repository, run, isFork }, { artifacts: chosen, jobs: [] }, request),
    decision:
      chosen.length > 0
        ? taken(run, repository)
        : passedOver(
            { run, repository },
            { test: 'artifacts', reason: judged.map(explainArtifact).join('; ') },
          ),
    artifactDecisions: judged,
    missing: gone.map(({ artifact, reason }) => ({
      what: `artifact ${artifact.id} ("${artifact.name}") of ${fullName(repository)} ${reason}`,
      hint: 'GitHub keeps artifacts for the retention-days of the upload; fetch that of a newer run.',
    })),
    producer: null,
  }
}

/** Ids beat names: two artifacts of one name are both asked for. So each is judged by itself. */
const judgeEach = (artifacts: readonly Artifact[], request: FetchRequest): readonly ArtifactDecision[] =>
  artifacts.flatMap((artifact) =>
    selectArtifacts([artifact], request.artifactSelectors).verdicts.map((verdict) =>
      decisionOf(verdict, artifact.run?.id ?? null),
    ),
  )

const explainArtifact = ({ artifact: { id, name }, test, reason }: ArtifactDecision): string =>
  `artifact ${id} ("${name}") ${test === 'name' ? 'is passed over: ' : ''}${reason}`

/** The object, or the hint of the error that says that it is not there. */
async function getOrMissing<T extends object>(reading: Promise<T>): Promise<T | { readonly hint: string }> {
  try {
    return await reading
  } catch (error) {
    if (isMissing(error)) return { hint: error.hint }
    throw error
  }
}

const missing = (what: Missing): Found => ({
  taken: null,
  decision: null,
  artifactDecisions: [],
  missing: [what],
  producer: null,
})

const taken = (run: Run, repository: RepositoryRef): RunDecision => ({
  repository,
  identity: identityOf(run),
  isTaken: true,
  test: '',
  reason: '',
})

const passedOver = (
  { run, repository }: { readonly run: Run; readonly repository: RepositoryRef },
  { test, reason }: { readonly test: DecidingTest; readonly reason: string },
): RunDecision => ({ repository, identity: identityOf(run), isTaken: false, test, reason })

/** Puts the addresses together: names and min-count are asked of all of them. */
function conclude(request: FetchRequest, found: readonly Found[]): Findings {
  const runs = found.flatMap((each) => (each.taken === null ? [] : [each.taken])).toSorted(byAge)
  const artifacts = runs.flatMap((run) => run.artifacts.map(({ artifact }) => artifact))
  const gone = found.flatMap((each) => each.missing)
  const decisions = found.flatMap((each) => (each.decision === null ? [] : [each.decision])).toSorted(byAge)
  const lacking = gone.length > 0 ? [] : lackOfAddresses(artifacts, { runs, decisions }, request)
  const hint = hintOfUnlisted(request, decisions)
  const artifactDecisions = found.flatMap((each) => each.artifactDecisions)
  const asked = askedNames(request)
  const names = artifactDecisions.map(({ artifact }) => artifact.name).filter((name) => !asked.includes(name))
  return {
    taken: runs,
    runDecisions: decisions,
    artifactDecisions,
    missing: [...gone, ...lacking.map((each) => (each.hint === '' ? { ...each, hint } : each))],
    notes: [],
    nearestNames: lacking.length === 0 || asked.length === 0 ? [] : nearestTo(asked, names, maxNearest),
    distance: null,
    producers: found.flatMap((each) => (each.producer === null ? [] : [each.producer])),
  }
}

const byAge = (one: Pick<RunDecision, 'identity'>, other: Pick<RunDecision, 'identity'>): number =>
  newestRunFirst(
    { id: one.identity.id, createdAtMs: one.identity.createdAtMs ?? 0 },
    { id: other.identity.id, createdAtMs: other.identity.createdAtMs ?? 0 },
  )
