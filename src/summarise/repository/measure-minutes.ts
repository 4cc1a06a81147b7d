/** Minutes and money of all runs, from what those of the sample cost. */
import { billingOf } from '../run/measure-billing.ts'
import type { MergedJob } from '../run/measure-attempts.ts'
import type { BillingReport } from '../run/run-report.ts'
import type { RunFact, SampledRun } from './facts.ts'
import { runDurationMs } from './measure-health.ts'

/** With fewer runs that were chosen evenly, what other runs took says more of the cost than chance does. */
const minTypicalRuns = 3

/** A sampled run with its attempts merged, so that what GitHub carried over is not counted twice. */
export interface MergedRun {
  readonly sampled: SampledRun
  readonly merged: readonly MergedJob[]
}

/** What runs cost, in minutes and money; estimated. */
export interface Bill {
  readonly minutes: number | null
  readonly cost: number | null
  readonly unpricedMinutes: number
}

/** Whether a run was of the kind that the even sample is drawn from: it is over, and runners worked on it. */
export const usesMinutes = ({ status, conclusion }: RunFact): boolean =>
  status === 'completed' &&
  conclusion !== 'skipped' &&
  conclusion !== 'action_required' &&
  conclusion !== 'startup_failure' &&
  conclusion !== 'stale'

/**
 * Minutes of each workflow by path. The sample says what a minute of a run costs, and the listing how long all runs
 * took; that varies far less from run to run than what a run costs. Attempts that were replaced come on top.
 */
export function billWorkflows(
  runs: readonly MergedRun[],
  allRuns: readonly RunFact[],
  rates: ReadonlyMap<string, number>,
): ReadonlyMap<string, Bill> {
  const listed = Map.groupBy(allRuns.filter(usesMinutes), ({ workflowPath }) => workflowPath)
  const sampled = Map.groupBy(runs, ({ sampled: { run } }) => run.workflowPath)
  const bills = new Map<string, Bill>()
  for (const [path, group] of sampled) {
    const bill = billWorkflow(listed.get(path) ?? [], typicalOf(group), rates)
    if (bill !== null) bills.set(path, bill)
  }
  return bills
}

/** Runs that were chosen evenly; where too few were, any that were read. */
function typicalOf(runs: readonly MergedRun[]): readonly MergedRun[] {
  const even = runs.filter(({ sampled: { reason } }) => reason === 'even')
  return even.length < minTypicalRuns ? runs : even
}

function billWorkflow(
  listed: readonly RunFact[],
  sample: readonly MergedRun[],
  rates: ReadonlyMap<string, number>,
): Bill | null {
  const sampledMs = sum(sample.map(({ sampled: { run } }) => runDurationMs(run) ?? 0))
  if (sampledMs === 0) return null
  const latest = sample.map(({ sampled: { run }, merged }) =>
    billingOf(
      merged.filter(({ job }) => job.attempt === run.attempt).map(({ job }) => ({ job, earlier: [] })),
      rates,
    ),
  )
  const replaced = sample
    .filter(({ sampled: { run } }) => run.attempt > 1)
    .map(({ merged, sampled: { run } }) =>
      billingOf(
        merged
          .flatMap(({ job, earlier }) => [...earlier, ...(job.attempt < run.attempt ? [job] : [])])
          .map((job) => ({ job, earlier: [] })),
        rates,
      ),
    )
  const factors = {
    latest: sum(listed.map((run) => runDurationMs(run) ?? 0)) / sampledMs,
    replaced:
      replaced.length === 0 ? 0 : listed.filter(({ attempt }) => attempt > 1).length / replaced.length,
  }
  const total = (of: (bill: BillingReport) => number): number =>
    sum(latest.map(of)) * factors.latest + sum(replaced.map(of)) * factors.replaced
  const isPriced = [...latest, ...replaced].some(({ cost }) => cost !== null)
  return {
    minutes: Math.round(total(({ minutes }) => minutes)),
    cost: isPriced ? roundCents(total(({ cost }) => cost ?? 0)) : null,
    unpricedMinutes: Math.round(total(({ unpricedMinutes }) => unpricedMinutes)),
  }
}

/** All workflows together; what was not read of a workflow is not in it. */
export function addBills(bills: readonly Bill[]): Bill {
  const minutes = bills.flatMap((bill) => (bill.minutes === null ? [] : [bill.minutes]))
  const costs = bills.flatMap(({ cost }) => (cost === null ? [] : [cost]))
  return {
    minutes: minutes.length === 0 ? null : sum(minutes),
    cost: costs.length === 0 ? null : roundCents(sum(costs)),
    unpricedMinutes: sum(bills.map(({ unpricedMinutes }) => unpricedMinutes)),
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const roundCents = (amount: number): number => Math.round(amount * 100) / 100
