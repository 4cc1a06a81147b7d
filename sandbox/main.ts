/**
 * `npm run sandbox`: a GitHub on this machine with the repository octo-org/webshop, until Ctrl-C. Prints the
 * environment in which the action, or @actions/artifact, or curl meets it. `--ghes` makes it an Enterprise Server.
 */
import { seedWebshop } from './seed.ts'
import { startSandbox } from './server.ts'
import { fullName } from './world.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

async function main(): Promise<void> {
  const isGhes = process.argv.includes('--ghes')
  const sandbox = await startSandbox({ profile: isGhes ? 'ghes' : 'github.com' })
  const webshop = seedWebshop(sandbox.world)
  const token = sandbox.tokenFor()
  const env = await sandbox.env({ run: webshop.currentRun, job: webshop.currentJob })
  const { repository } = webshop
  const api = isGhes ? sandbox.apiV3Url : sandbox.apiUrl
  const inputs = {
    'INPUT_GITHUB-TOKEN': token,
    'INPUT_GITHUB-API-URL': api,
    INPUT_REPOSITORY: fullName(repository),
    INPUT_SUMMARY: 'always',
  }
  const step = { INPUT_MODE: 'fetch', INPUT_WORKFLOW: 'ci.yml', INPUT_BRANCH: 'main', INPUT_NAME: 'coverage' }
  const assignments = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => quoted(`${name}=${value}`))
  console.log(`# ${repository.runs.size} runs and ${repository.artifacts.size} artifacts of ${fullName(repository)}
# API ${api} · results ${sandbox.resultsUrl} · blobs ${sandbox.blobUrl}
# Runs: current ${webshop.currentRun.id} · green ${webshop.greenRun.id} · red ${webshop.redRun.id} · flaky ${webshop.flakyRun.id}

# A shell like a step's: paste these lines.
${Object.entries(env)
  .filter(([name]) => name !== 'HOME')
  .map(([name, value]) => `export ${name}=${quoted(value)}`)
  .join('\n')}

# Then run the action as a runner does (input names keep their hyphens, so they go through env):
env ${assignments({ ...inputs, ...step }).join(' ')} node dist/index.js

# Or look around:
curl -s -H ${quoted(`Authorization: Bearer ${token}`)} ${api}/repos/${fullName(repository)}/actions/runs?per_page=3

# Ctrl-C ends it.`)
  const stop = (): void => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    void sandbox.close()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

await main()
