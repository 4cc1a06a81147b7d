/** From what was read to the report: of one repository, and of all of them. */
import { slugOf, type RepositoryFacts } from './facts.ts'
import { measureArtifacts } from './measure-artifacts.ts'
import { measureHealth } from './measure-health.ts'
import { measureJobs } from './measure-jobs.ts'
import type { Period } from './measure-periods.ts'
import type {
  Health,
  RepositoryReport,
  RepositoryResult,
  Totals,
  UnreadRepository,
} from './repository-report.ts'

export interface MeasureOptions {
  readonly period: Period
  /** Price a minute by runner label; empty shows no money. */
  readonly rates: ReadonlyMap<string, number>
  /** How many runs and how many artifacts to list one by one. */
  readonly maxRows: number
}

export function measureRepository(facts: RepositoryFacts, options: MeasureOptions): RepositoryResult {
  const { repository, notices, apiCalls } = facts
  const { period, rates, maxRows } = options
  const runs = facts.runs?.runs ?? []
  const jobs =
    facts.sampled === null
      ? null
      : measureJobs(facts.sampled, {
          period: { ...period, sinceMs: facts.runs?.sinceMs ?? period.sinceMs },
          runs,
          rates,
        })
  return {
    repository: slugOf(repository),
    url: repository.url,
    defaultBranch: repository.defaultBranch,
    isArchived: repository.isArchived,
    health:
      facts.runs === null
        ? null
        : measureHealth(facts.runs, { period, samples: jobs?.samples ?? new Map(), maxRows }),
    jobs: jobs?.findings ?? null,
    storage:
      facts.artifacts === null
        ? null
        : measureArtifacts(facts.artifacts, { period, runs, branches: facts.branches, maxRows }),
    notices,
    apiCalls,
  }
}

export interface ReportParts {
  readonly period: Period
  readonly days: number
  readonly repositories: readonly RepositoryResult[]
  readonly unread: readonly UnreadRepository[]
  readonly notices: readonly string[]
  readonly apiCalls: number
}

/** The report over all repositories. */
export function measureReport(parts: ReportParts): RepositoryReport {
  const { period, days, unread, notices, apiCalls } = parts
  return {
    schema: 'actions-steward/repository-report/v1',
    generatedAt: new Date(period.nowMs).toISOString(),
    days,
    sinceMs: period.sinceMs,
    repositories: parts.repositories.toSorted(mostStoredFirst),
    unread,
    totals: totalsOf(parts.repositories),
    notices,
    apiCalls,
  }
}

const mostStoredFirst = (one: RepositoryResult, other: RepositoryResult): number =>
  (other.storage?.bytes ?? 0) - (one.storage?.bytes ?? 0) ||
  (other.health?.runs ?? 0) - (one.health?.runs ?? 0) ||
  (one.repository < other.repository ? -1 : 1)

function totalsOf(repositories: readonly RepositoryResult[]): Totals {
  const storages = repositories.flatMap(({ storage }) => (storage === null ? [] : [storage]))
  const healths = repositories.flatMap(({ health }) => (health === null ? [] : [health]))
  const findings = repositories.flatMap(({ jobs }) => (jobs === null ? [] : [jobs]))
  return {
    runs: sum(healths.map(({ runs }) => runs)),
    successRate: successRateOf(healths),
    artifacts: sum(storages.map(({ count }) => count)),
    storedBytes: sum(storages.map(({ bytes }) => bytes)),
    bytesPerDay: sum(storages.map(({ growth }) => growth.bytesPerDay)),
    minutes: sumOrNull(findings.map(({ minutes }) => minutes)),
    cost: sumOrNull(findings.map(({ cost }) => cost)),
  }
}

function successRateOf(healths: readonly Health[]): number | null {
  const decided = sum(healths.map(({ overall }) => overall.decidedRuns))
  const succeeded = sum(healths.map(({ overall }) => (overall.successRate ?? 0) * overall.decidedRuns))
  return decided === 0 ? null : succeeded / decided
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

function sumOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.round(sum(known) * 100) / 100
}
