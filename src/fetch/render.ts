/** What a fetch reports: log lines, the job summary, outputs and annotations. Pure. */
import type { FetchInputs } from '../inputs.ts'
import type { Failure, Report } from '../report.ts'
import { countOf, formatBytes, formatDuration } from '../text/format.ts'
import type { Downloaded } from './execute-download.ts'
import { fullName } from './findings.ts'
import { listedBytes, type FetchPlan } from './plan.ts'
import { adviceFor, renderPassedOver, renderRunLines, runName } from './render-miss.ts'
import { renderOutputs } from './render-outputs.ts'
import { renderSummary } from './render-summary.ts'

/** Everything there is to report on. */
export interface Outcome {
  readonly inputs: FetchInputs
  /** Null when the fetch failed before it could decide. */
  readonly plan: FetchPlan | null
  readonly pullRequest: number | null
  /** Null when nothing was to be downloaded, or it failed. */
  readonly downloaded: Downloaded | null
  readonly failure: Failure | null
  readonly nowMs: number
  /** API requests so far. */
  readonly requestCount: number
}

/** The report of a fetch. */
export function renderReport(outcome: Outcome): Report {
  const warnings = [...(outcome.plan?.warnings ?? []), ...(outcome.downloaded?.warnings ?? [])]
  return {
    summary: renderSummary(outcome),
    outputs: renderOutputs(outcome),
    annotations: warnings.map((message) => ({ level: 'warning', message })),
    failure: outcome.failure,
  }
}

/** Artifacts that the log names one by one. */
const maxListed = 50

/** The closing lines of the log. */
export function renderLog(outcome: Outcome): readonly string[] {
  const { plan, requestCount } = outcome
  const requests = `${countOf(requestCount, 'API request')}.`
  if (plan === null) return [requests]
  return [
    ...plan.findings.notes,
    ...(plan.isFound ? [] : missLines(outcome, plan)),
    ...(plan.isFound && !outcome.inputs.dryRun ? renderPassedOver(plan.findings, outcome.nowMs) : []),
    ...(outcome.inputs.dryRun ? dryRunLines(outcome, plan) : doneLines(outcome, plan)),
    requests,
  ]
}

function missLines({ nowMs }: Outcome, plan: FetchPlan): readonly string[] {
  const { findings } = plan
  const advice = adviceFor(plan)
  return [
    `Missing: ${findings.missing.map(({ what }) => what).join('; ')}.`,
    ...(findings.runDecisions.length === 0
      ? []
      : [`Looked at ${countOf(findings.runDecisions.length, 'run')}, newest first:`]),
    ...renderRunLines(findings, nowMs),
    ...(advice.length === 0 ? [] : ['What to change:']),
    ...advice.map((line) => `  ${line}`),
  ]
}

function dryRunLines({ nowMs }: Outcome, plan: FetchPlan): readonly string[] {
  return [
    'Dry run: nothing is downloaded.',
    ...(plan.isFound ? renderRunLines(plan.findings, nowMs) : []),
    ...runLines(plan),
    ...plan.artifacts
      .slice(0, maxListed)
      .map(
        ({ artifact, folder }) =>
          `  would fetch artifact "${artifact.name}" (id ${artifact.id}, ${formatBytes(artifact.sizeBytes)}) into ${folder === '' ? 'path' : folder}`,
      ),
    ...moreLine(plan.artifacts.length),
    ...(plan.logs.length === 0 ? [] : [`  would fetch ${countOf(plan.logs.length, 'log')}`]),
    ...plan.jobs.map(({ run }) => `  would write ${run.identity.id}/jobs.json`),
    `${countOf(plan.artifacts.length, 'artifact')}, ${formatBytes(listedBytes(plan.artifacts))} as stored.`,
  ]
}

function doneLines({ downloaded, inputs }: Outcome, plan: FetchPlan): readonly string[] {
  if (downloaded === null || downloaded.failure !== null) return []
  const { stats } = downloaded
  const rate =
    stats.elapsedMs > 0 ? `, ${formatBytes((stats.downloadedBytes / stats.elapsedMs) * 1000)}/s` : ''
  return [
    ...runLines(plan),
    ...downloaded.artifacts
      .slice(0, maxListed)
      .map(
        ({ name, id, sizeBytes, digestState }) =>
          `  artifact "${name}" (id ${id}, ${formatBytes(sizeBytes)}): digest ${digestState}`,
      ),
    ...moreLine(downloaded.artifacts.length),
    `${countOf(downloaded.files.length, 'file')} with ${formatBytes(downloaded.bytes)} in ${inputs.path}; downloaded ${formatBytes(stats.downloadedBytes)} in ${formatDuration(stats.elapsedMs)}${rate}, ${countOf(stats.requests, 'request')}, ${countOf(stats.retries, 'retry', 'retries')}.`,
    ...(downloaded.droppedCount > 0
      ? [
          `${countOf(downloaded.droppedCount, 'file')} gave way to another of its path (on-conflict: ${inputs.onConflict}).`,
        ]
      : []),
    ...(downloaded.renamedCount > 0
      ? [`${countOf(downloaded.renamedCount, 'file')} got another name (on-conflict: rename).`]
      : []),
  ]
}

const runLines = ({ findings }: FetchPlan): readonly string[] => [
  ...findings.taken
    .slice(0, maxListed)
    .map(
      ({ repository, identity }) =>
        `Run ${runName(identity)} of ${fullName(repository)} (${identity.event} on ${identity.headBranch ?? 'no branch'}): ${identity.url}`,
    ),
  ...moreLine(findings.taken.length),
]

const moreLine = (count: number): readonly string[] =>
  count > maxListed ? [`  … and ${count - maxListed} more`] : []
