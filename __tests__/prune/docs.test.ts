/** What docs/what-is-deleted.md and examples/prune-*.yml tell users to write is what the action takes. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { NoOperationTraceWriter } from '@actions/workflow-parser'
import { convertWorkflowTemplate, parseWorkflow } from '@actions/workflow-parser/index'
import { parse } from 'yaml'
import { problemsOf, type With } from '../support/step.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

/** Expressions as a run would fill them in. */
const filledIn: Readonly<Record<string, string>> = {
  'github.run_id': '100',
  'github.repository_owner': 'octo',
  'matrix.repository': 'app',
  'inputs.plan-hash': '',
  "inputs.plan-hash == ''": 'true',
  'inputs.keep-within': '30d',
  'inputs.keep-last': '5',
  'inputs.dry-run': 'false',
  'secrets.CLEANUP_TOKEN': 'token',
  'steps.token.outputs.token': 'token',
}

const asWith = (step: Readonly<Record<string, unknown>>): With =>
  Object.fromEntries(
    Object.entries(step).map(([name, value]) => [
      name,
      String(value)
        .replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
          const text = filledIn[expression]
          if (text === undefined) throw new Error(`fill in ${expression}`)
          return text
        })
        .trim(),
    ]),
  )

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}

const ownSteps = (steps: readonly Step[]): readonly With[] =>
  steps.flatMap((step) =>
    step.uses?.startsWith('actions-steward/') === true && step.with !== undefined ? [asWith(step.with)] : [],
  )

describe('docs/what-is-deleted.md', () => {
  const page = read('docs/what-is-deleted.md')
  const snippets = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = '']) => text)
  const steps = snippets.flatMap((text): readonly With[] => {
    const value = parse(text) as Readonly<Record<string, unknown>> | readonly Step[]
    if (Array.isArray(value)) return ownSteps(value as readonly Step[])
    const { steps: list } = value as { readonly steps?: readonly Step[] }
    return list === undefined ? [asWith(value as Readonly<Record<string, unknown>>)] : ownSteps(list)
  })

  test('has a dozen recipes', () => expect(steps.length).toBeGreaterThan(12))

  test.each(steps.map((step) => [JSON.stringify(step), step] as const))('%s', (_, step) => {
    expect(problemsOf(step)).toEqual([])
  })

  test('links to what is there', () => {
    const links = [...page.matchAll(/\]\((?!#|http)([^)]+)\)/g)].map(([, target = '']) => target)
    expect(links.length).toBeGreaterThan(3)
    for (const target of links)
      expect(() => read(new URL(target, 'file:///docs/').pathname.slice(1))).not.toThrow()
    const anchors = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor)
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, text = '']) =>
      text
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replace(/\s/g, '-'),
    )
    for (const anchor of anchors) expect(headings).toContain(anchor)
  })
})

describe('examples/prune-*.yml', () => {
  const names = readdirSync(new URL('examples/', root)).filter((name) => name.startsWith('prune-'))

  test.each(names)('%s is a workflow', async (name) => {
    const content = read(`examples/${name}`)
    const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter())
    expect(context.errors.getErrors()).toEqual([])
    if (value === undefined) throw new Error('no value')
    const template = await convertWorkflowTemplate(context, value)
    expect(template.errors ?? []).toEqual([])
  })

  test.each(names)('%s has steps that the action takes', (name) => {
    const { jobs } = parse(read(`examples/${name}`)) as {
      readonly jobs: Readonly<Record<string, { readonly steps?: readonly Step[] }>>
    }
    const steps = Object.values(jobs).flatMap(({ steps: list }) => ownSteps(list ?? []))
    expect(steps.length).toBeGreaterThan(0)
    for (const step of steps) expect(problemsOf(step)).toEqual([])
  })
})
