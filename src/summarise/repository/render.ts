/** The page of a report: of one repository, or a table of several and each of them folded. */
import { fitBlocks, fixed, maxSummaryBytes, type Block } from '../../text/blocks.ts'
import { listOf, statement } from '../run/render-names.ts'
import { formatChange } from '../../render-storage.ts'
import {
  countOf,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatTimestamp,
} from '../../text/format.ts'
import { codeLink, codeSpan, details, escapeText, joinBlocks, right, table } from '../../text/markdown.ts'
import { formatMoney, sampleText } from './render-health.ts'
import { headline, repositoryBlocks, type PageOptions } from './render-repository.ts'
import type { RepositoryReport, RepositoryResult } from './repository-report.ts'

export const defaultMaxBytes = maxSummaryBytes

/** Diagrams are slow to draw: of more repositories the HTML report has them. */
const maxChartedRepositories = 3
/** Rows of the table of repositories. */
const maxTableRows = 500
/** What was left out is named as one thing from so many parts on. */
const maxNamedParts = 6

/** Markdown of the job summary, in at most `maxBytes` of UTF-8. */
export function renderRepositories(report: RepositoryReport, maxBytes: number): string {
  const [only, ...others] = report.repositories
  const blocks =
    only !== undefined && others.length === 0 && report.unread.length === 0
      ? onePage(report, only)
      : manyPages(report)
  return `${fitBlocks(blocks, leftOutNote, maxBytes)}\n`
}

const leftOutNote = (shortened: readonly string[]): string =>
  `✂️ To stay below GitHub's limit, this page leaves out or shortens ${listOf(shortened.map(escapeText), maxNamedParts)}. All of it is in the file of <code>report-json</code>.`

const full = (report: RepositoryReport, charts: PageOptions['charts']): PageOptions => ({
  nowMs: Date.parse(report.generatedAt),
  maxRows: 10,
  maxFoldedRows: 30,
  charts,
})

function onePage(report: RepositoryReport, result: RepositoryResult): readonly Block[] {
  return [
    fixed(
      'the title',
      `## 📊 ${codeLink(result.repository, result.url)}, last ${countOf(report.days, 'day')}`,
    ),
    ...repositoryBlocks(result, full(report, 'on')),
    fixed('the notices', noticeList(report.notices)),
    fixed('where the numbers come from', about(report)),
  ]
}

function manyPages(report: RepositoryReport): readonly Block[] {
  const { repositories, unread, totals, days } = report
  const charts = repositories.length <= maxChartedRepositories ? 'on' : 'off'
  const parts = [
    countOf(repositories.length, 'repository', 'repositories'),
    countOf(totals.runs, 'run'),
    ...(totals.successRate === null
      ? []
      : [`**${formatPercent(totals.successRate)} green** on default branches`]),
    ...(totals.minutes === null
      ? []
      : [
          `≈ ${countOf(totals.minutes, 'billable minute')}${totals.cost === null ? '' : `, ${formatMoney(totals.cost)} at your rates`}`,
        ]),
    `**${formatBytes(totals.storedBytes)} stored** in ${countOf(totals.artifacts, 'artifact')}`,
  ]
  return [
    fixed('the title', `## 📊 GitHub Actions, last ${countOf(days, 'day')}`),
    fixed('the totals', parts.join(' · ')),
    fixed('the table of repositories', repositoriesTable(repositories)),
    fixed('repositories that could not be read', unreadList(unread)),
    fixed('the notices', noticeList(report.notices)),
    ...repositories.map((result) => repositoryBlock(report, result, charts)),
    fixed('where the numbers come from', about(report)),
  ]
}

function repositoriesTable(repositories: readonly RepositoryResult[]): string {
  if (repositories.length === 0) return ''
  const hasCost = repositories.some(({ jobs }) => (jobs?.cost ?? null) !== null)
  const header = [
    'Repository',
    right('Runs'),
    right('Green'),
    right('p50'),
    right('p95'),
    right('Minutes'),
    ...(hasCost ? [right('Cost')] : []),
    right('Flaky jobs'),
    right('Artifacts'),
    right('Stored'),
    right('A day'),
    right('Deleted, merged'),
  ]
  return joinBlocks([
    table(
      header,
      repositories.slice(0, maxTableRows).map((result) => repositoryRow(result, hasCost)),
    ),
    repositories.length <= maxTableRows
      ? ''
      : `<sub>And ${formatCount(repositories.length - maxTableRows)} more that store less.</sub>`,
  ])
}

function repositoryRow(result: RepositoryResult, hasCost: boolean): string[] {
  const { repository, url, health, jobs } = result
  return [
    codeLink(repository, url),
    when(health?.runs, formatCount),
    when(health?.overall.successRate, formatPercent),
    when(health?.overall.p50Ms, formatDuration),
    when(health?.overall.p95Ms, formatDuration),
    when(jobs?.minutes, formatCount),
    ...(hasCost ? [when(jobs?.cost, formatMoney)] : []),
    when(jobs?.flaky.length, formatCount),
    ...storageCells(result),
  ]
}

function storageCells({ storage }: RepositoryResult): readonly string[] {
  if (storage === null) return ['', '', '', '']
  const gone = storage.byBranchState
    .filter(({ state }) => state === 'deleted' || state === 'closed-pr')
    .reduce((sum, { bytes }) => sum + bytes, 0)
  return [
    formatCount(storage.count),
    formatBytes(storage.bytes),
    formatChange(storage.growth.bytesPerDay),
    formatBytes(gone),
  ]
}

const when = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? '' : format(value)

/** A folded repository; short of room, with fewer rows, then with its headline only, then not at all. */
function repositoryBlock(
  report: RepositoryReport,
  result: RepositoryResult,
  charts: PageOptions['charts'],
): Block {
  const title = `<strong>${codeSpan(result.repository)}</strong>`
  const folded = (options: PageOptions): string =>
    details(title, joinBlocks(repositoryBlocks(result, options).map(({ variants }) => variants[0]?.() ?? '')))
  const options = full(report, charts)
  return {
    what: `the section of ${result.repository}`,
    variants: [
      () => folded(options),
      () => folded({ ...options, charts: 'off', maxRows: 5, maxFoldedRows: 5 }),
      () => details(title, headline(result)),
      () => '',
    ],
  }
}

function unreadList(unread: RepositoryReport['unread']): string {
  if (unread.length === 0) return ''
  return details(
    `⚠️ ${countOf(unread.length, 'repository', 'repositories')} not read`,
    table(
      ['Repository', 'Why'],
      unread
        .slice(0, maxTableRows)
        .map(({ repository, reason }) => [codeSpan(repository), statement(reason)]),
    ),
  )
}

const noticeList = (notices: readonly string[]): string =>
  notices.map((notice) => `- ℹ️ ${statement(notice)}`).join('\n')

/** What the page rests on. */
function about({ repositories, generatedAt, apiCalls, sinceMs }: RepositoryReport): string {
  const [only] = repositories
  const sample =
    repositories.length === 1 && only?.jobs !== null && only !== undefined
      ? `; jobs of ${sampleText(only.jobs.sample)}`
      : ''
  return `<sub>Since ${formatTimestamp(sinceMs)}${sample}. Written ${formatTimestamp(Date.parse(generatedAt))} by Actions Steward with ${countOf(apiCalls, 'API request')}.</sub>`
}
