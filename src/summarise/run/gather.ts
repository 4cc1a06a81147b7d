/**
 * Reads everything about a run. A run that is not there is an error; whatever else cannot be read costs its section
 * and a notice, never the run.
 */
import { ApiError } from '../../errors.ts'
import type { SummariseInputs } from '../../inputs.ts'
import type { Artifact, Job, Run } from '../../model.ts'
import type { ResultsArtifact, World } from '../../world.ts'
import { defaultBranchOf, type RunAddress } from './address.ts'
import type { BaselineFacts, GateRules, RunFacts } from './facts.ts'
import { gatherBaseline, gatherRedBaseline, type BaselineRequest } from './gather-baseline.ts'
import { gatherJobs } from './gather-jobs.ts'
import { gatherLogs } from './gather-logs.ts'
import { mergeAttempts } from './measure-attempts.ts'
import { hasFailed } from './measure-fault.ts'
import { readPages } from './pages.ts'
import { createReader, type Reader } from './reader.ts'

/** A thousand artifacts; of more, the largest are not worth the calls. */
const maxArtifactPages = 10

interface Gathering {
  readonly address: RunAddress
  readonly inputs: SummariseInputs
  readonly world: World
  readonly reader: Reader
}

/** Reads a run. Throws ApiError when the run of another workflow cannot be read. */
export async function gatherRun(
  address: RunAddress,
  inputs: SummariseInputs,
  world: World,
): Promise<RunFacts> {
  const reader = createReader(world, inputs.apiReserve)
  const gathering = { address, inputs, world, reader }
  const [run, jobs, artifacts] = await Promise.all([
    readRun(gathering),
    reader.must('The jobs of the run, and with them most of this page', () => readJobs(gathering)),
    readArtifacts(gathering),
  ])
  if (address.isCurrentRun && jobs !== null && jobs.ownName === null) reader.note(ownJobNotFound)
  const latest = mergeAttempts(jobs?.jobs ?? []).map(({ job }) => job)
  const [baseline, logs] = await Promise.all([
    run === null ? null : readBaseline(gathering, run, latest),
    gatherLogs(
      {
        repository: address.repository,
        jobs: latest,
        logLines: inputs.logLines,
        canAfford: reader.canAfford,
      },
      world,
    ),
  ])
  return {
    repository: address.repository,
    run: run ?? runOfContext(address, world),
    isRunRead: run !== null,
    isCurrentRun: address.isCurrentRun,
    jobs,
    needs: inputs.needs,
    baseline,
    artifacts,
    logs,
    notices: reader.notices(),
    apiCalls: world.github.requestCount(),
    nowMs: world.clock.now(),
  }
}

const ownJobNotFound =
  'The job of this step was not found among the jobs of the run, and counts like any other. Give job-id: its id.'

/** What the inputs say about the gate. */
export const rulesOf = (inputs: SummariseInputs): GateRules => ({
  isOn: inputs.gate,
  allowFailure: inputs.allowFailure,
  allowSkip: inputs.allowSkip,
  require: inputs.require,
  onCancelled: inputs.onCancelled,
  maxRegression: inputs.maxRegression,
})

/** The current run may be summarised from `needs` alone; of another one nothing is known. */
function readRun({ address, world, reader }: Gathering): Promise<Run | null> {
  const get = (): Promise<Run> => world.github.getRun(address.repository, address.runId)
  return address.isCurrentRun ? reader.must('The run', get) : get()
}

const readJobs = ({ address, inputs, world, reader }: Gathering) =>
  gatherJobs(
    {
      run: address,
      own: address.isCurrentRun ? { jobId: inputs.jobId, runnerName: world.context.runnerName } : null,
      needs: inputs.needs,
      rules: rulesOf(inputs),
      settleTimeoutMs: inputs.settleTimeoutMs,
      canAfford: reader.canAfford,
    },
    world,
  )

/** Through REST; those of the current run, where that is forbidden, through the runtime token. */
async function readArtifacts({ address, world, reader }: Gathering): Promise<readonly Artifact[] | null> {
  const { results } = world
  return reader.may('The artifacts', async () => {
    try {
      return await readPages((page) => world.github.listRunArtifacts(address, {}, page), maxArtifactPages)
    } catch (error) {
      if (!(error instanceof ApiError) || !address.isCurrentRun || results === null) throw error
      return (await results.listArtifacts()).map(fromResults)
    }
  })
}

const fromResults = (artifact: ResultsArtifact): Artifact => ({
  ...artifact,
  isExpired: false,
  createdAtMs: artifact.createdAtMs ?? 0,
  expiresAtMs: null,
  run: null,
})

async function readBaseline(
  { address, inputs, world, reader }: Gathering,
  run: Run,
  jobs: readonly Job[],
): Promise<BaselineFacts | null> {
  const { baseline } = inputs
  if (baseline === null) return null
  return reader.may('The comparison with earlier runs', async () => {
    const { repository } = address
    const branch = baseline === '@default' ? await readDefaultBranch(address, world) : baseline
    const request: BaselineRequest = {
      repository,
      run,
      branch,
      runs: inputs.baselineRuns,
      jobCount: jobs.length,
    }
    const { facts, newest } = await gatherBaseline(world.github, request)
    if (!jobs.some(hasFailed)) return facts
    const red = await reader.may('Whether the failures are on the baseline branch too', () =>
      gatherRedBaseline(world.github, request, newest),
    )
    return { ...facts, red }
  })
}

async function readDefaultBranch({ repository }: RunAddress, world: World): Promise<string> {
  const known = defaultBranchOf(world.context, repository)
  return known ?? (await world.github.getRepository(repository)).defaultBranch
}

/** What the runner says of the current run, where the API says nothing. */
function runOfContext({ runId }: RunAddress, { context, clock }: World): Run {
  const { repository, serverUrl, workflowPath } = context
  return {
    id: runId,
    number: 0,
    attempt: context.runAttempt ?? 1,
    workflowId: 0,
    workflowName: workflowPath.slice(workflowPath.lastIndexOf('/') + 1),
    workflowPath,
    title: '',
    event: context.event,
    status: 'in_progress',
    conclusion: null,
    headBranch: context.refName,
    headSha: context.sha,
    repositoryId: context.repositoryId ?? 0,
    headRepositoryId: null,
    headRepositoryName: null,
    actor: null,
    createdAtMs: clock.now(),
    startedAtMs: clock.now(),
    updatedAtMs: clock.now(),
    pullRequests: [],
    url: `${serverUrl}/${repository?.owner ?? ''}/${repository?.name ?? ''}/actions/runs/${runId}`,
  }
}
