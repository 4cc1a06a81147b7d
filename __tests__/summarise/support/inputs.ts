/** Inputs of `summarise` with `target: run`, as if nothing was written but what a test is about. */
import type { SummariseInputs } from '../../../src/inputs.ts'
import { parsePattern } from '../../../src/text/patterns.ts'
import { parseSummarise } from '../../support/step.ts'

/** What the parser makes of a step without inputs, with these fields instead. */
export const someInputs = (fields: Partial<SummariseInputs> = {}): SummariseInputs => ({
  ...parseSummarise({}),
  jobId: null,
  ...fields,
})

/** `repository`, one line each. */
export const repositoryList = (...lines: string[]): SummariseInputs['repositories'] => ({
  includes: lines.map((line) => {
    const [owner = '', name = ''] = line.split('/')
    return { owner, name: parsePattern(name, { crossesSlash: true }) }
  }),
  excludes: [],
})

/** `run-id`. */
export const runIds = (
  ...ids: readonly { readonly id: number; readonly repository: { owner: string; name: string } | null }[]
): Partial<SummariseInputs> => ({ selectors: { ...someInputs().selectors, runIds: ids } })
