/** The page of a report of repositories: an overview where there are several, and one of them in full. */
import {
  countOf,
  formatAge,
  formatBytes,
  formatCount,
  formatDate,
  formatDuration,
  formatPercent,
  formatTimestamp,
} from '../../text/format.ts'
import { cleanLine } from '../../text/markdown.ts'
import type {
  ArtifactRow,
  JobFindings,
  RepositoryReport,
  RepositoryResult,
  RunRow,
  StorageFindings,
} from '../../summarise/repository/repository-report.ts'
import { categoryChart, dropCharts, drawCharts, pointChart, type Colour, type Point } from './charts.ts'
import { el, linkTo, nameOf, noticeList, section, tiles, type Child, type Tile } from './dom.ts'
import { dataTable, type Column } from './table.ts'

/** Bars of a chart of shares. */
const maxBars = 12

/** Fills the page. */
export function repositoryPage(report: RepositoryReport): readonly Child[] {
  const { repositories, unread, days, generatedAt, sinceMs, apiCalls } = report
  const [first, another] = repositories
  const detail = el('div', { id: 'repository', tabindex: '-1' })
  const show = (result: RepositoryResult): void => {
    detail.replaceChildren(...detailOf(report, result))
    dropCharts()
    drawCharts()
  }
  if (first !== undefined) detail.replaceChildren(...detailOf(report, first))
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
    another === undefined ? null : overview(report, (result) => {
      show(result)
      detail.focus()
      detail.scrollIntoView()
    }),
    detail,
  ]
}

function overview(report: RepositoryReport, onChoose: (result: RepositoryResult) => void): HTMLElement {
  const { totals, repositories } = report
  const columns: readonly Column<RepositoryResult>[] = [
    {
      title: 'Repository',
      kind: 'text',
      value: ({ repository }) => repository,
      show: (result) => {
        const choose = el('button', { type: 'button', class: 'link' }, nameOf(result.repository))
        choose.addEventListener('click', () => onChoose(result))
        return choose
      },
    },
    { title: 'Runs', kind: 'number', value: ({ health }) => health?.runs ?? null },
    percentColumn('Green', ({ health }) => health?.overall.successRate ?? null),
    durationColumn('p50', ({ health }) => health?.overall.p50Ms ?? null),
    durationColumn('p95', ({ health }) => health?.overall.p95Ms ?? null),
    { title: 'Minutes', kind: 'number', value: ({ jobs }) => jobs?.minutes ?? null },
    { title: 'Flaky jobs', kind: 'number', value: ({ jobs }) => jobs?.flaky.length ?? null },
    { title: 'Artifacts', kind: 'number', value: ({ storage }) => storage?.count ?? null },
    bytesColumn('Stored', ({ storage }) => storage?.bytes ?? null),
    bytesColumn('A day', ({ storage }) => storage?.growth.bytesPerDay ?? null),
    bytesColumn('Deleted and merged branches', ({ storage }) => (storage === null ? null : goneBytes(storage))),
  ]
  return section(
    countOf(repositories.length, 'repository', 'repositories'),
    tiles([
      { label: 'Runs', value: formatCount(totals.runs) },
      ...percentTile('Green on default branches', totals.successRate),
      { label: 'Stored', value: formatBytes(totals.storedBytes), note: countOf(totals.artifacts, 'artifact') },
      ...minutesTiles(totals),
    ]),
    categoryChart({
      title: 'Stored by repository',
      labels: repositories.slice(0, maxBars).map(({ repository }) => repository),
      kind: 'horizontal',
      format: formatBytes,
      series: [
        {
          label: 'Stored',
          colour: 'accent',
          values: repositories.slice(0, maxBars).map(({ storage }) => storage?.bytes ?? null),
        },
      ],
    }),
    dataTable({ label: 'Repositories', columns, rows: repositories }),
  )
}

const goneBytes = ({ byBranchState }: StorageFindings): number =>
  byBranchState
    .filter(({ state }) => state === 'deleted' || state === 'closed-pr')
    .reduce((sum, { bytes }) => sum + bytes, 0)

const percentTile = (label: string, value: number | null): readonly Tile[] =>
  value === null ? [] : [{ label, value: formatPercent(value), tone: value < 0.9 ? 'bad' : 'good' }]

const minutesTiles = ({ minutes, cost }: { readonly minutes: number | null; readonly cost: number | null }) => [
  ...(minutes === null ? [] : [{ label: 'Billable minutes, about', value: formatCount(minutes) }]),
  ...(cost === null ? [] : [{ label: 'Cost at your rates, about', value: cost.toFixed(2) }]),
]

const percentColumn = <T>(title: string, value: (row: T) => number | null): Column<T> =>
  formattedColumn(title, value, formatPercent)
const durationColumn = <T>(title: string, value: (row: T) => number | null): Column<T> =>
  formattedColumn(title, value, formatDuration)
const bytesColumn = <T>(title: string, value: (row: T) => number | null): Column<T> =>
  formattedColumn(title, value, formatBytes)
const dateColumn = <T>(title: string, value: (row: T) => number | null): Column<T> =>
  formattedColumn(title, value, (ms) => formatTimestamp(ms).replace(/:\d\d UTC$/, ''))

const formattedColumn = <T>(
  title: string,
  value: (row: T) => number | null,
  format: (value: number) => string,
): Column<T> => ({
  title,
  kind: 'number',
  value,
  show: (row) => {
    const known = value(row)
    return known === null ? '' : format(known)
  },
})

const nameColumn = <T>(title: string, value: (row: T) => string | null): Column<T> => ({
  title,
  kind: 'text',
  value,
  show: (row) => {
    const name = value(row)
    return name === null || name === '' ? el('span', { class: 'note' }, 'not known') : nameOf(name)
  },
})

function detailOf(report: RepositoryReport, result: RepositoryResult): readonly Child[] {
  const nowMs = Date.parse(report.generatedAt)
  const { health, jobs, storage } = result
  return [
    el('h2', { class: 'repository' }, linkTo(result.repository, result.url)),
    tiles(headTiles(result)),
    noticeList(result.notices),
    health === null ? null : healthSection(result),
    jobs === null ? null : jobsSection(jobs, nowMs),
    storage === null ? null : storageSection(result, storage, nowMs),
    health === null ? null : runsSection(result),
  ]
}

function headTiles({ health, jobs, storage, defaultBranch }: RepositoryResult): readonly Tile[] {
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
            label: 'A day',
            value: formatBytes(storage.growth.bytesPerDay),
            note: `${formatBytes(storage.growth.addedBytesPerDay)} added, ${formatBytes(storage.growth.expiringBytesPerDay)} expiring`,
          },
          { label: 'Deleted and merged branches', value: formatBytes(goneBytes(storage)) },
        ]),
  ]
}

const durationTile = (label: string, value: number | null): readonly Tile[] =>
  value === null ? [] : [{ label, value: formatDuration(value) }]

function healthSection(result: RepositoryResult): Child {
  const { health, url } = result
  if (health === null) return null
  const { daily, workflows } = health
  const labels = daily.map(({ date }) => date)
  return section(
    'Health by workflow',
    el(
      'div',
      { class: 'charts' },
      categoryChart({
        title: 'Runs a day',
        labels,
        kind: 'stacked',
        format: formatCount,
        series: [
          { label: 'successful', colour: 'good', values: daily.map(({ succeeded }) => succeeded) },
          { label: 'failed', colour: 'bad', values: daily.map(({ failed }) => failed) },
          { label: 'other', colour: 'muted', values: daily.map(({ other }) => other) },
        ],
      }),
      categoryChart({
        title: 'Duration of successful runs a day',
        labels,
        kind: 'line',
        format: formatDuration,
        series: [
          { label: 'p50', colour: 'accent', values: daily.map(({ p50Ms }) => p50Ms) },
          { label: 'p95', colour: 'second', values: daily.map(({ p95Ms }) => p95Ms) },
        ],
      }),
    ),
    dataTable({
      label: 'Workflows',
      rows: workflows,
      columns: [
        {
          title: 'Workflow',
          kind: 'text',
          value: ({ name, file }) => `${name} ${file}`,
          show: ({ name, file, path }) =>
            linkTo(
              name === '' || name === path ? file : name,
              path.startsWith('.github/workflows/') ? `${url}/actions/workflows/${encodeURIComponent(file)}` : '',
            ),
        },
        { title: 'Runs', kind: 'number', value: ({ runs }) => runs },
        percentColumn('Green', ({ successRate }) => successRate),
        percentColumn('Green at first', ({ firstTryRate }) => firstTryRate),
        durationColumn('p50', ({ p50Ms }) => p50Ms),
        durationColumn('p95', ({ p95Ms }) => p95Ms),
        percentColumn('Slower than at first', ({ p50Change }) => p50Change),
        { title: 'Re-run', kind: 'number', value: ({ rerunRuns }) => rerunRuns },
        durationColumn('Queue p95', ({ sample }) => sample?.queueP95Ms ?? null),
        { title: 'Minutes', kind: 'number', value: ({ sample }) => sample?.minutes ?? null },
        formattedColumn('Cost', ({ sample }) => sample?.cost ?? null, (cost) => cost.toFixed(2)),
        { title: 'Flaky jobs', kind: 'number', value: ({ sample }) => sample?.flakyJobs ?? null },
      ],
    }),
  )
}

function jobsSection(jobs: JobFindings, nowMs: number): Child {
  const { sample, flaky, failingSteps, growing, queues } = jobs
  const age = <T>(value: (row: T) => number): Column<T> =>
    formattedColumn('Last', value, (ms) => formatAge(ms, nowMs))
  return section(
    'Jobs',
    el(
      'p',
      { class: 'note' },
      `From the jobs of ${formatCount(sample.runs)} of ${countOf(sample.ofRuns, 'run')}: ${formatCount(sample.rerun)} re-run or with both results on one commit, ${formatCount(sample.failed)} failed, ${formatCount(sample.even)} spread evenly.`,
    ),
    el('h3', {}, 'Flakiest jobs: both results on one commit'),
    dataTable({
      label: 'Flakiest jobs',
      rows: flaky,
      columns: [
        { title: 'Job', kind: 'text', value: ({ job }) => job, show: ({ job, url }) => linkTo(job, url) },
        nameColumn('Workflow', ({ workflow }) => workflow),
        { title: 'Commits', kind: 'number', value: ({ flakyCommits }) => flakyCommits },
        { title: 'Of', kind: 'number', value: ({ commits }) => commits },
        { title: 'Wasted minutes', kind: 'number', value: ({ wastedMinutes }) => wastedMinutes },
        age(({ lastAtMs }) => lastAtMs),
      ],
    }),
    el('h3', {}, 'Most failing steps'),
    dataTable({
      label: 'Most failing steps',
      rows: failingSteps,
      columns: [
        {
          title: 'Step',
          kind: 'text',
          value: ({ step }) => step,
          show: ({ step, url }) => linkTo(step === '' ? 'no step: runner lost or job timed out' : step, url),
        },
        nameColumn('Workflow', ({ workflow }) => workflow),
        {
          title: 'Jobs',
          kind: 'text',
          value: ({ jobs: names }) => names.join(', '),
          show: ({ jobs: names, jobCount }) =>
            el('span', {}, nameOf(names.join(', ')), jobCount > names.length ? ` and ${jobCount - names.length} more` : null),
        },
        { title: 'Failures', kind: 'number', value: ({ failures }) => failures },
        age(({ lastAtMs }) => lastAtMs),
      ],
    }),
    el('h3', {}, 'Slowest-growing jobs: p50 of the first week against the last'),
    dataTable({
      label: 'Slowest-growing jobs',
      rows: growing,
      columns: [
        nameColumn('Job', ({ job }) => job),
        nameColumn('Workflow', ({ workflow }) => workflow),
        durationColumn('First week', ({ firstP50Ms }) => firstP50Ms),
        durationColumn('Last week', ({ lastP50Ms }) => lastP50Ms),
        durationColumn('Growth', ({ growthMs }) => growthMs),
        { title: 'Jobs read', kind: 'number', value: ({ firstJobs, lastJobs }) => firstJobs + lastJobs },
      ],
    }),
    el('h3', {}, 'Queue by runner'),
    dataTable({
      label: 'Queue by runner',
      rows: queues,
      columns: [
        nameColumn('Runner', ({ labels }) => labels.join(', ')),
        { title: 'Jobs read', kind: 'number', value: ({ jobs: count }) => count },
        durationColumn('p50', ({ p50Ms }) => p50Ms),
        durationColumn('p95', ({ p95Ms }) => p95Ms),
      ],
    }),
  )
}

interface Share {
  readonly label: string
  readonly count: number
  readonly bytes: number
}

const sharesChart = (title: string, shares: readonly Share[], colour: Colour): HTMLElement => {
  const shown = shares.filter(({ bytes }) => bytes > 0).slice(0, maxBars)
  return categoryChart({
    title,
    labels: shown.map(({ label }) => (label === '' ? 'not known' : cleanLine(label))),
    kind: 'horizontal',
    format: formatBytes,
    series: [{ label: 'Stored', colour, values: shown.map(({ bytes }) => bytes) }],
  })
}

const sharesTable = <T extends Share>(
  what: string,
  { shares, whole, more = [] }: { readonly shares: readonly T[]; readonly whole: number; readonly more?: readonly Column<T>[] },
): readonly Child[] => [
  el('h3', {}, `By ${what}`),
  dataTable({
    label: `Storage by ${what}`,
    rows: shares,
    columns: [
      nameColumn(`${what.charAt(0).toUpperCase()}${what.slice(1)}`, ({ label }) => label),
      ...more,
      { title: 'Artifacts', kind: 'number', value: ({ count }) => count },
      bytesColumn('Size', ({ bytes }) => bytes),
      percentColumn('Share', ({ bytes }) => (whole === 0 ? null : bytes / whole)),
    ],
  }),
]

function storageSection(result: RepositoryResult, storage: StorageFindings, nowMs: number): Child {
  const whole = storage.bytes
  const artifactUrl = ({ runId, id }: ArtifactRow): string =>
    runId === null ? '' : `${result.url}/actions/runs/${runId}/artifacts/${id}`
  return section(
    'Artifact storage',
    el(
      'p',
      { class: 'note' },
      storage.expiring
        .map(({ withinDays, count, bytes }) => `${countOf(count, 'artifact')} (${formatBytes(bytes)}) expire within ${withinDays} days`)
        .join(', '),
      storage.wastedBytes === 0 ? '.' : `; ${formatBytes(storage.wastedBytes)} are stored more than once.`,
      storage.inferredWorkflowBytes === 0
        ? null
        : ` ${formatBytes(storage.inferredWorkflowBytes)} of runs before the period count with the only workflow that uploads such a name now.`,
    ),
    el(
      'div',
      { class: 'charts' },
      sharesChart('Stored by name', storage.byName, 'accent'),
      sharesChart('Stored by what became of the branch', storage.byBranchState, 'second'),
      categoryChart({
        title: 'Uploaded a day',
        labels: storage.addedDaily.map(({ date }) => date),
        kind: 'bar',
        format: formatBytes,
        series: [{ label: 'Uploaded', colour: 'accent', values: storage.addedDaily.map(({ bytes }) => bytes) }],
      }),
      categoryChart({
        title: 'Stored by age',
        labels: storage.byAge.map(({ label }) => label),
        kind: 'bar',
        format: formatBytes,
        series: [{ label: 'Stored', colour: 'second', values: storage.byAge.map(({ bytes }) => bytes) }],
      }),
    ),
    ...sharesTable('name', { shares: storage.byName, whole }),
    ...sharesTable('branch', {
      shares: storage.byBranch,
      whole,
      more: [{ title: 'State', kind: 'text', value: ({ state }) => state }],
    }),
    ...sharesTable('workflow', { shares: storage.byWorkflow, whole }),
    el('h3', {}, 'The same bytes more than once'),
    dataTable({
      label: 'Duplicates',
      rows: storage.duplicates,
      columns: [
        nameColumn('Names', ({ names }) => names.join(', ')),
        { title: 'Copies', kind: 'number', value: ({ count }) => count },
        bytesColumn('Size of one', ({ sizeBytes }) => sizeBytes),
        bytesColumn('Wasted', ({ wastedBytes }) => wastedBytes),
        nameColumn('Digest', ({ digest }) => digest.slice(0, 'sha256:'.length + 12)),
      ],
    }),
    el('h3', {}, 'Artifacts'),
    storage.rows.length < storage.count
      ? el('p', { class: 'note' }, `The ${formatCount(storage.rows.length)} largest of ${formatCount(storage.count)}.`)
      : null,
    dataTable({
      label: 'Artifacts',
      rows: storage.rows,
      columns: [
        { title: 'Name', kind: 'text', value: ({ name }) => name, show: (row) => linkTo(row.name, artifactUrl(row)) },
        bytesColumn('Size', ({ sizeBytes }) => sizeBytes),
        dateColumn('Uploaded', ({ createdAtMs }) => createdAtMs),
        formattedColumn('Expires', ({ expiresAtMs }) => expiresAtMs, (ms) => formatAge(ms, nowMs)),
        nameColumn('Branch', ({ branch }) => branch),
        { title: 'State', kind: 'text', value: ({ branchState }) => branchState },
        nameColumn('Workflow', ({ workflow }) => workflow),
      ],
    }),
  )
}

function runsSection(result: RepositoryResult): Child {
  const { health, url } = result
  if (health === null || health.rows.length === 0) return null
  const { rows } = health
  const runUrl = ({ id }: RunRow): string => `${url}/actions/runs/${id}`
  const chart = el('div', {})
  const workflows = [...new Set(rows.map(({ workflow }) => workflow))].sort()
  const select = el(
    'select',
    { id: 'workflow' },
    el('option', { value: '' }, 'all workflows'),
    ...workflows.map((workflow, index) => el('option', { value: String(index + 1) }, cleanLine(workflow))),
  )
  const draw = (): void => {
    const chosen = workflows[Number(select.value) - 1]
    chart.replaceChildren(runsChart(chosen === undefined ? rows : rows.filter(({ workflow }) => workflow === chosen)))
  }
  select.addEventListener('change', () => {
    draw()
    dropCharts()
    drawCharts()
  })
  draw()
  return section(
    'Runs',
    rows.length < health.runs
      ? el('p', { class: 'note' }, `The newest ${formatCount(rows.length)} of ${formatCount(health.runs)}.`)
      : null,
    el('p', {}, el('label', { for: 'workflow' }, 'Show '), select),
    chart,
    dataTable({
      label: 'Runs',
      rows,
      columns: [
        {
          title: 'Run',
          kind: 'text',
          value: ({ workflow, number }) => `${workflow} #${number}`,
          show: (row) => linkTo(`${row.workflow} #${row.number}`, runUrl(row)),
        },
        { title: 'Result', kind: 'text', value: ({ result: text }) => text.replaceAll('_', ' ') },
        nameColumn('Branch', ({ branch }) => branch),
        nameColumn('Event', ({ event }) => event),
        { title: 'Attempt', kind: 'number', value: ({ attempt }) => attempt },
        dateColumn('Created', ({ createdAtMs }) => createdAtMs),
        durationColumn('Duration', ({ durationMs }) => durationMs),
      ],
    }),
  )
}

function runsChart(rows: readonly RunRow[]): HTMLElement {
  const pointsOf = (isOfGroup: (result: string) => boolean): readonly Point[] =>
    rows.flatMap((row) => {
      const { durationMs, createdAtMs, workflow, number, branch, result } = row
      if (durationMs === null || !isOfGroup(result)) return []
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
    })
  const isFailed = (result: string): boolean => ['failure', 'timed_out', 'startup_failure'].includes(result)
  return pointChart({
    title: 'Duration of each run',
    note: 'The numbers are in the table of runs below.',
    formatX: formatDate,
    formatY: formatDuration,
    groups: [
      { label: 'successful', colour: 'good', points: pointsOf((result) => result === 'success') },
      { label: 'failed', colour: 'bad', points: pointsOf(isFailed) },
      {
        label: 'other',
        colour: 'muted',
        points: pointsOf((result) => result !== 'success' && !isFailed(result)),
      },
    ],
  })
}
