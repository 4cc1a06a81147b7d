/**
 * The stage of an end-to-end test: a sandbox with one repository, the run that the step is part of, and a way to run
 * the built bundle in it as a runner does.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import {
  addJob,
  addRepository,
  addRun,
  addWorkflow,
  type RepositoryOptions,
  type RunOptions,
} from '../../sandbox/build.ts'
import { runStep, type StepResult } from '../../sandbox/runner.ts'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/server.ts'
import type { TokenOptions } from '../../sandbox/tokens.ts'
import type { Job, Repository, Run, Workflow } from '../../sandbox/world.ts'

export interface StepOptions {
  /** Default: what the README tells a user to give. */
  readonly token?: TokenOptions | 'none' | 'bad'
  /** Added to what the runner sets; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The run that the step is part of; default the scene's. */
  readonly run?: Run
  /** Contexts that expressions in `with:` may name, beyond `job`, `runner` and what is known of `github`. */
  readonly contexts?: Readonly<Record<string, unknown>> & {
    readonly github?: Readonly<Record<string, unknown>>
  }
  readonly payload?: Readonly<Record<string, unknown>>
  readonly onStart?: (pid: number) => void
  /** Folder of the action below the project, such as `fetch`; default the project itself. */
  readonly action?: string
}

export interface SceneStep extends StepResult {
  readonly workspace: string
  readonly temp: string
}

export interface Scene {
  readonly sandbox: Sandbox
  readonly repository: Repository
  /** `ci.yml`, named CI: the workflow of the current run. */
  readonly workflow: Workflow
  /** In progress, with one job: the one that the step is part of. */
  readonly current: Run
  readonly job: Job
  /** Runs the bundle with these inputs. */
  readonly step: (inputs: Readonly<Record<string, string>>, options?: StepOptions) => Promise<SceneStep>
  readonly close: () => Promise<void>
}

export interface SceneOptions extends SandboxOptions {
  readonly current?: RunOptions
  readonly repository?: RepositoryOptions
}

/** Builds the stage. Close it at the end of the test. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const sandbox = await startSandbox(options)
  const repository = addRepository(sandbox.world, 'octo/shop', options.repository)
  const workflow = addWorkflow(repository, 'ci.yml', { name: 'CI' })
  const current = addRun(workflow, { status: 'in_progress', ...options.current })
  const job = addJob(current, 'steward')
  return {
    sandbox,
    repository,
    workflow,
    current,
    job,
    step: (inputs, stepOptions = {}) =>
      runScenedStep({ sandbox, repository, current, job }, inputs, stepOptions),
    close: () => sandbox.close(),
  }
}

async function runScenedStep(
  scene: Pick<Scene, 'sandbox' | 'repository' | 'current' | 'job'>,
  inputs: Readonly<Record<string, string>>,
  options: StepOptions,
): Promise<SceneStep> {
  const { sandbox } = scene
  const run = options.run ?? scene.current
  const made = await sandbox.env({
    run,
    ...(run === scene.current ? { job: scene.job } : {}),
    ...(options.payload === undefined ? {} : { payload: options.payload }),
  })
  const env: Record<string, string> = { ...made }
  for (const [name, value] of Object.entries(options.env ?? {}))
    if (value === undefined) Reflect.deleteProperty(env, name)
    else env[name] = value
  const contexts = {
    job: run === scene.current ? { check_run_id: scene.job.id } : {},
    runner: { temp: env['RUNNER_TEMP'] ?? '' },
    ...options.contexts,
    github: {
      token: tokenOf(sandbox, options.token ?? {}),
      api_url: env['GITHUB_API_URL'] ?? '',
      repository: env['GITHUB_REPOSITORY'] ?? '',
      run_id: env['GITHUB_RUN_ID'] ?? '',
      ...options.contexts?.github,
    },
  }
  const result = await runStep({
    with: inputs,
    env,
    contexts,
    ...(options.onStart === undefined ? {} : { onStart: options.onStart }),
    ...(options.action === undefined ? {} : { action: options.action }),
  })
  return { ...result, workspace: made['GITHUB_WORKSPACE'] ?? '', temp: made['RUNNER_TEMP'] ?? '' }
}

function tokenOf(sandbox: Sandbox, token: TokenOptions | 'none' | 'bad'): string {
  if (token === 'none') return ''
  return token === 'bad' ? 'ghs_not_a_token' : sandbox.tokenFor(token)
}

/** Every file below a folder with its text; a symlink as `-> target`. A folder that does not exist is empty. */
export function treeOf(folder: string): Record<string, string> {
  const tree: Record<string, string> = {}
  let entries
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  } catch {
    return tree
  }
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path).split(sep).join('/')
    if (entry.isSymbolicLink()) tree[name] = `-> ${readlinkSync(path)}`
    else if (entry.isFile()) tree[name] = readFileSync(path, 'utf8')
  }
  return tree
}
