/** Runs one by one: a point each, and a row each. */
import { formatCount, formatDuration, formatTimestamp } from '../../text/format.ts'
import { cleanLine } from '../../text/markdown.ts'
import type { RepositoryResult, RunRow } from '../../summarise/repository/repository-report.ts'
import { drawCharts, dropCharts } from './charts.ts'
import { countColumn, dateColumn, durationColumn, linkColumn, nameColumn, wordColumn } from './columns.ts'
import { el, section } from './dom.ts'
import { pointChart, type Point } from './point-chart.ts'
import { dataTable, type Column } from './table.ts'

export function runsSection({ health, url }: RepositoryResult): HTMLElement | null {
  if (health === null || health.rows.length === 0) return null
  const { rows, runs } = health
  return section(
    'Runs',
    rows.length < runs
      ? el('p', { class: 'note' }, `The newest ${formatCount(rows.length)} of ${formatCount(runs)}.`)
      : null,
    ...chartByWorkflow(rows),
    dataTable({ label: 'Runs', rows, columns: runColumns(url) }),
  )
}

/** The points of all workflows, or of one. */
function chartByWorkflow(rows: readonly RunRow[]): readonly HTMLElement[] {
  const workflows = [...new Set(rows.map(({ workflow }) => workflow))].sort()
  const select = el(
    'select',
    { id: 'workflow' },
    el('option', { value: '0' }, 'all workflows'),
    ...workflows.map((workflow, index) => el('option', { value: String(index + 1) }, cleanLine(workflow))),
  )
  const chart = el('div', {}, runsChart(rows))
  select.addEventListener('change', () => {
    const chosen = workflows[Number(select.value) - 1]
    const shown = chosen === undefined ? rows : rows.filter(({ workflow }) => workflow === chosen)
    chart.replaceChildren(runsChart(shown))
    dropCharts()
    drawCharts()
  })
  return [el('p', {}, el('label', { for: 'workflow' }, 'Show '), select), chart]
}

function runsChart(rows: readonly RunRow[]): HTMLElement {
  const pointsOf = (isOfGroup: (row: RunRow) => boolean): readonly Point[] =>
    rows.filter(isOfGroup).flatMap(pointOf)
  return pointChart({
    title: 'Duration of each run',
    note: 'The numbers are in the table of runs below.',
    groups: [
      { label: 'successful', colour: 'good', points: pointsOf(isSuccessful) },
      { label: 'failed', colour: 'bad', points: pointsOf(isFailed) },
      { label: 'other', colour: 'muted', points: pointsOf((row) => !isSuccessful(row) && !isFailed(row)) },
    ],
  })
}

const isSuccessful = ({ result }: RunRow): boolean => result === 'success'
const isFailed = ({ result }: RunRow): boolean => ['failure', 'timed_out', 'startup_failure'].includes(result)

function pointOf(row: RunRow): readonly Point[] {
  const { durationMs, createdAtMs, workflow, number, branch, result } = row
  if (durationMs === null) return []
  return [
    {
      x: createdAtMs,
      // An axis that grows by factors has no zero.
      y: Math.max(1000, durationMs),
      lines: [
        cleanLine(`${workflow} #${number}: ${result.replaceAll('_', ' ')}`),
        `${formatDuration(durationMs)}, ${formatTimestamp(createdAtMs)}`,
        ...(branch === null ? [] : [cleanLine(branch)]),
      ],
    },
  ]
}

const runColumns = (url: string): readonly Column<RunRow>[] => [
  linkColumn('Run', ({ workflow, number, id }) => ({
    name: `${workflow} #${number}`,
    url: `${url}/actions/runs/${id}`,
  })),
  wordColumn('Result', ({ result }) => result.replaceAll('_', ' ')),
  nameColumn('Branch', ({ branch }) => branch),
  nameColumn('Event', ({ event }) => event),
  countColumn('Attempt', ({ attempt }) => attempt),
  dateColumn('Created', ({ createdAtMs }) => createdAtMs),
  durationColumn('Duration', ({ durationMs }) => durationMs),
]
