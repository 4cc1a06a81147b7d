/** Every page of prose: its links lead somewhere, and every step that it shows is one that the action takes. */
import { existsSync, globSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { projectFolder } from '../../sandbox/runner.ts'
import { inputTable } from '../../src/inputs/table.ts'
import { readProjectFile, stewardSteps } from '../support/example.ts'
import { parseExampleStep } from '../support/plausible.ts'

const pages = globSync(['*.md', 'docs/**/*.md', '.github/**/*.md'], { cwd: projectFolder })
  .map((file) => file.replaceAll('\\', '/'))
  .sort()

const proseOf = (page: string): string => readProjectFile(page).replaceAll(/^```[\s\S]*?^```/gm, '')

/** The anchors of a page, as GitHub makes them of headings. */
function anchorsOf(page: string): readonly string[] {
  const slugs = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  )
  return slugs.map((slug, index) => {
    const before = slugs.slice(0, index).filter((each) => each === slug).length
    return before === 0 ? slug : `${slug}-${before}`
  })
}

interface Link {
  readonly target: string
  readonly file: string
  readonly anchor: string
}

const linksOf = (page: string): readonly Link[] =>
  [...proseOf(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, target = '']) => {
    const [path = '', anchor = ''] = target.split('#')
    return { target, anchor, file: path === '' ? page : posix.join(dirname(page), path) }
  })

test('there are pages', () => expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/README.md'])))

test('the index has every page of docs/', () => {
  const linked = linksOf('docs/README.md').map(({ file }) => file.replace(/\/$/, ''))
  const missing = pages
    .filter((page) => page.startsWith('docs/') && !page.endsWith('/README.md'))
    .filter((page) => !linked.includes(page) && !linked.includes(posix.join(dirname(page), 'README.md')))
  expect(missing).toEqual([])
})

test('the index has every example but those of the pages on moving over', () => {
  const linked = linksOf('docs/README.md').map(({ file }) => file)
  const examples = globSync('examples/*.yml', { cwd: projectFolder }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  expect(examples.filter((file) => !linked.includes(file))).toEqual([])
})

describe.each(pages)('%s', (page) => {
  test('has links that lead to files and headings', () => {
    for (const { target, file, anchor } of linksOf(page)) {
      expect([target, existsSync(join(projectFolder, file))]).toEqual([target, true])
      if (anchor !== '') expect([target, anchorsOf(file)]).toEqual([target, expect.arrayContaining([anchor])])
    }
  })

  test('names nothing of a machine', () => {
    expect(readProjectFile(page)).not.toMatch(/\/work\/|\/home\/|localhost|127\.0\.0\.1|\bTODO\b/)
  })

  const blocks = [...readProjectFile(page).matchAll(/^( *)```ya?ml\n([\s\S]*?)^\1```/gm)]
    .map(([, indent = '', code = '']) => code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''))
    .map((code) => [code.trim().split('\n').slice(0, 3).join(' ⏎ ').slice(0, 70), code] as const)
  if (blocks.length > 0)
    test.each(blocks)('shows YAML that is right: %s', (_title, code) => {
      for (const step of stepsIn(parse(code), page)) {
        const { warnings } = parseExampleStep(step, {})
        expect(warnings).toEqual([])
      }
    })
})

type Step = Parameters<typeof parseExampleStep>[0]

/** The steps that use this action: of a workflow or a part of one, of a list of steps, or bare inputs of one. */
function stepsIn(value: unknown, page: string): readonly Step[] {
  const job = { needs: bareStep.needs, steps: objectsIn(value) }
  const steps = stewardSteps({ on: {}, jobs: { job } })
  const inputs = bareInputs(value)
  return inputs === null
    ? steps
    : [...steps, { ...bareStep, with: { ...impliedBy(page, inputs), ...inputs } }]
}

/** Whatever its job needs: the page need not show it. */
const bareStep = { action: '', matrix: {}, needs: ['build'] }

/** Every object in a value, however deep: those that are no steps use nothing. */
function objectsIn(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null) return []
  return [...(Array.isArray(value) ? [] : [value]), ...Object.values(value).flatMap(objectsIn)]
}

const inputNames = new Set(inputTable.map(({ name }) => name))

/** The inputs of a block that shows nothing else; null for other blocks. */
function bareInputs(value: unknown): Readonly<Record<string, string>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const entries = Object.entries(value)
  if (!entries.every(([name, text]) => inputNames.has(name) && typeof text !== 'object')) return null
  return Object.fromEntries(entries.map(([name, text]) => [name, String(text)]))
}

/** What a page is about, where a block leaves it out. */
function impliedBy(page: string, inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (page === 'docs/which-run.md') return { mode: 'fetch' }
  if (page === 'docs/gate.md') return { mode: 'summarise', gate: 'true' }
  if (page === 'docs/read-the-page.md') return { mode: 'summarise' }
  const keeps = Object.keys(inputs).some((name) => /^(?:keep|max-total|run-id|artifact-id|cancel)/.test(name))
  if (page === 'docs/what-is-deleted.md') return { mode: 'prune', ...(keeps ? {} : { 'keep-within': '1d' }) }
  return {}
}
