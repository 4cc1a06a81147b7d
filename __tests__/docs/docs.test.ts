import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { NoOperationTraceWriter } from '@actions/workflow-parser'
import { convertActionTemplate, parseAction } from '@actions/workflow-parser/actions/index'
import { parse } from 'yaml'
import {
  describeDrift,
  fillPage,
  renderSections,
  splitInputProse,
  splitOutputProse,
  type Action,
} from '../../scripts/docs.ts'
import { describeUses } from '../../src/inputs/reader.ts'
import { inputTable } from '../../src/inputs/table.ts'
import { outputNames } from '../../src/outputs.ts'

const root = path.resolve(import.meta.dirname, '..', '..')
const text = readFileSync(path.join(root, 'action.yml'), 'utf8')
const action: Action & { readonly name: string; readonly description: string } = parse(text)
const inputs: Readonly<
  Record<string, { readonly description: string; readonly default?: string; readonly required?: boolean }>
> = action.inputs

describe('action.yml', () => {
  test('is an action as GitHub reads it', () => {
    const parsed = parseAction({ name: 'action.yml', content: text }, new NoOperationTraceWriter())
    expect(parsed.context.errors.getErrors()).toEqual([])
    if (parsed.value === undefined) throw new Error('no value')
    const template = convertActionTemplate(parsed.context, parsed.value)
    expect(template.name).toBe('Actions Steward')
    expect(template.runs).toMatchObject({ using: 'node24', main: 'dist/index.js' })
    expect(template.branding).toBeDefined()
    // The Marketplace cuts it there.
    expect(template.description.length).toBeLessThan(125)
  })

  test('has the inputs of the code, in its order', () =>
    expect(Object.keys(inputs)).toEqual(inputTable.map(({ name }) => name)))

  test('has the outputs of the code', () => expect(Object.keys(action.outputs)).toEqual([...outputNames]))

  test.each(inputTable.map((row) => [row.name, row] as const))(
    'says of %s what the code does',
    (name, row) => {
      const input = inputs[name]
      const { meaning, standard, usedBy } = splitInputProse(name, input?.description ?? '')
      expect(usedBy).toBe(describeUses(row))
      expect(meaning).toMatch(/^[A-Z"`].*[.:]?.*\.$/s)
      if (row.fallback !== null) expect(standard).toMatch(new RegExp(`^\`${row.fallback}\``))
      expect(input?.default !== undefined).toBe(row.isAlwaysSet)
      if (input?.default?.includes('${{') === false) expect(input.default).toBe(row.fallback)
      expect(input?.required === true).toBe(name === 'mode')
    },
  )

  test('has no expression in its prose, which the runner would evaluate', () => {
    for (const { description } of [...Object.values(inputs), ...Object.values(action.outputs)])
      expect(description).not.toContain('${{')
  })

  test('leaves the default of what differs by mode to the code', () =>
    expect(inputs['dry-run']?.default).toBeUndefined())

  test.each(Object.entries(action.outputs))('says which mode sets %s', (name, { description }) => {
    const { mode, meaning } = splitOutputProse(name, description)
    expect(['every mode', 'fetch', 'prune', 'summarise']).toContain(mode)
    expect(meaning).toMatch(/\.$/)
  })
})

describe('README.md', () => {
  const sections = renderSections(action)

  test('has a section for each group, and each input in one of them', () => {
    expect([...sections.keys()]).toEqual([
      'inputs:common',
      'inputs:selectors',
      'inputs:fetch',
      'inputs:prune',
      'inputs:summarise',
      'outputs',
    ])
    const all = [...sections.values()].join('\n')
    for (const name of [...Object.keys(inputs), ...outputNames]) expect(all).toContain(`| \`${name}\` |`)
  })

  test('is what action.yml makes of it', () => {
    const check = spawnSync(process.execPath, ['scripts/docs.ts', '--check'], { cwd: root, encoding: 'utf8' })
    expect(check.stderr).toBe('')
    expect(check.status).toBe(0)
  })

  test('is short enough to be read', () =>
    expect(readFileSync(path.join(root, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(251))

  test('a section is replaced, and nothing around it', () => {
    const page = 'before\n<!-- a -->\nold\n<!-- /a -->\nafter <!-- b --><!-- /b -->'
    const filled = fillPage(
      page,
      new Map([
        ['a', 'new'],
        ['b', 'B'],
      ]),
    )
    expect(filled).toBe('before\n<!-- a -->\n\nnew\n\n<!-- /a -->\nafter <!-- b -->\n\nB\n\n<!-- /b -->')
    expect(fillPage(filled, new Map([['a', 'new']]))).toBe(filled)
  })

  test.each(['no marker', '<!-- a -->', '<!-- a --><!-- /a --><!-- a --><!-- /a -->'])(
    '%s is an error',
    (page) => expect(() => fillPage(page, new Map([['a', 'x']]))).toThrow('<!-- a --> and <!-- /a --> once'),
  )

  test('drift is shown line by line', () =>
    expect(describeDrift('same\nold\n', 'same\nnew\n')).toEqual(['- old', '+ new']))

  test('prose that lacks a part is an error that names the input', () => {
    expect(() => splitInputProse('x', 'Does something.')).toThrow('x must end in')
    expect(() => splitOutputProse('x', 'Something.')).toThrow('x must begin with')
  })
})
