import { UserError } from '../../src/errors.ts'
import type { FetchInputs, PruneInputs, SummariseInputs } from '../../src/inputs.ts'
import { parseInputs } from '../../src/inputs/parse.ts'
import { inputTable } from '../../src/inputs/table.ts'
import { keyOf } from '../../src/inputs/unknown.ts'
import type { Context } from '../../src/world.ts'
import { aContext } from './builders.ts'

/** `with:` of a step. */
export type With = Readonly<Record<string, string>>

/** What action.yml's defaults come to in a run of `octo/app`. */
const defaults: With = {
  'github-token': 'ghs_token',
  'github-api-url': 'https://api.github.com',
  repository: 'octo/app',
  summary: 'always',
  'api-reserve': '20%',
  'job-id': '9001',
}

/** The variables of a step as the runner sets them: every declared input, empty where nothing gives it a value. */
export const environmentOf = (step: With): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...inputTable.map(({ name }) => [keyOf(name), defaults[name] ?? '']),
    ...Object.entries(step).map(([name, value]) => [keyOf(name), value]),
  ])

/** Parses a step. */
export const parseStep = (step: With, context: Partial<Context> = {}): ReturnType<typeof parseInputs> =>
  parseInputs(environmentOf(step), aContext(context))

/** The problems of a step, one line each; none when it parses. */
export function problemsOf(step: With, context: Partial<Context> = {}): readonly string[] {
  try {
    parseStep(step, context)
    return []
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const lines = error.message.split('\n')
    return lines.length === 1
      ? [error.message.replace(/^Input /, '')]
      : lines.slice(1).map((line) => line.replace(/^- /, ''))
  }
}

export function parseFetch(step: With, context: Partial<Context> = {}): FetchInputs {
  const { inputs } = parseStep({ mode: 'fetch', ...step }, context)
  if (inputs.mode !== 'fetch') throw new Error(`mode is ${inputs.mode}`)
  return inputs
}

/** A clean-up that keeps something, so that its policy is not empty. */
export function parsePrune(step: With, context: Partial<Context> = {}): PruneInputs {
  const { inputs } = parseStep({ mode: 'prune', ...step }, context)
  if (inputs.mode !== 'prune') throw new Error(`mode is ${inputs.mode}`)
  return inputs
}

export function parseSummarise(step: With, context: Partial<Context> = {}): SummariseInputs {
  const { inputs } = parseStep({ mode: 'summarise', ...step }, context)
  if (inputs.mode !== 'summarise') throw new Error(`mode is ${inputs.mode}`)
  return inputs
}
