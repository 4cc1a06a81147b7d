/** What a fetch reports: log lines, the job summary, outputs and annotations. Pure. */
import type { Report } from '../report.ts'
import { countOf, formatBytes, formatDuration } from '../text/format.ts'
import type { Downloaded } from './execute-download.ts'
import { fullName, hasContent, type Findings } from './findings.ts'
import type { Outcome } from './outcome.ts'
import { listedBytes, type FetchPlan } from './plan.ts'
import { adviceFor, expiredBeside, renderPassedOver, renderRunLines, runName } from './render-miss.ts'
import { renderOutputs } from './render-outputs.ts'
import { renderSummary } from './render-summary.ts'

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

/** What was found and what was decided, for the log before anything is downloaded. */
export function renderDecision(
  { inputs, nowMs }: Pick<Outcome, 'inputs' | 'nowMs'>,
  plan: FetchPlan,
): readonly string[] {
  const { findings, isFound, failure } = plan
  return [
    ...findings.notes,
    ...(isFound ? [] : missLines(plan, nowMs)),
    ...(inputs.dryRun ? ['Dry run: nothing is downloaded.'] : []),
    ...(isFound ? lookedAtLines(plan, { isDryRun: inputs.dryRun, nowMs }) : []),
    ...expiredBeside(plan).map((line) => `Passed over: ${line}.`),
    ...(failure === null ? runLines(plan) : []),
    ...(inputs.dryRun && failure === null ? dryRunLines(plan) : []),
  ]
}

/** The end of the log; its last line sums up the whole. */
export const renderLog = (outcome: Outcome): readonly string[] => [
  ...doneLines(outcome),
  closingLine(outcome),
]

const lookedAtLines = (
  { findings }: FetchPlan,
  { isDryRun, nowMs }: { readonly isDryRun: boolean; readonly nowMs: number },
): readonly string[] =>
  isDryRun
    ? [...lookedAtHeading(findings), ...renderRunLines(findings, nowMs)]
    : renderPassedOver(findings, nowMs)

const lookedAtHeading = ({ runDecisions }: Findings): readonly string[] =>
  runDecisions.length === 0 ? [] : [`Looked at ${countOf(runDecisions.length, 'run')}, newest first:`]

function missLines(plan: FetchPlan, nowMs: number): readonly string[] {
  const { findings } = plan
  const advice = adviceFor(plan)
  return [
    `Missing: ${findings.missing.map(({ what }) => what).join('; ')}.`,
    ...lookedAtHeading(findings),
    ...renderRunLines(findings, nowMs),
    ...(advice.length === 0 ? [] : ['What to change:']),
    ...advice.map((line) => `  ${line}`),
  ]
}

const dryRunLines = (plan: FetchPlan): readonly string[] => [
  ...plan.artifacts
    .slice(0, maxListed)
    .map(
      ({ artifact, folder }) =>
        `  would fetch artifact "${artifact.name}" (id ${artifact.id}, ${formatBytes(artifact.sizeBytes)}) into ${folder === '' ? 'path' : folder}`,
    ),
  ...moreLine(plan.artifacts.length),
  ...(plan.logs.length === 0 ? [] : [`  would fetch ${countOf(plan.logs.length, 'log')}`]),
  ...plan.jobs.map(({ run }) => `  would write ${run.identity.id}/jobs.json`),
  ...(plan.artifacts.length === 0
    ? []
    : [
        `${countOf(plan.artifacts.length, 'artifact')}, ${formatBytes(listedBytes(plan.artifacts))} as stored.`,
      ]),
]

function doneLines({ downloaded, inputs }: Outcome): readonly string[] {
  if (downloaded === null || downloaded.failure !== null) return []
  return [
    ...downloaded.artifacts
      .slice(0, maxListed)
      .map(
        ({ name, id, sizeBytes, digestState }) =>
          `  artifact "${name}" (id ${id}, ${formatBytes(sizeBytes)}): digest ${digestState}`,
      ),
    ...moreLine(downloaded.artifacts.length),
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

function closingLine({ downloaded, inputs, requestCount }: Outcome): string {
  const calls = `${countOf(requestCount, 'API request')}.`
  if (downloaded === null || downloaded.failure !== null) return calls
  const { files, bytes, stats } = downloaded
  const written = `Wrote ${countOf(files.length, 'file')} with ${formatBytes(bytes)} to ${inputs.path}`
  return [written, ...(stats.requests === 0 ? [] : [transferText(stats)]), calls].join('; ')
}

/** What is quicker was no transfer to speak of: `in 0s` would look like a mistake. */
const minShownMs = 100

function transferText({ downloadedBytes, elapsedMs, requests, retries }: Downloaded['stats']): string {
  const shownMs = Math.max(elapsedMs, minShownMs)
  const rate = formatBytes((downloadedBytes * 1000) / shownMs)
  const tries = retries === 0 ? 'no retry' : countOf(retries, 'retry', 'retries')
  return `downloaded ${formatBytes(downloadedBytes)} in ${formatDuration(shownMs)} (${rate}/s), ${countOf(requests, 'request')}, ${tries}`
}

const runLines = ({ findings }: FetchPlan): readonly string[] => {
  const runs = findings.taken.filter(hasContent)
  return [
    ...runs
      .slice(0, maxListed)
      .map(
        ({ repository, identity }) =>
          `Run ${runName(identity)} of ${fullName(repository)} (${identity.event} on ${identity.headBranch ?? 'no branch'}): ${identity.url}`,
      ),
    ...moreLine(runs.length),
  ]
}

const moreLine = (count: number): readonly string[] =>
  count > maxListed ? [`  … and ${count - maxListed} more`] : []
