/**
 * Runs the action as a runner does: GitHub's own parser reads action.yml, GitHub's own expression engine evaluates
 * defaults and `with:`, every declared input becomes an `INPUT_*` variable (empty when not given), file commands are
 * files, and a Node process starts `dist/index.js` in the workspace. Used by the demo and the end-to-end tests.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { NoOperationTraceWriter } from '@actions/workflow-parser'
import { convertActionTemplate, parseAction } from '@actions/workflow-parser/actions/index'

export const projectFolder = path.resolve(import.meta.dirname, '..')

/** Values of the contexts that expressions may name, such as `{ github: { token: '…' } }`. */
export type Contexts = Readonly<Record<string, unknown>>

export interface StepRequest {
  /** Folder of the action below the project, as `uses:` names it; default the project itself. */
  readonly action?: string
  /** The step's `with:`; expressions are evaluated. */
  readonly with: Readonly<Record<string, string>>
  /** What the runner sets beside the inputs: `GITHUB_*`, `RUNNER_*`, `ACTIONS_*`. Nothing else is inherited but PATH. */
  readonly env: Readonly<Record<string, string>>
  readonly contexts: Contexts
  /** Called with the process's id once it runs, to send it signals. */
  readonly onStart?: (pid: number) => void
}

export interface StepResult {
  readonly exitCode: number | null
  /** Standard output and error, workflow commands included. */
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** The `::notice`, `::warning` and `::error` commands, unescaped. */
  readonly annotations: readonly { readonly level: string; readonly message: string }[]
  readonly elapsedMs: number
}

interface ActionFile {
  readonly main: string
  readonly inputs: readonly { readonly id: string; readonly default: string }[]
}

/** action.yml as GitHub's parser understands it. Throws with its errors when it does not. */
export function readActionFile(file: string): ActionFile {
  const parsed = parseAction(
    { name: file, content: readFileSync(file, 'utf8') },
    new NoOperationTraceWriter(),
  )
  const errors = parsed.context.errors.getErrors()
  if (errors.length > 0 || parsed.value === undefined)
    throw new Error(`${file}: ${errors.map(({ message }) => message).join('; ')}`)
  const template = convertActionTemplate(parsed.context, parsed.value)
  if (template.runs.using === 'composite' || template.runs.using === 'docker')
    throw new Error(`${file}: not a JavaScript action`)
  return {
    main: path.resolve(path.dirname(file), template.runs.main),
    inputs: (template.inputs ?? []).map((input) => ({
      id: input.id,
      default: input.default?.toString() ?? '',
    })),
  }
}

/** Replaces each `${{ … }}` by what GitHub's expression engine makes of it. */
export function evaluate(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_whole, expression: string) => {
    const { tokens } = new Lexer(expression.trim()).lex()
    const tree = new Parser(tokens, Object.keys(contexts), []).parse()
    const known = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary
    return new Evaluator(tree, known).evaluate().coerceString()
  })
}

/** The environment of the inputs, as the runner makes it: upper case, hyphens kept, empty when not given. */
export function inputEnvironment(request: StepRequest, actionFile: ActionFile): Record<string, string> {
  const values: Record<string, string> = {}
  const set = (id: string, value: string): void => {
    values[`INPUT_${id.replaceAll(' ', '_').toUpperCase()}`] = value
  }
  for (const input of actionFile.inputs) set(input.id, evaluate(input.default, request.contexts))
  for (const [id, value] of Object.entries(request.with)) set(id, evaluate(value, request.contexts))
  return values
}

/** Starts the action and waits for its end. */
export async function runStep(request: StepRequest): Promise<StepResult> {
  const actionFile = readActionFile(path.join(projectFolder, request.action ?? '', 'action.yml'))
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-step-'))
  const files = {
    GITHUB_OUTPUT: 'output',
    GITHUB_STEP_SUMMARY: 'summary',
    GITHUB_ENV: 'env',
    GITHUB_STATE: 'state',
  }
  const fileEnvironment = Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name, path.join(folder, file)]),
  )
  for (const file of Object.values(fileEnvironment)) writeFileSync(file, '')
  try {
    const started = performance.now()
    const { exitCode, log } = await runProcess(actionFile.main, request, {
      PATH: process.env['PATH'] ?? '',
      ...request.env,
      ...fileEnvironment,
      ...inputEnvironment(request, actionFile),
    })
    return {
      exitCode,
      log,
      outputs: parseFileCommands(readFileSync(path.join(folder, files.GITHUB_OUTPUT), 'utf8')),
      summary: readFileSync(path.join(folder, files.GITHUB_STEP_SUMMARY), 'utf8'),
      annotations: parseAnnotations(log),
      elapsedMs: performance.now() - started,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runProcess(
  main: string,
  request: StepRequest,
  env: Record<string, string>,
): Promise<{ exitCode: number | null; log: string }> {
  return new Promise((resolve, reject) => {
    const cwd = request.env['GITHUB_WORKSPACE']
    const child = spawn(process.execPath, [main], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, log: Buffer.concat(chunks).toString('utf8') }))
    if (child.pid !== undefined) request.onStart?.(child.pid)
  })
}

/** `name<<delimiter`, value lines, `delimiter`: the form that @actions/core writes. */
function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  const lines = text.split('\n')
  for (let index = 0; index < lines.length; index++) {
    const opening = /^(.+?)<<(.+)$/.exec(lines[index] ?? '')
    if (opening === null) continue
    const [, name = '', delimiter = ''] = opening
    const end = lines.indexOf(delimiter, index + 1)
    values[name] = lines.slice(index + 1, end).join('\n')
    index = end
  }
  return values
}

function parseAnnotations(log: string): { level: string; message: string }[] {
  return [...log.matchAll(/^::(notice|warning|error)(?: [^:\n]*)?::(.*)$/gm)].map(
    ([, level = '', message = '']) => ({
      level,
      message: message.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%'),
    }),
  )
}
