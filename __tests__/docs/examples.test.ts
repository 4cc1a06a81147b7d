import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { inputEnvironment, projectFolder, readActionFile } from '../../sandbox/runner.ts'
import { parseInputs, type Inputs } from '../../src/inputs.ts'
import { aContext } from '../support/builders.ts'
import {
  exampleFiles,
  readProjectFile,
  stewardSteps,
  workflowErrors,
  type ExampleStep,
  type RawInput,
  type RawWorkflow,
} from '../support/example.ts'

const files = exampleFiles()
const actionFiles = new Map(
  ['', 'fetch', 'prune', 'summarise'].map((folder) => [
    folder,
    readActionFile(join(projectFolder, folder, 'action.yml')),
  ]),
)

/** Whether the workflow is started by hand or by another one, with its inputs, or by itself, where they are empty. */
type Start = 'with inputs' | 'without inputs'

/** What the step makes of its `with:` at that start: inputs, or the error that a user would see. */
function parsed(step: ExampleStep, workflow: RawWorkflow, start: Start): Inputs {
  const contexts = contextsOf(step, workflow, start)
  const actionFile = actionFiles.get(step.action)
  if (actionFile === undefined) throw new Error(`no action ${step.action}`)
  const environment = inputEnvironment({ with: step.with, env: {}, contexts }, actionFile)
  const { inputs, warnings } = parseInputs(environment, aContext())
  expect(warnings).toEqual([])
  return inputs
}

const sha = '0123456789abcdef0123456789abcdef01234567'
const hash = sha.padEnd(64, '0')

/** Values that expressions may have: those of outputs and secrets by what is asked for. */
function contextsOf(step: ExampleStep, workflow: RawWorkflow, start: Start): Record<string, unknown> {
  const text = JSON.stringify(step.with)
  const names = (pattern: RegExp): readonly string[] =>
    [...text.matchAll(pattern)].map(([, name]) => name ?? '')
  return {
    github: {
      token: 'ghs_token',
      api_url: 'https://api.github.com',
      server_url: 'https://github.com',
      repository: 'octo/app',
      repository_owner: 'octo',
      run_id: '19400000001',
      run_attempt: '1',
      sha,
      ref_name: 'main',
      head_ref: 'topic',
      base_ref: 'main',
      actor: 'mona',
      event_name: 'push',
      event: {
        number: 7,
        ref: 'topic',
        pull_request: { number: 7, head: { ref: 'topic', sha }, base: { ref: 'main', sha } },
        workflow_run: { id: 19400000000, head_sha: sha, head_branch: 'main' },
        repository: { default_branch: 'main' },
      },
    },
    job: { check_run_id: 9001, status: 'success' },
    runner: { temp: '/tmp/runner', os: 'Linux' },
    env: {},
    vars: Object.fromEntries(names(/vars\.(\w+)/g).map((name) => [name, 'value'])),
    secrets: Object.fromEntries(names(/secrets\.(\w+)/g).map((name) => [name, 'ghs_secret'])),
    matrix: {
      ...Object.fromEntries(names(/matrix\.(\w+)/g).map((name) => [name, 'octo/app'])),
      ...Object.fromEntries(names(/\/\$\{\{ matrix\.(\w+)/g).map((name) => [name, 'app'])),
      ...step.matrix,
    },
    needs: Object.fromEntries(step.needs.map((id) => [id, { result: 'success', outputs: {} }])),
    steps: Object.fromEntries(
      [...text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)].map(([, id = '', output = '']) => [
        id,
        { outputs: { [output]: outputValues[output] ?? 'value' }, outcome: 'success' },
      ]),
    ),
    inputs: start === 'with inputs' ? workflowInputs(workflow) : {},
  }
}

const outputValues: Readonly<Record<string, string>> = {
  'plan-hash': hash,
  plan: '/tmp/plan.json',
  'run-id': '19400000001',
  'artifact-id': '7500000001',
  'artifact-digest': hash,
  token: 'ghs_secret',
}

function workflowInputs({ on }: RawWorkflow): Record<string, unknown> {
  return Object.fromEntries(
    ['workflow_dispatch', 'workflow_call'].flatMap((event) =>
      Object.entries(on[event]?.inputs ?? {}).map(([name, input]) => [name, valueOf(input)] as const),
    ),
  )
}

const valueOf = ({ default: standard, type, options }: RawInput): unknown =>
  standard ?? options?.[0] ?? (type === 'boolean' ? true : type === 'number' ? 1 : '')

/** The ways in which a workflow can start. */
function startsOf({ on }: RawWorkflow): readonly Start[] {
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on)
  const isByHand = events.some((event) => event === 'workflow_dispatch' || event === 'workflow_call')
  const isByItself = events.some((event) => event !== 'workflow_dispatch' && event !== 'workflow_call')
  return [
    ...(isByHand ? (['with inputs'] as const) : []),
    ...(isByItself ? (['without inputs'] as const) : []),
  ]
}

/** Selectors that do not say which run. */
const ofArtifacts: readonly string[] = ['name', 'minSizeBytes', 'maxSizeBytes', 'job']

/** What the README says that a step needs, by what it asks for; of the job's own token only. */
function neededPermissions(step: ExampleStep, inputs: Inputs): Readonly<Record<string, 'read' | 'write'>> {
  const isOwnToken = [undefined, '${{ github.token }}', '${{ secrets.GITHUB_TOKEN }}'].includes(
    step.with['github-token'],
  )
  if (!isOwnToken) return {}
  switch (inputs.mode) {
    case 'fetch': {
      const { commit, pullRequest, branch } = inputs.selectors
      const isCurrent = Object.entries(inputs.selectors).every(
        ([name, selector]) => selector === null || ofArtifacts.includes(name),
      )
      const isName = commit?.kind === 'merge-base' || (commit !== null && !/^[0-9a-f]{40}$/.test(commit.ref))
      return {
        ...(isCurrent ? {} : { actions: 'read' }),
        ...(isName || inputs.ancestors > 0 ? { contents: 'read' } : {}),
        ...(pullRequest !== null ||
        branch?.includes.some((line) => line.kind === 'word' && line.word === '@closed-pr')
          ? { 'pull-requests': 'read' }
          : {}),
      }
    }
    case 'prune': {
      const { runIds, artifactIds } = inputs.selectors
      const isOwnRun = step.with['run-id'] === '${{ github.run_id }}'
      if (isOwnRun) return {}
      if (runIds !== null || artifactIds !== null) return { actions: 'write' }
      return {
        actions: inputs.dryRun ? 'read' : 'write',
        ...(inputs.protectTagged === false ? {} : { contents: 'read' }),
        ...(inputs.protectOpenPrs === false ? {} : { 'pull-requests': 'read' }),
      }
    }
    case 'summarise':
      return { actions: 'read' }
  }
}

const rankOf = (level = 'none'): number => ['none', 'read', 'write'].indexOf(level)

describe.each(files)('%s', (file) => {
  const workflow = parse(readProjectFile(file)) as RawWorkflow
  const steps = stewardSteps(workflow)

  test('is a workflow as GitHub reads it', async () => {
    expect(await workflowErrors(file, readProjectFile(file))).toEqual([])
  })

  test('says what it is for', () => {
    expect(readProjectFile(file)).toMatch(/^# [A-Z]/)
    expect(readProjectFile(file)).toMatch(/^name: \S/m)
  })

  test('pins what it uses from others', () => {
    for (const [, uses = ''] of readProjectFile(file).matchAll(/^\s*(?:- )?uses: (.*)$/gm))
      if (!uses.startsWith('actions-steward/actions-steward') && !uses.startsWith('./'))
        expect(uses).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test('uses this action, by itself or through a workflow that does', () => {
    expect(readProjectFile(file)).toMatch(/uses: (?:actions-steward\/|\.\/\.github\/workflows\/)/)
  })

  for (const step of steps)
    for (const start of startsOf(workflow))
      test(`${step.title}, started ${start}: its inputs are right, and its job may do it`, () => {
        const inputs = parsed(step, workflow, start)
        expect(step.permissions).not.toBeNull()
        const lacking = Object.entries(neededPermissions(step, inputs)).filter(
          ([permission, level]) => rankOf(step.permissions?.[permission]) < rankOf(level),
        )
        expect(lacking).toEqual([])
      })
})
