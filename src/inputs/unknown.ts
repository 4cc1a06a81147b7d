import { nearest } from '../text/nearest.ts'
import { peerInputs } from './peers.ts'
import { inputTable } from './table.ts'

/** What the runner puts before the name of an input. */
export const inputPrefix = 'INPUT_'

export interface UnknownInput {
  /** As well as it can be told: the runner hands names over in upper case. */
  readonly name: string
  /** Errors are slips and names of other actions; the rest may be a variable of the job. */
  readonly level: 'error' | 'warning'
  /** A sentence or two that follow the name. */
  readonly text: string
}

const knownNames = inputTable.map(({ name }) => name)
const knownKeys = new Set(knownNames.map((name) => keyOf(name)))

/** The variable in which the runner hands an input over: upper case, hyphens kept, spaces as `_`. */
export function keyOf(name: string): string {
  return inputPrefix + name.replaceAll(' ', '_').toUpperCase()
}

/** Judges every `INPUT_*` variable that is none of ours, whatever its value. */
export function findUnknown(variables: Iterable<string>): readonly UnknownInput[] {
  return [...variables]
    .filter((key) => key.startsWith(inputPrefix) && key !== inputPrefix && !knownKeys.has(key))
    .sort()
    .map((key) => judge(key.slice(inputPrefix.length).toLowerCase()))
}

function judge(name: string): UnknownInput {
  const spelled = name.replaceAll('_', '-')
  const twin = knownNames.find((known) => fold(known) === fold(name))
  if (twin !== undefined && !peerInputs.has(spelled))
    return { name, level: 'error', text: `There is no such input. Write ${twin}.` }
  const peer = peerInputs.get(spelled)
  if (peer !== undefined)
    return { name, level: 'error', text: `There is no such input. ${peer.peer} has it; here ${peer.here}.` }
  const near = nearest(spelled, knownNames)
  if (near !== null) return { name, level: 'error', text: `There is no such input. Did you mean ${near}?` }
  return {
    name,
    level: 'warning',
    text: 'There is no such input, so it changes nothing. Remove it, or rename the variable that looks like one.',
  }
}

/** What hyphens, underscores, case and a plural make no difference to. */
const fold = (name: string): string => name.toLowerCase().replace(/[-_]/g, '').replace(/s$/, '')
