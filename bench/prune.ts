/**
 * Runs the prune cases: each engine in a process of its own, each against a sandbox of its own with 50 ms of latency and
 * GitHub's secondary limits (900 points a minute, 100 requests at once).
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { addJob, addRun } from '../sandbox/build.ts'
import { githubLimits } from '../sandbox/limits.ts'
import { peakConcurrency, type LoggedRequest } from '../sandbox/request-log.ts'
import { inputEnvironment, projectFolder, readActionFile } from '../sandbox/runner.ts'
import { startSandbox, type Sandbox } from '../sandbox/server.ts'
import { fullName, type Repository } from '../sandbox/world.ts'
import { bundled } from './fetch.ts'
import { measure, median, type Command, type Measurement } from './measure.ts'
import type { PruneBars, PruneCase, PruneEngineName } from './prune-cases.ts'

const workFolder = path.join(import.meta.dirname, '.work')
export const latencyMs = 50

/** Wall time is the median of the rounds, CPU and memory the maximum, the rest of the last round. */
export interface PruneEngineResult {
  readonly engine: PruneEngineName
  readonly wallMs: number
  readonly cpuMs: number | null
  readonly peakRssBytes: number | null
  readonly gets: number
  readonly artifactPages: number
  readonly runPages: number
  readonly deletes: number
  /** Artifacts that are gone afterwards. */
  readonly deleted: number
  /** Answers of 403 or 429 by a limit. */
  readonly limitAnswers: number
  /** Requests under way at one moment; deletions. */
  readonly atOnce: number
  readonly deletesAtOnce: number
}

export interface PruneResult {
  readonly name: string
  readonly reference: PruneEngineName | null
  readonly deletions: number
  readonly bars: PruneBars
  readonly engines: readonly PruneEngineResult[]
}

/** Runs one case; engines take turns. */
export async function runPruneCase(pruneCase: PruneCase): Promise<PruneResult> {
  const { name, reference, deletions, bars, engines, rounds } = pruneCase
  const results = new Map<PruneEngineName, PruneEngineResult[]>()
  for (let round = 1; round <= rounds; round += 1)
    for (const engine of engines)
      results.set(engine, [...(results.get(engine) ?? []), await runEngine(engine, pruneCase)])
  return { name, reference, deletions, bars, engines: [...results.values()].map(summarise) }
}

function summarise(rounds: readonly PruneEngineResult[]): PruneEngineResult {
  const last = rounds.at(-1)
  if (last === undefined) throw new Error('no round')
  const highest = (values: readonly (number | null)[]): number | null =>
    values.every((value) => value === null) ? null : Math.max(...values.map((value) => value ?? 0))
  return {
    ...last,
    wallMs: median(rounds.map(({ wallMs }) => wallMs)),
    cpuMs: highest(rounds.map(({ cpuMs }) => cpuMs)),
    peakRssBytes: highest(rounds.map(({ peakRssBytes }) => peakRssBytes)),
  }
}

async function runEngine(engine: PruneEngineName, pruneCase: PruneCase): Promise<PruneEngineResult> {
  const sandbox = await startSandbox({
    validate: false,
    latencyMs,
    limits: { ...githubLimits, primary: pruneCase.quota },
  })
  mkdirSync(workFolder, { recursive: true })
  const folder = mkdtempSync(path.join(workFolder, `prune-${engine}-`))
  try {
    const repository = pruneCase.fill(sandbox.world)
    const before = repository.artifacts.list().length
    const command = await commandOf(engine, { pruneCase, sandbox, repository, folder })
    const measured = await measure(command)
    const deleted = before - repository.artifacts.list().length
    // An engine of a peer may miss some, and shows it; ours may not.
    if (measured.exitCode !== 0 || (engine === 'steward' && deleted !== pruneCase.deletions))
      throw new Error(
        `${engine} failed on "${pruneCase.name}", ${deleted} deleted:\n${measured.log.slice(-4000)}`,
      )
    return { engine, deleted, ...figuresOf(sandbox, measured) }
  } finally {
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function figuresOf(
  sandbox: Sandbox,
  { wallMs, cpuMs, peakRssBytes }: Measurement,
): Omit<PruneEngineResult, 'engine' | 'deleted'> {
  const requests = sandbox.requestsOf({ origin: 'api' })
  const gets = requests.filter(({ method }) => method === 'GET')
  const deletes = requests.filter(({ method }) => method === 'DELETE')
  const count = (test: RegExp): number => gets.filter(({ path: at }: LoggedRequest) => test.test(at)).length
  return {
    wallMs,
    cpuMs,
    peakRssBytes,
    gets: gets.length,
    artifactPages: count(/\/artifacts$/),
    runPages: count(/\/actions\/runs$/),
    deletes: deletes.length,
    limitAnswers: sandbox.limits.refusals.primary + sandbox.limits.refusals.secondary,
    atOnce: peakConcurrency(requests),
    deletesAtOnce: peakConcurrency(deletes),
  }
}

interface Setting {
  readonly pruneCase: PruneCase
  readonly sandbox: Sandbox
  readonly repository: Repository
  readonly folder: string
}

async function commandOf(engine: PruneEngineName, setting: Setting): Promise<Command> {
  const { pruneCase, sandbox, repository, folder } = setting
  const [workflow] = repository.workflows.list()
  if (workflow === undefined) throw new Error('no workflow')
  const run = addRun(workflow, { status: 'in_progress', branch: 'clean-up' })
  const env = await sandbox.env({ run, job: addJob(run, 'prune') })
  const token = sandbox.tokenFor()
  if (engine !== 'steward') {
    const { owner, name } = repository
    return {
      file: process.execPath,
      arguments: [bundled(`prune-${engine}`), owner.login, name, String(pruneCase.maxAgeDays)],
      env: { ...env, TOKEN: token },
      cwd: folder,
    }
  }
  const contexts = {
    github: { token, api_url: env['GITHUB_API_URL'], repository: fullName(repository) },
    job: {},
  }
  const inputs = { mode: 'prune', ...pruneCase.with }
  const action = readActionFile(path.join(projectFolder, 'action.yml'))
  return {
    file: process.execPath,
    arguments: [action.main],
    env: { ...env, RUNNER_TEMP: folder, ...inputEnvironment({ with: inputs, env, contexts }, action) },
    cwd: folder,
  }
}
