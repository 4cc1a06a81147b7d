/** Every page of prose: its links lead somewhere, and every step that it shows is one that the action takes. */
import { existsSync, globSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { projectFolder } from '../../sandbox/runner.ts'
import { UserError } from '../../src/errors.ts'
import { inputTable } from '../../src/inputs/table.ts'
import { readProjectFile, stewardSteps } from '../support/example.ts'
import { parseExampleStep, problemOfInput } from '../support/plausible.ts'

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
    test.each(blocks)('shows YAML that is right: %s', (_title, code) =>
      expect(problemsIn(code, page)).toEqual([]),
    )

  test('says of defaults what the code does', () => {
    // `max-deletions` (400), `settle-timeout` (default `60s`)
    for (const [, name = '', value = ''] of proseOf(page).matchAll(
      /`([a-z-]+)`\s\((?:default\s)?`?(\d[\d,]*[\w%]*)`?\)/g,
    )) {
      const row = inputTable.find((each) => each.name === name)
      if (row !== undefined) expect([name, value.replaceAll(',', '')]).toEqual([name, row.fallback])
    }
  })

  test('names values of inputs that they take, and nothing near an input that is none', () => {
    // Inputs of others; those of ours on these pages are looked at with them.
    if (page.startsWith('docs/migrate/')) return
    // A heading on troubleshooting is a message that begins like this.
    const spans = [
      ...proseOf(page)
        .replaceAll(/^#.*$/gm, '')
        .matchAll(/`([a-z-]+: [^`\n]+)`/g),
    ].map(([, span = '']) => span)
    expect(spans.flatMap(problemsOfSpan)).toEqual([])
  })
})

describe('YAML that is wrong is found', () => {
  test.each([
    [
      'a step without a rule',
      '- uses: actions-steward/actions-steward@v1\n  with: { mode: prune }',
      'is empty',
    ],
    [
      'deep inside of a workflow',
      'jobs:\n  a:\n    steps:\n      - uses: actions-steward/actions-steward@v1\n        with: { mode: fetch, naem: x }',
      'Did you mean name?',
    ],
    ['a part of a step', 'keep-within: 30', 'keep-within: '],
    ['a warning', 'mode: prune\nkeep-last: 5\nunheard-of: 1', 'shows nothing that can be checked'],
    [
      'a name that is not ours',
      '- uses: actions-stewart/actions-steward@v1',
      'actions-stewart/actions-steward@v1',
    ],
    ['a part with a misspelled input', 'keep-withn: 30d', 'shows nothing that can be checked'],
    [
      'an input of a sub-action',
      '- uses: actions-steward/actions-steward/fetch@v1\n  with: { keep: none }',
      'keep: ',
    ],
  ])('%s', (_what, code, problem) =>
    expect(problemsIn(code, 'docs/what-is-deleted.md').join('\n')).toContain(problem),
  )

  test.each(['keep-within: 30', 'keep-withn: 30d', 'layout: nested', 'mode: delete'])('`%s`', (span) =>
    expect(problemsOfSpan(span)).toHaveLength(1),
  )
})

/** Blocks that show something else than a step, by their first line. */
const withoutSteps: Readonly<Record<string, readonly string[]>> = {
  'docs/permissions.md': ['permissions: {} # of the workflow: nothing, unless a job says so'],
  'docs/repository-report.md': ['strategy:'],
}

/** What others use on the pages on moving over. */
const peers =
  /^(?:actions\/download-artifact|dawidd6\/action-download-artifact|geekyeggo\/delete-artifact|c-hive\/gha-remove-artifacts|kolpav\/purge-artifacts-action|Mattraks\/delete-workflow-runs|re-actors\/alls-green|technote-space\/workflow-conclusion-action|Kesin11\/actions-timeline)@/

/** What a user would read who wrote this block: of each step that uses this action, and of a block that has none. */
function problemsIn(code: string, page: string): readonly string[] {
  const value: unknown = parse(code)
  const steps = stepsIn(value, page)
  const others = objectsIn(value).flatMap((each) => {
    const { uses, run } = each as { readonly uses?: unknown; readonly run?: unknown }
    return [uses, run].filter((text) => typeof text === 'string')
  })
  const strangers = others.filter(
    (text) =>
      !/^(?:actions-steward\/actions-steward(?:\/\w+)?@v1$|gh run download |\.\/notify$)/.test(text) &&
      !peers.test(text),
  )
  const isKnown = others.length > 0 || (withoutSteps[page] ?? []).some((line) => code.startsWith(line))
  return [
    ...strangers.map((text) => `${text}: what is this?`),
    ...(steps.length === 0 && !isKnown ? ['The block shows nothing that can be checked.'] : []),
    ...steps.flatMap(problemsOfStep),
  ]
}

function problemsOfStep(step: Step): readonly string[] {
  try {
    return parseExampleStep(step, {}).warnings
  } catch (error) {
    if (error instanceof UserError) return [error.message]
    throw error
  }
}

/** `word: value` in prose that is neither an input nor near one. */
const otherWords: readonly string[] = [
  'actions',
  'contents',
  'pull-requests',
  'permissions',
  'if',
  'uses',
  'label',
  'compression-level',
  'ubuntu-latest',
]

/** What is wrong with `input: value` in prose. */
function problemsOfSpan(span: string): readonly string[] {
  const [name = ''] = span.split(': ')
  if (otherWords.includes(name)) return []
  const problem = problemOfInput(name, span.slice(name.length + 2))
  return problem === null ? [] : [`${span}: ${problem}`]
}

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
