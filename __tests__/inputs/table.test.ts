import { expect, test } from '@jest/globals'
import { parsePatterns } from '../../src/text/patterns.ts'
import { inputTable } from '../../src/inputs/table.ts'
import { parseFetch, parsePrune, parseStep, parseSummarise } from '../support/step.ts'

/** Functions cannot be compared: what a pattern was written as can. */
const plain = (value: unknown): unknown =>
  value instanceof Map
    ? Object.fromEntries(value)
    : JSON.parse(
        JSON.stringify(value, (_, each: unknown) => (each instanceof Map ? Object.fromEntries(each) : each)),
      )
const glob = (line: string, crossesSlash = true): unknown =>
  plain(parsePatterns([line], { crossesSlash }).includes[0])

const digest = `sha256:${'ab'.repeat(32)}`
const day = 86_400_000

/** Each row: the input, what is written (never the default), what comes of it, what holds without it, and its company. */
type Row = readonly [string, string, unknown, unknown, Readonly<Record<string, string>>?]

const commonRows: readonly Row[] = [
  ['github-token', 'ghp_other', { token: 'ghp_other' }, { token: 'ghs_token' }],
  [
    'github-api-url',
    'https://git.example.com/api/v3',
    { apiUrl: 'https://git.example.com/api/v3' },
    { apiUrl: 'https://api.github.com' },
  ],
  [
    'repository',
    'octo/other',
    { repository: { owner: 'octo', name: 'other' } },
    { repository: { owner: 'octo', name: 'app' } },
  ],
  ['dry-run', 'true', { dryRun: true }, { dryRun: false }],
  ['summary', 'on-failure', { summary: 'on-failure' }, { summary: 'always' }],
  ['api-reserve', '35%', { apiReserve: 0.35 }, { apiReserve: 0.2 }],
]
const selector = (name: string, value: unknown): unknown => ({ selectors: { [name]: value } })
const selectorRows: readonly Row[] = [
  [
    'name',
    'cov-*\n!x',
    selector('name', { includes: [glob('cov-*')], excludes: [glob('x')] }),
    selector('name', null),
  ],
  [
    'workflow',
    'ci.yml\n12\n!@deleted',
    selector('workflow', {
      includes: [
        { kind: 'pattern', pattern: glob('ci.yml') },
        { kind: 'id', id: 12 },
      ],
      excludes: [{ kind: 'word', word: '@deleted' }],
    }),
    selector('workflow', null),
  ],
  [
    'branch',
    'main\n@closed-pr\n!@fork',
    selector('branch', {
      includes: [
        { kind: 'pattern', pattern: glob('main') },
        { kind: 'word', word: '@closed-pr' },
      ],
      excludes: [{ kind: 'word', word: '@fork' }],
    }),
    selector('branch', null),
  ],
  [
    'event',
    'push, !schedule',
    selector('event', { includes: ['push'], excludes: ['schedule'] }),
    selector('event', null),
  ],
  ['actor', 'octocat', selector('actor', { includes: ['octocat'], excludes: [] }), selector('actor', null)],
  [
    'conclusion',
    'failure,in_progress',
    selector('conclusion', { includes: ['failure', 'in_progress'], excludes: [] }),
    selector('conclusion', null),
  ],
  [
    'conclusion',
    'any',
    selector('conclusion', { includes: ['any'], excludes: [] }),
    selector('conclusion', null),
  ],
  ['commit', 'v1.2', selector('commit', { kind: 'ref', ref: 'v1.2' }), selector('commit', null)],
  ['commit', 'merge-base', selector('commit', { kind: 'merge-base' }), selector('commit', null)],
  ['pull-request', '12', selector('pullRequest', 12), selector('pullRequest', null)],
  [
    'run-id',
    '5,6\n5,https://github.com/octo/app/actions/runs/7',
    selector('runIds', [
      { id: 5, repository: null },
      { id: 6, repository: null },
      { id: 7, repository: { owner: 'octo', name: 'app' } },
    ]),
    selector('runIds', null),
  ],
  [
    'run-number',
    '5,6,5',
    selector('runNumbers', [5, 6]),
    selector('runNumbers', null),
    { workflow: 'ci.yml' },
  ],
  ['artifact-id', '5', selector('artifactIds', [{ id: 5, repository: null }]), selector('artifactIds', null)],
  [
    'job',
    'test *',
    selector('job', { includes: [glob('test *')], excludes: [] }),
    selector('job', null),
    { target: 'logs' },
  ],
  [
    'created',
    '2026-01-31',
    selector('created', { fromMs: Date.UTC(2026, 0, 31), toMs: Date.UTC(2026, 1, 1) - 1 }),
    selector('created', null),
  ],
  ['older-than', '30d', selector('olderThanMs', 30 * day), selector('olderThanMs', null)],
  ['newer-than', '2w', selector('newerThanMs', 14 * day), selector('newerThanMs', null)],
  ['min-size', '1MB', selector('minSizeBytes', 1e6), selector('minSizeBytes', null)],
  ['max-size', '2KiB', selector('maxSizeBytes', 2048), selector('maxSizeBytes', null)],
]
const fetchRows: readonly Row[] = [
  ['path', 'out', { path: '/home/runner/work/app/app/out' }, { path: '/home/runner/work/app/app' }],
  ['files', 'dist/**', { files: { includes: [glob('dist/**', false)], excludes: [] } }, { files: null }],
  ['layout', 'by-run', { layout: 'by-run' }, { layout: 'auto' }],
  ['on-conflict', 'rename', { onConflict: 'rename' }, { onConflict: 'error' }],
  ['unzip', 'false', { unzip: false }, { unzip: true }],
  [
    'executable',
    'bin/*',
    { executable: { includes: [glob('bin/*', false)], excludes: [] } },
    { executable: null },
  ],
  ['ancestors', '7', { ancestors: 7 }, { ancestors: 0 }, { commit: 'main' }],
  ['history', '9', { history: 9 }, { history: 1 }],
  ['wait', '10min', { waitMs: 600_000 }, { waitMs: null }],
  ['if-missing', 'warn', { ifMissing: 'warn' }, { ifMissing: 'fail' }],
  ['min-count', '3', { minCount: 3 }, { minCount: 1 }],
  ['digest', 'require', { digest: 'require' }, { digest: 'verify' }],
  [
    'expected-digest',
    digest.toUpperCase().replace('SHA', 'sha'),
    { expectedDigest: digest },
    { expectedDigest: null },
    { name: 'x' },
  ],
  ['allow-forks', 'true', { allowForks: true }, { allowForks: false }, { path: 'out' }],
  ['max-files', '10', { maxFiles: 10 }, { maxFiles: 200_000 }],
  ['max-bytes', '1MB', { maxBytes: 1e6 }, { maxBytes: 20 * 1024 ** 3 }],
  ['concurrency', '2', { concurrency: 2 }, { concurrency: 6 }],
]
const keepRule = (name: string, value: unknown): unknown => ({ keep: { [name]: value } })
const last = { 'keep-last': '3' }
const pruneRows: readonly Row[] = [
  ['dry-run', 'false', { dryRun: false }, { dryRun: true }, last],
  [
    'repository',
    'octo/*\n!octo/x',
    {
      repositories: {
        includes: [{ owner: 'octo', name: { source: '*', isLiteral: false } }],
        excludes: [{ owner: 'octo', name: { source: 'x', isLiteral: true } }],
      },
    },
    {
      repositories: { includes: [{ owner: 'octo', name: { source: 'app', isLiteral: true } }], excludes: [] },
    },
    last,
  ],
  ['group-by', 'event, name', { groupBy: ['event', 'name'] }, { groupBy: null }, last],
  ['group-by', 'none', { groupBy: [] }, { groupBy: null }, last],
  ['keep-within', '30d', keepRule('withinMs', 30 * day), keepRule('withinMs', null), last],
  ['keep-last', '7', keepRule('last', 7), keepRule('last', null), { 'keep-daily': '1' }],
  ['keep-last-successful', '2', keepRule('lastSuccessful', 2), keepRule('lastSuccessful', null), last],
  ['keep-last-successful', '0', keepRule('lastSuccessful', 0), keepRule('lastSuccessful', null), last],
  ['keep-daily', '4', keepRule('daily', 4), keepRule('daily', null), last],
  ['keep-weekly', '5', keepRule('weekly', 5), keepRule('weekly', null), last],
  ['keep-monthly', '6', keepRule('monthly', 6), keepRule('monthly', null), last],
  ['keep', 'none', { keepNone: true }, { keepNone: false }, { 'max-total-size': '1GB' }],
  [
    'protect-name',
    'release-*',
    { protectName: { includes: [glob('release-*')], excludes: [] } },
    { protectName: null },
    last,
  ],
  [
    'protect-branch',
    'main',
    { protectBranch: { includes: [glob('main')], excludes: [] } },
    { protectBranch: null },
    last,
  ],
  ['protect-tagged', 'false', { protectTagged: false }, { protectTagged: null }, last],
  ['protect-open-prs', 'false', { protectOpenPrs: false }, { protectOpenPrs: null }, last],
  ['max-total-size', '2GB', { maxTotalSizeBytes: 2e9 }, { maxTotalSizeBytes: null }, last],
  ['max-deletions', '9', { maxDeletions: 9 }, { maxDeletions: 400 }, last],
  ['max-delete-percent', '75%', { maxDeletePercent: 0.75 }, { maxDeletePercent: 0.5 }, last],
  ['expect-plan', 'AB'.repeat(32), { expectPlan: 'ab'.repeat(32) }, { expectPlan: null }, last],
  ['expect-plan', 'p.json', { expectPlan: '/home/runner/work/app/app/p.json' }, { expectPlan: null }, last],
  ['on-error', 'warn', { onError: 'warn' }, { onError: 'fail' }, last],
  ['cancel-stale', '1d', { cancelStaleMs: day }, { cancelStaleMs: null }, { ...last, target: 'runs' }],
  ['timezone', 'Europe/Berlin', { timezone: 'Europe/Berlin' }, { timezone: 'UTC' }, last],
]
const gate = { gate: 'true' }
const summariseRows: readonly Row[] = [
  [
    'needs',
    '{"a":{"result":"success","outputs":{"x":"y"}}}',
    { needs: { a: { result: 'success' } } },
    { needs: null },
  ],
  ['gate', 'true', { gate: true }, { gate: false }],
  [
    'allow-failure',
    'x *',
    { allowFailure: { includes: [glob('x *')], excludes: [] } },
    { allowFailure: null },
    gate,
  ],
  ['allow-skip', 'x', { allowSkip: { includes: [glob('x')], excludes: [] } }, { allowSkip: null }, gate],
  ['require', 'x', { require: { includes: [glob('x')], excludes: [] } }, { require: null }, gate],
  ['on-cancelled', 'ignore', { onCancelled: 'ignore' }, { onCancelled: 'fail' }, gate],
  ['settle-timeout', '5min', { settleTimeoutMs: 300_000 }, { settleTimeoutMs: 60_000 }],
  ['settle-timeout', '0', { settleTimeoutMs: 0 }, { settleTimeoutMs: 60_000 }],
  ['baseline', 'develop', { baseline: 'develop' }, { baseline: '@default' }],
  ['baseline', 'off', { baseline: null }, { baseline: '@default' }],
  ['baseline-runs', '50', { baselineRuns: 50 }, { baselineRuns: 20 }],
  ['max-regression', '25%', { maxRegression: 0.25 }, { maxRegression: null }, gate],
  ['timeline', 'off', { timeline: 'off' }, { timeline: 'jobs' }],
  ['log-lines', '0', { logLines: 0 }, { logLines: 20 }],
  ['rates', 'ubuntu-latest: 0.006\nx: 1', { rates: { 'ubuntu-latest': 0.006, x: 1 } }, { rates: {} }],
  ['job-id', '77', { jobId: 77 }, { jobId: 9001 }],
  ['days', '7', { days: 7 }, { days: 30 }, { target: 'repository' }],
  ['report', 'ci-report', { report: 'ci-report' }, { report: null }],
  ['run-id', '9', selector('runIds', [{ id: 9, repository: null }]), selector('runIds', null)],
]

test.each([...commonRows, ...selectorRows, ...fetchRows])(
  'fetch, %s: %j',
  (name, text, set, unset, company = {}) => {
    expect(plain(parseFetch({ ...company, [name]: text }))).toMatchObject(Object(set))
    expect(plain(parseFetch(company.target === undefined ? {} : { target: company.target }))).toMatchObject(
      Object(unset),
    )
  },
)
test.each(pruneRows)('prune, %s: %j', (name, text, set, unset, company = {}) => {
  expect(plain(parsePrune({ ...company, [name]: text }))).toMatchObject(Object(set))
  expect(plain(parsePrune(company))).toMatchObject(Object(unset))
})
test.each(summariseRows)('summarise, %s: %j', (name, text, set, unset, company = {}) => {
  expect(plain(parseSummarise({ ...company, [name]: text }))).toMatchObject(Object(set))
  expect(plain(parseSummarise(company))).toMatchObject(Object(unset))
})

test('every input has a row here', () => {
  const tried = [...commonRows, ...selectorRows, ...fetchRows, ...pruneRows, ...summariseRows].map(
    ([name]) => name,
  )
  expect(inputTable.map(({ name }) => name).filter((name) => !tried.includes(name))).toEqual([
    'mode',
    'target',
  ])
})

test('defaults are written as a user would write them, and parse', () => {
  for (const row of inputTable) {
    if (row.fallback === null) continue
    const mode =
      row.uses.prune === undefined ? (row.uses.fetch === undefined ? 'summarise' : 'fetch') : 'prune'
    const target = row.uses[mode]?.[0] ?? ''
    const company = mode === 'prune' ? { 'keep-last': '1' } : row.name === 'on-cancelled' ? gate : {}
    const without = parseStep({ mode, target, ...company }).inputs
    const written = parseStep({ mode, target, ...company, [row.name]: row.fallback }).inputs
    expect(plain(written)).toEqual(plain(without))
  }
})

test.each([
  ['max-files', '0'],
  ['history', '101'],
  ['ancestors', '101'],
  ['concurrency', '0'],
  ['concurrency', '65'],
  ['min-count', '0'],
  ['api-reserve', '100%'],
  ['older-than', '0d'],
  ['pull-request', '0'],
  ['layout', 'Flat'],
])('refuses %s: %s', (name, text) =>
  expect(() => parseFetch({ commit: 'main', [name]: text })).toThrow(new RegExp(`${name}: "${text}"`)),
)
