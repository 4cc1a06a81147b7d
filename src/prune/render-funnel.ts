/** The way from what was listed to what goes, and what keeps the rest. Pure. */
import { countOf, formatBytes, formatCount } from '../text/format.ts'
import { details, escapeText, right, table } from '../text/markdown.ts'
import { amountOf, funnelOf, keepReasons, type Amount } from './measure.ts'
import type { Plan, RepositoryPlan } from './plan.ts'
import type { ReasonStage } from './policy-reasons.ts'

const stageLabels: Partial<Readonly<Record<ReasonStage, string>>> = {
  invariant: 'never deleted: of this run, of a run that is not completed or not known, or from the future',
  protected: 'protected',
  rule: 'kept by a rule',
  narrowed: 'passed over by created, ages, conclusion or sizes',
  'expires-soon': 'GitHub expires them within a day',
  budget: 'fit into max-total-size',
  artifacts: 'runs of which an artifact stays',
}

/** A row of the funnel in words, for the table and for the log alike. */
export interface FunnelLine extends Amount {
  readonly label: string
  readonly isTotal: boolean
}

/** The funnel of one repository. Steps that took nothing are left out. */
export function funnelLines(plan: RepositoryPlan, { targets, maxDeletions }: Plan): readonly FunnelLine[] {
  const funnel = funnelOf(plan, targets)
  const now = amountOf(plan.deletions, plan)
  const step = (label: string, amount: Amount): FunnelLine => ({ label, ...amount, isTotal: false })
  const total = (label: string, amount: Amount): FunnelLine => ({ label, ...amount, isTotal: true })
  const steps = [
    step('outside the scope', funnel.outside),
    step('expired already', funnel.expired),
    ...funnel.kept.map(({ stage, ...amount }) => step(stageLabels[stage] ?? stage, amount)),
    step('go with their run', funnel.withRun),
  ].filter(({ count }) => count > 0)
  return [
    total('listed', funnel.listed),
    ...steps,
    total('the policy deletes', funnel.candidates),
    ...(plan.later.length === 0
      ? []
      : [
          total(`of these in this run (max-deletions ${formatCount(maxDeletions)})`, now),
          total('left to the next run', amountOf(plan.later, plan)),
        ]),
  ]
}

/** The funnel as a table. */
export const renderFunnel = (plan: RepositoryPlan, whole: Plan): string =>
  table(
    ['', right('Items'), right('Size')],
    funnelLines(plan, whole).map(({ label, count, bytes, isTotal }) => {
      const cells = [escapeText(label), formatCount(count), formatBytes(bytes)]
      return isTotal ? cells.map((cell) => `**${cell}**`) : [`− ${cells[0] ?? ''}`, ...cells.slice(1)]
    }),
  )

/** More reasons than this are details. */
const maxReasons = 30

/** What keeps items, each reason counted; folded. Empty when nothing is kept. */
export function renderKept(plan: RepositoryPlan): string {
  const reasons = keepReasons(plan)
  if (reasons.length === 0) return ''
  const rows = reasons
    .slice(0, maxReasons)
    .map(({ text, count, bytes }) => [escapeText(text), formatCount(count), formatBytes(bytes)])
  const rest = reasons.length - maxReasons
  const note = rest > 0 ? `\n\n${countOf(rest, 'more reason')} in the plan file.` : ''
  return details(
    'Why the others stay',
    `${table(['Reason', right('Items'), right('Size')], rows)}\n\nAn item with several reasons counts for each.${note}`,
  )
}
