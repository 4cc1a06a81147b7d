/**
 * What the gate makes of the jobs: each one in scope passes, fails, counts as cancelled or not at all, and why.
 * A result is never taken for green unless something says that it is.
 */
import type { Job } from '../../model.ts'
import type { PatternList } from '../../text/patterns.ts'
import type { GateRules } from './facts.ts'
import type { MatchedNeed } from './measure-needs.ts'

export type Verdict = 'success' | 'failure' | 'cancelled'
/** What a job does to the verdict. */
export type Counts = 'passed' | 'failed' | 'cancelled' | 'neutral'

/** Best to worst, as GitHub's own roll-up of a run has them. */
const conclusionsByRank = [
  'neutral',
  'skipped',
  'success',
  'cancelled',
  'timed_out',
  'action_required',
  'failure',
] as const

export interface GateRow {
  /** Display name of the job, or the id of `needs` where no job was matched to it. */
  readonly name: string
  /** Null for an id of `needs` without a job. */
  readonly jobId: number | null
  /** Null without `needs`, and for a job that only `require` brings into scope. */
  readonly needsId: string | null
  /** The conclusion that counts; for a job that has not ended, that of `needs`, else `failure`. */
  readonly result: string
  /** Whether the job has ended, as far as the API says. */
  readonly isSettled: boolean
  readonly counts: Counts
  /** Follows "because", in plain text. */
  readonly why: string
}

export interface Gate {
  readonly rows: readonly GateRow[]
  /** What is wrong besides single jobs: names that match nothing, nothing to judge. Sentences in plain text. */
  readonly problems: readonly string[]
  /** Worst of the scope, before any allowance. */
  readonly conclusion: string
  readonly verdict: Verdict
}

export interface GateInput {
  /** One entry a job, its latest attempt; own job left out. Null when the jobs could not be read. */
  readonly jobs: readonly Job[] | null
  /** Null without `needs`. */
  readonly needs: readonly MatchedNeed[] | null
  /** What GitHub made of a run that has ended; null while it is running. */
  readonly runConclusion: string | null
  readonly rules: GateRules
}

/** A job or an id of `needs` that the gate judges. */
export type ScopeItem =
  | { readonly kind: 'job'; readonly job: Job; readonly need: MatchedNeed | null }
  /** An id that no job was matched to, or whose jobs do not show the result that it has. */
  | { readonly kind: 'need'; readonly need: MatchedNeed; readonly hasJobs: boolean }

/**
 * What the gate judges: with `needs`, those jobs, leg by leg, and what `require` names; without, all jobs.
 */
export function scopeOf({ jobs, needs, rules }: Omit<GateInput, 'runConclusion'>): readonly ScopeItem[] {
  if (needs === null) return (jobs ?? []).map((job) => ({ kind: 'job', job, need: null }))
  const ofNeeds = needs.flatMap((need): readonly ScopeItem[] => {
    const legs = need.jobs.map((job): ScopeItem => ({ kind: 'job', job, need }))
    const isShown = legs.length > 0 && agrees(need)
    return isShown ? legs : [...legs, { kind: 'need', need, hasJobs: legs.length > 0 }]
  })
  const known = new Set(needs.flatMap((need) => need.jobs.map(({ id }) => id)))
  const required = (jobs ?? []).filter(({ id, name }) => !known.has(id) && takes(rules.require, [name]))
  return [...ofNeeds, ...required.map((job): ScopeItem => ({ kind: 'job', job, need: null }))]
}

/**
 * Whether the jobs of an id can have the result that `needs` gives it. A failed job under a result of `success`
 * can: that is continue-on-error. A job that has not ended may still turn out so.
 */
export function agrees(need: MatchedNeed): boolean {
  const results = need.jobs.map(({ conclusion }) => conclusion)
  if (results.includes(null)) return true
  switch (need.result) {
    case 'failure':
      return results.some((each) => !isHarmless(each))
    case 'cancelled':
      return results.some((each) => !isHarmless(each))
    case 'skipped':
      return results.includes('skipped')
    default:
      return true
  }
}

const isHarmless = (conclusion: string | null): boolean =>
  conclusion === 'success' || conclusion === 'skipped' || conclusion === 'neutral'

/** Judges the scope. */
export function judge(input: GateInput): Gate {
  const rows = scopeOf(input).map((item) => judgeItem(item, input))
  const problems = [...unknownNames(input), ...missingRequired(input, rows), ...nothingToJudge(input, rows)]
  const isFailed = problems.length > 0 || rows.some(({ counts }) => counts === 'failed')
  const isCancelled = rows.some(({ counts }) => counts === 'cancelled')
  return {
    rows,
    problems,
    conclusion: worstOf(
      rows.length === 0 ? [input.runConclusion ?? 'neutral'] : rows.map(({ result }) => result),
    ),
    verdict: isFailed ? 'failure' : isCancelled ? 'cancelled' : 'success',
  }
}

function judgeItem(item: ScopeItem, input: GateInput): GateRow {
  const { result, isSettled, note } = resultOf(item)
  const isForgiven =
    item.need === null
      ? input.needs === null && input.runConclusion === 'success'
      : item.kind === 'job' && item.need.result === 'success'
  const names = item.kind === 'job' ? [item.job.name, item.need?.id ?? item.job.name] : [item.need.id]
  const { counts, why } = decide({
    result,
    names,
    isForgiven,
    hasNeed: item.need !== null,
    rules: input.rules,
  })
  return {
    name: item.kind === 'job' ? item.job.name : item.need.id,
    jobId: item.kind === 'job' ? item.job.id : null,
    needsId: item.need?.id ?? null,
    result,
    isSettled,
    counts,
    why: note === '' ? why : `${note}; ${why}`,
  }
}

interface Result {
  readonly result: string
  readonly isSettled: boolean
  /** Where the result comes from, when not from the job itself. */
  readonly note: string
}

function resultOf(item: ScopeItem): Result {
  if (item.kind === 'need') {
    const note = item.hasJobs
      ? `needs says ${item.need.result}, and none of its jobs does`
      : `needs says ${item.need.result}; no job could be matched to this id by name`
    return { result: item.need.result, isSettled: true, note }
  }
  const { job, need } = item
  if (job.conclusion !== null) return { result: job.conclusion, isSettled: true, note: '' }
  const running = `still ${job.status.replaceAll('_', ' ')}`
  return need === null
    ? { result: 'failure', isSettled: false, note: running }
    : { result: need.result, isSettled: false, note: `${running}, but needs says ${need.result}` }
}

interface Question {
  readonly result: string
  /** What patterns may call it. */
  readonly names: readonly string[]
  /** Whether GitHub itself lets the failure pass: continue-on-error. */
  readonly isForgiven: boolean
  readonly hasNeed: boolean
  readonly rules: GateRules
}

interface Decision {
  readonly counts: Counts
  readonly why: string
}

function decide({ result, names, isForgiven, hasNeed, rules }: Question): Decision {
  const isRequired = takes(rules.require, names)
  if (result === 'success') return { counts: 'passed', why: isRequired ? 'required, succeeded' : 'succeeded' }
  if (isRequired) return { counts: 'failed', why: 'require wants it to succeed' }
  if (result === 'neutral') return { counts: 'neutral', why: 'neutral' }
  if (isForgiven && result !== 'skipped')
    return { counts: 'passed', why: 'continue-on-error: GitHub counts it as success' }
  if (takes(rules.allowFailure, names)) return { counts: 'passed', why: 'allowed by allow-failure' }
  if (result === 'skipped') return decideSkipped({ names, hasNeed, rules })
  if (result === 'action_required') return { counts: 'failed', why: 'it waits for an approval' }
  if (result !== 'cancelled') return { counts: 'failed', why: 'not allowed to fail' }
  return rules.onCancelled === 'ignore'
    ? { counts: 'neutral', why: 'on-cancelled: ignore' }
    : { counts: 'cancelled', why: 'not allowed to be cancelled' }
}

function decideSkipped({ names, hasNeed, rules }: Omit<Question, 'result' | 'isForgiven'>): Decision {
  if (takes(rules.allowSkip, names)) return { counts: 'passed', why: 'allowed by allow-skip' }
  return hasNeed
    ? { counts: 'failed', why: 'not allowed to be skipped' }
    : { counts: 'neutral', why: 'skipped jobs do not count without needs' }
}

const takes = (list: PatternList | null, names: readonly string[]): boolean =>
  list !== null && list.includes.some((pattern) => names.some((name) => pattern.matches(name)))

/** Each line of an allowance that matches no job and no id: a typo there would forgive nothing, or a rename everything. */
function unknownNames({ jobs, needs, rules }: GateInput): readonly string[] {
  if (jobs === null) return []
  const known = knownNames(jobs, needs)
  const lists = [
    { input: 'allow-failure', list: rules.allowFailure },
    { input: 'allow-skip', list: rules.allowSkip },
  ]
  return lists.flatMap(({ input, list }) =>
    (list?.includes ?? [])
      .filter((pattern) => !known.some((name) => pattern.matches(name)))
      .map(({ source }) => `${input} names "${source}", which is no job of this run and no id in needs.`),
  )
}

function missingRequired({ jobs, needs, rules }: GateInput, rows: readonly GateRow[]): readonly string[] {
  const known = rows.flatMap(({ name, needsId }) => (needsId === null ? [name] : [name, needsId]))
  const reason =
    jobs === null && needs === null
      ? 'the jobs of this run could not be read'
      : 'there is no such job in this run'
  return (rules.require?.includes ?? [])
    .filter((pattern) => !known.some((name) => pattern.matches(name)))
    .map(({ source }) => `require names "${source}", and ${reason}.`)
}

/** A gate that looked at nothing must not be green. */
function nothingToJudge(input: GateInput, rows: readonly GateRow[]): readonly string[] {
  const { jobs, needs, runConclusion, rules } = input
  if (rows.length > 0) return []
  if (needs !== null)
    return ['needs is empty: list the jobs to judge under "needs:" of the job that this step is in.']
  if (jobs === null) return ['The jobs of this run could not be read, and there is no needs to judge by.']
  if (runConclusion !== null && !isHarmless(runConclusion))
    return [`The run ended as ${runConclusion} without any job.`]
  return rules.isOn ? ['There is no other job in this run to judge.'] : []
}

/** Names of jobs and ids of `needs` that a pattern may mean. */
export const knownNames = (jobs: readonly Job[], needs: readonly MatchedNeed[] | null): readonly string[] => [
  ...new Set([...(needs ?? []).map(({ id }) => id), ...jobs.map(({ name }) => name)]),
]

/** The worst of the conclusions; `neutral` for none. What GitHub may add one day ranks as a failure. */
function worstOf(conclusions: readonly string[]): string {
  const ranks = conclusions.map((conclusion) => {
    const rank = conclusionsByRank.findIndex((each) => each === conclusion)
    return rank === -1 ? conclusionsByRank.length - 1 : rank
  })
  return conclusionsByRank[ranks.reduce((worst, rank) => Math.max(worst, rank), 0)] ?? 'failure'
}
