/** How names, results and differences look on the page: hostile text in, safe Markdown out. */
import { formatCount, formatDuration, formatSigned, shorten } from '../../text/format.ts'
import { codeLink, codeSpan, escapeText } from '../../text/markdown.ts'
import { baseNameOf } from './measure-needs.ts'
import type { JobReport } from './run-report.ts'

/** Longer names are cut in the middle; report-json has them whole. */
const maxNameChars = 80
/** Of a list of names in one line. */
const maxListed = 12

export const nameSpan = (name: string): string => codeSpan(nameOrNone(name))
export const nameLink = (name: string, url: string): string => codeLink(nameOrNone(name), url)
/** A name inside a sentence that is plain text: an annotation, a log line. */
export const plainName = (name: string): string => shorten(name.replace(/\s+/gu, ' ').trim(), maxNameChars)
/** Longer text of a log or an error inside a sentence. */
export const statement = (text: string): string => escapeText(shorten(text, 300))

const nameOrNone = (name: string): string => (name.trim() === '' ? '(no name)' : shorten(name, maxNameChars))

/** `a, b and 3 more`, of parts that are safe already. */
export function listOf(parts: readonly string[], max: number = maxListed): string {
  const shown = parts.slice(0, max)
  const rest = parts.length - shown.length
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${formatCount(rest)} more`
}

/** Names with the legs of a matrix, and the jobs of a called workflow, counted under the name they share. */
export function groupedNames(names: readonly string[]): readonly string[] {
  return [...Map.groupBy(names, baseNameOf)].map(([base, group]) =>
    group.length === 1 ? nameSpan(group[0] ?? base) : `${nameSpan(base)}&nbsp;×${formatCount(group.length)}`,
  )
}

/** A duration in the cell of a table, which does not wrap. */
export const timeCell = (ms: number | null): string =>
  ms === null ? '' : formatDuration(ms).replaceAll(' ', '&nbsp;')

/** `+2m 10s`, `−3s`, `±0s`. */
export function formatDelta(deltaMs: number): string {
  return formatSigned(Math.abs(deltaMs) < 500 ? 0 : deltaMs, formatDuration)
}

/** One picture for each result. */
export function markOf(conclusion: string | null): string {
  switch (conclusion) {
    case 'success':
      return '✅'
    case 'skipped':
      return '⏭️'
    case 'cancelled':
      return '⏹️'
    case 'neutral':
      return '⚪'
    case 'action_required':
      return '✋'
    case null:
      return '⏳'
    default:
      return '❌'
  }
}

/** The mark of a job on the page: what is forgiven, and what needed another attempt, does not look like the rest. */
export function jobMark(job: JobReport): string {
  if (job.conclusion === null) return '⏳'
  if (isForgiven(job)) return '⚠️'
  if (job.isFlaky && job.conclusion === 'success') return '🔁'
  return markOf(job.conclusion)
}

/** Whether a job did not succeed, and the verdict lets that pass. */
export const isForgiven = (job: JobReport): boolean =>
  job.counts === 'passed' && job.conclusion !== null && !['success', 'skipped'].includes(job.conclusion)

/** The result of a job in words. */
export function resultOf(job: JobReport): string {
  const words = (job.conclusion ?? job.status).replaceAll('_', ' ')
  if (job.conclusion === 'skipped')
    return escapeText(
      `skipped${job.counts === 'passed' ? ' (allowed)' : ''}: ${shorten(job.skipReason, 160)}`,
    )
  if (isForgiven(job))
    return escapeText(
      `${words} (${job.why.startsWith('continue-on-error') ? 'continue-on-error' : 'allowed'})`,
    )
  if (job.isFlaky && job.conclusion === 'success') return escapeText(`${words} on attempt ${job.attempt}`)
  if (job.counts === null && job.conclusion !== 'success') return escapeText(`${words} (${job.why})`)
  return escapeText(words)
}
