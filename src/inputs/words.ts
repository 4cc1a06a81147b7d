import type { WordList } from '../inputs.ts'
import { Malformed, parseEach } from '../text/malformed.ts'
import { splitItems } from '../text/lists.ts'
import { nearest } from '../text/nearest.ts'
import { splitExclude } from '../text/patterns.ts'

/** Conclusions of runs, then their statuses, as the REST description lists them, and `startup_failure`. */
const conclusions = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
  'stale',
  'startup_failure',
  'queued',
  'in_progress',
  'completed',
  'waiting',
  'requested',
  'pending',
] as const

/** Events that start runs. GitHub adds to them, so an unknown word is refused only when it is near one of these. */
const events = [
  'branch_protection_rule',
  'check_run',
  'check_suite',
  'create',
  'delete',
  'deployment',
  'deployment_status',
  'discussion',
  'discussion_comment',
  'dynamic',
  'fork',
  'gollum',
  'issue_comment',
  'issues',
  'label',
  'merge_group',
  'milestone',
  'page_build',
  'public',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_target',
  'push',
  'registry_package',
  'release',
  'repository_dispatch',
  'schedule',
  'status',
  'watch',
  'workflow_call',
  'workflow_dispatch',
  'workflow_run',
] as const

/** Parses `conclusion`: conclusions and statuses with `!`, or the word `any` alone. Throws Malformed. */
export function parseConclusions(text: string): WordList {
  if (text === 'any') return { includes: ['any'], excludes: [] }
  return parseWords(text, (word) => {
    if (conclusions.some((each) => each === word)) return null
    const valid =
      'Write conclusions (success, failure, cancelled, …) or statuses (in_progress, queued, …), or any'
    if (word === 'any') return { reason: 'stands beside other words', valid: `${valid} alone` }
    const near = nearest(word, conclusions)
    return { reason: `is no conclusion or status${didYouMean(near)}`, valid }
  })
}

/** Parses `event`: names of events with `!`. Throws Malformed with every bad word. */
export const parseEvents = (text: string): WordList =>
  parseWords(text, (word) => {
    if (events.some((each) => each === word)) return null
    const valid = 'Write names of events, such as push or pull_request'
    const near = nearest(word, events)
    if (near !== null) return { reason: `is no event${didYouMean(near)}`, valid }
    return /^[a-z][a-z_]*$/.test(word) ? null : { reason: 'is no event', valid }
  })

/** Parses `actor`: logins with `!`. Throws Malformed with every bad word. */
export const parseActors = (text: string): WordList =>
  parseWords(text, (word) =>
    /^[A-Za-z0-9][A-Za-z0-9_-]*(?:\[bot\])?$/.test(word)
      ? null
      : { reason: 'is no login', valid: 'Write logins, such as octocat or dependabot[bot]' },
  )

const didYouMean = (near: string | null): string => (near === null ? '' : ` (did you mean ${near}?)`)

type Refusal = { readonly reason: string; readonly valid: string }

function parseWords(text: string, refuse: (word: string) => Refusal | null): WordList {
  const words = parseEach(splitItems(text), (item) => {
    const { isExclude, body } = splitExclude(item)
    const refusal = refuse(body)
    if (refusal !== null) throw new Malformed([{ value: item, ...refusal }])
    return { isExclude, word: body }
  })
  const pick = (wanted: boolean): readonly string[] => [
    ...new Set(words.filter(({ isExclude }) => isExclude === wanted).map(({ word }) => word)),
  ]
  const list = { includes: pick(false), excludes: pick(true) }
  if (list.includes.length > 0 && list.includes.every((word) => list.excludes.includes(word)))
    throw new Malformed([
      {
        value: text,
        reason: 'excludes everything that it includes',
        valid: 'Write each word once, with ! or without',
      },
    ])
  return list
}
