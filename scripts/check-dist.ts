/** Fails when the committed dist/ is not what the sources build: users run dist/, reviewers read src/. */
import { execFileSync } from 'node:child_process'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
execFileSync(process.execPath, [path.join(import.meta.dirname, 'build.ts')], { cwd: root, stdio: 'inherit' })

// `git status` and not `git diff`: a new chunk that nobody committed is untracked, and diff does not show it.
const changed = execFileSync('git', ['status', '--porcelain', '--', 'dist'], { cwd: root, encoding: 'utf8' })
if (changed !== '') {
  console.error(`dist/ is not what src/ builds:\n${changed}Run \`npm run build\` and commit dist/.`)
  process.exit(1)
}
console.log('dist/ is what src/ builds.')
