/** Which jobs and ids of `needs` the gate judges, and what stands for an id that no job has the name of. */
import type { Job } from '../../model.ts'
import type { PatternList } from '../../text/patterns.ts'
import type { GateRules } from './facts.ts'
import type { MatchedNeed } from './measure-needs.ts'

/** A job or an id of `needs` that the gate judges. */
export type ScopeItem = ScopedJob | ScopedNeed

export interface ScopedJob {
  readonly kind: 'job'
  readonly job: Job
  /**
   * The id that it belongs to; none without `needs`, and for a job that only `require` brings in. Of a stand-in
   * every id that it may belong to.
   */
  readonly needs: readonly MatchedNeed[]
  /** Whether only its result says that it belongs to one of these ids, since its name does not. */
  readonly isStandIn: boolean
}

/** An id that no job was matched to, or whose jobs do not show the result that it has. */
export interface ScopedNeed {
  readonly kind: 'need'
  readonly need: MatchedNeed
}

export interface ScopeInput {
  /** One entry a job, its latest attempt; own job left out. Null when the jobs could not be read. */
  readonly jobs: readonly Job[] | null
  /** Null without `needs`. */
  readonly needs: readonly MatchedNeed[] | null
  readonly rules: GateRules
}

/**
 * What the gate judges: with `needs`, those jobs, leg by leg, and what `require` names; without, all jobs.
 */
export function scopeOf({ jobs: read, needs, rules }: ScopeInput): readonly ScopeItem[] {
  const jobs = read ?? []
  if (needs === null) return jobs.map((job) => scoped(job, []))
  const standIns = standInsOf({ jobs, needs, rules })
  const explained = new Set(standIns.flatMap((item) => item.needs))
  const ofNeeds = needs.flatMap((need): readonly ScopeItem[] => {
    const legs = need.jobs.map((job) => scoped(job, [need]))
    const isShown = explained.has(need) || (legs.length > 0 && agrees(need))
    return isShown ? legs : [...legs, { kind: 'need', need }]
  })
  const known = new Set([...needs.flatMap((need) => need.jobs), ...standIns.map(({ job }) => job)])
  const required = jobs.filter((job) => !known.has(job) && takes(rules.require, job.name))
  return [...ofNeeds, ...standIns, ...required.map((job) => scoped(job, []))]
}

const scoped = (job: Job, needs: readonly MatchedNeed[]): ScopedJob => ({
  kind: 'job',
  job,
  needs,
  isStandIn: false,
})

/** Whether some line of the list means this name; excludes are refused in lists that allow. */
export const takes = (list: PatternList | null, name: string): boolean =>
  list !== null && list.includes.some((pattern) => pattern.matches(name))

/** What a job can make of the id that it belongs to. */
type Outcome = 'passed' | 'failure' | 'cancelled' | 'skipped' | 'open'

function outcomeOf({ conclusion }: Job): Outcome {
  switch (conclusion) {
    case null:
      return 'open'
    case 'success':
    case 'neutral':
      return 'passed'
    case 'cancelled':
    case 'skipped':
      return conclusion
    default:
      return 'failure'
  }
}

/**
 * Whether the jobs of an id can have the result that `needs` gives it. A failed job under a result of `success`
 * can: that is continue-on-error. A job that has not ended may still turn out so.
 */
export function agrees(need: MatchedNeed): boolean {
  const outcomes = need.jobs.map(outcomeOf)
  if (outcomes.includes('open')) return true
  switch (need.result) {
    case 'failure':
      return outcomes.includes('failure')
    case 'cancelled':
      return outcomes.includes('cancelled') || outcomes.includes('failure')
    case 'skipped':
      return outcomes.includes('skipped')
    default:
      return true
  }
}

/**
 * Jobs with names of their own that ids without a job must stand behind: a failed id has a failed job, and so on. They
 * are judged in place of the ids, so that they can be named and allowed one by one. Where that could let an id pass
 * whose job is another one, the id is judged by itself.
 */
function standInsOf({
  jobs,
  needs,
  rules,
}: ScopeInput & { readonly jobs: readonly Job[] }): readonly ScopedJob[] {
  const unmatched = (needs ?? []).filter(({ match }) => match === 'none')
  if (unmatched.length === 0) return []
  const known = new Set((needs ?? []).flatMap((need) => need.jobs))
  const free = jobs.filter((job) => !known.has(job))
  const isCancelled = (job: Job): boolean => outcomeOf(job) === 'cancelled' && !isAllowedByName(job, rules)
  // Legs that failed are in the company of legs that were cancelled.
  const company = (result: Outcome): readonly Job[] => (result === 'failure' ? free.filter(isCancelled) : [])
  return (['failure', 'cancelled', 'skipped'] as const).flatMap((result) => {
    const ids = unmatched.filter((need) => need.result === result)
    const alike = free.filter((job) => outcomeOf(job) === result)
    // Each id has a job of its own.
    if (ids.length === 0 || alike.length < ids.length) return []
    const wouldPass = alike.every((job) => isAllowedByName(job, rules))
    const others = [...free.filter(isOpen), ...passedAllTheSame(needs ?? [], result), ...company(result)]
    if (wouldPass && others.length > 0) return []
    // Of skipped jobs there may be many that nobody needs, and no log is lost when they are not named.
    if (result === 'skipped' && !wouldPass && alike.length > ids.length) return []
    return alike.map((job) => ({ kind: 'job', job, needs: ids, isStandIn: true }) as const)
  })
}

const isOpen = (job: Job): boolean => outcomeOf(job) === 'open'

/** Jobs with this outcome under an id that succeeded: the name may have led to the wrong id. */
const passedAllTheSame = (needs: readonly MatchedNeed[], outcome: Outcome): readonly Job[] =>
  needs.flatMap((need) =>
    need.result === 'success' ? need.jobs.filter((job) => outcomeOf(job) === outcome) : [],
  )

function isAllowedByName(job: Job, rules: GateRules): boolean {
  if (takes(rules.require, job.name)) return false
  const outcome = outcomeOf(job)
  return (
    takes(rules.allowFailure, job.name) ||
    (outcome === 'skipped' && takes(rules.allowSkip, job.name)) ||
    (outcome === 'cancelled' && rules.onCancelled === 'ignore')
  )
}

/** Ids that no job stands for, while a job that may belong to one has not ended. */
export function waitingIds(input: ScopeInput): number {
  const { jobs, needs } = input
  const known = new Set((needs ?? []).flatMap((need) => need.jobs))
  if (!(jobs ?? []).some((job) => isOpen(job) && !known.has(job))) return 0
  return scopeOf(input).filter(
    (item) => item.kind === 'need' && item.need.match === 'none' && item.need.result !== 'success',
  ).length
}
