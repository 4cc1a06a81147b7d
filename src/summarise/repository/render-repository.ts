/** The page of one repository: what is stored comes after what runs, and pictures after both. */
import { renderStorageRows } from './render-artifacts.ts'
import {
  failingStepsTable,
  flakyTable,
  formatMoney,
  formatPoints,
  formatTrend,
  growingTable,
  healthNote,
  healthTable,
  queuesDetails,
  unpricedNote,
} from './render-health.ts'
import { durationsChart, runsChart, storageChart } from './render-charts.ts'
import { fixed, optional, type Block } from '../../text/blocks.ts'
import { statement } from '../run/render-names.ts'
import { formatChange, storageTables } from '../../render-storage.ts'
import { countOf, formatBytes, formatCount, formatDuration, formatPercent } from '../../text/format.ts'
import { codeFence, codeSpan, details, joinBlocks } from '../../text/markdown.ts'
import type { RepositoryResult } from './repository-report.ts'

export interface PageOptions {
  readonly nowMs: number
  /** Of each table that is not folded. */
  readonly maxRows: number
  /** Of each folded table. */
  readonly maxFoldedRows: number
  readonly charts: 'on' | 'off'
}

/** `1,204 runs · 94.1% green on main (▼ 1.8 points) · p50 9m 32s (▲ 12%), p95 17m 05s · …`. */
export function headline({ health, jobs, storage, defaultBranch }: RepositoryResult): string {
  const parts: string[] = []
  if (health !== null) {
    const { overall, runs } = health
    parts.push(countOf(runs, 'run'))
    if (overall.successRate !== null)
      parts.push(
        `**${formatPercent(overall.successRate)} green** on ${codeSpan(defaultBranch)}${inBrackets(formatPoints(overall.successRateChange))}`,
      )
    if (overall.p50Ms !== null && overall.p95Ms !== null)
      parts.push(
        `p50 ${formatDuration(overall.p50Ms)}${inBrackets(formatTrend(overall.p50Change))}, p95 ${formatDuration(overall.p95Ms)}`,
      )
  }
  if (jobs !== null && jobs.minutes !== null)
    parts.push(
      `≈ ${countOf(jobs.minutes, 'billable minute')}${jobs.cost === null ? '' : `, ${formatMoney(jobs.cost)} at your rates`}`,
    )
  if (storage !== null)
    parts.push(
      `**${formatBytes(storage.bytes)} stored** in ${countOf(storage.count, 'artifact')}${inBrackets(growthText(storage.growth.bytesPerDay))}`,
    )
  return parts.length === 0 ? 'Nothing could be read.' : parts.join(' · ')
}

const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`)
const growthText = (bytesPerDay: number): string =>
  bytesPerDay === 0 ? '' : `${formatChange(bytesPerDay)} a day`

/** The blocks of one repository, in the order in which one reads them. */
export function repositoryBlocks(result: RepositoryResult, options: PageOptions): readonly Block[] {
  const { nowMs, maxRows, maxFoldedRows } = options
  const { jobs, health } = result
  return [
    fixed('the headline', headline(result)),
    fixed('health by workflow', healthTable(result, maxRows)),
    optional('how the numbers come about', healthNote(result)),
    optional('the flakiest jobs', flakyTable(jobs?.flaky ?? [], nowMs, maxRows)),
    optional('the most failing steps', failingStepsTable(jobs?.failingSteps ?? [], nowMs, maxRows)),
    optional('the slowest-growing jobs', growingTable(jobs?.growing ?? [], maxRows)),
    optional('queue times', joinBlocks([queuesDetails(jobs?.queues ?? [], maxFoldedRows), noteOf(result)])),
    ...storageBlocks(result, options),
    ...(options.charts === 'off' || health === null
      ? []
      : [
          chartBlock('Chart: runs', runsChart(health.daily)),
          chartBlock('Chart: durations', durationsChart(health.daily)),
        ]),
    fixed('what is missing', result.notices.map((notice) => `- ℹ️ ${statement(notice)}`).join('\n')),
  ]
}

const noteOf = ({ jobs }: RepositoryResult): string => (jobs === null ? '' : unpricedNote(jobs))

const chartBlock = (title: string, code: string): Block =>
  optional(title.toLowerCase(), code === '' ? '' : details(title, codeFence('mermaid', code)))

/** Tables that are open; the rest of the storage is folded. */
const openTables = ['By name', 'By what became of the branch']

function storageBlocks(result: RepositoryResult, options: PageOptions): readonly Block[] {
  const { storage } = result
  if (storage === null) return []
  const { maxRows, maxFoldedRows, nowMs } = options
  const open = new Map(storageTables(storage, maxRows).map((each) => [each.title, each]))
  const folded = storageTables(storage, maxFoldedRows).filter(({ title }) => !openTables.includes(title))
  const chart = options.charts === 'on' ? storageChart(storage) : ''
  return [
    fixed('storage', renderStorageRows(result, nowMs)),
    ...openTables.flatMap((title) => {
      const found = open.get(title)
      return found === undefined
        ? []
        : [optional(found.what, joinBlocks([`**${found.title}**`, found.markdown]))]
    }),
    ...folded.map(({ title, what, markdown }) => optional(what, details(title, markdown))),
    pruneBlock(result),
    chartBlock('Chart: storage by name', chart),
  ]
}

/** What a step of prune would free, as one would write it. */
function pruneBlock({ storage, repository }: RepositoryResult): Block {
  const freeable = (storage?.byBranchState ?? []).filter(
    ({ state, bytes }) => bytes > 0 && (state === 'deleted' || state === 'closed-pr'),
  )
  const bytes = freeable.reduce((sum, share) => sum + share.bytes, 0)
  if (bytes === 0) return optional('what prune would free', '')
  const words = freeable.map(({ state }) => (state === 'deleted' ? '@deleted' : '@closed-pr'))
  const step = [
    '- uses: actions-steward/actions-steward@v1',
    '  with:',
    '    mode: prune',
    `    repository: ${repository}`,
    '    branch: |',
    ...words.map((word) => `      ${word}`),
    '    keep: none',
    '    dry-run: true # false deletes',
  ].join('\n')
  return optional(
    'what prune would free',
    details(
      `Prune could free up to ${formatBytes(bytes)} of deleted and merged branches (${formatCount(freeable.reduce((sum, { count }) => sum + count, 0))} artifacts)`,
      codeFence('yaml', step),
    ),
  )
}
