/** How a clean-up ends: failure or not, what is said about it, the outputs and the summary. Pure. */
import { ApiError, explain } from '../errors.ts'
import type { PruneInputs } from '../inputs.ts'
import type { Repository } from '../model.ts'
import type { Annotation, Failure, Report } from '../report.ts'
import { countOf, formatBytes, formatCount } from '../text/format.ts'
import type { Context } from '../world.ts'
import { amountOf, outputsOf, totalsOf, type Totals } from './measure.ts'
import type { Applied, Stop } from './outcome.ts'
import type { Plan } from './plan.ts'
import type { Policy } from './policy-rules.ts'
import { renderSummary } from './render.ts'

export interface Ending {
  readonly inputs: PruneInputs
  readonly policy: Policy
  readonly plan: Plan
  readonly archived: readonly Repository[]
  readonly planPath: string
  /** Why a real run must not begin; null when it may. A dry run only says so. */
  readonly refusal: Failure | null
  /** Null when nothing was tried. */
  readonly applied: Applied | null
  readonly context: Context
  readonly requestCount: number
}

/** The report of a clean-up whose plan stands. */
export function reportOf(ending: Ending): Report {
  const { inputs, policy, plan, planPath, applied, requestCount } = ending
  const totals = totalsOf(plan, inputs.dryRun ? null : (applied?.outcomes ?? []))
  const failure = failureOf(ending, totals)
  const annotations = annotationsOf(ending, totals)
  return {
    summary: renderSummary({
      plan,
      policy,
      isDryRun: inputs.dryRun,
      isFailed: failure !== null,
      applied,
      notes: [
        ...(failure === null ? [] : failure.message.split('\n')),
        ...(failure === null || failure.hint === '' ? [] : [failure.hint]),
        // The one notice of a dry run says what its heading does.
        ...annotations
          .filter(({ level }) => !(inputs.dryRun && level === 'notice'))
          .flatMap(({ message }) => message.split('\n')),
        ...remarks(ending),
      ],
      planPath,
      requestCount,
    }),
    outputs: {
      ...outputsOf(totals, { planPath, planHash: plan.hash }),
      'error-message': failure?.message ?? '',
    },
    annotations,
    failure,
  }
}

function failureOf(ending: Ending, totals: Totals): Failure | null {
  const { inputs, refusal, applied } = ending
  if (applied === null) return inputs.dryRun ? null : refusal
  const stopped = applied.stop === null ? null : stopFailure(applied.stop, ending, totals)
  if (stopped !== null) return stopped
  return inputs.onError === 'fail' ? singleFailures(applied, totals) : null
}

function stopFailure(stop: Stop, { context }: Ending, totals: Totals): Failure | null {
  switch (stop.kind) {
    case 'rate-limit':
    case 'failing':
      return null
    case 'cancelled':
      return {
        message: `The step was cancelled: ${formatCount(totals.deleted.count)} of ${countOf(totals.planned.count, 'item')} had been deleted.`,
        hint: 'What was deleted is in the plan file; the next run goes on with the rest.',
      }
    case 'error': {
      if (isForkRefusal(stop.error, context)) return null
      const { message, hint } = explain(stop.error)
      const done =
        totals.deleted.count === 0
          ? 'Nothing was deleted.'
          : `${countOf(totals.deleted.count, 'item')} had been deleted.`
      return { message: `${message} ${done}`, hint }
    }
  }
}

/** Single deletions that failed, as one failure; null when none did. */
function singleFailures({ outcomes, cancelFailures, stop }: Applied, totals: Totals): Failure | null {
  const errors = [
    ...outcomes.flatMap(({ status, error }) => (status === 'failed' ? [error] : [])),
    ...cancelFailures,
  ]
  const [first] = errors
  if (first === undefined) return null
  const tried = outcomes.length + cancelFailures.length
  const given =
    stop?.kind === 'failing'
      ? ` The last ones failed one after the other, so that ${countOf(totals.remaining.count, 'item was', 'items were')} not tried.`
      : ''
  return {
    message: `${formatCount(errors.length)} of ${countOf(tried, 'deletion')} failed. The first: ${first}${given}`,
    hint: 'The next run tries them again. With on-error: warn the step stays green.',
  }
}

/** In a pull request from a fork the token is read-only, whatever the workflow says: no mistake of anyone. */
const isForkRefusal = (error: unknown, { event, payload }: Context): boolean =>
  error instanceof ApiError &&
  error.kind === 'permission' &&
  event.startsWith('pull_request') &&
  event !== 'pull_request_target' &&
  isFromFork(payload)

function isFromFork(payload: Context['payload']): boolean {
  const pull = child(payload, 'pull_request')
  const baseId = child(child(pull, 'base'), 'repo')?.['id'] ?? child(payload, 'repository')?.['id']
  const head = child(pull, 'head')
  // The head repository is null when the fork is gone.
  return head !== null && child(head, 'repo')?.['id'] !== baseId
}

function child(
  value: Readonly<Record<string, unknown>> | null,
  key: string,
): Readonly<Record<string, unknown>> | null {
  const found = value?.[key]
  return isRecord(found) ? found : null
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function annotationsOf(ending: Ending, totals: Totals): readonly Annotation[] {
  const { inputs, refusal, applied, plan } = ending
  const annotations: Annotation[] = []
  const add = (level: Annotation['level'], message: string): void => {
    annotations.push({ level, message })
  }
  if (inputs.dryRun) add('notice', dryRunNotice(plan, totals))
  if (inputs.dryRun && refusal !== null) add('warning', `A real run would be refused. ${refusal.message}`)
  if (totals.isOverBudget) add('warning', overBudget(plan, inputs.maxTotalSizeBytes ?? 0))
  if (applied !== null) {
    for (const message of stopNotices(ending, applied, totals)) add('notice', message)
    const failures = inputs.onError === 'warn' ? singleFailures(applied, totals) : null
    if (failures !== null) add('warning', failures.message)
  }
  return annotations
}

function dryRunNotice({ repositories }: Plan, { planned }: Totals): string {
  const stale = repositories.reduce((sum, each) => sum + each.stale.length, 0)
  const cancels = stale === 0 ? '' : `, and ${countOf(stale, 'stale run')} would be cancelled`
  return (
    `DRY RUN: nothing was deleted. With dry-run: false ${countOf(planned.count, 'item')} ` +
    `(${formatBytes(planned.bytes)}) would go${cancels}.`
  )
}

function stopNotices({ context }: Ending, { stop }: Applied, totals: Totals): readonly string[] {
  if (stop?.kind === 'rate-limit')
    return [
      `${stop.message} ${countOf(totals.remaining.count, 'item is', 'items are')} left to the next run.`,
    ]
  if (stop?.kind === 'error' && isForkRefusal(stop.error, context))
    return [
      `A pull request from a fork has a read-only token: ${totals.deleted.count === 0 ? 'nothing' : `nothing but ${countOf(totals.deleted.count, 'item')}`} was deleted.`,
    ]
  return []
}

function overBudget({ repositories }: Plan, maxTotalSizeBytes: number): string {
  const places = repositories
    .filter(({ isOverBudget }) => isOverBudget)
    .map((plan) => {
      const { owner, name } = plan.inventory.repository
      return `${owner}/${name} (${formatBytes(plan.scopeBytes - amountOf(plan.candidates, plan).bytes)})`
    })
  return (
    `What stays in ${places.join(', ')} is more than max-total-size (${formatBytes(maxTotalSizeBytes)}). ` +
    'Only what nothing keeps goes for the budget: keep less, or raise it.'
  )
}

/** A share of gone logs from which it pays to say how to pass them over. */
const manyGoneLogs = 20

/** What belongs into the summary, and is no reason for an annotation. */
function remarks({ plan, archived, applied }: Ending): readonly string[] {
  const missing = plan.repositories.flatMap(({ inventory }) => inventory.missing)
  const goneLogs = (applied?.outcomes ?? []).filter(
    ({ status, entry }) => status === 'gone' && entry.decision.item.kind === 'logs',
  ).length
  return [
    ...(missing.length === 0
      ? []
      : [`Not there (any more), or not visible to the token: ${missing.join(', ')}.`]),
    ...(archived.length === 0
      ? []
      : [`Skipped, since archived: ${archived.map(({ owner, name }) => `${owner}/${name}`).join(', ')}.`]),
    ...(goneLogs < manyGoneLogs
      ? []
      : [
          `The logs of ${formatCount(goneLogs)} runs were gone already. Pass those runs over with newer-than: 90d.`,
        ]),
    ...(applied?.cancelFailures ?? []),
  ]
}
