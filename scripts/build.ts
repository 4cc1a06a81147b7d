/** Bundles src/main.ts into dist/ with ncc. Output depends on the sources and package-lock.json only. */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const ncc = path.join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')

rmSync(path.join(root, 'dist'), { recursive: true, force: true })
execFileSync(process.execPath, [ncc, 'build', 'src/main.ts', '-o', 'dist', '--license', 'licenses.txt'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
})
