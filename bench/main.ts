/**
 * `npm run bench`: the cases of each mode, and of fetch the engines that peers use, in one run, as ratios. With words as
 * arguments, only the modes that they name and the cases whose names hold one of them: `npm run bench -- summarise`,
 * `npm run bench -- tiny text`. With a mode, cases that take minutes are left out unless "full" is a word, too. What ran
 * whole is written to bench/results.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fetchCases } from './fetch-cases.ts'
import { runFetchCase } from './fetch.ts'
import { pruneCases } from './prune-cases.ts'
import { pruneTable } from './prune-table.ts'
import { runPruneCase } from './prune.ts'
import { summariseCases } from './summarise-cases.ts'
import { runSummariseCase } from './summarise.ts'
import { fetchTable, summariseTable, type Machine } from './table.ts'

const machine = {
  node: process.version,
  cpu: os.cpus()[0]?.model ?? '',
  cores: os.cpus().length,
  memoryBytes: os.totalmem(),
  platform: `${os.platform()} ${os.release().split('-', 1)[0] ?? ''}`,
}

const modes = ['fetch', 'prune', 'summarise']
const words = process.argv.slice(2)
const modeWords = words.filter((word) => modes.includes(word))
const caseWords = words.filter((word) => !modes.includes(word) && word !== 'full')
const isFull = words.length === 0 || words.includes('full')

await runMode('fetch', fetchCases, { run: runFetchCase, table: fetchTable })
await runMode('prune', pruneCases, { run: runPruneCase, table: pruneTable })
await runMode('summarise', summariseCases, { run: runSummariseCase, table: summariseTable })

async function runMode<C extends { readonly name: string; readonly isLong?: boolean }, R>(
  mode: string,
  cases: readonly C[],
  of: {
    readonly run: (one: C) => Promise<R>
    readonly table: (results: readonly R[], machine: Machine) => string
  },
): Promise<void> {
  if (modeWords.length > 0 && !modeWords.includes(mode)) return
  const wanted = cases.filter(
    ({ name, isLong }) =>
      (caseWords.length === 0 && (isFull || isLong !== true)) ||
      caseWords.some((word) => name.includes(word)),
  )
  if (wanted.length === 0) return
  const results: R[] = []
  for (const each of wanted) {
    process.stderr.write(`${each.name} …\n`)
    results.push(await of.run(each))
  }
  const markdown = of.table(results, machine)
  console.log(markdown)
  if (wanted.length < cases.length) return
  const folder = path.join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, `${mode}.json`), `${JSON.stringify({ machine, results }, null, 2)}\n`)
  writeFileSync(path.join(folder, `${mode}.md`), markdown)
  console.error(`Written to ${path.relative(process.cwd(), folder)}.`)
}
