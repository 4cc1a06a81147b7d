/**
 * Writes fetch/action.yml, prune/action.yml and summarise/action.yml from the root action.yml: the same bundle with the
 * inputs and outputs of one mode only, so that `uses: …/prune@v1` completes, documents and warns about just what it
 * takes. With `--check` it writes nothing and fails when one of them is out of date.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as prettier from 'prettier'
import { Document, isScalar, parse, visit } from 'yaml'
import { modes, targetsOf, type InputRow, type Mode } from '../src/inputs/row.ts'
import { inputTable } from '../src/inputs/table.ts'
import { orList } from '../src/text/choice.ts'
import { describeDrift, splitInputProse, splitOutputProse } from './docs.ts'

/** What of action.yml goes into its parts. */
export interface RootAction {
  readonly author: string
  readonly branding: Readonly<Record<string, string>>
  readonly runs: { readonly using: string; readonly main: string }
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
}

const purposes: Readonly<Record<Mode, string>> = {
  fetch: 'Fetches artifacts, logs and job results of any workflow run',
  prune: 'Deletes artifacts, logs and runs by a retention policy',
  summarise: 'Explains a workflow run or a repository, and can gate on it',
}

const backticked = (words: readonly string[]): string => orList(words.map((word) => `\`${word}\``))

/** Only summarise has a verdict. */
const whenWritten = 'When to write the job summary: `always`, `on-failure` (of the step) or `never`.'

/** Prose of one mode, where that of action.yml is about several. */
const ownProse: Readonly<
  Record<string, Readonly<Partial<Record<Mode, { readonly meaning?: string; readonly standard?: string }>>>>
> = {
  target: {
    fetch: { meaning: `What to fetch: ${backticked(targetsOf.fetch)}.`, standard: '`artifacts`' },
    prune: {
      meaning: `What to delete: ${backticked(targetsOf.prune)}, several by lines or commas.`,
      standard: '`artifacts`',
    },
    summarise: { meaning: `What to summarise: ${backticked(targetsOf.summarise)}.`, standard: '`run`' },
  },
  'github-token': {
    fetch: { meaning: "Token for GitHub's API. Another repository needs one that can read it." },
    prune: { meaning: "Token for GitHub's API. Another repository needs one that can write to its actions." },
    summarise: { meaning: "Token for GitHub's API. Another repository needs one that can read it." },
  },
  repository: {
    fetch: { meaning: 'Repository as `owner/name`.' },
    prune: {
      meaning:
        'Repository as `owner/name`, or a list, one a line: patterns of the name (`owner/*`), and `!` to exclude.',
    },
    summarise: {
      meaning:
        'Repository as `owner/name`. With `target: repository` also a list, one a line: patterns of the name ' +
        '(`owner/*`), and `!` to exclude.',
    },
  },
  summary: {
    fetch: { meaning: whenWritten },
    prune: { meaning: whenWritten },
  },
  'dry-run': { fetch: { standard: '`false`' }, prune: { standard: '`true`' } },
  workflow: {
    fetch: { standard: 'the current workflow in the current repository, else any' },
    prune: { standard: 'any' },
  },
  branch: {
    fetch: {
      meaning:
        'Head branches of the runs, one pattern a line, where `*` stops at `/` and `**` does not; `@default`, ' +
        '`@deleted`, `@closed-pr` and `@fork` are words, `!` excludes. The order counts: the first line with a match ' +
        'wins.',
    },
  },
  conclusion: { prune: { standard: 'any' } },
  'run-id': {
    prune: { meaning: 'Runs by id or URL, several by lines or commas: exactly these go.' },
    summarise: {
      meaning: 'The run, by id or URL.',
      standard: 'the current run, or the one that triggered it',
    },
  },
  'artifact-id': {
    prune: { meaning: 'Artifacts by id or URL, several by lines or commas: exactly these go.' },
  },
  created: {
    prune: {
      meaning:
        'When, by dates in UTC with both ends included: `>=2026-01-01`, `<2026-02-01`, `2026-01-01..2026-01-31`. ' +
        'Times such as `2026-01-01T12:00:00Z` work, too. It only narrows what may go.',
    },
  },
  'older-than': {
    prune: {
      meaning:
        'Only what is older than this duration: a whole number and `s`, `min`, `h`, `d` or `w`, such as `30d`. It only ' +
        'narrows what may go; `keep-within` is the rule on age.',
    },
  },
  'newer-than': {
    prune: { meaning: 'Only what is newer than this duration, such as `12h`. It only narrows what may go.' },
  },
}

/** The file of one mode, as YAML. */
export function renderSubAction(root: RootAction, mode: Mode): string {
  const rows = inputTable.filter(({ name, uses }) => name !== 'mode' && uses[mode] !== undefined)
  const action = {
    name: `Actions Steward: ${mode}`,
    description: purposes[mode],
    author: root.author,
    branding: root.branding,
    runs: { using: root.runs.using, main: `../${root.runs.main}` },
    inputs: {
      mode: {
        description: `\`${mode}\`, which this action always does. There is nothing to set.`,
        default: mode,
        deprecationMessage: `This action always does ${mode}. Remove the input.`,
      },
      ...Object.fromEntries(rows.map((row) => [row.name, renderInput(root, row, mode)])),
    },
    outputs: Object.fromEntries(
      Object.entries(root.outputs).flatMap(([name, { description }]) => {
        const output = splitOutputProse(name, description)
        const isOwn = output.mode === mode || output.mode === 'every mode'
        return isOwn ? [[name, { description: output.meaning }] as const] : []
      }),
    ),
  }
  return `# Made from the root action.yml by \`npm run docs\`. Do not edit: change that file, or scripts/sub-actions.ts.\n${yamlOf(action)}`
}

/** YAML in the form of the root action.yml: descriptions as folded blocks, a blank line before each part. */
function yamlOf(action: object): string {
  const document = new Document(action)
  visit(document, {
    Pair: (_key, pair, ancestors) => {
      if (!isScalar(pair.key)) return
      if (['runs', 'inputs', 'outputs'].includes(String(pair.key.value)) && ancestors.length === 2)
        pair.key.spaceBefore = true
      if (pair.key.value === 'description' && isScalar(pair.value) && ancestors.length > 2)
        pair.value.type = 'BLOCK_FOLDED'
    },
  })
  return document.toString({ lineWidth: 116 })
}

function renderInput(
  root: RootAction,
  row: InputRow<unknown>,
  mode: Mode,
): { readonly description: string; readonly default?: string } {
  const input = root.inputs[row.name]
  const prose = splitInputProse(row.name, input?.description ?? '')
  const { meaning, standard } = { ...prose, ...ownProse[row.name]?.[mode] }
  const sentences = withoutOtherModes(meaning, mode)
  const targets = row.uses[mode] ?? []
  const isForSome = targets.length < targetsOf[mode].length
  const description = [
    sentences,
    `Default: ${standard}.`,
    ...(isForSome ? [`Only with ${orList(targets.map((target) => `\`target: ${target}\``))}.`] : []),
  ].join(' ')
  return { description, ...(input?.default === undefined ? {} : { default: input.default }) }
}

/** Leaves out the sentences that begin with another mode. */
function withoutOtherModes(meaning: string, mode: Mode): string {
  const others = modes.filter((each) => each !== mode).join('|')
  return meaning.replaceAll(new RegExp(`(?<=^|\\. )In (?:${others}) [^.]*\\. ?`, 'g'), '').trim()
}

async function main(): Promise<void> {
  const rootFolder = path.resolve(import.meta.dirname, '..')
  const root: RootAction = parse(readFileSync(path.join(rootFolder, 'action.yml'), 'utf8'))
  const options = await prettier.resolveConfig(path.join(rootFolder, 'action.yml'))
  for (const mode of modes) {
    const file = path.join(rootFolder, mode, 'action.yml')
    const expected = await prettier.format(renderSubAction(root, mode), { ...options, parser: 'yaml' })
    const actual = readIfThere(file)
    if (actual === expected) continue
    if (!process.argv.includes('--check')) {
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, expected)
      console.log(`${mode}/action.yml is up to date now.`)
      continue
    }
    console.error(`${mode}/action.yml does not match action.yml. Run \`npm run docs\`. What differs:`)
    for (const line of describeDrift(actual, expected)) console.error(line)
    process.exitCode = 1
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

if (import.meta.main) await main()
