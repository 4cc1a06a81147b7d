/**
 * `npm run demo`: runs the built action on the steps of workflow.yml, as a runner does, against a GitHub on this machine;
 * prints what each step sees and writes, and renders the job summaries as a page.
 */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { parse, stringify } from 'yaml'
import { evaluate, projectFolder, runStep, type Contexts, type StepResult } from '../runner.ts'
import { seedWebshop, type Webshop } from '../seed.ts'
import { startSandbox, type Sandbox } from '../server.ts'
import { fullName } from '../world.ts'
import { writePage, type DemoStep } from './page.ts'

interface Step {
  readonly name: string
  readonly with: Readonly<Record<string, string>>
}

/** Steps whose red cross is what they show. */
const expectedToFail = new Set(['A pull request from a fork is refused'])

/** Of one step's log. */
const maxLogLines = 40

const sandbox = await startSandbox()
try {
  const webshop = seedWebshop(sandbox.world)
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-demo-'))
  const done: DemoStep[] = []
  for (const step of readSteps(path.join(import.meta.dirname, 'workflow.yml'))) {
    const result = await show(step, { sandbox, webshop, folder })
    done.push({
      title: step.name,
      yaml: stringify([{ name: step.name, uses: './', with: step.with }]),
      result,
    })
  }
  console.log(`\nJob summaries: ${writePage(folder, done)}`)
  const surprises = done.filter(({ title, result }) => (result.exitCode === 0) === expectedToFail.has(title))
  if (sandbox.violations.length > 0) throw new Error(JSON.stringify(sandbox.violations, null, 2))
  if (surprises.length > 0) {
    console.error(`Not as expected: ${surprises.map(({ title }) => title).join('; ')}`)
    process.exitCode = 1
  }
} finally {
  await sandbox.close()
}

/** The steps, after GitHub's own parser has accepted the file. */
function readSteps(file: string): readonly Step[] {
  const content = readFileSync(file, 'utf8')
  const parsed = parseWorkflow({ name: file, content }, new NoOperationTraceWriter())
  const errors = parsed.context.errors.getErrors().filter(({ message }) => !message.includes("'demo'"))
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  const workflow = parse(content) as { jobs: { demo: { steps: Step[] } } }
  return workflow.jobs.demo.steps
}

async function show(
  step: Step,
  of: { readonly sandbox: Sandbox; readonly webshop: Webshop; readonly folder: string },
): Promise<StepResult> {
  const { webshop } = of
  const env = await of.sandbox.env({
    run: webshop.currentRun,
    job: webshop.currentJob,
    folder: path.join(of.folder, 'runner'),
  })
  const contexts: Contexts = {
    github: {
      token: of.sandbox.tokenFor({
        permissions: { actions: 'write', contents: 'read', 'pull-requests': 'read' },
      }),
      api_url: env['GITHUB_API_URL'],
      repository: fullName(webshop.repository),
      run_id: String(webshop.currentRun.id),
    },
    job: { check_run_id: webshop.currentJob.id },
    demo: { red_run: String(webshop.redRun.id), flaky_run: String(webshop.flakyRun.id) },
  }
  console.log(`\n${'━'.repeat(110)}\n${step.name}\n`)
  for (const [name, value] of Object.entries(step.with))
    console.log(`  ${name}: ${evaluate(value, contexts).trim().replaceAll('\n', '\n    ')}`)
  const result = await runStep({ with: step.with, env, contexts })
  console.log(`\n${indent(result.log)}`)
  const outputs = Object.entries(result.outputs).filter(([, value]) => value !== '')
  console.log(`  exit code ${String(result.exitCode)}, ${(result.elapsedMs / 1000).toFixed(1)} s; outputs:`)
  for (const [name, value] of outputs) console.log(`    ${name}: ${shortened(value)}`)
  return result
}

/** As the runner shows it: without masks and debug lines; the middle of a long log is left out. */
function indent(log: string): string {
  const lines = log
    .trimEnd()
    .split('\n')
    .filter((line) => !/^::(add-mask|debug)::/.test(line))
  const left = lines.length - maxLogLines
  const shown =
    left <= 0
      ? lines
      : [...lines.slice(0, maxLogLines / 2), `… ${left} more lines …`, ...lines.slice(-maxLogLines / 2)]
  return shown.map((line) => `  │ ${line}`).join('\n')
}

function shortened(value: string): string {
  const line = value.replaceAll('\n', ' ').replaceAll(projectFolder, '.')
  return line.length > 140 ? `${line.slice(0, 140)}…` : line
}
