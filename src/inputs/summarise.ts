import type { Address, SummariseInputs } from '../inputs.ts'
import { readCommon } from './common.ts'
import { isOneRepository, readRepositories, takesRepository } from './prune.ts'
import type { Reader } from './reader.ts'
import type { InputRow, Scope } from './row.ts'
import { complainAboutUrls, isSameRepository, readSelectors } from './selectors.ts'
import { rows } from './table.ts'

/** Reads the inputs of summarise and complains about those that contradict each other. */
export function readSummarise(
  reader: Reader,
  target: SummariseInputs['target'],
  scope: Scope,
): SummariseInputs {
  const inputs: SummariseInputs = {
    mode: 'summarise',
    target,
    ...readCommon(reader, scope),
    repositories: readRepositories(reader, scope.context),
    selectors: readSelectors(reader),
    needs: reader.read(rows.needs),
    gate: reader.readDefaulted(rows.gate),
    allowFailure: reader.read(rows.allowFailure),
    allowSkip: reader.read(rows.allowSkip),
    require: reader.read(rows.require),
    onCancelled: reader.readDefaulted(rows.onCancelled),
    settleTimeoutMs: reader.readDefaulted(rows.settleTimeout),
    baseline: reader.readDefaulted(rows.baseline),
    baselineRuns: reader.readDefaulted(rows.baselineRuns),
    maxRegression: reader.read(rows.maxRegression),
    timeline: reader.readDefaulted(rows.timeline),
    logLines: reader.readDefaulted(rows.logLines),
    rates: reader.read(rows.rates) ?? new Map(),
    jobId: reader.read(rows.jobId),
    days: reader.readDefaulted(rows.days),
    report: reader.read(rows.report),
  }
  if (target === 'run') {
    complainAboutRun(reader, inputs, scope)
    complainAboutGate(reader, inputs)
  }
  return inputs
}

function complainAboutRun(reader: Reader, inputs: SummariseInputs, { context }: Scope): void {
  const { repositories, selectors } = inputs
  if (!isOneRepository(repositories))
    reader.complain(
      rows.repository,
      'A run is of one repository. Name one without wildcards, or write target: repository.',
    )
  const [run, ...others] = selectors.runIds ?? []
  if (others.length > 0) reader.complain(rows.runId, 'One step summarises one run. Write one id or URL.')
  const { repository } = context
  const isCurrentOnly = repository !== null && takesRepository(repositories, repository)
  // Without a `repository` of its own, a URL says which one is meant.
  if (!isCurrentOnly) complainAboutUrls(reader, selectors, (each) => takesRepository(repositories, each))
  const isCurrent = (address: Address): boolean =>
    address.id === context.runId &&
    (address.repository === null || isSameRepository(address.repository, repository))
  if (run !== undefined && !isCurrent(run) && reader.isSet(rows.needs))
    reader.complain(
      rows.needs,
      'It tells of the current run, but run-id names another one. Remove one of the two.',
    )
}

/** The least runs from which a median means something; SPEC: "from 5 baseline runs on". */
const minBaselineRuns = 5

function complainAboutGate(reader: Reader, inputs: SummariseInputs): void {
  const ofGate: readonly InputRow<unknown>[] = [
    rows.allowFailure,
    rows.allowSkip,
    rows.require,
    rows.onCancelled,
    rows.maxRegression,
  ]
  for (const row of ofGate)
    if (!inputs.gate && reader.isSet(row))
      reader.complain(row, 'It is a rule of the gate, which is off. Write gate: true as well.')
  const ofBaseline: readonly InputRow<unknown>[] = [rows.baselineRuns, rows.maxRegression]
  for (const row of ofBaseline)
    if (inputs.baseline === null && reader.isSet(row))
      reader.complain(
        row,
        'It compares with the baseline, which baseline: off turns off. Remove one of the two.',
      )
  if (reader.isSet(rows.maxRegression) && inputs.baselineRuns < minBaselineRuns)
    reader.complain(
      rows.baselineRuns,
      `max-regression needs ${minBaselineRuns} runs to compare with. Write ${minBaselineRuns} or more.`,
    )
}
