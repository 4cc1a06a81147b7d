/** What a fetch asks for, once its inputs meet the run it is part of: the addresses or the search, and the defaults. */
import { UserError } from '../errors.ts'
import type { Address, FetchInputs, Layout, Selectors } from '../inputs.ts'
import type { RepositoryRef } from '../model.ts'
import { anyConclusion } from '../select/conclusion.ts'
import type { ArtifactSelectors } from '../select/artifacts.ts'
import type { RunSelectors } from '../select/runs.ts'
import type { Context } from '../world.ts'
import { isSameRepository } from './findings.ts'

/** A run or an artifact by id, its repository filled in. */
export interface FullAddress {
  readonly id: number
  readonly repository: RepositoryRef
}

/** Where to look: the current run, runs or artifacts by id, or the newest run that matches. */
export type Ask =
  | { readonly kind: 'current'; readonly runId: number; readonly repository: RepositoryRef }
  | { readonly kind: 'runs'; readonly addresses: readonly FullAddress[] }
  | { readonly kind: 'artifacts'; readonly addresses: readonly FullAddress[] }
  | {
      readonly kind: 'search'
      readonly repository: RepositoryRef
      /** Whether the runs are those of the current workflow, since no `workflow` says otherwise. */
      readonly isOfCurrentWorkflow: boolean
    }

export interface FetchRequest {
  readonly target: FetchInputs['target']
  readonly ask: Ask
  /** With the default conclusion. */
  readonly runSelectors: RunSelectors
  readonly artifactSelectors: ArtifactSelectors
  readonly job: Selectors['job']
  readonly commit: Selectors['commit']
  /** The pull request whose runs are asked for; null where it only names a merge base. */
  readonly pullRequest: number | null
  /** The pull request of `commit: merge-base`; null takes the event's. */
  readonly mergeBaseOf: number | null
  readonly layout: Exclude<Layout, 'auto'>
  readonly ancestors: number
  readonly history: number
  readonly minCount: number
  readonly allowForks: boolean
  readonly waitMs: number | null
  /** Whether runs that were passed over are of interest although there is a match: in a dry run. */
  readonly explainsMatch: boolean
  /** Share of the quota to leave, 0 to 1. */
  readonly apiReserve: number
  /** The run that this step is part of, where it is of the server that is asked. */
  readonly current: FullAddress | null
  /** Whether the server that is asked is GitHub Enterprise Server. */
  readonly isGhes: boolean
}

/** Makes the request. Throws a UserError where there is nothing that could be fetched. */
export function planRequest(inputs: FetchInputs, context: Context): FetchRequest {
  const { selectors } = inputs
  const current = currentRun(inputs, context)
  const ask = planAsk(inputs, current)
  const isMergeBase = selectors.commit?.kind === 'merge-base'
  return {
    target: inputs.target,
    ask,
    runSelectors: { ...selectors, conclusion: planConclusion(inputs, ask) },
    artifactSelectors: selectors,
    job: selectors.job,
    commit: selectors.commit,
    pullRequest: isMergeBase ? null : selectors.pullRequest,
    mergeBaseOf: isMergeBase ? selectors.pullRequest : null,
    layout: planLayout(inputs, ask),
    ancestors: inputs.ancestors,
    history: inputs.history,
    minCount: inputs.minCount,
    allowForks: inputs.allowForks,
    waitMs: inputs.waitMs,
    explainsMatch: inputs.dryRun,
    apiReserve: inputs.apiReserve,
    current,
    isGhes: isOwnServer(inputs, context) ? context.isGhes : !isGitHubApi(inputs.apiUrl),
  }
}

function currentRun(inputs: FetchInputs, context: Context): FullAddress | null {
  const { runId, repository } = context
  if (runId === null || repository === null) return null
  return isOwnServer(inputs, context) ? { id: runId, repository } : null
}

const isOwnServer = ({ apiUrl }: FetchInputs, context: Context): boolean =>
  withoutSlash(apiUrl) === withoutSlash(context.apiUrl)

/** `api.github.com`, and that of a tenant of ghe.com. */
const isGitHubApi = (apiUrl: string): boolean =>
  /^https?:\/\/api\.(?:github\.com|[^./]+\.ghe\.com)(?:[:/]|$)/i.test(apiUrl)

const withoutSlash = (url: string): string => url.replace(/\/+$/, '').toLowerCase()

function planAsk(inputs: FetchInputs, current: FullAddress | null): Ask {
  const { selectors, repository } = inputs
  if (selectors.artifactIds !== null)
    return { kind: 'artifacts', addresses: fill(selectors.artifactIds, repository) }
  const isOwn = current !== null && isSameRepository(current.repository, repository)
  if (selectors.runIds !== null) {
    const addresses = fill(selectors.runIds, repository)
    const isCurrentAlone = addresses.length === 1 && addresses.every((address) => isSame(address, current))
    if (isCurrentAlone && current !== null && !hasRunSelector(selectors))
      return { kind: 'current', runId: current.id, repository: current.repository }
    return { kind: 'runs', addresses }
  }
  if (isOwn && !hasRunSelector(selectors) && inputs.history === 1)
    return { kind: 'current', runId: current.id, repository: current.repository }
  if (current === null && !hasRunSelector(selectors) && inputs.history === 1)
    throw new UserError('There is no current run to fetch from.', {
      hint: 'The runner names none (GITHUB_RUN_ID), or github-api-url is of another server. Say which run: give run-id, artifact-id, workflow or branch.',
    })
  return { kind: 'search', repository, isOfCurrentWorkflow: isOwn && selectors.workflow === null }
}

/** Whether an address is of the run that this step is part of. */
export const isSame = (address: FullAddress, current: FullAddress | null): boolean =>
  current !== null && address.id === current.id && isSameRepository(address.repository, current.repository)

function fill(addresses: readonly Address[], repository: RepositoryRef): readonly FullAddress[] {
  const byKey = new Map<string, FullAddress>()
  for (const address of addresses) {
    const full = { id: address.id, repository: address.repository ?? repository }
    byKey.set(`${full.repository.owner}/${full.repository.name}#${full.id}`.toLowerCase(), full)
  }
  return [...byKey.values()]
}

/** Whether some selector says which run, other than its id. */
const hasRunSelector = (selectors: Selectors): boolean =>
  [
    selectors.workflow,
    selectors.branch,
    selectors.event,
    selectors.actor,
    selectors.conclusion,
    selectors.commit,
    selectors.pullRequest,
    selectors.runNumbers,
    selectors.created,
    selectors.olderThanMs,
    selectors.newerThanMs,
  ].some((selector) => selector !== null)

/** Artifacts are searched for in successful runs; an id is a full address, and logs are read of failures most. */
function planConclusion({ target, selectors }: FetchInputs, ask: Ask): Selectors['conclusion'] {
  if (selectors.conclusion !== null)
    return selectors.conclusion.includes.includes(anyConclusion) && selectors.conclusion.excludes.length === 0
      ? null
      : selectors.conclusion
  return ask.kind === 'search' && target === 'artifacts' ? { includes: ['success'], excludes: [] } : null
}

/** Decided by what was asked for, never by how much of it is found. */
function planLayout({ layout, selectors, history, target }: FetchInputs, ask: Ask): FetchRequest['layout'] {
  if (layout !== 'auto') return layout
  if (target !== 'artifacts') return 'by-run'
  if (history > 1 || (ask.kind === 'runs' && ask.addresses.length > 1)) return 'by-run'
  const isOneArtifact = ask.kind === 'artifacts' && ask.addresses.length === 1
  return isOneArtifact || literalName(selectors) !== null ? 'flat' : 'by-artifact'
}

/** The one name that is asked for, written out; null for patterns, several names, or all. */
export function literalName({ name }: ArtifactSelectors): string | null {
  const [only, ...rest] = name?.includes ?? []
  return only !== undefined && rest.length === 0 && only.isLiteral ? only.source : null
}

/** The name lines that a typo can be in. */
export const askedNames = ({ artifactSelectors, target }: FetchRequest): readonly string[] =>
  target === 'artifacts' ? (artifactSelectors.name?.includes ?? []).map(({ source }) => source) : []
