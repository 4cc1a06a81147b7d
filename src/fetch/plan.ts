/** What a fetch will do: each artifact, log and jobs file with its place, or why it does nothing. Pure. */
import type { FetchInputs } from '../inputs.ts'
import type { RepositoryRef } from '../model.ts'
import type { Failure } from '../report.ts'
import { formatDate, shorten } from '../text/format.ts'
import {
  describeRun,
  type Findings,
  type Missing,
  type NumberedJob,
  type TakenArtifact,
  type TakenRun,
} from './findings.ts'
import { isCaseInsensitive, logFileName, planFolders } from './plan-layout.ts'
import type { FetchRequest } from './plan-request.ts'
import { describeRequest } from './render-request.ts'

export interface PlannedArtifact extends TakenArtifact {
  readonly run: TakenRun
  /** Below `path`; empty for `path` itself. */
  readonly folder: string
  /** `sha256:<hex>` that its bytes must have; null where it is not known. */
  readonly digest: string | null
}

export interface PlannedLog extends NumberedJob {
  readonly repository: RepositoryRef
  readonly runId: number
  /** Below `path`. */
  readonly folder: string
  readonly fileName: string
}

export interface PlannedJobs {
  readonly run: TakenRun
  readonly folder: string
  readonly fileName: string
}

export interface FetchPlan {
  readonly request: FetchRequest
  readonly findings: Findings
  /** Whether nothing is missing. */
  readonly isFound: boolean
  readonly artifacts: readonly PlannedArtifact[]
  readonly logs: readonly PlannedLog[]
  readonly jobs: readonly PlannedJobs[]
  /** Why the step fails before anything is downloaded; null when it goes on. */
  readonly failure: Failure | null
  /** What the user should know although the step goes on. */
  readonly warnings: readonly string[]
}

/** Decides what is fetched and where it goes. */
export function planFetch(
  inputs: FetchInputs,
  request: FetchRequest,
  options: { readonly findings: Findings; readonly platform: NodeJS.Platform },
): FetchPlan {
  const { findings, platform } = options
  const missing = findings.missing
  const isFound = missing.length === 0
  const artifacts = planArtifacts(inputs, request, { findings, platform })
  const failure =
    isFound || inputs.ifMissing !== 'fail'
      ? digestFailure(inputs, artifacts)
      : missFailure(missing, { asked: askedFor(inputs, request), nearestNames: findings.nearestNames })
  const goesOn = failure === null
  return {
    request,
    findings,
    isFound,
    artifacts: goesOn ? artifacts : [],
    logs: goesOn && inputs.target === 'logs' ? findings.taken.flatMap(planLogs) : [],
    jobs: goesOn && inputs.target === 'jobs' ? findings.taken.flatMap(planJobs) : [],
    failure,
    warnings:
      goesOn && !isFound && inputs.ifMissing === 'warn' ? [missText(missing, askedFor(inputs, request))] : [],
  }
}

function planArtifacts(
  inputs: FetchInputs,
  request: FetchRequest,
  { findings, platform }: { readonly findings: Findings; readonly platform: NodeJS.Platform },
): readonly PlannedArtifact[] {
  const all = findings.taken.flatMap((run) => run.artifacts.map((taken) => ({ ...taken, run })))
  const folders = planFolders(
    all.map(({ artifact, run }) => ({ artifact, runId: run.identity.id })),
    request.layout,
    { isCaseInsensitive: isCaseInsensitive(platform) },
  )
  return all.map((each, index) => ({
    ...each,
    folder: folders[index] ?? '',
    digest: inputs.expectedDigest ?? each.artifact.digest,
  }))
}

const planLogs = ({ jobs, repository, identity }: TakenRun): readonly PlannedLog[] =>
  jobs.map((numbered) => ({
    ...numbered,
    repository,
    runId: identity.id,
    folder: String(identity.id),
    fileName: logFileName(numbered.place, numbered.of, numbered.job.name),
  }))

const planJobs = (run: TakenRun): readonly PlannedJobs[] =>
  run.jobs.length === 0 ? [] : [{ run, folder: String(run.identity.id), fileName: 'jobs.json' }]

const maxListed = 10

function missFailure(
  missing: readonly Missing[],
  { asked, nearestNames }: { readonly asked: string; readonly nearestNames: readonly string[] },
): Failure {
  const hints = [...new Set(missing.map(({ hint }) => hint).filter((hint) => hint !== ''))]
  return {
    message: missText(missing, asked),
    hint: [
      ...hints,
      ...(nearestNames.length === 0 ? [] : [nearestText(nearestNames)]),
      'The log and the job summary show what was looked at. To go on without it, set if-missing: warn.',
    ].join(' '),
  }
}

/** `Nearest names that exist: a, b.` */
export const nearestText = (names: readonly string[]): string =>
  `Nearest names that exist: ${names.join(', ')}.`

const maxAskedLength = 400

/** The selectors of a search; addresses are named by what is missing. */
const askedFor = (inputs: FetchInputs, request: FetchRequest): string =>
  request.ask.kind === 'search'
    ? shorten(
        describeRequest(inputs, request)
          .map(({ input, text }) => `${input}: ${text}`)
          .join('; '),
        maxAskedLength,
      )
    : ''

function missText(missing: readonly Missing[], asked: string): string {
  const shown = missing.slice(0, maxListed).map(({ what }) => what)
  const rest = missing.length - shown.length
  const text = `Not found: ${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`
  return asked === '' ? text : `${text} Asked for: ${asked}.`
}

/** What is known of digests before a byte is downloaded. */
function digestFailure(inputs: FetchInputs, artifacts: readonly PlannedArtifact[]): Failure | null {
  if (inputs.target !== 'artifacts') return null
  const { expectedDigest } = inputs
  if (expectedDigest !== null) return pinFailure(expectedDigest, artifacts)
  const unknown = artifacts.filter(({ digest }) => digest === null)
  const [first] = unknown
  if (inputs.digest !== 'require' || first === undefined) return null
  return {
    message: `digest: require, but GitHub lists no digest for ${describeArtifact(first)}${unknown.length > 1 ? ` and ${unknown.length - 1} more` : ''}.`,
    hint: 'Digests exist for uploads by actions/upload-artifact 4 and later, and not on GitHub Enterprise Server. Use digest: verify, or pin the one artifact with expected-digest.',
  }
}

function pinFailure(expected: string, artifacts: readonly PlannedArtifact[]): Failure | null {
  const [only, second] = artifacts
  if (only === undefined) return null
  if (second !== undefined)
    return {
      message: `expected-digest pins one artifact, and ${artifacts.length} were asked for.`,
      hint: 'Name the one artifact with artifact-id or name.',
    }
  if (only.artifact.digest === null || only.artifact.digest === expected) return null
  return {
    message: `The digest of ${describeArtifact(only)} is ${only.artifact.digest}, not the expected ${expected}.`,
    hint: `It is not the artifact that expected-digest was written for. It was made on ${formatDate(only.artifact.createdAtMs)}.`,
  }
}

/** `artifact "coverage" (id 42, run 7 of octo/app)`: hostile text. */
export const describeArtifact = ({ artifact, run }: PlannedArtifact): string =>
  `artifact "${artifact.name}" (id ${artifact.id}, ${describeRun(run.repository, run.identity.id)})`

/** The planned bytes, as GitHub lists them. */
export const listedBytes = (artifacts: readonly PlannedArtifact[]): number =>
  artifacts.reduce((sum, { artifact }) => sum + artifact.sizeBytes, 0)
