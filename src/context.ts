import type { RepositoryRef } from './model.ts'
import type { Context } from './world.ts'

/** What the process knows of its surroundings; `main.ts` hands it over, so that reading it stays pure. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly homeFolder: string
  /** Used where the runner names no RUNNER_TEMP. */
  readonly temporaryFolder: string
  /** Used where the runner names no GITHUB_WORKSPACE. */
  readonly workingFolder: string
  readonly platform: NodeJS.Platform
  readonly readFile: (path: string) => string
}

/** What the runner says about this step, from GITHUB_* and RUNNER_*. Never throws: what is not set is empty or null. */
export function readContext(surroundings: Surroundings): Context {
  const { environment, readFile } = surroundings
  const read = (name: string): string => environment[name] ?? ''
  const serverUrl = read('GITHUB_SERVER_URL') || 'https://github.com'
  return {
    repository: parseRepository(read('GITHUB_REPOSITORY')),
    repositoryId: parseId(read('GITHUB_REPOSITORY_ID')),
    runId: parseId(read('GITHUB_RUN_ID')),
    runAttempt: parseId(read('GITHUB_RUN_ATTEMPT')),
    runNumber: parseId(read('GITHUB_RUN_NUMBER')),
    workflowPath: parseWorkflowPath(read('GITHUB_WORKFLOW_REF')),
    event: read('GITHUB_EVENT_NAME'),
    payload: readPayload(read('GITHUB_EVENT_PATH'), readFile),
    sha: read('GITHUB_SHA'),
    refName: read('GITHUB_REF_NAME'),
    serverUrl,
    apiUrl: read('GITHUB_API_URL') || 'https://api.github.com',
    isGhes: isEnterpriseServer(serverUrl),
    workspace: read('GITHUB_WORKSPACE') || surroundings.workingFolder,
    tempFolder: read('RUNNER_TEMP') || surroundings.temporaryFolder,
    homeFolder: surroundings.homeFolder,
    runnerName: read('RUNNER_NAME'),
    platform: surroundings.platform,
    isDebug: read('RUNNER_DEBUG') === '1',
  }
}

function parseRepository(text: string): RepositoryRef | null {
  const [owner = '', name = '', ...rest] = text.split('/')
  return owner === '' || name === '' || rest.length > 0 ? null : { owner, name }
}

function parseId(text: string): number | null {
  const id = Number(text)
  return /^[0-9]+$/.test(text) && Number.isSafeInteger(id) && id > 0 ? id : null
}

/** The path out of `owner/repo/.github/workflows/ci.yml@refs/heads/main`; branches may hold an `@` of their own. */
function parseWorkflowPath(workflowRef: string): string {
  const [, , ...rest] = workflowRef.split('/')
  const pathAndRef = rest.join('/')
  const marker = pathAndRef.includes('@refs/') ? '@refs/' : '@'
  return pathAndRef.split(marker, 1)[0] ?? ''
}

function readPayload(path: string, readFile: Surroundings['readFile']): Context['payload'] {
  if (path === '') return {}
  try {
    const payload: unknown = JSON.parse(readFile(path))
    return isRecord(payload) ? payload : {}
  } catch {
    // A step can do most of its work without the event; what needs it says that it is missing.
    return {}
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** As the toolkit decides it: neither github.com, nor a tenant of ghe.com, nor GitHub's own `*.localhost`. */
function isEnterpriseServer(serverUrl: string): boolean {
  if (!URL.canParse(serverUrl)) return false
  const host = new URL(serverUrl).hostname.toLowerCase()
  return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost')
}
