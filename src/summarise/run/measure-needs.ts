/**
 * Which API jobs an id of `needs` stands for. The API knows only display names: the id itself where the job has
 * no `name:`, with ` (a, b)` for a leg of a matrix and ` / callee` for a job of a reusable workflow.
 */
import type { Job } from '../../model.ts'
import type { Needs } from './facts.ts'

/**
 * How sure a match is: `name` (the id, a leg or a called job of it), `similar` (the same letters and digits:
 * `lint-js` and `Lint JS`), `left-over` (the only job left for the only id left), `none`.
 */
export type NeedMatch = 'name' | 'similar' | 'left-over' | 'none'

export interface MatchedNeed {
  readonly id: string
  /** `success`, `failure`, `cancelled`, `skipped`. */
  readonly result: string
  readonly match: NeedMatch
  /** Legs of a matrix and jobs of a reusable workflow one by one; empty for `none`. */
  readonly jobs: readonly Job[]
}

/** Matches each id of `needs` with jobs, in the order of the ids; a job belongs to one id at most. */
export function matchNeeds(needs: Needs, jobs: readonly Job[]): readonly MatchedNeed[] {
  const free = Map.groupBy(jobs, ({ name }) => baseNameOf(name))
  const found = new Map<string, { readonly match: NeedMatch; readonly jobs: readonly Job[] }>()
  const take = (id: string, base: string, match: NeedMatch): void => {
    found.set(id, { match, jobs: free.get(base) ?? [] })
    free.delete(base)
  }
  const ids = Object.keys(needs)
  const openIds = (): readonly string[] => ids.filter((id) => !found.has(id))

  for (const id of ids) if (free.has(id)) take(id, id, 'name')

  const basesByLetters = Map.groupBy([...free.keys()], lettersOf)
  for (const [letters, alike] of Map.groupBy(openIds(), lettersOf)) {
    const base = onlyOne(basesByLetters.get(letters) ?? [])
    const id = onlyOne(alike)
    if (id !== null && base !== null) take(id, base, 'similar')
  }

  const lastId = onlyOne(openIds())
  const lastBase = onlyOne([...free.keys()])
  if (lastId !== null && lastBase !== null && canBe(needs[lastId]?.result ?? '', free.get(lastBase) ?? []))
    take(lastId, lastBase, 'left-over')

  return ids.map((id) => ({
    id,
    result: needs[id]?.result ?? '',
    ...(found.get(id) ?? { match: 'none', jobs: [] }),
  }))
}

const onlyOne = <T>(items: readonly T[]): T | null => (items.length === 1 ? (items[0] ?? null) : null)

/** The name without what a matrix or a reusable workflow adds: `test (a, b)`, `test / unit` and `test` are `test`. */
export const baseNameOf = (name: string): string => /^(.*?)(?: \(.*| \/ .*)?$/s.exec(name)?.[1] ?? name

/** Letters and digits in lower case; what `-`, `_` and spaces between them make no difference to. */
const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Whether jobs with these conclusions can be what `needs` reports so; running ones cannot, since needs have ended. */
function canBe(result: string, jobs: readonly Job[]): boolean {
  const conclusions = jobs.map(({ conclusion }) => conclusion)
  if (conclusions.includes(null)) return false
  switch (result) {
    case 'skipped':
      return conclusions.every((each) => each === 'skipped')
    case 'failure':
      return conclusions.some((each) => each !== 'success' && each !== 'skipped')
    case 'cancelled':
      return conclusions.includes('cancelled')
    default:
      return conclusions.some((each) => each !== 'skipped')
  }
}
