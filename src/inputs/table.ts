/** Every input, one row each, in the order in which action.yml and the README have them. */
import { parseArtifactAddress, parseRepositoryName, parseRunAddress } from '../text/addresses.ts'
import { parseBoolean, parseChoice } from '../text/choice.ts'
import { parseDateRange, parseTimezone } from '../text/dates.ts'
import { parseDuration } from '../text/duration.ts'
import { splitItems, splitLines } from '../text/lists.ts'
import { Malformed, parseEach } from '../text/malformed.ts'
import { parseInteger, parsePercent, type Bounds } from '../text/number.ts'
import { parsePatterns } from '../text/patterns.ts'
import { parseSize } from '../text/size.ts'
import { parseDigest, parseEntryPatterns, parseExpectedPlan, resolvePath } from './files.ts'
import { parseArtifactName, parseNeeds, parseRates } from './jobs.ts'
import {
  parseBaseline,
  parseBranches,
  parseCommit,
  parseNamesWithoutExcludes,
  parseProtectedBranches,
  parseWorkflows,
} from './refs.ts'
import { parseRepositories } from './repositories.ts'
import { modes, targetsOf, type DefaultedRow, type InputRow, type Mode } from './row.ts'
import { parseActors, parseConclusions, parseEvents } from './words.ts'

type Uses = InputRow<unknown>['uses']

const everywhere: Uses = targetsOf
const fetchAlways: Uses = { fetch: targetsOf.fetch }
const fetchArtifacts: Uses = { fetch: ['artifacts'] }
/** What bounds a download. */
const fetchDownloads: Uses = { fetch: ['artifacts', 'logs'] }
const pruneAlways: Uses = { prune: targetsOf.prune }
const pruneArtifacts: Uses = { prune: ['artifacts'] }
const summariseRun: Uses = { summarise: ['run'] }
const summariseRepository: Uses = { summarise: ['repository'] }
/** What picks runs to fetch from, or bounds what a clean-up looks at. */
const runs: Uses = { ...fetchAlways, ...pruneAlways }
const artifacts: Uses = { ...fetchArtifacts, ...pruneArtifacts }

interface Shape {
  readonly name: string
  readonly group: InputRow<unknown>['group']
  readonly uses: Uses
}

/** An input without a default: what it is when not set is the mode's to say. */
const optional = <T>(shape: Shape, parse: InputRow<T>['parse']): InputRow<T> => ({
  ...shape,
  isAlwaysSet: false,
  fallback: null,
  parse,
})

/** An input with a default, which is written as a user would write it. */
const defaulted = <T>(
  shape: Shape & { readonly fallback: string },
  parse: InputRow<T>['parse'],
): DefaultedRow<T> => ({
  ...shape,
  isAlwaysSet: false,
  parse,
})

/** What the input language of a row is called for more than one row. */
const names = (text: string) => parsePatterns(splitLines(text), { crossesSlash: true })
const age = (text: string): number => parseDuration(text, 'no-zero')
const count = (bounds: Bounds) => (text: string) => parseInteger(text, bounds)
const word =
  <Word extends string>(...words: readonly Word[]) =>
  (text: string): Word =>
    parseChoice(text, words)
const asWritten = (text: string): string => text

/** Ends of what makes sense. A listing has pages of 100, and the API's numbers stay below 2^53. */
const positive: Bounds = { min: 1, max: Number.MAX_SAFE_INTEGER }
const upToAHundred: Bounds = { min: 1, max: 100 }
/** More than any group holds. */
const keepCount: Bounds = { min: 1, max: 1_000_000 }

const groupKeys = ['workflow', 'branch', 'name', 'event', 'none'] as const

function parseGroupBy(text: string): readonly ('workflow' | 'branch' | 'name' | 'event')[] {
  const keys = [...new Set(parseEach(splitItems(text), (item) => parseChoice(item, groupKeys)))]
  if (keys.includes('none') && keys.length > 1)
    throw new Malformed([
      { value: text, reason: 'has none beside other words', valid: 'Write none alone, or leave it out' },
    ])
  return keys.filter((key) => key !== 'none')
}

function parseMode(text: string): Mode {
  return text === 'summarize' ? 'summarise' : parseChoice(text, modes)
}

function parseApiUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const isFine =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.search === '' &&
    url.hash === '' &&
    url.username === ''
  if (isFine && url.host !== 'github.com') return url.href.replace(/\/+$/, '')
  throw new Malformed([
    {
      value: text,
      reason: isFine ? 'is the address for people, not of the API' : 'is no address of an API',
      valid: 'Write a base such as https://api.github.com or https://github.example.com/api/v3',
    },
  ])
}

export const rows = {
  mode: optional({ name: 'mode', group: 'common', uses: everywhere }, parseMode),
  target: optional({ name: 'target', group: 'common', uses: everywhere }, splitItems),
  token: {
    ...optional({ name: 'github-token', group: 'common', uses: everywhere }, asWritten),
    isAlwaysSet: true,
  },
  apiUrl: {
    ...optional({ name: 'github-api-url', group: 'common', uses: everywhere }, parseApiUrl),
    isAlwaysSet: true,
  },
  repository: {
    ...optional({ name: 'repository', group: 'common', uses: everywhere }, asWritten),
    isAlwaysSet: true,
  },
  dryRun: optional({ name: 'dry-run', group: 'common', uses: runs }, parseBoolean),
  summary: {
    ...defaulted(
      { name: 'summary', group: 'common', uses: everywhere, fallback: 'always' },
      word('always', 'on-failure', 'never'),
    ),
    isAlwaysSet: true,
  },
  apiReserve: {
    ...defaulted({ name: 'api-reserve', group: 'common', uses: everywhere, fallback: '20%' }, (text) =>
      // With all of it left to others, nothing could be asked.
      parsePercent(text, { min: 0, max: 99 }),
    ),
    isAlwaysSet: true,
  },

  name: optional({ name: 'name', group: 'selectors', uses: artifacts }, names),
  workflow: optional({ name: 'workflow', group: 'selectors', uses: runs }, parseWorkflows),
  branch: optional({ name: 'branch', group: 'selectors', uses: runs }, parseBranches),
  event: optional({ name: 'event', group: 'selectors', uses: runs }, parseEvents),
  actor: optional({ name: 'actor', group: 'selectors', uses: runs }, parseActors),
  conclusion: optional({ name: 'conclusion', group: 'selectors', uses: runs }, parseConclusions),
  commit: optional({ name: 'commit', group: 'selectors', uses: fetchAlways }, parseCommit),
  pullRequest: optional({ name: 'pull-request', group: 'selectors', uses: fetchAlways }, count(positive)),
  runId: optional(
    { name: 'run-id', group: 'selectors', uses: { ...runs, ...summariseRun } },
    (text, { server }) => parseEach(splitItems(text), (item) => parseRunAddress(item, server)),
  ),
  runNumber: optional({ name: 'run-number', group: 'selectors', uses: runs }, (text) => [
    ...new Set(parseEach(splitItems(text), count(positive))),
  ]),
  artifactId: optional({ name: 'artifact-id', group: 'selectors', uses: artifacts }, (text, { server }) =>
    parseEach(splitItems(text), (item) => parseArtifactAddress(item, server)),
  ),
  job: optional({ name: 'job', group: 'selectors', uses: { fetch: ['logs', 'jobs'] } }, names),
  created: optional({ name: 'created', group: 'selectors', uses: runs }, parseDateRange),
  olderThan: optional({ name: 'older-than', group: 'selectors', uses: runs }, age),
  newerThan: optional({ name: 'newer-than', group: 'selectors', uses: runs }, age),
  minSize: optional({ name: 'min-size', group: 'selectors', uses: artifacts }, parseSize),
  maxSize: optional({ name: 'max-size', group: 'selectors', uses: artifacts }, parseSize),

  path: optional({ name: 'path', group: 'fetch', uses: fetchAlways }, (text, { context }) =>
    resolvePath(text, context),
  ),
  files: optional({ name: 'files', group: 'fetch', uses: fetchArtifacts }, parseEntryPatterns),
  layout: defaulted(
    { name: 'layout', group: 'fetch', uses: fetchArtifacts, fallback: 'auto' },
    word('auto', 'flat', 'by-artifact', 'by-run'),
  ),
  onConflict: defaulted(
    { name: 'on-conflict', group: 'fetch', uses: fetchArtifacts, fallback: 'error' },
    word('error', 'first', 'last', 'rename'),
  ),
  unzip: defaulted({ name: 'unzip', group: 'fetch', uses: fetchArtifacts, fallback: 'true' }, parseBoolean),
  executable: optional({ name: 'executable', group: 'fetch', uses: fetchArtifacts }, parseEntryPatterns),
  ancestors: defaulted(
    { name: 'ancestors', group: 'fetch', uses: fetchAlways, fallback: '0' },
    // One page of commits.
    count({ min: 0, max: 100 }),
  ),
  history: defaulted(
    { name: 'history', group: 'fetch', uses: fetchAlways, fallback: '1' },
    count(upToAHundred),
  ),
  wait: defaulted({ name: 'wait', group: 'fetch', uses: fetchAlways, fallback: '0' }, (text) =>
    parseDuration(text, 'zero'),
  ),
  ifMissing: defaulted(
    { name: 'if-missing', group: 'fetch', uses: fetchAlways, fallback: 'fail' },
    word('fail', 'warn', 'ignore'),
  ),
  minCount: defaulted(
    { name: 'min-count', group: 'fetch', uses: fetchArtifacts, fallback: '1' },
    count({ min: 1, max: 10_000 }),
  ),
  digest: defaulted(
    { name: 'digest', group: 'fetch', uses: fetchArtifacts, fallback: 'verify' },
    word('verify', 'require', 'warn', 'off'),
  ),
  expectedDigest: optional({ name: 'expected-digest', group: 'fetch', uses: fetchArtifacts }, parseDigest),
  allowForks: defaulted(
    { name: 'allow-forks', group: 'fetch', uses: fetchArtifacts, fallback: 'false' },
    parseBoolean,
  ),
  maxFiles: defaulted(
    { name: 'max-files', group: 'fetch', uses: fetchDownloads, fallback: '200000' },
    count(positive),
  ),
  maxBytes: defaulted(
    { name: 'max-bytes', group: 'fetch', uses: fetchDownloads, fallback: '20GiB' },
    parseSize,
  ),
  concurrency: defaulted(
    { name: 'concurrency', group: 'fetch', uses: fetchDownloads, fallback: '6' },
    // GitHub allows 100 requests at once.
    count({ min: 1, max: 64 }),
  ),

  groupBy: optional({ name: 'group-by', group: 'prune', uses: pruneAlways }, parseGroupBy),
  keepWithin: optional({ name: 'keep-within', group: 'prune', uses: pruneAlways }, age),
  keepLast: optional({ name: 'keep-last', group: 'prune', uses: pruneAlways }, count(keepCount)),
  keepLastSuccessful: optional(
    { name: 'keep-last-successful', group: 'prune', uses: pruneAlways },
    count({ ...keepCount, min: 0 }),
  ),
  keepDaily: optional({ name: 'keep-daily', group: 'prune', uses: pruneAlways }, count(keepCount)),
  keepWeekly: optional({ name: 'keep-weekly', group: 'prune', uses: pruneAlways }, count(keepCount)),
  keepMonthly: optional({ name: 'keep-monthly', group: 'prune', uses: pruneAlways }, count(keepCount)),
  keep: optional({ name: 'keep', group: 'prune', uses: pruneAlways }, word('none')),
  protectName: optional(
    // A run takes its artifacts with it.
    { name: 'protect-name', group: 'prune', uses: { prune: ['artifacts', 'runs'] } },
    parseNamesWithoutExcludes,
  ),
  protectBranch: optional(
    { name: 'protect-branch', group: 'prune', uses: pruneAlways },
    parseProtectedBranches,
  ),
  protectTagged: optional({ name: 'protect-tagged', group: 'prune', uses: pruneAlways }, parseBoolean),
  protectOpenPrs: optional({ name: 'protect-open-prs', group: 'prune', uses: pruneAlways }, parseBoolean),
  maxTotalSize: optional({ name: 'max-total-size', group: 'prune', uses: pruneArtifacts }, parseSize),
  maxDeletions: defaulted(
    { name: 'max-deletions', group: 'prune', uses: pruneAlways, fallback: '400' },
    count({ min: 1, max: 100_000 }),
  ),
  maxDeletePercent: defaulted(
    { name: 'max-delete-percent', group: 'prune', uses: pruneAlways, fallback: '50%' },
    (text) => parsePercent(text, { min: 0, max: 100 }),
  ),
  expectPlan: optional({ name: 'expect-plan', group: 'prune', uses: pruneAlways }, (text, { context }) =>
    parseExpectedPlan(text, context),
  ),
  onError: defaulted(
    { name: 'on-error', group: 'prune', uses: pruneAlways, fallback: 'fail' },
    word('fail', 'warn'),
  ),
  cancelStale: optional({ name: 'cancel-stale', group: 'prune', uses: { prune: ['runs'] } }, age),
  timezone: defaulted(
    { name: 'timezone', group: 'prune', uses: pruneAlways, fallback: 'UTC' },
    parseTimezone,
  ),

  needs: optional({ name: 'needs', group: 'summarise', uses: summariseRun }, parseNeeds),
  gate: defaulted({ name: 'gate', group: 'summarise', uses: summariseRun, fallback: 'false' }, parseBoolean),
  allowFailure: optional(
    { name: 'allow-failure', group: 'summarise', uses: summariseRun },
    parseNamesWithoutExcludes,
  ),
  allowSkip: optional(
    { name: 'allow-skip', group: 'summarise', uses: summariseRun },
    parseNamesWithoutExcludes,
  ),
  require: optional({ name: 'require', group: 'summarise', uses: summariseRun }, parseNamesWithoutExcludes),
  onCancelled: defaulted(
    { name: 'on-cancelled', group: 'summarise', uses: summariseRun, fallback: 'fail' },
    word('fail', 'ignore'),
  ),
  settleTimeout: defaulted(
    { name: 'settle-timeout', group: 'summarise', uses: summariseRun, fallback: '60s' },
    (text) => parseDuration(text, 'zero'),
  ),
  baseline: defaulted(
    { name: 'baseline', group: 'summarise', uses: summariseRun, fallback: '@default' },
    parseBaseline,
  ),
  baselineRuns: defaulted(
    { name: 'baseline-runs', group: 'summarise', uses: summariseRun, fallback: '20' },
    count(upToAHundred),
  ),
  maxRegression: optional({ name: 'max-regression', group: 'summarise', uses: summariseRun }, (text) =>
    parsePercent(text, { min: 0, max: 1000 }),
  ),
  timeline: defaulted(
    { name: 'timeline', group: 'summarise', uses: summariseRun, fallback: 'jobs' },
    word('jobs', 'steps', 'off'),
  ),
  logLines: defaulted(
    { name: 'log-lines', group: 'summarise', uses: summariseRun, fallback: '20' },
    count({ min: 0, max: 1000 }),
  ),
  rates: optional(
    { name: 'rates', group: 'summarise', uses: { summarise: targetsOf.summarise } },
    parseRates,
  ),
  jobId: {
    ...optional({ name: 'job-id', group: 'summarise', uses: summariseRun }, count(positive)),
    isAlwaysSet: true,
  },
  days: defaulted(
    // GitHub keeps runs 400 days at most.
    { name: 'days', group: 'summarise', uses: summariseRepository, fallback: '30' },
    count({ min: 1, max: 400 }),
  ),
  report: optional(
    { name: 'report', group: 'summarise', uses: { summarise: targetsOf.summarise } },
    parseArtifactName,
  ),
} as const satisfies Readonly<Record<string, InputRow<unknown>>>

/** The rows in their order. */
export const inputTable: readonly InputRow<unknown>[] = Object.values(rows)

/** `repository` where it is one, and where it is a list. */
export const repositoryRow = { ...rows.repository, parse: parseRepositoryName }
export const repositoriesRow = { ...rows.repository, parse: parseRepositories }
