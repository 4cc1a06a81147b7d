import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { payloadOf } from './payload.ts'
import type { Profile } from './profile.ts'
import { fullName, latestAttempt, pullOf } from './world.ts'
import type { Job, Pull, Run } from './world.ts'

/** What a runner knows of the server that its job is of. */
export interface RunnerServer {
  readonly apiUrl: string
  readonly apiV3Url: string
  readonly resultsUrl: string
  readonly profile: Profile
  runtimeTokenFor(run: Run, attempt?: number): string
}

export interface RunnerEnvOptions {
  /** The run that the step is part of. */
  readonly run: Run
  /** The job that the step is part of: its runner's name. */
  readonly job?: Job
  readonly attempt?: number
  /** Where the runner keeps its folders; default a new temporary one, removed with the server. */
  readonly folder?: string
  /** The run whose end started this one (event `workflow_run`): it goes into the payload. */
  readonly triggeredBy?: Run
  /** The webhook payload; default one that fits the run's event. */
  readonly payload?: Readonly<Record<string, unknown>>
  /** Use `/api/v3` as the API's base. */
  readonly api?: 'dotcom' | 'v3'
  readonly debug?: boolean
}

export interface RunnerEnv {
  readonly env: Record<string, string>
  readonly remove: () => Promise<void>
}

/**
 * The environment that a runner gives a JavaScript action: GITHUB_*, RUNNER_*, the runtime token. Makes the
 * workspace, temporary and home folders and the files of the file commands. Inputs are the caller's.
 */
export async function runnerEnv(server: RunnerServer, options: RunnerEnvOptions): Promise<RunnerEnv> {
  const { run } = options
  const attempt = options.attempt ?? latestAttempt(run).number
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'sandbox-runner-')))
  const folders = {
    workspace: join(folder, 'work', run.repository.name),
    temp: join(folder, 'temp'),
    home: join(folder, 'home'),
    tools: join(folder, 'tools'),
    commands: join(folder, 'temp', '_runner_file_commands'),
  }
  for (const path of Object.values(folders)) await mkdir(path, { recursive: true })
  const commandFile = async (name: string) => {
    const path = join(folders.commands, name)
    await writeFile(path, '')
    return path
  }
  const eventPath = join(folders.temp, 'event.json')
  await writeFile(
    eventPath,
    JSON.stringify(options.payload ?? payloadOf({ api: server.apiUrl, site: server.profile.site }, options)),
  )
  const useV3 = (options.api ?? (server.profile.kind === 'ghes' ? 'v3' : 'dotcom')) === 'v3'
  const env: Record<string, string> = {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    HOME: folders.home,
    GITHUB_API_URL: useV3 ? server.apiV3Url : server.apiUrl,
    GITHUB_SERVER_URL: server.profile.site,
    GITHUB_GRAPHQL_URL: `${server.apiUrl}/graphql`,
    GITHUB_WORKSPACE: folders.workspace,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_EVENT_NAME: run.event,
    GITHUB_OUTPUT: await commandFile('output'),
    GITHUB_ENV: await commandFile('env'),
    GITHUB_PATH: await commandFile('path'),
    GITHUB_STATE: await commandFile('state'),
    GITHUB_STEP_SUMMARY: await commandFile('summary'),
    ...identityOf(run, attempt),
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: options.job?.runnerName ?? 'GitHub Actions 1000000001',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.tools,
    ...(options.debug === true ? { RUNNER_DEBUG: '1' } : {}),
    ...(server.profile.hasResultsService
      ? {
          ACTIONS_RUNTIME_URL: `${server.resultsUrl}/`,
          ACTIONS_RESULTS_URL: `${server.resultsUrl}/`,
          ACTIONS_RUNTIME_TOKEN: server.runtimeTokenFor(run, attempt),
        }
      : {}),
  }
  return {
    env,
    remove: async () => {
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What the run's event makes of ref and SHA: a pull request is run on its trial merge, or on its base. */
function placeOf(run: Run): { readonly ref: string; readonly sha: string; readonly pull: Pull | undefined } {
  const { repository, event, headBranch } = run
  const pull = event.startsWith('pull_request') ? pullOf(run) : undefined
  if (pull !== undefined) {
    return event === 'pull_request_target'
      ? { ref: `refs/heads/${pull.baseBranch}`, sha: pull.baseSha, pull }
      : { ref: `refs/pull/${pull.number}/merge`, sha: pull.mergeSha, pull }
  }
  const name = headBranch ?? repository.defaultBranch
  const isTag = repository.tags.has(name) && !repository.branches.has(name)
  return { ref: `refs/${isTag ? 'tags' : 'heads'}/${name}`, sha: run.headSha, pull }
}

function identityOf(run: Run, attempt: number): Record<string, string> {
  const { repository, workflow } = run
  const { ref, sha, pull } = placeOf(run)
  return {
    GITHUB_ACTION: '__self',
    GITHUB_ACTOR: run.actor?.login ?? '',
    GITHUB_ACTOR_ID: String(run.actor?.id ?? ''),
    GITHUB_TRIGGERING_ACTOR: latestAttempt(run).triggeringActor?.login ?? '',
    GITHUB_JOB: 'steward',
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REF_TYPE: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_HEAD_REF: pull?.headBranch ?? '',
    GITHUB_BASE_REF: pull?.baseBranch ?? '',
    GITHUB_REPOSITORY: fullName(repository),
    GITHUB_REPOSITORY_ID: String(repository.id),
    GITHUB_REPOSITORY_OWNER: repository.owner.login,
    GITHUB_REPOSITORY_OWNER_ID: String(repository.owner.id),
    GITHUB_RETENTION_DAYS: String(repository.retentionDays),
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_RUN_ATTEMPT: String(attempt),
    GITHUB_SHA: sha,
    GITHUB_WORKFLOW: run.name,
    GITHUB_WORKFLOW_REF: `${fullName(repository)}/${workflow.path}@${ref}`,
    GITHUB_WORKFLOW_SHA: sha,
  }
}
