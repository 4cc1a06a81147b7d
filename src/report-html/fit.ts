/**
 * A report as the text that the page carries, cut until it fits: what is listed one by one goes first, from the end of
 * each list, then the smaller parts of long lists. The numbers that are about all of it stay.
 */
import type { RepositoryReport, RepositoryResult } from '../summarise/repository/repository-report.ts'
import type { RunReport } from '../summarise/run/run-report.ts'
import { countOf } from '../text/format.ts'
import { pack } from './pack.ts'

/** Each step keeps less; the last one keeps what a page cannot do without. */
interface Limits {
  /** Runs and artifacts, of each repository. */
  readonly rows: number
  /** Lines of each other list. */
  readonly lines: number
  /** Repositories that are shown in full, the ones that store most. */
  readonly detailed: number
}

const steps: readonly Limits[] = [
  { rows: Infinity, lines: Infinity, detailed: Infinity },
  ...[16_000, 8000, 4000, 2000, 1000, 500, 200].map((rows) => ({ rows, lines: 500, detailed: Infinity })),
  { rows: 100, lines: 200, detailed: 500 },
  { rows: 50, lines: 50, detailed: 200 },
  { rows: 20, lines: 20, detailed: 100 },
  { rows: 0, lines: 10, detailed: 50 },
  { rows: 0, lines: 5, detailed: 10 },
]

/** The report in at most `maxBytes` of UTF-8, safe inside a script element. */
export function fitReport(report: RunReport | RepositoryReport, maxBytes: number): string {
  let text = ''
  for (const [index, limits] of steps.entries()) {
    const notice =
      index === 0
        ? ''
        : `The report is too large for one page, so that long lists end early here: ${describe(limits)}. All of it is in report.json.`
    const cut = 'run' in report ? cutRun(report, limits) : cutRepositories(report, limits)
    text = inertJson({ ...pack(cut), notice })
    if (Buffer.byteLength(text, 'utf8') <= maxBytes) break
  }
  return text
}

const describe = ({ rows, lines }: Limits): string =>
  `at most ${countOf(rows, 'run, artifact or job', 'runs, artifacts or jobs')}, and ${countOf(Math.min(lines, rows + lines), 'line')} of other lists`

/** JSON in which no tag and no comment can begin or end; a browser reads it as the same. */
export const inertJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

function cutRepositories(report: RepositoryReport, limits: Limits): RepositoryReport {
  return {
    ...report,
    unread: report.unread.slice(0, Math.max(limits.lines, 20)),
    repositories: report.repositories.map((result, index) =>
      index < limits.detailed
        ? cutRepository(result, limits)
        : cutRepository(result, { ...limits, rows: 0, lines: 0 }),
    ),
  }
}

function cutRepository(result: RepositoryResult, { rows, lines }: Limits): RepositoryResult {
  const { health, jobs, storage } = result
  const first = <T>(list: readonly T[]): readonly T[] => list.slice(0, lines)
  return {
    ...result,
    health:
      health === null
        ? null
        : {
            ...health,
            workflows: first(health.workflows),
            daily: lines === 0 ? [] : health.daily,
            rows: health.rows.slice(0, rows),
          },
    jobs:
      jobs === null
        ? null
        : {
            ...jobs,
            flaky: first(jobs.flaky),
            failingSteps: first(jobs.failingSteps),
            growing: first(jobs.growing),
            queues: first(jobs.queues),
          },
    storage:
      storage === null
        ? null
        : {
            ...storage,
            byName: first(storage.byName),
            byBranch: first(storage.byBranch),
            byWorkflow: first(storage.byWorkflow),
            duplicates: first(storage.duplicates),
            expiringSoon: first(storage.expiringSoon),
            addedDaily: lines === 0 ? [] : storage.addedDaily,
            rows: storage.rows.slice(0, rows),
          },
  }
}

/** Steps go before jobs: most of them are looked at in no page. */
function cutRun(report: RunReport, { rows, lines }: Limits): RunReport {
  const isWhole = rows === Infinity
  return {
    ...report,
    jobs: report.jobs
      .slice(0, Math.max(rows, 200))
      .map((job, index) => ({ ...job, steps: isWhole || index < rows / 20 ? job.steps : [] })),
    failures: report.failures.slice(0, Math.max(lines, 10)),
    gate: {
      ...report.gate,
      rows: report.gate.rows.slice(0, Math.max(rows, 200)),
      needs: report.gate.needs.slice(0, Math.max(rows, 200)),
    },
    failedJobs: report.failedJobs,
    artifacts: report.artifacts === null ? null : report.artifacts.slice(0, Math.max(rows, 50)),
  }
}
