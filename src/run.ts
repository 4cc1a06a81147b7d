import { explain, UserError } from './errors.ts'
import type { Inputs } from './inputs.ts'
import { parseInputs } from './inputs/parse.ts'
import { outputsOfNothing } from './outputs.ts'
import type { Failure, Report } from './report.ts'
import { escapeText } from './text/markdown.ts'
import type { Context, World } from './world.ts'

/** The environment as the runner hands it over. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The story on one page: parse the inputs, connect to the world, run the mode, and hand back what to publish.
 * Never throws for what a user can mend; a bug comes out as a failure too, its stack in the debug log.
 */
export async function run(
  environment: Environment,
  context: Context,
  connect: (inputs: Inputs) => World,
): Promise<Report> {
  let inputs: Inputs
  let warnings: readonly string[]
  try {
    ;({ inputs, warnings } = parseInputs(environment, context))
  } catch (error) {
    const mode = (environment['INPUT_MODE'] ?? '').trim()
    return wanted(failureReport(error, mode), (environment['INPUT_SUMMARY'] ?? '').trim())
  }
  const world = connect(inputs)
  let report: Report
  try {
    report = await runMode(inputs, world)
  } catch (error) {
    if (!(error instanceof UserError) && error instanceof Error) world.log.debug(error.stack ?? error.message)
    report = failureReport(error, inputs.mode)
  }
  const annotations = [
    ...warnings.map((message) => ({ level: 'warning', message }) as const),
    ...report.annotations,
  ]
  return wanted({ ...report, annotations }, inputs.summary)
}

/** Each mode is loaded only when it is asked for: a bundle's start-up is a cost of every step. */
async function runMode(inputs: Inputs, world: World): Promise<Report> {
  switch (inputs.mode) {
    case 'fetch':
      return (await import('./fetch/execute.ts')).runFetch(inputs, world)
    case 'prune':
      return (await import('./prune/execute.ts')).runPrune(inputs, world)
    case 'summarise':
      return (await import('./summarise/execute.ts')).runSummarise(inputs, world)
  }
}

function failureReport(error: unknown, mode: string): Report {
  const failure = explain(error)
  const hint = failure.hint === '' ? '' : `\n\n${escapeText(failure.hint)}`
  return {
    summary: `### ❌ Actions Steward failed\n\n${failure.message.split('\n').map(escapeText).join('<br>')}${hint}\n`,
    outputs: outputsOfNothing[mode] ?? {},
    annotations: [],
    failure,
  }
}

/**
 * What is published: with the one error as `error-message`, and the summary only when the `summary` input wants it
 * (`on-failure` means that the step failed or the verdict is not success).
 */
function wanted(report: Report, summary: string): Report {
  const verdict = report.outputs['verdict'] ?? ''
  const isBad = report.failure !== null || (verdict !== '' && verdict !== 'success')
  const isWanted = summary === 'never' ? false : summary === 'on-failure' ? isBad : true
  const outputs = { ...report.outputs, 'error-message': errorMessage(report.failure) }
  return { ...report, outputs, summary: isWanted ? report.summary : '' }
}

const errorMessage = (failure: Failure | null): string =>
  failure === null ? '' : [failure.message, failure.hint].filter((part) => part !== '').join('\n')
