/**
 * Writes the tables of inputs and outputs into README.md, between `<!-- inputs:fetch -->` and `<!-- /inputs:fetch -->`
 * and their like, from action.yml. With `--check` it writes nothing and fails when a table is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as prettier from 'prettier'
import { parse } from 'yaml'
import { modes } from '../src/inputs/row.ts'
import { inputTable } from '../src/inputs/table.ts'
import { table } from '../src/text/markdown.ts'

/** What of action.yml goes into tables. */
export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
}

/** A description of an input in its three parts. */
export interface InputProse {
  readonly meaning: string
  /** Without a full stop; `required` where there can be none. */
  readonly standard: string
  readonly usedBy: string
}

/** Takes a description of an input apart. Throws where it does not say its default and who uses it. */
export function splitInputProse(name: string, description: string): InputProse {
  const parts =
    /^(?<meaning>.+?) (?:Default: (?<standard>.+?)|(?<required>Required))\. Used by (?<usedBy>.+)\.$/s.exec(
      description.trim(),
    )?.groups
  if (parts === undefined)
    throw new Error(`action.yml: the description of ${name} must end in "Default: …. Used by …."`)
  return { meaning: parts.meaning ?? '', standard: parts.standard ?? 'required', usedBy: parts.usedBy ?? '' }
}

/** Takes a description of an output apart. Throws where it does not begin with its mode. */
export function splitOutputProse(name: string, description: string): { mode: string; meaning: string } {
  const parts = /^(?<mode>every mode|fetch|prune|summarise): (?<meaning>.+)$/s.exec(
    description.trim(),
  )?.groups
  if (parts === undefined)
    throw new Error(`action.yml: the description of ${name} must begin with its mode and a colon`)
  return { mode: parts.mode ?? '', meaning: parts.meaning ?? '' }
}

const groups = [...new Set(inputTable.map(({ group }) => group))]

/** Every section of the README that is made from action.yml, by the name in its markers. */
export function renderSections(action: Action): ReadonlyMap<string, string> {
  return new Map([
    ...groups.map((group) => [`inputs:${group}`, renderInputs(action, group)] as const),
    ['outputs', renderOutputs(action)] as const,
  ])
}

function renderInputs(action: Action, group: string): string {
  const rows = inputTable
    .filter((row) => row.group === group)
    .map(({ name }) => {
      const { meaning, standard, usedBy } = splitInputProse(name, action.inputs[name]?.description ?? '')
      // The heading above the table says it already.
      const isImplied = usedBy === (group === 'common' ? 'every mode' : group)
      return [`\`${name}\``, standard, isImplied ? meaning : `${meaning} _For ${usedBy}._`]
    })
  return table(['Input', 'Default', 'Meaning'], rows)
}

function renderOutputs(action: Action): string {
  const outputs = Object.entries(action.outputs).map(([name, { description }]) => ({
    name,
    ...splitOutputProse(name, description),
  }))
  const rows = ['every mode', ...modes].flatMap((mode) =>
    outputs
      .filter((output) => output.mode === mode)
      .map(({ name, meaning }) => [`\`${name}\``, mode, meaning]),
  )
  return table(['Output', 'Mode', 'Meaning'], rows)
}

/** A page with its sections filled in. Throws where a marker is missing or written twice. */
export function fillPage(page: string, sections: ReadonlyMap<string, string>): string {
  let filled = page
  for (const [name, text] of sections) {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const pieces = filled.split(open)
    const [before = '', after = ''] = pieces
    const end = after.indexOf(close)
    if (pieces.length !== 2 || end < 0) throw new Error(`README.md must have ${open} and ${close} once`)
    filled = `${before}${open}\n\n${text}\n\n${after.slice(end)}`
  }
  return filled
}

/** The lines in which two pages differ, for a message: what is there (-) and what should be (+). */
export function describeDrift(actual: string, expected: string): readonly string[] {
  const [have, want] = [actual.split('\n'), expected.split('\n')]
  return [
    ...have.filter((line) => !want.includes(line)).map((line) => `- ${line}`),
    ...want.filter((line) => !have.includes(line)).map((line) => `+ ${line}`),
  ]
}

async function main(): Promise<void> {
  const root = path.resolve(import.meta.dirname, '..')
  const readmePath = path.join(root, 'README.md')
  const action: Action = parse(readFileSync(path.join(root, 'action.yml'), 'utf8'))
  const actual = readFileSync(readmePath, 'utf8')
  const options = await prettier.resolveConfig(readmePath)
  const sections = new Map<string, string>()
  for (const [name, text] of renderSections(action))
    sections.set(name, (await prettier.format(text, { ...options, parser: 'markdown' })).trimEnd())
  const expected = fillPage(actual, sections)
  if (actual === expected) return
  if (!process.argv.includes('--check')) {
    writeFileSync(readmePath, expected)
    console.log('README.md is up to date now.')
    return
  }
  console.error('README.md does not match action.yml. Run `npm run docs`. What differs:')
  for (const line of describeDrift(actual, expected)) console.error(line)
  process.exitCode = 1
}

if (import.meta.main) await main()
