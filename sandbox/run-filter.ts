import { ApiFailure } from './endpoint.ts'
import { latestAttempt } from './world.ts'
import type { Run } from './world.ts'

/** Parameters that make a run list a search of at most 1,000 results. */
const filterNames = ['actor', 'branch', 'check_suite_id', 'created', 'event', 'head_sha', 'status'] as const

/** What `status` takes: statuses and conclusions in one list, without `startup_failure`. */
const statusValues = new Set([
  'completed',
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'skipped',
  'stale',
  'success',
  'timed_out',
  'in_progress',
  'queued',
  'requested',
  'waiting',
  'pending',
])

type RunTest = (run: Run) => boolean

/** The runs that a list's query asks for, in their order. */
export function filterRuns(
  query: URLSearchParams,
  runs: readonly Run[],
): { readonly matching: readonly Run[]; readonly isFiltered: boolean } {
  const tests = filterNames.flatMap((name) => {
    const value = query.get(name)
    return value === null || value === '' ? [] : [testOf(name, value)]
  })
  if (tests.length === 0) return { matching: runs, isFiltered: false }
  return { matching: runs.filter((run) => tests.every((test) => test(run))), isFiltered: true }
}

function testOf(name: (typeof filterNames)[number], value: string): RunTest {
  switch (name) {
    case 'actor':
      return (run) => run.actor?.login.toLowerCase() === value.toLowerCase()
    case 'branch':
      return (run) => run.headBranch === value
    case 'check_suite_id':
      return (run) => String(run.checkSuiteId) === value
    case 'created':
      return createdTest(value)
    case 'event':
      return (run) => run.event === value
    case 'head_sha':
      return (run) => run.headSha === value.toLowerCase()
    case 'status':
      if (!statusValues.has(value))
        throw validationFailed(`status: ${value} is not one of the accepted values`)
      return (run) => {
        const attempt = latestAttempt(run)
        return attempt.status === value || attempt.conclusion === value
      }
  }
}

const validationFailed = (problem: string): ApiFailure =>
  new ApiFailure(422, 'Validation Failed', { body: { errors: [problem] } })

/** `2026-01-01`, `>=2026-01-01T00:00:00Z`, `2026-01-01..2026-01-31`, `*..2026-01-31`: the syntax of search. */
function createdTest(value: string): RunTest {
  const range = /^(\S+)\.\.(\S+)$/.exec(value)
  if (range?.[1] !== undefined && range[2] !== undefined) {
    const from = range[1] === '*' ? Number.NEGATIVE_INFINITY : moment(range[1], value).first
    const to = range[2] === '*' ? Number.POSITIVE_INFINITY : moment(range[2], value).last
    return (run) => run.createdAt >= from && run.createdAt <= to
  }
  const [, comparison = '', text = ''] = /^(>=|<=|>|<|)(\S+)$/.exec(value) ?? []
  const { first, last } = moment(text, value)
  switch (comparison) {
    case '>=':
      return (run) => run.createdAt >= first
    case '>':
      return (run) => run.createdAt > last
    case '<=':
      return (run) => run.createdAt <= last
    case '<':
      return (run) => run.createdAt < first
    default:
      return (run) => run.createdAt >= first && run.createdAt <= last
  }
}

const secondMs = 1_000
const dayMs = 86_400_000

/** First and last millisecond of a date or of a second. */
function moment(text: string, whole: string): { readonly first: number; readonly last: number } {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const isDateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/.test(text)
  const first = Date.parse(isDate || /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`)
  if ((!isDate && !isDateTime) || !Number.isFinite(first))
    throw validationFailed(`created: ${whole} is no date`)
  const start = isDate ? first : Math.floor(first / secondMs) * secondMs
  return { first: start, last: start + (isDate ? dayMs : secondMs) - 1 }
}
