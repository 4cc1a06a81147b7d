/** Artifact storage: charts, and tables by name, branch, workflow and artifact. */
import { countOf, formatBytes, formatCount } from '../../text/format.ts'
import { cleanLine } from '../../text/markdown.ts'
import type {
  ArtifactRow,
  RepositoryResult,
  StorageFindings,
} from '../../summarise/repository/repository-report.ts'
import type { BranchShare, BranchState, Duplicate, StorageShare } from '../../storage.ts'
import { categoryChart } from './category-chart.ts'
import type { Colour } from './charts.ts'
import {
  ageColumn,
  bytesColumn,
  countColumn,
  dateColumn,
  linkColumn,
  nameColumn,
  percentColumn,
  wordColumn,
} from './columns.ts'
import { el, section } from './dom.ts'
import { dataTable, type Column } from './table.ts'

/** Bars of a chart of shares. */
const maxBars = 12

/** Bytes of branches that are deleted or merged. */
export const goneBytes = ({ byBranchState }: StorageFindings): number =>
  byBranchState
    .filter(({ state }) => state === 'deleted' || state === 'closed-pr')
    .reduce((sum, { bytes }) => sum + bytes, 0)

export function storageSection({ storage, url }: RepositoryResult, nowMs: number): HTMLElement | null {
  if (storage === null) return null
  const share = percentColumn<StorageShare>('Share', ({ bytes }) =>
    storage.bytes === 0 ? null : bytes / storage.bytes,
  )
  return section(
    'Artifact storage',
    el('p', { class: 'note' }, leadOf(storage)),
    el('div', { class: 'charts' }, ...chartsOf(storage)),
    el('h3', {}, 'By name'),
    dataTable({ label: 'Storage by name', rows: storage.byName, columns: shareColumns('Name', share) }),
    el('h3', {}, 'By branch'),
    dataTable({ label: 'Storage by branch', rows: storage.byBranch, columns: branchColumns(share) }),
    el('h3', {}, 'By workflow'),
    dataTable({
      label: 'Storage by workflow',
      rows: storage.byWorkflow,
      columns: shareColumns('Workflow', share),
    }),
    el('h3', {}, 'The same bytes more than once'),
    dataTable({ label: 'Duplicates', rows: storage.duplicates, columns: duplicateColumns }),
    el('h3', {}, 'Artifacts'),
    storage.rows.length < storage.count
      ? el(
          'p',
          { class: 'note' },
          `The ${formatCount(storage.rows.length)} largest of ${formatCount(storage.count)}.`,
        )
      : null,
    dataTable({ label: 'Artifacts', rows: storage.rows, columns: artifactColumns(url, nowMs) }),
  )
}

function leadOf({ expiring, wastedBytes, inferredWorkflowBytes }: StorageFindings): string {
  const sentences = [
    `GitHub expires ${expiring
      .map(
        ({ withinDays, count, bytes }) =>
          `${countOf(count, 'artifact')} (${formatBytes(bytes)}) within ${withinDays} days`,
      )
      .join(', ')}.`,
    ...(wastedBytes === 0 ? [] : [`${formatBytes(wastedBytes)} are stored more than once.`]),
    ...(inferredWorkflowBytes === 0
      ? []
      : [
          `${formatBytes(inferredWorkflowBytes)} of runs before the period count with the only workflow that uploads such a name now.`,
        ]),
  ]
  return sentences.join(' ')
}

const chartsOf = (storage: StorageFindings): readonly HTMLElement[] => [
  sharesChart('Stored by name', storage.byName, 'accent'),
  sharesChart('Stored by what became of the branch', storage.byBranchState, 'second'),
  categoryChart({
    title: 'Uploaded a day',
    labels: storage.addedDaily.map(({ date }) => date),
    kind: 'bar',
    unit: 'bytes',
    series: [{ label: 'Uploaded', colour: 'accent', values: storage.addedDaily.map(({ bytes }) => bytes) }],
  }),
  categoryChart({
    title: 'Stored by age',
    labels: storage.byAge.map(({ label }) => label),
    kind: 'bar',
    unit: 'bytes',
    series: [{ label: 'Stored', colour: 'second', values: storage.byAge.map(({ bytes }) => bytes) }],
  }),
]

function sharesChart(title: string, shares: readonly StorageShare[], colour: Colour): HTMLElement {
  const shown = shares.filter(({ bytes }) => bytes > 0).slice(0, maxBars)
  return categoryChart({
    title,
    labels: shown.map(({ label }) => (label === '' ? 'not known' : cleanLine(label))),
    kind: 'horizontal',
    unit: 'bytes',
    series: [{ label: 'Stored', colour, values: shown.map(({ bytes }) => bytes) }],
  })
}

const shareColumns = (title: string, share: Column<StorageShare>): readonly Column<StorageShare>[] => [
  nameColumn(title, ({ label }) => label),
  countColumn('Artifacts', ({ count }) => count),
  bytesColumn('Size', ({ bytes }) => bytes),
  share,
]

/** Of a branch, as prune's selectors mean it. */
const stateNames: Readonly<Record<BranchState, string>> = {
  default: 'default',
  live: 'live',
  'closed-pr': 'merged or closed',
  deleted: 'deleted',
  fork: 'of a fork',
  unknown: 'not known',
}

const branchColumns = (share: Column<StorageShare>): readonly Column<BranchShare>[] => [
  nameColumn('Branch', ({ label }) => label),
  wordColumn('State', ({ state }) => stateNames[state]),
  countColumn('Artifacts', ({ count }) => count),
  bytesColumn('Size', ({ bytes }) => bytes),
  share,
]

const duplicateColumns: readonly Column<Duplicate>[] = [
  nameColumn('Names', ({ names }) => names.join(', ')),
  countColumn('Copies', ({ count }) => count),
  bytesColumn('Size of one', ({ sizeBytes }) => sizeBytes),
  bytesColumn('Wasted', ({ wastedBytes }) => wastedBytes),
  nameColumn('Digest', ({ digest }) => digest.slice(0, 'sha256:'.length + 12)),
]

const artifactColumns = (url: string, nowMs: number): readonly Column<ArtifactRow>[] => [
  linkColumn('Name', ({ name, runId, id }) => ({
    name,
    url: runId === null ? '' : `${url}/actions/runs/${runId}/artifacts/${id}`,
  })),
  bytesColumn('Size', ({ sizeBytes }) => sizeBytes),
  dateColumn('Uploaded', ({ createdAtMs }) => createdAtMs),
  ageColumn('Expires', ({ expiresAtMs }) => expiresAtMs, nowMs),
  nameColumn('Branch', ({ branch }) => branch),
  wordColumn('State', ({ branchState }) => stateNames[branchState]),
  nameColumn('Workflow', ({ workflow }) => workflow),
]
