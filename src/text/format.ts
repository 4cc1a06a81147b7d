/** Numbers for people: sizes, durations, ages, counts, shares and times, always in English and UTC. */

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const byteUnits = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/** `0 B`, `999 B`, `1.5 MB`, `123 GB`: decimal units, as GitHub shows them. Negative sizes keep their sign. */
export function formatBytes(bytes: number): string {
  if (bytes < 0) return `-${formatBytes(-bytes)}`
  if (bytes < 999.5) return `${Math.round(bytes)} B`
  let amount = bytes / 1000
  for (const unit of byteUnits) {
    if (amount < 99.95) return `${amount.toFixed(1)} ${unit}`
    if (amount < 999.5 || unit === 'PB') return `${Math.round(amount)} ${unit}`
    amount /= 1000
  }
  return ''
}

/** `0.4s`, `45s`, `3m 04s`, `1h 02m`, `2d 03h`: two units at most. Negative durations keep their sign. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`
  if (ms < 10 * secondMs) return `${Number((ms / secondMs).toFixed(1))}s`
  const seconds = Math.round(ms / secondMs)
  if (seconds < 60) return `${seconds}s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${twoDigits(seconds % 60)}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`
  const hours = Math.floor(minutes / 60)
  return `${formatCount(Math.floor(hours / 24))}d ${twoDigits(hours % 24)}h`
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** `2 d ago`, `3 h ago`, `5 min ago`, `just now`; `in 2 d` for a time to come. Whole units, rounded down. */
export function formatAge(thenMs: number, nowMs: number): string {
  const distanceMs = Math.abs(nowMs - thenMs)
  if (distanceMs < minuteMs) return 'just now'
  const distance =
    distanceMs >= dayMs
      ? `${formatCount(Math.floor(distanceMs / dayMs))} d`
      : distanceMs >= hourMs
        ? `${Math.floor(distanceMs / hourMs)} h`
        : `${Math.floor(distanceMs / minuteMs)} min`
  return thenMs <= nowMs ? `${distance} ago` : `in ${distance}`
}

/** `12,345`. */
export const formatCount = (count: number): string =>
  String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** `1 file`, `12,345 files`. */
export const countOf = (count: number, one: string, many: string = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`

/** A share of 1: `25%`, `0.4%`; what is neither none nor all never reads `0%` or `100%`. */
export function formatPercent(share: number): string {
  const percent = share * 100
  if (percent > 0 && percent < 0.1) return '<0.1%'
  if (percent > 99.9 && percent < 100) return '>99.9%'
  const isCoarse = Math.abs(percent) >= 10 && Math.abs(percent) < 99
  return `${isCoarse ? Math.round(percent) : Number(percent.toFixed(1))}%`
}

/** `+5s`, `−3 MB`, `±0 B`: a difference, in the form of its amount. */
export const formatSigned = (value: number, format: (amount: number) => string): string =>
  value === 0 ? `±${format(0)}` : `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`

/** `2026-01-31 12:34:56 UTC`. */
export const formatTimestamp = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** `2026-01-31`, the UTC day. */
export const formatDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** At most so many characters, the middle cut out, since the ends of names tell them apart. */
export function shorten(text: string, maxCharacters: number): string {
  const chars = Array.from(text)
  if (chars.length <= maxCharacters) return text
  const head = Math.ceil((maxCharacters - 1) / 2)
  const tail = maxCharacters - 1 - head
  return `${chars.slice(0, head).join('')}…${tail > 0 ? chars.slice(-tail).join('') : ''}`
}
