/**
 * Writes what is made into pages, between `<!-- inputs:fetch -->` and `<!-- /inputs:fetch -->` and their like: into
 * README.md the tables of inputs and outputs from action.yml, into docs/performance.md what the bench measured. With
 * `--check` it writes nothing and fails when a page is out of date.
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
    if (pieces.length !== 2 || end < 0) throw new Error(`The page must have ${open} and ${close} once`)
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

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

/** What the bench wrote, without its title: the page has titles of its own. */
const benchSections = (): ReadonlyMap<string, string> =>
  new Map(modes.map((mode) => [`bench:${mode}`, read(`bench/results/${mode}.md`).replace(/^# .*\n+/, '')]))

/** Brings one page up to date, or tells what differs. */
async function updatePage(file: string, sections: ReadonlyMap<string, string>): Promise<void> {
  const actual = read(file)
  const options = await prettier.resolveConfig(path.join(root, file))
  const formatted = new Map<string, string>()
  for (const [name, text] of sections)
    formatted.set(name, (await prettier.format(text, { ...options, parser: 'markdown' })).trimEnd())
  const expected = fillPage(actual, formatted)
  if (actual === expected) return
  if (!process.argv.includes('--check')) {
    writeFileSync(path.join(root, file), expected)
    console.log(`${file} is up to date now.`)
    return
  }
  console.error(`${file} is not what it is made from. Run \`npm run docs\`. What differs:`)
  for (const line of describeDrift(actual, expected)) console.error(line)
  process.exitCode = 1
}

if (import.meta.main) {
  const action: Action = parse(read('action.yml'))
  await updatePage('README.md', renderSections(action))
  await updatePage('docs/performance.md', benchSections())
}
