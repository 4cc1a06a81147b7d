/** Runs the summarise cases: the action in a process of its own against a sandbox with latency. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { addJob, addRun } from '../sandbox/build.ts'
import { inputEnvironment, projectFolder, readActionFile } from '../sandbox/runner.ts'
import { startSandbox, type Sandbox } from '../sandbox/server.ts'
import { fullName } from '../sandbox/world.ts'
import type { Run } from '../sandbox/world.ts'
import { measure, median, type Measurement } from './measure.ts'
import type { Bars, SummariseCase } from './summarise-cases.ts'

const workFolder = path.join(import.meta.dirname, '.work')

/** Wall time is the median of the rounds, memory the maximum, the rest of the last round. */
export interface SummariseResult {
  readonly name: string
  readonly latencyMs: number
  readonly wallMs: number
  readonly peakRssBytes: number | null
  readonly apiRequests: number
  readonly blobRequests: number
  readonly summaryBytes: number
  readonly bars: Bars
}

interface Round {
  readonly measured: Measurement
  readonly apiRequests: number
  readonly blobRequests: number
  readonly summaryBytes: number
}

/** Runs one case: a warm-up that is not counted, then the rounds. */
export async function runSummariseCase(summariseCase: SummariseCase): Promise<SummariseResult> {
  const { name, latencyMs, bars } = summariseCase
  const sandbox = await startSandbox({
    validate: false,
    limits: { primary: null, pointsPerMinute: null, concurrent: null },
    latencyMs,
  })
  try {
    const run = summariseCase.fill(sandbox.world)
    const rounds: Round[] = []
    for (let round = 0; round <= summariseCase.rounds; round += 1) {
      const done = await runOnce(summariseCase, sandbox, run)
      if (round > 0) rounds.push(done)
    }
    const last = rounds.at(-1)
    if (last === undefined) throw new Error('no round')
    const rss = rounds.flatMap(({ measured: { peakRssBytes } }) =>
      peakRssBytes === null ? [] : [peakRssBytes],
    )
    return {
      name,
      latencyMs,
      wallMs: median(rounds.map(({ measured }) => measured.wallMs)),
      peakRssBytes: rss.length === 0 ? null : Math.max(...rss),
      apiRequests: last.apiRequests,
      blobRequests: last.blobRequests,
      summaryBytes: last.summaryBytes,
      bars,
    }
  } finally {
    await sandbox.close()
  }
}

async function runOnce(summariseCase: SummariseCase, sandbox: Sandbox, run: Run): Promise<Round> {
  mkdirSync(workFolder, { recursive: true })
  const folder = mkdtempSync(path.join(workFolder, 'summarise-'))
  try {
    const { file, env } = await commandOf(summariseCase, { sandbox, run, folder })
    sandbox.requests.length = 0
    const measured = await measure({ file: process.execPath, arguments: [file], env, cwd: folder })
    if (measured.exitCode !== 0)
      throw new Error(`"${summariseCase.name}" failed:\n${measured.log.slice(-4000)}`)
    return {
      measured,
      apiRequests: sandbox.requestsOf({ origin: 'api' }).length,
      blobRequests: sandbox.requestsOf({ origin: 'blob' }).length,
      summaryBytes: readFileSync(env['GITHUB_STEP_SUMMARY'] ?? '').length,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The step of a job in another run, as an observer has it. */
async function commandOf(
  summariseCase: SummariseCase,
  of: { readonly sandbox: Sandbox; readonly run: Run; readonly folder: string },
): Promise<{ readonly file: string; readonly env: Readonly<Record<string, string>> }> {
  const { sandbox, run, folder } = of
  const observer = addRun(run.workflow, { status: 'in_progress', branch: 'observer' })
  const job = addJob(observer, 'observe')
  const made = await sandbox.env({ run: observer, job })
  const summary = path.join(folder, 'summary.md')
  writeFileSync(summary, '')
  const env = { ...made, GITHUB_STEP_SUMMARY: summary, RUNNER_TEMP: folder }
  const contexts = {
    github: {
      token: sandbox.tokenFor({ permissions: { actions: 'read' } }),
      api_url: made['GITHUB_API_URL'],
      repository: fullName(run.repository),
    },
    job: { check_run_id: job.id },
  }
  const inputs = { mode: 'summarise', 'run-id': String(run.id), ...summariseCase.with }
  const action = readActionFile(path.join(projectFolder, 'action.yml'))
  return { file: action.main, env: { ...env, ...inputEnvironment({ with: inputs, env, contexts }, action) } }
}
