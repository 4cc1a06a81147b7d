/**
 * The bundle's entry and the only place that knows it lives on a runner: it reads the environment, builds the
 * real world, publishes the report, and sets the exit code.
 */
import { appendFileSync, readFileSync } from 'node:fs'
import os from 'node:os'
import v8 from 'node:v8'
import { setTimeout as delay } from 'node:timers/promises'
import * as core from '@actions/core'
import { createBlobs } from './archive/blobs.ts'
import { readContext } from './context.ts'
import { createGitHub } from './github/client.ts'
import { createResults } from './github/results.ts'
import { UserError } from './errors.ts'
import type { Inputs } from './inputs.ts'
import { outputNames } from './outputs.ts'
import type { Report } from './report.ts'
import { run } from './run.ts'
import { inertLines } from './text/workflow-command.ts'
import type { Clock, Context, Log, World } from './world.ts'

/** GitHub drops a summary over 1 MiB whole; modes stay under 1,000 KiB, and this is the last guard. */
const maxSummaryBytes = 1000 * 1024
/** The runner cuts an annotation at 4,096 characters; the log has the whole text. */
const maxAnnotationLength = 4000
/** The runner kills 7.5 s after SIGINT; we promise to be gone within two. */
const cancelGraceMs = 1500

/**
 * Reading long lists makes V8 let its young generation grow from 16 to 128 MB, which saves no time. Kept at its size,
 * the plan of 100,000 artifacts takes 100 MB less, their report as well, and a fetch of 20,000 files 30 MB (bench/).
 */
const smallYoungGeneration = '--semi-space-growth-factor=1'

const log: Log = {
  info: (line) => inertLines(line).forEach((each) => core.info(each)),
  debug: (line) => core.debug(line),
  warning: (line) => inertLines(`Warning: ${line}`).forEach((each) => core.info(each)),
  maskSecret: (value) => core.setSecret(value),
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, { signal })
  },
}

function connect(context: Context, signal: AbortSignal): (inputs: Inputs) => World {
  return (inputs) => {
    v8.setFlagsFromString(smallYoungGeneration)
    if (inputs.token !== '') core.setSecret(inputs.token)
    const runtimeToken = process.env['ACTIONS_RUNTIME_TOKEN'] ?? ''
    const resultsUrl = process.env['ACTIONS_RESULTS_URL'] ?? ''
    if (runtimeToken !== '') core.setSecret(runtimeToken)
    return {
      github: createGitHub({
        token: inputs.token,
        apiUrl: inputs.apiUrl,
        actionsPermission: inputs.mode === 'prune' ? 'actions: write' : 'actions: read',
        log,
        clock,
        signal,
      }),
      results:
        runtimeToken === '' || resultsUrl === ''
          ? null
          : createResults({ runtimeToken, resultsUrl, log, clock, signal }),
      blobs: createBlobs(),
      log,
      clock,
      context,
      signal,
    }
  }
}

function publish(report: Report): void {
  for (const name of outputNames) core.setOutput(name, report.outputs[name] ?? '')
  publishSummary(report.summary)
  for (const { level, message } of report.annotations) core[level](forAnnotation(message))
  if (report.failure === null) return
  const { message, hint } = report.failure
  core.setFailed(forAnnotation(hint === '' ? message : `${message}\n${hint}`))
}

function publishSummary(summary: string): void {
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? ''
  if (summary === '' || file === '') return
  const isTooLong = Buffer.byteLength(summary) > maxSummaryBytes
  const text = isTooLong ? 'The summary was too long for GitHub to show; see the log.\n' : summary
  try {
    appendFileSync(file, text)
  } catch (error) {
    log.warning(`The job summary could not be written: ${String(error)}`)
  }
}

const forAnnotation = (message: string): string =>
  message.length <= maxAnnotationLength ? message : `${message.slice(0, maxAnnotationLength)}… (cut)`

function cancellation(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => {
      controller.abort(new UserError(`Cancelled by ${name}.`))
      setTimeout(() => process.exit(1), cancelGraceMs).unref()
    })
  return controller.signal
}

const context = readContext({
  environment: process.env,
  homeFolder: os.homedir(),
  temporaryFolder: os.tmpdir(),
  workingFolder: process.cwd(),
  platform: process.platform,
  readFile: (file) => readFileSync(file, 'utf8'),
})
publish(await run(process.env, context, connect(context, cancellation())))
// Keep-alive connections must not keep a finished step waiting; what was printed must be out before.
process.stdout.write('', () => process.exit())
