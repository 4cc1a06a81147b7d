/** What only narrows: it decides what may be deleted among what nothing keeps, and never what is grouped or counted. */
import { formatBytes } from '../text/format.ts'
import { matchesConclusion } from '../select/conclusion.ts'
import type { Item } from './items.ts'
import { hold, spanText, type Reason, type Verdict } from './policy-reasons.ts'
import type { Policy } from './policy-rules.ts'

/** GitHub deletes it by itself within this time: not worth a request. */
const expiresSoonMs = 24 * 60 * 60_000
const expiresSoon: Reason = { stage: 'expires-soon', text: 'GitHub expires it within a day' }

/** Adds a reason to every item that a narrowing selector does not let go. */
export function applyNarrowing(scope: readonly Verdict[], policy: Policy, nowMs: number): void {
  for (const { text, mayGo } of narrowings(policy, nowMs)) {
    const reason: Reason = { stage: 'narrowed', text: `not ${text}` }
    for (const verdict of scope) if (!mayGo(verdict.item)) hold(verdict, reason)
  }
}

/** Adds a reason to what nothing keeps, but GitHub expires within a day. */
export function applyExpiry(scope: readonly Verdict[], nowMs: number): void {
  for (const verdict of scope) {
    const { item, reasons } = verdict
    const expiresAtMs = item.artifact?.expiresAtMs ?? null
    if (reasons.length === 0 && expiresAtMs !== null && expiresAtMs - nowMs <= expiresSoonMs)
      hold(verdict, expiresSoon)
  }
}

interface Narrowing {
  readonly text: string
  readonly mayGo: (item: Item) => boolean
}

function narrowings({ selectors }: Policy, nowMs: number): readonly Narrowing[] {
  const { created, olderThanMs, newerThanMs, conclusion, minSizeBytes, maxSizeBytes } = selectors
  const list: Narrowing[] = []
  const add = (text: string, mayGo: Narrowing['mayGo']): void => {
    list.push({ text, mayGo })
  }
  if (created !== null)
    add(
      'in the dates of created',
      ({ timeMs }) => timeMs >= (created.fromMs ?? -Infinity) && timeMs <= (created.toMs ?? Infinity),
    )
  if (olderThanMs !== null)
    add(`older than ${spanText(olderThanMs)}`, ({ timeMs }) => nowMs - timeMs > olderThanMs)
  if (newerThanMs !== null)
    add(`newer than ${spanText(newerThanMs)}`, ({ timeMs }) => nowMs - timeMs < newerThanMs)
  if (conclusion !== null)
    add('of the conclusion asked for', ({ run }) => run !== null && matchesConclusion(conclusion, run))
  if (minSizeBytes !== null)
    add(
      `at least ${formatBytes(minSizeBytes)}`,
      ({ artifact, sizeBytes }) => artifact === null || sizeBytes >= minSizeBytes,
    )
  if (maxSizeBytes !== null)
    add(
      `at most ${formatBytes(maxSizeBytes)}`,
      ({ artifact, sizeBytes }) => artifact === null || sizeBytes <= maxSizeBytes,
    )
  return list
}
