/** Bundles src/main.ts into dist/ with ncc, and the worker thread beside it. Output depends on the sources and package-lock.json only. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build as buildWorker } from 'esbuild'

const root = path.resolve(import.meta.dirname, '..')
const ncc = path.join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')
const dist = path.join(root, 'dist')
// Beside dist and not in it, so that a build that fails leaves the last one in place.
const fresh = path.join(root, 'node_modules', '.cache', 'dist')

rmSync(fresh, { recursive: true, force: true })
mkdirSync(fresh, { recursive: true })
execFileSync(process.execPath, [ncc, 'build', 'src/main.ts', '-o', fresh, '--license', 'licenses.txt'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
})

// A worker thread needs a file of its own.
await buildWorker({
  entryPoints: [path.join(root, 'src', 'archive', 'unpack-worker.ts')],
  outfile: path.join(fresh, 'unpack-worker.js'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  logLevel: 'warning',
})

rmSync(dist, { recursive: true, force: true })
cpSync(fresh, dist, { recursive: true })
