import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import type { Inputs } from '../../src/inputs.ts'
import {
  exampleFiles,
  readProjectFile,
  stewardSteps,
  workflowErrors,
  type ExampleStep,
  type RawInput,
  type RawWorkflow,
} from '../support/example.ts'
import { parseExampleStep } from '../support/plausible.ts'

const files = exampleFiles()
/** Whether the workflow is started by hand or by another one, with its inputs, or by itself, where they are empty. */
type Start = 'with inputs' | 'without inputs'

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

/** The outputs of the action, or of the sub-action in that folder. */
const outputsOf = (folder: string): readonly string[] =>
  Object.keys(
    (
      parse(readProjectFile(join(folder, 'action.yml'))) as {
        readonly outputs: Readonly<Record<string, unknown>>
      }
    ).outputs,
  )

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

  test('names only outputs that there are', () => {
    const named = (pattern: RegExp): readonly string[] =>
      [...readProjectFile(file).matchAll(pattern)].map(([name]) => name)
    const ours = steps.flatMap(({ id, action }) =>
      outputsOf(action).map((output) => `steps.${id}.outputs.${output}`),
    )
    const ids = steps.map(({ id }) => id).filter((id) => id !== '')
    expect(
      named(/\bsteps\.[\w-]+\.outputs\.[\w-]+/g).filter(
        (name) => ids.some((id) => name.startsWith(`steps.${id}.`)) && !ours.includes(name),
      ),
    ).toEqual([])
    const ofJobs = Object.entries(workflow.jobs).flatMap(([id, { outputs }]) =>
      Object.keys(outputs ?? {}).map((output) => `needs.${id}.outputs.${output}`),
    )
    expect(named(/\bneeds\.[\w-]+\.outputs\.[\w-]+/g).filter((name) => !ofJobs.includes(name))).toEqual([])
  })

  test('judges needs in a job that runs however they end', () => {
    for (const { steps: own, needs, if: condition } of Object.values(workflow.jobs))
      if (own?.some((step) => step.with?.['needs'] !== undefined) === true) {
        expect(needs).toBeDefined()
        expect(condition).toBe('always()')
      }
  })

  for (const step of steps)
    for (const start of startsOf(workflow))
      test(`${step.title}, started ${start}: its inputs are right, and its job may do it`, () => {
        const { inputs, warnings } = parseExampleStep(
          step,
          start === 'with inputs' ? workflowInputs(workflow) : {},
        )
        expect(warnings).toEqual([])
        expect(step.permissions).not.toBeNull()
        const lacking = Object.entries(neededPermissions(step, inputs)).filter(
          ([permission, level]) => rankOf(step.permissions?.[permission]) < rankOf(level),
        )
        expect(lacking).toEqual([])
      })
})
