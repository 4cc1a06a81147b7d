/** Inputs of `summarise` with `target: run`, as if nothing was written but what a test is about. */
import type { SummariseInputs } from '../../../src/inputs.ts'
import { parsePattern } from '../../../src/text/patterns.ts'

export function someInputs(
  fields: Partial<SummariseInputs> = {},
  ...repositories: string[]
): SummariseInputs {
  const lines = repositories.length === 0 ? ['octo/app'] : repositories
  return {
    mode: 'summarise',
    target: 'run',
    token: 'secret',
    apiUrl: 'https://api.github.com',
    summary: 'always',
    apiReserve: 0.2,
    repositories: {
      includes: lines.map((line) => {
        const [owner = '', name = ''] = line.split('/')
        return { owner, name: parsePattern(name, { crossesSlash: true }) }
      }),
      excludes: [],
    },
    selectors: {
      name: null,
      workflow: null,
      branch: null,
      event: null,
      actor: null,
      conclusion: null,
      commit: null,
      pullRequest: null,
      runIds: null,
      runNumbers: null,
      artifactIds: null,
      job: null,
      created: null,
      olderThanMs: null,
      newerThanMs: null,
      minSizeBytes: null,
      maxSizeBytes: null,
    },
    needs: null,
    gate: false,
    allowFailure: null,
    allowSkip: null,
    require: null,
    onCancelled: 'fail',
    settleTimeoutMs: 60_000,
    baseline: '@default',
    baselineRuns: 20,
    maxRegression: null,
    timeline: 'jobs',
    logLines: 20,
    rates: new Map(),
    jobId: null,
    days: 30,
    report: null,
    ...fields,
  }
}
