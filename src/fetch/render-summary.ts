/** The job summary of a fetch: what was fetched, or why not. Pure. */
import { countOf, formatAge, formatBytes, shorten } from '../text/format.ts'
import {
  byteLength,
  codeSpan,
  details,
  escapeText,
  joinBlocks,
  link,
  right,
  table,
} from '../text/markdown.ts'
import type { DigestState } from '../archive/types.ts'
import { describeRequest } from './render-request.ts'
import { adviceFor, expiredBeside, renderRunTable, runName } from './render-miss.ts'
import { isFound } from './render-outputs.ts'
import type { Outcome } from './outcome.ts'
import type { FetchPlan } from './plan.ts'
import { hasContent, type TakenRun } from './findings.ts'

const maxRows = 100
const maxNameLength = 80
const maxRuns = 10
const maxTextLength = 200
/** GitHub drops a summary over 1 MiB whole, and other steps of the mode may not add to ours. */
const maxBytes = 500 * 1024

/** The Markdown. */
export function renderSummary(outcome: Outcome): string {
  const { plan } = outcome
  const blocks = [heading(outcome), ...failureBlocks(outcome)]
  if (plan === null) return `${joinBlocks(blocks)}\n`
  blocks.push(...runBlocks(outcome, plan), contentBlock(outcome, plan), totalsBlock(outcome))
  if (!plan.isFound) blocks.push(...missBlocks(outcome, plan))
  blocks.push(expiredBlock(plan))
  blocks.push(...plan.findings.notes.map((note) => escapeText(note)))
  if (plan.isFound) blocks.push(lookedAtBlock(outcome, plan))
  const whole = joinBlocks(blocks)
  return `${byteLength(whole) <= maxBytes ? whole : joinBlocks([...blocks.slice(0, 2), 'The rest was too long to show; the log has it.'])}\n`
}

function heading(outcome: Outcome): string {
  const { inputs, failure, plan } = outcome
  if (failure !== null) return inputs.dryRun ? '### ❌ Dry run: fetch would fail' : '### ❌ Fetch failed'
  const what = whatOf(outcome)
  if (inputs.dryRun) return `### 🔎 DRY RUN: would fetch ${what}`
  const isNothing =
    plan === null || (plan.artifacts.length === 0 && plan.logs.length === 0 && plan.jobs.length === 0)
  if (isNothing) return '### ⚠️ Nothing to fetch'
  return isFound(outcome)
    ? `### 📦 Fetched ${what}`
    : `### ⚠️ Fetched ${what}, but not all that was asked for`
}

function whatOf({ inputs, plan, downloaded }: Outcome): string {
  if (inputs.target === 'logs') return countOf(downloaded?.files.length ?? plan?.logs.length ?? 0, 'log')
  if (inputs.target === 'jobs') return `the jobs of ${countOf(plan?.jobs.length ?? 0, 'run')}`
  return countOf(plan?.artifacts.length ?? 0, 'artifact')
}

function failureBlocks({ failure, inputs }: Outcome): readonly string[] {
  if (failure === null) return inputs.dryRun ? ['**Nothing was downloaded.**'] : []
  return [escapeText(failure.message), ...(failure.hint === '' ? [] : [escapeText(failure.hint)])]
}

function runBlocks({ nowMs }: Outcome, { findings }: FetchPlan): readonly string[] {
  const shown = findings.taken.filter(hasContent).slice(0, maxRuns)
  const rest = findings.taken.filter(hasContent).length - shown.length
  const lines = shown.map((run) => `- ${runText(run, nowMs)}`)
  return lines.length === 0
    ? []
    : [[...lines, ...(rest > 0 ? [`- … and ${countOf(rest, 'more run')}`] : [])].join('\n')]
}

function runText({ identity, isFork, isCurrent }: TakenRun, nowMs: number): string {
  const facts = [
    identity.headBranch === null ? '' : codeSpan(shorten(identity.headBranch, maxNameLength)),
    codeSpan(identity.headSha.slice(0, 7)),
    escapeText(identity.event),
    escapeText(identity.conclusion ?? identity.status ?? ''),
    identity.createdAtMs === null ? '' : formatAge(identity.createdAtMs, nowMs),
    isCurrent ? 'this run' : '',
    isFork ? '⚠️ of a fork' : '',
  ].filter((fact) => fact !== '')
  const name = `${shorten(identity.workflowName, maxNameLength)} ${runName(identity)}`.trim()
  return `${link(name, identity.url)}: ${facts.join(', ')}`
}

const digestMarks: Readonly<Record<DigestState, string>> = {
  verified: '✅ verified',
  unknown: 'not known to GitHub',
  mismatch: '❌ mismatch',
  'not-checked': 'not checked as a whole (each file was)',
}

function contentBlock({ downloaded }: Outcome, plan: FetchPlan): string {
  const isDone = downloaded !== null && downloaded.failure === null
  const states = new Map((downloaded?.artifacts ?? []).map(({ id, digestState }) => [id, digestState]))
  const rows = plan.artifacts.slice(0, maxRows).map(({ artifact, run, folder }) => {
    const state = states.get(artifact.id)
    return [
      codeSpan(shorten(artifact.name, maxNameLength)),
      link(runName(run.identity), run.identity.url),
      formatBytes(artifact.sizeBytes),
      folder === '' ? '' : codeSpan(shorten(folder, maxNameLength)),
      ...(isDone ? [state === undefined ? '' : digestMarks[state]] : []),
    ]
  })
  if (rows.length === 0) return ''
  const rest = plan.artifacts.length - rows.length
  return joinBlocks([
    table(['Artifact', 'Run', right('Size'), 'Folder', ...(isDone ? ['Digest'] : [])], rows),
    rest > 0 ? `… and ${countOf(rest, 'more artifact')}.` : '',
  ])
}

function totalsBlock({ downloaded, inputs }: Outcome): string {
  if (downloaded === null || downloaded.failure !== null || downloaded.files.length === 0) return ''
  return `${countOf(downloaded.files.length, 'file')}, ${formatBytes(downloaded.bytes)}, in ${codeSpan(inputs.path)}.`
}

function missBlocks({ inputs, nowMs, failure }: Outcome, plan: FetchPlan): readonly string[] {
  const asked = describeRequest(inputs, plan.request)
    .map(({ input, text }) => `${codeSpan(input)} ${escapeText(shorten(text, maxTextLength))}`)
    .join(' · ')
  // A failing step has said on top what is missing, and the mend that belongs to it.
  const said = failure === null ? '' : `${failure.message} ${failure.hint}`
  const isAskedSaid = failure !== null && plan.request.ask.kind === 'search'
  const missing = plan.findings.missing
    .slice(0, maxRuns)
    .map(({ what }) => escapeText(shorten(what, maxTextLength)))
  const advice = adviceFor(plan).filter((line) => !said.includes(line))
  return [
    said === '' ? `**Missing**: ${missing.join('; ')}` : '',
    isAskedSaid ? '' : `**Asked for**: ${asked}`,
    advice.length === 0
      ? ''
      : `**What to change**\n\n${advice.map((line) => `- ${escapeText(line)}`).join('\n')}`,
    renderRunTable(plan.findings, nowMs),
  ]
}

function expiredBlock(plan: FetchPlan): string {
  const lines = expiredBeside(plan)
  const shown = lines.slice(0, maxRuns).map((line) => escapeText(shorten(line, maxTextLength)))
  const rest = lines.length - shown.length
  return lines.length === 0
    ? ''
    : `**Passed over**: ${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`
}

/** Runs that were passed over on the way to the one that was taken. */
function lookedAtBlock({ nowMs, inputs }: Outcome, { findings }: FetchPlan): string {
  const body = renderRunTable(findings, nowMs)
  if (inputs.dryRun || body === '') return body
  const isAllTaken = findings.runDecisions.every(({ isTaken }) => isTaken)
  return isAllTaken ? '' : details(`${countOf(findings.runDecisions.length, 'run')} looked at`, body)
}
