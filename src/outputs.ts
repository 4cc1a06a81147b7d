/**
 * The outputs that action.yml declares (a test holds the two together). Every one is set on every way out, if
 * only to the empty string, so that `steps.x.outputs.y` never depends on how far a step got.
 */
export const outputNames = [
  // every mode
  'error-message',
  // fetch
  'found',
  'artifact-count',
  'file-count',
  'bytes',
  'path',
  'run-id',
  'run-url',
  'run-number',
  'run-attempt',
  'head-sha',
  'head-branch',
  'pull-request',
  'distance',
  'artifacts',
  'manifest',
  // prune
  'candidates',
  'deleted',
  'gone',
  'kept',
  'failed',
  'remaining',
  'freed-bytes',
  'would-free-bytes',
  'total-bytes',
  'over-budget',
  'plan',
  'plan-hash',
  // summarise
  'verdict',
  'conclusion',
  'failed-jobs',
  'flaky-jobs',
  'slowest-job',
  'duration-ms',
  'p50-ms',
  'jobs',
  'report-json',
  'report-md',
  'repositories',
] as const

export type OutputName = (typeof outputNames)[number]

/**
 * What outputs are, by mode, where a step fails before it has any: `false`, `0` and `[]`, so that what reads them by
 * `fromJSON` or as numbers does not fail in turn. All others are empty then.
 */
export const outputsOfNothing: Readonly<Record<string, Readonly<Partial<Record<OutputName, string>>>>> = {
  fetch: { found: 'false', 'artifact-count': '0', 'file-count': '0', bytes: '0', artifacts: '[]' },
}
