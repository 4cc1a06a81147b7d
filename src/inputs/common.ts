import type { CommonInputs } from '../inputs.ts'
import type { RepositoryRef } from '../model.ts'
import { serverUrlOf } from '../text/addresses.ts'
import { orList } from '../text/choice.ts'
import { splitItems } from '../text/lists.ts'
import { Malformed } from '../text/malformed.ts'
import { nearest } from '../text/nearest.ts'
import type { Context } from '../world.ts'
import {
  malformedInput,
  rawText,
  type Environment,
  type InputProblem,
  type Reader,
  type Use,
} from './reader.ts'
import { modes, targetsOf, type Mode, type Scope, type Target } from './row.ts'
import { inputTable, rows } from './table.ts'
import { keyOf } from './unknown.ts'

/** Which inputs the rest depends on: mode, targets, and the server whose URLs are meant. */
export interface Foundation {
  readonly use: Use
  readonly scope: Scope
  readonly problems: readonly InputProblem[]
}

/** Reads what decides how the other inputs are read. Collects problems; throws none. */
export function readFoundation(environment: Environment, context: Context): Foundation {
  const problems: InputProblem[] = []
  const attempt = <T>(row: (typeof rows)[keyof typeof rows], parse: () => T): T | null => {
    try {
      return parse()
    } catch (error) {
      problems.push(...malformedInput(row, error))
      return null
    }
  }
  // No parser of these looks at the server.
  const unscoped: Scope = { context, server: { url: context.serverUrl, apiUrl: context.apiUrl } }
  const modeText = rawText(environment, rows.mode)
  if (modeText === '')
    problems.push({ input: 'mode', text: 'It is not set. Write fetch, prune or summarise.' })
  const mode = modeText === '' ? null : attempt(rows.mode, () => rows.mode.parse(modeText, unscoped))
  const [declared, ...others] = declaredModes(environment)
  if (mode !== null && declared !== undefined && others.length === 0 && mode !== declared)
    problems.push({
      input: 'mode',
      text: `This action always does ${declared}. Remove mode, or leave /${declared} out of uses.`,
    })
  const targetText = rawText(environment, rows.target)
  const targets = mode === null ? null : attempt(rows.target, () => parseTargets(targetText, mode))
  const apiUrlText = rawText(environment, rows.apiUrl)
  const apiUrl =
    apiUrlText === '' ? null : attempt(rows.apiUrl, () => rows.apiUrl.parse(apiUrlText, unscoped))
  return {
    use: { mode, targets },
    scope: { context, server: serverOf(apiUrl ?? context.apiUrl, context) },
    problems,
  }
}

/**
 * The modes whose inputs the action's file declares, since the runner sets a variable for each: all of them for
 * action.yml, one for fetch/action.yml and its like.
 */
const declaredModes = (environment: Environment): readonly Mode[] =>
  modes.filter((mode) =>
    inputTable.every(({ name, uses }) => uses[mode] === undefined || environment[keyOf(name)] !== undefined),
  )

function serverOf(apiUrl: string, context: Context): Scope['server'] {
  const isOwn = apiUrl === context.apiUrl.replace(/\/+$/, '')
  return { url: isOwn ? context.serverUrl : serverUrlOf(apiUrl), apiUrl }
}

/** Targets of a mode, in singular or plural; its default where none is written. Throws Malformed. */
function parseTargets(text: string, mode: Mode): readonly Target[] {
  const known: readonly Target[] = targetsOf[mode]
  const words = text === '' ? known.slice(0, 1) : splitItems(text)
  const targets = words.map((word) => {
    const target = known.find((each) => stem(each) === stem(word))
    if (target !== undefined) return target
    const near = nearest(word, known)
    throw new Malformed([
      {
        value: word,
        reason: `is no target of ${mode}${near === null ? '' : ` (did you mean ${near}?)`}`,
        valid: `Write ${orList(known)}`,
      },
    ])
  })
  const distinct = [...new Set(targets)]
  if (mode !== 'prune' && distinct.length > 1)
    throw new Malformed([
      { value: text, reason: 'is more than one target', valid: `Write one of ${orList(known)}` },
    ])
  return distinct
}

/** Singular: `artifacts` and `artifact`, `repositories` and `repository`. */
const stem = (word: string): string => word.replace(/ies$/, 'y').replace(/s$/, '')

/** Reads the inputs of every mode, but for repositories and `dry-run`, which differ. */
export function readCommon(reader: Reader, scope: Scope): Omit<CommonInputs, 'repository' | 'dryRun'> {
  return {
    token: reader.read(rows.token) ?? '',
    apiUrl: scope.server.apiUrl,
    summary: reader.readDefaulted(rows.summary),
    apiReserve: reader.readDefaulted(rows.apiReserve),
  }
}

/** The repository of the step, where the input is empty; complains where there is none either. */
export function currentRepository(reader: Reader, context: Context): RepositoryRef {
  if (context.repository === null && !reader.isSet(rows.repository))
    reader.complain(rows.repository, 'It is not set, and the runner names no repository. Write owner/name.')
  return context.repository ?? { owner: '', name: '' }
}
