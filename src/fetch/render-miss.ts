/** Why nothing was found: the runs looked at with the one reason each, near names, and what to change. Pure. */
import { codeSpan, escapeText, joinBlocks, link, table } from '../text/markdown.ts'
import { countOf, formatAge, formatCount, shorten } from '../text/format.ts'
import {
  hasContent,
  type DecidingTest,
  type Findings,
  type RunDecision,
  type RunIdentity,
} from './findings.ts'
import { nearestText, type FetchPlan } from './plan.ts'
import { askedNames, isSame, type FetchRequest } from './plan-request.ts'

/** Rows of the summary's table: enough to see what happened, far from GitHub's limit of 1 MiB. */
const maxRows = 100
/** Lines in the log: of a miss, and of what was passed over on the way to a match. */
const maxLogLines = 100
const maxPassedOverLines = 10
const maxNameLength = 60
const maxReasonLength = 200

/** The table of runs looked at; empty where there were none. */
export function renderRunTable({ runDecisions }: Findings, nowMs: number): string {
  if (runDecisions.length === 0) return ''
  const rows = runDecisions.slice(0, maxRows).map((decision) => runRow(decision, nowMs))
  return joinBlocks([
    `**Runs looked at**, newest first (${formatCount(runDecisions.length)}):`,
    table(['Run', 'Branch', 'Event', 'Conclusion', 'Age', 'Why'], rows),
    restOf(runDecisions.slice(maxRows)),
  ])
}

const runRow = (decision: RunDecision, nowMs: number): readonly string[] => {
  const { identity } = decision
  return [
    link(runName(identity), identity.url),
    identity.headBranch === null ? '' : codeSpan(shorten(identity.headBranch, maxNameLength)),
    escapeText(identity.event),
    escapeText(identity.conclusion ?? identity.status ?? ''),
    identity.createdAtMs === null ? '' : formatAge(identity.createdAtMs, nowMs),
    decision.isTaken ? '✅ taken' : escapeText(shorten(reasonOf(decision), maxReasonLength)),
  ]
}

/** `#12`, or the id where the number is not known. */
export const runName = ({ number, id }: RunIdentity): string => (number === null ? String(id) : `#${number}`)

const reasonOf = ({ test, reason }: RunDecision): string =>
  test === 'fork' ? `${reason}, and allow-forks is not set` : reason

function restOf(decisions: readonly RunDecision[]): string {
  if (decisions.length === 0) return ''
  return `… and ${countOf(decisions.length, 'older run')}: ${countByTest(decisions)}.`
}

/** `12 × branch, 3 × conclusion`. */
function countByTest(decisions: readonly RunDecision[]): string {
  const counts = new Map<DecidingTest, number>()
  for (const { test } of decisions) counts.set(test, (counts.get(test) ?? 0) + 1)
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([test, count]) => `${count} × ${test === '' ? 'taken' : test}`)
    .join(', ')
}

/** The same as lines for the log. */
export const renderRunLines = ({ runDecisions }: Findings, nowMs: number): readonly string[] =>
  linesOf(runDecisions, { nowMs, maxLines: maxLogLines })

/** What was passed over on the way to a match, for the log; empty for nothing. */
export function renderPassedOver({ runDecisions }: Findings, nowMs: number): readonly string[] {
  const passedOver = runDecisions.filter(({ isTaken }) => !isTaken)
  if (passedOver.length === 0) return []
  return [
    `Passed over ${countOf(passedOver.length, 'run')} (${countByTest(passedOver)}):`,
    ...linesOf(passedOver, { nowMs, maxLines: maxPassedOverLines }),
  ]
}

function linesOf(
  decisions: readonly RunDecision[],
  { nowMs, maxLines }: { readonly nowMs: number; readonly maxLines: number },
): readonly string[] {
  const lines = decisions.slice(0, maxLines).map((decision) => {
    const { identity } = decision
    const age = identity.createdAtMs === null ? '' : `, ${formatAge(identity.createdAtMs, nowMs)}`
    const what = `${identity.headBranch ?? 'no branch'}, ${identity.event}, ${identity.conclusion ?? identity.status ?? 'unknown'}${age}`
    const why = decision.isTaken ? 'taken' : shorten(reasonOf(decision), maxReasonLength)
    return `  ${runName(identity)} (${what}): ${why}. ${identity.url}`
  })
  const rest = restOf(decisions.slice(maxLines))
  return rest === '' ? lines : [...lines, `  ${rest}`]
}

/** Artifacts asked for that have expired, of runs of which others are taken: clauses with hostile text. */
export function expiredBeside({ findings, request }: FetchPlan): readonly string[] {
  // Ids that have expired are missing, and said as such.
  if (request.ask.kind === 'artifacts') return []
  const runs = new Map(findings.taken.filter(hasContent).map((run) => [run.identity.id, run]))
  return findings.artifactDecisions.flatMap(({ artifact, runId, test, reason }) => {
    const run = runs.get(runId ?? 0)
    const isReplaced = run?.artifacts.some((taken) => taken.artifact.name === artifact.name) ?? true
    return test !== 'expired' || run === undefined || isReplaced
      ? []
      : [`artifact "${artifact.name}" (id ${artifact.id}) of run ${runName(run.identity)} ${reason}`]
  })
}

/** What to change, most likely first: sentences with hostile text. */
export function adviceFor({ findings, request }: FetchPlan): readonly string[] {
  const { runDecisions, missing, nearestNames } = findings
  const advice: string[] = missing.map(({ hint }) => hint).filter((hint) => hint !== '')
  if (nearestNames.length > 0) advice.push(nearestText(nearestNames))
  const byTest = (test: DecidingTest): readonly RunDecision[] =>
    runDecisions.filter((decision) => decision.test === test)
  // The run of this step cannot be waited for, and does not come to a conclusion before it.
  const concluded = byTest('conclusion').filter(
    ({ identity: { id }, repository }) => !isSame({ id, repository }, request.current),
  )
  if (concluded.length > 0) advice.push(conclusionAdvice(concluded))
  const forks = byTest('fork')
  if (forks.length > 0)
    advice.push(
      `${countOf(forks.length, 'run is', 'runs are')} of forks, which anyone can make. To take them all the same, set allow-forks: true and a path of their own.`,
    )
  // What has a mend of its own was not missed for an expiry.
  const isOpen = missing.some(({ hint }) => hint === '')
  if (isOpen && findings.artifactDecisions.some(({ test }) => test === 'expired'))
    advice.push(
      'Some artifacts have expired: raise retention-days where they are uploaded, or run the workflow again.',
    )
  if (byTest('artifacts').length > 0 && nearestNames.length === 0)
    advice.push(...uploadAdvice(request, isOpen))
  if (request.ask.kind === 'search' && runDecisions.length === 0)
    advice.push('Check workflow, branch and repository: GitHub lists no run for them at all.')
  else if (isMostly(runDecisions, 'branch'))
    advice.push(
      `Widen branch, or give a second line to fall back on, such as @default. There are runs of ${branchesOf(runDecisions)}.`,
    )
  if (request.commit !== null && request.ancestors === 0)
    advice.push('That commit may have no run of its own: ancestors: 20 tries the commits before it as well.')
  if (request.waitMs === null && concluded.some(({ identity }) => identity.status !== 'completed'))
    advice.push('A run is still in progress: wait: 10min waits for it.')
  return [...new Set(advice)]
}

function uploadAdvice(request: FetchRequest, isOpen: boolean): readonly string[] {
  if (askedNames(request).length > 0)
    return ['Check the spelling of name, and that the step that uploads it ran and was not skipped.']
  return isOpen ? ['Check that the step that uploads ran and was not skipped.'] : []
}

const maxBranches = 5

/** The branches of runs, the newest first. */
function branchesOf(decisions: readonly RunDecision[]): string {
  const names = [...new Set(decisions.flatMap(({ identity }) => identity.headBranch ?? []))]
  const shown = names.slice(0, maxBranches).map((name) => shorten(name, maxNameLength))
  const rest = names.length - shown.length
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

function conclusionAdvice(decisions: readonly RunDecision[]): string {
  const counts = new Map<string, number>()
  for (const { identity } of decisions) {
    const word = identity.conclusion ?? identity.status ?? 'unknown'
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const list = [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ')
  return `${countOf(decisions.length, 'run is', 'runs are')} right in all but the conclusion (${list}): set conclusion, or conclusion: any.`
}

const isMostly = (decisions: readonly RunDecision[], test: DecidingTest): boolean =>
  decisions.filter((decision) => decision.test === test).length * 2 > decisions.length
