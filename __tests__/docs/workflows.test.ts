/** The project's own workflows and habits: accepted by GitHub's parser, pinned, and with no more rights than needed. */
import { globSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { projectFolder } from '../../sandbox/runner.ts'
import {
  readProjectFile,
  stewardSteps,
  workflowErrors,
  workflowFiles,
  type RawWorkflow,
} from '../support/example.ts'
import { parseExampleStep } from '../support/plausible.ts'

describe.each(workflowFiles())('%s', (file) => {
  const text = readProjectFile(file)
  const workflow = parse(text) as RawWorkflow & {
    readonly jobs: Readonly<Record<string, { readonly 'timeout-minutes'?: number }>>
  }

  test('is a workflow as GitHub reads it', async () => expect(await workflowErrors(file, text)).toEqual([]))

  test('grants nothing as a whole, and each job what it needs, for a limited time', () => {
    expect(workflow.permissions).toEqual({})
    for (const [id, job] of Object.entries(workflow.jobs)) {
      expect([id, typeof job.permissions]).toEqual([id, 'object'])
      expect([id, job['timeout-minutes']]).toEqual([id, expect.any(Number)])
    }
  })

  test('pins every action of others to a commit, one and the same in all workflows', () => {
    for (const [, uses = ''] of text.matchAll(/^\s*(?:- )?uses: (.*)$/gm))
      if (!uses.startsWith('./')) expect(uses).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test('never puts what others chose into a script', () => {
    for (const [, script = ''] of text.matchAll(
      /^\s*(?:- )?run: (?:\|\n)?([\s\S]*?)(?=\n\s*- |\n\s*\w+:|$)/gm,
    ))
      expect(script).not.toMatch(/\$\{\{\s*(?:github\.(?:event|head_ref|ref_name|actor)|inputs|steps)/)
  })

  test('gives this action inputs that it takes', () => {
    for (const step of stewardSteps(workflow)) expect(parseExampleStep(step, {}).warnings).toEqual([])
  })
})

test('an action is pinned to one commit everywhere, examples included', () => {
  const pins = new Map<string, Set<string>>()
  for (const file of globSync(['.github/workflows/*.yml', 'examples/**/*.yml'], { cwd: projectFolder }))
    for (const [, name = '', pin = ''] of readProjectFile(file).matchAll(
      /uses: ([\w./-]+)@([0-9a-f]{40}.*)$/gm,
    )) {
      const action = name.split('/').slice(0, 2).join('/')
      pins.set(action, (pins.get(action) ?? new Set()).add(pin))
    }
  for (const [action, used] of pins) expect([action, [...used]]).toEqual([action, [expect.any(String)]])
})

interface Job {
  readonly needs?: string
  readonly permissions: Readonly<Record<string, string>>
  readonly strategy?: { readonly matrix: { readonly os?: readonly string[] } }
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[]
}

const jobsOf = (name: string): Readonly<Record<string, Job>> =>
  (
    parse(readProjectFile(`.github/workflows/${name}.yml`)) as {
      readonly jobs: Readonly<Record<string, Job>>
    }
  ).jobs

test('a release is made only of a commit on which everything passes, dist/ being what the sources build', () => {
  const { verify, release } = jobsOf('release')
  expect(release?.needs).toBe('verify')
  expect(verify?.permissions).toEqual({ contents: 'read' })
  expect(verify?.steps.map(({ run }) => run)).toContain('bash .ci/run')
  for (const script of ['npm cit', 'lint', 'types', 'docs:check', 'dist:check', 'smoke', 'demo'])
    expect(readProjectFile('.ci/run')).toMatch(new RegExp(`^npm .*${script}$|^${script}$`, 'm'))
})

test('the action is used as it is in the repository, on three systems', () => {
  const systems = ['ubuntu-latest', 'windows-latest', 'macos-latest']
  for (const [file, job, uses] of [
    ['ci', 'action', ['./']],
    ['self-test', 'fetch-and-prune', ['./fetch', './prune']],
  ] as const) {
    const { strategy, steps } = jobsOf(file)[job] ?? { steps: [] }
    expect(strategy?.matrix.os).toEqual(systems)
    expect(steps.map((step) => step.uses)).toEqual(expect.arrayContaining([...uses]))
  }
})

test('what is made is marked so', () => {
  const marked = [...readProjectFile('.gitattributes').matchAll(/^(\S+) .*linguist-generated=true$/gm)]
  expect(marked.map(([, pattern]) => pattern)).toEqual(
    expect.arrayContaining(['dist/**', 'src/report-html/assets.ts']),
  )
})

test('Dependabot holds TypeScript 7 back, and the runtime at that of action.yml', () => {
  const { updates } = parse(readProjectFile('.github/dependabot.yml')) as {
    readonly updates: readonly {
      readonly 'package-ecosystem': string
      readonly ignore?: readonly Readonly<Record<string, unknown>>[]
    }[]
  }
  expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions'])
  expect(updates[0]?.ignore).toEqual(
    expect.arrayContaining([
      { 'dependency-name': 'typescript', versions: ['>=7'] },
      { 'dependency-name': 'node', 'update-types': ['version-update:semver-major'] },
    ]),
  )
})

test.each(globSync('.github/ISSUE_TEMPLATE/*.yml', { cwd: projectFolder }))('%s is YAML', (file) => {
  const form = parse(readProjectFile(file)) as Readonly<Record<string, unknown>>
  if (file.endsWith('config.yml')) expect(form).toHaveProperty('blank_issues_enabled', false)
  else for (const key of ['name', 'description', 'body']) expect(form).toHaveProperty(key)
})
