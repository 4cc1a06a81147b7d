/** What the expressions in examples may come to, so that the real parser of inputs sees what it would on a runner. */
import { join } from 'node:path'
import { inputEnvironment, projectFolder, readActionFile, type Contexts } from '../../sandbox/runner.ts'
import { parseInputs } from '../../src/inputs/parse.ts'
import { inputTable } from '../../src/inputs/table.ts'
import { Malformed } from '../../src/text/malformed.ts'
import { aContext } from './builders.ts'
import type { ExampleStep } from './example.ts'

const actionFiles = new Map(
  ['', 'fetch', 'prune', 'summarise'].map((folder) => [
    folder,
    readActionFile(join(projectFolder, folder, 'action.yml')),
  ]),
)

/**
 * Parses a step as the runner hands it over, with the workflow's inputs given. Throws the error that a user would
 * see; hands back the warnings.
 */
export function parseExampleStep(
  step: Pick<ExampleStep, 'action' | 'with' | 'matrix' | 'needs'>,
  workflowInputs: Readonly<Record<string, unknown>>,
): ReturnType<typeof parseInputs> {
  const actionFile = actionFiles.get(step.action)
  if (actionFile === undefined) throw new Error(`there is no action ${step.action}`)
  const contexts = contextsOf(step, workflowInputs)
  return parseInputs(inputEnvironment({ with: step.with, env: {}, contexts }, actionFile), aContext())
}

/**
 * What is wrong with a value of an input as prose names them, quoted or not: there is no such input, or its parser does
 * not take the value. Null when it is fine; an expression always is.
 */
export function problemOfInput(name: string, value: string): string | null {
  const row = inputTable.find((each) => each.name === name)
  if (row === undefined) return 'there is no such input'
  if (value.includes('${{')) return null
  try {
    row.parse(value.replace(/^(["'])(.*)\1$/, '$2'), {
      context: aContext(),
      server: { url: 'https://github.com', apiUrl: 'https://api.github.com' },
    })
    return null
  } catch (error) {
    if (error instanceof Malformed) return error.problems.map(({ reason }) => reason).join('; ')
    throw error
  }
}

const sha = '0123456789abcdef0123456789abcdef01234567'
const hash = sha.padEnd(64, '0')

const github = {
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
} as const

const outputValues: Readonly<Record<string, string>> = {
  'plan-hash': hash,
  plan: '/tmp/plan.json',
  'run-id': '19400000001',
  'artifact-id': '7500000001',
  'artifact-digest': hash,
  token: 'ghs_secret',
}

/** Whatever a step's expressions name has a value that fits its name. */
function contextsOf(
  step: Pick<ExampleStep, 'with' | 'matrix' | 'needs'>,
  workflowInputs: Readonly<Record<string, unknown>>,
): Contexts {
  const text = JSON.stringify(step.with)
  const named = (pattern: RegExp, value: string): Record<string, string> =>
    Object.fromEntries([...text.matchAll(pattern)].map(([, name = '']) => [name, value]))
  const outputsOf = (pattern: RegExp): Record<string, unknown> =>
    Object.fromEntries(
      [...text.matchAll(pattern)].map(([, id = '', output = '']) => [
        id,
        { outputs: { [output]: outputValues[output] ?? 'value' }, outcome: 'success', result: 'success' },
      ]),
    )
  return {
    github,
    job: { check_run_id: 9001, status: 'success' },
    runner: { temp: '/tmp/runner', os: 'Linux' },
    env: {},
    vars: named(/vars\.(\w+)/g, 'value'),
    secrets: named(/secrets\.(\w+)/g, 'ghs_secret'),
    matrix: {
      ...named(/matrix\.(\w+)/g, 'octo/app'),
      // `${{ owner }}/${{ matrix.name }}`
      ...named(/\/\$\{\{ matrix\.(\w+)/g, 'app'),
      ...step.matrix,
    },
    needs: {
      ...Object.fromEntries(step.needs.map((id) => [id, { result: 'success', outputs: {} }])),
      ...outputsOf(/needs\.([\w-]+)\.outputs\.([\w-]+)/g),
    },
    steps: outputsOf(/steps\.([\w-]+)\.outputs\.([\w-]+)/g),
    inputs: workflowInputs,
  }
}
