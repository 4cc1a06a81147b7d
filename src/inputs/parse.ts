import { UserError } from '../errors.ts'
import type { Inputs } from '../inputs.ts'
import type { Context } from '../world.ts'
import { readFoundation } from './common.ts'
import { readFetch } from './fetch.ts'
import { readPrune } from './prune.ts'
import {
  createReader,
  findUnused,
  type Environment,
  type InputProblem,
  type Reader,
  type Use,
} from './reader.ts'
import { targetsOf, type InputRow, type Scope, type Target } from './row.ts'
import { readSummarise } from './summarise.ts'
import { inputTable, rows } from './table.ts'
import { findUnknown } from './unknown.ts'

/** Inputs that can be acted on, and what looked odd about the rest. */
export interface ParsedInputs {
  readonly inputs: Inputs
  readonly warnings: readonly string[]
}

/**
 * Turns the environment of a step (`INPUT_*`, as the runner sets it) into inputs, before anything is asked of
 * GitHub. Throws one UserError that lists every problem of every input.
 */
export function parseInputs(environment: Environment, context: Context): ParsedInputs {
  const { use, scope, problems } = readFoundation(environment, context)
  const variables = Object.keys(environment).filter((key) => environment[key] !== undefined)
  const unknown = findUnknown(variables)
  const reader = createReader({
    environment,
    use,
    scope,
    problems: [
      ...problems,
      ...unknown
        .filter(({ level }) => level === 'error')
        .map(({ name, text }): InputProblem => ({ input: name, text })),
      ...findUnused(environment, use),
    ],
  })
  const inputs = readMode(reader, use, scope)
  if (inputs === null || reader.problems.length > 0) throw problemsError(reader.problems)
  const warnings = unknown
    .filter(({ level }) => level === 'warning')
    .map(({ name, text }) => `Input ${name}: ${text}`)
  return { inputs, warnings }
}

/** Reads the inputs of the mode; of no mode, what is malformed in any. Collects problems; throws none. */
function readMode(reader: Reader, { mode, targets }: Use, scope: Scope): Inputs | null {
  const isWanted = (target: Target): boolean => targets?.includes(target) ?? false
  switch (mode) {
    case 'fetch':
      return readFetch(reader, targetsOf.fetch.find(isWanted) ?? 'artifacts', scope)
    case 'prune':
      return readPrune(reader, targetsOf.prune.filter(isWanted), scope)
    case 'summarise':
      return readSummarise(reader, targetsOf.summarise.find(isWanted) ?? 'run', scope)
    case null: {
      const alreadyRead: readonly InputRow<unknown>[] = [rows.mode, rows.apiUrl]
      for (const row of inputTable) if (!alreadyRead.includes(row)) reader.read(row)
      return null
    }
  }
}

function problemsError(problems: readonly InputProblem[]): UserError {
  const lines = problems.map(({ input, text }) => `${input}: ${text}`)
  return new UserError(
    lines.length === 1
      ? `Input ${lines.join('')}`
      : `${lines.length} problems with the inputs:\n${lines.map((line) => `- ${line}`).join('\n')}`,
    { hint: 'Nothing was read or changed.' },
  )
}
