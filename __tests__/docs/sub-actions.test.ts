import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { NoOperationTraceWriter } from '@actions/workflow-parser'
import { convertActionTemplate, parseAction } from '@actions/workflow-parser/actions/index'
import { parse } from 'yaml'
import { inputEnvironment, projectFolder, readActionFile } from '../../sandbox/runner.ts'
import { renderSubAction, type RootAction } from '../../scripts/sub-actions.ts'
import { UserError } from '../../src/errors.ts'
import { parseInputs } from '../../src/inputs/parse.ts'
import { modes, type Mode } from '../../src/inputs/row.ts'
import { inputTable } from '../../src/inputs/table.ts'
import { aContext } from '../support/builders.ts'

const root: RootAction = parse(readFileSync(join(projectFolder, 'action.yml'), 'utf8'))

interface SubAction {
  readonly runs: unknown
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
}

test('the files are what action.yml makes of them', () => {
  const check = spawnSync(process.execPath, ['scripts/sub-actions.ts', '--check'], {
    cwd: projectFolder,
    encoding: 'utf8',
  })
  expect(check.stderr).toBe('')
  expect(check.status).toBe(0)
})

test('a change of action.yml shows in them', () => {
  const keepLast = root.inputs['keep-last']
  if (keepLast === undefined) throw new Error('no keep-last')
  const changed = {
    ...root,
    inputs: { ...root.inputs, 'keep-last': { description: 'Something new. Default: `3`. Used by prune.' } },
  }
  expect(renderSubAction(changed, 'prune')).toContain('Something new. Default: `3`.')
  expect(renderSubAction(changed, 'fetch')).toBe(renderSubAction(root, 'fetch'))
})

/** Parses a step of a sub-action as the runner hands it over. */
function parsedStep(mode: Mode, given: Readonly<Record<string, string>>): ReturnType<typeof parseInputs> {
  const contexts = {
    github: { token: 'ghs_token', api_url: 'https://api.github.com', repository: 'octo/app' },
    job: { check_run_id: 9001 },
  }
  const actionFile = readActionFile(join(projectFolder, mode, 'action.yml'))
  return parseInputs(inputEnvironment({ with: given, env: {}, contexts }, actionFile), aContext())
}

function messageOf(step: () => unknown): string {
  try {
    step()
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
  return ''
}

/** The least that makes a step of the mode complete. */
const least: Readonly<Record<Mode, Readonly<Record<string, string>>>> = {
  fetch: {},
  prune: { 'keep-within': '30d' },
  summarise: {},
}

describe.each(modes)('%s/action.yml', (mode) => {
  const file = join(projectFolder, mode, 'action.yml')
  const text = readFileSync(file, 'utf8')
  const action = parse(text) as SubAction

  test('is an action as GitHub reads it, of the one bundle', () => {
    const parsed = parseAction({ name: file, content: text }, new NoOperationTraceWriter())
    expect(parsed.context.errors.getErrors()).toEqual([])
    if (parsed.value === undefined) throw new Error('no value')
    const template = convertActionTemplate(parsed.context, parsed.value)
    expect(template.runs).toMatchObject({ using: 'node24', main: '../dist/index.js' })
    expect(readActionFile(file).main).toBe(join(projectFolder, 'dist', 'index.js'))
  })

  test('has the inputs of its mode and no other, in the order of action.yml', () => {
    const own = inputTable.filter(({ uses }) => uses[mode] !== undefined).map(({ name }) => name)
    expect(Object.keys(action.inputs)).toEqual(own)
  })

  test('has the defaults of action.yml, and its mode', () => {
    expect(action.inputs['mode']?.default).toBe(mode)
    for (const [name, input] of Object.entries(action.inputs))
      if (name !== 'mode') expect([name, input.default]).toEqual([name, root.inputs[name]?.default])
  })

  test('has the outputs of its mode and no other', () => {
    const own = Object.entries(root.outputs)
      .filter(([, { description }]) => description.startsWith(mode) || description.startsWith('every mode'))
      .map(([name]) => name)
    expect(Object.keys(action.outputs)).toEqual(own)
  })

  test('speaks of its own mode only, and of none of its inputs as another’s', () => {
    const others = modes.filter((each) => each !== mode)
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
      expect(description).not.toContain('Used by')
      for (const other of others)
        expect(description).not.toMatch(new RegExp(`\\b(?:in|used by|for|mode:) \`?${other}\\b`, 'i'))
      expect(description).not.toContain('${{')
      expect(description).toMatch(/^[A-Z"`].*\.$/s)
    }
  })

  test('needs no mode', () => expect(parsedStep(mode, least[mode]).inputs.mode).toBe(mode))

  test('takes no other mode', () => {
    for (const other of modes.filter((each) => each !== mode))
      expect(messageOf(() => parsedStep(mode, { mode: other, ...least[other] }))).toContain(
        `mode: This action always does ${mode}. Remove mode, or leave /${mode} out of uses.`,
      )
  })

  test('refuses an input of another mode, one that is misspelled, and one of a peer', () => {
    const foreign = inputTable.find(({ uses }) => uses[mode] === undefined)?.name ?? ''
    expect(messageOf(() => parsedStep(mode, { ...least[mode], [foreign]: '1' }))).toContain(
      `${foreign}: It does nothing with mode: ${mode}`,
    )
    expect(messageOf(() => parsedStep(mode, { ...least[mode], 'github-tokn': 'x' }))).toContain(
      'Did you mean github-token?',
    )
    expect(messageOf(() => parsedStep(mode, { ...least[mode], retain_days: '30' }))).toContain('keep-within')
  })
})
