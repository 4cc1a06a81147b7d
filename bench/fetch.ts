/** Runs the fetch cases: each engine in a process of its own, in turn, against a sandbox of its own. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { addArtifact, addJob, addRepository, addRun, addWorkflow } from '../sandbox/build.ts'
import { connectionCount, peakConcurrency } from '../sandbox/request-log.ts'
import { inputEnvironment, projectFolder, readActionFile } from '../sandbox/runner.ts'
import { startSandbox, type Sandbox } from '../sandbox/server.ts'
import type { Run } from '../sandbox/world.ts'
import type { BenchArtifact, EngineName, FetchBars, FetchCase } from './fetch-cases.ts'
import { measure, median, type Command, type Measurement } from './measure.ts'

const workFolder = path.join(import.meta.dirname, '.work')

export interface EngineResult {
  readonly engine: EngineName
  readonly wallMs: number
  readonly peakRssBytes: number | null
  /** To the API and to the blob host, of the median round's kind: the last round's. */
  readonly apiRequests: number
  readonly blobRequests: number
  readonly blobBytes: number
  /** TCP connections to the blob host in all, and requests to it at one moment. */
  readonly connections: number
  readonly atOnce: number
}

export interface CaseResult {
  readonly name: string
  readonly bars: FetchBars
  readonly engines: readonly EngineResult[]
}

interface Setting {
  readonly sandbox: Sandbox
  readonly producer: Run
  readonly artifacts: readonly BenchArtifact[]
  readonly env: Readonly<Record<string, string>>
  readonly token: string
  /**
   * What the engines wrote stays until the case is over: on ext4 a deletion right before a run makes creating files slow
   * for whoever is next.
   */
  readonly folder: string
}

/** Runs one case: a warm-up of each engine that is not counted, then rounds in turn (A B C A B C …). */
export async function runFetchCase(fetchCase: FetchCase): Promise<CaseResult> {
  const artifacts = await fetchCase.artifacts()
  mkdirSync(workFolder, { recursive: true })
  const folder = mkdtempSync(path.join(workFolder, 'fetch-'))
  const sandbox = await startSandbox({
    validate: false,
    limits: { primary: null, pointsPerMinute: null, concurrent: null },
    latencyMs: fetchCase.latencyMs,
    ...(fetchCase.bytesPerSecond === null ? {} : { bytesPerSecond: fetchCase.bytesPerSecond }),
  })
  try {
    const setting = await settingOf(sandbox, artifacts, folder)
    const rounds = new Map<EngineName, { measured: Measurement; result: EngineResult }[]>()
    const engines = fetchCase.engines.filter((engine) => engine !== 'unzip' || hasUnzip())
    for (let round = fetchCase.rounds === 1 ? 1 : 0; round <= fetchCase.rounds; round++) {
      for (const engine of engines) {
        const done = await runEngine(engine, fetchCase, setting)
        if (round > 0) rounds.set(engine, [...(rounds.get(engine) ?? []), done])
      }
    }
    return { name: fetchCase.name, bars: fetchCase.bars, engines: [...rounds.values()].map(summarise) }
  } finally {
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function summarise(rounds: readonly { measured: Measurement; result: EngineResult }[]): EngineResult {
  const last = rounds.at(-1)
  if (last === undefined) throw new Error('no round')
  const rss = rounds.map(({ measured }) => measured.peakRssBytes).filter((bytes) => bytes !== null)
  return {
    ...last.result,
    wallMs: median(rounds.map(({ measured }) => measured.wallMs)),
    peakRssBytes: rss.length === 0 ? null : Math.max(...rss),
  }
}

async function settingOf(
  sandbox: Sandbox,
  artifacts: readonly BenchArtifact[],
  folder: string,
): Promise<Setting> {
  const repository = addRepository(sandbox.world, 'octo/bench')
  const workflow = addWorkflow(repository, 'ci.yml')
  const producer = addRun(workflow)
  for (const { name, content, digest } of artifacts) addArtifact(producer, name, { content, digest })
  const run = addRun(workflow, { status: 'in_progress' })
  const env = await sandbox.env({ run, job: addJob(run, 'bench') })
  return { sandbox, producer, artifacts, env, token: sandbox.tokenFor(), folder }
}

async function runEngine(
  engine: EngineName,
  fetchCase: FetchCase,
  setting: Setting,
): Promise<{ measured: Measurement; result: EngineResult }> {
  const folder = mkdtempSync(path.join(setting.folder, `${engine}-`))
  setting.sandbox.requests.length = 0
  const measured = await measure(commandOf(engine, { fetchCase, setting, folder }))
  if (measured.exitCode !== 0)
    throw new Error(`${engine} failed on "${fetchCase.name}":\n${measured.log.slice(-4000)}`)
  const blob = setting.sandbox.requestsOf({ origin: 'blob' })
  const result: EngineResult = {
    engine,
    wallMs: measured.wallMs,
    peakRssBytes: measured.peakRssBytes,
    apiRequests: setting.sandbox.requestsOf({ origin: 'api' }).length,
    blobRequests: blob.length,
    blobBytes: blob.reduce((sum, { bytes }) => sum + bytes, 0),
    connections: connectionCount(blob),
    atOnce: peakConcurrency(blob),
  }
  return { measured, result }
}

function commandOf(
  engine: EngineName,
  of: { readonly fetchCase: FetchCase; readonly setting: Setting; readonly folder: string },
): Command {
  const { setting, folder } = of
  const { env, token, producer } = setting
  const target = path.join(folder, 'out')
  if (engine === 'unzip')
    return {
      file: 'unzip',
      arguments: ['-q', '-o', setting.artifacts[0]?.file ?? '', '-d', target],
      env: {},
      cwd: folder,
    }
  if (engine === 'steward') {
    const contexts = {
      github: { token, api_url: env['GITHUB_API_URL'], repository: env['GITHUB_REPOSITORY'] },
      job: {},
    }
    const inputs = {
      mode: 'fetch',
      'run-id': String(producer.id),
      path: target,
      summary: 'never',
      ...of.fetchCase.with,
    }
    const action = readActionFile(path.join(projectFolder, 'action.yml'))
    return {
      file: process.execPath,
      arguments: [action.main],
      env: { ...env, ...inputEnvironment({ with: inputs, env, contexts }, action) },
      cwd: folder,
    }
  }
  const { owner, name } = producer.repository
  return {
    file: process.execPath,
    arguments: [bundled(engine), owner.login, name, String(producer.id), target],
    env: { ...env, TOKEN: token },
    cwd: folder,
  }
}

/** The bundle of an engine: peers ship bundles, so their engines are measured as bundles too. */
export function bundled(engine: string): string {
  const folder = path.join(workFolder, `bundle-${engine}`)
  if (!existsSync(path.join(folder, 'index.js'))) {
    const ncc = path.join(projectFolder, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')
    execFileSync(process.execPath, [ncc, 'build', `bench/engines/${engine}.js`, '-o', folder], {
      cwd: projectFolder,
      stdio: 'ignore',
    })
  }
  return path.join(folder, 'index.js')
}

function hasUnzip(): boolean {
  try {
    execFileSync('unzip', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
