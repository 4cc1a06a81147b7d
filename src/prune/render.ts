/** The job summary: the same tables whether the plan was applied or not. Pure. */
import { fitBlocks, fixed, maxSummaryBytes, optional, type Block } from '../text/blocks.ts'
import { countOf, formatBytes, formatCount } from '../text/format.ts'
import { codeSpan, details, escapeText, joinBlocks, link, right, table } from '../text/markdown.ts'
import { amountOf, freedBytes, totalsOf, type Totals } from './measure.ts'
import type { Applied, Outcome } from './outcome.ts'
import type { PlanOutcome } from './plan-document.ts'
import type { Plan, RepositoryPlan } from './plan.ts'
import type { Decision } from './policy-reasons.ts'
import type { Policy } from './policy-rules.ts'
import { renderFunnel, renderKept } from './render-funnel.ts'
import { renderFailures, renderGroups, renderItems, type ItemsOptions } from './render-items.ts'
import { renderStorage } from './render-storage.ts'

export interface SummaryInput {
  readonly plan: Plan
  readonly policy: Policy
  readonly isDryRun: boolean
  /** Whether the step fails. */
  readonly isFailed: boolean
  /** Null when nothing was tried: a dry run, or a plan that was refused. */
  readonly applied: Applied | null
  /** Plain sentences: why it was refused or stopped, what is over budget, what was not found. */
  readonly notes: readonly string[]
  readonly planPath: string
  readonly requestCount: number
}

/** The summary as Markdown, under GitHub's limit whatever its input. */
export function renderSummary(input: SummaryInput): string {
  const blocks: Block[] = [fixed('the result', renderHead(input))]
  const [only, ...others] = input.plan.repositories
  if (only !== undefined && others.length === 0) blocks.push(...repositoryBlocks(only, input))
  else
    blocks.push(
      optional('the table of repositories', renderRepositories(input)),
      ...repositorySections(input),
    )
  blocks.push(fixed('the plan', renderPlan(input)))
  const note = (shortened: readonly string[]): string =>
    `_Left out, since GitHub shows no summary of this length: ${shortened.map(escapeText).join(', ')}. The plan file has everything._`
  return `${fitBlocks(blocks, note, maxSummaryBytes)}\n`
}

function renderHead(input: SummaryInput): string {
  const totals = totalsOf(input.plan, input.isDryRun ? null : (input.applied?.outcomes ?? []))
  return joinBlocks([
    heading(input),
    lead(input, totals),
    input.notes.map((note) => `- ${escapeText(note)}`).join('\n'),
    forecast(input, totals),
  ])
}

/** Whether a real run was not begun: the breaker or `expect-plan` said no. */
const isRefused = ({ isDryRun, applied }: SummaryInput): boolean => !isDryRun && applied === null

function heading({ isDryRun, isFailed, applied, plan }: SummaryInput): string {
  const where = plan.repositories.length === 1 ? placeOf(plan.repositories[0]) : ''
  const inPlace = where === '' ? '' : ` in ${where}`
  if (isDryRun) return `## ⚠️ DRY RUN: nothing was deleted${inPlace}`
  const isPruned = applied !== null && applied.outcomes.some(({ status }) => status !== 'failed')
  if (isFailed)
    return isPruned
      ? `## ❌ Pruned ${where || 'repositories'} in part`
      : `## ❌ Nothing was deleted${inPlace}`
  const isIdle = !isPruned && applied?.cancelled.length === 0
  return isIdle ? `## 🧹 Nothing was deleted${inPlace}` : `## 🧹 Pruned ${where || 'repositories'}`
}

const placeOf = (plan: RepositoryPlan | undefined): string =>
  plan === undefined ? '' : escapeText(nameOf(plan))

const nameOf = ({ inventory }: RepositoryPlan): string =>
  `${inventory.repository.owner}/${inventory.repository.name}`

function lead(input: SummaryInput, totals: Totals): string {
  const { isDryRun, applied, plan, requestCount } = input
  const { planned, deleted, gone, failed, remaining, kept } = totals
  const stale = plan.repositories.reduce((sum, each) => sum + each.stale.length, 0)
  const calls = `${countOf(requestCount, 'API call')}.`
  const cancels =
    stale === 0 ? '' : ` ${isDryRun ? 'Would cancel' : 'To cancel'}: ${countOf(stale, 'stale run')}.`
  if (applied === null) {
    const would = isDryRun ? 'With `dry-run: false` this run deletes' : 'The plan was to delete'
    const isAll = isRefused(input) || remaining.count === 0
    const later = isAll ? '' : `, ${formatCount(remaining.count)} left to the next run`
    return `${would} **${nounOf(plan, planned.count)}** (${formatBytes(planned.bytes)}); ${formatCount(kept)} stay${later}.${cancels} ${calls}`
  }
  const parts = [
    `**${nounOf(plan, deleted.count)} deleted** (${formatBytes(deleted.bytes)} freed)`,
    ...(gone === 0 ? [] : [`${formatCount(gone)} gone already`]),
    ...(failed === 0 ? [] : [`**${formatCount(failed)} failed**`]),
    `${formatCount(kept)} stay`,
    ...(remaining.count === 0 ? [] : [`${formatCount(remaining.count)} left to the next run`]),
    ...(applied.cancelled.length === 0
      ? []
      : [`${countOf(applied.cancelled.length, 'stale run')} cancelled`]),
  ]
  return `${parts.join(', ')}. ${calls}`
}

/** `3 artifacts`; `3 items` where there are several targets. */
function nounOf({ targets }: Plan, count: number): string {
  const [only, ...others] = targets
  if (only === undefined || others.length > 0) return countOf(count, 'item')
  const nouns = { artifacts: 'artifact', logs: 'log', runs: 'run' } as const
  return countOf(count, nouns[only])
}

const dayMs = 24 * 60 * 60_000
const forecastDays = 7

/** What the next runs have to do, as things stand. */
function forecast(input: SummaryInput, { remaining }: Totals): string {
  const { plan, policy } = input
  const lines: string[] = []
  // What was refused, here or by GitHub, is not simply gone on with.
  if (remaining.count > 0 && !isRefused(input) && input.applied?.stop?.kind !== 'error') {
    const runs = Math.ceil(remaining.count / plan.maxDeletions)
    const next = Math.min(remaining.count, plan.maxDeletions)
    lines.push(
      `Next: ${countOf(remaining.count, 'item')} (${formatBytes(remaining.bytes)}) ${remaining.count === 1 ? 'is' : 'are'} left; ` +
        `the next run deletes ${formatCount(next)}${runs > 1 ? `, and it takes ${formatCount(runs)} runs in all` : ''}.`,
    )
  }
  const ageing = growOld(plan, policy)
  if (ageing.count > 0)
    lines.push(
      `Within ${forecastDays} days ${countOf(ageing.count, 'more item')} (${formatBytes(ageing.bytes)}) ` +
        `${ageing.count === 1 ? 'outgrows' : 'outgrow'} keep-within.`,
    )
  return lines.join(' ')
}

/** Items that nothing but `keep-within` keeps, and not for long. */
function growOld(
  { repositories, nowMs }: Plan,
  { keep }: Policy,
): { readonly count: number; readonly bytes: number } {
  const { withinMs } = keep
  if (withinMs === null) return { count: 0, bytes: 0 }
  let count = 0
  let bytes = 0
  for (const plan of repositories)
    for (const { fate, item, reasons } of plan.decisions) {
      const [reason, ...others] = reasons
      if (fate !== 'kept' || others.length > 0 || reason?.text.startsWith('keep-within ') !== true) continue
      if (nowMs + forecastDays * dayMs - item.timeMs <= withinMs) continue
      count += 1
      bytes += freedBytes(item, plan)
    }
  return { count, bytes }
}

function repositoryBlocks(plan: RepositoryPlan, input: SummaryInput): readonly Block[] {
  const options = itemsOptions(input)
  return [
    fixed('the funnel', renderFunnel(plan, input.plan)),
    optional('what failed', renderFailures(failuresOf(plan, input))),
    optional('the list of what goes', renderItems(plan, options)),
    optional('stale runs', renderStale(plan)),
    optional('why the others stay', renderKept(plan)),
    optional('the groups', renderGroups(plan, options)),
    optional('the storage', renderStorage(plan, input.plan.nowMs)),
  ]
}

/** More repositories than this are in the plan file only. */
const maxSections = 100

/** Each repository folded; those that lose something first. */
function repositorySections(input: SummaryInput): readonly Block[] {
  return input.plan.repositories
    .toSorted((a, b) => b.deletions.length - a.deletions.length)
    .slice(0, maxSections)
    .map((plan) =>
      optional(
        nameOf(plan),
        details(
          `${escapeText(nameOf(plan))}: ${nounOf(input.plan, plan.deletions.length)}`,
          joinBlocks(repositoryBlocks(plan, input).map(({ variants }) => variants[0]?.() ?? '')),
        ),
      ),
    )
}

const maxRepositoryRows = 1000

function renderRepositories({ plan, applied }: SummaryInput): string {
  const rows = plan.repositories.slice(0, maxRepositoryRows).map((each) => {
    const now = amountOf(each.deletions, each)
    const kept = each.decisions.filter(({ fate }) => fate === 'kept').length
    const outcomes = (applied?.outcomes ?? []).filter(({ entry }) => entry.plan === each)
    return [
      link(nameOf(each), each.inventory.repository.url),
      formatCount(now.count),
      formatBytes(now.bytes),
      formatCount(kept),
      formatCount(each.later.length),
      applied === null ? '' : formatCount(outcomes.filter(({ status }) => status === 'deleted').length),
      applied === null ? '' : formatCount(outcomes.filter(({ status }) => status === 'failed').length),
    ]
  })
  return table(
    [
      'Repository',
      right('Goes'),
      right('Size'),
      right('Stay'),
      right('Later'),
      right('Deleted'),
      right('Failed'),
    ],
    rows,
  )
}

function itemsOptions({ plan, policy, applied, isDryRun }: SummaryInput): ItemsOptions {
  const outcomes = outcomesByDecision(applied?.outcomes ?? [])
  const untried = isDryRun ? 'would go' : 'not tried'
  return { nowMs: plan.nowMs, policy, outcomeOf: (decision) => outcomes.get(decision) ?? untried }
}

/** What became of each item that was tried. */
export const outcomesByDecision = (outcomes: readonly Outcome[]): ReadonlyMap<Decision, PlanOutcome> =>
  new Map(outcomes.map(({ entry, status }) => [entry.decision, status]))

const failuresOf = (plan: RepositoryPlan, { applied }: SummaryInput): Parameters<typeof renderFailures>[0] =>
  (applied?.outcomes ?? [])
    .filter(({ entry, status }) => entry.plan === plan && status === 'failed')
    .map(({ entry, error }) => ({ item: entry.decision.item, plan, error }))

const maxStale = 50

function renderStale({ stale }: RepositoryPlan): string {
  if (stale.length === 0) return ''
  const rows = stale
    .slice(0, maxStale)
    .map(({ run, reason }) => [link(`${run.workflowName} #${run.number}`, run.url), escapeText(reason)])
  const rest = stale.length - maxStale
  return `**Stale runs to cancel**\n\n${table(['Run', 'Why'], rows)}${rest > 0 ? `\n\nand ${countOf(rest, 'more')}.` : ''}`
}

function renderPlan({ plan, planPath, isDryRun }: SummaryInput): string {
  const exactly = isDryRun ? ' To apply exactly this plan, add it as `expect-plan`.' : ''
  return `Plan ${codeSpan(plan.hash)}, with a reason for every item in ${codeSpan(planPath)}.${exactly}`
}
