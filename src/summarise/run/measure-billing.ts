/** Minutes that a run costs, reckoned from its jobs: GitHub closes the endpoint that told them. */
import type { Job } from '../../model.ts'
import type { MergedJob } from './measure-attempts.ts'
import { timesOf } from './measure-times.ts'
import type { BillingReport, LabelBilling } from './run-report.ts'

/** GitHub bills each job on its own, rounded up to the minute. */
const billedUnitMs = 60_000

interface Execution {
  readonly labels: readonly string[]
  readonly minutes: number
  readonly isSuperseded: boolean
}

/** Billable minutes by runner label, most minutes first, and money where `rates` gives a label a price. */
export function billingOf(merged: readonly MergedJob[], rates: ReadonlyMap<string, number>): BillingReport {
  const executions = merged.flatMap(({ job, earlier }) => [
    ...executionOf(job, false),
    ...earlier.flatMap((past) => executionOf(past, true)),
  ])
  const byLabels = Map.groupBy(executions, ({ labels }) => JSON.stringify(labels))
  const labels = [...byLabels.values()]
    .map((group) => labelBilling(group, rates))
    .toSorted((one, other) => other.minutes - one.minutes)
  const priced = labels.flatMap(({ cost }) => (cost === null ? [] : [cost]))
  const unpriced = labels.filter(({ cost }) => cost === null)
  return {
    minutes: minutesOf(executions),
    supersededMinutes: minutesOf(executions.filter(({ isSuperseded }) => isSuperseded)),
    cost: priced.length === 0 ? null : roundMoney(priced.reduce((sum, cost) => sum + cost, 0)),
    unpricedMinutes: rates.size === 0 ? 0 : unpriced.reduce((sum, { minutes }) => sum + minutes, 0),
    labels,
  }
}

function executionOf(job: Job, isSuperseded: boolean): readonly Execution[] {
  const { ranMs } = timesOf(job)
  if (ranMs === null) return []
  return [{ labels: job.labels, minutes: Math.max(1, Math.ceil(ranMs / billedUnitMs)), isSuperseded }]
}

function labelBilling(group: readonly Execution[], rates: ReadonlyMap<string, number>): LabelBilling {
  const labels = group[0]?.labels ?? []
  const rate = labels.map((label) => rates.get(label)).find((each) => each !== undefined) ?? null
  const minutes = minutesOf(group)
  return {
    labels,
    executions: group.length,
    minutes,
    supersededMinutes: minutesOf(group.filter(({ isSuperseded }) => isSuperseded)),
    isSelfHosted: labels.includes('self-hosted'),
    rate,
    cost: rate === null ? null : roundMoney(rate * minutes),
  }
}

const minutesOf = (executions: readonly Execution[]): number =>
  executions.reduce((sum, { minutes }) => sum + minutes, 0)

/** Rates have up to four digits after the point; sums of them shall not show the dust of binary fractions. */
const roundMoney = (amount: number): number => Math.round(amount * 1e6) / 1e6
