/** The page of a report of repositories: an overview where there are several, and one of them in full. */
import {
  countOf,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatSigned,
  formatTimestamp,
} from '../../text/format.ts'
import { cleanLine } from '../../text/markdown.ts'
import type { RepositoryReport, RepositoryResult } from '../../summarise/repository/repository-report.ts'
import { categoryChart } from './category-chart.ts'
import { drawCharts, dropCharts } from './charts.ts'
import { bytesColumn, changeColumn, countColumn, durationColumn, percentColumn } from './columns.ts'
import { el, linkTo, nameOf, noticeList, section, tiles, type Child, type Tile } from './dom.ts'
import { healthSection, jobsSection } from './repository-health.ts'
import { runsSection } from './repository-runs.ts'
import { goneBytes, storageSection } from './repository-storage.ts'
import { dataTable, type Column } from './table.ts'

/** Bars of the chart of repositories. */
const maxBars = 12
/** Below this share of green runs a tile is red. */
const greenEnough = 0.9

/** What the page shows. */
export function repositoryPage(report: RepositoryReport): readonly Child[] {
  const { repositories, unread, days, generatedAt, sinceMs, apiCalls } = report
  const [first, another] = repositories
  const detail = el('div', { id: 'repository', tabindex: '-1' })
  if (first !== undefined) detail.append(...detailOf(report, first))
  const choose = (result: RepositoryResult): void => {
    detail.replaceChildren(...detailOf(report, result))
    dropCharts()
    drawCharts()
    detail.focus()
    detail.scrollIntoView()
  }
  return [
    el('h1', {}, `GitHub Actions, last ${countOf(days, 'day')}`),
    el(
      'p',
      { class: 'lead' },
      `${formatTimestamp(sinceMs)} to ${formatTimestamp(Date.parse(generatedAt))}, read with ${countOf(apiCalls, 'API request')}.`,
    ),
    noticeList([
      ...report.notices,
      ...unread.map(({ repository, reason }) => `${repository} was not read: ${reason}`),
    ]),
    another === undefined ? null : overview(report, choose),
    detail,
  ]
}

function overview(report: RepositoryReport, choose: (result: RepositoryResult) => void): HTMLElement {
  const { totals, repositories } = report
  const biggest = repositories.slice(0, maxBars)
  return section(
    countOf(repositories.length, 'repository', 'repositories'),
    tiles([
      { label: 'Runs', value: formatCount(totals.runs) },
      ...percentTile('Green on default branches', totals.successRate),
      ...minutesTiles(totals),
      {
        label: 'Stored',
        value: formatBytes(totals.storedBytes),
        note: countOf(totals.artifacts, 'artifact'),
      },
    ]),
    categoryChart({
      title: 'Stored by repository',
      labels: biggest.map(({ repository }) => repository),
      kind: 'horizontal',
      unit: 'bytes',
      series: [
        { label: 'Stored', colour: 'accent', values: biggest.map(({ storage }) => storage?.bytes ?? null) },
      ],
    }),
    dataTable({ label: 'Repositories', columns: overviewColumns(choose), rows: repositories }),
  )
}

const overviewColumns = (choose: (result: RepositoryResult) => void): readonly Column<RepositoryResult>[] => [
  {
    title: 'Repository',
    kind: 'text',
    value: ({ repository }) => repository,
    show: (result) => {
      const chooser = el('button', { type: 'button', class: 'link' }, nameOf(result.repository))
      chooser.addEventListener('click', () => choose(result))
      return chooser
    },
  },
  countColumn('Runs', ({ health }) => health?.runs ?? null),
  percentColumn('Green', ({ health }) => health?.overall.successRate ?? null),
  durationColumn('p50', ({ health }) => health?.overall.p50Ms ?? null),
  durationColumn('p95', ({ health }) => health?.overall.p95Ms ?? null),
  countColumn('Minutes', ({ jobs }) => jobs?.minutes ?? null),
  countColumn('Flaky jobs', ({ jobs }) => jobs?.flaky.length ?? null),
  countColumn('Artifacts', ({ storage }) => storage?.count ?? null),
  bytesColumn('Stored', ({ storage }) => storage?.bytes ?? null),
  changeColumn('A day', ({ storage }) => storage?.growth.bytesPerDay ?? null, formatBytes),
  bytesColumn('Deleted, merged', ({ storage }) => (storage === null ? null : goneBytes(storage))),
]

/** Everything about one repository. */
function detailOf(report: RepositoryReport, result: RepositoryResult): readonly Node[] {
  const nowMs = Date.parse(report.generatedAt)
  return [
    el('h2', { class: 'repository' }, linkTo(result.repository, result.url)),
    tiles(tilesOf(result)),
    noticeList(result.notices),
    healthSection(result),
    jobsSection(result, nowMs),
    storageSection(result, nowMs),
    runsSection(result),
  ].filter((part) => part !== null)
}

function tilesOf({ health, jobs, storage, defaultBranch }: RepositoryResult): readonly Tile[] {
  const overall = health?.overall
  return [
    ...(health === null ? [] : [{ label: 'Runs', value: formatCount(health.runs) }]),
    ...percentTile(`Green on ${cleanLine(defaultBranch)}`, overall?.successRate ?? null),
    ...durationTile('p50 of successful runs', overall?.p50Ms ?? null),
    ...durationTile('p95 of successful runs', overall?.p95Ms ?? null),
    ...(jobs === null ? [] : minutesTiles(jobs)),
    ...(storage === null
      ? []
      : [
          { label: 'Stored', value: formatBytes(storage.bytes), note: countOf(storage.count, 'artifact') },
          {
            label: 'Growth a day',
            value: formatSigned(storage.growth.bytesPerDay, formatBytes),
            note: `${formatBytes(storage.growth.addedBytesPerDay)} added, ${formatBytes(storage.growth.expiringBytesPerDay)} expiring`,
          },
          { label: 'Of deleted and merged branches', value: formatBytes(goneBytes(storage)) },
        ]),
  ]
}

const percentTile = (label: string, value: number | null): readonly Tile[] =>
  value === null ? [] : [{ label, value: formatPercent(value), tone: value < greenEnough ? 'bad' : 'good' }]

const durationTile = (label: string, value: number | null): readonly Tile[] =>
  value === null ? [] : [{ label, value: formatDuration(value) }]

const minutesTiles = ({
  minutes,
  cost,
}: {
  readonly minutes: number | null
  readonly cost: number | null
}): readonly Tile[] => [
  ...(minutes === null ? [] : [{ label: 'Billable minutes, about', value: formatCount(minutes) }]),
  ...(cost === null ? [] : [{ label: 'Cost at your rates, about', value: cost.toFixed(2) }]),
]
