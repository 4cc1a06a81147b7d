/** Why the run failed: for each failure the jobs, the step, the line, whose fault it looks like, and the log. */
import { countOf, formatCount, formatDuration } from '../../text/format.ts'
import { codeFence, details, escapeText, joinBlocks, link } from '../../text/markdown.ts'
import type { Block } from '../../text/blocks.ts'
import { listOf, markOf, nameLink, nameSpan, statement } from './render-names.ts'
import type { FailureReport, FaultKind, RunReport } from './run-report.ts'

/** More failures than anyone reads one by one; the table has all of them. */
const maxFailures = 20
/** Of jobs that failed alike, so many are named in a line. */
const maxNamedJobs = 6
/** How many keep their logs when space runs out. */
const fewLogs = 5
const maxStatements = 3

/** Failures that count, then, folded, those that are allowed or outside of the gate. */
export function failureBlocks({ failures }: RunReport): readonly Block[] {
  const counted = failures.filter(({ isCounted }) => isCounted)
  const others = failures.filter(({ isCounted }) => !isCounted)
  return [
    ...(counted.length === 0 ? [] : [blockOf('the logs of failed jobs', counted, (text) => text)]),
    ...(others.length === 0 ? [] : [blockOf('failures that do not count', others, folded(others))]),
  ]
}

const folded =
  (failures: readonly FailureReport[]) =>
  (text: string): string => {
    const jobs = failures.reduce((sum, failure) => sum + failure.jobs.length, 0)
    return details(`${countOf(jobs, 'failed job')} that ${jobs === 1 ? 'does' : 'do'} not count`, text)
  }

function blockOf(what: string, failures: readonly FailureReport[], wrap: (text: string) => string): Block {
  const withLogs = (logs: number) => (): string => wrap(renderFailures(failures, logs))
  return { what, variants: [withLogs(maxFailures), withLogs(fewLogs), withLogs(0)] }
}

function renderFailures(failures: readonly FailureReport[], logs: number): string {
  const shown = failures.slice(0, maxFailures).map((failure, index) => renderFailure(failure, index < logs))
  const rest = failures.slice(maxFailures)
  const names = rest.flatMap(({ jobs }) => jobs.map(({ name }) => nameSpan(name)))
  return joinBlocks(rest.length === 0 ? shown : [...shown, `Other failures: ${listOf(names)}.`])
}

function renderFailure(failure: FailureReport, showsLog: boolean): string {
  return joinBlocks([headline(failure), judgement(failure), showsLog ? logOf(failure) : ''])
}

function headline({ jobs, step, conclusion, url, ranMs }: FailureReport): string {
  const [first, ...others] = jobs
  const name = first === undefined ? '' : `**${nameLink(first.name, first.url)}**`
  const also =
    others.length === 0
      ? ''
      : ` (and ${listOf(
          others.map((job) => nameLink(job.name, job.url)),
          maxNamedJobs,
        )})`
  const where = step === null ? '' : ` in step ${step.number}, ${nameSpan(step.name)}`
  const when = ranMs === null ? '' : ` after ${formatDuration(ranMs)}`
  const verb = conclusion === 'failure' ? 'failed' : `ended as ${escapeText(conclusion.replaceAll('_', ' '))}`
  return `${markOf(conclusion)} ${name}${also} ${verb}${where}${when} · ${link('log', url)}`
}

const faultTexts: Readonly<Record<FaultKind, string>> = {
  'this-change': 'Looks like **this change**',
  flaky: 'Looks like a **flake**',
  infrastructure: 'Looks like **infrastructure**',
  inherited: 'Looks **inherited**',
  unknown: 'Nothing tells whether it is this change, a flake or infrastructure',
}

function judgement({ fault }: FailureReport): string {
  const evidence = fault.evidence.slice(0, maxStatements).map(statement)
  return `${faultTexts[fault.kind]}${evidence.length === 0 ? '' : `: ${evidence.join('; ')}`}.`
}

function logOf({ log, logProblem }: FailureReport): string {
  if (log === null) return logProblem === '' ? '' : `No log: ${statement(logProblem)}.`
  const shown = log.lines.filter((line) => line !== '…').length
  const part =
    shown === log.totalLines
      ? ''
      : `\n\n<sub>${shown} of ${formatCount(log.totalLines)} lines: errors first, then the end</sub>`
  return `${codeFence('text', log.lines.join('\n'))}${part}`
}
