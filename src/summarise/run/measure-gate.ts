/**
 * What the gate makes of the jobs: each one in scope passes, fails, counts as cancelled or not at all, and why.
 * A result is never taken for green unless something says that it is.
 */
import type { Job } from '../../model.ts'
import type { PatternList } from '../../text/patterns.ts'
import type { GateRules } from './facts.ts'
import type { MatchedNeed } from './measure-needs.ts'
import { scopeOf, takes, type ScopeInput, type ScopeItem } from './measure-scope.ts'

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
  /** Why a job without a row does not count, in plain text. */
  readonly outside: string
  readonly verdict: Verdict
}

export interface GateInput extends ScopeInput {
  /** What GitHub made of a run that has ended; null while it is running. */
  readonly runConclusion: string | null
}

/** Judges the scope. */
export function judge(input: GateInput): Gate {
  const rows = scopeOf(input).map((item) => judgeItem(item, input))
  const problems = [...unknownNames(input), ...missingRequired(input), ...nothingToJudge(input, rows)]
  const isFailed = problems.length > 0 || rows.some(({ counts }) => counts === 'failed')
  const isCancelled = rows.some(({ counts }) => counts === 'cancelled')
  return {
    rows,
    problems,
    conclusion: worstOf(
      rows.length === 0 ? [input.runConclusion ?? 'neutral'] : rows.map(({ result }) => result),
    ),
    // A job with a name of its own may well be one of the ids that are judged by themselves.
    outside: rows.some(({ jobId, needsId }) => jobId === null && needsId !== null)
      ? 'matched to no id in needs'
      : 'not in needs',
    verdict: isFailed ? 'failure' : isCancelled ? 'cancelled' : 'success',
  }
}

function judgeItem(item: ScopeItem, input: GateInput): GateRow {
  const { result, isSettled, note } = resultOf(item)
  const ids = idsOf(item)
  const name = item.kind === 'job' ? item.job.name : item.need.id
  const { counts, why } = decide({
    result,
    name,
    ids,
    isForgiven: isForgiven(item, input),
    rules: input.rules,
  })
  return {
    name,
    jobId: item.kind === 'job' ? item.job.id : null,
    needsId: ids.length === 1 ? (ids[0] ?? null) : null,
    result,
    isSettled,
    counts,
    why: note === '' ? why : `${note}; ${why}`,
  }
}

const idsOf = (item: ScopeItem): readonly string[] =>
  item.kind === 'need' ? [item.need.id] : item.needs.map(({ id }) => id)

/** Whether GitHub itself takes what was no success for one: `needs` says so, or the run as a whole. */
function isForgiven(item: ScopeItem, { needs, runConclusion }: GateInput): boolean {
  if (needs === null) return runConclusion === 'success'
  return item.kind === 'job' && item.needs.some(({ result }) => result === 'success')
}

interface Result {
  readonly result: string
  readonly isSettled: boolean
  /** Where the result comes from, when not from the job itself. */
  readonly note: string
}

function resultOf(item: ScopeItem): Result {
  if (item.kind === 'need') {
    const { result, jobs } = item.need
    const note =
      jobs.length > 0
        ? `needs says ${result}, and none of its jobs does`
        : `needs says ${result}; no job could be matched to this id by name`
    return { result, isSettled: true, note }
  }
  const { job, needs, isStandIn } = item
  const told = needs[0]?.result
  if (job.conclusion !== null)
    return { result: job.conclusion, isSettled: true, note: isStandIn ? standInNote(idsOf(item), told) : '' }
  const running = `still ${job.status.replaceAll('_', ' ')}`
  return told === undefined
    ? { result: 'failure', isSettled: false, note: running }
    : { result: told, isSettled: false, note: `${running}, but needs says ${told}` }
}

const standInNote = (ids: readonly string[], result: string | undefined): string =>
  `by its result it is ${ids.length === 1 ? '' : 'one of '}${ids.join(', ')}, of which needs says ${result ?? ''}`

interface Question {
  readonly result: string
  readonly name: string
  /** Ids of `needs` that it belongs to, or may belong to. */
  readonly ids: readonly string[]
  readonly isForgiven: boolean
  readonly rules: GateRules
}

interface Decision {
  readonly counts: Counts
  readonly why: string
}

function decide(question: Question): Decision {
  const { result, isForgiven, rules } = question
  const required = isRequired(question)
  if (result === 'success') return { counts: 'passed', why: required ? 'required, succeeded' : 'succeeded' }
  if (required) return { counts: 'failed', why: 'require wants it to succeed' }
  if (result === 'neutral') return { counts: 'neutral', why: 'neutral' }
  if (isForgiven && result !== 'skipped')
    return { counts: 'passed', why: 'continue-on-error: GitHub counts it as success' }
  if (isAllowed(rules.allowFailure, question)) return { counts: 'passed', why: 'allowed by allow-failure' }
  if (result === 'skipped') return decideSkipped(question)
  if (result === 'action_required') return { counts: 'failed', why: 'it waits for an approval' }
  if (result !== 'cancelled') return { counts: 'failed', why: 'not allowed to fail' }
  return rules.onCancelled === 'ignore'
    ? { counts: 'neutral', why: 'on-cancelled: ignore' }
    : { counts: 'cancelled', why: 'not allowed to be cancelled' }
}

function decideSkipped(question: Question): Decision {
  if (isAllowed(question.rules.allowSkip, question)) return { counts: 'passed', why: 'allowed by allow-skip' }
  if (question.ids.length === 0) return { counts: 'neutral', why: 'skipped jobs do not count without needs' }
  // A called workflow may skip some of its jobs and succeed.
  return question.isForgiven
    ? { counts: 'neutral', why: 'skipped, and needs says success all the same' }
    : { counts: 'failed', why: 'not allowed to be skipped' }
}

const isRequired = ({ name, ids, rules }: Question): boolean =>
  [name, ...ids].some((each) => takes(rules.require, each))

/** By name, or by id: where it may belong to several, all of them have to be allowed. */
const isAllowed = (list: PatternList | null, { name, ids }: Question): boolean =>
  takes(list, name) || (ids.length > 0 && ids.every((id) => takes(list, id)))

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

function missingRequired({ jobs, needs, rules }: GateInput): readonly string[] {
  const known = knownNames(jobs ?? [], needs)
  const reason = jobs === null ? 'the jobs of this run could not be read' : 'there is no such job in this run'
  return (rules.require?.includes ?? [])
    .filter((pattern) => !known.some((name) => pattern.matches(name)))
    .map(({ source }) => `require names "${source}", and ${reason}.`)
}

const harmless: ReadonlySet<string> = new Set(['success', 'skipped', 'neutral'])

/** A gate that looked at nothing must not be green. */
function nothingToJudge(input: GateInput, rows: readonly GateRow[]): readonly string[] {
  const { jobs, needs, runConclusion, rules } = input
  if (rows.length > 0) return []
  if (needs !== null)
    return ['needs is empty: list the jobs to judge under "needs:" of the job that this step is in.']
  if (jobs === null) return ['The jobs of this run could not be read, and there is no needs to judge by.']
  if (runConclusion !== null && !harmless.has(runConclusion))
    return [`The run ended as ${runConclusion} without any job.`]
  return rules.isOn ? ['There is no other job in this run to judge.'] : []
}

/** Names of jobs and ids of `needs` that a pattern may mean. */
const knownNames = (jobs: readonly Job[], needs: readonly MatchedNeed[] | null): readonly string[] => [
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
