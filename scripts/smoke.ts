/**
 * Starts the committed bundle as a runner does, on the Node that runs this script, with one wrong input: it must
 * load, refuse in one error that names the input, set every declared output, and exit with 1.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { outputNames } from '../src/outputs.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'steward-smoke-'))
const files = { GITHUB_OUTPUT: 'output', GITHUB_STEP_SUMMARY: 'summary' } as const
const env: Record<string, string> = { INPUT_MODE: 'fetch', 'INPUT_OLDER-THAN': '30' }
for (const [name, file] of Object.entries(files)) {
  env[name] = path.join(folder, file)
  writeFileSync(path.join(folder, file), '')
}
const bundle = path.resolve(import.meta.dirname, '..', 'dist', 'index.js')
const result = spawnSync(process.execPath, [bundle], {
  cwd: folder,
  encoding: 'utf8',
  env: { ...env, GITHUB_REPOSITORY: 'octo/repo', GITHUB_WORKSPACE: folder, RUNNER_TEMP: folder },
})
const outputs = readFileSync(path.join(folder, 'output'), 'utf8')
rmSync(folder, { recursive: true })

const problems = [
  ...(result.status === 1 ? [] : [`exit code ${String(result.status)} instead of 1`]),
  ...(/^::error.*older-than/m.test(result.stdout) ? [] : ['no error annotation that names older-than']),
  ...outputNames.filter((name) => !outputs.includes(`${name}<<`)).map((name) => `output ${name} is not set`),
]
if (problems.length > 0) {
  console.error(
    `${result.stdout}${result.stderr}\nThe bundle on Node ${process.version}: ${problems.join('; ')}`,
  )
  process.exit(1)
}
console.log(`The bundle runs on Node ${process.version}.`)
